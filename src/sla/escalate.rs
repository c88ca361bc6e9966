//! When escalation levels are reached: the part of the clock that looks at them.

use super::clock::{Clock, Fired};
use super::counted::Counted;
use super::plan::Scope;
use super::sink::Sink;
use super::terms::Terms;
use super::{Budget, Level, LevelPoint};
use crate::calendar::{BusinessDayRule, WorkingTime, WorkingTimeIndex};
use crate::quantity::{Number, PLACES, Span, Timestamp};

impl Clock {
    /// Looks which levels were reached while the clock ran from one instant to another. One that was passed while it
    /// did not run is reached as it goes on; at the very end only where the end is asked for: what happens there comes
    /// first.
    #[cold]
    pub(super) fn escalate<S: Sink>(
        &mut self,
        before: &Counted,
        (from, to, asked): (Timestamp, Timestamp, bool),
        scope: &Scope<'_>,
        sink: &mut S,
    ) {
        let mut reached: Vec<Fired> = self
            .levels_ahead(before, from, scope)
            .filter(|fired| fired.at < to || (asked && fired.at == to))
            .collect();
        reached.sort_by_key(|fired| fired.at);
        for fired in reached {
            sink.fired(scope.index(), self.cycle, &fired);
            self.fired.push(fired);
        }
    }

    /// The levels not yet reached, with the instants at which they are if the clock runs on from an instant.
    pub(super) fn levels_ahead<'a>(
        &'a self,
        counted: &'a Counted,
        from: Timestamp,
        scope: &'a Scope<'_>,
    ) -> impl Iterator<Item = Fired> + 'a {
        let terms = self.terms.as_ref().filter(|terms| terms.promises());
        let levels =
            terms.and_then(|terms| Some((terms, scope.objective(terms)?, scope.calendar(terms.calendar)?)));
        levels.into_iter().flat_map(move |(terms, objective, calendar)| {
            let due = self.breach.map(|breach| breach.due).or(self.exhausted);
            let due = due.or_else(|| terms.due(from, counted, calendar));
            objective.levels().iter().filter_map(move |level| {
                if self.fired.iter().any(|fired| fired.level.as_ref() == Some(&level.id)) {
                    return None;
                }
                let due = due?;
                let point = self.point(level, terms, counted, from, due, calendar)?;
                let at = if level.in_service_hours {
                    within_hours(point, from, due, calendar)?
                } else {
                    point.max(from)
                };
                let (version, policy, goal) = (terms.version, terms.policy, self.goal);
                Some(Fired { version, policy, goal, level: Some(level.id.clone()), at, due })
            })
        })
    }

    /// Under a new goal a level that lies ahead again is reached again; one that has been passed all the same is not.
    pub(super) fn rearm(&mut self, at: Timestamp, scope: &Scope<'_>) {
        let fired = std::mem::take(&mut self.fired);
        let ahead: Vec<Fired> =
            self.levels_ahead(&self.counted, at, scope).filter(|level| level.at > at).collect();
        // What was told while the clocks were only looked at may be of this goal, or of a later one.
        let passed =
            |one: &Fired| one.goal >= self.goal || !ahead.iter().any(|level| level.level == one.level);
        self.fired = fired.into_iter().filter(passed).collect();
    }

    /// The instant of a level; absent where it lies beyond the calendar.
    fn point(
        &self,
        level: &Level,
        terms: &Terms,
        counted: &Counted,
        from: Timestamp,
        due: Timestamp,
        calendar: &WorkingTimeIndex,
    ) -> Option<Timestamp> {
        const RULE: BusinessDayRule = BusinessDayRule::ThenNextOpening;
        match level.at {
            LevelPoint::Working(Span::ZERO) | LevelPoint::BusinessDays(0) => Some(due),
            LevelPoint::Working(offset) => calendar.add(due, offset).ok(),
            LevelPoint::Elapsed(offset) => due.checked_add(offset),
            LevelPoint::BusinessDays(days) if days < 0 => {
                calendar.subtract_business_days(due, days.unsigned_abs(), RULE).ok()
            }
            LevelPoint::BusinessDays(days) => calendar.add_business_days(due, days.unsigned_abs(), RULE).ok(),
            LevelPoint::Used(part) => match terms.budget()? {
                Budget::Working(budget) => {
                    let wanted = share(*budget, part)?;
                    let left = wanted - counted.working;
                    if left <= Span::ZERO {
                        passed(wanted < *budget, from, due)
                    } else {
                        calendar.add(from, left).ok()
                    }
                }
                Budget::Elapsed(budget) => {
                    let wanted = share(*budget, part)?;
                    let left = wanted - counted.elapsed;
                    if left <= Span::ZERO {
                        passed(wanted < *budget, from, due)
                    } else {
                        from.checked_add(left)
                    }
                }
                // Neither the date nor the way to it waits for a pause.
                Budget::Until(_) => {
                    calendar.add(self.started, share(calendar.between(self.started, due), part)?).ok()
                }
                _ => {
                    let whole = calendar.between(self.started, terms.fixed()?);
                    let wanted = share(whole, part)?;
                    let left = wanted - counted.working;
                    if left > Span::ZERO {
                        return calendar.add(from, left).ok();
                    }
                    // All of it is used at the last closing before a date out of hours.
                    let closes = || calendar.previous_close(due).is_ok_and(|close| close < due);
                    passed(wanted < whole || (wanted == whole && closes()), from, due)
                }
            },
        }
    }
}

/// The instant of a share that is used already: one that lies before the due time stays there, however late it is looked
/// at.
fn passed(early: bool, from: Timestamp, due: Timestamp) -> Option<Timestamp> {
    if early { due.checked_sub(Span::from_seconds(1)).map(|last| last.min(from)) } else { Some(from) }
}

/// A point outside the calendar's hours is told within them: one before the due time in the last second before, or, where
/// the clock did not run then, at the next opening, and never after the due time; any other at the next opening.
fn within_hours(
    point: Timestamp,
    from: Timestamp,
    due: Timestamp,
    calendar: &WorkingTimeIndex,
) -> Option<Timestamp> {
    let next = calendar.next_open(point.max(from)).ok();
    if point >= due {
        return next;
    }
    if calendar.is_open(point) || point < from {
        return next.filter(|next| *next <= due);
    }
    let last = calendar.previous_close(point).ok().and_then(|close| close.checked_sub(Span::from_seconds(1)));
    last.filter(|last| *last >= from).or_else(|| next.filter(|next| *next <= due))
}

/// A part of a span, up to a whole second.
fn share(span: Span, part: Number) -> Option<Span> {
    let one = 10_i128.checked_pow(PLACES)?;
    let exact = i128::from(span.seconds()).checked_mul(part.to_scaled())?;
    let up = exact.checked_add(one - 1)?.div_euclid(one);
    i64::try_from(up).ok().map(Span::from_seconds)
}
