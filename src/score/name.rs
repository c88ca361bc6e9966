use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::quantity::{QuantityError, excerpt};

/// What people call a part of a model, in English and, where given, in Chinese.
///
/// Each 1 to 200 bytes without control characters or outer blanks.
///
/// ```
/// use service_quality::score::Name;
///
/// let name = Name::new("Timeliness")?.with_zh("及时性")?;
/// assert_eq!(serde_json::to_string(&name)?, r#"{"en":"Timeliness","zh":"及时性"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawName", into = "RawName")]
pub struct Name {
    en: Arc<str>,
    zh: Option<Arc<str>>,
}

impl Name {
    /// An English name.
    ///
    /// # Errors
    /// [`QuantityError::BadName`].
    pub fn new(en: &str) -> Result<Self, QuantityError> {
        Ok(Self { en: readable("name", en)?, zh: None })
    }

    /// Adds the Chinese name.
    ///
    /// # Errors
    /// [`QuantityError::BadName`].
    pub fn with_zh(self, zh: &str) -> Result<Self, QuantityError> {
        Ok(Self { zh: Some(readable("name", zh)?), ..self })
    }

    /// The English name.
    #[must_use]
    pub fn en(&self) -> &str {
        &self.en
    }

    /// The Chinese name.
    #[must_use]
    pub fn zh(&self) -> Option<&str> {
        self.zh.as_deref()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.en)
    }
}

/// A short text that survives a log line.
pub(super) fn readable(what: &'static str, text: &str) -> Result<Arc<str>, QuantityError> {
    let good = (1..=200).contains(&text.len()) && text.trim() == text && !text.chars().any(char::is_control);
    if good { Ok(text.into()) } else { Err(QuantityError::BadName { what, given: excerpt(text) }) }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawName {
    en: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zh: Option<String>,
}

impl TryFrom<RawName> for Name {
    type Error = QuantityError;

    fn try_from(raw: RawName) -> Result<Self, QuantityError> {
        let name = Self::new(&raw.en)?;
        match raw.zh {
            Some(zh) => name.with_zh(&zh),
            None => Ok(name),
        }
    }
}

impl From<Name> for RawName {
    fn from(name: Name) -> Self {
        Self { en: name.en().to_owned(), zh: name.zh().map(str::to_owned) }
    }
}
