use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::CalendarError;
use super::interval::{DAY, Interval};
use crate::quantity::excerpt;

/// The opening hours of one day (营业时间), in local wall time: any number of half-open intervals.
///
/// Written `09:00-12:00, 13:00-18:00`, with seconds where there are any. `24:00` closes at the end of the day;
/// `22:00-06:00` closes on the next day. Intervals that overlap or touch are one. No interval at all is a closed
/// day.
///
/// In a document: a list with one text an interval, or the one text.
///
/// ```
/// use service_quality::calendar::Hours;
///
/// let hours: Hours = "13:00-18:00, 09:00-12:30, 12:00-12:45".parse()?;
/// assert_eq!(hours.to_string(), "09:00-12:45, 13:00-18:00");
/// assert_eq!(serde_json::to_string(&hours)?, r#"["09:00-12:45","13:00-18:00"]"#);
/// assert!("09:00-09:00".parse::<Hours>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Hours(Vec<Interval>); // seconds of the wall clock from midnight; `close` is at most a day after `open`

impl Hours {
    /// A closed day.
    #[must_use]
    pub const fn closed() -> Self {
        Self(Vec::new())
    }

    /// `00:00-24:00`.
    #[must_use]
    pub fn whole_day() -> Self {
        Self(vec![Interval { open: 0, close: DAY }])
    }

    /// Whether the day is closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.is_empty()
    }

    /// The intervals, with those that cross midnight running past [`DAY`].
    pub(super) fn intervals(&self) -> &[Interval] {
        &self.0
    }

    /// The parts that fall on the day itself.
    pub(super) fn on_the_day(&self) -> impl Iterator<Item = Interval> {
        self.0.iter().map(|interval| Interval { open: interval.open, close: interval.close.min(DAY) })
    }

    /// The parts after midnight, as hours of the next day.
    pub(super) fn on_the_next_day(&self) -> impl Iterator<Item = Interval> {
        self.0
            .iter()
            .filter(|interval| interval.close > DAY)
            .map(|interval| Interval { open: 0, close: interval.close - DAY })
    }

    /// Sorts the intervals and joins them, as far as a joint one can be written: three shifts around the clock stay
    /// two, for `06:00-06:00` would say nothing.
    fn new(mut intervals: Vec<Interval>) -> Self {
        intervals.sort_unstable();
        intervals.dedup_by(|next, last| {
            let joint = Interval { open: last.open, close: last.close.max(next.close) };
            let joined = next.open <= last.close
                && (joint.seconds() < DAY || joint == Interval { open: 0, close: DAY } || joint == *last);
            if joined {
                *last = joint;
            }
            joined
        });
        Self(intervals)
    }
}

impl FromStr for Hours {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        if text.trim().is_empty() {
            return Ok(Self::closed());
        }
        text.split(',').map(|part| interval(part.trim())).collect::<Result<_, _>>().map(Self::new)
    }
}

/// `HH:MM-HH:MM`, each with optional seconds.
fn interval(text: &str) -> Result<Interval, CalendarError> {
    let unreadable = || CalendarError::Unreadable {
        what: "opening hours",
        given: excerpt(text),
        allowed: "`HH:MM-HH:MM`, such as `09:00-12:30`, `22:00-06:00` or `00:00-24:00`",
    };
    let (open, close) = text.split_once('-').ok_or_else(unreadable)?;
    let open = second_of_day(open.trim_end()).filter(|open| *open < DAY).ok_or_else(unreadable)?;
    let close = second_of_day(close.trim_start()).ok_or_else(unreadable)?;
    if open == close {
        return Err(CalendarError::NoLength { given: excerpt(text) });
    }
    Ok(Interval { open, close: if close < open { close + DAY } else { close } })
}

/// `HH:MM` or `HH:MM:SS`, up to `24:00`.
pub(super) fn second_of_day(text: &str) -> Option<i64> {
    let mut parts = text.split(':').map(|part| {
        (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<i64>().ok())
            .flatten()
    });
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let total = hour * 3_600 + minute * 60 + second;
    (parts.next().is_none() && minute < 60 && second < 60 && total <= DAY).then_some(total)
}

/// `HH:MM`, or `HH:MM:SS` where there are seconds.
pub(super) fn write_second_of_day(second: i64, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(formatter, "{:02}:{:02}", second / 3_600, second / 60 % 60)?;
    if second % 60 == 0 { Ok(()) } else { write!(formatter, ":{:02}", second % 60) }
}

/// `09:00-12:30`.
struct Written(Interval);

impl fmt::Display for Written {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Interval { open, close } = self.0;
        write_second_of_day(open, formatter)?;
        formatter.write_str("-")?;
        write_second_of_day(if close > DAY { close - DAY } else { close }, formatter)
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_closed() {
            return formatter.write_str("closed");
        }
        for (index, interval) in self.0.iter().enumerate() {
            write!(formatter, "{}{}", if index == 0 { "" } else { ", " }, Written(*interval))?;
        }
        Ok(())
    }
}

impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|interval| Written(*interval).to_string()))
    }
}

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct HoursVisitor;

        impl<'de> Visitor<'de> for HoursVisitor {
            type Value = Hours;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("opening hours such as [\"09:00-12:00\", \"13:00-18:00\"]")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Hours, E> {
                text.parse().map_err(E::custom)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Hours, A::Error> {
                let mut intervals = Vec::new();
                while let Some(hours) = list.next_element::<IntervalText>()? {
                    intervals.push(hours.0);
                }
                Ok(Hours::new(intervals))
            }
        }

        deserializer.deserialize_any(HoursVisitor)
    }
}

/// One interval of a list.
struct IntervalText(Interval);

impl<'de> Deserialize<'de> for IntervalText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        interval(&text).map(Self).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, written: &str) {
        assert_eq!(text.parse::<Hours>().unwrap().to_string(), written);
    }

    #[test]
    fn hours_are_sorted_and_merged() {
        reads("", "closed");
        reads("09:00-12:00,12:00-17:00", "09:00-17:00");
        reads("12:00-17:00, 09:00-13:00", "09:00-17:00");
        reads("22:00-06:00", "22:00-06:00");
        reads("22:00-06:00, 20:00-23:00, 23:00-07:00", "20:00-07:00");
        reads("22:00-06:00, 06:00-14:00, 14:00-22:00", "06:00-22:00, 22:00-06:00");
        reads("00:00-08:00, 08:00-24:00, 22:00-06:00", "00:00-24:00, 22:00-06:00");
        reads("22:00-00:00", "22:00-24:00");
        reads("08:30:15 - 24:00", "08:30:15-24:00");
    }

    #[test]
    fn pitfall_14_the_last_minute_is_not_special() {
        assert_eq!("00:00-23:59".parse::<Hours>().unwrap().intervals()[0].close, DAY - 60);
        assert_eq!("00:00-24:00".parse::<Hours>().unwrap(), Hours::whole_day());
    }

    #[test]
    fn what_is_no_interval_is_refused() {
        for text in [
            "9:00-17:00",
            "09:00",
            "09:00-24:01",
            "24:00-06:00",
            "09:60-17:00",
            "09:00-17:00-18:00",
            "a-b",
            "+9:00-17:00",
            "09:00-17:00,",
            "09:00:00:00-17:00",
        ] {
            let error = text.parse::<Hours>().unwrap_err();
            assert!(matches!(error, CalendarError::Unreadable { .. }), "{text}: {error}");
        }
        let error = "09:00-09:00".parse::<Hours>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "opening hours `09:00-09:00` have no length: leave them out, or give `00:00-24:00` for a whole day"
        );
    }

    #[test]
    fn a_document_may_give_a_list_or_a_text() {
        let list: Hours = serde_json::from_str(r#"["13:00-18:00", "09:00-12:00"]"#).unwrap();
        let text: Hours = serde_json::from_str(r#""09:00-12:00, 13:00-18:00""#).unwrap();
        assert_eq!(list, text);
        assert!(serde_json::from_str::<Hours>("[9]").is_err());
    }
}
