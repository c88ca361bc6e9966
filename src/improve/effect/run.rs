use super::{
    Effect, EffectMeasure, EffectReport, EffectTest, Magnitude, Sample, SeriesChange, Study, TestPlan,
};
use crate::analysis::intervention::{Arm, DifferenceInDifferences, InterruptedSeries};
use crate::analysis::{Interval, PValue, Undefined, mean, proportion, rank, rate};
use crate::improve::ImproveError;
use crate::improve::goal::Goal;
use crate::quantity::{DateRange, PLACES, Share};

/// What a test says: measure, estimate, interval where there is one, and p.
struct Found(EffectMeasure, f64, Option<Interval>, PValue);

impl TestPlan {
    /// Tests what was observed, as planned; the interval is of the confidence that alpha leaves, by the method that agrees best
    /// with the test. Where that is no exact match, the interval may hold "no effect" though p is below alpha, or the other way
    /// round: of all tables of 10 to 50 records at 0.05, so do 0.6 % by the z-test and 1 % by Fisher's test; of rates of up
    /// to 24 events, none by the score test, some 2 % by the exact tests and 7 % by Wald's. [`Effect::text`] says so then.
    ///
    /// The statistics are those of [`analysis`](crate::analysis); see [`EffectTest`]. Whether the plan was kept is another
    /// question: see [`deviations`](Self::deviations).
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for samples that the test does not take, a control group missing or not asked for, and a
    /// test of the host's own; [`ImproveError::Undefined`] where the test is not defined for what was observed, such as too
    /// few values or values that do not vary.
    pub fn run(&self, goal: &Goal, study: &Study, after: DateRange) -> Result<Effect, ImproveError> {
        let wants_control = *self.test() == EffectTest::DifferenceInDifferences;
        if study.control().is_some() != wants_control {
            let (given, allowed) = if wants_control {
                ("absent", "a control group")
            } else {
                ("given", "none, unless the plan is difference_in_differences")
            };
            return Err(ImproveError::not_allowed("study.control", &given, allowed));
        }
        let undefined = |why| ImproveError::undefined("study", why);
        let found = self.found(study).ok_or_else(|| self.wrong_kind(study))?.map_err(undefined)?;
        let Found(measure, estimate, interval, p) = found;
        let mut magnitude = Magnitude::new(measure, estimate)?;
        if let Some(interval) = interval {
            // Of very many records both ends may round beyond the estimate.
            magnitude =
                magnitude.with_interval(interval.low().min(estimate), interval.high().max(estimate))?;
        }
        let levels = study.levels();
        let (level_before, level_after) =
            levels.ok_or_else(|| undefined(Undefined::Overflow { what: "the level" }))?;
        Effect::reported(EffectReport {
            indicator: goal.indicator().clone(),
            target: goal.target(),
            test: self.test().clone(),
            alpha: self.alpha(),
            n_before: study.before().n(),
            n_after: study.after().n(),
            before: level_before,
            after: level_after,
            after_from: after.from(),
            after_to: Some(after.to()),
            magnitude,
            p: p.two_sided(),
            stability: None,
            side_effects: Vec::new(),
        })
    }

    /// What the test says; absent where it does not take samples of the kind.
    fn found(&self, study: &Study) -> Option<Result<Found, Undefined>> {
        let confidence = self.confidence();
        let values = |sample: &Sample| sample.as_floats();
        Some(match self.test() {
            EffectTest::TwoShares(method) => {
                let counts = (study.before().as_count()?, study.after().as_count()?);
                shares(counts, study.factor(), confidence, *method)
            }
            EffectTest::TwoRates(method) => {
                let events = (study.before().as_events()?, study.after().as_events()?);
                rates(events, study.factor(), confidence, *method)
            }
            EffectTest::DifferenceInDifferences => {
                let (control_before, control_after) = study.control()?;
                let cells = [study.before(), study.after(), control_before, control_after].map(values);
                let [Some(before), Some(after), Some(control_before), Some(control_after)] = cells else {
                    return None;
                };
                let control = Arm { before: &control_before, after: &control_after };
                let treated = Arm { before: &before, after: &after };
                DifferenceInDifferences::of(control, treated, confidence).map(|found| {
                    Found(EffectMeasure::Difference, found.estimate, Some(found.interval), found.p_value)
                })
            }
            EffectTest::Other(_) => return None,
            of_values => samples(of_values, &values(study.before())?, &values(study.after())?, confidence)?,
        })
    }

    /// 1 − alpha.
    pub(super) fn confidence(&self) -> Share {
        confidence(self.alpha())
    }

    fn wrong_kind(&self, study: &Study) -> ImproveError {
        let kind = study.before().kind();
        match self.test() {
            EffectTest::TwoShares(_) => {
                ImproveError::not_allowed("study", &kind, "counts, for a test of two shares")
            }
            EffectTest::TwoRates(_) => {
                ImproveError::not_allowed("study", &kind, "events, for a test of two rates")
            }
            EffectTest::Other(name) => ImproveError::not_allowed(
                "plan.test",
                name,
                "a test of this crate; report what another found by Effect::reported",
            ),
            test => ImproveError::not_allowed("study", &kind, format!("values, for the {test}")),
        }
    }
}

/// 1 − alpha; the confidence that a significance leaves.
pub(super) fn confidence(alpha: Share) -> Share {
    Share::from_scaled(Share::ONE.to_scaled() - alpha.to_scaled(), PLACES).unwrap_or(Share::ONE)
}

fn shares(
    (before, after): (Result<proportion::Count, Undefined>, Result<proportion::Count, Undefined>),
    per: f64,
    confidence: Share,
    method: proportion::TestMethod,
) -> Result<Found, Undefined> {
    use proportion::{DifferenceMethod, TestMethod};
    let (before, after) = (before?, after?);
    let found = proportion::test(before, after, confidence, method)?;
    let closest = match method {
        TestMethod::Z | TestMethod::ChiSquare => DifferenceMethod::Newcombe,
        // Exact tests are as careful as corrected ones.
        TestMethod::ChiSquareCorrected | TestMethod::Fisher => DifferenceMethod::NewcombeCorrected,
    };
    let told = proportion::difference(before, after, confidence, closest)?;
    let proportion::Difference { difference, interval, .. } = told;
    Ok(Found(EffectMeasure::Difference, difference * per, Some(interval.scaled(per)), found.p_value))
}

/// Without events before there is no ratio, but a difference, whose interval is not known.
fn rates(
    (before, after): (Result<rate::Events, Undefined>, Result<rate::Events, Undefined>),
    per: f64,
    confidence: Share,
    method: rate::TestMethod,
) -> Result<Found, Undefined> {
    let (before, after) = (before?, after?);
    let found = rate::test(before, after, confidence, method)?;
    Ok(match found.ratio() {
        Ok(ratio) => Found(EffectMeasure::Ratio, ratio, ratio_interval(&found), found.p_value),
        Err(_) => Found(EffectMeasure::Difference, (after.rate() - before.rate()) * per, None, found.p_value),
    })
}

/// Where the true ratio of two rates lies: given the events of both, those after are binomial, with the odds of the ratio
/// times that of the exposures, so that the test of the share is that of the ratio. Exactly so for the score test and
/// Wilson's interval; most nearly so for the others.
fn ratio_interval(found: &rate::Test) -> Option<Interval> {
    use proportion::Method;
    let method = match found.method {
        rate::TestMethod::WaldLog => return found.interval().ok(),
        rate::TestMethod::Conditional => Method::ClopperPearson,
        rate::TestMethod::MidP => Method::MidP,
        rate::TestMethod::Score
        | rate::TestMethod::Wald
        | rate::TestMethod::ScoreLog
        | rate::TestMethod::SquareRoot => Method::Wilson,
    };
    let rate::Test { before, after, confidence, .. } = *found;
    let events = before.count().checked_add(after.count())?;
    let share = |count| proportion::interval(count, events, confidence, method).ok();
    let (of_before, of_after) = (share(before.count())?, share(after.count())?);
    let exposures = before.exposure() / after.exposure();
    let odds = Interval::new(of_after.low() / of_before.high(), of_after.high() / of_before.low());
    Some(odds.scaled(exposures)).filter(|ratio| ratio.high().is_finite())
}

/// Tests of two lists of values; absent for those that take others.
fn samples(
    test: &EffectTest,
    before: &[f64],
    after: &[f64],
    confidence: Share,
) -> Option<Result<Found, Undefined>> {
    use EffectMeasure::{Difference, RankBiserial};
    Some(match test {
        EffectTest::TwoMeans(variances) => mean::test(before, after, confidence, *variances)
            .map(|found| Found(Difference, found.difference, Some(found.interval), found.p_value)),
        EffectTest::PairedMeans => mean::paired(before, after, confidence).map(|found| {
            Found(Difference, found.differences.mean, Some(found.differences.interval), found.p_value)
        }),
        EffectTest::MannWhitney(approximation) => {
            rank::mann_whitney(before, after, confidence, *approximation)
                .map(|found| Found(RankBiserial, found.rank_biserial(), None, found.p_value))
        }
        EffectTest::SignedRank(approximation) => {
            rank::signed_rank(before, after, confidence, *approximation).map(|found| {
                // Kerby (2014): by how much the ranks of those that rose outweigh the others, of all.
                let correlation = (found.up - found.down) / (found.up + found.down);
                Found(RankBiserial, correlation, None, found.p_value)
            })
        }
        EffectTest::InterruptedSeries { change, lags } => series(*change, *lags, before, after, confidence),
        _ => return None,
    })
}

fn series(
    change: SeriesChange,
    lags: Option<u32>,
    before: &[f64],
    after: &[f64],
    confidence: Share,
) -> Result<Found, Undefined> {
    let values = [before, after].concat();
    let rule_of_thumb = || InterruptedSeries::lags_for(values.len());
    let lags = lags.map_or_else(rule_of_thumb, |lags| usize::try_from(lags).unwrap_or(usize::MAX));
    let fit = InterruptedSeries::fit(&values, before.len(), lags, confidence)?;
    let coefficient = match change {
        SeriesChange::Level => fit.level_change(),
        SeriesChange::Slope => fit.slope_change(),
    };
    let p = coefficient.robust_p_value()?;
    Ok(Found(EffectMeasure::Difference, coefficient.estimate, Some(coefficient.interval(confidence)), p))
}
