use std::fmt;

use serde::{Deserialize, Serialize};

use super::Item;
use crate::quantity::Weight;

/// What an inspector found at one item.
///
/// An item passes when it earns all of its points. Of a critical one it either does or it does not: a part of its points
/// is refused.
///
/// ```
/// use service_quality::assessment::Mark;
///
/// assert_eq!(serde_json::from_str::<Mark>(r#""passed""#)?, Mark::Passed);
/// assert_eq!(serde_json::from_str::<Mark>(r#"{"points": 3.5}"#)?, Mark::Points("3.5".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// All of the item's points, 合格.
    Passed,
    /// None of them, 不合格.
    Failed,
    /// So many of them; 0 is a failure, all of them a pass.
    Points(Weight),
    /// The item had no place here (不适用): it counts neither for nor against.
    NotApplicable,
    /// The item had its place, but nobody looked (未检): an absence, not a failure.
    NotChecked,
}

impl Mark {
    /// The points earned of those that the item is worth, in units of 10^-9; absent where nothing was judged.
    pub(super) fn earned(self, item: &Item) -> Option<i128> {
        match self {
            Self::Passed => Some(item.points().to_scaled()),
            Self::Failed => Some(0),
            Self::Points(points) => Some(points.to_scaled()),
            Self::NotApplicable | Self::NotChecked => None,
        }
    }

    /// Whether the item earned all of its points; absent where nothing was judged.
    pub(super) fn is_pass(self, item: &Item) -> Option<bool> {
        self.earned(item).map(|earned| earned == item.points().to_scaled())
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed => formatter.pad("passed"),
            Self::Failed => formatter.pad("failed"),
            Self::Points(points) => write!(formatter, "{points} points"),
            Self::NotApplicable => formatter.pad("not applicable"),
            Self::NotChecked => formatter.pad("not checked"),
        }
    }
}
