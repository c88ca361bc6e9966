//! The Markov chain of a set of rules over the regions of a chart: C. W. Champ and W. H. Woodall, *Exact results for
//! Shewhart control charts with supplementary runs rules* (1987).

use std::collections::BTreeMap;

use super::memory::{Memory, Region};
use super::tails;
use crate::monitor::{RuleSet, Side, Zone};

/// More states than any set needs whose patterns are as long as the field's.
pub(super) const MOST: usize = 200_000;

/// States before the first signal and where the next point leads from each.
#[derive(Debug)]
pub(super) struct Chain {
    /// For each state the probability of a signal at the next point, and the states that follow without one.
    states: Vec<(f64, Vec<(usize, f64)>)>,
}

impl Chain {
    /// Finds all states that can be reached; `None` where they are too many.
    pub(super) fn of(rules: &RuleSet) -> Option<Self> {
        let start = vec![Memory::default(); rules.rules().len()];
        let mut known = BTreeMap::from([(start.clone(), 0_usize)]);
        let mut waiting = std::collections::VecDeque::from([start]);
        let mut states = Vec::new();
        while let Some(state) = waiting.pop_front() {
            let (mut signal, mut onward) = (0.0, Vec::new());
            for (region, chance) in regions() {
                let next =
                    state.iter().zip(rules.rules()).map(|(memory, rule)| memory.next(rule.pattern(), region));
                let Some(next) = next.collect::<Option<Vec<_>>>() else {
                    signal += chance;
                    continue;
                };
                let count = known.len();
                let number = *known.entry(next).or_insert_with_key(|next| {
                    waiting.push_back(next.clone());
                    count
                });
                onward.push((number, chance));
            }
            if known.len() > MOST {
                return None;
            }
            states.push((signal, onward));
        }
        Some(Self { states })
    }

    pub(super) fn len(&self) -> usize {
        self.states.len()
    }

    /// Before the first point.
    pub(super) fn start(&self) -> Vec<f64> {
        std::iter::once(1.0).chain(std::iter::repeat(0.0)).take(self.len()).collect()
    }

    /// The probability of a signal at the next point, and what is left in each state.
    pub(super) fn step(&self, at: &[f64]) -> (f64, Vec<f64>) {
        let (mut signal, mut next) = (0.0, vec![0.0; at.len()]);
        for (mass, (fires, onward)) in at.iter().zip(&self.states) {
            signal += mass * fires;
            for (number, chance) in onward {
                if let Some(place) = next.get_mut(*number) {
                    *place += mass * chance;
                }
            }
        }
        (signal, next)
    }
}

fn regions() -> impl Iterator<Item = (Region, f64)> {
    let [half, one, two, limit] = tails();
    let zones = [
        (None, half - one),
        (Some(Zone::One), one - two),
        (Some(Zone::Two), two - limit),
        (Some(Zone::Limit), limit),
    ];
    [Side::Above, Side::Below]
        .into_iter()
        .flat_map(move |side| zones.map(|(zone, chance)| (Region { side, zone }, chance)))
}
