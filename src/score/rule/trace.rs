use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{Name, Number, Score};
use crate::score::{Effect, Place, Rule, Trigger};

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
    /// What it gave to the total score, or took from it: what the total changes by when this rule joins those that
    /// apply below it and before it. So the points of all rules are what they change about the total together.
    pub points: Number,
}

impl fmt::Display for RuleTrace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(formatter, &Place::to_string)
    }
}

impl RuleTrace {
    /// The trace in English, with parts called as `part` says.
    pub(in crate::score) fn write(
        &self,
        formatter: &mut fmt::Formatter<'_>,
        part: &dyn Fn(&Place) -> String,
    ) -> fmt::Result {
        let Self { rule, before, after, .. } = self;
        match rule.effect() {
            Effect::Bonus(_) => write!(formatter, "raised from {before} to {after}")?,
            Effect::Penalty(_) => write!(formatter, "lowered from {before} to {after}")?,
            Effect::Cap(most) => write!(formatter, "capped to {most}")?,
            Effect::KnockOut => formatter.write_str("knocked out")?,
            Effect::GradeAtMost(grade) => write!(formatter, "graded {grade} at most")?,
        }
        write!(formatter, " by {}", rule.title())?;
        rule.write_triggers(formatter, part)?;
        if before == after || rule.effect().points().is_some() {
            return Ok(());
        }
        write!(formatter, "; {before} without")
    }
}

impl Rule {
    /// What people call it in English.
    pub(in crate::score) fn title(&self) -> &str {
        self.name().map_or(self.id().as_str(), Name::en)
    }

    /// Its triggers in brackets, where it has some.
    pub(in crate::score) fn write_triggers(
        &self,
        formatter: &mut fmt::Formatter<'_>,
        part: &dyn Fn(&Place) -> String,
    ) -> fmt::Result {
        for (index, trigger) in self.when().iter().enumerate() {
            formatter.write_str(if index == 0 { " (" } else { " and " })?;
            trigger.write(formatter, part)?;
        }
        formatter.write_str(if self.when().is_empty() { "" } else { ")" })
    }
}

impl Trigger {
    fn write(&self, formatter: &mut fmt::Formatter<'_>, part: &dyn Fn(&Place) -> String) -> fmt::Result {
        let place = part(&self.place());
        match self {
            Self::Value { is, value, .. } => write!(formatter, "{place} {is} {value}"),
            Self::Score { is, score, .. } => write!(formatter, "score of {place} {is} {score}"),
            Self::Absent { .. } => write!(formatter, "{place} is absent"),
        }
    }
}

impl fmt::Display for Trigger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(formatter, &Place::to_string)
    }
}
