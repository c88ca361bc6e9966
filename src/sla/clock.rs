//! One objective's clock over one ticket: what counts, what stands still, when the budget ran out.
//!
//! The rules:
//! * Time counts from the start, also before a policy applied; then as the first terms say.
//! * When the budget is used up, that instant is due and stays so; once it has passed unfinished, the objective is
//!   breached, whatever happens then, a pause included.
//! * Terms that change while it is unfinished hold from then on; a budget already overdrawn is breached there.
//! * What is finished is judged by the terms in force until then; later terms hold from a reopening on.

use serde::{Deserialize, Serialize};

use super::counted::{Cause, Counted, Holds, Measure};
use super::plan::Scope;
use super::program::Actions;
use super::sink::Sink;
use super::terms::Terms;
use super::{Reopening, Verdict};
use crate::quantity::{LevelId, Span, Timestamp};

/// The clock: fed with changes in order of time. Its whole memory is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Clock {
    pub(super) phase: Phase,
    /// How often it began.
    pub(super) cycle: u32,
    pub(super) started: Timestamp,
    /// Up to here everything is counted.
    pub(super) since: Timestamp,
    /// A rule of its own holds it.
    pub(super) held: bool,
    pub(super) counted: Counted,
    pub(super) terms: Option<Terms>,
    pub(super) measure: Option<Measure>,
    /// Terms that came while it was finished.
    pending: Option<Pending>,
    /// Whether any policy so far had it.
    known: bool,
    /// How many goals the cycle had.
    pub(super) goal: u32,
    /// Since when nothing is promised that had been.
    pub(super) dropped: Option<Timestamp>,
    /// Stretches before it was known how to count them.
    pub(super) early: Vec<Early>,
    /// The instant at which the budget was used up, if it was.
    pub(super) exhausted: Option<Timestamp>,
    pub(super) breach: Option<Breach>,
    /// Whether it was told.
    pub(super) told: bool,
    /// The levels reached in this cycle.
    pub(super) fired: Vec<Fired>,
    /// Cycles that are over.
    pub(super) done: Vec<Done>,
}

/// Whether it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Phase {
    /// It never began.
    Idle,
    Running,
    Finished(Timestamp),
    Cancelled(Timestamp),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Breach {
    pub(super) at: Timestamp,
    pub(super) due: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pending {
    at: Timestamp,
    policy: Option<(u16, u16)>,
    terms: Option<Terms>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Early {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    pub(super) holds: Holds,
    pub(super) held: bool,
    pub(super) finished: bool,
}

/// A level that was reached, or a due time that passed, under a policy of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fired {
    pub(super) version: u16,
    pub(super) policy: u16,
    /// Which goal of the cycle, from 1.
    pub(super) goal: u32,
    /// Absent for the due time that passed.
    pub(super) level: Option<LevelId>,
    pub(super) at: Timestamp,
    pub(super) due: Timestamp,
}

/// A cycle that is over, or as it stands: what it was measured against and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Done {
    pub(super) cycle: u32,
    pub(super) started: Timestamp,
    /// Up to when it counted.
    pub(super) end: Timestamp,
    pub(super) terms: Option<Terms>,
    pub(super) measure: Option<Measure>,
    pub(super) verdict: Verdict,
    pub(super) due: Option<Timestamp>,
    pub(super) counted: Counted,
}

impl Clock {
    pub(super) const fn new(created: Timestamp) -> Self {
        Self {
            phase: Phase::Idle,
            cycle: 0,
            started: created,
            since: created,
            held: false,
            counted: Counted::NONE,
            terms: None,
            measure: None,
            pending: None,
            known: false,
            goal: 0,
            dropped: None,
            early: Vec::new(),
            exhausted: None,
            breach: None,
            told: false,
            fired: Vec::new(),
            done: Vec::new(),
        }
    }

    /// As new, for another ticket; keeps its memory.
    #[inline]
    pub(super) fn clear(&mut self, created: Timestamp) {
        (self.phase, self.cycle, self.held) = (Phase::Idle, 0, false);
        (self.started, self.since) = (created, created);
        (self.counted, self.known, self.goal) = (Counted::NONE, false, 0);
        (self.terms, self.measure, self.pending, self.dropped) = (None, None, None, None);
        (self.exhausted, self.breach, self.told) = (None, None, false);
        self.early.clear();
        self.fired.clear();
        self.done.clear();
    }

    /// Whether a change of what holds it must be counted up to: not where nothing does.
    #[inline]
    pub(super) fn minds_holds(&self, scope: &Scope<'_>) -> bool {
        match self.measure {
            _ if self.phase != Phase::Running => false,
            Some(measure) => measure.pausable || scope.program().counts_in() != u8::MAX,
            None => true,
        }
    }

    /// From `at` on other terms hold; absent where no policy applies or it has no such objective.
    pub(super) fn change_terms<S: Sink>(
        &mut self,
        at: Timestamp,
        policy: Option<(u16, u16)>,
        terms: Option<&Terms>,
        holds: Holds,
        scope: &Scope<'_>,
        sink: &mut S,
    ) {
        self.known |= terms.is_some();
        // What happens at the creation is judged by what held then.
        if self.is_over() && at != scope.created() {
            self.pending = Some(Pending { at, policy, terms: terms.cloned() });
            return;
        }
        self.advance(at, false, holds, scope, sink);
        self.adopt(at, at, policy, terms, scope, sink);
    }

    /// Takes up terms of `since` at an instant up to which everything is counted.
    fn adopt<S: Sink>(
        &mut self,
        at: Timestamp,
        since: Timestamp,
        policy: Option<(u16, u16)>,
        terms: Option<&Terms>,
        scope: &Scope<'_>,
        sink: &mut S,
    ) {
        if let Some(terms) = terms {
            self.take_measure(at, terms, scope, sink);
        }
        if let (Some(old), Some(new)) = (&self.terms, terms)
            && old.same_as(new)
        {
            return;
        }
        sink.terms(scope.index(), since, policy, terms);
        let promises = terms.is_some_and(Terms::promises);
        if promises {
            self.dropped = None;
            // What holds from a cycle's first instant on is its first goal.
            self.goal = if at > self.started { self.goal.saturating_add(1) } else { 1 };
        } else if self.terms.as_ref().is_some_and(Terms::promises) {
            // What a cycle began with at its first instant, and lost at it, was never promised.
            self.dropped = Some(at).filter(|at| *at > self.started);
        }
        self.terms = terms.cloned();
        self.begin_terms(scope);
        self.look(at, scope, sink);
        if promises && !self.fired.is_empty() {
            self.rearm(at, scope);
        }
    }

    /// Learns how to count, and counts what came before as it says.
    fn take_measure<S: Sink>(&mut self, at: Timestamp, terms: &Terms, scope: &Scope<'_>, sink: &mut S) {
        let (measure, settings) = (terms.measure(), terms.settings);
        if self.measure.is_none() && settings.adopts && !terms.promises() {
            return;
        }
        if self.measure.replace(measure).is_some() {
            return;
        }
        if settings.adopts {
            self.early.clear();
            if self.phase == Phase::Running {
                (self.started, self.since) = (at, at);
            }
            return;
        }
        if !self.early.is_empty() {
            self.count_early(measure, settings.retroactive_pauses, scope, sink);
        }
    }

    /// Counts what came before it was known how.
    #[cold]
    fn count_early<S: Sink>(
        &mut self,
        measure: Measure,
        retroactive_pauses: bool,
        scope: &Scope<'_>,
        sink: &mut S,
    ) {
        let mut early = std::mem::take(&mut self.early);
        for stretch in early.drain(..) {
            let cause = match stretch.finished {
                true => Some(Cause::Finished),
                false if !retroactive_pauses => None,
                false => scope.program().cause(measure, stretch.holds, stretch.held),
            };
            self.count(stretch.from, stretch.to, cause, measure, false, scope, sink);
        }
        // Its memory serves the next ticket.
        self.early = early;
    }

    /// Looks up the instant of a budget in business days.
    fn begin_terms(&mut self, scope: &Scope<'_>) {
        if let Some(terms) = self.terms.as_mut().filter(|terms| terms.dated())
            && let Some(calendar) = scope.calendar(terms.calendar)
        {
            terms.begin(self.started, calendar);
        }
    }

    /// Looks whether the budget is used up or its due time passed at an instant at which the clock is not finished.
    fn look<S: Sink>(&mut self, at: Timestamp, scope: &Scope<'_>, sink: &mut S) {
        self.exhausted = None;
        if self.phase == Phase::Idle || self.breach.is_some() {
            return;
        }
        let Some(terms) =
            self.terms.as_ref().filter(|terms| terms.promises() && !terms.leaves_some(&self.counted))
        else {
            return;
        };
        match scope.due(terms, at, &self.counted) {
            _ if terms.overdrawn(&self.counted) => {
                self.break_promise(Breach { at, due: at }, at, scope, sink);
            }
            Some(due) if due < at => self.break_promise(Breach { at, due }, at, scope, sink),
            Some(due) if due == at || terms.used_up(&self.counted) => self.exhausted = Some(due),
            _ => {}
        }
    }

    /// The promise is broken, as is known from an instant on.
    #[cold]
    pub(super) fn break_promise<S: Sink>(
        &mut self,
        breach: Breach,
        known: Timestamp,
        scope: &Scope<'_>,
        sink: &mut S,
    ) {
        self.breach = Some(breach);
        let Some(terms) = self.terms.as_ref().filter(|_| !self.told) else { return };
        let (version, policy, goal) = (terms.version, terms.policy, self.goal);
        let fired = Fired { version, policy, goal, level: None, at: known, due: breach.due };
        self.told = true;
        sink.fired(scope.index(), self.cycle, &fired);
    }

    /// Something happened: everything is counted up to it, then the actions are taken.
    #[inline]
    pub(super) fn act<S: Sink>(
        &mut self,
        at: Timestamp,
        actions: Actions,
        holds: Holds,
        scope: &Scope<'_>,
        sink: &mut S,
    ) {
        let running = |clock: &Self| clock.phase == Phase::Running;
        let mut begun = false;
        if running(self) {
            self.advance(at, false, holds, scope, sink);
            if actions.has(Actions::CANCEL) {
                self.phase = Phase::Cancelled(at);
            } else if actions.has(Actions::STOP) {
                self.phase = Phase::Finished(at);
            } else if actions.has(Actions::RESET) {
                self.phase = Phase::Cancelled(at);
                self.close_cycle(false, scope, sink);
                self.begin(at, scope, sink);
                begun = true;
            }
        }
        if !running(self) {
            (self.held, begun) = (false, true);
            if actions.has(Actions::START) {
                self.start(at, scope, sink);
            }
        }
        if actions.has(Actions::PAUSE) || (begun && actions.has(Actions::HOLD)) {
            self.held = running(self);
        } else if actions.has(Actions::RESUME) {
            self.held = false;
        }
    }

    fn start<S: Sink>(&mut self, at: Timestamp, scope: &Scope<'_>, sink: &mut S) {
        match (self.phase, scope.reopening()) {
            (Phase::Running, _) => {}
            (Phase::Idle, _) => self.begin(at, scope, sink),
            (Phase::Finished(end), Reopening::Continue) => self.go_on(end, at, scope, sink),
            (_, reopening) => {
                self.close_cycle(reopening == Reopening::Reset, scope, sink);
                self.begin(at, scope, sink);
            }
        }
    }

    /// A finished clock runs again; the time between is a pause.
    #[cold]
    fn go_on<S: Sink>(&mut self, end: Timestamp, at: Timestamp, scope: &Scope<'_>, sink: &mut S) {
        self.phase = Phase::Running;
        self.since = at;
        match self.measure {
            Some(measure) => self.count(end, at, Some(Cause::Finished), measure, false, scope, sink),
            None if end < at => {
                let holds = Holds::NONE;
                self.note_early(Early { from: end, to: at, holds, held: false, finished: true });
            }
            None => {}
        }
        if let Some(Pending { at: since, policy, terms }) = self.pending.take() {
            self.adopt(at, since, policy, terms.as_ref(), scope, sink);
        }
        self.look(at, scope, sink);
    }

    /// Begins a cycle with the whole budget.
    fn begin<S: Sink>(&mut self, at: Timestamp, scope: &Scope<'_>, sink: &mut S) {
        self.phase = Phase::Running;
        self.cycle = self.cycle.saturating_add(1);
        (self.started, self.since, self.held) = (at, at, false);
        (self.counted, self.exhausted) = (Counted::NONE, None);
        (self.breach, self.told) = (None, false);
        (self.dropped, self.goal) = (None, u32::from(self.terms.as_ref().is_some_and(Terms::promises)));
        self.early.clear();
        self.fired.clear();
        sink.cycle(scope.index(), self.cycle, at);
        if let Some(Pending { at: since, policy, terms }) = self.pending.take() {
            self.adopt(at, since, policy, terms.as_ref(), scope, sink);
        }
        self.begin_terms(scope);
        self.look(at, scope, sink);
    }

    /// Puts the cycle that is over away, as it was judged; withdrawn, what was met no longer is.
    #[cold]
    fn close_cycle<S: Sink>(&mut self, withdrawn: bool, scope: &Scope<'_>, sink: &mut S) {
        let mut done = self.reading(self.since, Holds::NONE, scope);
        // A cycle that promised nothing is none.
        if done.verdict == Verdict::NotApplicable {
            sink.dropped(scope.index(), self.cycle);
            self.cycle = self.cycle.saturating_sub(1);
            return;
        }
        if let Verdict::Met { at } = done.verdict
            && withdrawn
        {
            done.verdict = Verdict::Cancelled { at };
        }
        self.done.push(done);
    }

    /// Whether it is over, until something starts it again.
    pub(super) const fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Finished(_) | Phase::Cancelled(_))
    }

    /// Whether events from a creation to an instant can have led to it.
    pub(super) fn is_possible(&self, created: Timestamp, last: Timestamp) -> bool {
        let span = last.since(created);
        let fits = |time: Span| !time.is_negative() && time <= span;
        let counts = |counted: &Counted| {
            [counted.working, counted.elapsed, counted.paused.working, counted.paused.elapsed]
                .into_iter()
                .all(fits)
        };
        let instants = [self.started, self.since].into_iter().chain(self.ended());
        let early = self.early.iter().flat_map(|stretch| [stretch.from, stretch.to]);
        let terms = [&self.terms].into_iter().chain(self.pending.iter().map(|pending| &pending.terms));
        instants.chain(early).all(|at| created <= at && at <= last)
            && counts(&self.counted)
            && self.done.iter().all(|done| counts(&done.counted))
            && (self.phase == Phase::Idle) == (self.cycle == 0)
            && terms.flatten().all(Terms::is_possible)
    }

    /// Whether the current cycle is to be shown: one that promised nothing is none beside those that did.
    pub(super) fn shows(&self, verdict: Verdict) -> bool {
        verdict != Verdict::NotApplicable || self.done.is_empty()
    }

    /// Whether any policy so far had it.
    pub(super) const fn is_known(&self) -> bool {
        self.known
    }

    /// Whether its due time is given.
    pub(super) fn is_pinned(&self) -> bool {
        self.measure.is_some_and(|measure| measure.pinned)
    }

    /// Whether it runs at an instant up to which everything is counted, so that time alone brings it on.
    pub(super) fn ticks(&self, holds: Holds, scope: &Scope<'_>) -> bool {
        let still = |measure| scope.program().cause(measure, holds, self.held).is_some();
        self.phase == Phase::Running && self.measure.is_some_and(|measure| measure.pinned || !still(measure))
    }
}
