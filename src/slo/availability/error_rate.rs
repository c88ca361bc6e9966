use serde::{Deserialize, Serialize};

use super::tally::too_large;
use super::{RequestTally, ServiceLevel};
use crate::quantity::{Number, PLACES, Share};
use crate::slo::SloError;

/// Availability by the mean error rate (平均错误率) of equal intervals, as the Amazon S3 and EC2 agreements have it (100 %
/// less the average of the error rates of each five-minute interval). Merges in any order to equal bytes.
///
/// A quiet interval weighs as much as a busy one; [`RequestTally`] weighs each request alike. It is also the level of ratio
/// time slices in `OpenSLO`: the mean of the slices' own ratios.
///
/// ```
/// use service_quality::slo::availability::{ErrorRateTally, IdleInterval};
///
/// let mut hour = ErrorRateTally::default();
/// for rate in ["0", "0", "0.5", "0", "0", "0.1"] {
///     hour.record(rate.parse()?)?;
/// }
/// assert_eq!(hour.level(IdleInterval::NoErrors).map(|level| level.percent(2).to_string()).as_deref(), Some("90"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawErrorRate", into = "RawErrorRate")]
pub struct ErrorRateTally {
    intervals: u64,
    idle: u64,
    rates: Number,
}

/// What an interval without any request is.
///
/// ```
/// use service_quality::slo::availability::{ErrorRateTally, IdleInterval, RequestTally};
///
/// let mut hour = ErrorRateTally::default();
/// hour.record_requests(RequestTally::new(1, 4)?)?;
/// hour.record_requests(RequestTally::new(0, 0)?)?;
/// let percent = |idle| hour.level(idle).map(|level| level.percent(1).to_string());
/// assert_eq!(percent(IdleInterval::NoErrors).as_deref(), Some("87.5"));
/// assert_eq!(percent(IdleInterval::LeftOut).as_deref(), Some("75"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdleInterval {
    /// One without errors, as Amazon counts it.
    #[default]
    NoErrors,
    /// None.
    LeftOut,
}

impl ErrorRateTally {
    /// Counts an interval with its error rate.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] past 10^15 intervals.
    pub fn record(&mut self, rate: Share) -> Result<(), SloError> {
        self.merge(&Self { intervals: 1, idle: 0, rates: Number::new(rate.value())? })
    }

    /// Counts an interval by its requests. Its error rate is kept to nine places, rounded half away from zero: a sum of
    /// fractions without common denominators has no bounded size.
    ///
    /// # Errors
    /// As of [`ErrorRateTally::record`].
    pub fn record_requests(&mut self, requests: RequestTally) -> Result<(), SloError> {
        match Number::ratio(requests.failed().into(), requests.requests().into(), PLACES) {
            Some(rate) => self.merge(&Self { intervals: 1, idle: 0, rates: rate }),
            None => self.merge(&Self { intervals: 1, idle: 1, rates: Number::ZERO }),
        }
    }

    /// All intervals.
    #[must_use]
    pub const fn intervals(&self) -> u64 {
        self.intervals
    }

    /// Those without any request.
    #[must_use]
    pub const fn idle(&self) -> u64 {
        self.idle
    }

    /// One less the mean error rate; absent without intervals that count.
    #[must_use]
    pub fn level(&self, idle: IdleInterval) -> Option<ServiceLevel> {
        let counted = match idle {
            IdleInterval::NoErrors => self.intervals,
            IdleInterval::LeftOut => self.intervals.checked_sub(self.idle)?,
        };
        let errors = u128::try_from(self.rates.to_scaled()).ok()?;
        ServiceLevel::without(errors, u128::from(counted) * 10_u128.pow(PLACES))
    }

    /// Adds another tally.
    ///
    /// # Errors
    /// [`SloError::TooLarge`], and nothing is added, past 10^15 intervals.
    pub fn merge(&mut self, other: &Self) -> Result<(), SloError> {
        let intervals = self.intervals.checked_add(other.intervals).filter(|sum| *sum <= MOST);
        let rates = Number::from_scaled(self.rates.to_scaled() + other.rates.to_scaled(), PLACES);
        let (intervals, rates) = intervals.zip(rates).ok_or_else(|| too_large("the number of intervals"))?;
        // No overflow: never more idle ones than there are.
        *self = Self { intervals, idle: self.idle.saturating_add(other.idle), rates };
        Ok(())
    }
}

/// As many as the sum of their error rates can hold.
const MOST: u64 = 10_u64.pow(15);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "counted error rates as an object")]
struct RawErrorRate {
    intervals: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    idle: u64,
    rates: Number,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl TryFrom<RawErrorRate> for ErrorRateTally {
    type Error = SloError;

    fn try_from(RawErrorRate { intervals, idle, rates }: RawErrorRate) -> Result<Self, SloError> {
        if intervals > MOST {
            return Err(SloError::not_allowed("`intervals`", &intervals, "at most 10^15"));
        }
        let Some(busy) = intervals.checked_sub(idle) else {
            return Err(SloError::not_allowed(
                "`idle`",
                &idle,
                format!("at most all intervals, {intervals}"),
            ));
        };
        if rates < Number::ZERO || rates > Number::try_from(busy)? {
            let allowed = format!("0 to the number of intervals with requests, {busy}");
            return Err(SloError::not_allowed("`rates`", &rates, allowed));
        }
        Ok(Self { intervals, idle, rates })
    }
}

impl From<ErrorRateTally> for RawErrorRate {
    fn from(ErrorRateTally { intervals, idle, rates }: ErrorRateTally) -> Self {
        Self { intervals, idle, rates }
    }
}
