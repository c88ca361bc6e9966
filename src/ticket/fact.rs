use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{EventKind, TicketError, ValueRef};
use crate::quantity::{AttributeName, excerpt};

/// Something a condition can ask of a ticket: an attribute by its name, or a derived fact by `@` and its name.
///
/// ```
/// use service_quality::ticket::{Derived, Fact};
///
/// assert_eq!("@reopens".parse::<Fact>()?, Fact::Derived(Derived::Reopens));
/// assert_eq!("department".parse::<Fact>()?.to_string(), "department");
/// assert!("@reopened".parse::<Fact>().is_err());
/// # Ok::<(), service_quality::ticket::TicketError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// An attribute that the host gives.
    Attribute(AttributeName),
    /// A fact that follows from the history.
    Derived(Derived),
}

/// Who answers for facts: a ticket's [`View`](super::View), or anything else that conditions should judge.
///
/// ```
/// use service_quality::ticket::{Condition, Fact, Facts, ValueRef};
///
/// struct Row;
/// impl Facts for Row {
///     fn fact(&self, fact: &Fact) -> Option<ValueRef<'_>> {
///         (fact.to_string() == "region").then_some(ValueRef::Text("north"))
///     }
/// }
/// assert!(Condition::equals("region".parse()?, "north").matches(&Row));
/// # Ok::<(), service_quality::ticket::TicketError>(())
/// ```
pub trait Facts {
    /// The value of a fact; absent where there is none.
    fn fact(&self, fact: &Fact) -> Option<ValueRef<'_>>;
}

macro_rules! derived {
    ($($(#[$doc:meta])* $variant:ident => $name:literal,)*) => {
        /// Facts that follow from a ticket's history, as it stood at the instant of the view.
        ///
        /// ```
        /// use service_quality::ticket::Derived;
        /// assert_eq!(Derived::PublicReplies.to_string(), "@public_replies");
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Derived {
            $($(#[$doc])* $variant,)*
        }

        impl Derived {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name after the `@`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

derived! {
    /// Text: the status last set.
    Status => "status",
    /// Text: who has the ticket.
    Agent => "agent",
    /// Text: the group that has the ticket.
    Group => "group",
    /// Instant: when it was created.
    Created => "created",
    /// Instant: the first message to the customer.
    FirstResponse => "first_response",
    /// Instant: the oldest message of the customer after the last message to the customer; absent where there is none.
    UnansweredSince => "unanswered_since",
    /// Instant: when it was resolved, or closed without having been resolved; absent while it is open.
    Finished => "finished",
    /// Instant: when it was closed; absent while it is not.
    Closed => "closed",
    /// Flag: neither resolved nor closed.
    Open => "open",
    /// Flag: explicitly paused, and neither resolved nor closed.
    Paused => "paused",
    /// Span: from creation to the instant of the view.
    Age => "age",
    /// Number: how often the agent or the group changed after the first assignment.
    Reassignments => "reassignments",
    /// Number: how often it was reopened.
    Reopens => "reopens",
    /// Number: messages of the customer.
    CustomerMessages => "customer_messages",
    /// Number: messages to the customer.
    PublicReplies => "public_replies",
    /// Number: messages that the customer could not see.
    InternalNotes => "internal_notes",
    /// Number: complaints.
    Complaints => "complaints",
    /// Number: follow-ups.
    FollowUps => "follow_ups",
    /// Number: the last rating's value.
    Rating => "rating",
    /// Number: impossible events, set aside or moved.
    Anomalies => "anomalies",
}

impl Derived {
    /// Whether an event of the kind may change the fact. An age changes with every instant.
    pub(crate) fn may_change_by(self, kind: &EventKind) -> bool {
        match self {
            Self::Created | Self::Anomalies => false,
            Self::Age => true,
            Self::Status => matches!(kind, EventKind::StatusChanged { .. }),
            Self::Agent | Self::Group | Self::Reassignments => matches!(kind, EventKind::Assigned { .. }),
            Self::FirstResponse | Self::PublicReplies | Self::InternalNotes => {
                matches!(kind, EventKind::AgentMessage { .. })
            }
            Self::Finished | Self::Closed | Self::Open | Self::Reopens => {
                matches!(kind, EventKind::Resolved | EventKind::Closed | EventKind::Reopened)
            }
            Self::Paused => matches!(
                kind,
                EventKind::Paused
                    | EventKind::Resumed
                    | EventKind::Resolved
                    | EventKind::Closed
                    | EventKind::Reopened
            ),
            Self::UnansweredSince => {
                matches!(kind, EventKind::CustomerMessage | EventKind::AgentMessage { .. })
            }
            Self::CustomerMessages => *kind == EventKind::CustomerMessage,
            Self::Complaints => *kind == EventKind::Complaint,
            Self::FollowUps => *kind == EventKind::FollowUp,
            Self::Rating => matches!(kind, EventKind::Rated { .. }),
        }
    }
}

impl FromStr for Fact {
    type Err = TicketError;

    fn from_str(text: &str) -> Result<Self, TicketError> {
        let Some(name) = text.strip_prefix('@') else {
            return Ok(Self::Attribute(text.parse()?));
        };
        let known = Derived::ALL.iter().find(|derived| derived.name() == name);
        known.copied().map(Self::Derived).ok_or_else(|| TicketError::UnknownFact {
            given: excerpt(text),
            allowed: Derived::ALL.iter().map(|derived| derived.name()).collect::<Vec<_>>().join(", "),
        })
    }
}

impl fmt::Display for Derived {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "@{}", self.name())
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute(name) => name.fmt(formatter),
            Self::Derived(derived) => derived.fmt(formatter),
        }
    }
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
