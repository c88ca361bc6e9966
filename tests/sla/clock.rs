//! What holds for every clock, in one desk: due times, pauses, breaches, changes of policy, bad agreements.

use std::collections::BTreeMap;

use service_quality::calendar::Calendar;
use service_quality::quantity::Span;
use service_quality::sla::{
    Agreement, Attainment, Denominator, OutcomeCounts, PauseCause, Reason, TimeBoth, Verdict,
};
use service_quality::ticket::EventKind::{self, Closed, Created, Paused, Reopened, Resolved, Resumed};
use service_quality::ticket::Ticket;

use super::desk::{FIX, engine, engine_in, evaluate, office, priority, status, t, ticket};

#[test]
fn finishing_at_the_due_instant_is_met_and_a_second_later_is_not() {
    let engine = engine(FIX);
    let met = evaluate(&engine, &[("09:00", Created), ("14:00", Resolved)], "20:00");
    assert_eq!(met.outcomes[0].verdict, Verdict::Met { at: t("14:00") });
    assert_eq!(met.outcomes[0].due, Some(t("14:00")));
    let late = Ticket::builder("T-1".parse().unwrap())
        .event(t("09:00"), Created)
        .event(t("14:00").checked_add(Span::from_seconds(1)).unwrap(), Resolved)
        .build()
        .unwrap();
    let outcome = &engine.evaluate(&late, t("20:00")).unwrap().outcomes[0];
    assert!(matches!(outcome.verdict, Verdict::Breached { at, finished: Some(_) } if at == t("14:00")));
    let second = Span::from_seconds(-1);
    assert_eq!(outcome.margin, Some(TimeBoth { working: second, elapsed: second }));
}

#[test]
fn a_budget_used_up_at_closing_is_due_at_that_closing() {
    let engine = engine(FIX);
    let open = [("12:00", Created)];
    assert_eq!(evaluate(&engine, &open, "13:30").outcomes[0].due, Some(t("17:00")));
    assert_eq!(evaluate(&engine, &open, "17:00").outcomes[0].verdict, Verdict::Running);
    let late = evaluate(&engine, &[("12:00", Created), ("17:30", Resolved)], "20:00");
    let outcome = &late.outcomes[0];
    assert_eq!(outcome.verdict, Verdict::Breached { at: t("17:00"), finished: Some(t("17:30")) });
    assert_eq!(outcome.used.working, Span::from_hours(4), "no working time was used after the budget");
    assert_eq!(outcome.margin, Some(TimeBoth { working: Span::ZERO, elapsed: Span::from_minutes(-30) }));
}

#[test]
fn what_happens_at_the_closing_does_not_lend_the_night() {
    let engine = engine(FIX);
    // The four hours are used up at the closing; a note, a status or a question at that very instant is no reason
    // to wait for the morning.
    let history = [("12:00", Created), ("17:00", status("open")), ("20:00", Resolved)];
    let outcome = &evaluate(&engine, &history, "20:00").outcomes[0];
    assert_eq!(outcome.verdict, Verdict::Breached { at: t("17:00"), finished: Some(t("20:00")) });
    let asked = &evaluate(&engine, &[("12:00", Created)], "17:00").outcomes[0];
    assert_eq!((asked.verdict, asked.due), (Verdict::Running, Some(t("17:00"))));
    let paused = [("12:00", Created), ("17:00", Paused), ("19:00", Resumed)];
    let asked = &evaluate(&engine, &paused, "19:00").outcomes[0];
    assert_eq!(
        asked.verdict,
        Verdict::Breached { at: t("17:00"), finished: None },
        "nothing is left, pause or not"
    );
}

#[test]
fn a_pause_is_budget_and_never_a_moved_start() {
    let engine = engine(FIX);
    let history = [("09:00", Created), ("10:00", status("waiting")), ("03T10:00", status("open"))];
    let evaluation = evaluate(&engine, &history, "03T11:00");
    let outcome = &evaluation.outcomes[0];
    assert_eq!(outcome.verdict, Verdict::Running);
    assert_eq!(outcome.due, Some(t("03T14:00")));
    assert_eq!(outcome.used.working, Span::from_hours(2));
    assert_eq!(outcome.used.elapsed, Span::from_hours(2));
    let pause = Reason::Paused {
        from: t("10:00"),
        until: Some(t("03T10:00")),
        cause: PauseCause::Status("waiting".parse().unwrap()),
        working: Span::from_hours(7),
    };
    assert!(outcome.reasons.contains(&pause), "{:?}", outcome.reasons);
    let waiting = evaluate(&engine, &history, "03T09:30");
    assert_eq!(waiting.outcomes[0].verdict, Verdict::Paused);
    assert_eq!(waiting.outcomes[0].due, Some(t("03T13:30")), "if it resumed now");
    assert!(matches!(waiting.outcomes[0].reasons.last(), Some(Reason::Paused { until: None, .. })));
}

#[test]
fn paused_straight_to_resolved_counts_the_last_pause() {
    let engine = engine(FIX);
    let evaluation =
        evaluate(&engine, &[("09:00", Created), ("10:00", Paused), ("06T10:00", Resolved)], "06T11:00");
    assert_eq!(evaluation.outcomes[0].verdict, Verdict::Met { at: t("06T10:00") });
    assert_eq!(evaluation.outcomes[0].used.working, Span::from_hours(1));
}

#[test]
fn a_breach_is_not_undone_by_a_later_pause() {
    let engine = engine(FIX);
    let history = [("09:00", Created), ("15:00", Paused), ("03T15:00", Resumed), ("03T15:30", Resolved)];
    let evaluation = evaluate(&engine, &history, "04T09:00");
    assert_eq!(
        evaluation.outcomes[0].verdict,
        Verdict::Breached { at: t("14:00"), finished: Some(t("03T15:30")) }
    );
    let paused = evaluate(&engine, &history, "03T10:00");
    assert_eq!(paused.outcomes[0].verdict, Verdict::Breached { at: t("14:00"), finished: None });
}

#[test]
fn reopening_goes_on_with_the_time_used() {
    let engine = engine(FIX);
    let history = [("09:00", Created), ("10:00", Resolved), ("16:00", Reopened), ("03T11:00", Resolved)];
    assert_eq!(evaluate(&engine, &history, "15:00").outcomes[0].verdict, Verdict::Met { at: t("10:00") });
    let again = evaluate(&engine, &history, "03T12:00");
    assert_eq!(again.outcomes[0].verdict, Verdict::Met { at: t("03T11:00") });
    assert_eq!(again.outcomes[0].used.working, Span::from_hours(4));
    assert_eq!(again.outcomes[0].due, Some(t("03T11:00")));
    let finished = Reason::Paused {
        from: t("10:00"),
        until: Some(t("16:00")),
        cause: PauseCause::Finished,
        working: Span::from_hours(5),
    };
    assert!(again.outcomes[0].reasons.contains(&finished), "{:?}", again.outcomes[0].reasons);
}

#[test]
fn a_first_response_is_a_public_message_or_the_resolution() {
    let engine =
        engine(r#"{"id": "reply", "target": "first_response", "allowance": {"same": {"working": "PT1H"}}}"#);
    let internal = EventKind::AgentMessage { visibility: service_quality::ticket::Visibility::Internal };
    let history = [
        ("09:00", Created),
        ("09:10", internal),
        ("09:30", status("waiting")),
        ("09:50", EventKind::public_reply()),
    ];
    let reply = evaluate(&engine, &history, "12:00");
    assert_eq!(reply.outcomes[0].verdict, Verdict::Met { at: t("09:50") });
    assert_eq!(reply.outcomes[0].used.working, Span::from_minutes(50), "pauses do not hold this clock");
    let silent = evaluate(&engine, &[("09:00", Created), ("09:40", Closed)], "12:00");
    assert_eq!(silent.outcomes[0].verdict, Verdict::Met { at: t("09:40") });
}

#[test]
fn elapsed_time_runs_through_the_night() {
    let engine =
        engine(r#"{"id": "fix", "target": "resolution", "allowance": {"same": {"elapsed": "PT24H"}}}"#);
    let evaluation = evaluate(&engine, &[("15:00", Created), ("20:00", Paused), ("22:00", Resumed)], "23:00");
    assert_eq!(evaluation.outcomes[0].due, Some(t("03T17:00")));
    assert_eq!(evaluation.outcomes[0].used.elapsed, Span::from_hours(6));
    assert_eq!(evaluation.outcomes[0].used.working, Span::from_hours(2));
}

#[test]
fn an_instant_of_the_host_pins_the_due_time() {
    let engine =
        engine(r#"{"id": "fix", "target": "resolution", "allowance": {"same": {"until": "promised"}}}"#);
    let promise = |at: &str| EventKind::attribute("promised".parse().unwrap(), t(at));
    let open = [("09:00", Created)];
    assert_eq!(evaluate(&engine, &open, "10:00").outcomes[0].verdict, Verdict::NotApplicable);
    let pinned = [("09:00", Created), ("09:30", promise("15:00")), ("10:00", Paused)];
    assert_eq!(evaluate(&engine, &pinned, "11:00").outcomes[0].due, Some(t("15:00")));
    let late = evaluate(&engine, &pinned, "15:01");
    assert_eq!(late.outcomes[0].verdict, Verdict::Breached { at: t("15:00"), finished: None });
}

const BY_PRIORITY: &str = r#"{
    "id": "desk", "version": "7", "calendar": "office",
    "policies": [
        {"id": "vip", "when": {"equals": {"fact": "vip", "value": true}}, "objectives": [
            {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT1H"}}}]},
        {"id": "others", "when": {"exists": "priority"}, "objectives": [
            {"id": "fix", "target": "resolution", "allowance": {"by": {"fact": "priority",
                "budgets": {"1": {"working": "PT2H"}, "2": {"working": "PT8H"}}}}},
            {"id": "reply", "target": "first_response", "allowance": {"same": {"working": "PT30M"}}}]}
    ]}"#;

#[test]
fn a_change_of_priority_keeps_the_time_used() {
    let engine = engine_in(BY_PRIORITY, &office());
    let history =
        [("09:00", Created), ("09:00", priority("2")), ("10:30", priority("1")), ("10:45", Resolved)];
    let evaluation = evaluate(&engine, &history, "12:00");
    let fix = evaluation.outcome(&"fix".parse().unwrap()).unwrap();
    assert_eq!(fix.verdict, Verdict::Met { at: t("10:45") });
    assert_eq!(fix.due, Some(t("11:00")));
    assert_eq!(fix.reasons.len(), 2, "{:?}", fix.reasons);
    // Raised too late: late from the change on, not before.
    let raised = [("09:00", Created), ("09:00", priority("2")), ("15:00", priority("1"))];
    let evaluation = evaluate(&engine, &raised, "16:00");
    let fix = evaluation.outcome(&"fix".parse().unwrap()).unwrap();
    assert_eq!(fix.verdict, Verdict::Breached { at: t("15:00"), finished: None });
    // Lowered after the breach: the breach stays.
    let lowered = [("09:00", Created), ("09:00", priority("1")), ("12:00", priority("2"))];
    let evaluation = evaluate(&engine, &lowered, "16:00");
    let fix = evaluation.outcome(&"fix".parse().unwrap()).unwrap();
    assert_eq!(fix.verdict, Verdict::Breached { at: t("11:00"), finished: None });
}

#[test]
fn policies_are_chosen_in_order_and_again_when_facts_change() {
    let engine = engine_in(BY_PRIORITY, &office());
    let vip = EventKind::attribute("vip".parse().unwrap(), true);
    let evaluation =
        evaluate(&engine, &[("09:00", Created), ("09:00", priority("2")), ("09:45", vip)], "10:30");
    assert_eq!(evaluation.policy.as_ref().map(AsRef::as_ref), Some("vip"));
    assert_eq!(evaluation.version.as_ref().unwrap().as_str(), "7");
    let fix = evaluation.outcome(&"fix".parse().unwrap()).unwrap();
    assert_eq!(fix.verdict, Verdict::Breached { at: t("10:00"), finished: None });
    // The policy in force until 09:45 had promised a reply by 09:30.
    let reply = evaluation.outcome(&"reply".parse().unwrap()).unwrap();
    assert_eq!(reply.verdict, Verdict::Breached { at: t("09:30"), finished: None });
    let none = evaluate(&engine, &[("09:00", Created)], "10:00");
    assert!(none.policy.is_none() && none.outcomes.is_empty());
    let unknown = evaluate(&engine, &[("09:00", Created), ("09:00", priority("9"))], "10:00");
    assert_eq!(unknown.outcomes[0].verdict, Verdict::NotApplicable);
    assert_eq!(unknown.outcomes[0].due, None);
    assert!(matches!(unknown.outcomes[0].reasons[..], [Reason::NoBudgetFrom { .. }]));
}

#[test]
fn attainment_names_its_denominator_and_merges() {
    let engine = engine(FIX);
    let mut whole = Attainment::default();
    let mut parts = [Attainment::default(), Attainment::default()];
    let histories: [&[(&str, EventKind)]; 5] = [
        &[("09:00", Created), ("10:00", Resolved)],
        &[("09:00", Created), ("15:00", Resolved)],
        &[("09:00", Created)],
        &[("15:00", Created)],
        &[("15:00", Created), ("15:30", Paused)],
    ];
    for (index, history) in histories.iter().enumerate() {
        let evaluation = evaluate(&engine, history, "16:00");
        whole.record(&evaluation);
        parts[index % 2].record(&evaluation);
    }
    let [mut merged, other] = parts;
    merged.merge(&other);
    assert_eq!(serde_json::to_string(&merged).unwrap(), serde_json::to_string(&whole).unwrap());
    let fix = whole.of(&"fix".parse().unwrap());
    assert_eq!(
        fix,
        OutcomeCounts { met: 1, late: 1, overdue: 1, running: 1, paused: 1, ..OutcomeCounts::default() }
    );
    assert_eq!(fix.ratio(Denominator::Decided), (1, 3));
    assert_eq!(fix.ratio(Denominator::Finished), (1, 2));
    assert_eq!(OutcomeCounts::default().share(Denominator::Decided, 4), None, "0 of 0 is no figure");
}

#[test]
fn bad_agreements_name_the_place() {
    let bad = |json: &str, message: &str| {
        let error = serde_json::from_str::<Agreement>(json).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    };
    let with = |policies: &str| {
        format!(r#"{{"id": "a", "version": "1", "calendar": "office", "policies": {policies}}}"#)
    };
    let policy = |objectives: &str| with(&format!(r#"[{{"id": "p", "objectives": {objectives}}}]"#));
    bad(&with("[]"), "policies: no policy is given");
    bad(&policy("[]"), "objectives: no objective is given");
    let zero = r#"[{"id": "o", "target": "resolution", "allowance": {"same": {"working": 0}}}]"#;
    bad(&policy(zero), "allowance.same: budget `PT0S` allows no time");
    let negative = r#"[{"id": "o", "target": "resolution", "allowance": {"by": {"fact": "priority", "budgets": {"1": {"elapsed": "-PT1H"}}}}}]"#;
    bad(&policy(negative), "allowance.by.budgets[`1`]: budget `-PT1H` allows no time");
    let none =
        r#"[{"id": "o", "target": "resolution", "allowance": {"by": {"fact": "priority", "budgets": {}}}}]"#;
    bad(&policy(none), "allowance.by.budgets: no budget is given");
    bad(&policy(&format!("[{FIX}, {FIX}]")), "objectives[1].id: `fix` is given twice");
    let catch_all = format!(r#"{{"id": "p", "objectives": [{FIX}]}}"#);
    let other = format!(r#"{{"id": "q", "objectives": [{FIX}]}}"#);
    bad(&with(&format!("[{catch_all}, {catch_all}]")), "policies[1].id: `p` is given twice");
    bad(&with(&format!("[{catch_all}, {other}]")), "policies[1]: policy `q` is never chosen: `p` before it");
    let agreement: Agreement = serde_json::from_str(&with(&format!("[{catch_all}]"))).unwrap();
    let error = agreement.engine(&BTreeMap::new()).unwrap_err();
    assert_eq!(error.to_string(), "calendar: calendar `office` is unknown: define it");
}

#[test]
fn a_used_up_budget_is_due_for_good() {
    let engine =
        engine(r#"{"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT7H"}}}"#);
    let due = t("17:00");
    let late = Verdict::Breached { at: due, finished: Some(t("18:00")) };
    for between in [status("open"), status("waiting"), Paused, EventKind::CustomerMessage] {
        let history = [("09:00", Created), ("17:00", between.clone()), ("18:00", Resolved)];
        let outcome = &evaluate(&engine, &history, "20:00").outcomes[0];
        assert_eq!((outcome.verdict, outcome.due), (late, Some(due)), "{between}");
    }
    let in_time = [("09:00", Created), ("17:00", status("open")), ("17:00", Resolved)];
    let outcome = &evaluate(&engine, &in_time, "20:00").outcomes[0];
    assert_eq!((outcome.verdict, outcome.due), (Verdict::Met { at: due }, Some(due)));
    assert_eq!(outcome.margin, Some(TimeBoth::default()));
    // Met with nothing left, then reopened: late from there on.
    let reopened = [("09:00", Created), ("17:00", Resolved), ("03T10:00", Reopened)];
    let outcome = &evaluate(&engine, &reopened, "03T11:00").outcomes[0];
    assert_eq!(outcome.verdict, Verdict::Breached { at: t("03T10:00"), finished: None });
}

#[test]
fn the_next_opening_is_due_where_that_was_agreed() {
    let engine = engine(
        r#"{"id": "fix", "target": "resolution", "boundary": "next_opening", "allowance": {"same": {"working": "PT7H"}}}"#,
    );
    for resolved in ["17:00", "18:00", "03T09:00"] {
        let history = [("09:00", Created), ("17:00", status("open")), (resolved, Resolved)];
        let outcome = &evaluate(&engine, &history, "04T09:00").outcomes[0];
        assert_eq!((outcome.verdict, outcome.due), (Verdict::Met { at: t(resolved) }, Some(t("03T09:00"))));
    }
    let late = evaluate(&engine, &[("09:00", Created), ("03T09:01", Resolved)], "04T09:00");
    assert!(matches!(late.outcomes[0].verdict, Verdict::Breached { at, .. } if at == t("03T09:00")));
}

const VIP: &str = r#"{
    "id": "desk", "version": "7", "calendar": "office", "paused_in": ["waiting"],
    "policies": [{"id": "vip", "when": {"exists": "vip"}, "objectives": [
        {"id": "fix", "target": "resolution", "allowance": {"by": {"fact": "vip",
            "budgets": {"1h": {"working": "PT1H"}, "4h": {"working": "PT4H"}, "8h": {"working": "PT8H"}}}}},
        {"id": "reply", "target": "first_response", "allowance": {"same": {"working": "PT1H"}}}]}]}"#;

fn vip(budget: &str) -> EventKind {
    EventKind::attribute("vip".parse().unwrap(), budget)
}

fn no_vip() -> EventKind {
    EventKind::AttributeChanged { name: "vip".parse().unwrap(), to: None }
}

#[test]
fn time_counts_from_the_creation_also_before_a_policy_applied() {
    let engine = engine_in(VIP, &office());
    let history =
        [("09:00", Created), ("10:00", status("waiting")), ("11:00", status("open")), ("14:00", vip("4h"))];
    let outcome = &evaluate(&engine, &history, "14:30").outcomes[0];
    // 09:00-10:00, 11:00-12:00 and 13:00-14:30.
    assert_eq!(outcome.used.working, Span::from_minutes(210));
    assert_eq!((outcome.verdict, outcome.due), (Verdict::Running, Some(t("15:00"))));
    let late = [("09:00", Created), ("14:00", vip("1h"))];
    let outcome = &evaluate(&engine, &late, "14:30").outcomes[0];
    assert_eq!(
        outcome.verdict,
        Verdict::Breached { at: t("14:00"), finished: None },
        "not before it was promised"
    );
}

#[test]
fn a_promise_after_the_finish_promises_nothing() {
    let engine = engine_in(VIP, &office());
    let history = [
        ("09:00", Created),
        ("09:10", EventKind::public_reply()),
        ("03T10:00", Resolved),
        ("04T10:00", vip("4h")),
    ];
    let evaluation = evaluate(&engine, &history, "05T10:00");
    assert!(
        evaluation.outcomes.iter().all(|outcome| outcome.verdict == Verdict::NotApplicable),
        "{evaluation:?}"
    );
    let mut attainment = Attainment::default();
    attainment.record(&evaluation);
    assert_eq!((attainment.unmatched(), attainment.total().not_applicable), (0, 2));
    // A reopening puts it in force.
    let reopened = [&history[..], &[("05T10:00", Reopened)]].concat();
    let outcome = &evaluate(&engine, &reopened, "05T11:00").outcomes[0];
    assert!(matches!(outcome.verdict, Verdict::Breached { at, .. } if at == t("05T10:00")), "{outcome:?}");
}

#[test]
fn what_is_finished_is_judged_by_the_terms_until_then() {
    let engine = engine_in(VIP, &office());
    let history = [("09:00", Created), ("09:00", vip("4h")), ("11:00", Resolved)];
    let met = evaluate(&engine, &history, "20:00");
    for later in [vip("1h"), no_vip(), vip("8h")] {
        for at in ["11:00", "15:00"] {
            let changed = [&history[..], &[(at, later.clone())]].concat();
            let outcome = &evaluate(&engine, &changed, "20:00").outcomes[0];
            assert_eq!(*outcome, met.outcomes[0], "{later} at {at}");
        }
    }
}

#[test]
fn a_policy_for_open_tickets_keeps_what_it_judged() {
    let agreement = r#"{"id": "desk", "version": "7", "calendar": "office", "policies": [
        {"id": "open", "when": {"in": {"fact": "@status", "values": ["new"]}}, "objectives": [
            {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}}]}]}"#;
    let engine = engine_in(agreement, &office());
    let resolved_at = |at: &'static str| {
        [("09:00", Created), ("09:00", status("new")), (at, status("resolved")), (at, Resolved)]
    };
    assert_eq!(
        evaluate(&engine, &resolved_at("10:00"), "20:00").outcomes[0].verdict,
        Verdict::Met { at: t("10:00") }
    );
    let late = evaluate(&engine, &resolved_at("15:00"), "20:00");
    assert_eq!(late.outcomes[0].verdict, Verdict::Breached { at: t("14:00"), finished: Some(t("15:00")) });
}

#[test]
fn an_overdrawn_budget_is_never_met() {
    let engine = engine_in(VIP, &office());
    let history = [
        ("09:00", Created),
        ("09:00", vip("8h")),
        ("12:00", Paused),
        ("14:00", vip("1h")),
        ("15:00", Resolved),
    ];
    let outcome = &evaluate(&engine, &history, "20:00").outcomes[0];
    assert_eq!(outcome.verdict, Verdict::Breached { at: t("14:00"), finished: Some(t("15:00")) });
    // A promise that had passed when it was given, or when the ticket was reopened.
    let pinned = engine_in(
        r#"{"id": "desk", "version": "7", "calendar": "office", "policies": [{"id": "all", "objectives": [
            {"id": "fix", "target": "resolution", "allowance": {"same": {"until": "promised"}}}]}]}"#,
        &office(),
    );
    let promise = EventKind::attribute("promised".parse().unwrap(), t("08:00"));
    let outcome = &evaluate(&pinned, &[("09:00", Created), ("09:00", promise), ("09:00", Resolved)], "20:00")
        .outcomes[0];
    assert_eq!(outcome.verdict, Verdict::Breached { at: t("09:00"), finished: Some(t("09:00")) });
    assert_eq!(outcome.due, Some(t("08:00")));
}

#[test]
fn a_due_time_that_never_comes_is_told_and_hides_no_verdict() {
    let agreement = format!(
        r#"{{"id": "desk", "version": "7", "calendar": "office", "policies": [{{"id": "all", "objectives": [{}]}}]}}"#,
        r#"{"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT40H"}}}"#
    );
    let two_days: Calendar = serde_json::from_str(
        r#"{"time_zone": "UTC", "exceptions": {"2026-03-02": ["09:00-17:00"], "2026-03-03": ["09:00-17:00"]}}"#,
    )
    .unwrap();
    let engine = engine_in(&agreement, &two_days);
    let outcome = &evaluate(&engine, &[("09:00", Created), ("10:00", Resolved)], "20:00").outcomes[0];
    assert_eq!((outcome.verdict, outcome.due), (Verdict::Met { at: t("10:00") }, None));
    assert!(outcome.reasons.contains(&Reason::NeverDue { from: t("10:00") }));
    assert_eq!(evaluate(&engine, &[("09:00", Created)], "20:00").outcomes[0].verdict, Verdict::Running);
}

#[test]
fn a_reopening_after_a_pinned_due_time_is_late_at_once() {
    let engine =
        engine(r#"{"id": "fix", "target": "resolution", "allowance": {"same": {"until": "promised"}}}"#);
    let promise = EventKind::attribute("promised".parse().unwrap(), t("12:00"));
    for resolved in ["11:59", "12:00"] {
        let history =
            [("09:00", Created), ("09:00", promise.clone()), (resolved, Resolved), ("03T10:00", Reopened)];
        for as_of in ["03T10:00", "03T11:00"] {
            let outcome = &evaluate(&engine, &history, as_of).outcomes[0];
            let late = Verdict::Breached { at: t("03T10:00"), finished: None };
            assert_eq!((outcome.verdict, outcome.due), (late, Some(t("12:00"))), "{resolved} {as_of}");
        }
    }
}

#[test]
fn a_pause_lends_no_time_where_the_next_opening_was_agreed() {
    let engine = engine(
        r#"{"id": "fix", "target": "resolution", "boundary": "next_opening", "allowance": {"same": {"working": "PT7H"}}}"#,
    );
    let history = [("09:00", Created), ("18:00", Paused), ("03T12:00", Resumed)];
    for (as_of, breached) in
        [("17:30", false), ("20:00", false), ("03T09:00", false), ("03T11:00", true), ("03T13:00", true)]
    {
        let outcome = &evaluate(&engine, &history, as_of).outcomes[0];
        assert_eq!(outcome.due, Some(t("03T09:00")), "{as_of}");
        assert_eq!(
            matches!(outcome.verdict, Verdict::Breached { at, .. } if at == t("03T09:00")),
            breached,
            "{as_of}"
        );
    }
}

#[test]
fn business_days_are_due_later_by_the_working_time_of_pauses() {
    let engine = engine(
        r#"{"id": "fix", "target": "resolution", "allowance": {"same": {"business_days": {"days": 2, "rule": "then_next_opening"}}}}"#,
    );
    let due = |history: &[(&str, EventKind)], as_of: &str| evaluate(&engine, history, as_of).outcomes[0].due;
    assert_eq!(due(&[("10:00", Created)], "11:00"), Some(t("04T10:00")));
    let paused = [("10:00", Created), ("11:00", status("waiting")), ("03T10:00", status("open"))];
    assert_eq!(due(&paused, "03T11:00"), Some(t("04T17:00")), "six hours later");
    let late = [("10:00", Created), ("04T10:01", Resolved)];
    let outcome = &evaluate(&engine, &late, "05T09:00").outcomes[0];
    assert_eq!(outcome.verdict, Verdict::Breached { at: t("04T10:00"), finished: Some(t("04T10:01")) });
    // Friday 16:00 and a day by each rule: Monday 16:00, or the end of Monday.
    for (rule, expected) in
        [("from_next_opening", "09T16:00"), ("capped_at_closing", "09T16:00"), ("end_of_day", "09T17:00")]
    {
        let objective = format!(
            r#"{{"id": "fix", "target": "resolution", "allowance": {{"same": {{"business_days": {{"days": 1, "rule": "{rule}"}}}}}}}}"#
        );
        let outcome = &evaluate(&self::engine(&objective), &[("06T16:00", Created)], "06T16:30").outcomes[0];
        assert_eq!(outcome.due, Some(t(expected)), "{rule}");
    }
}

#[test]
fn reasons_stand_in_order_of_time_and_once() {
    let engine = engine_in(VIP, &office());
    let history = [
        ("09:00", Created),
        ("09:10", priority("5")),
        ("10:00", status("waiting")),
        ("11:00", status("open")),
        ("11:10", vip("none")),
        ("11:20", vip("neither")),
        ("12:00", vip("4h")),
    ];
    let evaluation = evaluate(&engine, &history, "13:00");
    let reasons: Vec<String> = evaluation.outcomes[0].reasons.iter().map(ToString::to_string).collect();
    let starts: Vec<_> = evaluation.outcomes[0].reasons.iter().map(Reason::from).collect();
    assert!(starts.is_sorted() && starts.len() == 4, "{reasons:#?}");
}

#[test]
fn a_choice_by_age_is_refused() {
    let agreement = r#"{"id": "a", "version": "1", "calendar": "office", "policies": [{"id": "old",
        "when": {"compare": {"fact": "@age", "is": "above", "value": {"span": "PT2H"}}},
        "objectives": [{"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT1H"}}}]}]}"#;
    let error = serde_json::from_str::<Agreement>(agreement).unwrap_err().to_string();
    assert!(error.starts_with("policies[0]: the choice depends on `@age`"), "{error}");
}

#[test]
fn a_ticket_that_is_not_created_yet_has_no_evaluation() {
    assert_eq!(engine(FIX).evaluate(&ticket(&[("09:00", Created)]), t("08:59")), None);
}
