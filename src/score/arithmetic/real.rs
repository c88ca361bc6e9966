//! Logarithms and powers without floats: the same bits on every machine.
//!
//! A real is an `i128` in units of 2⁻¹⁰⁰, below 2²⁷ either side of 0. Series run on 126 binary places, so that what leaves
//! this file is within 2 units of the true value (1.6 · 10⁻³⁰), for an exponential below 1; above, relatively so.
//! Every step rounds down and none subtracts, so that [`exp2`] never falls where its argument rises.
//!
//! Series: `ln m = 2 · artanh((m − 1) / (m + 1))` for `m` from √½ to √2, and `e^t = Σ tᵏ / k!` for `t` below ln 2
//! (Abramowitz and Stegun, *Handbook of Mathematical Functions*, 4.1.27 and 4.2.1).

use rust_decimal::Decimal;

use crate::quantity::{PLACES, divide_half_away, from_scaled};

/// Binary places of a real.
pub(in crate::score) const BINARY_PLACES: u32 = 100;
/// One, as a real.
pub(in crate::score) const UNIT: i128 = 1 << BINARY_PLACES;
/// The base-2 logarithm of 10⁹, as a real: from scores in units of 10⁻⁹ to points.
pub(in crate::score) const LOG2_BILLION: i128 = 37_899_397_290_590_851_262_458_008_157_806;

/// Binary places inside of a series.
const INNER: u32 = 126;
/// ln 2 and 1 / ln 2 at 2⁻¹²⁶; the second is 2 / ln 2 at 2⁻¹²⁵ as well.
const LN_2: u128 = 58_966_440_806_378_323_534_486_035_691_038_621_099;
const LOG2_E: u128 = 122_730_920_814_699_141_436_592_336_571_523_309_380;
/// √2 at 2⁻¹²⁷.
const ROOT_2: u128 = 240_615_969_168_004_511_545_033_772_477_625_056_927;

/// `1, 1/3, 1/5, …`: with z² below 0.0295 the first term left out is below 2⁻¹¹⁵.
#[expect(clippy::indexing_slicing, reason = "evaluated when compiled")]
const ODD_PARTS: [u128; 22] = {
    let mut parts = [0; 22];
    let mut index = 0;
    while index < parts.len() {
        parts[index] = (1 << INNER) / (2 * index as u128 + 1);
        index += 1;
    }
    parts
};

/// `1, 1, 1/2, 1/6, …`: with t below 0.694 the first term left out is below 2⁻¹¹².
#[expect(clippy::indexing_slicing, reason = "evaluated when compiled")]
const FACTORIAL_PARTS: [u128; 28] = {
    let mut parts = [1 << INNER; 28];
    let mut index = 1;
    while index < parts.len() {
        parts[index] = parts[index - 1] / index as u128;
        index += 1;
    }
    parts
};

/// The base-2 logarithm of a whole number; absent for 0.
pub(in crate::score) fn log2(number: u128) -> Option<i128> {
    let mut exponent = i128::from(number.checked_ilog2()?);
    // From 1 to 2, at 2⁻¹²⁷; the upper part is taken as a half of the next power, from √½ to 1.
    let mantissa = number << number.leading_zeros();
    let upper = mantissa > ROOT_2;
    let (top, bottom) = if upper {
        exponent += 1;
        // (1 − m/2) and (1 + m/2) / 2, at 2⁻¹²⁷ and 2⁻¹²⁶.
        ((1_u128 << 127) - (mantissa >> 1), (1_u128 << 125) + (mantissa >> 3))
    } else {
        (mantissa - (1 << 127), (1_u128 << 125) + (mantissa >> 2))
    };
    // top / (2 · bottom), at 2⁻¹²⁶.
    let z = times(top, reciprocal(bottom)?, 128);
    let square = times(z, z, INNER);
    let sum = ODD_PARTS.iter().rev().fold(0, |sum, part| part + times(square, sum, INNER));
    let fraction = times(times(z, sum, INNER), LOG2_E, INNER - 1);
    let fraction = i128::try_from(fraction >> (INNER - BINARY_PLACES)).ok()?;
    Some(exponent * UNIT + if upper { -fraction } else { fraction })
}

/// 2 to the power of a real; absent from 2²⁷ up.
pub(in crate::score) fn exp2(real: i128) -> Option<i128> {
    let exponent = real.div_euclid(UNIT);
    let fraction = u128::try_from(real.rem_euclid(UNIT)).ok()? << (INNER - BINARY_PLACES);
    let t = times(fraction, LN_2, INNER);
    let power = FACTORIAL_PARTS.iter().rev().fold(0, |sum, part| part + times(t, sum, INNER));
    // Above 2²⁷ there is nothing to shift down.
    let down = u32::try_from(i128::from(INNER - BINARY_PLACES) - exponent).ok()?;
    i128::try_from(power.checked_shr(down).unwrap_or_default()).ok()
}

/// The natural logarithm of a real above 0; absent otherwise.
pub(in crate::score) fn ln(real: i128) -> Option<i128> {
    let log2 = log2(u128::try_from(real).ok()?)? - i128::from(BINARY_PLACES) * UNIT;
    signed(log2, |log2| times(log2, LN_2, INNER))
}

/// e to the power of a real; absent from 2²⁷ up.
pub(in crate::score) fn exp(real: i128) -> Option<i128> {
    exp2(signed(real, |real| times(real, LOG2_E, INNER))?)
}

/// `numerator / denominator` of whole numbers below 2¹⁰⁷ as a real, rounded down; absent when the denominator is 0.
pub(in crate::score) fn ratio(numerator: i128, denominator: i128) -> Option<i128> {
    let (mut quotient, mut rest) =
        (numerator.checked_div_euclid(denominator)?, numerator.checked_rem_euclid(denominator)?);
    for _ in 0..5 {
        let wide = rest.checked_mul(1 << 20)?;
        quotient = quotient.checked_mul(1 << 20)?.checked_add(wide.checked_div_euclid(denominator)?)?;
        rest = wide.checked_rem_euclid(denominator)?;
    }
    Some(quotient)
}

/// `real · factor / divisor`, rounded once, where factor and divisor are whole numbers below 2⁶⁸.
pub(in crate::score) fn scaled_by(real: i128, factor: i128, divisor: i128) -> Option<i128> {
    let (upper, lower) = halves(real);
    combine(upper.checked_mul(factor)?, lower.checked_mul(factor)?, divisor)
}

/// `Σ weight · real / Σ weight` of at most 100,000 pairs, rounded once; weights are whole numbers below 2⁵¹.
pub(in crate::score) fn weighted_mean(pairs: impl Iterator<Item = (i128, i128)>) -> Option<i128> {
    let (mut uppers, mut lowers, mut weights) = (0_i128, 0_i128, 0_i128);
    for (weight, real) in pairs {
        let (upper, lower) = halves(real);
        uppers = uppers.checked_add(weight.checked_mul(upper)?)?;
        lowers = lowers.checked_add(weight.checked_mul(lower)?)?;
        weights = weights.checked_add(weight)?;
    }
    combine(uppers, lowers, weights)
}

/// A real of at least 0 in units of 10⁻⁹, rounded half away from zero to `places` decimals.
///
/// What lies less than [`TIE`] below a tie counts as the tie: a mean of equal values is that value, and √(4 · 9) is 6.
/// Otherwise the last bits of a logarithm would decide.
pub(in crate::score) fn settle(real: i128, places: u32) -> Option<i128> {
    let fine = i128::try_from(times(u128::try_from(real).ok()?, FINE, BINARY_PLACES)).ok()?;
    let step = 10_i128.checked_pow(FINE_PLACES.checked_sub(places.min(PLACES))?)?;
    let steps = fine.checked_add(step / 2)?.checked_add(TIE)?.checked_div(step)?;
    steps.checked_mul(step / FINE_PER_UNIT)
}

/// A real of at least 0 as a decimal of 18 places.
pub(in crate::score) fn decimal(real: i128) -> Option<Decimal> {
    let fine = i128::try_from(times(u128::try_from(real).ok()?, FINE, BINARY_PLACES)).ok()?;
    from_scaled(divide_half_away(fine, 100)?, FINE_PLACES - 2)
}

/// Decimal places on which a real settles, and how near to a tie is a tie: 10⁻¹⁵.
const FINE_PLACES: u32 = 20;
const FINE: u128 = 10_u128.pow(FINE_PLACES);
const FINE_PER_UNIT: i128 = 10_i128.pow(FINE_PLACES - PLACES);
const TIE: i128 = 100_000;

/// `upper · 2⁵⁰ + lower`.
const fn halves(real: i128) -> (i128, i128) {
    (real >> 50, real & ((1 << 50) - 1))
}

/// `(upper · 2⁵⁰ + lower) / divisor`, rounded down.
fn combine(upper: i128, lower: i128, divisor: i128) -> Option<i128> {
    let (upper, lower, divisor) =
        if divisor < 0 { (upper.checked_neg()?, -lower, -divisor) } else { (upper, lower, divisor) };
    let rest = upper.checked_rem_euclid(divisor)?.checked_mul(1 << 50)?.checked_add(lower)?;
    upper.div_euclid(divisor).checked_mul(1 << 50)?.checked_add(rest.div_euclid(divisor))
}

/// `left · right / 2^places`, rounded down; the product is known to fit.
fn times(left: u128, right: u128, places: u32) -> u128 {
    let (low, high) = left.carrying_mul(right, 0);
    if places == 128 { high } else { (high << (128 - places)) | (low >> places) }
}

/// 1 / d at 2⁻¹²⁶, for d from 0.8 to 1.3: a quotient of 62 places, doubled by one step of Newton's.
fn reciprocal(d: u128) -> Option<u128> {
    let first = u128::MAX.checked_div(d >> 63)? << 61;
    Some(times(first, (1 << 127) - times(d, first, INNER), INNER))
}

/// Applies a function of magnitudes, which keeps the sign.
fn signed(real: i128, function: impl Fn(u128) -> u128) -> Option<i128> {
    let magnitude = i128::try_from(function(real.unsigned_abs())).ok()?;
    Some(if real < 0 { -magnitude } else { magnitude })
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "floats are what the tests compare with")]
mod tests {
    use super::*;

    fn float(real: i128) -> f64 {
        real as f64 / UNIT as f64
    }

    #[test]
    fn known_constants_to_two_units() {
        // ln 10, log2 3, ln(1/3), e, √2 and e^-10, from tables, at 2⁻¹⁰⁰.
        let near =
            |real: Option<i128>, known: i128| assert!((real.unwrap() - known).abs() <= 2, "{real:?} {known}");
        near(ln(10 * UNIT), 2_918_873_375_210_475_425_442_079_017_697);
        near(log2(3), 2_009_178_665_378_409_109_047_848_542_368);
        near(log2(1_000_000_000), LOG2_BILLION);
        near(ln(ratio(1, 3).unwrap()), -1_392_656_527_148_238_076_282_643_469_649);
        near(exp2(UNIT / 2), 1_792_728_671_193_156_477_399_422_023_279);
        near(exp(UNIT), 3_445_831_591_435_597_602_840_181_573_642);
        near(exp(-10 * UNIT), 57_551_248_213_733_378_337_687_787);
    }

    #[test]
    fn as_the_floats_have_it() {
        let mut number = 1_u128;
        while number < 1 << 120 {
            let error = float(log2(number).unwrap()) - libm::log2(number as f64);
            assert!(error.abs() < 1e-14 * 120.0, "{number}");
            let real = i128::try_from(number % (1 << 104)).unwrap();
            for real in [real, -real] {
                let (ours, theirs) = (float(exp(real).unwrap()), libm::exp(float(real)));
                assert!((ours - theirs).abs() <= 4e-15 * theirs.max(1.0), "{real}");
            }
            number += number / 7 + 1;
        }
    }

    #[test]
    fn they_undo_one_another_and_rise() {
        let mut before = 0;
        for number in 1..3000_u128 {
            let log = log2(number * 1_000_003).unwrap();
            assert!(log > before);
            before = log;
            let back = exp2(log - LOG2_BILLION).unwrap();
            let wanted = ratio(i128::try_from(number * 1_000_003).unwrap(), 1_000_000_000).unwrap();
            assert!((back - wanted).abs() <= 8, "{number}: {back} {wanted}");
        }
        for step in 0..3000 {
            let real = -UNIT / 1000 + step;
            assert!(exp2(real) <= exp2(real + 1));
        }
        assert_eq!((exp2(0), exp2(-1), exp2(-UNIT)), (Some(UNIT), Some(UNIT - 1), Some(UNIT / 2)));
    }

    #[test]
    fn what_has_no_answer() {
        assert_eq!((log2(0), ln(0), ln(-UNIT), log2(1), ln(UNIT)), (None, None, None, Some(0), Some(0)));
        assert_eq!(
            (exp2(27 * UNIT), exp(19 * UNIT), ratio(1, 0), scaled_by(1, 1, 0)),
            (None, None, None, None)
        );
        assert_eq!(
            (exp2(-200 * UNIT), exp(-200 * UNIT), exp2(i128::MIN), exp(i128::MIN)),
            (Some(0), Some(0), Some(0), None)
        );
        assert_eq!(settle(-1, 2), None);
    }

    #[test]
    fn quotients() {
        assert_eq!(ratio(-1, 4), Some(-UNIT / 4));
        assert_eq!(scaled_by(3 * UNIT, -7, 2), Some(-21 * UNIT / 2));
        assert_eq!(scaled_by(3 * UNIT, 7, -2), Some(-21 * UNIT / 2));
        assert_eq!(weighted_mean([(3, UNIT), (1, -3 * UNIT)].into_iter()), Some(0));
        assert_eq!(weighted_mean(std::iter::empty()), None);
    }

    #[test]
    fn ties_settle_upwards() {
        let half = UNIT / 2;
        assert_eq!(settle(6 * UNIT + half, 0), Some(7_000_000_000));
        assert_eq!(settle(6 * UNIT + half - 1_000_000, 0), Some(7_000_000_000));
        assert_eq!(settle(6 * UNIT + half - (UNIT >> 40), 0), Some(6_000_000_000));
        assert_eq!(settle(UNIT / 3, 9), Some(333_333_333));
        assert_eq!(decimal(UNIT / 3).unwrap().to_string(), "0.333333333333333333");
        assert_eq!(decimal(4 * UNIT - 1).unwrap().to_string(), "4");
    }
}
