use thiserror::Error;

use crate::indicator::TallyError;
use crate::quantity::{IndicatorId, Number};
use crate::score::Gap;

/// Why nothing can be said about the certainty of a grade.
///
/// ```
/// use service_quality::score::{CertaintyError, Simulation};
///
/// let fault = Simulation::new(7).with_draws(3).unwrap_err();
/// assert!(matches!(fault, CertaintyError::OutOfRange { .. }));
/// assert_eq!(fault.to_string(), "draws: `3` is out of range: give 100 to 1000000");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CertaintyError {
    /// A setting is outside its range.
    #[error("{place}: `{given}` is out of range: give {allowed}")]
    OutOfRange {
        /// Which setting.
        place: &'static str,
        /// What was given.
        given: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// The total has no score, so that it has no grade to be sure of.
    #[error("the total has no score, {gap}: ask for totals that have one")]
    NoScore {
        /// Why it has none.
        gap: Gap,
    },
    /// A sampling is of another value than was measured.
    #[error(
        "samplings.{indicator}: is of {sampled}, and {measured} was measured: give both from the same records, to six digits"
    )]
    OtherValue {
        /// Of which indicator.
        indicator: IndicatorId,
        /// The value that it is of.
        sampled: String,
        /// The value that was measured.
        measured: Number,
    },
    /// A derived indicator has no value for a draw of those that it is derived from.
    #[error("a draw cannot be scored: {0}")]
    Underived(TallyError),
}
