use super::{
    AcceptedException, Check, Cycle, CycleEvent, CycleGuard, CycleProblem, Decision, LoggedDeviation,
    Passage, Phase, ProblemFate, Start,
};
use crate::improve::action::{Action, ActionKind, ActionProgress, ActionStatus};
use crate::improve::cause::Hypothesis;
use crate::improve::history::{Violation, Waived};
use crate::improve::problem::Problem;
use crate::quantity::{ActionId, AgentId, CycleId, Timestamp};

type Taken = Result<(), Violation<CycleGuard>>;

impl Cycle {
    /// Takes an event in if it is possible at all; what is refused changes nothing.
    pub(super) fn take_in(&mut self, event: &CycleEvent, by: &AgentId, at: Timestamp) -> Taken {
        if let CycleEvent::Started(start) = event {
            return self.take_start(start, at);
        }
        if self.start.is_none() {
            return Err(Violation::new(CycleGuard::NotStarted));
        }
        if self.phase.is_final() {
            return Err(Violation::new(CycleGuard::ClosedIsFinal));
        }
        if !allowed_in(event, self.phase) && !self.is_correction(event) {
            return Err(Violation::of(CycleGuard::NotInThisPhase, [self.phase]));
        }
        match event {
            CycleEvent::Started(_) => {}
            CycleEvent::ProblemAdded(problem) => self.take_problem(problem)?,
            CycleEvent::HandedOver { owner } => self.owner = Some(owner.clone()),
            CycleEvent::ProblemDropped { problem, reason } => {
                let known = self.problems.get_mut(problem).ok_or_else(|| unknown(problem))?;
                known.fate = ProblemFate::Dropped { reason: reason.clone() };
            }
            CycleEvent::BaselineSet(baseline) => self.baseline = Some(baseline.clone()),
            CycleEvent::GoalSet(goal) => self.goal = Some(goal.clone()),
            CycleEvent::CauseProposed(hypothesis) => self.take_hypothesis(hypothesis)?,
            CycleEvent::CauseVerified { cause, evidence } => {
                let verified = self.causes.verify(cause, evidence.clone(), by.clone(), at);
                verified.map_err(|error| refused(&error))?;
            }
            CycleEvent::CauseRejected { cause, evidence } => {
                let rejected = self.causes.reject(cause, evidence.clone(), by.clone(), at);
                rejected.map_err(|error| refused(&error))?;
            }
            CycleEvent::ActionPlanned(_)
            | CycleEvent::ActionReplanned { .. }
            | CycleEvent::ActionBegun { .. }
            | CycleEvent::ActionCompleted { .. }
            | CycleEvent::ActionShown { .. }
            | CycleEvent::ActionCancelled { .. } => self.take_action(event, by, at)?,
            CycleEvent::Predicted(prediction) => self.prediction = Some(prediction.clone()),
            CycleEvent::TestPlanFixed(plan) => self.test_plan = Some(plan.clone()),
            CycleEvent::Watched(indicator) => {
                self.watched.retain(|known| known.indicator != indicator.indicator);
                self.watched.push(indicator.clone());
            }
            CycleEvent::DeviationLogged(deviation) => {
                if let Some(action) = &deviation.action {
                    self.action(action)?;
                }
                let (deviation, phase, by) = (deviation.clone(), self.phase, by.clone());
                self.deviations.push(LoggedDeviation { deviation, phase, at, by });
            }
            CycleEvent::EffectReported(effect) => {
                self.checks.push(Check { effect: effect.clone(), by: by.clone(), at });
            }
            CycleEvent::ExceptionAccepted { of, reason } => {
                let (of, by, reason) = (of.clone(), by.clone(), reason.clone());
                self.exceptions.push(AcceptedException { of, by, reason });
            }
            CycleEvent::Decided(decision) => self.take_decision(decision, at)?,
            CycleEvent::ProblemSettled { problem, fate } => {
                if matches!(fate, ProblemFate::RolledOver { to } if *to == self.id) {
                    return Err(repeated(&self.id));
                }
                let known = self.problems.get_mut(problem).ok_or_else(|| unknown(problem))?;
                known.fate = fate.clone();
            }
            CycleEvent::ChildAdded(child) => self.take_child(child)?,
            CycleEvent::ChildMoved { child, to } => {
                let phase = self.children.get_mut(child).ok_or_else(|| unknown(child))?;
                if phase.is_final() && phase != to {
                    return Err(Violation::of(CycleGuard::ClosedIsFinal, [child]));
                }
                *phase = *to;
            }
            CycleEvent::Advanced { from, to, waived } => {
                if *from != self.phase || from.next() != Some(*to) {
                    return Err(Violation::of(CycleGuard::PhaseSkipped, [self.phase, *to]));
                }
                self.pass(*to, waived.clone(), by, at);
            }
            CycleEvent::Cancelled { from, reason, waived } => {
                if *from != self.phase {
                    return Err(Violation::of(CycleGuard::PhaseSkipped, [self.phase, Phase::Cancelled]));
                }
                self.cancelled.clone_from(reason);
                self.pass(Phase::Cancelled, waived.clone(), by, at);
            }
        }
        Ok(())
    }

    fn take_start(&mut self, start: &Start, at: Timestamp) -> Taken {
        if self.start.is_some() {
            return Err(Violation::new(CycleGuard::AlreadyStarted));
        }
        if [&start.parent, &start.follows].into_iter().flatten().any(|other| *other == self.id) {
            return Err(repeated(&self.id));
        }
        let mut next = Self::new(self.id.clone());
        for problem in &start.problems {
            next.take_problem(problem)?;
        }
        (next.start, next.started, next.owner) = (Some(start.clone()), Some(at), Some(start.owner.clone()));
        *self = next;
        Ok(())
    }

    fn take_problem(&mut self, problem: &Problem) -> Taken {
        if self.problems.contains_key(&problem.id) {
            return Err(repeated(&problem.id));
        }
        let taken = CycleProblem { problem: problem.clone(), fate: ProblemFate::Open };
        self.problems.insert(problem.id.clone(), taken);
        Ok(())
    }

    fn take_hypothesis(&mut self, hypothesis: &Hypothesis) -> Taken {
        if let Some(problem) =
            hypothesis.problem.as_ref().filter(|problem| !self.problems.contains_key(*problem))
        {
            return Err(unknown(problem));
        }
        self.causes.add(hypothesis.clone()).map_err(|error| refused(&error))
    }

    fn take_decision(&mut self, decision: &Decision, at: Timestamp) -> Taken {
        if matches!(decision, Decision::Adjust { next: Some(next), .. } if *next == self.id) {
            return Err(repeated(&self.id));
        }
        if self.phase == Phase::Check && matches!(decision, Decision::Standardise(_)) {
            return Err(Violation::of(CycleGuard::NotInThisPhase, [self.phase]));
        }
        (self.decision, self.decided) = (Some(decision.clone()), Some(at));
        Ok(())
    }

    fn take_action(&mut self, event: &CycleEvent, by: &AgentId, at: Timestamp) -> Taken {
        match event {
            CycleEvent::ActionPlanned(action) => {
                if self.actions.contains_key(action.id()) {
                    return Err(repeated(action.id()));
                }
                self.causes_are_known(action)?;
                self.mark_unplanned(action.id());
                self.actions.insert(action.id().clone(), ActionProgress::planned(action.clone()));
            }
            CycleEvent::ActionReplanned { action, reason } => {
                self.causes_are_known(action)?;
                self.unended(action.id())?.replan(action.clone(), reason.clone(), by.clone(), at);
                self.mark_unplanned(action.id());
            }
            CycleEvent::ActionBegun { action, on } => {
                let progress = self.unended(action)?;
                if *progress.status() != ActionStatus::Planned {
                    return Err(Violation::of(CycleGuard::ActionStatusUnfit, [action]));
                }
                progress.set(ActionStatus::InProgress(*on));
            }
            CycleEvent::ActionCompleted { action, outcome } => {
                let progress = self.unended(action)?;
                if matches!(progress.status(), ActionStatus::InProgress(begun) if outcome.on < *begun) {
                    return Err(Violation::of(CycleGuard::ActionStatusUnfit, [action]));
                }
                progress.set(ActionStatus::Done(outcome.clone()));
            }
            CycleEvent::ActionShown { action, evidence } => {
                let progress = self.actions.get_mut(action).ok_or_else(|| unknown(action))?;
                if !progress.show(evidence.clone()) {
                    return Err(Violation::of(CycleGuard::ActionStatusUnfit, [action]));
                }
            }
            CycleEvent::ActionCancelled { action, reason } => {
                self.unended(action)?.set(ActionStatus::Cancelled { on: at, reason: reason.clone() });
            }
            _ => {}
        }
        Ok(())
    }

    fn take_child(&mut self, child: &CycleId) -> Taken {
        if *child == self.id || self.children.contains_key(child) || self.parent() == Some(child) {
            return Err(repeated(child));
        }
        self.children.insert(child.clone(), Phase::Plan);
        Ok(())
    }

    /// A correction does not wait for the plan.
    fn is_correction(&self, event: &CycleEvent) -> bool {
        let (CycleEvent::ActionBegun { action, .. }
        | CycleEvent::ActionCompleted { action, .. }
        | CycleEvent::ActionShown { action, .. }) = event
        else {
            return false;
        };
        let kind = self.actions.get(action).map(|one| one.action().kind());
        self.phase == Phase::Plan && kind == Some(ActionKind::Correction)
    }

    fn action(&self, id: &ActionId) -> Result<&ActionProgress, Violation<CycleGuard>> {
        self.actions.get(id).ok_or_else(|| unknown(id))
    }

    /// An action that can still change.
    fn unended(&mut self, id: &ActionId) -> Result<&mut ActionProgress, Violation<CycleGuard>> {
        let progress = self.actions.get_mut(id).ok_or_else(|| unknown(id))?;
        if progress.status().is_ended() {
            return Err(Violation::of(CycleGuard::ActionStatusUnfit, [id]));
        }
        Ok(progress)
    }

    fn causes_are_known(&self, action: &Action) -> Taken {
        let unknown: Vec<_> =
            action.causes().iter().filter(|cause| self.causes.get(cause).is_none()).collect();
        if unknown.is_empty() { Ok(()) } else { Err(Violation::of(CycleGuard::PartUnknown, unknown)) }
    }

    /// In Do, a plan that is made or changed is a deviation.
    fn mark_unplanned(&mut self, action: &ActionId) {
        if self.phase == Phase::Do && !self.unplanned.contains(action) {
            self.unplanned.push(action.clone());
        }
    }

    fn pass(&mut self, to: Phase, waived: Vec<Waived<CycleGuard>>, by: &AgentId, at: Timestamp) {
        self.passages.push(Passage { from: self.phase, to, at, by: by.clone(), waived });
        self.phase = to;
        if to.is_final() {
            self.ended = Some(at);
        }
    }
}

/// Whether an event comes in a phase, of those before the end.
const fn allowed_in(event: &CycleEvent, phase: Phase) -> bool {
    match event {
        CycleEvent::Started(_)
        | CycleEvent::ProblemDropped { .. }
        | CycleEvent::BaselineSet(_)
        | CycleEvent::GoalSet(_)
        | CycleEvent::Predicted(_)
        | CycleEvent::TestPlanFixed(_)
        | CycleEvent::Watched(_) => matches!(phase, Phase::Plan),
        CycleEvent::CauseProposed(_)
        | CycleEvent::CauseVerified { .. }
        | CycleEvent::CauseRejected { .. }
        | CycleEvent::ActionPlanned(_)
        | CycleEvent::ActionReplanned { .. }
        | CycleEvent::ActionCancelled { .. } => matches!(phase, Phase::Plan | Phase::Do),
        CycleEvent::ActionBegun { .. }
        | CycleEvent::ActionCompleted { .. }
        | CycleEvent::ActionShown { .. } => {
            matches!(phase, Phase::Do)
        }
        CycleEvent::DeviationLogged(_) => matches!(phase, Phase::Do | Phase::Check),
        CycleEvent::EffectReported(_) => matches!(phase, Phase::Check),
        CycleEvent::ExceptionAccepted { .. } => matches!(phase, Phase::Act),
        CycleEvent::Decided(_) => matches!(phase, Phase::Check | Phase::Act),
        CycleEvent::HandedOver { .. }
        | CycleEvent::ProblemAdded(_)
        | CycleEvent::ProblemSettled { .. }
        | CycleEvent::ChildAdded(_)
        | CycleEvent::ChildMoved { .. }
        | CycleEvent::Advanced { .. }
        | CycleEvent::Cancelled { .. } => true,
    }
}

fn unknown(id: &impl ToString) -> Violation<CycleGuard> {
    Violation::of(CycleGuard::PartUnknown, [id.to_string()])
}

fn repeated(id: &impl ToString) -> Violation<CycleGuard> {
    Violation::of(CycleGuard::PartRepeated, [id.to_string()])
}

fn refused(error: &impl ToString) -> Violation<CycleGuard> {
    Violation::of(CycleGuard::PartRefused, [error.to_string()])
}
