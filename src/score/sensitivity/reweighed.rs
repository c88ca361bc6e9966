use std::collections::BTreeMap;

use serde::Serialize;

use crate::population::stability::RankShift;
use crate::quantity::{PLACES, Share, Weight, excerpt};
use crate::score::Place;
use crate::score::exact::{ONE, rounded};
use crate::score::plan::Plan;

use super::standing::shift;
use super::{Sensitivity, SensitivityError, SubjectStanding};

/// The heaviest weight, in units.
const HEAVIEST: i128 = 1_000_000 * ONE;

/// What becomes of the subjects when one part has another share of its node's weight.
///
/// ```
/// # use std::collections::BTreeMap;
/// # use service_quality::{indicator::Measurement, score::{Model, Place}};
/// # let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
/// #     {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0", "best": "1"}}},
/// #     {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}]}}"#)?;
/// # let desk = BTreeMap::from([
/// #     ("on_time".parse()?, Measurement::present("0.9".parse()?, 412)),
/// #     ("csat".parse()?, Measurement::present("4.2".parse()?, 97))]);
/// # let subjects = [("desk".parse()?, desk)];
/// let half = model.sensitivity(&subjects)?.reweighed(&Place::Indicator("csat".parse()?), "0.5".parse()?)?;
/// assert_eq!((half.before.to_string(), half.share.to_string()), ("0.25".into(), "0.5".into()));
/// assert_eq!(half.standings[0].total, Some("85".parse()?)); // 87.5 before
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reweighed {
    /// The part.
    pub place: Place,
    /// Its share of the weight of the node above, before; rounded half away from zero to 9 decimals.
    pub before: Share,
    /// Its share after.
    pub share: Share,
    /// The subjects after, in the order given.
    pub standings: Vec<SubjectStanding>,
    /// How far the ranks lie from those before, of the subjects that have a total either way; absent where none has.
    pub shift: Option<RankShift>,
}

impl Sensitivity<'_> {
    /// Gives a part another share of the weight of the node above; the other parts there keep their proportions.
    ///
    /// # Errors
    /// [`SensitivityError::UnknownPart`], [`SensitivityError::NoSibling`] where no other part has a weight that could change.
    pub fn reweighed(&self, place: &Place, share: Share) -> Result<Reweighed, SensitivityError> {
        let scale = Scale::new(self, place)?;
        let standings = self.standings(&scale.plan(share));
        let shift = shift(&self.now, &standings);
        Ok(Reweighed { place: place.clone(), before: scale.share, share, standings, shift })
    }
}

/// The weights of a node while the share of one of its parts moves.
pub(super) struct Scale<'a> {
    plan: &'a Plan,
    index: usize,
    /// All parts of the node, with their weights in units.
    masses: Vec<(usize, i128)>,
    /// The weight of the others together.
    others: i128,
    /// The share now.
    pub(super) share: Share,
}

impl<'a> Scale<'a> {
    pub(super) fn new(sensitivity: &Sensitivity<'a>, place: &Place) -> Result<Self, SensitivityError> {
        let (plan, index) = (sensitivity.model.plan(), sensitivity.slot(place)?);
        let parent = plan.slots().get(index).and_then(|slot| slot.parent);
        let masses: Vec<(usize, i128)> =
            plan.children(parent).map(|(child, slot)| (child, slot.mass())).collect();
        let all: i128 = masses.iter().map(|(_, mass)| mass).sum();
        let own = masses.iter().find(|(child, _)| *child == index).map_or(0, |(_, mass)| *mass);
        if all == own {
            let (place, given) = ("place".into(), excerpt(place.as_str()));
            return Err(SensitivityError::NoSibling { place, given });
        }
        let share = Share::from_scaled(rounded(own * ONE, all, PLACES).unwrap_or_default(), PLACES);
        Ok(Self { plan, index, masses, others: all - own, share: share.unwrap_or(Share::ZERO) })
    }

    /// The plan with another share p: the part weighs `p · Σ others`, each other `(1 − p)` times what it did.
    ///
    /// Only proportions count; where the products have more digits than a weight, they are rounded to 15 of them.
    pub(super) fn plan(&self, share: Share) -> Plan {
        let share = share.to_scaled();
        // Sums of weights are below 10^20, times 10^9.
        let raw = |(child, mass): &(usize, i128)| {
            if *child == self.index { self.others * share } else { mass * (ONE - share) }
        };
        let raw: Vec<i128> = self.masses.iter().map(raw).collect();
        let divisor = raw.iter().copied().fold(0, divisor).max(1);
        let largest = raw.iter().copied().max().unwrap_or_default() / divisor;
        let fitted = |mass: i128| {
            if largest <= HEAVIEST { Some(mass / divisor) } else { proportion(mass / divisor, largest) }
        };
        let weights = self.masses.iter().zip(raw);
        let weights: BTreeMap<usize, Weight> = weights
            .filter_map(|((child, _), mass)| Some((*child, Weight::from_scaled(fitted(mass)?, PLACES)?)))
            .collect();
        self.plan.clone().with_weights(|slot| weights.get(&slot).copied())
    }
}

/// `mass / largest` of the heaviest weight; nothing that weighs becomes weightless.
fn proportion(mass: i128, largest: i128) -> Option<i128> {
    // Below 10^29 at first: a common factor makes room for the product with 10^15.
    let shift = largest.checked_ilog2().unwrap_or_default().saturating_sub(70);
    let (mass_short, largest) = (mass >> shift, largest >> shift);
    let fitted = crate::quantity::divide_half_away(mass_short.checked_mul(HEAVIEST)?, largest)?;
    Some(fitted.max(i128::from(mass > 0)).min(HEAVIEST))
}

fn divisor(mut left: i128, mut right: i128) -> i128 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}
