use serde::{Deserialize, Serialize};

use super::{AnomalyKind, Derived, Event, EventKind, ValueRef, Visibility};
use crate::quantity::{AgentId, GroupId, Number, Status, Timestamp};

/// How far a ticket has come: what its events alone decide, owned and small, advanced event by event.
///
/// The one place that says what an event does. Attributes stand beside it. What is absent or zero is not written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a ticket's progress as an object")]
pub(crate) struct Progress {
    created: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agent: Option<AgentId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    group: Option<GroupId>,
    /// An assignment came, even one that named nobody.
    #[serde(default, skip_serializing_if = "is_default")]
    assigned: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_response: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unanswered_since: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_resolved: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    finished: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closed: Option<Timestamp>,
    /// A closing ends a pause, but not for what is dated the same instant and comes after it in the host's rows: it
    /// stays here until a reopening, and [`is_paused`](Self::is_paused) looks at the end too.
    #[serde(default, skip_serializing_if = "is_default")]
    paused: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    resolved: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rating: Option<Number>,
    #[serde(default, skip_serializing_if = "is_default")]
    reassignments: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    reopens: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    customer_messages: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    public_replies: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    internal_notes: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    complaints: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    follow_ups: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    anomalies: u32,
}

impl Progress {
    /// A ticket that has just come to be.
    pub(crate) const fn new(created: Timestamp) -> Self {
        Self {
            created,
            status: None,
            agent: None,
            group: None,
            assigned: false,
            first_response: None,
            unanswered_since: None,
            first_resolved: None,
            finished: None,
            closed: None,
            paused: false,
            resolved: false,
            rating: None,
            reassignments: 0,
            reopens: 0,
            customer_messages: 0,
            public_replies: 0,
            internal_notes: 0,
            complaints: 0,
            follow_ups: 0,
            anomalies: 0,
        }
    }

    pub(crate) const fn created(&self) -> Timestamp {
        self.created
    }

    /// The status last set.
    pub(crate) const fn status(&self) -> Option<&Status> {
        self.status.as_ref()
    }

    pub(crate) const fn agent(&self) -> Option<&AgentId> {
        self.agent.as_ref()
    }

    pub(crate) const fn group(&self) -> Option<&GroupId> {
        self.group.as_ref()
    }

    pub(crate) const fn first_response(&self) -> Option<Timestamp> {
        self.first_response
    }

    pub(crate) const fn first_resolved(&self) -> Option<Timestamp> {
        self.first_resolved
    }

    /// Resolved, or closed without having been resolved.
    pub(crate) const fn finished(&self) -> Option<Timestamp> {
        self.finished
    }

    pub(crate) const fn closed(&self) -> Option<Timestamp> {
        self.closed
    }

    /// Explicitly paused, and neither resolved nor closed.
    pub(crate) const fn is_paused(&self) -> bool {
        self.paused && self.finished.is_none()
    }

    /// The value of the last rating.
    pub(crate) const fn rating(&self) -> Option<Number> {
        self.rating
    }

    /// A derived fact at an instant that is not before the last event.
    pub(crate) fn fact(&self, derived: Derived, as_of: Timestamp) -> Option<ValueRef<'_>> {
        let number = |count: u32| Some(ValueRef::Number(Number::from(count)));
        match derived {
            Derived::Status => self.status().map(|status| ValueRef::Text(status.as_str())),
            Derived::Agent => self.agent().map(|agent| ValueRef::Text(agent.as_str())),
            Derived::Group => self.group().map(|group| ValueRef::Text(group.as_str())),
            Derived::Created => Some(ValueRef::Instant(self.created)),
            Derived::FirstResponse => self.first_response.map(ValueRef::Instant),
            Derived::UnansweredSince => self.unanswered_since.map(ValueRef::Instant),
            Derived::Finished => self.finished.map(ValueRef::Instant),
            Derived::Closed => self.closed.map(ValueRef::Instant),
            Derived::Open => Some(ValueRef::Flag(self.finished.is_none())),
            Derived::Paused => Some(ValueRef::Flag(self.is_paused())),
            Derived::Age => Some(ValueRef::Span(as_of.since(self.created))),
            Derived::Reassignments => number(self.reassignments),
            Derived::Reopens => number(self.reopens),
            Derived::CustomerMessages => number(self.customer_messages),
            Derived::PublicReplies => number(self.public_replies),
            Derived::InternalNotes => number(self.internal_notes),
            Derived::Complaints => number(self.complaints),
            Derived::FollowUps => number(self.follow_ups),
            Derived::Rating => self.rating().map(ValueRef::Number),
            Derived::Anomalies => number(self.anomalies),
        }
    }

    /// Why an event cannot come next.
    pub(crate) fn objection(&self, event: &Event) -> Option<AnomalyKind> {
        if event.kind == EventKind::Created {
            return Some(AnomalyKind::CreatedTwice);
        }
        if event.at < self.created {
            return Some(AnomalyKind::BeforeCreation);
        }
        match event.kind {
            EventKind::Assigned { .. }
            | EventKind::StatusChanged { .. }
            | EventKind::Paused
            | EventKind::Resumed
            | EventKind::Resolved
                // At the very instant of closing the order of a host's rows says nothing.
                if self.closed.is_some_and(|closed| event.at > closed) =>
            {
                Some(AnomalyKind::AfterEnd)
            }
            EventKind::Paused if self.paused => Some(AnomalyKind::PausedTwice),
            EventKind::Resumed if !self.paused => Some(AnomalyKind::ResumedWithoutPause),
            EventKind::Resolved if self.resolved => Some(AnomalyKind::ResolvedTwice),
            EventKind::Closed if self.closed.is_some() => Some(AnomalyKind::ClosedTwice),
            EventKind::Reopened if !self.resolved && self.closed.is_none() => Some(AnomalyKind::ReopenedWhileOpen),
            _ => None,
        }
    }

    /// Takes an event in; whether it can come next is [`objection`](Self::objection)'s to say.
    pub(crate) fn apply(&mut self, event: &Event) {
        match &event.kind {
            EventKind::Assigned { agent, group } => {
                let moved =
                    replace(&mut self.agent, agent.as_ref()) | replace(&mut self.group, group.as_ref());
                if self.assigned && moved {
                    count(&mut self.reassignments);
                }
                self.assigned = true;
            }
            EventKind::StatusChanged { to } => {
                replace(&mut self.status, Some(to));
            }
            _ => self.apply_unnamed(event),
        }
    }

    /// As [`apply`](Self::apply), without what has a name: status, agent, group and how often these two changed.
    #[inline]
    pub(crate) fn apply_unnamed(&mut self, event: &Event) {
        let at = event.at;
        match &event.kind {
            EventKind::CustomerMessage => {
                self.unanswered_since.get_or_insert(at);
                count(&mut self.customer_messages);
            }
            EventKind::AgentMessage { visibility: Visibility::Public } => {
                self.first_response.get_or_insert(at);
                self.unanswered_since = None;
                count(&mut self.public_replies);
            }
            EventKind::AgentMessage { visibility: Visibility::Internal } => count(&mut self.internal_notes),
            EventKind::Paused => self.paused = true,
            EventKind::Resumed => self.paused = false,
            EventKind::Resolved => {
                self.resolved = true;
                self.first_resolved.get_or_insert(at);
                self.finished.get_or_insert(at);
            }
            EventKind::Closed => {
                self.finished.get_or_insert(at);
                self.closed = Some(at);
            }
            EventKind::Reopened => {
                self.paused = false;
                self.resolved = false;
                self.finished = None;
                self.closed = None;
                count(&mut self.reopens);
            }
            EventKind::Rated { rating } => self.rating = Some(rating.value()),
            EventKind::Complaint => count(&mut self.complaints),
            EventKind::FollowUp => count(&mut self.follow_ups),
            EventKind::Created
            | EventKind::AttributeChanged { .. }
            | EventKind::Assigned { .. }
            | EventKind::StatusChanged { .. } => {}
        }
    }

    /// Counts impossible events, set aside or moved.
    pub(crate) fn count_anomalies(&mut self, more: usize) {
        let more = u32::try_from(more).unwrap_or(u32::MAX);
        self.anomalies = self.anomalies.saturating_add(more);
    }
}

/// Puts another value in, where one is given; whether that changed it.
fn replace<T: Clone + PartialEq>(place: &mut Option<T>, given: Option<&T>) -> bool {
    let changes = given.is_some() && given != place.as_ref();
    if changes {
        *place = given.cloned();
    }
    changes
}

/// Counts one more; four thousand million events do not fit in memory.
fn count(counter: &mut u32) {
    *counter = counter.saturating_add(1);
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::Rating;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_seconds(1_772_442_000 + minute * 60).unwrap()
    }

    fn after(kinds: &[EventKind]) -> Progress {
        let mut progress = Progress::new(at(0));
        for (minute, kind) in (0..).zip(kinds) {
            progress.apply(&Event { at: at(minute), kind: kind.clone() });
        }
        progress
    }

    fn assigned(agent: Option<&str>) -> EventKind {
        EventKind::Assigned { agent: agent.map(|agent| agent.parse().unwrap()), group: None }
    }

    #[test]
    fn what_is_absent_is_not_written() {
        let fresh = r#"{"created":"2026-03-02T09:00:00Z"}"#;
        assert_eq!(serde_json::to_string(&after(&[EventKind::Created])).unwrap(), fresh);
        assert_eq!(serde_json::from_str::<Progress>(fresh).unwrap(), Progress::new(at(0)));
        let unknown = serde_json::from_str::<Progress>(r#"{"created":"2026-03-02T09:00:00Z","open":true}"#);
        assert!(unknown.unwrap_err().to_string().starts_with("unknown field `open`"));
    }

    #[test]
    fn it_goes_on_where_it_was_written() {
        let events = [
            assigned(Some("kim")),
            EventKind::public_reply(),
            EventKind::StatusChanged { to: "waiting".parse().unwrap() },
            EventKind::Paused,
            EventKind::Closed,
            EventKind::Reopened,
            EventKind::Rated { rating: Rating::new(4.into(), 1.into(), 5.into()).unwrap() },
            assigned(Some("lee")),
            EventKind::Resolved,
        ];
        let whole = after(&events);
        let mut parts = Progress::new(at(0));
        for (minute, kind) in (0..).zip(events) {
            parts = serde_json::from_str(&serde_json::to_string(&parts).unwrap()).unwrap();
            parts.apply(&Event { at: at(minute), kind });
        }
        assert_eq!(parts, whole);
        assert_eq!(whole.fact(Derived::Reassignments, at(9)), Some(ValueRef::Number(1.into())));
        assert_eq!(whole.fact(Derived::Finished, at(9)), Some(ValueRef::Instant(at(8))));
    }

    #[test]
    fn an_assignment_to_nobody_is_the_first_one() {
        let reassignments = |kinds: &[EventKind]| after(kinds).reassignments;
        assert_eq!(reassignments(&[assigned(Some("kim")), assigned(None), assigned(Some("kim"))]), 0);
        assert_eq!(reassignments(&[assigned(None), assigned(Some("kim")), assigned(Some("lee"))]), 2);
    }

    #[test]
    fn a_closing_ends_a_pause_but_not_for_what_is_dated_the_same_instant() {
        let progress = after(&[EventKind::Paused, EventKind::Closed]);
        assert!(!progress.is_paused());
        let objection = |minute, kind| progress.objection(&Event { at: at(minute), kind });
        assert_eq!(objection(1, EventKind::Resumed), None);
        assert_eq!(objection(1, EventKind::Paused), Some(AnomalyKind::PausedTwice));
        assert_eq!(objection(2, EventKind::Resumed), Some(AnomalyKind::AfterEnd));
        assert!(!after(&[EventKind::Paused, EventKind::Closed, EventKind::Reopened]).is_paused());
    }
}
