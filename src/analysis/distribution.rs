//! Quantiles and tail probabilities of the distributions that intervals and tests stand on.

use statrs::function::erf::erfc_inv;

use crate::quantity::Share;

/// The z for which a standard normal variable lies within ±z with this probability: erfc(z/√2) = 1 − confidence.
///
/// The difference is taken between integers: near a confidence of 1 that of floats has lost most of its digits.
pub(crate) fn two_sided_quantile(confidence: Share) -> f64 {
    std::f64::consts::SQRT_2 * erfc_inv(billionths(Share::ONE.to_scaled() - confidence.to_scaled()))
}

/// The probability that a standard normal variable lies further from 0 than z, on either side.
pub(crate) fn two_sided_probability(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Rounded once: up to 10^9 the integer is a float exactly.
#[expect(clippy::cast_precision_loss, reason = "at most 10^9")]
pub(crate) fn billionths(count: i128) -> f64 {
    count as f64 / 1e9
}

#[expect(clippy::cast_precision_loss, reason = "counts beyond 2^53 lose nothing that an estimate has")]
pub(crate) fn float(count: u64) -> f64 {
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
    fn probabilities_are_those_of_the_quantiles() {
        for confidence in ["0.5", "0.9", "0.95", "0.998"] {
            let share: Share = confidence.parse().unwrap();
            let outside = two_sided_probability(two_sided_quantile(share));
            assert!(
                (outside - (1.0 - confidence.parse::<f64>().unwrap())).abs() < 1e-12,
                "{confidence}: {outside}"
            );
        }
    }
}
