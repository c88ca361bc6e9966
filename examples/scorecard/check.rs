//! Compares the figures of a run with those of a reference, as far as both have them.

use std::error::Error;
use std::path::Path;

use serde_json::Value;

/// What a reference calls otherwise: the name here, the name there.
const NAMES: [(&str, &str); 5] = [
    ("evaluated", "evaluated_counts"),
    ("paused_minutes", "paused_minutes_total"),
    ("departments", "met_by_department"),
    ("met", "k"),
    ("attainment", "share"),
];

/// How many figures agree, and the differences in words.
#[derive(Debug, Default, PartialEq)]
struct Comparison {
    agree: usize,
    differences: Vec<String>,
}

/// Says how many figures agree with the reference; a difference is an error.
pub(crate) fn run(figures: &Value, reference: &Path) -> Result<String, Box<dyn Error>> {
    let text =
        std::fs::read_to_string(reference).map_err(|error| format!("{}: {error}", reference.display()))?;
    let mut comparison = Comparison::default();
    comparison.compare("", figures, &serde_json::from_str(&text)?);
    let Comparison { agree, differences } = comparison;
    if !differences.is_empty() {
        return Err(format!(
            "{agree} figures agree, {} differ: {}",
            differences.len(),
            differences.join("; ")
        )
        .into());
    }
    if agree == 0 {
        return Err("the reference has no figure of this run: is it that of other records?".into());
    }
    Ok(format!("{agree} figures agree with {}, none differs\n", reference.display()))
}

impl Comparison {
    fn compare(&mut self, place: &str, ours: &Value, theirs: &Value) {
        let (Value::Object(ours), Value::Object(theirs)) = (ours, theirs) else {
            return self.judge(place, ours, theirs);
        };
        for (name, ours) in ours {
            let other = NAMES.iter().find(|(here, _)| here == name).map(|(_, there)| *there);
            if let Some(theirs) = theirs.get(name).or_else(|| theirs.get(other?)) {
                self.compare(&format!("{place}/{name}"), ours, theirs);
            }
        }
    }

    fn judge(&mut self, place: &str, ours: &Value, theirs: &Value) {
        let agree = match (ours.as_f64(), theirs.as_f64()) {
            // More due times within a minute of the city's own are better.
            (Some(a), Some(b)) if place.ends_with("/within_60s") => a >= b,
            (Some(_), Some(_)) if ours.is_u64() && theirs.is_u64() => ours == theirs,
            (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()),
            _ => ours == theirs,
        };
        if agree {
            self.agree += 1;
        } else {
            self.differences.push(format!("{place}: {ours}, in the reference {theirs}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn compared(ours: &Value, theirs: &Value) -> Comparison {
        let mut comparison = Comparison::default();
        comparison.compare("", ours, theirs);
        comparison
    }

    #[test]
    fn figures_of_both_sides_are_compared() {
        let ours = json!({
            "score": 63.3, "evaluated": {"ONTIME": 7}, "oracle": {"within_60s": 9},
            "departments": {"PARK": {"met": 1, "n": 3, "attainment": 1.0 / 3.0}, "new": {"met": 1}},
        });
        let mut theirs = json!({
            "cases": 10, "evaluated_counts": {"ONTIME": 7}, "oracle": {"within_60s": 8},
            "met_by_department": {"PARK": {"k": 1, "n": 3, "share": 0.333_333_333_333}},
        });
        assert_eq!(compared(&ours, &theirs), Comparison { agree: 5, differences: vec![] });

        theirs["oracle"]["within_60s"] = 10.into();
        theirs["met_by_department"]["PARK"] = json!({"k": 2, "n": 3.0, "share": 0.333_333});
        let differences = compared(&ours, &theirs).differences;
        assert_eq!(differences.len(), 3, "{differences:?}");
        assert_eq!(differences[2], "/oracle/within_60s: 9, in the reference 10");
    }
}
