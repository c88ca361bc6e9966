//! The penalty of Mazziotta and Pareto: `M − S² / M`, with the weighted mean M and the weighted population variance S².
//!
//! Their index is defined on z-scores about 100; here it penalises imbalance on scores from 0 to 100, downwards. With
//! `A = Σ w·s`, `B = Σ w·s²` and `W = Σ w` it is `2M − B/A = (2·A² − B·W) / (A·W)`, a fraction of integers, and its slope
//! for a child is `w/W · (2 − 2·s·W/A + B·W/A²)`.

use crate::quantity::Wide;
use crate::score::exact;

use super::division::{Division, below, reduced};
use crate::score::arithmetic::Unrounded;

/// The sums of the formula. With 100,000 children `A` is below 2¹⁰⁴, `B` below 2¹⁴¹ and `W` below 2⁶⁷.
struct Sums {
    weight: u128,
    points: u128,
    squares: Wide,
}

impl Sums {
    fn new(entered: &[(i128, i128)]) -> Option<Self> {
        let none = Self { weight: 0, points: 0, squares: Wide::ZERO };
        entered.iter().try_fold(none, |sums, (weight, score)| {
            let (weight, score) = (u128::try_from(*weight).ok()?, u128::try_from(*score).ok()?);
            Some(Self {
                weight: sums.weight.checked_add(weight)?,
                points: sums.points.checked_add(weight.checked_mul(score)?)?,
                squares: sums.squares.checked_add(Wide::product(weight, score.checked_mul(score)?))?,
            })
        })
    }
}

/// The penalised mean, not below 0.
pub(super) fn mean(entered: &[(i128, i128)]) -> Option<Unrounded> {
    let sums = Sums::new(entered)?;
    if sums.points == 0 {
        return Some(Unrounded::Ratio(0, 1));
    }
    let double = Wide::product(sums.points, sums.points).checked_mul(2)?;
    // A difference below 0 is a penalty that takes everything.
    let top = double.checked_sub(sums.squares.checked_mul(sums.weight)?).unwrap_or(Wide::ZERO);
    Some(Unrounded::Wide(top, Wide::product(sums.points, sums.weight)))
}

/// How the penalised mean divides.
pub(super) fn division(entered: &[(i128, i128)]) -> Division {
    let entered = reduced(entered);
    let weights: Vec<i128> = entered.iter().map(|(weight, _)| *weight).collect();
    // Below 2⁴⁰, so that with a weight below 2⁵⁰ and a score below 2³⁷ the product stays below 2¹²⁷.
    let factors = below(factors(&entered).unwrap_or_default(), 40);
    let slopes: Vec<i128> = weights.iter().zip(factors).map(|(weight, factor)| weight * factor).collect();
    Division::by_slope(weights, &slopes, &entered)
}

/// `2 − 2·s·W/A + B·W/A²` for each child, in units of 10⁻⁹, at least 0.
fn factors(entered: &[(i128, i128)]) -> Option<Vec<i128>> {
    let sums = Sums::new(entered)?;
    let one = exact::ONE.unsigned_abs();
    let spread = sums.squares.checked_mul(sums.weight)?.checked_mul(one)?;
    let spread = spread.rounded_div(Wide::product(sums.points, sums.points))?.to_u128()?;
    let most = spread.checked_add(one.checked_mul(2)?)?;
    let factor = |score: i128| {
        let above = Wide::product(sums.weight.checked_mul(score.try_into().ok()?)?, one.checked_mul(2)?);
        let above = above.rounded_div(sums.points.into())?.to_u128()?;
        i128::try_from(most.saturating_sub(above)).ok()
    };
    entered.iter().map(|(_, score)| factor(*score)).collect()
}
