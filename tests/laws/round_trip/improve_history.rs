//! Commands, events, guards and refusals; cycles and actions.

use service_quality::improve::action::{Action, ActionKind, ActionOutcome, Gain};
use service_quality::improve::cycle::{
    ControlPlan, CycleCommand, CycleEvent, CycleGuard, Decision, Deviation, ExceptionOf, Phase, Prediction,
    ProblemFate, Standardisation, Start, Training,
};
use service_quality::improve::history::{
    Command, GuardPolicy, Recorded, Refusal, SwitchedOff, Violation, Waived,
};
use service_quality::improve::register::OfCycle;
use service_quality::quantity::CycleId;

use super::reads;

pub(super) fn rows() -> Vec<&'static str> {
    [histories(), cycles()].concat()
}

fn cycles() -> Vec<&'static str> {
    const PROBLEM: &str = r#"{"id": "p", "what": "late", "source": {"reported": {"by": "li"}}, "severity": "major",
        "found": "2026-03-02T09:00:00Z"}"#;
    const PLAN: &str = r#"{"chart": "late by week", "indicator": "late", "rebase": "2026-05-04", "owner": "li", "reaction": "look"}"#;
    const TRAINING: &str = r#"{"assigned": {"whom": "desk", "owner": "li", "due": "2026-05-04"}}"#;
    const EVIDENCE: &str = r#"[{"observation": "seen"}]"#;
    const EFFECT: &str = r#"{"indicator": "late", "target": {"at_most": "4"}, "test": {"two_means": "unequal"}, "alpha": "0.05",
        "n_before": 60, "n_after": 64, "before": "8.6", "after": "4.9", "after_from": "2026-05-04", "p": "0.0004",
        "magnitude": {"measure": "difference", "estimate": "-3.7"}}"#;
    const TEST: &str =
        r#"{"test": {"two_means": "unequal"}, "alpha": "0.05", "minimum": 64, "after": {"days": 28}}"#;
    const GOAL: &str = r#"{"indicator": "late", "target": {"at_most": "4"}, "due": "2026-06-30"}"#;
    const WATCHED: &str = r#"{"indicator": "reopened", "tolerated": {"at_most": "5"}}"#;
    const BASELINE: &str = r#"{"indicator": "late", "value": "8.6", "n": 60}"#;
    const CAUSE: &str = r#"{"id": "c", "category": "people", "statement": "why"}"#;
    const ACTION: &str = r#"{"id": "a", "kind": "corrective", "what": "do"}"#;
    let start = format!(
        r#"{{"purpose": "x", "owner": "li", "parent": "year", "follows": "C-0", "lessons": ["ask"], "problems": [{PROBLEM}]}}"#
    );
    let standard = format!(
        r#"{{"version": {{"id": "desk", "version": "2"}}, "effective": "2026-08-01", "control_plan": {PLAN}, "training": {TRAINING}}}"#
    );
    let standardise = format!(r#"{{"standardise": {standard}}}"#);
    let adjust = r#"{"adjust": {"next": "C-2", "lessons": ["ask"]}}"#;
    // Each command and the event of the same meaning: name, name, payload.
    let pairs = [
        ("start", "started", start.as_str()),
        ("add_problem", "problem_added", PROBLEM),
        ("drop_problem", "problem_dropped", r#"{"problem": "p", "reason": "x"}"#),
        ("set_baseline", "baseline_set", BASELINE),
        ("set_goal", "goal_set", GOAL),
        ("propose_cause", "cause_proposed", CAUSE),
        ("verify_cause", "cause_verified", &format!(r#"{{"cause": "c", "evidence": {EVIDENCE}}}"#)),
        ("reject_cause", "cause_rejected", &format!(r#"{{"cause": "c", "evidence": {EVIDENCE}}}"#)),
        ("plan_action", "action_planned", ACTION),
        ("replan_action", "action_replanned", &format!(r#"{{"action": {ACTION}, "reason": "x"}}"#)),
        ("predict", "predicted", r#"{"what": "better", "value": {"at_most": "4"}}"#),
        ("fix_test_plan", "test_plan_fixed", TEST),
        ("watch", "watched", WATCHED),
        ("begin_action", "action_begun", r#"{"action": "a", "on": "2026-03-02"}"#),
        ("complete_action", "action_completed", r#"{"action": "a", "outcome": {"on": "2026-03-02"}}"#),
        ("cancel_action", "action_cancelled", r#"{"action": "a", "reason": "x"}"#),
        ("log_deviation", "deviation_logged", r#"{"action": "a", "what": "x"}"#),
        ("report_effect", "effect_reported", EFFECT),
        ("accept_exception", "exception_accepted", r#"{"of": {"side_effect": "reopened"}, "reason": "x"}"#),
        ("hand_over", "handed_over", r#"{"owner": "li"}"#),
        ("show_action", "action_shown", r#"{"action": "a", "evidence": "x"}"#),
        ("decide", "decided", adjust),
        ("settle_problem", "problem_settled", r#"{"problem": "p", "fate": {"accepted": {"reason": "x"}}}"#),
        ("add_child", "child_added", r#""C-9""#),
        ("move_child", "child_moved", r#"{"child": "C-9", "to": "do"}"#),
    ];
    let of = |name: &str, payload: &str| format!(r#"{{"{name}": {payload}}}"#);
    for (command, event, payload) in pairs {
        reads::<CycleCommand>(&[&of(command, payload)]);
        reads::<CycleEvent>(&[&of(event, payload)]);
    }
    vec![
        reads::<CycleCommand>(&[
            r#"{"advance": "do"}"#,
            r#"{"cancel": {}}"#,
            r#"{"cancel": {"reason": "x"}}"#,
        ]),
        reads::<CycleEvent>(&[
            r#"{"advanced": {"from": "plan", "to": "do", "waived": [{"violation": {"guard": "goal_missing"}, "reason": "x", "by": "li"}]}}"#,
            r#"{"cancelled": {"from": "do", "reason": "x"}}"#,
        ]),
        reads::<Start>(&[r#"{"purpose": "x", "owner": "li"}"#, &start]),
        reads::<Prediction>(&[r#"{"what": "better"}"#]),
        reads::<Deviation>(&[r#"{"what": "x"}"#, r#"{"action": "a", "what": "x"}"#]),
        reads::<ExceptionOf>(&[r#""goal""#, r#""instability""#, r#"{"side_effect": "reopened"}"#]),
        reads::<OfCycle<Refusal<CycleGuard>>>(&[
            r#"{"cycle": "C-1", "error": {"stale": {"seen": 1, "now": 2}}}"#,
        ]),
        reads::<ProblemFate>(&[
            r#"{"dropped": {"reason": "x"}}"#,
            r#""open""#,
            r#"{"resolved": {"evidence": "x"}}"#,
            r#"{"rolled_over": {"to": "C-2"}}"#,
            r#"{"accepted": {"reason": "x"}}"#,
        ]),
        reads::<Decision>(&[&standardise, adjust, r#"{"adjust": {}}"#, r#"{"abandon": {"reason": "x"}}"#]),
        reads::<Standardisation>(&["{}", &standard]),
        reads::<ControlPlan>(&[PLAN]),
        reads::<Training>(&[TRAINING, r#"{"not_needed": "x"}"#]),
    ]
}

fn histories() -> Vec<&'static str> {
    vec![
        reads::<Action>(&[
            r#"{"id": "A-1", "kind": "correction", "what": "x"}"#,
            r#"{"id": "A-1", "kind": "corrective", "what": "x", "owner": "li", "begin": "2026-03-02", "due": "2026-03-02",
                "causes": ["c1", "c2"], "cost": {"amount": 5, "currency": "EUR"},
                "gain": {"yearly": {"amount": "0.5", "currency": "CNY"}}}"#,
        ]),
        reads::<ActionKind>(&[r#""preventive""#, r#""improvement""#]),
        reads::<ActionOutcome>(&[
            r#"{"on": "2026-03-02"}"#,
            r#"{"on": "2026-03-02", "evidence": "x", "cost": {"amount": 5, "currency": "EUR"},
                "gain": {"indicator": {"indicator": "csat", "by": "-0.1"}}}"#,
        ]),
        reads::<Gain>(&[r#"{"indicator": {"indicator": "csat", "by": 1}}"#]),
        reads::<Phase>(&[r#""plan""#, r#""cancelled""#]),
        reads::<CycleGuard>(&[r#""baseline_missing""#]),
        reads::<Command<String>>(&[
            r#"{"by": "li.wei", "what": "x"}"#,
            r#"{"by": "li.wei", "after": 3, "what": "x"}"#,
        ]),
        reads::<Recorded<CycleId, String>>(&[
            r#"{"format": 1, "subject": "C-1", "revision": 1, "at": "2026-03-02T09:00:00Z", "by": "li", "what": "x"}"#,
        ]),
        reads::<SwitchedOff>(&[r#"{"reason": "a pilot", "by": "li.wei"}"#]),
        reads::<GuardPolicy<CycleGuard>>(&[
            r#"{"time_zone": "UTC"}"#,
            r#"{"time_zone": "+08:00", "off": {"prediction_missing": {"reason": "a pilot", "by": "li.wei"}}}"#,
        ]),
        reads::<Violation<CycleGuard>>(&[
            r#"{"guard": "goal_missing"}"#,
            r#"{"guard": "measures_unfinished", "of": ["A-1"]}"#,
        ]),
        reads::<Waived<CycleGuard>>(&[
            r#"{"violation": {"guard": "goal_missing", "of": ["x"]}, "reason": "a pilot", "by": "li.wei"}"#,
        ]),
        reads::<Refusal<CycleGuard>>(&[
            r#"{"stale": {"seen": 1, "now": 2}}"#,
            r#"{"backwards": {"as_of": "2026-03-02T09:00:00Z", "last": "2026-03-03T09:00:00Z"}}"#,
            r#"{"violated": {"violations": [{"guard": "goal_missing"}]}}"#,
        ]),
    ]
}
