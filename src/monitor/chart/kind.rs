use std::fmt;

use serde::{Deserialize, Serialize};

/// The kinds of charts (控制图类型).
///
/// | kind | plots | of which samples |
/// | --- | --- | --- |
/// | `run`, 链图 | the figure, with the median and no limits | all |
/// | `individuals`, 单值图 (X, I) | the figure | all |
/// | `moving_range`, 移动极差图 (mR) | how far it is from the one before | all |
/// | `xbar`, 均值图; `r`, 极差图; `s`, 标准差图 | mean, range, standard deviation of a subgroup | subgroups of 2 or more |
/// | `p`, 不合格品率图; `p_prime` | a share; the same with limits that allow for variation between periods | shares |
/// | `np`, 不合格品数图 | the number of cases of a share | shares |
/// | `c`, 缺陷数图 | a count | counts |
/// | `u`, 单位缺陷数图; `u_prime` | a rate; the same with limits that allow for variation between periods | rates, shares |
/// | `g` | opportunities between rare events | counts |
/// | `t` | time between rare events | positive figures |
///
/// ```
/// use service_quality::monitor::chart::ChartKind;
/// assert_eq!(serde_json::to_string(&ChartKind::PPrime)?, r#""p_prime""#);
/// assert_eq!(ChartKind::PPrime.to_string(), "p′");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChartKind {
    /// The figures around their median; read by runs alone.
    Run,
    /// Individual values: with the moving range the `XmR` chart.
    Individuals,
    /// Moving ranges of neighbours.
    MovingRange,
    /// Means of subgroups.
    Xbar,
    /// Ranges of subgroups.
    R,
    /// Standard deviations of subgroups.
    S,
    /// Shares, binomial.
    P,
    /// Numbers of cases, binomial.
    Np,
    /// Counts of events, Poisson.
    C,
    /// Rates of events, Poisson.
    U,
    /// Laney's p′.
    PPrime,
    /// Laney's u′.
    UPrime,
    /// Opportunities between events, geometric.
    G,
    /// Times between events, Weibull.
    T,
}

impl fmt::Display for ChartKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Run => "run",
            Self::Individuals => "individuals",
            Self::MovingRange => "moving range",
            Self::Xbar => "x̄",
            Self::R => "R",
            Self::S => "S",
            Self::P => "p",
            Self::Np => "np",
            Self::C => "c",
            Self::U => "u",
            Self::PPrime => "p′",
            Self::UPrime => "u′",
            Self::G => "g",
            Self::T => "t",
        })
    }
}
