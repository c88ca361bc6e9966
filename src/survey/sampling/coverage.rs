use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::inner;
use super::{Population, SamplingError};
use crate::analysis::distribution::{chi_square_probability, float, square};
use crate::analysis::proportion::ratio;
use crate::quantity::{Label, Number, PLACES, Share};

/// Whether the answers resemble the population (样本代表性), stratum by stratum.
///
/// The test is that of Pearson for goodness of fit: χ² = Σ(O−E)²/E with E = n·P, k − 1 degrees of freedom. Where people are
/// counted it is divided by 1 − n/N, as a sample without replacement varies less: Rao and Scott, *The analysis of
/// categorical data from complex sample surveys* (1981). That is Pearson's test whether all strata answered equally often.
/// Where only shares are known, the answers are taken for a small part of all: if they are not, a difference is overlooked.
///
/// No test shows that a sample stands for all: strata that answered equally often may still have sent their most content.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::survey::sampling::{CoverageReport, Population, Representativity};
///
/// let answers = BTreeMap::from([("18-34".parse()?, 50), ("35-54".parse()?, 80), ("55+".parse()?, 70)]);
/// let population = Population::shares([
///     ("18-34".parse()?, "0.35".parse()?), ("35-54".parse()?, "0.4".parse()?), ("55+".parse()?, "0.25".parse()?)])?;
/// let report = CoverageReport::new(&answers, &population, "0.05".parse()?)?;
/// assert_eq!(report.verdict, Representativity::Skewed);
/// assert_eq!(report.to_string(), "200 answers cover 1 of the population: skewed (chi-square 13.7143, p 0.0011)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoverageReport {
    /// All answers.
    pub n: u64,
    /// Every stratum of the population, by name.
    pub strata: Vec<StratumCoverage>,
    /// The strata from which nobody answered.
    pub empty: Vec<Label>,
    /// The share of the population whose strata have an answer (覆盖率).
    pub covered: Share,
    /// The test; absent for a single stratum and where everyone answered.
    pub chi_square: Option<ChiSquare>,
    /// What follows, by the rule of [`Representativity`].
    pub verdict: Representativity,
}

/// One stratum in a [`CoverageReport`]. Shares are rounded to 9 places.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::survey::sampling::{CoverageReport, Population};
///
/// let population = Population::counts([("north".parse()?, 30), ("south".parse()?, 10)])?;
/// let report = CoverageReport::new(&BTreeMap::from([("north".parse()?, 8)]), &population, "0.05".parse()?)?;
/// assert_eq!(report.strata[0].difference.to_string(), "0.25");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StratumCoverage {
    /// The stratum.
    pub stratum: Label,
    /// Its answers.
    pub n: u64,
    /// Its share in the answers.
    pub sample_share: Share,
    /// Its share in the population.
    pub population_share: Share,
    /// The first less the second.
    pub difference: Number,
    /// Answers per person; absent where only shares of the population are known.
    pub answered: Option<Share>,
}

/// A chi-square test (卡方检验).
///
/// ```
/// use service_quality::survey::sampling::ChiSquare;
/// let test = ChiSquare { statistic: 13.7143, freedom: 2, p_value: 0.001_051_8 };
/// assert_eq!(test.to_string(), "chi-square 13.7143, p 0.0011");
/// assert_eq!(ChiSquare { p_value: 3e-8, ..test }.to_string(), "chi-square 13.7143, p below 0.0001");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ChiSquare {
    /// χ², corrected for a finite population where its size is known.
    pub statistic: f64,
    /// Degrees of freedom.
    pub freedom: u64,
    /// How probable a statistic as large is where the answers are a random sample of the population.
    pub p_value: f64,
}

/// What a [`CoverageReport`] comes to: the first of these that applies.
///
/// ```
/// use service_quality::survey::sampling::Representativity;
/// assert_eq!(serde_json::to_string(&Representativity::TooFew)?, r#""too_few""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Representativity {
    /// Everyone answered (普查): the shares are those of the population, without any test.
    Census,
    /// A stratum has no answer: the sample says nothing about it.
    Incomplete,
    /// In a stratum fewer than 5 answers would be expected, or fewer than 5 people without one: too few for the test
    /// (Cochran 1952).
    TooFew,
    /// The p-value is below the significance: some strata answered too often. Weights can correct it.
    Skewed,
    /// No difference of shares shows (未见差异); that there is none does not follow.
    NoDifferenceShown,
}

impl CoverageReport {
    /// Compares answers by stratum with the population, at a level of significance such as 0.05.
    ///
    /// # Errors
    /// [`SamplingError::NoAnswers`], [`SamplingError::TooManyAnswers`], [`SamplingError::UnknownStratum`],
    /// [`SamplingError::AboveStratum`], [`SamplingError::OutOfRange`] for a significance of 0 or 1.
    pub fn new(
        answers: &BTreeMap<Label, u64>,
        population: &Population,
        significance: Share,
    ) -> Result<Self, SamplingError> {
        inner("significance", significance)?;
        let n = total(answers, population)?;
        let strata: Vec<_> =
            population.units().map(|(stratum, units)| row(stratum, answers, n, population, units)).collect();
        let empty: Vec<_> = strata.iter().filter(|row| row.n == 0).map(|row| row.stratum.clone()).collect();
        let covered: i128 =
            population.units().zip(&strata).filter(|(_, row)| row.n > 0).map(|((_, units), _)| units).sum();
        let everyone = population.people() == Some(n.into());
        let chi_square = if everyone { None } else { chi_square(&strata, n, population) };
        let verdict = match chi_square {
            _ if everyone => Representativity::Census,
            _ if !empty.is_empty() => Representativity::Incomplete,
            _ if is_thin(n, population) => Representativity::TooFew,
            Some(test) if test.p_value < ratio(significance) => Representativity::Skewed,
            _ => Representativity::NoDifferenceShown,
        };
        Ok(Self { n, strata, empty, covered: part(covered, population.total()), chi_square, verdict })
    }
}

/// The test; absent for a single stratum.
fn chi_square(strata: &[StratumCoverage], n: u64, population: &Population) -> Option<ChiSquare> {
    let freedom = strata.iter().skip(1).map(|_| 1).sum();
    let terms = strata.iter().zip(population.units()).map(|(row, (_, units))| {
        let expected = float(n) * parts(units, population.total());
        square(float(row.n) - expected) / expected
    });
    let correction = population.people().map_or(1.0, |people| parts(people - i128::from(n), people));
    let statistic = terms.sum::<f64>() / correction;
    let p_value = chi_square_probability(statistic, float(freedom));
    (freedom > 0).then_some(ChiSquare { statistic, freedom, p_value })
}

/// Whether in some stratum fewer than 5 answers would be expected, or fewer than 5 people without one.
fn is_thin(n: u64, population: &Population) -> bool {
    let silent = population.people().map(|people| people - i128::from(n));
    // 5 of all units; a product beyond i128 is far from few.
    let few = |group: i128, units: i128| {
        group.checked_mul(units).is_some_and(|product| product < 5 * population.total())
    };
    population
        .units()
        .any(|(_, units)| few(n.into(), units) || silent.is_some_and(|silent| few(silent, units)))
}

/// All answers, where they are of strata of the population.
pub(super) fn total(answers: &BTreeMap<Label, u64>, population: &Population) -> Result<u64, SamplingError> {
    population.check(answers)?;
    let sum = answers.values().try_fold(0_u64, |sum, n| sum.checked_add(*n));
    match sum.filter(|sum| *sum <= MOST) {
        Some(0) => Err(SamplingError::NoAnswers),
        Some(n) => Ok(n),
        None => Err(SamplingError::TooManyAnswers),
    }
}

/// More answers than any survey has, and few enough that products with shares fit.
const MOST: u64 = 1_000_000_000_000_000;

fn row(
    stratum: &Label,
    answers: &BTreeMap<Label, u64>,
    all: u64,
    population: &Population,
    units: i128,
) -> StratumCoverage {
    let n = answers.get(stratum).copied().unwrap_or_default();
    let sample_share = part(i128::from(n), i128::from(all));
    let population_share = part(units, population.total());
    let difference = sample_share.to_scaled() - population_share.to_scaled();
    StratumCoverage {
        stratum: stratum.clone(),
        n,
        sample_share,
        population_share,
        difference: Number::from_scaled(difference, PLACES).unwrap_or_default(),
        answered: population.count(stratum).map(|size| part(i128::from(n), i128::from(size))),
    }
}

/// A part of a whole that is not 0, rounded to 9 places.
fn part(part: i128, whole: i128) -> Share {
    let share = Number::ratio(part, whole, PLACES).and_then(|share| Share::new(share.value()).ok());
    share.unwrap_or(Share::ZERO)
}

/// As [`part`], as a float.
#[expect(clippy::cast_precision_loss, reason = "counts beyond 2^53 lose nothing that an estimate has")]
pub(super) fn parts(part: i128, whole: i128) -> f64 {
    part as f64 / whole as f64
}

impl fmt::Display for ChiSquare {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "chi-square {:.4}, ", self.statistic)?;
        // A probability is never 0.
        if self.p_value < 0.0001 {
            return formatter.write_str("p below 0.0001");
        }
        write!(formatter, "p {:.4}", self.p_value)
    }
}

impl fmt::Display for Representativity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Census => "everyone answered",
            Self::Incomplete => "incomplete",
            Self::TooFew => "too few to tell",
            Self::Skewed => "skewed",
            Self::NoDifferenceShown => "no difference shown",
        })
    }
}

impl fmt::Display for CoverageReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { n, covered, verdict, .. } = self;
        write!(formatter, "{n} answers cover {covered} of the population: {verdict}")?;
        match self.chi_square {
            Some(test) => write!(formatter, " ({test})"),
            None => Ok(()),
        }
    }
}
