use std::convert::Infallible;

use thiserror::Error;

use super::ObjectiveMethod;
use crate::quantity::{Label, Number, QuantityError, SubjectId};

/// Why weights, judgements, a ranking or figures are none, or give no weights.
///
/// ```
/// use service_quality::weighting::{Weights, WeightingError};
///
/// let error: WeightingError = Weights::direct([("csat", 0), ("nps", 0)]).unwrap_err();
/// assert_eq!(error.to_string(), "all points are 0: give at least one more than 0");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WeightingError {
    /// A name or a number is no quantity of the domain.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    /// A fault, and where it lies: in which comparison, whose judgements, which matrix of a tree.
    #[error("{place}: {fault}")]
    Within {
        /// The place.
        place: String,
        /// What is at fault there.
        fault: Box<Self>,
    },
    /// A list has nothing in it, or too much.
    #[error("{what}: {given} given: give {least} to {most}")]
    Count {
        /// Where, and what is counted.
        what: String,
        /// How many were given.
        given: usize,
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
    },
    /// A name is given twice.
    #[error("{what} `{given}` is given twice: keep one")]
    Duplicate {
        /// What carries the name.
        what: &'static str,
        /// The name.
        given: Label,
    },
    /// A name that is not among those that are known here.
    #[error("{place}: `{given}` is unknown: give one of the criteria that are judged")]
    Unknown {
        /// Where it was given.
        place: String,
        /// The name.
        given: Label,
    },
    /// A name that should be among those given, and is not.
    #[error("{place} lacks `{missing}`: give the same criteria on both sides")]
    Missing {
        /// What lacks it.
        place: String,
        /// The name.
        missing: Label,
    },
    /// A weight or points below 0, or no number at all.
    #[error("{what} `{given}` of `{criterion}` are out of range: give {allowed}")]
    Points {
        /// What was given.
        what: &'static str,
        /// The criterion.
        criterion: Label,
        /// The value, as text.
        given: String,
        /// What would have been accepted.
        allowed: &'static str,
    },
    /// Nothing has any weight.
    #[error("all {what} are 0: give at least one more than 0")]
    NoWeight {
        /// What is 0.
        what: &'static str,
    },
    /// Floats whose sum is none.
    #[error("the {what} are too large to be added up: give smaller ones")]
    NotFinite {
        /// What is too large.
        what: &'static str,
    },
    /// Finished weights that do not sum to 1.
    #[error(
        "the weights sum to `{sum}`: give weights that sum to 1 exactly, or points, which are normalised"
    )]
    NotOne {
        /// Their sum.
        sum: Number,
    },
    /// An exponent of ranks that would turn them round, or leave the first alone.
    #[error("rank exponent `{given}` is out of range: give 0 to 100")]
    Exponent {
        /// The exponent.
        given: Number,
    },
    /// Two sets of weights that agree on nothing: their product is 0 everywhere.
    #[error("no criterion has weight in both sets: blend them linearly instead")]
    NothingShared,
    /// A text or a number that is no judgement.
    #[error(
        "judgement `{given}` cannot be read: give a positive ratio from 1/1000 to 1000 such as `5`, `1/7` or `2.5`"
    )]
    Judgement {
        /// What was given, shortened.
        given: String,
    },
    /// A matrix that has not as many rows, or a row that has not as many judgements, as there are criteria.
    #[error("{place}: {given} given: give {allowed}, one for each criterion")]
    NotSquare {
        /// The matrix or the row.
        place: String,
        /// What it has.
        given: usize,
        /// What it should have.
        allowed: usize,
    },
    /// A criterion compared with itself is as important as itself.
    #[error("{place}: judgement `{given}` of `{criterion}` over itself: give 1")]
    NotOneItself {
        /// The comparison or the cell of the matrix.
        place: String,
        /// The criterion.
        criterion: Label,
        /// The judgement.
        given: String,
    },
    /// A judgement and its counterpart that are not each other's reciprocal.
    #[error(
        "matrix[{row}][{column}]: `{given}` and its counterpart `{counterpart}` are not reciprocal: \
         give one as 1 over the other, or leave one out"
    )]
    NotReciprocal {
        /// The row of the first.
        row: usize,
        /// Its column.
        column: usize,
        /// The first.
        given: String,
        /// The second.
        counterpart: String,
    },
    /// Judgements are given in both forms.
    #[error("both `comparisons` and `matrix` are given: keep one of them")]
    TwoForms,
    /// Two criteria are compared twice.
    #[error(
        "comparisons[{index}]: `{of}` and `{over}` are compared in comparisons[{first}] already: keep one"
    )]
    ComparedTwice {
        /// The place of the second comparison.
        index: usize,
        /// One criterion.
        of: Label,
        /// The other.
        over: Label,
        /// The place of the first comparison.
        first: usize,
    },
    /// A name that stands on two levels of a tree: what it collects on the one is no part of what it is on the other.
    #[error("`{name}` stands on the levels {} and {}: give one of the two another name", levels[0], levels[1])]
    TwoLevels {
        /// The name.
        name: Label,
        /// The levels, the top being 1.
        levels: [usize; 2],
    },
    /// A name that stands in several places of a level, and has something below it in some of them only.
    #[error(
        "`{name}` of level {level} is divided in one place and not in another: divide both, or rename one"
    )]
    DividedOnce {
        /// The name.
        name: Label,
        /// The level, the top being 1.
        level: usize,
    },
    /// The comparisons leave criteria unrelated, so nothing says how they weigh against each other.
    #[error(
        "the comparisons fall into parts that nothing connects: {parts}; compare a criterion of one with one of the other"
    )]
    Disconnected {
        /// The parts: `a`, `b` | `c`.
        parts: String,
    },
    /// Judgements contradict each other more than the rule allows, and the rule refuses such.
    #[error(
        "the consistency ratio `{ratio}` is above `{limit}`: revise the judgement of `{of}` over `{over}` first, \
         `{given}`, towards `{value}`"
    )]
    Inconsistent {
        /// The consistency ratio, rounded to 9 places.
        ratio: Number,
        /// The limit.
        limit: Number,
        /// The most inconsistent judgement: of this criterion,
        of: Label,
        /// over this one,
        over: Label,
        /// as it was given.
        given: String,
        /// The value that would mend it.
        value: String,
    },
    /// The rule refuses inconsistent judgements, but its table of random indices does not reach so far.
    #[error(
        "{size} criteria have no random index in the table of {table}: give at most {most}, or groups of criteria"
    )]
    NoRandomIndex {
        /// Number of criteria.
        size: usize,
        /// The table.
        table: &'static str,
        /// The largest number that has one.
        most: usize,
    },
    /// The search for missing judgements did not settle.
    #[error("no values for the missing judgements were found: compare more pairs of criteria")]
    NotConverged,
    /// A figure that the method cannot use.
    #[error("rows[{row}]: figure `{given}` of `{criterion}` is out of range: {method} takes {allowed}")]
    Figure {
        /// The row.
        row: usize,
        /// The column's name.
        criterion: Label,
        /// The figure.
        given: Number,
        /// The method.
        method: ObjectiveMethod,
        /// What it takes.
        allowed: &'static str,
    },
    /// A figure that a table lacks.
    #[error(
        "`{subject}` has no figure of `{criterion}`: give one, or weigh without the subject or the criterion"
    )]
    Absent {
        /// Whose figure.
        subject: SubjectId,
        /// Of what.
        criterion: Label,
    },
    /// A row of figures that is too short or too long.
    #[error("rows[{row}]: {given} given: give {allowed} figures, one for each criterion")]
    RowLength {
        /// The row.
        row: usize,
        /// What it has.
        given: usize,
        /// What it should have.
        allowed: usize,
    },
    /// A criterion that is best within a range has no direction to weigh by.
    #[error("`{criterion}` is best within a range: give its distance from the range, where lower is better")]
    RangeDirection {
        /// The criterion.
        criterion: Label,
    },
    /// Every column is constant: the figures tell nothing apart.
    #[error("no criterion differs between rows: give figures that differ, or equal weights")]
    NoSpread,
    /// The figures differ, but not in what the method reads.
    #[error("there is nothing to weigh by for {method}: {why}; give other figures, or take another method")]
    NoInformation {
        /// The method.
        method: ObjectiveMethod,
        /// Why.
        why: &'static str,
    },
}

impl WeightingError {
    /// The fault with the place where it lies.
    pub(super) fn within(self, place: impl Into<String>) -> Self {
        Self::Within { place: place.into(), fault: Box::new(self) }
    }
}

// So that functions can take what is already checked as well as text.
impl From<Infallible> for WeightingError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
