//! Answers by walking from day to day: the definition itself at work, and the oracle of the compiled index.
//!
//! Everything rests on the n-th working second: `add` looks for the second in which the budget is used up. A search
//! looks at ever longer stretches, and ends where the calendar is proven to stay closed: dates and weekdays repeat
//! every 400 years, so a whole such period without an opening, after everything dated, shows that none will come.
//! (Easter repeats only after 5,700,000 years; its range of five weeks is passed through many times in 400.)

use chrono::NaiveDate;

use super::interval::{DAY, Interval};
use super::schedule::day_of;
use super::{Calendar, WorkingTimeError};
use crate::quantity::Timestamp;

/// All seconds of the years 1 to 9999.
pub(super) const ALL_TIME: Interval =
    Interval { open: Timestamp::MIN.seconds(), close: Timestamp::MAX.seconds() + 1 };

/// From the first time zone with rules to the last rule in the time-zone data.
const ZONE_YEARS: (i32, i32) = (1_800, 2_100);

/// A whole period of the Gregorian calendar.
const PERIOD: i32 = 400;

/// The first and the longest stretch that a search looks at, in days.
const STRETCH: (i64, i64) = (8, 1_024);

impl Calendar {
    /// The working seconds within `from..to`.
    pub(super) fn count(&self, from: i64, to: i64) -> i64 {
        let mut total = 0_i64;
        let mut open = Vec::new();
        for stretch in stretches(from, to) {
            self.open_within(stretch, &mut open);
            total = total.saturating_add(open.iter().map(|interval| interval.seconds()).sum());
        }
        total
    }

    /// The instant at which the n-th working second (from 0) at or after an instant begins.
    pub(super) fn second_after(&self, at: i64, n: i64) -> Result<i64, WorkingTimeError> {
        let mut left = n;
        let mut limit = self.last_search(at);
        let mut last_open = at;
        let mut open = Vec::new();
        let (mut from, mut days) = (at, STRETCH.0);
        while from < ALL_TIME.close {
            if from >= limit {
                return Err(WorkingTimeError::NeverOpens { after: Timestamp::clamped(last_open) });
            }
            let to = (from + days * DAY).min(ALL_TIME.close);
            self.open_within(Interval { open: from, close: to }, &mut open);
            for interval in &open {
                if left < interval.seconds() {
                    return Ok(interval.open + left);
                }
                left -= interval.seconds();
                last_open = interval.close;
            }
            if !open.is_empty() {
                limit = self.last_search(last_open);
            }
            (from, days) = (to, (days * 2).min(STRETCH.1));
        }
        Err(WorkingTimeError::OutOfRange { at: Timestamp::clamped(at) })
    }

    /// The instant at which the n-th working second (from 0) before an instant, counted backwards, begins.
    pub(super) fn second_before(&self, at: i64, n: i64) -> Result<i64, WorkingTimeError> {
        let mut left = n;
        let mut limit = self.first_search(at);
        let mut first_open = at;
        let mut open = Vec::new();
        let (mut to, mut days) = (at, STRETCH.0);
        while to > ALL_TIME.open {
            if to <= limit {
                return Err(WorkingTimeError::NeverOpened { before: Timestamp::clamped(first_open) });
            }
            let from = (to - days * DAY).max(ALL_TIME.open);
            self.open_within(Interval { open: from, close: to }, &mut open);
            for interval in open.iter().rev() {
                if left < interval.seconds() {
                    return Ok(interval.close - 1 - left);
                }
                left -= interval.seconds();
                first_open = interval.open;
            }
            if !open.is_empty() {
                limit = self.first_search(first_open);
            }
            (to, days) = (from, (days * 2).min(STRETCH.1));
        }
        Err(WorkingTimeError::OutOfRange { at: Timestamp::clamped(at) })
    }

    pub(super) fn is_open_at(&self, at: i64) -> bool {
        self.count(at, at + 1) == 1
    }

    /// Where a search forward may stop that has found nothing since an instant.
    fn last_search(&self, at: i64) -> i64 {
        let dated = self.dated_years().map_or(ZONE_YEARS.1, |(_, last)| last.max(ZONE_YEARS.1));
        let start =
            |year| NaiveDate::from_ymd_opt(year, 1, 1).map_or(ALL_TIME.close, |date| day_of(date) * DAY);
        let settled = start(dated.saturating_add(2)).max(at);
        settled.saturating_add(i64::from(PERIOD + 1) * 366 * DAY)
    }

    /// Where a search backward may stop that has found nothing since an instant.
    fn first_search(&self, at: i64) -> i64 {
        let dated = self.dated_years().map_or(ZONE_YEARS.0, |(first, _)| first.min(ZONE_YEARS.0));
        let start =
            |year| NaiveDate::from_ymd_opt(year, 1, 1).map_or(ALL_TIME.open, |date| day_of(date) * DAY);
        let settled = start(dated.saturating_sub(1)).min(at);
        settled.saturating_sub(i64::from(PERIOD + 1) * 366 * DAY)
    }
}

/// Cuts a range into stretches that are short enough to hold in memory.
pub(super) fn stretches(from: i64, to: i64) -> impl Iterator<Item = Interval> {
    let starts = std::iter::successors(Some(from), |start| Some(start + STRETCH.1 * DAY));
    starts
        .take_while(move |start| *start < to)
        .map(move |open| Interval { open, close: (open + STRETCH.1 * DAY).min(to) })
}
