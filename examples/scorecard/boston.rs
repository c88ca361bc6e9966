//! Boston 311 requests of 2015: the city's own due times recomputed, its labels recomputed, a scorecard per
//! department.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

use csv::StringRecord;
use serde_json::json;
use service_quality::quantity::{Span, Timestamp, Zone};
use service_quality::sla::{Outcome, Verdict};
use service_quality::standard::{Engine, GroupedTally, Standard};
use service_quality::ticket::Intake;

use crate::Report;
use crate::cases;
use crate::records::{self, Reader, Stopwatch};
use crate::table;

/// Hits and cases of a request type whose due time is recomputed.
#[derive(Default)]
struct Oracle {
    cases: u64,
    within_60s: u64,
}

/// Everything counted on the way.
struct Run {
    engine: Engine,
    zone: Zone,
    as_of: Timestamp,
    by_department: GroupedTally,
    intake: Intake,
    oracle: BTreeMap<String, Oracle>,
    on_time: u64,
    overdue: u64,
    label_agrees: u64,
    label_disagrees: u64,
}

pub(crate) fn run(mut reader: Reader) -> Result<Report, Box<dyn Error>> {
    let mut watch = Stopwatch::start();
    let places = records::columns(reader.headers()?, cases::COLUMNS)?;
    let mut intake = Intake::default();
    let rows = records::rows(&mut reader, &mut intake)?;
    let reading = watch.lap();

    let zone: Zone = "America/New_York".parse()?;
    // Waits for the midnight at which the city took the extract.
    let as_of = records::wall_time(zone, "2016-01-13T00:00:00")?.ok_or("no instant")?;
    let engine = Standard::from_json(include_str!("boston.json"))?
        .engine_within("2015-01-01T00:00:00Z".parse()?.."2017-01-01T00:00:00Z".parse()?)?;
    let mut run = Run {
        by_department: engine.tally_by("department".parse()?),
        engine,
        zone,
        as_of,
        intake,
        oracle: BTreeMap::new(),
        on_time: 0,
        overdue: 0,
        label_agrees: 0,
        label_disagrees: 0,
    };
    for row in &rows {
        run.case(row, places)?;
    }
    run.report(&reading, &mut watch)
}

impl Run {
    fn case(&mut self, row: &StringRecord, places: [usize; 8]) -> Result<(), Box<dyn Error>> {
        let [id, _, _, _, label, _, kind, _] = places.map(|place| &row[place]);
        let (builder, target) = match cases::read(row, places, self.zone) {
            Ok(read) => read,
            Err(why) => {
                self.intake.refuse(id.parse().ok(), records::at(row.position(), &why));
                return Ok(());
            }
        };
        let Some(ticket) = self.intake.take(builder.build()) else { return Ok(()) };
        let recorded = self.by_department.record(&self.engine, &ticket, self.as_of)?;
        for outcome in recorded.outcomes() {
            match outcome.objective.as_str() {
                "on time" => self.judge(outcome, label),
                _ => self.compare(outcome, kind, target),
            }
        }
        Ok(())
    }

    /// The city's label: overdue when the target passed first, otherwise on time, also without a target.
    fn judge(&mut self, outcome: &Outcome, label: &str) {
        let overdue = matches!(outcome.verdict, Verdict::Breached { .. });
        if overdue {
            self.overdue += 1;
        } else {
            self.on_time += 1;
        }
        match label {
            "" => {}
            "OVERDUE" if overdue => self.label_agrees += 1,
            "ONTIME" if !overdue => self.label_agrees += 1,
            _ => self.label_disagrees += 1,
        }
    }

    /// The due time by the calendar against the city's own.
    fn compare(&mut self, outcome: &Outcome, kind: &str, target: Option<Timestamp>) {
        let Some((due, target)) = outcome.due.zip(target) else { return };
        let oracle = self.oracle.entry(kind.to_owned()).or_default();
        oracle.cases += 1;
        let apart = due.since(target);
        oracle.within_60s += u64::from(apart < Span::from_minutes(1) && apart > Span::from_minutes(-1));
    }

    fn report(self, reading: &str, watch: &mut Stopwatch) -> Result<Report, Box<dyn Error>> {
        let total = self.by_department.total(&self.engine)?;
        let card = self.engine.score(&total)?;
        let mut departments = BTreeMap::new();
        let mut rows =
            vec![table::row(["department", "cases", "score", "grade", "met", "finished", "on time"])];
        for (name, tally) in self.by_department.groups() {
            let card = self.engine.score(tally)?;
            let measured = self.engine.measure(tally)?;
            let on_time = measured.get("on_time").ok_or("no indicator `on_time`")?;
            let (met, finished) = records::k_of_n(on_time);
            departments.insert(
                name,
                json!({
                    "score": records::json_number(card.score())?, "grade": card.grade(), "met": met, "n": finished,
                    "attainment": records::ratio(met, finished),
                }),
            );
            let figures =
                [tally.tickets().to_string(), table::score(&card), table::grade(&card), met.to_string()];
            let share = [finished.to_string(), table::percent(met, finished)];
            rows.push([vec![name.clone()], figures.to_vec(), share.to_vec()].concat());
        }
        let working = watch.lap();

        let mut text = format!("Cases: {}", table::intake(&self.intake));
        let _ = writeln!(
            text,
            "Labels recomputed: {} agree, {} disagree",
            self.label_agrees, self.label_disagrees
        );
        let _ = writeln!(text, "On time {}, overdue {}\n", self.on_time, self.overdue);
        let mut types = vec![table::row(["due time by type", "cases", "within 60 s", "share"])];
        for (kind, Oracle { cases, within_60s }) in &self.oracle {
            types.push(vec![
                kind.clone(),
                cases.to_string(),
                within_60s.to_string(),
                table::percent(*within_60s, *cases),
            ]);
        }
        let _ = writeln!(text, "{}\n{}", table::align(&types), table::align(&rows));
        let _ = writeln!(text, "Overall: {} of 100, grade {}", table::score(&card), table::grade(&card));
        let _ = writeln!(text, "Weakest indicators\n{}", table::weakest(&card, 2));
        let _ = writeln!(
            text,
            "Reading and decompressing {reading}; tickets, evaluation, tallies and scores {working}"
        );
        let oracle: BTreeMap<_, _> = self
            .oracle
            .iter()
            .map(|(kind, oracle)| (kind, json!({"cases": oracle.cases, "within_60s": oracle.within_60s})))
            .collect();
        let json = json!({
            "cases": self.intake.read(),
            "label_agrees": self.label_agrees,
            "label_disagrees": self.label_disagrees,
            "evaluated": {"ONTIME": self.on_time, "OVERDUE": self.overdue},
            "due_time_oracle": oracle,
            "departments": departments,
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
        let table = "case_id,opened_at,target_at,closed_at,on_time_status,department,type,source
1,2015-03-02T09:00:00,2015-03-04T09:00:00,2015-03-03T10:00:00,ONTIME,PARK,Tree,Call
2,2015-03-02T09:00:00
3,2015-02-30T09:00:00,,,,PARK,Tree,Call
,2015-03-02T09:00:00,,,,PARK,Tree,Call
5,2015-03-02T09:00:00,soon,,,PARK,Tree,Call
6,2015-03-02T09:00:00,2015-03-04T09:00:00,2015-03-05T10:00:00,OVERDUE,PARK,Tree,Call
";
        let report = super::run(crate::records::tests::reader(table)).unwrap();
        assert_eq!(report.json["departments"]["PARK"]["met"], 1);
        assert_eq!(report.json["departments"]["PARK"]["n"], 2);
        assert_eq!((&report.json["cases"], &report.json["label_agrees"]), (&6.into(), &2.into()));
        for line in [
            "Cases: 6 read, 4 refused",
            "line 3: 2 fields",
            "line 4: `2015-02-30",
            "line 5: ",
            "line 6: `soon`",
        ] {
            assert!(report.text.contains(line), "{line}: {}", report.text);
        }
    }
}
