use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::SamplingError;
use crate::quantity::{Label, Number, PLACES, Share};

/// A population by strata (总体): how many people each has, or which share of all.
///
/// Shares, as published, may be rounded: they sum to 1 within 0.001, and count relative to their sum.
///
/// ```
/// use service_quality::survey::sampling::Population;
///
/// let people: Population = serde_json::from_str(r#"{"counts": {"north": 3000, "south": 1000}}"#)?;
/// assert_eq!(people.share("south"), "0.25".parse().ok());
/// assert_eq!(people.size(), Some(4_000));
/// assert!(serde_json::from_str::<Population>(r#"{"shares": {"north": "0.5", "south": "0.4"}}"#).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawPopulation", into = "RawPopulation")]
pub struct Population {
    basis: Basis,
    /// People, or billionths of all.
    strata: BTreeMap<Label, u64>,
    total: i128,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Basis {
    Counts,
    Shares,
}

impl Population {
    /// By the number of people in each stratum.
    ///
    /// # Errors
    /// [`SamplingError::NoStrata`], [`SamplingError::Duplicate`], [`SamplingError::Nobody`].
    pub fn counts(strata: impl IntoIterator<Item = (Label, u64)>) -> Result<Self, SamplingError> {
        Self::new(Basis::Counts, strata)
    }

    /// By the share of each stratum in all.
    ///
    /// # Errors
    /// [`SamplingError::NoStrata`], [`SamplingError::Duplicate`], [`SamplingError::Nobody`],
    /// [`SamplingError::ShareSum`] for a sum that is not 1 within 0.001.
    pub fn shares(strata: impl IntoIterator<Item = (Label, Share)>) -> Result<Self, SamplingError> {
        let billionths = |share: Share| u64::try_from(share.to_scaled()).unwrap_or_default();
        let population = Self::new(
            Basis::Shares,
            strata.into_iter().map(|(stratum, share)| (stratum, billionths(share))),
        )?;
        if (999_000_000..=1_001_000_000).contains(&population.total) {
            return Ok(population);
        }
        let sum = Number::from_scaled(population.total, PLACES).unwrap_or_default();
        Err(SamplingError::ShareSum { sum: sum.to_string() })
    }

    fn new(basis: Basis, given: impl IntoIterator<Item = (Label, u64)>) -> Result<Self, SamplingError> {
        let mut strata = BTreeMap::new();
        for (stratum, units) in given {
            if units == 0 {
                return Err(SamplingError::Nobody { stratum });
            }
            if strata.contains_key(&stratum) {
                return Err(SamplingError::Duplicate { stratum });
            }
            strata.insert(stratum, units);
        }
        if strata.is_empty() {
            return Err(SamplingError::NoStrata);
        }
        let total = strata.values().copied().map(i128::from).sum();
        Ok(Self { basis, strata, total })
    }

    /// The strata's names.
    pub fn strata(&self) -> impl Iterator<Item = &Label> {
        self.strata.keys()
    }

    /// A stratum's share of all, rounded to 9 places; absent for a stratum that is none.
    #[must_use]
    pub fn share(&self, stratum: &str) -> Option<Share> {
        Share::new(Number::ratio(i128::from(*self.strata.get(stratum)?), self.total, PLACES)?.value()).ok()
    }

    /// How many people there are; absent where only shares are known.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        let counted = self.basis == Basis::Counts;
        u64::try_from(self.total).ok().filter(|_| counted)
    }

    /// As [`Population::size`], beyond 2^64 too.
    pub(super) fn people(&self) -> Option<i128> {
        (self.basis == Basis::Counts).then_some(self.total)
    }

    /// How many people a stratum has; absent where only shares are known.
    pub(super) fn count(&self, stratum: &Label) -> Option<u64> {
        self.strata.get(stratum).copied().filter(|_| self.basis == Basis::Counts)
    }

    /// The strata with their units, people or billionths.
    pub(super) fn units(&self) -> impl Iterator<Item = (&Label, i128)> {
        self.strata.iter().map(|(stratum, units)| (stratum, i128::from(*units)))
    }

    /// All units.
    pub(super) const fn total(&self) -> i128 {
        self.total
    }

    /// That every stratum of a sample is one of the population, with no more answers than people.
    pub(super) fn check<'a>(
        &self,
        sample: impl IntoIterator<Item = (&'a Label, &'a u64)>,
    ) -> Result<(), SamplingError> {
        for (stratum, &given) in sample {
            if !self.strata.contains_key(stratum) {
                return Err(SamplingError::UnknownStratum { stratum: stratum.clone() });
            }
            if let Some(size) = self.count(stratum).filter(|size| given > *size) {
                return Err(SamplingError::AboveStratum { stratum: stratum.clone(), given, size });
            }
        }
        Ok(())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawPopulation {
    Counts(#[serde(deserialize_with = "crate::quantity::unique_keys")] BTreeMap<Label, u64>),
    Shares(#[serde(deserialize_with = "crate::quantity::unique_keys")] BTreeMap<Label, Share>),
}

impl TryFrom<RawPopulation> for Population {
    type Error = SamplingError;

    fn try_from(raw: RawPopulation) -> Result<Self, SamplingError> {
        match raw {
            RawPopulation::Counts(strata) => Self::counts(strata),
            RawPopulation::Shares(strata) => Self::shares(strata),
        }
    }
}

impl From<Population> for RawPopulation {
    fn from(population: Population) -> Self {
        match population.basis {
            Basis::Counts => Self::Counts(population.strata),
            Basis::Shares => {
                let share = |units: u64| Share::from_scaled(i128::from(units), PLACES).unwrap_or(Share::ZERO);
                let strata = population.strata.into_iter();
                Self::Shares(strata.map(|(stratum, units)| (stratum, share(units))).collect())
            }
        }
    }
}
