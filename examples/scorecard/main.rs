//! Service records in, SLA verdicts and an explained, graded scorecard out.
//!
//! ```text
//! cargo run --release --example scorecard                         # shipped sample data
//! cargo run --release --example scorecard -- boston PATH          # Boston 311 requests, cases.csv.gz
//! cargo run --release --example scorecard -- incidents PATH       # UCI incident log, events.csv.gz
//! cargo run --release --example scorecard -- [boston|incidents PATH] --json
//! ```
//!
//! With `--json` one JSON object is printed instead of the tables.

#![expect(clippy::print_stdout, reason = "a program for people")]
#![expect(
    clippy::indexing_slicing,
    reason = "the CSV reader gives rows of one length, columns are looked up before"
)]

mod boston;
mod incidents;
mod records;
mod sample;
mod table;

use std::error::Error;
use std::path::Path;

use serde_json::Value;

/// What a run found: text for people, figures for programs.
struct Report {
    text: String,
    json: Value,
}

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, words): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    if let Some(unknown) = flags.iter().find(|flag| *flag != "--json") {
        return Err(format!("unknown option `{unknown}`: give `--json` or nothing").into());
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let report = match words[..] {
        [] => sample::run()?,
        ["boston", path] => boston::run(Path::new(path))?,
        ["incidents", path] => incidents::run(Path::new(path))?,
        _ => return Err("give nothing, `boston PATH` or `incidents PATH`".into()),
    };
    if flags.is_empty() {
        print!("{}", report.text);
    } else {
        println!("{}", report.json);
    }
    Ok(())
}
