//! Weekly counts: from the shipped table, or from the city's records.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime};
use flate2::read::GzDecoder;
use service_quality::monitor::chart::{Point, Sample};
use service_quality::quantity::{Period, PeriodKind, Zone};

const SHIPPED: &str = include_str!("weeks.csv");

/// A week: its Monday, its requests, and those of them that were late.
pub(crate) struct Week {
    pub(crate) monday: NaiveDate,
    requests: u64,
    late: u64,
}

impl Week {
    /// The week as a point of a chart, at its first instant.
    pub(crate) fn point(&self, zone: Zone) -> Result<Point, Box<dyn Error>> {
        let week = Period::new(PeriodKind::IsoWeek.containing(self.monday)?, zone);
        Ok(Point::new(week.start()?, Sample::Share { events: self.late, of: self.requests }))
    }
}

/// The table beside this file.
pub(crate) fn shipped() -> Result<Vec<Week>, Box<dyn Error>> {
    let mut weeks = Vec::new();
    for row in csv::Reader::from_reader(SHIPPED.as_bytes()).deserialize() {
        let (monday, requests, late): (String, u64, u64) = row?;
        let monday = monday.parse().map_err(|error| format!("`{monday}`: {error}"))?;
        weeks.push(Week { monday, requests, late });
    }
    Ok(weeks)
}

/// The city's records, `cases.csv.gz`; a request without a label is not counted.
pub(crate) fn boston(path: &Path) -> Result<Vec<Week>, Box<dyn Error>> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut reader = csv::Reader::from_reader(GzDecoder::new(file));
    let header = reader.headers()?;
    let column = |name: &str| {
        header.iter().position(|column| column == name).ok_or_else(|| format!("no column `{name}`"))
    };
    let (opened, label) = (column("opened_at")?, column("on_time_status")?);
    let mut weeks: BTreeMap<NaiveDate, (u64, u64)> = BTreeMap::new();
    for row in reader.records() {
        let row = row?;
        let (Some(opened), Some(label @ ("ONTIME" | "OVERDUE"))) = (row.get(opened), row.get(label)) else {
            continue;
        };
        let opened = NaiveDateTime::parse_from_str(opened, "%Y-%m-%dT%H:%M:%S")
            .map_err(|error| format!("`{opened}`: {error}"))?;
        let monday = PeriodKind::IsoWeek.containing(opened.date())?.first();
        let (requests, late) = weeks.entry(monday).or_default();
        *requests += 1;
        *late += u64::from(label == "OVERDUE");
    }
    Ok(weeks.into_iter().map(|(monday, (requests, late))| Week { monday, requests, late }).collect())
}
