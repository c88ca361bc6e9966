use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::CalendarError;
use crate::quantity::excerpt;

/// A day of every year: `12-25`. `02-29` is a day of leap years.
///
/// ```
/// use service_quality::calendar::MonthDay;
///
/// let christmas: MonthDay = "12-25".parse()?;
/// assert_eq!(christmas.on(2026).map(|date| date.to_string()).as_deref(), Some("2026-12-25"));
/// assert!("02-30".parse::<MonthDay>().is_err());
/// # Ok::<(), service_quality::calendar::CalendarError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    month: u32,
    day: u32,
}

/// A leap year, in which every day of every year exists.
const LEAP: i32 = 2_000;

impl MonthDay {
    /// The day of a month, both from 1.
    ///
    /// # Errors
    /// A day that no year has.
    pub fn new(month: u32, day: u32) -> Result<Self, CalendarError> {
        NaiveDate::from_ymd_opt(LEAP, month, day)
            .map(|_| Self { month, day })
            .ok_or_else(|| unreadable(&format!("{month:02}-{day:02}")))
    }

    /// The date in a year; absent for `02-29` in a year that is not a leap year.
    #[must_use]
    pub fn on(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }

    /// The date in a year, or the last one before it.
    pub(super) fn on_or_before(self, year: i32) -> Option<NaiveDate> {
        self.on(year).or_else(|| NaiveDate::from_ymd_opt(year, self.month, self.day.checked_sub(1)?))
    }

    /// The date in a year, or the first one after it.
    pub(super) fn on_or_after(self, year: i32) -> Option<NaiveDate> {
        self.on(year).or_else(|| self.on_or_before(year)?.succ_opt())
    }
}

fn unreadable(given: &str) -> CalendarError {
    CalendarError::Unreadable {
        what: "day of the year",
        given: excerpt(given),
        allowed: "`MM-DD`, such as `12-25`",
    }
}

impl FromStr for MonthDay {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let two_digits = |part: &str| {
            (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse().ok())
                .flatten()
        };
        let parts = text.split_once('-').and_then(|(month, day)| two_digits(month).zip(two_digits(day)));
        let (month, day) = parts.ok_or_else(|| unreadable(text))?;
        Self::new(month, day)
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}-{:02}", self.month, self.day)
    }
}

impl Serialize for MonthDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MonthDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
