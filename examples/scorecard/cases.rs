//! Boston's 311 requests as tickets.

use std::error::Error;

use csv::StringRecord;
use service_quality::quantity::{Timestamp, Zone};
use service_quality::ticket::{AnomalyPolicy, EventKind, OrderPolicy, Ticket, TicketBuilder};

use crate::records;

pub(crate) const COLUMNS: [&str; 8] =
    ["case_id", "opened_at", "target_at", "closed_at", "on_time_status", "department", "type", "source"];

/// A request, and the time by which the city wants it closed; where one is closed before it was opened, that is corrected.
pub(crate) fn read(
    row: &StringRecord,
    places: [usize; 8],
    zone: Zone,
) -> Result<(TicketBuilder, Option<Timestamp>), Box<dyn Error>> {
    let [id, opened, target, closed, _, department, kind, source] = places.map(|place| &row[place]);
    let opened = records::wall_time(zone, opened)?.ok_or("no opened_at")?;
    let mut builder = Ticket::builder(id.parse()?)
        .attribute("department".parse()?, department)
        .attribute("type".parse()?, kind)
        .attribute("source".parse()?, source)
        .event(opened, EventKind::Created);
    let due = records::wall_time(zone, target)?;
    if let Some(due) = due {
        builder = builder.attribute("target_at".parse()?, due);
    }
    if let Some(closed) = records::wall_time(zone, closed)? {
        builder = builder.event(closed, EventKind::Closed);
    }
    Ok((builder.order(OrderPolicy::Sort).anomalies(AnomalyPolicy::Correct), due))
}
