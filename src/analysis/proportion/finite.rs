use serde::Serialize;

use super::Count;
use crate::analysis::distribution::{float, two_sided_quantile};
use crate::analysis::series::out_of_range;
use crate::analysis::values::inner;
use crate::analysis::wording::{figure, figures, sentences};
use crate::analysis::{Interval, Undefined};
use crate::quantity::Share;

/// A share of a population that is not much larger than the sample (有限总体校正).
///
/// ```
/// use service_quality::analysis::proportion::{self, Count};
///
/// let found = proportion::finite_population(Count::new(45, 50)?, 200, "0.95".parse()?)?;
/// assert!((found.margin - 0.0722).abs() < 1e-4, "of a large population it would be 0.0832");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FinitePopulation {
    /// What was counted.
    pub count: Count,
    /// How many there are in all.
    pub population: u64,
    /// The share of successes.
    pub share: f64,
    /// With which confidence the share lies within the margin.
    pub confidence: Share,
    /// How the margin was formed.
    pub method: &'static str,
    /// √(p(1−p)/n): the standard error in a population without end.
    pub unlimited_error: f64,
    /// √((N−n)/(N−1)), by which it is less.
    pub correction: f64,
    /// The two multiplied.
    pub standard_error: f64,
    unbiased_error: Option<f64>,
    #[serde(skip)]
    quantile: f64,
    /// The normal quantile times the standard error: how far the share may lie off to either side.
    pub margin: f64,
}

/// How sure a share is that was counted in a part of a finite population: Cochran, *Sampling techniques* (1977), 3.2, by
/// the normal approximation.
///
/// # Errors
/// [`Undefined::OutOfRange`] for a population smaller than the sample, and for a confidence of 0 or 1.
pub fn finite_population(
    count: Count,
    population: u64,
    confidence: Share,
) -> Result<FinitePopulation, Undefined> {
    let z = two_sided_quantile(inner("confidence", confidence)?);
    let Some(unseen) = population.checked_sub(count.trials()) else {
        return Err(out_of_range("population", &population, "no fewer than were drawn"));
    };
    let (p, n, all) = (count.share(), float(count.trials()), float(population));
    let unlimited_error = (p * (1.0 - p) / n).sqrt();
    let correction = if unseen == 0 { 0.0 } else { (float(unseen) / (all - 1.0)).sqrt() };
    let standard_error = unlimited_error * correction;
    let unbiased_error =
        (count.trials() > 1).then(|| (float(unseen) / all * p * (1.0 - p) / (n - 1.0)).sqrt());
    let (share, margin) = (p, z * standard_error);
    Ok(FinitePopulation {
        count,
        population,
        share,
        confidence,
        method: "normal approximation with finite population correction",
        unlimited_error,
        correction,
        standard_error,
        unbiased_error,
        quantile: z,
        margin,
    })
}

impl FinitePopulation {
    /// √((1−n/N)·p(1−p)/(n−1)): the standard error by the unbiased estimate of the variance.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] for one trial.
    pub fn unbiased_error(&self) -> Result<f64, Undefined> {
        self.unbiased_error.ok_or(Undefined::TooFew { what: "trials", given: 1, needed: 2 })
    }

    /// Where the share of all lies: at least those seen of either kind are in it.
    ///
    /// The margin to either side; where none or all succeeded, and the margin is therefore 0, the score interval with its
    /// reach shortened by the correction.
    #[must_use]
    pub fn interval(&self) -> Interval {
        let Self { count, population, share, margin, correction, .. } = self;
        let all = float(*population);
        let (least, most) = (float(count.successes()) / all, 1.0 - float(count.failures()) / all);
        let (low, high) = match (count.successes(), count.failures()) {
            (0, _) | (_, 0) => {
                // z²·f²/(n + z²·f²) is the reach of the score interval from 0 or 1.
                let square = self.quantile * self.quantile * correction * correction;
                let reach = square / (float(count.trials()) + square);
                (share - reach, share + reach)
            }
            _ => (share - margin, share + margin),
        };
        Interval::new(low.max(least).min(*share), high.min(most).max(*share))
    }

    /// The finding in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let Self { count, population, confidence, margin, method, .. } = self;
        let interval = self.interval();
        let [low, share, high] = figures([interval.low(), self.share, interval.high()]);
        let seen = format!("{} of {} drawn from {population} succeeded", count.successes(), count.trials());
        let found = if count.trials() == *population {
            format!("{seen}: all were seen, and the share is {share} without error")
        } else {
            format!(
                "{seen}; the share of all lies between {low} and {high}, {share} give or take {}, with a confidence of \
                 {confidence} by the {method}",
                figure(*margin)
            )
        };
        let few = count.successes().min(count.failures()) < 5 && count.trials() < *population;
        let caution = few.then(|| "With fewer than 5 successes or failures the interval is rough".to_owned());
        sentences([Some(found), caution])
    }
}
