//! The shipped sample: three waves of an imaginary citizen service centre (see `generate_sample`).

use std::error::Error;
use std::path::Path;

use service_quality::survey::sampling::Population;

use crate::Report;
use crate::records;
use crate::report::{Scale, Study};
use crate::shared::input::open;

const RESPONSES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/responses.csv");

pub(crate) fn run() -> Result<Report, Box<dyn Error>> {
    let survey = serde_json::from_str(include_str!("../data/survey.json"))?;
    let records = records::read(&mut open(Path::new(RESPONSES))?, &survey)?;
    // The centre knows from its own records how its customers came.
    let shares = [("hall", "0.52"), ("phone", "0.18"), ("online", "0.3")];
    let shares = shares.map(|(channel, share)| Ok((channel.parse()?, share.parse()?)));
    let population = Population::shares(shares.into_iter().collect::<Result<Vec<_>, Box<dyn Error>>>()?)?;
    let items = ["clean_hall", "clean_counter", "clean_restroom"];
    let scale = Scale::new("cleanliness", "2025", &items)?;
    Study::new(survey, records, Some(&population), scale)?.report()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// `cargo run --example survey_drivers > examples/survey_drivers/log.txt` writes the log anew.
    #[test]
    fn the_sample_reads_as_the_log_says() {
        assert_eq!(run().unwrap().text, include_str!("log.txt"));
    }

    /// The rows that count, read by nothing of the crate: year, channel, marks of `overall` and `nps`.
    fn rows() -> Vec<(String, String, Option<u64>, Option<u64>)> {
        let table = std::fs::read_to_string(RESPONSES).unwrap();
        let (mut seen, mut rows) = (BTreeSet::new(), Vec::new());
        for line in table.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let marks: Vec<&&str> = fields.iter().skip(3).filter(|mark| !["", "-"].contains(*mark)).collect();
            let sound = fields.len() == 19
                && marks.iter().all(|mark| mark.parse::<u64>().is_ok())
                && fields[3..18].iter().all(|mark| mark.parse::<u64>().unwrap_or(1) <= 5);
            if sound && seen.insert((fields[0], fields[1])) {
                let text = |column: usize| fields[column].to_owned();
                rows.push((text(0), text(2), fields[3].parse().ok(), fields[18].parse().ok()));
            }
        }
        rows
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of answers are far below 2^52")]
    #[test]
    fn figures_are_those_of_an_independent_count() {
        let json = run().unwrap().json;
        let rows = rows();
        assert_eq!(json["rows"], rows.len());
        assert_eq!(json["refused"].as_array().map(Vec::len), Some(4));
        let close = |found: &serde_json::Value, expected: f64| {
            let found = found.as_f64().unwrap();
            assert!((found - expected).abs() < 1e-8, "{found}, expected {expected}");
        };
        for year in ["2023", "2024", "2025"] {
            let wave: Vec<_> = rows.iter().filter(|row| row.0 == year).collect();
            let marks: Vec<u64> = wave.iter().filter_map(|row| row.2).collect();
            let (n, k) = (marks.len() as f64, marks.iter().filter(|mark| **mark >= 4).count());
            let figures = &json["by_year"][year];
            assert_eq!(figures["respondents"], wave.len());
            assert_eq!(figures["overall_top2"]["k"], k);
            close(&figures["overall_top2"]["share"], k as f64 / n);
            close(&figures["overall_mean"]["mean"], marks.iter().sum::<u64>() as f64 / n);

            let votes: Vec<u64> = wave.iter().filter_map(|row| row.3).collect();
            let promoters = votes.iter().filter(|vote| **vote >= 9).count();
            let detractors = votes.iter().filter(|vote| **vote <= 6).count();
            assert_eq!(figures["nps"]["promoters"], promoters);
            close(
                &figures["nps"]["nps"],
                100.0 * (promoters as f64 - detractors as f64) / votes.len() as f64,
            );

            // Each channel by its share in all customers over its share in the responses.
            let (mut satisfied, mut answered) = (0.0, 0.0);
            for (channel, share) in [("hall", 0.52), ("phone", 0.18), ("online", 0.3)] {
                let of_channel: Vec<_> = wave.iter().filter(|row| row.1 == channel).collect();
                let weight = share * wave.len() as f64 / of_channel.len() as f64;
                let marks: Vec<u64> = of_channel.iter().filter_map(|row| row.2).collect();
                satisfied += weight * marks.iter().filter(|mark| **mark >= 4).count() as f64;
                answered += weight * marks.len() as f64;
            }
            close(&figures["overall_weighted_top2"], satisfied / answered);
        }
    }
}
