//! Scaled integers: how decimals are multiplied, divided and rounded without an inexact step.
//!
//! Every decimal of the domain has at most [`PLACES`] places and an absolute value of at most 10^15, so
//! that its scaled integer has at most 24 digits, a product with a scaled score or weight at most 36, and a
//! sum of a thousand such products fits an `i128` (38 digits).

use rust_decimal::Decimal;

/// Decimal places that every quantity of the crate keeps.
pub(crate) const PLACES: u32 = 9;

/// `value · 10^places`, where `value` has no more than that many places.
pub(crate) fn scaled(value: Decimal, places: u32) -> Option<i128> {
    let value = value.normalize();
    let missing = places.checked_sub(value.scale())?;
    value.mantissa().checked_mul(10_i128.checked_pow(missing)?)
}

/// `scaled / 10^places` as a canonical decimal: no trailing zeros, no negative zero.
pub(crate) fn from_scaled(scaled: i128, places: u32) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(scaled, places).ok().map(|value| value.normalize())
}

/// `numerator / denominator`, rounded to the nearest integer, half away from zero.
///
/// Absent when the denominator is 0 or the doubling leaves `i128`.
pub(crate) fn divide_half_away(numerator: i128, denominator: i128) -> Option<i128> {
    let quotient = numerator.checked_div(denominator)?;
    let remainder = numerator.checked_rem(denominator)?;
    let twice = remainder.checked_abs()?.checked_mul(2)?;
    if twice < denominator.checked_abs()? {
        return Some(quotient);
    }
    quotient.checked_add(if (numerator < 0) == (denominator < 0) { 1 } else { -1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        let quotients = [(5, 2, 3), (-5, 2, -3), (5, -2, -3), (-5, -2, 3), (4, 3, 1), (-4, 3, -1), (0, 7, 0)];
        for (numerator, denominator, expected) in quotients {
            assert_eq!(divide_half_away(numerator, denominator), Some(expected));
        }
        assert_eq!(divide_half_away(1, 0), None);
        assert_eq!(divide_half_away(i128::MIN, -1), None);
    }

    #[test]
    fn scaling_there_and_back() {
        let value: Decimal = "-12.50".parse().unwrap();
        assert_eq!(scaled(value, 3), Some(-12_500));
        assert_eq!(scaled(value, 0), None);
        assert_eq!(from_scaled(-12_500, 3).unwrap().to_string(), "-12.5");
    }
}
