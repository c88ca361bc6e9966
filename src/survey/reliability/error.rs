use thiserror::Error;

use crate::survey::SurveyError;

/// Why agreement or consistency cannot be measured.
///
/// ```
/// use service_quality::survey::reliability::{CohenKappa, ReliabilityError};
///
/// let error: ReliabilityError = CohenKappa::from_table(&[vec![4, 1], vec![2]]).unwrap_err();
/// assert_eq!(error.to_string(), "table[1] is of length 1, not 2: give as many entries in each");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReliabilityError {
    /// Too few of something to compare.
    #[error("too few {what}, {given}: give at least {least}")]
    TooFew {
        /// What there is too little of.
        what: &'static str,
        /// How many.
        given: usize,
        /// How many at least.
        least: usize,
    },
    /// Rows of different length.
    #[error("{place} is of length {given}, not {expected}: give as many entries in each")]
    Ragged {
        /// The row.
        place: String,
        /// How many it has.
        given: usize,
        /// How many the others have.
        expected: usize,
    },
    /// A rating that is no figure, or none of its scale.
    #[error("{place}: `{given}` is no rating: give {allowed}")]
    NoRating {
        /// Where.
        place: String,
        /// What was given, shortened.
        given: String,
        /// What would have been accepted.
        allowed: &'static str,
    },
    /// A category is named twice.
    #[error("categories[{index}] is given twice: categories are unique")]
    Duplicate {
        /// Where it is given again.
        index: usize,
    },
    /// An item judged by more or fewer people than the others.
    #[error(
        "{place} has {given} ratings where the first has {expected}: use Krippendorff's alpha where ratings are missing"
    )]
    UnequalRaters {
        /// The item.
        place: String,
        /// Its ratings.
        given: u64,
        /// The first item's.
        expected: u64,
    },
    /// More ratings than can be counted.
    #[error("there are more than 10^15 ratings: draw a sample")]
    TooMany,
    /// No answer differs from another.
    #[error("the sum of the items is the same for every respondent: alpha is not defined")]
    Constant,
    /// A question is not asked, or a response does not fit its survey.
    #[error(transparent)]
    Survey(#[from] SurveyError),
    /// A confidence at which every interval, or none, is right.
    #[error("confidence `{given}` is out of range: give more than 0 and less than 1")]
    Confidence {
        /// The confidence.
        given: String,
    },
}

/// Ratings beyond it would leave the range of a float when squared and summed.
const LARGEST: f64 = 1e100;

/// A rating that can be calculated with.
pub(super) fn rating(value: f64, place: impl FnOnce() -> String) -> Result<f64, ReliabilityError> {
    if value.abs() <= LARGEST {
        return Ok(value);
    }
    let allowed = "a finite number of at most 10^100 either side of 0";
    Err(ReliabilityError::NoRating { place: place(), given: value.to_string(), allowed })
}
