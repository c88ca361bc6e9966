//! Escalation levels: when they are reached, and when not.

use service_quality::sla::{ActionStep, SlaEngine};
use service_quality::ticket::EventKind::{self, Created, Paused, Reopened, Resolved, Resumed};

use super::desk::{calendar, engine, engine_at, engine_in, office, priority, status, t, ticket};

fn with(levels: &str, budget: &str) -> SlaEngine {
    engine(&format!(
        r#"{{"id": "fix", "target": "resolution", "allowance": {{"same": {budget}}}, "reopening": "new_cycle",
            "levels": [{levels}]}}"#
    ))
}

/// The levels told by an instant, as `name cycle time`.
#[track_caller]
fn told(engine: &SlaEngine, history: &[(&str, EventKind)], as_of: &str, expected: &[(&str, u32, &str)]) {
    let actions = engine.actions(&ticket(history), t(as_of)).into_iter();
    let levels: Vec<_> = actions
        .filter_map(|action| match &action.key.step {
            ActionStep::Level(level) => Some((level.to_string(), action.key.cycle, action.at)),
            ActionStep::Breach => None,
        })
        .collect();
    let expected: Vec<_> =
        expected.iter().map(|(name, cycle, at)| ((*name).to_owned(), *cycle, t(at))).collect();
    assert_eq!(levels, expected);
}

const HOURS: &str = r#"{"working": "PT4H"}"#;

#[test]
fn a_level_lies_in_the_time_that_it_names() {
    // Created at 15:00: two hours today, two tomorrow, due at 11:00.
    let history = [("15:00", Created)];
    for (at, expected) in [
        (r#"{"working": "-PT3H"}"#, "16:00"),
        (r#"{"working": 0}"#, "03T11:00"),
        (r#"{"working": "PT2H"}"#, "03T14:00"),
        (r#"{"elapsed": "-PT15H"}"#, "20:00"),
        (r#"{"elapsed": 0}"#, "03T11:00"),
        (r#"{"elapsed": "PT7H"}"#, "03T18:00"),
        (r#"{"business_days": -1}"#, "15:00"), // 11:00 of the day of the creation has passed.
        (r#"{"business_days": 0}"#, "03T11:00"),
        (r#"{"business_days": 1}"#, "04T11:00"),
        (r#"{"used": "0.25"}"#, "16:00"),
        (r#"{"used": "0.5"}"#, "17:00"), // Used up at the closing.
        (r#"{"used": "0.75"}"#, "03T10:00"),
        (r#"{"used": "0.0001"}"#, "15:00:02"), // Of 1.44 seconds the whole second in which they end.
        (r#"{"used": 1}"#, "03T11:00"),
        (r#"{"used": "1.5"}"#, "03T14:00"),
    ] {
        let engine = with(&format!(r#"{{"id": "it", "at": {at}}}"#), HOURS);
        told(&engine, &history, "20T00:00", &[("it", 1, expected)]);
        let before = t(expected).checked_add(service_quality::quantity::Span::from_seconds(-1)).unwrap();
        if before >= t("15:00") {
            assert!(
                engine
                    .actions(&ticket(&history), before)
                    .iter()
                    .all(|one| one.key.step == ActionStep::Breach)
            );
        }
    }
}

#[test]
fn a_level_in_service_hours_comes_before_the_closing_or_waits_for_the_opening() {
    let history = [("15:00", Created)];
    for (at, expected) in [
        (r#"{"elapsed": "-PT15H"}"#, "16:59:59"),
        (r#"{"used": "0.5"}"#, "16:59:59"),
        (r#"{"elapsed": "-PT1H"}"#, "03T10:00"),
        (r#"{"elapsed": "PT90M"}"#, "03T13:00"),
    ] {
        let engine = with(&format!(r#"{{"id": "it", "at": {at}, "in_service_hours": true}}"#), HOURS);
        told(&engine, &history, "20T00:00", &[("it", 1, expected)]);
    }
}

#[test]
fn a_share_of_days_is_one_of_the_working_time_until_due() {
    let half = r#"{"id": "half", "at": {"used": "0.5"}}"#;
    let engine = with(half, r#"{"end_of_business_day": 1}"#);
    told(&engine, &[("09:00", Created)], "20T00:00", &[("half", 1, "17:00")]);
    let elapsed = with(half, r#"{"elapsed": "PT24H"}"#);
    told(&elapsed, &[("15:00", Created)], "20T00:00", &[("half", 1, "03T03:00")]);
}

/// An hour before and after: of a due time at 14:00 the hour before it begins after the lunch.
const TWO: &str = r#"{"id": "warn", "at": {"working": "-PT1H"}}, {"id": "tell", "at": {"working": "PT1H"}}"#;

#[test]
fn what_is_met_escalates_no_more() {
    let engine = with(TWO, HOURS);
    told(&engine, &[("09:00", Created), ("11:59", Resolved)], "20T00:00", &[]);
    told(&engine, &[("09:00", Created), ("13:30", Resolved)], "20T00:00", &[("warn", 1, "13:00")]);
    // What finishes it at the very instant of a level forestalls it; a question at that instant does not.
    told(&engine, &[("09:00", Created), ("13:00", Resolved)], "20T00:00", &[]);
    told(&engine, &[("09:00", Created)], "13:00", &[("warn", 1, "13:00")]);
    told(
        &engine,
        &[("09:00", Created), ("15:30", Resolved)],
        "20T00:00",
        &[("warn", 1, "13:00"), ("tell", 1, "15:00")],
    );
}

#[test]
fn a_pause_suspends_levels_and_a_resumption_reaches_them_later() {
    let engine = with(TWO, HOURS);
    let history = [("09:00", Created), ("11:30", Paused), ("14:00", Resumed)];
    told(&engine, &history, "13:59", &[]);
    told(&engine, &history, "20T00:00", &[("warn", 1, "14:30"), ("tell", 1, "16:30")]);
    // A level round the clock that was passed in the pause is reached as the clock goes on.
    let engine = with(
        r#"{"id": "warn", "at": {"elapsed": "-PT1H"}}"#,
        r#"{"business_day_at": {"day": 0, "at": "16:00"}}"#,
    );
    let history = [("09:00", Created), ("16:00", status("waiting")), ("17:00", status("open"))];
    told(&engine, &history, "20T00:00", &[("warn", 1, "15:00")]);
}

#[test]
fn another_choice_has_levels_of_its_own() {
    let desk = r#"{"id": "desk", "version": "7", "calendar": "office", "policies": [
        {"id": "urgent", "when": {"equals": {"fact": "priority", "value": "1"}}, "objectives": [
            {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT6H"}},
             "levels": [{"id": "page", "at": {"working": "-PT4H"}}]}]},
        {"id": "rest", "objectives": [
            {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}},
             "levels": [{"id": "warn", "at": {"working": "-PT2H"}}, {"id": "again", "at": {"working": "-PT1H"}}]}]}]}"#;
    let engine = engine_in(desk, &office());
    // The second level of the rest is called off by the change; the change reaches what had passed.
    let history = [("09:00", Created), ("11:30", priority("1"))];
    told(&engine, &history, "20T00:00", &[("warn", 1, "11:00"), ("page", 1, "11:30")]);
    // There and back again: each once.
    let back = [("09:00", Created), ("11:30", priority("1")), ("11:40", priority("2"))];
    told(&engine, &back, "20T00:00", &[("warn", 1, "11:00"), ("page", 1, "11:30"), ("again", 1, "13:00")]);
}

#[test]
fn every_cycle_has_its_levels() {
    let engine = with(TWO, HOURS);
    let history = [("09:00", Created), ("13:30", Resolved), ("03T09:00", Reopened), ("03T15:30", Resolved)];
    let expected = [("warn", 1, "13:00"), ("warn", 2, "03T13:00"), ("tell", 2, "03T15:00")];
    told(&engine, &history, "20T00:00", &expected);
}

#[test]
fn the_next_instant_is_one_timer_for_all() {
    let engine = with(TWO, HOURS);
    let whole = ticket(&[("09:00", Created)]);
    let mut now = t("09:00");
    let mut steps = vec![];
    while let Some(next) = engine.next_action(&whole, now) {
        steps.push(next.to_string());
        now = next.at;
    }
    assert_eq!(
        steps,
        [
            "warn of fix at 2026-03-02T13:00:00Z",
            "breach of fix at 2026-03-02T14:00:01Z",
            "tell of fix at 2026-03-02T15:00:00Z"
        ]
    );
}

/// A share that is rounded up to the whole budget lies at its due time, whenever it is looked at.
#[test]
fn a_share_of_a_single_second_is_the_whole() {
    let desk = calendar(r#"{"time_zone": "UTC", "weekly": {"mon": "21:30:00-21:30:01, 22:00-23:00"}}"#);
    let engine = engine_at(
        r#"{"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT1S"}},
            "levels": [{"id": "it", "at": {"used": "0.5"}, "in_service_hours": true}]}"#,
        &desk,
    );
    let moved = [("21:30", Created), ("21:40", Paused), ("21:45", Resumed)];
    for history in [&moved[..1], &moved] {
        told(&engine, history, "23:00", &[("it", 1, "22:00")]);
        let next = engine.next_action(&ticket(history), t("21:50")).map(|next| next.to_string());
        assert_eq!(next.as_deref(), Some("it of fix at 2026-03-02T22:00:00Z"));
    }
}

/// Two minutes round the clock from 21:00, in a desk that opens at 22:30.
#[test]
fn a_warning_that_found_no_hours_before_the_due_time_is_not_told_after_it() {
    let night = calendar(r#"{"time_zone": "UTC", "weekly": {"mon": "22:30-24:00"}}"#);
    let objective = |budget: &str| {
        format!(
            r#"{{"id": "fix", "target": "resolution", "allowance": {{"same": {budget}}},
                "levels": [{{"id": "half", "at": {{"used": "0.5"}}, "in_service_hours": true}},
                    {{"id": "late", "at": {{"used": "1.5"}}, "in_service_hours": true}}]}}"#
        )
    };
    let engine = engine_at(&objective(r#"{"elapsed": "PT2M"}"#), &night);
    // Whether or not something is looked at in between.
    let quiet = [("21:00", Created)];
    let noted =
        [("21:00", Created), ("22:00", EventKind::CustomerMessage), ("22:10", Paused), ("22:20", Resumed)];
    for history in [&quiet[..], &noted] {
        told(&engine, history, "23:00", &[("late", 1, "22:30")]);
        let next = engine.next_action(&ticket(history), t("22:25")).unwrap();
        assert_eq!(next.to_string(), "late of fix at 2026-03-02T22:30:00Z");
    }
    let mut state = engine.state(&ticket(&quiet), t("21:00")).unwrap();
    let mut woken = vec![];
    for at in ["21:01", "21:02:01", "22:00", "22:30", "23:00"] {
        woken.extend(
            engine.wake(&mut state, t(at)).unwrap().into_iter().map(|action| action.key.step.to_string()),
        );
    }
    assert_eq!(woken, ["breach", "late"]);
}
