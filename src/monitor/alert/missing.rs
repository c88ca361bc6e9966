use serde::{Deserialize, Serialize};

use super::super::warning::WarningLevel;
use crate::quantity::Span;

/// What an evaluation does in which something is missing that decides (缺失数据处理).
///
/// What is [not applicable](crate::indicator::Absence::NotApplicable) changes nothing under any of them.
///
/// ```
/// use service_quality::monitor::alert::MissingData;
/// use service_quality::monitor::warning::WarningLevel;
/// use service_quality::quantity::Span;
///
/// let after = Span::from_hours(24);
/// assert_eq!(
///     serde_json::from_str::<MissingData>(r#"{"breach": {"level": "orange", "after": "P1D"}}"#)?,
///     MissingData::Breach { level: WarningLevel::Orange, after },
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum MissingData {
    /// Everything stays as it is: nothing fires, nothing clears, nothing that is pending is dropped.
    #[default]
    Keep,
    /// As if it were clear.
    Clear,
    /// As if the condition of a level held, once data have been missing for so long; until then everything stays.
    Breach {
        /// The level.
        level: WarningLevel,
        /// From the last evaluation at which nothing was missing, or from the first of all; at once where not given.
        #[serde(default)]
        after: Span,
    },
}
