//! What changes over time: policies, versions, calendars, reopenings.

use service_quality::quantity::Span;
use service_quality::sla::{CycleChoice, Outcome, Reason, Standing, Verdict};
use service_quality::ticket::EventKind::{self, Closed, Created, Paused, Reopened, Resolved};

use super::desk::{
    FIX, calendar, engine, engine_at, engine_in, evaluate, group, office, outcome, priority, series, status,
    t, ticket,
};

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
    assert!(outcome.earlier.is_empty(), "a cycle that promised nothing is none");
    assert_eq!((outcome.cycle, outcome.verdict), (1, Verdict::Cancelled { at: t("10:00") }));
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

fn version(name: &str, effective: &str, hours: u32, more: &str) -> String {
    format!(
        r#"{{"id": "desk", "version": "{name}", "calendar": "office", "effective": {{{effective}}}, {more}
            "policies": [{{"id": "all", "objectives": [
                {{"id": "fix", "target": "resolution", "allowance": {{"same": {{"working": "PT{hours}H"}}}}}}]}}]}}"#
    )
}

const TUESDAY: &str = r#""from": "2026-03-03T00:00:00Z""#;

#[test]
fn a_ticket_keeps_the_version_of_its_creation_unless_another_takes_it_over() {
    let old = version("old", "", 10, "");
    let history = [("09:00", Created)];
    let kept = series(&[&old, &version("new", TUESDAY, 8, "")], &office());
    let outcome_of = |engine: &_| outcome(engine, &history, "03T09:30");
    let told = outcome_of(&kept);
    assert_eq!((told.due, told.goal.unwrap().version.to_string()), (Some(t("03T12:00")), "old".to_owned()));
    let taken = series(&[&old, &version("new", TUESDAY, 8, r#""takes_over_open": true,"#)], &office());
    let told = outcome_of(&taken);
    assert_eq!((told.due, told.goal.unwrap().version.to_string()), (Some(t("03T10:00")), "new".to_owned()));
    assert!(told.reasons.iter().any(|reason| reason.to_string() == "version new from 2026-03-03T00:00:00Z"));
    // Its first instant is the next at which anything changes.
    let whole = ticket(&history);
    let next = taken.next_action(&whole, t("20:00")).unwrap();
    assert_eq!(next.to_string(), "version new at 2026-03-03T00:00:00Z");
    assert_eq!(kept.next_action(&whole, t("20:00")).unwrap().at, t("2026-03-03T12:00:01Z"));
    // What was finished before keeps its goal.
    let finished = [("09:00", Created), ("16:00", Resolved)];
    let told = outcome(&taken, &finished, "05T09:00");
    assert_eq!(
        (told.verdict, told.goal.unwrap().version.to_string()),
        (Verdict::Met { at: t("16:00") }, "old".to_owned())
    );
    // Created under the new one.
    let told = outcome(&kept, &[("03T09:00", Created)], "03T09:30");
    assert_eq!(told.goal.unwrap().version.as_str(), "new");
    // A version that takes over skips one that does not.
    let third = version("third", r#""from": "2026-03-04T00:00:00Z""#, 16, r#""takes_over_open": true,"#);
    let three = series(&[&old, &version("new", TUESDAY, 8, ""), &third], &office());
    let told = |as_of| outcome(&three, &history, as_of).goal.unwrap().version.to_string();
    assert_eq!((told("03T11:00"), told("04T00:00")), ("old".to_owned(), "third".to_owned()));
}

#[test]
fn what_happens_at_the_first_instant_of_a_version_is_judged_by_the_one_before() {
    let new = version("new", TUESDAY, 1, r#""takes_over_open": true,"#);
    let engine = series(&[&version("old", "", 10, ""), &new], &office());
    for before in [EventKind::CustomerMessage, priority("1"), Paused] {
        let history = [("16:00", Created), ("16:30", before), ("03T00:00", Resolved)];
        let told = outcome(&engine, &history, "05T09:00");
        assert_eq!(told.verdict, Verdict::Met { at: t("03T00:00") });
        assert_eq!(told.goal.unwrap().version.as_str(), "old");
    }
    let by_priority =
        version("old", "", 10, "").replace("\"all\"", r#""all", "when": {"exists": "priority"}"#);
    let engine = series(&[&by_priority, &new], &office());
    let history = [("16:00", Created), ("16:30", priority("1")), ("03T00:00", Resolved)];
    assert_eq!(outcome(&engine, &history, "05T09:00").goal.unwrap().version.as_str(), "old");
}

#[test]
fn nothing_left_at_a_reopening_is_due_at_that_instant() {
    // Met with the last second, reopened the next day: it can still be finished at once.
    let met = [("09:00", Created), ("15:00", Resolved), ("03T10:00", Reopened), ("03T10:00", Closed)];
    let told = reopening("continue", &met);
    assert_eq!((told.verdict, told.due), (Verdict::Met { at: t("03T10:00") }, Some(t("03T10:00"))));
    assert_eq!(
        reopening("continue", &met[..3]).verdict,
        Verdict::Breached { at: t("03T10:00"), finished: None }
    );
}

#[test]
fn nothing_left_at_a_reopening_waits_for_the_next_opening_where_that_was_agreed() {
    let engine = engine(
        r#"{"id": "fix", "target": "resolution", "boundary": "next_opening",
            "allowance": {"same": {"working": "PT7H"}}}"#,
    );
    let history = [("09:00", Created), ("17:00", Resolved), ("18:00", Reopened), ("03T08:00", Closed)];
    let told = outcome(&engine, &history, "20:00");
    assert_eq!((told.verdict, told.due), (Verdict::Running, Some(t("03T09:00"))));
    assert_eq!(outcome(&engine, &history, "03T12:00").verdict, Verdict::Met { at: t("03T08:00") });
}

#[test]
fn a_goal_names_the_version_of_its_calendar() {
    let hours = |open: &str| {
        let days = ["mon", "tue", "wed", "thu", "fri"].map(|day| format!(r#""{day}": "{open}""#)).join(", ");
        format!(r#"{{"time_zone": "UTC", "weekly": {{{days}}}}}"#)
    };
    let hours = calendar(&format!(
        r#"{{"time_zone": "UTC", "succession": [{{"version": "winter", "calendar": {}}},
            {{"version": "summer", "from": "2026-03-03", "calendar": {}}}]}}"#,
        hours("09:00-17:00"),
        hours("08:00-12:00")
    ));
    let engine = engine_at(FIX, &hours);
    let history = [("15:00", Created), ("03T09:30", Resolved)];
    let named =
        |as_of: &str| outcome(&engine, &history, as_of).goal.unwrap().calendar_version.unwrap().to_string();
    assert_eq!((named("16:00"), named("03T08:30")), ("winter".to_owned(), "summer".to_owned()));
    let told = outcome(&engine, &history, "20T09:00");
    assert_eq!((told.verdict, told.due), (Verdict::Met { at: t("03T09:30") }, Some(t("03T10:00"))));
    assert_eq!(told.goal.unwrap().calendar_version.unwrap().as_str(), "summer", "at its end");
}

/// A resolution that was met, reopened and finished late.
const TWICE: [(&str, EventKind); 4] =
    [("09:00", Created), ("11:00", Resolved), ("13:00", Reopened), ("03T11:00", Resolved)];

fn reopening(how: &str, history: &[(&str, EventKind)]) -> Outcome {
    let engine = engine(&format!(
        r#"{{"id": "fix", "target": "resolution", "reopening": "{how}", "allowance": {{"same": {{"working": "PT5H"}}}}}}"#
    ));
    outcome(&engine, history, "04T09:00")
}

#[test]
fn a_reopening_continues_begins_anew_or_withdraws() {
    let continued = reopening("continue", &TWICE);
    let late = Verdict::Breached { at: t("16:00"), finished: Some(t("03T11:00")) };
    assert_eq!((continued.cycle, continued.verdict, continued.used.working), (1, late, Span::from_hours(8)));
    let again = reopening("new_cycle", &TWICE);
    assert_eq!((again.earlier.len(), again.earlier[0].verdict), (1, Verdict::Met { at: t("11:00") }));
    let late = Verdict::Breached { at: t("03T10:00"), finished: Some(t("03T11:00")) };
    assert_eq!((again.cycle, again.verdict, again.used.working), (2, late, Span::from_hours(6)));
    let reset = reopening("reset", &TWICE);
    assert_eq!((reset.earlier[0].verdict, reset.verdict), (Verdict::Cancelled { at: t("11:00") }, late));
    // A breach stays in any case.
    let late_first =
        [("09:00", Created), ("16:30", Resolved), ("03T09:00", Reopened), ("03T09:30", Resolved)];
    for how in ["continue", "new_cycle", "reset"] {
        let told = reopening(how, &late_first);
        assert!(told.ever_breached(), "{how}");
        let first = told.cycle(CycleChoice::First).unwrap().verdict;
        assert!(matches!(first, Verdict::Breached { at, .. } if at == t("15:00")), "{how}");
    }
}

#[test]
fn cycles_are_asked_for_by_name() {
    let history = [
        ("09:00", Created),
        ("10:00", Resolved),
        ("10:30", Reopened),
        ("13:30", Resolved),
        ("14:00", Reopened),
        ("14:10", Resolved),
        ("15:00", Reopened),
    ];
    let told = reopening("new_cycle", &history);
    let of = |choice| told.cycle(choice).unwrap();
    assert_eq!(
        (of(CycleChoice::First).number, of(CycleChoice::First).used.working),
        (1, Span::from_hours(1))
    );
    assert_eq!(
        (of(CycleChoice::Last).number, of(CycleChoice::Last).used.working),
        (3, Span::from_minutes(10))
    );
    assert_eq!(
        (of(CycleChoice::Longest).number, of(CycleChoice::Longest).used.working),
        (2, Span::from_hours(2))
    );
    let all = of(CycleChoice::All);
    assert_eq!((all.started, all.used.working), (t("09:00"), Span::from_minutes(190)));
    assert_eq!(all.verdict, Verdict::Met { at: t("14:10") });
    assert_eq!(told.cycle, 4, "the open one is none of them");
    // Before anything is finished there is none.
    let open = reopening("new_cycle", &[("03T16:00", Created)]);
    for choice in [CycleChoice::First, CycleChoice::Last, CycleChoice::Longest, CycleChoice::All] {
        assert_eq!(open.cycle(choice), None);
    }
}

#[test]
fn all_cycles_together_are_judged_as_the_breached_one() {
    let history = [("09:00", Created), ("16:30", Resolved), ("03T09:00", Reopened), ("03T09:30", Resolved)];
    let told = reopening("new_cycle", &history);
    let (all, first) = (told.cycle(CycleChoice::All).unwrap(), told.cycle(CycleChoice::First).unwrap());
    assert_eq!(all.verdict, Verdict::Breached { at: t("15:00"), finished: Some(t("16:30")) });
    assert_eq!((all.due, &all.goal, all.margin), (Some(t("15:00")), &first.goal, first.margin));
    assert_eq!((all.number, all.started, all.used.working), (2, t("09:00"), Span::from_hours(7)));
    assert_eq!(all.late_by().unwrap().elapsed, Span::from_minutes(90));
}

#[test]
fn what_is_never_due_is_not_next() {
    let once = calendar(r#"{"time_zone": "UTC", "exceptions": {"2026-03-02": "09:00-12:00"}}"#);
    let engine = engine_at(
        r#"{"id": "never", "target": "resolution", "allowance": {"same": {"working": "PT8H"}}},
            {"id": "fix", "target": "resolution", "allowance": {"same": {"elapsed": "PT8H"}}}"#,
        &once,
    );
    let told = evaluate(&engine, &[("09:00", Created)], "10:00");
    assert_eq!((told.outcomes[0].due, told.outcomes[0].verdict), (None, Verdict::Running));
    assert_eq!(told.standing(), Standing::Running { next: "fix".parse().unwrap() });
}

/// A cycle of another group promises nothing, is none, and is not explained.
#[test]
fn an_explanation_holds_the_cycles_that_promised_something() {
    let desk = r#"{"id": "desk", "version": "1", "calendar": "office", "policies": [
        {"id": "first", "when": {"equals": {"fact": "@group", "value": "l1"}}, "objectives": [
            {"id": "own", "target": "group_ownership", "allowance": {"same": {"working": "PT2H"}}}]}]}"#;
    let engine = engine_in(desk, &office());
    let history = [
        ("09:00", Created),
        ("09:10", group("l2")),
        ("09:30", group("l1")),
        ("10:00", group("l2")),
        ("10:30", group("l1")),
        ("11:00", group("l2")),
    ];
    for (as_of, counted) in [("09:20", 0), ("09:40", 10), ("10:15", 30), ("10:45", 45), ("11:30", 60)] {
        let timeline = engine.explain(&ticket(&history), &"own".parse().unwrap(), t(as_of)).unwrap();
        assert_eq!(timeline.counted(), Span::from_minutes(counted), "{as_of}: {timeline:?}");
    }
    let told = outcome(&engine, &history, "11:30");
    assert_eq!((told.earlier.len(), told.cycle), (1, 2));
    let cycles = told.reasons.iter().filter(|reason| matches!(reason, Reason::CycleFrom { .. })).count();
    assert_eq!(cycles, 1, "{:?}", told.reasons);
}

#[test]
fn what_a_policy_no_longer_promises_is_called_off() {
    let engine = engine_in(FIRST, &office());
    let history = [("09:00", Created), ("09:00", priority("1")), ("11:00", priority("3"))];
    let told = outcome(&engine, &history, "12:00");
    assert_eq!((told.verdict, told.due), (Verdict::Cancelled { at: t("11:00") }, None));
    assert!(
        told.reasons.iter().any(|reason| matches!(reason, Reason::NoPolicyFrom { at } if *at == t("11:00")))
    );
    // Promised again, it goes on with all the time since its start.
    let back = [&history[..], &[("11:30", priority("1"))]].concat();
    let told = outcome(&engine, &back, "12:00");
    assert_eq!((told.verdict, told.due), (Verdict::Running, Some(t("14:00"))));
    // Lost after the breach, the breach stays.
    let late = [("09:00", Created), ("09:00", priority("1")), ("15:00", priority("3"))];
    assert_eq!(
        outcome(&engine, &late, "16:00").verdict,
        Verdict::Breached { at: t("14:00"), finished: None }
    );
}

#[test]
fn pauses_before_a_policy_count_as_such_or_not() {
    let desk = |retroactive: bool| {
        let desk = format!(
            r#"{{"id": "desk", "version": "7", "calendar": "office", "paused_in": ["waiting"], "policies": [
                {{"id": "first", "when": {{"exists": "priority"}}, "objectives": [
                    {{"id": "fix", "target": "resolution", "retroactive_pauses": {retroactive},
                      "allowance": {{"same": {{"working": "PT4H"}}}}}}]}}]}}"#
        );
        engine_in(&desk, &office())
    };
    let history = [
        ("09:00", Created),
        ("09:30", status("waiting")),
        ("10:30", status("open")),
        ("11:00", priority("1")),
        ("11:10", status("waiting")),
        ("11:20", status("open")),
    ];
    assert_eq!(outcome(&desk(true), &history, "12:00").used.working, Span::from_minutes(110));
    assert_eq!(outcome(&desk(false), &history, "12:00").used.working, Span::from_minutes(170));
}
