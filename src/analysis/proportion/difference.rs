use std::fmt;

use serde::{Deserialize, Serialize};

use super::interval::score_interval;
use super::{Count, Method};
use crate::analysis::distribution::{float, square, two_sided_quantile};
use crate::analysis::values::inner;
use crate::analysis::wording::{moved, sentences, with_interval};
use crate::analysis::{Interval, Undefined};
use crate::quantity::Share;

/// How the interval of the [difference](difference()) of two shares is formed.
///
/// ```
/// use service_quality::analysis::proportion::DifferenceMethod;
/// assert_eq!(DifferenceMethod::default().to_string(), "Newcombe");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DifferenceMethod {
    /// From the score intervals of both shares: Newcombe, *Interval estimation for the difference between independent
    /// proportions* (1998), method 10. Stays within −1 and 1, and is sound for few trials.
    #[default]
    Newcombe,
    /// The same from score intervals with continuity correction: method 11 there; somewhat wider.
    NewcombeCorrected,
    /// Wald's, with one success and one failure added to each: Agresti and Caffo (2000). Not cut at −1 and 1.
    AgrestiCaffo,
    /// ± z·√(p₀(1−p₀)/n₀ + p₁(1−p₁)/n₁), not cut. Too narrow for few trials and shares near 0 and 1.
    Wald,
}

/// By how much a share moved, after less before.
///
/// ```
/// use service_quality::analysis::proportion::{self, Count, DifferenceMethod};
///
/// let (before, after) = (Count::new(48, 80)?, Count::new(56, 70)?);
/// let found = proportion::difference(before, after, "0.95".parse()?, DifferenceMethod::Newcombe)?;
/// assert_eq!(found.interval.to_string(), "0.0524 to 0.3339");
/// assert_eq!(
///     found.interpretation(),
///     "The share rose from 0.6 to 0.8, a change of 0.2 (0.0524 to 0.334 with a confidence of 0.95) by the method Newcombe."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Difference {
    /// What was counted before.
    pub before: Count,
    /// What was counted after.
    pub after: Count,
    /// The share after less that before.
    pub difference: f64,
    /// With which confidence the interval holds the true difference.
    pub confidence: Share,
    /// How the interval was formed.
    pub method: DifferenceMethod,
    /// Where the true difference lies.
    pub interval: Interval,
}

/// By how much the share of two independent groups differs, with its interval.
///
/// # Errors
/// [`Undefined::OutOfRange`] for a confidence of 0 or 1.
pub fn difference(
    before: Count,
    after: Count,
    confidence: Share,
    method: DifferenceMethod,
) -> Result<Difference, Undefined> {
    let z = two_sided_quantile(inner("confidence", confidence)?);
    let difference = after.share() - before.share();
    let interval = match method {
        DifferenceMethod::Newcombe => {
            let score = |count: Count| score_interval(count.share(), float(count.trials()), confidence);
            newcombe(before, after, score(before)?, score(after)?)
        }
        DifferenceMethod::NewcombeCorrected => {
            let score = |count| super::estimate(count, confidence, Method::WilsonCorrected);
            newcombe(before, after, score(before)?.interval, score(after)?.interval)
        }
        DifferenceMethod::AgrestiCaffo => {
            let ((k0, _, n0), (k1, _, n1)) = (before.floats(), after.floats());
            let (n0, n1) = (n0 + 2.0, n1 + 2.0);
            wald(((k0 + 1.0) / n0, n0), ((k1 + 1.0) / n1, n1), z)
        }
        DifferenceMethod::Wald => {
            wald((before.share(), float(before.trials())), (after.share(), float(after.trials())), z)
        }
    };
    Ok(Difference { before, after, difference, confidence, method, interval })
}

fn newcombe(before: Count, after: Count, first: Interval, second: Interval) -> Interval {
    let (p0, p1) = (before.share(), after.share());
    let difference = p1 - p0;
    let below = (square(p1 - second.low()) + square(first.high() - p0)).sqrt();
    let above = (square(second.high() - p1) + square(p0 - first.low())).sqrt();
    Interval::new((difference - below).max(-1.0), (difference + above).min(1.0))
}

fn wald((p0, n0): (f64, f64), (p1, n1): (f64, f64), z: f64) -> Interval {
    let reach = z * (p0 * (1.0 - p0) / n0 + p1 * (1.0 - p1) / n1).sqrt();
    Interval::new(p1 - p0 - reach, p1 - p0 + reach)
}

/// Cohen's h (效应量), 2·arcsin √p₁ − 2·arcsin √p₀: the difference on a scale on which all shares vary alike. Some 0.2 is
/// small, 0.5 middling, 0.8 large. Cohen, *Statistical power analysis for the behavioral sciences* (1988), 6.2.
///
/// ```
/// use service_quality::analysis::proportion::{Count, effect_size};
/// assert!((effect_size(Count::new(820, 1_000)?, Count::new(850, 1_000)?) - 0.0809).abs() < 1e-4);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[must_use]
pub fn effect_size(before: Count, after: Count) -> f64 {
    cohens_h(before.share(), after.share())
}

pub(crate) fn cohens_h(before: f64, after: f64) -> f64 {
    2.0 * (libm::asin(after.sqrt()) - libm::asin(before.sqrt()))
}

impl Difference {
    /// The finding in words, with a caution where few successes or failures strain the method.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let Self { before, after, difference, confidence, method, interval } = self;
        let moved = moved("The share", before.share(), after.share());
        let change = with_interval(*difference, *interval, *confidence);
        let found = format!("{moved}, a change of {change} by the method {method}");
        let fewest = |count: &Count| count.successes().min(count.failures());
        let few = fewest(before).min(fewest(after)) < 5 && *method == DifferenceMethod::Wald;
        let caution = few.then(|| {
            "With fewer than 5 successes or failures in a group Wald's interval is too narrow; take Newcombe's".to_owned()
        });
        sentences([Some(found), caution])
    }
}

impl fmt::Display for DifferenceMethod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Newcombe => "Newcombe",
            Self::NewcombeCorrected => "Newcombe with continuity correction",
            Self::AgrestiCaffo => "Agresti-Caffo",
            Self::Wald => "Wald",
        })
    }
}
