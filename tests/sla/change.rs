//! What changes over time: policies, versions, calendars, reopenings.

use service_quality::sla::Verdict;
use service_quality::ticket::EventKind::{Created, Paused, Reopened, Resolved};

use super::desk::{engine, engine_in, evaluate, office, outcome, priority, series, t};

/// A policy for tickets of priority 1.
const FIRST: &str = r#"{"id": "desk", "version": "7", "calendar": "office", "policies": [
    {"id": "first", "when": {"equals": {"fact": "priority", "value": "1"}}, "objectives": [
        {"id": "fix", "target": "resolution", "reopening": "new_cycle",
         "allowance": {"same": {"working": "PT4H"}}}]}]}"#;

#[test]
fn an_objective_that_a_policy_had_while_the_clock_was_over_stays_in_the_answer() {
    let engine = engine_in(FIRST, &office());
    let history =
        [("09:00", Created), ("09:30", Resolved), ("10:00", priority("1")), ("11:00", priority("2"))];
    assert!(evaluate(&engine, &history, "09:45").outcomes.is_empty());
    for as_of in ["10:30", "11:30"] {
        assert_eq!(outcome(&engine, &history, as_of).verdict, Verdict::NotApplicable, "{as_of}");
    }
}

#[test]
fn a_turn_is_not_called_off_before_it_began() {
    let engine = engine_in(FIRST, &office());
    let history = [
        ("09:00", Created),
        ("09:00", priority("1")),
        ("10:00", priority("2")),
        ("10:30", Resolved),
        ("11:00", Reopened),
    ];
    let outcome = outcome(&engine, &history, "12:00");
    assert_eq!(outcome.earlier[0].verdict, Verdict::Cancelled { at: t("10:00") });
    assert_eq!((outcome.cycle, outcome.verdict), (2, Verdict::NotApplicable), "never promised in this turn");
}

#[test]
fn a_pause_without_working_time_moves_no_due_time() {
    // By 20:00 of the day, three hours after closing; paused from 18:00 until the morning.
    let engine = engine(
        r#"{"id": "fix", "target": "resolution",
            "allowance": {"same": {"business_day_at": {"day": 0, "at": "20:00"}}}}"#,
    );
    let history = [("09:00", Created), ("18:00", Paused), ("03T08:00", Resolved)];
    let paused = outcome(&engine, &history, "19:00");
    assert_eq!((paused.verdict, paused.due), (Verdict::Paused, Some(t("20:00"))));
    let late = outcome(&engine, &history, "21:00");
    assert_eq!(late.verdict, Verdict::Breached { at: t("20:00"), finished: None });
    let finished = outcome(&engine, &history, "03T09:00");
    assert_eq!(finished.verdict, Verdict::Breached { at: t("20:00"), finished: Some(t("03T08:00")) });
    // An hour of working time moves it by that hour, into the hours.
    let history = [("09:00", Created), ("16:00", Paused), ("03T08:00", Resolved)];
    let moved = outcome(&engine, &history, "03T09:00");
    assert_eq!((moved.verdict, moved.due), (Verdict::Met { at: t("03T08:00") }, Some(t("03T10:00"))));
}

#[test]
fn a_version_that_had_ended_takes_no_new_ticket_over() {
    let version = r#"{"id": "desk", "version": "7", "calendar": "office", "takes_over_open": true,
        "effective": {"from": "2026-01-01T00:00:00Z", "until": "2026-02-01T00:00:00Z"},
        "policies": [{"id": "all", "objectives": [
            {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}}]}]}"#;
    let evaluation = evaluate(&series(&[version], &office()), &[("09:00", Created)], "20:00");
    assert_eq!((evaluation.version, evaluation.outcomes.len()), (None, 0));
}
