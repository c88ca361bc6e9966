//! Documents from and to JSON text, with the path of a fault.

use serde_path_to_error::{Path, Segment};

use super::document::RawStandard;
use super::{Standard, StandardError};
use crate::quantity::excerpt;

impl Standard {
    /// Reads a standard from JSON text.
    ///
    /// # Errors
    /// [`StandardError`], which begins with the path of the fault.
    ///
    /// ```
    /// use service_quality::standard::Standard;
    ///
    /// let text = std::fs::read_to_string("examples/data/standard.json")?;
    /// let error = Standard::from_json(&text.replace("\"weight\": 3", "\"weight\": \"three\"")).unwrap_err();
    /// assert!(error.to_string().starts_with("model.root.children["), "{error}");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, StandardError> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let raw: RawStandard = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            StandardError::Malformed { place: place(error.path()), message: brief(&error.into_inner()) }
        })?;
        reader.end().map_err(|error| StandardError::Malformed {
            place: "end of document".to_owned(),
            message: brief(&error),
        })?;
        raw.try_into()
    }

    /// Writes the standard as JSON text, indented for people.
    ///
    /// ```
    /// use service_quality::standard::Standard;
    ///
    /// let standard = Standard::from_json(&std::fs::read_to_string("examples/data/standard.json")?)?;
    /// assert_eq!(Standard::from_json(&standard.to_json())?, standard);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        // Maps have text keys and no value is a float: writing to memory cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

/// The path as text, a long key of it shortened; the document itself where the path leads nowhere.
fn place(path: &Path) -> String {
    let mut text = String::new();
    for segment in path {
        if !matches!(segment, Segment::Seq { .. }) && !text.is_empty() {
            text.push('.');
        }
        text += &excerpt(&segment.to_string());
    }
    if matches!(text.as_str(), "" | "?") { "document".to_owned() } else { text }
}

/// The reader's message; of one that repeats a long input the beginning and the end, which says what is wanted and
/// the line.
fn brief(error: &serde_json::Error) -> String {
    const FIRST: usize = 100;
    const LAST: usize = 280;
    let text = error.to_string();
    let head = text.floor_char_boundary(FIRST);
    let tail = text.ceil_char_boundary(text.len().saturating_sub(LAST));
    match (text.get(..head), text.get(tail..)) {
        (Some(first), Some(last)) if head < tail => format!("{first} … {last}"),
        _ => text,
    }
}
