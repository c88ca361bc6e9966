use std::collections::BTreeMap;

use super::{Anomaly, AnomalyKind, Event, EventKind, Progress, Ticket, TicketError, Treatment, Value};
use crate::quantity::{AttributeName, TicketId, Timestamp};

/// Collects attributes and events and checks them in [`build`](TicketBuilder::build).
///
/// ```
/// use service_quality::ticket::{AnomalyPolicy, EventKind, OrderPolicy, Ticket};
///
/// // A row of a dirty export: closed before it was opened, events in no order.
/// let ticket = Ticket::builder("T-1".parse()?)
///     .event("2026-03-02T08:59:00Z".parse()?, EventKind::Closed)
///     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
///     .order(OrderPolicy::Sort)
///     .anomalies(AnomalyPolicy::Correct)
///     .build()?;
/// assert_eq!(ticket.events()[1].at, ticket.created());
/// assert_eq!(ticket.anomalies().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct TicketBuilder {
    id: TicketId,
    attributes: BTreeMap<AttributeName, Value>,
    events: Vec<Event>,
    order: OrderPolicy,
    anomalies: AnomalyPolicy,
}

/// What to do with events that are not given by time.
///
/// ```
/// use service_quality::ticket::OrderPolicy;
/// assert_eq!(OrderPolicy::default(), OrderPolicy::Refuse);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OrderPolicy {
    /// An error.
    #[default]
    Refuse,
    /// Order them by instant; events of one instant stay in the order given.
    Sort,
}

/// What to do with events that cannot have happened as recorded.
///
/// ```
/// use service_quality::ticket::AnomalyPolicy;
/// assert_eq!(AnomalyPolicy::default(), AnomalyPolicy::Refuse);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AnomalyPolicy {
    /// An error.
    #[default]
    Refuse,
    /// Take them out of the history and record them.
    SetAside,
    /// Move events dated before the creation to the creation; set the others aside; record all.
    Correct,
}

impl TicketBuilder {
    pub(super) fn new(id: TicketId) -> Self {
        Self {
            id,
            attributes: BTreeMap::new(),
            events: Vec::new(),
            order: OrderPolicy::default(),
            anomalies: AnomalyPolicy::default(),
        }
    }

    /// Gives an attribute as it was at creation; the last one given of a name counts.
    pub fn attribute(mut self, name: AttributeName, value: impl Into<Value>) -> Self {
        self.attributes.insert(name, value.into());
        self
    }

    /// Gives several attributes.
    pub fn attributes(mut self, attributes: impl IntoIterator<Item = (AttributeName, Value)>) -> Self {
        self.attributes.extend(attributes);
        self
    }

    /// Adds an event.
    pub fn event(mut self, at: Timestamp, kind: EventKind) -> Self {
        self.events.push(Event { at, kind });
        self
    }

    /// Adds several events.
    pub fn events(mut self, events: impl IntoIterator<Item = Event>) -> Self {
        self.events.extend(events);
        self
    }

    /// Says what to do with events that are not given by time.
    pub fn order(mut self, policy: OrderPolicy) -> Self {
        self.order = policy;
        self
    }

    /// Says what to do with impossible events.
    pub fn anomalies(mut self, policy: AnomalyPolicy) -> Self {
        self.anomalies = policy;
        self
    }

    /// Orders and checks the history.
    ///
    /// # Errors
    /// [`TicketError::NotCreated`]; [`TicketError::OutOfOrder`] and [`TicketError::Impossible`] where the policies
    /// say so.
    pub fn build(mut self) -> Result<Ticket, TicketError> {
        self.sort()?;
        let Some(first) = self.events.iter().position(|event| event.kind == EventKind::Created) else {
            return Err(TicketError::NotCreated { ticket: self.id });
        };
        let creation = self.events.remove(first);
        let mut history = History {
            progress: Progress::new(creation.at),
            accepted: Vec::with_capacity(self.events.len() + 1),
            anomalies: Vec::new(),
        };
        history.accepted.push(creation);
        for (index, event) in std::mem::take(&mut self.events).into_iter().enumerate() {
            match history.progress.objection(&event) {
                None => history.accept(event),
                Some(kind) if self.anomalies == AnomalyPolicy::Refuse => {
                    return Err(TicketError::Impossible {
                        ticket: self.id,
                        // The creation was taken out in front of the later ones.
                        index: if index < first { index } else { index + 1 },
                        at: event.at,
                        event: Box::new(event.kind),
                        kind,
                    });
                }
                Some(kind) => history.record(kind, event, self.anomalies),
            }
        }
        Ok(Ticket {
            id: self.id,
            created: history.progress.created(),
            attributes: self.attributes,
            events: history.accepted,
            anomalies: history.anomalies,
        })
    }

    fn sort(&mut self) -> Result<(), TicketError> {
        match self.order {
            OrderPolicy::Sort => self.events.sort_by_key(|event| event.at),
            OrderPolicy::Refuse => {
                let later = self.events.iter().skip(1);
                let wrong = self.events.iter().zip(later).position(|(one, next)| next.at < one.at);
                if let Some((index, event)) =
                    wrong.and_then(|place| self.events.get(place + 1).map(|event| (place + 1, event)))
                {
                    return Err(TicketError::OutOfOrder {
                        ticket: self.id.clone(),
                        index,
                        kind: Box::new(event.kind.clone()),
                        at: event.at,
                    });
                }
            }
        }
        Ok(())
    }
}

/// The history as far as it was accepted, and the state that decides what can follow.
struct History {
    progress: Progress,
    accepted: Vec<Event>,
    anomalies: Vec<Anomaly>,
}

impl History {
    fn accept(&mut self, event: Event) {
        self.progress.apply(&event);
        self.accepted.push(event);
    }

    fn record(&mut self, kind: AnomalyKind, event: Event, policy: AnomalyPolicy) {
        let moved = (policy == AnomalyPolicy::Correct && kind == AnomalyKind::BeforeCreation)
            .then(|| Event { at: self.progress.created(), kind: event.kind.clone() })
            .filter(|moved| self.progress.objection(moved).is_none());
        let treatment = if moved.is_some() { Treatment::MovedToCreation } else { Treatment::SetAside };
        self.anomalies.push(Anomaly { kind, event, treatment });
        if let Some(moved) = moved {
            self.accept(moved);
        }
    }
}
