//! One step of the way up: the state of a leaf, and that of a node from those of its children.

use std::collections::{BTreeMap, BTreeSet};

use crate::indicator::{Absence, Measurement};
use crate::quantity::{PLACES, Share};

use crate::score::Aggregation;
use crate::score::absence::Settled;
use crate::score::arithmetic::exact::{self, HUNDRED, ONE, rounded};
use crate::score::rule::{Ruling, View};
use crate::score::{AbsenceKind, Curve, Gap, Place, Position, Treatment};

/// What is found out about one slot.
#[derive(Debug, Clone)]
pub(in crate::score) struct State {
    pub(in crate::score) measurement: Option<Measurement>,
    pub(in crate::score) position: Option<Position>,
    pub(in crate::score) outcome: Result<i128, Gap>,
    /// What the rules of a node made of its mean; empty where nothing applied.
    pub(in crate::score) ruling: Ruling,
    /// What the node above did about a gap.
    pub(in crate::score) treatment: Option<Treatment>,
    pub(in crate::score) coverage: i128,
    /// The score with its gaps filled by the worst and by the best; none where nothing applies.
    pub(in crate::score) bounds: Option<(i128, i128)>,
    /// The score with those gaps counted as worst that were left out.
    pub(in crate::score) floor: i128,
    /// The score with which the part enters the node above: its own, or a filling.
    pub(in crate::score) entered: Option<i128>,
    /// Share of the total's weight.
    pub(in crate::score) effective: i128,
    pub(in crate::score) points: i128,
    pub(in crate::score) lost: i128,
}

impl State {
    pub(in crate::score) fn scored(score: i128) -> Self {
        Self {
            outcome: Ok(score),
            coverage: ONE,
            bounds: Some((score, score)),
            floor: score,
            ..Self::empty()
        }
    }

    /// A leaf's state.
    pub(in crate::score) fn measured(measurement: Option<Measurement>, curve: &Curve, places: u32) -> Self {
        if let Some(value) = measurement.and_then(|measurement| measurement.value()) {
            let (position, units) = curve.placed(value, places);
            return Self { measurement, position: Some(position), ..Self::scored(units) };
        }
        let absence = measurement.and_then(|measurement| measurement.absence()).unwrap_or(Absence::Missing);
        let applies = absence != Absence::NotApplicable;
        let bounds = applies.then_some((0, HUNDRED));
        Self { measurement, outcome: Err(Gap::Unmeasured(absence)), bounds, ..Self::empty() }
    }

    /// The state after the rules of a node, which see its score and its bounds.
    pub(in crate::score) fn ruled(mut self, rule: impl Fn(i128, View) -> Ruling) -> Self {
        self.bounds =
            self.bounds.map(|(low, high)| (rule(low, View::Worst).score, rule(high, View::Best).score));
        if let Ok(score) = &mut self.outcome {
            // What holds for the score holds for its floor.
            self.floor = rule(self.floor, View::Told).score;
            self.ruling = rule(*score, View::Told);
            *score = self.ruling.score;
        }
        self
    }

    pub(in crate::score) fn empty() -> Self {
        Self {
            measurement: None,
            position: None,
            outcome: Err(Gap::NothingApplies),
            ruling: Ruling::default(),
            treatment: None,
            coverage: 0,
            bounds: None,
            floor: 0,
            entered: None,
            effective: 0,
            points: 0,
            lost: 0,
        }
    }
}

/// How a child enters the node above.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::score) struct Entry {
    weight: i128,
    coverage: i128,
    /// The score that enters the mean.
    entered: Option<i128>,
    /// Where it applies: its score with gaps that were left out counted as worst, and with all gaps filled by the worst and by
    /// the best.
    filled: Option<(i128, i128, i128)>,
    /// Why it was left out, with the least coverage that this asks for.
    left_out: Option<(AbsenceKind, Share)>,
    /// Why the node refuses a score over it.
    refused: Option<AbsenceKind>,
}

impl Entry {
    /// How a child with a state enters, which is noted with the child. `previous` is the score that it had before.
    pub(in crate::score) fn of(
        policy: Settled,
        weight: i128,
        state: &mut State,
        previous: impl FnOnce() -> Option<i128>,
    ) -> Self {
        (state.entered, state.treatment) = (None, None);
        let mut entry = Self { weight, ..Self::default() };
        if weight == 0 {
            return entry;
        }
        let kind = match &state.outcome {
            Ok(score) => {
                state.entered = Some(*score);
                let (low, high) = state.bounds.unwrap_or((*score, *score));
                let filled = Some((state.floor, low, high));
                return Self { coverage: state.coverage, entered: state.entered, filled, ..entry };
            }
            Err(gap) => gap.kind(),
        };
        let mut treatment = policy.treatment(kind);
        if let Treatment::Previous { otherwise } = treatment {
            state.entered = previous();
            if state.entered.is_none() {
                treatment = otherwise.into();
            }
        }
        state.treatment = Some(treatment);
        match treatment {
            Treatment::Previous { .. } => {}
            Treatment::Worst => state.entered = Some(0),
            Treatment::Neutral(score) => state.entered = Some(score.to_scaled()),
            Treatment::Renormalise { min_coverage } => entry.left_out = Some((kind, min_coverage)),
            Treatment::Refuse => entry.refused = Some(kind),
        }
        entry.entered = state.entered;
        // A gap might have scored anything; what does not apply has no score that could be known.
        entry.filled = match (kind, state.entered) {
            (AbsenceKind::Missing | AbsenceKind::Suppressed, filling) => {
                Some((filling.unwrap_or_default(), 0, HUNDRED))
            }
            (AbsenceKind::NotApplicable, Some(score)) => Some((score, score, score)),
            (AbsenceKind::NotApplicable, None) => None,
        };
        entry
    }
}

/// What a node gathers from its children.
#[derive(Debug, Clone, Default)]
pub(in crate::score) struct Gathered {
    /// Weight of all children.
    all: i128,
    /// Weight of those that apply.
    base: i128,
    covered: i128,
    /// Weight and score of those that enter the mean.
    entered: Vec<(i128, i128)>,
    /// Those that enter and those that were left out, though they apply, as the worst.
    floors: Vec<(i128, i128)>,
    /// All that apply, with every gap filled by the worst, and by the best.
    lows: Vec<(i128, i128)>,
    highs: Vec<(i128, i128)>,
    /// Reasons for which children were left out, with the least coverage each asks for.
    left_out: BTreeMap<AbsenceKind, Share>,
    /// The child over which the node refuses a score.
    refused: Option<(Place, AbsenceKind)>,
}

impl Gathered {
    /// Takes a child in. Children come last to first.
    pub(in crate::score) fn add(&mut self, place: &Place, entry: &Entry) {
        let weight = entry.weight;
        if weight == 0 {
            return;
        }
        self.all += weight;
        self.covered += weight * entry.coverage;
        self.entered.extend(entry.entered.map(|score| (weight, score)));
        if let Some((floor, low, high)) = entry.filled {
            self.base += weight;
            self.floors.push((weight, floor));
            self.lows.push((weight, low));
            self.highs.push((weight, high));
        }
        self.left_out.extend(entry.left_out);
        // The gravest reason counts, whatever the order; of one reason the first child is named.
        if let Some(kind) = entry.refused
            && self.refused.as_ref().is_none_or(|(_, gravest)| kind <= *gravest)
        {
            self.refused = Some((place.clone(), kind));
        }
    }

    /// The node's state, before its rules.
    pub(in crate::score) fn mean(mut self, aggregation: &Aggregation, places: u32) -> State {
        // They came last to first; of equal scores an ordered mean takes the first child first.
        for scores in [&mut self.entered, &mut self.floors, &mut self.lows, &mut self.highs] {
            scores.reverse();
        }
        let coverage = rounded(self.covered, self.base, PLACES).unwrap_or_default();
        let bounds = aggregation.bounds(&self.lows, &self.highs, places);
        let floor = aggregation.combine(&self.floors, places).unwrap_or_default();
        let outcome = match self.gap(coverage) {
            Some(gap) => Err(gap),
            None => aggregation.combine(&self.entered, places).ok_or(Gap::NothingApplies),
        };
        State { outcome, coverage, bounds, floor, ..State::empty() }
    }

    /// Why there is no mean, if there is none.
    fn gap(&self, coverage: i128) -> Option<Gap> {
        if let Some((child, absence)) = &self.refused {
            return Some(Gap::Refused { child: child.clone(), absence: *absence });
        }
        if self.base == 0 {
            return Some(Gap::NothingApplies);
        }
        for (absence, min_coverage) in &self.left_out {
            let coverage = match absence {
                AbsenceKind::Missing | AbsenceKind::Suppressed => coverage,
                AbsenceKind::NotApplicable => rounded(self.base * ONE, self.all, PLACES).unwrap_or_default(),
            };
            if coverage < min_coverage.to_scaled() {
                let (absence, min_coverage) = (*absence, *min_coverage);
                return Some(Gap::Coverage { absence, coverage: exact::share(coverage), min_coverage });
            }
        }
        if self.entered.is_empty() {
            let absence = self.left_out.keys().next().copied().unwrap_or(AbsenceKind::Missing);
            return Some(Gap::NothingMeasured { absence });
        }
        None
    }
}

/// What an arithmetic mean needs to know of its children: sums, from which a child can be taken away again.
#[derive(Debug, Clone, Default)]
pub(in crate::score) struct Sums {
    all: i128,
    base: i128,
    covered: i128,
    /// Weight, and weight times score.
    entered: (i128, i128),
    floors: (i128, i128),
    lows: (i128, i128),
    highs: (i128, i128),
    /// How many were left out for a reason, with the least coverage that it asks for: the same for all, as one policy holds.
    left_out: BTreeMap<AbsenceKind, (Share, usize)>,
    /// The children over which the node refuses a score, the gravest reason first.
    refused: BTreeSet<(AbsenceKind, usize)>,
}

impl Sums {
    /// Takes a child in; `child` is its slot.
    pub(in crate::score) fn add(&mut self, child: usize, entry: &Entry) {
        self.count(entry, entry.weight);
        if let Some((kind, min_coverage)) = entry.left_out {
            self.left_out.entry(kind).or_insert((min_coverage, 0)).1 += 1;
        }
        self.refused.extend(entry.refused.map(|kind| (kind, child)));
    }

    /// Takes a child away that was taken in.
    pub(in crate::score) fn remove(&mut self, child: usize, entry: &Entry) {
        self.count(entry, -entry.weight);
        if let Some((kind, _)) = entry.left_out {
            self.left_out.entry(kind).and_modify(|(_, count)| *count = count.saturating_sub(1));
            self.left_out.retain(|_, (_, count)| *count > 0);
        }
        if let Some(kind) = entry.refused {
            self.refused.remove(&(kind, child));
        }
    }

    fn count(&mut self, entry: &Entry, weight: i128) {
        let count = |sum: &mut (i128, i128), score: i128| *sum = (sum.0 + weight, sum.1 + weight * score);
        self.all += weight;
        self.covered += weight * entry.coverage;
        if let Some(score) = entry.entered {
            count(&mut self.entered, score);
        }
        if let Some((floor, low, high)) = entry.filled {
            self.base += weight;
            count(&mut self.floors, floor);
            count(&mut self.lows, low);
            count(&mut self.highs, high);
        }
    }

    /// Children with the same sums: one unit of weight with the whole product, the rest of the weight with 0.
    pub(in crate::score) fn gathered(&self, place: impl Fn(usize) -> Option<Place>) -> Gathered {
        let scores = |(weight, product): (i128, i128)| match weight {
            0 => Vec::new(),
            _ => vec![(weight - 1, 0), (1, product)],
        };
        let refused = self.refused.first();
        Gathered {
            all: self.all,
            base: self.base,
            covered: self.covered,
            entered: scores(self.entered),
            floors: scores(self.floors),
            lows: scores(self.lows),
            highs: scores(self.highs),
            left_out: self.left_out.iter().map(|(kind, (min_coverage, _))| (*kind, *min_coverage)).collect(),
            refused: refused.and_then(|(kind, child)| Some((place(*child)?, *kind))),
        }
    }
}
