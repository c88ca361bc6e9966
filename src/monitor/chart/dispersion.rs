use serde::{Deserialize, Serialize};

use super::{ChartError, Sample, sample};
use crate::analysis::Undefined;
use crate::analysis::distribution::{chi_square_probability, float, square};
use crate::analysis::sums::sorted_sum;

/// How the variation of counts is compared with what chance alone would make.
///
/// ```
/// assert_eq!(
///     service_quality::monitor::chart::DispersionTest::default(),
///     service_quality::monitor::chart::DispersionTest::Pearson
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DispersionTest {
    /// Each figure against its own expectation, Σ (x − np)²/(np(1 − p)): right for unequal sizes too.
    #[default]
    Pearson,
    /// The variance of the counts against that of one mean size: qcc, Wetherill and Brown (1991). With unequal sizes it
    /// takes their differences for variation; with equal ones it is the same.
    Variance,
}

/// How much more counts vary than chance alone would make them (过度离散).
///
/// ```
/// use service_quality::monitor::chart::{DispersionTest, Sample, dispersion};
/// // Defects of 46 samples of circuit boards: Montgomery, tables 7.7 and 7.8.
/// let counts = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16];
/// let samples: Vec<Sample> = counts.into_iter().map(Sample::Count).collect();
/// let found = dispersion(&samples, DispersionTest::default())?;
/// assert_eq!((found.freedom(), found.ratio() > 2.0, found.p_value() < 0.01), (22, true, true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Dispersion {
    statistic: f64,
    freedom: usize,
    p_value: f64,
    test: DispersionTest,
}

impl Dispersion {
    /// Observed over expected variance: 1 where chance alone is at work.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.statistic / float(self.freedom as u64)
    }

    /// The sum of squares, about χ² with as many degrees of freedom.
    #[must_use]
    pub const fn statistic(&self) -> f64 {
        self.statistic
    }

    /// The degrees of freedom, one fewer than samples.
    #[must_use]
    pub const fn freedom(&self) -> usize {
        self.freedom
    }

    /// How often chance alone would make them vary so much or more.
    #[must_use]
    pub const fn p_value(&self) -> f64 {
        self.p_value
    }

    /// How they were compared.
    #[must_use]
    pub const fn test(&self) -> DispersionTest {
        self.test
    }
}

/// Tests counts and rates against Poisson, shares against the binomial distribution; missing samples are left out.
///
/// # Errors
/// [`ChartError::Undefined`] with [`Undefined::TooFew`] for fewer than two, with [`Undefined::Constant`] where all or none
/// are events, [`ChartError::WrongSample`] for samples that are not all counts, all rates or all shares, and
/// [`ChartError::OutOfRange`] for one that is none.
pub fn dispersion(samples: &[Sample], test: DispersionTest) -> Result<Dispersion, ChartError> {
    let mut counts = Vec::with_capacity(samples.len());
    for (position, sample) in samples.iter().enumerate() {
        let place = || format!("samples[{position}]");
        sample.sound(&place)?;
        if sample.figure().is_none() {
            continue;
        }
        let alike = samples.iter().find(|sample| sample.figure().is_some());
        let same = alike.is_none_or(|first| std::mem::discriminant(first) == std::mem::discriminant(sample));
        match sample.events().filter(|_| same) {
            Some(events) => counts.push((float(events), sample.size())),
            None => return Err(sample.wrong(place(), "counts, rates or shares, all of one form")),
        }
    }
    let freedom = counts.len().saturating_sub(1);
    if freedom == 0 {
        return Err(Undefined::TooFew { what: "samples", given: counts.len(), needed: 2 }.into());
    }
    let total = sorted_sum(counts.iter().map(|&(_, size)| size));
    let centre = sorted_sum(counts.iter().map(|&(events, _)| events)) / total;
    let shares = samples.iter().any(|sample| matches!(sample, Sample::Share { .. }));
    let rest = if shares { 1.0 - centre } else { 1.0 };
    if centre <= 0.0 || rest <= 0.0 {
        return Err(Undefined::Constant { what: "figures" }.into());
    }
    let statistic = match test {
        DispersionTest::Pearson => sorted_sum(
            counts.iter().map(|&(events, size)| square(events - centre * size) / (centre * rest * size)),
        ),
        DispersionTest::Variance => {
            let events: Vec<f64> = counts.iter().map(|&(events, _)| events).collect();
            let observed = square(sample::deviation(&events).unwrap_or_default()) * float(freedom as u64);
            observed / (total / float(counts.len() as u64) * centre * rest)
        }
    };
    let p_value = chi_square_probability(statistic, float(freedom as u64));
    Ok(Dispersion { statistic, freedom, p_value, test })
}
