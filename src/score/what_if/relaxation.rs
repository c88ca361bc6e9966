//! A bound on what a target costs: the improvements as a continuous knapsack (Dantzig's bound).
//!
//! Where no mean of a model exceeds the arithmetic one, no total exceeds that of the same tree with arithmetic means and no
//! rule but all its bonuses; and that one is linear: it falls short of the total with everything at its best by each
//! indicator's effective weight times what its score falls short, but for roundings. Their errors are allowed for: half
//! a step at each level for either total, and the last units of each effective weight.

use std::cmp::{Ordering, Reverse};

use crate::quantity::Number;
use crate::score::aggregation::Aggregation;
use crate::score::exact::{self, HUNDRED, ONE};
use crate::score::plan::{Method, Plan};
use crate::score::rule::Rules;
use crate::score::tree::MAX_DEPTH;

use super::line::rules;
use super::search::Group;
use super::trial::{Thoughts, Trial};

/// What each choice falls short of the best, and how far all may fall short together.
pub(super) struct Relaxation {
    /// By group: without an improvement, and with each. In units of the total.
    losses: Vec<(i128, Vec<i128>)>,
    /// What the groups from each on lose without an improvement.
    rest: Vec<i128>,
    room: i128,
    /// The steps of all groups, the best rate of gain to cost first.
    steps: Vec<Step>,
    /// The groups by what they gain at most.
    gains: Vec<(usize, i128)>,
    /// All costs are multiples of this.
    coin: i128,
}

/// From one improvement of a group, or none, to a better one that costs more. Only those on the way of the best rates are steps
/// (the concave hull of gain over cost), so that within a group each step has a lower rate than the one before.
struct Step {
    group: usize,
    option: usize,
    gain: i128,
    cost: i128,
}

impl Relaxation {
    /// `best` thinks every group at its best.
    pub(super) fn new(
        trial: &mut Trial<'_>,
        groups: &[Group<'_>],
        best: &Thoughts,
        least: i128,
    ) -> Option<Self> {
        let plan = trial.plan();
        let bonuses: i128 = rules(plan).map(Rules::most).sum();
        let levels = i128::from(plan.slots().iter().map(|slot| slot.depth).max().unwrap_or_default());
        let linear = plan.clone().unruled().arithmetic()?;
        let mut evaluation = trial.evaluation(&linear, best);
        let reached = *evaluation.total.outcome.as_ref().ok()?;
        linear.descend(&mut evaluation, plan.rounding().total());
        let effective =
            |group: &Group<'_>| evaluation.parts.get(group.slot).map_or(0, |state| state.effective);
        let losses: Vec<(i128, Vec<i128>)> = groups
            .iter()
            .map(|group| {
                // Below 10^9 times 10^11; rounded down, in favour of reaching.
                let loss = |score: i128| effective(group) * (group.high - score) / ONE;
                (loss(group.now), group.options.iter().map(|option| loss(option.score)).collect())
            })
            .collect();
        let roundings = levels * exact::step(plan.rounding().node()) + exact::step(plan.rounding().total());
        // Each level may take or give one unit of an effective weight.
        let units = (MAX_DEPTH as i128 + 1) * (HUNDRED / ONE) + 2;
        let room = reached + bonuses + roundings + units * groups.len() as i128 - least;
        let mut rest: Vec<i128> = losses
            .iter()
            .rev()
            .scan(0, |sum, (loss, _)| {
                *sum += loss;
                Some(*sum)
            })
            .collect();
        rest.reverse();
        rest.push(0);
        let of = |(at, (losses, group)): (usize, (&(i128, Vec<i128>), &Group<'_>))| steps(at, losses, group);
        let mut steps: Vec<Step> = losses.iter().zip(groups).enumerate().flat_map(of).collect();
        steps.sort_by(|one, other| compare((other.gain, other.cost), (one.gain, one.cost)));
        let most = losses.iter().enumerate().map(|(at, (none, options))| {
            (at, none - options.iter().chain([none]).min().copied().unwrap_or_default())
        });
        let mut gains: Vec<(usize, i128)> = most.filter(|(_, gain)| *gain > 0).collect();
        gains.sort_by_key(|(_, gain)| Reverse(*gain));
        let costs = groups.iter().flat_map(|group| &group.options).map(|option| option.cost);
        let coin = costs.fold(0, divisor).max(1);
        Some(Self { losses, rest, room, steps, gains, coin })
    }

    /// What a group loses with an improvement, or without.
    pub(super) fn loss(&self, group: usize, option: Option<usize>) -> i128 {
        let losses = self.losses.get(group);
        losses
            .and_then(|(none, options)| option.map_or(Some(none), |option| options.get(option)))
            .copied()
            .unwrap_or_default()
    }

    /// What has to be gained still when the groups before `from` are decided and lose so much, the others without an improvement.
    pub(super) fn deficit(&self, from: usize, lost: i128) -> i128 {
        lost + self.rest.get(from).copied().unwrap_or_default() - self.room
    }

    /// The least that the groups from `from` on have to cost, and how many improvements they need at least, to make up for a
    /// deficit; absent where they cannot.
    pub(super) fn least(&self, from: usize, deficit: i128) -> Option<(i128, usize)> {
        let (mut lacking, mut cost) = (deficit, 0);
        for step in self.steps.iter().filter(|step| step.group >= from) {
            if lacking <= 0 {
                break;
            }
            // Rounded down; gains are above 0.
            cost += lacking.min(step.gain) * step.cost / step.gain;
            lacking -= step.gain;
        }
        if lacking > 0 {
            return None;
        }
        let (mut lacking, mut count) = (deficit, 0);
        for (_, gain) in self.gains.iter().filter(|(group, _)| *group >= from) {
            if lacking <= 0 {
                break;
            }
            lacking -= gain;
            count += 1;
        }
        let coins = cost / self.coin + i128::from(cost % self.coin != 0);
        Some((coins * self.coin, count))
    }

    /// How many steps a bound goes at most.
    pub(super) fn steps(&self) -> usize {
        self.steps.len() + self.gains.len()
    }

    /// The improvements on the way of the best rates: group and index, each better than the one before of its group.
    pub(super) fn by_rate(&self) -> impl Iterator<Item = (usize, usize)> {
        self.steps.iter().map(|step| (step.group, step.option))
    }
}

/// The steps of a group.
fn steps(at: usize, (none, losses): &(i128, Vec<i128>), group: &Group<'_>) -> Vec<Step> {
    let gains = losses.iter().map(|loss| none - loss).zip(&group.options).enumerate();
    let points: Vec<(usize, i128, i128)> =
        gains.map(|(index, (gain, option))| (index, gain, option.cost)).collect();
    let mut steps = Vec::new();
    let (mut gained, mut spent) = (0, 0);
    loop {
        let further = points.iter().map(|(index, gain, cost)| (*index, gain - gained, cost - spent));
        let further = further.filter(|(_, gain, cost)| *gain > 0 && *cost >= 0);
        // The best rate, and of equal ones the shortest.
        let next = further.reduce(|best, other| {
            let rate = compare((other.1, other.2), (best.1, best.2));
            if rate.is_gt() || (rate.is_eq() && other.1 < best.1) { other } else { best }
        });
        let Some((option, gain, cost)) = next else { return steps };
        steps.push(Step { group: at, option, gain, cost });
        (gained, spent) = (gained + gain, spent + cost);
    }
}

/// Which of two gains above 0 has the better rate to its cost. Below 10^12 times 10^25.
fn compare(one: (i128, i128), other: (i128, i128)) -> Ordering {
    (one.0 * other.1).cmp(&(other.0 * one.1))
}

fn divisor(mut left: i128, mut right: i128) -> i128 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

impl Plan {
    /// The same plan with arithmetic means; absent where one of its means may exceed the arithmetic one.
    pub(in crate::score) fn arithmetic(self) -> Option<Self> {
        let below = |aggregation: &Aggregation| match aggregation {
            Aggregation::Arithmetic
            | Aggregation::Geometric
            | Aggregation::Harmonic
            | Aggregation::Minimum
            | Aggregation::MazziottaPareto => true,
            Aggregation::Power(exponent) => exponent.value() <= Number::from(1_u32),
            Aggregation::Owa(_) => false,
        };
        let all = self.slots().iter().chain([self.root()]).all(|slot| match &slot.method {
            Method::Mean(aggregation, _) => below(aggregation),
            Method::Curve(_) => true,
        });
        all.then(|| self.averaged())
    }
}
