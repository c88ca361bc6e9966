//! The score of a curve or a mean before it is rounded.

use rust_decimal::Decimal;

use crate::quantity::{Wide, from_scaled};
use crate::score::{exact, real};

/// A score in units of 10⁻⁹, at least 0.
pub(in crate::score) enum Unrounded {
    /// A fraction of integers.
    Ratio(i128, i128),
    /// A fraction of larger ones.
    Wide(Wide, Wide),
    /// In points, as `real` has them.
    Real(i128),
}

impl Unrounded {
    /// Rounded half away from zero to `places` decimals.
    pub(in crate::score) fn units(&self, places: u32) -> Option<i128> {
        match self {
            Self::Ratio(top, bottom) => exact::rounded(*top, *bottom, places),
            Self::Wide(top, bottom) => {
                let step = exact::step(places);
                let steps = top.rounded_div(bottom.checked_mul(step.unsigned_abs())?)?.to_u128()?;
                i128::try_from(steps).ok()?.checked_mul(step)
            }
            Self::Real(points) => real::settle(*points, places),
        }
    }

    /// In points, to 18 decimals.
    pub(in crate::score) fn decimal(&self) -> Option<Decimal> {
        match self {
            Self::Ratio(top, bottom) => quotient(*top, bottom.checked_mul(exact::ONE)?),
            Self::Wide(top, bottom) => wide_quotient(top.checked_mul(exact::ONE.unsigned_abs())?, *bottom),
            Self::Real(points) => real::decimal(*points),
        }
    }
}

/// A fraction of integers of at least 0, to 18 decimals; absent when the denominator is 0.
pub(in crate::score) fn quotient(numerator: i128, denominator: i128) -> Option<Decimal> {
    let top = Wide::product(numerator.try_into().ok()?, 10_u128.pow(18));
    wide_quotient(top, Wide::from(u128::try_from(denominator).ok()?))
}

/// The same for integers of either sign; absent too where a decimal has too few digits.
pub(in crate::score) fn signed_quotient(numerator: i128, denominator: i128) -> Option<Decimal> {
    let magnitude = |integer: i128| i128::try_from(integer.unsigned_abs()).ok();
    let quotient = quotient(magnitude(numerator)?, magnitude(denominator)?)?;
    Some(if (numerator < 0) == (denominator < 0) || quotient.is_zero() { quotient } else { -quotient })
}

/// A fraction in units of 10⁻¹⁸, rounded.
fn wide_quotient(top: Wide, bottom: Wide) -> Option<Decimal> {
    from_scaled(top.rounded_div(bottom)?.to_u128()?.try_into().ok()?, 18)
}
