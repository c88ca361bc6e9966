//! One objective's clock over one ticket: what counts, what stands still, when the budget ran out.

use super::{Budget, Objective, Outcome, PauseCause, Reason, Target, TimeBoth, Verdict};
use crate::calendar::{WorkingTime, WorkingTimeError, WorkingTimeIndex};
use crate::quantity::{PolicyId, Span, Status, Timestamp};
use crate::ticket::{EventKind, Fact, Facts, ValueRef, View, Visibility};

/// What the clock is measured against from some instant on.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) policy: &'a PolicyId,
    pub(super) objective: &'a Objective,
    pub(super) calendar: &'a WorkingTimeIndex,
    budget: Limit<'a>,
}

/// A budget with its instant looked up.
#[derive(Clone, Copy)]
enum Limit<'a> {
    None,
    Working(Span),
    Elapsed(Span),
    /// Due at `base`, later by the working time of pauses.
    Days {
        base: Timestamp,
        budget: &'a Budget,
    },
    Until {
        at: Timestamp,
        budget: &'a Budget,
    },
}

impl<'a> Terms<'a> {
    /// The terms of an objective for a ticket as it stood.
    pub(super) fn new(
        policy: &'a PolicyId,
        objective: &'a Objective,
        calendar: &'a WorkingTimeIndex,
        view: &View<'_>,
    ) -> Result<Self, WorkingTimeError> {
        let budget = match objective.allowance().budget(view) {
            None => Limit::None,
            Some(Budget::Working(span)) => Limit::Working(*span),
            Some(Budget::Elapsed(span)) => Limit::Elapsed(*span),
            Some(budget @ Budget::BusinessDays { days, rule }) => Limit::Days {
                base: calendar.add_business_days(view.ticket().created(), *days, *rule)?,
                budget,
            },
            Some(budget @ Budget::Until(fact)) => match instant(view, fact) {
                Some(at) => Limit::Until { at, budget },
                None => Limit::None,
            },
        };
        Ok(Self { policy, objective, calendar, budget })
    }

    fn pausable(&self) -> bool {
        self.objective.pausable() && !matches!(self.budget, Limit::Until { .. })
    }

    fn promised(&self) -> Option<Budget> {
        match self.budget {
            Limit::None => None,
            Limit::Working(span) => Some(Budget::Working(span)),
            Limit::Elapsed(span) => Some(Budget::Elapsed(span)),
            Limit::Days { budget, .. } | Limit::Until { budget, .. } => Some(budget.clone()),
        }
    }
}

fn instant(view: &View<'_>, fact: &Fact) -> Option<Timestamp> {
    match view.fact(fact) {
        Some(ValueRef::Instant(at)) => Some(at),
        _ => None,
    }
}

/// Why the clock does not run just now; the first that holds is told.
#[derive(Default)]
struct Standing<'a> {
    finished: Option<Timestamp>,
    paused: bool,
    status: Option<&'a Status>,
}

/// The clock: fed with changes in order of time, asked once at the end.
pub(super) struct Clock<'a> {
    target: Target,
    terms: Option<Terms<'a>>,
    standing: Standing<'a>,
    since: Timestamp,
    used: TimeBoth,
    /// Working time of pauses, by which business-day budgets are due later.
    paused: Span,
    breach: Option<Breach>,
    /// The due time at the last finish.
    due_when_met: Option<Timestamp>,
    reasons: Vec<Reason>,
}

#[derive(Clone, Copy)]
struct Breach {
    at: Timestamp,
    due: Timestamp,
}

impl<'a> Clock<'a> {
    pub(super) fn new(target: Target, created: Timestamp) -> Self {
        Self {
            target,
            terms: None,
            standing: Standing::default(),
            since: created,
            used: TimeBoth::default(),
            paused: Span::ZERO,
            breach: None,
            due_when_met: None,
            reasons: Vec::new(),
        }
    }

    /// Whether nothing that happens later can change the outcome.
    pub(super) fn settled(&self) -> bool {
        self.target == Target::FirstResponse && self.standing.finished.is_some()
    }

    /// From `at` on other terms hold; absent where no policy applies or it has no such objective.
    pub(super) fn change_terms(
        &mut self,
        at: Timestamp,
        policy: Option<&PolicyId>,
        terms: Option<Terms<'a>>,
    ) -> Result<(), WorkingTimeError> {
        self.count_until(at)?;
        let reason = match (policy, terms.and_then(|terms| terms.promised())) {
            (None, _) => Reason::NoPolicyFrom { at },
            (Some(policy), None) => Reason::NoBudgetFrom { at, policy: policy.clone() },
            (Some(policy), Some(budget)) => Reason::BudgetFrom { at, policy: policy.clone(), budget },
        };
        let unchanged = self.terms.is_some_and(|old| {
            terms.is_some_and(|new| {
                old.policy == new.policy
                    && old.promised() == new.promised()
                    && old.pausable() == new.pausable()
            })
        });
        self.terms = terms;
        if !unchanged {
            self.reasons.push(reason);
        }
        Ok(())
    }

    /// Something happened.
    pub(super) fn event(
        &mut self,
        at: Timestamp,
        kind: &'a EventKind,
        pauses_in: impl Fn(&Status) -> bool,
    ) -> Result<(), WorkingTimeError> {
        match (kind, self.target) {
            (EventKind::AgentMessage { visibility: Visibility::Public }, Target::FirstResponse)
            | (EventKind::Resolved | EventKind::Closed, _) => self.finish(at)?,
            (EventKind::Reopened, Target::Resolution) => {
                self.advance(at)?;
                self.standing.finished = None;
                self.standing.paused = false;
            }
            (EventKind::Paused | EventKind::Resumed, _) => {
                self.count_until(at)?;
                self.standing.paused = *kind == EventKind::Paused;
            }
            (EventKind::StatusChanged { to }, _) => {
                self.count_until(at)?;
                self.standing.status = pauses_in(to).then_some(to);
            }
            _ => {}
        }
        Ok(())
    }

    /// Counts up to a change, unless the clock is finished: then only a reopening makes the time since a pause.
    fn count_until(&mut self, at: Timestamp) -> Result<(), WorkingTimeError> {
        if self.standing.finished.is_some() { Ok(()) } else { self.advance(at) }
    }

    fn finish(&mut self, at: Timestamp) -> Result<(), WorkingTimeError> {
        if self.standing.finished.is_some() {
            return Ok(());
        }
        self.advance(at)?;
        self.standing.finished = Some(at);
        self.due_when_met = self.due()?;
        Ok(())
    }

    /// Counts the time since the last change as what it was, and looks whether the budget ran out in it.
    fn advance(&mut self, to: Timestamp) -> Result<(), WorkingTimeError> {
        let from = std::mem::replace(&mut self.since, to);
        let Some(terms) = self.terms.filter(|_| to > from) else { return Ok(()) };
        if matches!(terms.budget, Limit::None) {
            return Ok(());
        }
        let working = terms.calendar.between(from, to);
        if self.cause().is_some() {
            self.paused = self.paused + working;
            self.note_pause(from, to, working);
            return Ok(());
        }
        if self.breach.is_none() {
            self.breach = self.exhausted(&terms, from, to, working)?;
        }
        self.used.working = self.used.working + working;
        self.used.elapsed = self.used.elapsed + to.since(from);
        Ok(())
    }

    /// The instant in `from..to` at which the budget ran out; finishing at the due instant is in time.
    fn exhausted(
        &self,
        terms: &Terms<'a>,
        from: Timestamp,
        to: Timestamp,
        working: Span,
    ) -> Result<Option<Breach>, WorkingTimeError> {
        // The one case in which no due time needs to be computed, and by far the most frequent.
        if let Limit::Working(budget) = terms.budget
            && self.used.working + working < budget
        {
            return Ok(None);
        }
        let due = self.due_from(terms, from)?;
        Ok((to > due).then_some(Breach { at: due.max(from), due }))
    }

    /// When the budget runs out if the clock runs from `from` on.
    fn due_from(&self, terms: &Terms<'a>, from: Timestamp) -> Result<Timestamp, WorkingTimeError> {
        match terms.budget {
            Limit::Working(budget) => {
                let left = budget - self.used.working;
                // Used up exactly at `from`, which may be a closing: due there, not at the next opening.
                if left <= Span::ZERO { Ok(from) } else { terms.calendar.add(from, left) }
            }
            Limit::Elapsed(budget) => {
                let left = budget - self.used.elapsed;
                if left.is_negative() {
                    Ok(from)
                } else {
                    from.checked_add(left).ok_or(WorkingTimeError::OutOfRange { at: from })
                }
            }
            Limit::Days { base, .. } if self.paused == Span::ZERO => Ok(base),
            Limit::Days { base, .. } => terms.calendar.add(base, self.paused),
            Limit::Until { at, .. } => Ok(at),
            Limit::None => Ok(from),
        }
    }

    fn due(&self) -> Result<Option<Timestamp>, WorkingTimeError> {
        match (self.breach, self.terms) {
            (Some(breach), _) => Ok(Some(breach.due)),
            (None, Some(terms)) if !matches!(terms.budget, Limit::None) => {
                self.due_from(&terms, self.since).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Why the clock stands still just now.
    fn cause(&self) -> Option<PauseCause> {
        if self.standing.finished.is_some() {
            return Some(PauseCause::Finished);
        }
        if !self.terms.is_some_and(|terms| terms.pausable()) {
            return None;
        }
        if self.standing.paused {
            return Some(PauseCause::Explicit);
        }
        self.standing.status.map(|status| PauseCause::Status(status.clone()))
    }

    fn note_pause(&mut self, from: Timestamp, to: Timestamp, working: Span) {
        let Some(cause) = self.cause() else { return };
        if let Some(Reason::Paused { until, cause: last, working: so_far, .. }) = self.reasons.last_mut()
            && *until == Some(from)
            && *last == cause
        {
            *until = Some(to);
            *so_far = *so_far + working;
            return;
        }
        self.reasons.push(Reason::Paused { from, until: Some(to), cause, working });
    }

    /// The outcome at an instant after everything fed in.
    pub(super) fn outcome(
        mut self,
        as_of: Timestamp,
        objective: &Objective,
    ) -> Result<Outcome, WorkingTimeError> {
        let finished = self.standing.finished;
        if finished.is_none() {
            self.advance(as_of)?;
        }
        let cause = self.cause();
        let promised = self.terms.is_some_and(|terms| !matches!(terms.budget, Limit::None));
        let verdict = match (self.breach, finished) {
            (Some(breach), finished) => Verdict::Breached { at: breach.at, finished },
            (None, Some(at)) if promised || self.due_when_met.is_some() => Verdict::Met { at },
            (None, None) if promised && cause.is_some() => Verdict::Paused,
            (None, None) if promised => Verdict::Running,
            (None, _) => Verdict::NotApplicable,
        };
        let due = if finished.is_some() && self.breach.is_none() { self.due_when_met } else { self.due()? };
        if finished.is_none()
            && let Some(Reason::Paused { until, .. }) = self.reasons.last_mut()
            && cause.is_some()
            && *until == Some(as_of)
        {
            *until = None;
        }
        let end = finished.unwrap_or(as_of);
        let margin = due.zip(self.terms).map(|(due, terms)| TimeBoth {
            working: terms.calendar.between(end, due) - terms.calendar.between(due, end),
            elapsed: due.since(end),
        });
        Ok(Outcome {
            objective: objective.id().clone(),
            target: self.target,
            verdict,
            due,
            used: self.used,
            margin,
            reasons: self.reasons,
        })
    }
}
