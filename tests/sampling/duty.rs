//! When surveys and follow-ups are due.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use service_quality::calendar::Calendar;
use service_quality::quantity::{CalendarId, ObjectiveId, Span, Timestamp};
use service_quality::sla::{Agreement, Attainment, Denominator, Policy, SlaEngine};
use service_quality::survey::duty::{
    ContentCoverage, FollowUpState, YearlySurvey, follow_up, follow_ups_due,
};
use service_quality::ticket::{EventKind, Ticket};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    format!("2026-03-{text}:00Z").parse().unwrap()
}

#[test]
fn a_survey_a_year() {
    let duty = YearlySurvey::new(day("2020-02-29"));
    let standing =
        |held: &[&str], as_of: &str| duty.standing(held.iter().map(|one| day(one)), day(as_of)).unwrap();
    assert_eq!(standing(&[], "2021-02-28").to_string(), "due by 2021-02-28, none held");
    assert_eq!(standing(&[], "2021-03-01").to_string(), "overdue since 2021-03-01, none held");
    assert_eq!(standing(&["2021-02-28"], "2021-06-01").missed, []);
    // Held late: the duty stands well again, and what was missed stays missed.
    let late = standing(&["2021-03-01"], "2021-06-01");
    assert_eq!(late.to_string(), "due by 2022-03-01, last held on 2021-03-01");
    assert_eq!(late.missed, [day("2021-02-28")]);
    // In any order; what is planned is not held; what was held before the duty began is no shorter notice.
    let many = standing(&["2022-05-01", "2020-08-01", "2021-07-31", "2030-01-01"], "2022-06-01");
    assert_eq!((many.last, many.due_by, many.missed.len()), (Some(day("2022-05-01")), day("2023-05-01"), 0));
    assert_eq!(standing(&["2019-01-01"], "2020-12-01").due_by, day("2021-02-28"));
    assert_eq!(YearlySurvey::new(day("9999-06-01")).standing([], day("9999-07-01")), None);
}

#[test]
fn each_due_day_that_passed_without_a_survey_is_missed() {
    let duty = YearlySurvey::new(day("2020-02-29"));
    let standing = |held: &[&str], as_of: &str| {
        let standing = duty.standing(held.iter().map(|one| day(one)), day(as_of)).unwrap();
        (standing.to_string(), standing.missed.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    };
    let silent = standing(&[], "2024-08-31");
    assert_eq!(silent.0, "overdue since 2021-03-01, none held");
    assert_eq!(silent.1, "2021-02-28 2022-02-28 2023-02-28 2024-02-29");
    // One survey ends the silence and makes up for none of it.
    let ended = standing(&["2024-08-31"], "2024-09-01");
    assert_eq!(ended.0, "due by 2025-08-31, last held on 2024-08-31");
    assert_eq!(ended.1, silent.1);
    assert_eq!(standing(&["2024-08-31"], "2026-09-01").1, format!("{} 2025-08-31 2026-08-31", silent.1));
    // On the due day itself it can still be held.
    assert_eq!(standing(&[], "2022-02-28").1, "2021-02-28");
    assert_eq!(standing(&["2022-02-28"], "2022-12-31").1, "2021-02-28");
    assert_eq!(duty.standing([], day("9999-12-31")).unwrap().missed.len(), 7_979);
    assert_eq!(duty.standing([], NaiveDate::MAX), None);
    let late = YearlySurvey::new(day("9998-06-01"));
    assert_eq!(late.standing([], day("9999-12-01")).unwrap().missed, [day("9999-06-01")]);
    assert_eq!(YearlySurvey::new(NaiveDate::MAX).standing([], day("2026-01-01")), None);
}

const CARE: &str = r#"{"id": "care", "version": "1", "calendar": "always", "policies": [
    {"id": "incidents", "objectives": [{"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT8H"}}}]}]}"#;

#[test]
fn questions_for_every_objective() {
    let agreement: Agreement = serde_json::from_str(CARE).unwrap();
    let covered = |ids: &[&str]| {
        ContentCoverage::new(&agreement, &ids.iter().map(|id| id.parse().unwrap()).collect::<BTreeSet<_>>())
    };
    assert!(covered(&["fix"]).is_complete() && covered(&["fix"]).unknown.is_empty());
    assert_eq!(covered(&[]).to_string(), "not asked about: fix");
    assert_eq!(covered(&["fx"]).to_string(), "not asked about: fix; no objective is called: fx");
}

#[test]
fn no_survey_need_ask_about_the_follow_up() {
    let care: Agreement = serde_json::from_str(
        r#"{"id": "care", "version": "1", "calendar": "always", "policies": [{"id": "all", "objectives": [
            {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT8H"}}},
            {"id": "call back", "target": "named", "allowance": {"same": {"elapsed": "PT24H"}},
                "rules": {"start": [{"on": ["resolved"]}], "stop": [{"on": ["follow_up"]}]}},
            {"id": "word", "target": "named", "allowance": {"same": {"elapsed": "PT24H"}},
                "rules": {"start": [{"on": ["created"]}], "stop": [{"on": ["closed", "follow_up"]}]}}]}]}"#,
    )
    .unwrap();
    let covered = |ids: [&str; 1]| ContentCoverage::new(&care, &ids.map(|id| id.parse().unwrap()).into());
    assert_eq!(covered(["fix"]).to_string(), "not asked about: word");
    // Asked about all the same, it is no slip of the pen.
    assert_eq!(covered(["call back"]).to_string(), "not asked about: fix, word");
}

fn engine() -> SlaEngine {
    let objective = follow_up("follow_up".parse().unwrap(), Span::from_hours(24)).unwrap();
    let policy = Policy::new("all".parse().unwrap(), vec![objective]).unwrap();
    let calendar: CalendarId = "always".parse().unwrap();
    let agreement =
        Agreement::new("care".parse().unwrap(), "1".parse().unwrap(), calendar.clone(), vec![policy])
            .unwrap();
    let always = Calendar::always("UTC".parse().unwrap()).compile(at("01T00:00")..at("31T00:00")).unwrap();
    agreement.engine(&BTreeMap::from([(calendar, Arc::new(always))])).unwrap()
}

fn ticket(id: &str, events: &[(&str, EventKind)]) -> Ticket {
    let created = Ticket::builder(id.parse().unwrap()).event(at("02T09:00"), EventKind::Created);
    events.iter().fold(created, |ticket, (when, kind)| ticket.event(at(when), kind.clone())).build().unwrap()
}

#[test]
fn a_call_back_for_every_resolution() {
    use EventKind::{Closed, FollowUp, Reopened, Resolved};
    let tickets = [
        ticket("early", &[("02T10:00", Resolved)]),
        ticket("late", &[("02T12:00", Resolved), ("02T13:00", Closed)]),
        ticket("asked", &[("02T12:00", Resolved), ("03T12:00", FollowUp)]),
        ticket("asked late", &[("02T12:00", Resolved), ("03T12:01", FollowUp)]),
        ticket("reopened", &[("02T12:00", Resolved), ("02T18:00", Reopened)]),
        ticket(
            "twice",
            &[("02T12:00", Resolved), ("02T13:00", FollowUp), ("02T18:00", Reopened), ("03T01:00", Resolved)],
        ),
        ticket("cut short", &[("02T12:00", Resolved), ("02T18:00", Reopened), ("03T02:00", Resolved)]),
        ticket("closed only", &[("02T12:00", Closed)]),
        ticket("open", &[]),
    ];
    let (engine, objective): (_, ObjectiveId) = (engine(), "follow_up".parse().unwrap());
    let list = |as_of: &str| -> Vec<String> {
        let twice = tickets.iter().chain(&tickets);
        let due = follow_ups_due(&engine, &objective, twice, at(as_of)).unwrap();
        due.iter().map(|one| format!("{}: {} {}", one.ticket, one.state, one.due)).collect()
    };
    assert_eq!(
        list("03T11:00"),
        [
            "early: overdue since 2026-03-03T10:00:00Z",
            "asked: due 2026-03-03T12:00:00Z",
            "asked late: due 2026-03-03T12:00:00Z",
            "late: due 2026-03-03T12:00:00Z",
            "twice: due 2026-03-04T01:00:00Z",
            "cut short: due 2026-03-04T02:00:00Z",
        ]
    );
    assert_eq!(list("02T09:30"), Vec::<String>::new());
    let states = follow_ups_due(&engine, &objective, &tickets, at("03T12:00")).unwrap();
    let overdue = states.iter().filter(|one| one.state == FollowUpState::Overdue).count();
    assert_eq!(overdue, 1, "at the due instant it can still be made");

    // The indicator: the attainment of the objective, cycle by cycle.
    let mut attainment = Attainment::default();
    for ticket in &tickets {
        attainment.record(&engine.evaluate(ticket, at("10T00:00")).unwrap());
    }
    let counts = attainment.of(&objective);
    assert_eq!((counts.ratio(Denominator::Decided), counts.cancelled), ((2, 7), 2));
}

#[test]
fn a_follow_up_needs_time() {
    let message = follow_up("follow_up".parse().unwrap(), Span::ZERO).unwrap_err().to_string();
    assert_eq!(message, "allowance.same: budget `PT0S` allows no time: give more than 0");
}
