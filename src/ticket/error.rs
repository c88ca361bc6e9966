use thiserror::Error;

use super::{AnomalyKind, EventKind};
use crate::quantity::{Number, QuantityError, TicketId, Timestamp};

/// Why a ticket, a rating or a condition cannot be built.
///
/// ```
/// use service_quality::ticket::{EventKind, Ticket};
///
/// let error = Ticket::builder("T-1".parse()?)
///     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
///     .event("2026-03-02T08:00:00Z".parse()?, EventKind::Resolved)
///     .build()
///     .unwrap_err();
/// assert!(error.to_string().starts_with("ticket `T-1`: event 1 (resolved at 2026-03-02T08:00:00Z) is out of order"));
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TicketError {
    /// The history has no creation.
    #[error("ticket `{ticket}` has no `created` event: add one, it dates everything else")]
    NotCreated {
        /// The ticket.
        ticket: TicketId,
    },
    /// An event is dated before its predecessor and the builder was not told to sort.
    #[error(
        "ticket `{ticket}`: event {index} ({kind} at {at}) is out of order: give events by time or build with \
         `OrderPolicy::Sort`"
    )]
    OutOfOrder {
        /// The ticket.
        ticket: TicketId,
        /// The event's place in what was given, from 0.
        index: usize,
        /// What happened.
        kind: Box<EventKind>,
        /// When.
        at: Timestamp,
    },
    /// An event cannot have happened as recorded.
    #[error(
        "ticket `{ticket}`: event {index} ({event} at {at}) is impossible: {kind}; correct it or build with \
         `AnomalyPolicy::SetAside`"
    )]
    Impossible {
        /// The ticket.
        ticket: TicketId,
        /// The event's place in the ordered history, from 0.
        index: usize,
        /// What happened.
        event: Box<EventKind>,
        /// When.
        at: Timestamp,
        /// Why it cannot be.
        kind: AnomalyKind,
    },
    /// A recorded anomaly contradicts the history that it is said to come from.
    #[error("ticket `{ticket}`: anomaly {index} ({event} at {at}) contradicts the creation: {contradiction}")]
    Anomaly {
        /// The ticket.
        ticket: TicketId,
        /// The anomaly's place in the list, from 0.
        index: usize,
        /// What happened.
        event: Box<EventKind>,
        /// When.
        at: Timestamp,
        /// How it contradicts, and the remedy.
        contradiction: &'static str,
    },
    /// The rating does not lie on its scale.
    #[error(
        "rating `{value}` does not fit the scale {least} to {most}: give a value on a scale that ascends"
    )]
    Rating {
        /// The value.
        value: Number,
        /// The scale's lowest value.
        least: Number,
        /// The scale's highest value.
        most: Number,
    },
    /// A name that starts with `@` is no derived fact.
    #[error("fact `{given}` is unknown: after `@` give one of {allowed}")]
    UnknownFact {
        /// What was given, shortened.
        given: String,
        /// The derived facts.
        allowed: String,
    },
    /// A name is no name.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
}
