use serde::{Deserialize, Serialize};

use super::{AvailabilityCheck, MeanTime};
use crate::quantity::{Language, Number, Span};
use crate::slo::SloError;
use crate::slo::availability::{AvailabilityReport, Downtime, ServiceLevel};
use crate::slo::{ExactRatio, TimeUnit};

/// Reliability (可靠性): how long a service was watched, how much of that it was down, how often it failed. Merges in any
/// order to equal bytes.
///
/// MTBF = (time − downtime) / failures, MTRS = downtime / failures, MTBSI = MTBF + MTRS = time / failures (ITIL). Without
/// failures none of them exists. A failure counts where it began: a month that an outage reaches into has its downtime
/// and not its failure, so that months add up to the quarter.
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

impl Reliability {
    /// A time watched, the downtime in it, and how often the service failed. Downtime of overlapping incidents counts
    /// once, as [`AvailabilityTally`](crate::slo::availability::AvailabilityTally) counts it.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for less than nothing, and for more downtime than time.
    pub fn new(time: Span, downtime: Span, failures: u64) -> Result<Self, SloError> {
        if time.is_negative() {
            return Err(SloError::not_allowed("`time`", &time, "no time or more"));
        }
        if downtime.is_negative() || downtime > time {
            return Err(SloError::not_allowed("`downtime`", &downtime, format!("PT0S to the time, {time}")));
        }
        Ok(Self { time, downtime, failures })
    }

    /// The net time and downtime of a report; its failures are the stretches of downtime that count and did not
    /// [begin before](Downtime::began_before) the range.
    ///
    /// ```
    /// use service_quality::quantity::Timestamp;
    /// use service_quality::slo::TimeUnit;
    /// use service_quality::slo::availability::{AvailabilityRule, Outage, ServiceRecord};
    /// use service_quality::slo::incident::Reliability;
    ///
    /// let at = |text: &str| text.parse::<Timestamp>();
    /// let outages = [Outage::new("INC-7".parse()?, at("2026-04-30T23:00:00Z")?, Some(at("2026-05-01T01:00:00Z")?))?];
    /// let month = |from, until| {
    ///     let range = at(from)?..at(until)?;
    ///     let report = AvailabilityRule::default().measure(&ServiceRecord::new(&outages), range.clone(), range.end)?;
    ///     Ok::<_, Box<dyn std::error::Error>>(Reliability::of_report(&report))
    /// };
    /// let mut both = month("2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z")?;
    /// let may = month("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z")?;
    /// assert_eq!((may.downtime().to_string(), may.failures()), ("PT1H".into(), 0));
    /// both.merge(&may)?;
    /// assert_eq!(both, month("2026-04-01T00:00:00Z", "2026-06-01T00:00:00Z")?);
    /// assert_eq!(both.mtrs(TimeUnit::Hour, 0)?, "2".parse().ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of_report(report: &AvailabilityReport) -> Self {
        let net = report.tally().net();
        let began = |downtime: &&Downtime| !downtime.began_before();
        let failures = report.downtimes().iter().filter(began).fold(0, |failures, _| failures + 1);
        Self { time: net.time, downtime: net.downtime, failures }
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

    /// The mean time between service incidents, 平均服务事件间隔时间: from one failure to the next.
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
    pub fn agreement(&self, restored: &MeanTime) -> Result<Option<AvailabilityCheck>, SloError> {
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
        Ok(levels.map(|(by_time, by_means)| AvailabilityCheck { by_time, by_means }))
    }

    /// The tally and its means in words, in a unit.
    ///
    /// ```
    /// use service_quality::quantity::{Language, Span};
    /// use service_quality::slo::TimeUnit;
    /// use service_quality::slo::incident::Reliability;
    /// let month = Reliability::new(Span::from_hours(720), Span::from_hours(3), 2)?;
    /// assert_eq!(
    ///     month.text(TimeUnit::Hour, Language::English)?,
    ///     "2 failures, PT3H of downtime in PT720H: MTBF 358.5, MTRS 1.5, MTBSI 360 hours"
    /// );
    /// # Ok::<(), service_quality::slo::SloError>(())
    /// ```
    ///
    /// # Errors
    /// As of [`Reliability::mtbf`].
    pub fn text(&self, unit: TimeUnit, language: Language) -> Result<String, SloError> {
        let Self { time, downtime, failures } = self;
        let means = (self.mtbf(unit, 3)?, self.mtrs(unit, 3)?, self.mtbsi(unit, 3)?);
        let unit = super::mean_time::unit_text(unit, language);
        let (head, tail) = match language {
            Language::English => {
                let noun = if *failures == 1 { "failure" } else { "failures" };
                let tail = match means {
                    (Some(mtbf), Some(mtrs), Some(mtbsi)) => {
                        format!(": MTBF {mtbf}, MTRS {mtrs}, MTBSI {mtbsi} {unit}")
                    }
                    _ => ": no failure began, so there are no means".to_owned(),
                };
                (format!("{failures} {noun}, {downtime} of downtime in {time}"), tail)
            }
            Language::Chinese => {
                let tail = match means {
                    (Some(mtbf), Some(mtrs), Some(mtbsi)) => {
                        format!(
                            "：平均故障间隔时间 (MTBF) {mtbf}，平均恢复服务时间 (MTRS) {mtrs}，\
                             平均服务事件间隔时间 (MTBSI) {mtbsi} {unit}"
                        )
                    }
                    _ => "：期间无故障发生，无平均值".to_owned(),
                };
                (format!("故障 {failures} 次，{time} 中停机 {downtime}"), tail)
            }
        };
        Ok(head + &tail)
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

pub(super) fn unsigned(value: i128) -> Option<u128> {
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
