use serde::Serialize;

use super::ExclusionReason;
use crate::quantity::{IncidentId, Language, Span, Timestamp};

/// What became of an outage in the count.
///
/// Counted and uncounted time add up to the outage as known at `as_of`; what outages count, and what rounding adds to
/// them, adds up to the net downtime.
///
/// ```
/// use service_quality::quantity::Timestamp;
/// use service_quality::slo::availability::{AvailabilityRule, Outage, ServiceRecord, UncountedReason};
///
/// let at = |text: &str| text.parse::<Timestamp>();
/// let outage = |id: &str, from, until| Outage::new(id.parse()?, at(from)?, Some(at(until)?));
/// let outages = [
///     outage("INC-7", "2026-04-05T04:30:00Z", "2026-04-05T06:00:00Z")?,
///     outage("INC-8", "2026-04-05T05:00:00Z", "2026-04-05T06:30:00Z")?,
/// ];
/// let day = at("2026-04-05T00:00:00Z")?..at("2026-04-06T00:00:00Z")?;
/// let report = AvailabilityRule::default().measure(&ServiceRecord::new(&outages), day.clone(), day.end)?;
/// let second = &report.outages()[1];
/// assert_eq!((second.counted.to_string(), second.uncounted[0].span.to_string()), ("PT30M".into(), "PT1H".into()));
/// assert_eq!(second.uncounted[0].why, UncountedReason::OtherOutage);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CountedOutage {
    /// The incident that it was.
    pub id: IncidentId,
    /// Its first instant in the range.
    pub from: Timestamp,
    /// Its end in the range.
    pub until: Timestamp,
    /// Whether it is over, as far as is known.
    pub ended: bool,
    /// How many users had no service; absent where all had none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub users: Option<u64>,
    /// What counted.
    pub counted: Span,
    /// What [`PartialMinute::Whole`](super::PartialMinute::Whole) adds: the rest of each minute of the clock in which this
    /// outage is the first that counts.
    #[serde(skip_serializing_if = "is_nothing")]
    pub added: Span,
    /// What did not, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub uncounted: Vec<Uncounted>,
}

/// A part of an outage that does not count.
///
/// ```
/// use service_quality::quantity::{Language, Span};
/// use service_quality::slo::availability::{Uncounted, UncountedReason};
/// let short = Uncounted { why: UncountedReason::TooShort, span: Span::from_minutes(3) };
/// assert_eq!(short.why.text(Language::English), "too short");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Uncounted {
    /// Why.
    pub why: UncountedReason,
    /// How much.
    pub span: Span,
}

/// Why a part of an outage does not count.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::availability::{ExclusionReason, UncountedReason};
/// assert_eq!(UncountedReason::Excluded(ExclusionReason::ForceMajeure).text(Language::Chinese), "不可抗力");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UncountedReason {
    /// It lies before or after the range that is measured.
    OutsideRange,
    /// An outage that began before it, or with it, has it already.
    OtherOutage,
    /// The service need not be there then.
    OutsideHours,
    /// The contract excludes it.
    Excluded(ExclusionReason),
    /// The outage is shorter than the minimum.
    TooShort,
    /// A [partial minute](super::PartialMinute::Dropped) that is dropped.
    Rounding,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_nothing(span: &Span) -> bool {
    *span == Span::ZERO
}

impl CountedOutage {
    /// The outage in words: what counts, what does not and why.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let parts = self.uncounted.iter().map(|part| match language {
            Language::English => format!("{} ({})", part.span, part.why.text(language)),
            Language::Chinese => format!("{}（{}）", part.span, part.why.text(language)),
        });
        let parts: Vec<String> = parts.collect();
        let (id, added) = (&self.id, self.added);
        let counted = match language {
            _ if added == Span::ZERO => self.counted.to_string(),
            Language::English => format!("{}, rounded up by {added}", self.counted),
            Language::Chinese => format!("{}，取整加 {added}", self.counted),
        };
        match (language, parts.is_empty()) {
            (Language::English, true) => format!("{id}: counts {counted}"),
            (Language::English, false) => format!("{id}: counts {counted}; not {}", parts.join(", ")),
            (Language::Chinese, true) => format!("{id}：计入 {counted}"),
            (Language::Chinese, false) => format!("{id}：计入 {counted}；不计 {}", parts.join("、")),
        }
    }
}

impl UncountedReason {
    /// The reason in words.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        match (language, self) {
            (_, Self::Excluded(reason)) => reason.text(language),
            (Language::English, Self::OutsideRange) => "outside the range",
            (Language::English, Self::OtherOutage) => "counted with another outage",
            (Language::English, Self::OutsideHours) => "outside operating hours",
            (Language::English, Self::TooShort) => "too short",
            (Language::English, Self::Rounding) => "partial minute",
            (Language::Chinese, Self::OutsideRange) => "统计区间以外",
            (Language::Chinese, Self::OtherOutage) => "已计入其他中断",
            (Language::Chinese, Self::OutsideHours) => "服务时间以外",
            (Language::Chinese, Self::TooShort) => "过短",
            (Language::Chinese, Self::Rounding) => "不足一分钟",
        }
    }
}
