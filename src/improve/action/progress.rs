use serde::Serialize;

use super::{Action, ActionOutcome, Timeliness};
use crate::quantity::{AgentId, Date, Statement, Timestamp, Zone};

/// An action and how far it is.
///
/// ```
/// use service_quality::improve::action::{Action, ActionKind, ActionProgress, ActionStatus, Timeliness};
///
/// let action = Action::new("hire".parse()?, ActionKind::Improvement, "Hire two agents".parse()?).due("2026-05-01".parse()?);
/// let hire = ActionProgress::planned(action);
/// assert_eq!(hire.status(), &ActionStatus::Planned);
/// assert_eq!(hire.timeliness("2026-05-03".parse()?), Some(Timeliness::Overdue { days: 2 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionProgress {
    /// As it is planned now.
    action: Action,
    status: ActionStatus,
    /// On which day it was begun, whatever became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    begun: Option<Date>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    former_plans: Vec<FormerPlan>,
}

/// A plan that was given up for another, and why.
///
/// ```
/// use service_quality::improve::action::{Action, ActionKind, ActionProgress};
/// let hire = ActionProgress::planned(Action::new("hire".parse()?, ActionKind::Improvement, "Hire two".parse()?));
/// assert!(hire.former_plans().is_empty());
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormerPlan {
    /// When it was given up.
    pub at: Timestamp,
    /// By whom.
    pub by: AgentId,
    /// Why.
    pub reason: Statement,
    /// The plan.
    pub plan: Action,
}

/// How far an action is.
///
/// ```
/// use service_quality::improve::action::ActionStatus;
/// assert!(!ActionStatus::Planned.is_ended());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionStatus {
    /// Not begun.
    Planned,
    /// Begun on a day.
    InProgress(Date),
    /// Done.
    Done(ActionOutcome),
    /// Given up, on a day, perhaps with a reason.
    Cancelled {
        /// When.
        on: Timestamp,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
    },
}

impl ActionStatus {
    /// Whether it is done or cancelled.
    #[must_use]
    pub const fn is_ended(&self) -> bool {
        matches!(self, Self::Done(_) | Self::Cancelled { .. })
    }
}

impl ActionProgress {
    /// An action that is not begun.
    #[must_use]
    pub const fn planned(action: Action) -> Self {
        Self { action, status: ActionStatus::Planned, begun: None, former_plans: Vec::new() }
    }

    /// The action, as it is planned now.
    #[must_use]
    pub const fn action(&self) -> &Action {
        &self.action
    }

    /// How far it is.
    #[must_use]
    pub const fn status(&self) -> &ActionStatus {
        &self.status
    }

    /// How it was done; absent unless it was.
    #[must_use]
    pub const fn outcome(&self) -> Option<&ActionOutcome> {
        match &self.status {
            ActionStatus::Done(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// How it stands on a day, by its plan of now; absent for one that was cancelled.
    #[must_use]
    pub fn timeliness(&self, on: Date) -> Option<Timeliness> {
        let done = self.outcome().map(|outcome| outcome.on);
        let cancelled = matches!(self.status, ActionStatus::Cancelled { .. });
        (!cancelled).then(|| Timeliness::of(self.action.due_on(), done, on))
    }

    /// The due day of its first plan; a plan that is moved does not undo a promise.
    #[must_use]
    pub fn first_due(&self) -> Option<Date> {
        self.plans().find_map(Action::due_on)
    }

    /// How it stands on a day by the due day of its first plan: a promise that is moved stays a promise. One that was
    /// cancelled stands where it stood then; absent for one cancelled in time.
    #[must_use]
    pub fn against_first_plan(&self, on: Date, zone: Zone) -> Option<Timeliness> {
        let (due, done) = (self.first_due(), self.outcome().map(|outcome| outcome.on));
        let ActionStatus::Cancelled { on: cancelled, .. } = &self.status else {
            return Some(Timeliness::of(due, done, on));
        };
        let then = Date::new(zone.date(*cancelled)).ok()?.min(on);
        Some(Timeliness::of(due, None, then)).filter(|timeliness| timeliness.is_late())
    }

    /// On which day it was begun, where that was said.
    #[must_use]
    pub const fn begun(&self) -> Option<Date> {
        self.begun
    }

    /// The plans that were given up, from the first on.
    #[must_use]
    pub fn former_plans(&self) -> &[FormerPlan] {
        &self.former_plans
    }

    /// All plans, from the first to that of now.
    pub fn plans(&self) -> impl Iterator<Item = &Action> {
        self.former_plans.iter().map(|former| &former.plan).chain([&self.action])
    }

    pub(in crate::improve) fn replan(
        &mut self,
        action: Action,
        reason: Statement,
        by: AgentId,
        at: Timestamp,
    ) {
        let plan = std::mem::replace(&mut self.action, action);
        self.former_plans.push(FormerPlan { at, by, reason, plan });
    }

    pub(in crate::improve) fn set(&mut self, status: ActionStatus) {
        if let ActionStatus::InProgress(on) = status {
            self.begun = Some(on);
        }
        self.status = status;
    }

    /// Adds what shows that it was done; false where it is not done or shown already.
    pub(in crate::improve) fn show(&mut self, evidence: Statement) -> bool {
        match &mut self.status {
            ActionStatus::Done(outcome) if outcome.evidence.is_none() => {
                outcome.evidence = Some(evidence);
                true
            }
            _ => false,
        }
    }
}
