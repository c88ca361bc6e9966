//! Integers and floats that several methods share.
//!
//! Only `+ − · / √` and `libm` take part, so that the results have the same bytes on every machine.

use std::ops::Rem;

/// The greatest common divisor of integers that are not negative (Euclid).
pub(super) fn gcd<T: Copy + Default + PartialEq + Rem<Output = T>>(a: T, b: T) -> T {
    let (mut rest, mut divisor) = (a, b);
    while divisor != T::default() {
        (rest, divisor) = (divisor, rest % divisor);
    }
    rest
}

/// The nearest float.
#[expect(clippy::cast_precision_loss, reason = "for figures that floats calculate")]
pub(super) fn float(whole: i128) -> f64 {
    whole as f64
}

/// A number of things.
#[expect(clippy::cast_precision_loss, reason = "fewer things than 2^53")]
pub(super) fn count(n: usize) -> f64 {
    n as f64
}

pub(super) fn inner(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// All pairs of places, the first before the second.
pub(super) fn pairs(size: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..size).flat_map(move |row| (row + 1..size).map(move |column| (row, column)))
}
