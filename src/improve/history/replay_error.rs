use thiserror::Error;

use crate::quantity::Timestamp;

/// Why an event cannot be applied; the state stays as it was.
///
/// ```
/// use service_quality::improve::history::ReplayError;
///
/// let error = ReplayError::Missing { expected: 4, given: 6 };
/// assert_eq!(error.to_string(), "event 4 is missing: 6 came in its place; give the events in order, without gaps");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// It happened to something else.
    #[error("event {revision} happened to `{given}`, not to `{expected}`")]
    OtherSubject {
        /// Its number.
        revision: u64,
        /// Whose history this is.
        expected: String,
        /// Whose event it is.
        given: String,
    },
    /// An event of that number was applied before.
    #[error("event {revision} came before: the history stands at {head}; give each event once")]
    Repeated {
        /// Its number.
        revision: u64,
        /// The last one applied.
        head: u64,
    },
    /// An earlier one was not applied.
    #[error("event {expected} is missing: {given} came in its place; give the events in order, without gaps")]
    Missing {
        /// The number that comes next.
        expected: u64,
        /// The number that came.
        given: u64,
    },
    /// It is older than the one before.
    #[error("event {revision} is of {at}, but the one before it of {last}")]
    Backwards {
        /// Its number.
        revision: u64,
        /// When it was.
        at: Timestamp,
        /// When the one before was.
        last: Timestamp,
    },
    /// It has not happened yet.
    #[error("event {revision} is of {at}, after {as_of}, as of which is asked")]
    Future {
        /// Its number.
        revision: u64,
        /// When it was.
        at: Timestamp,
        /// As of when was asked.
        as_of: Timestamp,
    },
    /// Nothing of the kind can happen in that state.
    #[error("event {revision} cannot have happened: {why}")]
    Impossible {
        /// Its number.
        revision: u64,
        /// What stands against it.
        why: String,
    },
}
