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
//!   portal: gross              44640       451       98.99 %
//!     planned maintenance       -480       -30
//!     caused by the customer     -60       -60
//!     dependency on others       -45       -45
//!     too short to count           0        -3
//!     net                      44055       313       99.29 %
//!   03-05 10:40  portal, INC-302: counts PT28M; not PT22M (counted with another outage)
//!   03-15 03:30  portal, INC-305: counts PT1H10M; not PT30M (planned maintenance)
//!   mean time to restore service (MTRS): 85.4 min of 8
//!   portal             minutes     44.1      313    -268.9  710.5 %  violated
//!   solutions in time  tickets    144.3      164     -19.7  113.7 %  violated
//!   03-05 15:00   PT6H  216.67  PT30M       0    6.2  recovering      -
//!   03-05 10:30: 41.1 % of the month's budget is used; at this rate the rest lasts 1.5 hours
//!   solutions in time, last 28 days: burn rate 1.1, limit 1: no projects until the budget is kept for four weeks
//!   portal: 3600.00 CNY, 7.5 % of the fee of 48000.00 CNY
//!     no. 1: 99.289524458 % reached, tier 2, 10 % of the fee: +4800.00 CNY
//!     at most 28800 CNY in twelve months, 25200 CNY granted already: -1200.00 CNY
//!     asked for at 2026-04-08T01:30:00Z, in time until 2026-04-30
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

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/boston-311-2015/");

    /// `cargo run --release --example sla_report > examples/sla_report/log.txt` writes the log anew.
    #[test]
    fn the_month_is_reported_as_the_log_says() {
        assert_eq!(month::run(Language::English).unwrap(), include_str!("log.txt"));
    }

    #[test]
    fn what_is_quoted_above_is_in_the_log() {
        let quoted = include_str!("main.rs").lines().skip_while(|line| !line.contains("portal: gross"));
        let quoted: Vec<&str> = quoted.take_while(|line| *line != "//! ```").collect();
        assert_eq!(quoted.len(), 18);
        for line in quoted.iter().filter_map(|line| line.strip_prefix("//! ")) {
            assert!(include_str!("log.txt").lines().any(|logged| logged == line), "{line}");
        }
    }

    /// Names, numbers and what the documents say stay as they are.
    #[test]
    fn the_same_figures_are_told_in_chinese() {
        let (english, chinese) =
            (month::run(Language::English).unwrap(), month::run(Language::Chinese).unwrap());
        assert_eq!(english.lines().count(), chinese.lines().count());
        for words in ["服务补偿", "可用性", "错误预算", "3600.00 CNY", "99.29 %", "82.54 %"] {
            assert!(chinese.contains(words), "{words}");
        }
        assert!(!english.chars().any(|one| ('\u{4e00}'..='\u{9fff}').contains(&one)));
    }

    /// Where the records lie beside this repository.
    #[test]
    fn the_records_fall_due_as_their_reference_says() {
        let (cases, reference) =
            (Path::new(DATA).join("cases.csv.gz"), Path::new(DATA).join("reference.json"));
        if !cases.exists() {
            return;
        }
        let report = boston::run(&cases, "2015-06").unwrap();
        let checked = check::run(&report.json, &reference).unwrap();
        assert!(checked.contains("none differs"), "{checked}");
        assert!(report.text.contains("neither fees nor credits"), "{}", report.text);
    }
}
