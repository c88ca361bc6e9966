use rust_decimal::Decimal;
use serde::Serialize;

use crate::population::exact::{ONE, blend};
use crate::quantity::{Number, PLACES, Weight, from_scaled};

/// How far means of few records are drawn towards a prior (收缩估计).
///
/// A mean becomes (n·mean + k·prior)/(n + k), rounded once to 9 places: k records of the prior are added to its own.
/// The prior is the mean of all records together unless another is given. In JSON `"estimated"` is `{"estimated": {}}`.
///
/// ```
/// use service_quality::population::league::Shrinkage;
/// let shrinkage: Shrinkage = serde_json::from_str(r#"{"declared": {"weight": 20}}"#)?;
/// assert_eq!(shrinkage, Shrinkage::Declared { weight: 20.to_string().parse()?, prior: None });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Shrinkage {
    /// Not at all.
    #[default]
    None,
    /// By a weight that was agreed on, known before the figures.
    Declared {
        /// How many records the prior is worth: k.
        weight: Weight,
        /// The prior.
        #[serde(skip_serializing_if = "Option::is_none")]
        prior: Option<Number>,
    },
    /// By the weight estimated from the figures (empirical Bayes, 经验贝叶斯): k = within/between, the variance
    /// of single records within subjects over that of the subjects' true means, by the method of moments: between =
    /// (B − W)/n₀ with B and W the mean squares between and within, n₀ = (N − Σn²/N)/(g − 1). Bühlmann and Straub,
    /// *Glaubwürdigkeit für Schadensätze* (1970).
    Estimated {
        /// The prior.
        #[serde(skip_serializing_if = "Option::is_none")]
        prior: Option<Number>,
    },
}

/// How strongly the means of a league were drawn to the prior.
///
/// ```
/// use service_quality::population::league::Strength;
/// assert_eq!(serde_json::to_string(&Strength::Records(20.into()))?, r#"{"records":"20"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// The prior is worth so many records.
    Records(Number),
    /// The subjects differ by no more than chance: all have the prior.
    Complete,
}

/// (n·mean + k·prior)/(n + k) (贝叶斯平均), rounded once, half away from zero, to 18 decimal places or, beyond 10^9, to 9.
///
/// Absent where n and k are both 0.
///
/// ```
/// use service_quality::population::league::shrunken_mean;
/// let mean = shrunken_mean("3".parse()?, 1, "4.2".parse()?, "20".parse()?).ok_or("nothing to go by")?;
/// assert_eq!(mean.to_string(), "4.142857142857142857");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn shrunken_mean(mean: Number, n: u64, prior: Number, weight: Weight) -> Option<Decimal> {
    let precise = |places: u32| from_scaled(shrunken(mean, n, prior, weight.to_scaled(), places)?, places);
    let small = |number: Number| number.to_scaled().abs() <= ONE.saturating_mul(ONE);
    if small(mean) && small(prior) { precise(2 * PLACES) } else { precise(PLACES) }
}

/// In units of 10^-places, of which there are 9 at least; the weight of the prior in billionths of a record.
pub(super) fn shrunken(mean: Number, n: u64, prior: Number, weight: i128, places: u32) -> Option<i128> {
    let more = 10_i128.checked_pow(places.checked_sub(PLACES)?)?;
    let n = i128::from(n).checked_mul(ONE)?;
    let (mean, prior) = (mean.to_scaled().checked_mul(more)?, prior.to_scaled().checked_mul(more)?);
    blend((n, mean), (weight, prior), n.checked_add(weight)?)
}
