//! Random commands against a simple model of a cycle.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::{Index, select};
use service_quality::improve::action::{Action, ActionKind, ActionOutcome};
use service_quality::improve::cause::{CauseCategory, CauseEvidence, Hypothesis};
use service_quality::improve::cycle::{
    ControlPlan, Cycle, CycleCommand, CycleGuard, CycleRecord, Decision, Deviation, Phase, Prediction,
    ProblemFate, Standardisation, Start, Training,
};
use service_quality::improve::effect::{
    AfterPeriod, Effect, EffectMeasure, EffectReport, EffectTest, Magnitude, SeriesChange, SideEffect,
    TestPlan, WatchedIndicator,
};
use service_quality::improve::goal::{Baseline, Goal};
use service_quality::improve::history::{Command, Guard, GuardPolicy, Refusal};
use service_quality::improve::problem::{Problem, ProblemEvidence, ProblemSource, Severity};
use service_quality::indicator::Limit;
use service_quality::monitor::capability::Stability;
use service_quality::quantity::{Date, Number, Span, Timestamp};

use CycleGuard as G;

const PEOPLE: [&str; 2] = ["li", "wang"];

/// What reported effects are judged against.
const TARGET: i32 = 9;

fn day(of_2026: u32) -> Date {
    "2026-01-01".parse::<Date>().unwrap().plus_days(of_2026).unwrap()
}

fn noon(of_2026: u32) -> Timestamp {
    let first: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
    first.checked_add(Span::from_hours(24 * i32::try_from(of_2026).unwrap())).unwrap()
}

/// What a command is, in the small words of the model.
#[derive(Debug, Clone)]
enum Move {
    Start,
    Problem { id: u8, evidence: bool },
    Drop(u8),
    Baseline { value: i32, stable: Option<bool> },
    Goal { target: i32, due: u32 },
    Cause(u8),
    Judge { cause: u8, holds: bool },
    Plan { action: u8, owner: Option<usize>, due: Option<u32>, cause: Option<u8> },
    Replan { action: u8, owner: Option<usize>, due: Option<u32>, cause: Option<u8> },
    Predict,
    TestPlan { minimum: u64 },
    Watch(u8),
    Begin(u8),
    Complete { action: u8, evidence: bool },
    Abort { action: u8, reason: bool },
    Deviation(Option<u8>),
    Report(Report),
    Except,
    Decide(Outcome),
    Settle { problem: u8, settled: bool },
    Child(u8),
    ChildMoves { child: u8, to: Phase },
    Advance(Phase),
    Cancel { reason: bool },
}

#[derive(Debug, Clone, Copy)]
struct Report {
    n: u64,
    p: bool,
    better: bool,
    value: i32,
    stable: Option<bool>,
    from: u32,
    side: Option<(u8, bool)>,
    as_planned: bool,
}

#[derive(Debug, Clone, Copy)]
enum Outcome {
    Standardise { version: bool, effective: bool, control: bool, training: bool },
    Adjust { next: bool, lessons: bool },
    Abandon { reason: bool },
}

/// One flag for each part of a cycle.
#[derive(Debug, Clone, Default)]
struct Model {
    started: bool,
    phase: Option<Phase>,
    problems: BTreeMap<u8, (bool, bool)>,
    baseline: Option<(i32, bool)>,
    goal: Option<(i32, u32)>,
    causes: BTreeMap<u8, Option<bool>>,
    actions: BTreeMap<u8, Doing>,
    predicted: bool,
    minimum: Option<u64>,
    watched: BTreeSet<u8>,
    logged: BTreeSet<u8>,
    report: Option<(usize, Report, Option<i32>)>,
    excepted: bool,
    outcome: Option<Outcome>,
    children: BTreeMap<u8, Phase>,
}

#[derive(Debug, Clone)]
struct Doing {
    owner: Option<usize>,
    due: Option<u32>,
    cause: Option<u8>,
    begun: Option<u32>,
    end: Option<End>,
    unplanned: bool,
}

#[derive(Debug, Clone, Copy)]
enum End {
    Done { on: u32, evidence: bool },
    Cancelled { reason: bool },
}

/// Those guards that are violated.
fn guards<const N: usize>(of: [(bool, G); N]) -> BTreeSet<G> {
    of.into_iter().filter(|(violated, _)| *violated).map(|(_, guard)| guard).collect()
}

impl Model {
    fn phase(&self) -> Phase {
        self.phase.unwrap_or(Phase::Plan)
    }

    /// Which guards refuse a move; where none does, the model has taken it.
    fn give(&mut self, what: &Move, by: usize, today: u32) -> Vec<G> {
        let hard = self.hard(what, today);
        if let Some(guard) = hard {
            return vec![guard];
        }
        let soft = match what {
            Move::Advance(to) => self.soft(*to, today),
            Move::Cancel { reason } => {
                let mut found = self.ending();
                found.extend((!reason).then_some(G::ReasonMissing));
                found
            }
            _ => BTreeSet::new(),
        };
        if soft.is_empty() {
            self.take(what, by, today);
        }
        soft.into_iter().collect()
    }

    fn hard(&self, what: &Move, today: u32) -> Option<G> {
        use Phase::{Act, Check, Do, Plan};
        if matches!(what, Move::Start) {
            return self.started.then_some(G::AlreadyStarted);
        }
        if !self.started {
            return Some(G::NotStarted);
        }
        if self.phase().is_final() {
            return Some(G::ClosedIsFinal);
        }
        let phases: &[Phase] = match what {
            Move::Problem { .. }
            | Move::Drop(_)
            | Move::Baseline { .. }
            | Move::Goal { .. }
            | Move::Predict
            | Move::TestPlan { .. }
            | Move::Watch(_) => &[Plan],
            Move::Cause(_)
            | Move::Judge { .. }
            | Move::Plan { .. }
            | Move::Replan { .. }
            | Move::Abort { .. } => &[Plan, Do],
            Move::Begin(_) | Move::Complete { .. } => &[Do],
            Move::Deviation(_) => &[Do, Check],
            Move::Report(_) => &[Check],
            Move::Except | Move::Decide(_) => &[Act],
            _ => &[Plan, Do, Check, Act],
        };
        if !phases.contains(&self.phase()) {
            return Some(G::NotInThisPhase);
        }
        let known = |action: &u8| if self.actions.contains_key(action) { None } else { Some(G::PartUnknown) };
        let ended = |action: &u8| {
            self.actions.get(action).is_some_and(|one| one.end.is_some()).then_some(G::ActionStatusUnfit)
        };
        let named = |cause: &Option<u8>| {
            cause.is_some_and(|cause| !self.causes.contains_key(&cause)).then_some(G::PartUnknown)
        };
        match what {
            Move::Problem { id, .. } => self.problems.contains_key(id).then_some(G::PartRepeated),
            Move::Drop(id) | Move::Settle { problem: id, .. } => {
                (!self.problems.contains_key(id)).then_some(G::PartUnknown)
            }
            Move::Cause(id) => self.causes.contains_key(id).then_some(G::PartRefused),
            Move::Judge { cause, .. } => (!self.causes.contains_key(cause)).then_some(G::PartRefused),
            Move::Plan { action, cause, .. } => {
                self.actions.contains_key(action).then_some(G::PartRepeated).or_else(|| named(cause))
            }
            Move::Replan { action, cause, .. } => {
                named(cause).or_else(|| known(action)).or_else(|| ended(action))
            }
            Move::Begin(action) => known(action)
                .or_else(|| ended(action))
                .or_else(|| self.actions.get(action)?.begun.map(|_| G::ActionStatusUnfit)),
            Move::Complete { action, .. } => known(action).or_else(|| ended(action)).or_else(|| {
                self.actions.get(action)?.begun.filter(|begun| today < *begun).map(|_| G::ActionStatusUnfit)
            }),
            Move::Abort { action, .. } => known(action).or_else(|| ended(action)),
            Move::Watch(id) => self.watched.contains(id).then_some(G::PartRepeated),
            Move::Deviation(Some(action)) => known(action),
            Move::Child(child) => self.children.contains_key(child).then_some(G::PartRepeated),
            Move::ChildMoves { child, .. } => (!self.children.contains_key(child)).then_some(G::PartUnknown),
            Move::Advance(to) => (self.phase().next() != Some(*to)).then_some(G::PhaseSkipped),
            _ => None,
        }
    }

    fn ending(&self) -> BTreeSet<G> {
        let mut found = BTreeSet::new();
        found.extend(
            self.problems.values().any(|(_, settled)| !settled).then_some(G::UnresolvedProblemNotRolledOver),
        );
        found.extend(self.children.values().any(|phase| !phase.is_final()).then_some(G::ChildCycleOpen));
        found
    }

    fn soft(&self, to: Phase, today: u32) -> BTreeSet<G> {
        match to {
            Phase::Do => self.before_do(today),
            Phase::Check => self.before_check(),
            Phase::Act => self.before_act(today),
            Phase::Closed => &self.before_closing() | &self.ending(),
            Phase::Plan | Phase::Cancelled => BTreeSet::new(),
        }
    }

    fn before_do(&self, today: u32) -> BTreeSet<G> {
        let verified =
            |cause: Option<u8>| cause.is_some_and(|cause| self.causes.get(&cause) == Some(&Some(true)));
        let any_verified = self.causes.values().any(|one| *one == Some(true));
        let planned: Vec<&Doing> = self.actions.values().filter(|one| one.end.is_none()).collect();
        let goal_due = self.goal.map(|(_, due)| due);
        let compared = self.baseline.zip(self.goal);
        guards([
            (self.problems.is_empty(), G::ProblemMissing),
            (self.problems.values().any(|(evidence, _)| !evidence), G::ProblemEvidenceMissing),
            (self.baseline.is_none(), G::BaselineMissing),
            (self.baseline.is_some_and(|(_, judged)| !judged), G::BaselineStabilityMissing),
            (self.goal.is_none(), G::GoalMissing),
            (goal_due.is_some_and(|due| due <= today), G::GoalDueInPast),
            (compared.is_some_and(|((value, _), (target, _))| value >= target), G::GoalNotAnImprovement),
            (self.causes.is_empty(), G::RootCauseMissing),
            (!self.causes.is_empty() && !any_verified, G::RootCauseUnverified),
            (planned.is_empty(), G::MeasureMissing),
            (planned.iter().any(|one| one.owner.is_none()), G::MeasureOwnerMissing),
            (planned.iter().any(|one| one.due.is_none()), G::MeasureDueMissing),
            (
                planned.iter().any(|one| one.due.zip(goal_due).is_some_and(|(due, goal)| due > goal)),
                G::MeasureDueAfterGoal,
            ),
            (any_verified && planned.iter().any(|one| !verified(one.cause)), G::MeasureCauseMissing),
            (!self.predicted, G::PredictionMissing),
            (self.minimum.is_none(), G::TestPlanMissing),
        ])
    }

    fn before_check(&self) -> BTreeSet<G> {
        let any = |is: &dyn Fn(Option<End>) -> bool| self.actions.values().any(|one| is(one.end));
        let deviates = |id: &u8, one: &Doing| {
            let late = matches!((one.end, one.due), (Some(End::Done { on, .. }), Some(due)) if on > due);
            (late || one.unplanned) && !self.logged.contains(id)
        };
        guards([
            (any(&|end| end.is_none()), G::MeasuresUnfinished),
            (!any(&|end| !matches!(end, Some(End::Cancelled { .. }))), G::NoMeasureCarriedOut),
            (any(&|end| matches!(end, Some(End::Done { evidence: false, .. }))), G::MeasureEvidenceMissing),
            (any(&|end| matches!(end, Some(End::Cancelled { reason: false }))), G::MeasureReasonMissing),
            (self.actions.iter().any(|(id, one)| deviates(id, one)), G::DeviationUnlogged),
        ])
    }

    fn before_act(&self, today: u32) -> BTreeSet<G> {
        let Some((by, report, target)) = &self.report else { return guards([(true, G::EffectUntested)]) };
        let done = |one: &Doing| match one.end {
            Some(End::Done { on, .. }) => Some(on),
            _ => None,
        };
        let last = self.actions.values().filter_map(done).max();
        let told = report.side.map(|(id, _)| id);
        guards([
            (last.is_some_and(|last| report.from <= last), G::AfterPeriodOverlapsDo),
            (report.from > today, G::AfterPeriodUnfinished),
            (self.minimum.is_some_and(|least| report.n < least), G::AfterSampleTooSmall),
            (!report.as_planned, G::TestNotAsPlanned),
            (target.is_some_and(|target| target != TARGET), G::EffectOfOtherGoal),
            (report.stable.is_none(), G::StabilityAfterMissing),
            (self.watched.iter().any(|id| Some(*id) != told), G::SideEffectMissing),
            (self.actions.values().any(|one| one.owner == Some(*by)), G::CheckerIsMeasureOwner),
        ])
    }

    fn before_closing(&self) -> BTreeSet<G> {
        match self.outcome {
            Some(Outcome::Standardise { version, effective, control, training }) => {
                let target = self.goal.map_or(TARGET, |(target, _)| target);
                let shown = match &self.report {
                    None => guards([(true, G::EffectNotSignificant)]),
                    Some((_, report, _)) => guards([
                        (!report.p, G::EffectNotSignificant),
                        (report.p && !report.better, G::EffectInWrongDirection),
                        (report.p && report.better && report.value < target && !self.excepted, G::GoalNotMet),
                        (report.stable == Some(false), G::UnstableAfter),
                        (
                            report.side.is_some_and(|(_, worse)| worse) && !self.excepted,
                            G::SideEffectExceeded,
                        ),
                    ]),
                };
                let asked = guards([
                    (!version, G::StandardVersionMissing),
                    (!effective, G::EffectiveDateMissing),
                    (!control, G::ControlPlanMissing),
                    (!training, G::TrainingMissing),
                ]);
                &shown | &asked
            }
            Some(Outcome::Adjust { next, lessons }) => {
                guards([(!next, G::NextCycleMissing), (!lessons, G::LessonsMissing)])
            }
            Some(Outcome::Abandon { reason }) => guards([(!reason, G::ReasonMissing)]),
            None => guards([(true, G::DecisionMissing)]),
        }
    }

    fn take(&mut self, what: &Move, by: usize, today: u32) {
        let in_do = self.phase() == Phase::Do;
        match what.clone() {
            Move::Start => self.started = true,
            Move::Problem { id, evidence } => drop(self.problems.insert(id, (evidence, false))),
            Move::Drop(id) => drop(self.problems.remove(&id)),
            Move::Baseline { value, stable } => self.baseline = Some((value, stable.is_some())),
            Move::Goal { target, due } => self.goal = Some((target, due)),
            Move::Cause(id) => drop(self.causes.insert(id, None)),
            Move::Judge { cause, holds } => drop(self.causes.insert(cause, Some(holds))),
            Move::Plan { action, owner, due, cause } => {
                let doing = Doing { owner, due, cause, begun: None, end: None, unplanned: in_do };
                self.actions.insert(action, doing);
            }
            Move::Replan { action, owner, due, cause } => {
                if let Some(one) = self.actions.get_mut(&action) {
                    (one.owner, one.due, one.cause) = (owner, due, cause);
                    one.unplanned |= in_do;
                }
            }
            Move::Predict => self.predicted = true,
            Move::TestPlan { minimum } => self.minimum = Some(minimum),
            Move::Watch(id) => drop(self.watched.insert(id)),
            Move::Begin(action) => {
                self.actions.entry(action).and_modify(|one| one.begun = Some(today));
            }
            Move::Complete { action, evidence } => self.end(action, End::Done { on: today, evidence }),
            Move::Abort { action, reason } => self.end(action, End::Cancelled { reason }),
            Move::Deviation(action) => self.logged.extend(action),
            Move::Report(report) => self.report = Some((by, report, self.goal.map(|(target, _)| target))),
            Move::Except => self.excepted = true,
            Move::Decide(outcome) => self.outcome = Some(outcome),
            Move::Settle { problem, settled } => {
                self.problems.entry(problem).and_modify(|one| one.1 = settled);
            }
            Move::Child(child) => drop(self.children.insert(child, Phase::Plan)),
            Move::ChildMoves { child, to } => drop(self.children.insert(child, to)),
            Move::Advance(to) => self.phase = Some(to),
            Move::Cancel { .. } => self.phase = Some(Phase::Cancelled),
        }
    }

    fn end(&mut self, action: u8, end: End) {
        self.actions.entry(action).and_modify(|one| one.end = Some(end));
    }

    /// A command that helps on, so that random walks come to an end.
    fn helpful(&self, today: u32) -> Move {
        let due = Some(today + 20);
        let phase = self.phase();
        let missing = phase.next().map(|to| self.soft(to, today)).unwrap_or_default();
        let Some(first) = missing.first() else {
            return if self.started { Move::Advance(phase.next().unwrap_or(Phase::Do)) } else { Move::Start };
        };
        if !self.started {
            return Move::Start;
        }
        let lacking = |lacks: &dyn Fn(&Doing) -> bool| {
            let one = self.actions.iter().find(|(_, one)| one.end.is_none() && lacks(one));
            one.map(|(id, _)| *id).unwrap_or_default()
        };
        let cause = self.causes.iter().find(|(_, one)| **one == Some(true)).map(|(id, _)| *id);
        let replan = |action| Move::Replan { action, owner: Some(0), due, cause };
        match first {
            G::ProblemMissing => Move::Problem { id: 0, evidence: true },
            G::ProblemEvidenceMissing => {
                Move::Drop(*self.problems.iter().find(|(_, (evidence, _))| !evidence).expect("one").0)
            }
            G::BaselineMissing | G::BaselineStabilityMissing => {
                Move::Baseline { value: 5, stable: Some(true) }
            }
            G::GoalMissing | G::GoalNotAnImprovement | G::GoalDueInPast => {
                Move::Goal { target: TARGET, due: today + 60 }
            }
            G::RootCauseMissing => Move::Cause(0),
            G::RootCauseUnverified => {
                Move::Judge { cause: *self.causes.keys().next().expect("one"), holds: true }
            }
            G::MeasureMissing => Move::Plan {
                action: (0..9).find(|id| !self.actions.contains_key(id)).unwrap_or(9),
                owner: Some(0),
                due,
                cause,
            },
            G::MeasureOwnerMissing => replan(lacking(&|one| one.owner.is_none())),
            G::MeasureDueMissing => replan(lacking(&|one| one.due.is_none())),
            G::MeasureDueAfterGoal => Move::Goal { target: TARGET, due: today + 300 },
            G::MeasureCauseMissing => replan(lacking(&|one| {
                one.cause.is_none_or(|cause| self.causes.get(&cause) != Some(&Some(true)))
            })),
            G::PredictionMissing => Move::Predict,
            G::TestPlanMissing => Move::TestPlan { minimum: 10 },
            G::MeasuresUnfinished => Move::Complete { action: lacking(&|_| true), evidence: true },
            G::DeviationUnlogged => {
                Move::Deviation(self.actions.keys().find(|id| !self.logged.contains(id)).copied())
            }
            // A report against another target than the plan's closes the way; so does an owner who checks.
            G::EffectOfOtherGoal | G::CheckerIsMeasureOwner => Move::Cancel { reason: true },
            G::EffectUntested
            | G::AfterPeriodOverlapsDo
            | G::AfterPeriodUnfinished
            | G::AfterSampleTooSmall
            | G::TestNotAsPlanned
            | G::StabilityAfterMissing
            | G::SideEffectMissing => Move::Report(Report {
                n: 30,
                p: true,
                better: true,
                value: 9,
                stable: Some(true),
                from: today,
                side: self.watched.first().map(|id| (*id, false)),
                as_planned: true,
            }),
            G::DecisionMissing | G::LessonsMissing | G::NextCycleMissing | G::ReasonMissing => {
                Move::Decide(Outcome::Abandon { reason: true })
            }
            G::UnresolvedProblemNotRolledOver => Move::Settle {
                problem: *self.problems.iter().find(|(_, (_, settled))| !settled).expect("one").0,
                settled: true,
            },
            G::ChildCycleOpen => Move::ChildMoves {
                child: *self.children.iter().find(|(_, phase)| !phase.is_final()).expect("one").0,
                to: Phase::Closed,
            },
            _ => Move::Decide(Outcome::Standardise {
                version: true,
                effective: true,
                control: true,
                training: true,
            }),
        }
    }
}

/// The crate's command for a move.
fn command(what: &Move, today: u32) -> CycleCommand {
    let action = |id: &u8| format!("a{id}").parse().unwrap();
    let cause = |id: &u8| format!("c{id}").parse().unwrap();
    let plan = |id: &u8, owner: &Option<usize>, due: &Option<u32>, of: &Option<u8>| {
        let mut plan = Action::new(action(id), ActionKind::Corrective, "do it".parse().unwrap());
        if let Some(owner) = owner {
            plan = plan.owned_by(PEOPLE[*owner].parse().unwrap());
        }
        if let Some(due) = due {
            plan = plan.due(day(*due));
        }
        if let Some(of) = of {
            plan = plan.against(cause(of));
        }
        plan
    };
    let reason = |given: bool| given.then(|| "because".parse().unwrap());
    match what {
        Move::Start => CycleCommand::Start(Start::new("better".parse().unwrap(), "boss".parse().unwrap())),
        Move::Problem { id, evidence } => {
            let source = ProblemSource::Reported { by: "boss".parse().unwrap() };
            let mut problem = Problem::new(
                format!("p{id}").parse().unwrap(),
                "bad".parse().unwrap(),
                source,
                Severity::Major,
                noon(0),
            );
            if *evidence {
                problem = problem.with_evidence(ProblemEvidence::Complaint("b".parse().unwrap()));
            }
            CycleCommand::AddProblem(problem)
        }
        Move::Drop(id) => CycleCommand::DropProblem {
            problem: format!("p{id}").parse().unwrap(),
            reason: "x".parse().unwrap(),
        },
        Move::Baseline { value, stable } => {
            let mut baseline = Baseline::new("csat".parse().unwrap(), Number::from(*value), 20).unwrap();
            if let Some(stable) = stable {
                baseline = baseline.with_stability(Stability::from_signals(usize::from(!stable)));
            }
            CycleCommand::SetBaseline(baseline)
        }
        Move::Goal { target, due } => CycleCommand::SetGoal(Goal::new(
            "csat".parse().unwrap(),
            Limit::AtLeast((*target).into()),
            day(*due),
        )),
        Move::Cause(id) => CycleCommand::ProposeCause(Hypothesis::new(
            cause(id),
            CauseCategory::People,
            "why".parse().unwrap(),
        )),
        Move::Judge { cause: id, holds } => {
            let (cause, evidence) = (cause(id), vec![CauseEvidence::Observation("seen".parse().unwrap())]);
            if *holds {
                CycleCommand::VerifyCause { cause, evidence }
            } else {
                CycleCommand::RejectCause { cause, evidence }
            }
        }
        Move::Plan { action, owner, due, cause } => CycleCommand::PlanAction(plan(action, owner, due, cause)),
        Move::Replan { action, owner, due, cause } => CycleCommand::ReplanAction {
            action: plan(action, owner, due, cause),
            reason: "x".parse().unwrap(),
        },
        Move::Predict => CycleCommand::Predict(Prediction { what: "better".parse().unwrap(), value: None }),
        Move::TestPlan { minimum } => CycleCommand::FixTestPlan(test_plan(*minimum)),
        Move::Watch(id) => CycleCommand::Watch(watched(*id)),
        Move::Begin(id) => CycleCommand::BeginAction { action: action(id), on: day(today) },
        Move::Complete { action: id, evidence } => {
            let outcome = ActionOutcome { evidence: reason(*evidence), ..ActionOutcome::new(day(today)) };
            CycleCommand::CompleteAction { action: action(id), outcome }
        }
        Move::Abort { action: id, reason: given } => {
            CycleCommand::CancelAction { action: action(id), reason: reason(*given) }
        }
        Move::Deviation(id) => CycleCommand::LogDeviation(Deviation {
            action: id.as_ref().map(action),
            what: "x".parse().unwrap(),
        }),
        Move::Report(report) => CycleCommand::ReportEffect(effect(report)),
        Move::Except => CycleCommand::AcceptException { reason: "near enough".parse().unwrap() },
        Move::Decide(outcome) => CycleCommand::Decide(decision(*outcome)),
        Move::Settle { problem, settled } => CycleCommand::SettleProblem {
            problem: format!("p{problem}").parse().unwrap(),
            fate: if *settled {
                ProblemFate::Accepted { reason: "x".parse().unwrap() }
            } else {
                ProblemFate::Open
            },
        },
        Move::Child(child) => CycleCommand::AddChild(format!("k{child}").parse().unwrap()),
        Move::ChildMoves { child, to } => {
            CycleCommand::MoveChild { child: format!("k{child}").parse().unwrap(), to: *to }
        }
        Move::Advance(to) => CycleCommand::Advance(*to),
        Move::Cancel { reason: given } => CycleCommand::Cancel { reason: reason(*given) },
    }
}

/// Takes an estimate that differs from the levels.
const LEVEL: EffectTest = EffectTest::InterruptedSeries { change: SeriesChange::Level, lags: None };

fn test_plan(minimum: u64) -> TestPlan {
    TestPlan::new(LEVEL, "0.05".parse().unwrap(), minimum, AfterPeriod::Days(1)).unwrap()
}

fn watched(id: u8) -> WatchedIndicator {
    WatchedIndicator { indicator: format!("side{id}").parse().unwrap(), tolerated: Limit::AtMost(5.into()) }
}

fn effect(report: &Report) -> Effect {
    let side = report.side.map(|(id, worse)| {
        let WatchedIndicator { indicator, .. } = watched(id);
        // What the report says that it tolerates does not count.
        SideEffect {
            indicator,
            tolerated: Limit::AtMost(99.into()),
            before: None,
            after: if worse { 6 } else { 5 }.into(),
        }
    });
    Effect::reported(EffectReport {
        indicator: "csat".parse().unwrap(),
        target: Limit::AtLeast(TARGET.into()),
        test: if report.as_planned { LEVEL } else { EffectTest::DifferenceInDifferences },
        alpha: "0.05".parse().unwrap(),
        n_before: 20,
        n_after: report.n,
        before: 5.into(),
        after: report.value.into(),
        after_from: day(report.from),
        after_to: Some(day(report.from)),
        magnitude: Magnitude::new(EffectMeasure::Difference, if report.better { 2.0 } else { -2.0 }).unwrap(),
        p: if report.p { 0.01 } else { 0.4 },
        stability: report.stable.map(|stable| Stability::from_signals(usize::from(!stable))),
        side_effects: side.into_iter().collect(),
    })
    .unwrap()
}

fn decision(outcome: Outcome) -> Decision {
    match outcome {
        Outcome::Standardise { version, effective, control, training } => {
            Decision::Standardise(Standardisation {
                version: version.then(|| serde_json::from_str(r#"{"id": "desk", "version": "2"}"#).unwrap()),
                effective: effective.then(|| day(300)),
                control_plan: control.then(|| ControlPlan {
                    chart: "csat".parse().unwrap(),
                    indicator: "csat".parse().unwrap(),
                    rebase: None,
                    owner: "li".parse().unwrap(),
                    reaction: "look".parse().unwrap(),
                }),
                training: training.then(|| Training::NotNeeded("known".parse().unwrap())),
            })
        }
        Outcome::Adjust { next, lessons } => Decision::Adjust {
            next: next.then(|| "next".parse().unwrap()),
            lessons: if lessons { vec!["ask first".parse().unwrap()] } else { Vec::new() },
        },
        Outcome::Abandon { reason } => Decision::Abandon { reason: reason.then(|| "dear".parse().unwrap()) },
    }
}

fn moves() -> impl Strategy<Value = Move> {
    let id = || 0_u8..3;
    let phase =
        || select(vec![Phase::Plan, Phase::Do, Phase::Check, Phase::Act, Phase::Closed, Phase::Cancelled]);
    let flag = any::<bool>;
    let plan = move || {
        (id(), proptest::option::of(0_usize..2), proptest::option::of(0_u32..200), proptest::option::of(id()))
    };
    let report = (
        (5_u64..15, flag(), flag(), 5_i32..10),
        (proptest::option::of(flag()), 0_u32..120, proptest::option::of((id(), flag())), flag()),
    );
    prop_oneof![
        Just(Move::Start),
        (id(), flag()).prop_map(|(id, evidence)| Move::Problem { id, evidence }),
        id().prop_map(Move::Drop),
        (3_i32..12, proptest::option::of(flag()))
            .prop_map(|(value, stable)| Move::Baseline { value, stable }),
        (8_i32..11, 0_u32..200).prop_map(|(target, due)| Move::Goal { target, due }),
        id().prop_map(Move::Cause),
        (id(), flag()).prop_map(|(cause, holds)| Move::Judge { cause, holds }),
        plan().prop_map(|(action, owner, due, cause)| Move::Plan { action, owner, due, cause }),
        plan().prop_map(|(action, owner, due, cause)| Move::Replan { action, owner, due, cause }),
        Just(Move::Predict),
        (5_u64..15).prop_map(|minimum| Move::TestPlan { minimum }),
        id().prop_map(Move::Watch),
        id().prop_map(Move::Begin),
        (id(), flag()).prop_map(|(action, evidence)| Move::Complete { action, evidence }),
        (id(), flag()).prop_map(|(action, reason)| Move::Abort { action, reason }),
        proptest::option::of(id()).prop_map(Move::Deviation),
        report.prop_map(|((n, p, better, value), (stable, from, side, as_planned))| {
            Move::Report(Report { n, p, better, value, stable, from, side, as_planned })
        }),
        Just(Move::Except),
        (flag(), flag(), flag(), flag()).prop_map(|(version, effective, control, training)| {
            Move::Decide(Outcome::Standardise { version, effective, control, training })
        }),
        (flag(), flag()).prop_map(|(next, lessons)| Move::Decide(Outcome::Adjust { next, lessons })),
        flag().prop_map(|reason| Move::Decide(Outcome::Abandon { reason })),
        (id(), flag()).prop_map(|(problem, settled)| Move::Settle { problem, settled }),
        id().prop_map(Move::Child),
        (id(), phase()).prop_map(|(child, to)| Move::ChildMoves { child, to }),
        phase().prop_map(Move::Advance),
        flag().prop_map(|reason| Move::Cancel { reason }),
    ]
}

/// A walk: at each step a random move or one that helps on, by whom, and how many days later.
fn walks() -> impl Strategy<Value = Vec<(Option<Move>, usize, u32)>> {
    proptest::collection::vec((proptest::option::weighted(0.4, moves()), 0_usize..3, 0_u32..3), 1..80)
}

fn by(person: usize) -> &'static str {
    ["li", "wang", "zhao"][person]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cycle_does_what_the_model_does(walk in walks()) {
        let (mut model, mut cycle) = (Model::default(), Cycle::new("cycle".parse().unwrap()));
        let (policy, mut log, mut today) = (GuardPolicy::default(), Vec::<CycleRecord>::new(), 1);
        for (random, person, later) in walk {
            today += later;
            let what = random.unwrap_or_else(|| model.helpful(today));
            let expected = model.give(&what, person, today);
            let order = Command::new(by(person).parse().unwrap(), command(&what, today)).after(cycle.revision());
            match cycle.decide(&order, &policy, noon(today)) {
                Ok(records) => {
                    prop_assert_eq!(expected, Vec::new(), "{:?} was allowed", what);
                    prop_assert_eq!(records.len(), 1);
                    for record in &records {
                        cycle.apply(record).unwrap();
                    }
                    // Whoever saw the state before comes too late.
                    let stale = cycle.decide(&order, &policy, noon(today)).unwrap_err();
                    let is_stale = matches!(stale, Refusal::Stale { .. });
                    prop_assert!(is_stale);
                    log.extend(records);
                }
                Err(refusal) => {
                    let got: Vec<G> = refusal.violations().iter().map(|one| one.guard).collect();
                    prop_assert_eq!(got, expected, "{:?} on day {}", what, today);
                }
            }
            prop_assert_eq!(cycle.phase(), model.phase());
        }
        let text = serde_json::to_string(&log).unwrap();
        let stored: Vec<CycleRecord> = serde_json::from_str(&text).unwrap();
        let replayed = Cycle::replay("cycle".parse().unwrap(), &stored, noon(today)).unwrap();
        prop_assert_eq!(&replayed, &cycle);
        prop_assert_eq!(serde_json::to_string(&stored).unwrap(), text);
    }

    #[test]
    fn what_a_switched_off_guard_would_refuse_is_recorded(walk in walks()) {
        let strict = GuardPolicy::default();
        let open = G::ALL.iter().filter(|guard| guard.can_be_switched_off()).fold(strict.clone(), |policy, guard| {
            policy.without(*guard, "a trial".parse().unwrap(), "boss".parse().unwrap()).unwrap()
        });
        let mut cycle = Cycle::new("cycle".parse().unwrap());
        let (mut model, mut today) = (Model::default(), 1);
        for (random, person, later) in walk {
            today += later;
            let what = random.unwrap_or_else(|| model.helpful(today));
            let order = Command::new(by(person).parse().unwrap(), command(&what, today));
            let strictly = cycle.decide(&order, &strict, noon(today));
            match cycle.decide(&order, &open, noon(today)) {
                Ok(records) => {
                    for record in &records {
                        cycle.apply(record).unwrap();
                    }
                    let refused = strictly.err().map(|refusal| refusal.violations().to_vec()).unwrap_or_default();
                    let passed: Vec<_> = cycle.passages().last().map(|passage| passage.waived.iter().map(|one| one.violation().clone()).collect()).unwrap_or_default();
                    if matches!(what, Move::Advance(_) | Move::Cancel { .. }) {
                        prop_assert_eq!(refused, passed);
                    } else {
                        prop_assert_eq!(refused, Vec::new());
                    }
                    model.take(&what, person, today);
                }
                Err(refusal) => {
                    prop_assert!(refusal.violations().iter().all(|one| !one.guard.can_be_switched_off()), "{}", refusal);
                    prop_assert_eq!(strictly.unwrap_err(), refusal);
                }
            }
        }
    }

    #[test]
    fn broken_histories_are_refused_and_nothing_is_lost(walk in walks(), at in any::<Index>(), other in any::<Index>()) {
        let mut cycle = Cycle::new("cycle".parse().unwrap());
        let (mut model, mut log, mut today) = (Model::default(), Vec::<CycleRecord>::new(), 1);
        for (random, person, later) in walk {
            today += later;
            let what = random.unwrap_or_else(|| model.helpful(today));
            let _ = model.give(&what, person, today);
            let order = Command::new(by(person).parse().unwrap(), command(&what, today));
            for record in cycle.decide(&order, &GuardPolicy::default(), noon(today)).unwrap_or_default() {
                cycle.apply(&record).unwrap();
                log.push(record);
            }
        }
        prop_assume!(log.len() > 1);
        let id = || "cycle".parse().unwrap();
        let (at, other) = (at.index(log.len()), other.index(log.len()));
        let end = noon(today);
        // Twice, left out, exchanged, of another cycle, too early to be known: each is told by its name.
        let mut twice = log.clone();
        twice.insert(at, log[at].clone());
        let error = Cycle::replay(id(), &twice, end).unwrap_err().to_string();
        prop_assert!(error.contains("give each event once"), "{}", error);
        let mut gap = log.clone();
        gap.remove(at);
        let short = Cycle::replay(id(), &gap, end);
        prop_assert_eq!(short.is_ok(), at + 1 == log.len());
        let mut exchanged = log.clone();
        exchanged.swap(at, other);
        prop_assert_eq!(Cycle::replay(id(), &exchanged, end).is_ok(), at == other);
        let mut foreign = log.clone();
        foreign[at].subject = "another".parse().unwrap();
        prop_assert!(Cycle::replay(id(), &foreign, end).is_err());
        let before = log[at].at.checked_sub(Span::from_seconds(1)).unwrap();
        prop_assert!(Cycle::replay(id(), &log[..=at], before).is_err());
        // An event that fails leaves the state as it was.
        let mut now = Cycle::replay(id(), &log[..at], end).unwrap();
        let before = now.clone();
        let mut wrong = log[at].clone();
        wrong.revision += 1;
        prop_assert!(now.apply(&wrong).is_err());
        prop_assert_eq!(&now, &before);
        wrong.revision = log[at].revision;
        wrong.what = log[other].what.clone();
        if now.apply(&wrong).is_err() {
            prop_assert_eq!(&now, &before);
        }
    }
}

/// The walks must come to their ends, or the model proves little.
#[test]
fn helpful_moves_close_a_cycle() {
    let (mut model, mut today) = (Model::default(), 1);
    for _ in 0..60 {
        let what = model.helpful(today);
        let refused = model.give(&what, 2, today);
        assert_eq!(refused, Vec::new(), "{what:?}");
        today += 1;
        if model.phase() == Phase::Closed {
            return;
        }
    }
    panic!("stuck in {:?}: {model:?}", model.phase());
}
