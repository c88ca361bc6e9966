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
/// assert_eq!(OutageLength::default(), OutageLength::AsCounted);
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
/// assert_eq!(PartialMinute::default(), PartialMinute::Counted);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartialMinute {
    /// To the second.
    #[default]
    Counted,
    /// The whole minutes alone, as Google Cloud does.
    Dropped,
    /// A begun minute as a whole; together never more than the time there is.
    Whole,
}

/// What two exclusions of one reason are that overlap. Those of different reasons may always.
///
/// ```
/// use service_quality::slo::availability::ExclusionOverlap;
/// assert_eq!(ExclusionOverlap::default(), ExclusionOverlap::Joined);
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

    /// Availability in a range of time, as known at an instant: time after `as_of` is not counted, and what still goes
    /// on lasts until then. For a [`Period`](crate::quantity::Period) the range is `period.start()?..period.end()?`.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for a range that ends before it begins, and, under [`ExclusionOverlap::Refused`], for
    /// exclusions of one reason that overlap.
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
