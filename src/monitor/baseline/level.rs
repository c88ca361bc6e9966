use std::fmt;

use serde::{Deserialize, Serialize};

/// How far a baseline can be relied on, by the number of points that it was fitted to.
///
/// Limits from few points are themselves uncertain: with 12 individual values by about a fifth, with 20 by a sixth
/// (Wheeler, *Understanding statistical process control*). NHS England asks for 12 or more.
///
/// ```
/// use service_quality::monitor::baseline::BaselineLevel;
/// assert_eq!(BaselineLevel::of(11), BaselineLevel::Provisional);
/// assert!(BaselineLevel::of(12) < BaselineLevel::of(20));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaselineLevel {
    /// Fewer than 12 points: limits to look at, not to act on.
    Provisional,
    /// 12 to 19 points.
    Usable,
    /// 20 points or more, or parameters from outside.
    Established,
}

impl BaselineLevel {
    /// The level of so many points.
    #[must_use]
    pub const fn of(points: usize) -> Self {
        match points {
            ..12 => Self::Provisional,
            12..20 => Self::Usable,
            20.. => Self::Established,
        }
    }
}

impl fmt::Display for BaselineLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Provisional => "provisional",
            Self::Usable => "usable",
            Self::Established => "established",
        })
    }
}
