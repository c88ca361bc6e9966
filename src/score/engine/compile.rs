//! From a model's plan to its engine: indicators get columns, nodes an order from the leaves up.

use crate::quantity::{PLACES, Score};
use crate::score::absence::Settled;
use crate::score::plan::{Method, Slot};
use crate::score::rule::Rules;
use crate::score::{Grades, Model, Place};

use super::gate::Gates;
use super::line::Scale;
use super::mean::{Mean, Term};
use super::{Detour, DetourReason, ScoreEngine};

/// A node in its turn.
#[derive(Debug, Clone)]
pub(super) struct Junction {
    pub(super) mean: Mean,
    pub(super) gates: Option<Gates>,
    /// The decimals of its score: those of its mean, unless rules give finer ones.
    pub(super) places: u32,
}

/// Where the parts of a plan stand among the levels: indicators first, in the model's order, then nodes from the last to
/// the first, so that each comes after its children.
pub(super) struct Parts {
    /// By slot.
    indices: Vec<usize>,
    /// The decimals of each part's score, by slot.
    places: Vec<u32>,
}

impl ScoreEngine {
    /// Compiles a model.
    pub(in crate::score) fn new(model: &Model) -> Self {
        let (plan, rounding) = (model.plan(), model.rounding());
        let slots = plan.slots();
        let parts = Parts::new(slots, |rules| exponent(rules, rounding.node()), rounding.indicator());
        let mut detours = Vec::new();
        let mut note = |place: &Place, reason: Option<DetourReason>| {
            detours.extend(reason.map(|reason| Detour { place: place.clone(), reason }));
        };
        let (mut columns, mut scales) = (Vec::new(), Vec::new());
        let mut below = vec![Vec::new(); slots.len()];
        let mut top = Vec::new();
        for (index, slot) in slots.iter().enumerate() {
            if let (Place::Indicator(id), Method::Curve(curve)) = (&slot.place, &slot.method) {
                let (scale, detour) = Scale::new(curve, rounding.indicator());
                note(&slot.place, detour);
                columns.push(id.clone());
                scales.push(scale);
            }
            slot.parent.and_then(|parent| below.get_mut(parent)).unwrap_or(&mut top).push(index);
        }
        let mut junction = |slot: &Slot, children: &[usize], places: u32| {
            let Method::Mean(aggregation, rules) = &slot.method else { return None };
            let children = || children.iter().filter_map(|child| Some((*child, slots.get(*child)?)));
            let terms =
                children().filter(|(_, slot)| slot.mass() > 0).map(|(child, slot)| parts.term(child, slot));
            // All children of a node are under one policy.
            let policy = children().next().map_or_else(Settled::default, |(_, slot)| slot.policy);
            let (mean, detour) = Mean::new(aggregation, terms.collect(), places, policy);
            note(&slot.place, detour);
            let gates = Gates::new(rules, model.grades(), &parts);
            Some(Junction { mean, gates, places: exponent(rules, places) })
        };
        let nodes = slots.iter().zip(&below).rev();
        let mut nodes: Vec<Junction> =
            nodes.filter_map(|(slot, children)| junction(slot, children, rounding.node())).collect();
        nodes.extend(junction(plan.root(), &top, rounding.total()));
        let bands = model.grades().into_iter().flat_map(Grades::bands);
        let bands = bands.map(|band| (band.from.to_scaled(), band.grade.clone())).collect();
        Self { model: model.clone(), columns, scales, nodes, bands, detours }
    }
}

impl Parts {
    fn new(slots: &[Slot], exponent: impl Fn(&Rules) -> u32, indicator: u32) -> Self {
        let (mut column, mut node) = (0, slots.len());
        let place = |slot: &Slot| {
            if slot.place.is_indicator() {
                column += 1;
                column - 1
            } else {
                node -= 1;
                node
            }
        };
        let places = slots.iter().map(|slot| match &slot.method {
            Method::Curve(_) => indicator,
            Method::Mean(_, rules) => exponent(rules),
        });
        Self { places: places.collect(), indices: slots.iter().map(place).collect() }
    }

    /// The place of a slot among the levels; of an indicator, its column.
    pub(super) fn index(&self, slot: usize) -> usize {
        // Every slot has one; none is at the end.
        self.indices.get(slot).copied().unwrap_or(usize::MAX)
    }

    /// The units in one step of a slot's score.
    pub(super) fn step(&self, slot: usize) -> i64 {
        let places = self.places.get(slot).copied().unwrap_or(PLACES);
        10_i64.pow(PLACES.saturating_sub(places))
    }

    fn term(&self, child: usize, slot: &Slot) -> Term {
        let places = self.places.get(child).copied().unwrap_or(PLACES);
        Term { from: self.index(child), weight: slot.mass(), places }
    }
}

/// The decimals of a node's score: limits of points may be finer than its mean.
fn exponent(rules: &Rules, places: u32) -> u32 {
    let limits = [rules.limits.bonus, rules.limits.penalty];
    limits.into_iter().flatten().map(|limit: Score| limit.value().scale()).fold(places, u32::max)
}
