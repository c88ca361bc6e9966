use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::indicator::Measurement;
use crate::quantity::{IndicatorId, Number, PLACES, RuleId, Score};
use crate::score::aggregation::Aggregation;
use crate::score::plan::State;
use crate::score::plan::{Evaluation, Method, Plan, Slot};
use crate::score::{Band, Curve, Grade, Grades, Model, PartScore, Place, Scorecard, exact};

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
}

impl Model {
    /// Asks what other figures than those measured would come to.
    pub const fn what_if<'a>(&'a self, measured: &'a BTreeMap<IndicatorId, Measurement>) -> WhatIf<'a> {
        WhatIf { model: self, measured, previous: None, places: PLACES }
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

    pub(super) const fn places(&self) -> u32 {
        self.places
    }

    pub(super) fn trial(&self) -> Trial<'a> {
        let parts = self.previous.into_iter().flat_map(Scorecard::parts);
        Trial {
            model: self.model,
            plan: Cow::Borrowed(self.model.plan()),
            measured: self.measured,
            before: parts.filter_map(|part| Some((part.place(), part.score()?.to_scaled()))).collect(),
            grade_before: self.previous.and_then(Scorecard::grade),
        }
    }
}

/// What an indicator is thought to read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reading {
    /// This value.
    Value(Number),
    /// Something that scores from the one to the other, in units.
    Between(i128, i128),
}

/// What some indicators are thought to read.
pub(super) type Thoughts<'t> = BTreeMap<&'t IndicatorId, Reading>;

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
    plan: Cow<'a, Plan>,
    measured: &'a BTreeMap<IndicatorId, Measurement>,
    before: BTreeMap<&'a Place, i128>,
    grade_before: Option<&'a Grade>,
}

impl<'a> Trial<'a> {
    pub(super) fn plan(&self) -> &Plan {
        &self.plan
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

    /// The same without some rules.
    pub(super) fn without_rules(&self, rules: &BTreeSet<RuleId>) -> Self {
        Self { plan: Cow::Owned(self.plan.as_ref().clone().without_rules(rules)), ..self.clone() }
    }

    /// The same with another plan.
    pub(super) fn with_plan(&self, plan: Plan) -> Self {
        Self { plan: Cow::Owned(plan), ..self.clone() }
    }

    /// Whether the total is a matter of arithmetic means alone.
    pub(super) fn is_plain(&self) -> bool {
        self.plan.slots().iter().chain([self.plan.root()]).all(|slot| match &slot.method {
            Method::Mean(aggregation, rules) => {
                *aggregation == Aggregation::Arithmetic && rules.rules.is_empty()
            }
            Method::Curve(_) => true,
        })
    }

    /// The slot of an indicator, with its curve.
    pub(super) fn leaf(&self, indicator: &IndicatorId) -> Option<(usize, &Curve)> {
        self.leaves().find(|(_, id, _)| *id == indicator).map(|(index, _, curve)| (index, curve))
    }

    /// All indicators, with their slots and curves.
    pub(super) fn leaves(&self) -> impl Iterator<Item = (usize, &IndicatorId, &Curve)> {
        self.plan.slots().iter().enumerate().filter_map(|(index, slot)| match (&slot.place, &slot.method) {
            (Place::Indicator(id), Method::Curve(curve)) => Some((index, id, curve)),
            _ => None,
        })
    }

    /// The value that was measured.
    pub(super) fn value(&self, indicator: &IndicatorId) -> Option<Number> {
        self.measured.get(indicator).and_then(Measurement::value)
    }

    /// The score of a value, in units.
    pub(super) fn units(&self, curve: &Curve, value: Number) -> i128 {
        curve.score(value, self.plan.rounding().indicator()).to_scaled()
    }

    /// The total with some thoughts in the place of measurements.
    pub(super) fn total(&self, thoughts: &Thoughts<'_>) -> State {
        self.evaluation(thoughts).total
    }

    /// The scores of all parts, not yet divided.
    pub(super) fn evaluation(&self, thoughts: &Thoughts<'_>) -> Evaluation {
        let places = self.plan.rounding().indicator();
        let leaf = |slot: &Slot, curve: &Curve| {
            let Place::Indicator(id) = &slot.place else { return State::empty() };
            match thoughts.get(id) {
                Some(Reading::Value(value)) => {
                    State::measured(Some(Measurement::present(*value, 1)), curve, places)
                }
                // It has a score, and no value that a rule could look at.
                Some(Reading::Between(low, high)) => {
                    State { bounds: Some((*low, *high)), ..State::scored(*high) }
                }
                None => State::measured(self.measured.get(id).copied(), curve, places),
            }
        };
        self.plan.rise(leaf, |slot| self.before.get(&slot.place).copied())
    }

    /// The band of a total.
    pub(super) fn band(&self, total: &State) -> Option<Band> {
        let part = PartScore::new(self.plan.root(), total.clone());
        self.grades()?.grading(&part, self.grade_before, self.model.hysteresis())?.band
    }

    /// How high a total stands, by its grade if grades count.
    pub(super) fn standing(&self, total: &State, graded: bool) -> Option<Standing> {
        let score = exact::score(*total.outcome.as_ref().ok()?);
        let grade = if graded { self.band(total)?.from } else { Score::MIN };
        Some(Standing { grade, score })
    }
}
