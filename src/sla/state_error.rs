use thiserror::Error;

use crate::quantity::{AgreementId, Timestamp};
use crate::ticket::{AnomalyKind, EventKind};

/// Why a state, an event or a question to them was refused.
///
/// ```
/// use service_quality::sla::StateError;
///
/// let error = StateError::Late { at: "2026-03-02T09:00:00Z".parse()?, last: "2026-03-02T10:00:00Z".parse()? };
/// assert_eq!(error.to_string(), "an event of 2026-03-02T09:00:00Z comes after one of 2026-03-02T10:00:00Z: \
///     replay the ticket's history with it");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StateError {
    /// An event from before the last one.
    #[error("an event of {at} comes after one of {last}: replay the ticket's history with it")]
    Late {
        /// The event's instant.
        at: Timestamp,
        /// That of the last event.
        last: Timestamp,
    },
    /// An event before which others are missing.
    #[error(
        "event {given} of the ticket comes, where event {expected} is the next: give those between first"
    )]
    Missing {
        /// The event's place in the history.
        given: u64,
        /// That of the next one.
        expected: u64,
    },
    /// An event that cannot have happened.
    #[error("`{event}` at {at} cannot come next: {kind}; correct the event, or leave it out")]
    Contradiction {
        /// The event.
        event: Box<EventKind>,
        /// Its instant.
        at: Timestamp,
        /// Why not.
        kind: AnomalyKind,
    },
    /// A question about the time before the last event.
    #[error(
        "asked for {as_of}, which is before the last event at {last}: ask for that instant or a later one, and give no \
        events from after it"
    )]
    Past {
        /// The instant asked for.
        as_of: Timestamp,
        /// That of the last event.
        last: Timestamp,
    },
    /// The state of clocks that this engine does not have.
    #[error(
        "the state is of agreement `{given}`; this engine is of `{wanted}`, or the agreement or a calendar was edited \
        since: replay the ticket's history"
    )]
    OtherAgreement {
        /// The state's agreement.
        given: AgreementId,
        /// The engine's.
        wanted: AgreementId,
    },
    /// A stored state that no engine can have made.
    #[error("{place}: no clock comes to this: replay the ticket's history")]
    Impossible {
        /// Where.
        place: String,
    },
}
