use std::fmt;

use serde::{Deserialize, Serialize};

use super::column::Column;
use super::{Figures, Importance, WeightingError, cilos, critic, entropy, merec, spread};

/// How weights are read from figures (客观赋权法). A column that is constant weighs 0 by each of them.
///
/// ```
/// use service_quality::weighting::{Figures, ObjectiveMethod};
///
/// let figures: Figures = serde_json::from_str(
///     r#"{"criteria": [{"id": "a", "direction": "higher"}, {"id": "b", "direction": "lower"}], "rows": [[1, 2], [1, 5], [1, 3]]}"#,
/// )?;
/// for method in [ObjectiveMethod::Entropy, ObjectiveMethod::Critic, ObjectiveMethod::StandardDeviation] {
///     assert_eq!(figures.weigh(method)?.values(), [0.0, 1.0]);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ObjectiveMethod {
    /// Entropy (熵权法) of each figure's part of its column's sum; the direction is not used. Figures are 0 or more;
    /// p ln p is 0 at 0. C. E. Shannon (1948); C.-L. Hwang and K. Yoon, *Multiple Attribute Decision Making* (1981).
    Entropy,
    /// The same of figures scaled between the worst and the best of their column first, as negative figures and
    /// directions ask for.
    EntropyOfScaled,
    /// Contrast and conflict (CRITIC): the standard deviation of the figures scaled between worst and best, times Σ(1 − r)
    /// over the correlations with the other columns. D. Diakoulaki, G. Mavrotas, L. Papayannakis, *Determining objective
    /// weights in multiple criteria problems: the CRITIC method* (1995). Deviations of a sample and of a population give
    /// the same weights. Constant columns are left out of the conflict of the others.
    Critic,
    /// The same with each column scaled upwards whatever its direction, as some programs calculate it.
    CriticUndirected,
    /// The standard deviation of the figures scaled between the worst and the best (标准差法).
    StandardDeviation,
    /// The standard deviation of the figures as they are: only for columns of one unit.
    RawStandardDeviation,
    /// The variance of the figures scaled between the worst and the best.
    Variance,
    /// The Gini coefficient (基尼系数法): Σ|xᵢ − xⱼ| / 2n²x̄. Figures are 0 or more.
    Gini,
    /// The effect of leaving a criterion out (MEREC). M. Keshavarz-Ghorabaee and others, *Determination of objective
    /// weights using a new method based on the removal effects of criteria* (2021). Figures are above 0.
    Merec,
    /// The loss by the other criteria where one is best (CILOS). B. Mirkin (1974); E. K. Zavadskas and V. Podvezko,
    /// *Integrated determination of objective criteria weights in MCDM* (2016). Figures are above 0. Of several rows where a criterion is
    /// best, the first is taken.
    Cilos,
    /// The product of the weights by entropy and by CILOS, normalised (IDOCRIW): Zavadskas and Podvezko (2016).
    Idocriw,
}

impl Figures {
    /// The weights of the criteria, in order.
    ///
    /// # Errors
    /// [`WeightingError::NoSpread`] where every column is constant, [`WeightingError::Figure`] for what the method cannot
    /// take, [`WeightingError::NoInformation`] where it finds nothing to weigh by.
    pub fn weigh(&self, method: ObjectiveMethod) -> Result<Importance, WeightingError> {
        let columns = self.columns()?;
        let parts = match method {
            ObjectiveMethod::Entropy => entropy::weights(self, &columns, method)?,
            ObjectiveMethod::EntropyOfScaled => entropy::of_scaled(&columns),
            ObjectiveMethod::Critic | ObjectiveMethod::CriticUndirected => critic::weights(&columns, method)?,
            ObjectiveMethod::StandardDeviation => spread::deviations(&columns),
            ObjectiveMethod::RawStandardDeviation => spread::raw_deviations(&columns),
            ObjectiveMethod::Variance => spread::variances(&columns),
            ObjectiveMethod::Gini => spread::gini(self, &columns)?,
            ObjectiveMethod::Merec => merec::weights(self, &columns)?,
            ObjectiveMethod::Cilos => cilos::weights(self, &columns, method)?,
            ObjectiveMethod::Idocriw => {
                let losses = importance(&columns, cilos::weights(self, &columns, method)?, method)?;
                let entropies = entropy::weights(self, &columns, method)?;
                losses.values().iter().zip(entropies).map(|(loss, entropy)| loss * entropy).collect()
            }
        };
        importance(&columns, parts, method)
    }

    /// The entropy of each criterion, 0 to 1, which [`ObjectiveMethod::Entropy`] weighs by: 1 where all rows are equal.
    ///
    /// # Errors
    /// As [`Figures::weigh`].
    pub fn entropies(&self) -> Result<Vec<f64>, WeightingError> {
        let weights = entropy::weights(self, &self.columns()?, ObjectiveMethod::Entropy)?;
        Ok(weights.into_iter().map(|rest| 1.0 - rest).collect())
    }
}

fn importance(
    columns: &[Column],
    parts: Vec<f64>,
    method: ObjectiveMethod,
) -> Result<Importance, WeightingError> {
    // Each method weighs what differs; only figures at the ends of all ranges come to more, or less, than a float holds.
    if !parts.iter().sum::<f64>().is_normal() {
        let why = "the criteria differ by too much or too little";
        return Err(WeightingError::NoInformation { method, why });
    }
    Importance::of_floats(columns.iter().map(|column| column.name.clone()).zip(parts).collect(), "weights")
}

/// As the field calls it.
impl fmt::Display for ObjectiveMethod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Entropy => "entropy",
            Self::EntropyOfScaled => "the entropy of scaled figures",
            Self::Critic => "CRITIC",
            Self::CriticUndirected => "CRITIC without directions",
            Self::StandardDeviation => "the standard deviation",
            Self::RawStandardDeviation => "the raw standard deviation",
            Self::Variance => "the variance",
            Self::Gini => "the Gini coefficient",
            Self::Merec => "MEREC",
            Self::Cilos => "CILOS",
            Self::Idocriw => "IDOCRIW",
        })
    }
}
