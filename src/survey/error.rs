use std::collections::BTreeSet;
use std::fmt::Display;

use thiserror::Error;

use super::{Reading, ResponseOutcome, Scale};
use crate::quantity::{QuantityError, QuestionId, ResponseId, SurveyId, Version};

/// Why a survey, a response, a measure or a tally of answers was refused. What was tallied before stays as it was.
///
/// ```
/// use service_quality::survey::{Scale, SurveyError};
/// let error: SurveyError = Scale::new(5, 1).unwrap_err();
/// assert_eq!(error.to_string(), "scale from 5 to 1 does not fit: give `from` below `to`, at most 100 steps apart");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SurveyError {
    /// A name or a number is none.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    /// A scale without steps, or with too many.
    #[error("scale from {from} to {to} does not fit: give `from` below `to`, at most 100 steps apart")]
    Scale {
        /// The lowest point.
        from: i16,
        /// The highest point.
        to: i16,
    },
    /// A cut that lies outside its scale, or leaves no point on one of its sides.
    #[error("{place}: {cut} `{given}` does not fit: give {allowed}")]
    Cut {
        /// Where.
        place: String,
        /// The cut's name.
        cut: &'static str,
        /// The point that was given.
        given: i16,
        /// The points that would fit.
        allowed: String,
    },
    /// No customary cuts are known for scales of so many points.
    #[error("no cuts are customary on a scale of {points} points: state the cuts")]
    NoCustomaryCut {
        /// The points of the scale.
        points: u16,
    },
    /// A list that must hold something is empty.
    #[error("{place}: no {wanted} is given: give at least one")]
    Empty {
        /// Where.
        place: String,
        /// What is wanted.
        wanted: &'static str,
    },
    /// An id, or a name, is given twice.
    #[error("{place}: `{given}` is given twice: give each once")]
    Duplicate {
        /// Where.
        place: String,
        /// The id.
        given: String,
    },
    /// Weights of which none counts.
    #[error("{place}: the weights sum to 0: give at least one above 0")]
    NoWeight {
        /// Where.
        place: String,
    },
    /// A response that would count for nothing.
    #[error(
        "response `{response}`: weight `0` counts for nothing: give more than 0, or leave the response out"
    )]
    ZeroWeight {
        /// The response.
        response: ResponseId,
    },
    /// Answers of one who did not answer.
    #[error("response `{response}` is {outcome} and has answers: take them out, or make it `returned`")]
    Answered {
        /// The response.
        response: ResponseId,
        /// Its outcome.
        outcome: ResponseOutcome,
    },
    /// A response to another survey.
    #[error("response `{response}` is one to survey `{given}`: give responses to survey `{survey}`")]
    OtherSurvey {
        /// The response.
        response: ResponseId,
        /// The survey that it answers.
        given: SurveyId,
        /// The survey that was meant.
        survey: SurveyId,
    },
    /// A response to another version of the survey.
    #[error(
        "response `{response}` is one to version `{given}` of survey `{survey}`: give responses to version `{version}`, or that version of the survey"
    )]
    OtherVersion {
        /// The response.
        response: ResponseId,
        /// The version that it answers.
        given: Version,
        /// The survey.
        survey: SurveyId,
        /// The version that was meant.
        version: Version,
    },
    /// A question that the survey does not ask.
    #[error("{place}: question `{question}` is not in survey `{survey}`: give one of its questions")]
    UnknownQuestion {
        /// Where.
        place: String,
        /// The question.
        question: QuestionId,
        /// The survey.
        survey: SurveyId,
    },
    /// An answer outside its question's scale.
    #[error("response `{response}`, question `{question}`: point `{given}` is off the scale: give {scale}")]
    OffScale {
        /// The response.
        response: ResponseId,
        /// The question.
        question: QuestionId,
        /// The point that was given.
        given: i16,
        /// The question's scale.
        scale: Scale,
    },
    /// A measure that reads a question by another scale.
    #[error("{place}: question `{question}` has the scale {scale}: give a question, or a scale, of {wanted}")]
    OtherScale {
        /// Where.
        place: String,
        /// The question.
        question: QuestionId,
        /// Its scale.
        scale: Scale,
        /// The scale that is wanted.
        wanted: Scale,
    },
    /// A reading that the kind of a question does not define.
    #[error(
        "own.reading: the kind of question `{question}` does not define `{reading}`: read it by a statistic of its own, as a `question`, or give it a kind that does"
    )]
    NoDefinition {
        /// The question.
        question: QuestionId,
        /// What was to be read.
        reading: Reading,
    },
    /// An expectation where a perception belongs, or the other way round.
    #[error("{place}: question `{question}` asks for the {asks}: give one that asks for the {wanted}")]
    OtherHalf {
        /// Where.
        place: String,
        /// The question.
        question: QuestionId,
        /// What it asks for.
        asks: &'static str,
        /// What is wanted.
        wanted: &'static str,
    },
    /// A mean outside the scale that it is one of.
    #[error("{place}: `{given}` is no mean of points {scale}: give a mean of answers on that scale")]
    NoMean {
        /// Where.
        place: &'static str,
        /// What was given.
        given: String,
        /// The scale.
        scale: Scale,
    },
    /// A counter or a sum would leave its range.
    #[error("{tally} is full: {part} would exceed {limit}; read it and begin another")]
    Full {
        /// The tally.
        tally: &'static str,
        /// The counter or sum.
        part: &'static str,
        /// Its largest value.
        limit: &'static str,
    },
    /// A value does not fit its place in a stored tally.
    #[error("{place}: `{given}` does not fit: give {allowed}")]
    Unfit {
        /// Where.
        place: String,
        /// What was given.
        given: String,
        /// What would have been accepted.
        allowed: &'static str,
    },
    /// Tallies of other questions or dimensions.
    #[error(
        "tallies of {left} and of {right} do not go together: keep those of one measure, or survey, together"
    )]
    OtherParts {
        /// The parts of the measure or survey, or of the tally merged into.
        left: String,
        /// The parts of the other tally.
        right: String,
    },
    /// Answers on another scale than those that were counted.
    #[error(
        "answers on the scale {given} met a tally of the scale {scale}: tally each scale apart, or name the one survey to read"
    )]
    SeveralScales {
        /// The scale of what was counted.
        scale: Scale,
        /// The other scale.
        given: Scale,
    },
    /// Counts of different surveys, or of versions of one.
    #[error("survey {left} met a count of survey {right}: merge and record by survey and version")]
    OtherCount {
        /// The survey, or that of the count merged into.
        left: String,
        /// The other count's survey.
        right: String,
    },
    /// The stored form was written by another version of the format.
    #[error("survey count format version `{given}` is unknown: this build reads version {known}")]
    UnknownVersion {
        /// The version that was given.
        given: u32,
        /// The version that this build reads and writes.
        known: u32,
    },
}

/// Refuses a list in which something stands twice.
pub(super) fn unique<'a, I: Ord + Display + 'a>(
    place: impl Fn(usize) -> String,
    items: impl IntoIterator<Item = &'a I>,
) -> Result<(), SurveyError> {
    let mut seen = BTreeSet::new();
    for (index, item) in items.into_iter().enumerate() {
        if !seen.insert(item) {
            return Err(SurveyError::Duplicate { place: place(index), given: item.to_string() });
        }
    }
    Ok(())
}

/// Refuses a list that holds nothing.
pub(super) fn filled<T>(place: &str, wanted: &'static str, list: &[T]) -> Result<(), SurveyError> {
    if list.is_empty() {
        return Err(SurveyError::Empty { place: place.to_owned(), wanted });
    }
    Ok(())
}
