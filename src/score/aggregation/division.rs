use rust_decimal::Decimal;

use crate::quantity::{Wide, from_scaled};
use crate::score::exact;

/// What one child has of its node's mean, before any rounding.
///
/// ```
/// use service_quality::score::Aggregation;
///
/// let children = [("3".parse()?, "80".parse()?), ("1".parse()?, "40".parse()?)];
/// let parts = Aggregation::Arithmetic.contributions(&children).ok_or("no weight")?;
/// assert_eq!(parts[0].points.to_string(), "60"); // of 70
/// assert_eq!(parts[0].weight.to_string(), "0.75");
/// assert_eq!(parts[1].lost.to_string(), "15"); // of 30
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Contribution {
    /// Its share of the weight; by rank for `owa`, all of it with the smallest for `minimum`.
    pub weight: Decimal,
    /// Its share of the mean, from 0 to 1.
    pub share: Decimal,
    /// Its points of the mean.
    pub points: Decimal,
    /// Its points of what the mean lacks to 100.
    pub lost: Decimal,
}

/// In which proportions a node's weight, its score and its distance to 100 are divided among its children: integers from
/// 0 to 10²⁷, not all of them 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::score) struct Division {
    pub(in crate::score) effective: Vec<i128>,
    pub(in crate::score) gains: Vec<i128>,
    pub(in crate::score) losses: Vec<i128>,
}

impl Division {
    /// By the slopes of the value towards each child.
    pub(super) fn by_slope(effective: Vec<i128>, slopes: &[i128], entered: &[(i128, i128)]) -> Self {
        let by = |figure: &dyn Fn(i128) -> i128| {
            let parts = slopes.iter().zip(entered).map(|(slope, (_, score))| slope * figure(*score));
            fitted(parts.collect())
        };
        let (gains, losses) = (by(&|score| score), by(&|score| exact::HUNDRED - score));
        Self { effective, gains, losses }.or_by_weight(entered)
    }

    /// Where there is nothing to go by: by weight and score, as the arithmetic mean, or by weight alone.
    pub(super) fn or_by_weight(self, entered: &[(i128, i128)]) -> Self {
        let or = |parts: Vec<i128>, figure: &dyn Fn(i128) -> i128| {
            let weighted = || entered.iter().map(|(weight, score)| weight * figure(*score)).collect();
            let weights = || entered.iter().map(|(weight, _)| *weight).collect();
            Some(parts)
                .filter(some_above_zero)
                .or_else(|| Some(weighted()).filter(some_above_zero))
                .unwrap_or_else(weights)
        };
        Self {
            gains: or(self.gains, &|score| score),
            losses: or(self.losses, &|score| exact::HUNDRED - score),
            ..self
        }
    }

    /// The parts of a mean, to 18 decimals.
    pub(super) fn contributions(&self, mean: Decimal) -> Option<Vec<Contribution>> {
        let lost = Decimal::ONE_HUNDRED.checked_sub(mean)?;
        let weights: i128 = self.effective.iter().sum();
        let (gains, losses): (i128, i128) = (self.gains.iter().sum(), self.losses.iter().sum());
        let parts = self.effective.iter().zip(&self.gains).zip(&self.losses);
        parts
            .map(|((weight, gain), loss)| {
                Some(Contribution {
                    weight: part(Decimal::ONE, *weight, weights)?,
                    share: part(Decimal::ONE, *gain, gains)?,
                    points: part(mean, *gain, gains)?,
                    lost: part(lost, *loss, losses)?,
                })
            })
            .collect()
    }
}

/// `whole · share / sum`, to 18 decimals.
fn part(whole: Decimal, share: i128, sum: i128) -> Option<Decimal> {
    let whole = u128::try_from(crate::quantity::scaled(whole, 18)?).ok()?;
    let wide = Wide::product(whole, share.try_into().ok()?);
    let part = wide.rounded_div(Wide::from(u128::try_from(sum).ok()?))?.to_u128()?;
    from_scaled(part.try_into().ok()?, 18)
}

/// The same proportions below 2⁸⁹, which is below 10²⁷.
pub(super) fn fitted(parts: Vec<i128>) -> Vec<i128> {
    below(parts, 89)
}

/// The same proportions below a power of 2, which a right shift brings about where it has to.
pub(super) fn below(mut parts: Vec<i128>, bits: u32) -> Vec<i128> {
    let length = parts.iter().max().and_then(|largest| largest.checked_ilog2()).map_or(0, |log| log + 1);
    let shift = length.saturating_sub(bits);
    for part in &mut parts {
        *part >>= shift;
    }
    parts
}

/// Weights and scores with the common divisor of the weights taken out, so that a factor on all of them changes nothing.
pub(super) fn reduced(entered: &[(i128, i128)]) -> Vec<(i128, i128)> {
    // Weights are below 2⁵⁰; 64 bits divide several times faster than 128.
    let weights = entered.iter().map(|(weight, _)| u64::try_from(*weight).unwrap_or(1));
    let divisor = i128::from(weights.fold(0, common_divisor).max(1));
    entered.iter().map(|(weight, score)| (weight / divisor, *score)).collect()
}

fn common_divisor(mut left: u64, mut right: u64) -> u64 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

#[expect(clippy::ptr_arg, reason = "the filter of an `Option<Vec>` takes it so")]
fn some_above_zero(parts: &Vec<i128>) -> bool {
    parts.iter().any(|part| *part > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proportions_fit() {
        assert_eq!(fitted(vec![3, 0, 5]), [3, 0, 5]);
        assert_eq!(fitted(vec![1 << 90, 1 << 91, 1]), [1 << 87, 1 << 88, 0]);
        const { assert!((1_i128 << 89) < 10_i128.pow(27)) };
    }

    #[test]
    fn common_factors_go() {
        assert_eq!(reduced(&[(600, 1), (900, 2)]), [(2, 1), (3, 2)]);
        assert_eq!(reduced(&[]), []);
    }

    #[test]
    fn nothing_to_go_by() {
        let none = || Division { effective: vec![1, 2], gains: vec![0, 0], losses: vec![0, 0] };
        let division = none().or_by_weight(&[(1, 0), (2, exact::HUNDRED)]);
        assert_eq!((division.gains, division.losses), (vec![0, 2 * exact::HUNDRED], vec![exact::HUNDRED, 0]));
        assert_eq!(none().or_by_weight(&[(1, 0), (2, 0)]).gains, [1, 2]);
    }
}
