use std::collections::{BTreeMap, BTreeSet};

use crate::indicator::Measurement;
use crate::quantity::{IndicatorId, Number, PLACES, RuleId, Score};
use crate::score::aggregation::Aggregation;
use crate::score::plan::{Ascent, Evaluation, Method, Plan, Slot, State};
use crate::score::rule::Rules;
use crate::score::{Band, Curve, Grade, Grades, Model, PartScore, Place, Scorecard, Trigger, exact};

use super::WhatIfError;

/// What was measured, to be asked what other figures would come to.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::indicator::Measurement;
/// use service_quality::score::Model;
/// use service_quality::score::what_if::{Answer, Target};
///
/// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
///     {"weight": 1, "indicator": "waiting", "curve": {"goalposts": {"worst": "120", "best": "20"}}}]}}"#)?;
/// let measured = BTreeMap::from([("waiting".parse()?, Measurement::present(90.into(), 412))]);
/// let needed = model.what_if(&measured).needed(&"waiting".parse()?, &Target::Score("80".parse()?))?;
/// // It scores 79.99495, which the model rounds to 79.995, and the total to 80.
/// assert!(matches!(needed.answer, Answer::Reached { value, .. } if value == "40.00505".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct WhatIf<'a> {
    model: &'a Model,
    measured: &'a BTreeMap<IndicatorId, Measurement>,
    previous: Option<&'a Scorecard>,
    places: u32,
    effort: u64,
}

/// How many parts a search scores at most, unless it is told otherwise.
const EFFORT: u64 = 20_000_000;

impl Model {
    /// Asks what other figures than those measured would come to.
    pub const fn what_if<'a>(&'a self, measured: &'a BTreeMap<IndicatorId, Measurement>) -> WhatIf<'a> {
        WhatIf { model: self, measured, previous: None, places: PLACES, effort: EFFORT }
    }
}

impl<'a> WhatIf<'a> {
    /// The same after an earlier period, as [`Model::score_after`] scores.
    pub const fn after(self, previous: &'a Scorecard) -> Self {
        Self { previous: Some(previous), ..self }
    }

    /// The same, looking for values of so many decimals; 9 otherwise.
    ///
    /// # Errors
    /// [`WhatIfError::TooManyPlaces`] above 9.
    pub fn to_places(self, places: u32) -> Result<Self, WhatIfError> {
        if places > PLACES {
            return Err(WhatIfError::TooManyPlaces { place: "places".into(), given: places });
        }
        Ok(Self { places, ..self })
    }

    /// The same, scoring so many parts at most in one search for improvements, but for a first guess; 20,000,000 otherwise.
    ///
    /// A set of improvements that is tried costs one for each indicator that it changes and one for each node above those;
    /// a node with another mean than the arithmetic one, eight for each of its children besides. What bounds rule out
    /// costs a few at most. 20,000,000 take one to three seconds, and the answer is the same on every machine.
    pub const fn with_effort(self, parts: u64) -> Self {
        Self { effort: parts, ..self }
    }

    pub(super) const fn places(&self) -> u32 {
        self.places
    }

    pub(super) const fn effort(&self) -> u64 {
        self.effort
    }

    pub(super) fn trial(&self) -> Trial<'a> {
        Trial::new(self.model, self.measured, self.previous)
    }
}

/// What an indicator is thought to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// This value.
    Value(Number),
    /// Something that scores from the one to the other, in units.
    Between(i128, i128),
}

/// What some indicators are thought to read, by slot.
pub(super) type Thoughts = BTreeMap<usize, Reading>;

/// How high a total stands: by its grade first, where grades count, and by its score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Standing {
    /// The lowest score of its grade; 0 where grades do not count.
    pub(super) grade: Score,
    pub(super) score: Score,
}

/// A model with its figures, ready to be scored again and again.
#[derive(Debug, Clone)]
pub(super) struct Trial<'a> {
    model: &'a Model,
    measured: &'a BTreeMap<IndicatorId, Measurement>,
    before: BTreeMap<&'a Place, i128>,
    grade_before: Option<&'a Grade>,
    /// The slots of indicators.
    slots: BTreeMap<&'a IndicatorId, usize>,
    /// The model as it is thought now.
    ascent: Ascent<'a>,
    thoughts: Thoughts,
    /// Whether rules look at scores, or count points by the unit.
    looks: bool,
    /// How many parts were scored.
    scored: u64,
}

impl<'a> Trial<'a> {
    fn new(
        model: &'a Model,
        measured: &'a BTreeMap<IndicatorId, Measurement>,
        previous: Option<&'a Scorecard>,
    ) -> Self {
        let plan = model.plan();
        let parts = previous.into_iter().flat_map(Scorecard::parts);
        let before: BTreeMap<&Place, i128> =
            parts.filter_map(|part| Some((part.place(), part.score()?.to_scaled()))).collect();
        let leaf = |slot: &Slot, curve: &Curve| state(measured, slot, curve, None, plan);
        let ascent = Ascent::new(plan, leaf, |slot| before.get(&slot.place).copied());
        let looks = ascent.ruled().flat_map(|(_, rules)| &rules.rules).any(|compiled| {
            compiled.unit.is_some()
                || compiled.rule.when().iter().any(|trigger| matches!(trigger, Trigger::Score { .. }))
        });
        Self {
            model,
            measured,
            grade_before: previous.and_then(Scorecard::unruled_grade),
            slots: leaves(plan).map(|(index, id, _)| (id, index)).collect(),
            before,
            ascent,
            thoughts: Thoughts::new(),
            looks,
            scored: 0,
        }
    }

    pub(super) const fn plan(&self) -> &'a Plan {
        self.ascent.plan()
    }

    pub(super) fn model(&self) -> &'a str {
        self.model.id().as_str()
    }

    pub(super) const fn grades(&self) -> Option<&'a Grades> {
        self.model.grades()
    }

    /// The margin that may keep a grade, where there was one.
    pub(super) fn margin(&self) -> Option<Score> {
        self.model.hysteresis().filter(|_| self.grade_before.is_some())
    }

    /// How many parts were scored until now.
    pub(super) const fn scored(&self) -> u64 {
        self.scored
    }

    /// Counts work that is worth so many parts.
    pub(super) const fn spend(&mut self, parts: u64) {
        self.scored = self.scored.saturating_add(parts);
    }

    /// Whether rules look at scores, or count points by the unit.
    pub(super) const fn looks(&self) -> bool {
        self.looks
    }

    /// Scores without some rules from now on.
    pub(super) fn spare(&mut self, rules: &BTreeSet<RuleId>) {
        self.ascent.spare(rules);
    }

    /// The nodes with rules, as they are thought now.
    pub(super) fn ruled(&self) -> impl Iterator<Item = (&State, &Rules)> {
        self.ascent.ruled()
    }

    /// Whether the total is a matter of arithmetic means alone.
    pub(super) fn is_plain(&self) -> bool {
        let plan = self.plan();
        plan.slots().iter().chain([plan.root()]).all(|slot| match &slot.method {
            Method::Mean(aggregation, rules) => {
                *aggregation == Aggregation::Arithmetic && rules.rules.is_empty()
            }
            Method::Curve(_) => true,
        })
    }

    /// The slot of an indicator, with its curve.
    pub(super) fn leaf(&self, indicator: &IndicatorId) -> Option<(usize, &'a Curve)> {
        let index = *self.slots.get(indicator)?;
        match &self.plan().slots().get(index)?.method {
            Method::Curve(curve) => Some((index, curve)),
            Method::Mean(..) => None,
        }
    }

    /// All indicators, with their slots and curves.
    pub(super) fn leaves(&self) -> impl Iterator<Item = (usize, &'a IndicatorId, &'a Curve)> + use<'a> {
        leaves(self.plan())
    }

    /// The value that was measured.
    pub(super) fn value(&self, indicator: &IndicatorId) -> Option<Number> {
        self.measured.get(indicator).and_then(Measurement::value)
    }

    /// The score of a value, in units.
    pub(super) fn units(&self, curve: &Curve, value: Number) -> i128 {
        curve.score(value, self.plan().rounding().indicator()).to_scaled()
    }

    /// The total with some thoughts in the place of measurements.
    pub(super) fn total(&mut self, thoughts: &Thoughts) -> &State {
        let plan = self.plan();
        let back = self.thoughts.keys().filter(|slot| !thoughts.contains_key(slot)).map(|slot| (slot, None));
        let new = thoughts.iter().filter(|(slot, reading)| self.thoughts.get(slot) != Some(reading));
        let changes: Vec<(usize, State)> = back
            .chain(new.map(|(slot, reading)| (slot, Some(*reading))))
            .filter_map(|(index, reading)| {
                let slot = plan.slots().get(*index)?;
                let Method::Curve(curve) = &slot.method else { return None };
                Some((*index, state(self.measured, slot, curve, reading, plan)))
            })
            .collect();
        let scored = self.ascent.change(changes);
        self.spend(scored);
        self.thoughts.clone_from(thoughts);
        self.ascent.total()
    }

    /// The total with some thoughts in the place of measurements, and how high it stands.
    pub(super) fn standing_of(&mut self, thoughts: &Thoughts, graded: bool) -> Option<Standing> {
        self.total(thoughts);
        self.standing(self.ascent.total(), graded)
    }

    /// The scores of all parts by another plan with the same slots, not yet divided.
    pub(super) fn evaluation(&mut self, plan: &Plan, thoughts: &Thoughts) -> Evaluation {
        self.spend(plan.slots().len() as u64 + 1);
        let leaf = |slot: &Slot, curve: &Curve| {
            let index = match &slot.place {
                Place::Indicator(id) => self.slots.get(id),
                Place::Node(_) => None,
            };
            state(self.measured, slot, curve, index.and_then(|index| thoughts.get(index)).copied(), plan)
        };
        plan.rise(leaf, |slot| self.before.get(&slot.place).copied())
    }

    /// The band of a total.
    pub(super) fn band(&self, total: &State) -> Option<Band> {
        let part = PartScore::new(self.plan().root(), total.clone());
        self.grades()?.grading(&part, self.grade_before, self.model.hysteresis())?.band
    }

    /// How high a total stands, by its grade if grades count.
    pub(super) fn standing(&self, total: &State, graded: bool) -> Option<Standing> {
        let score = exact::score(*total.outcome.as_ref().ok()?);
        let grade = if graded { self.band(total)?.from } else { Score::MIN };
        Some(Standing { grade, score })
    }
}

fn leaves(plan: &Plan) -> impl Iterator<Item = (usize, &IndicatorId, &Curve)> {
    plan.slots().iter().enumerate().filter_map(|(index, slot)| match (&slot.place, &slot.method) {
        (Place::Indicator(id), Method::Curve(curve)) => Some((index, id, curve)),
        _ => None,
    })
}

/// The state of an indicator as it is thought, or else as it was measured.
fn state(
    measured: &BTreeMap<IndicatorId, Measurement>,
    slot: &Slot,
    curve: &Curve,
    reading: Option<Reading>,
    plan: &Plan,
) -> State {
    let Place::Indicator(id) = &slot.place else { return State::empty() };
    let measurement = match reading {
        // It has a score, and no value that a rule could look at.
        Some(Reading::Between(low, high)) => {
            return State { bounds: Some((low, high)), ..State::scored(high) };
        }
        Some(Reading::Value(value)) => Some(Measurement::present(value, 1)),
        None => measured.get(id).copied(),
    };
    State::measured(measurement, curve, plan.rounding().indicator())
}
