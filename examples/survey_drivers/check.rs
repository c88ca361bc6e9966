//! Compares the figures of a run with those of a reference: each of the reference's figures agrees, differs, is missing,
//! or is known to be of a later release.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

/// What of a reference is not compared, and why.
const LATER: [(&str, &str); 7] = [
    ("definitions", "words, no figures"),
    ("key_drivers_2017", "correlations with the overall mark: analysis of a later release"),
    ("regression_2017", "regression on several items: analysis of a later release"),
    ("welch_t", "Welch's test: analysis of a later release"),
    ("welch_df", "Welch's test: analysis of a later release"),
    ("welch_p", "Welch's test: analysis of a later release"),
    ("mannwhitney_p", "the test of Mann and Whitney: analysis of a later release"),
];

/// How many figures agree, the differences in words, and how many figures were not compared by reason.
#[derive(Debug, Default, PartialEq)]
struct Comparison {
    agree: usize,
    differences: Vec<String>,
    later: BTreeMap<&'static str, usize>,
}

/// Says how many figures agree with the reference, and which are not compared; a difference is an error.
pub(crate) fn run(figures: &Value, reference: &Path) -> Result<String, Box<dyn Error>> {
    let text =
        std::fs::read_to_string(reference).map_err(|error| format!("{}: {error}", reference.display()))?;
    let mut comparison = Comparison::default();
    comparison.compare("", Some(figures), &serde_json::from_str(&text)?);
    let Comparison { agree, differences, later } = comparison;
    if !differences.is_empty() {
        let count = differences.len();
        return Err(format!("{agree} figures agree, {count} differ: {}", differences.join("; ")).into());
    }
    let mut text = format!("{agree} figures agree with {}, none differs\n", reference.display());
    for (why, count) in later {
        let _ = writeln!(text, "  {count} not compared: {why}");
    }
    Ok(text)
}

impl Comparison {
    fn compare(&mut self, place: &str, ours: Option<&Value>, theirs: &Value) {
        match theirs {
            Value::Object(theirs) => {
                for (name, theirs) in theirs {
                    if let Some((_, why)) = LATER.iter().find(|(later, _)| later == name) {
                        *self.later.entry(why).or_default() += figures(theirs);
                    } else {
                        let ours = ours.and_then(|ours| ours.get(name));
                        self.compare(&format!("{place}/{name}"), ours, theirs);
                    }
                }
            }
            Value::Array(theirs) => {
                for (index, theirs) in theirs.iter().enumerate() {
                    let ours = ours.and_then(|ours| ours.get(index));
                    self.compare(&format!("{place}/{index}"), ours, theirs);
                }
            }
            _ => self.judge(place, ours, theirs),
        }
    }

    fn judge(&mut self, place: &str, ours: Option<&Value>, theirs: &Value) {
        let ours = ours.unwrap_or(&Value::Null);
        let agree = match (ours.as_f64(), theirs.as_f64()) {
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

/// How many figures a value holds.
fn figures(value: &Value) -> usize {
    match value {
        Value::Object(parts) => parts.values().map(figures).sum(),
        Value::Array(parts) => parts.iter().map(figures).sum(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_figure_of_the_reference_is_accounted_for() {
        let ours = json!({"rows": 2, "share": 1.0 / 3.0, "wilson95": [0.1, 0.5], "wifi": null, "new": 1});
        let mut theirs = json!({"rows": 2, "share": 0.333_333_333_333, "wilson95": [0.1, 0.5], "wifi": null});
        theirs["regression_2017"] = json!({"n": 7, "beta": {"signs": 0.3}});
        let mut comparison = Comparison::default();
        comparison.compare("", Some(&ours), &theirs);
        assert_eq!((comparison.agree, &comparison.differences[..]), (5, &[][..]));
        assert_eq!(comparison.later.into_values().collect::<Vec<_>>(), [2]);

        let theirs = json!({"rows": 3, "share": 0.333, "wilson95": [0.1, 0.5, 0.9], "nps": 3.5});
        let mut comparison = Comparison::default();
        comparison.compare("", Some(&ours), &theirs);
        assert_eq!(comparison.agree, 2);
        assert_eq!(
            comparison.differences,
            [
                "/nps: null, in the reference 3.5",
                "/rows: 2, in the reference 3",
                "/share: 0.3333333333333333, in the reference 0.333",
                "/wilson95/2: null, in the reference 0.9",
            ]
        );
    }
}
