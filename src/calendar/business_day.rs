use chrono::{NaiveDate, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use super::interval::DAY;
use super::schedule::day_of;
use super::walk::ALL_TIME;
use super::{Segment, WorkingTime, WorkingTimeError};
use crate::quantity::{Span, Timestamp, Zone};

/// How an instant moves by a number of business days (工作日).
///
/// A business day is a local date with any working time. Systems count them by different rules, and differ where
/// the start or the end is outside working time:
///
/// ```
/// use service_quality::calendar::{BusinessDayRule, Calendar, Week, WorkingTime};
/// use service_quality::quantity::Timestamp;
///
/// let calendar = Calendar::builder("UTC".parse()?).weekly(Week::new().mon_fri("09:00-17:00")?).build()?;
/// let friday_evening: Timestamp = "2026-03-06T20:00:00Z".parse()?;
/// for (rule, expected) in [
///     (BusinessDayRule::ThenNextOpening, "2026-03-10T09:00:00Z"), // Monday 20:00, so Tuesday 09:00
///     (BusinessDayRule::FromNextOpening, "2026-03-10T09:00:00Z"), // Monday 09:00, so Tuesday 09:00
///     (BusinessDayRule::CappedAtClosing, "2026-03-09T17:00:00Z"), // Monday 20:00, so Monday 17:00
///     (BusinessDayRule::EndOfDay, "2026-03-09T17:00:00Z"),
/// ] {
///     assert_eq!(calendar.add_business_days(friday_evening, 1, rule)?, expected.parse()?);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BusinessDayRule {
    /// So many business days from the start's date, at the start's wall time; when that is closed, the next opening
    /// (backward: the last closing). The rule of zendesk/biz.
    #[default]
    ThenNextOpening,
    /// A start outside working time first moves to the next opening (backward: the last opening); then so many
    /// business days, at that wall time; when that is closed, the next (backward: last) opening. The rule of
    /// `business_time`.
    FromNextOpening,
    /// A start on a date that is no business day first moves to the first opening of the next one (backward: of the
    /// one before); then so many business days, at that wall time, but not after the day's last closing. The rule of
    /// GLPI.
    CappedAtClosing,
    /// As [`CappedAtClosing`](Self::CappedAtClosing), to the last closing of the day. The rule of GLPI with "end of
    /// working day".
    EndOfDay,
}

/// There are fewer days than this in the years 1 to 9999.
const MOST_DAYS: u32 = 3_660_000;

/// How far a search for business days looks at a time, in seconds: from eight days to three years.
fn stretches() -> impl Iterator<Item = i64> {
    std::iter::successors(Some(8 * DAY), |stretch| Some((stretch * 2).min(1_024 * DAY)))
}

/// The local days of a calendar: each from its midnight to the next.
pub(super) struct Days<'a, W: ?Sized> {
    time: &'a W,
    zone: Zone,
    asked: Timestamp,
}

/// A local day and a second of it.
#[derive(Clone, Copy)]
struct Moment {
    day: i64,
    second: i64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Backward,
}

impl<'a, W: WorkingTime + ?Sized> Days<'a, W> {
    pub(super) fn of(time: &'a W, asked: Timestamp) -> Self {
        Self { time, zone: time.calendar().zone(), asked }
    }

    pub(super) fn shifted(
        &self,
        n: u32,
        rule: BusinessDayRule,
        direction: Direction,
    ) -> Result<Timestamp, WorkingTimeError> {
        let forward = direction == Direction::Forward;
        let start = self.moment(self.asked);
        match rule {
            BusinessDayRule::ThenNextOpening => {
                let moved = self.instant(Moment { day: self.nth(start.day, n, direction)?, ..start })?;
                if forward { self.time.next_open(moved) } else { self.time.previous_close(moved) }
            }
            BusinessDayRule::FromNextOpening => {
                let opening = |at| if forward { self.time.next_open(at) } else { self.last_opening(at) };
                let start = self.moment(opening(self.asked)?);
                opening(self.instant(Moment { day: self.nth(start.day, n, direction)?, ..start })?)
            }
            BusinessDayRule::CappedAtClosing | BusinessDayRule::EndOfDay => {
                let start = if self.is_business(start.day) {
                    start
                } else {
                    let day = self.nth(start.day, 1, direction)?;
                    self.moment(self.time.next_open(self.midnight(day))?)
                };
                let day = self.nth(start.day, n, direction)?;
                let closing = self.closing(day)?;
                if rule == BusinessDayRule::EndOfDay {
                    return Ok(closing);
                }
                self.instant(Moment { day, ..start }).map(|moved| moved.min(closing))
            }
        }
    }

    pub(super) fn at_closing(&self, n: u32) -> Result<Timestamp, WorkingTimeError> {
        self.closing(self.nth_from_today(n)?)
    }

    pub(super) fn at_time(&self, n: u32, time: NaiveTime) -> Result<Timestamp, WorkingTimeError> {
        let second = time.num_seconds_from_midnight().into();
        self.instant(Moment { day: self.nth_from_today(n)?, second })
    }

    /// Whether a local day has working time.
    pub(super) fn is_business(&self, day: i64) -> bool {
        self.time.between(self.midnight(day), self.midnight(day + 1)) > Span::ZERO
    }

    fn nth_from_today(&self, n: u32) -> Result<i64, WorkingTimeError> {
        let today = self.moment(self.asked).day;
        let first = if n == 0 && !self.is_business(today) { 1 } else { n };
        self.nth(today, first, Direction::Forward)
    }

    /// The n-th business day after a day, or before it; none are 0 days away from the day itself.
    fn nth(&self, day: i64, n: u32, direction: Direction) -> Result<i64, WorkingTimeError> {
        match direction {
            _ if n == 0 => Ok(day),
            _ if n > MOST_DAYS => Err(self.out_of_range()),
            Direction::Forward => self.nth_after(day, n),
            Direction::Backward => self.nth_before(day, n),
        }
    }

    fn nth_after(&self, day: i64, n: u32) -> Result<i64, WorkingTimeError> {
        let (mut last, mut left) = (day, n);
        for stretch in stretches() {
            // What opens next: an error when nothing does.
            let from = self.time.next_open(self.midnight(last + 1))?;
            let to = Timestamp::clamped(from.seconds().saturating_add(stretch));
            for segment in self.time.segments(from, to) {
                for day in self.days(segment) {
                    if day > last && self.zone.has_day_of(day * DAY) {
                        (last, left) = (day, left - 1);
                    }
                    if left == 0 {
                        return Ok(last);
                    }
                }
            }
            if to == Timestamp::MAX {
                break;
            }
        }
        Err(self.out_of_range())
    }

    fn nth_before(&self, day: i64, n: u32) -> Result<i64, WorkingTimeError> {
        const SECOND: Span = Span::from_seconds(1);
        let (mut last, mut left) = (day, n);
        for stretch in stretches() {
            // The end of what was worked before: an error when nothing was.
            let to = self.time.subtract(self.midnight(last), SECOND)?.checked_add(SECOND);
            let to = to.unwrap_or(Timestamp::MAX);
            let from = Timestamp::clamped(to.seconds().saturating_sub(stretch));
            let segments: Vec<_> = self.time.segments(from, to).collect();
            for segment in segments.into_iter().rev() {
                for day in self.days(segment).rev() {
                    if day < last && self.zone.has_day_of(day * DAY) {
                        (last, left) = (day, left - 1);
                    }
                    if left == 0 {
                        return Ok(last);
                    }
                }
            }
        }
        Err(self.out_of_range())
    }

    /// The local days that a stretch of instants touches.
    fn days(&self, segment: Segment) -> std::ops::RangeInclusive<i64> {
        let last = segment.to().checked_sub(Span::from_seconds(1));
        self.day(segment.from())..=self.day(last.unwrap_or(segment.from()))
    }

    /// The local day of an instant, as midnights divide them: clocks that go back over midnight do not divide.
    fn day(&self, at: Timestamp) -> i64 {
        let day = self.moment(at).day;
        if at >= self.midnight(day + 1) { day + 1 } else { day }
    }

    /// The last closing of a business day.
    fn closing(&self, day: i64) -> Result<Timestamp, WorkingTimeError> {
        self.time.previous_close(self.midnight(day + 1))
    }

    /// The instant, if it is working time, else the last opening before it.
    fn last_opening(&self, at: Timestamp) -> Result<Timestamp, WorkingTimeError> {
        if self.time.is_open(at) {
            return Ok(at);
        }
        let worked = self.time.previous_close(at)?;
        let mut stretch = DAY;
        loop {
            let from = Timestamp::clamped(worked.seconds() - stretch);
            let last = self.time.segments(from, worked).last().map_or(from, Segment::from);
            if last > from || from == Timestamp::MIN {
                return Ok(last);
            }
            stretch = stretch.saturating_mul(4);
        }
    }

    fn moment(&self, at: Timestamp) -> Moment {
        let local = self.zone.local_of_instant(at.seconds());
        Moment { day: local.div_euclid(DAY), second: local.rem_euclid(DAY) }
    }

    /// The first instant of a local day, at the ends of time as near as there is.
    fn midnight(&self, day: i64) -> Timestamp {
        Timestamp::clamped(self.zone.instant_of_local(day * DAY).0)
    }

    fn instant(&self, moment: Moment) -> Result<Timestamp, WorkingTimeError> {
        let (at, _) = self.zone.instant_of_local(moment.day * DAY + moment.second);
        if (ALL_TIME.open..ALL_TIME.close).contains(&at) {
            return Ok(Timestamp::clamped(at));
        }
        Err(self.out_of_range())
    }

    fn out_of_range(&self) -> WorkingTimeError {
        WorkingTimeError::OutOfRange { at: self.asked }
    }
}

/// Whether a local date has working time.
pub(super) fn is_business_day<W: WorkingTime + ?Sized>(time: &W, date: NaiveDate) -> bool {
    Days::of(time, Timestamp::EPOCH).is_business(day_of(date))
}
