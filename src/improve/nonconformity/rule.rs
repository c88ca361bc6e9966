//! What stands against a command, and what an event does.

use super::{
    EffectData, Effectiveness, EffectivenessReview, Nonconformity, NonconformityAction, NonconformityCommand,
    NonconformityEvent, NonconformityGuard, RiskUpdate, UndoneClosing,
};
use crate::improve::action::{Action, ActionKind, ActionProgress, ActionStatus};
use crate::improve::complaint::Entry;
use crate::improve::history::{Aggregate, GuardPolicy, Head, Violation};
use crate::quantity::{ActionId, AgentId, Language, NonconformityId, Timestamp};

type Found = Vec<Violation<NonconformityGuard>>;

impl Aggregate for Nonconformity {
    type Id = NonconformityId;
    type Command = NonconformityCommand;
    type Event = NonconformityEvent;
    type Guard = NonconformityGuard;

    fn id(&self) -> &NonconformityId {
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
        command: &NonconformityCommand,
        by: &AgentId,
        policy: &GuardPolicy<NonconformityGuard>,
        as_of: Timestamp,
    ) -> Result<Vec<NonconformityEvent>, Found> {
        let mut found = self.order(command, as_of);
        found.extend(self.days(command, policy, as_of));
        found.extend(self.lacks(command, by));
        let (against, waived) = policy.split(found);
        if against.is_empty() {
            Ok(vec![NonconformityEvent { done: command.clone(), waived }])
        } else {
            Err(against)
        }
    }

    fn take(&mut self, event: &NonconformityEvent, by: &AgentId, at: Timestamp) -> Result<(), String> {
        if let Some(violation) = self.order(&event.done, at).first() {
            return Err(violation.text(Language::English));
        }
        self.record(&event.done, by, at);
        Ok(())
    }
}

impl Nonconformity {
    /// What makes the command impossible at this point of the life cycle; such guards cannot be switched off.
    fn order(&self, command: &NonconformityCommand, at: Timestamp) -> Found {
        use NonconformityCommand as C;
        use NonconformityGuard as G;
        let mut found = Vec::new();
        let mut check = |violated: bool, guard| found.extend(violated.then(|| Violation::new(guard)));
        if let C::Record(finding) = command {
            check(self.finding.is_some(), G::AlreadyRecorded);
            check(finding.found_at > at, G::FoundInFuture);
            return found;
        }
        if self.finding.is_none() {
            return vec![Violation::new(G::NotRecorded)];
        }
        let reopens = matches!(command, C::Reopen { .. });
        check(self.closing.is_some() && !reopens, G::AlreadyClosed);
        check(self.closing.is_none() && reopens, G::NotClosed);
        match command {
            C::ConsiderRisks(RiskUpdate::Updated(risks)) => check(risks.is_empty(), G::RisksUnnamed),
            C::Contain(action) | C::Plan(action) => {
                let known = self.action(action.id());
                found.extend(known.map(|_| Violation::of(G::ActionRepeated, [action.id()])));
            }
            C::Finish { action, .. } | C::Cancel { action, .. } => match self.action(action) {
                None => found.push(Violation::of(G::ActionUnknown, [action])),
                Some(known) if known.progress.status().is_ended() => {
                    found.push(Violation::of(G::ActionEnded, [action]));
                }
                Some(_) => {}
            },
            _ => {}
        }
        found
    }

    /// Days that cannot be, in the zone of the policy; an event does not say which zone that was.
    fn days(
        &self,
        command: &NonconformityCommand,
        policy: &GuardPolicy<NonconformityGuard>,
        as_of: Timestamp,
    ) -> Found {
        use NonconformityCommand as C;
        use NonconformityGuard as G;
        let mut found = Vec::new();
        let Some(today) = policy.day(as_of) else { return found };
        match command {
            C::Finish { action, outcome } => {
                let found_on = self.finding.as_ref().and_then(|entry| policy.day(entry.what.found_at));
                if found_on.is_some_and(|day| outcome.on < day) {
                    found.push(Violation::of(G::DoneBeforeFound, [action]));
                }
                if outcome.on > today {
                    found.push(Violation::of(G::DoneInFuture, [action]));
                }
            }
            C::Review(EffectivenessReview { data: EffectData::Occurrences(counted), .. })
                if counted.after().until() > today =>
            {
                found.push(Violation::new(G::AfterNotOver));
            }
            _ => {}
        }
        found
    }

    /// What is missing for the command; a policy may do without.
    fn lacks(&self, command: &NonconformityCommand, by: &AgentId) -> Found {
        use NonconformityCommand as C;
        match command {
            C::Contain(action) | C::Plan(action) => lacks_of_plan(action),
            C::Finish { action, outcome } if outcome.evidence.is_none() => {
                vec![Violation::of(NonconformityGuard::ActionEvidenceMissing, [action])]
            }
            C::Review(review) => self.lacks_of_review(review, by),
            C::Close { .. } => self.lacks_of_closing(),
            _ => Vec::new(),
        }
    }

    fn lacks_of_review(&self, review: &EffectivenessReview, by: &AgentId) -> Found {
        use NonconformityGuard as G;
        let mut found = self.lacks_of_actions();
        if self.owners().contains(by) {
            found.push(Violation::of(G::ReviewerOwnsAction, [by]));
        }
        if let EffectData::Occurrences(counted) = review.data {
            let outcomes = self.against_cause().filter_map(|one| one.progress.outcome());
            if outcomes.map(|outcome| outcome.on).max().is_some_and(|last| counted.after().from() <= last) {
                found.push(Violation::new(G::AfterTooEarly));
            }
            if review.verdict == Effectiveness::Effective && !counted.is_rarer() {
                found.push(Violation::new(G::EffectContradicted));
            }
        }
        found
    }

    fn lacks_of_closing(&self) -> Found {
        use NonconformityGuard as G;
        let mut found = self.lacks_of_actions();
        let mut check = |violated: bool, guard| found.extend(violated.then(|| Violation::new(guard)));
        check(!self.has_reacted(), G::ReactionMissing);
        check(self.evaluation.is_none(), G::EvaluationMissing);
        if !self.is_action_needed() {
            return found;
        }
        check(self.evaluation.as_ref().is_some_and(|entry| entry.what.causes.is_empty()), G::CauseMissing);
        check(!self.has_planned(), G::ActionMissing);
        check(self.has_planned() && !self.has_done() && self.is_ended(), G::NoActionDone);
        check(self.review.is_none(), G::ReviewMissing);
        let verdict = self.review.as_ref().map(|entry| entry.what.verdict);
        check(verdict == Some(Effectiveness::NotEffective), G::NotEffective);
        check(self.risks.is_none(), G::RisksNotConsidered);
        check(self.system.is_none(), G::SystemNotConsidered);
        let aimless = self.against_cause().filter(|one| self.is_aimless(one));
        let aimless: Vec<&ActionId> = aimless.map(|one| one.progress.action().id()).collect();
        if !aimless.is_empty() {
            found.push(Violation::of(G::ActionCauseMissing, aimless));
        }
        found
    }

    fn lacks_of_actions(&self) -> Found {
        let open: Vec<&ActionId> = self.unfinished().map(|one| one.progress.action().id()).collect();
        let open = (!open.is_empty()).then(|| Violation::of(NonconformityGuard::ActionsUnfinished, open));
        open.into_iter().collect()
    }

    /// Whether every action against the cause is done or cancelled.
    fn is_ended(&self) -> bool {
        self.against_cause().all(|one| one.progress.status().is_ended())
    }

    /// Whether a corrective action that was not given up addresses none of the causes that the evaluation names.
    fn is_aimless(&self, one: &NonconformityAction) -> bool {
        let causes = self.evaluation.iter().flat_map(|entry| &entry.what.causes);
        let action = one.progress.action();
        let aims = causes.into_iter().any(|cause| action.causes().contains(cause));
        action.kind() == ActionKind::Corrective && !one.is_cancelled() && !aims
    }

    /// Takes in what was done.
    fn record(&mut self, done: &NonconformityCommand, by: &AgentId, at: Timestamp) {
        match done {
            NonconformityCommand::Record(finding) => self.finding = Some(Entry::new(at, by, finding)),
            NonconformityCommand::Contain(action) => self.plan(action, true, at),
            NonconformityCommand::Plan(action) => self.plan(action, false, at),
            NonconformityCommand::Dispose(decided) => self.disposition = Some(Entry::new(at, by, decided)),
            NonconformityCommand::Evaluate(judged) => self.evaluation = Some(Entry::new(at, by, judged)),
            NonconformityCommand::Finish { action, outcome } => {
                self.set(action, ActionStatus::Done(outcome.clone()));
            }
            NonconformityCommand::Cancel { action, reason } => {
                self.set(action, ActionStatus::Cancelled { on: at, reason: Some(reason.clone()) });
            }
            NonconformityCommand::Review(review) => self.review = Some(Entry::new(at, by, review)),
            NonconformityCommand::ConsiderRisks(risks) => self.risks = Some(Entry::new(at, by, risks)),
            NonconformityCommand::ConsiderSystem(system) => self.system = Some(Entry::new(at, by, system)),
            NonconformityCommand::Close { note } => self.closing = Some(Entry::new(at, by, note)),
            NonconformityCommand::Reopen { reason } => {
                let (evaluation, review) = (self.evaluation.take(), self.review.take());
                (self.risks, self.system) = (None, None);
                let reopening = Entry::new(at, by, reason);
                let closing = self.closing.take();
                self.undone.extend(closing.map(|closing| UndoneClosing {
                    closing,
                    evaluation,
                    review,
                    reopening,
                }));
            }
        }
    }

    fn plan(&mut self, action: &Action, containment: bool, at: Timestamp) {
        if !containment && action.kind() != ActionKind::Correction {
            // What was reviewed was without this action.
            self.review = None;
        }
        let (round, progress) = (self.undone.len(), ActionProgress::planned(action.clone()));
        self.actions.push(NonconformityAction { containment, round, planned_at: at, progress });
    }

    fn set(&mut self, id: &ActionId, status: ActionStatus) {
        if let Some(one) = self.actions.iter_mut().find(|one| one.progress.action().id() == id) {
            one.progress.set(status);
        }
    }
}

fn lacks_of_plan(action: &Action) -> Found {
    let owner = action.owner().is_none().then_some(NonconformityGuard::ActionOwnerMissing);
    let due = action.due_on().is_none().then_some(NonconformityGuard::ActionDueMissing);
    owner.into_iter().chain(due).map(|guard| Violation::of(guard, [action.id()])).collect()
}
