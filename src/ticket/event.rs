use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Rating, Value};
use crate::quantity::{AgentId, AttributeName, GroupId, Status, Timestamp};

/// Something that happened to a ticket at an instant.
///
/// ```
/// use service_quality::ticket::{Event, EventKind};
///
/// let event: Event = serde_json::from_str(
///     r#"{"at": "2026-03-02T09:00:00Z", "kind": {"status_changed": {"to": "waiting"}}}"#,
/// )?;
/// assert_eq!(event.kind, EventKind::StatusChanged { to: "waiting".parse()? });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
}

/// The kinds of events.
///
/// ```
/// use service_quality::ticket::EventKind;
/// assert_eq!(EventKind::Reopened.to_string(), "reopened");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum EventKind {
    /// The ticket came to be; every history begins with it.
    Created,
    /// The ticket was given to a person, a group or both; what is absent stays as it was.
    Assigned {
        /// The person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
        /// The team, queue or department.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<GroupId>,
    },
    /// The customer wrote or called.
    CustomerMessage,
    /// An agent wrote or called.
    AgentMessage {
        /// Whether the customer could see it.
        visibility: Visibility,
    },
    /// The status changed.
    StatusChanged {
        /// The new status.
        to: Status,
    },
    /// An attribute, such as the priority, changed.
    AttributeChanged {
        /// Which.
        name: AttributeName,
        /// The new value; absent when it was cleared.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Value>,
    },
    /// Work was suspended for a reason outside the provider.
    Paused,
    /// Work went on.
    Resumed,
    /// The request was fulfilled.
    Resolved,
    /// A fulfilled or closed ticket became active again.
    Reopened,
    /// The record was ended.
    Closed,
    /// The customer rated the service.
    Rated {
        /// The rating and its scale.
        rating: Rating,
    },
    /// The customer complained (投诉).
    Complaint,
    /// The customer was asked afterwards (回访).
    FollowUp,
}

/// Whether the customer could see a message.
///
/// ```
/// use service_quality::ticket::{EventKind, Visibility};
/// assert_eq!(EventKind::public_reply(), EventKind::AgentMessage { visibility: Visibility::Public });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Seen by the customer.
    Public,
    /// Seen by the provider alone.
    Internal,
}

impl EventKind {
    /// An agent's message to the customer.
    #[must_use]
    pub const fn public_reply() -> Self {
        Self::AgentMessage { visibility: Visibility::Public }
    }

    /// A new value of an attribute.
    #[must_use]
    pub fn attribute(name: AttributeName, to: impl Into<Value>) -> Self {
        Self::AttributeChanged { name, to: Some(to.into()) }
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Created => formatter.write_str("created"),
            Self::Assigned { agent, group } => {
                formatter.write_str("assigned")?;
                if let Some(agent) = agent {
                    write!(formatter, " to {agent}")?;
                }
                group.as_ref().map_or(Ok(()), |group| write!(formatter, " in {group}"))
            }
            Self::CustomerMessage => formatter.write_str("customer message"),
            Self::AgentMessage { visibility: Visibility::Public } => formatter.write_str("agent message"),
            Self::AgentMessage { visibility: Visibility::Internal } => formatter.write_str("internal note"),
            Self::StatusChanged { to } => write!(formatter, "status changed to {to}"),
            Self::AttributeChanged { name, to: Some(value) } => {
                write!(formatter, "{name} changed to {value}")
            }
            Self::AttributeChanged { name, to: None } => write!(formatter, "{name} cleared"),
            Self::Paused => formatter.write_str("paused"),
            Self::Resumed => formatter.write_str("resumed"),
            Self::Resolved => formatter.write_str("resolved"),
            Self::Reopened => formatter.write_str("reopened"),
            Self::Closed => formatter.write_str("closed"),
            Self::Rated { rating } => write!(formatter, "rated {rating}"),
            Self::Complaint => formatter.write_str("complaint"),
            Self::FollowUp => formatter.write_str("follow-up"),
        }
    }
}
