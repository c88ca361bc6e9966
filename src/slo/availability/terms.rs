use serde::{Deserialize, Serialize};

use crate::quantity::Span;
use crate::slo::SloError;

/// What a contract asks of exclusions of one reason: notice (提前通知), and a most (上限).
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

    pub(super) const fn wanted_notice(&self) -> Option<Span> {
        self.notice
    }

    pub(super) const fn limit(&self) -> Option<Span> {
        self.at_most
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
}

impl TryFrom<RawTerms> for ExclusionTerms {
    type Error = SloError;

    fn try_from(RawTerms { notice, at_most }: RawTerms) -> Result<Self, SloError> {
        let terms = notice.map_or(Ok(Self::default()), |notice| Self::default().notice(notice))?;
        at_most.map_or(Ok(terms), |at_most| terms.at_most(at_most))
    }
}

impl From<ExclusionTerms> for RawTerms {
    fn from(ExclusionTerms { notice, at_most }: ExclusionTerms) -> Self {
        Self { notice, at_most }
    }
}
