use serde::Serialize;

use crate::quantity::Language;

/// What a good goal is, by G. T. Doran, *There's a S.M.A.R.T. way to write management's goals and objectives* (1981), in
/// the wording that is in use today.
///
/// ```
/// use service_quality::improve::goal::Criterion;
/// use service_quality::quantity::Language;
/// assert_eq!(Criterion::TimeBound.text(Language::Chinese), "有时限");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// 明确.
    Specific,
    /// 可衡量.
    Measurable,
    /// 可实现.
    Achievable,
    /// 相关.
    Relevant,
    /// 有时限.
    TimeBound,
}

impl Criterion {
    /// What people call it.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Specific, Language::English) => "specific",
            (Self::Specific, Language::Chinese) => "明确",
            (Self::Measurable, Language::English) => "measurable",
            (Self::Measurable, Language::Chinese) => "可衡量",
            (Self::Achievable, Language::English) => "achievable",
            (Self::Achievable, Language::Chinese) => "可实现",
            (Self::Relevant, Language::English) => "relevant",
            (Self::Relevant, Language::Chinese) => "相关",
            (Self::TimeBound, Language::English) => "time-bound",
            (Self::TimeBound, Language::Chinese) => "有时限",
        }
    }
}

/// Whether a goal meets a criterion.
///
/// ```
/// use service_quality::improve::goal::CriterionVerdict;
/// assert_eq!(serde_json::to_string(&CriterionVerdict::CannotTell)?, r#""cannot_tell""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CriterionVerdict {
    /// It does.
    Met,
    /// It does not.
    NotMet,
    /// Too little is known.
    CannotTell,
}

impl CriterionVerdict {
    /// What people call it.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Met, Language::English) => "met",
            (Self::Met, Language::Chinese) => "符合",
            (Self::NotMet, Language::English) => "not met",
            (Self::NotMet, Language::Chinese) => "不符合",
            (Self::CannotTell, Language::English) => "cannot be told",
            (Self::CannotTell, Language::Chinese) => "无法判断",
        }
    }
}
