//! The range of n independent standard normal values: its mean, its deviation, its distribution.
//!
//! All integrands are smooth and fall off as a normal density does, so that the trapezoidal rule over the whole line
//! converges faster than any power of its step (Goodwin 1949): with a step of 1/16 the digits of a float are reached.

use std::f64::consts::{PI, SQRT_2};

use crate::analysis::distribution::square;

const STEP: f64 = 1.0 / 16.0;

/// From −10 to 10: what lies beyond is less than 10⁻²³.
const STEPS: i32 = 160;

/// d2: the mean of the range, ∫ 1 − Φ(x)ⁿ − (1 − Φ(x))ⁿ dx (Tippett 1925).
pub(super) fn mean(n: f64) -> f64 {
    // Of the logarithm, so that many values lose no digits: Φⁿ = exp(n·ln(1 − (1 − Φ))).
    let power = |above: f64| libm::exp(n * libm::log1p(-above));
    trapezoid(STEP, |x| 1.0 - power(beyond(x)) - power(beyond(-x)))
}

/// d3: the standard deviation of the range, from its second moment 2·∫ w·P(range > w) dw.
pub(super) fn deviation(n: f64) -> f64 {
    let mean = mean(n);
    // Past this the probability is below 10⁻¹⁵, and what is left of the difference from 1 is rounding.
    let last = mean + 11.0;
    // w = exp(t − exp(−t)) makes of the half line a whole one on which the ends fall off doubly fast.
    let half = trapezoid(STEP, |t| {
        let w = libm::exp(t - libm::exp(-t));
        if w > last {
            return 0.0;
        }
        w * (1.0 - probability(n, w)) * w * (1.0 + libm::exp(-t))
    });
    (2.0 * half - square(mean)).sqrt()
}

/// The probability that the range is at most w: n·∫ φ(x)·(Φ(x + w) − Φ(x))ⁿ⁻¹ dx.
pub(super) fn probability(n: f64, w: f64) -> f64 {
    let term = |x: f64| libm::exp(-x * x / 2.0) * libm::pow(beyond(x) - beyond(x + w), n - 1.0);
    (n / (2.0 * PI).sqrt() * trapezoid(STEP, term)).min(1.0)
}

/// The range that is not exceeded with this probability, which lies strictly between 0 and 1.
pub(super) fn quantile(n: f64, below: f64) -> f64 {
    // Over the floats themselves, as the quantiles of `analysis` are.
    let (mut low, mut high) = (0_u64, 40.0_f64.to_bits());
    while high - low > 1 {
        let middle = low.midpoint(high);
        if probability(n, f64::from_bits(middle)) < below {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::from_bits(high)
}

fn beyond(x: f64) -> f64 {
    0.5 * libm::erfc(x / SQRT_2)
}

fn trapezoid(step: f64, term: impl Fn(f64) -> f64) -> f64 {
    (-STEPS..=STEPS).map(|k| term(f64::from(k) * step)).sum::<f64>() * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_of_two_is_known_in_closed_form() {
        assert!((mean(2.0) - 2.0 / PI.sqrt()).abs() < 1e-14);
        assert!((deviation(2.0) - (2.0 - 4.0 / PI).sqrt()).abs() < 1e-11);
        assert!((mean(3.0) - 3.0 / PI.sqrt()).abs() < 1e-14);
        let (w, n) = (1.7, 2.0);
        assert!((probability(n, w) - (1.0 - libm::erfc(w / 2.0))).abs() < 1e-14);
        assert!((probability(n, quantile(n, 0.005)) - 0.005).abs() < 1e-14);
    }
}
