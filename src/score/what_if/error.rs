use thiserror::Error;

use crate::quantity::Number;

/// Why a question about other figures has no answer.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::score::Model;
/// use service_quality::score::what_if::Target;
///
/// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
///     {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}]}}"#)?;
/// let fault = model.what_if(&BTreeMap::new()).needed(&"speed".parse()?, &Target::Score("80".parse()?));
/// assert_eq!(
///     fault.unwrap_err().to_string(),
///     "indicator: no indicator `speed` in the model `service`: name one of its indicators"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WhatIfError {
    /// The model has no such indicator.
    #[error("{place}: no indicator `{given}` in the model `{model}`: name one of its indicators")]
    UnknownIndicator {
        /// Where.
        place: String,
        /// What was named, shortened.
        given: String,
        /// The model.
        model: String,
    },
    /// The model has no such grade.
    #[error("{place}: no grade `{given}` in the model `{model}`: {remedy}")]
    UnknownGrade {
        /// Where.
        place: String,
        /// What was named, shortened.
        given: String,
        /// The model.
        model: String,
        /// What to do.
        remedy: &'static str,
    },
    /// More decimal places than a number keeps.
    #[error("{place}: {given} decimal places: give at most 9")]
    TooManyPlaces {
        /// Where.
        place: String,
        /// How many were given.
        given: u32,
    },
    /// A figure that has no meaning there.
    #[error("{place}: `{given}` is out of range: give {allowed}")]
    OutOfRange {
        /// Where.
        place: String,
        /// The figure.
        given: Number,
        /// What serves.
        allowed: &'static str,
    },
    /// More improvements than are searched.
    #[error("{place}: {given} improvements: give at most {most}")]
    TooManyImprovements {
        /// Where.
        place: String,
        /// How many were given.
        given: usize,
        /// The largest number.
        most: usize,
    },
}
