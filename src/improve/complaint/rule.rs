//! What stands against a command, and what an event does.

use super::{
    Closing, Complaint, ComplaintCommand, ComplaintEnd, ComplaintEvent, ComplaintGuard, Decision, Entry,
    Reaction, Undone,
};
use crate::improve::history::{Aggregate, Guard, GuardPolicy, Head, Violation};
use crate::quantity::{AgentId, ComplaintId, Language, Timestamp};

impl Aggregate for Complaint {
    type Id = ComplaintId;
    type Command = ComplaintCommand;
    type Event = ComplaintEvent;
    type Guard = ComplaintGuard;

    fn id(&self) -> &ComplaintId {
        &self.id
    }

    fn head(&self) -> Head {
        self.head
    }

    fn set_head(&mut self, head: Head) {
        self.head = head;
    }

    fn events(
        &self,
        command: &ComplaintCommand,
        by: &AgentId,
        policy: &GuardPolicy<ComplaintGuard>,
        as_of: Timestamp,
    ) -> Result<Vec<ComplaintEvent>, Vec<Violation<ComplaintGuard>>> {
        let mut found: Vec<_> = self.order(command, as_of).into_iter().map(Violation::new).collect();
        found.extend(self.lacks(command, by, policy, as_of));
        let (against, waived) = policy.split(found);
        if against.is_empty() {
            Ok(vec![ComplaintEvent { done: command.clone(), waived }])
        } else {
            Err(against)
        }
    }

    fn take(&mut self, event: &ComplaintEvent, by: &AgentId, at: Timestamp) -> Result<(), String> {
        if let Some(guard) = self.order(&event.done, at).first() {
            return Err(guard.text(Language::English).to_owned());
        }
        let before = (self.next(), self.undone.len());
        self.record(&event.done, by, at);
        if before != (self.next(), self.undone.len()) {
            let received = self.receipt.as_ref().filter(|_| before.0.is_none() && self.undone.is_empty());
            self.since = Some(received.map_or(at, |entry| entry.what.received_at));
        }
        Ok(())
    }
}

impl Complaint {
    /// What makes the command impossible at this point of the life cycle; such guards cannot be switched off.
    fn order(&self, command: &ComplaintCommand, at: Timestamp) -> Vec<ComplaintGuard> {
        use ComplaintCommand as C;
        use ComplaintGuard as G;
        let told = self.communication.is_some();
        let closed = self.closing.is_some();
        let rejected = self.reacted(Reaction::Rejected);
        let mut found = Vec::new();
        let mut check = |violated: bool, guard| found.extend(violated.then_some(guard));
        if let C::Receive(receipt) = command {
            check(self.receipt.is_some(), G::AlreadyReceived);
            check(receipt.received_at > at, G::ReceivedInFuture);
            check(receipt.repeats.as_ref() == Some(&self.id), G::RepeatsItself);
            return found;
        }
        if self.receipt.is_none() {
            return vec![G::NotReceived];
        }
        check(closed && !matches!(command, C::Reopen { .. } | C::Rate { .. }), G::AlreadyClosed);
        match command {
            C::Acknowledge { .. } => check(self.acknowledgement.is_some(), G::AlreadyAcknowledged),
            C::AskCustomer { .. } => {
                check(self.question.is_some(), G::AlreadyWaiting);
                check(told && !rejected, G::AlreadyAnswered);
            }
            C::ResumeWork => check(self.question.is_none(), G::NotWaiting),
            C::Respond(_) => check(told && !rejected, G::AlreadyAnswered),
            C::Communicate(_) => {
                check(self.response.is_none(), G::ResponseMissing);
                check(told, G::AlreadyAnswered);
            }
            C::Hear(_) | C::Close { .. } => check(!told, G::Unanswered),
            C::OfferAlternatives(_) => {
                check(!told, G::Unanswered);
                check(told && !rejected, G::NotRejected);
            }
            C::Reopen { .. } => check(!closed, G::NotClosed),
            C::Rate { .. } => check(!told && !closed, G::Unanswered),
            C::Receive(_) | C::Assess(_) | C::Contain { .. } | C::Investigate(_) | C::Withdraw { .. } => {}
        }
        found
    }

    /// What is missing for the command; a policy may do without.
    fn lacks(
        &self,
        command: &ComplaintCommand,
        by: &AgentId,
        policy: &GuardPolicy<ComplaintGuard>,
        as_of: Timestamp,
    ) -> Vec<Violation<ComplaintGuard>> {
        use ComplaintCommand as C;
        use ComplaintGuard as G;
        let concerned = self.concerned();
        let mut found = Vec::new();
        let mut check = |violated: bool, guard| found.extend(violated.then(|| Violation::new(guard)));
        match command {
            C::Respond(response) => {
                check(self.acknowledgement.is_none(), G::AcknowledgementMissing);
                check(self.assessment.is_none(), G::AssessmentMissing);
                check(self.lacks_containment(), G::ContainmentMissing);
                check(self.investigation.is_none(), G::InvestigationMissing);
                let upheld = !matches!(response.decision, Decision::NotUpheld { .. });
                check(upheld && response.remedy.is_none(), G::RemedyMissing);
                // They may have been found to be concerned after they investigated.
                let investigator = self.investigation.as_ref().map(|entry| &entry.by);
                let biased = investigator.filter(|one| concerned.contains(one));
                found.extend(biased.map(|one| Violation::of(G::InvestigatorConcerned, [one])));
                let biased = concerned.contains(by).then_some(by);
                found.extend(biased.map(|one| Violation::of(G::DeciderConcerned, [one])));
            }
            C::Investigate(_) if concerned.contains(by) => {
                found.push(Violation::of(G::InvestigatorConcerned, [by]));
            }
            C::Hear(Reaction::NoAnswer) => {
                let until = self.communication.as_ref().and_then(|entry| entry.what.answer_until);
                check(
                    until.zip(policy.day(as_of)).is_some_and(|(until, today)| today <= until),
                    G::AnswerStillAwaited,
                );
            }
            C::Close { .. } => {
                check(self.reaction.is_none(), G::ReactionMissing);
                let rejected = self.reacted(Reaction::Rejected);
                check(rejected && self.alternatives.is_none(), G::AlternativesMissing);
            }
            _ => {}
        }
        found
    }

    /// Takes in what was done, and shows it to the SLA engine.
    fn record(&mut self, done: &ComplaintCommand, by: &AgentId, at: Timestamp) {
        self.show(done, at);
        match done {
            ComplaintCommand::Receive(receipt) => self.receipt = Some(Entry::new(at, by, receipt)),
            ComplaintCommand::Acknowledge { channel } => {
                self.acknowledgement = Some(Entry::new(at, by, channel));
            }
            ComplaintCommand::Assess(assessment) => self.assessment = Some(Entry::new(at, by, assessment)),
            ComplaintCommand::Contain { action } => self.containment = Some(Entry::new(at, by, action)),
            ComplaintCommand::Investigate(found) => self.investigation = Some(Entry::new(at, by, found)),
            ComplaintCommand::AskCustomer { question } => self.question = Some(Entry::new(at, by, question)),
            ComplaintCommand::ResumeWork => self.question = None,
            ComplaintCommand::Respond(response) => {
                self.forget_answer();
                self.response = Some(Entry::new(at, by, response));
            }
            ComplaintCommand::Communicate(told) => {
                self.question = None;
                self.communication = Some(Entry::new(at, by, told));
            }
            ComplaintCommand::Hear(reaction) => self.reaction = Some(Entry::new(at, by, reaction)),
            ComplaintCommand::OfferAlternatives(offered) => {
                self.alternatives = Some(Entry::new(at, by, offered));
            }
            ComplaintCommand::Close { note } => self.end(by, at, self.reached(), note.clone()),
            ComplaintCommand::Withdraw { evidence } => {
                self.end(by, at, ComplaintEnd::Withdrawn, Some(evidence.clone()));
            }
            ComplaintCommand::Reopen { reason } => {
                self.investigation = None;
                self.forget_answer();
                let reopening = Entry::new(at, by, reason);
                self.undone.extend(self.closing.take().map(|closing| Undone { closing, reopening }));
            }
            ComplaintCommand::Rate { rating, .. } => self.rating = Some(Entry::new(at, by, rating)),
        }
    }

    fn forget_answer(&mut self) {
        self.response = None;
        self.communication = None;
        self.reaction = None;
        self.alternatives = None;
    }

    fn end(
        &mut self,
        by: &AgentId,
        at: Timestamp,
        end: ComplaintEnd,
        note: Option<crate::quantity::Statement>,
    ) {
        self.question = None;
        self.closing = Some(Closing { at, by: by.clone(), end, note });
    }

    /// In which way it ends if it is closed now.
    pub(super) fn reached(&self) -> ComplaintEnd {
        match self.reaction.as_ref().map(|entry| entry.what) {
            None => ComplaintEnd::NotHeard,
            Some(Reaction::Accepted) => ComplaintEnd::Accepted,
            Some(Reaction::NoAnswer) => ComplaintEnd::NoAnswer,
            Some(Reaction::Rejected) if self.alternatives.is_some() => ComplaintEnd::AlternativesOffered,
            Some(Reaction::Rejected) => ComplaintEnd::Rejected,
        }
    }

    fn reacted(&self, reaction: Reaction) -> bool {
        self.reaction.as_ref().is_some_and(|entry| entry.what == reaction)
    }
}
