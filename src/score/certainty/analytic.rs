use serde::Serialize;

use super::ScoreRange;
use crate::analysis::deviate::{normal_above, normal_reach};
use crate::analysis::distribution::outside;
use crate::indicator::Sampling;
use crate::quantity::{Number, PLACES, Score, Share, billionths};
use crate::score::arithmetic::exact::{self, ONE};
use crate::score::plan::Method;
use crate::score::plan::State;
use crate::score::{Aggregation, Curve, Grade, Grades, Model, Place};

/// A total's sampling error by the delta method: variance = Σ (effective weight · slope of the curve)² · variance,
/// and the total normal about its score with every value at the [mean of its draws](Sampling::mean). J. M. Oehlert,
/// *A note on the delta method* (1992).
///
/// There is none where that is not so: with a mean other than the arithmetic one, with rules, where the grade before
/// is kept by a margin, where indicators are derived, and where a curve bends within the interval of its value. It is
/// no second opinion on the inputs: it has the same samplings, and lacks the error of the draws.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::indicator::{Measurement, Sampling};
/// use service_quality::score::{Model, Simulation};
///
/// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
///     {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": 0, "best": 100}}},
///     {"weight": 3, "indicator": "visits", "curve": {"goalposts": {"worst": 0, "best": 100}}}]}}"#)?;
/// let measured = BTreeMap::from([
///     ("csat".parse()?, Measurement::present(60.into(), 50)), ("visits".parse()?, Measurement::present(80.into(), 1))]);
/// let sampled = BTreeMap::from([("csat".parse()?, Sampling::normal(60.into(), 4.into()).ok_or("no error")?)]);
/// let certainty = model.certainty(&measured, &sampled, Simulation::new(7))?;
/// let analytic = certainty.analytic().ok_or("not straight")?;
/// assert_eq!(analytic.standard_error, 1.into(), "a quarter of 4");
/// assert_eq!(analytic.interval.to_string(), "73.04 to 76.96");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Analytic {
    /// The standard error of the total, rounded to 9 places.
    pub standard_error: Number,
    /// The interval of the total with the confidence of the [`Simulation`](super::Simulation), rounded to the total's
    /// places; it ends at 0 and at 100, and holds the score.
    pub interval: ScoreRange,
    /// The probability of every grade, from the best down; empty without grades.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<GradeProbability>,
}

/// A grade and its probability.
///
/// ```
/// use service_quality::score::GradeProbability;
/// let sure = GradeProbability { grade: "A".parse()?, probability: "0.93".parse()? };
/// assert_eq!(serde_json::to_string(&sure)?, r#"{"grade":"A","probability":"0.93"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct GradeProbability {
    /// The grade.
    pub grade: Grade,
    /// Its probability, rounded to 9 places.
    pub probability: Share,
}

impl Analytic {
    /// Of a model's total, `parts` being the states of its parts; absent where the model is not straight.
    pub(super) fn of<'a>(
        model: &Model,
        score: Score,
        parts: &[State],
        sampling: impl Fn(&Place) -> Option<&'a Sampling>,
        confidence: Share,
    ) -> Option<Self> {
        let plan = model.plan();
        let straight = |method: &Method| match method {
            Method::Mean(aggregation, rules) => {
                matches!(aggregation, Aggregation::Arithmetic) && rules.rules.is_empty()
            }
            Method::Curve(_) => true,
        };
        if !plan.slots().iter().chain([plan.root()]).all(|slot| straight(&slot.method)) {
            return None;
        }
        let z = normal_reach(outside(confidence));
        let (mut centre, mut variance) = (billionths(score.to_scaled()), 0.0);
        for (slot, state) in plan.slots().iter().zip(parts) {
            let Method::Curve(curve) = &slot.method else { continue };
            let (Some(sampling), Some(value)) =
                (sampling(&slot.place), state.measurement.and_then(|measured| measured.value()))
            else {
                continue;
            };
            let effective = billionths(state.effective);
            // A weight of 0 lets a curve bend as it will.
            if effective > 0.0 {
                let error = sampling.standard_error();
                let slope = effective * slope(curve, value, z * error)?;
                centre += slope * (sampling.mean() - billionths(value.to_scaled()));
                variance += slope * slope * error * error;
            }
        }
        let error = variance.sqrt();
        let places = model.rounding().total();
        let (low, high) = (ending(centre - z * error, places), ending(centre + z * error, places));
        let range = ScoreRange { low: low.min(score), high: high.max(score) };
        // A score reaches a band from half a step below it, by rounding.
        let half = billionths(exact::step(places)) / 2.0;
        let reaches = |from: Score| match billionths(from.to_scaled()) - half {
            _ if from == Score::MIN => 1.0,
            from if error > 0.0 => normal_above((from - centre) / error),
            from => f64::from(u8::from(centre >= from)),
        };
        let mut better = 0.0;
        let grades = model.grades().into_iter().flat_map(Grades::bands).map(|band| {
            let from_here = reaches(band.from);
            let probability = share((from_here - better).max(0.0));
            better = from_here;
            GradeProbability { grade: band.grade.clone(), probability }
        });
        let grades = grades.collect();
        Some(Self { standard_error: Number::from_scaled(units(error), PLACES)?, interval: range, grades })
    }
}

/// Points per unit of the value, about a value; absent where five points of the curve do not lie on one line.
fn slope(curve: &Curve, value: Number, reach: f64) -> Option<f64> {
    let at = |part: f64| {
        let beside = Number::from_scaled(value.to_scaled().checked_add(units(part * reach))?, PLACES)?;
        Some((billionths(beside.to_scaled()), billionths(curve.score(beside, PLACES).to_scaled())))
    };
    let ((low, from), (high, to)) = (at(-1.0)?, at(1.0)?);
    if high <= low {
        return None;
    }
    let slope = (to - from) / (high - low);
    let on_line = |(value, score): (f64, f64)| (from + slope * (value - low) - score).abs() < 1e-6;
    [at(-0.5)?, at(0.0)?, at(0.5)?].into_iter().all(on_line).then_some(slope)
}

/// A score within 0 and 100.
fn ending(score: f64, places: u32) -> Score {
    let rounded = exact::rounded(units(score.clamp(0.0, 100.0)), 1, places);
    exact::score(rounded.unwrap_or_default())
}

fn share(probability: f64) -> Share {
    exact::share(units(probability.min(1.0)).clamp(0, ONE))
}

/// In units of 10⁻⁹; what is beyond an `i128` becomes its edge, which no number has.
#[expect(clippy::cast_possible_truncation, reason = "floats become whole by rounding, and saturate")]
fn units(value: f64) -> i128 {
    (value * 1e9).round() as i128
}
