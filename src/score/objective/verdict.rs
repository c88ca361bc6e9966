use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{Number, PLACES, Weight, divide_half_away};

/// The verdict on the whole, best first.
///
/// ```
/// use service_quality::score::objective::Verdict;
/// assert_eq!(Verdict::Warning.to_string(), "warning");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Passed (通过).
    Pass,
    /// Passed with a warning (警告).
    Warning,
    /// Failed (不通过).
    Fail,
}

/// The verdict on one objective.
///
/// ```
/// use service_quality::score::objective::Judgement;
///
/// assert_eq!(Judgement::Warning.points("3".parse()?), Some("1.5".parse()?));
/// assert_eq!(Judgement::Informational.points("3".parse()?), None);
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// The pass criteria hold: the whole weight.
    Pass,
    /// The warning criteria hold: half the weight.
    Warning,
    /// Neither holds: nothing, and of a key objective the end of the whole.
    Fail,
    /// There are no pass criteria: counts neither way.
    Informational,
    /// There is no figure, and the plan leaves such objectives out: counts neither way.
    LeftOut,
}

impl Judgement {
    /// What an objective of this weight counts, half a unit of the ninth place rounded up; absent where it counts neither
    /// way.
    #[must_use]
    pub fn points(self, weight: Weight) -> Option<Number> {
        Number::from_scaled(divide_half_away(self.halves(weight)?, 2)?, PLACES)
    }

    /// The points in half units of the ninth place, which are exact.
    pub(super) fn halves(self, weight: Weight) -> Option<i128> {
        match self {
            Self::Pass => weight.to_scaled().checked_mul(2),
            Self::Warning => Some(weight.to_scaled()),
            Self::Fail => Some(0),
            Self::Informational | Self::LeftOut => None,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Pass => "pass",
            Self::Warning => "warning",
            Self::Fail => "fail",
        })
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Pass => "pass",
            Self::Warning => "warning",
            Self::Fail => "fail",
            Self::Informational => "informational",
            Self::LeftOut => "left out",
        })
    }
}
