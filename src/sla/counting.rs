//! How a clock counts time: the part of it that looks at stretches, budgets and due times.

use super::TimeBoth;
use super::clock::{Breach, Clock, Early, Phase};
use super::counted::{Cause, Counted, Holds, Measure};
use super::plan::Scope;
use super::sink::{Counting, Sink};
use crate::quantity::{Span, Timestamp};

impl Clock {
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
    pub(super) fn note_early(&mut self, stretch: Early) {
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
    pub(super) fn count<S: Sink>(
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
}
