use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{QuantityError, excerpt, wire};

/// Longest statement, in bytes.
const LONGEST: usize = 4_000;

/// What people write down: a problem, a reason, what was found, a lesson.
///
/// 1 to 4000 bytes of UTF-8 without outer blanks; of control characters it may hold line feeds and tabs.
///
/// ```
/// use service_quality::quantity::Statement;
///
/// let lesson = Statement::new("Callbacks on Mondays need two more agents.\n周一回访需要增加两人。")?;
/// assert_eq!(lesson.as_str().lines().count(), 2);
/// assert!(Statement::new("  ").is_err());
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Statement(Arc<str>);

impl Statement {
    /// Checks the text and keeps it.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`] for what is no statement.
    pub fn new(text: impl AsRef<str>) -> Result<Self, QuantityError> {
        text.as_ref().parse()
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Statement {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let control = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
        let good = (1..=LONGEST).contains(&text.len()) && text.trim() == text && !text.chars().any(control);
        if good {
            Ok(Self(text.into()))
        } else {
            Err(QuantityError::OutOfRange {
                what: "statement",
                given: excerpt(text),
                allowed: "1 to 4000 bytes without outer blanks or control characters other than line feeds and tabs",
            })
        }
    }
}

impl TryFrom<&str> for Statement {
    type Error = QuantityError;

    fn try_from(text: &str) -> Result<Self, QuantityError> {
        text.parse()
    }
}

impl AsRef<str> for Statement {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl Serialize for Statement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Statement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::string(deserializer, "a statement as a string")
    }
}
