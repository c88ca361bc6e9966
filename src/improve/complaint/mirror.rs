//! A complaint as the SLA engine sees it.

use super::{Complaint, ComplaintCommand, Reaction};
use crate::quantity::{AttributeName, Language, Timestamp};
use crate::ticket::{AnomalyPolicy, Event, EventKind, Ticket, Value};

impl Complaint {
    /// The complaint as a ticket of the same id, for an [`SlaEngine`](crate::sla::SlaEngine); absent before its receipt.
    ///
    /// | complaint | ticket |
    /// | --- | --- |
    /// | received | created at the instant of receipt; attributes `customer`, `channel`, `category` and `key` |
    /// | corrected | attributes `category` and `key` |
    /// | owner named | assigned |
    /// | acknowledged | message to the customer, attribute `acknowledged` |
    /// | assessed | attributes `severity`, `safety`, `complexity`, `reach`, `immediate_action` |
    /// | immediate action taken | attribute `contained`; an assessment that asks anew sets it to no |
    /// | investigated | attribute `investigated` |
    /// | customer asked; answered | message to the customer, paused (after alternatives were offered: reopened before); resumed |
    /// | decided | attribute `decision` |
    /// | told | message to the customer, attribute `acknowledged`, resolved |
    /// | customer heard | attribute `reaction`, and, unless they did not answer, message of the customer; rejected: reopened; accepted after all: resolved |
    /// | alternatives offered | message to the customer, resolved |
    /// | remedy carried out | attribute `remedied` |
    /// | closed, withdrawn | attribute `end`, closed |
    /// | reopened | reopened |
    /// | handling rated | rated |
    ///
    /// ```
    /// use service_quality::improve::complaint::Complaint;
    /// assert!(Complaint::new("B-17".parse()?).to_ticket().is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_ticket(&self) -> Option<Ticket> {
        let receipt = &self.receipt.as_ref()?.what;
        let key = receipt.key.as_ref().map(|key| ("key", key.as_str()));
        let customer = receipt.customer.as_ref().map(|customer| ("customer", customer.as_str()));
        let given = [("channel", receipt.channel.as_str()), ("category", receipt.category.as_str())];
        let attributes = given.into_iter().chain(key).chain(customer);
        let attributes = attributes.filter_map(|(name, value)| Some((attribute(name)?, Value::from(value))));
        Ticket::builder(self.id.as_str().parse().ok()?)
            .attributes(attributes)
            .events(self.mirror.iter().cloned())
            // Nothing impossible is shown; were it, it would be recorded as such and not hide the rest.
            .anomalies(AnomalyPolicy::SetAside)
            .build()
            .ok()
    }

    /// Adds what is done to the events that the engine sees; called before it is taken in.
    pub(super) fn show(&mut self, done: &ComplaintCommand, at: Timestamp) {
        match done {
            ComplaintCommand::Receive(receipt) => {
                self.mirror.push(Event { at: receipt.received_at, kind: EventKind::Created });
            }
            ComplaintCommand::Correct(correction) => {
                self.set(at, "category", correction.category.as_str());
                let to = correction.key.as_ref().map(|key| Value::from(key.as_str()));
                let kind = attribute("key").map(|name| EventKind::AttributeChanged { name, to });
                self.mirror.extend(kind.map(|kind| Event { at, kind }));
            }
            ComplaintCommand::Assign { owner } => {
                self.push(at, EventKind::Assigned { agent: Some(owner.clone()), group: None });
            }
            ComplaintCommand::Acknowledge { .. } => {
                self.push(at, EventKind::public_reply());
                self.set(at, "acknowledged", true);
            }
            ComplaintCommand::Assess(assessment) => {
                if assessment.asks_anew(self.assessment.as_ref().map(|entry| &entry.what)) {
                    self.set(at, "contained", false);
                }
                self.set(at, "severity", assessment.severity.word(Language::English));
                self.set(at, "safety", assessment.safety.as_str());
                self.set(at, "complexity", assessment.complexity.as_str());
                self.set(at, "reach", assessment.reach.as_str());
                self.set(at, "immediate_action", assessment.immediate_action.as_str());
            }
            ComplaintCommand::Contain { .. } => self.set(at, "contained", true),
            ComplaintCommand::Investigate(_) => self.set(at, "investigated", true),
            ComplaintCommand::AskCustomer(_) => {
                self.push(at, EventKind::public_reply());
                self.reopen(at);
                self.push(at, EventKind::Paused);
            }
            ComplaintCommand::ResumeWork => self.resume(at),
            ComplaintCommand::Respond(response) => self.set(at, "decision", response.decision.as_str()),
            ComplaintCommand::Communicate(_) => {
                self.resume(at);
                self.push(at, EventKind::public_reply());
                self.set(at, "acknowledged", true);
                self.resolve(at);
            }
            ComplaintCommand::Hear(reaction) => {
                self.resume(at);
                if *reaction != Reaction::NoAnswer {
                    self.push(at, EventKind::CustomerMessage);
                }
                self.set(at, "reaction", reaction.as_str());
                match reaction {
                    Reaction::Rejected => self.reopen(at),
                    Reaction::Accepted | Reaction::NoAnswer => self.resolve(at),
                }
            }
            ComplaintCommand::OfferAlternatives(_) => {
                self.resume(at);
                self.push(at, EventKind::public_reply());
                self.resolve(at);
            }
            ComplaintCommand::RemedyDone(_) => self.set(at, "remedied", true),
            ComplaintCommand::Close { .. } => self.close(at, self.reached().as_str()),
            ComplaintCommand::Withdraw { .. } => self.close(at, super::ComplaintEnd::Withdrawn.as_str()),
            ComplaintCommand::Reopen { .. } => self.push(at, EventKind::Reopened),
            ComplaintCommand::Rate(given) => {
                self.push(at, EventKind::Rated { rating: given.rating.clone() });
            }
        }
    }

    fn push(&mut self, at: Timestamp, kind: EventKind) {
        self.mirror.push(Event { at, kind });
    }

    fn set(&mut self, at: Timestamp, name: &'static str, value: impl Into<Value>) {
        let kind = attribute(name).map(|name| EventKind::attribute(name, value));
        self.mirror.extend(kind.map(|kind| Event { at, kind }));
    }

    fn resume(&mut self, at: Timestamp) {
        let mut held = self.mirror.iter().rev();
        let last = held
            .find(|event| matches!(event.kind, EventKind::Paused | EventKind::Resumed | EventKind::Reopened));
        if last.is_some_and(|event| event.kind == EventKind::Paused) {
            self.push(at, EventKind::Resumed);
        }
    }

    fn close(&mut self, at: Timestamp, end: &'static str) {
        self.resume(at);
        self.set(at, "end", end);
        self.push(at, EventKind::Closed);
    }

    /// The customer has an answer.
    fn resolve(&mut self, at: Timestamp) {
        if !self.is_shown_resolved() {
            self.push(at, EventKind::Resolved);
        }
    }

    /// The answer that the customer has is none any more.
    fn reopen(&mut self, at: Timestamp) {
        if self.is_shown_resolved() {
            self.push(at, EventKind::Reopened);
        }
    }

    fn is_shown_resolved(&self) -> bool {
        let mut ends = self.mirror.iter().rev();
        ends.find(|event| matches!(event.kind, EventKind::Resolved | EventKind::Reopened))
            .is_some_and(|event| event.kind == EventKind::Resolved)
    }
}

/// An attribute's name; those of this file are names.
fn attribute(name: &'static str) -> Option<AttributeName> {
    name.parse().ok()
}
