//! Integers between decimals: each figure is rounded once.

use crate::quantity::{Number, PLACES, Wide};

/// (a·b + c·d) / over, rounded half away from zero. No step between is rounded or leaves 256 bits unnoticed.
pub(super) fn blend((a, b): (i128, i128), (c, d): (i128, i128), over: i128) -> Option<i128> {
    let (one, other) = (
        Wide::product(a.unsigned_abs(), b.unsigned_abs()),
        Wide::product(c.unsigned_abs(), d.unsigned_abs()),
    );
    let (one_falls, other_falls) = ((a < 0) != (b < 0), (c < 0) != (d < 0));
    let (sum, falls) = if one_falls == other_falls {
        (one.checked_add(other)?, one_falls)
    } else if one >= other {
        (one.checked_sub(other)?, one_falls)
    } else {
        (other.checked_sub(one)?, other_falls)
    };
    let size = i128::try_from(sum.rounded_div(over.unsigned_abs().into())?.to_u128()?).ok()?;
    if falls == (over < 0) { Some(size) } else { size.checked_neg() }
}

/// part · unit / whole as a number of 9 places.
pub(super) fn fraction(part: i128, unit: i128, whole: i128) -> Option<Number> {
    Number::from_scaled(blend((part, unit), (0, 0), whole)?, PLACES)
}

/// 1 in units of 10^-9.
pub(super) const ONE: i128 = 1_000_000_000;

#[expect(clippy::cast_precision_loss, reason = "fewer subjects than 2^53")]
pub(super) fn count(n: usize) -> f64 {
    n as f64
}

/// The nearest float.
#[expect(clippy::cast_precision_loss, reason = "rounded once to the nearest float")]
pub(super) fn real(size: u128) -> f64 {
    size as f64
}

/// The nearest float.
#[expect(clippy::cast_precision_loss, reason = "rounded once to the nearest float")]
pub(super) fn signed(value: i128) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(blend((5, 1), (0, 0), 2), Some(3));
        assert_eq!(blend((-5, 1), (0, 0), 2), Some(-3));
        assert_eq!(blend((5, 1), (-10, 1), 2), Some(-3));
        assert_eq!(blend((10, 1), (-5, 1), -2), Some(-3));
        assert_eq!(blend((1, 1), (0, 0), 0), None);
        let large = 10_i128.pow(33);
        assert_eq!(blend((large, large), (large, -large), 7), Some(0));
        assert_eq!(blend((large, large), (0, 0), large), Some(large));
    }
}
