use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{Number, Score};
use crate::score::{Effect, Rule, Trigger};

/// A rule that applied to the score of a part (规则痕迹): what it looked at, and what it changed.
///
/// ```
/// use service_quality::score::RuleTrace;
///
/// let trace: RuleTrace = serde_json::from_str(r#"{
///     "rule": {"id": "identity", "when": [{"value": {"of": "verify_identity", "is": "below", "value": "1"}}],
///              "effect": {"cap": "60"}},
///     "before": "87.4", "after": "60", "points": "-27.4"}"#)?;
/// assert_eq!(trace.to_string(), "capped to 60 by identity (verify_identity < 1); 87.4 without");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleTrace {
    /// The rule, with its triggers and its effect.
    pub rule: Rule,
    /// The score before it.
    pub before: Score,
    /// The score after it; the same where it applied and nothing was left to change.
    pub after: Score,
    /// What it gave to the total score, or took from it.
    pub points: Number,
}

impl fmt::Display for RuleTrace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, before, after, .. } = self;
        match rule.effect() {
            Effect::Bonus(_) => write!(formatter, "raised to {after}")?,
            Effect::Penalty(_) => write!(formatter, "lowered to {after}")?,
            Effect::Cap(most) => write!(formatter, "capped to {most}")?,
            Effect::KnockOut => formatter.write_str("knocked out")?,
            Effect::GradeAtMost(grade) => write!(formatter, "graded {grade} at most")?,
        }
        write!(formatter, " by {}", rule.name().map_or(rule.id().as_str(), |name| name.en()))?;
        for (index, trigger) in rule.when().iter().enumerate() {
            write!(formatter, "{}{trigger}", if index == 0 { " (" } else { " and " })?;
        }
        if !rule.when().is_empty() {
            formatter.write_str(")")?;
        }
        if before == after { Ok(()) } else { write!(formatter, "; {before} without") }
    }
}

impl fmt::Display for Trigger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { of, is, value } => write!(formatter, "{of} {is} {value}"),
            Self::Score { of, is, score } => write!(formatter, "score of {of} {is} {score}"),
            Self::Absent { of } => write!(formatter, "{of} is absent"),
        }
    }
}
