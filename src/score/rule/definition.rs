use serde::{Deserialize, Serialize};

use crate::quantity::{IndicatorId, Name, Number, RuleId, Score};
use crate::score::{Grade, Place, ScoreError};
use crate::ticket::Comparison;

/// A rule of a node (评分规则): what its score may not be bought off with, or what it gains and loses beside its parts.
///
/// A rule applies when all of its triggers hold; several rules are alternatives. Whatever their order in the document,
/// the rules of a node apply to its score in this order: bonuses, up to 100; then penalties, down to 0; then caps; then
/// knock-outs. So a bonus beyond 100 buys off no penalty, and nothing buys off a cap. Points are limited each by itself
/// and in sum by the node's [`PointLimits`], and rounded as any score of that node.
///
/// A trigger on what is missing or suppressed cannot be told: the rule does not apply, unless it says so
/// ([`Rule::applies_when_unknown`]); the scorecard says that it was left undetermined, and the low and high bounds allow
/// for both outcomes. What is not applicable triggers nothing.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::indicator::Measurement;
/// use service_quality::score::Model;
///
/// let model: Model = serde_json::from_str(r#"{"root": {"id": "call", "children": [
///     {"weight": 4, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}},
///     {"weight": 0, "indicator": "verify_identity", "curve": {"goalposts": {"worst": "0", "best": "1"}}}],
///     "rules": [{"id": "identity", "when": [{"value": {"of": "verify_identity", "is": "below", "value": "1"}}],
///                "effect": {"cap": "60"}}]}}"#)?;
/// let scorecard = model.score(&BTreeMap::from([
///     ("csat".parse()?, Measurement::present("4.5".parse()?, 97)),
///     ("verify_identity".parse()?, Measurement::present("0.99".parse()?, 97)),
/// ]));
/// let reasons: Vec<String> = scorecard.reasons().iter().map(ToString::to_string).collect();
/// assert_eq!(reasons, ["capped to 60 by identity (verify_identity < 1); 87.5 without"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRule", into = "RawRule")]
pub struct Rule {
    id: RuleId,
    name: Option<Name>,
    when: Vec<Trigger>,
    effect: Effect,
    unknown: Unknown,
}

/// What a rule does where it cannot be told whether its triggers hold, since something that they look at is absent.
///
/// ```
/// use service_quality::score::{Rule, Unknown};
///
/// let strict: Rule = serde_json::from_str(r#"{"id": "safety", "unknown": "applies", "effect": "knock_out",
///     "when": [{"value": {"of": "audit_passed", "is": "below", "value": 1}}]}"#)?;
/// assert_eq!(strict.unknown(), Unknown::Applies); // no audit, no score
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// It does not apply; the scorecard tells the bounds with and without it.
    #[default]
    Waits,
    /// It applies, as if its triggers held.
    Applies,
}

/// One condition of a rule, on a part below the node that has the rule.
///
/// ```
/// use service_quality::score::Trigger;
///
/// let low: Trigger = serde_json::from_str(r#"{"score": {"of": {"node": "safety"}, "is": "below", "score": "60"}}"#)?;
/// assert_eq!(low.to_string(), "score of safety < 60");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Trigger {
    /// The measured value of an indicator compares so.
    Value {
        /// The indicator; one of weight 0 is a gate and nothing else.
        of: IndicatorId,
        /// How it compares.
        is: Comparison,
        /// With what.
        value: Number,
    },
    /// The score of an indicator or a node compares so.
    Score {
        /// The indicator or node.
        of: Place,
        /// How it compares.
        is: Comparison,
        /// With what.
        score: Score,
    },
    /// The part has no score, for whatever reason but that it is not applicable.
    Absent {
        /// The indicator or node.
        of: Place,
    },
}

/// What a rule does to the score of its node.
///
/// ```
/// use service_quality::score::Effect;
///
/// assert_eq!(serde_json::from_str::<Effect>(r#""knock_out""#)?, Effect::KnockOut);
/// let complaints: Effect = serde_json::from_str(r#"{"penalty": {"points": 2, "per": "complaints", "limit": 10}}"#)?;
/// assert!(matches!(complaints, Effect::Penalty(points) if points.limit().is_some()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Effect {
    /// Adds points (加分).
    Bonus(Points),
    /// Takes points off (扣分).
    Penalty(Points),
    /// The score is at most this (封顶).
    Cap(Score),
    /// The score is 0 (一票否决).
    KnockOut,
    /// The total's grade is at most this, its score stays; for rules of the root only (降级).
    GradeAtMost(Grade),
}

/// Points that a bonus adds or a penalty takes.
///
/// ```
/// use service_quality::score::Points;
///
/// let praise = Points::new("0.5".parse()?)?.per("commendations".parse()?, "5".parse()?);
/// assert_eq!(praise.limit().map(|limit| limit.to_string()).as_deref(), Some("5"));
/// assert!(serde_json::from_str::<Points>(r#"{"points": 1, "per": "commendations"}"#).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawPoints", into = "RawPoints")]
pub struct Points {
    points: Score,
    per: Option<(IndicatorId, Score)>,
}

/// The most that all bonuses, and that all penalties, of one node come to (加扣分上限).
///
/// ```
/// use service_quality::score::PointLimits;
/// let limits: PointLimits = serde_json::from_str(r#"{"bonus": "10"}"#)?;
/// assert_eq!(limits.penalty, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointLimits {
    /// Of all bonuses together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bonus: Option<Score>,
    /// Of all penalties together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penalty: Option<Score>,
}

impl Rule {
    /// A rule that applies when all triggers hold.
    ///
    /// # Errors
    /// [`ScoreError::TooFew`] without a trigger, unless the effect gives points for each unit of an indicator.
    pub fn new(
        id: RuleId,
        when: impl IntoIterator<Item = Trigger>,
        effect: Effect,
    ) -> Result<Self, ScoreError> {
        let when: Vec<Trigger> = when.into_iter().collect();
        if when.is_empty() && effect.points().is_none_or(|points| points.per.is_none()) {
            return Err(ScoreError::TooFew { place: "when".into(), given: 0, least: "one trigger" });
        }
        Ok(Self { id, name: None, when, effect, unknown: Unknown::Waits })
    }

    /// The same rule with a name for people.
    #[must_use]
    pub fn with_name(mut self, name: Name) -> Self {
        self.name = Some(name);
        self
    }

    /// The same rule, which applies also where that cannot be told: for what must be shown, not assumed.
    #[must_use]
    pub const fn applies_when_unknown(mut self) -> Self {
        self.unknown = Unknown::Applies;
        self
    }

    /// What it does where it cannot be told whether it applies.
    #[must_use]
    pub const fn unknown(&self) -> Unknown {
        self.unknown
    }

    /// The id, unique among the rules of a model.
    #[must_use]
    pub const fn id(&self) -> &RuleId {
        &self.id
    }

    /// The name for people.
    #[must_use]
    pub const fn name(&self) -> Option<&Name> {
        self.name.as_ref()
    }

    /// The triggers, all of which have to hold.
    #[must_use]
    pub fn when(&self) -> &[Trigger] {
        &self.when
    }

    /// What it does.
    #[must_use]
    pub const fn effect(&self) -> &Effect {
        &self.effect
    }
}

impl Trigger {
    /// The part that is looked at.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Self::Value { of, .. } => Place::Indicator(of.clone()),
            Self::Score { of, .. } | Self::Absent { of } => of.clone(),
        }
    }
}

impl Effect {
    /// The points of a bonus or a penalty.
    #[must_use]
    pub const fn points(&self) -> Option<&Points> {
        match self {
            Self::Bonus(points) | Self::Penalty(points) => Some(points),
            Self::Cap(_) | Self::KnockOut | Self::GradeAtMost(_) => None,
        }
    }
}

impl Points {
    /// So many points, once.
    ///
    /// # Errors
    /// [`ScoreError::NoPoints`] for 0.
    pub fn new(points: Score) -> Result<Self, ScoreError> {
        if points == Score::MIN {
            return Err(ScoreError::NoPoints { place: "points".into() });
        }
        Ok(Self { points, per: None })
    }

    /// So many for each unit of an indicator's value, up to a limit; a negative value counts as 0.
    #[must_use]
    pub fn per(mut self, indicator: IndicatorId, limit: Score) -> Self {
        self.per = Some((indicator, limit));
        self
    }

    /// The points, once or for each unit.
    #[must_use]
    pub const fn points(&self) -> Score {
        self.points
    }

    /// The indicator whose units count.
    #[must_use]
    pub fn unit(&self) -> Option<&IndicatorId> {
        self.per.as_ref().map(|(indicator, _)| indicator)
    }

    /// The most that they come to, where they count by units.
    #[must_use]
    pub fn limit(&self) -> Option<Score> {
        self.per.as_ref().map(|(_, limit)| *limit)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: RuleId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Name>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    when: Vec<Trigger>,
    effect: Effect,
    #[serde(default, skip_serializing_if = "is_waiting")]
    unknown: Unknown,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_waiting(unknown: &Unknown) -> bool {
    *unknown == Unknown::Waits
}

impl TryFrom<RawRule> for Rule {
    type Error = ScoreError;

    fn try_from(raw: RawRule) -> Result<Self, ScoreError> {
        Ok(Self { name: raw.name, unknown: raw.unknown, ..Self::new(raw.id, raw.when, raw.effect)? })
    }
}

impl From<Rule> for RawRule {
    fn from(rule: Rule) -> Self {
        Self { id: rule.id, name: rule.name, when: rule.when, effect: rule.effect, unknown: rule.unknown }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPoints {
    points: Score,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    per: Option<IndicatorId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    limit: Option<Score>,
}

impl TryFrom<RawPoints> for Points {
    type Error = ScoreError;

    fn try_from(raw: RawPoints) -> Result<Self, ScoreError> {
        let points = Self::new(raw.points)?;
        match (raw.per, raw.limit) {
            (Some(indicator), Some(limit)) => Ok(points.per(indicator, limit)),
            (None, None) => Ok(points),
            (Some(_), None) => Err(ScoreError::Missing {
                place: "limit".into(),
                remedy: "give the most that points for each unit come to",
            }),
            (None, Some(_)) => Err(ScoreError::Misplaced {
                place: "limit".into(),
                remedy: "points that count once are their own limit; leave it out or give `per`",
            }),
        }
    }
}

impl From<Points> for RawPoints {
    fn from(points: Points) -> Self {
        let (per, limit) = points.per.unzip();
        Self { points: points.points, per, limit }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(json: &str, starts: &str) {
        let message = serde_json::from_str::<Rule>(json).unwrap_err().to_string();
        assert!(message.starts_with(starts), "{message}");
    }

    #[test]
    fn faults_say_what_to_do() {
        let rule =
            |when: &str, effect: &str| format!(r#"{{"id": "r", "when": [{when}], "effect": {effect}}}"#);
        let trigger = r#"{"value": {"of": "a", "is": "below", "value": 1}}"#;
        refused(&rule("", r#""knock_out""#), "when: is empty: give at least one trigger");
        refused(&rule(trigger, r#"{"bonus": {"points": 0}}"#), "points: 0 points change nothing");
        refused(
            &rule(trigger, r#"{"bonus": {"points": 1, "per": "b"}}"#),
            "limit: is missing: give the most",
        );
        refused(&rule(trigger, r#"{"bonus": {"points": 1, "limit": 2}}"#), "limit: has no meaning here");
        refused(&rule(trigger, r#"{"cap": "101"}"#), "score `101` is out of range");
    }

    #[test]
    fn points_by_the_unit_need_no_trigger() {
        let json = r#"{"id":"r","effect":{"bonus":{"points":"1","per":"b","limit":"5"}}}"#;
        let rule: Rule = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&rule).unwrap(), json);
    }
}
