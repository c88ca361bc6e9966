use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::Language;

/// What an action is for (措施类型).
///
/// ```
/// use service_quality::improve::action::ActionKind;
/// assert_eq!(serde_json::to_string(&ActionKind::Preventive)?, r#""preventive""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// 纠正: puts right what went wrong, whatever its cause (ISO 9000:2015, 3.12.3 correction).
    Correction,
    /// 纠正措施: removes the cause of what went wrong (ISO 9000:2015, 3.12.2 corrective action).
    Corrective,
    /// 预防措施: removes the cause of what might go wrong (ISO 9000:2015, 3.12.1 preventive action).
    Preventive,
    /// 改进: makes better what is not wrong (ISO 9000:2015, 3.3.1 improvement).
    Improvement,
}

impl ActionKind {
    /// How it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Corrective => "corrective",
            Self::Preventive => "preventive",
            Self::Improvement => "improvement",
        }
    }
}

impl ActionKind {
    /// What people call it.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (_, Language::English) => self.as_str(),
            (Self::Correction, Language::Chinese) => "纠正",
            (Self::Corrective, Language::Chinese) => "纠正措施",
            (Self::Preventive, Language::Chinese) => "预防措施",
            (Self::Improvement, Language::Chinese) => "改进",
        }
    }
}

impl fmt::Display for ActionKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}
