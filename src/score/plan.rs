//! The compiled model: its parts in one flat array, each node before its children.
//!
//! Read backwards the array is a bottom-up order (every child is met before its node), read forwards a
//! top-down one, so both passes are loops. Figures are integers in units of 10⁻⁹; see `exact` for the proof
//! that none overflows.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::indicator::Measurement;
use crate::quantity::{IndicatorId, Name, Share, Weight, excerpt};

use super::absence::Settled;
use super::exact::{self, HUNDRED, ONE, apportion};
use super::mean::{State, Sums};
use super::tree::MAX_PARTS;
use super::{Curve, Node, Part, Place, Rounding, ScoreError};

/// A model laid out for scoring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    rounding: Rounding,
    root: Slot,
    /// All parts below the root.
    slots: Vec<Slot>,
}

/// A part of the model in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) place: Place,
    pub(super) name: Option<Name>,
    /// 0 for the root.
    pub(super) depth: u32,
    pub(super) weight: Weight,
    /// Index of the node above; none right below the root.
    parent: Option<usize>,
    /// Index of the first slot that is not below this one: the next sibling, where there is one.
    end: usize,
    /// What the node above does when this part has no score.
    pub(super) policy: Settled,
    /// How an indicator is scored; none for a node.
    curve: Option<Curve>,
}

/// The states of the root and of all slots below it.
pub(super) struct Evaluation {
    pub(super) total: State,
    pub(super) parts: Vec<State>,
}

impl Plan {
    /// Lays the tree out flat.
    ///
    /// # Errors
    /// [`ScoreError::Duplicate`] for an id that occurs twice, [`ScoreError::TooMany`] for too many parts.
    pub(super) fn new(root: &Node, policy: Settled, rounding: Rounding) -> Result<Self, ScoreError> {
        let mut layout = Layout { slots: Vec::new(), seen: BTreeMap::new() };
        let top = Above { parent: None, depth: 0, policy };
        let slot =
            layout.slot(Place::Node(root.id().clone()), root.name(), Weight::ONE, None, "root", &top)?;
        layout.children(
            root,
            "root",
            &Above { parent: None, depth: 1, policy: policy.below(root.absence()) },
        )?;
        Ok(Self { rounding, root: slot, slots: layout.slots })
    }

    pub(super) const fn root(&self) -> &Slot {
        &self.root
    }

    /// Fills in the names that indicators do not have.
    pub(super) fn name_indicators(&mut self, name: impl Fn(&IndicatorId) -> Option<Name>) {
        for slot in &mut self.slots {
            if let (Place::Indicator(id), None) = (&slot.place, &slot.name) {
                slot.name = name(id);
            }
        }
    }

    pub(super) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Scores every slot from what was measured; an indicator that is not among it is missing.
    pub(super) fn evaluate(&self, measurements: &BTreeMap<IndicatorId, Measurement>) -> Evaluation {
        let mut evaluation = self.rise(|slot, curve| {
            let measurement = match &slot.place {
                Place::Indicator(id) => measurements.get(id).copied(),
                Place::Node(_) => None,
            };
            State::measured(measurement, curve, self.rounding.indicator())
        });
        self.descend(&mut evaluation);
        evaluation
    }

    /// The total when every indicator reaches the best score of its curve.
    pub(super) fn best(&self) -> i128 {
        let places = self.rounding.indicator();
        let evaluation = self.rise(|_, curve| State::scored(curve.best(places).to_scaled()));
        evaluation.total.outcome.unwrap_or_default()
    }

    /// The share of the total's weight that each slot has when everything is measured.
    pub(super) fn effective_weights(&self) -> Vec<Share> {
        let mut evaluation = self.rise(|_, _| State::scored(HUNDRED));
        self.descend(&mut evaluation);
        evaluation.parts.iter().map(|state| exact::share(state.effective)).collect()
    }

    /// Bottom-up: the scores, coverages and bounds.
    fn rise(&self, leaf: impl Fn(&Slot, &Curve) -> State) -> Evaluation {
        let mut top = Sums::default();
        let mut sums = vec![Sums::default(); self.slots.len()];
        let mut parts = Vec::with_capacity(self.slots.len());
        for (index, slot) in self.slots.iter().enumerate().rev() {
            let mut state = if let Some(curve) = &slot.curve {
                leaf(slot, curve)
            } else {
                let below = sums.get_mut(index).map(std::mem::take).unwrap_or_default();
                below.mean(self.rounding.node())
            };
            let above = slot.parent.and_then(|parent| sums.get_mut(parent)).unwrap_or(&mut top);
            above.add(slot, &mut state);
            parts.push(state);
        }
        parts.reverse();
        Evaluation { total: top.mean(self.rounding.total()), parts }
    }

    /// Top-down: divides the whole weight, the total's points and the points it lacks among the slots, at each
    /// node exactly, so that on every level the parts add up to the whole.
    fn descend(&self, Evaluation { total, parts }: &mut Evaluation) {
        let Ok(score) = total.outcome else { return };
        (total.effective, total.points, total.lost) = (ONE, score, HUNDRED - score);
        self.divide(None, total, parts);
        for (index, slot) in self.slots.iter().enumerate() {
            if slot.curve.is_none()
                && let Some(node) = parts.get(index).filter(|state| state.outcome.is_ok()).cloned()
            {
                self.divide(Some(index), &node, parts);
            }
        }
    }

    /// Divides a node's figures among those of its children that entered its mean.
    fn divide(&self, index: Option<usize>, node: &State, parts: &mut [State]) {
        let step = exact::step(self.rounding.total());
        let entered: Vec<(usize, i128, i128)> = self
            .children(index)
            .filter_map(|(child, slot)| Some((child, slot.mass(), parts.get(child)?.entered?)))
            .collect();
        let by = |share: fn(i128, i128) -> i128| -> Vec<i128> {
            entered.iter().map(|(_, weight, score)| share(*weight, *score)).collect()
        };
        let weights = apportion(node.effective, &by(|weight, _| weight));
        let gains = apportion(node.points / step, &by(|weight, score| weight * score));
        let losses = apportion(node.lost / step, &by(|weight, score| weight * (HUNDRED - score)));
        for (((effective, points), lost), (child, ..)) in
            weights.into_iter().zip(gains).zip(losses).zip(&entered)
        {
            if let Some(state) = parts.get_mut(*child) {
                (state.effective, state.points, state.lost) = (effective, points * step, lost * step);
            }
        }
    }

    /// The slots right below a node, or below the root, in order.
    fn children(&self, node: Option<usize>) -> impl Iterator<Item = (usize, &Slot)> {
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
    pub(super) fn mass(&self) -> i128 {
        self.weight.to_scaled()
    }
}

/// The array while it is being laid out.
struct Layout {
    slots: Vec<Slot>,
    /// Where each id stands, for the error about the second one.
    seen: BTreeMap<Place, String>,
}

/// What a part takes over from the node above.
struct Above {
    parent: Option<usize>,
    depth: u32,
    policy: Settled,
}

impl Layout {
    /// Recursion is bounded: no `Node` is deeper than `MAX_DEPTH`.
    fn children(&mut self, node: &Node, path: &str, above: &Above) -> Result<(), ScoreError> {
        for (position, child) in node.children().iter().enumerate() {
            let path = format!("{path}.children[{position}]");
            let index = self.slots.len();
            if index >= MAX_PARTS {
                let (given, what) = (index.saturating_add(1), "nodes and indicators below the root");
                return Err(ScoreError::TooMany { place: path, given, what, most: MAX_PARTS });
            }
            match child.part() {
                Part::Indicator(leaf) => {
                    let place = Place::Indicator(leaf.indicator().clone());
                    let slot =
                        self.slot(place, leaf.name(), child.weight(), Some(leaf.curve()), &path, above)?;
                    self.slots.push(slot);
                }
                Part::Node(node) => {
                    let place = Place::Node(node.id().clone());
                    let slot = self.slot(place, node.name(), child.weight(), None, &path, above)?;
                    self.slots.push(slot);
                    let policy = above.policy.below(node.absence());
                    self.children(
                        node,
                        &path,
                        &Above { parent: Some(index), depth: above.depth + 1, policy },
                    )?;
                    let end = self.slots.len();
                    if let Some(slot) = self.slots.get_mut(index) {
                        slot.end = end;
                    }
                }
            }
        }
        Ok(())
    }

    /// The slot of the next part; the end of a node's is set when its children are known.
    fn slot(
        &mut self,
        place: Place,
        name: Option<&Name>,
        weight: Weight,
        curve: Option<&Curve>,
        path: &str,
        above: &Above,
    ) -> Result<Slot, ScoreError> {
        let (field, what) = if curve.is_some() { ("indicator", "indicator") } else { ("id", "node id") };
        let path = format!("{path}.{field}");
        match self.seen.entry(place.clone()) {
            Entry::Vacant(free) => free.insert(path),
            Entry::Occupied(taken) => {
                let (given, first) = (excerpt(place.as_str()), taken.get().clone());
                return Err(ScoreError::Duplicate { place: path, given, first, what });
            }
        };
        Ok(Slot {
            place,
            name: name.cloned(),
            depth: above.depth,
            weight,
            parent: above.parent,
            end: self.slots.len() + 1,
            policy: above.policy,
            curve: curve.cloned(),
        })
    }
}
