//! The compiled model: its parts in one flat array, each node before its children.
//!
//! Read backwards the array is a bottom-up order (every child is met before its node), read forwards a
//! top-down one, so both passes are loops. Figures are integers in units of 10⁻⁹; see `exact` for the proof
//! that none overflows.

use std::collections::BTreeMap;

use crate::indicator::Measurement;
use crate::quantity::{IndicatorId, Name, Share, Weight};

use crate::score::Aggregation;
use crate::score::absence::Settled;
use crate::score::arithmetic::exact::{self, HUNDRED, ONE, apportion};
use crate::score::plan::{Entry, Gathered, State};
use crate::score::rule::{Rules, Ruling, View};
use crate::score::{Curve, Place, Rounding, Scorecard};

/// A model laid out for scoring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::score) struct Plan {
    rounding: Rounding,
    root: Slot,
    /// All parts below the root.
    slots: Vec<Slot>,
}

/// A part of the model in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::score) struct Slot {
    pub(in crate::score) place: Place,
    pub(in crate::score) name: Option<Name>,
    /// 0 for the root.
    pub(in crate::score) depth: u32,
    pub(in crate::score) weight: Weight,
    /// Index of the node above; none right below the root.
    pub(in crate::score) parent: Option<usize>,
    /// Index of the first slot that is not below this one: the next sibling, where there is one.
    pub(in crate::score) end: usize,
    /// What the node above does when this part has no score.
    pub(in crate::score) policy: Settled,
    pub(in crate::score) method: Method,
}

/// How a part comes to its score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::score) enum Method {
    /// An indicator meets its curve.
    Curve(Curve),
    /// A node takes a mean, and its rules apply to it.
    Mean(Aggregation, Rules),
}

/// The states of the root and of all slots below it.
pub(in crate::score) struct Evaluation {
    pub(in crate::score) total: State,
    pub(in crate::score) parts: Vec<State>,
}

impl Plan {
    pub(in crate::score) const fn new(rounding: Rounding, root: Slot, slots: Vec<Slot>) -> Self {
        Self { rounding, root, slots }
    }

    pub(in crate::score) const fn root(&self) -> &Slot {
        &self.root
    }

    /// Fills in the names that indicators do not have.
    pub(in crate::score) fn name_indicators(&mut self, name: impl Fn(&IndicatorId) -> Option<Name>) {
        for slot in &mut self.slots {
            if let (Place::Indicator(id), None) = (&slot.place, &slot.name) {
                slot.name = name(id);
            }
        }
    }

    pub(in crate::score) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    pub(in crate::score) const fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// The same plan without any rule.
    pub(in crate::score) fn unruled(mut self) -> Self {
        for slot in self.slots.iter_mut().chain([&mut self.root]) {
            if let Method::Mean(_, rules) = &mut slot.method {
                *rules = Rules::default();
            }
        }
        self
    }

    /// The same plan without the rules of its root.
    pub(in crate::score) fn without_root_rules(mut self) -> Self {
        if let Method::Mean(_, rules) = &mut self.root.method {
            *rules = Rules::default();
        }
        self
    }

    /// The same plan with arithmetic means everywhere.
    pub(in crate::score) fn averaged(mut self) -> Self {
        for slot in self.slots.iter_mut().chain([&mut self.root]) {
            if let Method::Mean(aggregation, _) = &mut slot.method {
                *aggregation = Aggregation::Arithmetic;
            }
        }
        self
    }

    /// The same plan with other weights, where there are some.
    pub(in crate::score) fn with_weights(mut self, weight: impl Fn(usize) -> Option<Weight>) -> Self {
        for (index, slot) in self.slots.iter_mut().enumerate() {
            slot.weight = weight(index).unwrap_or(slot.weight);
        }
        self
    }

    /// The same plan that rounds otherwise.
    pub(in crate::score) fn with_rounding(self, rounding: Rounding) -> Self {
        Self { rounding, ..self }
    }

    /// The same plan with other curves, where there are some.
    pub(in crate::score) fn with_curves(mut self, curve: impl Fn(&Place) -> Option<Curve>) -> Self {
        for slot in &mut self.slots {
            if let (Method::Curve(own), Some(other)) = (&mut slot.method, curve(&slot.place)) {
                *own = other;
            }
        }
        self
    }

    /// Scores every slot from what was measured; an indicator that is not among it is missing. What is carried over comes
    /// from the scorecard before.
    pub(in crate::score) fn evaluate(
        &self,
        measurements: &BTreeMap<IndicatorId, Measurement>,
        previous: Option<&Scorecard>,
    ) -> Evaluation {
        let before: BTreeMap<&Place, i128> = previous
            .into_iter()
            .flat_map(Scorecard::parts)
            .filter_map(|part| Some((part.place(), part.score()?.to_scaled())))
            .collect();
        let leaf = |slot: &Slot, curve: &Curve| {
            let measurement = match &slot.place {
                Place::Indicator(id) => measurements.get(id).copied(),
                Place::Node(_) => None,
            };
            State::measured(measurement, curve, self.rounding.indicator())
        };
        let mut evaluation = self.rise(leaf, |slot| before.get(&slot.place).copied());
        self.account(&mut evaluation);
        evaluation
    }

    /// Divides the total among the parts and the rules: the parts share what it is without any rule, and a rule has what
    /// the total changes by when it joins those that apply below it and before it.
    fn account(&self, evaluation: &mut Evaluation) {
        let places = self.rounding.total();
        let changes = |state: &State| {
            let applied = state.ruling.applied.iter().enumerate();
            applied
                .filter(|(_, applied)| applied.after != applied.before)
                .map(|(at, _)| at)
                .collect::<Vec<_>>()
        };
        let below = evaluation.parts.iter().enumerate().rev().map(|(index, state)| (Some(index), state));
        let nodes = below.chain([(None, &evaluation.total)]);
        let joining: Vec<(Option<usize>, usize)> =
            nodes.flat_map(|(node, state)| changes(state).into_iter().map(move |at| (node, at))).collect();
        if joining.is_empty() || evaluation.total.outcome.is_err() {
            return self.descend(evaluation, places);
        }
        let mut joined = BTreeMap::new();
        let mut without = self.joined(&joined, evaluation);
        let mut total = without.total.outcome.clone().unwrap_or_default();
        self.descend(&mut without, places);
        let shares = |state: &mut State, of: &State| {
            (state.effective, state.points, state.lost) = (of.effective, of.points, of.lost);
        };
        shares(&mut evaluation.total, &without.total);
        for (state, of) in evaluation.parts.iter_mut().zip(&without.parts) {
            shares(state, of);
        }
        for (node, at) in joining {
            joined.insert(node, at + 1);
            let now = self.joined(&joined, evaluation).total.outcome.unwrap_or_default();
            let state = match node {
                Some(index) => evaluation.parts.get_mut(index),
                None => Some(&mut evaluation.total),
            };
            if let Some(applied) = state.and_then(|state| state.ruling.applied.get_mut(at)) {
                applied.points = now - total;
            }
            total = now;
        }
    }

    /// The same evaluation with only so many of the rules that apply to each node, and none where nothing is said.
    fn joined(&self, rules: &BTreeMap<Option<usize>, usize>, whole: &Evaluation) -> Evaluation {
        let state = |index: usize| whole.parts.get(index);
        let leaf = |index: usize, _: &Slot, _: &Curve| state(index).cloned().unwrap_or_else(State::empty);
        let carried = |index: usize, _: &Slot| state(index)?.entered;
        self.rise_with(leaf, carried, |node, of: &Rules, score, places, (_, states)| {
            let applied = node.map_or(Some(&whole.total), state).map(|state| state.ruling.applied.as_slice());
            let joined =
                applied.unwrap_or_default().iter().take(rules.get(&node).copied().unwrap_or_default());
            let score = of.replay(score, places, joined.map(|applied| applied.rule), states);
            Ruling { score, ..Ruling::default() }
        })
    }

    /// The total when every indicator reaches the best score of its curve, no rule takes anything and every bonus is
    /// given.
    pub(in crate::score) fn best(&self) -> i128 {
        let places = self.rounding.indicator();
        let best = |_: usize, _: &Slot, curve: &Curve| State::scored(curve.best(places).to_scaled());
        let evaluation = self.rise_with(
            best,
            |_, _| None,
            |_, rules, score, _, _| Ruling {
                score: (score + rules.most()).min(HUNDRED),
                ..Ruling::default()
            },
        );
        evaluation.total.outcome.unwrap_or_default()
    }

    /// The share of the total's weight that each slot has when everything is measured.
    pub(in crate::score) fn effective_weights(&self) -> Vec<Share> {
        let mut evaluation = self.rise_with(
            |_, _, _| State::scored(HUNDRED),
            |_, _| None,
            |_, _, score, _, _| Ruling { score, ..Ruling::default() },
        );
        self.descend(&mut evaluation, self.rounding.total());
        evaluation.parts.iter().map(|state| exact::share(state.effective)).collect()
    }

    /// Bottom-up: the scores, coverages and bounds.
    pub(in crate::score) fn rise(
        &self,
        leaf: impl Fn(&Slot, &Curve) -> State,
        previous: impl Fn(&Slot) -> Option<i128>,
    ) -> Evaluation {
        let leaf = |_: usize, slot: &Slot, curve: &Curve| leaf(slot, curve);
        let previous = |_: usize, slot: &Slot| previous(slot);
        self.rise_with(leaf, previous, |_, rules, score, places, (view, states)| {
            rules.apply(score, places, view, states)
        })
    }

    fn rise_with(
        &self,
        leaf: impl Fn(usize, &Slot, &Curve) -> State,
        previous: impl Fn(usize, &Slot) -> Option<i128>,
        rule: impl Fn(Option<usize>, &Rules, i128, u32, (View, &[State])) -> Ruling,
    ) -> Evaluation {
        let mut top = Gathered::default();
        let mut gathered = vec![Gathered::default(); self.slots.len()];
        let mut parts = vec![State::empty(); self.slots.len()];
        let places = self.rounding.node();
        for (index, slot) in self.slots.iter().enumerate().rev() {
            let mut state = match &slot.method {
                Method::Curve(curve) => leaf(index, slot, curve),
                Method::Mean(aggregation, rules) => {
                    let below = gathered.get_mut(index).map(std::mem::take).unwrap_or_default();
                    below
                        .mean(aggregation, places)
                        .ruled(|score, view| rule(Some(index), rules, score, places, (view, &parts)))
                }
            };
            let above = slot.parent.and_then(|parent| gathered.get_mut(parent)).unwrap_or(&mut top);
            let entry = Entry::of(slot.policy, slot.mass(), &mut state, || previous(index, slot));
            above.add(&slot.place, &entry);
            if let Some(free) = parts.get_mut(index) {
                *free = state;
            }
        }
        let places = self.rounding.total();
        let total = match &self.root.method {
            Method::Mean(aggregation, rules) => top
                .mean(aggregation, places)
                .ruled(|score, view| rule(None, rules, score, places, (view, &parts))),
            Method::Curve(_) => State::empty(), // a root is a node
        };
        Evaluation { total, parts }
    }

    /// Top-down: divides the whole weight, the total's points and the points it lacks among the slots, at each
    /// node exactly, so that on every level the parts add up to the whole; rules stand apart. `places` are those of the points.
    pub(in crate::score) fn descend(&self, Evaluation { total, parts }: &mut Evaluation, places: u32) {
        let Ok(score) = total.outcome else { return };
        (total.effective, total.points, total.lost) = (ONE, score, HUNDRED - score);
        self.divide(None, (total.effective, total.points, total.lost), parts, places);
        for index in 0..self.slots.len() {
            if let Some(node) = parts.get(index).filter(|state| state.outcome.is_ok()) {
                let (effective, points, lost) = (node.effective, node.points, node.lost);
                self.divide(Some(index), (effective, points, lost), parts, places);
            }
        }
    }

    /// Divides a node's weight, points and lost points among those of its children that entered its mean.
    fn divide(
        &self,
        index: Option<usize>,
        (effective, points, lost): (i128, i128, i128),
        parts: &mut [State],
        places: u32,
    ) {
        let step = exact::step(places);
        let slot = index.map_or(Some(&self.root), |index| self.slots.get(index));
        let Some(Method::Mean(aggregation, _)) = slot.map(|slot| &slot.method) else { return };
        let entered: Vec<(usize, (i128, i128))> = self
            .children(index)
            .filter_map(|(child, slot)| Some((child, (slot.mass(), parts.get(child)?.entered?))))
            .filter(|(_, (weight, _))| *weight > 0)
            .collect();
        let (_, scored): (Vec<usize>, Vec<(i128, i128)>) = entered.iter().copied().unzip();
        let division = aggregation.division(&scored);
        let weights = apportion(effective, &division.effective);
        let gains = apportion(points / step, &division.gains);
        let losses = apportion(lost / step, &division.losses);
        for (((effective, points), lost), (child, _)) in
            weights.into_iter().zip(gains).zip(losses).zip(&entered)
        {
            if let Some(state) = parts.get_mut(*child) {
                (state.effective, state.points, state.lost) = (effective, points * step, lost * step);
            }
        }
    }

    /// The slots right below a node, or below the root, in order.
    pub(in crate::score) fn children(&self, node: Option<usize>) -> impl Iterator<Item = (usize, &Slot)> {
        let (start, end) = match node {
            None => (0, self.slots.len()),
            Some(node) => (node + 1, self.slots.get(node).map_or(0, |slot| slot.end)),
        };
        let within = move |index: usize| (index < end).then_some(index);
        std::iter::successors(within(start), move |index| within(self.slots.get(*index)?.end))
            .filter_map(|index| Some((index, self.slots.get(index)?)))
    }
}

impl Slot {
    /// The weight in units.
    pub(in crate::score) fn mass(&self) -> i128 {
        self.weight.to_scaled()
    }
}
