//! The values of one indicator in a line: where the total may turn, and the nearest value that reaches a goal.

use std::collections::{BTreeMap, BTreeSet};

use crate::indicator::Limit;
use crate::quantity::{IndicatorId, Number, PLACES};
use crate::score::aggregation::Aggregation;
use crate::score::plan::{Method, Plan};
use crate::score::rule::Rules;
use crate::score::{Curve, Point, Trigger, exact};

use super::trial::{Reading, Standing, Trial};

/// Values tried between two turning points where the total may rise and fall in between, and 1.
const STRETCHES: i128 = 63;

/// The values of an indicator with some decimals, numbered: value = number · step.
pub(super) struct Line<'a> {
    trial: &'a Trial<'a>,
    indicator: &'a IndicatorId,
    graded: bool,
    /// Units in one step.
    step: i128,
    /// Where the total may turn, and the values tried in between.
    stops: BTreeSet<i128>,
}

impl<'a> Line<'a> {
    pub(super) fn new(
        trial: &'a Trial<'a>,
        indicator: &'a IndicatorId,
        (index, curve): (usize, &Curve),
        graded: bool,
        places: u32,
    ) -> Self {
        let step = exact::step(places);
        let mut line = Self { trial, indicator, graded, step, stops: BTreeSet::new() };
        let turns = turns(trial.plan(), indicator, curve);
        // The values around each turning point that the line has.
        for turn in turns {
            let below = turn.div_euclid(step);
            line.stops.extend([below - 1, below, below + 1, below + 2]);
        }
        line.stops.retain(|stop| line_value(*stop, step).is_some());
        if winds(trial.plan(), index) {
            let pairs: Vec<(i128, i128)> =
                line.stops.iter().copied().zip(line.stops.iter().copied().skip(1)).collect();
            for (low, high) in pairs {
                // Differences below 10^25, times 62.
                line.stops.extend((1..STRETCHES).map(|part| low + (high - low) * part / STRETCHES));
            }
        }
        line
    }

    /// The nearest value to the present one that reaches the goal; of two equally near ones the greater.
    pub(super) fn nearest(&self, least: Standing, now: Number) -> Option<Number> {
        if self.standing(now) >= Some(least) {
            return Some(now);
        }
        let now = now.to_scaled();
        let (below, above) = (now.div_euclid(self.step), -(-now).div_euclid(self.step));
        // Up from the last value that is not above the present one, and down from the first that is not below it.
        let up = self.first(least, below, self.stops.range(below + 1..).copied());
        let down = self.first(least, above, self.stops.range(..above).rev().copied());
        let distance = |number: i128| (number * self.step - now).abs();
        let nearest = match (up, down) {
            (Some(up), Some(down)) if distance(down) < distance(up) => Some(down),
            (up, down) => up.or(down),
        };
        nearest.and_then(|number| line_value(number, self.step))
    }

    /// The highest standing of the present value and the stops.
    pub(super) fn best(&self, now: Number) -> Option<Standing> {
        let values = self.stops.iter().filter_map(|stop| line_value(*stop, self.step));
        values.chain([now]).filter_map(|value| self.standing(value)).max()
    }

    fn standing(&self, value: Number) -> Option<Standing> {
        let total = self.trial.total(&BTreeMap::from([(self.indicator, Reading::Value(value))]));
        self.trial.standing(&total, self.graded)
    }

    fn reaches(&self, least: Standing, number: i128) -> bool {
        let value = line_value(number, self.step);
        value.and_then(|value| self.standing(value)).is_some_and(|standing| standing >= least)
    }

    /// The first number that reaches the goal, away from one that does not.
    fn first(&self, least: Standing, from: i128, stops: impl Iterator<Item = i128>) -> Option<i128> {
        let mut short = from;
        for stop in stops {
            if self.reaches(least, stop) {
                let mut there = stop;
                while (there - short).abs() > 1 {
                    let middle = i128::midpoint(short, there);
                    if self.reaches(least, middle) { there = middle } else { short = middle }
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
fn turns(plan: &Plan, indicator: &IndicatorId, curve: &Curve) -> BTreeSet<i128> {
    let mut turns: BTreeSet<i128> = curve.corners().into_iter().map(Number::to_scaled).collect();
    for compiled in rules(plan).flat_map(|rules| &rules.rules) {
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
fn winds(plan: &Plan, index: usize) -> bool {
    let above = std::iter::successors(Some(index), |index| plan.slots().get(*index)?.parent);
    let means = above.filter_map(|index| plan.slots().get(index)).chain([plan.root()]);
    let mut other = means.filter_map(|slot| match &slot.method {
        Method::Mean(aggregation, _) => Some(aggregation),
        Method::Curve(_) => None,
    });
    let looks = |rules: &Rules| {
        rules.rules.iter().any(|compiled| {
            compiled.unit.is_some()
                || compiled.rule.when().iter().any(|trigger| matches!(trigger, Trigger::Score { .. }))
        })
    };
    other.any(|aggregation| *aggregation != Aggregation::Arithmetic) || rules(plan).any(looks)
}

/// The rules of all nodes.
pub(super) fn rules(plan: &Plan) -> impl Iterator<Item = &Rules> {
    plan.slots().iter().chain([plan.root()]).filter_map(|slot| match &slot.method {
        Method::Mean(_, rules) => Some(rules),
        Method::Curve(_) => None,
    })
}
