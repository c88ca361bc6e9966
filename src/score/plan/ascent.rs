//! The way up, kept: when a part changes, only what is above it is scored again.

use std::collections::{BTreeMap, BTreeSet};

use crate::quantity::{RuleId, Weight};
use crate::score::rule::Rules;
use crate::score::{Aggregation, Curve};

use super::{Entry, Gathered, Method, Plan, Slot, State, Sums};

/// A plan with the states of all its parts, which may be changed and are then what [`Plan::rise`] would give.
///
/// Nodes with an arithmetic mean keep sums and cost the same however many children they have; the others are gathered anew.
/// Rules look at what is below their node, so a change concerns the nodes above it alone.
#[derive(Debug, Clone)]
pub(in crate::score) struct Ascent<'p> {
    plan: &'p Plan,
    /// What each slot scored in the period before.
    before: Vec<Option<i128>>,
    parts: Vec<State>,
    /// How each slot enters the node above.
    entries: Vec<Entry>,
    total: State,
    /// By node, none for the root.
    sums: BTreeMap<Option<usize>, Sums>,
    /// Other weights than the plan's.
    weights: BTreeMap<usize, Weight>,
    /// The nodes of which rules are spared, with the rules that are left.
    spared: BTreeMap<Option<usize>, Rules>,
    /// The nodes with rules.
    ruled: Vec<Option<usize>>,
}

/// What a child costs under a mean that is gathered anew, in parts scored: such means take roots and logarithms.
const DEAR: u64 = 8;

impl<'p> Ascent<'p> {
    pub(in crate::score) fn new(
        plan: &'p Plan,
        leaf: impl Fn(&Slot, &Curve) -> State,
        previous: impl Fn(&Slot) -> Option<i128>,
    ) -> Self {
        let slots = plan.slots();
        let nodes = slots.iter().enumerate().map(|(index, slot)| (Some(index), slot));
        let nodes = || nodes.clone().chain([(None, plan.root())]);
        let mean = |slot: &'p Slot| match &slot.method {
            Method::Mean(aggregation, rules) => Some((aggregation, rules)),
            Method::Curve(_) => None,
        };
        let additive =
            |slot| mean(slot).is_some_and(|(aggregation, _)| *aggregation == Aggregation::Arithmetic);
        let ruled = |slot| mean(slot).is_some_and(|(_, rules)| !rules.rules.is_empty());
        let mut ascent = Self {
            plan,
            before: slots.iter().map(previous).collect(),
            parts: vec![State::empty(); slots.len()],
            entries: vec![Entry::default(); slots.len()],
            total: State::empty(),
            sums: nodes()
                .filter(|(_, slot)| additive(slot))
                .map(|(node, _)| (node, Sums::default()))
                .collect(),
            weights: BTreeMap::new(),
            spared: BTreeMap::new(),
            ruled: nodes().filter(|(_, slot)| ruled(slot)).map(|(node, _)| node).collect(),
        };
        for (index, slot) in slots.iter().enumerate().rev() {
            let state = match &slot.method {
                Method::Curve(curve) => leaf(slot, curve),
                Method::Mean(..) => ascent.raised(Some(index)).0,
            };
            ascent.put(index, state);
        }
        ascent.total = ascent.raised(None).0;
        ascent
    }

    pub(in crate::score) const fn plan(&self) -> &'p Plan {
        self.plan
    }

    pub(in crate::score) const fn total(&self) -> &State {
        &self.total
    }

    /// The states of the nodes with rules, beside the rules that hold there.
    pub(in crate::score) fn ruled(&self) -> impl Iterator<Item = (&State, &Rules)> {
        let state = |node: Option<usize>| node.map_or(Some(&self.total), |index| self.parts.get(index));
        self.ruled.iter().filter_map(move |node| Some((state(*node)?, self.rules(*node)?)))
    }

    /// Gives indicators other states. Says how many parts were scored; dear ones count more.
    pub(in crate::score) fn change(&mut self, leaves: impl IntoIterator<Item = (usize, State)>) -> u64 {
        let (mut above, mut scored) = (BTreeSet::new(), 0);
        for (index, state) in leaves {
            self.put(index, state);
            above.insert(self.parent(index));
            scored += 1;
        }
        scored + self.rise(above)
    }

    /// Gives slots other weights, and all others their own.
    pub(in crate::score) fn reweigh(&mut self, weights: &BTreeMap<usize, Weight>) {
        let before = std::mem::replace(&mut self.weights, weights.clone());
        let changed: BTreeSet<usize> = before.into_keys().chain(self.weights.keys().copied()).collect();
        let mut above = BTreeSet::new();
        for index in changed {
            if let Some(state) = self.parts.get(index).cloned() {
                self.put(index, state);
                above.insert(self.parent(index));
            }
        }
        self.rise(above);
    }

    /// Spares these rules, and no others.
    pub(in crate::score) fn spare(&mut self, rules: &BTreeSet<RuleId>) {
        let mut changed: BTreeSet<Option<usize>> = std::mem::take(&mut self.spared).into_keys().collect();
        let spared = self.ruled.iter().filter_map(|node| {
            let all = self.rules(*node)?;
            let mut left = all.clone();
            left.rules.retain(|compiled| !rules.contains(compiled.rule.id()));
            (left.rules.len() < all.rules.len()).then_some((*node, left))
        });
        let spared: BTreeMap<Option<usize>, Rules> = spared.collect();
        changed.extend(spared.keys().copied());
        self.spared = spared;
        self.rise(changed);
    }

    /// Scores nodes again, and all above them: children before their nodes, since they stand behind them.
    fn rise(&mut self, mut nodes: BTreeSet<Option<usize>>) -> u64 {
        let mut scored = 0;
        while let Some(node) = nodes.pop_last() {
            let (state, parts) = self.raised(node);
            scored += parts;
            match node {
                Some(index) => {
                    self.put(index, state);
                    nodes.insert(self.parent(index));
                }
                None => self.total = state,
            }
        }
        scored
    }

    /// The state of a node from what its children are, and how many parts that took.
    fn raised(&self, node: Option<usize>) -> (State, u64) {
        let rounding = self.plan.rounding();
        let places = if node.is_none() { rounding.total() } else { rounding.node() };
        let Some(Method::Mean(aggregation, _)) = self.slot(node).map(|slot| &slot.method) else {
            return (State::empty(), 0);
        };
        let (mut gathered, mut parts) = (Gathered::default(), 1);
        if let Some(sums) = self.sums.get(&node) {
            gathered = sums.gathered(|child| Some(self.plan.slots().get(child)?.place.clone()));
        } else {
            let children: Vec<(usize, &Slot)> = self.plan.children(node).collect();
            for (child, slot) in children.into_iter().rev() {
                if let Some(entry) = self.entries.get(child) {
                    gathered.add(&slot.place, entry);
                }
                parts += DEAR;
            }
        }
        let rules = self.rules(node);
        let state = gathered.mean(aggregation, places).ruled(|score, view| {
            rules.map(|rules| rules.apply(score, places, view, &self.parts)).unwrap_or_default()
        });
        (state, parts)
    }

    /// Keeps a slot's state, and tells the node above.
    fn put(&mut self, index: usize, mut state: State) {
        let Some(slot) = self.plan.slots().get(index) else { return };
        let weight = self.weights.get(&index).map_or_else(|| slot.mass(), |weight| weight.to_scaled());
        let before = self.before.get(index).copied().flatten();
        let entry = Entry::of(slot.policy, weight, &mut state, || before);
        if let (Some(part), Some(kept)) = (self.parts.get_mut(index), self.entries.get_mut(index)) {
            if let Some(sums) = self.sums.get_mut(&slot.parent) {
                sums.remove(index, kept);
                sums.add(index, &entry);
            }
            (*part, *kept) = (state, entry);
        }
    }

    fn slot(&self, node: Option<usize>) -> Option<&'p Slot> {
        node.map_or(Some(self.plan.root()), |index| self.plan.slots().get(index))
    }

    fn parent(&self, index: usize) -> Option<usize> {
        self.plan.slots().get(index)?.parent
    }

    fn rules(&self, node: Option<usize>) -> Option<&Rules> {
        match &self.slot(node)?.method {
            Method::Mean(_, rules) => Some(self.spared.get(&node).unwrap_or(rules)),
            Method::Curve(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::indicator::{Absence, Measurement};
    use crate::quantity::Number;
    use crate::score::{Model, Place};

    /// Three nodes of three indicators each below a fourth, with rules that look at values, scores and absence.
    fn model(means: &[String; 3], absence: &str) -> Model {
        let leaf = |index: usize| {
            format!(
                r#"{{"weight": {}, "indicator": "i{index}", "curve": {{"goalposts": {{"worst": 0, "best": 100}}}}}}"#,
                index % 3 + 1
            )
        };
        let node = |index: usize| {
            let leaves: Vec<String> = (3 * index..3 * index + 3).map(leaf).collect();
            let of = 3 * index;
            format!(
                r#"{{"weight": 2, "id": "n{index}", "aggregation": {}, "children": [{}], "rules": [
                    {{"id": "a{index}", "when": [{{"absent": {{"of": {{"indicator": "i{of}"}}}}}}], "effect": {{"penalty": {{"points": 5}}}}}},
                    {{"id": "v{index}", "when": [{{"value": {{"of": "i{of}", "is": "below", "value": 30}}}}], "effect": {{"cap": 40}}}}]}}"#,
                means[index % 3],
                leaves.join(", ")
            )
        };
        serde_json::from_str(&format!(
            r#"{{"absence": {absence}, "root": {{"id": "top", "children": [
                {{"weight": 3, "id": "deep", "children": [{}, {}]}}, {}],
                "rules": [{{"id": "s", "when": [{{"score": {{"of": {{"node": "deep"}}, "is": "below", "score": 50}}}}], "effect": {{"cap": 45}}}}]}}}}"#,
            node(0),
            node(1),
            node(2)
        ))
        .unwrap()
    }

    fn reading() -> impl Strategy<Value = Measurement> {
        prop_oneof![
            4 => (0_u32..=100).prop_map(|value| Measurement::present(Number::from(value), 9)),
            1 => Just(Measurement::absent(Absence::Missing)),
            1 => Just(Measurement::absent(Absence::NotApplicable)),
            1 => Just(Measurement::absent(Absence::Suppressed { n: 2 })),
        ]
    }

    fn mean() -> impl Strategy<Value = String> {
        let all = vec![
            r#""arithmetic""#,
            r#""arithmetic""#,
            r#""geometric""#,
            r#""minimum""#,
            r#""mazziotta_pareto""#,
        ];
        prop::sample::select(all).prop_map(str::to_owned)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// After any changes of values, weights and rules every state is as if scored at once.
        #[test]
        fn changes_go_up_as_scored_at_once(
            means in [mean(), mean(), mean()],
            absence in prop::sample::select(vec![
                "{}",
                r#"{"missing": {"renormalise": {"min_coverage": "0.2"}}, "suppressed": "worst"}"#,
                r#"{"missing": {"previous": {"otherwise": "refuse"}}, "not_applicable": "refuse"}"#,
                r#"{"missing": {"neutral": 50}, "suppressed": "refuse", "not_applicable": {"neutral": 60}}"#,
            ]),
            mut readings in prop::collection::vec(reading(), 9),
            changes in prop::collection::vec((0_usize..9, reading()), 0..6),
            weights in prop::collection::btree_map(0_usize..12, 0_u32..4, 0..3),
            spared in prop::collection::btree_set(prop::sample::select(vec!["a0", "v0", "a1", "v2", "s"]), 0..3),
        ) {
            let model = model(&means, absence);
            let plan = model.plan();
            let places = plan.rounding().indicator();
            let index = |place: &Place| place.as_str().trim_start_matches('i').parse::<usize>().unwrap();
            let before = |slot: &Slot| slot.place.as_str().ends_with('4').then_some(70 * 1_000_000_000);
            let state = |readings: &[Measurement], slot: &Slot, curve: &Curve| {
                State::measured(Some(readings[index(&slot.place)]), curve, places)
            };
            let mut ascent = Ascent::new(plan, |slot, curve| state(&readings, slot, curve), before);
            for (at, reading) in changes {
                readings[at] = reading;
                let (slot, own) = plan.slots().iter().enumerate()
                    .find(|(_, slot)| slot.place.is_indicator() && index(&slot.place) == at).unwrap();
                let Method::Curve(curve) = &own.method else { continue };
                ascent.change([(slot, state(&readings, own, curve))]);
            }
            let weights: BTreeMap<usize, Weight> =
                weights.into_iter().map(|(slot, weight)| (slot, weight.to_string().parse().unwrap())).collect();
            ascent.reweigh(&BTreeMap::from([(1, Weight::ZERO)]));
            ascent.reweigh(&weights);
            ascent.spare(&BTreeSet::from(["v0".parse().unwrap()]));
            let spared: BTreeSet<RuleId> = spared.into_iter().map(|rule| rule.parse().unwrap()).collect();
            ascent.spare(&spared);
            let mut other = plan.clone().with_weights(|slot| weights.get(&slot).copied());
            other = other.without_rules(&spared);
            let at_once = other.rise(|slot, curve| state(&readings, slot, curve), before);
            prop_assert_eq!(format!("{:?}", ascent.total), format!("{:?}", at_once.total));
            if spared.is_empty() {
                prop_assert_eq!(format!("{:?}", ascent.parts), format!("{:?}", at_once.parts));
            } else {
                let outcomes = |parts: &[State]| parts.iter().map(|state| state.outcome.clone()).collect::<Vec<_>>();
                prop_assert_eq!(outcomes(&ascent.parts), outcomes(&at_once.parts));
            }
        }
    }

    impl Plan {
        fn without_rules(self, without: &BTreeSet<RuleId>) -> Self {
            let bare = |mut slot: Slot| {
                if let Method::Mean(_, rules) = &mut slot.method {
                    rules.rules.retain(|compiled| !without.contains(compiled.rule.id()));
                }
                slot
            };
            Self::new(
                self.rounding(),
                bare(self.root().clone()),
                self.slots().iter().cloned().map(bare).collect(),
            )
        }
    }
}
