//! Commands at the edges, and what is told.

use service_quality::improve::action::{Action, ActionKind, ActionOutcome, ActionStatus, Timeliness};
use service_quality::improve::cycle::{Cycle, CycleCommand, CycleGuard, CycleRecord, DueWhat, Phase, Start};
use service_quality::improve::effect::{AfterPeriod, EffectTest, TestPlan};
use service_quality::improve::goal::{Baseline, Goal};
use service_quality::improve::history::{Command, Guard, GuardPolicy, Refusal, ReplayError};
use service_quality::indicator::Limit;
use service_quality::quantity::{AgentId, Date, Language, Timestamp};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn open(zone: &str) -> GuardPolicy<CycleGuard> {
    CycleGuard::ALL
        .iter()
        .filter(|guard| guard.can_be_switched_off())
        .fold(GuardPolicy::strict(zone.parse().unwrap()), |policy, guard| {
            policy.without(*guard, "a test".parse().unwrap(), "boss".parse().unwrap()).unwrap()
        })
}

fn order(what: CycleCommand) -> Command<CycleCommand> {
    Command::new("boss".parse().unwrap(), what)
}

#[track_caller]
fn give(cycle: &mut Cycle, what: CycleCommand, policy: &GuardPolicy<CycleGuard>, as_of: &str) {
    for record in cycle.decide(&order(what), policy, at(as_of)).unwrap() {
        cycle.apply(&record).unwrap();
    }
}

fn started() -> Cycle {
    let mut cycle = Cycle::new("C-1".parse().unwrap());
    let start = Start::new("better".parse().unwrap(), "boss".parse().unwrap());
    give(&mut cycle, CycleCommand::Start(start), &open("UTC"), "2026-03-02T09:00:00Z");
    cycle
}

fn action(id: &str, due: &str) -> Action {
    Action::new(id.parse().unwrap(), ActionKind::Corrective, "do it".parse().unwrap())
        .owned_by("li".parse().unwrap())
        .due(day(due))
}

fn done(id: &str, on: &str) -> CycleCommand {
    CycleCommand::CompleteAction { action: id.parse().unwrap(), outcome: ActionOutcome::new(day(on)) }
}

#[test]
fn a_goal_is_due_ahead_in_the_days_of_the_policy() {
    let mut cycle = started();
    let goal = Goal::new("csat".parse().unwrap(), Limit::AtLeast(90.into()), day("2026-03-03"));
    give(&mut cycle, CycleCommand::SetGoal(goal), &open("UTC"), "2026-03-02T10:00:00Z");
    let passed = |zone: &str| {
        let missing = cycle.missing(&GuardPolicy::strict(zone.parse().unwrap()), at("2026-03-02T20:00:00Z"));
        missing.iter().any(|one| one.guard == CycleGuard::GoalDueInPast)
    };
    assert!(!passed("UTC"), "due tomorrow");
    assert!(passed("+08:00"), "where it is due today");
}

#[test]
fn nothing_is_reported_of_days_to_come() {
    let mut cycle = started();
    give(
        &mut cycle,
        CycleCommand::PlanAction(action("train", "2026-04-01")),
        &open("UTC"),
        "2026-03-02T10:00:00Z",
    );
    give(&mut cycle, CycleCommand::Advance(Phase::Do), &open("UTC"), "2026-03-02T10:00:00Z");
    let refused = |policy: &GuardPolicy<CycleGuard>| {
        cycle
            .decide(&order(done("train", "2026-03-03")), policy, at("2026-03-02T20:00:00Z"))
            .map_err(|error| error.codes())
    };
    assert_eq!(refused(&open("UTC")).unwrap_err(), ["day_ahead"]);
    assert!(refused(&open("+08:00")).is_ok(), "where it is that day already");
}

#[test]
fn the_edges_of_time_are_told() {
    let cycle = started();
    let last = at("9999-12-31T23:00:00Z");
    let to_do = order(CycleCommand::Advance(Phase::Do));
    assert!(cycle.decide(&to_do, &open("UTC"), last).is_ok());
    let refusal = cycle.decide(&to_do, &open("+08:00"), last).unwrap_err();
    assert_eq!(refusal.codes(), ["day_out_of_range"]);
    assert_eq!(cycle.missing(&open("+08:00"), last).len(), 1);
    let early = cycle.decide(&to_do, &open("UTC"), at("2026-03-02T08:59:59Z")).unwrap_err();
    assert_eq!(
        early.to_string(),
        "as of 2026-03-02T08:59:59Z, but the last event is of 2026-03-02T09:00:00Z: ask as of then or later"
    );
    assert_eq!(cycle.days_open(last, "UTC".parse().unwrap()), Some(2_912_382));
}

#[test]
fn the_second_of_two_hosts_hears_of_the_first() {
    let mut cycle = started();
    let seen = cycle.revision();
    let goal = |target: i32| {
        order(CycleCommand::SetGoal(Goal::new(
            "csat".parse().unwrap(),
            Limit::AtLeast(target.into()),
            day("2026-06-30"),
        )))
        .after(seen)
    };
    let now = at("2026-03-02T10:00:00Z");
    let (first, second) = (
        cycle.decide(&goal(90), &open("UTC"), now).unwrap(),
        cycle.decide(&goal(95), &open("UTC"), now).unwrap(),
    );
    for record in &first {
        cycle.apply(record).unwrap();
    }
    // The second decided on the same revision: its events do not fit, and its command does not either.
    assert_eq!(cycle.clone().apply(&second[0]).unwrap_err(), ReplayError::Repeated { revision: 2, head: 2 });
    let refusal = cycle.decide(&goal(95), &open("UTC"), now).unwrap_err();
    assert_eq!(refusal, Refusal::Stale { seen: 1, now: 2 });
    assert_eq!(
        refusal.text(Language::Chinese),
        "该命令针对第 1 版，但现在是第 2 版：请读取新的事件后重新提交"
    );
    assert_eq!(cycle.goal().map(Goal::target), Some(Limit::AtLeast(90.into())));
}

#[test]
fn goal_and_baseline_are_of_one_indicator() {
    let mut cycle = started();
    let goal = Goal::new("csat".parse().unwrap(), Limit::AtLeast(90.into()), day("2026-06-30"));
    give(&mut cycle, CycleCommand::SetGoal(goal), &open("UTC"), "2026-03-02T10:00:00Z");
    let baseline = Baseline::new("nps".parse().unwrap(), 95.into(), 24).unwrap();
    give(&mut cycle, CycleCommand::SetBaseline(baseline), &open("UTC"), "2026-03-02T10:00:00Z");
    let codes: Vec<_> = cycle
        .missing(&GuardPolicy::default(), at("2026-03-02T11:00:00Z"))
        .iter()
        .map(|one| one.guard.code())
        .filter(|code| code.starts_with("goal"))
        .collect();
    assert_eq!(codes, ["goal_of_other_indicator"], "and their values are not compared");
}

#[test]
fn the_test_is_fixed_in_plan_or_never() {
    let mut cycle = started();
    give(&mut cycle, CycleCommand::Advance(Phase::Do), &open("UTC"), "2026-03-02T10:00:00Z");
    let plan =
        TestPlan::new(EffectTest::PairedMeans, "0.05".parse().unwrap(), 20, AfterPeriod::Days(28)).unwrap();
    let refusal = cycle
        .decide(&order(CycleCommand::FixTestPlan(plan)), &open("UTC"), at("2026-03-02T11:00:00Z"))
        .unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "refused: not_in_this_phase: this is not done in the phase that the cycle is in (`do`)"
    );
}

#[test]
fn a_moved_plan_keeps_its_first_promise() {
    let mut cycle = started();
    let policy = open("UTC");
    give(
        &mut cycle,
        CycleCommand::PlanAction(action("train", "2026-04-01")),
        &policy,
        "2026-03-02T10:00:00Z",
    );
    let moved =
        CycleCommand::ReplanAction { action: action("train", "2026-05-01"), reason: "ill".parse().unwrap() };
    give(&mut cycle, moved, &policy, "2026-03-03T10:00:00Z");
    let train = &cycle.actions()["train"];
    assert_eq!((train.first_due(), train.former_plans().len()), (Some(day("2026-04-01")), 1));
    assert_eq!(train.timeliness(day("2026-04-15")), Some(Timeliness::Open), "by its plan of now");
    assert_eq!(
        train.against_first_plan(day("2026-04-15"), "UTC".parse().unwrap()),
        Some(Timeliness::Overdue { days: 14 })
    );
    assert_eq!(cycle.due_list(day("2026-05-03"))[0].what, DueWhat::Action("train".parse().unwrap()));
    assert_eq!(cycle.overdue(day("2026-05-03"))[0].timeliness, Timeliness::Overdue { days: 2 });
    assert_eq!(cycle.next_due(day("2026-05-02")), None, "what is past is no next day");
}

#[test]
fn an_ended_action_stays_ended() {
    let mut cycle = started();
    let policy = open("UTC");
    give(
        &mut cycle,
        CycleCommand::PlanAction(action("train", "2026-04-01")),
        &policy,
        "2026-03-02T10:00:00Z",
    );
    give(&mut cycle, CycleCommand::Advance(Phase::Do), &policy, "2026-03-02T10:00:00Z");
    let begin = CycleCommand::BeginAction { action: "train".parse().unwrap(), on: day("2026-03-05") };
    give(&mut cycle, begin.clone(), &policy, "2026-03-06T10:00:00Z");
    let refused = |cycle: &Cycle, what| {
        cycle.decide(&order(what), &policy, at("2026-03-07T10:00:00Z")).unwrap_err().codes()
    };
    assert_eq!(refused(&cycle, begin), ["action_status_unfit"], "not begun twice");
    assert_eq!(
        refused(&cycle, done("train", "2026-03-04")),
        ["action_status_unfit"],
        "not done before it began"
    );
    let cancel = CycleCommand::CancelAction { action: "train".parse().unwrap(), reason: None };
    give(&mut cycle, cancel, &policy, "2026-03-07T10:00:00Z");
    assert!(matches!(cycle.actions()["train"].status(), ActionStatus::Cancelled { .. }));
    assert_eq!(refused(&cycle, done("train", "2026-03-07")), ["action_status_unfit"]);
    let strict = cycle.missing(&GuardPolicy::default(), at("2026-03-07T10:00:00Z"));
    let codes: Vec<_> = strict.iter().map(|one| one.guard.code()).collect();
    assert_eq!(
        codes,
        ["root_cause_missing", "measure_reason_missing", "no_measure_carried_out"],
        "cancelled is not done"
    );
}

#[test]
fn every_guard_is_told_in_both_languages_and_stands_somewhere() {
    let mut codes = Vec::new();
    for guard in CycleGuard::ALL {
        assert!(!guard.text(Language::English).is_empty());
        assert!(!guard.text(Language::Chinese).is_ascii(), "{guard}");
        assert_eq!(guard.stands_before().is_some(), guard.can_be_switched_off(), "{guard}");
        codes.push(guard.code());
    }
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), CycleGuard::ALL.len());
}

#[test]
fn what_is_no_event_is_told_where() {
    let read = |json: &str| serde_json::from_str::<CycleRecord>(json).unwrap_err().to_string();
    let event = |what: &str| {
        format!(
            r#"{{"format": 1, "subject": "C-1", "revision": 1, "at": "2026-03-02T09:00:00Z", "by": "li", "what": {what}}}"#
        )
    };
    assert!(read(&event(r#"{"flown": 1}"#)).starts_with("unknown variant `flown`"));
    assert!(
        read(&event(r#"{"advanced": {"from": "plan", "to": "do", "why": 1}}"#))
            .starts_with("unknown field `why`")
    );
    let newer = event("{}").replace(r#""format": 1"#, r#""format": 9"#);
    assert!(read(&newer).starts_with("format 9 of an event is not known, only 1: "), "{}", read(&newer));
    let policy = r#"{"time_zone": "UTC", "off": {"closed_is_final": {"reason": "x", "by": "li"}}}"#;
    let error = serde_json::from_str::<GuardPolicy<CycleGuard>>(policy).unwrap_err().to_string();
    assert!(
        error.starts_with("policy.off is `closed_is_final`: allowed is a guard that can be switched off"),
        "{error}"
    );
    let twice = r#"{"time_zone": "UTC", "off": {"goal_missing": {"reason": "x", "by": "li"}, "goal_missing": {"reason": "y", "by": "li"}}}"#;
    assert!(serde_json::from_str::<GuardPolicy<CycleGuard>>(twice).is_err(), "which reason counts?");
}

#[test]
fn a_correction_does_not_wait_for_the_plan() {
    let mut cycle = started();
    let policy = GuardPolicy::default();
    let sorry = Action::new("sorry".parse().unwrap(), ActionKind::Correction, "apologise".parse().unwrap());
    give(&mut cycle, CycleCommand::PlanAction(sorry), &policy, "2026-03-02T10:00:00Z");
    give(&mut cycle, done("sorry", "2026-03-01"), &policy, "2026-03-02T10:00:00Z");
    let show = CycleCommand::ShowAction {
        action: "sorry".parse().unwrap(),
        evidence: "the letter".parse().unwrap(),
    };
    give(&mut cycle, show.clone(), &policy, "2026-03-02T11:00:00Z");
    let again = cycle.decide(&order(show), &policy, at("2026-03-02T12:00:00Z")).unwrap_err();
    assert_eq!(again.codes(), ["action_status_unfit"], "shown once");
}

#[test]
fn nothing_is_done_before_do_began() {
    let mut cycle = started();
    give(
        &mut cycle,
        CycleCommand::PlanAction(action("train", "2026-04-01")),
        &open("UTC"),
        "2026-03-02T10:00:00Z",
    );
    give(&mut cycle, CycleCommand::Advance(Phase::Do), &open("UTC"), "2026-03-10T10:00:00Z");
    let refusal = cycle.decide(&order(done("train", "0001-01-01")), &open("UTC"), at("2026-03-11T10:00:00Z"));
    assert_eq!(refusal.unwrap_err().codes(), ["day_before_do"]);
}

#[test]
fn what_cannot_be_tested_can_be_adjusted_but_not_standardised() {
    let mut cycle = started();
    let policy = open("UTC");
    give(&mut cycle, CycleCommand::Advance(Phase::Do), &policy, "2026-03-02T10:00:00Z");
    give(&mut cycle, CycleCommand::Advance(Phase::Check), &policy, "2026-03-02T10:00:00Z");
    let strict = GuardPolicy::default();
    let act = || order(CycleCommand::Advance(Phase::Act));
    let refused = cycle.decide(&act(), &strict, at("2026-03-03T10:00:00Z")).unwrap_err();
    assert_eq!(refused.codes(), ["effect_untested"]);
    let adjust = r#"{"adjust": {"next": "C-2", "lessons": ["ask for enough answers"]}}"#;
    give(
        &mut cycle,
        CycleCommand::Decide(serde_json::from_str(adjust).unwrap()),
        &strict,
        "2026-03-03T10:00:00Z",
    );
    give(&mut cycle, CycleCommand::Advance(Phase::Act), &strict, "2026-03-03T10:00:00Z");
    // A change of mind does not get around the test.
    give(
        &mut cycle,
        CycleCommand::Decide(serde_json::from_str(r#"{"standardise": {}}"#).unwrap()),
        &strict,
        "2026-03-03T11:00:00Z",
    );
    let codes: Vec<_> =
        cycle.missing(&strict, at("2026-03-03T12:00:00Z")).iter().map(|one| one.guard.code()).collect();
    assert!(codes.contains(&"effect_untested") && codes.contains(&"effect_not_significant"), "{codes:?}");
    let itself = r#"{"adjust": {"next": "C-1"}}"#;
    let itself = order(CycleCommand::Decide(serde_json::from_str(itself).unwrap()));
    assert_eq!(
        cycle.decide(&itself, &strict, at("2026-03-03T12:00:00Z")).unwrap_err().codes(),
        ["part_repeated"]
    );
}

#[test]
fn a_cause_is_of_a_problem_of_the_cycle_and_all_unknown_causes_are_named() {
    let cycle = started();
    let hypothesis =
        r#"{"propose_cause": {"id": "c", "problem": "gone", "category": "people", "statement": "why"}}"#;
    let refused = |what: CycleCommand| {
        cycle.decide(&order(what), &open("UTC"), at("2026-03-02T10:00:00Z")).unwrap_err()
    };
    assert_eq!(
        refused(serde_json::from_str(hypothesis).unwrap()).to_string(),
        "refused: part_unknown: there is no such part of the cycle (`gone`)"
    );
    let aimed = action("train", "2026-04-01").against("c1".parse().unwrap()).against("c2".parse().unwrap());
    assert_eq!(refused(CycleCommand::PlanAction(aimed)).violations()[0].of, ["c1", "c2"]);
}

#[test]
fn the_lead_changes_hands() {
    let mut cycle = started();
    give(
        &mut cycle,
        CycleCommand::HandOver { owner: "chen".parse().unwrap() },
        &open("UTC"),
        "2026-03-02T10:00:00Z",
    );
    assert_eq!(cycle.owner().map(AgentId::as_str), Some("chen"));
}

#[test]
fn an_event_of_number_nought_is_none() {
    let json = r#"{"format": 1, "subject": "C-1", "revision": 0, "at": "2026-03-02T09:00:00Z", "by": "li", "what": {"cancelled": {"from": "plan"}}}"#;
    let mut cycle = Cycle::new("C-1".parse().unwrap());
    let error = cycle.apply(&serde_json::from_str(json).unwrap()).unwrap_err();
    assert_eq!(error, ReplayError::Missing { expected: 1, given: 0 });
}
