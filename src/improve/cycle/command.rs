use serde::{Deserialize, Serialize};

use super::{CycleEvent, Decision, Deviation, ExceptionOf, Phase, Prediction, ProblemFate, Start};
use crate::improve::action::{Action, ActionOutcome};
use crate::improve::cause::{CauseEvidence, Hypothesis};
use crate::improve::effect::{Effect, TestPlan, WatchedIndicator};
use crate::improve::goal::{Baseline, Goal};
use crate::improve::problem::Problem;
use crate::quantity::{ActionId, AgentId, CauseId, CycleId, Date, ProblemId, Statement};

/// What somebody wants done with a cycle; in which phase it may be, stands beside it.
///
/// ```
/// use service_quality::improve::cycle::{CycleCommand, Phase};
/// let command: CycleCommand = serde_json::from_str(r#"{"advance": "do"}"#)?;
/// assert_eq!(command, CycleCommand::Advance(Phase::Do));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CycleCommand {
    /// Starts it; before anything else, once.
    Start(Start),
    /// Gives the lead to somebody else. Any phase.
    HandOver {
        /// To whom.
        owner: AgentId,
    },
    /// Takes up a problem. Any phase; what comes up late is settled or rolled over like any other.
    AddProblem(Problem),
    /// Leaves a problem out again; it stays to be seen. Plan.
    DropProblem {
        /// Which.
        problem: ProblemId,
        /// Why.
        reason: Statement,
    },
    /// Says where the process stands; the last word counts. Plan.
    SetBaseline(Baseline),
    /// Says where it is to go; the last word counts. Plan.
    SetGoal(Goal),
    /// Names what may be a cause. Plan, Do.
    ProposeCause(Hypothesis),
    /// Finds that it is one. Plan, Do.
    VerifyCause {
        /// Which.
        cause: CauseId,
        /// By what.
        evidence: Vec<CauseEvidence>,
    },
    /// Finds that it is none. Plan, Do.
    RejectCause {
        /// Which.
        cause: CauseId,
        /// By what.
        evidence: Vec<CauseEvidence>,
    },
    /// Plans an action. Plan; in Do it is a deviation.
    PlanAction(Action),
    /// Plans an action, by its id, otherwise. Plan; in Do it is a deviation.
    ReplanAction {
        /// The new plan.
        action: Action,
        /// Why.
        reason: Statement,
    },
    /// Writes down what is expected. Plan.
    Predict(Prediction),
    /// Fixes how the effect will be tested. Plan, so that nobody chooses the test by its result.
    FixTestPlan(TestPlan),
    /// Names an indicator that must not suffer; the last word on each counts. Plan.
    Watch(WatchedIndicator),
    /// Begins an action. Do; a correction, which cannot wait, in Plan too.
    BeginAction {
        /// Which.
        action: ActionId,
        /// On which day.
        on: Date,
    },
    /// Ends an action as done. Do; a correction in Plan too.
    CompleteAction {
        /// Which.
        action: ActionId,
        /// How.
        outcome: ActionOutcome,
    },
    /// Shows that an action was done, where that was left open. Do; of a correction in Plan too.
    ShowAction {
        /// Which.
        action: ActionId,
        /// By what.
        evidence: Statement,
    },
    /// Gives an action up. Plan, Do.
    CancelAction {
        /// Which.
        action: ActionId,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
    },
    /// Writes down what went otherwise than planned. Do, Check.
    LogDeviation(Deviation),
    /// Reports a test of the effect; the last counts, all are kept. Check.
    ReportEffect(Effect),
    /// Accepts by name what would keep a change from becoming the standard. Act.
    AcceptException {
        /// What.
        of: ExceptionOf,
        /// Why.
        reason: Statement,
    },
    /// Decides what becomes of the change; the last word counts. Act; in Check to adjust or to abandon, where the effect
    /// cannot be tested as planned.
    Decide(Decision),
    /// Says what became of a problem. Any phase.
    SettleProblem {
        /// Which.
        problem: ProblemId,
        /// What.
        fate: ProblemFate,
    },
    /// Names a cycle below this one. Any phase.
    AddChild(CycleId),
    /// Says in which phase a cycle below this one is. Any phase.
    MoveChild {
        /// Which.
        child: CycleId,
        /// In which phase it is.
        to: Phase,
    },
    /// Moves on to the next phase.
    Advance(Phase),
    /// Gives the cycle up. Any phase.
    Cancel {
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
    },
}

impl CycleCommand {
    /// The event that follows if nothing stands against it; a move says later what was waived.
    pub(super) fn event(&self, from: Phase) -> CycleEvent {
        match self.clone() {
            Self::Start(start) => CycleEvent::Started(start),
            Self::HandOver { owner } => CycleEvent::HandedOver { owner },
            Self::AddProblem(problem) => CycleEvent::ProblemAdded(problem),
            Self::DropProblem { problem, reason } => CycleEvent::ProblemDropped { problem, reason },
            Self::SetBaseline(baseline) => CycleEvent::BaselineSet(baseline),
            Self::SetGoal(goal) => CycleEvent::GoalSet(goal),
            Self::ProposeCause(hypothesis) => CycleEvent::CauseProposed(hypothesis),
            Self::VerifyCause { cause, evidence } => CycleEvent::CauseVerified { cause, evidence },
            Self::RejectCause { cause, evidence } => CycleEvent::CauseRejected { cause, evidence },
            Self::PlanAction(action) => CycleEvent::ActionPlanned(action),
            Self::ReplanAction { action, reason } => CycleEvent::ActionReplanned { action, reason },
            Self::Predict(prediction) => CycleEvent::Predicted(prediction),
            Self::FixTestPlan(plan) => CycleEvent::TestPlanFixed(plan),
            Self::Watch(indicator) => CycleEvent::Watched(indicator),
            Self::BeginAction { action, on } => CycleEvent::ActionBegun { action, on },
            Self::CompleteAction { action, outcome } => CycleEvent::ActionCompleted { action, outcome },
            Self::ShowAction { action, evidence } => CycleEvent::ActionShown { action, evidence },
            Self::CancelAction { action, reason } => CycleEvent::ActionCancelled { action, reason },
            Self::LogDeviation(deviation) => CycleEvent::DeviationLogged(deviation),
            Self::ReportEffect(effect) => CycleEvent::EffectReported(effect),
            Self::AcceptException { of, reason } => CycleEvent::ExceptionAccepted { of, reason },
            Self::Decide(decision) => CycleEvent::Decided(decision),
            Self::SettleProblem { problem, fate } => CycleEvent::ProblemSettled { problem, fate },
            Self::AddChild(child) => CycleEvent::ChildAdded(child),
            Self::MoveChild { child, to } => CycleEvent::ChildMoved { child, to },
            Self::Advance(to) => CycleEvent::Advanced { from, to, waived: Vec::new() },
            Self::Cancel { reason } => CycleEvent::Cancelled { from, reason, waived: Vec::new() },
        }
    }
}
