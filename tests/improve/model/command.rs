//! The crate's commands for the model's moves.

use service_quality::improve::action::{Action, ActionKind, ActionOutcome};
use service_quality::improve::cause::{CauseCategory, CauseEvidence, Hypothesis};
use service_quality::improve::cycle::{
    ControlPlan, CycleCommand, Decision, Deviation, ExceptionOf, Phase, Prediction, ProblemFate,
    Standardisation, Start, Training,
};
use service_quality::improve::effect::{
    AfterPeriod, Effect, EffectMeasure, EffectReport, EffectTest, Magnitude, SideEffect, TestPlan,
    WatchedIndicator,
};
use service_quality::improve::goal::{Baseline, Goal};
use service_quality::improve::problem::{Problem, ProblemEvidence, ProblemSource, Severity};
use service_quality::indicator::Limit;
use service_quality::monitor::capability::Stability;
use service_quality::quantity::{Date, Span, Timestamp};

use super::state::{Except, Move, Outcome, Planned, Report, Stable, TARGET, done_on};

pub(super) const PEOPLE: [&str; 3] = ["li", "wang", "zhao"];

pub(super) fn day(of_2026: u32) -> Date {
    "2026-01-01".parse::<Date>().unwrap().plus_days(of_2026).unwrap()
}

pub(super) fn noon(of_2026: u32) -> Timestamp {
    let first: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
    first.checked_add(Span::from_hours(24 * i32::try_from(of_2026).unwrap())).unwrap()
}

pub(super) fn command(what: &Move, today: u32) -> CycleCommand {
    let action = |id: &u8| format!("a{id}").parse().unwrap();
    let cause = |id: &u8| format!("c{id}").parse().unwrap();
    let problem = |id: &u8| format!("p{id}").parse().unwrap();
    let child = |id: &u8| format!("k{id}").parse().unwrap();
    let reason = |given: bool| given.then(|| "because".parse().unwrap());
    match what {
        Move::Start => CycleCommand::Start(Start::new("better".parse().unwrap(), "boss".parse().unwrap())),
        Move::HandOver => CycleCommand::HandOver { owner: "chief".parse().unwrap() },
        Move::Problem { id, evidence } => CycleCommand::AddProblem(taken_up(*id, *evidence)),
        Move::Drop(id) => CycleCommand::DropProblem { problem: problem(id), reason: "x".parse().unwrap() },
        Move::Baseline { value, stable } => {
            let baseline = Baseline::new("csat".parse().unwrap(), (*value).into(), 20).unwrap();
            CycleCommand::SetBaseline(if *stable {
                baseline.with_stability(Stability::from_signals(1))
            } else {
                baseline
            })
        }
        Move::Goal { target, due } => CycleCommand::SetGoal(Goal::new(
            "csat".parse().unwrap(),
            Limit::AtLeast((*target).into()),
            day(*due),
        )),
        Move::Cause(id) => {
            let statement = "why".parse().unwrap();
            CycleCommand::ProposeCause(Hypothesis::new(cause(id), CauseCategory::People, statement))
        }
        Move::Judge { cause: id, holds } => {
            let (cause, evidence) = (cause(id), vec![CauseEvidence::Observation("seen".parse().unwrap())]);
            if *holds {
                CycleCommand::VerifyCause { cause, evidence }
            } else {
                CycleCommand::RejectCause { cause, evidence }
            }
        }
        Move::Plan(id, plan) => CycleCommand::PlanAction(planned(*id, plan)),
        Move::Replan(id, plan) => {
            CycleCommand::ReplanAction { action: planned(*id, plan), reason: "x".parse().unwrap() }
        }
        Move::Predict => CycleCommand::Predict(Prediction { what: "better".parse().unwrap(), value: None }),
        Move::TestPlan { minimum, fixed } => CycleCommand::FixTestPlan(test_plan(*minimum, *fixed)),
        Move::Watch(id) => CycleCommand::Watch(watched(*id)),
        Move::Begin(id) => CycleCommand::BeginAction { action: action(id), on: day(today) },
        Move::Complete { action: id, evidence, back } => {
            let on = day(done_on(today, *back));
            let outcome = ActionOutcome { evidence: reason(*evidence), ..ActionOutcome::new(on) };
            CycleCommand::CompleteAction { action: action(id), outcome }
        }
        Move::Show(id) => CycleCommand::ShowAction { action: action(id), evidence: "x".parse().unwrap() },
        Move::Abort { action: id, reason: given } => {
            CycleCommand::CancelAction { action: action(id), reason: reason(*given) }
        }
        Move::Deviation(id) => CycleCommand::LogDeviation(Deviation {
            action: id.as_ref().map(action),
            what: "x".parse().unwrap(),
        }),
        Move::Report(report) | Move::Outcome(report) => CycleCommand::ReportEffect(effect(report)),
        Move::Except(of) => {
            let of = match of {
                Except::Goal => ExceptionOf::Goal,
                Except::Instability => ExceptionOf::Instability,
                Except::Side(id) => ExceptionOf::SideEffect(watched(*id).indicator),
            };
            CycleCommand::AcceptException { of, reason: "near enough".parse().unwrap() }
        }
        Move::Decide(outcome) => CycleCommand::Decide(decision(*outcome)),
        Move::Settle { problem: id, settled } => {
            let fate = if *settled {
                ProblemFate::Accepted { reason: "x".parse().unwrap() }
            } else {
                ProblemFate::Open
            };
            CycleCommand::SettleProblem { problem: problem(id), fate }
        }
        Move::Child(id) => CycleCommand::AddChild(child(id)),
        Move::ChildMoves { child: id, to } => CycleCommand::MoveChild { child: child(id), to: *to },
        Move::Next => CycleCommand::Advance(Phase::Closed),
        Move::Advance(to) => CycleCommand::Advance(*to),
        Move::Cancel { reason: given } => CycleCommand::Cancel { reason: reason(*given) },
    }
}

fn taken_up(id: u8, evidence: bool) -> Problem {
    let source = ProblemSource::Reported { by: "boss".parse().unwrap() };
    let id = format!("p{id}").parse().unwrap();
    let problem = Problem::new(id, "bad".parse().unwrap(), source, Severity::Major, noon(0));
    if evidence { problem.with_evidence(ProblemEvidence::Complaint("b".parse().unwrap())) } else { problem }
}

fn planned(id: u8, plan: &Planned) -> Action {
    let kind = if plan.correction { ActionKind::Correction } else { ActionKind::Corrective };
    let mut action = Action::new(format!("a{id}").parse().unwrap(), kind, "do it".parse().unwrap());
    if let Some(owner) = plan.owner {
        action = action.owned_by(PEOPLE[owner].parse().unwrap());
    }
    if let Some(due) = plan.due {
        action = action.due(day(due));
    }
    match plan.cause {
        Some(cause) => action.against(format!("c{cause}").parse().unwrap()),
        None => action,
    }
}

fn test_plan(minimum: u64, fixed: Option<u32>) -> TestPlan {
    let after = match fixed {
        None => AfterPeriod::Days(1),
        Some(from) => {
            let (from, to) = (day(from), day(from + 1));
            serde_json::from_str(&format!(r#"{{"dates": {{"from": "{from}", "to": "{to}"}}}}"#)).unwrap()
        }
    };
    TestPlan::new(EffectTest::Other("planned".parse().unwrap()), "0.05".parse().unwrap(), minimum, after)
        .unwrap()
}

fn watched(id: u8) -> WatchedIndicator {
    WatchedIndicator { indicator: format!("side{id}").parse().unwrap(), tolerated: Limit::AtMost(5.into()) }
}

fn effect(report: &Report) -> Effect {
    let side = report.side.map(|(id, worse)| {
        let (indicator, after) = (watched(id).indicator, if worse { 6 } else { 5 }.into());
        // What the report says that it tolerates does not count.
        SideEffect { indicator, tolerated: Limit::AtMost(99.into()), before: None, after }
    });
    let stability = match report.stable {
        Stable::Unsaid => None,
        Stable::Yes => Some(Stability::from_signals(0)),
        Stable::No => Some(Stability::from_signals(2)),
        Stable::OverriddenBy(person) => {
            Some(Stability::from_signals(2).overridden("a fire drill", PEOPLE[person]).unwrap())
        }
    };
    // A test of the host's own: signs and levels are drawn apart from one another.
    let test = if report.as_planned { "planned" } else { "other" };
    Effect::reported(EffectReport {
        indicator: "csat".parse().unwrap(),
        target: Limit::AtLeast(TARGET.into()),
        test: EffectTest::Other(test.parse().unwrap()),
        alpha: "0.05".parse().unwrap(),
        n_before: 20,
        n_after: report.n,
        before: 5.into(),
        after: report.value.into(),
        after_from: day(report.from),
        after_to: Some(day(report.to)),
        magnitude: Magnitude::new(EffectMeasure::Difference, if report.better { 2.0 } else { -2.0 }).unwrap(),
        p: if report.significant { 0.01 } else { 0.4 },
        stability,
        side_effects: side.into_iter().collect(),
    })
    .unwrap()
}

fn decision(outcome: Outcome) -> Decision {
    match outcome {
        Outcome::Standardise { version, effective, control, training } => {
            let plan = |right: bool| ControlPlan {
                chart: "csat".parse().unwrap(),
                indicator: if right { "csat" } else { "nps" }.parse().unwrap(),
                rebase: None,
                owner: "li".parse().unwrap(),
                reaction: "look".parse().unwrap(),
            };
            Decision::Standardise(Standardisation {
                version: version.then(|| serde_json::from_str(r#"{"id": "desk", "version": "2"}"#).unwrap()),
                effective: effective.map(day),
                control_plan: control.map(plan),
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
