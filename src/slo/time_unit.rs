use std::fmt;

use serde::{Deserialize, Serialize};

use super::{ExactRatio, SloError};
use crate::quantity::{Number, Span};

/// A unit in which time is read and shown.
///
/// ```
/// use service_quality::slo::TimeUnit;
///
/// let outage = TimeUnit::Minute.span("43.2".parse()?)?;
/// assert_eq!(outage.to_string(), "PT43M12S");
/// assert_eq!(TimeUnit::Hour.of(outage, 3)?.to_string(), "0.72");
/// assert!(TimeUnit::Minute.span("0.001".parse()?).is_err(), "less than a second");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// 秒.
    #[default]
    Second,
    /// 分钟.
    Minute,
    /// 小时.
    Hour,
    /// 24 hours, 天.
    Day,
}

impl TimeUnit {
    /// How many seconds one is.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
        }
    }

    /// So many of the unit as a span.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for what is no whole number of seconds.
    pub fn span(self, amount: Number) -> Result<Span, SloError> {
        let seconds = ExactRatio::from(amount).checked_mul(ExactRatio::whole(self.seconds().into()));
        let seconds = match seconds.map(ExactRatio::terms) {
            Some((seconds, 1)) => i64::try_from(seconds).ok(),
            _ => None,
        };
        seconds.map(Span::from_seconds).ok_or_else(|| {
            SloError::not_allowed(
                "time",
                &format_args!("{amount} {self}s"),
                "a whole number of seconds; round it first",
            )
        })
    }

    /// A span in the unit, rounded half away from zero to `places` decimals (at most 9).
    ///
    /// # Errors
    /// [`SloError::TooLarge`] past 10^15.
    pub fn of(self, span: Span, places: u32) -> Result<Number, SloError> {
        self.of_seconds(span.into(), places)
    }

    /// Seconds in the unit, rounded half away from zero to `places` decimals (at most 9).
    ///
    /// ```
    /// use service_quality::quantity::Number;
    /// use service_quality::slo::TimeUnit;
    /// let allowed: Number = "5162.4".parse()?;
    /// assert_eq!(TimeUnit::Minute.of_seconds(allowed.into(), 2)?.to_string(), "86.04");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As of [`TimeUnit::of`].
    pub fn of_seconds(self, seconds: ExactRatio, places: u32) -> Result<Number, SloError> {
        let count = seconds.checked_div(ExactRatio::whole(self.seconds().into()));
        let shown = count.and_then(|count| count.rounded(places));
        shown.ok_or_else(|| SloError::too_large(format!("a time in {self}s")))
    }
}

impl fmt::Display for TimeUnit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        })
    }
}
