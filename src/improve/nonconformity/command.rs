use serde::{Deserialize, Serialize};

use super::{
    Disposition, EffectivenessReview, Evaluation, Finding, NonconformityGuard, RiskUpdate, SystemChange,
};
use crate::improve::action::{Action, ActionOutcome};
use crate::improve::history::Waived;
use crate::quantity::{ActionId, AgentId, Statement};

/// What can be done about a nonconformity.
///
/// ```
/// use service_quality::improve::nonconformity::NonconformityCommand;
///
/// let command: NonconformityCommand = serde_json::from_str(r#"{"cancel": {"action": "A-1", "reason": "not possible"}}"#)?;
/// assert!(matches!(command, NonconformityCommand::Cancel { .. }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum NonconformityCommand {
    /// Record it (登记).
    Record(Finding),
    /// Plan what keeps it from doing more harm (遏制).
    Contain(Action),
    /// Decide what becomes of what does not conform (处置).
    Dispose(Disposition),
    /// Judge its consequences and causes, and whether the cause needs to be removed (评价). A later evaluation takes the
    /// place of an earlier one, and the actions are reviewed again.
    Evaluate(Evaluation),
    /// Plan a correction, a corrective or a preventive action (纠正、纠正措施、预防措施).
    Plan(Action),
    /// Plan an action, by its id, otherwise: another day, another owner.
    Replan {
        /// The new plan.
        action: Action,
        /// Why.
        reason: Statement,
    },
    /// Name who answers for the nonconformity (责任人).
    Assign {
        /// Who.
        owner: AgentId,
    },
    /// Note that an action, or a containment, was done.
    Finish {
        /// Which.
        action: ActionId,
        /// How.
        outcome: ActionOutcome,
    },
    /// Give an action up; it does not count as done.
    Cancel {
        /// Which.
        action: ActionId,
        /// Why.
        reason: Statement,
    },
    /// Review whether the actions worked (有效性评审). What was found not effective stands until other actions are reviewed.
    Review(EffectivenessReview),
    /// Say which risks were looked at again (更新风险).
    ConsiderRisks(RiskUpdate),
    /// Say whether the way of working changed (变更体系).
    ConsiderSystem(SystemChange),
    /// Close it (关闭).
    Close {
        /// What should be remembered: lessons, thanks to the team.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Statement>,
    },
    /// Take a closed one up again (重新打开): it is contained, evaluated, acted upon and reviewed anew.
    Reopen {
        /// Why.
        reason: Statement,
    },
}

/// What was done about a nonconformity.
///
/// ```
/// use service_quality::improve::nonconformity::NonconformityEvent;
///
/// let event: NonconformityEvent = serde_json::from_str(r#"{"done": {"close": {}}}"#)?;
/// assert!(event.waived.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NonconformityEvent {
    /// What.
    pub done: NonconformityCommand,
    /// What would have been refused, had the policy not switched the guard off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waived: Vec<Waived<NonconformityGuard>>,
}
