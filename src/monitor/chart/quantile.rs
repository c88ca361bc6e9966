//! Quantiles of the distributions of counts, for probability limits.

use crate::analysis::distribution::{binomial_probability, chi_square_probability, float, square};

/// From this variance on the first terms of Cornish and Fisher's expansion are the quantile but for one event.
const MANY: f64 = 1e7;

/// How much a probability may be missed by and count as met: the last digits of a float.
const ALMOST: f64 = 1.0 - 64.0 * f64::EPSILON;

/// The least count that is not exceeded with this probability, of events with a mean, by Poisson.
pub(super) fn poisson(probability: f64, z: f64, mean: f64) -> f64 {
    if mean <= 0.0 {
        return 0.0;
    }
    if mean > MANY {
        return libm::floor(mean + z * mean.sqrt() + (square(z) - 1.0) / 6.0).max(0.0);
    }
    // P(at most k) = P(χ² of 2(k+1) degrees > 2·mean).
    least(u64::MAX >> 32, |k| {
        chi_square_probability(2.0 * mean, 2.0 * (float(k) + 1.0)) >= probability * ALMOST
    })
}

/// The least count that is not exceeded with this probability, of n cases with a chance each.
pub(super) fn binomial(probability: f64, z: f64, n: u64, chance: f64) -> f64 {
    if chance <= 0.0 {
        return 0.0;
    }
    if chance >= 1.0 {
        return float(n);
    }
    let mean = float(n) * chance;
    let variance = mean * (1.0 - chance);
    if float(n) > MANY {
        let skew = (1.0 - 2.0 * chance) * (square(z) - 1.0) / 6.0;
        return libm::floor(mean + z * variance.sqrt() + skew).clamp(0.0, float(n));
    }
    least(n, |k| binomial_probability(k, n, chance) >= probability * ALMOST)
}

/// The least count that is not exceeded with this probability, of failures before an event with a chance.
pub(super) fn geometric(probability: f64, chance: f64) -> f64 {
    if chance >= 1.0 {
        return 0.0;
    }
    // 10⁻¹² for the last digits, as above.
    libm::ceil(libm::log1p(-probability) / libm::log1p(-chance) - 1.0 - 1e-12).max(0.0)
}

/// The least count up to `most` that is enough, where every one above is.
fn least(most: u64, enough: impl Fn(u64) -> bool) -> f64 {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = low.midpoint(high);
        if enough(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    float(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_distributions() {
        // e⁻¹ = 0.3679: the chance of none; with one 0.7358.
        let found: Vec<f64> = [0.3, 0.37, 0.73, 0.74].iter().map(|&p| poisson(p, 0.0, 1.0)).collect();
        assert_eq!(found, [0.0, 1.0, 1.0, 2.0]);
        let found: Vec<f64> = [0.25, 0.26, 0.75, 0.76].iter().map(|&p| binomial(p, 0.0, 2, 0.5)).collect();
        assert_eq!(found, [0.0, 1.0, 1.0, 2.0]);
        let found: Vec<f64> = [0.5, 0.51, 0.75].iter().map(|&p| geometric(p, 0.5)).collect();
        assert_eq!(found, [0.0, 1.0, 1.0]);
    }

    #[test]
    fn the_expansion_meets_the_distribution() {
        let z = 2.575_829_303_548_901;
        let near = poisson(0.995, z, MANY);
        let beyond = poisson(0.995, z, MANY + 1.0);
        assert!((beyond - near).abs() <= 2.0, "{near} {beyond}");
    }
}
