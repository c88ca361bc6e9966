//! Mean and spread of a list, and single figures that are fit to calculate with.

use super::Undefined;
use super::distribution::{float, square};
use super::series::{check, check_share, out_of_range};
use super::sums::sorted_sum;
use crate::quantity::Share;

/// Refuses a share of 0 or 1 where only what lies between has a meaning, such as a confidence.
///
/// # Errors
/// [`Undefined::OutOfRange`].
pub(crate) fn inner(what: &'static str, share: Share) -> Result<Share, Undefined> {
    check_share(what, share)?;
    Ok(share)
}

/// Refuses a float that is not in a range, ends left out.
///
/// # Errors
/// [`Undefined::OutOfRange`].
pub(crate) fn between(
    what: &'static str,
    value: f64,
    (low, high): (f64, f64),
    allowed: &'static str,
) -> Result<f64, Undefined> {
    if value > low && value < high { Ok(value) } else { Err(out_of_range(what, &value, allowed)) }
}

/// Whether a spread, a standard deviation, is no more than what values of this size lose to rounding: 0.1 more than each
/// of several is not the same float more.
pub(crate) fn is_rounding(spread: f64, size: f64) -> bool {
    spread <= 1.5 * f64::EPSILON * size.abs()
}

/// Number, mean and standard deviation of a list; none depends on its order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moments {
    pub(crate) n: usize,
    pub(crate) mean: f64,
    /// Of the sample, with divisor n − 1; exactly 0 where all values are equal.
    pub(crate) deviation: f64,
}

impl Moments {
    /// In two passes: the deviation is that of the differences from the mean, which lose nothing to a large mean, over the
    /// largest of them, so that no square is too small for a float.
    ///
    /// # Errors
    /// Those of [`check`], of two values.
    pub(crate) fn of(what: &'static str, values: &[f64]) -> Result<Self, Undefined> {
        check(what, values, 2)?;
        let n = values.len();
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if least >= most {
            return Ok(Self { n, mean: least, deviation: 0.0 });
        }
        let count = float(n as u64);
        let near = sorted_sum(values.iter().copied()) / count;
        let mean = near + sorted_sum(values.iter().map(|value| value - near)) / count;
        let largest = (most - mean).max(mean - least);
        let squares = sorted_sum(values.iter().map(|value| square((value - mean) / largest)));
        let deviation = largest * (squares / (count - 1.0)).sqrt();
        Ok(Self { n, mean, deviation })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_mean_costs_no_digits() {
        // The list "NumAcc4" of the reference datasets of NIST: mean 10000000.2, deviation 0.1 exactly.
        let values: Vec<f64> = std::iter::once(10_000_000.2)
            .chain([10_000_000.1, 10_000_000.3].into_iter().cycle().take(1_000))
            .collect();
        let found = Moments::of("values", &values).unwrap();
        assert!((found.mean - 10_000_000.2).abs() < 1e-8);
        assert!((found.deviation - 0.1).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn values_too_small_to_square_have_a_spread() {
        let found = Moments::of("values", &[1e-200, 2e-200, 3e-200]).unwrap();
        assert!((found.deviation / 1e-200 - 1.0).abs() < 1e-15, "{found:?}");
    }

    #[test]
    fn equal_values_have_no_spread() {
        assert!(Moments::of("values", &[0.1; 3]).unwrap().deviation <= 0.0);
    }
}
