use serde::{Deserialize, Serialize};

use super::error::unique;
use super::{AgreementError, Allowance, Budget, CalendarBy, ClockRules, Level, Target, budget};
use crate::calendar::Boundary;
use crate::quantity::{CalendarId, ObjectiveId, Timestamp};
use crate::ticket::{Fact, Facts};

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
    rules: ClockRules,
    allowance: Allowance,
    pinned_by: Option<Fact>,
    calendar: Option<CalendarId>,
    calendar_by: Option<CalendarBy>,
    pausable: bool,
    boundary: Boundary,
    counts_from: CountsFrom,
    retroactive_pauses: bool,
    reopening: Reopening,
    levels: Vec<Level>,
}

/// From when a clock counts that started before a policy gave it a budget.
///
/// Choose it beside [`takes_over_open`](super::Agreement::takes_over_open): an objective that a later version promises for
/// the first time counts, on the tickets taken over, from their creation, and may be breached as it comes into force,
/// unless it says [`Adoption`](Self::Adoption).
///
/// ```
/// use service_quality::sla::CountsFrom;
/// assert_eq!(CountsFrom::default(), CountsFrom::Start);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountsFrom {
    /// From its start, most often the ticket's creation, whenever the policy came: retroactively.
    #[default]
    Start,
    /// From when a policy first gave it a budget: a team is not charged for the time before it was asked.
    Adoption,
}

/// What happens when a finished clock starts again.
///
/// ```
/// use service_quality::sla::{Reopening, Target};
/// assert_eq!(Target::Resolution.reopening(), Reopening::Continue);
/// assert_eq!(Target::NextResponse.reopening(), Reopening::NewCycle);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reopening {
    /// It goes on where it stopped; the time between is a pause. A breach stays.
    #[default]
    Continue,
    /// What is finished keeps its verdict and its goal; a new cycle begins with the whole budget.
    NewCycle,
    /// As a new cycle, and what had been met is withdrawn: it counts as cancelled. A breach stays.
    Reset,
}

impl Objective {
    /// Makes an objective in the agreement's calendar, with the target's own rules and settings.
    ///
    /// # Errors
    /// [`AgreementError::Budget`] for a budget that is not positive, [`AgreementError::BudgetTooLong`] for one of more than
    /// 100 years, [`AgreementError::NoDueTime`] for one until a fact that holds no instant, [`AgreementError::Empty`] where
    /// there is none, and for [`Target::Named`], whose rules [`named`](Self::named) takes.
    pub fn new(id: ObjectiveId, target: Target, allowance: Allowance) -> Result<Self, AgreementError> {
        Self::ruled(id, target, target.rules(), allowance)
    }

    /// Makes a clock with rules of its own.
    ///
    /// # Errors
    /// As [`Objective::new`], and [`AgreementError::Empty`], [`AgreementError::NeverHolds`],
    /// [`AgreementError::EndlessPause`] or [`AgreementError::ChosenByUnsteady`] for rules by which it cannot run.
    pub fn named(id: ObjectiveId, rules: ClockRules, allowance: Allowance) -> Result<Self, AgreementError> {
        Self::ruled(id, Target::Named, rules, allowance)
    }

    fn ruled(
        id: ObjectiveId,
        target: Target,
        rules: ClockRules,
        allowance: Allowance,
    ) -> Result<Self, AgreementError> {
        rules.check()?;
        let budgets = allowance.budgets();
        if budgets.is_empty() {
            return Err(AgreementError::Empty { place: "allowance.by.budgets".to_owned(), wanted: "budget" });
        }
        for (place, budget) in budgets {
            budget.check(format!("allowance.{place}"))?;
        }
        Ok(Self {
            id,
            target,
            rules,
            allowance,
            pinned_by: None,
            calendar: None,
            calendar_by: None,
            pausable: target.pausable(),
            boundary: Boundary::default(),
            counts_from: CountsFrom::default(),
            retroactive_pauses: true,
            reopening: target.reopening(),
            levels: Vec::new(),
        })
    }

    /// Replaces the rules of the target.
    ///
    /// # Errors
    /// As [`Objective::named`].
    pub fn with_rules(mut self, rules: ClockRules) -> Result<Self, AgreementError> {
        rules.check()?;
        self.rules = rules;
        Ok(self)
    }

    /// Lets a due time that the host records in a fact replace the budget: a manual due date. The reasons of an outcome
    /// show it; pauses do not move it. Text that reads as an instant (RFC 3339) is one; anything else pins nothing.
    ///
    /// It holds for every cycle from then on: where it is meant for one only, clear the fact when that is over.
    #[must_use]
    pub fn with_pin(mut self, fact: Fact) -> Self {
        self.pinned_by = Some(fact);
        self
    }

    /// Gives the objective working hours of its own.
    #[must_use]
    pub fn with_calendar(mut self, calendar: CalendarId) -> Self {
        self.calendar = Some(calendar);
        self
    }

    /// Gives it the working hours of a fact's value, such as the group that has the ticket.
    #[must_use]
    pub fn with_calendar_by(mut self, calendars: CalendarBy) -> Self {
        self.calendar_by = Some(calendars);
        self
    }

    /// Says whether the clock stands still in the agreement's pauses.
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

    /// Says from when it counts where a policy comes after its start.
    #[must_use]
    pub fn with_counts_from(mut self, counts_from: CountsFrom) -> Self {
        self.counts_from = counts_from;
        self
    }

    /// Says whether pauses before a policy came count as such.
    #[must_use]
    pub fn with_retroactive_pauses(mut self, retroactive: bool) -> Self {
        self.retroactive_pauses = retroactive;
        self
    }

    /// Says what happens when the finished clock starts again.
    #[must_use]
    pub fn with_reopening(mut self, reopening: Reopening) -> Self {
        self.reopening = reopening;
        self
    }

    /// Gives it escalation levels.
    ///
    /// # Errors
    /// [`AgreementError::Level`] for a share of the budget that is not above 0 and at most 10,
    /// [`AgreementError::Duplicate`] for two levels of one name.
    pub fn with_levels(mut self, levels: Vec<Level>) -> Result<Self, AgreementError> {
        unique("levels", levels.iter().map(|level| &level.id))?;
        for (index, level) in levels.iter().enumerate() {
            level.check(format!("levels[{index}].at.used"))?;
        }
        self.levels = levels;
        Ok(self)
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

    /// When the clock starts, stops and counts.
    #[must_use]
    pub const fn rules(&self) -> &ClockRules {
        &self.rules
    }

    /// Within which budget.
    #[must_use]
    pub const fn allowance(&self) -> &Allowance {
        &self.allowance
    }

    /// The fact with the due time that replaces the budget.
    #[must_use]
    pub const fn pinned_by(&self) -> Option<&Fact> {
        self.pinned_by.as_ref()
    }

    /// The objective's own calendar.
    #[must_use]
    pub const fn calendar(&self) -> Option<&CalendarId> {
        self.calendar.as_ref()
    }

    /// Its calendars by the value of a fact.
    #[must_use]
    pub const fn calendar_by(&self) -> Option<&CalendarBy> {
        self.calendar_by.as_ref()
    }

    /// Whether the clock stands still in the agreement's pauses.
    #[must_use]
    pub const fn pausable(&self) -> bool {
        self.pausable
    }

    /// When a budget of working time that is used up exactly at closing is due.
    #[must_use]
    pub const fn boundary(&self) -> Boundary {
        self.boundary
    }

    /// From when it counts where a policy comes after its start.
    #[must_use]
    pub const fn counts_from(&self) -> CountsFrom {
        self.counts_from
    }

    /// Whether pauses before a policy came count as such, where time counts from the start.
    #[must_use]
    pub const fn retroactive_pauses(&self) -> bool {
        self.retroactive_pauses
    }

    /// What happens when the finished clock starts again.
    #[must_use]
    pub const fn reopening(&self) -> Reopening {
        self.reopening
    }

    /// The escalation levels.
    #[must_use]
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// The due time that the host gave, where it did.
    pub(super) fn pin(&self, facts: &impl Facts) -> Option<(&Fact, Timestamp)> {
        let fact = self.pinned_by.as_ref()?;
        Some((fact, budget::instant(fact, facts)?))
    }

    /// Every fact that decides its budget or its calendar.
    pub(super) fn facts(&self) -> impl Iterator<Item = &Fact> {
        let by = match &self.allowance {
            Allowance::Same(_) => None,
            Allowance::By { fact, .. } => Some(fact),
        };
        let until = self.allowance.budgets().into_iter().filter_map(|(_, budget)| match budget {
            Budget::Until(fact) => Some(fact),
            _ => None,
        });
        by.into_iter()
            .chain(until)
            .chain(&self.pinned_by)
            .chain(self.calendar_by.iter().map(|calendars| &calendars.fact))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an objective as an object")]
struct RawObjective {
    id: ObjectiveId,
    target: Target,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rules: Option<ClockRules>,
    allowance: Allowance,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pinned_by: Option<Fact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    calendar: Option<CalendarId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    calendar_by: Option<CalendarBy>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pausable: Option<bool>,
    #[serde(default, skip_serializing_if = "is_default")]
    boundary: Boundary,
    #[serde(default, skip_serializing_if = "is_default")]
    counts_from: CountsFrom,
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    retroactive_pauses: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reopening: Option<Reopening>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    levels: Vec<Level>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
const fn is_yes(flag: &bool) -> bool {
    *flag
}

impl TryFrom<RawObjective> for Objective {
    type Error = AgreementError;

    fn try_from(raw: RawObjective) -> Result<Self, AgreementError> {
        let rules = raw.rules.unwrap_or_else(|| raw.target.rules());
        let objective = Self::ruled(raw.id, raw.target, rules, raw.allowance)?.with_levels(raw.levels)?;
        Ok(Self {
            pinned_by: raw.pinned_by,
            calendar: raw.calendar,
            calendar_by: raw.calendar_by,
            pausable: raw.pausable.unwrap_or(objective.pausable),
            boundary: raw.boundary,
            counts_from: raw.counts_from,
            retroactive_pauses: raw.retroactive_pauses,
            reopening: raw.reopening.unwrap_or(objective.reopening),
            ..objective
        })
    }
}

impl From<Objective> for RawObjective {
    fn from(objective: Objective) -> Self {
        let target = objective.target;
        Self {
            id: objective.id,
            target,
            rules: Some(objective.rules).filter(|rules| *rules != target.rules()),
            allowance: objective.allowance,
            pinned_by: objective.pinned_by,
            calendar: objective.calendar,
            calendar_by: objective.calendar_by,
            pausable: Some(objective.pausable).filter(|pausable| *pausable != target.pausable()),
            boundary: objective.boundary,
            counts_from: objective.counts_from,
            retroactive_pauses: objective.retroactive_pauses,
            reopening: Some(objective.reopening).filter(|reopening| *reopening != target.reopening()),
            levels: objective.levels,
        }
    }
}
