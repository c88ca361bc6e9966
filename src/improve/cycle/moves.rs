use super::{
    ControlPlan, Cycle, CycleGuard, CycleProblem, Decision, ExceptionOf, Phase, ProblemFate, Standardisation,
};
use crate::improve::action::{ActionKind, ActionProgress, ActionStatus};
use crate::improve::effect::{AfterPeriod, Effect, PlanDeviation, SideEffect, TestPlan, WatchedIndicator};
use crate::improve::goal::{Baseline, Goal};
use crate::improve::history::{GuardPolicy, Violation};
use crate::monitor::capability::Stability;
use crate::quantity::{CauseId, Date, Timestamp};

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
            Some(today) => policy.split(self.violations(to, today, policy)).0,
            None => vec![Violation::new(CycleGuard::DayOutOfRange)],
        }
    }

    /// Every violated guard of a move.
    pub(super) fn violations(&self, to: Phase, today: Date, policy: &GuardPolicy<CycleGuard>) -> Found {
        match to {
            Phase::Plan => Vec::new(),
            Phase::Do => {
                [self.before_do(today), self.causes_and_actions(), self.plan_is_ahead(today)].concat()
            }
            Phase::Check => [self.causes_and_actions(), self.before_check()].concat(),
            // What is not to become the standard need not be proved.
            Phase::Act if self.decision.is_some() => Vec::new(),
            Phase::Act => self.sound_effect(policy),
            Phase::Closed => [self.before_closing(policy), self.before_ending()].concat(),
            Phase::Cancelled => self.before_ending(),
        }
    }

    /// Plan to Do: problem, baseline, goal, prediction, test.
    fn before_do(&self, today: Date) -> Found {
        let (baseline, goal) = (self.baseline.as_ref(), self.goal.as_ref());
        let taken = || self.problems.values().filter(|one| !matches!(one.fate, ProblemFate::Dropped { .. }));
        let bare = taken().map(CycleProblem::problem).filter(|one| one.evidence.is_empty());
        let mut found = of_parts(CycleGuard::ProblemEvidenceMissing, bare.map(|problem| &problem.id));
        // The values of two indicators are not compared.
        let pair = baseline.zip(goal);
        let same = |(baseline, goal): &(&Baseline, &Goal)| baseline.indicator() == goal.indicator();
        found.extend(violated([
            (taken().next().is_none(), CycleGuard::ProblemMissing),
            (baseline.is_none(), CycleGuard::BaselineMissing),
            (baseline.is_some_and(|one| one.stability().is_none()), CycleGuard::BaselineStabilityMissing),
            (goal.is_none(), CycleGuard::GoalMissing),
            (goal.is_some_and(|goal| goal.due() <= today), CycleGuard::GoalDueInPast),
            (
                goal.is_some_and(|goal| goal.agrees_with_direction() == Some(false)),
                CycleGuard::GoalInWrongDirection,
            ),
            (pair.is_some_and(|pair| !same(&pair)), CycleGuard::GoalOfOtherIndicator),
            (
                pair.filter(same).is_some_and(|(baseline, goal)| !goal.is_improvement_on(baseline.value())),
                CycleGuard::GoalNotAnImprovement,
            ),
            (self.prediction.is_none(), CycleGuard::PredictionMissing),
            (self.test_plan.is_none(), CycleGuard::TestPlanMissing),
        ]));
        found
    }

    /// Plan to Do: the days of the plan.
    fn plan_is_ahead(&self, today: Date) -> Found {
        let past = |one: &ActionProgress| one.action().due_on().is_some_and(|due| due < today);
        let mut found =
            self.planned(CycleGuard::MeasureDueInPast, |one| !one.status().is_ended() && past(one));
        let test = self.test_plan.as_ref().map(TestPlan::after);
        let begun = matches!(test, Some(AfterPeriod::Dates(dates)) if dates.from() <= today);
        let ends = test.and_then(AfterPeriod::ends);
        let late = self.goal.as_ref().zip(ends).is_some_and(|(goal, ends)| ends > goal.due());
        found.extend(violated([
            (begun, CycleGuard::AfterPeriodNotAhead),
            (late, CycleGuard::AfterPeriodEndsAfterGoal),
        ]));
        found
    }

    /// Before Do, and again before Check, since plans change: causes, and actions that are not given up.
    fn causes_and_actions(&self) -> Found {
        let verified = self.causes.verified().next().is_some();
        let mut found = violated([
            (self.causes.is_empty(), CycleGuard::RootCauseMissing),
            (!self.causes.is_empty() && !verified, CycleGuard::RootCauseUnverified),
            (self.actions.values().all(is_given_up) && self.phase == Phase::Plan, CycleGuard::MeasureMissing),
        ]);
        found.extend(self.planned(CycleGuard::MeasureOwnerMissing, |one| one.action().owner().is_none()));
        found.extend(self.planned(CycleGuard::MeasureDueMissing, |one| one.action().due_on().is_none()));
        if let Some(goal) = &self.goal {
            let late = |one: &ActionProgress| one.action().due_on().is_some_and(|due| due > goal.due());
            found.extend(self.planned(CycleGuard::MeasureDueAfterGoal, late));
        }
        if verified {
            let stands =
                |id: &CauseId| self.causes.get(id).is_some_and(|cause| cause.standing().is_verified());
            // A correction puts right what went wrong, whatever its cause.
            let aimless = |one: &ActionProgress| {
                let action = one.action();
                action.kind() != ActionKind::Correction && !action.causes().iter().any(stands)
            };
            found.extend(self.planned(CycleGuard::MeasureCauseMissing, aimless));
        }
        found
    }

    /// Do to Check.
    fn before_check(&self) -> Found {
        let done =
            |one: &&ActionProgress| one.outcome().is_some() && one.action().kind() != ActionKind::Correction;
        let idle = self.actions.values().all(|one| one.status().is_ended())
            && !self.actions.values().any(|one| done(&one));
        let mut found = violated([(idle, CycleGuard::NoMeasureCarriedOut)]);
        found.extend(self.planned(CycleGuard::MeasuresUnfinished, |one| !one.status().is_ended()));
        found.extend(self.planned(CycleGuard::MeasureEvidenceMissing, |one| {
            one.outcome().is_some_and(|outcome| outcome.evidence.is_none())
        }));
        let all = || self.actions.iter();
        let bare =
            all().filter(|(_, one)| matches!(one.status(), ActionStatus::Cancelled { reason: None, .. }));
        found.extend(of_parts(CycleGuard::MeasureReasonMissing, bare.map(|(id, _)| id)));
        let silent = all().filter(|(id, one)| {
            let late =
                one.outcome().zip(one.action().due_on()).is_some_and(|(outcome, due)| outcome.on > due);
            let logged = self.deviations.iter().any(|logged| logged.deviation.action.as_ref() == Some(*id));
            (late || self.unplanned.contains(id)) && !logged
        });
        found.extend(of_parts(CycleGuard::DeviationUnlogged, silent.map(|(id, _)| id)));
        found
    }

    /// Check to Act, and again before a change becomes the standard: an effect that can be relied upon.
    fn sound_effect(&self, policy: &GuardPolicy<CycleGuard>) -> Found {
        let Some(check) = self.checks.last() else {
            return vec![Violation::new(CycleGuard::EffectUntested)];
        };
        let effect = check.effect();
        let last_done = self.actions.values().filter_map(|one| Some(one.outcome()?.on)).max();
        let too_few = self.test_plan.as_ref().is_some_and(|plan| effect.n_after() < plan.minimum());
        // The last day is over only on the next one, by the day of the report.
        let ends = effect.after_to().unwrap_or(effect.after_from());
        let running = policy.day(check.at()).is_none_or(|reported| ends >= reported);
        let logged = self.deviations.iter().filter(|logged| logged.phase == Phase::Check).count();
        let mut found = violated([
            (last_done.is_some_and(|done| effect.after_from() <= done), CycleGuard::AfterPeriodOverlapsDo),
            (running, CycleGuard::AfterPeriodUnfinished),
            (too_few, CycleGuard::AfterSampleTooSmall),
            (!self.is_of_goal(effect), CycleGuard::EffectOfOtherGoal),
            (effect.stability().is_none(), CycleGuard::StabilityAfterMissing),
            (self.owns_action(check.by().as_str()), CycleGuard::CheckerIsMeasureOwner),
            (self.checks.len() > logged.saturating_add(1), CycleGuard::SecondLookUnlogged),
        ]);
        let reported = |watched: &&WatchedIndicator| {
            effect.side_effects().iter().any(|side| side.indicator == watched.indicator)
        };
        let silent = self.watched.iter().filter(|watched| !reported(watched));
        found.extend(of_parts(CycleGuard::SideEffectMissing, silent.map(|watched| &watched.indicator)));
        found.extend(of_parts(CycleGuard::TestNotAsPlanned, self.departures(effect)));
        found
    }

    /// Act to Closed: what each decision asks for.
    fn before_closing(&self, policy: &GuardPolicy<CycleGuard>) -> Found {
        match &self.decision {
            None => vec![Violation::new(CycleGuard::DecisionMissing)],
            Some(Decision::Standardise(standardisation)) => {
                let effect = [self.sound_effect(policy), self.before_standard()].concat();
                [effect, self.before_holding(standardisation, policy)].concat()
            }
            Some(Decision::Adjust { next, lessons }) => violated([
                (next.is_none(), CycleGuard::NextCycleMissing),
                (lessons.is_empty(), CycleGuard::LessonsMissing),
            ]),
            Some(Decision::Abandon { reason }) => violated([(reason.is_none(), CycleGuard::ReasonMissing)]),
        }
    }

    /// A change becomes the standard only where it is shown to be better.
    fn before_standard(&self) -> Found {
        let Some(effect) = self.effect() else {
            return vec![Violation::new(CycleGuard::EffectNotSignificant)];
        };
        let (significant, better) = (effect.is_significant(), effect.is_better());
        let met = self.goal.as_ref().map_or_else(|| effect.goal_met(), |goal| goal.met_by(effect.after()));
        let excepted = |of: &ExceptionOf| self.exceptions.iter().any(|one| one.of == *of);
        let unstable = effect.stability().is_some_and(|stability| self.is_unstable(stability));
        let partial = self.exceptions.iter().any(|one| self.owns_action(one.by.as_str()));
        let mut found = violated([
            (!significant, CycleGuard::EffectNotSignificant),
            (significant && !better, CycleGuard::EffectInWrongDirection),
            // Whether a goal is met is asked of an effect that is one; nobody can accept chance.
            (significant && better && !met && !excepted(&ExceptionOf::Goal), CycleGuard::GoalNotMet),
            (unstable && !excepted(&ExceptionOf::Instability), CycleGuard::UnstableAfter),
            (partial, CycleGuard::ExceptionByMeasureOwner),
        ]);
        let worse = effect.side_effects().iter().filter(|side| self.is_worse_than_tolerated(side));
        let worse = worse.filter(|side| !excepted(&ExceptionOf::SideEffect(side.indicator.clone())));
        found.extend(of_parts(CycleGuard::SideEffectExceeded, worse.map(|side| &side.indicator)));
        found
    }

    /// And only where it will be held.
    fn before_holding(&self, standardisation: &Standardisation, policy: &GuardPolicy<CycleGuard>) -> Found {
        let Standardisation { version, effective, control_plan, training } = standardisation;
        let decided = self.decided.and_then(|at| policy.day(at));
        let other =
            |plan: &ControlPlan| self.goal.as_ref().is_some_and(|goal| *goal.indicator() != plan.indicator);
        violated([
            (version.is_none(), CycleGuard::StandardVersionMissing),
            (effective.is_none(), CycleGuard::EffectiveDateMissing),
            (
                effective.zip(decided).is_some_and(|(from, decided)| from < decided),
                CycleGuard::EffectiveDateInPast,
            ),
            (control_plan.is_none(), CycleGuard::ControlPlanMissing),
            (control_plan.as_ref().is_some_and(other), CycleGuard::ControlPlanOfOtherIndicator),
            (training.is_none(), CycleGuard::TrainingMissing),
        ])
    }

    /// Before any end.
    fn before_ending(&self) -> Found {
        let open = self.children.iter().filter(|(_, phase)| !phase.is_final()).map(|(id, _)| id);
        let mut found = of_parts(CycleGuard::UnresolvedProblemNotRolledOver, self.unresolved());
        found.extend(of_parts(CycleGuard::ChildCycleOpen, open));
        found
    }

    /// By which of the actions that are not given up a guard is violated.
    fn planned(&self, guard: CycleGuard, violates: impl Fn(&ActionProgress) -> bool) -> Found {
        let violating = self.actions.iter().filter(|(_, one)| !is_given_up(one) && violates(one));
        of_parts(guard, violating.map(|(id, _)| id))
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

    /// Whether somebody owns an action or did so by an earlier plan; one that was given up before it began has no owner.
    fn owns_action(&self, who: &str) -> bool {
        let carried = self.actions.values().filter(|one| !is_given_up(one) || one.begun().is_some());
        carried
            .flat_map(ActionProgress::plans)
            .any(|plan| plan.owner().is_some_and(|owner| owner.as_str() == who))
    }

    /// Whether there are signals that nobody overrode but who owns an action.
    fn is_unstable(&self, stability: &Stability) -> bool {
        match stability {
            Stability::Stable => false,
            Stability::Unstable { .. } => true,
            Stability::Overridden { by, .. } => self.owns_action(by),
        }
    }

    /// How a reported test differs from the planned one, beside the size of the sample after.
    fn departures(&self, effect: &Effect) -> Vec<&'static str> {
        let departures = self.test_plan.as_ref().map(|plan| plan.deviations(effect)).unwrap_or_default();
        let others = departures.iter().filter(|one| !matches!(one, PlanDeviation::TooFew { .. }));
        others.map(PlanDeviation::code).collect()
    }
}

const fn is_given_up(one: &ActionProgress) -> bool {
    matches!(one.status(), ActionStatus::Cancelled { .. })
}

/// Those that are violated by the whole.
fn violated<const N: usize>(guards: [(bool, CycleGuard); N]) -> Found {
    guards.into_iter().filter(|(violated, _)| *violated).map(|(_, guard)| Violation::new(guard)).collect()
}

/// One violation by all parts that violate, if any do.
fn of_parts<S: ToString>(guard: CycleGuard, parts: impl IntoIterator<Item = S>) -> Found {
    let violation = Violation::of(guard, parts);
    if violation.of.is_empty() { Vec::new() } else { vec![violation] }
}
