//! Shares of a whole: how many of so many (比例).

use statrs::function::erf::erfc_inv;

use super::Interval;
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
    if trials == 0 || successes > trials || confidence == Share::ZERO || confidence == Share::ONE {
        return None;
    }
    let (n, z) = (float(trials), two_sided_quantile(confidence));
    let p = float(successes) / n;
    let square = z * z;
    let centre = p + square / (2.0 * n);
    let reach = z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
    let whole = 1.0 + square / n;
    // Exact at the ends, where the formula is exact and its evaluation is not.
    let low = if successes == 0 { 0.0 } else { ((centre - reach) / whole).clamp(0.0, p) };
    let high = if successes == trials { 1.0 } else { ((centre + reach) / whole).clamp(p, 1.0) };
    Some(Interval::new(low, high))
}

/// The z for which a standard normal variable lies within ±z with this probability: erfc(z/√2) = 1 − confidence.
///
/// The difference is taken between integers: near a confidence of 1 that of floats has lost most of its digits.
fn two_sided_quantile(confidence: Share) -> f64 {
    std::f64::consts::SQRT_2 * erfc_inv(billionths(Share::ONE.to_scaled() - confidence.to_scaled()))
}

/// A share as the nearest float.
pub(super) fn ratio(share: Share) -> f64 {
    billionths(share.to_scaled())
}

/// Rounded once: up to 10^9 the integer is a float exactly.
#[expect(clippy::cast_precision_loss, reason = "at most 10^9")]
fn billionths(count: i128) -> f64 {
    count as f64 / 1e9
}

#[expect(clippy::cast_precision_loss, reason = "counts beyond 2^53 lose nothing that an estimate has")]
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_the_published_ones() {
        // 0.5 and 0.998 are given by Wichura, AS 241 (1988); the others are √2·erfinv in arithmetic of 30 digits.
        let published = [
            ("0.5", 0.674_489_750_196_081_7),
            ("0.8", 1.281_551_565_544_600_5),
            ("0.9", 1.644_853_626_951_472_6),
            ("0.95", 1.959_963_984_540_054_2),
            ("0.99", 2.575_829_303_548_901),
            ("0.998", 3.090_232_306_167_813_5),
            ("0.999999", 4.891_638_475_698_59),
            ("0.999999999", 6.109_410_204_869_397),
        ];
        for (confidence, z) in published {
            let found = two_sided_quantile(confidence.parse().unwrap());
            assert!((found - z).abs() < 1e-12, "{confidence}: {found}");
        }
    }

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
