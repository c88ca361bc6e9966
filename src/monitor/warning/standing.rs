use serde::{Deserialize, Serialize};

/// How a figure stands to a condition. Between the limit that fires and the one that clears lies a band in which neither
/// happens (迟滞, hysteresis).
///
/// In the order of weight: of several conditions any of which is enough the greatest counts, and of conditions that must
/// all hold the least.
///
/// ```
/// use service_quality::monitor::warning::Standing;
/// assert!(Standing::Beyond > Standing::Unknown && Standing::Unknown > Standing::Between);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// On the good side of where it clears.
    Clear,
    /// Within the band, or not to be calculated yet: it neither fires nor clears.
    Between,
    /// What it asks for was not given: the policy's [`MissingData`](crate::monitor::alert::MissingData) decides.
    Unknown,
    /// The condition holds.
    Beyond,
}
