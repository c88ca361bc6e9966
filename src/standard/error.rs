use thiserror::Error;

use crate::calendar::CalendarError;
use crate::indicator::{IndicatorError, SystemError, TallyError};
use crate::quantity::{CalendarId, IndicatorId, QuestionId, StandardVersion};
use crate::sla::AgreementError;
use crate::ticket::Fact;

/// Why a document is no standard.
///
/// ```
/// use service_quality::standard::{Standard, StandardError};
///
/// # #[cfg(feature = "json")] {
/// let error = Standard::from_json(r#"{"id": "desk", "version": "1", "calendars": {}, "agreements": [{"id": 7}]}"#).unwrap_err();
/// assert!(error.to_string().starts_with("agreements[0].id: "), "{error}");
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StandardError {
    /// The text is no JSON, or a part of it does not have the form it should.
    #[error("{place}: {message}")]
    Malformed {
        /// The path to the fault, such as `model.root.children[0].curve`.
        place: String,
        /// What is wrong there.
        message: String,
    },
    /// An id is given twice.
    #[error("{place}: `{given}` is given twice: ids are unique")]
    Duplicate {
        /// Where.
        place: String,
        /// The id.
        given: String,
    },
    /// Something refers to what the document does not hold.
    #[error(
        "{place}: {what} `{given}` is not defined in this standard: define it{}{known}",
        or_one_of(known)
    )]
    Undefined {
        /// Where.
        place: String,
        /// What is missing.
        what: &'static str,
        /// The name.
        given: String,
        /// The names there are, or as many as fit a line; empty where there are none.
        known: String,
    },
    /// A calendar cannot be resolved or compiled.
    #[error("calendars.{calendar}: {source}")]
    Calendar {
        /// The calendar.
        calendar: CalendarId,
        /// Why.
        source: CalendarError,
    },
    /// An indicator reads what the surveys or checklists of the standard do not have, or not so.
    #[error("{place}: {source}")]
    Unread {
        /// The indicator's formula.
        place: String,
        /// Why.
        source: TallyError,
    },
    /// An indicator reads a survey or a checklist, and the standard has none.
    #[error("{place}: the standard has no {what}: define one")]
    NoInstrument {
        /// The indicator's formula.
        place: String,
        /// A survey or a checklist.
        what: &'static str,
    },
    /// A question stands on different scales in surveys that an indicator reads together.
    #[error(
        "{place}: question `{question}` has different scales in several surveys: name the `survey` to read"
    )]
    SeveralScales {
        /// The indicator's formula.
        place: String,
        /// The question.
        question: QuestionId,
    },
    /// An indicator cannot be taken from the catalogue so.
    #[error("built_in[{index}]: {source}")]
    BuiltIn {
        /// Its place in the list.
        index: usize,
        /// Why.
        source: Box<IndicatorError>,
    },
    /// Groups and indicators are no system.
    #[error("{0}")]
    System(#[from] SystemError),
    /// An agreement does not fit the rest.
    #[error("agreements[{index}].{source}")]
    Agreement {
        /// The agreement's place in the list.
        index: usize,
        /// Why.
        source: AgreementError,
    },
}

const fn or_one_of(known: &str) -> &'static str {
    if known.is_empty() { "" } else { " or give one of " }
}

/// Why a record cannot be counted; the tally is as it was before.
///
/// ```
/// use service_quality::standard::RecordError;
/// fn is_of_another_standard(error: &RecordError) -> bool {
///     matches!(error, RecordError::OtherStandard(_))
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The record does not fit an indicator, or its survey or checklist.
    #[error(transparent)]
    Tally(#[from] TallyError),
    /// The tally belongs to another standard.
    #[error(transparent)]
    OtherStandard(#[from] ServiceTallyError),
    /// A response or an inspection is of what the standard does not have.
    #[error(
        "{record}: {what} `{given}` is not defined in standard `{standard}`: record it with the standard that has it"
    )]
    NoInstrument {
        /// The record.
        record: String,
        /// A survey or a checklist.
        what: &'static str,
        /// Its id.
        given: String,
        /// The standard and its version.
        standard: StandardVersion,
    },
}

/// Why two tallies, or a tally and an engine, do not belong together, or a tally cannot be read.
///
/// ```
/// use service_quality::quantity::StandardVersion;
/// use service_quality::standard::ServiceTallyError;
///
/// let error = ServiceTallyError::Standard {
///     given: StandardVersion { id: "desk".parse()?, version: "2025-12".parse()? },
///     expected: StandardVersion { id: "desk".parse()?, version: "2026-01".parse()? },
/// };
/// assert_eq!(
///     error.to_string(),
///     "the tally is of standard `desk version 2025-12`, not of `desk version 2026-01`: tally again from the records"
/// );
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ServiceTallyError {
    /// Another standard, or another version of it.
    #[error("the tally is of standard `{given}`, not of `{expected}`: tally again from the records")]
    Standard {
        /// The standard and version of the tally given.
        given: StandardVersion,
        /// The standard and version wanted.
        expected: StandardVersion,
    },
    /// A value was given of an indicator that the host does not measure.
    #[error(
        "indicator `{indicator}` of standard `{standard}` is not measured by the host: give values of `external` ones"
    )]
    NotExternal {
        /// The standard and its version.
        standard: StandardVersion,
        /// The indicator.
        indicator: IndicatorId,
    },
    /// The tally has no place for something that the standard, or the other tally of it, counts.
    #[error("the tally of standard `{standard}` lacks {what} `{id}`: tally again from the records")]
    Lacks {
        /// The standard and its version.
        standard: StandardVersion,
        /// An agreement or an indicator.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The tally holds something that the standard, or the other tally of it, does not count.
    #[error(
        "the tally of standard `{standard}` holds {what} `{id}`, not counted there: tally again from the records"
    )]
    Uncounted {
        /// The standard and its version.
        standard: StandardVersion,
        /// An agreement or an indicator.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The tallies are grouped by different facts.
    #[error("the tally is grouped by `{given}`, not by `{expected}`: tally again by one fact")]
    Grouping {
        /// The fact of the tally given.
        given: Fact,
        /// The fact wanted.
        expected: Fact,
    },
    /// The tallies of an indicator do not merge, or its value is out of range.
    #[error(transparent)]
    Indicator(#[from] TallyError),
}
