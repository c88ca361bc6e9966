//! What stands against a command, and what an event does.

use super::{
    Closing, Complaint, ComplaintCommand, ComplaintEnd, ComplaintEvent, ComplaintGuard, Decision, Entry,
    LetPass, Reaction, Receipt, Round, Undone,
};
use crate::improve::history::{Aggregate, Guard, GuardPolicy, Head, Violation};
use crate::quantity::{AgentId, ComplaintId, Date, Language, Statement, Timestamp};

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
        found.extend(self.lacks(command, by, as_of, policy.day(as_of)));
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
        self.check_closing(event, by, at)?;
        let revision = self.head.revision.saturating_add(1);
        self.waived.extend(event.waived.iter().cloned().map(|waived| LetPass { revision, waived }));
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
    /// A closing, or a withdrawal, that a guard would have refused must say that it was let pass.
    ///
    /// None of their guards asks for the policy's day, which an event does not tell.
    fn check_closing(&self, event: &ComplaintEvent, by: &AgentId, at: Timestamp) -> Result<(), String> {
        if !matches!(event.done, ComplaintCommand::Close { .. } | ComplaintCommand::Withdraw { .. }) {
            return Ok(());
        }
        let is_waived = |found: &Violation<ComplaintGuard>| {
            event.waived.iter().any(|waived| waived.guard() == found.guard)
        };
        match self.lacks(&event.done, by, at, None).iter().find(|found| !is_waived(found)) {
            Some(found) => Err(format!("{found}, and nobody let that pass")),
            None => Ok(()),
        }
    }

    /// What makes the command impossible at this point of the life cycle; such guards cannot be switched off.
    fn order(&self, command: &ComplaintCommand, at: Timestamp) -> Vec<ComplaintGuard> {
        use ComplaintCommand as C;
        use ComplaintGuard as G;
        let told = self.round.communication.is_some();
        let closed = self.closing.is_some();
        let rejected = self.round.is_rejected();
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
        check(closed && !matches!(command, C::Reopen { .. } | C::Rate(_)), G::AlreadyClosed);
        match command {
            C::Acknowledge { .. } => check(self.acknowledgement.is_some(), G::AlreadyAcknowledged),
            C::AskCustomer(_) => {
                check(self.question.is_some(), G::AlreadyWaiting);
                check(told && !rejected, G::AlreadyAnswered);
            }
            C::ResumeWork => check(self.question.is_none(), G::NotWaiting),
            C::Respond(_) => check(told && !rejected, G::AlreadyAnswered),
            C::Communicate(_) => {
                check(self.round.response.is_none(), G::ResponseMissing);
                check(told, G::AlreadyAnswered);
            }
            C::Hear(reaction) => {
                check(!told, G::Unanswered);
                check(*reaction == Reaction::NoAnswer && self.round.reaction.is_some(), G::AlreadyHeard);
            }
            C::RemedyDone(_) => {
                check(self.round.remedy().is_none(), G::RemedyNotPromised);
                check(self.round.remedied.is_some(), G::RemedyAlreadyDone);
            }
            C::Close { .. } => check(!told, G::Unanswered),
            C::OfferAlternatives(_) => {
                check(!told, G::Unanswered);
                check(told && !rejected, G::NotRejected);
            }
            C::Reopen { .. } => check(!closed, G::NotClosed),
            C::Rate(_) => check(!told && !closed, G::Unanswered),
            C::Receive(_)
            | C::Correct(_)
            | C::Assign { .. }
            | C::Assess(_)
            | C::Contain { .. }
            | C::Investigate(_)
            | C::Withdraw { .. } => {}
        }
        found
    }

    /// What is missing for the command; a policy may do without. What asks for the day is not found without one.
    fn lacks(
        &self,
        command: &ComplaintCommand,
        by: &AgentId,
        at: Timestamp,
        today: Option<Date>,
    ) -> Vec<Violation<ComplaintGuard>> {
        use ComplaintCommand as C;
        use ComplaintGuard as G;
        let Round { investigation, communication, reaction, alternatives, .. } = &self.round;
        let is_past = |day: Option<Date>| day.zip(today).is_some_and(|(day, today)| day < today);
        let is_future = |day: Option<Date>| day.zip(today).is_some_and(|(day, today)| today < day);
        let mut found = self.partial(command, by);
        let mut check = |violated: bool, guard| found.extend(violated.then(|| Violation::new(guard)));
        match command {
            C::Receive(receipt) => {
                check(at.since(receipt.received_at) > Receipt::LONG_AGO, G::ReceivedLongAgo);
            }
            C::Assess(assessment) => {
                check(assessment.contradicts_itself(), G::SeverityBelowSafety);
                check(assessment.lacks_reason(), G::NoActionReasonMissing);
            }
            C::AskCustomer(asked) => check(is_past(asked.answer_until), G::AnswerDayPast),
            C::Respond(response) => {
                check(self.lacks_acknowledgement(), G::AcknowledgementMissing);
                check(self.assessment.is_none(), G::AssessmentMissing);
                check(self.uncontained, G::ContainmentMissing);
                check(investigation.is_none(), G::InvestigationMissing);
                let upheld = !matches!(response.decision, Decision::NotUpheld { .. });
                check(upheld && response.remedy.is_none(), G::RemedyMissing);
            }
            C::Communicate(told) => {
                check(self.uncontained, G::ContainmentMissing);
                check(is_past(told.answer_until), G::AnswerDayPast);
            }
            C::Hear(Reaction::NoAnswer) => {
                let until = communication.as_ref().and_then(|entry| entry.what.answer_until);
                check(communication.is_some() && until.is_none(), G::AnswerDayMissing);
                check(until.is_some() && !is_past(until), G::AnswerStillAwaited);
            }
            C::RemedyDone(done) => check(is_future(Some(done.on)), G::RemedyDoneInFuture),
            C::Close { .. } => {
                check(self.uncontained, G::ContainmentMissing);
                check(reaction.is_none(), G::ReactionMissing);
                check(self.round.is_rejected() && alternatives.is_none(), G::AlternativesMissing);
                check(self.round.owed().is_some(), G::RemedyUndone);
            }
            _ => {}
        }
        found
    }

    /// Where the command is given by, or rests on the work of, somebody who is complained about.
    fn partial(&self, command: &ComplaintCommand, by: &AgentId) -> Vec<Violation<ComplaintGuard>> {
        use ComplaintCommand as C;
        use ComplaintGuard as G;
        let biased = |one: &AgentId| self.concerned.contains(one);
        match command {
            C::Investigate(_) if biased(by) => vec![Violation::of(G::InvestigatorConcerned, [by])],
            C::Respond(_) => {
                // They may have been found to be concerned after they investigated.
                let investigator = self.round.investigation.as_ref().map(|entry| &entry.by);
                let investigator = investigator.filter(|one| biased(one));
                let decider = Some(by).filter(|one| biased(one));
                let found = investigator.map(|one| Violation::of(G::InvestigatorConcerned, [one]));
                found
                    .into_iter()
                    .chain(decider.map(|one| Violation::of(G::DeciderConcerned, [one])))
                    .collect()
            }
            C::Assign { owner } if biased(owner) => vec![Violation::of(G::OwnerConcerned, [owner])],
            _ => match command.impartial().filter(|_| biased(by)) {
                Some(name) => vec![Violation::of(G::ActorConcerned, [name, by.as_str()])],
                None => Vec::new(),
            },
        }
    }

    /// Takes in what was done, and shows it to the SLA engine.
    fn record(&mut self, done: &ComplaintCommand, by: &AgentId, at: Timestamp) {
        self.show(done, at);
        let round = &mut self.round;
        match done {
            ComplaintCommand::Receive(receipt) => {
                self.concerned.extend(receipt.concerned.iter().cloned());
                self.receipt = Some(Entry::new(at, by, receipt));
            }
            ComplaintCommand::Correct(correction) => self.corrections.push(Entry::new(at, by, correction)),
            ComplaintCommand::Assign { owner } => self.owner = Some(Entry::new(at, by, owner)),
            ComplaintCommand::Acknowledge { channel } => {
                self.acknowledgement = Some(Entry::new(at, by, channel));
            }
            ComplaintCommand::Assess(assessment) => {
                let earlier = self.assessment.as_ref().map(|entry| &entry.what);
                let still = self.uncontained && assessment.asks_for_action();
                self.uncontained = still || assessment.asks_anew(earlier);
                self.concerned.extend(assessment.concerned.iter().cloned());
                self.assessment = Some(Entry::new(at, by, assessment));
            }
            ComplaintCommand::Contain { action } => {
                self.uncontained = false;
                self.containment = Some(Entry::new(at, by, action));
            }
            ComplaintCommand::Investigate(found) => round.investigation = Some(Entry::new(at, by, found)),
            ComplaintCommand::AskCustomer(question) => self.question = Some(Entry::new(at, by, question)),
            ComplaintCommand::ResumeWork => self.question = None,
            ComplaintCommand::Respond(response) => {
                let investigation = round.investigation.clone();
                let next =
                    Round { investigation, response: Some(Entry::new(at, by, response)), ..Round::default() };
                let last = std::mem::replace(round, next);
                self.earlier.extend(last.response.is_some().then_some(last));
            }
            ComplaintCommand::Communicate(told) => {
                self.question = None;
                round.communication = Some(Entry::new(at, by, told));
            }
            ComplaintCommand::Hear(reaction) => {
                self.question = None;
                round.reaction = Some(Entry::new(at, by, reaction));
            }
            ComplaintCommand::OfferAlternatives(offered) => {
                round.alternatives = Some(Entry::new(at, by, offered));
            }
            ComplaintCommand::RemedyDone(outcome) => round.remedied = Some(Entry::new(at, by, outcome)),
            ComplaintCommand::Close { note } => self.end(by, at, self.reached(), note.clone()),
            ComplaintCommand::Withdraw { evidence } => {
                self.end(by, at, ComplaintEnd::Withdrawn, Some(evidence.clone()));
            }
            ComplaintCommand::Reopen { reason } => {
                let last = std::mem::take(round);
                self.earlier.extend((last != Round::default()).then_some(last));
                let reopening = Entry::new(at, by, reason);
                self.undone.extend(self.closing.take().map(|closing| Undone { closing, reopening }));
            }
            ComplaintCommand::Rate(given) => self.ratings.push(Entry::new(at, by, given)),
        }
    }

    fn end(&mut self, by: &AgentId, at: Timestamp, end: ComplaintEnd, note: Option<Statement>) {
        self.question = None;
        self.closing = Some(Closing { at, by: by.clone(), end, note });
    }

    /// In which way it ends if it is closed now.
    pub(super) fn reached(&self) -> ComplaintEnd {
        match self.round.reaction.as_ref().map(|entry| entry.what) {
            None => ComplaintEnd::NotHeard,
            Some(Reaction::Accepted) => ComplaintEnd::Accepted,
            Some(Reaction::NoAnswer) => ComplaintEnd::NoAnswer,
            Some(Reaction::Rejected) if self.round.alternatives.is_some() => {
                ComplaintEnd::AlternativesOffered
            }
            Some(Reaction::Rejected) => ComplaintEnd::Rejected,
        }
    }
}
