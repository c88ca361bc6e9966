use std::cmp::Reverse;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::quantity::{Number, Weight};
use crate::score::tree::MAX_PARTS;
use crate::score::{ScoreError, real};

use super::division::{Division, below};
use crate::score::arithmetic::{Unrounded, quotient};

/// Order weights (有序权重): the first goes to the best score, the last to the worst. Only their proportions count.
///
/// The weights of the children say who counts, above 0, and not how much. Where fewer children than order weights are
/// there, each takes the weights of its stretch of the ranks: of `[4, 3, 2, 1]` two children get 7 and 3 (Yager's
/// quantifier, as a step function).
///
/// ```
/// use service_quality::score::OrderWeights;
///
/// let lenient = OrderWeights::new(["0.4", "0.3", "0.2", "0.1"].map(|weight| weight.parse().unwrap()))?;
/// assert_eq!(lenient.orness().map(|orness| orness.round_dp(4).to_string()).as_deref(), Some("0.6667"));
/// assert_eq!(lenient.entropy().round_dp(4).to_string(), "1.2799");
/// # Ok::<(), service_quality::score::ScoreError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<Weight>", into = "Vec<Weight>")]
pub struct OrderWeights(Vec<Weight>);

/// A number of which 1 to 10 are divisors: equal scores share an order weight without a rest.
const DIVISIBLE: i128 = 2520;

impl OrderWeights {
    /// Weights from the one for the best score to the one for the worst.
    ///
    /// # Errors
    /// [`ScoreError::OutOfRange`] when none is above 0, [`ScoreError::TooMany`] for more than a model has parts.
    pub fn new(weights: impl IntoIterator<Item = Weight>) -> Result<Self, ScoreError> {
        let weights: Vec<Weight> = weights.into_iter().collect();
        let place = || "owa".to_owned();
        if weights.len() > MAX_PARTS {
            let (given, what) = (weights.len(), "order weights");
            return Err(ScoreError::TooMany { place: place(), given, what, most: MAX_PARTS });
        }
        if weights.iter().all(|weight| *weight == Weight::ZERO) {
            let allowed = "at least one order weight above 0";
            return Err(ScoreError::OutOfRange { place: place(), given: Number::ZERO, allowed });
        }
        Ok(Self(weights))
    }

    /// The weights from the best score's to the worst's.
    #[must_use]
    pub fn weights(&self) -> &[Weight] {
        &self.0
    }

    /// How far the mean leans towards the best score: 1 for the maximum, 0 for the minimum, 0.5 for equal weights.
    ///
    /// `Σ (n − j) · v_j / (n − 1)` for the j-th of n weights. Absent for a single weight.
    #[must_use]
    pub fn orness(&self) -> Option<Decimal> {
        let last = i128::try_from(self.0.len().checked_sub(1)?).ok()?;
        let leaning = (0..=last).rev().zip(self.masses()).map(|(rank, mass)| rank * mass).sum();
        quotient(leaning, last.checked_mul(self.masses().sum())?)
    }

    /// How evenly the weights are spread: `−Σ v · ln v`, 0 when one has all, `ln n` when all are equal.
    #[must_use]
    pub fn entropy(&self) -> Decimal {
        let sum: i128 = self.masses().sum();
        let part = |mass: i128| Some((mass, real::ln(real::ratio(mass, sum)?)?.checked_neg()?));
        let entropy = real::weighted_mean(self.masses().filter(|mass| *mass > 0).filter_map(part));
        entropy.and_then(real::decimal).unwrap_or_default()
    }

    /// The ordered weighted mean.
    pub(super) fn mean(&self, entered: &[(i128, i128)]) -> Option<Unrounded> {
        let mut scores: Vec<i128> = entered.iter().map(|(_, score)| *score).collect();
        scores.sort_unstable_by_key(|score| Reverse(*score));
        let weights = self.stretched(scores.len())?;
        let points = weights
            .iter()
            .zip(&scores)
            .try_fold(0_i128, |points, (weight, score)| points.checked_add(weight.checked_mul(*score)?));
        Some(Unrounded::Ratio(points?, weights.iter().sum()))
    }

    /// How the mean divides: by the order weight that each child got. Equal scores share theirs equally.
    pub(super) fn division(&self, entered: &[(i128, i128)]) -> Division {
        let mut ranks: Vec<usize> = (0..entered.len()).collect();
        let score = |index: &usize| entered.get(*index).map(|(_, score)| *score);
        ranks.sort_by_key(|index| Reverse(score(index)));
        let stretched = self.stretched(entered.len()).unwrap_or_default();
        let mut got = vec![0; entered.len()];
        let mut ranked = ranks.into_iter().zip(stretched).collect::<Vec<_>>();
        for equals in ranked.chunk_by_mut(|(left, _), (right, _)| score(left) == score(right)) {
            let sum: i128 = equals.iter().map(|(_, weight)| weight).sum();
            let part = sum.checked_mul(DIVISIBLE).zip(i128::try_from(equals.len()).ok());
            let part = part.and_then(|(sum, among)| sum.checked_div(among)).unwrap_or_default();
            for (index, _) in equals {
                if let Some(weight) = got.get_mut(*index) {
                    *weight = part;
                }
            }
        }
        // Below 2⁵², so that with a score below 2³⁷ the product fits.
        let got = below(got, 52);
        Division::by_slope(got.clone(), &got, entered)
    }

    /// An order weight for each of so many scores, up to a common factor: the k-th of m takes what lies between
    /// `(k − 1)/m` and `k/m` of the weights laid side by side, each of them 1/n wide.
    fn stretched(&self, scores: usize) -> Option<Vec<i128>> {
        if scores == self.0.len() {
            return Some(self.masses().collect());
        }
        let (given, wanted) = (i128::try_from(self.0.len()).ok()?, i128::try_from(scores).ok()?);
        let mut masses = self.masses();
        // What the first `whole` weights sum to, and the next weight.
        let (mut whole, mut sum, mut next) = (0, 0_i128, masses.next()?);
        let (mut stretched, mut before) = (Vec::with_capacity(scores), 0);
        for rank in 1..=wanted {
            let end = rank * given;
            while (whole + 1) * wanted <= end {
                whole += 1;
                sum += next;
                next = masses.next().unwrap_or_default();
            }
            let reached = sum.checked_mul(wanted)?.checked_add(next.checked_mul(end - whole * wanted)?)?;
            stretched.push(reached - before);
            before = reached;
        }
        Some(stretched)
    }

    fn masses(&self) -> impl Iterator<Item = i128> {
        self.0.iter().map(|weight| weight.to_scaled())
    }
}

impl TryFrom<Vec<Weight>> for OrderWeights {
    type Error = ScoreError;

    fn try_from(weights: Vec<Weight>) -> Result<Self, ScoreError> {
        Self::new(weights)
    }
}

impl From<OrderWeights> for Vec<Weight> {
    fn from(weights: OrderWeights) -> Self {
        weights.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(weights: &[u32]) -> OrderWeights {
        OrderWeights::new(weights.iter().map(|weight| Weight::new((*weight).into()).unwrap())).unwrap()
    }

    #[test]
    fn stretched_over_fewer_and_more() {
        let proportions = |scores| {
            let stretched = order(&[4, 3, 2, 1]).stretched(scores).unwrap();
            stretched.iter().map(|weight| weight / 1_000_000_000).collect::<Vec<_>>()
        };
        assert_eq!(proportions(4), [4, 3, 2, 1]);
        assert_eq!(proportions(2), [14, 6]);
        // Of 4/3 of a weight each: 4 + 1/3 · 3, 2/3 · 3 + 2/3 · 2, 1/3 · 2 + 1.
        assert_eq!(proportions(3), [15, 10, 5]);
        assert_eq!(proportions(1), [10]);
        assert_eq!(proportions(8), [16, 16, 12, 12, 8, 8, 4, 4]);
    }

    #[test]
    fn equal_scores_share_alike() {
        let division = order(&[6, 3, 0]).division(&[(1, 50), (9, 70), (5, 50)]);
        assert_eq!(division.effective[0], division.effective[2]);
        assert_eq!(division.effective[1], 4 * division.effective[0]);
    }

    #[test]
    fn leaning_and_spread() {
        assert_eq!(order(&[1, 0, 0]).orness(), Some(Decimal::ONE));
        assert_eq!(order(&[0, 0, 3]).orness(), Some(Decimal::ZERO));
        assert_eq!(order(&[3]).orness(), None);
        assert_eq!(order(&[0, 0, 3]).entropy(), Decimal::ZERO);
        assert_eq!(order(&[2, 2]).entropy().to_string(), "0.693147180559945309");
    }

    #[test]
    fn all_zero_is_refused() {
        let fault = serde_json::from_str::<OrderWeights>(r#"["0", 0]"#).unwrap_err();
        assert!(
            fault.to_string().starts_with("owa: `0` is out of range: give at least one order weight above 0")
        );
        assert!(serde_json::from_str::<OrderWeights>("[]").is_err());
    }
}
