//! A quality model (质量模型) from judgements to a picture.
//!
//! ```text
//! cargo run --example quality_model                    # the report
//! cargo run --example quality_model -- picture OUT.svg # the picture
//! ```
//!
//! A hotline weighs its criteria two by two (`judgements.json`), puts the weights into its model (`model.json`: curves, a
//! geometric mean, a bonus, a cap, a veto, grades that are not left for less than a margin), and scores two quarters
//! (`quarters.json`). The report says why, what holds the score up and down, what changed it, how sure the grade is, and
//! what the next one costs at least (`improvements.json`). `log.txt` is what the first form prints; in short:
//!
//! ```text
//!   round 1: consistency ratio 0.104 is above 0.1; least consistent is reliability over friendliness, 1/4: ...
//!   round 2: consistency ratio 0.021 is within 0.1; ...
//!
//!   2026-Q1: 68.08; grade C 合格, from 65; B 良好 from 80
//!     Friendliness knocked out by misconduct (upheld_misconduct >= 1); 76.875 without: -7.68 points of the total
//!   2026-Q2: 80.74; grade C 合格, from 65; B 良好 from 80; the grade follows the one before: ...
//!
//!   68.08 → 80.74：指标值 +7.65，权重 +0.54，覆盖率 -1.2，规则 +5.67
//!
//! How sure the grade is (等级把握度): borderline with B 良好
//!
//!   csat_mean at 4.28 instead of 4.21 reaches 81 (B 良好)
//!   answer_accuracy does not reach grade B 良好: 80.74 (C 合格) at 93.5, held down by identity
//!   cheapest for grade B 良好: complaint_satisfaction to 72, occupancy to 86.5 for 3000 reaches 81.07 (B 良好)
//! ```
//!
//! All figures are made up.

#![expect(clippy::print_stdout, reason = "a program for people")]

mod causes;
mod composition;
mod outlook;
mod panel;
mod picture;
mod report;
mod study;
#[path = "../shared/table.rs"]
mod table;
mod waterfall;
mod weights;

use std::error::Error;

use study::Study;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] => print!("{}", report()?),
        ["picture", path] => {
            let svg = picture::svg(&Study::new()?)?;
            std::fs::write(path, svg).map_err(|error| format!("{path}: {error}"))?;
        }
        _ => return Err("give nothing or `picture OUT.svg`".into()),
    }
    Ok(())
}

fn report() -> Result<String, Box<dyn Error>> {
    let study = Study::new()?;
    let sections = [
        weights::report(&study)?,
        report::scorecards(&study),
        report::reasons(&study),
        report::strengths(&study),
        report::change(&study),
        outlook::certainty(&study)?,
        outlook::what_if(&study)?,
    ];
    Ok(sections.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `cargo run --example quality_model > examples/quality_model/log.txt` writes the log anew.
    #[test]
    fn the_report_is_the_log() {
        assert_eq!(report().unwrap(), include_str!("log.txt"));
    }

    #[test]
    fn the_steps_of_the_picture_lead_to_the_total() {
        let study = Study::new().unwrap();
        let ends =
            |panel: panel::Panel| panel.steps.iter().rev().take(2).map(|step| step.to).collect::<Vec<_>>();
        for ends in [ends(composition::panel(&study)), ends(causes::panel(&study))] {
            assert!(ends.iter().all(|end| (end - 80.74).abs() < 1e-6), "{ends:?}");
        }
        let svg = picture::svg(&study).unwrap();
        for words in ["Answers right", "解决准确率", "Rule: misconduct", "80.74, C 合格", "+7.68"] {
            assert!(svg.contains(words), "{words}");
        }
    }
}
