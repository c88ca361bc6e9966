//! A help desk in UTC, and short ways to write down what happens there.

use std::collections::BTreeMap;
use std::sync::Arc;

use service_quality::calendar::{Calendar, Week, WorkingTimeIndex};
use service_quality::quantity::{CalendarId, Timestamp};
use service_quality::sla::{Agreement, AgreementSeries, Evaluation, Outcome, SlaEngine};
use service_quality::ticket::{Event, EventKind, Ticket};

/// `09:00` and `09:00:30` of Monday 2026-03-02, `03T09:00` of another day of that month, or an instant in full; UTC.
pub(crate) fn t(text: &str) -> Timestamp {
    let text = match text.len() {
        5 => format!("2026-03-02T{text}:00Z"),
        8 if !text.contains('T') => format!("2026-03-02T{text}Z"),
        8 => format!("2026-03-{text}:00Z"),
        11 => format!("2026-03-{text}Z"),
        _ => text.to_owned(),
    };
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Monday to Friday, 09:00-12:00 and 13:00-17:00, UTC. 2026-03-02 is a Monday.
pub(crate) fn office() -> Calendar {
    let week = Week::new().mon_fri("09:00-12:00, 13:00-17:00").unwrap();
    Calendar::builder("UTC".parse().unwrap()).weekly(week).build().unwrap()
}

pub(crate) fn engine_in(agreement: &str, calendar: &Calendar) -> SlaEngine {
    let agreement: Agreement = serde_json::from_str(agreement).unwrap();
    agreement.engine(&calendars(calendar)).unwrap()
}

/// The calendar, compiled, under the name `office`.
pub(crate) fn calendars(calendar: &Calendar) -> BTreeMap<CalendarId, Arc<WorkingTimeIndex>> {
    let range = t("2009-01-01T00:00:00Z")..t("2030-01-01T00:00:00Z");
    BTreeMap::from([("office".parse().unwrap(), Arc::new(calendar.compile(range).unwrap()))])
}

/// One policy for all, waiting is a pause.
pub(crate) fn engine(objectives: &str) -> SlaEngine {
    engine_at(objectives, &office())
}

/// The same with hours of its own.
pub(crate) fn engine_at(objectives: &str, calendar: &Calendar) -> SlaEngine {
    let agreement = format!(
        r#"{{"id": "desk", "version": "7", "calendar": "office", "paused_in": ["waiting"],
            "policies": [{{"id": "all", "objectives": [{objectives}]}}]}}"#
    );
    engine_in(&agreement, calendar)
}

pub(crate) fn calendar(json: &str) -> Calendar {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

pub(crate) const FIX: &str =
    r#"{"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}}"#;

pub(crate) fn ticket(events: &[(&str, EventKind)]) -> Ticket {
    let events = events.iter().map(|(at, kind)| Event { at: t(at), kind: kind.clone() });
    Ticket::builder("T-1".parse().unwrap()).events(events).build().unwrap()
}

pub(crate) fn status(to: &str) -> EventKind {
    EventKind::StatusChanged { to: to.parse().unwrap() }
}

pub(crate) fn priority(to: &str) -> EventKind {
    EventKind::attribute("priority".parse().unwrap(), to)
}

pub(crate) fn evaluate(engine: &SlaEngine, events: &[(&str, EventKind)], as_of: &str) -> Evaluation {
    engine.evaluate(&ticket(events), t(as_of)).unwrap()
}

/// Several versions of one agreement.
pub(crate) fn series(versions: &[&str], calendar: &Calendar) -> SlaEngine {
    let versions = versions.iter().map(|version| serde_json::from_str(version).unwrap()).collect();
    AgreementSeries::new(versions).unwrap().engine(&calendars(calendar)).unwrap()
}

pub(crate) fn group(to: &str) -> EventKind {
    EventKind::Assigned { agent: None, group: Some(to.parse().unwrap()) }
}

pub(crate) fn agent(to: &str) -> EventKind {
    EventKind::Assigned { agent: Some(to.parse().unwrap()), group: None }
}

/// The one outcome, or that of the first objective.
pub(crate) fn outcome(engine: &SlaEngine, events: &[(&str, EventKind)], as_of: &str) -> Outcome {
    evaluate(engine, events, as_of).outcomes.swap_remove(0)
}
