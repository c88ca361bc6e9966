//! Improvement cycles: the moves that are refused, how actions stand on a day, monthly duties.

use serde_json::{Value, json};
use service_quality::calendar::{MonthlyDay, Recurrence};
use service_quality::improve::action::{Action, ActionKind, ActionOutcome, Timeliness};
use service_quality::improve::cause::{CauseCategory, CauseEvidence, Hypothesis};
use service_quality::improve::cycle::{
    Cycle, CycleCommand, CycleGuard, Decision, Phase, ProblemFate, Standardisation, Start,
};
use service_quality::improve::effect::{
    AfterPeriod, Effect, EffectMeasure, EffectReport, EffectTest, Magnitude, TestPlan,
};
use service_quality::improve::goal::{Baseline, Goal};
use service_quality::improve::history::{Command, Guard, GuardPolicy, Refusal};
use service_quality::improve::problem::{Problem, ProblemSource, Severity};
use service_quality::indicator::Limit;
use service_quality::monitor::capability::Stability;
use service_quality::quantity::{Date, Number, ProblemId, StandardVersion, Timestamp};

use crate::{Answer, Case, Values};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    match case.kind.as_str() {
        "pdca.measure_timeliness" => Some(timeliness(&case.input)),
        "pdca.monthly_review_schedule" => Some(monthly(&case.input)),
        "pdca.transition" => Some(transition(&case.input)),
        _ => None,
    }
}

fn timeliness(input: &Value) -> Answer {
    let day = |key: &str| serde_json::from_value::<Option<Date>>(input[key].clone());
    let today = day("today")?.ok_or("no day")?;
    let state = Timeliness::of(day("due")?, day("done")?, today);
    Ok(Values::from([("state".to_owned(), json!(state.code()))]))
}

fn monthly(input: &Value) -> Answer {
    let year = &input["year"];
    let day = MonthlyDay::Day(input["day_of_month"].as_u64().unwrap().try_into()?);
    let (first, last) = (format!("{year}-01-01").parse()?, format!("{year}-12-31").parse::<Date>()?);
    let (duty, end) = (Recurrence::monthly(first, 1, day)?, last.plus_days(1).ok_or("no next day")?);
    let days = duty.dates(first..end);
    let days: Vec<String> = days.map(|day| day.to_string()).collect();
    Ok(Values::from([("dates".to_owned(), json!(days))]))
}

/// What the tables say nothing of.
const NOT_IN_THE_TABLES: &[CycleGuard] = &[
    CycleGuard::ProblemEvidenceMissing,
    CycleGuard::BaselineStabilityMissing,
    CycleGuard::MeasureCauseMissing,
    CycleGuard::PredictionMissing,
    CycleGuard::DeviationUnlogged,
    CycleGuard::EffectiveDateMissing,
    CycleGuard::ControlPlanMissing,
    CycleGuard::TrainingMissing,
    CycleGuard::LessonsMissing,
    CycleGuard::AfterPeriodUnfinished,
];

/// The tables name no planned size: more than the smallest sample that they call too small.
const PLANNED: u64 = 8;

fn policy(off: impl IntoIterator<Item = CycleGuard>) -> Result<GuardPolicy<CycleGuard>> {
    off.into_iter().try_fold(GuardPolicy::default(), |policy, guard| {
        Ok(policy.without(guard, "not in the table".parse()?, "tables".parse()?)?)
    })
}

/// A cycle on the way to the state that a case describes.
struct Building {
    cycle: Cycle,
    open: GuardPolicy<CycleGuard>,
    now: Timestamp,
}

impl Building {
    fn give(&mut self, by: &str, what: CycleCommand) -> Result<()> {
        for event in self.cycle.decide(&Command::new(by.parse()?, what), &self.open, self.now)? {
            self.cycle.apply(&event)?;
        }
        Ok(())
    }

    fn plan(&mut self, state: &Value) -> Result<()> {
        self.give("lead", CycleCommand::Start(Start::new("the case".parse()?, "lead".parse()?)))?;
        if state["problem"] == true {
            self.give("lead", CycleCommand::AddProblem(problem("p")?))?;
        }
        let goal = &state["goal"];
        if let Some(n) = state["baseline"]["n"].as_u64() {
            // Where there is no goal, nothing is compared with the level.
            let value = number(&goal["baseline"]).unwrap_or(Number::ZERO);
            self.give("lead", CycleCommand::SetBaseline(Baseline::new("share".parse()?, value, n)?))?;
        }
        if !goal.is_null() {
            let due = serde_json::from_value(goal["due"].clone())?;
            self.give("lead", CycleCommand::SetGoal(Goal::new("share".parse()?, target(goal), due)))?;
        }
        for (at, standing) in state["root_causes"].as_array().into_iter().flatten().enumerate() {
            let cause = format!("c{at}").parse()?;
            let hypothesis = Hypothesis::new(cause, CauseCategory::People, "the cause".parse()?);
            let cause = hypothesis.id.clone();
            self.give("lead", CycleCommand::ProposeCause(hypothesis))?;
            let evidence = vec![CauseEvidence::Observation("seen".parse()?)];
            match standing.as_str() {
                Some("verified") => self.give("lead", CycleCommand::VerifyCause { cause, evidence })?,
                Some("rejected") => self.give("lead", CycleCommand::RejectCause { cause, evidence })?,
                _ => {}
            }
        }
        for (at, measure) in measures(state) {
            let what = "the measure".parse()?;
            let mut action = Action::new(at.parse()?, ActionKind::Corrective, what);
            if let Some(owner) = measure["owner"].as_str() {
                action = action.owned_by(owner.parse()?);
            }
            if let Some(due) = measure["due"].as_str() {
                action = action.due(due.parse()?);
            }
            self.give("lead", CycleCommand::PlanAction(action))?;
        }
        let alpha = serde_json::from_value(state["check"].get("alpha").cloned().unwrap_or(json!("0.05")))?;
        let plan = TestPlan::new(test()?, alpha, PLANNED, AfterPeriod::Days(1))?;
        self.give("lead", CycleCommand::FixTestPlan(plan))
    }

    fn carry_out(&mut self, state: &Value) -> Result<()> {
        for (at, measure) in measures(state) {
            let action = at.parse()?;
            let text = |key: &str| measure[key].as_str().map(str::parse).transpose();
            let day = |key: &str| serde_json::from_value::<Option<Date>>(measure[key].clone());
            let command = match measure["status"].as_str() {
                Some("done") => {
                    let on = day("done_on")?.ok_or("no day on which it was done")?;
                    let outcome = ActionOutcome { evidence: text("evidence")?, ..ActionOutcome::new(on) };
                    CycleCommand::CompleteAction { action, outcome }
                }
                Some("in_progress") => {
                    CycleCommand::BeginAction { action, on: Date::new(self.now.to_datetime().date_naive())? }
                }
                Some("cancelled") => CycleCommand::CancelAction { action, reason: text("reason")? },
                _ => continue,
            };
            self.give("lead", command)?;
        }
        Ok(())
    }

    fn report(&mut self, state: &Value) -> Result<()> {
        let (check, goal) = (&state["check"], &state["goal"]);
        if check.is_null() {
            return Ok(());
        }
        let before = number(&goal["baseline"]).unwrap_or(Number::ZERO);
        let reached = number(&goal["target"]).unwrap_or(Number::ZERO);
        let stability = Stability::from_signals(usize::from(check["stable"] != true));
        let effect = Effect::reported(EffectReport {
            indicator: "share".parse()?,
            target: target(goal),
            test: test()?,
            alpha: serde_json::from_value(check["alpha"].clone())?,
            n_before: state["baseline"]["n"].as_u64().unwrap_or(1),
            n_after: check["after_n"].as_u64().ok_or("no size")?,
            before,
            after: if check["goal_met"] == true { reached } else { before },
            after_from: serde_json::from_value(check["after_starts"].clone())?,
            // The tables name no end; the plan asks for a day.
            after_to: serde_json::from_value(check["after_starts"].clone())?,
            magnitude: Magnitude::new(
                EffectMeasure::Difference,
                check["effect"].as_f64().ok_or("no effect")?,
            )?,
            p: check["p"].as_f64().ok_or("no p")?,
            stability: Some(stability),
            side_effects: Vec::new(),
        })?;
        self.give(check["checker"].as_str().unwrap_or("checker"), CycleCommand::ReportEffect(effect))
    }

    fn settle(&mut self, state: &Value) -> Result<()> {
        let act = &state["act"];
        let text = |key: &str| act[key].as_str().map(str::parse).transpose();
        let decision = match act["outcome"].as_str() {
            Some("standardise") => Some(Decision::Standardise(Standardisation {
                version: act["standard_version"]
                    .as_str()
                    .map(|version| {
                        Ok::<_, Box<dyn std::error::Error>>(StandardVersion {
                            id: "standard".parse()?,
                            version: version.parse()?,
                        })
                    })
                    .transpose()?,
                ..Standardisation::default()
            })),
            Some("adjust") => {
                let next = act["next_cycle"].as_str().map(str::parse).transpose()?;
                Some(Decision::Adjust { next, lessons: Vec::new() })
            }
            Some("abandon") => Some(Decision::Abandon { reason: text("reason")? }),
            _ => None,
        };
        if let Some(decision) = decision {
            self.give("lead", CycleCommand::Decide(decision))?;
        }
        let named = |key: &str| -> Vec<String> {
            act[key].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        // The problem is solved unless the case says otherwise.
        let problems: Vec<ProblemId> = self.cycle.problems().keys().cloned().collect();
        for problem in problems {
            let fate = if named("rolled_over").contains(&problem.to_string()) {
                ProblemFate::RolledOver { to: "next".parse()? }
            } else if named("unresolved").contains(&problem.to_string()) {
                ProblemFate::Open
            } else {
                ProblemFate::Resolved { evidence: "the case".parse()? }
            };
            self.give("lead", CycleCommand::SettleProblem { problem, fate })?;
        }
        Ok(())
    }
}

fn transition(input: &Value) -> Answer {
    let state = &input["state"];
    let today = state["today"].as_str().ok_or("no day")?;
    let noon = |day: &str| format!("{day}T12:00:00Z").parse::<Timestamp>();
    // Plans are made before the first measure is done.
    let done = measures(state).filter_map(|(_, measure)| measure["done_on"].as_str()).min();
    let (planned, now) = (noon(done.filter(|done| *done < today).unwrap_or(today))?, noon(today)?);
    let open = policy(CycleGuard::ALL.iter().copied().filter(|guard| guard.can_be_switched_off()))?;
    let mut building = Building { cycle: Cycle::new("case".parse()?), open, now: planned };
    building.plan(state)?;
    for problem in state["act"]["unresolved"].as_array().into_iter().flatten() {
        building.give("lead", CycleCommand::AddProblem(self::problem(problem.as_str().unwrap())?))?;
    }
    for (at, phase) in state["children"].as_array().into_iter().flatten().enumerate() {
        let child = format!("child{at}").parse()?;
        building.give("lead", CycleCommand::AddChild(child))?;
        let (child, to) = (format!("child{at}").parse()?, serde_json::from_value(phase.clone())?);
        building.give("lead", CycleCommand::MoveChild { child, to })?;
    }
    let phase: Phase = serde_json::from_value(state["phase"].clone())?;
    for to in [Phase::Do, Phase::Check, Phase::Act, Phase::Closed] {
        if phase == Phase::Cancelled || building.cycle.phase() == phase {
            break;
        }
        building.give("lead", CycleCommand::Advance(to))?;
        match to {
            Phase::Do => {
                building.now = now;
                building.carry_out(state)?;
            }
            Phase::Check => building.report(state)?,
            Phase::Act => building.settle(state)?,
            _ => {}
        }
    }
    if phase == Phase::Cancelled {
        building.give("lead", CycleCommand::Cancel { reason: None })?;
    }
    let command = match serde_json::from_value(input["to"].clone())? {
        Phase::Cancelled => {
            let reason = input["reason"].as_str().or(state["reason"].as_str()).map(str::parse).transpose()?;
            CycleCommand::Cancel { reason }
        }
        to => CycleCommand::Advance(to),
    };
    let policy = policy(NOT_IN_THE_TABLES.iter().copied())?;
    let decided = building.cycle.decide(&Command::new("lead".parse()?, command), &policy, now);
    let codes = decided.as_ref().err().map(Refusal::codes).unwrap_or_default();
    Ok(Values::from([
        ("allowed".to_owned(), json!(decided.is_ok())),
        ("violations".to_owned(), json!(codes)),
    ]))
}

fn measures(state: &Value) -> impl Iterator<Item = (String, &Value)> {
    let measures = state["measures"].as_array().into_iter().flatten().enumerate();
    measures.map(|(at, measure)| (format!("m{at}"), measure))
}

fn problem(id: &str) -> Result<Problem> {
    let source = ProblemSource::Reported { by: "lead".parse()? };
    let found = "2026-01-01T00:00:00Z".parse()?;
    Ok(Problem::new(id.parse()?, "the problem".parse()?, source, Severity::Major, found))
}

fn test() -> Result<EffectTest> {
    Ok(EffectTest::Other("the test of the case".parse()?))
}

fn number(value: &Value) -> Option<Number> {
    serde_json::from_value(value.clone()).ok()
}

fn target(goal: &Value) -> Limit {
    let value = number(&goal["target"]).unwrap_or(Number::ZERO);
    match goal["direction"].as_str() {
        Some("decrease") => Limit::AtMost(value),
        _ => Limit::AtLeast(value),
    }
}
