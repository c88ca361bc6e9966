//! A simple model of a cycle: one flag for each of its parts, and the guards written down again from the table.

use std::collections::{BTreeMap, BTreeSet};

use service_quality::improve::cycle::{CycleGuard as G, Phase};

/// What reported effects are judged against.
pub(super) const TARGET: i32 = 9;

/// What a command is, in the small words of the model. Days are days of 2026; people are 0, 1 and 2.
#[derive(Debug, Clone)]
pub(super) enum Move {
    Start,
    HandOver,
    Problem {
        id: u8,
        evidence: bool,
    },
    Drop(u8),
    Baseline {
        value: i32,
        stable: bool,
    },
    Goal {
        target: i32,
        due: u32,
    },
    Cause(u8),
    Judge {
        cause: u8,
        holds: bool,
    },
    Plan(u8, Planned),
    Replan(u8, Planned),
    Predict,
    TestPlan {
        minimum: u64,
        fixed: Option<u32>,
    },
    Watch(u8),
    Begin(u8),
    Complete {
        action: u8,
        evidence: bool,
        back: u32,
    },
    Show(u8),
    Abort {
        action: u8,
        reason: bool,
    },
    Deviation(Option<u8>),
    Report(Report),
    Except(Except),
    Decide(Outcome),
    Settle {
        problem: u8,
        settled: bool,
    },
    Child(u8),
    ChildMoves {
        child: u8,
        to: Phase,
    },
    Advance(Phase),
    /// On to whatever phase comes next.
    Next,
    /// A report as planned, with what came out.
    Outcome(Report),
    Cancel {
        reason: bool,
    },
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Planned {
    pub(super) owner: Option<usize>,
    pub(super) due: Option<u32>,
    pub(super) cause: Option<u8>,
    pub(super) correction: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Report {
    pub(super) n: u64,
    pub(super) significant: bool,
    pub(super) better: bool,
    pub(super) value: i32,
    pub(super) stable: Stable,
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) side: Option<(u8, bool)>,
    pub(super) as_planned: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stable {
    Unsaid,
    Yes,
    No,
    OverriddenBy(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Except {
    Goal,
    Instability,
    Side(u8),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Outcome {
    Standardise { version: bool, effective: Option<u32>, control: Option<bool>, training: bool },
    Adjust { next: bool, lessons: bool },
    Abandon { reason: bool },
}

#[derive(Debug, Clone, Copy)]
struct Problem {
    evidence: bool,
    settled: bool,
    dropped: bool,
}

#[derive(Debug, Clone)]
struct Doing {
    plan: Planned,
    owners: BTreeSet<usize>,
    begun: Option<u32>,
    end: Option<End>,
    unplanned: bool,
}

#[derive(Debug, Clone, Copy)]
enum End {
    Done { on: u32, evidence: bool },
    Cancelled { reason: bool },
}

#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    started: bool,
    phase: Option<Phase>,
    problems: BTreeMap<u8, Problem>,
    baseline: Option<(i32, bool)>,
    goal: Option<(i32, u32)>,
    causes: BTreeMap<u8, Option<bool>>,
    actions: BTreeMap<u8, Doing>,
    predicted: bool,
    test: Option<(u64, Option<u32>)>,
    watched: BTreeSet<u8>,
    logged: BTreeSet<u8>,
    logged_in_check: usize,
    looks: usize,
    report: Option<(usize, u32, Report)>,
    exceptions: BTreeMap<Except, BTreeSet<usize>>,
    outcome: Option<(u32, Outcome)>,
    children: BTreeMap<u8, Phase>,
    in_do: Option<u32>,
}

/// Those guards that are violated.
fn guards<const N: usize>(of: [(bool, G); N]) -> BTreeSet<G> {
    of.into_iter().filter(|(violated, _)| *violated).map(|(_, guard)| guard).collect()
}

impl Model {
    pub(super) fn phase(&self) -> Phase {
        self.phase.unwrap_or(Phase::Plan)
    }

    /// Which guards refuse a move; where none does, the model has taken it.
    pub(super) fn give(&mut self, what: &Move, by: usize, today: u32) -> Vec<G> {
        if let Some(guard) = self.hard(what, today) {
            return vec![guard];
        }
        let soft = match what {
            Move::Advance(to) => self.soft(*to, today),
            Move::Cancel { reason } => &self.ending() | &guards([(!reason, G::ReasonMissing)]),
            _ => BTreeSet::new(),
        };
        if soft.is_empty() {
            self.take(what, by, today);
        }
        soft.into_iter().collect()
    }

    fn hard(&self, what: &Move, today: u32) -> Option<G> {
        if matches!(what, Move::Start) {
            return self.started.then_some(G::AlreadyStarted);
        }
        if !self.started {
            return Some(G::NotStarted);
        }
        if self.phase().is_final() {
            return Some(G::ClosedIsFinal);
        }
        if !self.in_its_phase(what) {
            return Some(G::NotInThisPhase);
        }
        match what {
            Move::Problem { id, .. } => self.problems.contains_key(id).then_some(G::PartRepeated),
            Move::Drop(id) | Move::Settle { problem: id, .. } => {
                (!self.problems.contains_key(id)).then_some(G::PartUnknown)
            }
            Move::Cause(id) => self.causes.contains_key(id).then_some(G::PartRefused),
            Move::Judge { cause, .. } => (!self.causes.contains_key(cause)).then_some(G::PartRefused),
            Move::Deviation(Some(action)) => (!self.actions.contains_key(action)).then_some(G::PartUnknown),
            Move::Child(child) => self.children.contains_key(child).then_some(G::PartRepeated),
            Move::ChildMoves { child, to } => match self.children.get(child) {
                None => Some(G::PartUnknown),
                Some(phase) => (phase.is_final() && phase != to).then_some(G::ClosedIsFinal),
            },
            Move::Advance(to) => (self.phase().next() != Some(*to)).then_some(G::PhaseSkipped),
            _ => self.hard_on_action(what, today),
        }
    }

    fn in_its_phase(&self, what: &Move) -> bool {
        use Phase::{Act, Check, Do, Plan};
        let correction = |action: &u8| self.actions.get(action).is_some_and(|one| one.plan.correction);
        let phases: &[Phase] = match what {
            Move::Drop(_)
            | Move::Baseline { .. }
            | Move::Goal { .. }
            | Move::Predict
            | Move::TestPlan { .. }
            | Move::Watch(_) => &[Plan],
            Move::Cause(_) | Move::Judge { .. } | Move::Plan(..) | Move::Replan(..) | Move::Abort { .. } => {
                &[Plan, Do]
            }
            Move::Begin(action) | Move::Complete { action, .. } | Move::Show(action)
                if correction(action) =>
            {
                &[Plan, Do]
            }
            Move::Begin(_) | Move::Complete { .. } | Move::Show(_) => &[Do],
            Move::Deviation(_) => &[Do, Check],
            Move::Report(_) => &[Check],
            Move::Decide(Outcome::Adjust { .. } | Outcome::Abandon { .. }) => &[Check, Act],
            Move::Except(_) | Move::Decide(_) => &[Act],
            _ => &[Plan, Do, Check, Act],
        };
        phases.contains(&self.phase())
    }

    fn hard_on_action(&self, what: &Move, today: u32) -> Option<G> {
        let named = |plan: &Planned| {
            plan.cause.is_some_and(|cause| !self.causes.contains_key(&cause)).then_some(G::PartUnknown)
        };
        let open = |action: &u8| match self.actions.get(action) {
            None => Err(G::PartUnknown),
            Some(one) if one.end.is_some() => Err(G::ActionStatusUnfit),
            Some(one) => Ok(one.clone()),
        };
        match what {
            Move::Plan(action, plan) => {
                self.actions.contains_key(action).then_some(G::PartRepeated).or_else(|| named(plan))
            }
            Move::Replan(action, plan) => named(plan).or_else(|| open(action).err()),
            Move::Begin(action) => match open(action) {
                Ok(one) => one.begun.map(|_| G::ActionStatusUnfit),
                Err(guard) => Some(guard),
            },
            Move::Complete { action, back, .. } => match open(action) {
                Ok(one) => {
                    let on = done_on(today, *back);
                    let unfit = one.begun.is_some_and(|begun| on < begun).then_some(G::ActionStatusUnfit);
                    let ahead = (on > today).then_some(G::DayAhead);
                    let early = self.in_do.is_some_and(|began| on < began).then_some(G::DayBeforeDo);
                    unfit.or(ahead).or(early)
                }
                Err(guard) => Some(guard),
            },
            Move::Show(action) => match self.actions.get(action) {
                None => Some(G::PartUnknown),
                Some(one) if matches!(one.end, Some(End::Done { evidence: false, .. })) => None,
                Some(_) => Some(G::ActionStatusUnfit),
            },
            Move::Abort { action, .. } => open(action).err(),
            _ => None,
        }
    }

    fn ending(&self) -> BTreeSet<G> {
        guards([
            (self.problems.values().any(|one| !one.settled), G::UnresolvedProblemNotRolledOver),
            (self.children.values().any(|phase| !phase.is_final()), G::ChildCycleOpen),
        ])
    }

    fn soft(&self, to: Phase, today: u32) -> BTreeSet<G> {
        match to {
            Phase::Do => &self.before_do(today) | &self.causes_and_actions(),
            Phase::Check => &self.before_check() | &self.causes_and_actions(),
            Phase::Act if self.outcome.is_some() => BTreeSet::new(),
            Phase::Act => self.sound_effect(),
            Phase::Closed => &self.before_closing() | &self.ending(),
            Phase::Plan | Phase::Cancelled => BTreeSet::new(),
        }
    }

    /// Actions that are not given up.
    fn planned(&self) -> Vec<&Doing> {
        self.actions.values().filter(|one| !matches!(one.end, Some(End::Cancelled { .. }))).collect()
    }

    fn before_do(&self, today: u32) -> BTreeSet<G> {
        let due = self.goal.map(|(_, due)| due);
        let compared = self.baseline.zip(self.goal);
        let fixed = self.test.and_then(|(_, fixed)| fixed);
        let taken = || self.problems.values().filter(|one| !one.dropped);
        let past = |one: &&Doing| one.end.is_none() && one.plan.due.is_some_and(|due| due < today);
        guards([
            (taken().next().is_none(), G::ProblemMissing),
            (taken().any(|one| !one.evidence), G::ProblemEvidenceMissing),
            (self.baseline.is_none(), G::BaselineMissing),
            (self.baseline.is_some_and(|(_, judged)| !judged), G::BaselineStabilityMissing),
            (self.goal.is_none(), G::GoalMissing),
            (due.is_some_and(|due| due <= today), G::GoalDueInPast),
            (compared.is_some_and(|((value, _), (target, _))| value >= target), G::GoalNotAnImprovement),
            (self.planned().is_empty(), G::MeasureMissing),
            (self.planned().iter().any(past), G::MeasureDueInPast),
            (!self.predicted, G::PredictionMissing),
            (self.test.is_none(), G::TestPlanMissing),
            (fixed.is_some_and(|from| from <= today), G::AfterPeriodNotAhead),
            (fixed.zip(due).is_some_and(|(from, due)| from + 1 > due), G::AfterPeriodEndsAfterGoal),
        ])
    }

    fn causes_and_actions(&self) -> BTreeSet<G> {
        let verified =
            |cause: Option<u8>| cause.is_some_and(|cause| self.causes.get(&cause) == Some(&Some(true)));
        let any_verified = self.causes.values().any(|one| *one == Some(true));
        let planned = self.planned();
        let late = |one: &&Doing| one.plan.due.zip(self.goal).is_some_and(|(due, (_, goal))| due > goal);
        let aimless = |one: &&Doing| !one.plan.correction && !verified(one.plan.cause);
        guards([
            (self.causes.is_empty(), G::RootCauseMissing),
            (!self.causes.is_empty() && !any_verified, G::RootCauseUnverified),
            (planned.iter().any(|one| one.plan.owner.is_none()), G::MeasureOwnerMissing),
            (planned.iter().any(|one| one.plan.due.is_none()), G::MeasureDueMissing),
            (planned.iter().any(late), G::MeasureDueAfterGoal),
            (any_verified && planned.iter().any(aimless), G::MeasureCauseMissing),
        ])
    }

    fn before_check(&self) -> BTreeSet<G> {
        let any = |is: &dyn Fn(&Doing) -> bool| self.actions.values().any(is);
        let deviates = |id: &u8, one: &Doing| {
            let late = matches!((one.end, one.plan.due), (Some(End::Done { on, .. }), Some(due)) if on > due);
            (late || one.unplanned) && !self.logged.contains(id)
        };
        let open = any(&|one| one.end.is_none());
        let done = any(&|one| matches!(one.end, Some(End::Done { .. })) && !one.plan.correction);
        guards([
            (open, G::MeasuresUnfinished),
            (!open && !done, G::NoMeasureCarriedOut),
            (
                any(&|one| matches!(one.end, Some(End::Done { evidence: false, .. }))),
                G::MeasureEvidenceMissing,
            ),
            (any(&|one| matches!(one.end, Some(End::Cancelled { reason: false }))), G::MeasureReasonMissing),
            (self.actions.iter().any(|(id, one)| deviates(id, one)), G::DeviationUnlogged),
        ])
    }

    /// Whether a person owned an action, by any of its plans, that was begun or not given up.
    fn owns(&self, person: usize) -> bool {
        let carried = |one: &&Doing| one.begun.is_some() || !matches!(one.end, Some(End::Cancelled { .. }));
        self.actions.values().filter(carried).any(|one| one.owners.contains(&person))
    }

    fn sound_effect(&self) -> BTreeSet<G> {
        let Some((by, reported, report)) = &self.report else { return guards([(true, G::EffectUntested)]) };
        let done = |one: &Doing| match one.end {
            Some(End::Done { on, .. }) => Some(on),
            _ => None,
        };
        let last = self.actions.values().filter_map(done).max();
        let fixed = self.test.and_then(|(_, fixed)| fixed);
        let moved = fixed.is_some_and(|from| (report.from, report.to) != (from, from + 1));
        let told = report.side.map(|(id, _)| id);
        guards([
            (last.is_some_and(|last| report.from <= last), G::AfterPeriodOverlapsDo),
            (report.to >= *reported, G::AfterPeriodUnfinished),
            (self.test.is_some_and(|(least, _)| report.n < least), G::AfterSampleTooSmall),
            (self.test.is_some() && !report.as_planned || moved, G::TestNotAsPlanned),
            (self.goal.is_some_and(|(target, _)| target != TARGET), G::EffectOfOtherGoal),
            (report.stable == Stable::Unsaid, G::StabilityAfterMissing),
            (self.watched.iter().any(|id| Some(*id) != told), G::SideEffectMissing),
            (self.owns(*by), G::CheckerIsMeasureOwner),
            (self.looks > self.logged_in_check + 1, G::SecondLookUnlogged),
        ])
    }

    fn before_closing(&self) -> BTreeSet<G> {
        match self.outcome {
            Some((decided, Outcome::Standardise { version, effective, control, training })) => {
                let held = guards([
                    (!version, G::StandardVersionMissing),
                    (effective.is_none(), G::EffectiveDateMissing),
                    (effective.is_some_and(|from| from < decided), G::EffectiveDateInPast),
                    (control.is_none(), G::ControlPlanMissing),
                    (control == Some(false) && self.goal.is_some(), G::ControlPlanOfOtherIndicator),
                    (!training, G::TrainingMissing),
                ]);
                &(&self.sound_effect() | &self.shown()) | &held
            }
            Some((_, Outcome::Adjust { next, lessons })) => {
                guards([(!next, G::NextCycleMissing), (!lessons, G::LessonsMissing)])
            }
            Some((_, Outcome::Abandon { reason })) => guards([(!reason, G::ReasonMissing)]),
            None => guards([(true, G::DecisionMissing)]),
        }
    }

    fn shown(&self) -> BTreeSet<G> {
        let Some((_, _, report)) = &self.report else { return guards([(true, G::EffectNotSignificant)]) };
        let target = self.goal.map_or(TARGET, |(target, _)| target);
        let excepted = |of: Except| self.exceptions.contains_key(&of);
        let unstable = match report.stable {
            Stable::Yes | Stable::Unsaid => false,
            Stable::No => true,
            Stable::OverriddenBy(person) => self.owns(person),
        };
        let proved = report.significant && report.better;
        let side = report.side.filter(|(_, worse)| *worse);
        guards([
            (!report.significant, G::EffectNotSignificant),
            (report.significant && !report.better, G::EffectInWrongDirection),
            (proved && report.value < target && !excepted(Except::Goal), G::GoalNotMet),
            (unstable && !excepted(Except::Instability), G::UnstableAfter),
            (
                side.is_some_and(|(id, _)| self.watched.contains(&id) && !excepted(Except::Side(id))),
                G::SideEffectExceeded,
            ),
            (self.exceptions.values().flatten().any(|person| self.owns(*person)), G::ExceptionByMeasureOwner),
        ])
    }

    pub(super) fn take(&mut self, what: &Move, by: usize, today: u32) {
        let in_do = self.phase() == Phase::Do;
        match what.clone() {
            Move::Start => self.started = true,
            Move::Problem { id, evidence } => {
                self.problems.insert(id, Problem { evidence, settled: false, dropped: false });
            }
            Move::Drop(id) => self.fate(id, true, true),
            Move::Settle { problem, settled } => self.fate(problem, settled, false),
            Move::Baseline { value, stable } => self.baseline = Some((value, stable)),
            Move::Goal { target, due } => self.goal = Some((target, due)),
            Move::Cause(id) => drop(self.causes.insert(id, None)),
            Move::Judge { cause, holds } => drop(self.causes.insert(cause, Some(holds))),
            Move::Plan(action, plan) => {
                let owners = plan.owner.into_iter().collect();
                let doing = Doing { plan, owners, begun: None, end: None, unplanned: in_do };
                self.actions.insert(action, doing);
            }
            Move::Replan(action, plan) => {
                self.actions.entry(action).and_modify(|one| {
                    one.plan = plan;
                    one.owners.extend(plan.owner);
                    one.unplanned |= in_do;
                });
            }
            Move::Predict => self.predicted = true,
            Move::TestPlan { minimum, fixed } => self.test = Some((minimum, fixed)),
            Move::Watch(id) => drop(self.watched.insert(id)),
            Move::Begin(action) => {
                self.actions.entry(action).and_modify(|one| one.begun = Some(today));
            }
            Move::Complete { action, evidence, back } => {
                self.end(action, End::Done { on: done_on(today, back), evidence });
            }
            Move::Show(action) => {
                self.actions.entry(action).and_modify(|one| {
                    if let Some(End::Done { evidence, .. }) = &mut one.end {
                        *evidence = true;
                    }
                });
            }
            Move::Abort { action, reason } => self.end(action, End::Cancelled { reason }),
            Move::Deviation(action) => {
                self.logged.extend(action);
                self.logged_in_check += usize::from(self.phase() == Phase::Check);
            }
            Move::Report(report) => {
                self.report = Some((by, today, report));
                self.looks += 1;
            }
            Move::Except(of) => drop(self.exceptions.entry(of).or_default().insert(by)),
            Move::Decide(outcome) => self.outcome = Some((today, outcome)),
            Move::Child(child) => drop(self.children.insert(child, Phase::Plan)),
            Move::ChildMoves { child, to } => drop(self.children.insert(child, to)),
            Move::HandOver | Move::Next | Move::Outcome(_) => {}
            Move::Advance(to) => {
                self.phase = Some(to);
                if to == Phase::Do {
                    self.in_do = Some(today);
                }
            }
            Move::Cancel { .. } => self.phase = Some(Phase::Cancelled),
        }
    }

    fn fate(&mut self, problem: u8, settled: bool, dropped: bool) {
        self.problems.entry(problem).and_modify(|one| (one.settled, one.dropped) = (settled, dropped));
    }

    fn end(&mut self, action: u8, end: End) {
        self.actions.entry(action).and_modify(|one| one.end = Some(end));
    }

    /// A random move, or one that helps on.
    pub(super) fn resolve(&self, random: Option<Move>, today: u32) -> Move {
        match random {
            Some(Move::Outcome(report)) => {
                let Report { significant, better, value, stable, side, .. } = report;
                let good = self.good_report(today);
                let side = good.side.map(|(id, _)| (id, side.is_some_and(|(_, worse)| worse)));
                Move::Report(Report { significant, better, value, stable, side, ..good })
            }
            Some(Move::Next) => Move::Advance(self.phase().next().unwrap_or(Phase::Closed)),
            Some(other) => other,
            None => self.helpful(today),
        }
    }

    fn good_report(&self, today: u32) -> Report {
        let fixed = self.test.and_then(|(_, fixed)| fixed);
        let from = fixed.unwrap_or(today.saturating_sub(2));
        Report {
            n: 30,
            significant: true,
            better: true,
            value: TARGET,
            stable: Stable::Yes,
            from,
            to: from + 1,
            side: self.watched.first().map(|id| (*id, false)),
            as_planned: true,
        }
    }

    /// A command that helps on, so that random walks come to an end.
    pub(super) fn helpful(&self, today: u32) -> Move {
        let phase = self.phase();
        if !self.started {
            return Move::Start;
        }
        let missing = phase.next().map(|to| self.soft(to, today)).unwrap_or_default();
        let Some(first) = missing.first() else {
            return Move::Advance(phase.next().unwrap_or(Phase::Do));
        };
        let of = |lacks: &dyn Fn(&Doing) -> bool| {
            let one = self.actions.iter().find(|(_, one)| lacks(one));
            one.map(|(id, _)| *id).unwrap_or_default()
        };
        let cause = self.causes.iter().find(|(_, one)| **one == Some(true)).map(|(id, _)| *id);
        let plan = Planned { owner: Some(0), due: Some(today + 20), cause, correction: false };
        match first {
            G::ProblemMissing => Move::Problem {
                id: (0..9).find(|id| !self.problems.contains_key(id)).unwrap_or(9),
                evidence: true,
            },
            G::ProblemEvidenceMissing => {
                let bare = self.problems.iter().find(|(_, one)| !one.evidence && !one.dropped);
                Move::Drop(bare.map(|(id, _)| *id).unwrap_or_default())
            }
            G::BaselineMissing | G::BaselineStabilityMissing => Move::Baseline { value: 5, stable: true },
            G::GoalMissing | G::GoalNotAnImprovement | G::GoalDueInPast | G::AfterPeriodEndsAfterGoal => {
                Move::Goal { target: TARGET, due: today + 300 }
            }
            G::RootCauseMissing => Move::Cause(0),
            G::RootCauseUnverified => {
                Move::Judge { cause: self.causes.keys().next().copied().unwrap_or_default(), holds: true }
            }
            G::MeasureMissing => {
                Move::Plan((0..9).find(|id| !self.actions.contains_key(id)).unwrap_or(9), plan)
            }
            G::MeasureOwnerMissing => Move::Replan(of(&|one| one.plan.owner.is_none()), plan),
            G::MeasureDueMissing => Move::Replan(of(&|one| one.plan.due.is_none()), plan),
            G::MeasureDueInPast => Move::Replan(of(&|one| one.plan.due.is_some_and(|due| due < today)), plan),
            G::MeasureDueAfterGoal if phase == Phase::Plan => Move::Goal { target: TARGET, due: today + 300 },
            G::MeasureCauseMissing => Move::Replan(
                of(&|one| one.plan.cause.is_none_or(|cause| self.causes.get(&cause) != Some(&Some(true)))),
                plan,
            ),
            G::PredictionMissing => Move::Predict,
            G::TestPlanMissing | G::AfterPeriodNotAhead => Move::TestPlan { minimum: 10, fixed: None },
            G::MeasuresUnfinished => {
                Move::Complete { action: of(&|one| one.end.is_none()), evidence: true, back: 0 }
            }
            G::MeasureEvidenceMissing => {
                Move::Show(of(&|one| matches!(one.end, Some(End::Done { evidence: false, .. }))))
            }
            G::NoMeasureCarriedOut => {
                Move::Plan((0..9).find(|id| !self.actions.contains_key(id)).unwrap_or(9), plan)
            }
            G::DeviationUnlogged => {
                Move::Deviation(self.actions.keys().find(|id| !self.logged.contains(id)).copied())
            }
            G::SecondLookUnlogged => Move::Deviation(None),
            G::EffectUntested
            | G::AfterPeriodOverlapsDo
            | G::AfterPeriodUnfinished
            | G::AfterSampleTooSmall
            | G::TestNotAsPlanned
            | G::StabilityAfterMissing
            | G::SideEffectMissing
                if phase == Phase::Check =>
            {
                Move::Report(self.good_report(today))
            }
            G::UnresolvedProblemNotRolledOver => {
                let open = self.problems.iter().find(|(_, one)| !one.settled);
                Move::Settle { problem: open.map(|(id, _)| *id).unwrap_or_default(), settled: true }
            }
            G::ChildCycleOpen => {
                let open = self.children.iter().find(|(_, phase)| !phase.is_final());
                Move::ChildMoves { child: open.map(|(id, _)| *id).unwrap_or_default(), to: Phase::Closed }
            }
            G::DecisionMissing | G::StandardVersionMissing | G::EffectiveDateMissing => {
                Move::Decide(Outcome::Standardise {
                    version: true,
                    effective: Some(today + 9),
                    control: Some(true),
                    training: true,
                })
            }
            _ => Move::Decide(Outcome::Abandon { reason: true }),
        }
    }
}

/// Today, some days back, or tomorrow.
pub(super) fn done_on(today: u32, back: u32) -> u32 {
    if back == 9 { today + 1 } else { today.saturating_sub(back) }
}
