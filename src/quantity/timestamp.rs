use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeZone, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{QuantityError, Span, excerpt, wire};

/// An instant of UTC in whole seconds, from the start of year 1 to the end of year 9999.
///
/// A fraction of a second is dropped towards the past, at every border of the crate alike, so that the length
/// of an interval is never wrong by a second or more. Written and read as RFC 3339; any offset is read, `Z` is
/// written. A wall time without offset is not an instant: see [`Zone::instant`](super::Zone::instant).
///
/// ```
/// use service_quality::quantity::{Span, Timestamp};
///
/// let opened: Timestamp = "2026-03-02T10:00:00+01:00".parse()?;
/// assert_eq!(opened.to_string(), "2026-03-02T09:00:00Z");
/// let due = opened.checked_add(Span::from_hours(4)).ok_or("out of range")?;
/// assert_eq!(due.since(opened), Span::from_hours(4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_135_596_800);
    /// 9999-12-31T23:59:59Z.
    pub const MAX: Self = Self(253_402_300_799);
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);

    /// The instant so many seconds after 1970-01-01T00:00:00Z, leap seconds not counted.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`] outside the years 1 to 9999.
    pub fn from_seconds(seconds: i64) -> Result<Self, QuantityError> {
        let timestamp = Self(seconds);
        if timestamp < Self::MIN || timestamp > Self::MAX {
            return Err(out_of_range(&seconds.to_string()));
        }
        Ok(timestamp)
    }

    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// The signed time from `earlier` to this instant.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Span {
        Span::from_seconds(self.0 - earlier.0)
    }

    /// The instant a span later; absent outside the years 1 to 9999.
    #[must_use]
    pub fn checked_add(self, span: Span) -> Option<Self> {
        self.0.checked_add(span.seconds()).and_then(|seconds| Self::from_seconds(seconds).ok())
    }

    /// The instant a span earlier; absent outside the years 1 to 9999.
    #[must_use]
    pub fn checked_sub(self, span: Span) -> Option<Self> {
        self.checked_add(-span)
    }

    /// The instant as a `chrono` value.
    #[must_use]
    pub fn to_datetime(self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0, 0).unwrap_or_default()
    }

    /// Seconds that were proven to lie in range when a table was built; where instants are made by the million.
    #[inline]
    pub(crate) const fn known(seconds: i64) -> Self {
        debug_assert!(Self::MIN.0 <= seconds && seconds <= Self::MAX.0);
        Self(seconds)
    }

    /// Seconds already known to lie in range.
    pub(crate) const fn clamped(seconds: i64) -> Self {
        if seconds < Self::MIN.0 {
            Self::MIN
        } else if seconds > Self::MAX.0 {
            Self::MAX
        } else {
            Self(seconds)
        }
    }
}

fn out_of_range(given: &str) -> QuantityError {
    QuantityError::OutOfRange {
        what: "instant",
        given: excerpt(given),
        allowed: "0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z",
    }
}

impl<Z: TimeZone> TryFrom<DateTime<Z>> for Timestamp {
    type Error = QuantityError;

    /// Drops the fraction of a second towards the past.
    fn try_from(at: DateTime<Z>) -> Result<Self, QuantityError> {
        Self::from_seconds(at.timestamp())
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(at: Timestamp) -> Self {
        at.to_datetime()
    }
}

impl FromStr for Timestamp {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let at = DateTime::parse_from_rfc3339(text).map_err(|_| QuantityError::Unreadable {
            what: "instant",
            given: excerpt(text),
            allowed: "RFC 3339 with an offset, such as `2026-03-02T09:00:00Z`",
        })?;
        Self::from_seconds(at.timestamp()).map_err(|_| out_of_range(text))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.to_datetime().format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::string(deserializer, "an RFC 3339 instant such as \"2026-03-02T09:00:00Z\"")
    }
}
