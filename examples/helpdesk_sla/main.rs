//! Some days of a helpdesk: events arrive one by one, one timer rings between them, promises are kept or broken.
//!
//! ```text
//! cargo run --example helpdesk_sla
//! ```
//!
//! `agreement.json` holds a promise to the customer (first response, next response and resolution, by priority), one
//! between the desk's lines, and the hours that count; `events.json` what happened; `log.txt` is what the example
//! prints. There is no clock: `desk.rs` is a host whose time goes from event to timer to event. In short:
//!
//! ```text
//! Thu 30 Apr 11:30:00  HD-1  status changed to open
//! Thu 30 Apr 12:10:00  HD-1  -> ask the second line's lead: second line is due Thu 30 Apr 12:40:00
//! Thu 30 Apr 12:30:00  HD-1  -> warn the team: resolution is due Thu 30 Apr 13:30:00
//! Thu 30 Apr 12:40:01  HD-1  ** breach of second line
//! Thu 30 Apr 13:30:01  HD-1  ** breach of resolution
//!
//! HD-3, first response, cycle 1: met at 2026-05-04T11:50:00Z
//!   PT4H of working time by policy by priority from 2026-04-30T16:30:00Z
//!     2026-04-30T16:30:00Z to 2026-04-30T17:00:00Z: counted
//!     2026-04-30T17:00:00Z to 2026-05-01T00:00:00Z: not counted, outside hours
//!     2026-05-01T00:00:00Z to 2026-05-02T00:00:00Z: not counted, holiday (Labour Day)
//!     2026-05-02T00:00:00Z to 2026-05-04T09:00:00Z: not counted, outside hours
//!     2026-05-04T09:00:00Z to 2026-05-04T11:50:00Z: counted
//! ```
//!
//! The desk stands in Reykjavik, which keeps UTC all year, so that its wall times and the crate's instants look alike.

#![expect(clippy::print_stdout, reason = "a program for people")]

mod desk;
mod report;

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

use serde::Deserialize;
use service_quality::calendar::Calendar;
use service_quality::quantity::{CalendarId, Timestamp};
use service_quality::sla::{Agreement, Chain};

use desk::{Arrival, Desk};

/// The host's own document: what it has agreed on, and when it works.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    calendars: BTreeMap<CalendarId, Calendar>,
    agreements: Vec<Agreement>,
    chain: Chain,
}

fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", run()?);
    Ok(())
}

fn run() -> Result<String, Box<dyn Error>> {
    let document: Document = serde_json::from_str(include_str!("agreement.json"))?;
    let arrivals: Vec<Arrival> = serde_json::from_str(include_str!("events.json"))?;
    let (from, until): (Timestamp, Timestamp) =
        ("2026-01-01T00:00:00Z".parse()?, "2027-01-01T00:00:00Z".parse()?);
    let mut calendars = BTreeMap::new();
    for (id, calendar) in &document.calendars {
        calendars.insert(id.clone(), Arc::new(calendar.compile(from..until)?));
    }
    let engines = document.agreements.iter().map(|agreement| agreement.engine(&calendars));
    let engines = engines.collect::<Result<Vec<_>, _>>()?;
    let zone = document.calendars.values().next().ok_or("no calendar")?.zone();

    let mut desk = Desk::new(engines, zone);
    let as_of = "2026-05-05T12:00:00Z".parse()?;
    desk.run(arrivals, as_of)?;
    let why = |ticket: &str, objective: &str| {
        report::explanation(&desk, &ticket.parse()?, &objective.parse()?, as_of)
    };
    let sections = [
        desk.log().to_owned(),
        report::standing(&desk, as_of)?,
        why("HD-1", "resolution")?,
        why("HD-2", "resolution")?,
        why("HD-3", "first response")?,
        report::chain(&desk, &document.chain, &"HD-1".parse()?, as_of)?,
        report::outlook(&desk, as_of)?,
        report::attainment(&desk, as_of)?,
    ];
    Ok(sections.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `cargo run --example helpdesk_sla > examples/helpdesk_sla/log.txt` writes the log anew.
    #[test]
    fn the_days_go_as_the_log_says() {
        assert_eq!(run().unwrap(), include_str!("log.txt"));
    }
}
