use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::quantity::{QuantityError, excerpt};

/// A short text that people read: a name, an owner, a source.
///
/// 1 to 200 bytes of UTF-8 without control characters or outer blanks. Cheap to clone.
///
/// ```
/// use service_quality::indicator::Label;
/// assert_eq!("Service desk".parse::<Label>()?.as_str(), "Service desk");
/// assert!("two\nlines".parse::<Label>().is_err());
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(Arc<str>);

/// Longest label, in bytes.
const LONGEST: usize = 200;

impl Label {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Label {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let good =
            (1..=LONGEST).contains(&text.len()) && text.trim() == text && !text.chars().any(char::is_control);
        if good {
            Ok(Self(text.into()))
        } else {
            Err(QuantityError::BadName { what: "label", given: excerpt(text) })
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl Serialize for Label {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// What people call something, in English and, where given, in Chinese.
///
/// ```
/// use service_quality::indicator::Name;
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
