//! The arithmetic of scores: integers in units of 10⁻⁹ point, one rounding where the model says so.

pub(in crate::score) use crate::quantity::apportion;
use crate::quantity::{PLACES, Score, Share, divide_half_away};
use crate::score::tree::MAX_PARTS;

/// One, in units: one point of a score, or the whole of a share.
pub(in crate::score) const ONE: i128 = 1_000_000_000;
/// The best score, in units.
pub(in crate::score) const HUNDRED: i128 = 100 * ONE;
/// The largest `Weight`, in units.
const HEAVIEST: i128 = 1_000_000 * ONE;

// Why the plain operators of this room cannot overflow: the largest sum that a node can form is that of all
// parts at the heaviest weight and the best score; a division multiplies its divisor, a sum of weights, by at
// most `ONE` and doubles its remainder; `apportion` multiplies such a product by at most `HUNDRED`.
const _: () = assert!(HEAVIEST * (MAX_PARTS as i128) * HUNDRED < i128::MAX / 4);
const _: () = assert!(HEAVIEST * HUNDRED < i128::MAX / 4 / HUNDRED);

/// `numerator / denominator` rounded half away from zero to `places` decimals, all in units.
///
/// Absent when the denominator is 0.
pub(in crate::score) fn rounded(numerator: i128, denominator: i128, places: u32) -> Option<i128> {
    let step = step(places);
    divide_half_away(numerator, denominator.checked_mul(step)?)?.checked_mul(step)
}

/// The units in one step of the last of `places` decimals.
pub(in crate::score) fn step(places: u32) -> i128 {
    10_i128.pow(PLACES.saturating_sub(places))
}

/// Units as a score. Means, curves and parts of them lie within 0 and 100.
pub(in crate::score) fn score(units: i128) -> Score {
    Score::from_scaled(units, PLACES).unwrap_or(Score::MIN)
}

/// Units as a share. Parts of a whole lie within 0 and 1.
pub(in crate::score) fn share(units: i128) -> Share {
    Share::from_scaled(units, PLACES).unwrap_or(Share::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rounding_half_away() {
        assert_eq!(rounded(2 * HUNDRED, 3, 2), Some(66_670_000_000));
        assert_eq!(rounded(HUNDRED, 8, 0), Some(13 * ONE));
        assert_eq!(rounded(HUNDRED, 0, 2), None);
    }
}
