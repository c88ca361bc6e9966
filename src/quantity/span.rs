use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{QuantityError, excerpt, wire};

/// A signed duration in whole seconds: a budget, an elapsed or remaining time, a margin.
///
/// Written as an ISO 8601 duration in hours, minutes and seconds (`PT4H30M`, `-PT5M`, `PT0S`). Read from that
/// form, also with weeks and days of 24 hours (`P1DT2H`), and from a whole number of seconds. Years and months
/// are refused: their length depends on the date. Days of working time are business days, not spans.
///
/// ```
/// use service_quality::quantity::Span;
///
/// let budget: Span = "PT4H30M".parse()?;
/// assert_eq!(budget.seconds(), 16_200);
/// assert_eq!(serde_json::from_str::<Span>("90")?.to_string(), "PT1M30S");
/// assert_eq!((Span::ZERO - Span::from_minutes(5)).to_string(), "-PT5M");
/// assert!("P1M".parse::<Span>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(i64);

const ALLOWED: &str = "an ISO 8601 duration such as `PT4H30M` or whole seconds";

impl Span {
    /// No time.
    pub const ZERO: Self = Self(0);
    /// The longest span.
    pub const MAX: Self = Self(i64::MAX);
    /// The most negative span.
    pub const MIN: Self = Self(-i64::MAX);

    /// A span of whole seconds; saturates one second short of `i64::MIN`, so that every span can be negated.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        if seconds == i64::MIN { Self::MIN } else { Self(seconds) }
    }

    /// A span of whole minutes.
    #[must_use]
    pub const fn from_minutes(minutes: i32) -> Self {
        Self(minutes as i64 * 60)
    }

    /// A span of whole hours.
    #[must_use]
    pub const fn from_hours(hours: i32) -> Self {
        Self(hours as i64 * 3_600)
    }

    /// The seconds.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// The whole minutes, the fraction dropped towards the past: `-PT1S` is −1 minute.
    ///
    /// ```
    /// use service_quality::quantity::Span;
    /// assert_eq!(Span::from_seconds(119).whole_minutes(), 1);
    /// assert_eq!(Span::from_seconds(-1).whole_minutes(), -1);
    /// ```
    #[must_use]
    pub const fn whole_minutes(self) -> i64 {
        self.0.div_euclid(60)
    }

    /// The minutes, a begun one counted as whole: `PT1S` is 1 minute, `-PT1S` none. A budget of whole minutes less
    /// [`whole_minutes`](Self::whole_minutes) used is what is left in this measure.
    ///
    /// ```
    /// use service_quality::quantity::Span;
    /// let (budget, used) = (Span::from_minutes(60), Span::from_seconds(119));
    /// assert_eq!(used.whole_minutes(), 1);
    /// assert_eq!((budget - used).minutes_up(), 59);
    /// ```
    #[must_use]
    pub const fn minutes_up(self) -> i64 {
        -(-self.0).div_euclid(60)
    }

    /// The whole days of 24 hours, the fraction dropped towards the past.
    ///
    /// ```
    /// use service_quality::quantity::Span;
    /// assert_eq!(Span::from_hours(47).whole_days(), 1);
    /// assert_eq!(Span::from_hours(-48).whole_days(), -2);
    /// ```
    #[must_use]
    pub const fn whole_days(self) -> i64 {
        self.0.div_euclid(86_400)
    }

    /// Whether the span is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The sum, absent when it leaves the range.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).filter(|sum| *sum != i64::MIN).map(Self)
    }

    /// The difference, absent when it leaves the range.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).filter(|difference| *difference != i64::MIN).map(Self)
    }
}

/// Saturates at the ends of the range.
impl std::ops::Add for Span {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::from_seconds(self.0.saturating_add(other.0))
    }
}

/// Saturates at the ends of the range.
impl std::ops::Sub for Span {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::from_seconds(self.0.saturating_sub(other.0))
    }
}

impl std::ops::Neg for Span {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl FromStr for Span {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        if let Ok(seconds) = text.parse::<i64>() {
            return if seconds == i64::MIN { Err(out_of_range(text)) } else { Ok(Self(seconds)) };
        }
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let body = unsigned.strip_prefix('P').ok_or_else(|| unreadable(text))?;
        let (date, time) = match body.split_once('T') {
            Some((_, "")) => return Err(unreadable(text)),
            Some((date, time)) => (date, time),
            None => (body, ""),
        };
        if date.is_empty() && time.is_empty() {
            return Err(unreadable(text));
        }
        let seconds = components(text, date, &[('W', 604_800), ('D', 86_400)])?
            .checked_add(components(text, time, &[('H', 3_600), ('M', 60), ('S', 1)])?)
            .ok_or_else(|| out_of_range(text))?;
        Ok(Self(if negative { -seconds } else { seconds }))
    }
}

/// The sum of `<digits><unit>` items, each unit at most once and in the given order.
fn components(text: &str, mut rest: &str, units: &[(char, i64)]) -> Result<i64, QuantityError> {
    let mut total = 0_i64;
    for (unit, seconds) in units {
        let Some((digits, tail)) = rest.split_once(*unit) else { continue };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(unreadable(text));
        }
        total = digits
            .parse::<i64>()
            .ok()
            .and_then(|count| count.checked_mul(*seconds))
            .and_then(|part| total.checked_add(part))
            .ok_or_else(|| out_of_range(text))?;
        rest = tail;
    }
    if rest.is_empty() { Ok(total) } else { Err(unreadable(text)) }
}

fn unreadable(text: &str) -> QuantityError {
    QuantityError::Unreadable { what: "duration", given: excerpt(text), allowed: ALLOWED }
}

fn out_of_range(text: &str) -> QuantityError {
    QuantityError::OutOfRange { what: "duration", given: excerpt(text), allowed: "less than 2^63 seconds" }
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.0.unsigned_abs();
        let (hours, minutes, seconds) = (total / 3_600, total / 60 % 60, total % 60);
        formatter.write_str(if self.0 < 0 { "-PT" } else { "PT" })?;
        if hours > 0 {
            write!(formatter, "{hours}H")?;
        }
        if minutes > 0 {
            write!(formatter, "{minutes}M")?;
        }
        if seconds > 0 || total == 0 {
            write!(formatter, "{seconds}S")?;
        }
        Ok(())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::string_or_number(deserializer, "an ISO 8601 duration such as \"PT4H30M\" or whole seconds")
    }
}
