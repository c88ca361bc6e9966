//! The customer survey of San Francisco International Airport, seven waves from 2012 to 2018.

use std::error::Error;
use std::path::Path;

use crate::Report;
use crate::records;
use crate::report::{Scale, Study};
use crate::shared::input::{Stopwatch, open};

pub(crate) fn run(path: &Path) -> Result<Report, Box<dyn Error>> {
    let mut watch = Stopwatch::start();
    let survey = serde_json::from_str(include_str!("sfo.json"))?;
    let records = records::read(&mut open(path)?, &survey)?;
    let reading = watch.lap();
    let items = ["clean_boarding", "clean_food", "clean_restroom", "clean_all"];
    let study = Study::new(survey, records, None, Scale::new("cleanliness", "2017", &items)?)?;
    let counting = watch.lap();
    let report = study.report()?;
    let text =
        format!("Read in {reading}, counted in {counting}, evaluated in {}\n\n{}", watch.lap(), report.text);
    Ok(Report { text, ..report })
}
