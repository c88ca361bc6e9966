use serde::Serialize;

use super::Approximation;
use super::permutation::of_drawn;
use crate::analysis::deviate::normal_above;
use crate::analysis::distribution::{float, two_sided_probability};
use crate::analysis::series::{check, doubled_ranks, out_of_range, sorted, ties, varied};
use crate::analysis::values::inner;
use crate::analysis::wording::{by, by_chance, sentences};
use crate::analysis::{PValue, Undefined};
use crate::quantity::Share;

/// So many values of both groups are arranged in all ways.
const EXACT: usize = 100;

/// Whether values of one group are mostly larger than those of another.
///
/// ```
/// use service_quality::analysis::rank::{self, Approximation};
///
/// let (before, after) = ([11.6, 16.9, 9.8, 11.2, 5.6], [15.9, 25.6, 24.6, 44.4, 35.3]);
/// let found = rank::mann_whitney(&before, &after, "0.95".parse()?, Approximation::Exact)?;
/// assert!((found.u - 24.0).abs() < 1e-9 && (found.superiority - 0.96).abs() < 1e-9);
/// assert!((found.p_value.two_sided() - 4.0 / 252.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MannWhitney {
    /// How many values of both groups.
    pub n: usize,
    /// How many values before.
    pub before: usize,
    /// How many values after.
    pub after: usize,
    /// In how many pairs of both groups the value after is the larger.
    pub larger: u64,
    /// In how many it is the smaller.
    pub smaller: u64,
    /// In how many both are equal.
    pub equal: u64,
    /// In how many pairs of both groups the value after is the larger; a tie counts half.
    pub u: f64,
    /// U over the number of pairs (优势概率): how probable it is that a value after is larger than one before.
    pub superiority: f64,
    /// Whether any values are equal.
    pub has_ties: bool,
    /// The test.
    pub method: &'static str,
    /// How the p-value was found.
    pub approximation: Approximation,
    /// For the words.
    pub confidence: Share,
    /// How probable as uneven a split is where in truth both groups are alike.
    pub p_value: PValue,
}

/// The test of Mann and Whitney (1947), also Wilcoxon's rank sum test (秩和检验); neither order matters.
///
/// The exact distribution is that of all arrangements of the ranks observed, ties included, for up to 100 values together;
/// its two-sided p is twice the smaller side.
///
/// # Errors
/// [`Undefined::TooFew`] for an empty group; [`Undefined::Constant`] where all values are equal;
/// [`Undefined::OutOfRange`] for more than 100 values in the exact test, for values beyond 10¹⁰⁰ and for a confidence of 0
/// or 1; [`Undefined::NotFinite`].
pub fn mann_whitney(
    before: &[f64],
    after: &[f64],
    confidence: Share,
    approximation: Approximation,
) -> Result<MannWhitney, Undefined> {
    inner("confidence", confidence)?;
    for (what, values) in [("before", before), ("after", after)] {
        check(what, values, 1)?;
    }
    let all: Vec<f64> = after.iter().chain(before).copied().collect();
    varied("values", &all)?;
    let (ranks, cubes) = (doubled_ranks(&all), tied_cubes(&sorted(&all)));
    let (b, a) = (float(before.len() as u64), float(after.len() as u64));
    let (larger, smaller, equal) = compared(before, after);
    let sum: u64 = ranks.iter().take(after.len()).sum();
    // The least sum of so many ranks, doubled, is n(n + 1).
    let u = (float(sum) - a * (a + 1.0)) / 2.0;
    let n = a + b;
    let variance = a * b / 12.0 * (n + 1.0 - cubes / (n * (n - 1.0)));
    let p_value = match approximation {
        Approximation::Exact => exact(&ranks, after.len(), sum)?,
        Approximation::Normal => near(u - a * b / 2.0, variance.sqrt(), 0.0),
        Approximation::NormalCorrected => near(u - a * b / 2.0, variance.sqrt(), 0.5),
    };
    let has_ties = cubes > 0.0;
    let superiority = u / (a * b);
    Ok(MannWhitney {
        n: all.len(),
        before: before.len(),
        after: after.len(),
        larger,
        smaller,
        equal,
        u,
        superiority,
        has_ties,
        method: "Mann-Whitney test",
        approximation,
        confidence,
        p_value,
    })
}

/// In how many pairs the value after is larger, smaller and equal.
fn compared(before: &[f64], after: &[f64]) -> (u64, u64, u64) {
    let before = sorted(before);
    let (mut larger, mut smaller, mut equal) = (0, 0, 0);
    for value in after {
        let below = before.partition_point(|other| other < value);
        let up_to = before.partition_point(|other| other <= value);
        larger += below as u64;
        equal += (up_to - below) as u64;
        smaller += (before.len() - up_to) as u64;
    }
    (larger, smaller, equal)
}

/// Σ(t³ − t) over the ties of a sorted list, t values each.
pub(super) fn tied_cubes(sorted: &[f64]) -> f64 {
    ties(sorted).map(float).map(|t| t * t * t - t).sum()
}

fn exact(ranks: &[u64], after: usize, sum: u64) -> Result<PValue, Undefined> {
    let given = ranks.len();
    if given > EXACT {
        return Err(out_of_range("number of values", &given, "at most 100 for the exact test"));
    }
    // Of the two groups the smaller is arranged: the other has the rest of the sum.
    let (less, greater) = if 2 * after <= given {
        of_drawn(ranks, after, sum)
    } else {
        let rest = ranks.iter().sum::<u64>().saturating_sub(sum);
        let (below, above) = of_drawn(ranks, given - after, rest);
        (above, below)
    };
    Ok(PValue::doubled(less, greater))
}

/// By the normal distribution, the statistic moved towards its mean.
pub(super) fn near(apart: f64, error: f64, correction: f64) -> PValue {
    let two_sided = two_sided_probability((apart.abs() - correction).max(0.0) / error);
    PValue::new(
        two_sided,
        normal_above((-apart - correction) / error),
        normal_above((apart - correction) / error),
    )
}

impl MannWhitney {
    /// How far the groups are apart (秩二列相关): 1 where every value after is larger, −1 where every one is smaller.
    #[must_use]
    pub fn rank_biserial(&self) -> f64 {
        2.0 * self.superiority - 1.0
    }

    /// The finding in words, with a caution where an approximation stands on few values.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let p = self.p_value.two_sided();
        let Self { larger, smaller, equal, method, approximation, .. } = self;
        let pairs = larger + smaller + equal;
        let split = format!(
            "A value after is larger than one before in {larger}, smaller in {smaller} and equal in {equal} of {pairs} pairs"
        );
        let what = format!("{} ({approximation}) a rank difference as large", by(method));
        let chance = by_chance(&what, p, self.confidence);
        let few = self.approximation != Approximation::Exact && self.before.min(self.after) < 8;
        let caution = few.then(|| "Fewer than 8 values in a group: take the exact test".to_owned());
        sentences([Some(format!("{split}; {chance}")), caution])
    }
}
