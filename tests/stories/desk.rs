//! A help desk: tickets, promises, tallies, versions, surveys.

use std::collections::BTreeMap;
use std::sync::Arc;

use service_quality::calendar::Calendar;
use service_quality::indicator::{Absence, CatalogueUse, Measurement};
use service_quality::quantity::{Span, Timestamp, Zone};
use service_quality::score::{Child, Curve, Gap, Leaf, Model, Node};
use service_quality::sla::{Agreement, Allowance, Budget, Objective, Outcome, Policy, Target, Verdict};
use service_quality::standard::{Engine, GroupedTally, RecordError, ServiceTally, Standard};
use service_quality::survey::Survey;
use service_quality::survey::duty::{ContentCoverage, YearlySurvey, follow_up, follow_ups_due};
use service_quality::ticket::{
    AnomalyKind, AnomalyPolicy, EventKind, Intake, OrderPolicy, Rating, Ticket, TicketBuilder,
};

use EventKind::{Created, Reopened, Resolved};

/// A help desk: first answers within a working hour, solutions within four, and what customers think of it.
const DESK: &str = r#"{
  "id": "help desk", "version": "2026",
  "calendars": {"office": {"time_zone": "UTC", "weekly": {
    "mon": "09:00-17:00", "tue": "09:00-17:00", "wed": "09:00-17:00", "thu": "09:00-17:00", "fri": "09:00-17:00"}}},
  "agreements": [{"id": "promise", "version": "1", "calendar": "office", "paused_in": ["waiting"], "policies": [
    {"id": "all", "objectives": [
      {"id": "answer", "target": "first_response", "allowance": {"same": {"working": "PT1H"}}},
      {"id": "solution", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}}]}]}],
  "indicators": [
    {"id": "answers", "name": {"en": "Answers in time", "zh": "及时响应率"}, "dimension": "responsiveness", "unit": "percent",
      "formula": {"sla_attainment": {"objectives": {"objective": "answer"}}}, "direction": "higher", "places": 2},
    {"id": "solutions", "name": {"en": "Solutions in time"}, "dimension": "timeliness", "unit": "percent",
      "formula": {"sla_attainment": {"objectives": {"objective": "solution"}}}, "direction": "higher", "places": 2},
    {"id": "rating", "name": {"en": "Rating"}, "dimension": "satisfaction", "unit": "points",
      "formula": {"mean": {"quantity": {"fact": "@rating"}}}, "direction": "higher", "places": 2, "min_n": 2}
  ],
  "model": {
    "grades": [{"grade": "good", "from": 80}, {"grade": "fair", "from": 50}, {"grade": "poor", "from": 0}],
    "root": {"id": "service", "name": {"en": "Service quality"}, "children": [
      {"weight": 2, "indicator": "answers", "curve": {"goalposts": {"worst": 50, "best": 100}}},
      {"weight": 2, "indicator": "solutions", "curve": {"goalposts": {"worst": 25, "best": 75}}},
      {"weight": 1, "indicator": "rating", "curve": {"goalposts": {"worst": 1, "best": 5}}}
    ]}
  }
}"#;

fn engine(document: &str) -> Engine {
    Standard::from_json(document).unwrap().engine().unwrap()
}

/// `02 09:30` is half past nine on the second of March 2026, a Monday.
fn march(text: &str) -> Timestamp {
    let (day, time) = text.split_once(' ').unwrap();
    format!("2026-03-{day}T{time}:00Z").parse().unwrap()
}

fn ticket(id: &str, events: &[(&str, EventKind)]) -> Ticket {
    let start = Ticket::builder(id.parse().unwrap());
    let add = |builder: TicketBuilder, (at, kind): &(&str, EventKind)| builder.event(march(at), kind.clone());
    events.iter().fold(start, add).build().unwrap()
}

fn answered() -> EventKind {
    EventKind::public_reply()
}

fn status(to: &str) -> EventKind {
    EventKind::StatusChanged { to: to.parse().unwrap() }
}

fn rated(stars: i32) -> EventKind {
    EventKind::Rated { rating: Rating::new(stars.into(), 1.into(), 5.into()).unwrap() }
}

fn outcome(engine: &Engine, ticket: &Ticket, objective: &str, as_of: &str) -> Outcome {
    let recorded = engine.evaluate(ticket, march(as_of));
    recorded.outcomes().find(|outcome| outcome.objective.as_str() == objective).unwrap().clone()
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn two_days_at_the_desk() {
    let engine = engine(DESK);
    let tickets = [
        ticket(
            "prompt",
            &[
                ("02 09:00", Created),
                ("02 09:30", answered()),
                ("02 12:00", Resolved),
                ("02 12:10", rated(5)),
            ],
        ),
        // The answer comes at the last moment; for three hours the desk waits for the customer.
        ticket(
            "patient",
            &[
                ("02 10:00", Created),
                ("02 11:00", answered()),
                ("02 11:30", status("waiting")),
                ("02 14:30", status("open")),
                ("02 16:59", Resolved),
            ],
        ),
        // Half an hour of Monday and half an hour of Tuesday make the working hour of the answer.
        ticket(
            "overnight",
            &[
                ("02 16:30", Created),
                ("03 09:30", answered()),
                ("03 13:00", Resolved),
                ("03 13:05", rated(3)),
            ],
        ),
        ticket("forgotten", &[("02 09:00", Created)]),
        ticket("fresh", &[("03 16:00", Created)]),
    ];
    let evening = march("03 17:00");

    let mut tally = engine.tally();
    let mut verdicts = Vec::new();
    for ticket in &tickets {
        let recorded = engine.record(&mut tally, ticket, evening).unwrap();
        verdicts.extend(recorded.outcomes().map(|outcome| {
            let due = outcome.due.map_or_else(String::new, |due| due.to_string());
            format!("{}, {}: {}, due {}", ticket.id(), outcome.objective, outcome.verdict, due)
                .replace("2026-03-", "")
                .replace(":00Z", "")
        }));
    }
    assert_eq!(
        verdicts,
        [
            "prompt, answer: met at 02T09:30, due 02T10:00",
            "prompt, solution: met at 02T12:00, due 02T13:00",
            "patient, answer: met at 02T11:00, due 02T11:00",
            "patient, solution: met at 02T16:59, due 02T17:00",
            "overnight, answer: met at 03T09:30, due 03T09:30",
            "overnight, solution: breached at 03T12:30, finished at 03T13:00, due 03T12:30",
            "forgotten, answer: breached at 02T10:00, not finished, due 02T10:00",
            "forgotten, solution: breached at 02T13:00, not finished, due 02T13:00",
            "fresh, answer: running, due 03T17:00",
            "fresh, solution: running, due 04T12:00",
        ]
    );

    let attainment = tally.attainment().values().next().unwrap();
    let counts = |objective: &str| {
        let counts = attainment.of(&objective.parse().unwrap());
        [counts.met, counts.late, counts.overdue, counts.running]
    };
    assert_eq!(counts("answer"), [3, 0, 1, 1]);
    assert_eq!(counts("solution"), [2, 1, 1, 1]);

    let card = engine.score(&tally).unwrap();
    assert_eq!(
        card.explain().to_string(),
        "\
Service quality: 55
  grade fair, from 50; good from 80
  Answers in time: 50
    measured 75 (n 4), between 50 (scores 0) and 100 (scores 100)
    weighs 40 % of the total: 20 points, 20 lost
  Solutions in time: 50
    measured 50 (n 4), between 25 (scores 0) and 75 (scores 100)
    weighs 40 % of the total: 20 points, 20 lost
  Rating: 75
    measured 4 (n 2), between 1 (scores 0) and 5 (scores 100)
    weighs 20 % of the total: 15 points, 5 lost
"
    );
    let points: Vec<String> = card.contributions().map(|part| part.points().to_string()).collect();
    assert_eq!(points, ["20", "20", "15"], "they add up to the score");
}

#[test]
fn three_workers_and_one_host() {
    let engine = Arc::new(engine(DESK));
    let tickets: Vec<Ticket> = (1..=60)
        .map(|number: u32| {
            let (day, hour) = (2 + number % 5, 9 + number % 7);
            let at = |day: u32, minute: u32| format!("{day:02} {hour:02}:{minute:02}");
            let mut events = vec![(at(day, 0), Created)];
            if !number.is_multiple_of(3) {
                events.push((at(day, number % 40), answered()));
            }
            if !number.is_multiple_of(4) {
                events.push((at(day + number % 2, 45), Resolved));
                events.push((at(day + 3, 50), rated(1 + i32::try_from(number % 5).unwrap())));
            }
            let events: Vec<_> = events.iter().map(|(at, kind)| (at.as_str(), kind.clone())).collect();
            ticket(&format!("T-{number}"), &events)
        })
        .collect();
    let as_of = march("20 17:00");

    // Each worker has every third ticket and sends its tally as text.
    let sent: Vec<String> = std::thread::scope(|scope| {
        let worker = |number: usize| {
            let (engine, tickets) = (Arc::clone(&engine), &tickets);
            scope.spawn(move || {
                let mut tally = engine.tally();
                for ticket in tickets.iter().skip(number).step_by(3) {
                    engine.record(&mut tally, ticket, as_of).unwrap();
                }
                json(&tally)
            })
        };
        let workers = [worker(0), worker(1), worker(2)];
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });

    let mut alone = engine.tally();
    for ticket in &tickets {
        engine.record(&mut alone, ticket, as_of).unwrap();
    }
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut host = engine.tally();
        for part in order {
            host.merge(&serde_json::from_str(&sent[part]).unwrap()).unwrap();
        }
        assert_eq!(json(&host), json(&alone));
        assert_eq!(json(&engine.score(&host).unwrap()), json(&engine.score(&alone).unwrap()));
    }
    assert_eq!(alone.tickets(), 60);
}

/// An export in Berlin wall time: a clock that skipped an hour, a priority nobody agreed on, rows that are no rows.
const EXPORT: &str = "\
id,at,event,detail
T-1,2026-03-29 02:30,created,1
T-1,2026-03-29 05:00,resolved,
T-2,2026-03-30 09:00,created,urgent!!
T-2,2026-03-30 10:00,resolved,
T-3,2026-03-30 09:00,created,1
T-3,2026-03-30 08:00,answered,
T-3,2026-03-30 09:30,resumed,
T-3,2026-03-30 10:00,resolved,
T-4,2026-03-30 09:00,answered,
T-5,30.03.2026 09:00,created,1
T-6,2026-03-30 09:00,teleported,
T-7,2026-03-30
T-8,2026-03-30 09:00,created,1
T-8,2026-03-30 11:00,resolved,
T-8,2026-03-30 12:00,resolved,
";

fn import(export: &str, intake: &mut Intake) -> Vec<Ticket> {
    let zone: Zone = "Europe/Berlin".parse().unwrap();
    let mut builders: BTreeMap<String, TicketBuilder> = BTreeMap::new();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(export.as_bytes());
    for (line, record) in (2..).zip(reader.records()) {
        let record = record.unwrap();
        let mut add = || -> Result<(), String> {
            let field = |index: usize| record.get(index).ok_or(format!("no column {index}"));
            let (id, event, detail) = (field(0)?, field(2)?, field(3)?);
            let wall = chrono::NaiveDateTime::parse_from_str(field(1)?, "%Y-%m-%d %H:%M");
            let at = zone.instant(wall.map_err(|why| why.to_string())?).map_err(|why| why.to_string())?;
            let kind = match event {
                "created" => Created,
                "answered" => answered(),
                "resumed" => EventKind::Resumed,
                "resolved" => Resolved,
                other => return Err(format!("event `{other}` is unknown")),
            };
            let builder = match builders.remove(id) {
                Some(builder) => builder,
                None => Ticket::builder(id.parse().map_err(|why| format!("{why}"))?),
            };
            let named = if kind == Created {
                builder.attribute("priority".parse().map_err(|why| format!("{why}"))?, detail)
            } else {
                builder
            };
            builders.insert(id.to_owned(), named.event(at, kind));
            Ok(())
        };
        if let Err(why) = add() {
            let ticket = record.get(0).and_then(|id| id.parse().ok());
            intake.refuse(ticket, format!("line {line}: {why}"));
        }
    }
    let dirty =
        |builder: TicketBuilder| builder.order(OrderPolicy::Sort).anomalies(AnomalyPolicy::SetAside).build();
    builders.into_values().filter_map(|builder| intake.take(dirty(builder))).collect()
}

#[test]
fn a_dirty_import() {
    let mut intake = Intake::default();
    let tickets = import(EXPORT, &mut intake);
    let ids: Vec<_> = tickets.iter().map(|ticket| ticket.id().as_str()).collect();
    assert_eq!(ids, ["T-1", "T-2", "T-3", "T-8"]);
    assert_eq!(
        intake.refused().iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "ticket `T-5`: line 11: input contains invalid characters",
            "ticket `T-6`: line 12: event `teleported` is unknown",
            "ticket `T-7`: line 13: no column 2",
            "ticket `T-4`: there is no event `created`; add one, it dates everything else",
        ]
    );
    let set_aside = |kind: AnomalyKind| {
        let of_kind = &intake.anomalies()[&kind];
        (of_kind.events, of_kind.tickets.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(set_aside(AnomalyKind::BeforeCreation), (1, vec!["T-3".to_owned()]));
    assert_eq!(set_aside(AnomalyKind::ResumedWithoutPause), (1, vec!["T-3".to_owned()]));
    assert_eq!(set_aside(AnomalyKind::ResolvedTwice), (1, vec!["T-8".to_owned()]));
    assert_eq!(intake.anomalies().len(), 3);
    assert_eq!(
        intake.to_string(),
        "8 read, 4 refused; 1 in 1 tickets before the ticket was created; 1 in 1 tickets resumed without a pause; \
         1 in 1 tickets resolved while resolved"
    );
    // On 29 March there was no half past two: the clocks showed half past three, 01:30 of UTC.
    assert_eq!(tickets[0].created(), march("29 01:30"));

    // Of an unknown priority nothing was promised: counted as that, not as kept and not as broken.
    let document = DESK.replacen(
        r#"{"same": {"working": "PT1H"}}"#,
        r#"{"by": {"fact": "priority", "budgets": {"1": {"working": "PT1H"}}}}"#,
        1,
    );
    let engine = engine(&document);
    let mut tally = engine.tally();
    for ticket in &tickets {
        engine.record(&mut tally, ticket, march("31 17:00")).unwrap();
    }
    let counts = tally.attainment().values().next().unwrap().of(&"answer".parse().unwrap());
    assert_eq!((counts.not_applicable, counts.total()), (1, 4));
}

#[test]
fn three_ways_to_have_no_figure() {
    let audit = r#"{"id": "audit", "name": {"en": "Audit"}, "dimension": "security", "unit": "score", "formula": "external",
        "direction": "higher"}, {"id": "answers", "#;
    let document = DESK.replace(r#"{"id": "answers", "#, audit).replace(
        r#"{"weight": 1, "indicator": "rating""#,
        r#"{"weight": 1, "indicator": "audit", "curve": {"goalposts": {"worst": 0, "best": 100}}},
           {"weight": 1, "indicator": "rating""#,
    );
    let engine = engine(&document);
    let mut tally = engine.tally();
    let quick = ticket(
        "quick",
        &[("02 09:00", Created), ("02 09:10", answered()), ("02 10:00", Resolved), ("02 11:00", rated(5))],
    );
    engine.record(&mut tally, &quick, march("03 17:00")).unwrap();

    // One rating is too few to be told; nobody has audited yet.
    let mut measured = engine.measure(&tally).unwrap();
    let absence = |measured: &BTreeMap<_, Measurement>, id: &str| measured[id].absence();
    assert_eq!(absence(&measured, "rating"), Some(Absence::Suppressed { n: 1 }));
    assert_eq!(absence(&measured, "audit"), Some(Absence::Missing));
    let card = engine.score_measured(&measured);
    assert_eq!(card.score().unwrap().to_string(), "100");
    assert_eq!(card.coverage().to_string(), "0.666666667");
    assert_eq!(card.total().low().unwrap().to_string(), "66.67");
    assert_eq!(card.total().high().unwrap().to_string(), "100");
    let text = card.explain().to_string();
    for line in [
        "  coverage 0.666666667; 66.67 to 100 with the gaps filled; leaving gaps out added 33.33\n",
        "  Audit: no score\n    missing\n    the node above leaves it out\n",
        "  Rating: no score\n    suppressed: only 1 observations\n    the node above leaves it out\n",
    ] {
        assert!(text.contains(line), "{text}");
    }

    // A desk that is never audited has no gap there: less is missing.
    measured.insert("audit".parse().unwrap(), Measurement::absent(Absence::NotApplicable));
    assert_eq!(engine.score_measured(&measured).coverage().to_string(), "0.8");

    // With nothing recorded there is no score, neither 0 nor 100, and no grade.
    let empty = engine.score(&engine.tally()).unwrap();
    assert_eq!((empty.score(), empty.grade()), (None, None));
    assert!(matches!(empty.gap(), Some(Gap::Coverage { .. })), "{:?}", empty.gap());
}

#[test]
fn the_hours_change_while_the_ticket_is_open() {
    let due = |calendar: &str| {
        let document =
            DESK.replace(r#"{"time_zone": "UTC", "#, &format!(r#"{{"time_zone": "UTC", {calendar}"#));
        // Thursday 16:00, with eight working hours.
        let open = ticket("open", &[("05 16:00", Created)]);
        outcome(&engine(&document.replace("PT4H", "PT8H")), &open, "solution", "05 17:00").due.unwrap()
    };
    assert_eq!(due(""), march("06 16:00"));
    // From Friday on the office opens at eleven: three hours remain for Monday.
    let later =
        r#""changes": [{"from": "2026-03-06", "weekly": {"mon": "11:00-17:00", "fri": "11:00-16:00"}}], "#;
    assert_eq!(due(later), march("09 13:00"));
    // Friday is a holiday: Monday instead.
    let holiday = r#""holidays": [{"on": {"date": "2026-03-06"}}], "#;
    assert_eq!(due(holiday), march("09 16:00"));
    // The holiday is made up for on Saturday (调休), in hours of its own.
    let made_up = format!(r#"{holiday}"exceptions": {{"2026-03-07": "10:00-18:00"}}, "#);
    assert_eq!(due(&made_up), march("07 17:00"));
    // An hour of Saturday's is lost to a fire drill.
    let drill = format!(r#"{made_up}"closures": {{"2026-03-07": "12:00-13:00"}}, "#);
    assert_eq!(due(&drill), march("07 18:00"));
}

#[test]
fn round_the_clock_beside_office_hours() {
    let document = DESK.replace(
        r#"{"id": "answer", "target": "first_response", "allowance": {"same": {"working": "PT1H"}}}"#,
        r#"{"id": "answer", "target": "resolution", "allowance": {"same": {"elapsed": "PT24H"}}}"#,
    );
    let engine = engine(&document);
    // Friday 16:00; both clocks promise a solution.
    let open = ticket("weekend", &[("06 16:00", Created)]);
    let [clock, office] =
        ["answer", "solution"].map(|objective| outcome(&engine, &open, objective, "07 16:01"));
    assert_eq!(clock.verdict, Verdict::Breached { at: march("07 16:00"), finished: None });
    assert_eq!((office.verdict, office.due), (Verdict::Running, Some(march("09 12:00"))));
    assert_eq!(
        (office.used.working, clock.used.elapsed),
        (Span::from_hours(1), Span::from_minutes(24 * 60 + 1))
    );
    // Reopened after the weekend: the time in between is a pause on both clocks.
    let again = ticket("weekend", &[("06 16:00", Created), ("07 10:00", Resolved), ("09 09:00", Reopened)]);
    let [clock, office] =
        ["answer", "solution"].map(|objective| outcome(&engine, &again, objective, "09 10:00"));
    assert_eq!((clock.verdict, clock.due), (Verdict::Running, Some(march("09 15:00"))));
    assert_eq!((office.verdict, office.due), (Verdict::Running, Some(march("09 12:00"))));
}

#[test]
fn a_new_version_begins_a_new_tally() {
    let old = engine(DESK);
    let new = engine(&DESK.replace(r#""version": "2026""#, r#""version": "2027""#));
    let one = ticket("one", &[("02 09:00", Created), ("02 09:30", answered()), ("02 12:00", Resolved)]);
    let mut tally = old.tally();
    old.record(&mut tally, &one, march("03 17:00")).unwrap();
    let before = json(&tally);

    let refusal = "the tally is of standard `help desk version 2026`, not of `help desk version 2027`: \
                   tally again from the records";
    assert_eq!(new.score(&tally).unwrap_err().to_string(), refusal);
    assert_eq!(new.measure(&tally).unwrap_err().to_string(), refusal);
    assert_eq!(new.record(&mut tally, &one, march("03 17:00")).unwrap_err().to_string(), refusal);
    assert_eq!(new.tally().merge(&tally).unwrap_err().to_string(), refusal);
    assert_eq!(json(&tally), before, "a refused ticket leaves no trace");

    // The same holds for tallies by a fact, whichever groups they have.
    let by = |engine: &Engine, fact: &str| {
        let mut grouped = engine.tally_by(fact.parse().unwrap());
        grouped.record(engine, &one, march("03 17:00")).unwrap();
        grouped
    };
    let (ungrouped, opened) = (by(&old, "department"), by(&new, "department"));
    let mut merged = opened.clone();
    assert_eq!(merged.merge(&ungrouped).unwrap_err().to_string(), refusal);
    assert_eq!(merged, opened);
    assert_eq!(ungrouped.total(&new).unwrap_err().to_string(), refusal);

    // A stored tally goes with its standard: read back by the old engine it still counts.
    let stored: ServiceTally = serde_json::from_str(&before).unwrap();
    assert_eq!(old.score(&stored).unwrap(), old.score(&tally).unwrap());
}

#[test]
fn one_grouped_tally_holds_one_standard() {
    let old = engine(DESK);
    let new = engine(&DESK.replace(r#""version": "2026""#, r#""version": "2027""#));
    let open = ticket("open", &[("02 09:00", Created)]);
    let done = ticket("done", &[("02 09:00", Created), ("02 10:00", Resolved)]);
    let as_of = march("03 17:00");
    let of = |engine: &Engine, ticket: &Ticket| -> GroupedTally {
        let mut grouped = engine.tally_by("@open".parse().unwrap());
        grouped.record(engine, ticket, as_of).unwrap();
        grouped
    };
    // The groups differ, so that no two tallies meet; the standards differ none the less.
    let (mut kept, other) = (of(&old, &open), of(&new, &done));
    kept.merge(&other).unwrap_err();
    assert!(matches!(kept.record(&new, &done, as_of), Err(RecordError::OtherStandard(_))));
    assert_eq!(kept, of(&old, &open));
}

#[test]
fn a_stored_tally_that_does_not_fit_its_standard() {
    let engine = engine(DESK);
    let one = ticket("one", &[("02 09:00", Created), ("02 09:30", answered()), ("02 12:00", Resolved)]);
    let as_of = march("03 17:00");
    let mut whole = engine.tally();
    engine.record(&mut whole, &one, as_of).unwrap();
    let stored = serde_json::to_value(&whole).unwrap();
    let (share, mean) = (&stored["indicators"]["answers"], &stored["indicators"]["rating"]);

    let of = "the tally of standard `help desk version 2026`";
    let again = "tally again from the records";
    let damages = [
        ("/indicators", serde_json::json!({}), format!("{of} lacks indicator `answers`: {again}")),
        ("/attainment", serde_json::json!({}), format!("{of} lacks agreement `promise`: {again}")),
        (
            "/attainment",
            serde_json::json!({"promise": stored["attainment"]["promise"], "pledge": stored["attainment"]["promise"]}),
            format!("{of} holds agreement `pledge`, not counted there: {again}"),
        ),
        (
            "/indicators",
            serde_json::json!({"answers": share, "solutions": share, "rating": mean, "extra": mean}),
            format!("{of} holds indicator `extra`, not counted there: {again}"),
        ),
        (
            "/indicators/rating/tally",
            share["tally"].clone(),
            "mean tally and share tally do not merge: merge tallies of one indicator only".to_owned(),
        ),
        (
            "/indicators/solutions",
            share.clone(),
            "indicator `solutions` met a tally of indicator `answers`: pair each tally with its own indicator"
                .to_owned(),
        ),
    ];
    for (place, damage, refusal) in damages {
        let mut document = stored.clone();
        *document.pointer_mut(place).unwrap() = damage;
        let mut tally: ServiceTally = serde_json::from_value(document).unwrap();
        let before = tally.clone();
        assert_eq!(engine.record(&mut tally, &one, as_of).unwrap_err().to_string(), refusal);
        assert_eq!(tally, before, "a refused ticket leaves no trace");
        assert_eq!(engine.measure(&tally).unwrap_err().to_string(), refusal);
        assert_eq!(engine.score(&tally).unwrap_err().to_string(), refusal);
        let mut merged = whole.clone();
        assert_eq!(merged.merge(&tally).unwrap_err().to_string(), refusal);
        assert_eq!(merged, whole);
    }
}

#[test]
fn a_standard_holds_the_versions_of_an_agreement() {
    let second = r#"{"id": "promise", "version": "2", "calendar": "office", "effective": {"from": "2026-03-04T00:00:00Z"},
        "policies": [{"id": "all", "objectives": [
            {"id": "solution", "target": "resolution", "allowance": {"same": {"working": "PT2H"}}}]}]}, "#;
    let document = DESK.replacen(r#""agreements": ["#, &format!(r#""agreements": [{second}"#), 1);
    let engine = engine(&document);
    assert_eq!(engine.standard().agreement_series().len(), 1);
    let goal = |day: &str, id: &str| {
        let ticket = ticket(id, &[(&format!("{day} 10:00"), Created)]);
        let recorded = engine.record(&mut engine.tally(), &ticket, march("05 12:00")).unwrap();
        let evaluation = &recorded.evaluations()[0];
        let solution = evaluation.outcome(&"solution".parse().unwrap()).unwrap();
        (evaluation.version.clone().unwrap().to_string(), solution.goal.as_ref().unwrap().budget.to_string())
    };
    assert_eq!(goal("02", "A"), ("1".to_owned(), "PT4H of working time".to_owned()));
    assert_eq!(goal("04", "B"), ("2".to_owned(), "PT2H of working time".to_owned()));
    let error = Standard::from_json(&document.replace("2026-03-04", "1026-03-04").replacen(
        r#""version": "1", "calendar""#,
        r#""version": "1", "effective": {"from": "2026-03-01T00:00:00Z", "until": "2026-03-03T00:00:00Z"}, "calendar""#,
        1,
    ));
    assert!(error.is_ok(), "an open end is ended by the next version: {error:?}");
    let twice = document.replace(r#""effective": {"from": "2026-03-04T00:00:00Z"}"#, r#""effective": {}"#);
    let error = Standard::from_json(&twice).unwrap_err().to_string();
    assert!(error.contains("version `1` begins before version `2` ends"), "{error}");
}

/// What service agreements ask of those who serve: call back within a day of each resolution, ask all customers once a
/// year, and about everything that was promised.
#[test]
fn customers_are_asked_as_the_agreement_demands() {
    let allowance = Allowance::Same(Budget::Working(Span::from_hours(24)));
    let solution = Objective::new("solution".parse().unwrap(), Target::Resolution, allowance).unwrap();
    let call = follow_up("follow_up".parse().unwrap(), Span::from_hours(24)).unwrap();
    let policy = Policy::new("all".parse().unwrap(), vec![solution, call]).unwrap();
    let care = Agreement::new(
        "care".parse().unwrap(),
        "1".parse().unwrap(),
        "always".parse().unwrap(),
        vec![policy],
    )
    .unwrap();
    let curve = Curve::goalposts(0.into(), 100.into()).unwrap();
    let leaf = Leaf::new("follow_up_on_time_rate".parse().unwrap(), curve);
    let root = Node::new("care".parse().unwrap(), [Child::new("1".parse().unwrap(), leaf)]).unwrap();
    let model = Model::builder(root).build().unwrap();
    let engine = Standard::builder("desk".parse().unwrap(), "1".parse().unwrap(), model)
        .calendar("always".parse().unwrap(), Calendar::always("UTC".parse().unwrap()))
        .agreement(care.clone())
        .built_in(CatalogueUse::new("follow_up_on_time_rate".parse().unwrap()))
        .build()
        .unwrap()
        .engine()
        .unwrap();

    let called = EventKind::FollowUp;
    let tickets = [
        ticket("in time", &[("02 09:00", Created), ("02 12:00", Resolved), ("03 11:00", called.clone())]),
        ticket("a day late", &[("02 09:00", Created), ("02 12:00", Resolved), ("04 12:00", called)]),
        ticket("forgotten", &[("02 09:00", Created), ("02 15:00", Resolved)]),
        ticket("to be called", &[("04 09:00", Created), ("04 10:00", Resolved)]),
        ticket("open", &[("04 09:00", Created)]),
    ];
    let now = march("04 18:00");
    let mut tally = engine.tally();
    for one in &tickets {
        engine.record(&mut tally, one, now).unwrap();
    }
    let measured = engine.measure(&tally).unwrap();
    let rate = &measured["follow_up_on_time_rate"];
    assert_eq!((rate.value(), rate.n()), ("33.33".parse().ok(), 3), "one of three; the fourth has time left");

    let due = follow_ups_due(&engine.agreements()[0], &"follow_up".parse().unwrap(), &tickets, now).unwrap();
    assert_eq!(
        due.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "forgotten, resolved at 2026-03-02T15:00:00Z, overdue since 2026-03-03T15:00:00Z",
            "to be called, resolved at 2026-03-04T10:00:00Z, due 2026-03-05T10:00:00Z",
        ]
    );

    let survey: Survey = serde_json::from_str(
        r#"{"id": "yearly", "version": "1", "name": {"en": "Customers"}, "questions": [{"id": "nps", "kind": "nps"}]}"#,
    )
    .unwrap();
    // The call back is a way of asking; about the solution nobody asks.
    assert_eq!(ContentCoverage::new(&care, &survey.covers()).to_string(), "not asked about: solution");
    let yearly = YearlySurvey::new("2024-01-01".parse().unwrap());
    let standing = yearly.standing(["2024-11-20".parse().unwrap()], "2026-03-04".parse().unwrap());
    assert!(standing.unwrap().to_string().contains("overdue since 2025-11-2"), "a year after the last one");
}
