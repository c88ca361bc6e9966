use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::OfTicket;
use super::{AnomalyKind, Ticket, TicketError};
use crate::quantity::TicketId;

/// The account of an import: how many tickets were read, what was set aside or moved, what was refused, and why.
///
/// ```
/// use service_quality::ticket::{AnomalyKind, AnomalyPolicy, EventKind, Intake, Ticket};
///
/// let mut intake = Intake::default();
/// let built = Ticket::builder("T-1".parse()?)
///     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
///     .event("2026-03-02T09:30:00Z".parse()?, EventKind::Resumed)
///     .anomalies(AnomalyPolicy::SetAside)
///     .build();
/// let ticket = intake.take(built);
/// assert!(ticket.is_some());
/// assert!(intake.take(Ticket::builder("T-2".parse()?).build()).is_none());
/// assert_eq!((intake.read(), intake.refused().len()), (2, 1));
/// assert_eq!(intake.refused()[0].ticket, Some("T-2".parse()?));
/// assert_eq!(intake.anomalies()[&AnomalyKind::ResumedWithoutPause].tickets.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    read: u64,
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    anomalies: BTreeMap<AnomalyKind, SetAside>,
    refused: Vec<Refused>,
}

/// The anomalies of one kind.
///
/// ```
/// use service_quality::ticket::SetAside;
/// assert_eq!(SetAside::default().events, 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// Events.
    pub events: u64,
    /// The tickets that had them, in the order read.
    pub tickets: Vec<TicketId>,
}

/// A record that became no ticket.
///
/// ```
/// use service_quality::ticket::{Intake, Ticket};
///
/// let mut intake = Intake::default();
/// intake.take(Ticket::builder("T-1".parse()?).build());
/// intake.refuse(None, "line 7 has no id");
/// let lines: Vec<String> = intake.refused().iter().map(ToString::to_string).collect();
/// assert_eq!(lines, ["ticket `T-1`: there is no event `created`; add one, it dates everything else", "line 7 has no id"]);
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// The ticket that it would have been, or been part of; absent where not even that can be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<TicketId>,
    /// Why, without the ticket's name.
    pub reason: String,
}

impl Intake {
    /// Counts what came of building a ticket and hands the ticket on, if there is one.
    pub fn take(&mut self, built: Result<Ticket, TicketError>) -> Option<Ticket> {
        self.read = self.read.saturating_add(1);
        match built {
            Ok(ticket) => {
                for anomaly in ticket.anomalies() {
                    let kind = self.anomalies.entry(anomaly.kind).or_default();
                    kind.events = kind.events.saturating_add(1);
                    if kind.tickets.last() != Some(ticket.id()) {
                        kind.tickets.push(ticket.id().clone());
                    }
                }
                Some(ticket)
            }
            Err(error) => {
                self.refused.push(Refused { ticket: error.ticket().cloned(), reason: error.reason() });
                None
            }
        }
    }

    /// Counts a record that could not be read far enough to be built, of which ticket, and why.
    pub fn refuse(&mut self, ticket: Option<TicketId>, why: impl fmt::Display) {
        self.read = self.read.saturating_add(1);
        self.refused.push(Refused { ticket, reason: why.to_string() });
    }

    /// Records seen.
    #[must_use]
    pub const fn read(&self) -> u64 {
        self.read
    }

    /// Impossible events by kind.
    #[must_use]
    pub const fn anomalies(&self) -> &BTreeMap<AnomalyKind, SetAside> {
        &self.anomalies
    }

    /// The refused records, in the order read.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(ticket) = &self.ticket {
            write!(formatter, "{}", OfTicket(ticket))?;
        }
        formatter.write_str(&self.reason)
    }
}

impl fmt::Display for Intake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} read, {} refused", self.read, self.refused.len())?;
        for (kind, set_aside) in &self.anomalies {
            write!(formatter, "; {} in {} tickets {kind}", set_aside.events, set_aside.tickets.len())?;
        }
        Ok(())
    }
}
