//! How sure the grade is, what the next one asks for, and what that costs at least.

use std::error::Error;
use std::fmt::Write as _;

use service_quality::quantity::Share;
use service_quality::score::what_if::{Cheapest, Improvement, Target};

use crate::study::Study;
use crate::table::{align, row};

/// How likely another sample were graded otherwise.
pub(crate) fn certainty(study: &Study) -> Result<String, Box<dyn Error>> {
    let certainty = &study.certainty;
    let verdict = certainty.verdict("0.9".parse()?).ok_or("the model has no grades")?;
    let mut text = format!("How sure the grade is (等级把握度): {verdict}\n  {certainty}\n");
    let mut rows = vec![row(["grade", "probability", "simulation error"])];
    for chance in certainty.grades() {
        rows.push(vec![
            chance.grade.to_string(),
            percent(chance.probability),
            percent(chance.standard_error),
        ]);
    }
    // A grade is bilingual, and wider than it has letters.
    for row in &rows {
        let _ = writeln!(text, "  {}", row.join("  "));
    }
    Ok(text)
}

/// What would do.
pub(crate) fn what_if(study: &Study) -> Result<String, Box<dyn Error>> {
    let now = &study.now;
    let what_if = now.model.what_if(&now.measured).after(&study.before.card).to_places(2)?;
    let mut text = "What one figure alone would have to come to for the next grade (达标所需值)\n".to_owned();
    for needed in what_if.needed_for_each(&Target::NextGrade)? {
        let _ = writeln!(text, "  {needed}");
    }
    let options: Vec<Improvement> = serde_json::from_str(include_str!("improvements.json"))?;
    let mut rows = vec![row(["offer", "value", "cost"])];
    for Improvement { indicator, value, cost } in &options {
        rows.push(vec![indicator.to_string(), value.to_string(), cost.to_string()]);
    }
    let _ = write!(text, "\nWhat could be done, and at which cost (改进方案)\n{}", align(&rows));
    let next = now.card.next_band().ok_or("the grade is the highest")?.grade.clone();
    for target in [Target::Grade(next), Target::Score("85".parse()?), Target::Grade("A 优秀".parse()?)] {
        let _ = match what_if.cheapest(&options, &target)? {
            Cheapest::Reached(package) => writeln!(text, "  cheapest for {target}: {package}"),
            Cheapest::OutOfReach(package) => writeln!(text, "  {target} is out of reach; most: {package}"),
            _ => writeln!(text, "  {target} is not settled"), // by far more improvements than these
        };
    }
    let package = what_if.best_within(&options, 30_000.into())?;
    let _ = writeln!(text, "  best for 30000: {package}");
    Ok(text)
}

fn percent(share: Share) -> String {
    format!("{:.2} %", share.percent())
}
