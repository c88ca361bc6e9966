//! The tickets of the shipped sample, from their events.

use std::error::Error;
use std::path::Path;

use service_quality::quantity::Zone;
use service_quality::ticket::{AnomalyPolicy, EventKind, Intake, OrderPolicy, Rating, Ticket, TicketBuilder};

use crate::records;

const TICKETS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/tickets.csv");

/// Reads the event rows; a row that cannot be read is counted and left out.
pub(crate) fn read(intake: &mut Intake) -> Result<Vec<Ticket>, Box<dyn Error>> {
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
