//! The UCI incident log: pauses from the "Awaiting" states, promises kept by priority, working minutes.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;

use csv::StringRecord;
use serde_json::{Value, json};
use service_quality::indicator::quantile::{self, QuantileRule};
use service_quality::quantity::{Status, Timestamp, Zone};
use service_quality::standard::{Engine, GroupedTally, ServiceTally, Standard};
use service_quality::ticket::{AnomalyPolicy, Event, EventKind, Intake, OrderPolicy, Ticket, TicketBuilder};

use crate::Report;
use crate::records::{self, Reader, Stopwatch};
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

pub(crate) fn run(mut reader: Reader) -> Result<Report, Box<dyn Error>> {
    let mut watch = Stopwatch::start();
    let places = records::columns(reader.headers()?, COLUMNS)?;
    let mut intake = Intake::default();
    let rows = records::rows(&mut reader, &mut intake)?;
    let reading = watch.lap();

    let engine = Standard::from_json(include_str!("incidents.json"))?
        .engine_within("2016-01-01T00:00:00Z".parse()?.."2018-01-01T00:00:00Z".parse()?)?;
    let mut by_priority = engine.tally_by("priority".parse()?);
    let awaiting = AWAITING.map(str::parse).into_iter().collect::<Result<BTreeSet<Status>, _>>()?;
    let (mut working, mut pauses) = (Vec::new(), Vec::new());
    for rows in incidents(&rows, places[0]).values() {
        let Some((ticket, as_of)) = ticket(rows, places, &mut intake) else { continue };
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

/// An incident, and the instant of its last event: what it was when the log ended. One with a row that cannot be
/// read is left out as a whole.
fn ticket(rows: &[&StringRecord], places: [usize; 10], intake: &mut Intake) -> Option<(Ticket, Timestamp)> {
    match history(rows, places) {
        Ok((builder, events)) => {
            let as_of = events.iter().map(|event| event.at).max().unwrap_or(Timestamp::MIN);
            let builder = builder.events(events).order(OrderPolicy::Sort).anomalies(AnomalyPolicy::Correct);
            intake.take(builder.build()).map(|ticket| (ticket, as_of))
        }
        Err(why) => {
            let number = rows.first().map(|row| &row[places[0]]);
            intake.refuse(number.and_then(|number| number.parse().ok()), why);
            None
        }
    }
}

/// The updates row by row; all else as the last row has it.
fn history(
    rows: &[&StringRecord],
    places: [usize; 10],
) -> Result<(TicketBuilder, Vec<Event>), Box<dyn Error>> {
    let mut events = Vec::new();
    let mut builder = None;
    for (left, row) in (0..rows.len()).rev().zip(rows) {
        let mut read = || -> Result<(), Box<dyn Error>> {
            let [number, state, made_sla, opened, updated, priority, group, reopened, resolved, closed] =
                places.map(|place| &row[place]);
            let at = wall_time(updated)?.ok_or("no sys_updated_at")?;
            events.push(Event { at, kind: EventKind::StatusChanged { to: state.parse()? } });
            if left > 0 {
                return Ok(());
            }
            builder = Some(
                Ticket::builder(number.parse()?)
                    .attribute("priority".parse()?, priority)
                    .attribute("assignment_group".parse()?, group)
                    .attribute("made_sla".parse()?, made_sla == "true")
                    .attribute("reopen_count".parse()?, reopened.parse::<i32>()?)
                    .event(wall_time(opened)?.ok_or("no opened_at")?, EventKind::Created),
            );
            for (text, kind) in [(resolved, EventKind::Resolved), (closed, EventKind::Closed)] {
                events.extend(wall_time(text)?.map(|at| Event { at, kind }));
            }
            Ok(())
        };
        read().map_err(|why| records::at(row.position(), &why))?;
    }
    Ok((builder.ok_or("no rows")?, events))
}

/// The log's zone is unknown; its wall times are taken as they stand.
fn wall_time(text: &str) -> Result<Option<Timestamp>, String> {
    records::wall_time(Zone::utc(), text)
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
        let mut text =
            format!("Incidents: {}Events: {events}\n\n{}\n", table::intake(intake), table::align(&rows));
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

#[cfg(test)]
mod tests {
    #[test]
    fn bad_rows_are_counted_and_the_rest_is_scored() {
        let table = "number,incident_state,made_sla,opened_at,sys_updated_at,priority,assignment_group,reopen_count,resolved_at,closed_at
1,New,true,2016-03-01T09:00:00,2016-03-01T09:05:00,3,24,0,,
1,Awaiting Vendor,true,2016-03-01T09:00:00,2016-03-01T10:00:00,3,24,0,,
1,Closed,true,2016-03-01T09:00:00,2016-03-01T11:00:00,3,24,0,2016-03-01T11:00:00,2016-03-01T11:00:00
2,New,true,2016-03-01T09:00:00
3,New,true,2016-03-01T09:00:00,noon,3,24,0,,
4,New,true,2016-03-01T09:00:00,2016-03-01T09:05:00,3,24,twice,,
";
        let report = super::run(crate::records::tests::reader(table)).unwrap();
        assert_eq!(report.json["met"], serde_json::json!({"k": 1, "n": 1}));
        assert_eq!(report.json["paused_minutes"], 60);
        for line in
            ["Incidents: 4 read, 3 refused", "line 5: 4 fields", "line 6: `noon`", "line 7: invalid digit"]
        {
            assert!(report.text.contains(line), "{line}: {}", report.text);
        }
    }
}
