//! What the department keeps: judgements, a model, measurements of two quarters; and what they come to.

use std::collections::BTreeMap;
use std::error::Error;

use serde::Deserialize;
use service_quality::indicator::{Measurement, Sampling, built_in};
use service_quality::quantity::{IndicatorId, Label};
use service_quality::score::{Certainty, Model, ScoreChange, Scorecard, Scored, Simulation};
use service_quality::weighting::{Judgements, PriorityRule, Weights};

/// Measurements of one quarter.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quarter {
    period: Label,
    measurements: BTreeMap<IndicatorId, Measurement>,
}

/// A quarter, scored.
pub(crate) struct Scoring {
    pub(crate) period: Label,
    pub(crate) measured: BTreeMap<IndicatorId, Measurement>,
    pub(crate) model: Model,
    pub(crate) card: Scorecard,
}

/// Two quarters: the first by the weights of old, the second by those that were judged.
pub(crate) struct Study {
    pub(crate) rounds: Vec<Judgements>,
    pub(crate) weights: Weights,
    pub(crate) before: Scoring,
    pub(crate) now: Scoring,
    pub(crate) change: ScoreChange,
    pub(crate) certainty: Certainty,
}

impl Study {
    /// The shipped documents.
    pub(crate) fn new() -> Result<Self, Box<dyn Error>> {
        let rounds: Vec<Judgements> = serde_json::from_str(include_str!("judgements.json"))?;
        let last = rounds.last().ok_or("no judgements")?;
        let weights = last.weigh(&PriorityRule::default())?.importance().weights().clone();
        let old: Model = serde_json::from_str(include_str!("model.json"))?;
        let new = old.reweighed(&weights)?;
        let [first, second]: [Quarter; 2] = serde_json::from_str(include_str!("quarters.json"))?;

        let card = old.score(&first.measurements);
        let before = Scoring { period: first.period, measured: first.measurements, model: old, card };
        let card = new.score_after(&second.measurements, &before.card);
        let now = Scoring { period: second.period, measured: second.measurements, model: new, card };
        let change = Scored::new(&now.model, &now.card).compare(&Scored::new(&before.model, &before.card))?;
        let certainty = now.model.certainty_after(
            &now.measured,
            &samplings(&now.measured),
            Simulation::new(2026),
            &before.card,
        )?;
        Ok(Self { rounds, weights, before, now, change, certainty })
    }
}

/// How the figures may have come out on another sample: as far as their basis tells, read in the units of the catalogue.
fn samplings(measured: &BTreeMap<IndicatorId, Measurement>) -> BTreeMap<IndicatorId, Sampling> {
    let sampled = measured
        .iter()
        .filter_map(|(id, measurement)| Some((id.clone(), built_in(id.as_str())?.sampling_of(measurement)?)));
    sampled.collect()
}
