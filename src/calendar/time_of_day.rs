use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{NaiveTime, Timelike};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::CalendarError;
use super::hours::{second_of_day, write_second_of_day};
use crate::quantity::excerpt;

/// A wall time (时刻) in whole seconds, from `00:00` to `23:59:59`: the "16:00" of "the next business day at 16:00".
///
/// Written `16:00`, with seconds where there are any. `24:00` is refused: it is a closing, and as an instant the
/// `00:00` of the next day.
///
/// ```
/// use service_quality::calendar::{Calendar, TimeOfDay, Week, WorkingTime};
///
/// let four: TimeOfDay = "16:00".parse()?;
/// assert_eq!(serde_json::to_string(&four)?, r#""16:00""#);
/// assert!("24:00".parse::<TimeOfDay>().is_err());
///
/// let calendar = Calendar::builder("UTC".parse()?).weekly(Week::new().mon_fri("09:00-17:00")?).build()?;
/// let due = calendar.business_day_at("2026-03-06T12:00:00Z".parse()?, 1, four.into())?;
/// assert_eq!(due, "2026-03-09T16:00:00Z".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(NaiveTime);

fn unreadable(given: &str) -> CalendarError {
    CalendarError::Unreadable {
        what: "time of day",
        given: excerpt(given),
        allowed: "`HH:MM` or `HH:MM:SS`, from `00:00` to `23:59:59`",
    }
}

impl FromStr for TimeOfDay {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let second = second_of_day(text).and_then(|second| u32::try_from(second).ok());
        // One that is too late for a day has no time.
        let time = second.and_then(|second| NaiveTime::from_num_seconds_from_midnight_opt(second, 0));
        time.map(Self).ok_or_else(|| unreadable(text))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_second_of_day(self.0.num_seconds_from_midnight().into(), formatter)
    }
}

/// Refuses fractions of a second, a leap second among them.
impl TryFrom<NaiveTime> for TimeOfDay {
    type Error = CalendarError;

    fn try_from(time: NaiveTime) -> Result<Self, CalendarError> {
        if time.nanosecond() == 0 { Ok(Self(time)) } else { Err(unreadable(&time.to_string())) }
    }
}

impl From<TimeOfDay> for NaiveTime {
    fn from(time: TimeOfDay) -> Self {
        time.0
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_second_of_a_day_reads_as_it_is_written() {
        let all = (0..86_400).map(|second| NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap());
        let mut last = None;
        for time in all.map(|time| TimeOfDay::try_from(time).unwrap()) {
            assert_eq!(time.to_string().parse(), Ok(time));
            assert!(last < Some(time));
            last = Some(time);
        }
        assert_eq!(last.unwrap().to_string(), "23:59:59");
    }

    #[test]
    fn what_is_no_time_of_day_is_refused() {
        for text in
            ["", "16", "9:00", "16:60", "16:00:60", "24:00", "23:59:59.5", " 16:00", "+1:00", "16:00:00:00"]
        {
            assert_eq!(text.parse::<TimeOfDay>().unwrap_err(), unreadable(text), "{text}");
        }
        assert_eq!(
            serde_json::from_str::<TimeOfDay>(r#""24:00""#).unwrap_err().to_string(),
            "time of day `24:00` cannot be read: give `HH:MM` or `HH:MM:SS`, from `00:00` to `23:59:59`"
        );
        for nanosecond in [1, 500_000_000, 1_000_000_000] {
            let time = NaiveTime::from_hms_nano_opt(23, 59, 59, nanosecond).unwrap();
            assert!(TimeOfDay::try_from(time).is_err(), "{time}");
        }
    }
}
