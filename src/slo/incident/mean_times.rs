use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::mean_time::unit_text;
use super::{IncidentTimes, MeanTime, TimeTo};
use crate::quantity::{Language, unique_keys};
use crate::slo::{SloError, TimeUnit};

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
                one.times.insert(measure, MeanTime::one(span));
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

    /// The tally in words, a line a measure, in a unit.
    ///
    /// ```
    /// use service_quality::quantity::Language;
    /// use service_quality::slo::TimeUnit;
    /// use service_quality::slo::incident::MeanTimes;
    /// let month: MeanTimes =
    ///     serde_json::from_str(r#"{"incidents": 3, "times": {"restore": {"n": 2, "total": "PT1H30M"}}}"#)?;
    /// assert_eq!(
    ///     month.text(TimeUnit::Minute, Language::English)?,
    ///     "3 incidents\nmean time to restore service (MTRS): 45 minutes, of 2"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As of [`MeanTime::mean`].
    pub fn text(&self, unit: TimeUnit, language: Language) -> Result<String, SloError> {
        let incidents = self.incidents;
        let mut lines = vec![match (language, incidents) {
            (Language::English, 1) => "1 incident".to_owned(),
            (Language::English, _) => format!("{incidents} incidents"),
            (Language::Chinese, _) => format!("故障 {incidents} 起"),
        }];
        for (measure, time) in &self.times {
            let Some(mean) = time.mean(unit, 3)? else { continue };
            let (what, n, unit) = (measure.text(language), time.n(), unit_text(unit, language));
            lines.push(match language {
                Language::English => format!("{what}: {mean} {unit}, of {n}"),
                Language::Chinese => format!("{what}：{mean} {unit}，共 {n} 起"),
            });
        }
        Ok(lines.join("\n"))
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
#[serde(deny_unknown_fields, expecting = "mean times as an object")]
struct RawMeanTimes {
    incidents: u64,
    #[serde(default, deserialize_with = "unique_keys", skip_serializing_if = "BTreeMap::is_empty")]
    times: BTreeMap<TimeTo, MeanTime>,
}

impl TryFrom<RawMeanTimes> for MeanTimes {
    type Error = SloError;

    fn try_from(RawMeanTimes { incidents, mut times }: RawMeanTimes) -> Result<Self, SloError> {
        times.retain(|_, time| time.n() > 0);
        if let Some((measure, time)) = times.iter().find(|(_, time)| time.n() > incidents) {
            let allowed = format!("at most the number of incidents, {incidents}");
            return Err(SloError::not_allowed(format!("`times.{measure}.n`"), &time.n(), allowed));
        }
        Ok(Self { incidents, times })
    }
}

impl From<MeanTimes> for RawMeanTimes {
    fn from(MeanTimes { incidents, times }: MeanTimes) -> Self {
        Self { incidents, times }
    }
}
