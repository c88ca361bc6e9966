//! Exact quantiles (分位数) of a batch that fits in memory.
//!
//! Selection instead of sorting: linear time. For a stream, or to merge the work of several workers, see
//! [`QuantileTally`](super::QuantileTally).
//!
//! ```
//! use service_quality::indicator::quantile::{QuantileRule, exact};
//!
//! let mut minutes = [15, 20, 35, 40, 50];
//! assert_eq!(exact(&mut minutes, "0.4".parse()?, QuantileRule::NearestRank), "20".parse().ok());
//! assert_eq!(exact(&mut minutes, "0.4".parse()?, QuantileRule::Linear), "29".parse().ok());
//! # Ok::<(), service_quality::quantity::QuantityError>(())
//! ```

use serde::{Deserialize, Serialize};

use crate::quantity::{Number, PLACES, Share};

/// Which of the customary definitions of a quantile; numbered as in Hyndman and Fan, "Sample Quantiles in
/// Statistical Packages", 1996.
///
/// ```
/// use service_quality::indicator::quantile::{self, QuantileRule};
///
/// let mut values = [4, 1, 3, 2];
/// let median = "0.5".parse()?;
/// assert_eq!(quantile::exact(&mut values, median, QuantileRule::NearestRank), "2".parse().ok());
/// assert_eq!(quantile::exact(&mut values, median, QuantileRule::Linear), "2.5".parse().ok());
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum QuantileRule {
    /// Type 1: the ⌈n · p⌉-th value, always one that was observed.
    #[default]
    NearestRank,
    /// Type 7: linear between the values either side of position (n − 1) · p, as spreadsheets do.
    Linear,
}

/// 10^9, one share in the form in which the crate calculates.
const ONE: i128 = 1_000_000_000;

/// The quantile of the values, without rounding; reorders them.
///
/// Absent for no values, and for a quantile beyond 10^15 either side of 0, which no number holds.
#[must_use]
pub fn exact(values: &mut [i64], p: Share, rule: QuantileRule) -> Option<Number> {
    let n = u64::try_from(values.len()).ok()?;
    match rule {
        QuantileRule::NearestRank => {
            let index = nearest_rank(n, p)?.checked_sub(1)?;
            let (_, value, _) = values.select_nth_unstable(usize::try_from(index).ok()?);
            Number::from_scaled(i128::from(*value), 0)
        }
        QuantileRule::Linear => {
            let position = i128::from(n.checked_sub(1)?).checked_mul(p.to_scaled())?;
            let index = usize::try_from(position / ONE).ok()?;
            let (_, value, above) = values.select_nth_unstable(index);
            let value = i128::from(*value);
            // At p = 1 nothing lies above, and the position has no fraction.
            let next = above.iter().min().map_or(value, |next| i128::from(*next));
            let between = next.checked_sub(value)?.checked_mul(position % ONE)?;
            Number::from_scaled(value.checked_mul(ONE)?.checked_add(between)?, PLACES)
        }
    }
}

/// ⌈n · p⌉, at least 1; absent for no values.
pub(super) fn nearest_rank(n: u64, p: Share) -> Option<u64> {
    let position = u128::from(n).checked_mul(p.to_scaled().unsigned_abs())?;
    let rank = u64::try_from(position.div_ceil(ONE.unsigned_abs())).ok()?;
    (n > 0).then_some(rank.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(values: &[i64], p: &str, rule: QuantileRule, expected: Option<&str>) {
        let found = exact(&mut values.to_vec(), p.parse().unwrap(), rule);
        assert_eq!(found, expected.map(|text| text.parse().unwrap()));
    }

    #[test]
    fn ends_and_middles() {
        for rule in [QuantileRule::NearestRank, QuantileRule::Linear] {
            is(&[3, 1, 2], "0", rule, Some("1"));
            is(&[3, 1, 2], "0.5", rule, Some("2"));
            is(&[3, 1, 2], "1", rule, Some("3"));
            is(&[7], "0.3", rule, Some("7"));
            is(&[], "0.5", rule, None);
            is(&[i64::MAX], "0.5", rule, None);
        }
        is(&[1, 2], "0.5", QuantileRule::NearestRank, Some("1"));
        is(&[1, 2], "0.5", QuantileRule::Linear, Some("1.5"));
        is(&[-1, -2], "0.333333333", QuantileRule::Linear, Some("-1.666666667"));
        is(&[i64::MIN, i64::MAX], "0.5", QuantileRule::Linear, Some("-0.5"));
    }

    #[test]
    fn a_rank_just_reached_is_not_passed() {
        // In floating point 0.07 · 100 is above 7 and would take the eighth value.
        assert_eq!(nearest_rank(100, "0.07".parse().unwrap()), Some(7));
        assert_eq!(nearest_rank(u64::MAX, Share::ONE), Some(u64::MAX));
    }
}
