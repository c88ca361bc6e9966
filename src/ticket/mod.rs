//! Service records (工单): what happened to a request, an incident or a case, in order.
//!
//! A [`Ticket`] is a validated history: attributes it began with and [`Event`]s ordered by instant, events of one
//! instant in the order given. Dirty data is either refused or read with every impossible event recorded as an
//! [`Anomaly`]; an [`Intake`] counts what was set aside, and why, over a whole import.
//!
//! A [`View`] is the ticket as it stood at an instant. [`Condition`]s are predicates over its attributes and
//! derived facts: data that a document carries and that reads as a sentence.
//!
//! ```
//! use service_quality::ticket::{Condition, EventKind, Ticket};
//!
//! let ticket = Ticket::builder("T-1".parse()?)
//!     .attribute("priority".parse()?, "high")
//!     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
//!     .event("2026-03-02T09:20:00Z".parse()?, EventKind::public_reply())
//!     .event("2026-03-02T11:00:00Z".parse()?, EventKind::Resolved)
//!     .build()?;
//!
//! let urgent: Condition = serde_json::from_str(r#"{"equals": {"fact": "priority", "value": "high"}}"#)?;
//! assert_eq!(urgent.to_string(), r#"priority = "high""#);
//! assert!(urgent.matches(&ticket.at("2026-03-02T12:00:00Z".parse()?)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod anomaly;
mod builder;
mod condition;
mod error;
mod event;
mod fact;
mod history;
mod implication;
mod intake;
mod progress;
mod rating;
mod value;
mod view;

pub use anomaly::{Anomaly, AnomalyKind, Treatment};
pub use builder::{AnomalyPolicy, OrderPolicy, TicketBuilder};
pub use condition::{Comparison, Condition};
pub use error::TicketError;
pub use event::{Event, EventKind, Visibility};
pub use fact::{Derived, Fact, Facts};
pub use history::Ticket;
pub use intake::{Intake, Refused, SetAside};
pub(crate) use progress::Progress;
pub use rating::Rating;
pub use value::{Value, ValueRef};
pub use view::{Milestone, View};
