//! The draws: each value anew, the whole model on it, and what came out counted.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::share;
use super::{Analytic, Certainty, CertaintyError, GradeChance, ScoreRange, Simulation};
use crate::analysis::generator::Generator;
use crate::indicator::{Absence, Measurement, Sampling, TallyError};
use crate::quantity::{IndicatorId, Moments, Number, PLACES, Score, Share};
use crate::score::arithmetic::exact::{self, ONE};
use crate::score::plan::Slot;
use crate::score::plan::State;
use crate::score::{Curve, Gap, Grade, Grades, Model, PartScore, Place, Scorecard};

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
    /// A sampling of what the model does not name, or of what has no value, is not read. A draw costs what the
    /// [engine](Model::engine) takes for a row of which only the sampled cells are new.
    ///
    /// # Errors
    /// [`CertaintyError::NoScore`]; [`CertaintyError::OtherValue`] for a sampling of another value than the measured one.
    pub fn certainty(
        &self,
        measurements: &Measurements,
        samplings: &Samplings,
        simulation: Simulation,
    ) -> Result<Certainty, CertaintyError> {
        Trial { model: self, samplings, simulation, previous: None }.run(measurements, None)
    }

    /// As [`Model::certainty`], of a total that was [scored after](Model::score_after) an earlier one: scores are
    /// carried over and grades kept as there. What is carried over the engine does not know, so that each draw is scored
    /// by the model, part by part: measured, 6 times as slow with 30 indicators, and 127 times with 10,000 of which 100 are
    /// sampled.
    ///
    /// # Errors
    /// As [`Model::certainty`].
    pub fn certainty_after(
        &self,
        measurements: &Measurements,
        samplings: &Samplings,
        simulation: Simulation,
        previous: &Scorecard,
    ) -> Result<Certainty, CertaintyError> {
        Trial { model: self, samplings, simulation, previous: Some(previous) }.run(measurements, None)
    }

    /// Both, where some of the measurements may be derived from others.
    pub(crate) fn certainty_with(
        &self,
        measurements: &Measurements,
        samplings: &Samplings,
        simulation: Simulation,
        previous: Option<&Scorecard>,
        derive: Option<&Derive<'_>>,
    ) -> Result<Certainty, CertaintyError> {
        Trial { model: self, samplings, simulation, previous }.run(measurements, derive)
    }
}

/// What is asked.
struct Trial<'a> {
    model: &'a Model,
    samplings: &'a Samplings,
    simulation: Simulation,
    previous: Option<&'a Scorecard>,
}

/// Indicators whose values come from those of others.
pub(crate) struct Derive<'a> {
    pub(crate) ids: &'a [&'a IndicatorId],
    /// Puts their values in the place of those that stand there.
    pub(crate) from: &'a dyn Fn(&mut Measurements) -> Result<(), TallyError>,
}

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
    /// How many of each grade.
    grades: BTreeMap<String, u32>,
    /// Indicators whose value was not the measured one in every draw.
    varied: BTreeSet<IndicatorId>,
}

impl Trial<'_> {
    fn run(
        &self,
        measurements: &Measurements,
        derive: Option<&Derive<'_>>,
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
            interval: counted.interval(self.simulation.confidence(), score),
            analytic,
            sampled,
            exact,
        })
    }

    fn count(
        &self,
        measurements: &Measurements,
        derive: Option<&Derive<'_>>,
    ) -> Result<Counted, CertaintyError> {
        let mut counted = match self.previous {
            None => self.count_rows(measurements, derive),
            Some(previous) => self.count_after(measurements, derive, previous),
        }?;
        counted.totals.sort_unstable();
        Ok(counted)
    }

    /// Each sampled indicator with a value.
    fn inputs(&self, measurements: &Measurements) -> Result<Vec<Input<'_>>, CertaintyError> {
        let mut inputs = Vec::with_capacity(self.samplings.len());
        for (id, sampling) in self.samplings {
            let Some(measured) = measurements.get(id) else { continue };
            let Some(value) = measured.value() else { continue };
            if !sampling.is_of(value) {
                let sampled = sampling.value().to_string();
                return Err(CertaintyError::OtherValue { indicator: id.clone(), sampled, measured: value });
            }
            let stream = Generator::of(self.simulation.seed(), id.as_str());
            inputs.push(Input { id, n: measured.n(), sampling, stream });
        }
        Ok(inputs)
    }

    /// The draws as rows of the model's engine.
    fn count_rows(
        &self,
        measurements: &Measurements,
        derive: Option<&Derive<'_>>,
    ) -> Result<Counted, CertaintyError> {
        let engine = self.model.engine();
        let (mut scorer, mut row) = (engine.scorer(), engine.row(measurements));
        let columns: BTreeMap<&IndicatorId, usize> =
            engine.indicators().iter().enumerate().map(|(column, id)| (id, column)).collect();
        let mut inputs = self.inputs(measurements)?;
        // Only what is derived hangs on indicators that the model does not name.
        inputs.retain(|input| derive.is_some() || columns.contains_key(input.id));
        let places: Vec<Option<usize>> = inputs.iter().map(|input| columns.get(input.id).copied()).collect();
        let derived = derive.into_iter().flat_map(|derive| derive.ids).filter_map(|id| columns.get(*id));
        let changed: Vec<usize> = places.iter().flatten().chain(derived).copied().collect();
        let mut counted = Counted::of(&inputs);
        let mut deriving = derive.map(|derive| (derive, measurements.clone()));
        for _ in 0..self.simulation.draws() {
            for (Input { id, n, sampling, stream }, place) in inputs.iter_mut().zip(&places) {
                let value = sampling.draw(stream);
                if let Some(cell) = place.and_then(|place| row.get_mut(place)) {
                    *cell = Ok(value);
                }
                if let Some(place) = deriving.as_mut().and_then(|(_, drawn)| drawn.get_mut(*id)) {
                    *place = Measurement::present(value, *n);
                }
            }
            if let Some((derive, drawn)) = &mut deriving {
                (derive.from)(drawn).map_err(CertaintyError::Underived)?;
                counted.note_varied(derive, measurements, drawn);
                for id in derive.ids {
                    if let Some(cell) = columns.get(*id).and_then(|column| row.get_mut(*column)) {
                        *cell = drawn.get(*id).map_or(Err(Absence::Missing), Measurement::outcome);
                    }
                }
            }
            let outcome = scorer.rescore(&row, &changed);
            let Ok(score) = outcome.score() else {
                // A derived indicator may have no value for what was drawn.
                let gap = engine.scorecard(&row).gap().cloned().unwrap_or(Gap::NothingApplies);
                return Err(CertaintyError::NoScore { gap });
            };
            counted.note(score.to_scaled(), outcome.grade());
        }
        Ok(counted)
    }

    /// The draws as the model scores them after an earlier total.
    fn count_after(
        &self,
        measurements: &Measurements,
        derive: Option<&Derive<'_>>,
        previous: &Scorecard,
    ) -> Result<Counted, CertaintyError> {
        let plan = self.model.plan();
        let before: BTreeMap<&Place, i128> = previous
            .parts()
            .iter()
            .filter_map(|part| Some((part.place(), part.score()?.to_scaled())))
            .collect();
        let mut inputs = self.inputs(measurements)?;
        let mut counted = Counted::of(&inputs);
        let mut drawn = measurements.clone();
        for _ in 0..self.simulation.draws() {
            for Input { id, n, sampling, stream } in &mut inputs {
                if let Some(place) = drawn.get_mut(*id) {
                    *place = Measurement::present(sampling.draw(stream), *n);
                }
            }
            if let Some(derive) = derive {
                (derive.from)(&mut drawn).map_err(CertaintyError::Underived)?;
                counted.note_varied(derive, measurements, &drawn);
            }
            let leaf = |slot: &Slot, curve: &Curve| {
                let measurement = match &slot.place {
                    Place::Indicator(id) => drawn.get(id).copied(),
                    Place::Node(_) => None,
                };
                State::measured(measurement, curve, plan.rounding().indicator())
            };
            let evaluation = plan.rise(leaf, |slot| before.get(&slot.place).copied());
            let units = evaluation.total.outcome.as_ref().copied();
            let units = units.map_err(|gap| CertaintyError::NoScore { gap: gap.clone() })?;
            let grade = self.grade(&PartScore::new(plan.root(), evaluation.total));
            counted.note(units, grade.as_ref());
        }
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
    fn of(inputs: &[Input<'_>]) -> Self {
        Self { varied: inputs.iter().map(|input| input.id.clone()).collect(), ..Self::default() }
    }

    fn note(&mut self, units: i128, grade: Option<&Grade>) {
        self.totals.push(units);
        let Some(grade) = grade else { return };
        if let Some(count) = self.grades.get_mut(grade.as_str()) {
            *count = count.saturating_add(1);
        } else {
            self.grades.insert(grade.to_string(), 1);
        }
    }

    fn note_varied(&mut self, derive: &Derive<'_>, measured: &Measurements, drawn: &Measurements) {
        for id in derive.ids {
            let value = |among: &Measurements| among.get(*id).map(Measurement::value);
            if !self.varied.contains(*id) && value(measured) != value(drawn) {
                self.varied.insert((*id).clone());
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

    /// The draws that are left when the share outside, half at either end and rounded down, is taken away; as far as
    /// the score, where that lies beyond.
    fn interval(&self, confidence: Share, score: Score) -> ScoreRange {
        let outside = u128::try_from(ONE - confidence.to_scaled()).unwrap_or_default();
        let cut = u128::try_from(self.totals.len()).unwrap_or_default() * outside / 2_000_000_000;
        let cut = usize::try_from(cut).unwrap_or_default();
        let end = |total: Option<&i128>| exact::score(total.copied().unwrap_or_default());
        let (low, high) = (end(self.totals.get(cut)), end(self.totals.iter().nth_back(cut)));
        ScoreRange { low: low.min(score), high: high.max(score) }
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
            let interval = |score| counted.interval(confidence.parse().unwrap(), exact::score(score * ONE));
            assert_eq!(interval(49).to_string(), range, "{confidence}");
        }
        let sure: Share = "0.95".parse().unwrap();
        assert_eq!(counted.interval(sure, Score::MIN).to_string(), "0 to 97", "as far as the score");
        assert_eq!(counted.interval(sure, Score::MAX).to_string(), "2 to 100");
        assert_eq!(counted.deviation().to_string(), "29.011491976"); // √(100 · 101 / 12)
    }
}
