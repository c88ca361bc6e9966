use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::SamplingError;
use super::error::between;
use crate::quantity::Label;

/// A stratum to draw from (层): its size and, where it is known, the standard deviation of what is measured there.
///
/// ```
/// use service_quality::survey::sampling::Stratum;
///
/// let north = Stratum::new("north".parse()?, 3_000)?.with_deviation(0.4)?;
/// assert_eq!(north.size(), 3_000);
/// assert!(Stratum::new("nowhere".parse()?, 0).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Stratum {
    name: Label,
    size: u64,
    deviation: f64,
}

/// How a sample is divided among strata.
///
/// ```
/// use service_quality::survey::sampling::AllocationRule;
/// assert_eq!(serde_json::to_string(&AllocationRule::Neyman)?, r#""neyman""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllocationRule {
    /// By size (按比例分配): every answer stands for as many people.
    Proportional,
    /// By size times standard deviation (内曼最优分配): the least variance of the mean for the same number of answers.
    /// Neyman, *On the two different aspects of the representative method* (1934).
    Neyman,
    /// The same number from each: strata are to be compared with each other.
    Equal,
}

/// A sample divided among strata (分层抽样), in whole answers that sum to the sample exactly.
///
/// Each stratum gets its quota, but at least the minimum, or everyone where it has fewer people, and never more than it
/// has people; what one cannot take or must have beyond its quota goes to or comes from the others, by the same rule.
/// Whole answers by largest remainder; of equal remainders the stratum given first.
///
/// ```
/// use service_quality::survey::sampling::{Allocation, AllocationRule, Stratum};
///
/// let strata = [
///     Stratum::new("retail".parse()?, 500)?.with_deviation(0.5)?,
///     Stratum::new("business".parse()?, 300)?.with_deviation(0.4)?,
///     Stratum::new("public".parse()?, 200)?.with_deviation(0.2)?,
/// ];
/// let plan = Allocation::new(&strata, 100, AllocationRule::Neyman, 0)?;
/// assert_eq!(plan.to_string(), "retail 61, business 29, public 10");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Allocation {
    rule: AllocationRule,
    strata: Vec<AllocatedStratum>,
}

/// What one stratum gives to a sample.
///
/// ```
/// use service_quality::survey::sampling::{Allocation, AllocationRule, Stratum};
///
/// let strata = [Stratum::new("all".parse()?, 40)?];
/// let plan = Allocation::new(&strata, 40, AllocationRule::Equal, 0)?;
/// assert_eq!((plan.strata()[0].size, plan.strata()[0].n), (40, 40));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AllocatedStratum {
    /// The stratum.
    pub stratum: Label,
    /// How many people it has.
    pub size: u64,
    /// What the rule alone would give it, before minimum, size and rounding.
    pub quota: f64,
    /// How many to draw.
    pub n: u64,
}

/// Up to here, the products below fit 128 bits: 10^12 people, weights of 10^12 each.
const MOST: u64 = 1_000_000_000_000;
/// A deviation of the largest one.
const UNIT: f64 = 1e12;

impl Stratum {
    /// A stratum with a standard deviation of 1.
    ///
    /// # Errors
    /// [`SamplingError::Nobody`] for a size of 0, [`SamplingError::OutOfRange`] for one above 10^12.
    pub fn new(name: Label, size: u64) -> Result<Self, SamplingError> {
        if size == 0 {
            return Err(SamplingError::Nobody { stratum: name });
        }
        limit("size of a stratum", size)?;
        Ok(Self { name, size, deviation: 1.0 })
    }

    /// With this standard deviation.
    ///
    /// # Errors
    /// [`SamplingError::OutOfRange`] for what is not finite or below 0.
    pub fn with_deviation(mut self, deviation: f64) -> Result<Self, SamplingError> {
        if deviation.is_sign_negative() || deviation > 0.0 || deviation.is_nan() {
            between("standard deviation", deviation, (0.0, f64::INFINITY), "a finite number of 0 or more")?;
        }
        self.deviation = deviation;
        Ok(self)
    }

    /// The stratum's name.
    #[must_use]
    pub const fn name(&self) -> &Label {
        &self.name
    }

    /// How many people it has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The standard deviation of what is measured.
    #[must_use]
    pub const fn deviation(&self) -> f64 {
        self.deviation
    }
}

impl Allocation {
    /// Divides `n` answers among strata.
    ///
    /// # Errors
    /// [`SamplingError::NoStrata`], [`SamplingError::Duplicate`], [`SamplingError::AbovePopulation`],
    /// [`SamplingError::MinimumAboveSample`], [`SamplingError::NoSpread`] for Neyman's rule where every deviation is 0,
    /// [`SamplingError::OutOfRange`] for more than 10^12 people.
    pub fn new(
        strata: &[Stratum],
        n: u64,
        rule: AllocationRule,
        minimum: u64,
    ) -> Result<Self, SamplingError> {
        check(strata, n, minimum)?;
        let weights = weights(strata, rule)?;
        let total: i128 = weights.iter().sum();
        let shares = strata.iter().zip(&weights).enumerate().map(|(place, (stratum, weight))| Part {
            place,
            weight: *weight,
            least: i128::from(stratum.size.min(minimum)),
            most: i128::from(stratum.size),
        });
        let drawn = divide(shares.collect(), i128::from(n));
        let strata =
            strata.iter().zip(weights).zip(drawn).map(|((stratum, weight), drawn)| AllocatedStratum {
                stratum: stratum.name.clone(),
                size: stratum.size,
                quota: quotient(i128::from(n) * weight, total),
                n: u64::try_from(drawn).unwrap_or_default(),
            });
        Ok(Self { rule, strata: strata.collect() })
    }

    /// The rule.
    #[must_use]
    pub const fn rule(&self) -> AllocationRule {
        self.rule
    }

    /// The strata, in the order in which they were given.
    #[must_use]
    pub fn strata(&self) -> &[AllocatedStratum] {
        &self.strata
    }
}

fn check(strata: &[Stratum], n: u64, minimum: u64) -> Result<(), SamplingError> {
    let mut names = BTreeSet::new();
    if let Some(twice) = strata.iter().find(|stratum| !names.insert(&stratum.name)) {
        return Err(SamplingError::Duplicate { stratum: twice.name.clone() });
    }
    if strata.is_empty() {
        return Err(SamplingError::NoStrata);
    }
    let sum = |part: fn(u64, u64) -> u64| {
        strata.iter().try_fold(0_u64, |sum, stratum| sum.checked_add(part(stratum.size, minimum)))
    };
    let size = limit("population", sum(|size, _| size).unwrap_or(u64::MAX))?;
    if n > size {
        return Err(SamplingError::AbovePopulation { given: n, size });
    }
    match sum(u64::min).filter(|needed| *needed > n) {
        Some(needed) => Err(SamplingError::MinimumAboveSample { minimum, needed, given: n }),
        None => Ok(()),
    }
}

/// What each stratum's quota is proportional to, in whole numbers: deviations count to 12 digits of the largest.
fn weights(strata: &[Stratum], rule: AllocationRule) -> Result<Vec<i128>, SamplingError> {
    let largest = strata.iter().map(|stratum| stratum.deviation).fold(0.0, f64::max);
    if rule == AllocationRule::Neyman && largest <= 0.0 {
        let (what, remedy) = ("the standard deviation of every stratum", "divide the sample by size");
        return Err(SamplingError::NoSpread { what, remedy });
    }
    let weight = |stratum: &Stratum| match rule {
        AllocationRule::Proportional => i128::from(stratum.size),
        AllocationRule::Neyman => i128::from(stratum.size) * whole(stratum.deviation / largest * UNIT),
        AllocationRule::Equal => 1,
    };
    Ok(strata.iter().map(weight).collect())
}

/// A stratum while a sample is divided: its place among them, its weight, and the bounds of what it gives.
struct Part {
    place: usize,
    weight: i128,
    least: i128,
    most: i128,
}

impl Part {
    /// What it would get of `left`, and what its bounds let it have, both times `total`.
    fn quota(&self, left: i128, total: i128) -> (i128, i128) {
        let quota = left * self.weight;
        (quota, quota.clamp(self.least * total, self.most * total))
    }
}

/// Quotas within bounds, whole, in the order of places. There is one factor by which all weights are multiplied and
/// then bounded so that they sum to `left`. Quotas from what is left on what is open are this, unless bounds add to the
/// sum or take from it: then those held up stay at their least, as the factor can only fall, or those held down at their
/// most, and the rest is divided again.
fn divide(mut open: Vec<Part>, mut left: i128) -> Vec<i128> {
    let mut drawn: Vec<(usize, i128)> = Vec::with_capacity(open.len());
    while !open.is_empty() {
        let mut total: i128 = open.iter().map(|part| part.weight).sum();
        if total == 0 {
            // Only strata without spread can still take some: by size.
            for part in &mut open {
                part.weight = part.most;
            }
            total = open.iter().map(|part| part.weight).sum();
        }
        let quotas = open.iter().map(|part| part.quota(left, total));
        let added: i128 = quotas.map(|(quota, bounded)| bounded - quota).sum();
        if added == 0 {
            drawn.extend(round(&open, left, total));
            break;
        }
        let mut taken = 0;
        open.retain(|part| {
            let (quota, bounded) = part.quota(left, total);
            let held = if added > 0 { bounded > quota } else { bounded < quota };
            if held {
                drawn.push((part.place, bounded / total));
                taken += bounded / total;
            }
            !held
        });
        left -= taken;
    }
    drawn.sort_unstable();
    drawn.into_iter().map(|(_, n)| n).collect()
}

/// The largest remainders are rounded up, so many that the sum is `left`.
fn round(open: &[Part], left: i128, total: i128) -> Vec<(usize, i128)> {
    let bounded = open.iter().map(|part| (part.place, part.quota(left, total).1));
    let mut drawn: Vec<_> = bounded.map(|(place, quota)| (place, quota / total, quota % total)).collect();
    let missing = left - drawn.iter().map(|(_, n, _)| n).sum::<i128>();
    drawn.sort_unstable_by_key(|(place, _, remainder)| (Reverse(*remainder), *place));
    let up = drawn.into_iter().zip(0_i128..);
    up.map(|((place, n, _), rank)| (place, n + i128::from(rank < missing))).collect()
}

fn limit(what: &'static str, given: u64) -> Result<u64, SamplingError> {
    if given <= MOST {
        return Ok(given);
    }
    Err(SamplingError::OutOfRange { what, given: given.to_string(), allowed: "at most 10^12" })
}

#[expect(clippy::cast_possible_truncation, reason = "a whole number from 0 to 10^12")]
fn whole(n: f64) -> i128 {
    n.round() as i128
}

#[expect(clippy::cast_precision_loss, reason = "a quota is shown, not counted with")]
fn quotient(over: i128, under: i128) -> f64 {
    over as f64 / under as f64
}

impl fmt::Display for Allocation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, stratum) in self.strata.iter().enumerate() {
            write!(formatter, "{}{} {}", if index == 0 { "" } else { ", " }, stratum.stratum, stratum.n)?;
        }
        Ok(())
    }
}
