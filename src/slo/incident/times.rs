use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{IncidentStage, LifecycleSegment};
use crate::quantity::{IncidentId, Span, Timestamp, unique_keys};
use crate::slo::SloError;
use crate::slo::availability::Outage;

/// When an incident reached each stage (故障时间线), as far as is known; later stages are not earlier.
///
/// ```
/// use service_quality::slo::incident::{IncidentStage, IncidentTimes};
///
/// let times: IncidentTimes = serde_json::from_str(
///     r#"{"occurred": "2026-03-02T09:00:00Z", "detected": "2026-03-02T09:10:00Z", "restored": "2026-03-02T10:30:00Z"}"#,
/// )?;
/// let restored = times.span(IncidentStage::Occurred, IncidentStage::Restored);
/// assert_eq!(restored.map(|span| span.to_string()).as_deref(), Some("PT1H30M"));
/// assert_eq!(times.span(IncidentStage::Detected, IncidentStage::Repaired), None, "nobody noted the repair");
///
/// let reversed = serde_json::from_str::<IncidentTimes>(
///     r#"{"occurred": "2026-03-02T09:00:00Z", "detected": "2026-03-02T08:00:00Z"}"#,
/// );
/// assert_eq!(
///     reversed.unwrap_err().to_string(),
///     "`detected` is `2026-03-02T08:00:00Z`: allowed is `occurred`, 2026-03-02T09:00:00Z, or later"
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawTimes", into = "RawTimes")]
pub struct IncidentTimes(BTreeMap<IncidentStage, Timestamp>);

impl IncidentTimes {
    /// The stages that are known, in any order.
    ///
    /// # Errors
    /// [`SloError::Repeated`] for a stage given twice, [`SloError::NotAllowed`] for one that comes before an earlier stage.
    pub fn new(stages: impl IntoIterator<Item = (IncidentStage, Timestamp)>) -> Result<Self, SloError> {
        let mut times = BTreeMap::new();
        for (stage, at) in stages {
            if times.insert(stage, at).is_some() {
                return Err(SloError::Repeated { place: "stages".to_owned(), id: stage.to_string() });
            }
        }
        Self(times).checked()
    }

    fn checked(self) -> Result<Self, SloError> {
        for ((earlier, before), (later, after)) in self.0.iter().zip(self.0.iter().skip(1)) {
            if after < before {
                let allowed = format!("`{earlier}`, {before}, or later");
                return Err(SloError::not_allowed(format!("`{later}`"), after, allowed));
            }
        }
        Ok(self)
    }

    /// When a stage was reached; absent where that is not known.
    #[must_use]
    pub fn at(&self, stage: IncidentStage) -> Option<Timestamp> {
        self.0.get(&stage).copied()
    }

    /// The time from one stage to another; absent where one of them is not known.
    #[must_use]
    pub fn span(&self, from: IncidentStage, to: IncidentStage) -> Option<Span> {
        Some(self.at(to)?.since(self.at(from)?))
    }

    /// The outage that the incident was: from when it occurred until it was restored, or going on. Absent where it is not
    /// known when it occurred, and where it was restored in the same second.
    ///
    /// ```
    /// use service_quality::slo::incident::IncidentTimes;
    /// let times: IncidentTimes =
    ///     serde_json::from_str(r#"{"occurred": "2026-03-02T09:00:00Z", "repaired": "2026-03-02T10:30:00Z"}"#)?;
    /// let outage = times.outage("INC-7".parse()?).ok_or("nobody knows since when")?;
    /// assert_eq!((outage.from().to_string().as_str(), outage.until()), ("2026-03-02T09:00:00Z", None));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn outage(&self, id: IncidentId) -> Option<Outage> {
        // Refused is only one that is over as it begins.
        Outage::new(id, self.at(IncidentStage::Occurred)?, self.at(IncidentStage::Restored)).ok()
    }

    /// The expanded incident lifecycle (ITIL): the segments between the stages that are known. They add up to the time
    /// from the first to the last.
    pub fn segments(&self) -> impl Iterator<Item = LifecycleSegment> {
        self.0.iter().zip(self.0.iter().skip(1)).map(|((from, begun), (to, ended))| LifecycleSegment {
            from: *from,
            to: *to,
            span: ended.since(*begun),
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct RawTimes(#[serde(deserialize_with = "unique_keys")] BTreeMap<IncidentStage, Timestamp>);

impl TryFrom<RawTimes> for IncidentTimes {
    type Error = SloError;

    fn try_from(RawTimes(times): RawTimes) -> Result<Self, SloError> {
        Self(times).checked()
    }
}

impl From<IncidentTimes> for RawTimes {
    fn from(IncidentTimes(times): IncidentTimes) -> Self {
        Self(times)
    }
}
