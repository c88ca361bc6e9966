use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::business_day::{self, Days, Direction};
use super::segments::Segments;
use super::walk::ALL_TIME;
use super::{BusinessDayRule, Calendar, Stretch, WorkingTimeError};
use crate::quantity::{Span, Timestamp};

/// Questions about working time, answered alike by a [`Calendar`] and by its compiled index.
///
/// Working time is the set of seconds `t..t+1` during which the calendar is open. An amount is used up in its last
/// second: `add` gives the end of that second, `subtract` the start. An amount of nothing moves into working time:
/// forward to the next opening, back to the last closing; during working time it stays.
///
/// ```
/// use service_quality::calendar::{Boundary, Calendar, Week, WorkingTime};
/// use service_quality::quantity::{Span, Timestamp};
///
/// let calendar = Calendar::builder("UTC".parse()?).weekly(Week::new().mon_fri("09:00-17:00")?).build()?;
/// let at = |text: &str| text.parse::<Timestamp>();
///
/// let friday = at("2026-03-06T15:00:00Z")?;
/// assert_eq!(calendar.add(friday, Span::from_hours(3))?, at("2026-03-09T10:00:00Z")?);
/// // Used up exactly at closing: due at that closing, or, as an option, at the next opening.
/// assert_eq!(calendar.add(friday, Span::from_hours(2))?, at("2026-03-06T17:00:00Z")?);
/// let opening = calendar.add_until(friday, Span::from_hours(2), Boundary::NextOpening)?;
/// assert_eq!(opening, at("2026-03-09T09:00:00Z")?);
///
/// assert_eq!(calendar.between(friday, opening), Span::from_hours(2));
/// assert_eq!(calendar.next_open(at("2026-03-07T12:00:00Z")?)?, opening);
/// assert_eq!(calendar.previous_close(at("2026-03-07T12:00:00Z")?)?, at("2026-03-06T17:00:00Z")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait WorkingTime {
    /// The calendar whose working time this is.
    fn calendar(&self) -> &Calendar;

    /// Whether the second that begins at an instant is working time.
    fn is_open(&self, at: Timestamp) -> bool;

    /// The working time from one instant to another; nothing when `to` is not after `from`.
    fn between(&self, from: Timestamp, to: Timestamp) -> Span;

    /// The instant at which an amount of working time, begun at an instant, is used up.
    ///
    /// A negative amount is subtracted.
    ///
    /// # Errors
    /// The calendar does not open again, or the answer lies outside the years 1 to 9999.
    fn add_until(
        &self,
        at: Timestamp,
        amount: Span,
        boundary: Boundary,
    ) -> Result<Timestamp, WorkingTimeError>;

    /// The instant from which an amount of working time is used up at an instant: the latest there is.
    ///
    /// A negative amount is added.
    ///
    /// # Errors
    /// The calendar was not open before, or the answer lies outside the years 1 to 9999.
    fn subtract(&self, at: Timestamp, amount: Span) -> Result<Timestamp, WorkingTimeError>;

    /// The stretches of working time from one instant to another, by time; stretches that touch are one.
    fn segments(&self, from: Timestamp, to: Timestamp) -> Segments<'_>;

    /// [`add_until`](Self::add_until) [`Boundary::AtClosing`].
    ///
    /// # Errors
    /// As `add_until`.
    #[inline]
    fn add(&self, at: Timestamp, amount: Span) -> Result<Timestamp, WorkingTimeError> {
        self.add_until(at, amount, Boundary::AtClosing)
    }

    /// The first instant of working time at or after an instant.
    ///
    /// # Errors
    /// The calendar does not open again.
    fn next_open(&self, at: Timestamp) -> Result<Timestamp, WorkingTimeError> {
        self.add_until(at, Span::ZERO, Boundary::AtClosing)
    }

    /// The last closing at or before an instant; during working time, the instant itself.
    ///
    /// # Errors
    /// The calendar was not open before.
    fn previous_close(&self, at: Timestamp) -> Result<Timestamp, WorkingTimeError> {
        self.subtract(at, Span::ZERO)
    }

    /// All time from one instant to another, by time and without gaps: working time, and the rest with the reason
    /// why it is closed. See [`Stretch`].
    fn explain(&self, from: Timestamp, to: Timestamp) -> Vec<Stretch> {
        self.calendar().explained(from, to)
    }

    /// Whether a local date has any working time.
    fn is_business_day(&self, date: NaiveDate) -> bool {
        business_day::is_business_day(self, date)
    }

    /// The instant a number of business days later.
    ///
    /// # Errors
    /// The calendar does not open again, or the answer lies outside the years 1 to 9999.
    fn add_business_days(
        &self,
        at: Timestamp,
        n: u32,
        rule: BusinessDayRule,
    ) -> Result<Timestamp, WorkingTimeError> {
        Days::of(self, at).shifted(n, rule, Direction::Forward)
    }

    /// The instant a number of business days earlier.
    ///
    /// # Errors
    /// The calendar was not open before, or the answer lies outside the years 1 to 9999.
    fn subtract_business_days(
        &self,
        at: Timestamp,
        n: u32,
        rule: BusinessDayRule,
    ) -> Result<Timestamp, WorkingTimeError> {
        Days::of(self, at).shifted(n, rule, Direction::Backward)
    }

    /// The last closing of the n-th business day after an instant's local date; 0 is that date, or the first
    /// business day after it.
    ///
    /// ```
    /// use service_quality::calendar::{Calendar, Week, WorkingTime};
    ///
    /// let calendar = Calendar::builder("UTC".parse()?).weekly(Week::new().mon_fri("09:00-17:00")?).build()?;
    /// let saturday = "2026-03-07T12:00:00Z".parse()?;
    /// assert_eq!(calendar.end_of_business_day(saturday, 2)?, "2026-03-10T17:00:00Z".parse()?);
    /// let four = "16:00:00".parse()?; // "the next business day at 16:00"
    /// assert_eq!(calendar.business_day_at(saturday, 1, four)?, "2026-03-09T16:00:00Z".parse()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`add_business_days`](Self::add_business_days).
    fn end_of_business_day(&self, at: Timestamp, n: u32) -> Result<Timestamp, WorkingTimeError> {
        Days::of(self, at).at_closing(n)
    }

    /// A wall time of the n-th business day after an instant's local date, open or not; 0 is that date, or the
    /// first business day after it.
    ///
    /// # Errors
    /// As [`add_business_days`](Self::add_business_days).
    fn business_day_at(&self, at: Timestamp, n: u32, time: NaiveTime) -> Result<Timestamp, WorkingTimeError> {
        Days::of(self, at).at_time(n, time)
    }
}

/// Where a budget is due that is used up exactly when the calendar closes.
///
/// ```
/// use service_quality::calendar::Boundary;
/// assert_eq!(serde_json::to_string(&Boundary::default())?, r#""at_closing""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Boundary {
    /// At that closing.
    #[default]
    AtClosing,
    /// At the next opening.
    NextOpening,
}

/// Walks day by day; see [`Calendar::compile`] for the fast way.
impl WorkingTime for Calendar {
    fn calendar(&self) -> &Calendar {
        self
    }

    fn is_open(&self, at: Timestamp) -> bool {
        self.is_open_at(at.seconds())
    }

    fn between(&self, from: Timestamp, to: Timestamp) -> Span {
        Span::from_seconds(self.count(from.seconds(), to.seconds()))
    }

    fn add_until(
        &self,
        at: Timestamp,
        amount: Span,
        boundary: Boundary,
    ) -> Result<Timestamp, WorkingTimeError> {
        if amount.is_negative() {
            return self.subtract(at, -amount);
        }
        let start = at.seconds();
        match (amount.seconds(), boundary) {
            (n @ 1.., Boundary::AtClosing) => instant(at, self.second_after(start, n - 1)? + 1),
            (n, _) => instant(at, self.second_after(start, n)?),
        }
    }

    fn subtract(&self, at: Timestamp, amount: Span) -> Result<Timestamp, WorkingTimeError> {
        let start = at.seconds();
        match amount.seconds() {
            0 if self.is_open_at(start) => Ok(at),
            0 => instant(at, self.second_before(start, 0)? + 1),
            n @ 1.. => instant(at, self.second_before(start, n - 1)?),
            _ => self.add(at, -amount),
        }
    }

    fn segments(&self, from: Timestamp, to: Timestamp) -> Segments<'_> {
        Segments::walk(self, from, to)
    }
}

/// An answer in seconds as an instant; the last second there is ends outside the range.
pub(super) fn instant(asked: Timestamp, seconds: i64) -> Result<Timestamp, WorkingTimeError> {
    if (ALL_TIME.open..ALL_TIME.close).contains(&seconds) {
        return Ok(Timestamp::clamped(seconds));
    }
    Err(WorkingTimeError::OutOfRange { at: asked })
}
