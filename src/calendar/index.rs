#![expect(clippy::inline_always, reason = "the few instructions that run once a question, a million times")]

use std::ops::Range;

use super::buckets::Buckets;
use super::interval::{DAY, Interval};
use super::segments::Segments;
use super::two_level::{MOST_DAYS, TwoLevel};
use super::walk::{ALL_TIME, stretches};
use super::working_time::instant;
use super::{Boundary, Calendar, CalendarError, WorkingTime, WorkingTimeError};
use crate::quantity::{Span, Timestamp};

/// A calendar compiled for a range of instants: immutable, shared freely, and without allocation in a call.
///
/// Working time is one monotone function: the working seconds from the index's start to an instant, its
/// [position](Self::position). The time between two instants, a pause, a remainder: all are differences of
/// positions. Where an answer needs instants outside the range, the index asks the calendar, which walks; nothing
/// is cut off.
///
/// ```
/// # #[cfg(feature = "tz")] {
/// use service_quality::calendar::{Calendar, Week, WorkingTime};
/// use service_quality::quantity::{Span, Timestamp};
///
/// let calendar = Calendar::builder("America/New_York".parse()?)
///     .weekly(Week::new().mon_fri("09:00-12:00, 13:00-18:00")?)
///     .build()?;
/// let at = |text: &str| text.parse::<Timestamp>();
/// let index = calendar.compile(at("2025-01-01T00:00:00Z")?..at("2030-01-01T00:00:00Z")?)?;
///
/// let opened = at("2026-03-06T16:30:00-05:00")?;
/// let due = index.add(opened, Span::from_hours(8))?;
/// assert_eq!(due, at("2026-03-09T16:30:00-04:00")?); // over the weekend on which the clocks go forward
/// let used = index.position(due).zip(index.position(opened)).map(|(due, opened)| due - opened);
/// assert_eq!(used, Some(8 * 3_600));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct WorkingTimeIndex {
    calendar: Calendar,
    base: i64,
    length: i64,
    total: i64,
    table: Table,
}

#[derive(Debug)]
enum Table {
    TwoLevel(TwoLevel),
    Buckets(Buckets),
}

impl WorkingTimeIndex {
    pub(super) fn two_level(calendar: Calendar, range: Range<Timestamp>) -> Result<Self, CalendarError> {
        Self::new(calendar, range, |open, days| TwoLevel::new(open, days).map(Table::TwoLevel))
    }

    pub(super) fn batch(calendar: Calendar, range: Range<Timestamp>) -> Result<Self, CalendarError> {
        Self::new(calendar, range, |open, days| Buckets::new(open, days * DAY).map(Table::Buckets))
    }

    fn new(
        calendar: Calendar,
        range: Range<Timestamp>,
        table: impl FnOnce(&[Interval], i64) -> Option<Table>,
    ) -> Result<Self, CalendarError> {
        let (from, to) = (range.start.seconds(), range.end.seconds());
        if to <= from {
            return Err(CalendarError::EmptyRange { from: range.start, to: range.end });
        }
        let days = (to - from) / DAY;
        if days > MOST_DAYS {
            return Err(CalendarError::RangeTooLong { days, allowed: MOST_DAYS });
        }
        // Room to begin a day earlier, wherever days of the table begin.
        let mut open = Vec::new();
        let mut found = Vec::new();
        for stretch in stretches(from - DAY, to + 2 * DAY) {
            calendar.open_within(stretch, &mut found);
            open.append(&mut found);
        }
        super::interval::merge(&mut open);
        let phase = best_phase(&open, &calendar, from);
        let base = from - (from - phase).rem_euclid(DAY);
        // The last day there is stays with the walk, so that every second of the table ends at an instant.
        let days = ((to - base + DAY - 1) / DAY).min((ALL_TIME.close - 1 - base) / DAY);
        let length = days * DAY;
        let within = Interval { open: base.max(ALL_TIME.open), close: base + length };
        super::interval::clip(&mut open, within);
        for interval in &mut open {
            interval.open -= base;
            interval.close -= base;
        }
        let total = open.iter().map(|interval| interval.seconds()).sum();
        // So many days fit every table; what does not could only be too long.
        let table = table(&open, days).ok_or(CalendarError::RangeTooLong { days, allowed: MOST_DAYS })?;
        Ok(Self { calendar, base, length, total, table })
    }

    /// The instants that the index covers: the compiled range, rounded outward to days.
    #[must_use]
    pub fn range(&self) -> Range<Timestamp> {
        Timestamp::clamped(self.base)..Timestamp::clamped(self.end())
    }

    /// The working time in the range.
    #[must_use]
    pub const fn working_time(&self) -> Span {
        Span::from_seconds(self.total)
    }

    /// The size of the tables in memory, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match &self.table {
            Table::TwoLevel(table) => table.bytes(),
            Table::Buckets(table) => table.bytes(),
        }
    }

    /// The working seconds from the index's start to an instant; absent outside the range.
    #[must_use]
    #[inline]
    pub fn position(&self, at: Timestamp) -> Option<i64> {
        self.position_of(at.seconds())
    }

    /// The instant at which the n-th working second of the index begins, from 0; absent outside the range.
    ///
    /// For an instant of working time, the inverse of [`position`](Self::position).
    #[must_use]
    #[inline]
    pub fn instant(&self, n: i64) -> Option<Timestamp> {
        self.second(n).map(Timestamp::clamped)
    }

    /// The position where the tables give it at once.
    #[inline(always)]
    fn quick_position(&self, at: i64) -> Option<i64> {
        match &self.table {
            Table::TwoLevel(table) => table.quick_position(self.offset(at)),
            Table::Buckets(table) => table.quick_position(self.offset(at)),
        }
    }

    /// The instant at which the n-th working second begins, where the tables give it at once.
    #[inline(always)]
    fn quick_second(&self, n: i64) -> Option<i64> {
        if n.cast_unsigned() >= self.total.cast_unsigned() {
            return None;
        }
        let offset = match &self.table {
            Table::TwoLevel(table) => table.quick_second(n.cast_unsigned()),
            Table::Buckets(table) => table.quick_second(n.cast_unsigned()),
        };
        offset.map(|offset| self.base.wrapping_add(offset))
    }

    /// Seconds from the base. Instants span less than 2^39 seconds, so that one before the base becomes a number far
    /// beyond the table.
    #[inline(always)]
    fn offset(&self, at: i64) -> u64 {
        at.wrapping_sub(self.base).cast_unsigned()
    }

    #[inline]
    fn position_of(&self, at: i64) -> Option<i64> {
        self.quick_position(at).or_else(|| self.slow_position(at))
    }

    #[cold]
    #[inline(never)]
    fn slow_position(&self, at: i64) -> Option<i64> {
        match &self.table {
            Table::TwoLevel(table) => table.position(self.offset(at)),
            Table::Buckets(table) => table.position(self.offset(at)),
        }
    }

    #[inline]
    fn second(&self, n: i64) -> Option<i64> {
        self.quick_second(n).or_else(|| self.slow_second(n))
    }

    #[cold]
    #[inline(never)]
    fn slow_second(&self, n: i64) -> Option<i64> {
        let (opening, before) = self.opening(n)?;
        Some(opening.open + (n - before))
    }

    #[cold]
    #[inline(never)]
    fn slow_is_open(&self, at: i64) -> bool {
        match (self.position_of(at), self.position_of(at + 1)) {
            (Some(start), Some(end)) => end > start,
            _ => self.calendar.is_open_at(at),
        }
    }

    /// The opening that holds the n-th working second, in seconds, and the position of its start.
    pub(super) fn opening(&self, n: i64) -> Option<(Interval, i64)> {
        if n < 0 || n >= self.total {
            return None;
        }
        let (opening, before) = match &self.table {
            Table::TwoLevel(table) => table.opening(n),
            Table::Buckets(table) => table.opening(n),
        }?;
        Some((Interval { open: self.base + opening.open, close: self.base + opening.close }, before))
    }

    pub(super) const fn end(&self) -> i64 {
        self.base + self.length
    }

    /// The parts outside the range by walking, the part inside by position.
    #[cold]
    #[inline(never)]
    fn count_across(&self, from: i64, to: i64) -> i64 {
        if to <= from {
            return 0;
        }
        let position = |at: i64| self.position_of(at).unwrap_or(if at < self.base { 0 } else { self.total });
        let walked =
            self.calendar.count(from, to.min(self.base)) + self.calendar.count(from.max(self.end()), to);
        walked + (position(to) - position(from))
    }

    /// As [`WorkingTime::add_until`], where walking may be needed.
    #[cold]
    #[inline(never)]
    fn add_across(
        &self,
        at: Timestamp,
        amount: Span,
        boundary: Boundary,
    ) -> Result<Timestamp, WorkingTimeError> {
        let start = at.seconds();
        match (amount.seconds(), boundary) {
            (n @ 1.., Boundary::AtClosing) => instant(at, self.second_after(start, n - 1)? + 1),
            (n @ 0.., _) => instant(at, self.second_after(start, n)?),
            _ => self.subtract_across(at, -amount),
        }
    }

    /// As [`WorkingTime::subtract`], where walking may be needed.
    #[cold]
    #[inline(never)]
    fn subtract_across(&self, at: Timestamp, amount: Span) -> Result<Timestamp, WorkingTimeError> {
        let start = at.seconds();
        match amount.seconds() {
            0 => instant(at, self.second_before(start, 0)? + 1),
            n @ 1.. => instant(at, self.second_before(start, n - 1)?),
            _ => self.add(at, -amount),
        }
    }

    /// The instant at which the n-th working second (from 0) at or after an instant begins.
    fn second_after(&self, at: i64, n: i64) -> Result<i64, WorkingTimeError> {
        let Some(position) = self.position_of(at) else { return self.calendar.second_after(at, n) };
        let found = position.checked_add(n).and_then(|position| self.second(position));
        let walked = || self.calendar.second_after(self.end(), n - (self.total - position));
        // From the start, if only for the walk's own words about why there is no answer.
        found.map_or_else(walked, Ok).or_else(|_| self.calendar.second_after(at, n))
    }

    /// The instant at which the n-th working second (from 0) before an instant, counted backwards, begins.
    fn second_before(&self, at: i64, n: i64) -> Result<i64, WorkingTimeError> {
        let Some(position) = self.position_of(at) else { return self.calendar.second_before(at, n) };
        let found = self.second(position - 1 - n);
        let walked = || self.calendar.second_before(self.base, n - position);
        found.map_or_else(walked, Ok).or_else(|_| self.calendar.second_before(at, n))
    }
}

impl WorkingTime for WorkingTimeIndex {
    fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    #[inline(always)]
    fn is_open(&self, at: Timestamp) -> bool {
        let offset = self.offset(at.seconds());
        let quick = match &self.table {
            Table::TwoLevel(table) => table.quick_is_open(offset),
            Table::Buckets(table) => table.quick_is_open(offset),
        };
        quick.unwrap_or_else(|| self.slow_is_open(at.seconds()))
    }

    #[inline(always)]
    fn between(&self, from: Timestamp, to: Timestamp) -> Span {
        let (from, to) = (from.seconds(), to.seconds());
        Span::from_seconds(match (self.quick_position(from), self.quick_position(to)) {
            (Some(start), Some(end)) => end.wrapping_sub(start).max(0),
            _ => self.count_across(from, to),
        })
    }

    #[inline(always)]
    fn add_until(
        &self,
        at: Timestamp,
        amount: Span,
        boundary: Boundary,
    ) -> Result<Timestamp, WorkingTimeError> {
        let n = amount.seconds();
        // Used up at the end of the last second; nothing, and what may last to the next opening, as the next second
        // begins; less than nothing, as the first second begins.
        let last = i64::from(n > 0 && boundary == Boundary::AtClosing);
        // A sum that wraps is negative, and no position.
        let found = self
            .quick_position(at.seconds())
            .and_then(|position| self.quick_second(position.wrapping_add(n.wrapping_sub(last))));
        match found {
            Some(second) => Ok(Timestamp::known(second.wrapping_add(last))),
            None => self.add_across(at, amount, boundary),
        }
    }

    #[inline(always)]
    fn subtract(&self, at: Timestamp, amount: Span) -> Result<Timestamp, WorkingTimeError> {
        if amount > Span::ZERO {
            return self.add(at, -amount);
        }
        if amount == Span::ZERO && self.is_open(at) {
            return Ok(at);
        }
        self.subtract_across(at, amount)
    }

    fn segments(&self, from: Timestamp, to: Timestamp) -> Segments<'_> {
        match self.position(from) {
            Some(next) => Segments::index(self, from, to, next),
            None => Segments::walk(&self.calendar, from, to),
        }
    }
}

/// The second of the UTC day at which the fewest openings are cut in two, a full hour of local time.
fn best_phase(open: &[Interval], calendar: &Calendar, from: i64) -> i64 {
    const HOUR: i64 = 3_600;
    let midnight = from - calendar.zone().local_of_instant(from).rem_euclid(DAY);
    let mut cuts = [0_u32; 24];
    for interval in open {
        // The first full hour after the opening to the last before the closing; all of them, if that is a day.
        let first = (interval.open - midnight).div_euclid(HOUR) + 1;
        let hours = ((interval.close - midnight - 1).div_euclid(HOUR) + 1 - first).min(24);
        for hour in first..first + hours {
            let at = usize::try_from(hour.rem_euclid(24)).unwrap_or_default();
            if let Some(cut) = cuts.get_mut(at) {
                *cut += 1;
            }
        }
    }
    let fewest = cuts.iter().enumerate().min_by_key(|(_, cut)| **cut);
    let hour = fewest.map_or(0, |(hour, _)| i64::try_from(hour).unwrap_or_default());
    (midnight + hour * HOUR).rem_euclid(DAY)
}
