//! From a tree to its plan: every part gets its slot, every name is checked.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::quantity::{IndicatorId, Name, RuleId, Score, Weight, excerpt};

use crate::score::absence::Settled;
use crate::score::plan::{Method, Plan, Slot};
use crate::score::rule::{Compiled, Rules};
use crate::score::tree::MAX_PARTS;
use crate::score::{Aggregation, Effect, Node, Part, Place, Rounding, ScoreError};

impl Plan {
    /// Lays the tree out flat.
    ///
    /// # Errors
    /// [`ScoreError::Duplicate`] for an id that occurs twice, [`ScoreError::TooMany`] for too many parts,
    /// [`ScoreError::UnknownPart`] and [`ScoreError::Misplaced`] for rules that look where nothing is,
    /// [`ScoreError::RuleTooFine`] for scores that the model cannot give, [`ScoreError::OrderWeights`].
    pub(in crate::score) fn of(root: &Node, policy: Settled, rounding: Rounding) -> Result<Self, ScoreError> {
        let mut layout = Layout {
            rounding,
            slots: Vec::new(),
            seen: BTreeMap::new(),
            indices: BTreeMap::new(),
            rules: BTreeMap::new(),
        };
        let top = Above { parent: None, depth: 0, policy };
        let place = Place::Node(root.id().clone());
        let mut slot = layout.slot(
            place,
            root.name(),
            Weight::ONE,
            Method::Mean(Aggregation::Arithmetic, Rules::default()),
            "root",
            &top,
        )?;
        layout.children(root, "root", &Above { depth: 1, policy: policy.below(root.absence()), ..top })?;
        slot.method = layout.mean(root, "root", None)?;
        Ok(Self::new(rounding, slot, layout.slots))
    }
}

/// The array while it is being laid out.
struct Layout {
    rounding: Rounding,
    slots: Vec<Slot>,
    /// Where each id stands, for the error about the second one.
    seen: BTreeMap<Place, String>,
    /// The slot of each part.
    indices: BTreeMap<Place, usize>,
    /// Where each rule stands.
    rules: BTreeMap<RuleId, String>,
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
                    let method = Method::Curve(leaf.curve().clone());
                    let slot = self.slot(place.clone(), leaf.name(), child.weight(), method, &path, above)?;
                    self.slots.push(slot);
                    self.indices.insert(place, index);
                }
                Part::Node(node) => {
                    let place = Place::Node(node.id().clone());
                    let method = Method::Mean(Aggregation::Arithmetic, Rules::default());
                    let slot = self.slot(place.clone(), node.name(), child.weight(), method, &path, above)?;
                    self.slots.push(slot);
                    self.indices.insert(place, index);
                    let policy = above.policy.below(node.absence());
                    self.children(
                        node,
                        &path,
                        &Above { parent: Some(index), depth: above.depth + 1, policy },
                    )?;
                    let (end, method) = (self.slots.len(), self.mean(node, &path, Some(index))?);
                    if let Some(slot) = self.slots.get_mut(index) {
                        (slot.end, slot.method) = (end, method);
                    }
                }
            }
        }
        Ok(())
    }

    /// How a node whose children have their slots comes to its score. `index` is its own slot, none for the root.
    fn mean(&mut self, node: &Node, path: &str, index: Option<usize>) -> Result<Method, ScoreError> {
        let weighed = node.children().iter().filter(|child| child.weight() > Weight::ZERO).count();
        if let Aggregation::Owa(order) = node.aggregation()
            && order.weights().len() != weighed
        {
            let (place, given) = (format!("{path}.aggregation.owa"), order.weights().len());
            return Err(ScoreError::OrderWeights { place, given, wanted: weighed });
        }
        let places = self.places(index);
        for (field, limit) in [("bonus", node.limits().bonus), ("penalty", node.limits().penalty)] {
            if let Some(given) = limit.filter(|limit| limit.value().scale() > places) {
                return Err(ScoreError::RuleTooFine {
                    place: format!("{path}.limits.{field}"),
                    given,
                    places,
                });
            }
        }
        let mut rules = Vec::with_capacity(node.rules().len());
        for (position, rule) in node.rules().iter().enumerate() {
            let path = format!("{path}.rules[{position}]");
            match self.rules.entry(rule.id().clone()) {
                Entry::Vacant(free) => free.insert(format!("{path}.id")),
                Entry::Occupied(taken) => {
                    let (given, first) = (excerpt(rule.id().as_str()), taken.get().clone());
                    return Err(ScoreError::Duplicate {
                        place: format!("{path}.id"),
                        given,
                        first,
                        what: "rule id",
                    });
                }
            };
            self.check_effect(rule.effect(), &format!("{path}.effect"), index)?;
            let below = |place: Place, path: String| self.below(index, &place, path);
            let slots = rule
                .when()
                .iter()
                .enumerate()
                .map(|(at, trigger)| below(trigger.place(), format!("{path}.when[{at}]")));
            let slots = slots.collect::<Result<Vec<usize>, ScoreError>>()?;
            let unit =
                rule.effect().points().and_then(|points| points.unit()).map(|unit: &IndicatorId| {
                    below(Place::Indicator(unit.clone()), format!("{path}.effect"))
                });
            rules.push(Compiled { rule: rule.clone(), slots, unit: unit.transpose()? });
        }
        rules.sort_by_key(Compiled::stage); // stable: within a stage as the model gives them
        Ok(Method::Mean(node.aggregation().clone(), Rules { rules, limits: *node.limits() }))
    }

    /// The slot of a part below a node.
    fn below(&self, node: Option<usize>, place: &Place, path: String) -> Result<usize, ScoreError> {
        let found = self.indices.get(place).copied();
        found
            .filter(|index| node.is_none_or(|node| *index > node))
            .ok_or_else(|| ScoreError::UnknownPart { place: path, given: excerpt(place.as_str()) })
    }

    /// The decimals of a node's score, or of the root's.
    const fn places(&self, node: Option<usize>) -> u32 {
        if node.is_none() { self.rounding.total() } else { self.rounding.node() }
    }

    /// Whether the node can give the score that a rule speaks of.
    fn check_effect(&self, effect: &Effect, place: &str, index: Option<usize>) -> Result<(), ScoreError> {
        let places = self.places(index);
        let given = match effect {
            Effect::Cap(score) => *score,
            Effect::Bonus(points) | Effect::Penalty(points) if points.unit().is_none() => points.points(),
            Effect::GradeAtMost(_) if index.is_some() => {
                let remedy = "only the total has a grade; give the rule to the root";
                return Err(ScoreError::Misplaced { place: place.to_owned(), remedy });
            }
            Effect::Bonus(points) | Effect::Penalty(points) => points.limit().unwrap_or(Score::MIN),
            Effect::KnockOut | Effect::GradeAtMost(_) => return Ok(()),
        };
        if given.value().scale() > places {
            return Err(ScoreError::RuleTooFine { place: place.to_owned(), given, places });
        }
        Ok(())
    }

    /// The slot of the next part; the end of a node's is set when its children are known.
    fn slot(
        &mut self,
        place: Place,
        name: Option<&Name>,
        weight: Weight,
        method: Method,
        path: &str,
        above: &Above,
    ) -> Result<Slot, ScoreError> {
        let (field, what) =
            if matches!(method, Method::Curve(_)) { ("indicator", "indicator") } else { ("id", "node id") };
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
            method,
        })
    }
}
