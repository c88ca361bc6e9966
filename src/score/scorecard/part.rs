use std::fmt::Display;

use serde::{Deserialize, Serialize};

use crate::quantity::{Name, Number, PLACES, Score, Share, Weight};
use crate::score::plan::State;
use crate::score::plan::{Method, Slot};
use crate::score::rule::Applied;
use crate::score::{
    Aggregation, Gap, Place, Position, Reason, Rule, RuleTrace, ScoreError, Treatment, exact,
};

/// One part of a scorecard: a node or an indicator with its figures.
///
/// It is written within a [`Scorecard`](crate::score::Scorecard) and read back with it.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::{indicator::Measurement, score::Model};
///
/// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
///     {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0.6", "best": "1"}}}
/// ]}}"#)?;
/// let measured = BTreeMap::from([("on_time".parse()?, Measurement::present("0.55".parse()?, 40))]);
/// let scorecard = model.score(&measured);
/// let reasons = scorecard.parts().iter().flat_map(|part| part.reasons());
/// let reasons: Vec<String> = reasons.map(|reason| reason.to_string()).collect();
/// assert_eq!(reasons, [
///     "measured 0.55 (n 40), below 0.6 (scores 0)",
///     "weighs 100 % of the total: 0 points, 100 lost",
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PartScore(Facts);

/// A part's figures as they are stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::score) struct Facts {
    place: Place,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Name>,
    depth: u32,
    weight: Weight,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    aggregation: Option<Aggregation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    n: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    position: Option<Position>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    score: Option<Score>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gap: Option<Gap>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    treatment: Option<Treatment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    carried: Option<Score>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rules: Vec<RuleTrace>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    undetermined: Vec<Rule>,
    coverage: Share,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    low: Option<Score>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    high: Option<Score>,
    lift: Score,
    effective_weight: Share,
    points: Score,
    lost: Score,
}

impl PartScore {
    pub(in crate::score) fn new(slot: &Slot, state: State) -> Self {
        let (score, gap) = match state.outcome {
            Ok(score) => (Some(exact::score(score)), None),
            Err(gap) => (None, Some(gap)),
        };
        let carried = state.entered.filter(|_| matches!(state.treatment, Some(Treatment::Previous { .. })));
        let (aggregation, rules, undetermined) = match &slot.method {
            Method::Curve(_) => (None, Vec::new(), Vec::new()),
            Method::Mean(aggregation, rules) => {
                let trace = |applied: &Applied| {
                    Some(RuleTrace {
                        rule: rules.rules.get(applied.rule)?.rule.clone(),
                        before: exact::score(applied.before),
                        after: exact::score(applied.after),
                        points: Number::from_scaled(applied.points, PLACES)?,
                    })
                };
                let own = Some(aggregation.clone()).filter(|own| *own != Aggregation::default());
                let untold = state.ruling.undetermined.iter().filter_map(|index| rules.rules.get(*index));
                (
                    own,
                    state.ruling.applied.iter().filter_map(trace).collect(),
                    untold.map(|compiled| compiled.rule.clone()).collect(),
                )
            }
        };
        Self(Facts {
            aggregation,
            carried: carried.map(exact::score),
            rules,
            undetermined,
            place: slot.place.clone(),
            name: slot.name.clone(),
            depth: slot.depth,
            weight: slot.weight,
            value: state.measurement.and_then(|measurement| measurement.value()),
            n: state.measurement.map(|measurement| measurement.n()),
            position: state.position,
            lift: score.map_or(Score::MIN, |score| exact::score(score.to_scaled() - state.floor)),
            score,
            gap,
            treatment: state.treatment,
            coverage: exact::share(state.coverage),
            low: state.bounds.map(|(low, _)| exact::score(low)),
            high: state.bounds.map(|(_, high)| exact::score(high)),
            effective_weight: exact::share(state.effective),
            points: exact::score(state.points),
            lost: exact::score(state.lost),
        })
    }

    /// The node or indicator.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.0.place
    }

    /// Its name for people.
    #[must_use]
    pub const fn name(&self) -> Option<&Name> {
        self.0.name.as_ref()
    }

    /// Levels below the root; 0 for the root.
    #[must_use]
    pub const fn depth(&self) -> u32 {
        self.0.depth
    }

    /// Its weight among its siblings, as the model gives it; 1 for the root.
    #[must_use]
    pub const fn weight(&self) -> Weight {
        self.0.weight
    }

    /// The mean that a node takes of its children, where it is not the weighted arithmetic one.
    #[must_use]
    pub const fn aggregation(&self) -> Option<&Aggregation> {
        self.0.aggregation.as_ref()
    }

    /// The measured value of an indicator.
    #[must_use]
    pub const fn value(&self) -> Option<Number> {
        self.0.value
    }

    /// The number of observations of an indicator; absent for nodes and where there was no measurement.
    #[must_use]
    pub const fn n(&self) -> Option<u64> {
        self.0.n
    }

    /// Where the value lies on the indicator's curve.
    #[must_use]
    pub const fn position(&self) -> Option<Position> {
        self.0.position
    }

    /// Its own score; absent for the reason that [`PartScore::gap`] gives.
    #[must_use]
    pub const fn score(&self) -> Option<Score> {
        self.0.score
    }

    /// Why it has no score, where it has none.
    #[must_use]
    pub const fn gap(&self) -> Option<&Gap> {
        self.0.gap.as_ref()
    }

    /// What the node above did about the gap; absent for a part with a score or without a weight.
    #[must_use]
    pub const fn treatment(&self) -> Option<Treatment> {
        self.0.treatment
    }

    /// The score with which the node above counts it, where that is its score of the period before.
    #[must_use]
    pub const fn carried(&self) -> Option<Score> {
        self.0.carried
    }

    /// The rules that applied to its score, in the order in which they did.
    #[must_use]
    pub fn rules(&self) -> &[RuleTrace] {
        &self.0.rules
    }

    /// The rules of which it could not be told whether they apply, since something that they look at is absent.
    #[must_use]
    pub fn undetermined(&self) -> &[Rule] {
        &self.0.undetermined
    }

    /// The score without the rules of this node.
    #[must_use]
    pub fn unruled(&self) -> Option<Score> {
        self.0.rules.first().map_or(self.0.score, |trace| Some(trace.before))
    }

    /// Coverage (覆盖率): how much of its weight rests on measurements.
    ///
    /// 1 for a measured indicator, 0 for any other. For a node, the mean of its children's coverage by
    /// weight, over the children that apply; a child node without a score counts 0, since what was measured
    /// under it does not enter. What is not applicable leaves the base, unless the policy counts it with a
    /// score. Rounded half away from zero to 9 decimals at each node.
    #[must_use]
    pub const fn coverage(&self) -> Share {
        self.0.coverage
    }

    /// The score if every gap that applies were filled with 0: children without a score, whatever the policy
    /// does about them. Absent where nothing applies.
    #[must_use]
    pub const fn low(&self) -> Option<Score> {
        self.0.low
    }

    /// The score if every gap that applies were filled with 100.
    #[must_use]
    pub const fn high(&self) -> Option<Score> {
        self.0.high
    }

    /// How many points leaving gaps out (renormalising) added to the score, against counting the same gaps as
    /// the worst.
    #[must_use]
    pub const fn lift(&self) -> Score {
        self.0.lift
    }

    /// Its share of the total's weight after the treatment of absence (有效权重); on every level, shares sum
    /// to 1 exactly when the total has a score, and are 0 otherwise.
    #[must_use]
    pub const fn effective_weight(&self) -> Share {
        self.0.effective_weight
    }

    /// Its points of the total score. The total is divided down the tree, at each node by the method of the
    /// largest remainder in steps of the total's last decimal, in proportion to weight times score. With another mean
    /// than the arithmetic one the proportion is that of score times marginal effect, which adds up to the mean (Euler's
    /// theorem on homogeneous functions). What is divided is the total without any rule: what rules take or give stands
    /// [with them](RuleTrace::points).
    #[must_use]
    pub const fn points(&self) -> Score {
        self.0.points
    }

    /// Its points of what the total lacks to 100, divided likewise, in proportion to weight, or marginal effect, times
    /// (100 − score).
    #[must_use]
    pub const fn lost(&self) -> Score {
        self.0.lost
    }

    /// The reasons for the score or its absence, and for what it gave to the total.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        let Facts { effective_weight: weight, points, lost, coverage, lift, .. } = self.0;
        let measured = self.0.value.zip(self.0.position).map(|(value, position)| {
            let n = self.0.n.unwrap_or_default();
            Reason::Measured { value, n, position }
        });
        let absent = self.0.gap.clone().map(Reason::Absent);
        let treated = match (self.0.treatment, self.0.carried) {
            (Some(_), Some(score)) => Some(Reason::Carried(score)),
            (treatment, _) => treatment.map(Reason::Treated),
        };
        let combined = self.0.aggregation.clone().map(Reason::Combined);
        let ruled = self.0.rules.iter().cloned().map(Reason::Ruled);
        let (low, high) = self.0.low.zip(self.0.high).unwrap_or((Score::MIN, Score::MAX));
        let undetermined = self.0.undetermined.iter().cloned();
        let undetermined = undetermined.map(|rule| Reason::Undetermined { rule, low, high });
        let idle = self.0.depth > 0 && self.0.weight == Weight::ZERO;
        let gappy = !self.0.place.is_indicator() && coverage < Share::ONE;
        let bounds = self.0.low.zip(self.0.high).filter(|_| gappy);
        let covered = bounds.map(|(low, high)| Reason::Covered { coverage, low, high, lift });
        let contributed = (self.0.depth > 0 && weight > Share::ZERO).then_some(Reason::Contributed {
            weight,
            points,
            lost,
        });
        let told =
            [measured, absent, treated, idle.then_some(Reason::Weightless), combined].into_iter().flatten();
        told.chain(ruled).chain(undetermined).chain([covered, contributed].into_iter().flatten()).collect()
    }

    /// Whether its points count by themselves, not as the sum of its children's.
    pub(in crate::score) fn contributes(&self) -> bool {
        self.0.place.is_indicator()
            || matches!(
                self.0.treatment,
                Some(Treatment::Worst | Treatment::Neutral(_) | Treatment::Previous { .. })
            )
    }

    /// A part as it was stored; its scorecard checks it.
    pub(in crate::score) const fn from_facts(facts: Facts) -> Self {
        Self(facts)
    }

    /// The agreements that the part's own figures keep.
    pub(in crate::score) fn check(&self, place: &str) -> Result<(), ScoreError> {
        let Facts { score, gap, low, high, rules, .. } = &self.0;
        let at = |field: &str| format!("{place}.{field}");
        agree(score.is_some() != gap.is_some(), &at("score"), &text(*score), "`gap`: one of both is given")?;
        agree(low.is_some() == high.is_some() && low <= high, &at("low"), &text(*low), "`high`")?;
        let within = score.is_none_or(|score| {
            low.is_some_and(|low| low <= score) && high.is_some_and(|high| score <= high)
        });
        agree(within, &at("score"), &text(*score), "`low` and `high`")?;
        for (index, (trace, after)) in rules.iter().zip(rules.iter().skip(1)).enumerate() {
            let place = at(&format!("rules[{index}].after"));
            agree(trace.after == after.before, &place, &trace.after, "`before` of the next rule")?;
        }
        let last = rules.last().is_none_or(|trace| *score == Some(trace.after));
        agree(last, &at("score"), &text(*score), "`after` of the last rule")
    }
}

/// Refuses a figure that contradicts another.
pub(in crate::score) fn agree(
    holds: bool,
    place: &str,
    given: &dyn Display,
    with: &'static str,
) -> Result<(), ScoreError> {
    if holds {
        return Ok(());
    }
    Err(ScoreError::Inconsistent { place: place.to_owned(), given: given.to_string(), with })
}

/// A score, or that there is none.
pub(in crate::score) fn text(score: Option<Score>) -> String {
    score.map_or_else(|| "none".to_owned(), |score| score.to_string())
}
