//! Two improvement cycles (PDCA 循环), from a suggested problem to the end: one that is proved, one that is refuted.
//!
//! ```text
//! cargo run --example pdca_cycle                           # Boston's late requests in 2015, shipped with `control_chart`
//! cargo run --release --example pdca_cycle -- sfo PATH     # San Francisco airport's survey, responses.csv.gz
//! ```
//!
//! `desk.rs` is the host: it decides a command, stores the events that follow as JSON, and applies them; what is refused,
//! is told with everything that is missing. The other files tell what people did, and what the figures say. `log.txt` is
//! what the first form prints; in short:
//!
//! ```text
//! On to Do at once?
//!   2015-07-13 by chen.yu: REFUSED (被拒绝)
//!     baseline_missing: there is no baseline
//!       没有基线
//! CHECK (检查). Who made the table picks a test that pleases:
//!     checker_is_measure_owner: who tested the effect owns an action
//! As planned, by somebody who owns no action:
//!   Afterwards the process is stable; the prediction held: true
//! ACT (处置). The change becomes the standard; closed at once?
//!     goal_not_met: the goal is not met, and nobody accepted that by name
//! 36 events, 9797 bytes of JSON, replayed: the same, 0 findings
//! ```
//!
//! The figures are the city's and the airport's. People, causes, measures and goals are made up: what really changed in
//! Boston in autumn 2015, and at the airport in 2018, the figures do not say.

#![expect(clippy::print_stdout, reason = "a program for people")]

mod airport;
mod boston;
mod desk;
#[path = "../survey_drivers/records.rs"]
#[expect(
    clippy::indexing_slicing,
    reason = "the CSV reader gives rows of one length, columns are looked up before"
)]
mod records;
#[path = "../shared/mod.rs"]
#[expect(dead_code, reason = "other examples print tables and times")]
mod shared;
mod study;
mod timeline;
mod waves;
mod weeks;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] => print!("{}", boston::run()?),
        ["sfo", path] => print!("{}", airport::run(Path::new(path))?),
        _ => return Err("give nothing or `sfo PATH`".into()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    use serde_json::Value;
    use service_quality::improve::effect::Conclusion;
    use service_quality::improve::goal::Goal;
    use service_quality::indicator::Limit;

    /// `cargo run --example pdca_cycle > examples/pdca_cycle/log.txt` writes the log anew.
    #[test]
    fn the_cycle_goes_as_the_log_says() {
        assert_eq!(boston::run().unwrap(), include_str!("log.txt"));
    }

    #[test]
    fn what_is_quoted_above_is_in_the_log() {
        let quoted = include_str!("main.rs").lines().skip_while(|line| !line.ends_with("On to Do at once?"));
        let quoted: Vec<&str> = quoted.take_while(|line| *line != "//! ```").collect();
        assert_eq!(quoted.len(), 11);
        for line in quoted.iter().filter_map(|line| line.strip_prefix("//! ")) {
            assert!(include_str!("log.txt").lines().any(|logged| logged == line), "{line}");
        }
    }

    /// Where the survey lies beside this repository: the figures are those that `survey_drivers` is compared with, too.
    #[test]
    fn the_survey_fell_as_its_reference_says() {
        let survey = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/sfo-survey");
        let Ok(reference) = std::fs::read_to_string(survey.join("reference.json")) else { return };
        let reference: Value = serde_json::from_str(&reference).unwrap();
        let path = survey.join("responses.csv.gz");
        let waves = waves::read(&path).unwrap();
        let wave = |year: &str| waves.iter().find(|wave| wave.year == year).unwrap();
        let close = |found: f64, expected: &Value| {
            let expected = expected.as_f64().unwrap();
            assert!(
                (found - expected).abs() < 1e-9 * expected.abs().max(1.0),
                "{found}, expected {expected}"
            );
        };

        let fall = &reference["comparisons"]["2017->2018"];
        let (before, after) = (wave("2017").satisfied().unwrap(), wave("2018").satisfied().unwrap());
        let counts = [before.0, before.1, after.0, after.1].map(Value::from);
        assert_eq!(counts, ["k0", "n0", "k1", "n1"].map(|name| fall[name].clone()));
        let goal =
            Goal::new("satisfied".parse().unwrap(), Limit::AtLeast(85.into()), "2019-01-31".parse().unwrap());
        let effect = airport::effect(wave("2017"), wave("2018"), &goal).unwrap();
        close(effect.p_value(), &fall["p_two_sided"]);
        assert_eq!(effect.conclusion(), Conclusion::Worse);

        let (found, regression) = (wave("2017").drivers().unwrap(), &reference["regression_2017"]);
        assert_eq!(Value::from(found.n), regression["n"]);
        close(found.r_squared, &regression["r2"]);
        for driver in &found.drivers {
            close(driver.beta, &regression["beta"][&driver.name]);
        }

        let told = airport::run(&path).unwrap();
        for words in ["effect_in_wrong_direction", "rolled over: P-1", "replayed: the same, 0 findings"] {
            assert!(told.contains(words), "{words}");
        }
    }
}
