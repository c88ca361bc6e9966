use thiserror::Error;

use crate::assessment::AssessmentError;
use crate::indicator::{FigureSum, Source};
use crate::quantity::{CalendarId, FigureId, IndicatorId, TicketId, Timestamp};
use crate::survey::SurveyError;
use crate::ticket::Fact;

/// Why a tally refused a record, a merge or a stored form. What was tallied before stays as it was.
///
/// ```
/// use service_quality::indicator::{ShareTally, TallyError};
/// let error: TallyError = ShareTally::new(5, 4).unwrap_err();
/// assert_eq!(error.to_string(), "share tally: k `5` does not fit: give at most n, 4");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TallyError {
    /// A counter or sum would leave its range.
    #[error("{tally} is full: {part} would exceed {limit}; measure it and begin another")]
    Full {
        /// The kind of tally.
        tally: &'static str,
        /// The counter or sum.
        part: &'static str,
        /// Its largest value.
        limit: &'static str,
    },
    /// A value does not fit the tally, or its place in a stored form.
    #[error("{tally}: {part} `{given}` does not fit: give {allowed}")]
    Unfit {
        /// The kind of tally.
        tally: &'static str,
        /// The value's name.
        part: &'static str,
        /// What was given, shortened.
        given: String,
        /// What would have been accepted.
        allowed: String,
    },
    /// Quantile tallies of different precision have no common form.
    #[error(
        "quantile tallies of {left} and {right} significant figures do not merge: declare one precision for both"
    )]
    DifferentFigures {
        /// Significant figures of the tally merged into.
        left: u8,
        /// Significant figures of the other.
        right: u8,
    },
    /// Tallies of different kinds do not merge.
    #[error("{left} and {right} do not merge: merge tallies of one indicator only")]
    DifferentKinds {
        /// The kind merged into.
        left: &'static str,
        /// The other kind.
        right: &'static str,
    },
    /// The stored form was written by another version of the format.
    #[error("tally format version `{given}` is unknown: this build reads version {known}")]
    UnknownVersion {
        /// The version that was given.
        given: u32,
        /// The version that this build reads and writes.
        known: u32,
    },
    /// The measured value is larger than a number may be.
    #[error("{tally}: the measured value exceeds 10^15: choose a coarser unit")]
    ValueOutOfRange {
        /// The kind of tally.
        tally: &'static str,
    },
    /// Tallies of different indicators do not merge and are not filled or read by each other's definition.
    #[error("indicator `{left}` met a tally of indicator `{right}`: pair each tally with its own indicator")]
    DifferentIndicators {
        /// The indicator of the definition, or of the tally merged into.
        left: IndicatorId,
        /// The indicator of the other tally.
        right: IndicatorId,
    },
    /// A fact is not of the kind that the indicator measures.
    #[error("fact `{fact}` is not {wanted}: correct the record, the fact or the indicator's unit")]
    WrongFact {
        /// The fact.
        fact: Fact,
        /// The kind that is measured.
        wanted: &'static str,
    },
    /// The formula is about promises, and nobody said what became of them.
    #[error("the formula needs SLA evaluations: give them with `Case::with_evaluations`, or an empty list")]
    NotEvaluated,
    /// The formula measures by a calendar that was not given.
    #[error("the formula needs calendar `{calendar}`: give it with `Case::with_calendars`")]
    UnknownCalendar {
        /// The calendar.
        calendar: CalendarId,
    },
    /// An evaluation is that of another ticket, or of another instant.
    #[error(
        "evaluation of ticket `{other}` at {other_as_of} met ticket `{ticket}` at {as_of}: evaluate at the view's instant"
    )]
    ForeignEvaluation {
        /// The ticket that is tallied.
        ticket: TicketId,
        /// The instant at which it is seen.
        as_of: Timestamp,
        /// The evaluated ticket.
        other: TicketId,
        /// The instant of the evaluation.
        other_as_of: Timestamp,
    },
    /// The indicator counts records of another kind.
    #[error("the formula counts {}, not {given}s: record each with the indicators that count it", counted(*wanted))]
    OtherSource {
        /// What is counted; absent where the host measures, and for what is calculated from other indicators.
        wanted: Option<Source>,
        /// What was given.
        given: Source,
    },
    /// A reported figure is not what the formula takes.
    #[error("figure `{figure}`: `{given}` does not fit: give {allowed}")]
    Figure {
        /// The figure.
        figure: FigureId,
        /// What was reported.
        given: String,
        /// What would have been accepted.
        allowed: &'static str,
    },
    /// Several reported figures together are not what the formula takes.
    #[error("figures `{sum}`: `{given}` does not fit: give {allowed}")]
    Figures {
        /// The figures.
        sum: Box<FigureSum>,
        /// What they come to.
        given: String,
        /// What would have been accepted.
        allowed: &'static str,
    },
    /// An indicator could not be calculated from others.
    #[error("indicator `{indicator}`: {why}")]
    Underived {
        /// The indicator.
        indicator: IndicatorId,
        /// Why.
        why: Box<TallyError>,
    },
    /// A response does not fit its survey, or a survey the formula.
    #[error(transparent)]
    Survey(#[from] SurveyError),
    /// A form does not fit its checklist, a checklist the formula, or a panel its ratings.
    #[error(transparent)]
    Assessment(#[from] AssessmentError),
    /// A record could not be tallied.
    #[error("indicator `{indicator}`, {record}: {why}")]
    Record {
        /// The indicator.
        indicator: IndicatorId,
        /// The record: its kind and its name.
        record: String,
        /// Why.
        why: Box<TallyError>,
    },
}

fn counted(wanted: Option<Source>) -> String {
    wanted.map_or_else(|| "no records".to_owned(), |source| format!("{source}s"))
}
