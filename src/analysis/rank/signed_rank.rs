use serde::Serialize;

use super::Approximation;
use super::mann_whitney::{near, tied_cubes};
use super::permutation::of_signs;
use crate::analysis::distribution::float;
use crate::analysis::mean::differences;
use crate::analysis::series::{check, doubled_ranks, out_of_range, sorted};
use crate::analysis::values::inner;
use crate::analysis::wording::{by_chance, sentences};
use crate::analysis::{PValue, Undefined};
use crate::quantity::Share;

/// So many differences are given signs in all ways.
const EXACT: usize = 200;

/// Whether pairs mostly moved one way.
///
/// ```
/// use service_quality::analysis::rank::{self, Approximation};
///
/// let (before, after) = ([3.8, 4.1, 3.5, 4.4, 3.9, 4.0], [4.2, 4.3, 3.9, 4.3, 4.4, 4.0]);
/// let found = rank::signed_rank(&before, &after, "0.95".parse()?, Approximation::Exact)?;
/// assert_eq!((found.pairs, found.unmoved, found.risen, found.fallen), (6, 1, 4, 1));
/// assert!((found.w() - 1.0).abs() < 1e-9 && (found.p_value.two_sided() - 0.125).abs() < 1e-12);
/// assert_eq!(
///     found.interpretation(),
///     "Of 6 pairs 4 rose, 1 fell and 1 did not move; as uneven a split would come by chance alone in 12 of 100 samples \
///      (p = 0.125): not proved."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SignedRank {
    /// How many pairs.
    pub pairs: u64,
    /// How many did not move; these are left out, as Wilcoxon did.
    pub unmoved: u64,
    /// How many rose.
    pub risen: u64,
    /// How many fell.
    pub fallen: u64,
    /// The sum of the ranks of those that rose.
    pub up: f64,
    /// The sum of the ranks of those that fell.
    pub down: f64,
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
/// two-sided p is twice the smaller side.
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
    inner("confidence", confidence)?;
    let changes = differences(before, after)?;
    check("pairs", &changes, 1)?;
    let pairs = changes.len() as u64;
    let changes: Vec<f64> = changes.into_iter().filter(|change| change.abs() > 0.0).collect();
    if changes.is_empty() {
        return Err(Undefined::Constant { what: "pairs" });
    }
    let sizes: Vec<f64> = changes.iter().map(|change| change.abs()).collect();
    let (ranks, cubes) = (doubled_ranks(&sizes), tied_cubes(&sorted(&sizes)));
    let risen = changes.iter().filter(|change| **change > 0.0).count() as u64;
    let moved = changes.len() as u64;
    let upward = changes.iter().zip(&ranks).filter(|(change, _)| **change > 0.0).map(|(_, rank)| rank);
    let sum: u64 = upward.sum();
    let n = float(moved);
    let up = float(sum) / 2.0;
    let down = n * (n + 1.0) / 2.0 - up;
    let error = ((n * (n + 1.0) * (2.0 * n + 1.0) - cubes / 2.0) / 24.0).sqrt();
    let apart = up - n * (n + 1.0) / 4.0;
    let p_value = match approximation {
        Approximation::Exact if changes.len() > EXACT => {
            return Err(out_of_range("number of pairs", &moved, "at most 200 for the exact test"));
        }
        Approximation::Exact => {
            let (less, greater) = of_signs(&ranks, sum);
            PValue::doubled(less, greater)
        }
        Approximation::Normal => near(apart, error, 0.0),
        Approximation::NormalCorrected => near(apart, error, 0.5),
    };
    let (unmoved, fallen) = (pairs - moved, moved - risen);
    Ok(SignedRank { pairs, unmoved, risen, fallen, up, down, approximation, confidence, p_value })
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
        let Self { pairs, unmoved, risen, fallen, .. } = self;
        let split = format!("Of {pairs} pairs {risen} rose, {fallen} fell and {unmoved} did not move");
        let chance = by_chance("as uneven a split", self.p_value.two_sided(), self.confidence);
        let few = self.approximation != Approximation::Exact && risen + fallen < 10;
        let caution = few.then(|| "Fewer than 10 pairs moved: take the exact test".to_owned());
        sentences([Some(format!("{split}; {chance}")), caution])
    }
}
