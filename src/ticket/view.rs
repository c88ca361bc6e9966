use std::collections::BTreeSet;

use super::{Event, EventKind, Fact, Facts, Progress, Rating, Ticket, Value, ValueRef};
use crate::quantity::{AttributeName, Span, Status, Timestamp};

/// A ticket as it stood at an instant: what happened later is not seen.
///
/// ```
/// use service_quality::ticket::{Condition, EventKind, Facts, Milestone, Ticket, ValueRef};
///
/// let ticket = Ticket::builder("T-1".parse()?)
///     .attribute("priority".parse()?, "low")
///     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
///     .event("2026-03-02T10:00:00Z".parse()?, EventKind::attribute("priority".parse()?, "high"))
///     .event("2026-03-02T11:00:00Z".parse()?, EventKind::Resolved)
///     .build()?;
///
/// let early = ticket.at("2026-03-02T09:30:00Z".parse()?);
/// assert_eq!(early.fact(&"priority".parse()?), Some(ValueRef::Text("low")));
/// assert_eq!(early.milestone(Milestone::Finished), None);
/// let late = ticket.at("2026-03-02T12:00:00Z".parse()?);
/// assert_eq!(late.fact(&"priority".parse()?), Some(ValueRef::Text("high")));
/// assert_eq!(late.milestone(Milestone::Finished).map(|at| at.to_string()).as_deref(), Some("2026-03-02T11:00:00Z"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct View<'t> {
    ticket: &'t Ticket,
    as_of: Timestamp,
    events: &'t [Event],
    progress: Progress,
    /// The last one, with its scale.
    rating: Option<&'t Rating>,
    /// The last value of each attribute that changed.
    changed: Vec<(&'t AttributeName, Option<&'t Value>)>,
}

/// An instant of a ticket's life.
///
/// ```
/// use service_quality::ticket::Milestone;
/// assert_eq!(serde_json::to_string(&Milestone::FirstResponse)?, r#""first_response""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Milestone {
    /// It came to be.
    Created,
    /// The first message to the customer.
    FirstResponse,
    /// The first time it was resolved, whether or not it was reopened later.
    FirstResolved,
    /// Resolved, or closed without having been resolved; absent while it is open.
    Finished,
    /// Closed; absent while it is not.
    Closed,
    /// The instant of the view.
    AsOf,
}

impl<'t> View<'t> {
    pub(super) fn new(ticket: &'t Ticket, as_of: Timestamp) -> Self {
        let mut progress = Progress::new(ticket.created);
        progress.count_anomalies(ticket.anomalies.len());
        let mut view = Self { ticket, as_of, events: &[], progress, rating: None, changed: Vec::new() };
        view.advance(as_of);
        view
    }

    /// Moves on to a later instant.
    pub(crate) fn advance(&mut self, as_of: Timestamp) {
        let all = self.ticket.events.as_slice();
        let seen = all.partition_point(|event| event.at <= as_of);
        for event in all.get(self.events.len()..seen).unwrap_or_default() {
            self.apply(event);
        }
        self.events = all.get(..seen).unwrap_or_default();
        self.as_of = as_of;
    }

    fn apply(&mut self, event: &'t Event) {
        self.progress.apply(event);
        match &event.kind {
            EventKind::Rated { rating } => self.rating = Some(rating),
            EventKind::AttributeChanged { name, to } => {
                match self.changed.iter_mut().find(|(changed, _)| *changed == name) {
                    Some((_, last)) => *last = to.as_ref(),
                    None => self.changed.push((name, to.as_ref())),
                }
            }
            _ => {}
        }
    }

    /// The ticket.
    #[must_use]
    pub const fn ticket(&self) -> &'t Ticket {
        self.ticket
    }

    /// The instant of the view.
    #[must_use]
    pub const fn as_of(&self) -> Timestamp {
        self.as_of
    }

    /// What had happened by then.
    #[must_use]
    pub const fn events(&self) -> &'t [Event] {
        self.events
    }

    /// Whether the ticket existed yet.
    #[must_use]
    pub const fn exists(&self) -> bool {
        !self.events.is_empty()
    }

    /// The instant of a milestone; absent when it had not come, or had been undone by a reopening.
    #[must_use]
    pub fn milestone(&self, milestone: Milestone) -> Option<Timestamp> {
        match milestone {
            Milestone::Created => self.exists().then_some(self.progress.created()),
            Milestone::FirstResponse => self.progress.first_response(),
            Milestone::FirstResolved => self.progress.first_resolved(),
            Milestone::Finished => self.progress.finished(),
            Milestone::Closed => self.progress.closed(),
            Milestone::AsOf => Some(self.as_of),
        }
    }

    /// How long the ticket was in any of the statuses, up to the instant of the view, without the time in which it was
    /// closed. A reopened ticket has the status that it had, until that changes.
    ///
    /// ```
    /// use std::collections::BTreeSet;
    /// use service_quality::quantity::Span;
    /// use service_quality::ticket::{EventKind, Ticket};
    ///
    /// let ticket = Ticket::builder("T-1".parse()?)
    ///     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
    ///     .event("2026-03-02T10:00:00Z".parse()?, EventKind::StatusChanged { to: "waiting".parse()? })
    ///     .event("2026-03-02T11:30:00Z".parse()?, EventKind::StatusChanged { to: "open".parse()? })
    ///     .build()?;
    /// let waited = ticket.at("2026-03-02T12:00:00Z".parse()?).time_in(&BTreeSet::from(["waiting".parse()?]));
    /// assert_eq!(waited, Span::from_minutes(90));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn time_in(&self, statuses: &BTreeSet<Status>) -> Span {
        let (mut total, mut since) = (Span::ZERO, None);
        let (mut inside, mut closed) = (false, false);
        for event in self.events {
            match &event.kind {
                EventKind::StatusChanged { to } => inside = statuses.contains(to),
                EventKind::Closed => closed = true,
                EventKind::Reopened => closed = false,
                _ => continue,
            }
            match (since, inside && !closed) {
                (None, true) => since = Some(event.at),
                (Some(from), false) => {
                    total = total + event.at.since(from);
                    since = None;
                }
                _ => {}
            }
        }
        since.map_or(total, |from| total + self.as_of.since(from))
    }

    /// The last rating.
    #[must_use]
    pub const fn rating(&self) -> Option<&'t Rating> {
        self.rating
    }

    fn attribute(&self, wanted: &AttributeName) -> Option<ValueRef<'t>> {
        if let Some((_, to)) = self.changed.iter().find(|(changed, _)| *changed == wanted) {
            return to.map(Value::as_ref);
        }
        self.ticket.attributes.get(wanted).map(Value::as_ref)
    }
}

impl Facts for View<'_> {
    fn fact(&self, fact: &Fact) -> Option<ValueRef<'_>> {
        if !self.exists() {
            return None;
        }
        match fact {
            Fact::Attribute(name) => self.attribute(name),
            Fact::Derived(derived) => self.progress.fact(*derived, self.as_of),
        }
    }
}
