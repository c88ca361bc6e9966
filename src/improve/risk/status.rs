use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::Language;

/// How far a risk has been dealt with.
///
/// ```
/// use service_quality::improve::risk::RiskStatus;
/// use service_quality::quantity::Language;
/// assert_eq!(RiskStatus::Treated.word(Language::Chinese), "应对中");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskStatus {
    /// Nothing is known of it yet.
    Empty,
    /// It is known, 已识别.
    Identified,
    /// It is rated as it is, 已评价.
    Rated,
    /// What is done about it is decided, 应对中.
    Treated,
    /// What is left of it is rated, 受控.
    Controlled,
    /// It is none any more, 已关闭.
    Closed,
}

impl RiskStatus {
    /// What people call it.
    #[must_use]
    pub const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Empty, Language::English) => "empty",
            (Self::Empty, Language::Chinese) => "空",
            (Self::Identified, Language::English) => "identified",
            (Self::Identified, Language::Chinese) => "已识别",
            (Self::Rated, Language::English) => "rated",
            (Self::Rated, Language::Chinese) => "已评价",
            (Self::Treated, Language::English) => "treated",
            (Self::Treated, Language::Chinese) => "应对中",
            (Self::Controlled, Language::English) => "controlled",
            (Self::Controlled, Language::Chinese) => "受控",
            (Self::Closed, Language::English) => "closed",
            (Self::Closed, Language::Chinese) => "已关闭",
        }
    }
}

impl fmt::Display for RiskStatus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word(Language::English))
    }
}
