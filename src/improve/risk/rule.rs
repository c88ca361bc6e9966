//! What stands against a command, and what an event does.

use super::{
    Acceptance, Rated, Rating, Risk, RiskCommand, RiskEvent, RiskGuard, RiskTreatment, TreatmentOption,
};
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
        found.extend(self.lacks(command, by, policy.day(as_of)));
        let (against, waived) = policy.split(found);
        if against.is_empty() { Ok(vec![RiskEvent { done: command.clone(), waived }]) } else { Err(against) }
    }

    fn take(&mut self, event: &RiskEvent, by: &AgentId, at: Timestamp) -> Result<(), String> {
        if let Some(guard) = self.order(&event.done).first() {
            return Err(guard.text(Language::English).to_owned());
        }
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
            C::Reopen { .. } => check(self.closed.is_none(), G::NotClosed),
            _ => check(self.closed.is_some(), G::AlreadyClosed),
        }
        match command {
            C::Rate { rating, .. } | C::RateResidual { rating, .. } => {
                check(self.level_of(*rating).is_none(), G::OffTheScale);
            }
            C::Accept { .. } => check(self.rated().is_none(), G::NothingToAccept),
            _ => {}
        }
        found
    }

    /// What is missing for the command; a policy may do without.
    fn lacks(&self, command: &RiskCommand, by: &AgentId, today: Option<Date>) -> Vec<Violation<RiskGuard>> {
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
                check(due.zip(today).is_some_and(|(due, today)| due < today), G::TreatmentDuePassed);
            }
            C::RateResidual { rating, .. } => {
                check(self.treatment.is_none(), G::TreatmentMissing);
                let before = self.inherent.as_ref().map(|rated| rated.level);
                check(self.level_of(*rating) > before && before.is_some(), G::ResidualAboveInherent);
                let owner = self.treatment.as_ref().and_then(|treatment| treatment.owner.as_ref());
                found.extend(
                    owner.filter(|owner| *owner == by).map(|one| Violation::of(G::RaterOwnsTreatment, [one])),
                );
            }
            C::Review { on, .. } => check(today.is_some_and(|today| *on > today), G::ReviewAhead),
            C::Close { .. } => {
                check(self.treatment.is_none(), G::TreatmentMissing);
                check(self.residual.is_none(), G::ResidualMissing);
                check(self.is_acceptable() == Some(false), G::NotAccepted);
            }
            _ => {}
        }
        found
    }

    /// What a rating comes to; absent for one that is not on the scales.
    fn level_of(&self, rating: Rating) -> Option<u8> {
        self.identification.as_ref()?.criteria.matrix().level(rating).ok()
    }

    fn record(&mut self, command: &RiskCommand, by: &AgentId, at: Timestamp) {
        use RiskCommand as C;
        match command {
            C::Identify(identification) => self.identification = Some(identification.clone()),
            C::Rate { rating, basis } => {
                self.inherent = self.as_rated(*rating, basis, by, at);
                self.residual = None;
                self.acceptance = None;
            }
            C::PlanReview(plan) => self.review = Some(plan.clone()),
            C::Treat(treatment) => {
                // What is left of a risk after one treatment says nothing about another.
                if self.residual.take().is_some() {
                    self.acceptance = None;
                }
                self.treatment = Some(treatment.clone());
            }
            C::RateResidual { rating, basis } => {
                self.residual = self.as_rated(*rating, basis, by, at);
                self.acceptance = None;
            }
            C::Accept { reason } => {
                self.acceptance = Some(Acceptance { by: by.clone(), at, reason: reason.clone() });
            }
            C::Review { on, .. } => self.last_review = self.last_review.max(Some(*on)),
            C::Assign { owner } => {
                if let Some(identification) = &mut self.identification {
                    identification.owner = owner.clone();
                }
            }
            C::Close { .. } => self.closed = Some(at),
            C::Reopen { .. } => self.closed = None,
        }
    }

    fn as_rated(&self, rating: Rating, basis: &Statement, by: &AgentId, at: Timestamp) -> Option<Rated> {
        let level = self.level_of(rating)?;
        Some(Rated { rating, level, basis: basis.clone(), by: by.clone(), at })
    }
}
