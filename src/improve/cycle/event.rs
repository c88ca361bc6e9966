use serde::{Deserialize, Serialize};

use super::{CycleGuard, Decision, Deviation, ExceptionOf, Phase, Prediction, ProblemFate, Start};
use crate::improve::action::{Action, ActionOutcome};
use crate::improve::cause::{CauseEvidence, Hypothesis};
use crate::improve::effect::{Effect, TestPlan, WatchedIndicator};
use crate::improve::goal::{Baseline, Goal};
use crate::improve::history::Waived;
use crate::improve::problem::Problem;
use crate::quantity::{ActionId, AgentId, CauseId, CycleId, Date, ProblemId, Statement};

/// What happened to a cycle: the [command](super::CycleCommand) of the same meaning was given, and nothing stood against
/// it.
///
/// ```
/// use service_quality::improve::cycle::CycleEvent;
/// let event: CycleEvent = serde_json::from_str(r#"{"advanced": {"from": "plan", "to": "do",
///     "waived": [{"violation": {"guard": "prediction_missing"}, "reason": "a pilot", "by": "li"}]}}"#)?;
/// assert!(matches!(event, CycleEvent::Advanced { waived, .. } if waived.len() == 1));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CycleEvent {
    /// It was started.
    Started(Start),
    /// Somebody else leads it.
    HandedOver {
        /// Who.
        owner: AgentId,
    },
    /// A problem was taken up.
    ProblemAdded(Problem),
    /// A problem was left out again.
    ProblemDropped {
        /// Which.
        problem: ProblemId,
        /// Why.
        reason: Statement,
    },
    /// It was said where the process stands.
    BaselineSet(Baseline),
    /// It was said where it is to go.
    GoalSet(Goal),
    /// A hypothesis about a cause was named.
    CauseProposed(Hypothesis),
    /// It was found to be true.
    CauseVerified {
        /// Which.
        cause: CauseId,
        /// By what.
        evidence: Vec<CauseEvidence>,
    },
    /// It was found to be false.
    CauseRejected {
        /// Which.
        cause: CauseId,
        /// By what.
        evidence: Vec<CauseEvidence>,
    },
    /// An action was planned.
    ActionPlanned(Action),
    /// An action was planned otherwise.
    ActionReplanned {
        /// The new plan.
        action: Action,
        /// Why.
        reason: Statement,
    },
    /// It was written down what is expected.
    Predicted(Prediction),
    /// The test was fixed.
    TestPlanFixed(TestPlan),
    /// An indicator that must not suffer was named.
    Watched(WatchedIndicator),
    /// An action was begun.
    ActionBegun {
        /// Which.
        action: ActionId,
        /// On which day.
        on: Date,
    },
    /// An action was done.
    ActionCompleted {
        /// Which.
        action: ActionId,
        /// How.
        outcome: ActionOutcome,
    },
    /// It was shown that an action was done.
    ActionShown {
        /// Which.
        action: ActionId,
        /// By what.
        evidence: Statement,
    },
    /// An action was given up.
    ActionCancelled {
        /// Which.
        action: ActionId,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
    },
    /// Something went otherwise than planned.
    DeviationLogged(Deviation),
    /// A test of the effect was reported.
    EffectReported(Effect),
    /// Somebody accepted by name what would keep a change from becoming the standard.
    ExceptionAccepted {
        /// What.
        of: ExceptionOf,
        /// Why.
        reason: Statement,
    },
    /// It was decided what becomes of the change.
    Decided(Decision),
    /// It was said what became of a problem.
    ProblemSettled {
        /// Which.
        problem: ProblemId,
        /// What.
        fate: ProblemFate,
    },
    /// A cycle below this one was named.
    ChildAdded(CycleId),
    /// A cycle below this one moved.
    ChildMoved {
        /// Which.
        child: CycleId,
        /// To which phase.
        to: Phase,
    },
    /// It moved on.
    Advanced {
        /// From which phase.
        from: Phase,
        /// To which.
        to: Phase,
        /// What guards that were switched off would have refused.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        waived: Vec<Waived<CycleGuard>>,
    },
    /// It was given up.
    Cancelled {
        /// In which phase.
        from: Phase,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
        /// What guards that were switched off would have refused.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        waived: Vec<Waived<CycleGuard>>,
    },
}
