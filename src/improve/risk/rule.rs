//! What stands against a command, and what an event does.

use super::{
    Acceptance, MeasureDone, Rated, Rating, ReviewFinding, Risk, RiskClosing, RiskCommand, RiskEnd,
    RiskEvent, RiskGuard, RiskTreatment, TreatmentMeasure, TreatmentOption, UndoneEnd,
};
use crate::improve::complaint::Entry;
use crate::improve::history::{Aggregate, Guard, GuardPolicy, Head, Violation};
use crate::quantity::{AgentId, Date, Language, RiskId, Statement, Timestamp};

impl Aggregate for Risk {
    type Id = RiskId;
    type Command = RiskCommand;
    type Event = RiskEvent;
    type Guard = RiskGuard;

    fn id(&self) -> &RiskId {
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
        command: &RiskCommand,
        by: &AgentId,
        policy: &GuardPolicy<RiskGuard>,
        as_of: Timestamp,
    ) -> Result<Vec<RiskEvent>, Vec<Violation<RiskGuard>>> {
        let mut found: Vec<_> = self.order(command).into_iter().map(Violation::new).collect();
        found.extend(self.lacks(command, by));
        found.extend(self.days(command, policy, as_of));
        let (against, waived) = policy.split(found);
        if against.is_empty() { Ok(vec![RiskEvent { done: command.clone(), waived }]) } else { Err(against) }
    }

    fn take(&mut self, event: &RiskEvent, by: &AgentId, at: Timestamp) -> Result<(), String> {
        if let Some(guard) = self.order(&event.done).first() {
            return Err(guard.text(Language::English).to_owned());
        }
        if matches!(event.done, RiskCommand::Close { .. }) {
            // Whoever forges a closing must at least say who let it pass.
            let mut missing = self.lacks(&event.done, by).into_iter();
            let missing = missing.find(|one| event.waived.iter().all(|waived| waived.violation() != one));
            if let Some(violation) = missing {
                return Err(violation.text(Language::English));
            }
        }
        self.waived.extend(event.waived.iter().map(|waived| Entry::new(at, by, waived)));
        self.record(&event.done, by, at);
        Ok(())
    }
}

impl Risk {
    /// What makes the command impossible at this point; such guards cannot be switched off.
    fn order(&self, command: &RiskCommand) -> Vec<RiskGuard> {
        use RiskCommand as C;
        use RiskGuard as G;
        let mut found = Vec::new();
        let mut check = |violated: bool, guard| found.extend(violated.then_some(guard));
        if matches!(command, C::Identify(_)) {
            check(self.identification.is_some(), G::AlreadyIdentified);
            return found;
        }
        if self.identification.is_none() {
            return vec![G::NotIdentified];
        }
        match command {
            C::Reopen { .. } => check(self.closing.is_none(), G::NotClosed),
            _ => check(self.closing.is_some(), G::AlreadyClosed),
        }
        match command {
            C::Rate { rating, .. } | C::RateResidual { rating, .. } => {
                check(self.level_of(*rating).is_none(), G::OffTheScale);
            }
            C::TreatmentDone { measure, .. } => {
                let known = self.treatment.as_ref().is_some_and(|one| one.measures.contains(measure));
                check(!known, G::MeasureUnknown);
                check(known && self.measures_undone().all(|undone| undone != measure), G::MeasureRepeated);
            }
            C::Accept { .. } => check(self.rated().is_none(), G::NothingToAccept),
            _ => {}
        }
        found
    }

    /// What is missing for the command; a policy may do without.
    fn lacks(&self, command: &RiskCommand, by: &AgentId) -> Vec<Violation<RiskGuard>> {
        use RiskCommand as C;
        use RiskGuard as G;
        let mut found = Vec::new();
        let mut check = |violated: bool, guard| found.extend(violated.then(|| Violation::new(guard)));
        match command {
            C::Treat(RiskTreatment { option, owner, due, measures, .. }) => {
                check(self.inherent.is_none(), G::RatingMissing);
                check(self.review.is_none(), G::ReviewMissing);
                if *option == TreatmentOption::Retain {
                    check(self.is_acceptable() == Some(false), G::NotAccepted);
                } else {
                    check(owner.is_none(), G::TreatmentOwnerMissing);
                    check(due.is_none(), G::TreatmentDueMissing);
                    check(measures.is_empty(), G::TreatmentMeasureMissing);
                }
            }
            C::RateResidual { rating, .. } => {
                check(self.treatment.is_none(), G::TreatmentMissing);
                let before = self.inherent.as_ref().map(|rated| rated.level);
                check(self.level_of(*rating) > before && before.is_some(), G::ResidualAboveInherent);
                let undone: Vec<String> = self.measures_undone().map(TreatmentMeasure::to_string).collect();
                if !undone.is_empty() {
                    found.push(Violation::of(G::MeasuresUndone, undone));
                }
                let owner = self.treatment.as_ref().and_then(|treatment| treatment.owner.as_ref());
                found.extend(
                    owner.filter(|owner| *owner == by).map(|one| Violation::of(G::RaterOwnsTreatment, [one])),
                );
            }
            C::Accept { .. } => {
                let owner = self.identification.as_ref().map(|identification| &identification.owner);
                check(owner == Some(by), G::AccepterIsOwner);
                check(self.rated().is_some_and(|rated| rated.by == *by), G::AccepterIsRater);
            }
            C::Close { end: RiskEnd::Controlled, .. } => {
                check(self.treatment.is_none(), G::TreatmentMissing);
                check(self.residual.is_none(), G::ResidualMissing);
                check(self.is_acceptable() == Some(false), G::NotAccepted);
            }
            _ => {}
        }
        found
    }

    /// Days that cannot be, in the zone of the policy; a policy may do without.
    fn days(
        &self,
        command: &RiskCommand,
        policy: &GuardPolicy<RiskGuard>,
        as_of: Timestamp,
    ) -> Vec<Violation<RiskGuard>> {
        let identified = self.identified_at.and_then(|at| policy.day(at));
        let today = policy.day(as_of);
        let early = |day: Date| identified.is_some_and(|identified| day < identified);
        let ahead = |day: Date| today.is_some_and(|today| day > today);
        let passed = |day: Date| today.is_some_and(|today| day < today);
        let lacks = match command {
            RiskCommand::PlanReview(plan) => {
                vec![(plan.first().is_some_and(early), RiskGuard::ReviewBeforeIdentified)]
            }
            RiskCommand::Review { on, .. } => {
                vec![(early(*on), RiskGuard::ReviewBeforeIdentified), (ahead(*on), RiskGuard::ReviewAhead)]
            }
            RiskCommand::Treat(treatment) => {
                vec![(treatment.due.is_some_and(passed), RiskGuard::TreatmentDuePassed)]
            }
            RiskCommand::TreatmentDone { on, .. } => {
                vec![(early(*on) || ahead(*on), RiskGuard::MeasureDay)]
            }
            _ => return Vec::new(),
        };
        lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, guard)| Violation::new(guard)).collect()
    }

    /// What a rating comes to; absent for one that is not on the scales.
    fn level_of(&self, rating: Rating) -> Option<u8> {
        self.identification.as_ref()?.criteria.matrix().level(rating).ok()
    }

    fn record(&mut self, command: &RiskCommand, by: &AgentId, at: Timestamp) {
        use RiskCommand as C;
        match command {
            C::Identify(identification) => {
                self.identification = Some(identification.clone());
                self.identified_at = Some(at);
            }
            C::Rate { rating, basis } => {
                self.inherent = self.as_rated(*rating, basis, by, at);
                self.residual = None;
                self.acceptance = None;
            }
            C::PlanReview(plan) => {
                self.review = Some(plan.clone());
                // What an early review settled was a day of the plan before.
                self.settled = self.last_review();
            }
            C::Treat(treatment) => {
                // What is left of a risk after one treatment says nothing about another.
                if self.residual.take().is_some() {
                    self.acceptance = None;
                }
                self.treatment = Some(treatment.clone());
                self.done.clear();
            }
            C::TreatmentDone { measure, on, evidence } => {
                let done = MeasureDone { measure: measure.clone(), on: *on, evidence: evidence.clone() };
                self.done.push(Entry::new(at, by, &done));
            }
            C::RateResidual { rating, basis } => {
                self.residual = self.as_rated(*rating, basis, by, at);
                self.acceptance = None;
            }
            C::Accept { reason } => {
                self.acceptance = Some(Acceptance { by: by.clone(), at, reason: reason.clone() });
            }
            C::Review { on, found } => {
                let plan = self.review.as_ref();
                self.settled =
                    plan.map(|plan| plan.settled(self.settled, *on)).or(self.settled).max(Some(*on));
                self.reviews.push(Entry::new(at, by, &ReviewFinding { on: *on, found: found.clone() }));
            }
            C::Assign { owner } => {
                if let Some(identification) = &mut self.identification {
                    identification.owner = owner.clone();
                }
            }
            C::Close { end, reason } => {
                let closing = RiskClosing { end: *end, reason: reason.clone() };
                self.closing = Some(Entry::new(at, by, &closing));
            }
            C::Reopen { reason } => {
                let (residual, acceptance) = (self.residual.take(), self.acceptance.take());
                let reopening = Entry::new(at, by, reason);
                let closing = self.closing.take();
                self.undone.extend(closing.map(|closing| UndoneEnd {
                    closing,
                    residual,
                    acceptance,
                    reopening,
                }));
            }
        }
    }

    fn as_rated(&self, rating: Rating, basis: &Statement, by: &AgentId, at: Timestamp) -> Option<Rated> {
        let level = self.level_of(rating)?;
        Some(Rated { rating, level, basis: basis.clone(), by: by.clone(), at })
    }
}
