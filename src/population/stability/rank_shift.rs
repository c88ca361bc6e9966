use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Serialize;

use crate::population::PopulationError;
use crate::population::exact::{count, real, signed};
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
    /// Compares two rankings, given in any order. The time grows with n·ln n.
    ///
    /// # Errors
    /// [`PopulationError::NoSubjects`], [`PopulationError::UnmatchedSubject`] unless both rank the same,
    /// [`PopulationError::DuplicateSubject`].
    pub fn between<K: Ord + Display>(
        before: &[(K, u64)],
        after: &[(K, u64)],
    ) -> Result<Self, PopulationError> {
        let (first, second) = (by_subject("before", before)?, by_subject("after", after)?);
        if first.is_empty() {
            return Err(PopulationError::NoSubjects);
        }
        let stranger = first.keys().find(|key| !second.contains_key(*key));
        let stranger = stranger.or_else(|| second.keys().find(|key| !first.contains_key(*key)));
        if let Some(key) = stranger {
            return Err(PopulationError::UnmatchedSubject { subject: excerpt(&key.to_string()) });
        }
        let ranks: Vec<(u64, u64)> = first.into_values().zip(second.into_values()).collect();
        let shifts = || ranks.iter().map(|(one, other)| one.abs_diff(*other));
        let total: u128 = shifts().map(u128::from).sum();
        Ok(Self {
            n: ranks.len(),
            moved: shifts().filter(|shift| *shift > 0).count(),
            mean: real(total) / count(ranks.len()),
            largest: shifts().max().unwrap_or_default(),
            spearman: spearman(&ranks),
            kendall: kendall(&ranks),
        })
    }
}

fn by_subject<'a, K: Ord + Display>(
    list: &str,
    ranks: &'a [(K, u64)],
) -> Result<BTreeMap<&'a K, u64>, PopulationError> {
    let mut found = BTreeMap::new();
    for (index, (subject, rank)) in ranks.iter().enumerate() {
        if found.insert(subject, *rank).is_some() {
            let (place, subject) = (format!("{list}[{index}]"), excerpt(&subject.to_string()));
            return Err(PopulationError::DuplicateSubject { place, subject });
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

/// Concordant less discordant pairs, over the geometric mean of the pairs that are untied in each. Pairs are counted by
/// sorting: W. R. Knight, *A computer method for calculating Kendall's tau with ungrouped data* (1966).
fn kendall(ranks: &[(u64, u64)]) -> Option<f64> {
    let mut sorted = ranks.to_vec();
    sorted.sort_unstable();
    let (one, mut other): (Vec<u64>, Vec<u64>) = sorted.iter().copied().unzip();
    let (tied_one, tied_both) = (tied_pairs(&one)?, tied_pairs(&sorted)?);
    // Within equal firsts the seconds ascend: what is out of order is discordant.
    let discordant = inversions(&other)?;
    other.sort_unstable();
    let tied_other = tied_pairs(&other)?;
    let all = pairs(ranks.len())?;
    let (left, right) = (all.checked_sub(tied_one)?, all.checked_sub(tied_other)?);
    if left == 0 || right == 0 {
        return None;
    }
    let untied = left.checked_sub(tied_other)?.checked_add(tied_both)?;
    let net = untied.checked_sub(discordant.checked_mul(2)?)?;
    Some(signed(net) / (signed(left) * signed(right)).sqrt())
}

/// n(n − 1)/2.
fn pairs(n: usize) -> Option<i128> {
    let n = i128::try_from(n).ok()?;
    n.checked_mul(n.checked_sub(1)?)?.checked_div(2)
}

/// The pairs of equals in a sorted list.
fn tied_pairs<T: PartialEq>(sorted: &[T]) -> Option<i128> {
    let groups = sorted.chunk_by(|one, other| one == other);
    groups.map(|group| pairs(group.len())).try_fold(0_i128, |sum, pairs| sum.checked_add(pairs?))
}

/// The pairs of which the greater stands first, counted while the list is merged from runs.
fn inversions(values: &[u64]) -> Option<i128> {
    let mut runs: Vec<Vec<u64>> = values.iter().map(|value| vec![*value]).collect();
    let mut found = 0_i128;
    while runs.len() > 1 {
        let mut longer = Vec::with_capacity(runs.len().div_ceil(2));
        for pair in runs.chunks(2) {
            longer.push(match pair {
                [one, other] => merged(one, other, &mut found)?,
                rest => rest.concat(),
            });
        }
        runs = longer;
    }
    Some(found)
}

/// Two sorted runs as one; a value that comes before what is left of the first run is out of order with all of that.
fn merged(one: &[u64], other: &[u64], found: &mut i128) -> Option<Vec<u64>> {
    let mut result = Vec::with_capacity(one.len().saturating_add(other.len()));
    let (mut one, mut other) = (one, other);
    while let ([first, one_rest @ ..], [second, other_rest @ ..]) = (one, other) {
        if second < first {
            result.push(*second);
            *found = found.checked_add(i128::try_from(one.len()).ok()?)?;
            other = other_rest;
        } else {
            result.push(*first);
            one = one_rest;
        }
    }
    result.extend(one);
    result.extend(other);
    Some(result)
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
        assert_eq!(fault(&[], &[]), "subjects: none given: give at least one");
        let message = "subject `b` is not in both lists: compare the same subjects";
        assert_eq!(fault(&[("a", 1)], &[("a", 1), ("b", 2)]), message);
        assert_eq!(fault(&[("a", 1), ("b", 2)], &[("a", 1)]), message);
        assert_eq!(
            fault(&[("a", 1), ("a", 2)], &[]),
            "before[1]: `a` is given twice: give each subject once"
        );
    }

    #[test]
    fn sorting_counts_the_pairs_that_comparing_counts() {
        // Ranks of all sorts of ties, from a fixed recurrence.
        let mut state = 1_u64;
        let mut drawn = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for n in 0..60 {
            let ranks: Vec<(u64, u64)> = (0..n).map(|_| (drawn(2 + n / 2), drawn(9))).collect();
            let (mut net, mut left, mut right) = (0_i128, 0_i128, 0_i128);
            for (index, first) in ranks.iter().enumerate() {
                for second in &ranks[index + 1..] {
                    let (x, y) = (first.0.cmp(&second.0) as i128, first.1.cmp(&second.1) as i128);
                    (net, left, right) = (net + x * y, left + x.abs(), right + y.abs());
                }
            }
            let expected =
                (left > 0 && right > 0).then(|| signed(net) / (signed(left) * signed(right)).sqrt());
            assert_eq!(kendall(&ranks), expected, "{ranks:?}");
        }
    }
}
