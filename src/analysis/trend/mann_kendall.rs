use std::fmt;

use serde::{Deserialize, Serialize};

use crate::analysis::Undefined;
use crate::analysis::distribution::{float, two_sided_probability};
use crate::analysis::series::{
    as_much, check, check_share, inversions, is_significant, out_of_range, pairs, sorted, tied_pairs, ties,
};
use crate::analysis::wording::counted;
use crate::quantity::Share;

/// Which way a series goes, as far as it can be told from chance.
///
/// ```
/// use service_quality::analysis::trend::TrendDirection;
/// assert_eq!(TrendDirection::Rising.to_string(), "rising");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrendDirection {
    /// Upward.
    Rising,
    /// Downward.
    Falling,
    /// Neither can be told from chance.
    NoTrend,
}

/// What the test of Mann and Kendall found.
///
/// ```
/// use service_quality::analysis::trend;
///
/// let test = trend::mann_kendall(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], "0.05".parse()?)?;
/// assert_eq!((test.s, test.n), (28, 8));
/// let words = test.interpretation();
/// assert!(words.starts_with(
///     "Rising over 8 values: later ones are larger in 28 pairs more than they are smaller, of 28; "
/// ));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MannKendall {
    /// The method.
    pub method: &'static str,
    /// How many values were given.
    pub n: usize,
    /// In how many pairs the later value is larger, less those in which it is smaller.
    pub s: i64,
    /// How many pairs were compared.
    pub pairs: u64,
    /// The variance of S without a trend.
    pub variance: f64,
    /// S in standard deviations, one step nearer to 0 for being whole.
    pub z: f64,
    /// How probable an S as far from 0 is without a trend.
    pub p_value: f64,
    /// S over the number of pairs: from −1 to 1.
    pub tau: f64,
    /// Up to which probability a trend counts as shown.
    pub significance: Share,
    /// Which way the series goes at that significance.
    pub direction: TrendDirection,
}

/// Tests a series for a trend of whatever form: Mann, *Nonparametric tests against trend* (1945), and Kendall, *Rank
/// correlation methods* (1975).
///
/// S counts the pairs that rise less those that fall; without a trend its variance is
/// (n(n−1)(2n+5) − Σ t(t−1)(2t+5))/18 over the groups of t equal values, and z = (S ∓ 1)/√variance. Needs n log n
/// steps. Where all values are equal, S can only be 0: no trend, with a probability of 1.
///
/// The values should be independent; for seasonal data use [`mann_kendall_seasonal`].
///
/// ```
/// use service_quality::analysis::trend::{self, TrendDirection};
/// let test = trend::mann_kendall(&[5.0, 3.0, 4.0, 5.0], "0.05".parse()?)?;
/// assert_eq!((test.s, test.direction), (1, TrendDirection::NoTrend));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Of fewer than two values, of one that is not finite or beyond ±1e100, and for a significance of 0 or 1.
pub fn mann_kendall(values: &[f64], significance: Share) -> Result<MannKendall, Undefined> {
    check("values", values, 2)?;
    test("Mann-Kendall", values.len(), &[values.to_vec()], significance)
}

/// Tests for a trend beside a season: Hirsch, Slack and Smith, *Techniques of trend analysis for monthly water quality
/// data* (1982).
///
/// S and its variance are those of [`mann_kendall`] within each season, the values that lie `period` steps apart, summed.
/// The first value opens the first season; the last cycle may be incomplete. The seasons count as independent.
///
/// ```
/// use service_quality::analysis::trend;
/// let quarters = [4.0, 9.0, 2.0, 6.0, 5.0, 10.0, 3.0, 7.0, 6.0, 11.0, 4.0, 8.0];
/// let test = trend::mann_kendall_seasonal(&quarters, 4, "0.05".parse()?)?;
/// assert_eq!((test.s, test.pairs), (12, 12));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`mann_kendall`], for a period of 0, and of too few values for one pair in any season.
pub fn mann_kendall_seasonal(
    values: &[f64],
    period: usize,
    significance: Share,
) -> Result<MannKendall, Undefined> {
    test("seasonal Mann-Kendall", values.len(), &seasons(values, period)?, significance)
}

/// The values of each season, of a series long enough for one pair.
pub(super) fn seasons(values: &[f64], period: usize) -> Result<Vec<Vec<f64>>, Undefined> {
    if period == 0 {
        return Err(out_of_range("the period", &period, "from 1"));
    }
    check("values", values, period.saturating_add(1).max(2))?;
    Ok((0..period).map(|season| values.iter().skip(season).step_by(period).copied().collect()).collect())
}

fn test(
    method: &'static str,
    n: usize,
    seasons: &[Vec<f64>],
    significance: Share,
) -> Result<MannKendall, Undefined> {
    check_share("the significance", significance)?;
    let (mut s, mut compared, mut variance) = (0_i64, 0, 0.0);
    for season in seasons {
        let sorted = sorted(season);
        let all = pairs(season.len() as u64);
        let falling = inversions(season);
        s = s.saturating_add_unsigned(all - tied_pairs(&sorted) - falling).saturating_sub_unsigned(falling);
        compared += all;
        variance += score_variance(season.len() as u64, &sorted);
    }
    let (size, tau) = (float(s.unsigned_abs()), float(s.unsigned_abs()) / float(compared));
    let sign = if s < 0 { -1.0 } else { 1.0 };
    let z = if s == 0 { 0.0 } else { sign * (size - 1.0) / variance.sqrt() };
    let p_value = two_sided_probability(z);
    let direction = match s {
        _ if !is_significant(p_value, significance) => TrendDirection::NoTrend,
        1.. => TrendDirection::Rising,
        _ => TrendDirection::Falling,
    };
    Ok(MannKendall {
        method,
        n,
        s,
        pairs: compared,
        variance,
        z,
        p_value,
        tau: sign * tau,
        significance,
        direction,
    })
}

/// The variance of S without a trend.
pub(super) fn score_variance(n: u64, sorted: &[f64]) -> f64 {
    let part = |n: u64| float(n) * (float(n) - 1.0) * (2.0 * float(n) + 5.0);
    (part(n) - ties(sorted).map(part).sum::<f64>()) / 18.0
}

impl MannKendall {
    /// What was found, in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let more = match self.s {
            0 => "as many pairs of them rise as fall".to_owned(),
            s => format!(
                "later ones are {} in {} more than they are {}, of {}",
                if s > 0 { "larger" } else { "smaller" },
                counted(usize::try_from(s.unsigned_abs()).unwrap_or(usize::MAX), "pair"),
                if s > 0 { "smaller" } else { "larger" },
                self.pairs,
            ),
        };
        let opening = match self.direction {
            TrendDirection::Rising => "Rising",
            TrendDirection::Falling => "Falling",
            TrendDirection::NoTrend => "No significant trend",
        };
        format!("{opening} over {} values: {more}; {}.", self.n, as_much(self.p_value, self.significance))
    }
}

impl fmt::Display for TrendDirection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Rising => "rising",
            Self::Falling => "falling",
            Self::NoTrend => "no trend",
        })
    }
}
