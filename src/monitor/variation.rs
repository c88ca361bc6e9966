use std::fmt;

use serde::{Deserialize, Serialize};

use super::Side;
use crate::indicator::Direction;

/// What a pattern on a chart means for the service, given which way is better.
///
/// The words are those of NHS England's *Making data count*: special cause improvement, special cause concern.
///
/// ```
/// use service_quality::indicator::Direction;
/// use service_quality::monitor::{Side, Variation};
///
/// assert_eq!(Variation::of(Side::Above, Some(Direction::Lower)), Variation::Concern);
/// assert_eq!(Variation::of(Side::Above, None), Variation::Neutral);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variation {
    /// A change for the better, 改善.
    Improvement,
    /// A change for the worse, 恶化.
    Concern,
    /// A change, where neither way is better, or one without a side.
    Neutral,
}

impl Variation {
    /// What lying on a side means where this direction is better; a figure that is best within a range, or of which no
    /// direction is given, is neutral.
    #[must_use]
    pub const fn of(side: Side, better: Option<Direction>) -> Self {
        match (side, better) {
            (Side::Above, Some(Direction::Higher)) | (Side::Below, Some(Direction::Lower)) => {
                Self::Improvement
            }
            (Side::Below, Some(Direction::Higher)) | (Side::Above, Some(Direction::Lower)) => Self::Concern,
            (_, Some(Direction::Range) | None) => Self::Neutral,
        }
    }
}

impl fmt::Display for Variation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Improvement => "improvement",
            Self::Concern => "concern",
            Self::Neutral => "neutral",
        })
    }
}
