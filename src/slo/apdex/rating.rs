use serde::{Deserialize, Serialize};

use crate::quantity::{Language, Number};
use crate::slo::SloError;

/// The word for an Apdex score, by the score's two decimals.
///
/// | score | rating | |
/// | --- | --- | --- |
/// | 0.94 to 1.00 | excellent | 优 |
/// | 0.85 to 0.93 | good | 良 |
/// | 0.70 to 0.84 | fair | 中 |
/// | 0.50 to 0.69 | poor | 差 |
/// | 0.00 to 0.49 | unacceptable | 不可接受 |
///
/// ```
/// use service_quality::slo::apdex::ApdexRating;
/// assert_eq!(ApdexRating::of("0.935".parse()?)?, ApdexRating::Excellent, "which is shown as 0.94");
/// assert_eq!(ApdexRating::of("0.49".parse()?)?, ApdexRating::Unacceptable);
/// assert!(ApdexRating::of("1.01".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApdexRating {
    /// Below 0.50.
    Unacceptable,
    /// 0.50 or more.
    Poor,
    /// 0.70 or more.
    Fair,
    /// 0.85 or more.
    Good,
    /// 0.94 or more.
    Excellent,
}

impl ApdexRating {
    /// The rating of a score, which is first rounded half away from zero to two decimals.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] outside 0 to 1.
    pub fn of(score: Number) -> Result<Self, SloError> {
        if score < Number::ZERO || score > Number::from(1) {
            return Err(SloError::not_allowed("the score of an Apdex", &score, "0 to 1"));
        }
        // In hundredths of 10^9 parts.
        Ok(match score.rounded(2).to_scaled() / 10_000_000 {
            94.. => Self::Excellent,
            85.. => Self::Good,
            70.. => Self::Fair,
            50.. => Self::Poor,
            _ => Self::Unacceptable,
        })
    }

    /// The rating in words.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::English, Self::Excellent) => "excellent",
            (Language::English, Self::Good) => "good",
            (Language::English, Self::Fair) => "fair",
            (Language::English, Self::Poor) => "poor",
            (Language::English, Self::Unacceptable) => "unacceptable",
            (Language::Chinese, Self::Excellent) => "优",
            (Language::Chinese, Self::Good) => "良",
            (Language::Chinese, Self::Fair) => "中",
            (Language::Chinese, Self::Poor) => "差",
            (Language::Chinese, Self::Unacceptable) => "不可接受",
        }
    }
}
