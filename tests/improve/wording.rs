//! What happened, what is due and what does not hang together, told in both languages.

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};

use serde::Serialize;
use serde_json::Value;
use service_quality::improve::cycle::{CycleEvent, DueWhat, Phase, ProblemFate};
use service_quality::improve::register::RegisterFinding;
use service_quality::quantity::{CycleId, Language};

/// The variants of an enum, as its source names them, in the words of data.
fn variants(file: &str, name: &str) -> BTreeSet<String> {
    let source =
        std::fs::read_to_string(format!("{}/src/improve/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let (_, rest) = source.split_once(&format!("pub enum {name} {{\n")).unwrap();
    let (body, _) = rest.split_once("\n}\n").unwrap();
    let lines = body.lines().filter_map(|line| line.strip_prefix("    "));
    let names = lines.filter(|line| line.starts_with(|first: char| first.is_ascii_uppercase()));
    names.map(|line| snake(line.split(|letter: char| !letter.is_alphanumeric()).next().unwrap())).collect()
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// How a value is called in data.
fn tag(value: &impl Serialize) -> String {
    match serde_json::to_value(value).unwrap() {
        Value::String(tag) => tag,
        Value::Object(map) => map.keys().next().unwrap().clone(),
        other => panic!("{other}"),
    }
}

/// Every variant is there and has a text in either language; no two say the same, and none says it in the other language.
#[track_caller]
fn each_is_told<T: Serialize + Display + Debug>(
    names: &BTreeSet<String>,
    all: &[T],
    text: impl Fn(&T, Language) -> String,
) {
    assert_eq!(&all.iter().map(tag).collect::<BTreeSet<_>>(), names);
    let (mut english, mut chinese) = (BTreeSet::new(), BTreeSet::new());
    for one in all {
        let told = text(one, Language::English);
        assert_eq!(told, one.to_string());
        assert!(told.is_ascii(), "{told}");
        assert!(english.insert(told.clone()), "{told} twice");
        let told = text(one, Language::Chinese);
        assert!(told.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter)), "{told}");
        assert!(chinese.insert(told.clone()), "{told} twice");
    }
}

fn events() -> Vec<CycleEvent> {
    const EVENTS: &str = r#"[
        {"started": {"purpose": "x", "owner": "li"}},
        {"handed_over": {"owner": "li"}},
        {"problem_added": {"id": "p", "what": "x", "source": {"reported": {"by": "li"}}, "severity": "major",
            "found": "2026-03-02T09:00:00Z"}},
        {"problem_dropped": {"problem": "p", "reason": "x"}},
        {"baseline_set": {"indicator": "late", "value": "8.6", "n": 60}},
        {"goal_set": {"indicator": "late", "target": {"at_most": "4"}, "due": "2026-06-30"}},
        {"cause_proposed": {"id": "c", "category": "people", "statement": "x"}},
        {"cause_verified": {"cause": "c", "evidence": [{"observation": "x"}, {"observation": "y"}]}},
        {"cause_rejected": {"cause": "c", "evidence": [{"observation": "x"}]}},
        {"action_planned": {"id": "a", "kind": "corrective", "what": "x"}},
        {"action_replanned": {"action": {"id": "a", "kind": "corrective", "what": "x"}, "reason": "x"}},
        {"predicted": {"what": "x"}},
        {"predicted": {"what": "x", "value": {"at_most": "4"}}},
        {"test_plan_fixed": {"test": {"two_means": "unequal"}, "alpha": "0.05", "minimum": 64, "after": {"days": 28}}},
        {"watched": {"indicator": "reopened", "tolerated": {"at_most": "5"}}},
        {"action_begun": {"action": "a", "on": "2026-03-02"}},
        {"action_completed": {"action": "a", "outcome": {"on": "2026-03-02"}}},
        {"action_completed": {"action": "a", "outcome": {"on": "2026-03-02", "evidence": "x"}}},
        {"action_shown": {"action": "a", "evidence": "x"}},
        {"action_cancelled": {"action": "a"}},
        {"action_cancelled": {"action": "a", "reason": "x"}},
        {"deviation_logged": {"what": "x"}},
        {"deviation_logged": {"action": "a", "what": "x"}},
        {"effect_reported": {"indicator": "late", "target": {"at_most": "4"}, "test": {"two_means": "unequal"},
            "alpha": "0.05", "n_before": 60, "n_after": 64, "before": "8.6", "after": "4.9", "after_from": "2026-05-04",
            "p": "0.0004", "magnitude": {"measure": "difference", "estimate": "-3.7"}}},
        {"exception_accepted": {"of": "goal", "reason": "x"}},
        {"exception_accepted": {"of": "instability", "reason": "x"}},
        {"exception_accepted": {"of": {"side_effect": "reopened"}, "reason": "x"}},
        {"decided": {"standardise": {}}},
        {"decided": {"standardise": {"version": {"id": "desk", "version": "2"}}}},
        {"decided": {"adjust": {}}},
        {"decided": {"adjust": {"next": "C-2"}}},
        {"decided": {"abandon": {}}},
        {"decided": {"abandon": {"reason": "x"}}},
        {"problem_settled": {"problem": "p", "fate": {"accepted": {"reason": "x"}}}},
        {"child_added": "C-9"},
        {"child_moved": {"child": "C-9", "to": "do"}},
        {"advanced": {"from": "plan", "to": "do"}},
        {"advanced": {"from": "plan", "to": "do", "waived": [
            {"violation": {"guard": "measure_owner_missing", "of": ["a", "b"]}, "reason": "x", "by": "li"},
            {"violation": {"guard": "prediction_missing"}, "reason": "x", "by": "li"}]}},
        {"cancelled": {"from": "do"}},
        {"cancelled": {"from": "do", "reason": "x"}}]"#;
    serde_json::from_str(EVENTS).unwrap()
}

#[test]
fn every_event_is_told() {
    let events = events();
    each_is_told(&variants("cycle/event.rs", "CycleEvent"), &events, CycleEvent::text);
    let told = |tag: &str, language| {
        let named: Vec<_> = events.iter().filter(|event| self::tag(*event) == tag).collect();
        named.last().unwrap().text(language)
    };
    assert_eq!(told("goal_set", Language::English), "set the goal: `late` at most 4 until 2026-06-30");
    assert_eq!(told("goal_set", Language::Chinese), "设定目标：指标`late` ≤ 4，期限 2026-06-30");
    assert_eq!(told("action_completed", Language::Chinese), "措施`a`于 2026-03-02 完成：x");
    assert_eq!(told("cause_verified", Language::Chinese), "证实原因`c`：x；y");
    assert_eq!(
        told("advanced", Language::English),
        "moved on from plan to do; let pass: an action has no owner (`a`, `b`); there is no written prediction"
    );
    assert_eq!(
        told("advanced", Language::Chinese),
        "由策划转入实施；豁免：措施没有负责人（`a`、`b`）；没有书面预测"
    );
    let standardised = r#"{"decided": {"standardise": {"version": {"id": "desk", "version": "2"}}}}"#;
    let standardised: CycleEvent = serde_json::from_str(standardised).unwrap();
    assert_eq!(standardised.text(Language::English), "decided to standardise as desk version 2");
    assert_eq!(standardised.text(Language::Chinese), "决定标准化：desk 第 2 版");
    let effect = told("effect_reported", Language::Chinese);
    assert!(effect.starts_with("检验效果：`late` 由 8.6"), "{effect}");
}

#[test]
fn everything_due_is_told() {
    let all = [DueWhat::Action("a".parse().unwrap()), DueWhat::Check, DueWhat::Goal];
    each_is_told(&variants("cycle/due.rs", "DueWhat"), &all, DueWhat::text);
}

#[test]
fn every_fate_is_told() {
    let x = || "x".parse().unwrap();
    let all = [
        ProblemFate::Open,
        ProblemFate::Resolved { evidence: x() },
        ProblemFate::RolledOver { to: "x".parse().unwrap() },
        ProblemFate::Dropped { reason: x() },
        ProblemFate::Accepted { reason: x() },
    ];
    each_is_told(&variants("cycle/cycle_problem.rs", "ProblemFate"), &all, ProblemFate::text);
}

#[test]
fn every_finding_is_told() {
    let [cycle, other] = ["C-1", "C-2"].map(|id| id.parse::<CycleId>().unwrap());
    let (cycle, other) = (|| cycle.clone(), || other.clone());
    let all = [
        RegisterFinding::ParentMissing { cycle: cycle(), parent: other() },
        RegisterFinding::ParentLoop { cycle: cycle() },
        RegisterFinding::ChildMissing { cycle: cycle(), child: other() },
        RegisterFinding::ChildLeftOpen { cycle: cycle(), parent: other() },
        RegisterFinding::ChildUntold { cycle: cycle(), parent: other(), phase: Phase::Do },
        RegisterFinding::PredecessorMissing { cycle: cycle(), follows: other() },
        RegisterFinding::SuccessorMissing { cycle: cycle(), next: other() },
        RegisterFinding::ProblemLost { cycle: cycle(), problem: "p".parse().unwrap(), to: other() },
    ];
    each_is_told(&variants("register/finding.rs", "RegisterFinding"), &all, RegisterFinding::text);
}
