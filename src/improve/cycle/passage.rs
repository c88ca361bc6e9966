use serde::Serialize;

use super::{CycleGuard, Phase};
use crate::improve::history::Waived;
use crate::quantity::{AgentId, Timestamp};

/// A move from one phase to another, with what a policy let pass.
///
/// ```
/// use service_quality::improve::cycle::{Passage, Phase};
///
/// let passage = Passage { from: Phase::Plan, to: Phase::Do, at: "2026-03-02T09:00:00Z".parse()?, by: "li".parse()?, waived: vec![] };
/// assert_eq!(serde_json::to_value(&passage)?["to"], "do");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// From which phase.
    pub from: Phase,
    /// To which.
    pub to: Phase,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: AgentId,
    /// What guards that were switched off would have refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waived: Vec<Waived<CycleGuard>>,
}
