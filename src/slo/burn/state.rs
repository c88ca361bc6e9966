use serde::{Deserialize, Serialize};

use super::{BurnRate, BurnTest};
use crate::quantity::Language;

/// Where a burn alert stands between its long and its short window, as Elastic names it.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::burn::{BurnRate, BurnState, BurnTest};
///
/// let rate = |text: &str| -> Result<_, Box<dyn std::error::Error>> { Ok(BurnRate::new(text.parse()?)?) };
/// let state = BurnState::of(rate("21.23")?, rate("10.2")?, rate("14.4")?, BurnTest::default());
/// assert_eq!(state, BurnState::Recovering);
/// assert_eq!(state.text(Language::Chinese), "恢复中");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BurnState {
    /// Neither window is over the limit.
    Acceptable,
    /// The short one is, the long one not yet.
    Increasing,
    /// The long one still is, the short one no longer.
    Recovering,
    /// Both are: the alert fires.
    Critical,
}

impl BurnState {
    /// By the rates over both windows.
    #[must_use]
    pub fn of(long: BurnRate, short: BurnRate, limit: BurnRate, test: BurnTest) -> Self {
        match (test.holds(long, limit), test.holds(short, limit)) {
            (true, true) => Self::Critical,
            (true, false) => Self::Recovering,
            (false, true) => Self::Increasing,
            (false, false) => Self::Acceptable,
        }
    }

    /// The word.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Acceptable, Language::English) => "acceptable",
            (Self::Acceptable, Language::Chinese) => "可接受",
            (Self::Increasing, Language::English) => "increasing",
            (Self::Increasing, Language::Chinese) => "上升中",
            (Self::Recovering, Language::English) => "recovering",
            (Self::Recovering, Language::Chinese) => "恢复中",
            (Self::Critical, Language::English) => "critical",
            (Self::Critical, Language::Chinese) => "严重",
        }
    }
}
