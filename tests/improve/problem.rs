#![cfg(test)]
//! Problems: what is suggested accounts for every point, in any order; rankings are total orders.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use service_quality::improve::problem::{
    ActionPriorityTable, BudgetCost, CostKind, FiringAlert, LinkedBy, PriorityMethod, PriorityReason,
    Problem, ProblemEvidence, ProblemSource, Ranked, Severity, Subject, SuggestionKind, SuggestionRule,
    Suggestions, rank, suggest_problems,
};
use service_quality::indicator::{Absence, Measurement};
use service_quality::monitor::alert::AlertKey;
use service_quality::monitor::warning::WarningLevel;
use service_quality::quantity::{IndicatorId, Language, Number, Statement};
use service_quality::score::{Model, Scorecard};
use service_quality::sla::Attainment;

/// Three indicators scored as they are measured, from 0 to 100; a veto takes what is above 40 where safety is below 50.
fn model() -> Model {
    serde_json::from_str(
        r#"{"root": {"id": "service", "children": [
            {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": 0, "best": 100}}},
            {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": 0, "best": 100}}},
            {"weight": 1, "indicator": "safety", "curve": {"goalposts": {"worst": 0, "best": 100}}}],
            "rules": [{"id": "safe", "effect": {"cap": 40},
                "when": [{"value": {"of": "safety", "is": "below", "value": 50}}]}]}}"#,
    )
    .unwrap()
}

fn scored(values: [Option<i32>; 3]) -> Scorecard {
    let measured = ["on_time", "csat", "safety"].into_iter().zip(values).map(|(id, value)| {
        let missing = Measurement::absent(Absence::Missing);
        let measured = value.map_or(missing, |value| Measurement::present(value.into(), 40));
        (id.parse::<IndicatorId>().unwrap(), measured)
    });
    model().score(&measured.collect::<BTreeMap<_, _>>())
}

#[track_caller]
fn counted(json: &str) -> Attainment {
    serde_json::from_str(json).unwrap()
}

#[track_caller]
fn rule(json: &str) -> SuggestionRule {
    serde_json::from_str(json).unwrap()
}

fn firing(alert: &str, level: WarningLevel, hour: u32) -> FiringAlert {
    let since = format!("2026-03-02T{hour:02}:00:00Z").parse().unwrap();
    FiringAlert { key: AlertKey::new(alert.parse().unwrap()), level, since }
}

fn nothing() -> Attainment {
    Attainment::default()
}

#[track_caller]
fn subjects(suggestions: &Suggestions) -> Vec<String> {
    suggestions.found.iter().map(|one| one.subject.to_string()).collect()
}

#[test]
fn nothing_is_wrong_with_a_perfect_scorecard() {
    let kept = counted(r#"{"objectives": {"fix": {"met": 19, "late": 1}}}"#);
    let promised = rule(r#"{"promises": {"fix": {"share": "0.95"}}}"#);
    let suggested = suggest_problems(&scored([Some(100); 3]), &[], &kept, &promised);
    assert_eq!(suggested, Suggestions::default());
}

#[test]
fn one_thing_is_one_suggestion_whatever_shows_it() {
    let counts = counted(r#"{"objectives": {"fix": {"met": 360, "late": 30, "overdue": 10}}}"#);
    let linked = rule(
        r#"{"promises": {"fix": {"share": "0.95"}}, "objectives": {"fix": "on_time"}, "alerts": {"late_share": "on_time"}}"#,
    );
    let labelled = FiringAlert {
        key: AlertKey::new("drop".parse().unwrap())
            .with_label("indicator".parse().unwrap(), "on_time".parse().unwrap()),
        ..firing("x", WarningLevel::Red, 9)
    };
    let alerts = [
        firing("late_share", WarningLevel::Orange, 8),
        firing("on_time", WarningLevel::Red, 7),
        labelled,
        firing("fix", WarningLevel::Blue, 1),
    ];
    let suggested = suggest_problems(&scored([Some(90), Some(100), Some(100)]), &alerts, &counts, &linked);
    let [one] = &suggested.found[..] else { panic!("{suggested:#?}") };
    assert_eq!(one.subject, Subject::Indicator("on_time".parse().unwrap()));
    assert_eq!(one.evidence.len(), 6);
    let by: Vec<(String, LinkedBy)> = one.links.iter().map(|link| (link.from.to_string(), link.by)).collect();
    assert_eq!(
        by,
        [
            ("`fix`".to_owned(), LinkedBy::Rule),
            (r#"`drop{indicator="on_time"}`"#.to_owned(), LinkedBy::Label),
            ("`fix`".to_owned(), LinkedBy::SameId),
            ("`late_share`".to_owned(), LinkedBy::Rule),
            ("`on_time`".to_owned(), LinkedBy::SameId),
        ]
    );
    assert_eq!(one.cost.points, 6.into());
    assert_eq!(one.cost.budget, Some(BudgetCost { breaches: 40, allowed: 20 }));
    assert_eq!(one.cost.alert, Some((WarningLevel::Red, "2026-03-02T07:00:00Z".parse().unwrap())));

    let found = "2026-03-03T09:00:00Z".parse().unwrap();
    let problem =
        one.clone().into_problem("P-1".parse().unwrap(), "late".parse().unwrap(), Severity::Major, found);
    assert_eq!(problem.source, ProblemSource::LostPoints { indicator: "on_time".parse().unwrap() });
    assert_eq!(problem.evidence, one.evidence);
}

#[test]
fn what_belongs_to_nothing_stands_for_itself() {
    let counts = counted(r#"{"objectives": {"fix": {"met": 1, "late": 9}, "reply": {"met": 1, "late": 1}}}"#);
    let promised = rule(r#"{"promises": {"fix": {"share": "0.95"}}}"#);
    let by_objective = FiringAlert {
        key: AlertKey::new("burn".parse().unwrap())
            .with_label("objective".parse().unwrap(), "fix".parse().unwrap()),
        ..firing("x", WarningLevel::Red, 9)
    };
    let alerts = [firing("backlog", WarningLevel::Yellow, 1), by_objective];
    let suggested = suggest_problems(&scored([Some(100); 3]), &alerts, &counts, &promised);
    assert_eq!(subjects(&suggested), ["`fix`", "`backlog`"]);
    assert_eq!(
        suggested.found[0].text(Language::English),
        "`fix`: `fix` not kept: 1 of 10 met, 0.95 promised; 9 breaches too many; the alert `burn{objective=\"fix\"}` is \
         red since 2026-03-02T09:00:00Z; `burn{objective=\"fix\"}` belongs to it by its label"
    );
    assert_eq!(
        suggested.found[1].text(Language::Chinese),
        "`backlog`：预警`backlog`自 2026-03-02T01:00:00Z 起为黄色"
    );
    assert_eq!(
        suggested.unpromised,
        ["reply".parse().unwrap()],
        "breached, and nobody said what was promised"
    );
}

#[test]
fn what_was_not_measured_is_never_silently_nothing() {
    let promised = rule(r#"{"least_loss": 50, "promises": {"fix": {"share": "0.95"}}}"#);
    let suggested = suggest_problems(&scored([Some(100), None, Some(100)]), &[], &nothing(), &promised);
    assert_eq!(subjects(&suggested), ["`csat`", "`fix`"]);
    assert!(suggested.found.iter().all(|one| one.kind == SuggestionKind::CannotBeTold));
    assert_eq!(
        suggested.found[0].text(Language::English),
        "`csat` cannot be told: `csat` has no score: missing"
    );
    assert_eq!(suggested.found[0].text(Language::Chinese), "`csat`无法判断：`csat`没有得分，无法判断");
    let unmeasured = ProblemSource::Unmeasured { indicator: "csat".parse().unwrap() };
    assert_eq!(suggested.found[0].source(), unmeasured);
    let alarmed = suggest_problems(
        &scored([Some(100), None, Some(100)]),
        &[firing("csat", WarningLevel::Red, 1)],
        &nothing(),
        &SuggestionRule::new(),
    );
    assert_eq!(alarmed.found[0].kind, SuggestionKind::Shown, "an alert shows that it is bad");
    let dark = suggest_problems(&scored([None; 3]), &[], &nothing(), &SuggestionRule::new());
    assert_eq!(subjects(&dark), ["`csat`", "`on_time`", "`safety`", "`service`"]);
}

#[test]
fn points_that_a_rule_took_are_a_suggestion_too() {
    let suggested =
        suggest_problems(&scored([Some(100), Some(100), Some(40)]), &[], &nothing(), &SuggestionRule::new());
    let costs: Vec<(String, String)> =
        suggested.found.iter().map(|one| (one.subject.to_string(), one.cost.points.to_string())).collect();
    // 88 by the mean, capped at 40: 12 lost at safety, 48 by the rule.
    assert_eq!(
        costs,
        [("`service` `safe`".to_owned(), "48".to_owned()), ("`safety`".to_owned(), "12".to_owned())]
    );
}

#[test]
fn costs_are_compared_one_after_the_other_as_the_host_says() {
    let counts = counted(r#"{"objectives": {"fix": {"met": 0, "late": 9}}}"#);
    let promises = r#""promises": {"fix": {"share": "0.95"}}"#;
    let alerts = [firing("backlog", WarningLevel::Yellow, 1), firing("queue", WarningLevel::Red, 1)];
    let scorecard = scored([Some(100), Some(90), Some(100)]);
    let order = |order: &str| {
        let rule = rule(&format!(r#"{{{promises}, "order": [{order}]}}"#));
        subjects(&suggest_problems(&scorecard, &alerts, &counts, &rule)).join(" ")
    };
    assert_eq!(order(r#""points", "budget", "alert""#), "`csat` `fix` `queue` `backlog`");
    assert_eq!(order(r#""alert", "budget", "points""#), "`queue` `backlog` `fix` `csat`");
    assert_eq!(
        SuggestionRule::new().in_order([CostKind::Points, CostKind::Points]).unwrap_err().to_string(),
        "rule.order is `2 kinds`: allowed is each kind of cost once"
    );
}

#[test]
fn what_is_immaterial_gives_way() {
    let scorecard = scored([Some(99), Some(100), Some(100)]);
    let counts = counted(r#"{"objectives": {"fix": {"met": 10, "late": 390}}}"#);
    let suggested = |material: &str| {
        let rule =
            rule(&format!(r#"{{"promises": {{"fix": {{"share": "0.95"}}}}, "material": {material}}}"#));
        subjects(&suggest_problems(&scorecard, &[], &counts, &rule)).remove(1)
    };
    assert_eq!(suggested("{}"), "`fix`", "any point comes first");
    assert_ne!(suggested(r#"{"points": 5}"#), "`fix`");
    assert_eq!(suggested(r#"{"points": 5, "excess": 400}"#), "`fix`", "neither is material");
}

#[test]
fn a_missed_target_is_measured_and_lost_points_are_not_one() {
    let model: Model = serde_json::from_str(
        r#"{"root": {"id": "service", "children": [
            {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "4"}}}]}}"#,
    )
    .unwrap();
    let value = |value: &str| {
        model.score(&BTreeMap::from([(
            "csat".parse().unwrap(),
            Measurement::present(value.parse().unwrap(), 97),
        )]))
    };
    let target = rule(r#"{"targets": {"csat": {"at_least": "4.5"}}}"#);
    let first = |value: &Scorecard, rule| suggest_problems(value, &[], &nothing(), rule).found.remove(0);
    let missed = first(&value("4.1"), &target);
    assert_eq!(missed.to_string(), "`csat`: `csat` measured 4.1 (n 97); the target is at least 4.5");
    assert_eq!(missed.text(Language::Chinese), "`csat`：指标`csat`为 4.1（n 97），目标 ≥ 4.5");
    assert_eq!(missed.source().to_string(), "`csat` missed its target");
    assert!(suggest_problems(&value("4.5"), &[], &nothing(), &target).found.is_empty());
    let lost = first(&value("3.9"), &SuggestionRule::new());
    assert_eq!(lost.source().text(Language::Chinese), "指标`csat`失分");
    // What is taken up is known again by any of its sources.
    let both = suggest_problems(&value("3.9"), &[], &nothing(), &target);
    assert_eq!(both.not_taken_up(&BTreeSet::from([lost.source()])).count(), 0);
    assert_eq!(both.not_taken_up(&BTreeSet::new()).count(), 1);
}

#[test]
fn broken_promises_and_alerts_are_no_missed_target() {
    let scorecard = scored([Some(100), Some(100), Some(100)]);
    let counts = counted(r#"{"objectives": {"fix": {"met": 10, "late": 390}}}"#);
    let promised = rule(r#"{"promises": {"fix": {"share": "0.95"}}, "objectives": {"fix": "csat"}}"#);
    let broken = suggest_problems(&scorecard, &[], &counts, &promised).found.remove(0);
    assert_eq!(broken.source().to_string(), "promises of `fix` are broken");
    let alert = |labels: &str| -> FiringAlert {
        let json = format!(
            r#"{{"key": {{"alert": "w", "labels": {labels}}}, "level": "red", "since": "2026-01-01T00:00:00Z"}}"#
        );
        serde_json::from_str(&json).unwrap()
    };
    let fires = [alert(r#"{"indicator": "csat"}"#)];
    let fires = suggest_problems(&scorecard, &fires, &nothing(), &SuggestionRule::new()).found.remove(0);
    assert!(matches!(fires.source(), ProblemSource::Alert { .. }));
    let typo = [alert(r#"{"indicator": "csta"}"#)];
    let suggested = suggest_problems(&scorecard, &typo, &nothing(), &SuggestionRule::new());
    assert_eq!(suggested.unknown[0].indicator, "csta");
    assert!(matches!(suggested.found[0].subject, Subject::Alert(_)));
}

#[test]
fn a_suggestion_in_words_is_a_statement() {
    let scorecard = scored([Some(100), Some(100), Some(100)]);
    let alerts: Vec<FiringAlert> = (0..100)
        .map(|index| {
            let json = format!(
                r#"{{"key": {{"alert": "w{index}", "labels": {{"indicator": "csat"}}}}, "level": "red",
                    "since": "2026-01-01T00:00:00Z"}}"#
            );
            serde_json::from_str(&json).unwrap()
        })
        .collect();
    let suggested = suggest_problems(&scorecard, &alerts, &nothing(), &SuggestionRule::new());
    for language in [Language::English, Language::Chinese] {
        Statement::new(suggested.found[0].text(language)).unwrap();
    }
    assert!(suggested.found[0].to_string().ends_with(" more"));
    let stored = serde_json::to_string(&suggested).unwrap();
    assert_eq!(serde_json::from_str::<Suggestions>(&stored).unwrap(), suggested);
}

#[test]
fn rows_of_a_table_range_within_the_ratings() {
    let read = |severity: &str| {
        let json = format!(
            r#"[{{"severity": {severity}, "occurrence": [1, 10], "detection": [1, 10], "priority": "low"}}]"#
        );
        serde_json::from_str::<ActionPriorityTable>(&json).unwrap_err().to_string()
    };
    for range in ["[0, 255]", "[9, 1]"] {
        let allowed = "allowed is from one of 1 to 10 to no lesser one";
        assert_eq!(read(range), format!("table[0].severity is `{range}`: {allowed}"));
    }
}

#[test]
fn indicators_say_which_objective_they_measure() {
    let indicator = |id: &str| {
        serde_json::from_str(&format!(
            r#"{{"id": "{id}", "name": {{"en": "x"}}, "dimension": "timeliness", "unit": "percent", "direction": "higher",
                "formula": {{"sla_attainment": {{"objectives": {{"objective": "fix"}}}}}}}}"#
        ))
        .unwrap()
    };
    let rule = SuggestionRule::new().with_indicators([&indicator("z"), &indicator("a"), &indicator("m")]);
    assert_eq!(rule.objectives().get("fix").map(IndicatorId::as_str), Some("a"));
}

fn problem(id: &str) -> Problem {
    let source = ProblemSource::Reported { by: "li.wei".parse().unwrap() };
    let found = "2026-03-02T09:00:00Z".parse().unwrap();
    Problem::new(id.parse().unwrap(), "x".parse().unwrap(), source, Severity::Minor, found)
        .with_evidence(ProblemEvidence::Complaint("B-1".parse().unwrap()))
}

fn problems() -> Vec<Problem> {
    ["a", "b", "c", "d"].map(problem).to_vec()
}

#[track_caller]
fn order(ranked: &[Ranked]) -> String {
    ranked.iter().map(|one| one.problem.as_str()).collect()
}

const MATRIX: &str = r#"{"likelihood": [{"en": "rare"}, {"en": "possible"}, {"en": "frequent"}],
    "impact": [{"en": "slight"}, {"en": "grave"}, {"en": "disastrous"}],
    "levels": [{"en": "low"}, {"en": "high", "zh": "高"}], "cells": [[1, 1, 2], [1, 2, 2], [1, 2, 2]]}"#;

#[test]
fn three_methods_rank_with_reasons() {
    let pareto: PriorityMethod =
        serde_json::from_str(r#"{"pareto": {"counts": {"d": 5, "b": 90, "c": 5}, "vital": "0.8"}}"#).unwrap();
    let ranked = rank(&problems(), &pareto).unwrap();
    assert_eq!(order(&ranked), "bcda");
    assert_eq!((ranked[0].value, ranked[3].value), (Some(90), None));
    assert_eq!(ranked[3].reason, PriorityReason::Unrated);

    let matrix: PriorityMethod = serde_json::from_str(&format!(
        r#"{{"impact_frequency": {{"matrix": {MATRIX}, "ratings": {{"a": {{"likelihood": 3, "impact": 1}},
            "b": {{"likelihood": 1, "impact": 3}}, "c": {{"likelihood": 2, "impact": 2}},
            "d": {{"likelihood": 1, "impact": 2}}}}}}}}"#
    ))
    .unwrap();
    let ranked = rank(&problems(), &matrix).unwrap();
    assert_eq!(order(&ranked), "cbad", "by level, then product, then impact");
    assert_eq!(ranked[0].reason.to_string(), "level 2 (high): frequency 2, impact 2");
    assert_eq!(ranked[1].reason.text(Language::Chinese), "等级 2（高）：频率 1，影响 3");

    let ratings = r#""ratings": {"a": {"severity": 4, "occurrence": 8, "detection": 6},
        "b": {"severity": 8, "occurrence": 4, "detection": 6}, "c": {"severity": 10, "occurrence": 1, "detection": 1}}"#;
    let fmea: PriorityMethod =
        serde_json::from_str(&format!(r#"{{"risk_priority": {{{ratings}}}}}"#)).unwrap();
    let ranked = rank(&problems(), &fmea).unwrap();
    assert_eq!(order(&ranked), "bacd", "of equal numbers the graver");
    let table = r#""table": [
        {"severity": [9, 10], "occurrence": [1, 10], "detection": [1, 10], "priority": "high"},
        {"severity": [1, 8], "occurrence": [1, 10], "detection": [1, 10], "priority": "low"}]"#;
    let fmea: PriorityMethod =
        serde_json::from_str(&format!(r#"{{"risk_priority": {{{ratings}, {table}}}}}"#)).unwrap();
    let ranked = rank(&problems(), &fmea).unwrap();
    assert_eq!(order(&ranked), "cbad", "the action priority decides");
    assert_eq!(
        ranked[0].reason.to_string(),
        "action priority high, risk priority 10: severity 10, occurrence 1, detection 1"
    );
}

#[track_caller]
fn told(problems: &[Problem], method: &PriorityMethod) -> String {
    rank(problems, method).unwrap_err().to_string()
}

#[test]
fn what_cannot_be_ranked_is_refused() {
    let method = |json: &str| serde_json::from_str::<PriorityMethod>(json);
    let pareto = |counts: &str| method(&format!(r#"{{"pareto": {{"counts": {counts}, "vital": "0.8"}}}}"#));
    let none = pareto("{}").unwrap();
    assert_eq!(
        told(&[problem("a"), problem("a")], &none),
        "problems: `a` is given twice; give each its own id"
    );
    assert_eq!(
        told(&problems(), &pareto(r#"{"x": 1}"#).unwrap()),
        "ratings: there is no `x`; known are `a`, `b`, `c`, `d`"
    );
    assert!(told(&problems(), &pareto(r#"{"a": 0}"#).unwrap()).contains("allowed is a sum of 1 to 2^64 − 1"));
    assert!(rank(&problems(), &pareto(r#"{"a": 18446744073709551615, "b": 1}"#).unwrap()).is_err());
    assert!(pareto(r#"{"a": 1, "a": 2}"#).is_err(), "a key given twice");
    let off = format!(
        r#"{{"impact_frequency": {{"matrix": {MATRIX}, "ratings": {{"a": {{"likelihood": 0, "impact": 1}}}}}}}}"#
    );
    assert_eq!(
        told(&problems(), &method(&off).unwrap()),
        "rating.likelihood is `0`: allowed is 1 to 3, a step of the scale"
    );
    assert_eq!(order(&rank(&problems(), &none).unwrap()), "abcd");
    assert!(rank(&[], &none).unwrap().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn suggestions_account_for_every_point_in_any_order(
        values in [proptest::option::weighted(0.9, 0_i32..=100), proptest::option::weighted(0.9, 0_i32..=100),
            proptest::option::weighted(0.9, 0_i32..=100)],
        least in 0_u32..30,
        (met, late) in (0_u32..30, 0_u32..30),
        mut alerts in proptest::collection::vec(
            (0_usize..5, 0_usize..4, 0_u32..24).prop_map(|(alert, level, hour)| firing(
                ["on_time", "csat", "fix", "backlog", "queue"][alert], WarningLevel::ALL[level], hour)),
            0..5,
        ),
    ) {
        let scorecard = scored(values);
        let counts = counted(&format!(r#"{{"objectives": {{"fix": {{"met": {met}, "late": {late}}}}}}}"#));
        let rule = rule(&format!(r#"{{"least_loss": {least}, "promises": {{"fix": {{"share": "0.9"}}}}}}"#));
        let suggested = suggest_problems(&scorecard, &alerts, &counts, &rule);
        alerts.reverse();
        prop_assert_eq!(&suggest_problems(&scorecard, &alerts, &counts, &rule), &suggested);
        if let Some(score) = scorecard.score() {
            let points = suggested.found.iter().map(|one| one.cost.points.value()).sum::<rust_decimal::Decimal>();
            let told = points + suggested.left_out_points.value() + score.value();
            prop_assert_eq!(Number::new(told).unwrap(), 100.into());
        }
        let mut seen: Vec<&Subject> = suggested.found.iter().map(|one| &one.subject).collect();
        prop_assert!(suggested.found.windows(2).all(|pair| pair[0].cost.points >= pair[1].cost.points));
        prop_assert!(suggested.found.iter().all(|one| !one.evidence.is_empty()));
        seen.sort();
        seen.dedup();
        prop_assert_eq!(seen.len(), suggested.found.len());
    }

    #[test]
    fn rankings_do_not_depend_on_the_order_given(
        counts in proptest::collection::btree_map("[a-f]", 1_u64..9, 0..6),
        problems in Just(["a", "b", "c", "d", "e", "f"].map(problem).to_vec()).prop_shuffle(),
    ) {
        let counts = serde_json::to_string(&counts).unwrap();
        let method: PriorityMethod =
            serde_json::from_str(&format!(r#"{{"pareto": {{"counts": {counts}, "vital": "0.8"}}}}"#)).unwrap();
        let ranked = rank(&problems, &method).unwrap();
        let mut sorted = problems.clone();
        sorted.sort_by(|one, other| one.id.cmp(&other.id));
        prop_assert_eq!(&rank(&sorted, &method).unwrap(), &ranked);
        let key = |one: &Ranked| (std::cmp::Reverse(one.value), one.problem.clone());
        prop_assert!(ranked.is_sorted_by_key(key));
    }

    #[test]
    fn budgets_are_in_a_total_order(figures in proptest::collection::vec((0_u64..6, 0_u64..6), 3)) {
        let costs: Vec<BudgetCost> =
            figures.into_iter().map(|(breaches, allowed)| BudgetCost { breaches, allowed }).collect();
        let (one, two, three) = (costs[0], costs[1], costs[2]);
        prop_assert_eq!(one.cmp(&two), two.cmp(&one).reverse());
        prop_assert_eq!(one.cmp(&two).is_eq(), one == two);
        prop_assert!(!(one >= two && two >= three) || one >= three);
    }
}
