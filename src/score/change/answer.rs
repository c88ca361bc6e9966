use std::fmt;

use serde::{Deserialize, Serialize};

use super::split::quotients;
use crate::quantity::{Name, Number, PLACES, RuleId, Score};
use crate::score::exact::step;
use crate::score::scorecard::agree;
use crate::score::{Model, Place, ScoreError, Scorecard};

/// A scorecard with the model that made it, to be compared with another.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::indicator::Measurement;
/// use service_quality::score::{Model, Scored};
///
/// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
///     {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0", "best": "1"}}},
///     {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}]}}"#)?;
/// let measured = |on_time: &str, csat: &str| Ok::<_, Box<dyn std::error::Error>>(BTreeMap::from([
///     ("on_time".parse()?, Measurement::present(on_time.parse()?, 412)),
///     ("csat".parse()?, Measurement::present(csat.parse()?, 97)),
/// ]));
/// let (may, june) = (model.score(&measured("0.9", "4.2")?), model.score(&measured("0.86", "4.4")?));
/// let change = Scored::new(&model, &june).compare(&Scored::new(&model, &may))?;
/// assert_eq!(change.to_string(), "87.5 to 85.75: -1.75 by values");
/// let on_time = &change.parts()[0];
/// assert_eq!(on_time.effects.value.to_string(), "-3");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Scored<'a> {
    pub(in crate::score) model: &'a Model,
    pub(in crate::score) scorecard: &'a Scorecard,
}

/// The change of a total between two scorecards (得分变化分解), split into effects that add up to it exactly.
///
/// What can change is put in four groups, and rules apart:
/// * **values**: what was measured, where it was measured both times;
/// * **weights**: weights, the shape of the tree, its means, its treatment of absence and its rounding;
/// * **curves**: how values are scored;
/// * **coverage**: what was measured once only;
/// * **rules**: what all rules together took from or gave to the totals, then and now.
///
/// Without rules, the step from the earlier to the later total can be taken in 24 orders of the four groups, each step
/// changing one of them while the others stand as before or after. An effect is its mean over all orders whose totals all
/// have a score (the Shapley value; for two groups, the midpoint split): so it does not depend on which group is thought to
/// change first, comparing backwards turns every sign, and what did not change has no effect. Each part's effects are the
/// changes of its points, with 9 decimals, rounded by the method of the largest remainder.
///
/// Source: L. S. Shapley, *A value for n-person games* (1953); A. F. Shorrocks, *Decomposition procedures for
/// distributional analysis*, Journal of Economic Inequality 11 (2013).
///
/// ```
/// use service_quality::score::ScoreChange;
///
/// let change: ScoreChange = serde_json::from_str(r#"{"earlier": "80", "later": "60", "rule_effect": "-30",
///     "effects": {"value": 10, "weight": 0, "curve": 0, "coverage": 0},
///     "parts": [{"place": {"indicator": "csat"}, "effects": {"value": 10, "weight": 0, "curve": 0, "coverage": 0}}]}"#)?;
/// assert_eq!(change.change().to_string(), "-20");
/// assert_eq!(change.to_string(), "80 to 60: +10 by values, -30 by rules");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct ScoreChange {
    earlier: Score,
    later: Score,
    effects: Effects,
    rules: Number,
    parts: Vec<PartChange>,
    rule_points: Vec<RuleChange>,
}

/// Effects on a total score, by what changed.
///
/// ```
/// use service_quality::score::Effects;
/// let effects: Effects = serde_json::from_str(r#"{"value": "-3", "weight": 0, "curve": 0, "coverage": "1.5"}"#)?;
/// assert_eq!(effects.sum().to_string(), "-1.5");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effects {
    /// Of values.
    pub value: Number,
    /// Of weights and of the tree.
    pub weight: Number,
    /// Of curves.
    pub curve: Number,
    /// Of what was measured once only.
    pub coverage: Number,
}

/// What one part gave to the change of the total.
///
/// ```
/// use service_quality::score::PartChange;
/// let csat: PartChange = serde_json::from_str(r#"{"place": {"indicator": "csat"}, "earlier": "4.2", "later": "4.4",
///     "effects": {"value": "1.25", "weight": 0, "curve": 0, "coverage": 0}}"#)?;
/// assert_eq!(csat.effects.sum(), csat.effects.value);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartChange {
    /// The indicator, or the node that was counted with a score of the policy's.
    pub place: Place,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The value measured earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Number>,
    /// The value measured later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later: Option<Number>,
    /// What it gave to the change: the change of its points by each cause. A part that only weighs less has fewer points, and
    /// the others more: effects of weights and of coverage say something in their sum, and of one part only beside the
    /// others'.
    pub effects: Effects,
}

/// What one rule gave to the totals, or took.
///
/// ```
/// use service_quality::score::RuleChange;
/// let cap: RuleChange = serde_json::from_str(r#"{"rule": "identity", "earlier": 0, "later": "-27.4"}"#)?;
/// assert!(cap.later < cap.earlier);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleChange {
    /// The rule.
    pub rule: RuleId,
    /// Its [points](crate::score::RuleTrace::points) earlier; 0 where it did not apply.
    pub earlier: Number,
    /// Its points later.
    pub later: Number,
}

impl<'a> Scored<'a> {
    /// A scorecard and the model that made it.
    #[must_use]
    pub const fn new(model: &'a Model, scorecard: &'a Scorecard) -> Self {
        Self { model, scorecard }
    }

    /// How the total came from the earlier one to this one.
    ///
    /// Values, absences and carried scores are read from the scorecards, so that neither has to be measured again.
    ///
    /// # Errors
    /// [`ScoreError::NoScore`] when a total has none, [`ScoreError::OtherModel`] when a scorecard is not its model's,
    /// [`ScoreError::NoPath`] when the two have too little in common.
    pub fn compare(&self, earlier: &Self) -> Result<ScoreChange, ScoreError> {
        crate::score::change::split::split(earlier, self)
    }
}

impl ScoreChange {
    pub(in crate::score) const fn new(
        totals: (Score, Score),
        effects: Effects,
        rules: Number,
        parts: Vec<PartChange>,
        rule_points: Vec<RuleChange>,
    ) -> Self {
        Self { earlier: totals.0, later: totals.1, effects, rules, parts, rule_points }
    }

    /// The earlier total.
    #[must_use]
    pub const fn earlier(&self) -> Score {
        self.earlier
    }

    /// The later total.
    #[must_use]
    pub const fn later(&self) -> Score {
        self.later
    }

    /// The later total less the earlier one: the sum of all effects.
    #[must_use]
    pub fn change(&self) -> Number {
        sum([self.effects.sum(), self.rules])
    }

    /// The effects of all parts together.
    #[must_use]
    pub const fn effects(&self) -> &Effects {
        &self.effects
    }

    /// The effect of the rules: what they changed about the later total, less what they changed about the earlier one.
    #[must_use]
    pub const fn rule_effect(&self) -> Number {
        self.rules
    }

    /// Each part with its effects, which sum to [`ScoreChange::effects`]: in the order of the later model, then what only
    /// the earlier one has.
    #[must_use]
    pub fn parts(&self) -> &[PartChange] {
        &self.parts
    }

    /// The effects of values, weights, curves, coverage and rules for people: rounded to the decimals of the totals, but at
    /// least 2, so that they still sum to the change.
    #[must_use]
    pub fn rounded(&self) -> [Number; 5] {
        let Effects { value, weight, curve, coverage } = self.effects;
        let exact = [value, weight, curve, coverage, self.rules].map(Number::to_scaled);
        let places = self.earlier.value().scale().max(self.later.value().scale()).max(2);
        let step = step(places);
        let mut steps = quotients(&exact, step).into_iter();
        exact.map(|_| {
            let units = steps.next().unwrap_or_default().saturating_mul(step);
            Number::from_scaled(units, PLACES).unwrap_or(Number::ZERO)
        })
    }

    /// Every rule that applied then or now, with its points then and now: their differences sum to
    /// [`ScoreChange::rule_effect`].
    #[must_use]
    pub fn rules(&self) -> &[RuleChange] {
        &self.rule_points
    }
}

impl Effects {
    /// No effect.
    pub const NONE: Self =
        Self { value: Number::ZERO, weight: Number::ZERO, curve: Number::ZERO, coverage: Number::ZERO };

    /// The effects of parts, group by group.
    pub(in crate::score) fn total(parts: &[PartChange]) -> Self {
        let all = |group: fn(&Self) -> Number| sum(parts.iter().map(|part| group(&part.effects)));
        Self {
            value: all(|effects| effects.value),
            weight: all(|effects| effects.weight),
            curve: all(|effects| effects.curve),
            coverage: all(|effects| effects.coverage),
        }
    }

    fn units(&self) -> [i128; 4] {
        [self.value, self.weight, self.curve, self.coverage].map(Number::to_scaled)
    }

    /// All four together.
    #[must_use]
    pub fn sum(&self) -> Number {
        sum([self.value, self.weight, self.curve, self.coverage])
    }
}

/// The sum of effects, which lie within −200 and 200 each.
pub(in crate::score) fn sum(effects: impl IntoIterator<Item = Number>) -> Number {
    let units = effects.into_iter().map(Number::to_scaled).fold(0, i128::saturating_add);
    Number::from_scaled(units, PLACES).unwrap_or(Number::ZERO)
}

impl fmt::Display for ScoreChange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { earlier, later, .. } = self;
        write!(formatter, "{earlier} to {later}: ")?;
        let names = ["values", "weights", "curves", "coverage", "rules"];
        let groups: Vec<(Number, &str)> = self.rounded().into_iter().zip(names).collect();
        let mut told = groups.iter().filter(|(effect, _)| *effect != Number::ZERO).peekable();
        if told.peek().is_none() {
            return formatter.write_str("no change");
        }
        for (index, (effect, group)) in told.enumerate() {
            let (comma, sign) =
                (if index == 0 { "" } else { ", " }, if *effect > Number::ZERO { "+" } else { "" });
            write!(formatter, "{comma}{sign}{effect} by {group}")?;
        }
        Ok(())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    earlier: Score,
    later: Score,
    effects: Effects,
    rule_effect: Number,
    parts: Vec<PartChange>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rules: Vec<RuleChange>,
}

impl TryFrom<Stored> for ScoreChange {
    type Error = ScoreError;

    fn try_from(stored: Stored) -> Result<Self, ScoreError> {
        let Stored { earlier, later, effects, rule_effect, parts, rules } = stored;
        // Not beyond 10^24 each: no list of them overflows.
        let mut all = [0_i128; 4];
        for part in &parts {
            for (sum, effect) in all.iter_mut().zip(part.effects.units()) {
                *sum += effect;
            }
        }
        let places = ["effects.value", "effects.weight", "effects.curve", "effects.coverage"];
        for ((place, given), all) in places.into_iter().zip(effects.units()).zip(all) {
            let told = Number::from_scaled(given, PLACES).unwrap_or(Number::ZERO);
            agree(given == all, place, &told, "the sum over the parts")?;
        }
        let change = Self { earlier, later, effects, rules: rule_effect, parts, rule_points: rules };
        let given = later.to_scaled() - earlier.to_scaled();
        let all = effects.units().into_iter().sum::<i128>() + rule_effect.to_scaled();
        agree(all == given, "later", &later, "`earlier` and the effects")?;
        Ok(change)
    }
}

impl From<ScoreChange> for Stored {
    fn from(change: ScoreChange) -> Self {
        Self {
            earlier: change.earlier,
            later: change.later,
            effects: change.effects,
            rule_effect: change.rules,
            parts: change.parts,
            rules: change.rule_points,
        }
    }
}
