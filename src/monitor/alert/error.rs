use thiserror::Error;

use super::super::warning::WarningLevel;
use crate::quantity::{Label, Timestamp};

/// Why a watch, a policy, a silence or a stored state is none, or an acknowledgement was refused.
///
/// ```
/// use service_quality::monitor::alert::{AlertError, AlertPolicy};
/// use service_quality::quantity::Span;
///
/// let error: AlertError = AlertPolicy::default().with_reminder(Span::ZERO).unwrap_err();
/// assert_eq!(error.to_string(), "remind_every: PT0S is not allowed: give more than PT0S");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AlertError {
    /// A number or a duration is outside of what is allowed.
    #[error("{place}: {given} is not allowed: give {allowed}")]
    OutOfRange {
        /// Where.
        place: String,
        /// What was given.
        given: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// A list is empty.
    #[error("{place}: no {wanted} is given: give at least one")]
    Empty {
        /// Where.
        place: String,
        /// What is wanted.
        wanted: &'static str,
    },
    /// Something that is to be unique stands there twice.
    #[error("{place}: `{given}` is given twice: keep one")]
    Duplicate {
        /// Where it stands the second time.
        place: String,
        /// What.
        given: String,
    },
    /// A limit clears where it is still broken.
    #[error("{place}: it would clear at {clear}, beyond the limit {limit}: clear at the limit or {allowed}")]
    ClearsBeyond {
        /// Where.
        place: String,
        /// The limit.
        limit: String,
        /// Where it would clear.
        clear: String,
        /// On which side it may.
        allowed: &'static str,
    },
    /// A higher level is reached before a lower one.
    #[error(
        "when.{level}: it is reached more easily than {lower}: give it a stricter limit or a longer wait"
    )]
    Descends {
        /// The higher level.
        level: WarningLevel,
        /// The lower level.
        lower: WarningLevel,
    },
    /// A level is spoken of that the watch does not have.
    #[error("{place}: level {level} has no condition: give it one in `when`, or name another level")]
    NoCondition {
        /// Where.
        place: String,
        /// The level.
        level: WarningLevel,
    },
    /// A silence ends before it begins.
    #[error("silence `{silence}` would last from {from} until {until}: let it end after it begins")]
    Reversed {
        /// Its name.
        silence: Label,
        /// From when.
        from: Timestamp,
        /// Until when.
        until: Timestamp,
    },
    /// A silence matches whatever there is.
    #[error("silence `{silence}` matches every alert: name the alert or a label")]
    MatchesAll {
        /// Its name.
        silence: Label,
    },
    /// There is nothing to acknowledge.
    #[error("nothing fires that could be acknowledged at {at}: acknowledge an alert from when it fires")]
    NotFiring {
        /// When it was acknowledged.
        at: Timestamp,
    },
    /// An acknowledgement comes too late: what it was about has grown worse, or it would have ended by now.
    #[error(
        "acknowledged at {at}, and since {since} it is to be taken on anew: acknowledge it as it stands now"
    )]
    Superseded {
        /// When it was acknowledged.
        at: Timestamp,
        /// When the level last rose above any that it had, or an acknowledgement ended.
        since: Timestamp,
    },
    /// An acknowledgement is dated after the present.
    #[error("acknowledged at {at}, which is after the present, {as_of}: check the clocks")]
    AheadOfTime {
        /// When it was acknowledged.
        at: Timestamp,
        /// The present, as it was given.
        as_of: Timestamp,
    },
    /// A stored state cannot have been written by this crate.
    #[error("{place}: {found}: give the state as it was written, or begin with an empty one")]
    BrokenState {
        /// Where.
        place: &'static str,
        /// What is wrong.
        found: &'static str,
    },
}
