//! Draws from the distributions of sampling errors.
//!
//! Only the four operations, square roots, and `libm` for logarithm and power: the same draws on every machine.

use super::generator::Generator;

impl Generator {
    /// Of the standard normal distribution: Marsaglia and Bray, *A convenient method for generating normal variables*
    /// (1964). The second of each pair is not kept, so that a draw hangs on nothing but the stream.
    pub(crate) fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                return x * (-2.0 * libm::log(square) / square).sqrt();
            }
        }
    }

    /// Of the gamma distribution with this shape, above 0, and scale 1: Marsaglia and Tsang, *A simple method for
    /// generating gamma variables* (2000).
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let part = libm::pow(self.uniform(), shape.recip());
            return self.gamma(shape + 1.0) * part;
        }
        let d = shape - 1.0 / 3.0;
        let c = (9.0 * d).sqrt().recip();
        loop {
            let x = self.normal();
            let root = 1.0 + c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            if libm::log(self.uniform()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }

    /// Of the beta distribution with these shapes, both above 0.
    pub(crate) fn beta(&mut self, hits: f64, misses: f64) -> f64 {
        let (hit, rest) = (self.gamma(hits), self.gamma(misses));
        let both = hit + rest;
        // Both may be too small for a float where both shapes are far below 1, which no count makes them.
        if both > 0.0 { hit / both } else { 0.5 }
    }

    /// Of Student's distribution with so many degrees of freedom, above 0.
    pub(crate) fn student(&mut self, freedom: f64) -> f64 {
        let normal = self.normal();
        normal / (2.0 * self.gamma(freedom / 2.0) / freedom).sqrt()
    }
}

/// The probability that a standard normal variable is larger.
pub(crate) fn normal_above(z: f64) -> f64 {
    0.5 * libm::erfc(z / std::f64::consts::SQRT_2)
}

/// The z beyond which, on either side, a standard normal variable lies with this probability, strictly between 0 and
/// 1; halved to the last digit.
pub(crate) fn normal_reach(outside: f64) -> f64 {
    let (mut low, mut high) = (0_u64, 64.0_f64.to_bits());
    while high.saturating_sub(low) > 1 {
        let middle = low.midpoint(high);
        if 2.0 * normal_above(f64::from_bits(middle)) > outside {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::from_bits(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and variance of many draws lie within five standard errors of what they should be.
    #[track_caller]
    fn has_moments(mean: f64, variance: f64, mut draw: impl FnMut(&mut Generator) -> f64) {
        const DRAWS: u32 = 40_000;
        let n = f64::from(DRAWS);
        let mut stream = Generator::of(1, "moments");
        let draws: Vec<f64> = (0..DRAWS).map(|_| draw(&mut stream)).collect();
        let found = draws.iter().sum::<f64>() / n;
        assert!((found - mean).abs() < 5.0 * (variance / n).sqrt(), "mean {found} for {mean}");
        let squares: Vec<f64> = draws.iter().map(|draw| (draw - mean) * (draw - mean)).collect();
        let found = squares.iter().sum::<f64>() / n;
        let spread = squares.iter().map(|square| (square - found) * (square - found)).sum::<f64>() / n;
        assert!((found - variance).abs() < 5.0 * (spread / n).sqrt(), "variance {found} for {variance}");
    }

    #[test]
    fn draws_have_the_moments_of_their_distribution() {
        has_moments(0.0, 1.0, Generator::normal);
        for shape in [0.5, 1.0, 7.5, 40_000.5] {
            has_moments(shape, shape, |stream| stream.gamma(shape));
        }
        for (a, b) in [(0.5, 20.5), (18.5, 2.5), (0.5, 0.5), (9_000.5, 1_000.5)] {
            let sum: f64 = a + b;
            has_moments(a / sum, a * b / (sum * sum * (sum + 1.0)), |stream| stream.beta(a, b));
        }
        for freedom in [9.0, 29.0] {
            has_moments(0.0, freedom / (freedom - 2.0), |stream| stream.student(freedom));
        }
    }

    #[test]
    fn tails_of_the_normal_distribution_are_the_published_ones() {
        assert!((normal_reach(0.05) - 1.959_963_984_540_054).abs() < 1e-12);
        assert!((normal_reach(0.5) - 0.674_489_750_196_081_7).abs() < 1e-12);
        assert!((normal_above(1.0) - 0.158_655_253_931_457_05).abs() < 1e-15);
    }
}
