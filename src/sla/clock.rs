//! One objective's clock over one ticket: what counts, what stands still, when the budget ran out.
//!
//! The rules:
//! * Time counts from the start, also before a policy applied; then as the first terms say.
//! * When the budget is used up, that instant is due and stays so; once it has passed unfinished, the objective is
//!   breached, whatever happens then, a pause included.
//! * Terms that change while it is unfinished hold from then on; a budget already overdrawn is breached there.
//! * What is finished is judged by the terms in force until then; later terms hold from a reopening on.

use serde::{Deserialize, Serialize};

use super::plan::Scope;
use super::program::Actions;
use super::sink::{Counting, Sink};
use super::terms::Terms;
use super::{Reopening, StatusClass, TimeBoth, Verdict};
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
    since: Timestamp,
    /// A rule of its own holds it.
    held: bool,
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
    dropped: Option<Timestamp>,
    /// Stretches before it was known how to count them.
    early: Vec<Early>,
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

/// What a ticket's history says about standing still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Holds {
    pub(super) explicit: bool,
    /// The agreement pauses in the status.
    pub(super) pauses: bool,
    /// The status, where the plan names it.
    pub(super) status: Option<u16>,
    pub(super) class: StatusClass,
}

/// Why a stretch did not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    Explicit,
    Status(Option<u16>),
    Class(StatusClass),
    Rule,
    Finished,
}

/// How a clock counts: by which calendar, and what makes it stand still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Measure {
    pub(super) calendar: u16,
    pub(super) pausable: bool,
    /// The due time is given, and nothing moves it.
    pub(super) pinned: bool,
    /// Round the clock counts, not the calendar's hours.
    pub(super) elapsed: bool,
}

/// What a clock has counted, and what it has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counted {
    pub(super) working: Span,
    pub(super) elapsed: Span,
    pub(super) paused: TimeBoth,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Breach {
    at: Timestamp,
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
struct Early {
    from: Timestamp,
    to: Timestamp,
    holds: Holds,
    held: bool,
    finished: bool,
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
    fn break_promise<S: Sink>(&mut self, breach: Breach, known: Timestamp, scope: &Scope<'_>, sink: &mut S) {
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

    /// Counts the time since the last change as what it was. A level that lies at the very end is reached where the end
    /// is asked for, and not where something happens there.
    #[inline]
    pub(super) fn advance<S: Sink>(
        &mut self,
        to: Timestamp,
        asked: bool,
        holds: Holds,
        scope: &Scope<'_>,
        sink: &mut S,
    ) {
        if self.phase == Phase::Running && (to > self.since || (asked && to == self.since)) {
            self.run_on(to, asked, holds, scope, sink);
        }
    }

    fn run_on<S: Sink>(&mut self, to: Timestamp, asked: bool, holds: Holds, scope: &Scope<'_>, sink: &mut S) {
        let from = std::mem::replace(&mut self.since, to);
        match self.measure {
            Some(measure) => {
                let cause = scope.program().cause(measure, holds, self.held);
                self.count(from, to, cause, measure, asked, scope, sink);
            }
            None if to > from => self.note_early(Early { from, to, holds, held: self.held, finished: false }),
            None => {}
        }
    }

    /// Keeps a stretch until it is known how to count it; one that goes on as the last did becomes part of it.
    #[cold]
    fn note_early(&mut self, stretch: Early) {
        match self.early.last_mut() {
            Some(last)
                if last.to == stretch.from
                    && (Early { from: stretch.from, to: stretch.to, ..*last }) == stretch =>
            {
                last.to = stretch.to;
            }
            _ => self.early.push(stretch),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a stretch, what it was, and who looks on")]
    #[expect(
        clippy::inline_always,
        reason = "seldom called but from `run_on`, which most of a batch is spent in"
    )]
    #[inline(always)]
    fn count<S: Sink>(
        &mut self,
        from: Timestamp,
        to: Timestamp,
        cause: Option<Cause>,
        measure: Measure,
        asked: bool,
        scope: &Scope<'_>,
        sink: &mut S,
    ) {
        let time = TimeBoth { working: scope.between(measure.calendar, from, to), elapsed: to.since(from) };
        let before = self.counted;
        if cause.is_none() {
            self.counted.working = self.counted.working + time.working;
            self.counted.elapsed = self.counted.elapsed + time.elapsed;
            self.exhaust(&before, from, to, scope);
        } else {
            self.counted.paused.working = self.counted.paused.working + time.working;
            self.counted.paused.elapsed = self.counted.paused.elapsed + time.elapsed;
            if cause != Some(Cause::Finished) {
                self.lapse(&before, from, to, scope);
            }
        }
        if self.breach.is_none()
            && cause != Some(Cause::Finished)
            && let Some(due) = self.exhausted.filter(|due| *due < to)
        {
            let known = due.checked_add(Span::from_seconds(1)).map_or(to, |after| after.max(from));
            self.break_promise(Breach { at: due.max(from), due }, known, scope, sink);
        }
        let ticking = cause.is_none() || (measure.pinned && cause != Some(Cause::Finished));
        if ticking && self.terms.as_ref().is_some_and(|terms| terms.settings.leveled) {
            self.escalate(&before, (from, to, asked), scope, sink);
        }
        let (calendar, elapsed) = (measure.calendar, measure.elapsed);
        let (working, cycle) = (time.working, self.cycle);
        sink.counted(scope.index(), Counting { from, to, cause, calendar, elapsed, working, cycle });
    }

    /// Looks whether the budget was used up while the clock ran; from then on its due instant stands.
    #[inline]
    fn exhaust(&mut self, before: &Counted, from: Timestamp, to: Timestamp, scope: &Scope<'_>) {
        if self.exhausted.is_some() || self.breach.is_some() {
            return;
        }
        let Some(terms) = self.terms.as_ref().filter(|terms| !terms.leaves_some(&self.counted)) else {
            return;
        };
        let due = scope.due(terms, from, before);
        self.exhausted = due.filter(|due| *due <= to || terms.used_up(&self.counted));
    }

    /// Looks whether a due time came while the clock stood still: that of a business day is moved by working time, and a
    /// pause lends nothing where there was none before it; a given one is not moved at all.
    fn lapse(&mut self, before: &Counted, from: Timestamp, to: Timestamp, scope: &Scope<'_>) {
        if self.exhausted.is_none() && self.breach.is_none() {
            self.exhausted = self.lapses(before, from, scope).filter(|due| *due <= to);
        }
    }

    /// The due time that a pause from an instant on does not move.
    fn lapses(&self, counted: &Counted, from: Timestamp, scope: &Scope<'_>) -> Option<Timestamp> {
        let terms = self.terms.as_ref().filter(|terms| terms.dated() || self.is_pinned())?;
        let due = scope.due(terms, from, counted)?;
        let stays =
            |due: &Timestamp| self.is_pinned() || scope.between(terms.calendar, from, *due) == Span::ZERO;
        Some(due).filter(stays)
    }

    /// When the due time passes of a clock that stands still, at an instant up to which everything is counted: where the
    /// pause does not move it.
    pub(super) fn due_in_pause(&self, as_of: Timestamp, scope: &Scope<'_>) -> Option<Timestamp> {
        self.exhausted.or_else(|| self.lapses(&self.counted, as_of, scope))
    }

    /// The cycle as it stands at an instant up to which everything is counted.
    pub(super) fn reading(&self, as_of: Timestamp, holds: Holds, scope: &Scope<'_>) -> Done {
        let (verdict, due) = self.verdict(as_of, holds, scope);
        Done {
            cycle: self.cycle,
            started: self.started,
            end: self.ended().unwrap_or(as_of),
            terms: self.terms.clone(),
            measure: self.measure,
            verdict,
            due,
            counted: self.counted,
        }
    }

    const fn ended(&self) -> Option<Timestamp> {
        match self.phase {
            Phase::Finished(at) | Phase::Cancelled(at) => Some(at),
            Phase::Idle | Phase::Running => None,
        }
    }

    /// What became of the cycle, and when it had to be finished.
    pub(super) fn verdict(
        &self,
        as_of: Timestamp,
        holds: Holds,
        scope: &Scope<'_>,
    ) -> (Verdict, Option<Timestamp>) {
        let promised = self.terms.as_ref().filter(|terms| terms.promises());
        let ended = self.ended();
        let cause = || self.measure.and_then(|measure| scope.program().cause(measure, holds, self.held));
        let verdict = match (self.phase, self.breach, promised) {
            (Phase::Idle, _, Some(_)) => Verdict::NotStarted,
            (Phase::Idle, _, None) => Verdict::NotApplicable,
            (_, Some(breach), _) => Verdict::Breached { at: breach.at, finished: ended },
            (Phase::Cancelled(at), ..) => Verdict::Cancelled { at },
            (_, _, None) => self.dropped.map_or(Verdict::NotApplicable, |at| Verdict::Cancelled { at }),
            (Phase::Finished(at), ..) => Verdict::Met { at },
            // A given due time does not wait for a pause.
            (Phase::Running, ..) if !self.is_pinned() && cause().is_some() => Verdict::Paused,
            (Phase::Running, ..) => Verdict::Running,
        };
        let due = match (self.phase, self.breach, promised) {
            (Phase::Idle, ..) | (_, None, None) => None,
            (_, Some(breach), _) => Some(breach.due),
            (_, None, Some(terms)) => {
                self.exhausted.or_else(|| scope.due(terms, ended.unwrap_or(as_of), &self.counted))
            }
        };
        (verdict, due)
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
    fn is_pinned(&self) -> bool {
        self.measure.is_some_and(|measure| measure.pinned)
    }

    /// Whether it runs at an instant up to which everything is counted, so that time alone brings it on.
    pub(super) fn ticks(&self, holds: Holds, scope: &Scope<'_>) -> bool {
        let still = |measure| scope.program().cause(measure, holds, self.held).is_some();
        self.phase == Phase::Running && self.measure.is_some_and(|measure| measure.pinned || !still(measure))
    }
}

impl Counted {
    const NONE: Self = Self {
        working: Span::ZERO,
        elapsed: Span::ZERO,
        paused: TimeBoth { working: Span::ZERO, elapsed: Span::ZERO },
    };
}

impl Holds {
    /// A ticket that nothing has happened to.
    pub(super) const NONE: Self =
        Self { explicit: false, pauses: false, status: None, class: StatusClass::New };
}
