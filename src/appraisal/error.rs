use thiserror::Error;

use crate::population::PopulationError;
use crate::score::CertaintyError;
use crate::standard::ServiceTallyError;

/// Why groups cannot be appraised.
///
/// ```
/// use service_quality::appraisal::AppraisalRule;
/// let fault = serde_json::from_str::<AppraisalRule>(r#"{"minimum_n": 0, "shrinkage": "none", "simulation": {"seed": 1}}"#).unwrap_err();
/// assert!(fault.to_string().starts_with("minimum_n: `0` protects nobody: give at least 1"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AppraisalError {
    /// A least n of 0.
    #[error("minimum_n: `0` protects nobody: give at least 1")]
    NoMinimum,
    /// Groups are to be told by their grade alone, and the model has none.
    #[error("order: the model has no grades to tell groups by: give it `grades`, or order by ranks")]
    NoGrades,
    /// Nothing was recorded under any value of the fact.
    #[error("groups: is empty: record what belongs to at least one")]
    NoGroups,
    /// A tally is of another standard than the engine's, or a value is out of range.
    #[error(transparent)]
    ServiceTally(#[from] ServiceTallyError),
    /// A draw cannot be scored.
    #[error(transparent)]
    Certainty(#[from] CertaintyError),
    /// The shrinkage cannot be calculated.
    #[error(transparent)]
    Population(#[from] PopulationError),
}
