use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::AttributeName;
use crate::ticket::{EventKind, Visibility};

/// What a clock listens to: a kind of event, told apart as clocks need it.
///
/// ```
/// use service_quality::sla::Signal;
///
/// let signal: Signal = serde_json::from_str(r#""public_reply""#)?;
/// assert_eq!(signal.to_string(), "public reply");
/// let signal: Signal = serde_json::from_str(r#"{"attribute_changed": "priority"}"#)?;
/// assert_eq!(signal.to_string(), "priority changed");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Signal {
    /// The ticket came to be.
    Created,
    /// It was assigned, to whomever.
    Assigned,
    /// It was assigned to another person than before.
    AgentChanged,
    /// It was assigned to another group than before.
    GroupChanged,
    /// The customer wrote or called.
    CustomerMessage,
    /// An agent wrote or called, and the customer could see it.
    PublicReply,
    /// An agent wrote, and the customer could not see it.
    InternalNote,
    /// The status was set.
    StatusChanged,
    /// An attribute was set or cleared.
    AttributeChanged(AttributeName),
    /// Work was suspended explicitly.
    Paused,
    /// Work went on.
    Resumed,
    /// The request was fulfilled.
    Resolved,
    /// It became active again.
    Reopened,
    /// The record was ended.
    Closed,
    /// The customer rated the service.
    Rated,
    /// The customer complained.
    Complaint,
    /// The customer was asked afterwards.
    FollowUp,
}

/// How many kinds of signals there are.
pub(super) const KINDS: usize = 17;

/// The signals that one event gives: a set of [`Signal::kind`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signals(u32);

impl Signal {
    /// A small number for each kind.
    pub(super) const fn kind(&self) -> u8 {
        match self {
            Self::Created => 0,
            Self::Assigned => 1,
            Self::AgentChanged => 2,
            Self::GroupChanged => 3,
            Self::CustomerMessage => 4,
            Self::PublicReply => 5,
            Self::InternalNote => 6,
            Self::StatusChanged => 7,
            Self::AttributeChanged(_) => 8,
            Self::Paused => 9,
            Self::Resumed => 10,
            Self::Resolved => 11,
            Self::Reopened => 12,
            Self::Closed => 13,
            Self::Rated => 14,
            Self::Complaint => 15,
            Self::FollowUp => 16,
        }
    }
}

impl Signals {
    /// Those that depend on who had the ticket before.
    pub(super) const NAMED: u32 = 1 << Signal::AgentChanged.kind() | 1 << Signal::GroupChanged.kind();

    /// Those of events that change an attribute, or what holds the clocks.
    pub(super) const NOTED: u32 = 1 << Signal::StatusChanged.kind()
        | Self::ATTRIBUTE
        | 1 << Signal::Paused.kind()
        | 1 << Signal::Resumed.kind()
        | 1 << Signal::Resolved.kind()
        | 1 << Signal::Reopened.kind()
        | 1 << Signal::Closed.kind();

    /// That of any attribute.
    const ATTRIBUTE: u32 = 1 << 8;

    /// The signals of an event, given whether it changed the agent and the group.
    #[inline]
    pub(super) const fn of(kind: &EventKind, agent: bool, group: bool) -> Self {
        let signal = match kind {
            EventKind::Assigned { .. } => {
                let agent = if agent { 1 << Signal::AgentChanged.kind() } else { 0 };
                let group = if group { 1 << Signal::GroupChanged.kind() } else { 0 };
                return Self(1 << Signal::Assigned.kind() | agent | group);
            }
            EventKind::Created => Signal::Created,
            EventKind::CustomerMessage => Signal::CustomerMessage,
            EventKind::AgentMessage { visibility: Visibility::Public } => Signal::PublicReply,
            EventKind::AgentMessage { visibility: Visibility::Internal } => Signal::InternalNote,
            EventKind::StatusChanged { .. } => Signal::StatusChanged,
            EventKind::AttributeChanged { .. } => return Self(Self::ATTRIBUTE),
            EventKind::Paused => Signal::Paused,
            EventKind::Resumed => Signal::Resumed,
            EventKind::Resolved => Signal::Resolved,
            EventKind::Reopened => Signal::Reopened,
            EventKind::Closed => Signal::Closed,
            EventKind::Rated { .. } => Signal::Rated,
            EventKind::Complaint => Signal::Complaint,
            EventKind::FollowUp => Signal::FollowUp,
        };
        Self(1 << signal.kind())
    }

    /// Whether a signal is among them; an attribute's where its name is the one that changed.
    pub(super) fn has(self, signal: &Signal, event: &EventKind) -> bool {
        if self.0 & (1 << signal.kind()) == 0 {
            return false;
        }
        match (signal, event) {
            (Signal::AttributeChanged(wanted), EventKind::AttributeChanged { name, .. }) => wanted == name,
            _ => true,
        }
    }

    /// The kinds.
    #[inline]
    pub(super) const fn bits(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::AttributeChanged(name) => return write!(formatter, "{name} changed"),
            Self::Created => "created",
            Self::Assigned => "assigned",
            Self::AgentChanged => "agent changed",
            Self::GroupChanged => "group changed",
            Self::CustomerMessage => "customer message",
            Self::PublicReply => "public reply",
            Self::InternalNote => "internal note",
            Self::StatusChanged => "status changed",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Resolved => "resolved",
            Self::Reopened => "reopened",
            Self::Closed => "closed",
            Self::Rated => "rated",
            Self::Complaint => "complaint",
            Self::FollowUp => "follow-up",
        })
    }
}
