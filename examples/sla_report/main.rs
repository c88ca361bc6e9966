//! What a service manager puts before a customer at the end of a month: attainment, availability, error budgets, credits.
//!
//! ```text
//! cargo run --release --example sla_report                          # the shipped sample
//! cargo run --release --example sla_report -- --chinese             # the same in Chinese
//! cargo run --release --example sla_report -- boston PATH           # Boston 311 requests due in June 2015, cases.csv.gz
//! cargo run --release --example sla_report -- boston PATH 2015-09   # another month
//! cargo run --release --example sla_report -- boston PATH --check REFERENCE.json
//! ```
//!
//! `contract.json` holds what is promised and what is owed, `outages.json` what happened; both are made up. The tickets are
//! the sample that `scorecard` scores. `log.txt` is what the first form prints; in short:
//!
//! ```text
//! TODO
//! ```
//!
//! `--check` compares the figures of the whole year with those of a reference, and fails where one differs.

#![expect(clippy::print_stdout, reason = "a program for people")]
#![expect(
    clippy::indexing_slicing,
    reason = "the CSV reader gives rows of one length, columns are looked up before"
)]

mod boston;
mod budgets;
mod burn;
#[path = "../scorecard/cases.rs"]
mod cases;
#[path = "../scorecard/check.rs"]
mod check;
mod contract;
mod credits;
mod month;
mod page;
mod promises;
#[path = "../scorecard/records.rs"]
#[expect(dead_code, unused_imports, reason = "`scorecard` scores what it reads, and says how long that took")]
mod records;
#[path = "../shared/mod.rs"]
#[expect(dead_code, reason = "other examples say how long they took")]
mod shared;
#[path = "../scorecard/tickets.rs"]
mod tickets;
mod uptime;

use std::error::Error;
use std::path::Path;

use service_quality::quantity::Language;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let text = match words[..] {
        [] => month::run(Language::English)?,
        ["--chinese"] => month::run(Language::Chinese)?,
        ["boston", path] => boston::run(Path::new(path), "2015-06")?.text,
        ["boston", path, "--check", reference] => {
            let report = boston::run(Path::new(path), "2015-06")?;
            check::run(&report.json, Path::new(reference))?
        }
        ["boston", path, month] => boston::run(Path::new(path), month)?.text,
        _ => {
            return Err("give nothing, `--chinese`, `boston PATH`, `boston PATH 2015-09` or \
                        `boston PATH --check REFERENCE.json`"
                .into());
        }
    };
    print!("{text}");
    Ok(())
}
