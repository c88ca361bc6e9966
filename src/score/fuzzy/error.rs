use thiserror::Error;

/// Why a fuzzy evaluation is none.
///
/// ```
/// use service_quality::score::fuzzy::{FuzzyError, FuzzyEvaluation};
///
/// let error: FuzzyError = FuzzyEvaluation::builder([]).build().unwrap_err();
/// assert_eq!(error.to_string(), "grades: `0` entries are out of range: give 2 to 100");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FuzzyError {
    /// There are too few or too many grades, criteria or levels.
    #[error("{place}: `{given}` {what} are out of range: give {least} to {most}")]
    Count {
        /// Where.
        place: String,
        /// How many there are.
        given: usize,
        /// Of what.
        what: &'static str,
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
    },
    /// A name that must be unique occurs twice.
    #[error("{place}: `{given}` stands already at {first}: give each {what} once")]
    Duplicate {
        /// Where.
        place: String,
        /// The name, shortened.
        given: String,
        /// Where it stands already.
        first: String,
        /// What must be unique.
        what: &'static str,
    },
    /// Some grades have values and some have none.
    #[error("{place}: has no value, but `{other}` has one: give all grades a value, or none")]
    SomeValues {
        /// The grade without one.
        place: String,
        /// A grade with one, shortened.
        other: String,
    },
    /// The weights of siblings sum to 0.
    #[error("{place}: the weights sum to 0: give at least one criterion a weight above 0")]
    NoWeight {
        /// The list of criteria.
        place: String,
    },
    /// A row has not one entry a grade.
    #[error("{place}: has `{given}` entries for `{grades}` grades: give one a grade")]
    RowLength {
        /// Where.
        place: String,
        /// How many entries there are.
        given: usize,
        /// How many grades there are.
        grades: usize,
    },
    /// A row belongs to no grade, or sums to what the evaluation does not allow.
    #[error("{place}: sums to `{given}`: give a row that sums to {allowed}")]
    RowSum {
        /// Where.
        place: String,
        /// The sum.
        given: String,
        /// What it may be.
        allowed: &'static str,
    },
    /// All memberships of the whole are 0 when rounded.
    #[error(
        "{place}: all memberships together round to 0: give criteria of more weight the greater memberships"
    )]
    Vanished {
        /// Where.
        place: String,
    },
}
