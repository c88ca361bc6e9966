use serde::Serialize;

use super::{Action, ActionOutcome, Timeliness};
use crate::quantity::{AgentId, Date, Statement, Timestamp};

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
    /// Earlier plans, with why they were given up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    replanned: Vec<Replanned>,
}

/// A plan that was given up for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Replanned {
    at: Timestamp,
    by: AgentId,
    reason: Statement,
    was: Action,
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
        Self { action, status: ActionStatus::Planned, replanned: Vec::new() }
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
        let mut plans = self.replanned.iter().map(|earlier| &earlier.was).chain([&self.action]);
        plans.find_map(Action::due_on)
    }

    /// How often the plan was changed.
    #[must_use]
    pub fn times_replanned(&self) -> usize {
        self.replanned.len()
    }

    pub(in crate::improve) fn replan(
        &mut self,
        action: Action,
        reason: Statement,
        by: AgentId,
        at: Timestamp,
    ) {
        let was = std::mem::replace(&mut self.action, action);
        self.replanned.push(Replanned { at, by, reason, was });
    }

    pub(in crate::improve) fn set(&mut self, status: ActionStatus) {
        self.status = status;
    }
}
