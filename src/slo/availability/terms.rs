use serde::{Deserialize, Serialize};

use crate::quantity::Span;
use crate::slo::SloError;

/// What a contract asks of exclusions of one reason: notice (提前通知), a most (上限), and what the time leaves.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::availability::ExclusionTerms;
///
/// // "announced at least 72 hours ahead, at most 8 hours a month"
/// let terms = ExclusionTerms::default().notice(Span::from_hours(72))?.at_most(Span::from_hours(8))?;
/// assert_eq!(serde_json::to_string(&terms)?, r#"{"notice":"PT72H","at_most":"PT8H"}"#);
/// assert!(ExclusionTerms::default().notice(Span::from_hours(-1)).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawTerms", into = "RawTerms")]
pub struct ExclusionTerms {
    notice: Option<Span>,
    at_most: Option<Span>,
    effect: ExclusionEffect,
}

/// What excluded time leaves.
///
/// ```
/// use service_quality::quantity::Timestamp;
/// use service_quality::slo::availability::{
///     AvailabilityRule, Exclusion, ExclusionEffect, ExclusionReason, ExclusionTerms, ExclusionTime, Outage, ServiceRecord,
/// };
///
/// let at = |text: &str| text.parse::<Timestamp>();
/// let window = ExclusionTime::once(at("2026-04-05T00:00:00Z")?, at("2026-04-05T12:00:00Z")?)?;
/// let night = [Exclusion::new(ExclusionReason::PlannedMaintenance, window, "upgrade".parse()?, "operations".parse()?)];
/// let outages = [Outage::new("INC-7".parse()?, at("2026-04-05T11:00:00Z")?, Some(at("2026-04-05T13:12:00Z")?))?];
/// let level = |effect| {
///     let terms = ExclusionTerms::default().effect(effect);
///     let rule = AvailabilityRule::default().terms(ExclusionReason::PlannedMaintenance, terms);
///     let day = at("2026-04-05T00:00:00Z")?..at("2026-04-06T00:00:00Z")?;
///     let report = rule.measure(&ServiceRecord::new(&outages).excluding(&night), day.clone(), day.end)?;
///     Ok::<_, Box<dyn std::error::Error>>(report.level().map(|level| level.to_string()))
/// };
/// assert_eq!(level(ExclusionEffect::LeavesBoth)?.as_deref(), Some("90 %")); // 1.2 of 12 hours
/// assert_eq!(level(ExclusionEffect::NotDowntime)?.as_deref(), Some("95 %")); // 1.2 of 24 hours
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExclusionEffect {
    /// The time of service and the downtime: the numerator and the denominator.
    #[default]
    LeavesBoth,
    /// The downtime alone, as in (maximum minutes − downtime) / maximum minutes of Azure, Microsoft 365 and AWS, where
    /// maintenance is no downtime and the maximum is all of the month.
    NotDowntime,
}

impl ExclusionTerms {
    /// How long before its beginning each window has to be announced; one that was not counts as time of service.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for less than nothing.
    pub fn notice(self, notice: Span) -> Result<Self, SloError> {
        Ok(Self { notice: Some(not_negative("notice", notice)?), ..self })
    }

    /// How much time may be taken out in the range that is measured, the earliest first; the rest counts as time of
    /// service. Where the contract says "a month", measure month by month.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for less than nothing.
    pub fn at_most(self, at_most: Span) -> Result<Self, SloError> {
        Ok(Self { at_most: Some(not_negative("at_most", at_most)?), ..self })
    }

    /// What the time leaves: both the time of service and the downtime, or the downtime alone.
    #[must_use]
    pub const fn effect(self, effect: ExclusionEffect) -> Self {
        Self { effect, ..self }
    }

    /// The notice that is asked for; absent where none is.
    #[must_use]
    pub const fn wanted_notice(&self) -> Option<Span> {
        self.notice
    }

    /// The most that is taken out; absent where there is no limit.
    #[must_use]
    pub const fn limit(&self) -> Option<Span> {
        self.at_most
    }

    /// What the time leaves.
    #[must_use]
    pub const fn what_it_leaves(&self) -> ExclusionEffect {
        self.effect
    }
}

pub(super) fn not_negative(place: &str, span: Span) -> Result<Span, SloError> {
    if span.is_negative() {
        return Err(SloError::not_allowed(format!("`{place}`"), &span, "no time or more"));
    }
    Ok(span)
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "terms of exclusions as an object")]
struct RawTerms {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notice: Option<Span>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_most: Option<Span>,
    #[serde(default, skip_serializing_if = "is_default")]
    effect: ExclusionEffect,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_default(effect: &ExclusionEffect) -> bool {
    *effect == ExclusionEffect::default()
}

impl TryFrom<RawTerms> for ExclusionTerms {
    type Error = SloError;

    fn try_from(RawTerms { notice, at_most, effect }: RawTerms) -> Result<Self, SloError> {
        let terms = Self::default().effect(effect);
        let terms = notice.map_or(Ok(terms), |notice| terms.notice(notice))?;
        at_most.map_or(Ok(terms), |at_most| terms.at_most(at_most))
    }
}

impl From<ExclusionTerms> for RawTerms {
    fn from(ExclusionTerms { notice, at_most, effect }: ExclusionTerms) -> Self {
        Self { notice, at_most, effect }
    }
}
