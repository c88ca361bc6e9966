use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Label, QuantityError};

/// What people call something, in English and, where given, in Chinese.
///
/// ```
/// use service_quality::quantity::Name;
///
/// let name = Name::new("Reopen rate")?.with_zh("工单重开率")?;
/// assert_eq!(name.to_string(), "Reopen rate");
/// assert_eq!(serde_json::to_string(&name)?, r#"{"en":"Reopen rate","zh":"工单重开率"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    en: Label,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zh: Option<Label>,
}

impl Name {
    /// An English name.
    ///
    /// # Errors
    /// [`QuantityError::BadName`] for what is no label.
    pub fn new(en: &str) -> Result<Self, QuantityError> {
        Ok(Self { en: en.parse()?, zh: None })
    }

    /// Adds the Chinese name.
    ///
    /// # Errors
    /// [`QuantityError::BadName`] for what is no label.
    pub fn with_zh(self, zh: &str) -> Result<Self, QuantityError> {
        Ok(Self { zh: Some(zh.parse()?), ..self })
    }

    /// The English name.
    #[must_use]
    pub fn en(&self) -> &str {
        self.en.as_str()
    }

    /// The Chinese name.
    #[must_use]
    pub fn zh(&self) -> Option<&str> {
        self.zh.as_ref().map(Label::as_str)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.en.fmt(formatter)
    }
}
