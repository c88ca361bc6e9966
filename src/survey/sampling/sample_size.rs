use std::fmt;

use serde::Serialize;

use super::SamplingError;
use super::error::{between, inner};
use crate::analysis::distribution::{critical_value, float, one_sided_quantile, square, two_sided_quantile};
use crate::quantity::Share;

/// How many answers a survey needs (样本量).
///
/// Each constructor is one formula. What is assumed of the answers (a proportion, a standard deviation) is an estimate
/// and `f64`. The number is rounded up, but for [`krejcie_morgan`](Self::krejcie_morgan); what exceeds a whole number by
/// less than a billionth of it does not count.
///
/// ```
/// use service_quality::survey::sampling::SampleSize;
///
/// let size = SampleSize::for_proportion(0.5, 0.05, "0.95".parse()?, None)?;
/// assert_eq!(size.n(), 385);
/// assert_eq!(size.invitations("0.3".parse()?)?, 1284);
/// assert_eq!(size.to_string(), "385 answers");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SampleSize {
    unlimited: f64,
    raw: f64,
    n: u64,
}

/// Above 0 and below 1.
const PART: (f64, f64) = (0.0, 1.0);
const WITHIN: &str = "more than 0 and less than 1";
const POSITIVE: (f64, f64) = (0.0, f64::INFINITY);
const ABOVE: &str = "a finite number above 0";
/// No survey asks more.
const MOST: f64 = 1e15;

impl SampleSize {
    /// To know a proportion to within ± a margin: n₀ = z²p(1−p)/e², and of a population of N: n₀ / (1 + (n₀−1)/N).
    /// Cochran, *Sampling techniques* (1977), 4.4. Not knowing the proportion, assume 0.5, which needs most.
    ///
    /// A population of `None` is one so large that its size does not matter.
    ///
    /// # Errors
    /// [`SamplingError::OutOfRange`] for a proportion, margin or confidence not between 0 and 1 and a population of 0;
    /// [`SamplingError::TooLarge`].
    pub fn for_proportion(
        proportion: f64,
        margin: f64,
        confidence: Share,
        population: Option<u64>,
    ) -> Result<Self, SamplingError> {
        between("proportion", proportion, PART, WITHIN)?;
        between("margin", margin, PART, WITHIN)?;
        let z = two_sided_quantile(inner("confidence", confidence)?);
        let unlimited = z * z * proportion * (1.0 - proportion) / (margin * margin);
        Self::up(unlimited, limited(unlimited, 1.0, population)?)
    }

    /// To know a mean to within ± a margin: n₀ = (z·s/e)², and of a population of N: n₀ / (1 + n₀/N). Cochran (1977),
    /// 4.6.
    ///
    /// # Errors
    /// [`SamplingError::OutOfRange`] for a deviation or margin that is not above 0, a confidence of 0 or 1 and a
    /// population of 0; [`SamplingError::TooLarge`].
    pub fn for_mean(
        deviation: f64,
        margin: f64,
        confidence: Share,
        population: Option<u64>,
    ) -> Result<Self, SamplingError> {
        between("standard deviation", deviation, POSITIVE, ABOVE)?;
        between("margin", margin, POSITIVE, ABOVE)?;
        let z = two_sided_quantile(inner("confidence", confidence)?);
        let unlimited = square(z * deviation / margin);
        Self::up(unlimited, limited(unlimited, 0.0, population)?)
    }

    /// To know a net promoter score (净推荐值), as a share between −1 and 1, to within ± a margin: the mean of answers
    /// that count 1, 0 or −1, whose variance is p + d − (p − d)².
    ///
    /// # Errors
    /// [`SamplingError::OutOfRange`] for shares below 0 or together above 1, a margin not between 0 and 2, a confidence
    /// of 0 or 1 and a population of 0; [`SamplingError::NoSpread`] where all answers would be alike;
    /// [`SamplingError::TooLarge`].
    pub fn for_net_promoter(
        promoters: f64,
        detractors: f64,
        margin: f64,
        confidence: Share,
        population: Option<u64>,
    ) -> Result<Self, SamplingError> {
        // Seven tenths and three tenths may be a float's breadth more than 1 together.
        const ROUNDING: f64 = 1e-12;
        if !(promoters >= 0.0 && detractors >= 0.0 && promoters + detractors <= 1.0 + ROUNDING) {
            let (what, allowed) = ("promoters and detractors", "shares of 0 or more, together at most 1");
            let given = format!("{promoters} and {detractors}");
            return Err(SamplingError::OutOfRange { what, given, allowed });
        }
        between("margin", margin, (0.0, 2.0), "more than 0 and less than 2")?;
        let z = two_sided_quantile(inner("confidence", confidence)?);
        let variance = promoters + detractors - square(promoters - detractors);
        if variance <= ROUNDING {
            let remedy = "assume shares of which neither is all or nothing";
            return Err(SamplingError::NoSpread { what: "the assumed score", remedy });
        }
        let unlimited = z * z * variance / (margin * margin);
        Self::up(unlimited, limited(unlimited, 0.0, population)?)
    }

    /// In each of two groups, to tell their proportions apart with a probability of `power` by a two-sided test:
    /// n = (z·√(2p̄(1−p̄)) + z′·√(p₁(1−p₁) + p₂(1−p₂)))² / (p₁−p₂)², with z the critical value of the significance and z′ the
    /// quantile of the power. Fleiss, Levin and Paik, *Statistical methods for rates and proportions* (2003), chapter 4,
    /// without continuity correction.
    ///
    /// # Errors
    /// [`SamplingError::OutOfRange`] for proportions not between 0 and 1 and a significance or power of 0 or 1;
    /// [`SamplingError::NoDifference`]; [`SamplingError::TooLarge`].
    pub fn for_two_proportions(
        first: f64,
        second: f64,
        significance: Share,
        power: Share,
    ) -> Result<Self, SamplingError> {
        between("first proportion", first, PART, WITHIN)?;
        between("second proportion", second, PART, WITHIN)?;
        if first.total_cmp(&second).is_eq() {
            return Err(SamplingError::NoDifference { given: first.to_string() });
        }
        let mean = f64::midpoint(first, second);
        let apart = critical_value(inner("significance", significance)?);
        let detect = one_sided_quantile(inner("power", power)?);
        let pooled = (2.0 * mean * (1.0 - mean)).sqrt();
        let separate = (first * (1.0 - first) + second * (1.0 - second)).sqrt();
        // A power below half of the significance is reached by any sample at all.
        let reach = (apart * pooled + detect * separate).max(0.0);
        let raw = square(reach / (first - second));
        Self::up(raw, raw)
    }

    /// By the formula behind the table of Krejcie and Morgan, *Determining sample size for research activities* (1970):
    /// s = χ²NP(1−P) / (d²(N−1) + χ²P(1−P)), rounded to the nearest, as in the table. They take 3.841 for χ², 0.5 for P
    /// and 0.05 for the margin d.
    ///
    /// # Errors
    /// [`SamplingError::OutOfRange`] for a population of 0, a χ² that is not above 0, and a proportion or margin not
    /// between 0 and 1; [`SamplingError::TooLarge`].
    pub fn krejcie_morgan(
        population: u64,
        chi_square: f64,
        proportion: f64,
        margin: f64,
    ) -> Result<Self, SamplingError> {
        between("chi-square", chi_square, POSITIVE, ABOVE)?;
        between("proportion", proportion, PART, WITHIN)?;
        between("margin", margin, PART, WITHIN)?;
        let people = float(population);
        between("population", people, POSITIVE, ABOVE)?;
        let spread = chi_square * proportion * (1.0 - proportion);
        let square = margin * margin;
        let raw = spread * people / (square * (people - 1.0) + spread);
        Ok(Self { unlimited: spread / square, raw, n: whole(raw.round())? })
    }

    /// The sample of an unlimited population, not rounded: n₀.
    #[must_use]
    pub const fn unlimited(self) -> f64 {
        self.unlimited
    }

    /// The sample of the given population, not rounded.
    #[must_use]
    pub const fn raw(self) -> f64 {
        self.raw
    }

    /// The answers needed; of each group, where two are compared.
    #[must_use]
    pub const fn n(self) -> u64 {
        self.n
    }

    /// How many to ask, where only a share of those who are asked answers (回收率), rounded up.
    ///
    /// # Errors
    /// [`SamplingError::OutOfRange`] for a rate of 0, [`SamplingError::TooLarge`].
    pub fn invitations(self, response_rate: Share) -> Result<u64, SamplingError> {
        let rate = response_rate.to_scaled().unsigned_abs();
        if rate == 0 {
            let (what, allowed) = ("response rate", "more than 0, at most 1");
            return Err(SamplingError::OutOfRange { what, given: response_rate.to_string(), allowed });
        }
        let asked = (u128::from(self.n) * 1_000_000_000).div_ceil(rate);
        u64::try_from(asked).map_err(|_| SamplingError::TooLarge)
    }

    fn up(unlimited: f64, raw: f64) -> Result<Self, SamplingError> {
        let nearest = raw.round();
        let n = if (raw - nearest).abs() <= 1e-9 * raw.max(1.0) { nearest } else { raw.ceil() };
        Ok(Self { unlimited, raw, n: whole(n.max(1.0))? })
    }
}

/// With the correction for a finite population; `less` is 1 where the variance of the population has divisor N.
fn limited(unlimited: f64, less: f64, population: Option<u64>) -> Result<f64, SamplingError> {
    let Some(population) = population else { return Ok(unlimited) };
    let people = between("population", float(population), POSITIVE, ABOVE)?;
    Ok(unlimited / (1.0 + (unlimited - less) / people))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number from 0 to 10^15")]
fn whole(n: f64) -> Result<u64, SamplingError> {
    if (0.0..=MOST).contains(&n) { Ok(n as u64) } else { Err(SamplingError::TooLarge) }
}

impl fmt::Display for SampleSize {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} answers", self.n)
    }
}
