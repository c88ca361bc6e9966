use serde::{Deserialize, Serialize};

/// A name for people in English and, where given, in Chinese.
///
/// ```
/// use service_quality::score::Name;
///
/// let name: Name = serde_json::from_str(r#"{"en": "Timeliness", "zh": "及时性"}"#)?;
/// assert_eq!(name.en, "Timeliness");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// English.
    pub en: String,
    /// Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
}
