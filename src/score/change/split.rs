//! The split of a change: totals with some of what changed as before and some as after, and the mean over the orders.

use std::collections::{BTreeMap, BTreeSet};

use crate::indicator::Measurement;
use crate::quantity::{Number, PLACES, RuleId, Score};
use crate::score::change::{Effects, PartChange, RuleChange, ScoreChange, Scored};
use crate::score::plan::{Method, Plan, State};
use crate::score::{Curve, Gap, PartScore, Place, ScoreError, Scorecard};

/// What can change, as bits of a set: a bit is set where it stands as after.
const VALUES: usize = 1;
const WEIGHTS: usize = 2;
const CURVES: usize = 4;
const COVERAGE: usize = 8;
const GROUPS: [usize; 4] = [VALUES, WEIGHTS, CURVES, COVERAGE];
const ALL: usize = 15;

/// The points of the parts, with 9 decimals; they sum to a total.
type Points = Vec<i128>;

/// All parts of both sides, each with its place in `Points`.
type Index<'a> = BTreeMap<&'a Place, usize>;

/// One of the two, ready to be taken apart.
struct Side<'a> {
    scored: &'a Scored<'a>,
    total: Score,
    plan: Plan,
    parts: BTreeMap<&'a Place, &'a PartScore>,
    curves: BTreeMap<&'a Place, &'a Curve>,
}

impl<'a> Side<'a> {
    fn new(place: &str, scored: &'a Scored<'a>) -> Result<Self, ScoreError> {
        let total = scored.scorecard.score().ok_or_else(|| {
            let gap = scored.scorecard.gap().cloned().unwrap_or(Gap::NothingApplies);
            ScoreError::NoScore { place: place.to_owned(), gap }
        })?;
        let parts = scored.scorecard.parts().iter().map(|part| (part.place(), part)).collect();
        let plan = scored.model.plan();
        let curves = plan.slots().iter().filter_map(|slot| match &slot.method {
            Method::Curve(curve) => Some((&slot.place, curve)),
            Method::Mean(..) => None,
        });
        let curves = curves.collect();
        let side = Self { scored, total, plan: plan.clone().unruled(), parts, curves };
        // The ruled plan gives the scorecard's own total, or it is another model's.
        let evaluation = plan.rise(
            |slot, curve| side.leaf(&slot.place, curve, scored.model.rounding().indicator()),
            |slot| side.carried(&slot.place),
        );
        let found = evaluation.total.outcome.map(crate::score::arithmetic::exact::score);
        if found.as_ref().ok() == Some(&total) {
            return Ok(side);
        }
        let found = found.map_or_else(|gap| gap.to_string(), |score| score.to_string());
        Err(ScoreError::OtherModel { place: place.to_owned(), given: total, found })
    }

    fn leaf(&self, place: &Place, curve: &Curve, places: u32) -> State {
        State::measured(self.parts.get(place).and_then(|part| measurement(part)), curve, places)
    }

    fn carried(&self, place: &Place) -> Option<i128> {
        Some(self.parts.get(place)?.carried()?.to_scaled())
    }
}

/// What was measured, as the scorecard keeps it.
fn measurement(part: &PartScore) -> Option<Measurement> {
    match (part.value(), part.gap()) {
        (Some(value), _) => Some(Measurement::present(value, part.n().unwrap_or_default())),
        (None, Some(Gap::Unmeasured(absence))) => Some(Measurement::absent(*absence)),
        (None, _) => None,
    }
}

/// The change from one to the other.
pub(in crate::score) fn split(earlier: &Scored<'_>, later: &Scored<'_>) -> Result<ScoreChange, ScoreError> {
    let (before, after) = (Side::new("earlier", earlier)?, Side::new("later", later)?);
    let places: Vec<&Place> = places(&before, &after);
    // By place, so that the same parts stand in the same order whichever side comes first.
    let mut index: Index<'_> = places.iter().map(|place| (*place, 0)).collect();
    index.values_mut().zip(0..).for_each(|(at, place)| *at = place);
    let shared = after.curves.keys().any(|place| before.curves.contains_key(place));
    if !shared {
        return Err(ScoreError::NoPath { place: "later".into() });
    }
    let totals: Vec<Option<Points>> = (0..=ALL).map(|set| mixed(set, &before, &after, &index)).collect();
    let orders = orders(&totals);
    if orders.is_empty() {
        return Err(ScoreError::NoPath { place: "later".into() });
    }
    let divided = shares(&totals, &orders, places.len());
    let parts: Vec<PartChange> = places
        .iter()
        .filter_map(|place| {
            let effects = divided.get(*index.get(place)?).copied().unwrap_or(Effects::NONE);
            part_change(place, effects, &before, &after)
        })
        .collect();
    let effects = Effects::total(&parts);
    let change = after.total.to_scaled() - before.total.to_scaled();
    let rules = Number::from_scaled(change - effects.sum().to_scaled(), PLACES).unwrap_or(Number::ZERO);
    let rule_points = rule_changes(earlier.scorecard, later.scorecard);
    Ok(ScoreChange::new((before.total, after.total), effects, rules, parts, rule_points))
}

/// Every part of the later scorecard, then what only the earlier one has.
fn places<'a>(before: &Side<'a>, after: &Side<'a>) -> Vec<&'a Place> {
    let later = after.scored.scorecard.parts().iter().map(PartScore::place);
    let earlier = before.scored.scorecard.parts().iter().map(PartScore::place);
    later.chain(earlier.filter(|place| !after.parts.contains_key(place))).collect()
}

/// The points with some groups as before and some as after, without rules; absent where the total has no score.
fn mixed<'a>(set: usize, before: &Side<'a>, after: &Side<'a>, index: &Index<'a>) -> Option<Points> {
    let side = |group: usize| if set & group == 0 { (before, after) } else { (after, before) };
    let (values, (curves, _), (coverage, other)) = (side(VALUES).0, side(CURVES), side(COVERAGE));
    let plan = side(WEIGHTS)
        .0
        .plan
        .clone()
        .with_curves(|place| curves.curves.get(place).map(|curve| (*curve).clone()));
    let round = plan.rounding().indicator();
    let leaf = |slot: &crate::score::plan::Slot, curve: &Curve| {
        let at = |side: &Side<'a>| side.parts.get(&slot.place).map(|part| measurement(part));
        // What only one model has is as that one has it, present or not.
        let present = at(coverage).or_else(|| at(other)).flatten();
        let both = |side: &Side<'a>| at(side).flatten().filter(|measured| measured.value().is_some());
        let measured = match (both(before), both(after)) {
            (Some(_), Some(_)) => both(values),
            _ => present,
        };
        State::measured(measured, curve, round)
    };
    let mut evaluation =
        plan.rise(leaf, |slot| coverage.carried(&slot.place).or_else(|| other.carried(&slot.place)));
    evaluation.total.outcome.as_ref().ok()?;
    plan.descend(&mut evaluation, PLACES);
    let mut points = vec![0; index.len()];
    for (slot, state) in plan.slots().iter().zip(&evaluation.parts) {
        let counts =
            matches!(slot.method, Method::Curve(_)) || (state.outcome.is_err() && state.entered.is_some());
        if counts && let Some(at) = index.get(&slot.place).and_then(|at| points.get_mut(*at)) {
            *at = state.points;
        }
    }
    Some(points)
}

/// The orders of the groups whose totals all have a score.
fn orders(totals: &[Option<Points>]) -> Vec<[usize; 4]> {
    let scored = |set: usize| totals.get(set).is_some_and(Option::is_some);
    let mut orders = Vec::new();
    for first in GROUPS {
        for second in GROUPS.into_iter().filter(|group| *group != first) {
            for third in GROUPS.into_iter().filter(|group| ![first, second].contains(group)) {
                let last = ALL & !(first | second | third);
                let sets = [0, first, first | second, first | second | third, ALL];
                if sets.into_iter().all(scored) {
                    orders.push([first, second, third, last]);
                }
            }
        }
    }
    orders
}

/// The mean effect of each group on each part's points over the orders: whole units that sum to the whole change.
fn shares(totals: &[Option<Points>], orders: &[[usize; 4]], parts: usize) -> Vec<Effects> {
    let at = |set: usize, part: usize| {
        let points = totals.get(set).and_then(Option::as_ref);
        points.and_then(|points| points.get(part)).copied().unwrap_or_default()
    };
    let mut sums = Vec::with_capacity(parts * 4);
    for part in 0..parts {
        for group in GROUPS {
            let mut effect = 0;
            for order in orders {
                let set: usize = order.iter().take_while(|other| **other != group).sum();
                effect += at(set | group, part) - at(set, part);
            }
            sums.push(effect);
        }
    }
    let whole = quotients(&sums, i128::try_from(orders.len()).unwrap_or(1));
    let number = |units: Option<&i128>| {
        units.and_then(|units| Number::from_scaled(*units, PLACES)).unwrap_or(Number::ZERO)
    };
    whole
        .chunks(4)
        .map(|of| Effects {
            value: number(of.first()),
            weight: number(of.get(1)),
            curve: number(of.get(2)),
            coverage: number(of.get(3)),
        })
        .collect()
}

/// Divides integers by `n`, above 0, so that the quotients sum to the quotient of their sum, which is whole: by the
/// largest remainder, of equal ones by the order.
pub(super) fn quotients(sums: &[i128], n: i128) -> Vec<i128> {
    // Towards zero, so that turning all signs turns all quotients.
    let mut whole: Vec<i128> = sums.iter().map(|sum| sum / n).collect();
    let lacking = (sums.iter().sum::<i128>() - whole.iter().sum::<i128>() * n) / n;
    let mut claims: Vec<(i128, &mut i128)> = sums
        .iter()
        .map(|sum| (sum % n) * lacking.signum())
        .zip(&mut whole)
        .filter(|(rest, _)| *rest > 0)
        .collect();
    claims.sort_by_key(|(rest, _)| std::cmp::Reverse(*rest));
    for (_, quotient) in claims.into_iter().take(usize::try_from(lacking.abs()).unwrap_or_default()) {
        *quotient += lacking.signum();
    }
    whole
}

/// A part's change; none for a node that neither time was counted by itself.
fn part_change(place: &Place, effects: Effects, before: &Side<'_>, after: &Side<'_>) -> Option<PartChange> {
    let (earlier, later) = (before.parts.get(place), after.parts.get(place));
    let counted = [earlier, later].into_iter().flatten().any(|part| part.contributes());
    let name = later.or(earlier).and_then(|part| part.name()).cloned();
    (counted || effects != Effects::NONE).then(|| PartChange {
        place: place.clone(),
        name,
        earlier: earlier.and_then(|part| part.value()),
        later: later.and_then(|part| part.value()),
        effects,
    })
}

fn rule_changes(earlier: &Scorecard, later: &Scorecard) -> Vec<RuleChange> {
    let points = |scorecard: &Scorecard| -> BTreeMap<RuleId, Number> {
        scorecard.rules().map(|(_, trace)| (trace.rule.id().clone(), trace.points)).collect()
    };
    let (earlier, later) = (points(earlier), points(later));
    let rules: BTreeSet<&RuleId> = earlier.keys().chain(later.keys()).collect();
    let of =
        |points: &BTreeMap<RuleId, Number>, rule: &RuleId| points.get(rule).copied().unwrap_or(Number::ZERO);
    rules
        .into_iter()
        .map(|rule| RuleChange { rule: rule.clone(), earlier: of(&earlier, rule), later: of(&later, rule) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_of_either_sign_add_up() {
        assert_eq!(quotients(&[-7, 5, 4, -2], 24), [0, 0, 0, 0]);
        assert_eq!(quotients(&[-25, 13, 36], 24), [-1, 1, 1]);
        assert_eq!(quotients(&[], 24), [0_i128; 0]);
    }

    #[test]
    fn there_are_24_orders() {
        let totals = vec![Some(Points::new()); 16];
        assert_eq!(orders(&totals).len(), 24);
        assert!(orders(&totals).iter().all(|order| order.iter().sum::<usize>() == ALL));
    }
}
