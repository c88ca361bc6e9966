//! What stands against a command, and what an event does.

use super::{
    EffectData, EffectivenessReview, Elsewhere, Evaluation, Nonconformity, NonconformityAction,
    NonconformityCommand, NonconformityEvent, NonconformityGuard, RiskUpdate, UndoneClosing,
};
use crate::improve::action::{Action, ActionKind, ActionProgress, ActionStatus};
use crate::improve::complaint::Entry;
use crate::improve::history::{Aggregate, GuardPolicy, Head, Violation};
use crate::quantity::{ActionId, AgentId, Date, Language, NonconformityId, Statement, Timestamp, Zone};

pub(super) type Found = Vec<Violation<NonconformityGuard>>;

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
        found.extend(self.lacks(command, by, policy.day(as_of)));
        let (against, waived) = policy.split(found);
        if against.is_empty() {
            Ok(vec![NonconformityEvent { done: command.clone(), waived }])
        } else {
            Err(against)
        }
    }

    fn take(&mut self, event: &NonconformityEvent, by: &AgentId, at: Timestamp) -> Result<(), String> {
        let mut against = self.order(&event.done, at);
        against.extend(ahead(&event.done, at));
        if matches!(event.done, NonconformityCommand::Close { .. }) {
            // Whoever forges a closing must at least say who let it pass.
            let missing = self.lacks_of_closing().into_iter();
            against.extend(missing.filter(|one| event.waived.iter().all(|waived| waived.violation() != one)));
        }
        if let Some(violation) = against.first() {
            return Err(violation.text(Language::English));
        }
        self.waived.extend(event.waived.iter().map(|waived| Entry::new(at, by, waived)));
        let before = self.marks();
        self.record(&event.done, by, at);
        self.show(&event.done, at, before);
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
            C::Replan { action, .. } => found.extend(self.ended(action.id())),
            C::Finish { action, .. } | C::Cancel { action, .. } => found.extend(self.ended(action)),
            C::Evaluate(Evaluation { elsewhere: Elsewhere::Exists { nonconformities, .. }, .. }) => {
                check(nonconformities.contains(&self.id), G::NamesItself);
            }
            _ => {}
        }
        found
    }

    /// Why an action cannot be changed any more.
    fn ended(&self, action: &ActionId) -> Option<Violation<NonconformityGuard>> {
        let guard = match self.action(action) {
            None => NonconformityGuard::ActionUnknown,
            Some(known) if known.progress.status().is_ended() => NonconformityGuard::ActionEnded,
            Some(_) => return None,
        };
        Some(Violation::of(guard, [action]))
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
                if counted.after().until() >= today =>
            {
                found.push(Violation::new(G::AfterNotOver));
            }
            _ => {}
        }
        found
    }

    /// Takes in what was done.
    fn record(&mut self, done: &NonconformityCommand, by: &AgentId, at: Timestamp) {
        match done {
            NonconformityCommand::Record(finding) => self.finding = Some(Entry::new(at, by, finding)),
            NonconformityCommand::Contain(action) => self.plan(action, true, at),
            NonconformityCommand::Plan(action) => self.plan(action, false, at),
            NonconformityCommand::Dispose(decided) => self.disposition = Some(Entry::new(at, by, decided)),
            NonconformityCommand::Evaluate(judged) => {
                self.evaluations.push(Entry::new(at, by, judged));
                self.is_reviewed = false;
            }
            NonconformityCommand::Replan { action, reason } => {
                if let Some(one) = self.find(action.id()) {
                    one.progress.replan(action.clone(), reason.clone(), by.clone(), at);
                }
            }
            NonconformityCommand::Assign { owner } => self.owner = Some(owner.clone()),
            NonconformityCommand::Finish { action, outcome } => {
                self.set(action, ActionStatus::Done(outcome.clone()));
            }
            NonconformityCommand::Cancel { action, reason } => {
                self.set(action, ActionStatus::Cancelled { on: at, reason: Some(reason.clone()) });
            }
            NonconformityCommand::Review(review) => {
                self.reviews.push(Entry::new(at, by, review));
                self.is_reviewed = true;
            }
            NonconformityCommand::ConsiderRisks(risks) => self.risks = Some(Entry::new(at, by, risks)),
            NonconformityCommand::ConsiderSystem(system) => self.system = Some(Entry::new(at, by, system)),
            NonconformityCommand::Close { note } => self.closing = Some(Entry::new(at, by, note)),
            NonconformityCommand::Reopen { reason } => self.reopen(Entry::new(at, by, reason)),
        }
    }

    /// Begins another round; what was found in this one stays to be read.
    fn reopen(&mut self, reopening: Entry<Statement>) {
        self.is_reviewed = false;
        let (evaluations, reviews) =
            (std::mem::take(&mut self.evaluations), std::mem::take(&mut self.reviews));
        let (disposition, risks, system) = (self.disposition.take(), self.risks.take(), self.system.take());
        if let Some(closing) = self.closing.take() {
            self.undone.push(UndoneClosing {
                closing,
                disposition,
                evaluations,
                reviews,
                risks,
                system,
                reopening,
            });
        }
    }

    fn plan(&mut self, action: &Action, containment: bool, at: Timestamp) {
        if !containment && action.kind() != ActionKind::Correction {
            // What was reviewed was without this action.
            self.is_reviewed = false;
        }
        let progress = ActionProgress::planned(action.clone());
        let (round, reviewed, evaluated) = (self.undone.len(), self.reviews.len(), self.is_action_needed());
        self.actions.push(NonconformityAction {
            containment,
            round,
            evaluated,
            reviewed,
            planned_at: at,
            progress,
        });
    }

    fn set(&mut self, id: &ActionId, status: ActionStatus) {
        if let Some(one) = self.find(id) {
            one.progress.set(status);
        }
    }

    fn find(&mut self, id: &ActionId) -> Option<&mut NonconformityAction> {
        self.actions.iter_mut().find(|one| one.progress.action().id() == id)
    }
}

/// Days that lie ahead in every zone: where it is latest, it is one day more than in UTC at most.
fn ahead(done: &NonconformityCommand, at: Timestamp) -> Option<Violation<NonconformityGuard>> {
    let tomorrow = Date::new(Zone::utc().date(at)).ok()?.plus_days(1)?;
    match done {
        NonconformityCommand::Finish { action, outcome } if outcome.on > tomorrow => {
            Some(Violation::of(NonconformityGuard::DoneInFuture, [action]))
        }
        NonconformityCommand::Review(EffectivenessReview {
            data: EffectData::Occurrences(counted), ..
        }) if counted.after().until() >= tomorrow => Some(Violation::new(NonconformityGuard::AfterNotOver)),
        _ => None,
    }
}
