use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::{Anomaly, AnomalyKind, Event, EventKind, TicketBuilder, TicketError, Treatment, Value, View};
use crate::quantity::{AttributeName, TicketId, Timestamp};

/// A service record: its first attributes and its ordered, possible history.
///
/// The first event is always [`Created`](super::EventKind::Created). Made by [`Ticket::builder`]; reading one from
/// the wire checks its history as the strict builder does, and that its anomalies can be those of such a history.
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
    #[serde(
        default,
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "crate::quantity::unique_keys"
    )]
    attributes: BTreeMap<AttributeName, Value>,
    events: Vec<Event>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    anomalies: Vec<Anomaly>,
}

impl TryFrom<RawTicket> for Ticket {
    type Error = TicketError;

    fn try_from(raw: RawTicket) -> Result<Self, TicketError> {
        let builder = Self::builder(raw.id).attributes(raw.attributes).events(raw.events);
        let ticket = Self { anomalies: raw.anomalies, ..builder.build()? };
        ticket.check_anomalies()?;
        Ok(ticket)
    }
}

impl Ticket {
    /// The anomalies are those that a builder could have recorded, as far as dates and treatments tell.
    fn check_anomalies(&self) -> Result<(), TicketError> {
        // What was moved stands in the history, once for each.
        let mut at_creation: HashMap<&EventKind, usize> = HashMap::new();
        for event in self.events.iter().skip(1).take_while(|event| event.at == self.created) {
            let count = at_creation.entry(&event.kind).or_default();
            *count = count.saturating_add(1);
        }
        for (index, Anomaly { kind, event, treatment }) in self.anomalies.iter().enumerate() {
            let early = *kind == AnomalyKind::BeforeCreation;
            let contradiction = if early && event.at >= self.created {
                "it is not dated before it; give the kind that fits"
            } else if *treatment == Treatment::SetAside {
                continue;
            } else if !early {
                "only what is `before_creation` is moved there; give treatment `set_aside`"
            } else if let Some(left) = at_creation.get_mut(&event.kind).filter(|left| **left > 0) {
                *left = left.saturating_sub(1);
                continue;
            } else {
                "it was moved there, where the history has no such event; add it there, or give treatment `set_aside`"
            };
            return Err(TicketError::Anomaly {
                ticket: self.id.clone(),
                index,
                event: Box::new(event.kind.clone()),
                at: event.at,
                contradiction,
            });
        }
        Ok(())
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
