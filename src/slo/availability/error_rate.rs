use serde::{Deserialize, Serialize};

use super::level::allowed_parts;
use super::tally::too_large;
use super::{LevelVerdict, RequestTally, ServiceLevel};
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
    /// How many error rates were rounded.
    rounded: u64,
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
        self.merge(&Self { intervals: 1, idle: 0, rates: Number::new(rate.value())?, rounded: 0 })
    }

    /// Counts an interval by its requests. Its error rate is kept to nine places, rounded half away from zero: a sum of
    /// fractions without common denominators has no bounded size. How many were rounded is kept, so that
    /// [`ErrorRateTally::verdict`] knows how far off the sum may be.
    ///
    /// # Errors
    /// As of [`ErrorRateTally::record`].
    pub fn record_requests(&mut self, requests: RequestTally) -> Result<(), SloError> {
        match Number::ratio(requests.failed().into(), requests.requests().into(), PLACES) {
            Some(rates) => {
                let parts = u128::from(requests.failed()) * UNIT;
                let exact = parts.is_multiple_of(u128::from(requests.requests()));
                self.merge(&Self { intervals: 1, idle: 0, rates, rounded: u64::from(!exact) })
            }
            None => self.merge(&Self { intervals: 1, idle: 1, ..Self::default() }),
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

    /// Those whose error rate has more than nine places, and is kept rounded.
    #[must_use]
    pub const fn rounded(&self) -> u64 {
        self.rounded
    }

    /// One less the mean error rate; absent without intervals that count.
    #[must_use]
    pub fn level(&self, idle: IdleInterval) -> Option<ServiceLevel> {
        let errors = u128::try_from(self.rates.to_scaled()).ok()?;
        ServiceLevel::without(errors, u128::from(self.counted(idle)) * UNIT)
    }

    /// Whether the target was met; absent without intervals that count. Undecided where the error rates that were
    /// [rounded](ErrorRateTally::rounded), each by half a billionth at most, could have been on the other side.
    ///
    /// ```
    /// use service_quality::slo::availability::{ErrorRateTally, IdleInterval, RequestTally};
    ///
    /// let mut day = ErrorRateTally::default();
    /// for _ in 0..3 {
    ///     day.record_requests(RequestTally::new(1, 3)?)?;
    /// }
    /// let met = |target: &str| {
    ///     let verdict = day.verdict(IdleInterval::NoErrors, target.parse()?).ok_or("no intervals")?;
    ///     Ok::<_, Box<dyn std::error::Error>>(verdict.met())
    /// };
    /// assert_eq!(met("0.666666666")?, Some(true));
    /// assert_eq!(met("0.666666667")?, None, "two thirds are less, the sum of what was kept is not");
    /// assert_eq!(met("0.666666668")?, Some(false));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn verdict(&self, idle: IdleInterval, target: Share) -> Option<LevelVerdict> {
        let level = self.level(idle)?;
        // In half billionths: no sum of 10^15 rates leaves 128 bits.
        let errors = 2 * u128::try_from(self.rates.to_scaled()).ok()?;
        let allowed = 2 * u128::from(self.counted(idle)) * allowed_parts(target);
        let off = u128::from(self.rounded);
        let met = if errors + off <= allowed {
            Some(true)
        } else if errors > allowed + off {
            Some(false)
        } else {
            None
        };
        Some(LevelVerdict::new(level, target, met))
    }

    const fn counted(&self, idle: IdleInterval) -> u64 {
        match idle {
            IdleInterval::NoErrors => self.intervals,
            // Never more idle ones than there are.
            IdleInterval::LeftOut => self.intervals.saturating_sub(self.idle),
        }
    }

    /// Adds another tally.
    ///
    /// # Errors
    /// [`SloError::TooLarge`], and nothing is added, past 10^15 intervals.
    pub fn merge(&mut self, other: &Self) -> Result<(), SloError> {
        let intervals = self.intervals.checked_add(other.intervals).filter(|sum| *sum <= MOST);
        let rates = Number::from_scaled(self.rates.to_scaled() + other.rates.to_scaled(), PLACES);
        let (intervals, rates) = intervals.zip(rates).ok_or_else(|| too_large("the number of intervals"))?;
        // No overflow: never more idle or rounded ones than there are.
        let (idle, rounded) =
            (self.idle.saturating_add(other.idle), self.rounded.saturating_add(other.rounded));
        *self = Self { intervals, idle, rates, rounded };
        Ok(())
    }
}

/// As many as the sum of their error rates can hold.
const MOST: u64 = 10_u64.pow(15);
const UNIT: u128 = 10_u128.pow(PLACES);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "counted error rates as an object")]
struct RawErrorRate {
    intervals: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    idle: u64,
    rates: Number,
    #[serde(default, skip_serializing_if = "is_zero")]
    rounded: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl TryFrom<RawErrorRate> for ErrorRateTally {
    type Error = SloError;

    fn try_from(RawErrorRate { intervals, idle, rates, rounded }: RawErrorRate) -> Result<Self, SloError> {
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
        if rounded > busy {
            let allowed = format!("at most the intervals with requests, {busy}");
            return Err(SloError::not_allowed("`rounded`", &rounded, allowed));
        }
        Ok(Self { intervals, idle, rates, rounded })
    }
}

impl From<ErrorRateTally> for RawErrorRate {
    fn from(ErrorRateTally { intervals, idle, rates, rounded }: ErrorRateTally) -> Self {
        Self { intervals, idle, rates, rounded }
    }
}
