//! Damaged documents: whatever is still read can be compiled, recorded into, scored, explained and written again.

use std::fmt::Debug;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use service_quality::calendar::{
    Boundary, BusinessDayRule, Calendar, CalendarSpec, Holiday, HolidaySet, Hours, Stretch, Week, WorkingTime,
};
use service_quality::indicator::{Case, Indicator, IndicatorTally, Measurement, Tally};
use service_quality::quantity::{Period, Span, Timestamp};
use service_quality::score::{Curve, Explanation, Grades, Model, Scorecard};
use service_quality::sla::{Agreement, Attainment, Evaluation, Policy};
use service_quality::standard::{Engine, GroupedTally, ServiceTally, Standard};
use service_quality::ticket::{Condition, Event, EventKind, Intake, Rating, Ticket};

const STANDARDS: [&str; 3] = [
    include_str!("../../examples/data/standard.json"),
    include_str!("../../examples/scorecard/boston.json"),
    include_str!("../../examples/scorecard/incidents.json"),
];

static ENGINE: LazyLock<Engine> = LazyLock::new(|| engine(&Standard::from_json(STANDARDS[0]).unwrap()));

static TICKETS: LazyLock<Vec<Ticket>> = LazyLock::new(|| {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let base = |id: &str| {
        Ticket::builder(id.parse().unwrap())
            .attribute("priority".parse().unwrap(), "2")
            .attribute("type".parse().unwrap(), "Sign Repair")
            .attribute("target_at".parse().unwrap(), at("2026-03-05T09:00:00Z"))
            .attribute("made_sla".parse().unwrap(), true)
            .event(at("2026-03-02T01:30:00Z"), EventKind::Created)
    };
    let rating = Rating::new(4.into(), 1.into(), 5.into()).unwrap();
    let status = |to: &str| EventKind::StatusChanged { to: to.parse().unwrap() };
    vec![
        base("T-1").build().unwrap(),
        base("T-2")
            .event(at("2026-03-02T02:00:00Z"), EventKind::public_reply())
            .event(at("2026-03-02T03:00:00Z"), status("waiting for customer"))
            .event(at("2026-03-03T03:00:00Z"), status("open"))
            .event(at("2026-03-03T04:00:00Z"), EventKind::attribute("priority".parse().unwrap(), "1"))
            .event(at("2026-03-04T04:00:00Z"), EventKind::Resolved)
            .event(at("2026-03-04T05:00:00Z"), EventKind::Reopened)
            .event(at("2026-03-06T05:00:00Z"), EventKind::Closed)
            .event(at("2026-03-06T06:00:00Z"), EventKind::Rated { rating })
            .build()
            .unwrap(),
    ]
});

fn as_of() -> Timestamp {
    "2026-03-31T16:00:00Z".parse().unwrap()
}

fn engine(standard: &Standard) -> Engine {
    // A standard that could be read can be compiled: that is its promise.
    standard
        .engine_within("2026-01-01T00:00:00Z".parse().unwrap().."2026-07-01T00:00:00Z".parse().unwrap())
        .unwrap()
}

/// Documents of every kind that a host stores or a person writes.
static DOCUMENTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let mut tally = ENGINE.tally();
    let mut grouped = ENGINE.tally_by("priority".parse().unwrap());
    for ticket in TICKETS.iter() {
        ENGINE.record(&mut tally, ticket, as_of()).unwrap();
        grouped.record(&ENGINE, ticket, as_of()).unwrap();
    }
    let card = ENGINE.score(&tally).unwrap();
    let standard: Value = serde_json::from_str(STANDARDS[0]).unwrap();
    let text = |value: &dyn erased::Text| serde_json::from_str::<Value>(&value.json()).unwrap();
    vec![
        text(&tally),
        text(&grouped),
        text(&card),
        text(&card.explain()),
        text(&TICKETS[1]),
        text(&ENGINE.evaluate(&TICKETS[1], as_of()).evaluations()[0]),
        standard["calendars"]["office"].clone(),
        standard["agreements"][0].clone(),
        standard["indicators"][4].clone(),
        standard["model"].clone(),
        json!({
            "time_zone": "America/New_York",
            "weekly": {"mon": ["09:00-12:00", "13:00-18:00"], "sat": "22:00-06:00"},
            "changes": [{"from": "2026-07-01", "weekly": {"mon": ["08:00-16:00"]}}],
            "holidays": [
                {"name": "Thanksgiving", "on": {"nth_weekday": {"nth": 4, "weekday": "thu", "month": 11}}},
                {"on": {"yearly": "02-29"}, "observed": "nearest_weekday", "from_year": 2000, "until_year": 2030},
                {"on": {"yearly_dates": {"from": "12-24", "to": "01-02"}}}, {"on": {"easter": 1}},
                {"on": {"orthodox_easter": -2}}, {"on": {"weekday_from": {"weekday": "mon", "from": "05-18"}}},
                {"on": {"last_weekday": {"weekday": "mon", "month": 5}}, "observed": "next_working_day"}
            ],
            "exceptions": {"2026-12-24": ["09:00-12:00"]}, "closures": {"2026-03-02": ["14:00-15:30"]}
        }),
        json!({"time_zone": "UTC", "union": [
            {"time_zone": "+09:00", "weekly": {"mon": ["09:00-17:00"]}},
            {"time_zone": "UTC", "intersection": [
                {"time_zone": "Europe/Berlin", "weekly": {"mon": ["09:00-17:00"]}},
                {"time_zone": "Pacific/Apia", "weekly": {"sun": ["00:00-24:00"]}}
            ]}
        ]}),
        json!({"time_zone": "Pacific/Apia", "succession": [
            {"version": "2011", "calendar": {"time_zone": "UTC", "weekly": {"mon": ["09:00-17:00"]}}},
            {"version": "2012", "from": "2011-12-30", "calendar": {"time_zone": "UTC", "weekly": {"tue": "22:00-06:00"}}}
        ]}),
        json!({"all": [{"not": {"in": {"fact": "@status", "values": ["open", {"span": "PT1H"}, true]}}},
            {"compare": {"fact": "@age", "is": "above", "value": {"span": "PT24H"}}}, {"exists": "vip"}, "always"]}),
    ]
});

/// Types of any kind as JSON.
mod erased {
    pub(super) trait Text {
        fn json(&self) -> String;
    }

    impl<T: serde::Serialize> Text for T {
        fn json(&self) -> String {
            serde_json::to_string(self).unwrap()
        }
    }
}

/// Reads a text as a type; what is read is written to a text that reads back equal.
pub(super) fn read<T: DeserializeOwned + Serialize + PartialEq + Debug>(text: &[u8]) -> Option<T> {
    let value: T = serde_json::from_slice(text).ok()?;
    let written = serde_json::to_string(&value).unwrap();
    let again: T = serde_json::from_str(&written).unwrap_or_else(|error| panic!("{error}\n{written}"));
    assert_eq!(again, value, "{written}");
    assert_eq!(serde_json::to_string(&again).unwrap(), written);
    Some(value)
}

fn use_standard(standard: &Standard) {
    let engine = engine(standard);
    let (mut tally, mut other) = (engine.tally(), engine.tally());
    for ticket in TICKETS.iter() {
        // A record may be refused: the document may ask of it what it does not have.
        if let Ok(recorded) = engine.record(&mut tally, ticket, as_of()) {
            recorded.outcomes().for_each(|outcome| drop(outcome.to_string()));
        }
        let _ = engine.record(&mut other, ticket, ticket.created());
    }
    tally.merge(&other).unwrap();
    use_card(&engine.score(&tally).unwrap());
    for indicator in standard.indicators() {
        let _ = indicator.formula().to_string();
    }
}

fn use_card(card: &Scorecard) {
    let _ = (card.explain().to_string(), card.losses().len(), card.reasons());
    read::<Scorecard>(serde_json::to_string(card).unwrap().as_bytes()).unwrap();
}

fn use_calendar(calendar: &Calendar) {
    let [from, to] =
        ["2026-02-27T20:00:00Z", "2026-04-07T20:00:00Z"].map(|at| at.parse::<Timestamp>().unwrap());
    let index = calendar.compile(from..to).unwrap();
    assert_eq!(index.between(from, as_of()), calendar.between(from, as_of()));
    let days = Span::from_hours(30);
    assert_eq!(index.add(from, days), calendar.add(from, days));
    assert_eq!(
        index.add_until(from, days, Boundary::NextOpening),
        calendar.add_until(from, days, Boundary::NextOpening)
    );
    assert_eq!(index.subtract(to, days), calendar.subtract(to, days));
    let stretches = calendar.explain(from, to);
    let open = stretches.iter().filter(|stretch| stretch.closed().is_none()).map(Stretch::span);
    assert_eq!(open.fold(Span::ZERO, |sum, span| sum + span), calendar.between(from, to));
    for stretch in &stretches {
        read::<Stretch>(serde_json::to_string(stretch).unwrap().as_bytes()).unwrap();
    }
    for rule in [BusinessDayRule::FromNextOpening, BusinessDayRule::EndOfDay] {
        assert_eq!(index.add_business_days(from, 3, rule), calendar.add_business_days(from, 3, rule));
    }
}

fn use_tally(tally: &ServiceTally) {
    let mut recorded = tally.clone();
    let _ = ENGINE.record(&mut recorded, &TICKETS[1], as_of());
    let _ = recorded.merge(tally);
    if let Ok(card) = ENGINE.score(&recorded) {
        use_card(&card);
    }
    for attainment in recorded.attainment().values() {
        let _ = attainment.total().share(service_quality::sla::Denominator::Decided, 9);
    }
}

/// Reads a text as everything there is, and uses what comes of it.
fn survive(text: &[u8]) {
    if let Some(standard) = read::<Standard>(text) {
        use_standard(&standard);
        read::<Standard>(standard.to_json().as_bytes()).unwrap();
    } else if let Ok(text) = std::str::from_utf8(text) {
        assert!(Standard::from_json(text).unwrap_err().to_string().len() < 2_000);
    }
    if let Some(calendar) = read::<Calendar>(text) {
        use_calendar(&calendar);
    }
    if let Some(spec) = read::<CalendarSpec>(text) {
        let _ = spec.resolve(&std::collections::BTreeMap::new());
    }
    if let Some(model) = read::<Model>(text) {
        let ids = model.effective_weights().into_keys();
        let measured = ids.zip([0, 50, 100].into_iter().cycle());
        use_card(
            &model.score(&measured.map(|(id, value)| (id, Measurement::present(value.into(), 3))).collect()),
        );
    }
    if let Some(agreement) = read::<Agreement>(text)
        && let Ok(engine) = agreement.engine(ENGINE.calendars())
    {
        for ticket in TICKETS.iter() {
            let _ = engine.evaluate(ticket, as_of());
        }
    }
    if let Some(indicator) = read::<Indicator>(text)
        && let Some(mut tally) = indicator.tally()
    {
        let view = TICKETS[1].at(as_of());
        let _ = indicator.record(&mut tally, Case::new(&view).with_calendars(ENGINE.calendars()));
        let _ = indicator.measure(&tally);
    }
    if let Some(ticket) = read::<Ticket>(text) {
        let _ = ENGINE.record(&mut ENGINE.tally(), &ticket, as_of());
    }
    if let Some(tally) = read::<ServiceTally>(text) {
        use_tally(&tally);
    }
    if let Some(mut grouped) = read::<GroupedTally>(text) {
        let _ = grouped.record(&ENGINE, &TICKETS[1], as_of());
        let _ = grouped.merge(&grouped.clone());
        let _ = grouped.total(&ENGINE);
        grouped.groups().values().chain(grouped.ungrouped()).for_each(use_tally);
    }
    if let Some(card) = read::<Scorecard>(text) {
        use_card(&card);
    }
    if let Some(explanation) = read::<Explanation>(text) {
        let _ = explanation.to_string();
    }
    if let Some(evaluation) = read::<Evaluation>(text) {
        evaluation.outcomes.iter().for_each(|outcome| drop(outcome.to_string()));
        Attainment::default().record(&evaluation);
    }
    if let Some(condition) = read::<Condition>(text) {
        let _ = (condition.matches(&TICKETS[1].at(as_of())), condition.to_string());
    }
    read::<Policy>(text);
    read::<Holiday>(text);
    read::<HolidaySet>(text);
    read::<Hours>(text);
    read::<Week>(text);
    read::<Curve>(text);
    read::<Grades>(text);
    read::<IndicatorTally>(text);
    read::<Tally>(text);
    read::<Measurement>(text);
    read::<Attainment>(text);
    read::<Event>(text);
    read::<Intake>(text);
    read::<Period>(text);
}

/// Texts that no place in a document wants, or only just.
const NASTY: &[&str] = &[
    "-1",
    "0",
    "1",
    "-0.0",
    "1e400",
    "1e-400",
    "0.1234567891",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "1000000000000000",
    "65536",
    "4294967295",
    "\"NaN\"",
    "\"inf\"",
    "\"\"",
    "\" \"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"@age\"",
    "\"@\"",
    "\"1e15\"",
    "\"PT2562047788015215H\"",
    "\"-PT1S\"",
    "\"0001-01-01T00:00:00Z\"",
    "\"9999-12-31T23:59:59Z\"",
    "\"0001-01-01\"",
    "\"9999-12-31\"",
    "\"00:00-24:00\"",
    "\"23:59:59-23:59:58\"",
    "\"Pacific/Apia\"",
    "\"+23:59\"",
    "null",
    "true",
    "[]",
    "{}",
    "[[]]",
    "{\"a\":1,\"a\":2}",
    "NaN",
    "always",
    "\"always\"",
    "\"external\"",
    ",",
    "]",
    "}",
];

/// A damaged text: bytes and tokens deleted, inserted, replaced, doubled.
pub(super) fn damage(text: &str, cuts: &[(prop::sample::Index, usize, prop::sample::Selector)]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (place, kind, choice) in cuts {
        let start = place.index(bytes.len().max(1));
        let nasty = choice.select(NASTY.iter().copied()).as_bytes();
        let (from, to) = token(&bytes, start);
        let own = bytes[from..to].to_vec();
        match kind {
            0 => drop(bytes.splice(from..to, nasty.iter().copied())),
            1 => drop(bytes.splice(from..to, [])),
            2 => drop(bytes.splice(from..from, own)),
            3 => drop(bytes.splice(start..start, nasty.iter().copied())),
            4 => drop(
                bytes.splice(from..to, choice.select([b"\"".repeat(2), vec![0xff, 0xfe], b"[".repeat(300)])),
            ),
            _ => bytes.truncate(start),
        }
    }
    bytes
}

/// The string, number or word around a place.
fn token(bytes: &[u8], at: usize) -> (usize, usize) {
    let edge = |byte: &u8| b"{}[]:, \n".contains(byte);
    let from = bytes[..at].iter().rposition(edge).map_or(0, |place| place + 1);
    let to = bytes[at..].iter().position(edge).map_or(bytes.len(), |place| at + place);
    (from, to.max(from))
}

/// All places of a document, as paths.
pub(super) fn places(value: &Value, path: &mut Vec<String>, all: &mut Vec<Vec<String>>) {
    all.push(path.clone());
    let inner: Vec<(String, &Value)> = match value {
        Value::Array(list) => {
            list.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
        }
        Value::Object(map) => map.iter().map(|(key, item)| (key.clone(), item)).collect(),
        _ => return,
    };
    for (step, item) in inner {
        path.push(step);
        places(item, path, all);
        path.pop();
    }
}

/// The value at a path.
pub(super) fn at<'v>(document: &'v mut Value, path: &[String]) -> Option<&'v mut Value> {
    path.iter().try_fold(document, |value, step| match value {
        Value::Array(list) => list.get_mut(step.parse::<usize>().ok()?),
        Value::Object(map) => map.get_mut(step),
        _ => None,
    })
}

/// One change of the structure: a value retyped, removed, doubled, wrapped, or swapped for that of another place.
pub(super) fn edit(
    document: &mut Value,
    place: prop::sample::Index,
    kind: usize,
    choice: &prop::sample::Selector,
) {
    let mut all = Vec::new();
    places(document, &mut Vec::new(), &mut all);
    let path = place.get(&all).clone();
    let other = at(document, choice.select(&all)).cloned().unwrap_or_default();
    let readable: Vec<Value> = NASTY.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    let nasty = choice.select(&readable).clone();
    let Some(here) = at(document, &path) else { return };
    match (kind, here) {
        (0, here) => *here = nasty,
        (1, here) => *here = other,
        (2, here) => *here = Value::Array(vec![here.take()]),
        (3, here) => *here = Value::Object(Map::from_iter([("not".to_owned(), here.take())])),
        (4, Value::Array(list)) => list.extend(list.clone()),
        (4, Value::Object(map)) => {
            map.insert("unknown".to_owned(), nasty);
        }
        (4, here) => *here = Value::String(here.to_string()),
        (_, Value::Array(list)) => {
            list.pop();
        }
        (_, Value::Object(map)) => {
            let key = map.keys().nth(path.len() % map.len().max(1)).cloned();
            key.and_then(|key| map.remove(&key));
        }
        (_, here) => *here = Value::Null,
    }
}

fn document() -> impl Strategy<Value = Value> {
    let standards = (0_usize..3).prop_map(|index| serde_json::from_str(STANDARDS[index]).unwrap());
    prop_oneof![1 => standards, 4 => (0..DOCUMENTS.len()).prop_map(|index| DOCUMENTS[index].clone())]
}

/// Twice the usual number of cases; `PROPTEST_CASES` asks for more.
pub(super) fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases.saturating_mul(2), failure_persistence: None, ..usual }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn damaged_text(
        document in document(),
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..6, any::<prop::sample::Selector>()), 1..3),
    ) {
        survive(&damage(&document.to_string(), &cuts));
    }

    #[test]
    fn damaged_structure(
        mut document in document(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..6, any::<prop::sample::Selector>()), 1..3),
    ) {
        for (place, kind, choice) in edits {
            edit(&mut document, place, kind, &choice);
        }
        survive(document.to_string().as_bytes());
    }
}

#[test]
fn documents_as_they_are() {
    for text in STANDARDS {
        survive(text.as_bytes());
    }
    for document in DOCUMENTS.iter() {
        survive(document.to_string().as_bytes());
    }
}

#[test]
fn towers() {
    for (open, middle, close) in [
        ("[", "", "]"),
        (r#"{"not":"#, r#""always""#, "}"),
        (r#"{"all":["#, r#""always""#, "]}"),
        (r#"{"time_zone":"UTC","union":["#, r#"{"time_zone":"UTC","weekly":{"mon":"09:00-17:00"}}"#, "]}"),
        (
            r#"{"weight":1,"id":"n","children":["#,
            r#"{"weight":1,"indicator":"a","curve":{"goalposts":{"worst":0,"best":1}}}"#,
            "]}",
        ),
        (r#"{"root":"#, "1", "}"),
    ] {
        for levels in [10, 40, 60, 126, 127, 128, 100_000] {
            survive(format!("{}{middle}{}", open.repeat(levels), close.repeat(levels)).as_bytes());
        }
    }
}

/// A stored explanation or scorecard may claim any depth; no indentation is as wide.
#[test]
fn depths() {
    for depth in [0, 50, 51, 32_767, 32_768, 65_536, u32::MAX] {
        let line =
            format!(r#"{{"place":{{"indicator":"a"}},"depth":{depth},"reasons":[{{"treated":"worst"}}]}}"#);
        survive(format!(r#"{{"lines":[{line}]}}"#).as_bytes());
    }
    let part = |depth: usize| {
        json!({"place": {"node": format!("n{depth}")}, "depth": depth, "weight": "1", "gap": "nothing_applies",
            "coverage": "0", "lift": "0", "effective_weight": "0", "points": "0", "lost": "0"})
    };
    for depth in [50, 51, 40_000] {
        let parts: Vec<Value> = (1..=depth).map(part).collect();
        survive(json!({"total": part(0), "parts": parts}).to_string().as_bytes());
    }
}
