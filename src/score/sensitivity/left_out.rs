use std::collections::BTreeMap;

use serde::Serialize;

use crate::population::stability::RankShift;
use crate::quantity::Weight;
use crate::score::Place;
use crate::score::plan::Plan;

use super::standing::{ranked, shift};
use super::{Sensitivity, SubjectStanding};

/// What becomes of the subjects without one part of the model.
///
/// ```
/// # use std::collections::BTreeMap;
/// # use service_quality::{indicator::Measurement, score::Model};
/// # let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
/// #     {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0", "best": "1"}}},
/// #     {"weight": 0, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}]}}"#)?;
/// # let desk = BTreeMap::from([("on_time".parse()?, Measurement::present("0.9".parse()?, 412))]);
/// # let subjects = [("desk".parse()?, desk)];
/// let sensitivity = model.sensitivity(&subjects)?;
/// let csat = &sensitivity.left_out()[1]; // of weight 0
/// assert_eq!(csat.standings, sensitivity.standings_now());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// What was left out.
    pub place: Place,
    /// The subjects without it, in the order given.
    pub standings: Vec<SubjectStanding>,
    /// How far the ranks lie from those with it, of the subjects that have a total either way; absent where none has.
    pub shift: Option<RankShift>,
}

impl Sensitivity<'_> {
    /// Leaves out each indicator and each node in turn (逐一剔除), in the model's order.
    ///
    /// The other parts of the node share the weight in their proportions; a node that is left with nothing is left out too,
    /// and what leaves nothing at all leaves no total. Rules that look at the part look at it still, and coverage is
    /// counted without it.
    #[must_use]
    pub fn left_out(&self) -> Vec<LeftOut> {
        let plan = self.model.plan();
        let (places, out): (Vec<&Place>, Vec<BTreeMap<usize, Weight>>) =
            plan.slots().iter().enumerate().map(|(index, slot)| (&slot.place, without(plan, index))).unzip();
        let mut standings = vec![Vec::with_capacity(self.now.len()); out.len()];
        // One subject after the other, so that the scores of one only are kept.
        for (subject, mut ascent) in self.subjects().zip(self.ascents()) {
            for (weights, standings) in out.iter().zip(&mut standings) {
                ascent.reweigh(weights);
                standings.push(self.standing(subject, ascent.total()));
            }
        }
        let left_out = places.into_iter().zip(standings).map(|(place, standings)| {
            let standings = ranked(standings);
            let shift = shift(&self.now, &standings);
            LeftOut { place: place.clone(), standings, shift }
        });
        left_out.collect()
    }
}

/// No weight for a slot, nor for those above that then have nothing.
fn without(plan: &Plan, index: usize) -> BTreeMap<usize, Weight> {
    let mut out = BTreeMap::from([(index, Weight::ZERO)]);
    let parent = |index: usize| plan.slots().get(index).and_then(|slot| slot.parent);
    let mut last = index;
    while let Some(above) = parent(last) {
        if plan.children(Some(above)).any(|(child, slot)| child != last && slot.mass() > 0) {
            break;
        }
        out.insert(above, Weight::ZERO);
        last = above;
    }
    out
}
