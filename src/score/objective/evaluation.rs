use std::fmt;

use serde::{Deserialize, Serialize};

use crate::indicator::Measurement;
use crate::quantity::{IndicatorId, Number, Weight};

use super::{Check, Judgement, Total};

/// What a plan says of figures, with its reasons (评价结果). `Display` renders them in English, from these data alone.
///
/// ```
/// use service_quality::score::objective::{Evaluation, Verdict};
///
/// let stored = r#"{
///     "total": {"points": "0", "maximum": "1", "percent": "0", "pass_marks": {"pass": "90"}, "verdict": "fail"},
///     "objectives": [{"indicator": "minutes", "judgement": "fail", "weight": "1", "points": "0",
///         "figure": {"value": "17", "n": 1}, "pass": [[{"criterion": "<=15", "target": "15", "outcome": "violated"}]]}]}"#;
/// let evaluation: Evaluation = serde_json::from_str(stored)?;
/// assert_eq!(evaluation.total.verdict, Some(Verdict::Fail));
/// assert_eq!(evaluation.objectives[0].violations().next().unwrap().criterion.to_string(), "<=15");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// The verdict on the whole.
    pub total: Total,
    /// The verdict on each objective, in the order of the plan.
    pub objectives: Vec<ObjectiveResult>,
    /// Figures that no objective asks for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without_objective: Vec<IndicatorId>,
}

/// What became of one objective, and why.
///
/// ```
/// use service_quality::score::objective::{Judgement, ObjectiveResult};
///
/// let result: ObjectiveResult = serde_json::from_str(
///     r#"{"indicator": "calls", "judgement": "informational", "weight": 1, "figure": {"absent": "missing"}}"#,
/// )?;
/// assert_eq!(result.judgement, Judgement::Informational);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectiveResult {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The verdict.
    pub judgement: Judgement,
    /// Whether its failure fails the whole.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub key: bool,
    /// The weight.
    pub weight: Weight,
    /// The points reached; absent where it counts neither way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Number>,
    /// What was measured.
    pub figure: Measurement,
    /// The previous figure that relative criteria were held against; absent where there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Number>,
    /// What became of each pass criterion, set by set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pass: Vec<Vec<Check>>,
    /// What became of each warning criterion, set by set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warning: Vec<Vec<Check>>,
}

impl ObjectiveResult {
    /// The pass criteria that do not hold.
    pub fn violations(&self) -> impl Iterator<Item = &Check> {
        self.pass.iter().flatten().filter(|check| !check.holds())
    }
}

impl fmt::Display for Evaluation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}", self.total)?;
        for objective in &self.objectives {
            writeln!(formatter, "  {objective}")?;
            for (name, sets) in [("pass", &objective.pass), ("warning", &objective.warning)] {
                for (index, set) in sets.iter().enumerate() {
                    for check in set {
                        // Criteria that must hold together share a number; a set of one needs none.
                        match set.len() {
                            1 => writeln!(formatter, "    {name} {check}")?,
                            _ => writeln!(formatter, "    {name} {}, {check}", index + 1)?,
                        }
                    }
                }
            }
        }
        for indicator in &self.without_objective {
            writeln!(formatter, "  {indicator}: has no objective")?;
        }
        Ok(())
    }
}

impl fmt::Display for ObjectiveResult {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = if self.key { " (key)" } else { "" };
        write!(formatter, "{}{key}: {}, ", self.indicator, self.judgement)?;
        match (self.figure.value(), self.figure.absence()) {
            (Some(value), _) => write!(formatter, "{value}")?,
            (None, Some(absence)) => write!(formatter, "{absence}")?,
            (None, None) => {}
        }
        if let Some(previous) = self.previous {
            write!(formatter, " after {previous}")?;
        }
        match self.points {
            Some(points) => write!(formatter, ", {points} of {} points", self.weight),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Total {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.verdict {
            Some(verdict) => write!(formatter, "{verdict}: ")?,
            None => formatter.write_str("no verdict: ")?,
        }
        if let Some(percent) = self.percent {
            write!(formatter, "{percent} percent, ")?;
        }
        write!(
            formatter,
            "{} of {} points; pass from {}",
            self.points,
            self.maximum,
            self.pass_marks.pass()
        )?;
        if let Some(warning) = self.pass_marks.warning() {
            write!(formatter, ", warning from {warning}")?;
        }
        for (index, key) in self.failed_keys.iter().enumerate() {
            write!(formatter, "{}{key}", if index == 0 { "; failed by " } else { ", " })?;
        }
        Ok(())
    }
}
