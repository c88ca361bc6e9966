use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::arithmetic::{count, float, gcd};
use super::weights::{counted, distinct};
use super::{Importance, WeightingError};
use crate::quantity::{Label, Number, billionths};

/// Criteria in order of importance, ties allowed (排序赋权): a list of tiers, the most important first.
///
/// A tier of several criteria shares the mean of the weights of the positions that it takes.
///
/// ```
/// use service_quality::weighting::{RankRule, ImportanceOrder};
///
/// let order: ImportanceOrder = serde_json::from_str(r#"[["csat", "on_time"], ["price"]]"#)?;
/// let weights = order.weigh(RankRule::OrderCentroid)?.into_weights();
/// assert_eq!(weights.get("csat"), weights.get("on_time").and("0.444444445".parse().ok()));
/// assert_eq!(weights.get("price"), "0.111111111".parse().ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Vec<Label>>", into = "Vec<Vec<Label>>")]
pub struct ImportanceOrder(Vec<Vec<Label>>);

/// How a position becomes a weight, n criteria, the first at position 1.
///
/// Stillwell, Seaver and Edwards, *A comparison of weight approximation techniques* (1981); Barron and Barrett,
/// *Decision quality using ranked attribute weights* (1996), who find the order centroid the closest to weights that
/// people state in full.
///
/// ```
/// use service_quality::weighting::{RankRule, ImportanceOrder};
///
/// let order = ImportanceOrder::order(["csat", "on_time", "price"])?;
/// let sum = order.weigh(RankRule::Sum)?;
/// assert_eq!(sum.values(), [3.0 / 6.0, 2.0 / 6.0, 1.0 / 6.0]);
/// # Ok::<(), service_quality::weighting::WeightingError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RankRule {
    /// (1/n) Σ 1/k over k from the position to n: the centre of all weights that keep the order.
    OrderCentroid,
    /// n + 1 − position.
    Sum,
    /// 1 / position.
    Reciprocal,
    /// (n + 1 − position)^z: 0 gives equal weights, 1 the rank sum, more a steeper fall.
    Exponent(Number),
    /// The same for each: the order is not used.
    Equal,
}

/// Most criteria of an order: the least common multiple of 1 to 50 times what ties and the weights need fits `i128`.
const MAX_RANKED: usize = 50;

impl ImportanceOrder {
    /// Tiers of criteria, the most important first.
    ///
    /// # Errors
    /// [`WeightingError::Count`] for an empty tier and for none or more than 50 criteria,
    /// [`WeightingError::Duplicate`].
    pub fn tiers(tiers: Vec<Vec<Label>>) -> Result<Self, WeightingError> {
        for (place, tier) in tiers.iter().enumerate() {
            counted(&format!("criteria of tier {place}"), tier.len(), 1, MAX_RANKED)?;
        }
        counted("ranked criteria", tiers.iter().map(Vec::len).sum(), 1, MAX_RANKED)?;
        distinct(tiers.iter().flatten())?;
        Ok(Self(tiers))
    }

    /// Criteria in order, the most important first, no ties.
    ///
    /// # Errors
    /// As [`ImportanceOrder::tiers`]; [`WeightingError::Quantity`] for what is no name.
    pub fn order<K>(criteria: impl IntoIterator<Item = K>) -> Result<Self, WeightingError>
    where
        K: TryInto<Label>,
        WeightingError: From<K::Error>,
    {
        Self::ranks((1..).zip(criteria).map(|(rank, key)| (key, rank)))
    }

    /// Criteria and their ranks, the smallest the most important; equal ranks tie. Only the order of the ranks counts,
    /// so that 1, 1, 3 and 1, 1, 2 are the same.
    ///
    /// ```
    /// use service_quality::weighting::ImportanceOrder;
    /// let order = ImportanceOrder::ranks([("price", 3), ("csat", 1), ("on_time", 1)])?;
    /// assert_eq!(serde_json::to_string(&order)?, r#"[["csat","on_time"],["price"]]"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`ImportanceOrder::order`].
    pub fn ranks<K>(ranks: impl IntoIterator<Item = (K, u32)>) -> Result<Self, WeightingError>
    where
        K: TryInto<Label>,
        WeightingError: From<K::Error>,
    {
        let mut tiers = BTreeMap::<u32, Vec<Label>>::new();
        for (key, rank) in ranks {
            tiers.entry(rank).or_default().push(key.try_into()?);
        }
        Self::tiers(tiers.into_values().collect())
    }

    /// The weights of the criteria, in the order of the tiers. All but those by [`RankRule::Exponent`] are exact
    /// rationals until they are rounded.
    ///
    /// # Errors
    /// [`WeightingError::Exponent`] for an exponent below 0 or above 100.
    pub fn weigh(&self, rule: RankRule) -> Result<Importance, WeightingError> {
        let n = self.0.iter().map(Vec::len).sum();
        let positions = 1..=integer(n);
        // The unit of all reciprocals.
        let unit = positions.clone().fold(1, lcm);
        let falling = |position: i128| integer(n) + 1 - position;
        let exact: Vec<i128> = match rule {
            RankRule::OrderCentroid => {
                let below = |first: i128| (first..=integer(n)).map(|k| unit / k).sum();
                positions.map(below).collect()
            }
            RankRule::Sum => positions.map(falling).collect(),
            RankRule::Reciprocal => positions.map(|position| unit / position).collect(),
            RankRule::Equal => positions.map(|_| 1).collect(),
            RankRule::Exponent(z) => return self.powers(positions.map(falling), z),
        };
        // The unit of all means.
        let share = self.0.iter().map(|tier| integer(tier.len())).fold(1, lcm);
        let mean = |part: &[i128]| part.iter().sum::<i128>() * share / integer(part.len());
        Importance::of_parts(self.spread(&exact, mean), "weights")
    }

    /// Powers, in floats: most have no exact value.
    fn powers(&self, bases: impl Iterator<Item = i128>, z: Number) -> Result<Importance, WeightingError> {
        let exponent = billionths(z.to_scaled());
        if !(0.0..=100.0).contains(&exponent) {
            return Err(WeightingError::Exponent { given: z });
        }
        let powers: Vec<f64> = bases.map(|base| libm::pow(float(base), exponent)).collect();
        let mean = |part: &[f64]| part.iter().sum::<f64>() / count(part.len());
        Importance::of_floats(self.spread(&powers, mean), "weights")
    }

    /// Gives each criterion the mean of what stands at the positions of its tier.
    fn spread<T: Copy>(&self, positions: &[T], mean: impl Fn(&[T]) -> T) -> Vec<(Label, T)> {
        let mut rest = positions;
        let mut parts = Vec::with_capacity(positions.len());
        for tier in &self.0 {
            let (taken, left) = rest.split_at_checked(tier.len()).unwrap_or((rest, &[]));
            rest = left;
            let mean = mean(taken);
            parts.extend(tier.iter().map(|key| (key.clone(), mean)));
        }
        parts
    }
}

fn integer(n: usize) -> i128 {
    i128::try_from(n).unwrap_or(i128::MAX)
}

fn lcm(a: i128, b: i128) -> i128 {
    a / gcd(a, b) * b
}

impl TryFrom<Vec<Vec<Label>>> for ImportanceOrder {
    type Error = WeightingError;

    fn try_from(tiers: Vec<Vec<Label>>) -> Result<Self, WeightingError> {
        Self::tiers(tiers)
    }
}

impl From<ImportanceOrder> for Vec<Vec<Label>> {
    fn from(order: ImportanceOrder) -> Self {
        order.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_order_stays_within_integers() {
        let names = (0..MAX_RANKED).map(|place| format!("c{place}").parse().unwrap());
        // Tiers of 4, 9, 5, 7, 11 and 13: the largest least common multiple of sizes that sum to 49.
        let mut names = names.collect::<Vec<Label>>().into_iter();
        let mut tiers: Vec<Vec<Label>> =
            [4, 9, 5, 7, 11, 13].map(|size| names.by_ref().take(size).collect()).into();
        tiers.push(names.collect());
        let order = ImportanceOrder::tiers(tiers).unwrap();
        for rule in [RankRule::OrderCentroid, RankRule::Reciprocal, RankRule::Sum, RankRule::Equal] {
            assert_eq!(order.weigh(rule).unwrap().weights().iter().len(), MAX_RANKED);
        }
    }
}
