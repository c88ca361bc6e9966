//! One objective's clock over one ticket: what counts, what stands still, when the budget ran out.
//!
//! The rules:
//! * Time counts from the creation, also before a policy applied; then as the first terms say.
//! * When the budget is used up, that instant is due and stays so; once it has passed unfinished, the objective is
//!   breached, whatever happens then, a pause included.
//! * Terms that change while it is unfinished hold from then on; a budget already overdrawn is breached there.
//! * What is finished is judged by the terms in force until then; later terms hold from a reopening on.

use super::terms::{Counted, Measure, Terms};
use super::{Objective, Outcome, PauseCause, Reason, Target, TimeBoth, Verdict};
use crate::calendar::WorkingTime;
use crate::quantity::{PolicyId, Span, Status, Timestamp};
use crate::ticket::{EventKind, Visibility};

/// The clock: fed with changes in order of time, asked once at the end.
pub(super) struct Clock<'a> {
    target: Target,
    terms: Option<Terms<'a>>,
    measure: Option<Measure<'a>>,
    /// Terms that came while it was finished.
    pending: Option<(Timestamp, Option<&'a PolicyId>, Option<Terms<'a>>)>,
    standing: Standing<'a>,
    since: Timestamp,
    /// Stretches before it was known how to count them.
    early: Vec<Stretch<'a>>,
    counted: Counted,
    /// The instant at which the budget was used up, if it was.
    exhausted: Option<Timestamp>,
    breach: Option<Breach>,
    /// Whether a reason about terms was told, and the policy of the last one.
    told: (bool, Option<&'a PolicyId>),
    reasons: Vec<Reason>,
}

/// What decides whether the clock runs.
#[derive(Clone, Copy, Default)]
struct Standing<'a> {
    finished: Option<Timestamp>,
    paused: bool,
    status: Option<&'a Status>,
}

/// A stretch of time in which nothing changed.
#[derive(Clone, Copy)]
struct Stretch<'a> {
    from: Timestamp,
    to: Timestamp,
    standing: Standing<'a>,
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
            measure: None,
            pending: None,
            standing: Standing::default(),
            since: created,
            early: Vec::new(),
            counted: Counted::default(),
            exhausted: None,
            breach: None,
            told: (false, None),
            reasons: Vec::new(),
        }
    }

    /// From `at` on other terms hold; absent where no policy applies or it has no such objective.
    pub(super) fn change_terms(
        &mut self,
        at: Timestamp,
        policy: Option<&'a PolicyId>,
        terms: Option<Terms<'a>>,
    ) {
        if self.standing.finished.is_some() {
            self.pending = Some((at, policy, terms));
            return;
        }
        self.advance(at);
        self.adopt(at, at, policy, terms);
    }

    /// Takes up terms of `since` at an instant up to which everything is counted.
    fn adopt(
        &mut self,
        at: Timestamp,
        since: Timestamp,
        policy: Option<&'a PolicyId>,
        terms: Option<Terms<'a>>,
    ) {
        if let Some(measure) = terms.map(|terms| terms.measure()) {
            self.measure = Some(measure);
            for stretch in std::mem::take(&mut self.early) {
                self.count(measure, stretch);
            }
        }
        if self.terms.zip(terms).is_some_and(|(old, new)| old.same_as(&new)) {
            return;
        }
        let promised = self.terms.is_some_and(|terms| terms.promises());
        let reason = match (policy, terms.and_then(|terms| terms.budget())) {
            (_, None) if !promised && self.told == (true, policy) => None,
            (None, _) => Some(Reason::NoPolicyFrom { at: since }),
            (Some(policy), None) => Some(Reason::NoBudgetFrom { at: since, policy: policy.clone() }),
            (Some(policy), Some(budget)) => {
                Some(Reason::BudgetFrom { at: since, policy: policy.clone(), budget })
            }
        };
        self.reasons.extend(reason);
        self.told = (true, policy);
        self.terms = terms;
        self.look(at);
    }

    /// Looks whether the budget is used up or its due time passed at an instant at which the clock is not finished.
    fn look(&mut self, at: Timestamp) {
        self.exhausted = None;
        let Some(terms) = self.terms.filter(|terms| terms.promises() && self.breach.is_none()) else {
            return;
        };
        match terms.due(at, &self.counted) {
            _ if terms.overdrawn(&self.counted) => self.breach = Some(Breach { at, due: at }),
            Some(due) if due < at => self.breach = Some(Breach { at, due }),
            Some(due) if due == at || terms.used_up(&self.counted) => self.exhausted = Some(due),
            _ => {}
        }
    }

    /// Something happened.
    pub(super) fn event(&mut self, at: Timestamp, kind: &'a EventKind, pauses_in: impl Fn(&Status) -> bool) {
        match (kind, self.target) {
            (EventKind::AgentMessage { visibility: Visibility::Public }, Target::FirstResponse)
            | (EventKind::Resolved | EventKind::Closed, _) => {
                self.count_until(at);
                self.standing.finished.get_or_insert(at);
            }
            (EventKind::Reopened, Target::Resolution) => self.reopen(at),
            (EventKind::Paused | EventKind::Resumed, _) => {
                self.count_until(at);
                self.standing.paused = *kind == EventKind::Paused;
            }
            (EventKind::StatusChanged { to }, _) => {
                self.count_until(at);
                self.standing.status = pauses_in(to).then_some(to);
            }
            _ => {}
        }
    }

    fn reopen(&mut self, at: Timestamp) {
        self.advance(at);
        self.standing.finished = None;
        self.standing.paused = false;
        if let Some((since, policy, terms)) = self.pending.take() {
            self.adopt(at, since, policy, terms);
        }
        self.look(at);
    }

    /// Counts up to a change, unless it is finished: then only a reopening makes the time since a pause.
    fn count_until(&mut self, at: Timestamp) {
        if self.standing.finished.is_none() {
            self.advance(at);
        }
    }

    /// Counts the time since the last change as what it was.
    fn advance(&mut self, to: Timestamp) {
        let from = std::mem::replace(&mut self.since, to);
        if to <= from {
            return;
        }
        let stretch = Stretch { from, to, standing: self.standing };
        match self.measure {
            Some(measure) => self.count(measure, stretch),
            None => self.early.push(stretch),
        }
    }

    fn count(&mut self, measure: Measure<'a>, stretch: Stretch<'a>) {
        let Stretch { from, to, standing } = stretch;
        let working = measure.calendar.between(from, to);
        let cause = standing.cause(measure.pausable);
        if cause.is_none() {
            let before = self.counted;
            self.counted.working = self.counted.working + working;
            self.counted.elapsed = self.counted.elapsed + to.since(from);
            self.exhaust(&before, from, to);
        }
        if standing.finished.is_none() && self.breach.is_none() {
            let passed = self.exhausted.filter(|due| *due < to);
            self.breach = passed.map(|due| Breach { at: due.max(from), due });
        }
        if let Some(cause) = cause {
            self.counted.paused = self.counted.paused + working;
            self.note_pause(from, to, cause, working);
        }
    }

    /// Looks whether the budget was used up while the clock ran; from then on its due instant stands.
    fn exhaust(&mut self, before: &Counted, from: Timestamp, to: Timestamp) {
        if self.exhausted.is_some() || self.breach.is_some() {
            return;
        }
        let Some(terms) = self.terms.filter(|terms| !terms.leaves_some(&self.counted)) else { return };
        let due = terms.due(from, before);
        self.exhausted = due.filter(|due| *due <= to || terms.used_up(&self.counted));
    }

    fn note_pause(&mut self, from: Timestamp, to: Timestamp, cause: PauseCause, working: Span) {
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
    pub(super) fn outcome(mut self, as_of: Timestamp, objective: &Objective) -> Outcome {
        let finished = self.standing.finished;
        self.count_until(as_of);
        let end = finished.unwrap_or(as_of);
        let promised = self.terms.filter(Terms::promises);
        let cause = self.measure.and_then(|measure| self.standing.cause(measure.pausable));
        let verdict = match (self.breach, finished) {
            (Some(breach), finished) => Verdict::Breached { at: breach.at, finished },
            (None, _) if promised.is_none() => Verdict::NotApplicable,
            (None, Some(at)) => Verdict::Met { at },
            (None, None) if cause.is_some() => Verdict::Paused,
            (None, None) => Verdict::Running,
        };
        let due = match (self.breach, promised) {
            (Some(breach), _) => Some(breach.due),
            (None, Some(terms)) => self.exhausted.or_else(|| terms.due(end, &self.counted)),
            (None, None) => None,
        };
        if promised.is_some() && due.is_none() {
            self.reasons.push(Reason::NeverDue { from: end });
        }
        if let (None, Some(_), Some(Reason::Paused { until, .. })) =
            (finished, cause, self.reasons.last_mut())
            && *until == Some(as_of)
        {
            *until = None;
        }
        self.reasons.sort_by_key(Reason::from);
        let margin = due.zip(self.measure).map(|(due, Measure { calendar, .. })| TimeBoth {
            working: calendar.between(end, due) - calendar.between(due, end),
            elapsed: due.since(end),
        });
        Outcome {
            objective: objective.id().clone(),
            target: self.target,
            verdict,
            due,
            used: TimeBoth { working: self.counted.working, elapsed: self.counted.elapsed },
            margin,
            reasons: self.reasons,
        }
    }
}

impl Standing<'_> {
    /// Why the clock stands still, if it does; the first that holds is told.
    fn cause(&self, pausable: bool) -> Option<PauseCause> {
        if self.finished.is_some() {
            Some(PauseCause::Finished)
        } else if !pausable {
            None
        } else if self.paused {
            Some(PauseCause::Explicit)
        } else {
            self.status.map(|status| PauseCause::Status(status.clone()))
        }
    }
}
