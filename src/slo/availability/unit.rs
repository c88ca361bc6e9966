use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{Number, PLACES, Span, divide_half_away};
use crate::slo::SloError;

/// A unit in which time is read and shown.
///
/// ```
/// use service_quality::slo::availability::TimeUnit;
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
        let scaled = amount.to_scaled() * i128::from(self.seconds());
        let whole = (scaled % 10_i128.pow(PLACES) == 0).then_some(scaled / 10_i128.pow(PLACES));
        let seconds = whole.and_then(|whole| i64::try_from(whole).ok());
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
        self.part(span.seconds().into(), 1, places)
    }

    /// Seconds in the unit, rounded half away from zero to `places` decimals (at most 9).
    ///
    /// ```
    /// use service_quality::slo::availability::TimeUnit;
    /// assert_eq!(TimeUnit::Minute.of_seconds("5162.4".parse()?, 2)?.to_string(), "86.04");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As of [`TimeUnit::of`].
    pub fn of_seconds(self, seconds: Number, places: u32) -> Result<Number, SloError> {
        self.part(seconds.to_scaled(), 10_i128.pow(PLACES), places)
    }

    /// `seconds / of` in the unit, rounded; `of` is not 0.
    pub(in crate::slo) fn part(self, seconds: i128, of: i128, places: u32) -> Result<Number, SloError> {
        let places = places.min(PLACES);
        let wide = seconds.checked_mul(10_i128.pow(places));
        let parts = of.checked_mul(self.seconds().into());
        let rounded = wide.zip(parts).and_then(|(wide, parts)| divide_half_away(wide, parts));
        let shown = rounded.and_then(|scaled| Number::from_scaled(scaled, places));
        shown.ok_or_else(|| SloError::TooLarge { what: format!("a time in {self}s") })
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
