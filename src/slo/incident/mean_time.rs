use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{IncidentStage, IncidentTimes};
use crate::quantity::{Language, Number, Span, unique_keys};
use crate::slo::SloError;
use crate::slo::{ExactRatio, TimeUnit};

/// Which time of an incident a mean is taken of. Names are used differently; here each says from which stage to which.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::incident::{IncidentStage, TimeTo};
/// assert_eq!(TimeTo::Repair.stages(), (IncidentStage::Occurred, IncidentStage::Repaired));
/// assert_eq!(TimeTo::Restore.text(Language::English), "mean time to restore service (MTRS)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeTo {
    /// MTTD 平均发现时间: from failure to detection.
    Detect,
    /// MTTA 平均响应时间: from detection to acknowledgement.
    Acknowledge,
    /// From acknowledgement to diagnosis, 平均诊断时间.
    Diagnose,
    /// MTTR 平均修复时间: from failure to repair, without recovering data and restoring service, as ITIL has it.
    Repair,
    /// MTRS 平均恢复服务时间: from failure until users have the service again.
    Restore,
}

impl TimeTo {
    /// All.
    pub const ALL: [Self; 5] = [Self::Detect, Self::Acknowledge, Self::Diagnose, Self::Repair, Self::Restore];

    /// From which stage to which.
    #[must_use]
    pub const fn stages(self) -> (IncidentStage, IncidentStage) {
        match self {
            Self::Detect => (IncidentStage::Occurred, IncidentStage::Detected),
            Self::Acknowledge => (IncidentStage::Detected, IncidentStage::Acknowledged),
            Self::Diagnose => (IncidentStage::Acknowledged, IncidentStage::Diagnosed),
            Self::Repair => (IncidentStage::Occurred, IncidentStage::Repaired),
            Self::Restore => (IncidentStage::Occurred, IncidentStage::Restored),
        }
    }

    /// The measure in words.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::English, Self::Detect) => "mean time to detect (MTTD)",
            (Language::English, Self::Acknowledge) => "mean time to acknowledge (MTTA)",
            (Language::English, Self::Diagnose) => "mean time to diagnose",
            (Language::English, Self::Repair) => "mean time to repair (MTTR)",
            (Language::English, Self::Restore) => "mean time to restore service (MTRS)",
            (Language::Chinese, Self::Detect) => "平均发现时间 (MTTD)",
            (Language::Chinese, Self::Acknowledge) => "平均响应时间 (MTTA)",
            (Language::Chinese, Self::Diagnose) => "平均诊断时间",
            (Language::Chinese, Self::Repair) => "平均修复时间 (MTTR)",
            (Language::Chinese, Self::Restore) => "平均恢复服务时间 (MTRS)",
        }
    }
}

impl fmt::Display for TimeTo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Detect => "detect",
            Self::Acknowledge => "acknowledge",
            Self::Diagnose => "diagnose",
            Self::Repair => "repair",
            Self::Restore => "restore",
        })
    }
}

/// A mean time (平均时间), kept as a sum and its number. Merges in any order to equal bytes.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::TimeUnit;
/// use service_quality::slo::incident::MeanTime;
///
/// let mut detection = MeanTime::default();
/// assert_eq!(detection.mean(TimeUnit::Minute, 1)?, None);
/// detection.record(Span::from_minutes(5))?;
/// detection.record(Span::from_minutes(16))?;
/// assert_eq!(detection.mean(TimeUnit::Minute, 1)?.map(|mean| mean.to_string()).as_deref(), Some("10.5"));
/// assert_eq!(detection.n(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawMeanTime", into = "RawMeanTime")]
pub struct MeanTime {
    n: u64,
    total: Span,
}

impl MeanTime {
    /// Adds a time.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for less than nothing, [`SloError::TooLarge`] past the range of a span.
    pub fn record(&mut self, time: Span) -> Result<(), SloError> {
        let total = Self { n: 1, total: time }.checked()?;
        self.merge(&total)
    }

    /// How many times there are.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// Their sum.
    #[must_use]
    pub const fn total(&self) -> Span {
        self.total
    }

    /// The mean in a unit, rounded half away from zero to `places` decimals (at most 9); absent without any time.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] past 10^15.
    pub fn mean(&self, unit: TimeUnit, places: u32) -> Result<Option<Number>, SloError> {
        let mean = ExactRatio::new(self.total.seconds().into(), self.n.into());
        mean.map(|mean| unit.of_seconds(mean, places)).transpose()
    }

    /// Adds another tally.
    ///
    /// # Errors
    /// [`SloError::TooLarge`], and nothing is added, past the range of a span.
    pub fn merge(&mut self, other: &Self) -> Result<(), SloError> {
        let sum = self.n.checked_add(other.n).zip(self.total.checked_add(other.total));
        let (n, total) = sum.ok_or_else(|| SloError::TooLarge { what: "a sum of times".to_owned() })?;
        *self = Self { n, total };
        Ok(())
    }

    fn checked(self) -> Result<Self, SloError> {
        if self.total.is_negative() || (self.n == 0 && self.total != Span::ZERO) {
            let allowed = "no time or more, and no time where there is none to add";
            return Err(SloError::not_allowed("`total`", &self.total, allowed));
        }
        Ok(self)
    }
}

/// The mean times of incidents. An incident counts for a measure when both of its stages are known; how many did is the
/// mean's `n`. Merges in any order to equal bytes.
///
/// ```
/// use service_quality::slo::TimeUnit;
/// use service_quality::slo::incident::{IncidentTimes, MeanTimes, TimeTo};
///
/// let mut month = MeanTimes::default();
/// for incident in [
///     r#"{"occurred": "2026-03-02T09:00:00Z", "detected": "2026-03-02T09:10:00Z", "restored": "2026-03-02T10:30:00Z"}"#,
///     r#"{"occurred": "2026-03-09T09:00:00Z", "detected": "2026-03-09T09:01:00Z"}"#,
/// ] {
///     month.record(&serde_json::from_str::<IncidentTimes>(incident)?)?;
/// }
/// assert_eq!(month.of(TimeTo::Detect).mean(TimeUnit::Minute, 2)?, "5.5".parse().ok());
/// assert_eq!((month.incidents(), month.of(TimeTo::Restore).n()), (2, 1));
/// assert_eq!(month.of(TimeTo::Repair).mean(TimeUnit::Minute, 2)?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawMeanTimes", into = "RawMeanTimes")]
pub struct MeanTimes {
    incidents: u64,
    times: BTreeMap<TimeTo, MeanTime>,
}

impl MeanTimes {
    /// Counts an incident.
    ///
    /// # Errors
    /// [`SloError::TooLarge`], and nothing is counted, past the range of a span.
    pub fn record(&mut self, incident: &IncidentTimes) -> Result<(), SloError> {
        let mut one = Self { incidents: 1, times: BTreeMap::new() };
        for measure in TimeTo::ALL {
            let (from, to) = measure.stages();
            if let Some(span) = incident.span(from, to) {
                one.times.insert(measure, MeanTime { n: 1, total: span });
            }
        }
        self.merge(&one)
    }

    /// How many incidents were counted.
    #[must_use]
    pub const fn incidents(&self) -> u64 {
        self.incidents
    }

    /// The mean of a measure.
    #[must_use]
    pub fn of(&self, measure: TimeTo) -> MeanTime {
        self.times.get(&measure).copied().unwrap_or_default()
    }

    /// Adds another tally.
    ///
    /// # Errors
    /// [`SloError::TooLarge`], and nothing is added, past the range of a span.
    pub fn merge(&mut self, other: &Self) -> Result<(), SloError> {
        let mut sum = self.clone();
        let incidents = sum.incidents.checked_add(other.incidents);
        sum.incidents =
            incidents.ok_or_else(|| SloError::TooLarge { what: "the number of incidents".to_owned() })?;
        for (measure, times) in &other.times {
            sum.times.entry(*measure).or_default().merge(times)?;
        }
        *self = sum;
        Ok(())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mean time as an object")]
struct RawMeanTime {
    n: u64,
    total: Span,
}

impl TryFrom<RawMeanTime> for MeanTime {
    type Error = SloError;

    fn try_from(RawMeanTime { n, total }: RawMeanTime) -> Result<Self, SloError> {
        Self { n, total }.checked()
    }
}

impl From<MeanTime> for RawMeanTime {
    fn from(MeanTime { n, total }: MeanTime) -> Self {
        Self { n, total }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "mean times as an object")]
struct RawMeanTimes {
    incidents: u64,
    #[serde(default, deserialize_with = "unique_keys", skip_serializing_if = "BTreeMap::is_empty")]
    times: BTreeMap<TimeTo, MeanTime>,
}

impl TryFrom<RawMeanTimes> for MeanTimes {
    type Error = SloError;

    fn try_from(RawMeanTimes { incidents, mut times }: RawMeanTimes) -> Result<Self, SloError> {
        times.retain(|_, time| time.n > 0);
        if let Some((measure, time)) = times.iter().find(|(_, time)| time.n > incidents) {
            let allowed = format!("at most the number of incidents, {incidents}");
            return Err(SloError::not_allowed(format!("`times.{measure}.n`"), &time.n, allowed));
        }
        Ok(Self { incidents, times })
    }
}

impl From<MeanTimes> for RawMeanTimes {
    fn from(MeanTimes { incidents, times }: MeanTimes) -> Self {
        Self { incidents, times }
    }
}
