//! Shares of a whole: how many of so many (比例).

use serde::Serialize;

use super::Interval;
use super::distribution::{billionths, float, two_sided_probability, two_sided_quantile};
use crate::quantity::Share;

/// In which interval the true share lies, judged by so many successes of so many trials: the score interval of Wilson,
/// *Probable inference, the law of succession, and statistical inference* (1927).
///
/// With p = k/n and z the two-sided normal quantile of the confidence, its ends are
/// (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n). It stays within 0 and 1 and is sound for few trials and for
/// shares near 0 and 1.
///
/// Absent for no trials, for more successes than trials, and for a confidence of 0 or 1.
///
/// ```
/// use service_quality::analysis::proportion;
///
/// let interval = proportion::wilson(81, 263, "0.95".parse()?).ok_or("nothing counted")?;
/// assert_eq!(interval.to_string(), "0.2553 to 0.3662");
/// assert_eq!(proportion::wilson(0, 0, "0.95".parse()?), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn wilson(successes: u64, trials: u64, confidence: Share) -> Option<Interval> {
    if trials == 0 || successes > trials {
        return None;
    }
    score_interval(float(successes) / float(trials), float(trials), confidence)
}

/// The score interval of a share p of n, where n, as an effective one, need not be whole.
pub(crate) fn score_interval(p: f64, n: f64, confidence: Share) -> Option<Interval> {
    if confidence == Share::ZERO || confidence == Share::ONE {
        return None;
    }
    let z = two_sided_quantile(confidence);
    let square = z * z;
    let centre = p + square / (2.0 * n);
    let reach = z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
    let whole = 1.0 + square / n;
    // Exact at the ends, where the formula is exact and its evaluation is not.
    let low = if p <= 0.0 { 0.0 } else { ((centre - reach) / whole).clamp(0.0, p) };
    let high = if p >= 1.0 { 1.0 } else { ((centre + reach) / whole).clamp(p, 1.0) };
    Some(Interval::new(low, high))
}

/// How far two shares lie apart, and how easily chance alone would part them so.
///
/// ```
/// use service_quality::analysis::proportion;
///
/// let years = proportion::two_sample(2206, 2688, 2059, 2625).ok_or("no test")?;
/// assert!(years.difference < 0.0 && years.p_value < 0.001);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TwoSample {
    /// The second share less the first.
    pub difference: f64,
    /// The difference in standard errors.
    pub z: f64,
    /// How probable a difference as large, in either direction, is where the true shares are equal.
    pub p_value: f64,
}

/// Compares two shares by the z-test with pooled variance (两比例检验): z = (p₁ − p₀) / √(p(1−p)(1/n₀ + 1/n₁)) with
/// p the share of both together. Fleiss, Levin and Paik, *Statistical methods for rates and proportions* (2003); without
/// continuity correction.
///
/// Absent for no trials, for more successes than trials, and where all trials or none succeeded, which leaves no
/// variance to test against.
///
/// ```
/// use service_quality::analysis::proportion;
///
/// let test = proportion::two_sample(82, 100, 91, 100).ok_or("no test")?;
/// assert!((test.z - 1.8623).abs() < 1e-4 && (test.p_value - 0.0626).abs() < 1e-4);
/// assert_eq!(proportion::two_sample(50, 50, 40, 40), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn two_sample(
    first_successes: u64,
    first_trials: u64,
    second_successes: u64,
    second_trials: u64,
) -> Option<TwoSample> {
    let failures = |successes: u64, trials: u64| trials.checked_sub(successes).filter(|_| trials > 0);
    let failed = failures(first_successes, first_trials)? | failures(second_successes, second_trials)?;
    if failed == 0 || first_successes | second_successes == 0 {
        return None;
    }
    let (n0, n1) = (float(first_trials), float(second_trials));
    let (k0, k1) = (float(first_successes), float(second_successes));
    let pooled = (k0 + k1) / (n0 + n1);
    let difference = k1 / n1 - k0 / n0;
    let z = difference / (pooled * (1.0 - pooled) * (n0.recip() + n1.recip())).sqrt();
    Some(TwoSample { difference, z, p_value: two_sided_probability(z) })
}

/// A share as the nearest float.
pub(crate) fn ratio(share: Share) -> f64 {
    billionths(share.to_scaled())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_the_published_ones() {
        // Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3.
        let published = [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ];
        for (successes, trials, low, high) in published {
            let found = wilson(successes, trials, "0.95".parse().unwrap()).unwrap();
            assert!((found.low() - low).abs() < 5e-5 && (found.high() - high).abs() < 5e-5, "{found}");
        }
    }

    #[test]
    fn shares_compare_as_elsewhere() {
        // Statsmodels 0.15, `proportions_ztest`.
        let tests = [
            (82, 100, 91, 100, 1.862_312_565_732_604, 0.062_559_045_293_997_03),
            (45, 50, 45, 50, 0.0, 1.0),
            (0, 50, 6, 50, 2.526_455_763_199_557, 0.011_521_989_794_366_623),
        ];
        for (k0, n0, k1, n1, z, p) in tests {
            let found = two_sample(k0, n0, k1, n1).unwrap();
            assert!((found.z - z).abs() < 1e-12 && (found.p_value - p).abs() < 1e-12, "{found:?}");
        }
        let found = two_sample(2206, 2688, 2059, 2625).unwrap();
        assert!((found.p_value - 0.000_884_993_289_092_443_9).abs() < 1e-15, "{found:?}");
        for none in [(0, 0, 1, 2), (1, 2, 0, 0), (3, 2, 1, 2), (0, 9, 0, 7), (9, 9, 7, 7)] {
            assert_eq!(two_sample(none.0, none.1, none.2, none.3), None, "{none:?}");
        }
    }
}
