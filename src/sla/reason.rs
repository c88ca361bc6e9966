use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Budget, StatusClass};
use crate::quantity::{PolicyId, Span, Status, Timestamp, Version};

/// Why an outcome is what it is, as data.
///
/// ```
/// use service_quality::sla::{PauseCause, Reason};
///
/// let reason = Reason::Paused {
///     from: "2026-03-02T10:00:00Z".parse()?,
///     until: Some("2026-03-02T12:00:00Z".parse()?),
///     cause: PauseCause::Status("waiting".parse()?),
///     working: "PT2H".parse()?,
/// };
/// assert_eq!(
///     reason.to_string(),
///     "not counted from 2026-03-02T10:00:00Z to 2026-03-02T12:00:00Z (PT2H of working time): status waiting"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Reason {
    /// A policy and its budget came into force.
    BudgetFrom {
        /// Since when.
        at: Timestamp,
        /// The policy.
        policy: PolicyId,
        /// The budget.
        budget: Budget,
    },
    /// Another version of the agreement came into force for the ticket.
    VersionFrom {
        /// Since when.
        at: Timestamp,
        /// The version.
        version: Version,
    },
    /// Another cycle of the clock began.
    CycleFrom {
        /// Since when.
        at: Timestamp,
        /// Which.
        number: u32,
    },
    /// From then on no policy of the agreement applied.
    NoPolicyFrom {
        /// Since when.
        at: Timestamp,
    },
    /// From then on the policy had no such objective, or no budget for the ticket.
    NoBudgetFrom {
        /// Since when.
        at: Timestamp,
        /// The policy.
        policy: PolicyId,
    },
    /// The budget cannot be used up: the calendar does not open often enough, or time ends first.
    NeverDue {
        /// From when it was looked for.
        from: Timestamp,
    },
    /// The clock stood still.
    Paused {
        /// Since when.
        from: Timestamp,
        /// Until when; absent while it still does.
        until: Option<Timestamp>,
        /// Why.
        cause: PauseCause,
        /// How much working time that was.
        working: Span,
    },
}

/// Why a clock stood still.
///
/// ```
/// use service_quality::sla::PauseCause;
/// assert_eq!(PauseCause::Finished.to_string(), "finished until it started again");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PauseCause {
    /// The host paused the ticket.
    Explicit,
    /// The ticket was in a status in which the agreement pauses.
    Status(Status),
    /// The ticket was in a status of a class in which the clock does not count.
    Class(StatusClass),
    /// The clock's own rules paused it.
    Rule,
    /// The clock had finished, and started again later: a ticket that was resolved and reopened.
    Finished,
}

impl Reason {
    /// Since when it holds.
    #[must_use]
    pub const fn from(&self) -> Timestamp {
        match *self {
            Self::BudgetFrom { at, .. }
            | Self::VersionFrom { at, .. }
            | Self::CycleFrom { at, .. }
            | Self::NoPolicyFrom { at }
            | Self::NoBudgetFrom { at, .. } => at,
            Self::NeverDue { from } | Self::Paused { from, .. } => from,
        }
    }
}

impl fmt::Display for PauseCause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Explicit => formatter.write_str("paused"),
            Self::Status(status) => write!(formatter, "status {status}"),
            Self::Class(class) => write!(formatter, "status of class {class}"),
            Self::Rule => formatter.write_str("by the clock's rules"),
            Self::Finished => formatter.write_str("finished until it started again"),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BudgetFrom { at, policy, budget } => {
                write!(formatter, "{budget} by policy {policy} from {at}")
            }
            Self::VersionFrom { at, version } => write!(formatter, "version {version} from {at}"),
            Self::CycleFrom { at, number } => write!(formatter, "cycle {number} from {at}"),
            Self::NoPolicyFrom { at } => write!(formatter, "no policy applies from {at}"),
            Self::NoBudgetFrom { at, policy } => {
                write!(formatter, "policy {policy} gives no budget from {at}")
            }
            Self::NeverDue { from } => write!(formatter, "the budget cannot be used up after {from}"),
            Self::Paused { from, until: Some(until), cause, working } => {
                write!(formatter, "not counted from {from} to {until} ({working} of working time): {cause}")
            }
            Self::Paused { from, until: None, cause, working } => {
                write!(formatter, "not counted since {from} ({working} of working time): {cause}")
            }
        }
    }
}
