use std::fmt;

use serde::{Deserialize, Serialize};

/// How the [interval](super::interval()) of a share is formed; with k successes of n, p = k/n, and z the two-sided normal
/// quantile of the confidence. Compared by Brown, Cai and `DasGupta`, *Interval estimation for a binomial proportion*
/// (2001), and Newcombe, *Two-sided confidence intervals for the single proportion* (1998).
///
/// ```
/// use service_quality::analysis::proportion::Method;
/// assert_eq!(Method::default(), Method::Wilson);
/// assert_eq!(Method::ClopperPearson.to_string(), "Clopper-Pearson");
/// assert_eq!(serde_json::to_string(&Method::MidP)?, r#""mid_p""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Method {
    /// p ± z·√(p(1−p)/n), cut at 0 and 1. Too narrow for few trials and for shares near 0 and 1; here to compare with
    /// what others publish.
    Wald,
    /// The score interval, [`wilson`](super::wilson): what suits most uses.
    #[default]
    Wilson,
    /// The score interval with continuity correction: holds the share at least nearly as often as promised.
    WilsonCorrected,
    /// Wald's about (k + z²/2)/(n + z²) with n + z² trials, cut at 0 and 1.
    AgrestiCoull,
    /// The exact interval: holds the share at least as often as promised, mostly oftener. From the quantiles of
    /// Beta(k, n−k+1) and Beta(k+1, n−k).
    ClopperPearson,
    /// The quantiles of Beta(k+½, n−k+½), with equal tails: excludes 0 even where nothing succeeded.
    Jeffreys,
    /// That of Jeffreys, but reaching to 0 where nothing succeeded and to 1 where all did.
    JeffreysModified,
    /// As the exact one, but with half of the probability of what was observed in each tail: narrower, and right on
    /// average.
    MidP,
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Wald => "Wald",
            Self::Wilson => "Wilson",
            Self::WilsonCorrected => "Wilson with continuity correction",
            Self::AgrestiCoull => "Agresti-Coull",
            Self::ClopperPearson => "Clopper-Pearson",
            Self::Jeffreys => "Jeffreys",
            Self::JeffreysModified => "Jeffreys with modified ends",
            Self::MidP => "mid-P",
        })
    }
}
