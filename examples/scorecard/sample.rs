//! The shipped sample: three months of an imaginary service desk (see `generate_sample`).

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

use serde_json::json;
use service_quality::indicator::Measurement;
use service_quality::quantity::Timestamp;
use service_quality::standard::Standard;
use service_quality::ticket::Intake;

use crate::Report;
use crate::records;
use crate::table;
use crate::tickets;

pub(crate) fn run() -> Result<Report, Box<dyn Error>> {
    let standard = Standard::from_json(include_str!("../data/standard.json"))?;
    let engine = standard.engine()?;
    let as_of: Timestamp = "2026-03-31T16:00:00Z".parse()?;

    let mut intake = Intake::default();
    let mut by_department = engine.tally_by("department".parse()?);
    for ticket in tickets::read(&mut intake)? {
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
