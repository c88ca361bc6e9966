use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Anomaly, Event, TicketBuilder, TicketError, Value, View};
use crate::quantity::{AttributeName, TicketId, Timestamp};

/// A service record: its first attributes and its ordered, possible history.
///
/// The first event is always [`Created`](super::EventKind::Created). Made by [`Ticket::builder`]; reading one from
/// the wire checks it as the strict builder does.
///
/// ```
/// use service_quality::ticket::{EventKind, Ticket};
///
/// let ticket = Ticket::builder("T-1".parse()?)
///     .attribute("department".parse()?, "parks")
///     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
///     .event("2026-03-02T09:20:00Z".parse()?, EventKind::public_reply())
///     .build()?;
/// assert_eq!(ticket.created().to_string(), "2026-03-02T09:00:00Z");
/// let json = serde_json::to_string(&ticket)?;
/// assert_eq!(serde_json::from_str::<Ticket>(&json)?, ticket);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawTicket", into = "RawTicket")]
pub struct Ticket {
    pub(super) id: TicketId,
    pub(super) created: Timestamp,
    pub(super) attributes: BTreeMap<AttributeName, Value>,
    pub(super) events: Vec<Event>,
    pub(super) anomalies: Vec<Anomaly>,
}

impl Ticket {
    /// Starts a ticket.
    pub fn builder(id: TicketId) -> TicketBuilder {
        TicketBuilder::new(id)
    }

    /// The ticket's name.
    #[must_use]
    pub const fn id(&self) -> &TicketId {
        &self.id
    }

    /// When it came to be.
    #[must_use]
    pub const fn created(&self) -> Timestamp {
        self.created
    }

    /// The attributes it began with; a [`View`] has them as they stood later.
    #[must_use]
    pub const fn attributes(&self) -> &BTreeMap<AttributeName, Value> {
        &self.attributes
    }

    /// The history, by instant; the first event is the creation.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Events that cannot have happened as recorded, and what was done with each.
    #[must_use]
    pub fn anomalies(&self) -> &[Anomaly] {
        &self.anomalies
    }

    /// The ticket as it stood at an instant: what happened later is not seen.
    #[must_use]
    pub fn at(&self, as_of: Timestamp) -> View<'_> {
        View::new(self, as_of)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a ticket as an object")]
struct RawTicket {
    id: TicketId,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<AttributeName, Value>,
    events: Vec<Event>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    anomalies: Vec<Anomaly>,
}

impl TryFrom<RawTicket> for Ticket {
    type Error = TicketError;

    fn try_from(raw: RawTicket) -> Result<Self, TicketError> {
        let builder = Self::builder(raw.id).attributes(raw.attributes).events(raw.events);
        Ok(Self { anomalies: raw.anomalies, ..builder.build()? })
    }
}

impl From<Ticket> for RawTicket {
    fn from(ticket: Ticket) -> Self {
        Self {
            id: ticket.id,
            attributes: ticket.attributes,
            events: ticket.events,
            anomalies: ticket.anomalies,
        }
    }
}
