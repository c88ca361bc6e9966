//! Distributions of counts, and how extreme a count is among them.
//!
//! Densities are those of Loader, *Fast and accurate computation of binomial probabilities* (2000): the logarithm is built
//! from small differences, where that of factorials would lose as many digits as the count has.

use std::f64::consts::PI;

use super::Undefined;
use super::distribution::float;
use super::series::out_of_range;

/// So many trials are counted exactly; the sums have at most some millions of terms.
pub(crate) const MOST: u64 = 1_000_000_000_000;

/// Refuses more trials than exact methods count.
///
/// # Errors
/// [`Undefined::OutOfRange`].
pub(crate) fn countable(one: u64, other: u64) -> Result<u64, Undefined> {
    let all = one.checked_add(other).filter(|all| *all <= MOST);
    let given = || u128::from(one) + u128::from(other);
    all.ok_or_else(|| {
        out_of_range("count of both", &given(), "at most 10^12 for an exact method; take another")
    })
}

/// A distribution of counts with one peak.
pub(crate) trait Counts {
    /// The least and the greatest count.
    fn ends(&self) -> (u64, u64);
    /// How probable a count is.
    fn probability(&self, count: u64) -> f64;
    /// The probability of the next count over that of this one; it falls.
    fn step(&self, count: u64) -> f64;

    /// The most probable count.
    fn peak(&self) -> u64 {
        let (mut low, mut high) = self.ends();
        while low < high {
            let middle = low.midpoint(high);
            if self.step(middle) > 1.0 {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The probability of so many or fewer.
    fn at_most(&self, count: u64) -> f64 {
        if count >= self.ends().1 {
            return 1.0;
        }
        if count > self.peak() { 1.0 - self.upper_tail(count + 1) } else { self.lower_tail(count) }
    }

    /// The probability of so many or more.
    fn at_least(&self, count: u64) -> f64 {
        if count <= self.ends().0 {
            return 1.0;
        }
        if count < self.peak() { 1.0 - self.lower_tail(count - 1) } else { self.upper_tail(count) }
    }

    /// The probability of all counts that are no more probable than this one, on either side.
    ///
    /// Counts equally probable may differ by rounding: what exceeds by less than 10⁻⁷ does not count, as in R.
    fn as_extreme(&self, count: u64) -> f64 {
        let peak = self.peak();
        let limit = self.probability(count) * (1.0 + 1e-7);
        if self.probability(peak) <= limit {
            return 1.0;
        }
        let (least, most) = self.ends();
        let rare = |count| self.probability(count) <= limit;
        let (below, above) = if count < peak {
            (Some(count), first(peak, most, rare))
        } else {
            (first(0, peak - least, |back| rare(peak - back)).map(|back| peak - back), Some(count))
        };
        let lower = below.map_or(0.0, |count| self.lower_tail(count));
        let upper = above.map_or(0.0, |count| self.upper_tail(count));
        (lower + upper).min(1.0)
    }

    /// At most so many, summed downward; small where it starts below the peak.
    fn lower_tail(&self, count: u64) -> f64 {
        let least = self.ends().0;
        let (mut count, mut term) = (count, self.probability(count));
        let mut sum = 0.0;
        while adds(term, sum) {
            sum += term;
            if count <= least {
                break;
            }
            count -= 1;
            term /= self.step(count);
        }
        sum.min(1.0)
    }

    /// At least so many, summed upward.
    fn upper_tail(&self, count: u64) -> f64 {
        let most = self.ends().1;
        let (mut count, mut term) = (count, self.probability(count));
        let mut sum = 0.0;
        while adds(term, sum) {
            sum += term;
            if count >= most {
                break;
            }
            term *= self.step(count);
            count += 1;
        }
        sum.min(1.0)
    }
}

/// Whether a term of a falling sum, and what follows it, is still seen in it.
fn adds(term: f64, sum: f64) -> bool {
    term > sum * 1e-20
}

/// The first of a range for which something holds that holds for all after it.
fn first(mut low: u64, most: u64, holds: impl Fn(u64) -> bool) -> Option<u64> {
    if !holds(most) {
        return None;
    }
    let mut high = most;
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}

/// Hits among so many trials, each with probability p, strictly between 0 and 1.
pub(crate) struct Binomial {
    pub(crate) trials: u64,
    pub(crate) p: f64,
    /// 1 − p, to its own last digit.
    pub(crate) rest: f64,
}

impl Counts for Binomial {
    fn ends(&self) -> (u64, u64) {
        (0, self.trials)
    }

    fn probability(&self, count: u64) -> f64 {
        density(float(count), float(self.trials.saturating_sub(count)), self.p, self.rest)
    }

    fn step(&self, count: u64) -> f64 {
        let left = float(self.trials.saturating_sub(count));
        left / (float(count) + 1.0) * (self.p / self.rest)
    }
}

/// Hits among so many drawn without putting back, of a whole with so many hits and misses.
pub(crate) struct Hypergeometric {
    pub(crate) hits: u64,
    pub(crate) misses: u64,
    pub(crate) drawn: u64,
}

impl Counts for Hypergeometric {
    fn ends(&self) -> (u64, u64) {
        (self.drawn.saturating_sub(self.misses), self.drawn.min(self.hits))
    }

    fn probability(&self, count: u64) -> f64 {
        let all = float(self.hits) + float(self.misses);
        let (hits, misses) = (float(self.hits), float(self.misses));
        let (drawn, count) = (float(self.drawn), float(count));
        let (p, rest) = (drawn / all, (all - drawn) / all);
        density(count, hits - count, p, rest) * density(drawn - count, misses - (drawn - count), p, rest)
            / density(drawn, all - drawn, p, rest)
    }

    fn step(&self, count: u64) -> f64 {
        let (more, misses) = (float(count) + 1.0, float(self.misses) - float(self.drawn) + float(count));
        (float(self.hits) - float(count)) * (float(self.drawn) - float(count)) / (more * (misses + 1.0))
    }
}

/// The probability of Poisson's count of this mean, above 0.
pub(crate) fn poisson(count: f64, mean: f64) -> f64 {
    if count <= 0.0 {
        return libm::exp(-mean);
    }
    libm::exp(-stirling_error(count) - deviance(count, mean, count - mean)) / (2.0 * PI * count).sqrt()
}

/// n!/(k!(n−k)!)·p^k·(1−p)^(n−k), factorials of what need not be whole by the gamma function; given k, n − k, p and
/// 1 − p, of which the larger ones do not hold the smaller ones' digits.
pub(crate) fn density(k: f64, other: f64, p: f64, rest: f64) -> f64 {
    let n = k + other;
    if k <= 0.0 {
        return libm::exp(n * logarithm(rest, p));
    }
    if other <= 0.0 {
        return libm::exp(n * logarithm(p, rest));
    }
    let errors = stirling_error(n) - stirling_error(k) - stirling_error(other);
    // k − np from the smaller side: few of very many would be lost in the larger one.
    let apart = if p < rest { k - n * p } else { n * rest - other };
    let powers = errors - deviance(k, n * p, apart) - deviance(other, n * rest, -apart);
    libm::exp(powers) * (n / (2.0 * PI * k * other)).sqrt()
}

/// Of a value near 1 better by what it lacks.
fn logarithm(value: f64, lacking: f64) -> f64 {
    if value > 0.5 { libm::log1p(-lacking) } else { libm::log(value) }
}

/// ln n! less Stirling's formula, n above 0.
fn stirling_error(n: f64) -> f64 {
    const SERIES: [f64; 5] = [1.0 / 12.0, 1.0 / 360.0, 1.0 / 1260.0, 1.0 / 1680.0, 1.0 / 1188.0];
    /// ln √(2π).
    const ROOT: f64 = 0.918_938_533_204_672_7;
    if n <= 15.0 {
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - ROOT;
    }
    let square = n * n;
    SERIES.iter().rev().fold(0.0, |sum, term| term - sum / square) / n
}

/// x·ln(x/m) + m − x, given x − m, without cancellation where x is near m.
fn deviance(x: f64, m: f64, apart: f64) -> f64 {
    if apart.abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) - apart;
    }
    let v = apart / (x + m);
    let mut sum = apart * v;
    let mut power = 2.0 * x * v;
    for odd in (1..500).map(|term| f64::from(2 * term + 1)) {
        power *= v * v;
        let next = sum + power / odd;
        if next.total_cmp(&sum).is_eq() {
            break;
        }
        sum = next;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_are_those_of_whole_numbers() {
        let coin = Binomial { trials: 10, p: 0.5, rest: 0.5 };
        let near =
            |found: f64, exact: f64| assert!((found / exact - 1.0).abs() < 1e-13, "{found} for {exact}");
        near(coin.probability(3), 120.0 / 1024.0);
        near(coin.at_most(2), 56.0 / 1024.0);
        near(coin.at_least(1), 1023.0 / 1024.0);
        near(coin.as_extreme(2), 112.0 / 1024.0);
        near(coin.as_extreme(5), 1.0);
        // Fisher's tea: 3 of 4 cups right.
        let tea = Hypergeometric { hits: 4, misses: 4, drawn: 4 };
        near(tea.at_least(3), 17.0 / 70.0);
        near(tea.as_extreme(3), 34.0 / 70.0);
        near(tea.as_extreme(4), 2.0 / 70.0);
    }

    #[test]
    fn large_counts_keep_their_digits() {
        // The middle of 2n throws: √(1/πn)·(1 − 1/8n + 1/128n²), here of 2·10⁹.
        let n = 1e9;
        let middle = Binomial { trials: 2_000_000_000, p: 0.5, rest: 0.5 }.probability(1_000_000_000);
        let series = (PI * n).sqrt().recip() * (1.0 - 0.125 / n);
        assert!((middle / series - 1.0).abs() < 1e-13, "{middle} for {series}");
        assert!((poisson(3.0, 2.0) - 8.0 / 6.0 * (-2.0_f64).exp()).abs() < 1e-16);
    }
}
