//! The weekly counts that the example `control_chart` ships: Boston's requests in 2015, and those of them that were late.

use std::error::Error;

use service_quality::improve::effect::Sample;
use service_quality::improve::goal::BaselinePoint;
use service_quality::monitor::chart::{Point, Sample as Counts};
use service_quality::quantity::{Date, Number, Period, PeriodKind, Timestamp, Zone};

/// A week that is over.
pub(crate) struct Week {
    pub(crate) monday: Date,
    /// Its first instant, and the first one after it.
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
    pub(crate) requests: u64,
    pub(crate) late: u64,
}

impl Week {
    /// The late share in percent.
    pub(crate) fn late_share(&self) -> Result<Number, Box<dyn Error>> {
        percent(self.late, self.requests)
    }

    pub(crate) fn point(&self) -> Point {
        Point::new(self.start, Counts::Share { events: self.late, of: self.requests })
    }
}

/// Some weeks in a row.
pub(crate) struct Weeks<'a>(pub(crate) &'a [Week]);

impl Weeks<'_> {
    pub(crate) fn requests(&self) -> u64 {
        self.0.iter().map(|week| week.requests).sum()
    }

    pub(crate) fn late(&self) -> u64 {
        self.0.iter().map(|week| week.late).sum()
    }

    pub(crate) fn len(&self) -> u64 {
        self.0.len() as u64
    }

    pub(crate) fn requests_a_week(&self) -> Result<Number, Box<dyn Error>> {
        Ok(Number::ratio(self.requests().into(), self.len().into(), 0).ok_or("no weeks")?)
    }

    /// The late share of each.
    pub(crate) fn shares(&self) -> Result<Vec<Number>, Box<dyn Error>> {
        self.0.iter().map(Week::late_share).collect()
    }

    pub(crate) fn sample(&self) -> Result<Sample, Box<dyn Error>> {
        Ok(Sample::values(self.shares()?)?)
    }

    pub(crate) fn series(&self) -> Result<Vec<BaselinePoint>, Box<dyn Error>> {
        self.0.iter().map(|week| Ok(BaselinePoint { at: week.start, value: week.late_share()? })).collect()
    }
}

pub(crate) fn percent(part: u64, of: u64) -> Result<Number, Box<dyn Error>> {
    Ok(Number::ratio(i128::from(part) * 100, of.into(), 4).ok_or("of nothing")?)
}

pub(crate) fn read(zone: Zone) -> Result<Vec<Week>, Box<dyn Error>> {
    let table = include_str!("../control_chart/weeks.csv");
    let mut weeks = Vec::new();
    for row in csv::Reader::from_reader(table.as_bytes()).deserialize() {
        let (monday, requests, late): (Date, u64, u64) = row?;
        let period = Period::new(PeriodKind::IsoWeek.containing(monday.naive())?, zone);
        weeks.push(Week { monday, start: period.start()?, end: period.end()?, requests, late });
    }
    Ok(weeks)
}

/// The weeks whose Mondays lie between two days.
pub(crate) fn between<'a>(weeks: &'a [Week], first: &str, last: &str) -> Result<Weeks<'a>, Box<dyn Error>> {
    let (first, last): (Date, Date) = (first.parse()?, last.parse()?);
    let from = weeks.partition_point(|week| week.monday < first);
    let to = weeks.partition_point(|week| week.monday <= last);
    Ok(Weeks(weeks.get(from..to).unwrap_or_default()))
}
