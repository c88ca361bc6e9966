use serde::{Deserialize, Serialize};

use crate::quantity::{Number, PLACES, Span};
use crate::slo::SloError;

/// The target time `T` of an Apdex, in seconds.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::apdex::{ApdexTarget, ApdexZone};
///
/// let target = ApdexTarget::new("0.5".parse()?)?;
/// assert_eq!(target.zone("0.5".parse()?)?, ApdexZone::Satisfied, "the target time itself satisfies");
/// assert_eq!(target.zone("2".parse()?)?, ApdexZone::Tolerating, "and four times that is tolerated");
/// assert_eq!(target.zone("2.001".parse()?)?, ApdexZone::Frustrated);
/// assert_eq!(target.zone_of(Span::from_seconds(1))?, ApdexZone::Tolerating);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Number", into = "Number")]
pub struct ApdexTarget(Number);

/// How a user takes an answer.
///
/// ```
/// use service_quality::slo::apdex::ApdexZone;
/// assert_eq!(serde_json::to_string(&ApdexZone::Tolerating)?, r#""tolerating""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApdexZone {
    /// Within `T`, 满意.
    Satisfied,
    /// Within `4T`, 可容忍.
    Tolerating,
    /// Slower, or an error, 失望.
    Frustrated,
}

impl ApdexTarget {
    /// A target time in seconds.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for 0 or less.
    pub fn new(seconds: Number) -> Result<Self, SloError> {
        if seconds <= Number::ZERO {
            return Err(SloError::not_allowed(
                "the target time of an Apdex",
                &seconds,
                "more than 0 seconds",
            ));
        }
        Ok(Self(seconds))
    }

    /// The target time in seconds.
    #[must_use]
    pub const fn seconds(self) -> Number {
        self.0
    }

    /// The zone of an answer that took so many seconds.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for less than 0.
    pub fn zone(self, seconds: Number) -> Result<ApdexZone, SloError> {
        self.zone_of_scaled(seconds.to_scaled())
            .ok_or_else(|| SloError::not_allowed("the time of an answer", &seconds, "0 seconds or more"))
    }

    /// The zone of an answer that took a span.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for less than nothing.
    pub fn zone_of(self, span: Span) -> Result<ApdexZone, SloError> {
        self.zone_of_scaled(i128::from(span.seconds()) * 10_i128.pow(PLACES))
            .ok_or_else(|| SloError::not_allowed("the time of an answer", &span, "no time or more"))
    }

    fn zone_of_scaled(self, time: i128) -> Option<ApdexZone> {
        let target = self.0.to_scaled();
        match time {
            ..0 => None,
            _ if time <= target => Some(ApdexZone::Satisfied),
            _ if time <= 4 * target => Some(ApdexZone::Tolerating),
            _ => Some(ApdexZone::Frustrated),
        }
    }
}

/// 4 seconds, the specification's.
impl Default for ApdexTarget {
    fn default() -> Self {
        Self(Number::from(4))
    }
}

impl TryFrom<Number> for ApdexTarget {
    type Error = SloError;

    fn try_from(seconds: Number) -> Result<Self, SloError> {
        Self::new(seconds)
    }
}

impl From<ApdexTarget> for Number {
    fn from(target: ApdexTarget) -> Self {
        target.0
    }
}
