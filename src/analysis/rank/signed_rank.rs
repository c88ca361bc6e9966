use serde::Serialize;

use super::Approximation;
use super::mann_whitney::{near, tied_cubes};
use super::permutation::of_signs;
use crate::analysis::distribution::float;
use crate::analysis::mean::differences;
use crate::analysis::series::{check, doubled_ranks, order, out_of_range, sorted};
use crate::analysis::values::inner;
use crate::analysis::wording::{by, by_chance, sentences};
use crate::analysis::{PValue, Undefined};
use crate::quantity::Share;

/// So many differences are given signs in all ways.
const EXACT: usize = 200;
/// Of the values, so much of a difference is rounding.
const ROUNDING: f64 = 1e-12;

/// Which differences of pairs are equal.
///
/// ```
/// use service_quality::analysis::rank::Ties;
/// assert_eq!(Ties::default(), Ties::Rounded);
/// assert_eq!(serde_json::to_string(&Ties::Bitwise)?, r#""bitwise""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ties {
    /// Those that differ by no more than 10⁻¹² of the values they come from: tenths tie as whole numbers of tenths do.
    #[default]
    Rounded,
    /// Those that are the same float, as other packages have it: 0.3 − 0.2 is not 0.2 − 0.1.
    Bitwise,
}

/// Whether pairs mostly moved one way.
///
/// ```
/// use service_quality::analysis::rank::{self, Approximation};
///
/// let (before, after) = ([3.8, 4.1, 3.5, 4.4, 3.9, 4.0], [4.2, 4.3, 3.9, 4.3, 4.4, 4.0]);
/// let found = rank::signed_rank(&before, &after, "0.95".parse()?, Approximation::Exact)?;
/// assert_eq!((found.n, found.unmoved, found.risen, found.fallen), (6, 1, 4, 1));
/// assert!((found.w() - 1.0).abs() < 1e-9 && (found.p_value.two_sided() - 0.125).abs() < 1e-12);
/// assert_eq!(
///     found.interpretation(),
///     "Of 6 pairs 4 rose, 1 fell and 1 did not move; by the signed rank test of Wilcoxon (exact) a rank difference as large \
///      would arise by chance in 12 of 100 samples if nothing had changed (p = 0.125): not significant at 0.05."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SignedRank {
    /// How many pairs.
    pub n: usize,
    /// How many did not move; these are left out, as Wilcoxon did.
    pub unmoved: usize,
    /// How many rose.
    pub risen: usize,
    /// How many fell.
    pub fallen: usize,
    /// The sum of the ranks of those that rose.
    pub up: f64,
    /// The sum of the ranks of those that fell.
    pub down: f64,
    /// The test.
    pub method: &'static str,
    /// How the p-value was found.
    pub approximation: Approximation,
    /// For the words.
    pub confidence: Share,
    /// How probable as uneven a split is where in truth pairs move either way alike.
    pub p_value: PValue,
}

/// The signed rank test of Wilcoxon (1945) (符号秩检验) of pairs that belong together by place; the order of the pairs does
/// not matter.
///
/// The exact distribution is that of all signs of the ranks observed, ties included, for up to 200 pairs that moved; its
/// two-sided p is twice the smaller side. Ties are [`Ties::Rounded`]; see [`signed_rank_with`] for others.
///
/// # Errors
/// [`Undefined::Unequal`] for lists of different length; [`Undefined::TooFew`] without pairs; [`Undefined::Constant`] where
/// no pair moved; [`Undefined::OutOfRange`] for more than 200 pairs in the exact test, for values beyond 10¹⁰⁰ and for a
/// confidence of 0 or 1; [`Undefined::NotFinite`].
pub fn signed_rank(
    before: &[f64],
    after: &[f64],
    confidence: Share,
    approximation: Approximation,
) -> Result<SignedRank, Undefined> {
    signed_rank_with(before, after, confidence, approximation, Ties::Rounded)
}

/// [`signed_rank`] with a choice of which differences are equal.
///
/// ```
/// use service_quality::analysis::rank::{self, Approximation, Ties};
///
/// // One rose by 0.1 and one fell by as much, but as floats 0.3 − 0.2 and 0.2 − 0.1 differ.
/// let (before, after) = ([0.2, 0.2], [0.3, 0.1]);
/// let confidence = "0.95".parse()?;
/// let of = |ties| rank::signed_rank_with(&before, &after, confidence, Approximation::Exact, ties);
/// assert!((of(Ties::Rounded)?.w() - 1.5).abs() < 1e-12 && (of(Ties::Bitwise)?.w() - 1.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of [`signed_rank`].
pub fn signed_rank_with(
    before: &[f64],
    after: &[f64],
    confidence: Share,
    approximation: Approximation,
    ties: Ties,
) -> Result<SignedRank, Undefined> {
    inner("confidence", confidence)?;
    let changes = differences(before, after)?;
    check("pairs", &changes, 1)?;
    let n = changes.len();
    let changes = match ties {
        Ties::Rounded => tied(before, after, &changes),
        Ties::Bitwise => changes.into_iter().filter(|change| change.abs() > 0.0).collect(),
    };
    if changes.is_empty() {
        return Err(Undefined::Constant { what: "pairs" });
    }
    let count = changes.len();
    let sizes: Vec<f64> = changes.iter().map(|change| change.abs()).collect();
    let (ranks, cubes) = (doubled_ranks(&sizes), tied_cubes(&sorted(&sizes)));
    let risen = changes.iter().filter(|change| **change > 0.0).count();
    let upward = changes.iter().zip(&ranks).filter(|(change, _)| **change > 0.0).map(|(_, rank)| rank);
    let sum: u64 = upward.sum();
    let moved = float(count as u64);
    let up = float(sum) / 2.0;
    let down = moved * (moved + 1.0) / 2.0 - up;
    let error = ((moved * (moved + 1.0) * (2.0 * moved + 1.0) - cubes / 2.0) / 24.0).sqrt();
    let apart = up - moved * (moved + 1.0) / 4.0;
    let p_value = match approximation {
        Approximation::Exact if count > EXACT => {
            return Err(out_of_range("number of pairs", &count, "at most 200 for the exact test"));
        }
        Approximation::Exact => {
            let (less, greater) = of_signs(&ranks, sum);
            PValue::doubled(less, greater)
        }
        Approximation::Normal => near(apart, error, 0.0),
        Approximation::NormalCorrected => near(apart, error, 0.5),
    };
    let (unmoved, fallen, method) = (n - count, count - risen, "signed rank test of Wilcoxon");
    Ok(SignedRank { n, unmoved, risen, fallen, up, down, method, approximation, confidence, p_value })
}

/// The changes that are more than rounding, those of equal size but for rounding of the same size.
fn tied(before: &[f64], after: &[f64], changes: &[f64]) -> Vec<f64> {
    let mut sized: Vec<(f64, f64)> = before
        .iter()
        .zip(after)
        .zip(changes)
        .map(|((before, after), change)| (*change, ROUNDING * before.abs().max(after.abs())))
        .filter(|(change, blur)| change.abs() > *blur)
        .collect();
    sized.sort_by(|(a, _), (b, _)| order(&a.abs(), &b.abs()));
    let (mut last, mut kept) = ((0.0_f64, 0.0_f64), 0.0_f64);
    let mut same = Vec::with_capacity(sized.len());
    for (change, blur) in sized {
        if kept <= 0.0 || change.abs() - last.0 > blur.max(last.1) {
            kept = change.abs();
        }
        last = (change.abs(), blur);
        same.push(kept.copysign(change));
    }
    same
}

impl SignedRank {
    /// The smaller of the two sums, which tables of the test are entered with.
    #[must_use]
    pub const fn w(&self) -> f64 {
        self.up.min(self.down)
    }

    /// The finding in words, with a caution where an approximation stands on few pairs.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let Self { n, unmoved, risen, fallen, method, approximation, .. } = self;
        let split = format!("Of {n} pairs {risen} rose, {fallen} fell and {unmoved} did not move");
        let what = format!("{} ({approximation}) a rank difference as large", by(method));
        let chance = by_chance(&what, self.p_value.two_sided(), self.confidence);
        let few = self.approximation != Approximation::Exact && risen + fallen < 10;
        let caution = few.then(|| "Fewer than 10 pairs moved: take the exact test".to_owned());
        sentences([Some(format!("{split}; {chance}")), caution])
    }
}
