//! A nonconformity as the SLA engine sees it.

use super::{Nonconformity, NonconformityCommand};
use crate::quantity::{AttributeName, Language, Timestamp};
use crate::ticket::{AnomalyPolicy, Event, EventKind, Ticket, Value};

/// What is known to be done, by the attribute that says so.
pub(super) type Marks = [(&'static str, bool); 4];

impl Nonconformity {
    /// The nonconformity as a ticket of the same id, for an [`SlaEngine`](crate::sla::SlaEngine); absent before it was
    /// recorded.
    ///
    /// | nonconformity | ticket |
    /// | --- | --- |
    /// | recorded | created at the instant of the finding; attributes `severity` and `origin` |
    /// | contained, corrected or disposed of | attribute `reacted` |
    /// | evaluated | attribute `evaluated` |
    /// | actions against the cause done | attribute `implemented` |
    /// | effect reviewed | attribute `reviewed` |
    /// | closed | closed |
    /// | reopened | reopened, and the four attributes are `false` again |
    ///
    /// ```
    /// use service_quality::improve::nonconformity::Nonconformity;
    /// assert!(Nonconformity::new("N-3".parse()?).to_ticket().is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_ticket(&self) -> Option<Ticket> {
        let finding = &self.finding.as_ref()?.what;
        let given =
            [("severity", finding.severity.word(Language::English)), ("origin", finding.origin.as_str())];
        let attributes =
            given.into_iter().filter_map(|(name, value)| Some((attribute(name)?, Value::from(value))));
        Ticket::builder(self.id.as_str().parse().ok()?)
            .attributes(attributes)
            .events(self.mirror.iter().cloned())
            // Nothing impossible is shown; were it, it would be recorded as such and not hide the rest.
            .anomalies(AnomalyPolicy::SetAside)
            .build()
            .ok()
    }

    /// What is known to be done in this round.
    pub(super) fn marks(&self) -> Marks {
        let ended = self.against_cause().all(|one| one.progress.status().is_ended());
        [
            ("reacted", self.finding.is_some() && self.has_reacted()),
            ("evaluated", self.evaluation().is_some()),
            ("implemented", ended && self.has_done()),
            ("reviewed", self.review().is_some()),
        ]
    }

    /// Adds what was done to the events that the engine sees.
    pub(super) fn show(&mut self, done: &NonconformityCommand, at: Timestamp, before: Marks) {
        let kind = match done {
            NonconformityCommand::Record(finding) => {
                self.mirror.push(Event { at: finding.found_at, kind: EventKind::Created });
                None
            }
            NonconformityCommand::Close { .. } => Some(EventKind::Closed),
            NonconformityCommand::Reopen { .. } => Some(EventKind::Reopened),
            _ => None,
        };
        self.mirror.extend(kind.map(|kind| Event { at, kind }));
        let changed = self.marks().into_iter().zip(before).filter(|(now, before)| now != before);
        let kinds = changed.filter_map(|((name, is), _)| Some(EventKind::attribute(attribute(name)?, is)));
        self.mirror.extend(kinds.map(|kind| Event { at, kind }));
    }
}

/// An attribute's name; those of this file are names.
fn attribute(name: &'static str) -> Option<AttributeName> {
    name.parse().ok()
}
