//! The values of one indicator in a line: where the total may turn, and the nearest value that reaches a goal.

use std::collections::{BTreeMap, BTreeSet};

use crate::indicator::Limit;
use crate::quantity::{IndicatorId, Number, PLACES};
use crate::score::aggregation::Aggregation;
use crate::score::plan::{Method, Plan, Slot};
use crate::score::rule::Rules;
use crate::score::{Curve, Point, Trigger, exact};

use super::trial::{Reading, Standing, Trial};

/// Values tried between two turning points where the total may rise and fall in between, and 1.
const STRETCHES: i128 = 63;

/// The values of an indicator with some decimals, numbered: value = number · step.
#[derive(Debug, Clone)]
pub(super) struct Line {
    slot: usize,
    graded: bool,
    /// Units in one step.
    step: i128,
    /// Where the total may turn and the values tried in between, with how high the total stands there, once that is known.
    #[expect(clippy::option_option, reason = "whether it is asked yet, and whether there is a total")]
    stops: BTreeMap<i128, Option<Option<Standing>>>,
}

impl Line {
    pub(super) fn new(
        trial: &Trial<'_>,
        indicator: &IndicatorId,
        (slot, curve): (usize, &Curve),
        graded: bool,
        places: u32,
    ) -> Self {
        let step = exact::step(places);
        // The values around each turning point that the line has.
        let turns = turns(trial, indicator, curve).into_iter().map(|turn| turn.div_euclid(step));
        let around = turns.flat_map(|below| [below - 1, below, below + 1, below + 2]);
        let mut stops: BTreeSet<i128> = around.filter(|stop| line_value(*stop, step).is_some()).collect();
        if winds(trial, slot) {
            let pairs: Vec<(i128, i128)> = stops.iter().copied().zip(stops.iter().copied().skip(1)).collect();
            for (low, high) in pairs {
                // Differences below 10^25, times 62.
                stops.extend((1..STRETCHES).map(|part| low + (high - low) * part / STRETCHES));
            }
        }
        Self { slot, graded, step, stops: stops.into_iter().map(|stop| (stop, None)).collect() }
    }

    /// The same, nothing of it known.
    pub(super) fn afresh(&self) -> Self {
        let stops = self.stops.keys().map(|stop| (*stop, None)).collect();
        Self { stops, ..*self }
    }

    /// The nearest value to the present one that reaches the goal; of two equally near ones the greater.
    pub(super) fn nearest(&mut self, trial: &mut Trial<'_>, least: Standing, now: Number) -> Option<Number> {
        if self.at(trial, now) >= Some(least) {
            return Some(now);
        }
        let now = now.to_scaled();
        let (below, above) = (now.div_euclid(self.step), -(-now).div_euclid(self.step));
        // Up from the last value that is not above the present one, and down from the first that is not below it.
        let (up, down): (Vec<i128>, Vec<i128>) = (
            self.stops.range(below + 1..).map(|(stop, _)| *stop).collect(),
            self.stops.range(..above).rev().map(|(stop, _)| *stop).collect(),
        );
        let (up, down) = (self.first(trial, least, below, up), self.first(trial, least, above, down));
        let distance = |number: i128| (number * self.step - now).abs();
        let nearest = match (up, down) {
            (Some(up), Some(down)) if distance(down) < distance(up) => Some(down),
            (up, down) => up.or(down),
        };
        nearest.and_then(|number| line_value(number, self.step))
    }

    /// The highest standing of the present value and the stops.
    pub(super) fn best(&mut self, trial: &mut Trial<'_>, now: Number) -> Option<Standing> {
        let stops: Vec<i128> = self.stops.keys().copied().collect();
        let now = self.at(trial, now);
        stops.into_iter().map(|stop| self.standing(trial, stop)).fold(now, Option::max)
    }

    fn at(&self, trial: &mut Trial<'_>, value: Number) -> Option<Standing> {
        trial.standing_of(&BTreeMap::from([(self.slot, Reading::Value(value))]), self.graded)
    }

    fn standing(&mut self, trial: &mut Trial<'_>, number: i128) -> Option<Standing> {
        if let Some(Some(known)) = self.stops.get(&number) {
            return *known;
        }
        let standing = line_value(number, self.step).and_then(|value| self.at(trial, value));
        if let Some(stop) = self.stops.get_mut(&number) {
            *stop = Some(standing);
        }
        standing
    }

    /// The first number that reaches the goal, away from one that does not.
    fn first(
        &mut self,
        trial: &mut Trial<'_>,
        least: Standing,
        from: i128,
        stops: impl IntoIterator<Item = i128>,
    ) -> Option<i128> {
        let mut short = from;
        for stop in stops {
            if self.standing(trial, stop) >= Some(least) {
                let mut there = stop;
                while (there - short).abs() > 1 {
                    let middle = i128::midpoint(short, there);
                    let reaches = self.standing(trial, middle) >= Some(least);
                    if reaches { there = middle } else { short = middle }
                }
                return Some(there);
            }
            short = stop;
        }
        None
    }
}

fn line_value(number: i128, step: i128) -> Option<Number> {
    Number::from_scaled(number.checked_mul(step)?, PLACES)
}

/// Where the total may turn when the indicator's value moves, in units.
fn turns(trial: &Trial<'_>, indicator: &IndicatorId, curve: &Curve) -> BTreeSet<i128> {
    let mut turns: BTreeSet<i128> = curve.corners().into_iter().map(Number::to_scaled).collect();
    for compiled in trial.ruled().flat_map(|(_, rules)| &rules.rules) {
        for trigger in compiled.rule.when() {
            if let Trigger::Value { of, value, .. } = trigger
                && of == indicator
            {
                turns.insert(value.to_scaled());
            }
        }
        let points = compiled.rule.effect().points().filter(|points| points.unit() == Some(indicator));
        if let Some((points, limit)) = points.and_then(|points| Some((points, points.limit()?))) {
            // From 0 up to where the limit is reached; points are above 0.
            let once = points.points().to_scaled();
            turns.insert(0);
            turns.extend(limit.to_scaled().checked_mul(exact::ONE).and_then(|most| most.checked_div(once)));
        }
    }
    turns
}

/// The values that a curve goes by, in order: its points, steps or posts, or 0 and its target.
pub(super) fn marks(curve: &Curve) -> Vec<Number> {
    let values = |points: &[Point]| points.iter().map(|point| point.value).collect();
    let mut marks: Vec<Number> = match curve {
        Curve::Goalposts(_) | Curve::Piecewise(_) | Curve::TargetRange(_) | Curve::Likert(_) => {
            values(curve.points())
        }
        Curve::Bands(bands) => values(bands.steps()),
        Curve::Efficacy(efficacy) => vec![efficacy.not_allowed(), efficacy.satisfactory()],
        Curve::Exponential(curve) => vec![curve.worst(), curve.best()],
        Curve::Logarithmic(curve) => vec![curve.worst(), curve.best()],
        Curve::Attainment(attainment) => match attainment.target() {
            Limit::AtLeast(target) | Limit::AtMost(target) => vec![Number::ZERO, target],
            Limit::Between(range) => vec![range.least(), range.most()],
        },
    };
    marks.sort_unstable();
    marks
}

/// Whether the total may rise and fall again between two turning points.
fn winds(trial: &Trial<'_>, slot: usize) -> bool {
    let plan = trial.plan();
    let above = std::iter::successors(Some(slot), |index| plan.slots().get(*index)?.parent);
    let mut means = above.filter_map(|index| plan.slots().get(index)).chain([plan.root()]);
    let falls = |slot: &Slot| matches!(slot.method, Method::Mean(Aggregation::MazziottaPareto, _));
    trial.looks() || means.any(falls)
}

/// The rules of all nodes.
pub(super) fn rules(plan: &Plan) -> impl Iterator<Item = &Rules> {
    plan.slots().iter().chain([plan.root()]).filter_map(|slot| match &slot.method {
        Method::Mean(_, rules) => Some(rules),
        Method::Curve(_) => None,
    })
}
