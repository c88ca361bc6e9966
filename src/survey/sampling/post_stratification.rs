use std::collections::BTreeMap;

use serde::Serialize;

use super::coverage::{parts, total};
use super::membership::stratum;
use super::{DesignEffect, Population, SamplingError};
use crate::analysis::distribution::float;
use crate::quantity::{AttributeName, Label, PLACES, Weight, divide_half_away};
use crate::survey::{Response, ResponseOutcome};

/// Weights that give each stratum of the answers its share in the population (事后分层加权): w = P·n / nₛ.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::survey::sampling::{Population, PostStratification};
///
/// let answers = BTreeMap::from([("18-34".parse()?, 50), ("35-54".parse()?, 80), ("55+".parse()?, 70)]);
/// let population = Population::shares([
///     ("18-34".parse()?, "0.35".parse()?), ("35-54".parse()?, "0.4".parse()?), ("55+".parse()?, "0.25".parse()?)])?;
/// let weights = PostStratification::new(&answers, &population)?;
/// assert_eq!(weights.weight("55+"), "0.714285714".parse().ok());
/// assert_eq!(weights.design_effect().to_string(), "1.0686, as 187.2 answers of equal weight");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PostStratification {
    strata: BTreeMap<Label, CellWeight>,
    design_effect: DesignEffect,
}

/// How much each answer of a group counts.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::survey::sampling::{Population, PostStratification};
///
/// let population = Population::counts([("all".parse()?, 90)])?;
/// let weights = PostStratification::new(&BTreeMap::from([("all".parse()?, 30)]), &population)?;
/// let all = weights.strata().values().next().ok_or("no stratum")?;
/// assert_eq!((all.n, all.weight.to_string()), (30, "1".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CellWeight {
    /// The answers of the group.
    pub n: u64,
    /// The weight, rounded to 9 places.
    pub weight: Weight,
    /// The weight as the nearest float.
    pub value: f64,
}

impl PostStratification {
    /// Weights answers by stratum.
    ///
    /// # Errors
    /// [`SamplingError::NoAnswers`], [`SamplingError::TooManyAnswers`], [`SamplingError::EmptyStratum`],
    /// [`SamplingError::UnknownStratum`], [`SamplingError::AboveStratum`], [`SamplingError::ExtremeWeight`] for a weight
    /// above 1,000,000 or one that rounds to 0.
    pub fn new(answers: &BTreeMap<Label, u64>, population: &Population) -> Result<Self, SamplingError> {
        let all = total(answers, population)?;
        let strata = population
            .units()
            .map(|(stratum, units)| {
                let n = answers.get(stratum).copied().filter(|n| *n > 0);
                let n = n.ok_or_else(|| SamplingError::EmptyStratum { stratum: stratum.clone() })?;
                let value = parts(units, population.total()) * float(all) / float(n);
                Ok((
                    stratum.clone(),
                    CellWeight { n, weight: exact(stratum, units, population, all, n)?, value },
                ))
            })
            .collect::<Result<BTreeMap<_, _>, SamplingError>>()?;
        let weights = strata.values().map(|cell| (cell.n, cell.value));
        let design_effect = DesignEffect::of_weights(weights).ok_or(SamplingError::NoAnswers)?;
        Ok(Self { strata, design_effect })
    }

    /// The weights by stratum.
    #[must_use]
    pub const fn strata(&self) -> &BTreeMap<Label, CellWeight> {
        &self.strata
    }

    /// The weight of an answer from a stratum.
    #[must_use]
    pub fn weight(&self, stratum: impl AsRef<str>) -> Option<Weight> {
        self.strata.get(stratum.as_ref()).map(|cell| cell.weight)
    }

    /// A response with the weight of the stratum that an attribute names, in place of the weight it has; as it is where it
    /// was not returned. [`answers_by`](super::answers_by) shows the whole way.
    ///
    /// # Errors
    /// [`SamplingError::NoStratum`], [`SamplingError::UnknownStratum`].
    pub fn weigh(&self, attribute: &AttributeName, response: Response) -> Result<Response, SamplingError> {
        if response.outcome() != ResponseOutcome::Returned {
            return Ok(response);
        }
        let stratum = stratum(attribute, &response)?;
        let Some(CellWeight { weight, .. }) = self.strata.get(&stratum) else {
            return Err(SamplingError::UnknownStratum { stratum });
        };
        let extreme = |_| SamplingError::ExtremeWeight { stratum, weight: weight.to_string() };
        response.with_weight(*weight).map_err(extreme)
    }

    /// What the weights cost.
    #[must_use]
    pub const fn design_effect(&self) -> DesignEffect {
        self.design_effect
    }
}

/// units/total · all/n in integers, rounded once.
fn exact(
    stratum: &Label,
    units: i128,
    population: &Population,
    all: u64,
    n: u64,
) -> Result<Weight, SamplingError> {
    let extreme =
        |weight: f64| SamplingError::ExtremeWeight { stratum: stratum.clone(), weight: weight.to_string() };
    let rounded = || {
        let over = units.checked_mul(i128::from(all))?.checked_mul(10_i128.pow(PLACES))?;
        let under = population.total().checked_mul(i128::from(n))?;
        Weight::from_scaled(divide_half_away(over, under)?, PLACES).filter(|weight| *weight > Weight::ZERO)
    };
    rounded().ok_or_else(|| extreme(parts(units, population.total()) * float(all) / float(n)))
}
