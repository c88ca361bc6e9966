//! What a clock is measured against from some instant on.

use super::{Budget, Objective};
use crate::calendar::{Boundary, WorkingTime, WorkingTimeIndex};
use crate::quantity::{PolicyId, Span, Timestamp};
use crate::ticket::{Fact, Facts, ValueRef, View};

/// A policy's objective for a ticket as it stood, with its calendar and its budget.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) policy: &'a PolicyId,
    objective: &'a Objective,
    calendar: &'a WorkingTimeIndex,
    limit: Option<Limit<'a>>,
}

/// A budget with its instants looked up.
#[derive(Clone, Copy)]
enum Limit<'a> {
    Working(Span),
    Elapsed(Span),
    /// Due at `base`, later by the working time of pauses; absent where the calendar has not so many days.
    Days {
        base: Option<Timestamp>,
        budget: &'a Budget,
    },
    Until {
        at: Timestamp,
        budget: &'a Budget,
    },
}

/// How a clock counts: by which calendar, and whether it stands still in pauses.
#[derive(Clone, Copy)]
pub(super) struct Measure<'a> {
    pub(super) calendar: &'a WorkingTimeIndex,
    pub(super) pausable: bool,
}

/// What a clock has counted.
#[derive(Clone, Copy, Default)]
pub(super) struct Counted {
    pub(super) working: Span,
    pub(super) elapsed: Span,
    /// Working time of pauses, by which business-day budgets are due later.
    pub(super) paused: Span,
}

impl<'a> Terms<'a> {
    pub(super) fn new(
        policy: &'a PolicyId,
        objective: &'a Objective,
        calendar: &'a WorkingTimeIndex,
        view: &View<'_>,
    ) -> Self {
        let limit = objective.allowance().budget(view).and_then(|budget| match budget {
            Budget::Working(span) => Some(Limit::Working(*span)),
            Budget::Elapsed(span) => Some(Limit::Elapsed(*span)),
            Budget::BusinessDays { days, rule } => {
                let base = calendar.add_business_days(view.ticket().created(), *days, *rule).ok();
                Some(Limit::Days { base, budget })
            }
            Budget::Until(fact) => instant(view, fact).map(|at| Limit::Until { at, budget }),
        });
        Self { policy, objective, calendar, limit }
    }

    pub(super) fn measure(&self) -> Measure<'a> {
        let pinned = matches!(self.limit, Some(Limit::Until { .. }));
        Measure { calendar: self.calendar, pausable: self.objective.pausable() && !pinned }
    }

    /// Whether anything is promised.
    pub(super) const fn promises(&self) -> bool {
        self.limit.is_some()
    }

    /// The budget; absent where nothing is promised.
    pub(super) fn budget(&self) -> Option<Budget> {
        match self.limit? {
            Limit::Working(span) => Some(Budget::Working(span)),
            Limit::Elapsed(span) => Some(Budget::Elapsed(span)),
            Limit::Days { budget, .. } | Limit::Until { budget, .. } => Some(budget.clone()),
        }
    }

    /// Whether two terms say the same, so that going from one to the other is no change.
    pub(super) fn same_as(&self, other: &Self) -> bool {
        let (one, two) = (self.measure(), other.measure());
        self.policy == other.policy
            && std::ptr::eq(one.calendar, two.calendar)
            && one.pausable == two.pausable
            && match (self.limit, other.limit) {
                (Some(Limit::Until { at: one, .. }), Some(Limit::Until { at: two, .. })) => one == two,
                _ => self.budget() == other.budget(),
            }
    }

    /// When the budget runs out if the clock runs from `from` on; absent where it never does, or nothing is
    /// promised. Not before `from` for a budget of time.
    pub(super) fn due(&self, from: Timestamp, counted: &Counted) -> Option<Timestamp> {
        match self.limit? {
            Limit::Working(budget) => {
                let (left, boundary) = (budget - counted.working, self.objective.boundary());
                // Nothing left is due at once, also outside hours, unless the next opening was agreed.
                if left.is_negative() || (left == Span::ZERO && boundary == Boundary::AtClosing) {
                    return Some(from);
                }
                self.calendar.add_until(from, left, boundary).ok()
            }
            Limit::Elapsed(budget) => {
                let left = budget - counted.elapsed;
                if left.is_negative() { Some(from) } else { from.checked_add(left) }
            }
            Limit::Days { base, .. } if counted.paused == Span::ZERO => base,
            Limit::Days { base, .. } => self.calendar.add(base?, counted.paused).ok(),
            Limit::Until { at, .. } => Some(at),
        }
    }

    /// Whether more than the budget is used: then it is late, whatever the due time.
    pub(super) fn overdrawn(&self, counted: &Counted) -> bool {
        match self.limit {
            Some(Limit::Working(budget)) => counted.working > budget,
            Some(Limit::Elapsed(budget)) => counted.elapsed > budget,
            Some(Limit::Days { .. } | Limit::Until { .. }) | None => false,
        }
    }

    /// Whether all of a budget of time is used.
    pub(super) fn used_up(&self, counted: &Counted) -> bool {
        match self.limit {
            Some(Limit::Working(budget)) => counted.working >= budget,
            Some(Limit::Elapsed(budget)) => counted.elapsed >= budget,
            Some(Limit::Days { .. } | Limit::Until { .. }) | None => false,
        }
    }

    /// Whether some of a budget of working time is surely left: the frequent case that needs no due time.
    pub(super) fn leaves_some(&self, counted: &Counted) -> bool {
        matches!(self.limit, Some(Limit::Working(budget)) if counted.working < budget)
    }
}

fn instant(view: &View<'_>, fact: &Fact) -> Option<Timestamp> {
    match view.fact(fact) {
        Some(ValueRef::Instant(at)) => Some(at),
        _ => None,
    }
}
