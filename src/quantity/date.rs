use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{QuantityError, excerpt, wire};

/// A civil day of the years 1 to 9999: a due day, a day of review.
///
/// Which instants it holds, a [`Zone`](super::Zone) says; whose zone is meant, the owner of the day says.
///
/// ```
/// use service_quality::quantity::Date;
///
/// let due: Date = "2026-01-31".parse()?;
/// assert_eq!(due.plus_months(1).map(|day| day.to_string()).as_deref(), Some("2026-02-28"), "the last day of a shorter month");
/// assert_eq!(due.days_until("2026-02-02".parse()?), 2);
/// assert_eq!(serde_json::to_string(&due)?, r#""2026-01-31""#);
/// assert!("2026-02-30".parse::<Date>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    /// The years that days and instants cover.
    pub(crate) const YEARS: std::ops::RangeInclusive<i32> = 1..=9_999;

    /// Checks a day of `chrono`.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`] outside the years 1 to 9999.
    pub fn new(day: NaiveDate) -> Result<Self, QuantityError> {
        within_years(day).ok_or_else(|| QuantityError::OutOfRange {
            what: "date",
            given: excerpt(&day.to_string()),
            allowed: "the years 1 to 9999",
        })
    }

    /// The day as `chrono` has it.
    #[must_use]
    pub const fn naive(self) -> NaiveDate {
        self.0
    }

    /// How many days later another day is; negative for an earlier one.
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        other.0.signed_duration_since(self.0).num_days()
    }

    /// So many days later; absent past the year 9999.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Option<Self> {
        self.0.checked_add_days(Days::new(days.into())).and_then(within_years)
    }

    /// So many days earlier; absent before the year 1.
    #[must_use]
    pub fn minus_days(self, days: u32) -> Option<Self> {
        self.0.checked_sub_days(Days::new(days.into())).and_then(within_years)
    }

    /// The same day so many months later, the last day of a month that is too short; absent past the year 9999.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Option<Self> {
        self.0.checked_add_months(Months::new(months)).and_then(within_years)
    }
}

fn within_years(day: NaiveDate) -> Option<Date> {
    Date::YEARS.contains(&day.year()).then_some(Date(day))
}

impl FromStr for Date {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let digits = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let day = digits.then(|| text.parse::<NaiveDate>().ok()).flatten();
        day.and_then(within_years).ok_or_else(|| QuantityError::Unreadable {
            what: "date",
            given: excerpt(text),
            allowed: "`YYYY-MM-DD`, a date of the years 1 to 9999",
        })
    }
}

impl TryFrom<NaiveDate> for Date {
    type Error = QuantityError;

    fn try_from(day: NaiveDate) -> Result<Self, QuantityError> {
        Self::new(day)
    }
}

impl From<Date> for NaiveDate {
    fn from(day: Date) -> Self {
        day.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::string(deserializer, "a date as a string, `2026-03-02`")
    }
}
