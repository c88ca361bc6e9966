use thiserror::Error;

use crate::quantity::ObjectiveId;

/// Why a duty cannot be checked.
///
/// ```
/// use service_quality::survey::duty::DutyError;
///
/// let error = DutyError::NoFollowUp { given: "fix".parse()?, known: "`follow_up`".into() };
/// assert_eq!(error.to_string(), "objective `fix` is no follow-up of the agreement: give one of `follow_up`");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DutyError {
    /// The agreement has no such objective, or its clock is not stopped by follow-ups alone.
    #[error("objective `{given}` is no follow-up of the agreement: {}{known}", remedy(known))]
    NoFollowUp {
        /// The objective.
        given: ObjectiveId,
        /// Those that are; empty where there are none.
        known: String,
    },
}

const fn remedy(known: &str) -> &'static str {
    if known.is_empty() { "add one, as `follow_up` makes it" } else { "give one of " }
}
