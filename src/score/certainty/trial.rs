//! The draws: each value anew, the whole model on it, and what came out counted.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::share;
use super::{Analytic, Certainty, CertaintyError, GradeChance, ScoreRange, Simulation};
use crate::analysis::generator::Generator;
use crate::indicator::{Measurement, Sampling, TallyError};
use crate::quantity::{IndicatorId, Moments, Number, PLACES, Share};
use crate::score::arithmetic::exact::{self, ONE};
use crate::score::plan::Slot;
use crate::score::plan::State;
use crate::score::{Curve, Grade, Grades, Model, PartScore, Place, Scorecard};

type Measurements = BTreeMap<IndicatorId, Measurement>;
type Samplings = BTreeMap<IndicatorId, Sampling>;

impl Model {
    /// How sure the total of these measurements and its grade are, by the sampling error of the indicators: each draw
    /// takes the sampled values anew and is scored like any other. What has no sampling is taken as exact, and
    /// listed; what is absent stays absent.
    ///
    /// [`Indicator::sampling`](crate::indicator::Indicator::sampling) says how an indicator's tally may vary;
    /// [`Engine::certainty`](crate::standard::Engine::certainty) asks it of all, and draws derived indicators with those
    /// that they are derived from.
    ///
    /// # Errors
    /// [`CertaintyError::NoScore`].
    pub fn certainty(
        &self,
        measurements: &Measurements,
        samplings: &Samplings,
        simulation: Simulation,
    ) -> Result<Certainty, CertaintyError> {
        Trial { model: self, samplings, simulation, previous: None }.run(measurements, None)
    }

    /// As [`Model::certainty`], of a total that was [scored after](Model::score_after) an earlier one: scores are
    /// carried over and grades kept as there.
    ///
    /// # Errors
    /// [`CertaintyError::NoScore`].
    pub fn certainty_after(
        &self,
        measurements: &Measurements,
        samplings: &Samplings,
        simulation: Simulation,
        previous: &Scorecard,
    ) -> Result<Certainty, CertaintyError> {
        Trial { model: self, samplings, simulation, previous: Some(previous) }.run(measurements, None)
    }

    /// As [`Model::certainty`], where some of the measurements are derived from others.
    pub(crate) fn certainty_deriving(
        &self,
        measurements: &Measurements,
        samplings: &Samplings,
        simulation: Simulation,
        derive: Derive<'_>,
    ) -> Result<Certainty, CertaintyError> {
        Trial { model: self, samplings, simulation, previous: None }.run(measurements, Some(derive))
    }
}

/// What is asked.
struct Trial<'a> {
    model: &'a Model,
    samplings: &'a Samplings,
    simulation: Simulation,
    previous: Option<&'a Scorecard>,
}

/// Puts the values of derived indicators in the place of those that stand there.
type Derive<'a> = &'a dyn Fn(&mut Measurements) -> Result<(), TallyError>;

/// An indicator that is drawn.
struct Input<'a> {
    id: &'a IndicatorId,
    n: u64,
    sampling: &'a Sampling,
    stream: Generator,
}

/// What the draws came to.
#[derive(Default)]
struct Counted {
    /// The totals, in units.
    totals: Vec<i128>,
    grades: BTreeMap<String, u32>,
    /// Indicators whose value was not the measured one in every draw.
    varied: BTreeSet<IndicatorId>,
}

impl Trial<'_> {
    fn run(
        &self,
        measurements: &Measurements,
        derive: Option<Derive<'_>>,
    ) -> Result<Certainty, CertaintyError> {
        let plan = self.model.plan();
        let evaluation = plan.evaluate(measurements, self.previous);
        let units = evaluation.total.outcome.clone().map_err(|gap| CertaintyError::NoScore { gap })?;
        let counted = self.count(measurements, derive)?;
        let total = PartScore::new(plan.root(), evaluation.total);
        let score = exact::score(units);
        let sampling = |place: &Place| match place {
            Place::Indicator(id) => self.samplings.get(id),
            Place::Node(_) => None,
        };
        let kept = self.model.hysteresis().is_some() && self.previous.is_some();
        let analytic = (derive.is_none() && !kept)
            .then(|| {
                let confidence = self.simulation.confidence();
                Analytic::of(self.model, score, &evaluation.parts, sampling, confidence)
            })
            .flatten();
        let measured = plan.slots().iter().filter_map(|slot| match &slot.place {
            Place::Indicator(id) if measurements.get(id)?.value().is_some() => Some(id.clone()),
            _ => None,
        });
        let (sampled, exact) = measured.partition(|id| counted.varied.contains(id));
        Ok(Certainty {
            simulation: self.simulation,
            score,
            grade: self.grade(&total),
            grades: self.chances(&counted),
            standard_error: counted.deviation(),
            interval: counted.interval(self.simulation.confidence()),
            analytic,
            sampled,
            exact,
        })
    }

    fn count(
        &self,
        measurements: &Measurements,
        derive: Option<Derive<'_>>,
    ) -> Result<Counted, CertaintyError> {
        let plan = self.model.plan();
        let before: BTreeMap<&Place, i128> = self
            .previous
            .into_iter()
            .flat_map(Scorecard::parts)
            .filter_map(|part| Some((part.place(), part.score()?.to_scaled())))
            .collect();
        let mut inputs: Vec<Input<'_>> = self
            .samplings
            .iter()
            .filter_map(|(id, sampling)| {
                let measured = measurements.get(id).filter(|measured| measured.value().is_some())?;
                let stream = Generator::of(self.simulation.seed(), id.as_str());
                Some(Input { id, n: measured.n(), sampling, stream })
            })
            .collect();
        let mut counted =
            Counted { varied: inputs.iter().map(|input| input.id.clone()).collect(), ..Counted::default() };
        let mut drawn = measurements.clone();
        for _ in 0..self.simulation.draws() {
            for Input { id, n, sampling, stream } in &mut inputs {
                if let Some(place) = drawn.get_mut(*id) {
                    *place = Measurement::present(sampling.draw(stream), *n);
                }
            }
            if let Some(derive) = derive {
                derive(&mut drawn).map_err(CertaintyError::Underived)?;
                counted.note_varied(measurements, &drawn);
            }
            let leaf = |slot: &Slot, curve: &Curve| {
                let measurement = match &slot.place {
                    Place::Indicator(id) => drawn.get(id).copied(),
                    Place::Node(_) => None,
                };
                State::measured(measurement, curve, plan.rounding().indicator())
            };
            let evaluation = plan.rise(leaf, |slot| before.get(&slot.place).copied());
            // What is absent is absent in every draw, so that each has a score where the total has one.
            let units = evaluation.total.outcome.as_ref().copied();
            counted.totals.push(units.map_err(|gap| CertaintyError::NoScore { gap: gap.clone() })?);
            if let Some(grade) = self.grade(&PartScore::new(plan.root(), evaluation.total)) {
                let count = counted.grades.entry(grade.to_string()).or_default();
                *count = count.saturating_add(1);
            }
        }
        counted.totals.sort_unstable();
        Ok(counted)
    }

    fn grade(&self, total: &PartScore) -> Option<Grade> {
        let before = self.previous.and_then(Scorecard::grade);
        let grading = self.model.grades()?.grading(total, before, self.model.hysteresis())?;
        grading.band.map(|band| band.grade)
    }

    fn chances(&self, counted: &Counted) -> Vec<GradeChance> {
        let all = self.simulation.draws();
        let bands = self.model.grades().into_iter().flat_map(Grades::bands);
        bands
            .map(|band| {
                let draws = counted.grades.get(band.grade.as_str()).copied().unwrap_or_default();
                let p = f64::from(draws) / f64::from(all);
                GradeChance {
                    grade: band.grade.clone(),
                    draws,
                    probability: share(draws.into(), all),
                    standard_error: rounded_share((p * (1.0 - p) / f64::from(all)).sqrt()),
                }
            })
            .collect()
    }
}

impl Counted {
    fn note_varied(&mut self, measured: &Measurements, drawn: &Measurements) {
        for (id, measurement) in drawn {
            if !self.varied.contains(id)
                && measured.get(id).map(Measurement::value) != Some(measurement.value())
            {
                self.varied.insert(id.clone());
            }
        }
    }

    fn deviation(&self) -> Number {
        let sum = self
            .totals
            .iter()
            .try_fold(Moments::default(), |sum, total| sum.checked_add(&Moments::of(*total)));
        let deviation = sum.ok().and_then(|moments| moments.deviation());
        let units = deviation.and_then(|units| i128::try_from(units).ok());
        units.and_then(|units| Number::from_scaled(units, PLACES)).unwrap_or_default()
    }

    /// The draws that are left when the share outside, half at either end and rounded down, is taken away.
    fn interval(&self, confidence: Share) -> ScoreRange {
        let outside = u128::try_from(ONE - confidence.to_scaled()).unwrap_or_default();
        let cut = u128::try_from(self.totals.len()).unwrap_or_default() * outside / 2_000_000_000;
        let cut = usize::try_from(cut).unwrap_or_default();
        let end = |total: Option<&i128>| exact::score(total.copied().unwrap_or_default());
        ScoreRange { low: end(self.totals.get(cut)), high: end(self.totals.iter().nth_back(cut)) }
    }
}

/// A probability rounded to 9 places.
#[expect(clippy::cast_possible_truncation, reason = "at most 10^9, and whole")]
fn rounded_share(probability: f64) -> Share {
    exact::share((probability * 1e9).round() as i128)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_taken_away_at_either_end_alike() {
        let counted = Counted { totals: (0..100).map(|score| score * ONE).collect(), ..Counted::default() };
        for (confidence, range) in
            [("0.95", "2 to 97"), ("0.9", "5 to 94"), ("0.999", "0 to 99"), ("0.01", "49 to 50")]
        {
            assert_eq!(counted.interval(confidence.parse().unwrap()).to_string(), range, "{confidence}");
        }
        assert_eq!(counted.deviation().to_string(), "29.011491976"); // √(100 · 101 / 12)
    }
}
