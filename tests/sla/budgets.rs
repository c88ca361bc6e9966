//! Budgets in days and dates, by priority, by group; due times that the host gives.

use std::collections::BTreeMap;
use std::sync::Arc;

use service_quality::quantity::Span;
use service_quality::sla::{Agreement, Budget, Reason, SlaEngine, Verdict};
use service_quality::ticket::EventKind::{self, Created, Paused, Resolved, Resumed};

use super::desk::{
    calendar, calendars, engine, engine_in, evaluate, group, office, outcome, priority, t, ticket,
};

fn of(budget: &str) -> SlaEngine {
    engine(&format!(r#"{{"id": "fix", "target": "resolution", "allowance": {{"same": {budget}}}}}"#))
}

fn due(budget: &str, created: &str) -> Option<service_quality::quantity::Timestamp> {
    outcome(&of(budget), &[(created, Created)], created).due
}

#[test]
fn the_end_of_a_business_day_is_its_last_closing_after_the_start() {
    for (created, day, expected) in [
        ("05T10:00", 0, "05T17:00"),
        ("05T12:30", 0, "05T17:00"),
        ("05T17:00", 0, "06T17:00"), // Closing has come: the next day's.
        ("05T18:00", 1, "06T17:00"),
        ("05T18:00", 2, "09T17:00"),
        ("07T12:00", 0, "09T17:00"), // A Saturday has none.
        ("07T12:00", 1, "09T17:00"), // The first business day after it is Monday, too.
    ] {
        let budget = format!(r#"{{"end_of_business_day": {day}}}"#);
        assert_eq!(due(&budget, created), Some(t(expected)), "{created} and {day}");
    }
    let late = outcome(&of(r#"{"end_of_business_day": 0}"#), &[("05T10:00", Created)], "05T17:00:01");
    assert_eq!(late.verdict, Verdict::Breached { at: t("05T17:00"), finished: None });
}

#[test]
fn a_wall_time_of_a_business_day_that_has_passed_is_that_of_the_next() {
    for (created, day, at, expected) in [
        ("05T10:00", 1, "16:00", "06T16:00"),
        ("05T18:00", 1, "16:00", "06T16:00"),
        ("06T18:00", 1, "16:00", "09T16:00"), // Friday evening: Monday.
        ("05T10:00", 0, "16:00", "05T16:00"),
        ("05T16:00", 0, "16:00", "06T16:00"), // At that very time it has passed.
        ("05T16:30", 0, "16:00", "06T16:00"),
        ("07T12:00", 0, "16:00", "09T16:00"),
        ("05T10:00", 0, "20:00", "05T20:00"), // Open or not.
    ] {
        let budget = format!(r#"{{"business_day_at": {{"day": {day}, "at": "{at}"}}}}"#);
        assert_eq!(due(&budget, created), Some(t(expected)), "{created}, {day} at {at}");
    }
}

#[test]
fn a_pause_moves_a_date_by_its_working_time() {
    let engine = of(r#"{"business_day_at": {"day": 1, "at": "16:00"}}"#);
    let history = [("05T10:00", Created), ("05T16:30", Paused), ("06T10:00", Resumed)];
    assert_eq!(outcome(&engine, &history, "06T11:00").due, Some(t("09T09:30")), "an hour and a half");
}

#[test]
fn a_priority_matrix_and_its_gaps() {
    let engine = engine(
        r#"{"id": "fix", "target": "resolution", "allowance": {"by": {"fact": "priority", "budgets": {
            "1": {"elapsed": "PT2H"}, "2": {"working": "PT4H"}, "3": {"end_of_business_day": 1}}}}}"#,
    );
    let at = |value: &str| outcome(&engine, &[("11:00", Created), ("11:00", priority(value))], "11:30");
    assert_eq!(at("1").due, Some(t("13:00")));
    assert_eq!(at("2").due, Some(t("16:00")));
    assert_eq!(at("3").due, Some(t("03T17:00")));
    assert_eq!((at("4").verdict, at("4").due), (Verdict::NotApplicable, None));
}

/// Sydney's hours come before those of Dublin.
fn follow_the_sun() -> SlaEngine {
    let agreement: Agreement = serde_json::from_str(
        r#"{"id": "desk", "version": "7", "calendar": "office", "policies": [{"id": "all", "objectives": [
            {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT8H"}},
             "calendar_by": {"fact": "@group", "calendars": {"sydney": "early", "dublin": "late"}}}]}]}"#,
    )
    .unwrap();
    let hours = |open: &str| {
        let days = ["mon", "tue", "wed"].map(|day| format!(r#""{day}": "{open}""#)).join(", ");
        calendar(&format!(r#"{{"time_zone": "UTC", "weekly": {{{days}}}}}"#))
    };
    let mut known = calendars(&office());
    for (name, open) in [("early", "00:00-06:00"), ("late", "10:00-18:00")] {
        let index = hours(open).compile(t("2026-01-01T00:00:00Z")..t("2027-01-01T00:00:00Z")).unwrap();
        known.insert(name.parse().unwrap(), Arc::new(index));
    }
    agreement.engine(&known).unwrap()
}

#[test]
fn the_hours_are_those_of_the_group_that_has_it() {
    let engine = follow_the_sun();
    let history = [
        ("03:00", Created),
        ("03:00", group("sydney")),
        ("05:00", group("dublin")),
        ("12:00", group("elsewhere")),
    ];
    let at = |as_of: &str| outcome(&engine, &history, as_of);
    assert_eq!(at("04:00").used.working, Span::from_hours(1));
    // Two hours in Sydney, none until Dublin opens, two there, then the office's own hours: 13:00-17:00.
    assert_eq!(at("09:00").used.working, Span::from_hours(2));
    assert_eq!((at("11:00").used.working, at("11:00").due), (Span::from_hours(3), Some(t("16:00"))));
    assert_eq!(at("14:00").used.working, Span::from_hours(5));
    assert_eq!(
        (at("14:00").due, at("14:00").goal.unwrap().calendar.as_str().to_owned()),
        (Some(t("17:00")), "office".to_owned())
    );
    assert_eq!(at("11:00").goal.unwrap().calendar.as_str(), "late");
    let timeline = engine.explain(&ticket(&history), &"fix".parse().unwrap(), t("14:00")).unwrap();
    assert_eq!(timeline.counted(), Span::from_hours(5));
}

#[test]
fn several_agreements_judge_one_ticket_each_by_itself() {
    let desk = |id: &str, kind: &str, objective: &str| {
        let desk = format!(
            r#"{{"id": "{id}", "version": "1", "kind": "{kind}", "calendar": "office",
                "policies": [{{"id": "all", "objectives": [{objective}]}}]}}"#
        );
        engine_in(&desk, &office())
    };
    let sla = desk("customer", "sla", super::desk::FIX);
    let own = |id: &str, name: &str| {
        format!(
            r#"{{"id": "{id}", "target": "group_ownership", "allowance": {{"same": {{"working": "PT1H"}}}}, "calendar_by":
                {{"fact": "@group", "calendars": {{"{name}": "office"}}}}}}"#
        )
    };
    let ola = desk("second line", "ola", &own("own", "b"));
    let contract = desk("supplier", "underpinning_contract", &own("own", "c"));
    let history = [("09:00", Created), ("09:00", group("a")), ("10:30", group("b")), ("11:00", Resolved)];
    let told: BTreeMap<_, _> = [sla, ola, contract]
        .iter()
        .map(|engine| {
            let evaluation = evaluate(engine, &history, "12:00");
            (evaluation.agreement.to_string(), evaluation.outcomes[0].ever_breached())
        })
        .collect();
    let expected = [("customer", false), ("second line", true), ("supplier", true)];
    assert_eq!(told, expected.map(|(id, late)| (id.to_owned(), late)).into());
}

#[test]
fn text_that_reads_as_an_instant_is_a_due_time() {
    let wait = |to: &str| EventKind::attribute("promised".parse().unwrap(), to);
    let pinned = engine(
        r#"{"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}, "pinned_by": "promised"}"#,
    );
    let until = of(r#"{"until": "promised"}"#);
    for text in ["2026-03-03T10:00:00Z", "2026-03-03T18:00:00+08:00"] {
        for engine in [&pinned, &until] {
            let due = outcome(engine, &[("09:00", Created), ("09:30", wait(text))], "10:00").due;
            assert_eq!(due, Some(t("03T10:00")), "{text}");
        }
    }
    for text in ["2026-03-03", "2026-03-03T10:00:00", "tomorrow", ""] {
        let history = [("09:00", Created), ("09:30", wait(text))];
        assert_eq!(outcome(&pinned, &history, "10:00").due, Some(t("14:00")), "{text}");
        assert_eq!(outcome(&until, &history, "10:00").verdict, Verdict::NotApplicable, "{text}");
    }
}

#[test]
fn a_manual_due_date_replaces_the_budget_visibly_and_gives_it_back() {
    let engine = engine(
        r#"{"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}, "pinned_by": "promised"}"#,
    );
    let promised = |to: Option<&str>| EventKind::AttributeChanged {
        name: "promised".parse().unwrap(),
        to: to.map(|to| t(to).into()),
    };
    let history = [
        ("09:00", Created),
        ("10:00", promised(Some("03T10:00"))),
        ("11:00", Paused),
        ("11:30", Resumed),
        ("13:30", promised(None)),
        ("15:30", Resolved),
    ];
    assert_eq!(outcome(&engine, &history, "09:30").due, Some(t("14:00")));
    let pinned = outcome(&engine, &history, "11:15");
    assert_eq!((pinned.verdict, pinned.due), (Verdict::Running, Some(t("03T10:00"))), "no pause moves it");
    let until = Budget::Until("promised".parse().unwrap());
    assert_eq!(pinned.goal.unwrap().budget, until);
    let told = |reason: &Reason| matches!(reason, Reason::BudgetFrom { budget, .. } if *budget == until);
    assert!(pinned.reasons.iter().any(told), "{:?}", pinned.reasons);
    let after = outcome(&engine, &history, "14:00");
    assert_eq!(after.goal.unwrap().budget, Budget::Working(Span::from_hours(4)));
    assert_eq!(after.due, Some(t("14:30")), "what was paused meanwhile stays paused");
    let late = outcome(&engine, &history, "16:00");
    assert_eq!(late.verdict, Verdict::Breached { at: t("14:30"), finished: Some(t("15:30")) });
    // A date that has passed when it is given.
    let passed = [("09:00", Created), ("11:00", promised(Some("10:00")))];
    let outcome = outcome(&engine, &passed, "12:00");
    assert_eq!(
        (outcome.verdict, outcome.due),
        (Verdict::Breached { at: t("11:00"), finished: None }, Some(t("10:00")))
    );
}
