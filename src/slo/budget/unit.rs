use std::fmt;

use serde::{Deserialize, Serialize};

use super::ExactRatio;
use crate::quantity::{Number, Span};
use crate::slo::SloError;

/// A unit in which contracts write time.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::budget::TimeUnit;
///
/// assert_eq!(TimeUnit::Days.span("30.4375".parse()?)?, Span::from_seconds(2_629_800));
/// assert_eq!(TimeUnit::Minutes.shown(Span::from_seconds(2_592).into(), 1), Some("43.2".parse()?));
/// assert!(TimeUnit::Minutes.span("0.001".parse()?).is_err(), "time is whole seconds");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days of 24 hours.
    Days,
}

impl TimeUnit {
    /// How many seconds it has.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        match self {
            Self::Seconds => 1,
            Self::Minutes => 60,
            Self::Hours => 3_600,
            Self::Days => 86_400,
        }
    }

    /// So much of the unit as whole seconds.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for what is no whole number of seconds; it is not rounded.
    pub fn span(self, amount: Number) -> Result<Span, SloError> {
        let seconds = ExactRatio::from(amount).checked_mul(ExactRatio::whole(self.seconds().into()));
        match seconds.map(ExactRatio::terms) {
            Some((seconds, 1)) => i64::try_from(seconds).ok().map(Span::from_seconds),
            _ => None,
        }
        .ok_or_else(|| {
            SloError::not_allowed(
                self.to_string(),
                &amount,
                "what makes a whole number of seconds, below 2^63",
            )
        })
    }

    /// So many seconds in this unit, rounded half away from zero; absent beyond the range of [`Number`].
    #[must_use]
    pub fn shown(self, seconds: ExactRatio, places: u32) -> Option<Number> {
        seconds.checked_div(ExactRatio::whole(self.seconds().into()))?.rounded(places)
    }
}

impl fmt::Display for TimeUnit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        })
    }
}
