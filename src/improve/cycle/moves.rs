use super::{Cycle, CycleGuard, CycleProblem, Decision, Phase, Standardisation};
use crate::improve::action::{ActionProgress, ActionStatus};
use crate::improve::effect::{Effect, PlanDeviation, SideEffect, WatchedIndicator};
use crate::improve::goal::Goal;
use crate::improve::history::{GuardPolicy, Violation};
use crate::monitor::capability::Stability;
use crate::quantity::{ActionId, AgentId, CauseId, Date, Timestamp};

type Found = Vec<Violation<CycleGuard>>;

impl Cycle {
    /// Everything that stands before the next phase, as a command to [advance](super::CycleCommand::Advance) would be
    /// told; empty where nothing does, and where there is no next phase.
    #[must_use]
    pub fn missing(&self, policy: &GuardPolicy<CycleGuard>, as_of: Timestamp) -> Vec<Violation<CycleGuard>> {
        let Some(to) = self.phase.next() else { return Vec::new() };
        if self.start.is_none() {
            return vec![Violation::new(CycleGuard::NotStarted)];
        }
        match policy.day(as_of) {
            Some(today) => policy.split(self.violations(to, today)).0,
            None => vec![Violation::new(CycleGuard::DayOutOfRange)],
        }
    }

    /// Every violated guard of a move.
    pub(super) fn violations(&self, to: Phase, today: Date) -> Found {
        match to {
            Phase::Plan => Vec::new(),
            Phase::Do => [self.before_do_goal(today), self.before_do_work()].concat(),
            Phase::Check => self.before_check(),
            Phase::Act => self.before_act(today),
            Phase::Closed => [self.before_closing(), self.before_ending()].concat(),
            Phase::Cancelled => self.before_ending(),
        }
    }

    /// Plan to Do: problem, baseline, goal.
    fn before_do_goal(&self, today: Date) -> Found {
        let mut found = Vec::new();
        let mut say = |violated: bool, guard| {
            if violated {
                found.push(Violation::new(guard));
            }
        };
        say(self.problems.is_empty(), CycleGuard::ProblemMissing);
        say(self.baseline.is_none(), CycleGuard::BaselineMissing);
        if let Some(baseline) = &self.baseline {
            say(baseline.stability().is_none(), CycleGuard::BaselineStabilityMissing);
        }
        say(self.goal.is_none(), CycleGuard::GoalMissing);
        if let Some(goal) = &self.goal {
            say(goal.due() <= today, CycleGuard::GoalDueInPast);
        }
        if let (Some(baseline), Some(goal)) = (&self.baseline, &self.goal) {
            // The values of two indicators are not compared.
            let same = baseline.indicator() == goal.indicator();
            say(!same, CycleGuard::GoalOfOtherIndicator);
            say(same && !goal.is_improvement_on(baseline.value()), CycleGuard::GoalNotAnImprovement);
        }
        let bare = self.problems.values().map(CycleProblem::problem).filter(|one| one.evidence.is_empty());
        push_parts(&mut found, CycleGuard::ProblemEvidenceMissing, bare.map(|problem| &problem.id));
        found
    }

    /// Plan to Do: causes, actions, prediction, test plan.
    fn before_do_work(&self) -> Found {
        let mut found = Vec::new();
        let verified = self.causes.verified().next().is_some();
        let planned = || self.actions.iter().filter(|(_, one)| !one.status().is_ended());
        for (violated, guard) in [
            (self.causes.is_empty(), CycleGuard::RootCauseMissing),
            (!self.causes.is_empty() && !verified, CycleGuard::RootCauseUnverified),
            (planned().next().is_none(), CycleGuard::MeasureMissing),
            (self.prediction.is_none(), CycleGuard::PredictionMissing),
            (self.test_plan.is_none(), CycleGuard::TestPlanMissing),
        ] {
            if violated {
                found.push(Violation::new(guard));
            }
        }
        let mut parts = |guard, lacks: &dyn Fn(&ActionProgress) -> bool| {
            push_parts(&mut found, guard, planned().filter(|(_, one)| lacks(one)).map(|(id, _)| id));
        };
        parts(CycleGuard::MeasureOwnerMissing, &|one| one.action().owner().is_none());
        parts(CycleGuard::MeasureDueMissing, &|one| one.action().due_on().is_none());
        if let Some(goal) = &self.goal {
            let late = |one: &ActionProgress| one.action().due_on().is_some_and(|due| due > goal.due());
            parts(CycleGuard::MeasureDueAfterGoal, &late);
        }
        if verified {
            let stands =
                |id: &CauseId| self.causes.get(id).is_some_and(|cause| cause.standing().is_verified());
            parts(CycleGuard::MeasureCauseMissing, &|one| !one.action().causes().iter().any(stands));
        }
        found
    }

    /// Do to Check.
    fn before_check(&self) -> Found {
        let mut found = Vec::new();
        if !self.actions.values().any(|one| one.outcome().is_some() || !one.status().is_ended()) {
            found.push(Violation::new(CycleGuard::NoMeasureCarriedOut));
        }
        let mut parts = |guard, of: &dyn Fn(&ActionId, &ActionProgress) -> bool| {
            let violating = self.actions.iter().filter(|(id, one)| of(id, one));
            push_parts(&mut found, guard, violating.map(|(id, _)| id));
        };
        parts(CycleGuard::MeasuresUnfinished, &|_, one| !one.status().is_ended());
        parts(CycleGuard::MeasureEvidenceMissing, &|_, one| {
            one.outcome().is_some_and(|outcome| outcome.evidence.is_none())
        });
        parts(CycleGuard::MeasureReasonMissing, &|_, one| {
            matches!(one.status(), ActionStatus::Cancelled { reason: None, .. })
        });
        parts(CycleGuard::DeviationUnlogged, &|id, one| {
            let due = one.action().due_on();
            let late = one.outcome().is_some_and(|outcome| due.is_some_and(|due| outcome.on > due));
            let logged = self.deviations.iter().any(|deviation| deviation.action.as_ref() == Some(id));
            (late || self.unplanned.contains(id)) && !logged
        });
        found
    }

    /// Check to Act.
    fn before_act(&self, today: Date) -> Found {
        let Some(check) = self.checks.last() else {
            return vec![Violation::new(CycleGuard::EffectUntested)];
        };
        let effect = check.effect();
        let mut found = Vec::new();
        let last_done = self.actions.values().filter_map(|one| Some(one.outcome()?.on)).max();
        let too_few = self.test_plan.as_ref().is_some_and(|plan| effect.n_after() < plan.minimum());
        for (violated, guard) in [
            (last_done.is_some_and(|done| effect.after_from() <= done), CycleGuard::AfterPeriodOverlapsDo),
            (effect.after_to().unwrap_or(effect.after_from()) > today, CycleGuard::AfterPeriodUnfinished),
            (too_few, CycleGuard::AfterSampleTooSmall),
            (!self.is_of_goal(effect), CycleGuard::EffectOfOtherGoal),
            (effect.stability().is_none(), CycleGuard::StabilityAfterMissing),
            (self.owns_action(check.by()), CycleGuard::CheckerIsMeasureOwner),
        ] {
            if violated {
                found.push(Violation::new(guard));
            }
        }
        let reported = |watched: &&WatchedIndicator| {
            effect.side_effects().iter().any(|side| side.indicator == watched.indicator)
        };
        let silent = self.watched.iter().filter(|watched| !reported(watched));
        push_parts(&mut found, CycleGuard::SideEffectMissing, silent.map(|watched| &watched.indicator));
        push_parts(&mut found, CycleGuard::TestNotAsPlanned, self.departures(effect));
        found
    }

    /// Act to Closed: what each decision asks for.
    fn before_closing(&self) -> Found {
        let one = |guard| vec![Violation::new(guard)];
        match &self.decision {
            None => one(CycleGuard::DecisionMissing),
            Some(Decision::Standardise(standardisation)) => self.before_standard(standardisation),
            Some(Decision::Adjust { next, lessons }) => {
                let mut found = Vec::new();
                if next.is_none() {
                    found.extend(one(CycleGuard::NextCycleMissing));
                }
                if lessons.is_empty() {
                    found.extend(one(CycleGuard::LessonsMissing));
                }
                found
            }
            Some(Decision::Abandon { reason: None }) => one(CycleGuard::ReasonMissing),
            Some(Decision::Abandon { reason: Some(_) }) => Vec::new(),
        }
    }

    /// A change becomes the standard only where it is proved to be better, and held.
    fn before_standard(&self, standardisation: &Standardisation) -> Found {
        let mut found = Vec::new();
        let mut say = |violated: bool, guard| {
            if violated {
                found.push(Violation::new(guard));
            }
        };
        match self.effect() {
            None => say(true, CycleGuard::EffectNotSignificant),
            Some(effect) => {
                let (significant, better) = (effect.is_significant(), effect.is_better());
                say(!significant, CycleGuard::EffectNotSignificant);
                say(significant && !better, CycleGuard::EffectInWrongDirection);
                // Whether a goal is met is asked of an effect that is one; nobody can accept chance.
                let met = self.goal.as_ref().map_or(effect.goal_met(), |goal| goal.met_by(effect.after()));
                let missed = significant && better && !met;
                say(missed && self.exception.is_none(), CycleGuard::GoalNotMet);
                say(effect.stability().is_some_and(is_unstable), CycleGuard::UnstableAfter);
            }
        }
        say(standardisation.version.is_none(), CycleGuard::StandardVersionMissing);
        say(standardisation.effective.is_none(), CycleGuard::EffectiveDateMissing);
        say(standardisation.control_plan.is_none(), CycleGuard::ControlPlanMissing);
        say(standardisation.training.is_none(), CycleGuard::TrainingMissing);
        if self.exception.is_none()
            && let Some(effect) = self.effect()
        {
            let worse = effect.side_effects().iter().filter(|side| self.is_worse_than_tolerated(side));
            push_parts(&mut found, CycleGuard::SideEffectExceeded, worse.map(|side| &side.indicator));
        }
        found
    }

    /// Before any end.
    fn before_ending(&self) -> Found {
        let mut found = Vec::new();
        push_parts(&mut found, CycleGuard::UnresolvedProblemNotRolledOver, self.unresolved());
        let open = self.children.iter().filter(|(_, phase)| !phase.is_final()).map(|(id, _)| id);
        push_parts(&mut found, CycleGuard::ChildCycleOpen, open);
        found
    }

    /// By what the plan tolerates, whatever the report says that it tolerates.
    fn is_worse_than_tolerated(&self, side: &SideEffect) -> bool {
        let watched = self.watched.iter().find(|watched| watched.indicator == side.indicator);
        watched.map_or_else(|| side.is_exceeded(), |watched| !watched.tolerated.holds(side.after))
    }

    /// Whether an effect was judged against the goal of the plan.
    fn is_of_goal(&self, effect: &Effect) -> bool {
        let same = |goal: &Goal| goal.indicator() == effect.indicator() && goal.target() == effect.target();
        self.goal.as_ref().is_none_or(same)
    }

    fn owns_action(&self, who: &AgentId) -> bool {
        self.actions.values().any(|one| one.action().owner() == Some(who))
    }

    /// How a reported test differs from the planned one, beside its size.
    fn departures(&self, effect: &Effect) -> Vec<String> {
        let plan = self.test_plan.as_ref();
        let departures = plan.map(|plan| plan.deviations(effect)).unwrap_or_default();
        departures
            .iter()
            .filter(|one| !matches!(one, PlanDeviation::TooFew { .. }))
            .map(ToString::to_string)
            .collect()
    }
}

fn is_unstable(stability: &Stability) -> bool {
    matches!(stability, Stability::Unstable { .. })
}

/// One violation by all parts that violate, if any do.
fn push_parts<S: ToString>(found: &mut Found, guard: CycleGuard, parts: impl IntoIterator<Item = S>) {
    let violation = Violation::of(guard, parts);
    if !violation.of.is_empty() {
        found.push(violation);
    }
}
