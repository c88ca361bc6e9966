//! The shipped sample: three months of an imaginary service desk (see `generate_sample`).

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;
use service_quality::indicator::Measurement;
use service_quality::quantity::{Timestamp, Zone};
use service_quality::standard::Standard;
use service_quality::ticket::{AnomalyPolicy, EventKind, Intake, OrderPolicy, Rating, Ticket, TicketBuilder};

use crate::Report;
use crate::records;
use crate::table;

const TICKETS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/tickets.csv");

pub(crate) fn run() -> Result<Report, Box<dyn Error>> {
    let standard = Standard::from_json(include_str!("../data/standard.json"))?;
    let engine = standard.engine()?;
    let as_of: Timestamp = "2026-03-31T16:00:00Z".parse()?;

    let mut intake = Intake::default();
    let mut by_department = engine.tally_by("department".parse()?);
    for ticket in read(&mut intake)? {
        by_department.record(&engine, &ticket, as_of)?;
    }
    let total = by_department.total(&engine)?;
    let card = engine.score(&total)?;

    let mut text = format!("Records: {}", table::intake(&intake));
    let _ = writeln!(text, "\nOverall: {} of 100, grade {}\n", table::score(&card), table::grade(&card));
    let mut rows = vec![table::row([
        "department",
        "tickets",
        "score",
        "grade",
        "responses in time",
        "resolutions in time",
    ])];
    let mut departments = BTreeMap::new();
    for (name, tally) in by_department.groups() {
        let card = engine.score(tally)?;
        let measured = engine.measure(tally)?;
        let share = |id: &str| measured.get(id).and_then(Measurement::value);
        let percent = |id: &str| share(id).map_or_else(|| "-".to_owned(), |value| format!("{value} %"));
        rows.push(vec![
            name.clone(),
            tally.tickets().to_string(),
            table::score(&card),
            table::grade(&card),
            percent("response_attainment"),
            percent("resolution_attainment"),
        ]);
        let attainment = share("resolution_attainment");
        departments
            .insert(name, json!({
            "score": records::json_number(card.score())?, "grade": card.grade(), "attainment": records::json_number(attainment)?,
        }));
    }
    let _ = writeln!(text, "{}", table::align(&rows));
    for (agreement, attainment) in total.attainment() {
        let _ = writeln!(text, "SLA attainment, agreement {agreement}\n{}", table::attainment(attainment));
    }
    let _ = writeln!(text, "Weakest indicators\n{}", table::weakest(&card, 3));
    let _ = write!(text, "Explanation\n{}", card.explain());
    let json = json!({
        "tickets": total.tickets(), "score": records::json_number(card.score())?, "grade": card.grade(), "departments": departments,
        "measurements": engine.measure(&total)?,
    });
    Ok(Report { text, json })
}

/// Reads the event rows; a row that cannot be read is counted and left out.
fn read(intake: &mut Intake) -> Result<Vec<Ticket>, Box<dyn Error>> {
    let zone: Zone = "Asia/Shanghai".parse()?;
    let mut reader = records::open(Path::new(TICKETS))?;
    let [id, at, event, detail] = records::columns(reader.headers()?, ["ticket", "at", "event", "detail"])?;
    let mut builders: Vec<(String, TicketBuilder)> = Vec::new();
    for row in records::rows(&mut reader, intake)? {
        if let Err(why) = add(&mut builders, zone, [&row[id], &row[at], &row[event], &row[detail]]) {
            intake.refuse(row[id].parse().ok(), records::at(row.position(), &why));
        }
    }
    let build =
        |builder: TicketBuilder| builder.order(OrderPolicy::Sort).anomalies(AnomalyPolicy::SetAside).build();
    Ok(builders.into_iter().filter_map(|(_, builder)| intake.take(build(builder))).collect())
}

/// Adds one event to the ticket being read; `created` begins the next.
fn add(
    builders: &mut Vec<(String, TicketBuilder)>,
    zone: Zone,
    [id, at, event, detail]: [&str; 4],
) -> Result<(), Box<dyn Error>> {
    let at = records::wall_time(zone, at)?.ok_or("no time")?;
    let kind = match event {
        "created" => EventKind::Created,
        "status" => EventKind::StatusChanged { to: detail.parse()? },
        "assigned" => EventKind::Assigned { agent: Some(detail.parse()?), group: None },
        "customer_message" => EventKind::CustomerMessage,
        "agent_message" => EventKind::public_reply(),
        "resolved" => EventKind::Resolved,
        "reopened" => EventKind::Reopened,
        "closed" => EventKind::Closed,
        "complaint" => EventKind::Complaint,
        "rated" => EventKind::Rated { rating: Rating::new(detail.parse()?, 1.into(), 5.into())? },
        unknown => return Err(format!("event `{unknown}` is unknown").into()),
    };
    if kind == EventKind::Created {
        let mut builder = Ticket::builder(id.parse()?);
        for attribute in detail.split(';') {
            let (name, value) = attribute.split_once('=').ok_or("an attribute without `=`")?;
            builder = builder.attribute(name.parse()?, value);
        }
        builders.push((id.to_owned(), builder));
    }
    match builders.pop() {
        Some((current, builder)) if current == id => builders.push((current, builder.event(at, kind))),
        other => {
            builders.extend(other);
            return Err("an event before `created`".into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_shipped_sample_is_scored() {
        let report = super::run().unwrap();
        assert_eq!(report.json["tickets"], 3_000);
        assert_eq!(report.json["grade"], "C");
        assert_eq!(report.json["departments"].as_object().map(serde_json::Map::len), Some(5));
        assert!(
            report
                .text
                .contains("Records: 3004 read, 4 refused; 12 in 12 tickets before the ticket was created")
        );
    }
}
