use thiserror::Error;

/// Why a question about other weights has no answer.
///
/// ```
/// # use service_quality::score::Model;
/// # let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
/// #     {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}]}}"#)?;
/// assert_eq!(model.sensitivity(&[]).unwrap_err().to_string(), "subjects: none given: give at least one");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SensitivityError {
    /// The model has no such part below its root.
    #[error(
        "{place}: no part `{given}` below the root of the model `{model}`: name a node or an indicator there"
    )]
    UnknownPart {
        /// Where.
        place: String,
        /// What was named, shortened.
        given: String,
        /// The model.
        model: String,
    },
    /// No sibling could take over the weight.
    #[error(
        "{place}: no other part beside `{given}` has a weight: name a part that shares its node's weight with others"
    )]
    NoSibling {
        /// Where.
        place: String,
        /// The part, shortened.
        given: String,
    },
    /// A subject that is given twice.
    #[error("{place}: `{given}` is given twice: give each subject once")]
    DuplicateSubject {
        /// Where.
        place: String,
        /// The subject, shortened.
        given: String,
    },
    /// Nobody was given.
    #[error("subjects: none given: give at least one")]
    NoSubjects,
}
