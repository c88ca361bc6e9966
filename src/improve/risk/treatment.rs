use serde::{Deserialize, Serialize};

use crate::quantity::{ActionId, AgentId, Date, Language, Statement};

/// What is done about a risk (风险应对).
///
/// ```
/// use service_quality::improve::risk::{RiskTreatment, TreatmentOption};
///
/// let treatment: RiskTreatment = serde_json::from_str(r#"{"option": "reduce", "reason": "two lines cost less than one outage",
///     "owner": "chen.jie", "due": "2026-06-30", "measures": [{"action": "A-12"}, {"text": "order a second line"}]}"#)?;
/// assert_eq!((treatment.option, treatment.measures.len()), (TreatmentOption::Reduce, 2));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskTreatment {
    /// Which way.
    pub option: TreatmentOption,
    /// Why this one.
    pub reason: Statement,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgentId>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// By what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<TreatmentMeasure>,
}

/// Which way a risk is treated (ISO 31000:2018, 6.5.2).
///
/// ```
/// use service_quality::improve::risk::TreatmentOption;
/// use service_quality::quantity::Language;
/// assert_eq!(TreatmentOption::Retain.word(Language::Chinese), "保留");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TreatmentOption {
    /// Not to do what it comes with, 规避.
    Avoid,
    /// To make it less likely, or less bad, 降低.
    Reduce,
    /// To bear it with others, by contract or insurance, 分担.
    Share,
    /// To bear it, 保留.
    Retain,
}

/// A measure against a risk.
///
/// ```
/// use service_quality::improve::risk::TreatmentMeasure;
/// assert_eq!(serde_json::to_string(&TreatmentMeasure::Action("A-12".parse()?))?, r#"{"action":"A-12"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TreatmentMeasure {
    /// An action of a cycle.
    Action(ActionId),
    /// Something else.
    Text(Statement),
}

/// A measure that was carried out.
///
/// ```
/// use service_quality::improve::risk::{MeasureDone, TreatmentMeasure};
///
/// let measure = TreatmentMeasure::Action("A-12".parse()?);
/// let done = MeasureDone { measure, on: "2026-06-12".parse()?, evidence: "order 7".parse()? };
/// assert_eq!(
///     serde_json::to_string(&done)?,
///     r#"{"measure":{"action":"A-12"},"on":"2026-06-12","evidence":"order 7"}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct MeasureDone {
    /// Which.
    pub measure: TreatmentMeasure,
    /// On which day.
    pub on: Date,
    /// What shows it.
    pub evidence: Statement,
}

impl TreatmentOption {
    /// What people call it.
    #[must_use]
    pub const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Avoid, Language::English) => "avoid",
            (Self::Avoid, Language::Chinese) => "规避",
            (Self::Reduce, Language::English) => "reduce",
            (Self::Reduce, Language::Chinese) => "降低",
            (Self::Share, Language::English) => "share",
            (Self::Share, Language::Chinese) => "分担",
            (Self::Retain, Language::English) => "retain",
            (Self::Retain, Language::Chinese) => "保留",
        }
    }
}

impl std::fmt::Display for TreatmentMeasure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Action(action) => action.fmt(formatter),
            Self::Text(text) => text.fmt(formatter),
        }
    }
}
