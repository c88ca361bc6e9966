//! One step of the way up: the state of a leaf, and that of a node from those of its children.

use std::collections::BTreeMap;

use crate::indicator::{Absence, Measurement};
use crate::quantity::{PLACES, Share};

use super::exact::{self, HUNDRED, ONE, rounded};
use super::plan::Slot;
use super::{AbsenceKind, Curve, Gap, Place, Position, Treatment};

/// What is found out about one slot.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) measurement: Option<Measurement>,
    pub(super) position: Option<Position>,
    pub(super) outcome: Result<i128, Gap>,
    /// What the node above did about a gap.
    pub(super) treatment: Option<Treatment>,
    pub(super) coverage: i128,
    /// The score with its gaps filled by the worst and by the best; none where nothing applies.
    pub(super) bounds: Option<(i128, i128)>,
    /// The score with those gaps counted as worst that were left out.
    pub(super) floor: i128,
    /// The score with which the part enters the node above: its own, or a filling.
    pub(super) entered: Option<i128>,
    /// Share of the total's weight.
    pub(super) effective: i128,
    pub(super) points: i128,
    pub(super) lost: i128,
}

impl State {
    pub(super) fn scored(score: i128) -> Self {
        Self {
            outcome: Ok(score),
            coverage: ONE,
            bounds: Some((score, score)),
            floor: score,
            ..Self::empty()
        }
    }

    /// A leaf's state.
    pub(super) fn measured(measurement: Option<Measurement>, curve: &Curve, places: u32) -> Self {
        if let Some(value) = measurement.and_then(|measurement| measurement.value()) {
            let position = curve.position(value);
            return Self {
                measurement,
                position: Some(position),
                ..Self::scored(position.units(value, places))
            };
        }
        let absence = measurement.and_then(|measurement| measurement.absence()).unwrap_or(Absence::Missing);
        let applies = absence != Absence::NotApplicable;
        let bounds = applies.then_some((0, HUNDRED));
        Self { measurement, outcome: Err(Gap::Unmeasured(absence)), bounds, ..Self::empty() }
    }

    fn empty() -> Self {
        Self {
            measurement: None,
            position: None,
            outcome: Err(Gap::NothingApplies),
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

/// What a node gathers from its children: weights, and weights times figures.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    /// Weight of all children.
    all: i128,
    /// Weight of those that apply.
    base: i128,
    /// Weight of those that enter the mean.
    counted: i128,
    points: i128,
    covered: i128,
    low: i128,
    high: i128,
    floor: i128,
    /// Reasons for which children were left out, with the least coverage each asks for.
    left_out: BTreeMap<AbsenceKind, Share>,
    /// The child over which the node refuses a score.
    refused: Option<(Place, AbsenceKind)>,
}

impl Sums {
    /// Takes a child in, and notes with the child how. Children come last to first.
    pub(super) fn add(&mut self, slot: &Slot, state: &mut State) {
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
                self.counted += weight;
                self.points += weight * score;
                self.covered += weight * state.coverage;
                self.low += weight * low;
                self.high += weight * high;
                self.floor += weight * state.floor;
                return;
            }
            Err(gap) => gap.kind(),
        };
        let treatment = slot.policy.treatment(kind);
        state.treatment = Some(treatment);
        match treatment {
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
        let filling = state.entered.map(|score| weight * score);
        if let Some(points) = filling {
            self.counted += weight;
            self.points += points;
            self.floor += points;
        }
        // A gap might have scored anything; what does not apply has no score that could be known.
        match (kind, filling) {
            (AbsenceKind::Missing | AbsenceKind::Suppressed, _) => {
                self.base += weight;
                self.high += weight * HUNDRED;
            }
            (AbsenceKind::NotApplicable, Some(points)) => {
                self.base += weight;
                self.low += points;
                self.high += points;
            }
            (AbsenceKind::NotApplicable, None) => {}
        }
    }

    /// The node's state.
    pub(super) fn mean(self, places: u32) -> State {
        let of_base = |sum: i128, places: u32| rounded(sum, self.base, places);
        let coverage = of_base(self.covered, PLACES).unwrap_or_default();
        let bounds = of_base(self.low, places).zip(of_base(self.high, places));
        let floor = of_base(self.floor, places).unwrap_or_default();
        let outcome = match self.gap(coverage) {
            Some(gap) => Err(gap),
            None => rounded(self.points, self.counted, places).ok_or(Gap::NothingApplies),
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
        if self.counted == 0 {
            let absence = self.left_out.keys().next().copied().unwrap_or(AbsenceKind::Missing);
            return Some(Gap::NothingMeasured { absence });
        }
        None
    }
}
