use serde::Serialize;

use super::ExclusionReason;
use crate::calendar::interval::Interval;
use crate::quantity::{Language, Span, Timestamp};

/// Time that an exclusion claims, and that counts all the same: no other exclusion takes it out.
///
/// ```
/// use service_quality::quantity::{Language, Span, Timestamp};
/// use service_quality::slo::availability::{
///     AvailabilityRule, Exclusion, ExclusionReason, ExclusionTerms, ExclusionTime, ServiceRecord,
/// };
///
/// let at = |text: &str| text.parse::<Timestamp>();
/// let window = ExclusionTime::once(at("2026-04-05T02:00:00Z")?, at("2026-04-05T05:00:00Z")?)?;
/// let sudden = [Exclusion::new(ExclusionReason::PlannedMaintenance, window, "upgrade".parse()?, "operations".parse()?)];
/// let rule = AvailabilityRule::default()
///     .terms(ExclusionReason::PlannedMaintenance, ExclusionTerms::default().notice(Span::from_hours(72))?);
/// let day = at("2026-04-05T00:00:00Z")?..at("2026-04-06T00:00:00Z")?;
/// let report = rule.measure(&ServiceRecord::new(&[]).excluding(&sudden), day.clone(), day.end)?;
/// assert_eq!(
///     report.refused()[0].text(Language::English),
///     "exclusions[0], planned maintenance, from 2026-04-05T02:00:00Z to 2026-04-05T05:00:00Z counts: \
///      PT72H of notice is asked for, and there was none"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct RefusedExclusion {
    /// Which exclusion of the record, from 0.
    pub index: usize,
    /// What reason it gives.
    pub reason: ExclusionReason,
    /// The first instant that counts.
    pub from: Timestamp,
    /// The end of what counts.
    pub until: Timestamp,
    /// How much counts from there to there; less than all where a part is taken out otherwise, or closed.
    pub counts: Span,
    /// Why it counts.
    pub why: Refusal,
}

/// Why a contract does not let time be excluded.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::availability::Refusal;
/// let late = Refusal::Notice { given: Some(Span::from_hours(1)), wanted: Span::from_hours(72) };
/// assert_eq!(serde_json::to_string(&late)?, r#"{"notice":{"given":"PT1H","wanted":"PT72H"}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refusal {
    /// It was announced too late, or not at all.
    Notice {
        /// How long before; absent where it was not announced.
        #[serde(skip_serializing_if = "Option::is_none")]
        given: Option<Span>,
        /// How long before it has to be.
        wanted: Span,
    },
    /// More of the reason was taken out before than the contract allows.
    Limit {
        /// The most.
        limit: Span,
    },
}

impl RefusedExclusion {
    pub(super) fn new(
        index: usize,
        reason: &ExclusionReason,
        at: Interval,
        seconds: i64,
        why: Refusal,
    ) -> Self {
        let (from, until) = (Timestamp::clamped(at.open), Timestamp::clamped(at.close));
        Self { index, reason: reason.clone(), from, until, counts: Span::from_seconds(seconds), why }
    }

    /// Which exclusion, and why its time counts all the same.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let Self { index, from, until, counts, .. } = self;
        let reason = self.reason.text(language);
        let all = until.since(*from) == *counts;
        match language {
            Language::English => {
                let why = match &self.why {
                    Refusal::Notice { given: Some(given), wanted } => {
                        format!("{wanted} of notice is asked for, and there was {given}")
                    }
                    Refusal::Notice { given: None, wanted } => {
                        format!("{wanted} of notice is asked for, and there was none")
                    }
                    Refusal::Limit { limit } => format!("no more than {limit} may be taken out"),
                };
                let counts = if all { "counts".to_owned() } else { format!("counts for {counts}") };
                format!("exclusions[{index}], {reason}, from {from} to {until} {counts}: {why}")
            }
            Language::Chinese => {
                let why = match &self.why {
                    Refusal::Notice { given: Some(given), wanted } => {
                        format!("须提前 {wanted} 通知，实际提前 {given}")
                    }
                    Refusal::Notice { given: None, wanted } => format!("须提前 {wanted} 通知，实际未通知"),
                    Refusal::Limit { limit } => format!("最多免责 {limit}"),
                };
                let counts = if all { String::new() } else { format!(" {counts}") };
                format!("exclusions[{index}]（{reason}）{from} 至 {until} 仍计入{counts}：{why}")
            }
        }
    }
}
