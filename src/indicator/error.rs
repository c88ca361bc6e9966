use thiserror::Error;

use super::{Direction, Limit, Source};
use crate::quantity::{IndicatorId, Number};
use crate::ticket::Fact;

/// Why an indicator's definition does not hold together.
///
/// ```
/// use service_quality::indicator::{IndicatorError, Range};
/// let error: IndicatorError = Range::new(85.into(), 80.into()).unwrap_err();
/// assert_eq!(error.to_string(), "range `85` to `80` is not one: give the lesser number first");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IndicatorError {
    /// The ends of a range are equal or in the wrong order.
    #[error("range `{least}` to `{most}` is not one: give the lesser number first")]
    Range {
        /// The number given first.
        least: Number,
        /// The number given second.
        most: Number,
    },
    /// A limit does not fit the indicator's direction.
    #[error(
        "indicator `{indicator}`: {place} `{given}` does not fit direction `{direction}`: give {allowed}"
    )]
    WrongLimit {
        /// The indicator.
        indicator: IndicatorId,
        /// `target`, `warning` or `critical`.
        place: &'static str,
        /// The limit that was given.
        given: Limit,
        /// The indicator's direction.
        direction: Direction,
        /// The limits of that direction.
        allowed: &'static str,
    },
    /// A limit is stricter than one that it should lie outside of.
    #[error(
        "indicator `{indicator}`: {place} `{given}` is stricter than {inner_place} `{inner}`: give a laxer {place}"
    )]
    LimitOrder {
        /// The indicator.
        indicator: IndicatorId,
        /// The outer limit's name.
        place: &'static str,
        /// The outer limit.
        given: Limit,
        /// The inner limit's name.
        inner_place: &'static str,
        /// The inner limit.
        inner: Limit,
    },
    /// A limit lies outside the unit's range.
    #[error("indicator `{indicator}`: {place} `{given}` is not in unit `{unit}`: give {allowed}")]
    LimitOutOfUnit {
        /// The indicator.
        indicator: IndicatorId,
        /// `target`, `warning` or `critical`.
        place: &'static str,
        /// The number.
        given: Number,
        /// The indicator's unit.
        unit: String,
        /// The unit's range.
        allowed: &'static str,
    },
    /// The formula gives no value of the indicator's unit.
    #[error("indicator `{indicator}`: unit `{unit}` does not fit formula `{formula}`: give {allowed}")]
    WrongUnit {
        /// The indicator.
        indicator: IndicatorId,
        /// The unit that was given.
        unit: String,
        /// The kind of formula.
        formula: &'static str,
        /// The units that fit.
        allowed: &'static str,
    },
    /// More decimal places than the crate keeps.
    #[error("indicator `{indicator}`: places `{given}` is out of range: give 0 to 9")]
    Places {
        /// The indicator.
        indicator: IndicatorId,
        /// The places that were given.
        given: u32,
    },
    /// The formula measures a fact that is text, a flag or an instant.
    #[error(
        "indicator `{indicator}`: `{given}` is no quantity: give a number or a duration, such as `@age` or `@reopens`"
    )]
    NoQuantity {
        /// The indicator.
        indicator: IndicatorId,
        /// The fact.
        given: String,
    },
    /// A sum of reported figures names none, or one twice.
    #[error("reported figures `{given}`: give at least one, each once")]
    Figures {
        /// The figure that is named twice, or an empty list.
        given: String,
    },
    /// The indicator cannot be calculated from others in this way.
    #[error("indicator `{indicator}`: `{given}` cannot be calculated: give {allowed}")]
    Derivation {
        /// The indicator.
        indicator: IndicatorId,
        /// The derivation.
        given: String,
        /// What would have been accepted.
        allowed: &'static str,
    },
    /// The catalogue has no such indicator.
    #[error("indicator `{given}` is not in the catalogue: give {allowed}")]
    NotInCatalogue {
        /// The id that was given.
        given: IndicatorId,
        /// Ids that may have been meant.
        allowed: String,
    },
    /// The formula does not ask for what it was to be narrowed to.
    #[error(
        "indicator `{indicator}`: formula `{formula}` has no place for {scope} `{given}`: leave that out{instead}"
    )]
    NoSuchScope {
        /// The indicator.
        indicator: IndicatorId,
        /// `question`, `survey`, `checklist`, `items` or `agreement`.
        scope: &'static str,
        /// What was given.
        given: String,
        /// The kind of formula.
        formula: &'static str,
        /// The scopes that fit, as the message goes on; empty where none does.
        instead: String,
    },
    /// A condition over records that are no tickets asks for what follows from a ticket's history.
    #[error("indicator `{indicator}`: {records}s have no fact `{fact}`: give an attribute")]
    NoSuchFact {
        /// The indicator.
        indicator: IndicatorId,
        /// The fact.
        fact: Fact,
        /// What is counted.
        records: Source,
    },
}
