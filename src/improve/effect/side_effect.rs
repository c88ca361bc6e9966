use serde::{Deserialize, Serialize};

use crate::improve::wording::limit;
use crate::indicator::Limit;
use crate::quantity::{IndicatorId, Language, Number};

/// An indicator that must not suffer from the measures (风险与副作用指标), and what is tolerated of it.
///
/// ```
/// use service_quality::improve::effect::WatchedIndicator;
/// use service_quality::indicator::Limit;
///
/// let reopened = WatchedIndicator { indicator: "reopen_rate".parse()?, tolerated: Limit::AtMost(5.into()) };
/// assert!(reopened.observed(Some("3.1".parse()?), "5.4".parse()?).is_exceeded());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WatchedIndicator {
    /// Which.
    pub indicator: IndicatorId,
    /// What is tolerated.
    pub tolerated: Limit,
}

impl WatchedIndicator {
    /// What became of it.
    #[must_use]
    pub fn observed(&self, before: Option<Number>, after: Number) -> SideEffect {
        let Self { indicator, tolerated } = self.clone();
        SideEffect { indicator, tolerated, before, after }
    }
}

/// What became of an indicator that was watched (副作用): whether it is beyond what is tolerated is decided exactly.
///
/// ```
/// use service_quality::improve::effect::SideEffect;
/// use service_quality::quantity::Language;
///
/// let worse: SideEffect = serde_json::from_str(
///     r#"{"indicator": "reopen_rate", "tolerated": {"at_most": "5"}, "before": "3.1", "after": "5.4"}"#,
/// )?;
/// assert!(worse.is_exceeded() && !worse.was_exceeded());
/// assert_eq!(worse.text(Language::English), "`reopen_rate` is 5.4, before 3.1; tolerated is at most 5: exceeded");
/// assert_eq!(worse.text(Language::Chinese), "`reopen_rate` 为 5.4，之前为 3.1；容许范围 ≤ 5：超出");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SideEffect {
    /// Which indicator.
    pub indicator: IndicatorId,
    /// What is tolerated.
    pub tolerated: Limit,
    /// What it was before, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Number>,
    /// What it is after.
    pub after: Number,
}

impl SideEffect {
    /// Whether it is beyond what is tolerated.
    #[must_use]
    pub fn is_exceeded(&self) -> bool {
        !self.tolerated.holds(self.after)
    }

    /// Whether it was beyond that before, so that the measures may not be the cause.
    #[must_use]
    pub fn was_exceeded(&self) -> bool {
        self.before.is_some_and(|before| !self.tolerated.holds(before))
    }

    /// What people are told.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let Self { indicator, tolerated, before, after } = self;
        let tolerated = limit(*tolerated, language);
        match language {
            Language::English => {
                let before = before.map(|before| format!(", before {before}")).unwrap_or_default();
                let verdict = match (self.is_exceeded(), self.was_exceeded()) {
                    (true, true) => "exceeded, as before",
                    (true, false) => "exceeded",
                    (false, _) => "kept",
                };
                format!("`{indicator}` is {after}{before}; tolerated is {tolerated}: {verdict}")
            }
            Language::Chinese => {
                let before = before.map(|before| format!("，之前为 {before}")).unwrap_or_default();
                let verdict = match (self.is_exceeded(), self.was_exceeded()) {
                    (true, true) => "超出，之前亦然",
                    (true, false) => "超出",
                    (false, _) => "未超出",
                };
                format!("`{indicator}` 为 {after}{before}；容许范围 {tolerated}：{verdict}")
            }
        }
    }
}
