use serde::{Deserialize, Serialize};

use super::MeanTime;
use crate::quantity::{Number, PLACES, Span};
use crate::slo::SloError;
use crate::slo::availability::ServiceLevel;
use crate::slo::{ExactRatio, TimeUnit};

/// Reliability (可靠性): how long a service was watched, how much of that it was down, how often it failed. Merges in any
/// order to equal bytes.
///
/// MTBF = (time − downtime) / failures, MTRS = downtime / failures, MTBSI = MTBF + MTRS = time / failures (ITIL). Without
/// failures none of them exists.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::TimeUnit;
/// use service_quality::slo::incident::Reliability;
///
/// let month = Reliability::new(Span::from_hours(720), Span::from_minutes(100), 3)?;
/// assert_eq!(month.mtbf(TimeUnit::Second, 0)?, "862000".parse().ok());
/// assert_eq!(month.mtrs(TimeUnit::Second, 0)?, "2000".parse().ok());
/// assert_eq!(month.mtbsi(TimeUnit::Hour, 0)?, "240".parse().ok());
/// assert_eq!(Reliability::new(Span::from_hours(720), Span::ZERO, 0)?.mtbf(TimeUnit::Hour, 0)?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawReliability", into = "RawReliability")]
pub struct Reliability {
    time: Span,
    downtime: Span,
    failures: u64,
}

/// Availability worked out in two ways: from time and downtime, and from how long service and restoring took on average.
/// Where incidents overlap, the mean time to restore counts time twice that downtime has once, and the second way is lower.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::incident::{MeanTime, Reliability};
///
/// let month = Reliability::new(Span::from_hours(720), Span::from_hours(3), 2)?;
/// let mut restored = MeanTime::default();
/// restored.record(Span::from_hours(2))?; // an hour of this one
/// restored.record(Span::from_hours(2))?; // was also one of this
/// let both = month.agreement(&restored)?.ok_or("no failures")?;
/// assert_eq!(both.by_time.percent(3).to_string(), "99.583");
/// assert_eq!(both.by_means.percent(3).to_string(), "99.445");
/// assert!(!both.agree());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Agreement {
    /// `1 − downtime / time`.
    pub by_time: ServiceLevel,
    /// `MTBF / (MTBF + MTRS)`.
    pub by_means: ServiceLevel,
}

impl Reliability {
    /// A time watched, the downtime in it, and how often the service failed. Downtime of overlapping incidents counts
    /// once, as [`AvailabilityTally`](crate::slo::availability::AvailabilityTally) counts it.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for less than nothing, for more downtime than time, and for downtime without a failure.
    pub fn new(time: Span, downtime: Span, failures: u64) -> Result<Self, SloError> {
        if time.is_negative() {
            return Err(SloError::not_allowed("`time`", &time, "no time or more"));
        }
        if downtime.is_negative() || downtime > time {
            return Err(SloError::not_allowed("`downtime`", &downtime, format!("PT0S to the time, {time}")));
        }
        if failures == 0 && downtime != Span::ZERO {
            let allowed = format!("1 or more where there was downtime, {downtime}");
            return Err(SloError::not_allowed("`failures`", &failures, allowed));
        }
        Ok(Self { time, downtime, failures })
    }

    /// The time watched.
    #[must_use]
    pub const fn time(&self) -> Span {
        self.time
    }

    /// How much of it the service was down.
    #[must_use]
    pub const fn downtime(&self) -> Span {
        self.downtime
    }

    /// How often it failed.
    #[must_use]
    pub const fn failures(&self) -> u64 {
        self.failures
    }

    /// The mean time between failures, 平均故障间隔时间: of service, from one restoring to the next failure.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] past 10^15; likewise for the other means.
    pub fn mtbf(&self, unit: TimeUnit, places: u32) -> Result<Option<Number>, SloError> {
        self.mean(self.time - self.downtime, unit, places)
    }

    /// The mean time to restore service, 平均恢复服务时间.
    ///
    /// # Errors
    /// As of [`Reliability::mtbf`].
    pub fn mtrs(&self, unit: TimeUnit, places: u32) -> Result<Option<Number>, SloError> {
        self.mean(self.downtime, unit, places)
    }

    /// The mean time between service incidents, 平均故障周期: from one failure to the next.
    ///
    /// # Errors
    /// As of [`Reliability::mtbf`].
    pub fn mtbsi(&self, unit: TimeUnit, places: u32) -> Result<Option<Number>, SloError> {
        self.mean(self.time, unit, places)
    }

    fn mean(&self, total: Span, unit: TimeUnit, places: u32) -> Result<Option<Number>, SloError> {
        let mean = ExactRatio::new(total.seconds().into(), self.failures.into());
        mean.map(|mean| unit.of_seconds(mean, places)).transpose()
    }

    /// The availability; absent where no time was watched.
    #[must_use]
    pub fn level(&self) -> Option<ServiceLevel> {
        ServiceLevel::without(
            unsigned(self.downtime.seconds().into())?,
            unsigned(self.time.seconds().into())?,
        )
    }

    /// The availability in two ways, the second with a mean time to restore measured for each incident; absent without
    /// failures or times to restore.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] past the range of exact integers.
    pub fn agreement(&self, restored: &MeanTime) -> Result<Option<Agreement>, SloError> {
        if self.failures == 0 || restored.n() == 0 {
            return Ok(None);
        }
        // MTBF = up / failures and MTRS = total / n, over a common denominator.
        let up = i128::from((self.time - self.downtime).seconds()).checked_mul(restored.n().into());
        let down = i128::from(restored.total().seconds()).checked_mul(self.failures.into());
        let whole = up.zip(down).and_then(|(up, down)| unsigned(up.checked_add(down)?));
        let (down, whole) = down
            .and_then(unsigned)
            .zip(whole)
            .ok_or_else(|| SloError::TooLarge { what: "the sum of mean times".to_owned() })?;
        let levels = self.level().zip(ServiceLevel::without(down, whole));
        Ok(levels.map(|(by_time, by_means)| Agreement { by_time, by_means }))
    }

    /// Adds another tally: of another range, another place.
    ///
    /// # Errors
    /// [`SloError::TooLarge`], and nothing is added, past the range of a span.
    pub fn merge(&mut self, other: &Self) -> Result<(), SloError> {
        let time = self.time.checked_add(other.time).zip(self.downtime.checked_add(other.downtime));
        let sum = time.zip(self.failures.checked_add(other.failures));
        let ((time, downtime), failures) =
            sum.ok_or_else(|| SloError::TooLarge { what: "a sum of time".to_owned() })?;
        *self = Self { time, downtime, failures };
        Ok(())
    }
}

impl Agreement {
    /// Whether both ways come to the same.
    #[must_use]
    pub fn agree(&self) -> bool {
        self.by_time == self.by_means
    }
}

/// How a service fails and comes back, from published means: in any unit, the same for both.
///
/// ```
/// use service_quality::slo::incident::FailureCycle;
///
/// let cycle = FailureCycle::new("100".parse()?, "4".parse()?)?; // hours
/// assert_eq!(cycle.mtbsi().to_string(), "104");
/// assert_eq!(cycle.level().percent(4).to_string(), "96.1538");
/// assert!(FailureCycle::new("0".parse()?, "0".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FailureCycle {
    mtbf: Number,
    mtrs: Number,
    mtbsi: Number,
    level: ServiceLevel,
}

impl FailureCycle {
    /// A mean time between failures and a mean time to restore service.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for less than nothing, and where both are nothing; [`SloError::TooLarge`] where the sum is.
    pub fn new(mtbf: Number, mtrs: Number) -> Result<Self, SloError> {
        for (place, mean) in [("`mtbf`", mtbf), ("`mtrs`", mtrs)] {
            if mean < Number::ZERO {
                return Err(SloError::not_allowed(place, &mean, "0 or more"));
            }
        }
        let sum = mtbf.to_scaled() + mtrs.to_scaled();
        let mtbsi = Number::from_scaled(sum, PLACES).ok_or_else(|| SloError::TooLarge {
            what: "the mean time between service incidents".to_owned(),
        })?;
        let level = unsigned(mtrs.to_scaled()).zip(unsigned(sum));
        let level = level.and_then(|(down, all)| ServiceLevel::without(down, all));
        let level =
            level.ok_or_else(|| SloError::not_allowed("`mtbf`", &mtbf, "more than 0 where `mtrs` is 0"))?;
        Ok(Self { mtbf, mtrs, mtbsi, level })
    }

    /// The mean time between failures.
    #[must_use]
    pub const fn mtbf(&self) -> Number {
        self.mtbf
    }

    /// The mean time to restore service.
    #[must_use]
    pub const fn mtrs(&self) -> Number {
        self.mtrs
    }

    /// Their sum, the mean time between service incidents.
    #[must_use]
    pub const fn mtbsi(&self) -> Number {
        self.mtbsi
    }

    /// The availability, MTBF / (MTBF + MTRS).
    #[must_use]
    pub const fn level(&self) -> ServiceLevel {
        self.level
    }
}

fn unsigned(value: i128) -> Option<u128> {
    u128::try_from(value).ok()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "reliability as an object")]
struct RawReliability {
    time: Span,
    downtime: Span,
    failures: u64,
}

impl TryFrom<RawReliability> for Reliability {
    type Error = SloError;

    fn try_from(RawReliability { time, downtime, failures }: RawReliability) -> Result<Self, SloError> {
        Self::new(time, downtime, failures)
    }
}

impl From<Reliability> for RawReliability {
    fn from(Reliability { time, downtime, failures }: Reliability) -> Self {
        Self { time, downtime, failures }
    }
}
