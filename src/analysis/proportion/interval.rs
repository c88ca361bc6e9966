use serde::Serialize;

use super::{Count, Method};
use crate::analysis::discrete::density;
use crate::analysis::distribution::{
    beta_quantile, crossing, float, incomplete_beta, outside, two_sided_quantile,
};
use crate::analysis::values::inner;
use crate::analysis::wording::{figures, sentences};
use crate::analysis::{Interval, Undefined};
use crate::quantity::Share;

/// From so many successes and as many failures on, the exact ends are the score interval's to eight digits and more.
const MANY: u64 = 100_000_000;
/// Fewer successes or failures strain the normal approximation.
const FEW: u64 = 5;

/// In which interval the true share lies, judged by so many successes of so many trials (置信区间).
///
/// From 10⁸ successes and as many failures on, the methods that need the beta distribution give the score interval,
/// Clopper-Pearson with continuity correction: it differs from theirs by less than 10⁻⁸ of it.
///
/// ```
/// use service_quality::analysis::proportion::{self, Method};
///
/// let exact = proportion::interval(0, 20, "0.95".parse()?, Method::ClopperPearson)?;
/// assert_eq!(exact.to_string(), "0.0000 to 0.1684");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of [`Count::new`]; [`Undefined::OutOfRange`] for a confidence of 0 or 1.
pub fn interval(
    successes: u64,
    trials: u64,
    confidence: Share,
    method: Method,
) -> Result<Interval, Undefined> {
    estimate(Count::new(successes, trials)?, confidence, method).map(|estimate| estimate.interval)
}

/// [`interval()`] by [`Method::Wilson`]: the score interval of Wilson, *Probable inference, the law of succession, and
/// statistical inference* (1927).
///
/// With p = k/n and z the two-sided normal quantile of the confidence, its ends are
/// (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n). It stays within 0 and 1 and is sound for few trials and for
/// shares near 0 and 1.
///
/// ```
/// use service_quality::analysis::proportion;
///
/// let interval = proportion::wilson(81, 263, "0.95".parse()?)?;
/// assert_eq!(interval.to_string(), "0.2553 to 0.3662");
/// let none = proportion::wilson(0, 0, "0.95".parse()?).unwrap_err();
/// assert_eq!(none.to_string(), "0 trials given; at least 1 needed");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of [`interval()`].
pub fn wilson(successes: u64, trials: u64, confidence: Share) -> Result<Interval, Undefined> {
    interval(successes, trials, confidence, Method::Wilson)
}

/// A share with the interval that it lies in.
///
/// ```
/// use service_quality::analysis::proportion::{self, Count, Method};
///
/// let found = proportion::estimate(Count::new(45, 50)?, "0.95".parse()?, Method::Wilson)?;
/// assert_eq!(
///     found.interpretation(),
///     "45 of 50 succeeded, a share of 0.9; the true share lies between 0.786 and 0.957 with a confidence of 0.95 (Wilson)."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// What was counted.
    pub count: Count,
    /// The share of successes.
    pub share: f64,
    /// With which confidence the interval holds the true share.
    pub confidence: Share,
    /// How the interval was formed.
    pub method: Method,
    /// Where the true share lies.
    pub interval: Interval,
}

/// A share with its [`interval()`], its method's name and its words.
///
/// # Errors
/// [`Undefined::OutOfRange`] for a confidence of 0 or 1.
pub fn estimate(count: Count, confidence: Share, method: Method) -> Result<Estimate, Undefined> {
    let interval = Limits { count, confidence: inner("confidence", confidence)? }.by(method);
    Ok(Estimate { count, share: count.share(), confidence, method, interval })
}

impl Estimate {
    /// The finding in words, with a caution where the counts strain the method.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let Self { count, share, confidence, method, interval } = self;
        let [low, share, high] = figures([interval.low(), *share, interval.high()]);
        let found = format!(
            "{} of {} succeeded, a share of {share}; the true share lies between {low} and {high} with a confidence of \
             {confidence} ({method})",
            count.successes(),
            count.trials(),
        );
        let few = count.successes().min(count.failures()) < FEW && *method == Method::Wald;
        let caution = few.then(|| {
            "With fewer than 5 successes or failures Wald's interval is too narrow; take Wilson's".to_owned()
        });
        sentences([Some(found), caution])
    }
}

/// The score interval of a share p of n, where n, as an effective one, need not be whole.
pub(crate) fn score_interval(p: f64, n: f64, confidence: Share) -> Result<Interval, Undefined> {
    Ok(score(p, n, two_sided_quantile(inner("confidence", confidence)?)))
}

fn score(p: f64, n: f64, z: f64) -> Interval {
    let square = z * z;
    let centre = p + square / (2.0 * n);
    let reach = z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
    let whole = 1.0 + square / n;
    // Exact at the ends, where the formula is exact and its evaluation is not.
    let low = if p <= 0.0 { 0.0 } else { ((centre - reach) / whole).clamp(0.0, p) };
    let high = if p >= 1.0 { 1.0 } else { ((centre + reach) / whole).clamp(p, 1.0) };
    Interval::new(low, high)
}

struct Limits {
    count: Count,
    confidence: Share,
}

impl Limits {
    fn by(&self, method: Method) -> Interval {
        let many = self.count.successes().min(self.count.failures()) >= MANY;
        match method {
            Method::Wald => self.wald(),
            Method::WilsonCorrected => self.corrected(),
            Method::ClopperPearson if many => self.corrected(),
            Method::AgrestiCoull => self.agresti_coull(),
            Method::ClopperPearson => self.ends(|k, rest| beta_quantile(self.tail(), k, rest + 1.0), true),
            Method::Jeffreys if !many => self.ends(|k, rest| self.jeffreys(k, rest), false),
            Method::JeffreysModified if !many => self.ends(|k, rest| self.jeffreys(k, rest), true),
            Method::MidP if !many => self.ends(|k, rest| self.mid_p(k, rest), true),
            Method::Wilson | Method::Jeffreys | Method::JeffreysModified | Method::MidP => self.wilson(),
        }
    }

    fn z(&self) -> f64 {
        two_sided_quantile(self.confidence)
    }

    fn tail(&self) -> f64 {
        outside(self.confidence) / 2.0
    }

    fn wilson(&self) -> Interval {
        score(self.count.share(), float(self.count.trials()), self.z())
    }

    fn wald(&self) -> Interval {
        let (p, n) = (self.count.share(), float(self.count.trials()));
        let reach = self.z() * (p * (1.0 - p) / n).sqrt();
        Interval::new((p - reach).max(0.0), (p + reach).min(1.0))
    }

    fn agresti_coull(&self) -> Interval {
        let ((k, _, n), z) = (self.count.floats(), self.z());
        let trials = n + z * z;
        let p = (k + z * z / 2.0) / trials;
        let reach = z * (p * (1.0 - p) / trials).sqrt();
        Interval::new((p - reach).max(0.0), (p + reach).min(1.0))
    }

    /// Newcombe (1998), method 4.
    fn corrected(&self) -> Interval {
        let ((k, rest, n), z) = (self.count.floats(), self.z());
        let (p, square) = (k / n, z * z);
        let whole = 2.0 * (n + square);
        let below = z * (square - 2.0 - n.recip() + 4.0 * p * (rest + 1.0)).max(0.0).sqrt();
        let above = z * (square + 2.0 - n.recip() + 4.0 * p * (rest - 1.0)).max(0.0).sqrt();
        let low = if k <= 0.0 { 0.0 } else { (2.0 * k + square - 1.0 - below) / whole };
        let high = if rest <= 0.0 { 1.0 } else { (2.0 * k + square + 1.0 + above) / whole };
        Interval::new(low.clamp(0.0, p), high.clamp(p, 1.0))
    }

    /// Both ends by a rule for the lower one, which gives it and what it lacks to 1: the upper one is what the lower end
    /// of the failures lacks. Where `closed`, the ends are 0 and 1 for none and all.
    fn ends(&self, lower: impl Fn(f64, f64) -> (f64, f64), closed: bool) -> Interval {
        let (k, rest, _) = self.count.floats();
        let (mirrored, other, _) = self.count.mirrored().floats();
        let low = if closed && k <= 0.0 { 0.0 } else { lower(k, rest).0 };
        let high = if closed && rest <= 0.0 { 1.0 } else { lower(mirrored, other).1 };
        Interval::new(low, high)
    }

    fn jeffreys(&self, k: f64, rest: f64) -> (f64, f64) {
        beta_quantile(self.tail(), k + 0.5, rest + 0.5)
    }

    /// The share with which more successes, and half of the times as many, are as probable as the tail.
    fn mid_p(&self, k: f64, rest: f64) -> (f64, f64) {
        crossing(|p, lacking| {
            let more = if rest > 0.0 { incomplete_beta(p, lacking, k + 1.0, rest) } else { 0.0 };
            more + density(k, rest, p, lacking) / 2.0 >= self.tail()
        })
    }
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
    fn exact_ends_go_over_into_the_score_interval() {
        let share: Share = "0.95".parse().unwrap();
        for method in [Method::ClopperPearson, Method::Jeffreys, Method::MidP] {
            let exact = interval(MANY - 1, 3 * MANY, share, method).unwrap();
            let score = interval(MANY, 3 * MANY, share, method).unwrap();
            let step = (3e8_f64).recip();
            assert!((score.low() - exact.low() - step).abs() < 3e-9, "{method}: {exact:?} {score:?}");
            assert!((score.high() - exact.high() - step).abs() < 3e-9, "{method}: {exact:?} {score:?}");
        }
    }
}
