use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::Language;

/// How grave a problem is (严重程度), in the classes that inspection and audits use (MIL-STD-105, now ISO 2859; ISO 19011).
///
/// ```
/// use service_quality::improve::problem::Severity;
/// use service_quality::quantity::Language;
///
/// assert!(Severity::Critical > Severity::Major && Severity::Major > Severity::Minor);
/// assert_eq!(Severity::Critical.word(Language::Chinese), "致命");
/// assert_eq!(serde_json::to_string(&Severity::Major)?, r#""major""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A nuisance: the service is still what it should be, 轻微.
    Minor,
    /// The service is not what was promised, 严重.
    Major,
    /// Somebody may come to harm, or a law is broken, 致命.
    Critical,
}

impl Severity {
    /// What people call it.
    #[must_use]
    pub const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Minor, Language::English) => "minor",
            (Self::Minor, Language::Chinese) => "轻微",
            (Self::Major, Language::English) => "major",
            (Self::Major, Language::Chinese) => "严重",
            (Self::Critical, Language::English) => "critical",
            (Self::Critical, Language::Chinese) => "致命",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word(Language::English))
    }
}
