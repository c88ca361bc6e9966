//! The late share of every week on two control charts (控制图), and what they say.
//!
//! ```text
//! cargo run --example control_chart                              # the report, of the table that is shipped
//! cargo run --example control_chart -- picture OUT.svg           # the picture of it
//! cargo run --release --example control_chart -- boston PATH     # counted anew from cases.csv.gz
//! ```
//!
//! `weeks.csv` counts the requests to Boston's 311 service in 2015 by the week in which they were opened, and those that the
//! city labelled overdue (Analyze Boston, *311 service requests*, public domain; the extract lacks five request types).
//! `log.txt` is what the first form prints; in short:
//!
//! ```text
//!   p′ chart: the samples are shares; they vary 19.4 times as much as chance alone lets them (p < 0.0001)
//!   p chart: 27 of 53 weeks lie beyond the limits; p′ chart: 3
//!   10 points in a row (29 Dec to 2 Mar) lie above the centre line of 25.1636: a change for the worse
//!     12 月 29 日至 3 月 2 日，连续 10 点位于中心线 25.1636 上方：恶化
//!   phase 2: the target of 20 is reached at times and missed at times, by chance: the process lies between 14.6761 and 28.5794, on both sides of it
//! ```
//!
//! The target, and who accepted what, are made up.

#![expect(clippy::print_stdout, reason = "a program for people")]

mod picture;
mod plot;
mod report;
mod study;
mod weeks;

use std::error::Error;
use std::path::Path;

use study::Study;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] => print!("{}", report::report(&Study::new(weeks::shipped()?)?)?),
        ["boston", path] => print!("{}", report::report(&Study::new(weeks::boston(Path::new(path))?)?)?),
        ["picture", path] => {
            let svg = picture::svg(&Study::new(weeks::shipped()?)?)?;
            std::fs::write(path, svg).map_err(|error| format!("{path}: {error}"))?;
        }
        _ => return Err("give nothing, `boston PATH` or `picture OUT.svg`".into()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `cargo run --example control_chart > examples/control_chart/log.txt` writes the log anew.
    #[test]
    fn the_report_is_the_log() {
        let study = Study::new(weeks::shipped().unwrap()).unwrap();
        assert_eq!(report::report(&study).unwrap(), include_str!("log.txt"));
    }

    #[test]
    fn what_is_quoted_above_is_in_the_log() {
        let quoted: Vec<&str> =
            include_str!("main.rs").lines().filter_map(|line| line.strip_prefix("//!   ")).collect();
        assert_eq!(quoted.len(), 5);
        for line in quoted {
            assert!(include_str!("log.txt").lines().any(|logged| logged == format!("  {line}")), "{line}");
        }
    }

    #[test]
    fn the_picture_shows_both_charts_with_their_phases() {
        let study = Study::new(weeks::shipped().unwrap()).unwrap();
        let svg = picture::svg(&study).unwrap();
        for words in ["p chart", "p′ chart", "target", "requests routed anew"] {
            assert!(svg.contains(words), "{words}");
        }
    }
}
