use thiserror::Error;

use crate::quantity::{Number, QuantityError};

use super::{Criterion, Operator};

/// Why a criterion, an objective or a plan is none, or figures cannot be judged.
///
/// ```
/// use service_quality::score::objective::{Criterion, ObjectiveError};
///
/// let error: ObjectiveError = "<=".parse::<Criterion>().unwrap_err();
/// assert_eq!(error.to_string(), "criterion `<=`: no number follows `<=`: write one, such as `<=15` or `<=+10%`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ObjectiveError {
    /// A text is no criterion.
    #[error("criterion `{given}`: {fault}")]
    Criterion {
        /// The text, shortened.
        given: String,
        /// What is wrong with it.
        #[source]
        fault: Box<ObjectiveError>,
    },
    /// A text does not begin with an operator, or is none.
    #[error("operator `{given}` is none: write {instead}")]
    Operator {
        /// The text, shortened.
        given: String,
        /// What to write instead.
        instead: &'static str,
    },
    /// Nothing follows an operator.
    #[error("no number follows `{operator}`: write one, such as `{operator}15` or `{operator}+10%`")]
    NoNumber {
        /// The operator.
        operator: Operator,
    },
    /// What follows an operator, or bounds a range, is no number.
    #[error(transparent)]
    Number(QuantityError),
    /// A text begins like a range and does not go on so.
    #[error("range `{given}` cannot be read: write it as `in [15, 25]` or `not in [15, 25]`")]
    RangeForm {
        /// The text, shortened.
        given: String,
    },
    /// The ends of a range are equal or in the wrong order.
    #[error("range `[{least}, {most}]` is none: give the lesser number first, or `=` for one number")]
    Range {
        /// The number given first.
        least: Number,
        /// The number given second.
        most: Number,
    },
    /// A relative criterion and a previous figure make a target beyond 10^15.
    #[error(
        "{place}: `{criterion}` after a previous figure of `{previous}` is a target out of range: give a smaller change"
    )]
    Target {
        /// Where.
        place: String,
        /// The criterion.
        criterion: Criterion,
        /// The previous figure.
        previous: Number,
    },
    /// A number is out of its range.
    #[error("{place}: `{given}` is out of range: give {allowed}")]
    OutOfRange {
        /// Where.
        place: String,
        /// The number.
        given: String,
        /// The range.
        allowed: String,
    },
    /// There are too few or too many entries.
    #[error("{place}: `{given}` entries are out of range: give {least} to {most}")]
    Count {
        /// Where.
        place: String,
        /// How many there are.
        given: usize,
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
    },
    /// Two objectives judge one indicator.
    #[error("{place}: `{given}` stands already at {first}: put its criteria into one objective")]
    Duplicate {
        /// Where.
        place: String,
        /// The indicator, shortened.
        given: String,
        /// Where it stands already.
        first: String,
    },
    /// A part has no meaning without pass criteria.
    #[error("{place}: has no meaning without pass criteria: give `pass`, or leave it out")]
    Unused {
        /// Where.
        place: String,
    },
}

impl ObjectiveError {
    /// The same fault of figures, seen from one level further out.
    pub(super) fn within(self, outer: &str) -> Self {
        self.moved(|place| {
            if place.starts_with('[') { format!("{outer}{place}") } else { format!("{outer}.{place}") }
        })
    }

    /// The same fault of figures, at a place.
    pub(super) fn at(self, place: &str) -> Self {
        self.moved(|_| place.to_owned())
    }

    fn moved(mut self, to: impl FnOnce(&str) -> String) -> Self {
        if let Self::Target { place, .. } = &mut self {
            *place = to(place);
        }
        self
    }
}
