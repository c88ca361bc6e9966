use serde::{Deserialize, Serialize};

use super::Phase;
use crate::quantity::{ActionId, AgentId, Statement, Timestamp};

/// What went otherwise than planned (偏差).
///
/// ```
/// use service_quality::improve::cycle::Deviation;
/// let deviation: Deviation = serde_json::from_str(r#"{"action": "hire", "what": "one agent, not two"}"#)?;
/// assert_eq!(deviation.what.as_str(), "one agent, not two");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    /// With which action; absent for something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionId>,
    /// What.
    pub what: Statement,
}

/// A deviation, as it stands in a cycle.
///
/// ```
/// use service_quality::improve::cycle::Cycle;
/// assert!(Cycle::new("2026-3".parse()?).deviations().is_empty());
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoggedDeviation {
    /// What went otherwise.
    pub deviation: Deviation,
    /// In which phase it was logged.
    pub phase: Phase,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: AgentId,
}
