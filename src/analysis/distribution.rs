//! Quantiles and tail probabilities of the distributions that intervals and tests stand on.
//!
//! Logarithm, exponential and power are those of `libm`: the standard library's differ between machines.

use super::deviate::normal_reach;
use super::discrete::{density, poisson};
use crate::quantity::Share;
pub(crate) use crate::quantity::billionths;

/// From here on the normal quantile with the first term of its expansion is Student's t to 12 digits.
const MANY: f64 = 1e6;

/// The z for which a standard normal variable lies within ±z with this probability: erfc(z/√2) = 1 − confidence.
///
/// The difference is taken between integers: near a confidence of 1 that of floats has lost most of its digits.
pub(crate) fn two_sided_quantile(confidence: Share) -> f64 {
    normal_reach(outside(confidence))
}

/// The z beyond which, on either side, a standard normal variable lies with this probability.
pub(crate) fn critical_value(significance: Share) -> f64 {
    normal_reach(billionths(significance.to_scaled()))
}

/// The probability that a standard normal variable lies further from 0 than z, on either side.
pub(crate) fn two_sided_probability(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// The z that a standard normal variable stays below with this probability.
pub(crate) fn one_sided_quantile(probability: Share) -> f64 {
    let above = Share::ONE.to_scaled() - probability.to_scaled();
    normal_quantile_above(billionths(above))
}

/// The z that a standard normal variable is larger than with this probability, strictly between 0 and 1.
pub(crate) fn normal_quantile_above(probability: f64) -> f64 {
    if probability > 0.5 { -normal_reach(2.0 * (1.0 - probability)) } else { normal_reach(2.0 * probability) }
}

/// The t for which Student's variable with so many degrees of freedom lies within ±t with this probability: t² has
/// the distribution F of 1 and so many degrees.
pub(crate) fn student_quantile(confidence: Share, freedom: f64) -> f64 {
    if freedom > MANY {
        let z = two_sided_quantile(confidence);
        return z + (z * z * z + z) / (4.0 * freedom); // Abramowitz and Stegun 26.7.5
    }
    f_quantile(outside(confidence), freedom, 1.0).sqrt().recip()
}

/// The value that a variable F with these degrees of freedom stays below with this probability, which lies strictly
/// between 0 and 1.
///
/// An upper quantile is the reciprocal of the lower one with the degrees exchanged: so a small tail keeps its digits.
pub(crate) fn f_quantile(probability: f64, over: f64, under: f64) -> f64 {
    let (x, rest) = beta_quantile(probability, over / 2.0, under / 2.0);
    under * x / (over * rest)
}

/// The probability that a chi-square variable with so many degrees of freedom is larger.
pub(crate) fn chi_square_probability(statistic: f64, freedom: f64) -> f64 {
    if statistic > 0.0 && statistic.is_finite() {
        return incomplete_gamma_above(freedom / 2.0, statistic / 2.0);
    }
    // At 0 and at infinity it is plain.
    if statistic > 0.0 { 0.0 } else { 1.0 }
}

/// The value that a chi-square variable with so many degrees of freedom is larger than with this probability, which lies
/// strictly between 0 and 1. Halved over the floats, as the quantiles of F are.
pub(crate) fn chi_square_quantile(above: f64, freedom: f64) -> f64 {
    let (mut low, mut high) = (0_u64, f64::MAX.to_bits());
    while high - low > 1 {
        let middle = low.midpoint(high);
        if chi_square_probability(f64::from_bits(middle), freedom) > above {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::from_bits(high)
}

/// The probability of at most so many hits in n trials, each with probability p, which lies strictly between 0 and 1.
pub(crate) fn binomial_probability(hits: u64, n: u64, p: f64) -> f64 {
    match n.checked_sub(hits) {
        None | Some(0) => 1.0,
        Some(misses) => incomplete_beta(1.0 - p, p, float(misses), float(hits) + 1.0),
    }
}

/// The probability that Student's variable with so many degrees of freedom is larger than t.
pub(crate) fn student_above(t: f64, freedom: f64) -> f64 {
    let square = t * t;
    // The square of what is that large is no float, and nothing lies beyond it.
    let sum = freedom + square;
    let tail = if sum.is_finite() {
        incomplete_beta(freedom / sum, square / sum, freedom / 2.0, 0.5) / 2.0
    } else {
        0.0
    };
    if t < 0.0 { 1.0 - tail } else { tail }
}

/// The probability that Student's variable, shifted by δ standard errors, lies further from 0 than t, above 0: a
/// mixture, by Poisson's weights of mean δ²/2, of the tails of the beta distribution (Johnson, Kotz and Balakrishnan,
/// *Continuous univariate distributions*, 1995, 31.4).
pub(crate) fn shifted_student_outside(t: f64, freedom: f64, shift: f64) -> f64 {
    const LARGEST: f64 = 1e4;
    let mean = square(shift) / 2.0;
    // From here on all of it lies outside but where t itself is as large, which no use of it comes near.
    if mean > LARGEST {
        return if shift.abs() > t { 1.0 } else { 0.0 };
    }
    let sum = freedom + t * t;
    let (x, rest) = (freedom / sum, t * t / sum);
    // Poisson's weights further off are less than the last digit of their sum.
    let spread = 10.0 * (mean + 10.0).sqrt();
    let (mut term, last) = ((mean - spread).max(0.0).floor(), mean + 2.0 * spread);
    let mut found = 0.0;
    while term <= last {
        found += poisson(term, mean) * incomplete_beta(x, rest, freedom / 2.0, term + 0.5);
        term += 1.0;
    }
    found.min(1.0)
}

/// What a confidence leaves outside, both tails together.
pub(crate) fn outside(confidence: Share) -> f64 {
    billionths(Share::ONE.to_scaled() - confidence.to_scaled())
}

/// The x with `I_x(a, b)` = probability, and 1 − x; of the two the smaller is searched, so that both keep their digits.
pub(crate) fn beta_quantile(probability: f64, a: f64, b: f64) -> (f64, f64) {
    crossing(|x, rest| incomplete_beta(x, rest, a, b) >= probability)
}

/// The x between 0 and 1 from which on something holds, and 1 − x; it is asked of both.
///
/// Halves over the floats themselves between 0 and 1/2, which lie in the order of their bits: to the last digit in some
/// 60 steps.
pub(crate) fn crossing(holds: impl Fn(f64, f64) -> bool) -> (f64, f64) {
    let below = holds(0.5, 0.5);
    let (mut low, mut high) = (0_u64, 0.5_f64.to_bits());
    while high - low > 1 {
        let middle = low.midpoint(high);
        let x = f64::from_bits(middle);
        let held = if below { holds(x, 1.0 - x) } else { !holds(1.0 - x, x) };
        if held {
            high = middle;
        } else {
            low = middle;
        }
    }
    let found = f64::from_bits(high);
    if below { (found, 1.0 - found) } else { (1.0 - found, found) }
}

/// The regularised incomplete beta function `I_x(a, b)`, given x and 1 − x, by a continued fraction: Didonato and Morris,
/// *Algorithm 708: significant digit computation of the incomplete beta function ratios* (1992), evaluated by the method
/// of Lentz. About √min(a, b) terms are needed; those terms lose no digits where one of a and b is far the larger.
pub(crate) fn incomplete_beta(x: f64, rest: f64, a: f64, b: f64) -> f64 {
    // x > (a + 1)/(a + b + 2), without the sum, in which the smaller one is lost.
    if x * (b + 1.0) > (a + 1.0) * rest {
        return 1.0 - incomplete_beta(rest, x, b, a);
    }
    if x <= 0.0 {
        return 0.0;
    }
    let apart = a * rest - b * x;
    let over = |n: f64| {
        let within = (a + n - 1.0) / (a + 2.0 * n - 1.0) * x;
        within * (a + b + n - 1.0) / (a + 2.0 * n - 1.0) * x * n * (b - n)
    };
    let under = |n: f64| {
        let first = if n > 0.0 { n * (b - n) * x / (a + 2.0 * n - 1.0) } else { 0.0 };
        n + first + (a + n) / (a + 2.0 * n + 1.0) * (apart + 1.0 + n * (1.0 + rest))
    };
    // x^a·(1−x)^b / B(a, b), which is the density of the binomial distribution but for a factor.
    let sum = a + b;
    (a * (b / sum) * density(a, b, x, rest) / fraction(over, under)).min(1.0)
}

/// u(0) + o(1)/(u(1) + o(2)/(u(2) + …)) by the method of Lentz, in the form of Thompson and Barnett (1986).
fn fraction(over: impl Fn(f64) -> f64, under: impl Fn(f64) -> f64) -> f64 {
    const TINY: f64 = 1e-300;
    const TERMS: u32 = 100_000;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut found = away(under(0.0));
    let (mut above, mut below) = (found, 0.0);
    for term in (1..TERMS).map(f64::from) {
        let (o, u) = (over(term), under(term));
        below = away(u + o * below).recip();
        above = away(u + o / above);
        let step = above * below;
        found *= step;
        if (step - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    found
}

/// The regularised incomplete gamma function Q(a, x), both above 0: the series of its complement below a + 1, else the
/// continued fraction (Abramowitz and Stegun 6.5.29 and 6.5.31).
fn incomplete_gamma_above(a: f64, x: f64) -> f64 {
    // x^a·e^−x / Γ(a + 1)
    let density = poisson(a, x);
    if x < a + 1.0 {
        let (mut term, mut sum, mut next) = (1.0, 1.0, a);
        while term > sum * 1e-17 {
            next += 1.0;
            term *= x / next;
            sum += term;
        }
        return (1.0 - density * sum).max(0.0);
    }
    if density <= 0.0 {
        return 0.0;
    }
    (density * a / fraction(|n| n * (a - n), |n| x - a + 1.0 + 2.0 * n)).min(1.0)
}

/// A product, which is the same on every machine; `powi` need not be.
pub(crate) fn square(value: f64) -> f64 {
    value * value
}

#[expect(clippy::cast_precision_loss, reason = "counts beyond 2^53 lose nothing that an estimate has")]
pub(crate) fn float(count: u64) -> f64 {
    count as f64
}

/// The probability that Student's t with so many degrees of freedom lies further from 0, on either side, than the t of
/// a correlation that leaves this part of the variance unexplained: t² = freedom·(1 − part)/part.
pub(crate) fn student_outside(part: f64, freedom: f64) -> f64 {
    incomplete_beta(part, 1.0 - part, freedom / 2.0, 0.5)
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

    /// In arithmetic of 40 digits.
    const STUDENT_95: [(f64, f64); 5] = [
        (3.0, 3.182_446_305_283_709_6),
        (10.0, 2.228_138_851_986_275),
        (29.0, 2.045_229_642_132_704_3),
        (1_000.0, 1.962_339_080_826_408_5),
        (1_000_001.0, 1.959_966_356_811_735),
    ];
    const F: [(f64, f64, f64, f64); 6] = [
        (0.025, 9.0, 18.0, 0.270_162_139_362_321),
        (0.975, 9.0, 18.0, 2.929_112_493_123_265),
        (0.025, 29.0, 174.0, 0.536_965_542_527_490_6),
        (0.975, 99.0, 495.0, 1.337_413_359_542_562),
        (0.975, 2_142.0, 6_426.0, 1.070_968_251_904_8),
        (0.005, 1.0, 300.0, 3.933_592_995_351_937e-5),
    ];

    #[track_caller]
    fn near(found: f64, published: f64) {
        assert!((found / published - 1.0).abs() < 1e-11, "{found} for {published}");
    }

    #[test]
    fn quantiles_of_student_are_the_published_ones() {
        // With 1 degree tan(πc/2), with 2 c·√(2/(1−c²)).
        let confidence: Share = "0.95".parse().unwrap();
        near(student_quantile(confidence, 1.0), (std::f64::consts::PI * 0.475).tan());
        near(student_quantile(confidence, 2.0), 0.95 * (2.0_f64 / (1.0 - 0.95 * 0.95)).sqrt());
        for (freedom, t) in STUDENT_95 {
            near(student_quantile(confidence, freedom), t);
        }
        let (below, above) = (student_quantile(confidence, MANY), student_quantile(confidence, MANY + 1.0));
        assert!((below - above).abs() < 1e-8, "{below} and {above}");
    }

    #[test]
    fn quantiles_of_f_are_the_published_ones() {
        // With 2 degrees over and n under: n/2·((1−p)^(−2/n) − 1).
        for (p, under) in [(0.025, 7.0), (0.975, 7.0), (0.5, 4_000.0)] {
            near(f_quantile(p, 2.0, under), under / 2.0 * ((1.0 - p).powf(-2.0 / under) - 1.0));
        }
        for (p, over, under, value) in F {
            near(f_quantile(p, over, under), value);
        }
    }

    #[test]
    fn shifted_tails_are_those_of_the_normal_distribution_for_many_degrees() {
        for (t, shift) in [(1.96, 0.0), (1.96, 2.8), (2.5, -1.0), (40.0, 41.0), (60.0, 60.5)] {
            let normal = 0.5 * libm::erfc((t - shift) / std::f64::consts::SQRT_2)
                + 0.5 * libm::erfc((t + shift) / std::f64::consts::SQRT_2);
            let found = shifted_student_outside(t, 1e9, shift);
            assert!((found - normal).abs() < 1e-5, "{t}, {shift}: {found} for {normal}");
        }
    }

    #[test]
    fn probabilities_of_chi_square_are_the_published_ones() {
        near(chi_square_probability(7.0, 2.0), (-3.5_f64).exp());
        near(chi_square_probability(0.3, 2.0), (-0.15_f64).exp());
        near(chi_square_probability(3.0, 1.0), two_sided_probability(3.0_f64.sqrt()));
        assert!(chi_square_probability(0.0, 3.0) >= 1.0 && chi_square_probability(f64::INFINITY, 3.0) <= 0.0);
    }
}
