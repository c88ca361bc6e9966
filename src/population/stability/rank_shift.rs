use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Serialize;

use crate::population::PopulationError;
use crate::population::exact::count;
use crate::population::rank::{Place, places};
use crate::quantity::excerpt;

/// How far two rankings of the same subjects lie apart.
///
/// Ranks of any kind serve, from any ranking: [`Ranking`](crate::population::ranking::Ranking), a league, scores
/// ranked by
/// [`competition_ranks`](crate::population::competition_ranks).
///
/// ```
/// use service_quality::population::stability::RankShift;
///
/// let shift = RankShift::between(&[("a", 1), ("b", 2), ("c", 3)], &[("b", 1), ("a", 2), ("c", 3)])?;
/// assert_eq!((shift.n, shift.moved, shift.largest), (3, 2, 1));
/// assert!((shift.spearman.ok_or("all equal")? - 0.5).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RankShift {
    /// How many subjects are ranked.
    pub n: usize,
    /// How many have another rank.
    pub moved: usize,
    /// By how many ranks a subject moves on average, up or down.
    pub mean: f64,
    /// By how many the one moves that moves furthest.
    pub largest: u64,
    /// Spearman's ρ, ties at the mean of their places; absent where all are equal in one of the rankings.
    pub spearman: Option<f64>,
    /// Kendall's τ-b; absent where all are equal in one of the rankings.
    pub kendall: Option<f64>,
}

impl RankShift {
    /// Compares two rankings, given in any order. The time grows with the square of n, by τ.
    ///
    /// # Errors
    /// [`PopulationError::NoSubjects`], [`PopulationError::UnknownSubject`] unless both rank the same,
    /// [`PopulationError::DuplicateSubject`].
    pub fn between<K: Ord + Display>(
        before: &[(K, u64)],
        after: &[(K, u64)],
    ) -> Result<Self, PopulationError> {
        let (first, second) = (by_subject(before)?, by_subject(after)?);
        if first.is_empty() {
            return Err(PopulationError::NoSubjects);
        }
        let stranger = first.keys().find(|key| !second.contains_key(*key));
        let stranger = stranger.or_else(|| second.keys().find(|key| !first.contains_key(*key)));
        if let Some(key) = stranger {
            return Err(PopulationError::UnknownSubject { subject: excerpt(&key.to_string()) });
        }
        let ranks: Vec<(u64, u64)> = first.into_values().zip(second.into_values()).collect();
        let shifts = || ranks.iter().map(|(one, other)| one.abs_diff(*other));
        let total: u128 = shifts().map(u128::from).sum();
        Ok(Self {
            n: ranks.len(),
            moved: shifts().filter(|shift| *shift > 0).count(),
            mean: wide(total) / count(ranks.len()),
            largest: shifts().max().unwrap_or_default(),
            spearman: spearman(&ranks),
            kendall: kendall(&ranks),
        })
    }
}

fn by_subject<K: Ord + Display>(ranks: &[(K, u64)]) -> Result<BTreeMap<&K, u64>, PopulationError> {
    let mut found = BTreeMap::new();
    for (index, (subject, rank)) in ranks.iter().enumerate() {
        if found.insert(subject, *rank).is_some() {
            return Err(PopulationError::DuplicateSubject { index, subject: excerpt(&subject.to_string()) });
        }
    }
    Ok(found)
}

/// The correlation of the mean places.
fn spearman(ranks: &[(u64, u64)]) -> Option<f64> {
    let (one, other): (Vec<u64>, Vec<u64>) = ranks.iter().copied().unzip();
    let n = i128::try_from(ranks.len()).ok()?;
    // Twice the mean place, less its mean: integers. The places of n subjects have the mean (n + 1)/2, with ties too.
    let centred = |Place { first, last, .. }: Place| {
        i128::from(first).checked_add(i128::from(last))?.checked_sub(n.checked_add(1)?)
    };
    let one: Vec<i128> = places(&one).into_iter().map(centred).collect::<Option<_>>()?;
    let other: Vec<i128> = places(&other).into_iter().map(centred).collect::<Option<_>>()?;
    let product = |one: &[i128], other: &[i128]| {
        one.iter().zip(other).try_fold(0_i128, |sum, (x, y)| sum.checked_add(x.checked_mul(*y)?))
    };
    let (both, left, right) = (product(&one, &other)?, product(&one, &one)?, product(&other, &other)?);
    if left == 0 || right == 0 {
        return None;
    }
    Some(signed(both) / (signed(left) * signed(right)).sqrt())
}

/// Concordant less discordant pairs, over the geometric mean of the pairs that are untied in each.
fn kendall(ranks: &[(u64, u64)]) -> Option<f64> {
    let (mut net, mut left, mut right) = (0_i128, 0_i128, 0_i128);
    for (index, (one, other)) in ranks.iter().enumerate() {
        for (next_one, next_other) in ranks.iter().skip(index).skip(1) {
            let (x, y) = (sign(one.cmp(next_one)), sign(other.cmp(next_other)));
            // At most n² pairs of a slice: they fit.
            net = net.checked_add(x.checked_mul(y)?)?;
            left = left.checked_add(x.abs())?;
            right = right.checked_add(y.abs())?;
        }
    }
    if left == 0 || right == 0 {
        return None;
    }
    Some(signed(net) / (signed(left) * signed(right)).sqrt())
}

const fn sign(order: Ordering) -> i128 {
    match order {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }
}

#[expect(clippy::cast_precision_loss, reason = "rounded once to the nearest float")]
fn signed(value: i128) -> f64 {
    value as f64
}

#[expect(clippy::cast_precision_loss, reason = "rounded once to the nearest float")]
fn wide(value: u128) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_count_as_in_the_textbooks() {
        // Spearman and τ-b by hand: places 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
        let shift = RankShift::between(
            &[("a", 1), ("b", 2), ("c", 2), ("d", 4)],
            &[("a", 1), ("b", 2), ("c", 3), ("d", 4)],
        );
        let shift = shift.unwrap();
        assert!((shift.spearman.unwrap() - 4.5 / (4.5_f64 * 5.0).sqrt()).abs() < 1e-15, "{shift:?}");
        assert!((shift.kendall.unwrap() - 5.0 / 30_f64.sqrt()).abs() < 1e-15, "{shift:?}");
        assert!((shift.mean - 0.25).abs() < 1e-15);
        let equal = RankShift::between(&[("a", 1), ("b", 1)], &[("a", 1), ("b", 2)]).unwrap();
        assert_eq!((equal.spearman, equal.kendall), (None, None));
    }

    #[test]
    fn both_rank_the_same_subjects_once() {
        let fault = |one: &[(&str, u64)], other: &[(&str, u64)]| {
            RankShift::between(one, other).unwrap_err().to_string()
        };
        assert_eq!(fault(&[], &[]), "subjects: is empty: give at least one");
        let message = "subject `b` is not in both lists: compare the same subjects";
        assert_eq!(fault(&[("a", 1)], &[("a", 1), ("b", 2)]), message);
        assert_eq!(fault(&[("a", 1), ("b", 2)], &[("a", 1)]), message);
        assert_eq!(
            fault(&[("a", 1), ("a", 2)], &[]),
            "subjects[1]: `a` is given twice: give each subject once"
        );
    }
}
