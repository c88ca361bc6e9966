use std::fmt;

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
    #[error("{}there is no event `created`; add one, it dates everything else", OfTicket(ticket))]
    NotCreated {
        /// The ticket.
        ticket: TicketId,
    },
    /// An event is dated before its predecessor and the builder was not told to sort.
    #[error(
        "{}event {index} ({kind} at {at}) is out of order: give events by time or build with `OrderPolicy::Sort`",
        OfTicket(ticket)
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
        "{}event {index} ({event} at {at}) is impossible: {kind}; correct it or build with `AnomalyPolicy::SetAside`",
        OfTicket(ticket)
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
    #[error(
        "{}anomaly {index} ({event} at {at}) contradicts the creation: {contradiction}",
        OfTicket(ticket)
    )]
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

impl TicketError {
    /// The ticket that cannot be built, where the error is about one.
    #[must_use]
    pub const fn ticket(&self) -> Option<&TicketId> {
        match self {
            Self::NotCreated { ticket }
            | Self::OutOfOrder { ticket, .. }
            | Self::Impossible { ticket, .. }
            | Self::Anomaly { ticket, .. } => Some(ticket),
            Self::Rating { .. } | Self::UnknownFact { .. } | Self::Quantity(_) => None,
        }
    }

    /// The message without the ticket's name.
    pub(super) fn reason(&self) -> String {
        let message = self.to_string();
        let named = self.ticket().map(|ticket| OfTicket(ticket).to_string());
        named.and_then(|named| message.strip_prefix(&named)).map_or_else(|| message.clone(), str::to_owned)
    }
}

/// How a message about a ticket begins.
pub(super) struct OfTicket<'a>(pub(super) &'a TicketId);

impl fmt::Display for OfTicket<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ticket `{}`: ", self.0)
    }
}
