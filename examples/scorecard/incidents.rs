//! The UCI incident log: pauses from the "Awaiting" states, promises kept by priority, working minutes.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use csv::StringRecord;
use serde_json::{Value, json};
use service_quality::indicator::quantile::{self, QuantileRule};
use service_quality::quantity::{Status, Timestamp, Zone};
use service_quality::standard::{Engine, GroupedTally, ServiceTally, Standard};
use service_quality::ticket::{AnomalyPolicy, EventKind, Intake, OrderPolicy, Ticket, TicketError};

use crate::Report;
use crate::records::{self, Stopwatch};
use crate::table;

const COLUMNS: [&str; 10] = [
    "number",
    "incident_state",
    "made_sla",
    "opened_at",
    "sys_updated_at",
    "priority",
    "assignment_group",
    "reopen_count",
    "resolved_at",
    "closed_at",
];

const AWAITING: [&str; 4] =
    ["Awaiting User Info", "Awaiting Vendor", "Awaiting Problem", "Awaiting Evidence"];

pub(crate) fn run(path: &Path) -> Result<Report, Box<dyn Error>> {
    let mut watch = Stopwatch::start();
    let mut reader = records::open(path)?;
    let places = records::columns(reader.headers()?, COLUMNS)?;
    let rows = reader.records().collect::<Result<Vec<_>, _>>()?;
    let reading = watch.lap();

    let engine = Standard::from_json(include_str!("incidents.json"))?
        .engine_within("2016-01-01T00:00:00Z".parse()?.."2018-01-01T00:00:00Z".parse()?)?;
    let mut by_priority = engine.tally_by("priority".parse()?);
    let mut intake = Intake::default();
    let awaiting = AWAITING.map(str::parse).into_iter().collect::<Result<BTreeSet<Status>, _>>()?;
    let (mut working, mut pauses) = (Vec::new(), Vec::new());
    for rows in incidents(&rows, places[0]).values() {
        let Some((ticket, as_of)) = ticket(rows, places, &mut intake)? else { continue };
        by_priority.record(&engine, &ticket, as_of)?;
        working.extend(working_minutes(&engine, &ticket, as_of)?);
        pauses
            .extend(Some(ticket.at(as_of).time_in(&awaiting).whole_minutes()).filter(|minutes| *minutes > 0));
    }
    let mut report = Figures { engine, by_priority, intake, events: rows.len(), working, pauses };
    report.print(&reading, &mut watch)
}

/// The rows of each incident, in the order of the file.
fn incidents(rows: &[StringRecord], number: usize) -> BTreeMap<&str, Vec<&StringRecord>> {
    let mut incidents: BTreeMap<&str, Vec<&StringRecord>> = BTreeMap::new();
    for row in rows {
        incidents.entry(&row[number]).or_default().push(row);
    }
    incidents
}

/// The history of an incident, and the instant of its last row: what it was when the log ended.
fn ticket(
    rows: &[&StringRecord],
    places: [usize; 10],
    intake: &mut Intake,
) -> Result<Option<(Ticket, Timestamp)>, Box<dyn Error>> {
    // The log's zone is unknown; its wall times are taken as they stand.
    let zone = Zone::utc();
    let last = rows.last().ok_or("no rows")?;
    let [number, _, made_sla, opened, _, priority, group, reopened, resolved, closed] =
        places.map(|place| &last[place]);
    let build = |builder: service_quality::ticket::TicketBuilder| -> Result<Ticket, TicketError> {
        builder.order(OrderPolicy::Sort).anomalies(AnomalyPolicy::Correct).build()
    };
    let mut builder = Ticket::builder(number.parse()?)
        .attribute("priority".parse()?, priority)
        .attribute("assignment_group".parse()?, group)
        .attribute("made_sla".parse()?, made_sla == "true")
        .attribute("reopen_count".parse()?, reopened.parse::<i32>()?)
        .event(records::wall_time(zone, opened)?.ok_or("no opened_at")?, EventKind::Created);
    let mut as_of = Timestamp::MIN;
    for row in rows {
        let at = records::wall_time(zone, &row[places[4]])?.ok_or("no sys_updated_at")?;
        as_of = as_of.max(at);
        builder = builder.event(at, EventKind::StatusChanged { to: row[places[1]].parse()? });
    }
    for (text, kind) in [(resolved, EventKind::Resolved), (closed, EventKind::Closed)] {
        if let Some(at) = records::wall_time(zone, text)? {
            as_of = as_of.max(at);
            builder = builder.event(at, kind);
        }
    }
    Ok(intake.take(build(builder)).map(|ticket| (ticket, as_of)))
}

/// Working minutes from opening to resolution, for quantiles without the tally's error.
fn working_minutes(
    engine: &Engine,
    ticket: &Ticket,
    as_of: Timestamp,
) -> Result<Option<i64>, Box<dyn Error>> {
    use service_quality::calendar::WorkingTime;
    use service_quality::ticket::Milestone;

    let calendar = engine.calendars().get("office").ok_or("no calendar `office`")?;
    let resolved = ticket.at(as_of).milestone(Milestone::FirstResolved);
    Ok(resolved.map(|resolved| calendar.between(ticket.created(), resolved).whole_minutes()))
}

fn met(engine: &Engine, tally: &ServiceTally) -> Result<(u64, u64), Box<dyn Error>> {
    let measured = engine.measure(tally)?;
    Ok(records::k_of_n(measured.get("made_sla").ok_or("no indicator `made_sla`")?))
}

/// Everything counted on the way.
struct Figures {
    engine: Engine,
    by_priority: GroupedTally,
    intake: Intake,
    events: usize,
    working: Vec<i64>,
    pauses: Vec<i64>,
}

impl Figures {
    fn print(&mut self, reading: &str, watch: &mut Stopwatch) -> Result<Report, Box<dyn Error>> {
        let Self { engine, by_priority, intake, events, working, pauses } = self;
        let total = by_priority.total(engine)?;
        let card = engine.score(&total)?;
        let (k, n) = met(engine, &total)?;
        let paused_minutes: i64 = pauses.iter().sum();
        let quantile = |values: &mut [i64], p: &str| -> Result<Value, Box<dyn Error>> {
            Ok(json!(records::json_number(quantile::exact(values, p.parse()?, QuantileRule::Linear))?))
        };
        let business = json!({
            "n": working.len(), "sum": working.iter().sum::<i64>(),
            "p50": quantile(working, "0.5")?, "p90": quantile(working, "0.9")?,
        });

        let mut rows = vec![table::row(["priority", "incidents", "score", "grade", "met", "of", "share"])];
        let mut met_by_priority = BTreeMap::new();
        for (priority, tally) in by_priority.groups() {
            let (k, n) = met(engine, tally)?;
            let card = engine.score(tally)?;
            met_by_priority.insert(priority, json!({"k": k, "n": n}));
            let figures = [tally.tickets().to_string(), table::score(&card), table::grade(&card)];
            rows.push(
                [
                    vec![priority.clone()],
                    figures.to_vec(),
                    vec![k.to_string(), n.to_string(), table::percent(k, n)],
                ]
                .concat(),
            );
        }
        let computing = watch.lap();
        let mut text = format!("Incidents: {intake}\nEvents: {events}\n\n{}\n", table::align(&rows));
        let _ = writeln!(text, "Paused: {} incidents, {paused_minutes} minutes", pauses.len());
        let _ = writeln!(text, "Working minutes to resolution: {business}\n");
        let _ = writeln!(text, "Overall: {} of 100, grade {}", table::score(&card), table::grade(&card));
        let _ = writeln!(text, "Weakest indicators\n{}", table::weakest(&card, 2));
        let _ = writeln!(
            text,
            "Reading and decompressing {reading}; tickets, evaluation, tallies and scores {computing}"
        );
        let json = json!({
            "events": events,
            "incidents": intake.read(),
            "met": {"k": k, "n": n},
            "met_by_priority": met_by_priority,
            "incidents_with_pause": pauses.len(),
            "paused_minutes": paused_minutes,
            "business_minutes": business,
            "score": records::json_number(card.score())?,
            "grade": card.grade(),
        });
        Ok(Report { text, json })
    }
}
