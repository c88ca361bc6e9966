//! Problems, causes and risks; what comes again.

use service_quality::calendar::{Frequency, MonthlyDay, Recurrence};
use service_quality::improve::cause::{
    Cause, CauseCategory, CauseEvidence, CauseFinding, Causes, Examination, Hypothesis, Standing,
};
use service_quality::improve::problem::{
    ActionPriority, ActionPriorityRow, ActionPriorityTable, BudgetCost, Cost, CostKind, DriverShare,
    FiringAlert, FmeaRating, Link, LinkedBy, Materiality, ParetoShare, PriorityMethod, Problem,
    ProblemEvidence, ProblemSource, PromisedShare, Severity, Subject, Suggestion, SuggestionKind,
    SuggestionRule, Suggestions, UnknownIndicator,
};
use service_quality::improve::risk::{
    Identification, Rating, ReviewPlan, RiskCommand, RiskCriteria, RiskEnd, RiskEvent, RiskGuard, RiskMatrix,
    RiskSource, RiskStatus, RiskTreatment, TreatmentMeasure, TreatmentOption,
};

use super::reads;

const MATRIX: &str = r#"{"likelihood": [{"en": "rare"}, {"en": "possible", "zh": "可能"}, {"en": "frequent"}],
    "impact": [{"en": "slight"}, {"en": "grave"}, {"en": "disastrous"}],
    "levels": [{"en": "low"}, {"en": "high"}], "cells": [[1, 1, 2], [1, 2, 2], [1, 2, 2]]}"#;

pub(super) fn rows() -> Vec<&'static str> {
    [recurrences(), causes(), problems(), priorities(), risks()].concat()
}

fn recurrences() -> Vec<&'static str> {
    vec![
        reads::<MonthlyDay>(&[
            r#"{"day": 31}"#,
            r#""last_day""#,
            r#"{"nth_weekday": {"nth": 2, "weekday": "tue"}}"#,
            r#"{"last_weekday": {"weekday": "fri"}}"#,
        ]),
        reads::<Frequency>(&[
            r#"{"days": {}}"#,
            r#"{"weeks": {"every": 2, "on": ["mon", "thu"]}}"#,
            r#"{"months": {"on": {"day": 31}}}"#,
            r#"{"years": {"every": 4, "on": "02-29"}}"#,
        ]),
        reads::<Recurrence>(&[
            r#"{"first": "2026-01-31", "repeats": {"months": {"every": 3, "on": "last_day"}}}"#,
            r#"{"first": "2026-01-31", "repeats": {"weeks": {"on": ["thu", "mon"]}}}"#,
        ]),
    ]
}

fn causes() -> Vec<&'static str> {
    let examination =
        r#"{"by": "li.wei", "at": "2026-03-02T09:00:00Z", "evidence": [{"observation": "seen"}]}"#;
    let verified = format!(r#"{{"verified": {examination}}}"#);
    let cause = format!(
        r#"{{"hypothesis": {{"id": "a", "problem": "P-1", "category": "people", "statement": "x"}}, "standing": {verified},
            "earlier": [{{"rejected": {examination}}}]}}"#
    );
    let below = r#"{"hypothesis": {"id": "0", "category": "own", "statement": "y", "explains": "a"}, "standing": "proposed"}"#;
    vec![
        reads::<CauseCategory>(&[r#""people""#, r#""supplier""#]),
        reads::<CauseEvidence>(&[
            r#"{"key_driver": {"driver": "waiting", "share": "0.4", "n": 12}}"#,
            r#"{"pareto": {"kind": "late", "count": 2, "cumulative": 3, "of": 4}}"#,
            r#"{"test": {"of": "a against b", "effect": "-0.07", "p": 0.0012, "alpha": "0.05"}}"#,
            r#"{"data": {"reference": "roster", "found": "nobody at noon"}}"#,
            r#"{"observation": "seen"}"#,
        ]),
        reads::<Examination>(&[examination]),
        reads::<Standing>(&[r#""proposed""#, &verified, &format!(r#"{{"rejected": {examination}}}"#)]),
        reads::<Hypothesis>(&[r#"{"id": "a", "category": "people", "statement": "x", "explains": "b"}"#]),
        reads::<Cause>(&[&cause, below]),
        reads::<Causes>(&["[]", &format!("[{below}, {cause}]")]),
        reads::<CauseFinding>(&[
            r#"{"under_rejected": {"cause": "a", "above": "b"}}"#,
            r#"{"under_unverified": {"cause": "a", "above": "b"}}"#,
        ]),
    ]
}

const SUGGESTION: &str = r#"{"subject": {"indicator": "csat"}, "kind": "shown", "cost": {"points": "12.5",
    "budget": {"breaches": 5, "allowed": 1}, "alert": ["red", "2026-03-02T09:00:00Z"]},
    "evidence": [{"lost": {"place": {"indicator": "csat"}, "points": "12.5"}}],
    "links": [{"from": {"objective": "fix"}, "by": "rule"}]}"#;

fn problems() -> Vec<&'static str> {
    vec![
        reads::<Severity>(&[r#""minor""#, r#""critical""#]),
        reads::<ProblemSource>(&[
            r#"{"missed_target": {"indicator": "csat"}}"#,
            r#"{"lost_points": {"indicator": "csat"}}"#,
            r#"{"score": {"place": {"node": "service"}}}"#,
            r#"{"broken_promises": {"objective": "fix"}}"#,
            r#"{"broken_promises": {"agreement": "gold", "objective": "fix"}}"#,
            r#"{"alert": {"key": {"alert": "late"}}}"#,
            r#"{"unmeasured": {"indicator": "csat"}}"#,
            r#"{"complaint": {"complaint": "B-1"}}"#,
            r#"{"recurrence": {"of": "late reply"}}"#,
            r#"{"audit": {"audit": "2026-1"}}"#,
            r#"{"inspection": {"inspection": "I-1"}}"#,
            r#"{"nonconformity": {"nonconformity": "N-1"}}"#,
            r#"{"risk": {"risk": "R-1"}}"#,
            r#"{"reported": {"by": "li.wei"}}"#,
        ]),
        reads::<ProblemEvidence>(&[
            r#"{"measured": {"indicator": "csat", "value": "3.9", "target": {"at_least": 4}, "n": 9, "period": "2026-Q1"}}"#,
            r#"{"lost": {"place": {"indicator": "csat"}, "points": "12.5", "value": "3.9", "n": 9}}"#,
            r#"{"ruled": {"place": {"node": "service"}, "rule": "safety", "points": "-40"}}"#,
            r#"{"absent": {"place": {"indicator": "csat"}, "gap": {"unmeasured": "missing"}}}"#,
            r#"{"promised": {"objective": "fix", "commitment": {"target": "0.95", "denominator": "decided",
                "met": 379, "of": 400, "kept": false, "room": {"exceeded": 1}}}}"#,
            r#"{"alert": {"key": {"alert": "late"}, "level": "red", "since": "2026-03-02T09:00:00Z"}}"#,
            r#"{"pareto": {"kind": "late", "count": 2, "cumulative": 3, "of": 4}}"#,
            r#"{"key_driver": {"driver": "waiting", "share": "0.4", "n": 12}}"#,
            r#"{"complaint": "B-1"}"#,
            r#"{"nonconformity": "N-1"}"#,
            r#"{"risk": "R-1"}"#,
            r#"{"inspected": {"inspection": "I-1", "item": "greeting"}}"#,
            r#"{"noted": {"reference": "minutes", "found": "x"}}"#,
        ]),
        reads::<Problem>(&[r#"{"id": "P-1", "what": "late", "source": {"reported": {"by": "li.wei"}},
            "evidence": [{"complaint": "B-1"}], "severity": "major", "found": "2026-03-02T09:00:00Z", "owner": "li.wei"}"#]),
        reads::<DriverShare>(&[r#"{"driver": "waiting", "share": "0.4", "n": 12}"#]),
        reads::<ParetoShare>(&[r#"{"kind": "late", "count": 2, "cumulative": 3, "of": 4}"#]),
        reads::<FiringAlert>(&[
            r#"{"key": {"alert": "late"}, "level": "red", "since": "2026-03-02T09:00:00Z"}"#,
        ]),
        reads::<CostKind>(&[r#""points""#, r#""budget""#, r#""alert""#]),
        reads::<PromisedShare>(&[r#"{"share": "0.95"}"#, r#"{"share": 1, "denominator": "finished"}"#]),
        reads::<Materiality>(&["{}", r#"{"points": 1, "excess": 5, "alert": "red"}"#]),
        reads::<Subject>(&[
            r#"{"part": {"node": "service"}}"#,
            r#"{"rule": {"place": {"node": "service"}, "rule": "safety"}}"#,
            r#"{"alert": {"alert": "late"}}"#,
        ]),
        reads::<SuggestionKind>(&[r#""cannot_be_told""#]),
        reads::<BudgetCost>(&[r#"{"breaches": 5, "allowed": 1}"#]),
        reads::<Cost>(&[r#"{"points": "12.5"}"#]),
        reads::<LinkedBy>(&[r#""label""#, r#""same_id""#]),
        reads::<Link>(&[r#"{"from": {"objective": "fix"}, "by": "rule"}"#]),
        reads::<Suggestion>(&[SUGGESTION]),
        reads::<UnknownIndicator>(&[r#"{"alert": {"alert": "late"}, "indicator": "on_tmie"}"#]),
        reads::<Suggestions>(&[&format!(
            r#"{{"found": [{SUGGESTION}], "left_out": 1, "left_out_points": "1.25", "unpromised": ["reply"],
            "unknown": [{{"alert": {{"alert": "late"}}, "indicator": "on_tmie"}}]}}"#
        )]),
        reads::<SuggestionRule>(&[
            "{}",
            r#"{"least_loss": 2, "promises": {"fix": {"share": "0.95"}}, "objectives": {"fix": "on_time"},
                "alerts": {"late": "on_time"}, "targets": {"csat": {"at_least": "4.5"}},
                "material": {"points": 1, "excess": 5, "alert": "red"}, "order": ["budget", "points", "alert"]}"#,
        ]),
    ]
}

fn priorities() -> Vec<&'static str> {
    let row = r#"{"severity": [1, 10], "occurrence": [1, 10], "detection": [1, 10], "priority": "high"}"#;
    let rating = r#"{"severity": 8, "occurrence": 4, "detection": 6}"#;
    vec![
        reads::<ActionPriority>(&[r#""low""#, r#""medium""#, r#""high""#]),
        reads::<ActionPriorityRow>(&[row]),
        reads::<ActionPriorityTable>(&[&format!("[{row}]")]),
        reads::<FmeaRating>(&[rating]),
        reads::<PriorityMethod>(&[
            r#"{"pareto": {"counts": {"P-1": 12}, "vital": "0.8"}}"#,
            &format!(
                r#"{{"impact_frequency": {{"matrix": {MATRIX}, "ratings": {{"P-1": {{"likelihood": 1, "impact": 2}}}}}}}}"#
            ),
            &format!(r#"{{"risk_priority": {{"ratings": {{"P-1": {rating}}}, "table": [{row}]}}}}"#),
        ]),
    ]
}

fn risks() -> Vec<&'static str> {
    let criteria = format!(r#"{{"matrix": {MATRIX}, "accepted": 1}}"#);
    let first = format!(
        r#"{{"statement": "x", "source": {{"assessment": "workshop"}}, "owner": "li.wei", "criteria": {criteria}}}"#
    );
    let treatment = r#"{"option": "reduce", "reason": "cheap", "owner": "chen.jie", "due": "2026-06-30",
        "measures": [{"action": "A-1"}, {"text": "order a line"}]}"#;
    let rate = r#"{"rating": {"likelihood": 1, "impact": 2}, "basis": "x"}"#;
    vec![
        reads::<Rating>(&[r#"{"likelihood": 1, "impact": 2}"#]),
        reads::<RiskMatrix>(&[MATRIX]),
        reads::<RiskCriteria>(&[&criteria]),
        reads::<RiskSource>(&[r#"{"problem": "P-1"}"#, r#"{"complaint": "B-1"}"#]),
        reads::<Identification>(&[&first]),
        reads::<TreatmentOption>(&[r#""avoid""#, r#""retain""#]),
        reads::<TreatmentMeasure>(&[r#"{"text": "x"}"#]),
        reads::<RiskTreatment>(&[treatment, r#"{"option": "retain", "reason": "rare"}"#]),
        reads::<ReviewPlan>(&[
            r#"{"on": "2026-03-31"}"#,
            r#"{"every": {"first": "2026-03-31", "repeats": {"months": {"on": "last_day"}}}}"#,
        ]),
        reads::<RiskStatus>(&[r#""empty""#, r#""controlled""#]),
        reads::<RiskEnd>(&[r#""gone""#]),
        reads::<RiskGuard>(&[r#""not_accepted""#]),
        reads::<RiskCommand>(&[
            &format!(r#"{{"identify": {first}}}"#),
            &format!(r#"{{"rate": {rate}}}"#),
            r#"{"plan_review": {"on": "2026-03-31"}}"#,
            &format!(r#"{{"treat": {treatment}}}"#),
            &format!(r#"{{"rate_residual": {rate}}}"#),
            r#"{"accept": {"reason": "x"}}"#,
            r#"{"review": {"on": "2026-03-31", "found": "x"}}"#,
            r#"{"assign": {"owner": "li.wei"}}"#,
            r#"{"treatment_done": {"measure": {"text": "x"}, "on": "2026-03-31", "evidence": "x"}}"#,
            r#"{"close": {"end": "gone", "reason": "x"}}"#,
            r#"{"reopen": {"reason": "x"}}"#,
        ]),
        reads::<RiskEvent>(&[
            r#"{"done": {"close": {"end": "controlled", "reason": "x"}}, "waived": [{"violation": {"guard": "residual_missing"}, "reason": "x", "by": "li"}]}"#,
        ]),
    ]
}
