//! Shares of a whole: how many of so many (比例).

use super::Interval;
use super::distribution::{billionths, float, two_sided_quantile};
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

/// A share as the nearest float.
pub(super) fn ratio(share: Share) -> f64 {
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
}
