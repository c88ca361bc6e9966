use std::fmt;

use serde::{Deserialize, Serialize};

/// How the distribution of a rank statistic is found.
///
/// ```
/// use service_quality::analysis::rank::Approximation;
/// assert_eq!(Approximation::default().to_string(), "normal approximation with continuity correction");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Approximation {
    /// By counting all arrangements of the ranks, ties included; for few values alone.
    Exact,
    /// By the normal distribution with the variance that the ties leave.
    Normal,
    /// The same with the statistic moved by ½ towards its mean: nearer to the exact one.
    #[default]
    NormalCorrected,
}

impl fmt::Display for Approximation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Exact => "exact",
            Self::Normal => "normal approximation",
            Self::NormalCorrected => "normal approximation with continuity correction",
        })
    }
}
