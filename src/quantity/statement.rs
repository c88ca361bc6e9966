use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{QuantityError, excerpt, wire};

/// Longest statement, in characters.
const LONGEST: usize = 4_000;

/// What people write down: a problem, a reason, what was found, a lesson.
///
/// 1 to 4000 characters, one of them visible at least, without outer blanks. Of control characters it may hold line feeds
/// and tabs; the line ends of web forms, a carriage return and a line feed, become line feeds. Characters that turn the
/// direction of writing (U+202A to U+202E, U+2066 to U+2069) are refused, since they show a text that is not the one kept.
///
/// ```
/// use service_quality::quantity::Statement;
///
/// let lesson = Statement::new("Callbacks on Mondays need two more agents.\n周一回访需要增加两人。")?;
/// assert_eq!(lesson.as_str().lines().count(), 2);
/// assert_eq!(Statement::new("from a form\r\nof two lines")?.as_str(), "from a form\nof two lines");
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
        let text = text.replace("\r\n", "\n");
        let out =
            |given: String, allowed| Err(QuantityError::OutOfRange { what: "statement", given, allowed });
        // What cannot be seen is told by its code point.
        let told = |letter: char| letter.escape_unicode().to_string();
        if let Some(letter) = text.chars().find(|letter| turns_direction(*letter)) {
            return out(told(letter), "text without characters that turn the direction of writing");
        }
        if let Some(letter) =
            text.chars().find(|letter| letter.is_control() && !matches!(letter, '\n' | '\t'))
        {
            return out(told(letter), "text without control characters other than line feeds and tabs");
        }
        if !text.chars().any(is_visible) {
            let given = text.escape_unicode().take(60).collect();
            return out(given, "text with a character that can be seen");
        }
        if text.trim() != text || text.chars().nth(LONGEST).is_some() {
            return out(excerpt(&text), "1 to 4000 characters without outer blanks");
        }
        Ok(Self(text.into()))
    }
}

/// Embeddings, overrides and isolates: *Unicode Bidirectional Algorithm* (UAX 9), 2.1 to 2.4.
const fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Not so are blanks, what Unicode calls default ignorable (zero-width spaces and joiners, fillers, selectors of variants,
/// tags), and the blank pattern of Braille.
fn is_visible(letter: char) -> bool {
    let ignorable = matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    );
    !(ignorable || letter.is_whitespace() || letter.is_control())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, told: &str) {
        assert_eq!(Statement::new(text).unwrap_err().to_string(), format!("statement {told}"), "{text:?}");
    }

    #[test]
    fn line_ends_of_web_forms_become_line_feeds() {
        assert_eq!(Statement::new("a\r\nb\r\n\r\nc").unwrap().as_str(), "a\nb\n\nc");
        let read: Statement = serde_json::from_str(r#""a\r\nb""#).unwrap();
        assert_eq!(read.as_str(), "a\nb");
        let control = "is out of range: give text without control characters other than line feeds and tabs";
        refused("a\rb", &format!("`\\u{{d}}` {control}"));
        refused("a\0b", &format!("`\\u{{0}}` {control}"));
    }

    #[test]
    fn text_that_cannot_be_seen_is_refused() {
        let unseen = "is out of range: give text with a character that can be seen";
        refused("", &format!("`` {unseen}"));
        refused("\u{200b}\u{2060}", &format!("`\\u{{200b}}\\u{{2060}}` {unseen}"));
        for text in
            [" ", "\n", "\u{3164}", "\u{feff}", "\u{ad}", "\u{2800}", "\u{fe0f}", "\u{3000}", "\u{e0041}"]
        {
            assert!(Statement::new(text).is_err(), "{text:?}");
        }
        // A joiner between what can be seen is a part of it.
        assert!(Statement::new("\u{1f468}\u{200d}\u{1f4bb}").is_ok());
    }

    #[test]
    fn text_that_shows_as_another_is_refused() {
        for letter in ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}') {
            let told = letter.escape_unicode();
            let rest = "is out of range: give text without characters that turn the direction of writing";
            refused(&format!("paid{letter}tes"), &format!("`{told}` {rest}"));
        }
        assert!(Statement::new("שלום, عليكم").is_ok());
    }

    #[test]
    fn characters_are_counted_and_not_bytes() {
        assert!(Statement::new("原".repeat(4_000)).is_ok());
        let told =
            format!("`{}…` is out of range: give 1 to 4000 characters without outer blanks", "原".repeat(60));
        refused(&"原".repeat(4_001), &told);
        refused(" a", "` a` is out of range: give 1 to 4000 characters without outer blanks");
    }
}
