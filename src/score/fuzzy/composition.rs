use serde::{Deserialize, Serialize};

use crate::quantity::{PLACES, Share, divide_half_away};

/// How weights and memberships of criteria become memberships of the whole (合成算子).
///
/// ```
/// use service_quality::score::fuzzy::Composition;
/// assert_eq!(serde_json::to_string(&Composition::MaxMin)?, r#""max_min""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Composition {
    /// M(·,+): the weighted mean.
    #[default]
    WeightedAverage,
    /// M(∧,∨): the greatest of the lesser of weight and membership.
    MaxMin,
    /// M(·,∨): the greatest of the products.
    MaxProduct,
    /// M(∧,⊕): the sum of the lesser of weight and membership, at most 1.
    BoundedSum,
}

/// What the memberships of one criterion may sum to.
///
/// ```
/// use service_quality::score::fuzzy::RowSum;
/// assert_eq!(RowSum::default(), RowSum::AtMostOne);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowSum {
    /// More than 0, at most 1: some raters may have given no grade.
    #[default]
    AtMostOne,
    /// 1 exactly.
    One,
    /// More than 0.
    Free,
}

/// 10^9, one share in the form in which the crate calculates.
pub(super) const ONE: i128 = 1_000_000_000;

impl Composition {
    /// The membership of one grade, from the weights and the memberships of the criteria.
    ///
    /// With W = Σ weights, all terms are brought to the one denominator W, so that there is one division, at the end. A
    /// criterion weighs at most 10^15 units and W at most 10^4 times that: terms stay below 10^29, sums of them below 10^33.
    pub(super) fn membership(self, terms: &[(i128, i128)]) -> Option<Share> {
        let whole: i128 = terms.iter().map(|(weight, _)| weight).sum();
        let product = |(weight, membership): &(i128, i128)| weight.checked_mul(*membership);
        let lesser = |(weight, membership): &(i128, i128)| {
            Some(weight.checked_mul(ONE)?.min(membership.checked_mul(whole)?))
        };
        let sum = |term: &dyn Fn(&(i128, i128)) -> Option<i128>| {
            terms.iter().try_fold(0_i128, |sum, pair| sum.checked_add(term(pair)?))
        };
        let wide = match self {
            Self::WeightedAverage => sum(&product)?,
            Self::MaxProduct => terms.iter().filter_map(product).max()?,
            Self::MaxMin => terms.iter().filter_map(lesser).max()?,
            Self::BoundedSum => sum(&lesser)?.min(whole.checked_mul(ONE)?),
        };
        Share::from_scaled(divide_half_away(wide, whole)?, PLACES)
    }
}
