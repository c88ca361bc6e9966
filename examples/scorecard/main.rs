//! Service records in, SLA verdicts and an explained, graded scorecard out.
//!
//! ```text
//! cargo run --release --example scorecard                         # shipped sample data
//! cargo run --release --example scorecard -- boston PATH          # Boston 311 requests, cases.csv.gz
//! cargo run --release --example scorecard -- incidents PATH       # UCI incident log, events.csv.gz
//! cargo run --release --example scorecard -- boston PATH --json   # one JSON object instead of the tables
//! cargo run --release --example scorecard -- boston PATH --check REFERENCE.json
//! ```
//!
//! `--check` compares every figure that a reference (such as the `reference.json` beside the records) has too, and
//! fails where one differs. The first form prints, shortened:
//!
//! ```text
//! Records: 3004 read, 4 refused; 12 in 12 tickets before the ticket was created
//!   ticket `SD-90001`: line 3336: `2026-02-30T09:00:00`: input is out of range
//!
//! Overall: 68.2 of 100, grade C
//!
//!   department    tickets  score  grade  responses in time  resolutions in time
//!   accounts          898  85.57      B            87.53 %              95.43 %
//!   applications      700  53.22      D            66.95 %              84.64 %
//!
//! SLA attainment, agreement desk-promise
//!   objective        met  late  overdue  running  paused  not promised  attainment
//!   first response  2152   831       13        4       0             0     71.83 %
//!   resolution      2462   409       34       77      18             0     84.75 %
//!
//! Weakest indicators
//!   Mean customer rating, 1 to 5: 6.87 points lost
//!     measured 3.97 (n 1000), between 2 (scores 0) and 5 (scores 100)
//!     weighs 20 % of the total: 13.13 points, 6.87 lost
//!
//! Explanation
//! Service quality: 68.2
//!   grade C, from 60; B from 75
//! ```

#![expect(clippy::print_stdout, reason = "a program for people")]
#![expect(
    clippy::indexing_slicing,
    reason = "the CSV reader gives rows of one length, columns are looked up before"
)]

mod boston;
mod cases;
mod check;
mod incidents;
mod records;
mod sample;
#[path = "../shared/mod.rs"]
mod shared;
mod table;
mod tickets;

use std::error::Error;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// What a run found: text for people, figures for programs.
struct Report {
    text: String,
    json: Value,
}

/// What is printed.
enum Output {
    Text,
    Json,
    Check(PathBuf),
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut output = Output::Text;
    let mut words = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => output = Output::Json,
            "--check" => {
                output = Output::Check(
                    arguments.next().ok_or("`--check` wants a reference: give its path")?.into(),
                );
            }
            option if option.starts_with("--") => {
                return Err(format!(
                    "unknown option `{option}`: give `--json`, `--check REFERENCE.json` or nothing"
                )
                .into());
            }
            _ => words.push(argument),
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let report = match words[..] {
        [] if matches!(output, Output::Check(_)) => {
            return Err("the sample has no reference: give `boston PATH` or `incidents PATH`".into());
        }
        [] => sample::run()?,
        ["boston", path] => boston::run(records::open(Path::new(path))?)?,
        ["incidents", path] => incidents::run(records::open(Path::new(path))?)?,
        _ => return Err("give nothing, `boston PATH` or `incidents PATH`".into()),
    };
    match output {
        Output::Text => print!("{}", report.text),
        Output::Json => println!("{}", report.json),
        Output::Check(reference) => print!("{}", check::run(&report.json, &reference)?),
    }
    Ok(())
}
