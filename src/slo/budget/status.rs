use serde::{Deserialize, Serialize};

use crate::quantity::Language;
use crate::slo::ExactRatio;

/// How an objective stands, in one word, as Elastic has it.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::ExactRatio;
/// use service_quality::slo::budget::SloStatus;
///
/// let ratio = |text: &str| text.parse::<service_quality::quantity::Number>().map(ExactRatio::from);
/// let status = SloStatus::of(Some(ratio("0.8")?), ratio("0.9")?, ratio("0.5")?);
/// assert_eq!(status, SloStatus::Degrading);
/// assert_eq!(status.text(Language::Chinese), "恶化中");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SloStatus {
    /// The goal is reached.
    Healthy,
    /// The goal is not reached so far, and budget is left.
    Degrading,
    /// The goal is not reached, and the budget is used up.
    Violated,
    /// Too little was counted to say.
    NoData,
}

impl SloStatus {
    /// By the share of good ones, the one promised and the share of the budget that remains.
    #[must_use]
    pub fn of(sli: Option<ExactRatio>, target: ExactRatio, remaining: ExactRatio) -> Self {
        match sli {
            None => Self::NoData,
            Some(sli) if sli >= target => Self::Healthy,
            Some(_) if remaining > ExactRatio::ZERO => Self::Degrading,
            Some(_) => Self::Violated,
        }
    }

    /// The word.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Healthy, Language::English) => "healthy",
            (Self::Healthy, Language::Chinese) => "正常",
            (Self::Degrading, Language::English) => "degrading",
            (Self::Degrading, Language::Chinese) => "恶化中",
            (Self::Violated, Language::English) => "violated",
            (Self::Violated, Language::Chinese) => "未达标",
            (Self::NoData, Language::English) => "no data",
            (Self::NoData, Language::Chinese) => "无数据",
        }
    }
}
