use std::fmt;
use std::str::FromStr;

#[cfg(feature = "tz")]
use chrono::TimeZone;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{QuantityError, Timestamp, excerpt, wire};

/// A time zone: an IANA name (feature `tz`) or a fixed offset from UTC.
///
/// Wall times become instants by one rule everywhere: a wall time that does not exist (clocks went forward) is
/// shifted forward by the gap; one that occurs twice (clocks went back) is its first occurrence. Rules end where
/// the compiled-in time-zone data ends (the year 2100); later years keep the last offset.
///
/// ```
/// use service_quality::quantity::Zone;
///
/// # #[cfg(feature = "tz")] {
/// let berlin: Zone = "Europe/Berlin".parse()?;
/// let wall = |text: &str| text.parse::<chrono::NaiveDateTime>();
/// assert_eq!(berlin.instant(wall("2026-03-29T02:30:00")?)?.to_string(), "2026-03-29T01:30:00Z"); // gap: 03:30 summer time
/// assert_eq!(berlin.instant(wall("2026-10-25T02:30:00")?)?.to_string(), "2026-10-25T00:30:00Z"); // fold: the first
/// # }
/// assert_eq!("+08:00".parse::<Zone>()?.to_string(), "+08:00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Kind);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Fixed(FixedOffset),
    #[cfg(feature = "tz")]
    Named(chrono_tz::Tz),
}

impl Zone {
    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self(Kind::Fixed(Utc.fix()))
    }

    /// A fixed offset of whole minutes east of UTC, less than a day either way.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`] for a day or more.
    pub fn fixed(minutes_east: i32) -> Result<Self, QuantityError> {
        let offset = minutes_east.checked_mul(60).and_then(FixedOffset::east_opt);
        offset.map(|offset| Self(Kind::Fixed(offset))).ok_or_else(|| QuantityError::OutOfRange {
            what: "offset",
            given: minutes_east.to_string(),
            allowed: "less than 24 hours either side of UTC, in minutes",
        })
    }

    /// The wall time at an instant.
    #[must_use]
    pub fn wall(&self, at: Timestamp) -> NaiveDateTime {
        civil(self.local_of_instant(at.seconds()))
    }

    /// The local date at an instant.
    #[must_use]
    pub fn date(&self, at: Timestamp) -> NaiveDate {
        self.wall(at).date()
    }

    /// The instant of a wall time: in a gap shifted forward by the gap, in a fold the first occurrence.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`] when the instant lies outside the years 1 to 9999.
    pub fn instant(&self, wall: NaiveDateTime) -> Result<Timestamp, QuantityError> {
        Timestamp::from_seconds(self.instant_seconds(wall))
    }

    /// Whether a local date has any instant at all; Apia had no 30 December 2011.
    #[must_use]
    pub fn has_date(&self, date: NaiveDate) -> bool {
        let midnight = date.and_time(NaiveTime::MIN).and_utc().timestamp();
        self.has_day_of(midnight)
    }

    /// As [`Zone::has_date`], for the local midnight that begins the date.
    pub(crate) fn has_day_of(self, midnight: i64) -> bool {
        let (start, skipped) = self.instant_of_local(midnight);
        !skipped || self.local_of_instant(start).div_euclid(86_400) == midnight.div_euclid(86_400)
    }

    /// As [`Zone::instant`], in seconds, unchecked against the range of [`Timestamp`].
    pub(crate) fn instant_seconds(self, wall: NaiveDateTime) -> i64 {
        self.instant_of_local(wall.and_utc().timestamp()).0
    }

    /// The instant of a wall time, and whether the wall time was skipped by the clocks.
    ///
    /// `local` counts the seconds of the wall clock from its 1970-01-01T00:00:00.
    pub(crate) fn instant_of_local(self, local: i64) -> (i64, bool) {
        match self.0 {
            Kind::Fixed(offset) => (local - i64::from(offset.local_minus_utc()), false),
            #[cfg(feature = "tz")]
            Kind::Named(zone) => match zone.offset_from_local_datetime(&civil(local)) {
                chrono::LocalResult::Single(offset) => {
                    (local - i64::from(offset.fix().local_minus_utc()), false)
                }
                chrono::LocalResult::Ambiguous(one, other) => {
                    let later_clock = one.fix().local_minus_utc().max(other.fix().local_minus_utc());
                    (local - i64::from(later_clock), false)
                }
                chrono::LocalResult::None => (local - self.offset_before_gap(local), true),
            },
        }
    }

    /// The wall time at an instant, in seconds of the wall clock from its 1970-01-01T00:00:00.
    pub(crate) fn local_of_instant(self, at: i64) -> i64 {
        at + match self.0 {
            Kind::Fixed(offset) => i64::from(offset.local_minus_utc()),
            #[cfg(feature = "tz")]
            Kind::Named(zone) => i64::from(zone.offset_from_utc_datetime(&civil(at)).fix().local_minus_utc()),
        }
    }

    /// The offset in force until the gap that swallows a wall time.
    ///
    /// Local time jumps over `local` at one instant; halving finds it however large the jump.
    #[cfg(feature = "tz")]
    fn offset_before_gap(self, local: i64) -> i64 {
        const WIDEST: i64 = 50 * 3_600;
        let (mut before, mut after) = (local - WIDEST, local + WIDEST);
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            if self.local_of_instant(middle) <= local { before = middle } else { after = middle }
        }
        self.local_of_instant(before) - before
    }
}

/// Seconds from 1970-01-01T00:00:00 as date and time.
fn civil(seconds: i64) -> NaiveDateTime {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().naive_utc()
}

impl FromStr for Zone {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        if matches!(text, "UTC" | "Z" | "Etc/UTC") {
            return Ok(Self::utc());
        }
        if text.starts_with(['+', '-']) {
            return fixed_offset(text).ok_or_else(|| unknown(text));
        }
        #[cfg(feature = "tz")]
        if let Ok(zone) = text.parse::<chrono_tz::Tz>() {
            return Ok(Self(Kind::Named(zone)));
        }
        Err(unknown(text))
    }
}

/// `+08:00`, `-03:30`.
fn fixed_offset(text: &str) -> Option<Zone> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let two_digits = |part: &str| {
        (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<i32>().ok())
            .flatten()
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    if minutes > 59 {
        return None;
    }
    Zone::fixed(sign * (hours * 60 + minutes)).ok()
}

fn unknown(text: &str) -> QuantityError {
    let tz_hint =
        if cfg!(feature = "tz") { "" } else { " (not known to this build: switch on the feature `tz`)" };
    QuantityError::UnknownZone { given: excerpt(text), tz_hint }
}

impl fmt::Display for Zone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Fixed(offset) if offset.local_minus_utc() == 0 => formatter.pad("UTC"),
            Kind::Fixed(offset) => formatter.pad(&offset.to_string()),
            #[cfg(feature = "tz")]
            Kind::Named(zone) => formatter.pad(zone.name()),
        }
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Zone({self})")
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::string(deserializer, "a time zone such as \"Europe/Berlin\", \"UTC\" or \"+08:00\"")
    }
}
