use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::SamplingError;
use super::error::inner;
use crate::analysis::Interval;
use crate::analysis::distribution::{billionths, float, square, two_sided_quantile};
use crate::quantity::{Label, Share, Weight};

/// What a stratified, weighted sample says of a mean, and what the design cost or saved (分层估计, 设计效应).
///
/// The mean is ȳ = Σwy/Σw. Its variance is that of its linearised values z = w(y−ȳ)/Σw within strata, each drawn without
/// replacement: Σₛ (1 − nₛ/Nₛ)·nₛ/(nₛ−1)·Σ(z−z̄ₛ)²; a stratum in which everyone was asked adds nothing. The design effect
/// divides it by the variance that a simple random sample of the same size would have: (1 − n/N)·s²/n with
/// s² = n/(n−1)·Σw(y−ȳ)²/Σw. Särndal, Swensson and Wretman, *Model assisted survey sampling* (1992), 5.5 to 5.7; as the R
/// package `survey` calculates, except that N is the sum of the sizes given and not of the weights: weights are relative,
/// and those of a [`PostStratification`](super::PostStratification) sum to n.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::survey::sampling::{Observation, StratifiedMean};
///
/// let answer = |stratum: &str, weight: &str, value: f64| -> Result<Observation, Box<dyn std::error::Error>> {
///     Ok(Observation { stratum: stratum.parse()?, weight: weight.parse()?, value })
/// };
/// let answers = [
///     answer("north", "20", 4.0)?, answer("north", "20", 5.0)?, answer("north", "20", 4.0)?,
///     answer("south", "10", 2.0)?, answer("south", "10", 1.0)?,
/// ];
/// let people = BTreeMap::from([("north".parse()?, 60), ("south".parse()?, 20)]);
/// let mean = StratifiedMean::new(&answers, &people, "0.95".parse()?)?;
/// assert_eq!(mean.to_string(), "3.6250, 3.0939 to 4.1561, design effect 0.1807");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StratifiedMean {
    /// All observations.
    pub n: u64,
    /// The weighted mean.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The variance as a multiple of that of a simple random sample: below 1, the strata helped; absent where a simple
    /// random sample would have no variance, as all values are one or everyone was asked.
    pub design_effect: Option<f64>,
    /// The observations divided by the design effect.
    pub effective_n: Option<f64>,
    /// Where the true mean lies, by the normal distribution.
    pub interval: Interval,
}

/// One answer: its stratum, for how many people it stands, relative to the others, and what it says.
///
/// ```
/// use service_quality::survey::sampling::Observation;
/// let answer = Observation { stratum: "north".parse()?, weight: "20".parse()?, value: 4.0 };
/// assert_eq!(answer.stratum.as_str(), "north");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// The stratum from which it was drawn.
    pub stratum: Label,
    /// For how many people it stands, relative to the others.
    pub weight: Weight,
    /// The value.
    pub value: f64,
}

/// Figures beyond it would leave the range of a float when squared and summed.
const LARGEST: f64 = 1e100;

impl StratifiedMean {
    /// Estimates the mean, given how many people each stratum has.
    ///
    /// # Errors
    /// [`SamplingError::NoAnswers`], [`SamplingError::OutOfRange`] for a value that is no finite number, a weight of 0
    /// and a confidence of 0 or 1, [`SamplingError::UnknownStratum`], [`SamplingError::EmptyStratum`],
    /// [`SamplingError::SingleObservation`], [`SamplingError::AboveStratum`].
    pub fn new(
        observations: &[Observation],
        sizes: &BTreeMap<Label, u64>,
        confidence: Share,
    ) -> Result<Self, SamplingError> {
        let z = two_sided_quantile(inner("confidence", confidence)?);
        let strata = by_stratum(observations, sizes)?;
        let all = || strata.values().flat_map(|stratum| &stratum.values);
        let total: f64 = all().map(|(weight, _)| weight).sum();
        let mean = all().map(|(weight, value)| weight * value).sum::<f64>() / total;
        let variance: f64 = strata.values().map(|stratum| stratum.variance(mean, total)).sum();
        let count: u64 = strata.values().map(|stratum| stratum.n).sum();
        let n = float(count);
        let spread = all().map(|(weight, value)| weight * square(value - mean)).sum::<f64>() / total;
        let people: f64 = strata.values().map(|stratum| float(stratum.size)).sum();
        let simple = (1.0 - n / people) * spread / (n - 1.0);
        let design_effect = (simple > 0.0).then_some(variance / simple);
        let standard_error = variance.sqrt();
        Ok(Self {
            n: count,
            mean,
            standard_error,
            design_effect,
            effective_n: design_effect.filter(|effect| *effect > 0.0).map(|effect| n / effect),
            interval: Interval::new(mean - z * standard_error, mean + z * standard_error),
        })
    }
}

struct Drawn {
    n: u64,
    size: u64,
    /// Weight and value.
    values: Vec<(f64, f64)>,
}

impl Drawn {
    /// What the stratum adds to the variance of the mean.
    fn variance(&self, mean: f64, total: f64) -> f64 {
        if self.n == self.size {
            return 0.0;
        }
        let n = float(self.n);
        let linear = || self.values.iter().map(|(weight, value)| weight * (value - mean) / total);
        let centre = linear().sum::<f64>() / n;
        let squares: f64 = linear().map(|z| square(z - centre)).sum();
        (1.0 - n / float(self.size)) * n / (n - 1.0) * squares
    }
}

fn by_stratum<'a>(
    observations: &'a [Observation],
    sizes: &BTreeMap<Label, u64>,
) -> Result<BTreeMap<&'a Label, Drawn>, SamplingError> {
    let mut strata = BTreeMap::<&Label, Drawn>::new();
    for Observation { stratum, weight, value } in observations {
        let Some(&size) = sizes.get(stratum) else {
            return Err(SamplingError::UnknownStratum { stratum: stratum.clone() });
        };
        let out = |what, given: String, allowed| Err(SamplingError::OutOfRange { what, given, allowed });
        if *weight == Weight::ZERO {
            return out("weight", weight.to_string(), "more than 0; leave out what shall not count");
        }
        if value.is_nan() || value.abs() > LARGEST {
            return out("value", value.to_string(), "a finite number of at most 10^100 either side of 0");
        }
        let drawn = strata.entry(stratum).or_insert(Drawn { n: 0, size, values: Vec::new() });
        drawn.n += 1;
        drawn.values.push((billionths(weight.to_scaled()), *value));
    }
    if strata.is_empty() {
        return Err(SamplingError::NoAnswers);
    }
    if let Some(empty) = sizes.keys().find(|stratum| !strata.contains_key(stratum)) {
        return Err(SamplingError::EmptyStratum { stratum: empty.clone() });
    }
    for (stratum, drawn) in &strata {
        let stratum = (*stratum).clone();
        if drawn.n > drawn.size {
            return Err(SamplingError::AboveStratum { stratum, given: drawn.n, size: drawn.size });
        }
        if drawn.n == 1 && drawn.size > 1 {
            return Err(SamplingError::SingleObservation { stratum });
        }
    }
    Ok(strata)
}

impl fmt::Display for StratifiedMean {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.4}, {}", self.mean, self.interval)?;
        match self.design_effect {
            Some(effect) => write!(formatter, ", design effect {effect:.4}"),
            None => Ok(()),
        }
    }
}
