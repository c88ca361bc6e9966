//! One step of the way up: the state of a leaf, and that of a node from those of its children.

use std::collections::BTreeMap;

use crate::indicator::{Absence, Measurement};
use crate::quantity::{PLACES, Share};

use crate::score::Aggregation;
use crate::score::arithmetic::exact::{self, HUNDRED, ONE, rounded};
use crate::score::plan::Slot;
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
    /// Takes a child in, and notes with the child how. Children come last to first. `previous` is the score that the
    /// child had before.
    pub(in crate::score) fn add(
        &mut self,
        slot: &Slot,
        state: &mut State,
        previous: impl FnOnce() -> Option<i128>,
    ) {
        let weight = slot.mass();
        if weight == 0 {
            return;
        }
        self.all += weight;
        let kind = match &state.outcome {
            Ok(score) => {
                state.entered = Some(*score);
                let (low, high) = state.bounds.unwrap_or((*score, *score));
                self.base += weight;
                self.covered += weight * state.coverage;
                self.entered.push((weight, *score));
                self.floors.push((weight, state.floor));
                self.lows.push((weight, low));
                self.highs.push((weight, high));
                return;
            }
            Err(gap) => gap.kind(),
        };
        let mut treatment = slot.policy.treatment(kind);
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
            Treatment::Renormalise { min_coverage } => {
                self.left_out.insert(kind, min_coverage);
            }
            // The gravest reason counts, whatever the order; of one reason the first child is named.
            Treatment::Refuse => {
                if self.refused.as_ref().is_none_or(|(_, gravest)| kind <= *gravest) {
                    self.refused = Some((slot.place.clone(), kind));
                }
            }
        }
        self.entered.extend(state.entered.map(|score| (weight, score)));
        // A gap might have scored anything; what does not apply has no score that could be known.
        match (kind, state.entered) {
            (AbsenceKind::Missing | AbsenceKind::Suppressed, filling) => {
                self.base += weight;
                self.floors.push((weight, filling.unwrap_or_default()));
                self.lows.push((weight, 0));
                self.highs.push((weight, HUNDRED));
            }
            (AbsenceKind::NotApplicable, Some(score)) => {
                self.base += weight;
                for scores in [&mut self.floors, &mut self.lows, &mut self.highs] {
                    scores.push((weight, score));
                }
            }
            (AbsenceKind::NotApplicable, None) => {}
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
