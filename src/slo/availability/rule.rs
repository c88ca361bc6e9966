use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::terms::not_negative;
use super::{AvailabilityReport, ExclusionReason, ExclusionTerms, ServiceRecord, measure};
use crate::quantity::{Span, Timestamp, unique_keys};
use crate::slo::SloError;

/// How a contract counts availability (可用性): what differs between contracts, each as an option with a default.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::availability::{
///     AvailabilityRule, ExclusionReason, ExclusionTerms, OutageLength, PartialMinute,
/// };
///
/// // Five consecutive minutes or more, partial minutes dropped; maintenance with three days' notice.
/// let rule = AvailabilityRule::default()
///     .minimum(Span::from_minutes(5), OutageLength::AsCounted)?
///     .partial_minutes(PartialMinute::Dropped)
///     .terms(ExclusionReason::PlannedMaintenance, ExclusionTerms::default().notice(Span::from_hours(72))?);
/// assert_eq!(
///     serde_json::to_string(&rule)?,
///     r#"{"minimum":"PT5M","partial_minutes":"dropped","terms":{"planned_maintenance":{"notice":"PT72H"}}}"#
/// );
/// assert_eq!(serde_json::from_str::<AvailabilityRule>("{}")?, AvailabilityRule::default());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawRule", into = "RawRule")]
pub struct AvailabilityRule {
    pub(super) minimum: Span,
    pub(super) length: OutageLength,
    pub(super) partial_minutes: PartialMinute,
    pub(super) overlap: ExclusionOverlap,
    pub(super) terms: BTreeMap<ExclusionReason, ExclusionTerms>,
}

/// Which length of an outage is held against the minimum.
///
/// ```
/// use service_quality::slo::availability::OutageLength;
/// # use service_quality::quantity::{Span, Timestamp};
/// # use service_quality::slo::availability::{AvailabilityRule, Exclusion, ExclusionReason, ExclusionTime, Outage, ServiceRecord};
///
/// // Twelve minutes down, of which maintenance covers five in the middle; four minutes or more count.
/// # let at = |text: &str| text.parse::<Timestamp>();
/// # let window = ExclusionTime::once(at("2026-04-05T04:03:00Z")?, at("2026-04-05T04:08:00Z")?)?;
/// # let windows = [Exclusion::new(ExclusionReason::PlannedMaintenance, window, "x".parse()?, "y".parse()?)];
/// # let outages = [Outage::new("INC-7".parse()?, at("2026-04-05T04:00:00Z")?, Some(at("2026-04-05T04:12:00Z")?))?];
/// # let day = at("2026-04-05T00:00:00Z")?..at("2026-04-06T00:00:00Z")?;
/// let downtime = |length| {
///     let rule = AvailabilityRule::default().minimum(Span::from_minutes(4), length)?;
///     let report = rule.measure(&ServiceRecord::new(&outages).excluding(&windows), day.clone(), day.end)?;
///     Ok::<_, service_quality::slo::SloError>(report.tally().net().downtime.to_string())
/// };
/// assert_eq!(downtime(OutageLength::AsCounted)?, "PT4M"); // three minutes before are too short
/// assert_eq!(downtime(OutageLength::AsHappened)?, "PT7M");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutageLength {
    /// Of each stretch of downtime that is left within the range and its operating hours when exclusions are taken out:
    /// "consecutive minutes of downtime".
    #[default]
    AsCounted,
    /// Of the whole outage, with all that overlap or touch it, also outside the range and within exclusions.
    AsHappened,
}

/// What a stretch of downtime counts that is no whole number of minutes.
///
/// ```
/// use service_quality::slo::availability::PartialMinute;
/// # use service_quality::quantity::Timestamp;
/// # use service_quality::slo::availability::{AvailabilityRule, Outage, ServiceRecord};
///
/// // Down from 04:00:50 to 04:02:10, and for a second at 04:02:30.
/// # let at = |text: &str| text.parse::<Timestamp>();
/// # let outage = |from, until| Outage::new("INC-7".parse()?, at(from)?, Some(at(until)?));
/// # let outages = [
/// #     outage("2026-04-05T04:00:50Z", "2026-04-05T04:02:10Z")?, outage("2026-04-05T04:02:30Z", "2026-04-05T04:02:31Z")?,
/// # ];
/// # let day = at("2026-04-05T00:00:00Z")?..at("2026-04-06T00:00:00Z")?;
/// let downtime = |partial| {
///     let rule = AvailabilityRule::default().partial_minutes(partial);
///     let report = rule.measure(&ServiceRecord::new(&outages), day.clone(), day.end)?;
///     Ok::<_, service_quality::slo::SloError>(report.tally().net().downtime.to_string())
/// };
/// assert_eq!(downtime(PartialMinute::Counted)?, "PT1M21S");
/// assert_eq!(downtime(PartialMinute::Dropped)?, "PT1M");
/// assert_eq!(downtime(PartialMinute::Whole)?, "PT3M"); // 04:00, 04:01, 04:02: each once
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartialMinute {
    /// To the second.
    #[default]
    Counted,
    /// The whole minutes of each stretch alone, as Google Cloud does.
    Dropped,
    /// Each minute of the clock that it touches as a whole, however many touch it; of a minute that is excluded or closed
    /// in part, the rest.
    Whole,
}

/// What two exclusions of one reason are that overlap. Those of different reasons may always, and one may overlap itself:
/// a daily window of 24 hours does so on a day of 23.
///
/// ```
/// use service_quality::slo::availability::ExclusionOverlap;
/// # use service_quality::quantity::Timestamp;
/// # use service_quality::slo::availability::{AvailabilityRule, Exclusion, ExclusionReason, ExclusionTime, ServiceRecord};
///
/// // Maintenance from 02:00 to 04:00, and from 03:00 to 05:00.
/// # let at = |text: &str| text.parse::<Timestamp>();
/// # let window = |from, until| {
/// #     let time = ExclusionTime::once(at(from)?, at(until)?)?;
/// #     let reason = ExclusionReason::PlannedMaintenance;
/// #     Ok::<_, Box<dyn std::error::Error>>(Exclusion::new(reason, time, "x".parse()?, "y".parse()?))
/// # };
/// # let windows = [
/// #     window("2026-04-05T02:00:00Z", "2026-04-05T04:00:00Z")?, window("2026-04-05T03:00:00Z", "2026-04-05T05:00:00Z")?,
/// # ];
/// # let day = at("2026-04-05T00:00:00Z")?..at("2026-04-06T00:00:00Z")?;
/// let time = |overlap| {
///     let rule = AvailabilityRule::default().exclusion_overlap(overlap);
///     let report = rule.measure(&ServiceRecord::new(&[]).excluding(&windows), day.clone(), day.end)?;
///     Ok::<_, service_quality::slo::SloError>(report.tally().net().time.to_string())
/// };
/// assert_eq!(time(ExclusionOverlap::Joined)?, "PT21H");
/// assert!(time(ExclusionOverlap::Refused).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExclusionOverlap {
    /// One: the time is taken out once.
    #[default]
    Joined,
    /// A mistake, and refused.
    Refused,
}

impl AvailabilityRule {
    /// Shorter outages do not count.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for less than nothing.
    pub fn minimum(self, minimum: Span, length: OutageLength) -> Result<Self, SloError> {
        Ok(Self { minimum: not_negative("minimum", minimum)?, length, ..self })
    }

    /// What a partial minute counts.
    #[must_use]
    pub fn partial_minutes(self, partial_minutes: PartialMinute) -> Self {
        Self { partial_minutes, ..self }
    }

    /// Whether exclusions of one reason may overlap.
    #[must_use]
    pub fn exclusion_overlap(self, overlap: ExclusionOverlap) -> Self {
        Self { overlap, ..self }
    }

    /// What is asked of exclusions of a reason.
    #[must_use]
    pub fn terms(mut self, reason: ExclusionReason, terms: ExclusionTerms) -> Self {
        self.terms.insert(reason, terms);
        self
    }

    /// The shortest outage that counts, and how long one is.
    #[must_use]
    pub const fn shortest(&self) -> (Span, OutageLength) {
        (self.minimum, self.length)
    }

    /// What a partial minute counts.
    #[must_use]
    pub const fn partial_minute(&self) -> PartialMinute {
        self.partial_minutes
    }

    /// Whether exclusions of one reason may overlap.
    #[must_use]
    pub const fn overlap(&self) -> ExclusionOverlap {
        self.overlap
    }

    /// What is asked of exclusions, by reason; of others nothing is.
    #[must_use]
    pub const fn all_terms(&self) -> &BTreeMap<ExclusionReason, ExclusionTerms> {
        &self.terms
    }

    /// Availability in a range of time, as known at an instant: time after `as_of` is not counted, and what still goes
    /// on lasts until then. For a [`Period`](crate::quantity::Period) the range is `period.start()?..period.end()?`.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for a range that ends before it begins, and, under [`ExclusionOverlap::Refused`], for
    /// exclusions of one reason that overlap; for more than 5,000,000 windows of exclusions in the range.
    pub fn measure(
        &self,
        record: &ServiceRecord<'_>,
        range: Range<Timestamp>,
        as_of: Timestamp,
    ) -> Result<AvailabilityReport, SloError> {
        measure::report(self, record, range, as_of)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a rule of availability as an object")]
#[derive(Default)]
struct RawRule {
    #[serde(skip_serializing_if = "is_default")]
    minimum: Span,
    #[serde(skip_serializing_if = "is_default")]
    length: OutageLength,
    #[serde(skip_serializing_if = "is_default")]
    partial_minutes: PartialMinute,
    #[serde(skip_serializing_if = "is_default")]
    exclusion_overlap: ExclusionOverlap,
    #[serde(deserialize_with = "unique_keys", skip_serializing_if = "BTreeMap::is_empty")]
    terms: BTreeMap<ExclusionReason, ExclusionTerms>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl TryFrom<RawRule> for AvailabilityRule {
    type Error = SloError;

    fn try_from(raw: RawRule) -> Result<Self, SloError> {
        let RawRule { minimum, length, partial_minutes, exclusion_overlap, terms } = raw;
        Self { partial_minutes, overlap: exclusion_overlap, terms, ..Self::default() }
            .minimum(minimum, length)
    }
}

impl From<AvailabilityRule> for RawRule {
    fn from(rule: AvailabilityRule) -> Self {
        let AvailabilityRule { minimum, length, partial_minutes, overlap, terms } = rule;
        Self { minimum, length, partial_minutes, exclusion_overlap: overlap, terms }
    }
}
