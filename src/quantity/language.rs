use serde::{Deserialize, Serialize};

use super::Name;

/// A language in which the crate writes text for people.
///
/// ```
/// use service_quality::quantity::{Language, Name};
///
/// let name = Name::new("Accuracy")?.with_zh("准确性")?;
/// assert_eq!(name.in_language(Language::Chinese), "准确性");
/// assert_eq!(serde_json::to_string(&Language::Chinese)?, r#""zh""#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Chinese (简体中文).
    #[serde(rename = "zh")]
    Chinese,
}

impl Name {
    /// The name in a language; the English one where there is no other.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::English => self.en(),
            Language::Chinese => self.zh().unwrap_or(self.en()),
        }
    }
}
