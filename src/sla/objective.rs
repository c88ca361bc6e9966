use std::fmt;

use serde::{Deserialize, Serialize};

use super::{AgreementError, Allowance};
use crate::calendar::Boundary;
use crate::quantity::{CalendarId, ObjectiveId};

/// One clock of a promise: what must have happened, within which budget.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::sla::{Allowance, Budget, Objective, Target};
///
/// let budget = Allowance::Same(Budget::Working(Span::from_hours(1)));
/// let objective = Objective::new("reply".parse()?, Target::FirstResponse, budget)?;
/// assert!(!objective.pausable());
/// let none = Allowance::Same(Budget::Working(Span::ZERO));
/// assert!(Objective::new("reply".parse()?, Target::FirstResponse, none).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawObjective", into = "RawObjective")]
pub struct Objective {
    id: ObjectiveId,
    target: Target,
    allowance: Allowance,
    calendar: Option<CalendarId>,
    pausable: bool,
    boundary: Boundary,
}

/// What must have happened for an objective to be met; every clock starts at the ticket's creation.
///
/// ```
/// use service_quality::sla::Target;
/// assert_eq!(Target::FirstResponse.to_string(), "first response");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Target {
    /// The first message to the customer (首次响应); a ticket resolved or closed without one was answered by that.
    FirstResponse,
    /// Resolved, or closed without having been resolved (解决). After a reopening the clock goes on; the time
    /// between is a pause.
    Resolution,
}

impl Objective {
    /// Makes an objective in the agreement's calendar. A resolution clock stands still in pauses, a first-response
    /// clock does not, unless [`with_pausable`](Self::with_pausable) says otherwise.
    ///
    /// # Errors
    /// [`AgreementError::Budget`] for a budget that is not positive, [`AgreementError::Empty`] where there is none.
    pub fn new(id: ObjectiveId, target: Target, allowance: Allowance) -> Result<Self, AgreementError> {
        let budgets = allowance.budgets();
        if budgets.is_empty() {
            return Err(AgreementError::Empty { place: "allowance.by.budgets".to_owned(), wanted: "budget" });
        }
        for (place, budget) in budgets {
            budget.check(format!("allowance.{place}"))?;
        }
        let pausable = target == Target::Resolution;
        Ok(Self { id, target, allowance, calendar: None, pausable, boundary: Boundary::default() })
    }

    /// Gives the objective working hours of its own.
    #[must_use]
    pub fn with_calendar(mut self, calendar: CalendarId) -> Self {
        self.calendar = Some(calendar);
        self
    }

    /// Says whether the clock stands still in pauses.
    #[must_use]
    pub fn with_pausable(mut self, pausable: bool) -> Self {
        self.pausable = pausable;
        self
    }

    /// Says when a budget of working time that is used up exactly at closing is due: at that closing unless said
    /// otherwise.
    #[must_use]
    pub fn with_boundary(mut self, boundary: Boundary) -> Self {
        self.boundary = boundary;
        self
    }

    /// The objective's name. Objectives of one name in several policies are one clock with several budgets.
    #[must_use]
    pub const fn id(&self) -> &ObjectiveId {
        &self.id
    }

    /// What must have happened.
    #[must_use]
    pub const fn target(&self) -> Target {
        self.target
    }

    /// Within which budget.
    #[must_use]
    pub const fn allowance(&self) -> &Allowance {
        &self.allowance
    }

    /// The objective's own calendar.
    #[must_use]
    pub const fn calendar(&self) -> Option<&CalendarId> {
        self.calendar.as_ref()
    }

    /// Whether the clock stands still in pauses.
    #[must_use]
    pub const fn pausable(&self) -> bool {
        self.pausable
    }

    /// When a budget of working time that is used up exactly at closing is due.
    #[must_use]
    pub const fn boundary(&self) -> Boundary {
        self.boundary
    }
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::FirstResponse => "first response",
            Self::Resolution => "resolution",
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an objective as an object")]
struct RawObjective {
    id: ObjectiveId,
    target: Target,
    allowance: Allowance,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    calendar: Option<CalendarId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pausable: Option<bool>,
    #[serde(default, skip_serializing_if = "at_closing")]
    boundary: Boundary,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn at_closing(boundary: &Boundary) -> bool {
    *boundary == Boundary::AtClosing
}

impl TryFrom<RawObjective> for Objective {
    type Error = AgreementError;

    fn try_from(raw: RawObjective) -> Result<Self, AgreementError> {
        let mut objective = Self::new(raw.id, raw.target, raw.allowance)?;
        objective.calendar = raw.calendar;
        objective.boundary = raw.boundary;
        objective.pausable = raw.pausable.unwrap_or(objective.pausable);
        Ok(objective)
    }
}

impl From<Objective> for RawObjective {
    fn from(objective: Objective) -> Self {
        Self {
            id: objective.id,
            target: objective.target,
            allowance: objective.allowance,
            calendar: objective.calendar,
            pausable: Some(objective.pausable),
            boundary: objective.boundary,
        }
    }
}
