use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

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
/// assert_eq!(intake.anomalies()[&AnomalyKind::ResumedWithoutPause].tickets.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    read: u64,
    anomalies: BTreeMap<AnomalyKind, SetAside>,
    refused: Vec<String>,
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
                self.refused.push(error.to_string());
                None
            }
        }
    }

    /// Counts a record that could not be read far enough to be built, and why.
    pub fn refuse(&mut self, why: impl fmt::Display) {
        self.read = self.read.saturating_add(1);
        self.refused.push(why.to_string());
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

    /// Why each refused record was refused.
    #[must_use]
    pub fn refused(&self) -> &[String] {
        &self.refused
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
