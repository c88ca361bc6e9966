use super::{Correlation, CorrelationMethod};
use crate::analysis::Undefined;
use crate::analysis::distribution::{float, two_sided_probability};
use crate::analysis::series::{
    check_pairs, inversions, order, out_of_range, pairs, sorted, tied_pairs, ties,
};

/// Up to so many pairs the exact distribution is worked out.
const EXACT: u64 = 200;

/// The correlation of Kendall, *The treatment of ties in ranking problems* (1945): with S the concordant less the
/// discordant pairs, `τ_b` = S / √(pairs not tied in x × pairs not tied in y). Needs n log n steps (Knight, 1966).
///
/// The probability is that of S/√variance as a normal deviate, with the variance for ties of Kendall's *Rank correlation
/// methods* (1970), without correction for continuity.
///
/// ```
/// use service_quality::analysis::correlation;
/// let found = correlation::kendall(&[1.0, 2.0, 3.0, 4.0], &[1.0, 3.0, 2.0, 3.0])?;
/// assert!((found.coefficient - 3.0 / 30.0_f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of fewer than three pairs, of lists of different length, of a value that is not finite or beyond ±1e100, and where all
/// values of a list are equal.
pub fn kendall(x: &[f64], y: &[f64]) -> Result<Correlation, Undefined> {
    let counts = Counts::of(x, y)?;
    let z = counts.difference / counts.variance(x, y).sqrt();
    Ok(counts.correlation(two_sided_probability(z)))
}

/// As [`kendall`], with the exact probability: of all n! orders of y against x, how many have a τ as far from 0.
///
/// ```
/// use service_quality::analysis::correlation;
/// let found = correlation::kendall_exact(&[1.0, 2.0, 3.0, 4.0], &[1.0, 2.0, 3.0, 4.0])?;
/// assert!((found.p_value - 2.0 / 24.0).abs() < 1e-15);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// As [`kendall`], with ties, and of more than 200 pairs.
pub fn kendall_exact(x: &[f64], y: &[f64]) -> Result<Correlation, Undefined> {
    let counts = Counts::of(x, y)?;
    if counts.tied > 0 {
        let allowed = "0 for an exact probability; ask for the asymptotic one";
        return Err(out_of_range("the number of tied pairs", &counts.tied, allowed));
    }
    if counts.n > EXACT {
        let allowed = "up to 200 for an exact probability; ask for the asymptotic one";
        return Err(out_of_range("the number of pairs", &counts.n, allowed));
    }
    let fewer = counts.discordant.min(pairs(counts.n) - counts.discordant);
    Ok(counts.correlation(at_most(counts.n, fewer)))
}

/// Twice the probability that a random order of n has at most so many inversions, no more than 1.
fn at_most(n: u64, inversions: u64) -> f64 {
    // The j-th element adds 0 to j−1 inversions, each as likely: a moving mean over the distribution of the others.
    let mut shares = vec![1.0];
    for elements in 2..=n {
        let (mut window, mut next) = (0.0, Vec::with_capacity(shares.len()));
        let entering = shares.iter().copied().chain(std::iter::repeat(0.0));
        let leaving = (0..elements).map(|_| 0.0).chain(shares.iter().copied());
        for (enter, leave) in
            entering.zip(leaving).take(usize::try_from(inversions + 1).unwrap_or(usize::MAX))
        {
            window += enter - leave;
            next.push(window / float(elements));
        }
        let longest = usize::try_from(pairs(elements) + 1).unwrap_or(usize::MAX);
        next.truncate(longest);
        shares = next;
    }
    (2.0 * shares.iter().sum::<f64>()).min(1.0)
}

/// What is counted over all pairs of pairs.
struct Counts {
    n: u64,
    discordant: u64,
    /// Concordant less discordant.
    difference: f64,
    /// Pairs that differ in x, and in y.
    apart: [f64; 2],
    tied: u64,
}

impl Counts {
    fn of(x: &[f64], y: &[f64]) -> Result<Self, Undefined> {
        check_pairs(x, y, 3)?;
        let mut joint: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
        joint.sort_by(|a, b| order(&a.0, &b.0).then(order(&a.1, &b.1)));
        let (sorted_x, sorted_y) = (sorted(x), sorted(y));
        let both: u64 = joint
            .chunk_by(|a, b| order(&a.0, &b.0).is_eq() && order(&a.1, &b.1).is_eq())
            .map(|chunk| pairs(chunk.len() as u64))
            .sum();
        let n = x.len() as u64;
        let [tied_x, tied_y] = [tied_pairs(&sorted_x), tied_pairs(&sorted_y)];
        let discordant = inversions(&joint.iter().map(|(_, y)| *y).collect::<Vec<f64>>());
        let concordant = pairs(n) + both - tied_x - tied_y - discordant;
        Ok(Self {
            n,
            discordant,
            difference: float(concordant) - float(discordant),
            apart: [tied_x, tied_y].map(|tied| float(pairs(n) - tied)),
            tied: tied_x + tied_y,
        })
    }

    fn correlation(&self, p_value: f64) -> Correlation {
        let [x, y] = self.apart;
        let coefficient = (self.difference / x.sqrt() / y.sqrt()).clamp(-1.0, 1.0);
        let n = usize::try_from(self.n).unwrap_or(usize::MAX);
        Correlation { method: CorrelationMethod::Kendall, n, coefficient, p_value }
    }

    /// Of the difference, where x and y have nothing to do with each other.
    fn variance(&self, x: &[f64], y: &[f64]) -> f64 {
        let (x, y) = (sorted(x), sorted(y));
        let sum = |list: &[f64], term: fn(f64) -> f64| ties(list).map(|t| term(float(t))).sum::<f64>();
        let with = |term: fn(f64) -> f64| (sum(&x, term), sum(&y, term));
        let n = float(self.n);
        let score = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
        let (x_score, y_score) = with(score);
        let (x_pairs, y_pairs) = with(|t| t * (t - 1.0));
        let (x_triples, y_triples) = with(|t| t * (t - 1.0) * (t - 2.0));
        (score(n) - x_score - y_score) / 18.0
            + x_pairs * y_pairs / (2.0 * n * (n - 1.0))
            + x_triples * y_triples / (9.0 * n * (n - 1.0) * (n - 2.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_probabilities_are_those_of_counted_orders() {
        // Inversions of 5 elements: 1, 4, 9, 15, 20, 22, 20, 15, 9, 4, 1 of 120 orders.
        for (inversions, orders) in [(0, 1.0), (1, 5.0), (2, 14.0), (3, 29.0), (4, 49.0)] {
            assert!((at_most(5, inversions) - 2.0 * orders / 120.0).abs() < 1e-15, "{inversions}");
        }
        assert!((at_most(5, 5) - 1.0).abs() < 1e-15);
    }
}
