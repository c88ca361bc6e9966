//! What a clock is measured against from some instant on.

use serde::{Deserialize, Serialize};

use super::counted::{Counted, Measure};
use super::{Budget, CountsFrom, Objective};
use crate::calendar::{Boundary, WorkingTime, WorkingTimeIndex};
use crate::quantity::{Span, Timestamp};

/// A policy's objective for a ticket as it stood, with its calendar and its budget. Numbers are places in the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Terms {
    pub(super) version: u16,
    pub(super) policy: u16,
    pub(super) calendar: u16,
    pub(super) settings: Settings,
    /// Absent where nothing is promised.
    budget: Option<Budget>,
    /// The instant that a budget names which is no amount of time: given for a pinned one, computed from the clock's
    /// start for business days; absent where the calendar has not so many days.
    fixed: Option<Timestamp>,
}

/// What the objective says besides its budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "as many settings of an objective")]
pub(super) struct Settings {
    pub(super) pausable: bool,
    boundary: Boundary,
    /// Counts from when it first has a budget.
    pub(super) adopts: bool,
    /// Pauses before that are pauses.
    pub(super) retroactive_pauses: bool,
    /// Has escalation levels.
    pub(super) leveled: bool,
}

impl Settings {
    pub(super) fn of(objective: &Objective) -> Self {
        Self {
            pausable: objective.pausable(),
            boundary: objective.boundary(),
            adopts: objective.counts_from() == CountsFrom::Adoption,
            retroactive_pauses: objective.retroactive_pauses(),
            leveled: !objective.levels().is_empty(),
        }
    }
}

impl Terms {
    pub(super) const fn new(
        (version, policy, calendar): (u16, u16, u16),
        settings: Settings,
        budget: Option<Budget>,
        fixed: Option<Timestamp>,
    ) -> Self {
        Self { version, policy, calendar, settings, budget, fixed }
    }

    /// The same with a budget, which names no instant.
    pub(super) fn with_budget(&self, budget: Option<&Budget>) -> Self {
        Self { budget: budget.cloned(), ..self.clone() }
    }

    pub(super) const fn measure(&self) -> Measure {
        let pinned = matches!(self.budget, Some(Budget::Until(_)));
        let elapsed = matches!(self.budget, Some(Budget::Elapsed(_)));
        Measure { calendar: self.calendar, pausable: self.settings.pausable, pinned, elapsed }
    }

    /// Whether an agreement can have given them.
    pub(super) fn is_possible(&self) -> bool {
        self.budget.as_ref().is_none_or(|budget| budget.check(String::new()).is_ok())
    }

    /// The instant that the budget names, before pauses; absent for an amount of time.
    pub(super) const fn fixed(&self) -> Option<Timestamp> {
        self.fixed
    }

    /// Whether anything is promised.
    #[inline]
    pub(super) const fn promises(&self) -> bool {
        self.budget.is_some()
    }

    /// The budget; absent where nothing is promised.
    pub(super) const fn budget(&self) -> Option<&Budget> {
        self.budget.as_ref()
    }

    /// Whether the budget is an instant that depends on the start.
    #[inline]
    pub(super) const fn dated(&self) -> bool {
        matches!(
            self.budget,
            Some(Budget::BusinessDays { .. } | Budget::EndOfBusinessDay(_) | Budget::BusinessDayAt { .. })
        )
    }

    /// Looks up the instant of a budget in business days that is counted from a start.
    pub(super) fn begin(&mut self, started: Timestamp, calendar: &WorkingTimeIndex) {
        self.fixed = match &self.budget {
            Some(Budget::BusinessDays { days, rule }) => {
                calendar.add_business_days(started, *days, *rule).ok()
            }
            Some(Budget::EndOfBusinessDay(day)) => {
                upcoming(started, *day, |day| calendar.end_of_business_day(started, day).ok())
            }
            Some(Budget::BusinessDayAt { day, at }) => {
                upcoming(started, *day, |day| calendar.business_day_at(started, day, (*at).into()).ok())
            }
            Some(Budget::Until(_)) => self.fixed,
            Some(Budget::Working(_) | Budget::Elapsed(_)) | None => None,
        };
    }

    /// When the budget runs out if the clock runs from `from` on; absent where it never does, or nothing is
    /// promised. Not before `from` for a budget of time.
    pub(super) fn due(
        &self,
        from: Timestamp,
        counted: &Counted,
        calendar: &WorkingTimeIndex,
    ) -> Option<Timestamp> {
        match self.budget.as_ref()? {
            Budget::Working(budget) => {
                let left = *budget - counted.working;
                // Nothing left is due at once, also outside hours, unless the next opening was agreed.
                if left.is_negative() || (left == Span::ZERO && self.settings.boundary == Boundary::AtClosing)
                {
                    return Some(from);
                }
                calendar.add_until(from, left, self.settings.boundary).ok()
            }
            Budget::Elapsed(budget) => {
                let left = *budget - counted.elapsed;
                if left.is_negative() { Some(from) } else { from.checked_add(left) }
            }
            Budget::Until(_) => self.fixed,
            _ if counted.paused.working == Span::ZERO => self.fixed,
            _ => calendar.add(self.fixed?, counted.paused.working).ok(),
        }
    }

    /// Whether more than the budget is used: then it is late, whatever the due time.
    pub(super) fn overdrawn(&self, counted: &Counted) -> bool {
        match self.budget {
            Some(Budget::Working(budget)) => counted.working > budget,
            Some(Budget::Elapsed(budget)) => counted.elapsed > budget,
            _ => false,
        }
    }

    /// Whether all of a budget of time is used.
    pub(super) fn used_up(&self, counted: &Counted) -> bool {
        match self.budget {
            Some(Budget::Working(budget)) => counted.working >= budget,
            Some(Budget::Elapsed(budget)) => counted.elapsed >= budget,
            _ => false,
        }
    }

    /// Whether some of a budget of time is surely left: the frequent case that needs no due time.
    #[inline]
    pub(super) fn leaves_some(&self, counted: &Counted) -> bool {
        match self.budget {
            Some(Budget::Working(budget)) => counted.working < budget,
            Some(Budget::Elapsed(budget)) => counted.elapsed < budget,
            _ => false,
        }
    }

    /// Whether two terms say the same, so that going from one to the other is no change.
    pub(super) fn same_as(&self, other: &Self) -> bool {
        let fixed = |terms: &Self| terms.fixed.filter(|_| terms.measure().pinned);
        self.version == other.version
            && self.policy == other.policy
            && self.calendar == other.calendar
            && self.settings == other.settings
            && self.budget == other.budget
            && fixed(self) == fixed(other)
    }
}

/// The instant of a day, or of the day after it where that has passed at the start.
fn upcoming(started: Timestamp, day: u32, at: impl Fn(u32) -> Option<Timestamp>) -> Option<Timestamp> {
    let first = at(day)?;
    if first > started { Some(first) } else { at(day.checked_add(1)?) }
}
