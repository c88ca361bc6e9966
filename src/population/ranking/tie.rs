//! Which scores tie: those that are equal on paper, and no others as far as the arithmetic can tell.
//!
//! Scores are ordered, and two that stand next to each other tie where their difference is no more than the arithmetic
//! may have left there. No grid is laid over them, whose lines could part equals.

use super::Shares;
use crate::population::rank::ranks_with;
use crate::quantity::Wide;

/// A part of a whole below 2¹²⁷ in units of 2⁻⁹², rounded down. The least difference of two numbers, 10⁻⁹, is some
/// thousand of them even as a part of the widest range, 2·10¹⁵.
pub(in crate::population) fn fixed(part: u128, whole: u128) -> u128 {
    let (mut result, mut rest, mut places) = (0_u128, part.min(whole), 92_u32);
    loop {
        result = result.saturating_add(rest.checked_div(whole).unwrap_or_default());
        rest = rest.checked_rem(whole).unwrap_or_default();
        if places == 0 {
            return result;
        }
        // The rest is below the whole: the zeros in front of it are room for more places.
        let step = rest.leading_zeros().clamp(1, places);
        (result, rest) = (result << step, rest << step);
        places = places.saturating_sub(step);
    }
}

/// Ranks by Σ weight · figure, the figures given by column. They are exact or, each by less than 1, too low.
pub(super) fn ranks_of_sums(columns: &[Vec<u128>], shares: &Shares, exact: bool) -> Option<Vec<u64>> {
    let length = columns.first().map_or(0, Vec::len);
    let mut sums = vec![Wide::ZERO; length];
    for (column, units) in columns.iter().zip(shares.units()) {
        for (sum, figure) in sums.iter_mut().zip(column) {
            *sum = sum.checked_add(Wide::product(*figure, *units))?;
        }
    }
    let error = Wide::from(if exact { 0 } else { shares.total() });
    let tied = |one: &Wide, other: &Wide| one.checked_sub(*other).is_none_or(|lead| lead <= error);
    Some(ranks_with(&sums, Wide::cmp, tied))
}

/// A score of floats, and the size of what was added up to it.
pub(super) struct Rounded {
    pub(super) score: f64,
    pub(super) size: f64,
}

/// Ranks by scores that took so many terms: each term, and some steps around them, may cost a last digit.
pub(super) fn ranks_of_floats(scores: &[Rounded], terms: usize) -> Vec<u64> {
    let digits = (crate::population::exact::count(terms) + 8.0) * 8.0 * f64::EPSILON;
    let tied = |one: &Rounded, other: &Rounded| one.score - other.score <= digits * one.size.max(other.size);
    ranks_with(scores, |one, other| one.score.total_cmp(&other.score), tied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_92_places() {
        let one = 1_u128 << 92;
        assert_eq!([fixed(1, 1), fixed(0, 7), fixed(1, 2), fixed(1, 3)], [one, 0, one / 2, one / 3]);
        let huge = (1_u128 << 113) + 1;
        assert_eq!([fixed(huge, huge), fixed(huge - 1, huge)], [one, one - 1]);
        assert_eq!(fixed(2, 2 * 10_u128.pow(24)), one / 10_u128.pow(24));
        assert_eq!(fixed(0, 0), 0);
    }

    #[test]
    fn a_chain_of_traces_ties_and_a_step_does_not() {
        let scores = [0.1 + 0.2, 0.3, 0.300_000_000_001].map(|score| Rounded { score, size: score });
        assert_eq!(ranks_of_floats(&scores, 2), [2, 2, 1]);
        let scores = [0.0, -0.0, f64::MAX].map(|score| Rounded { score, size: score });
        assert_eq!(ranks_of_floats(&scores, 2), [2, 2, 1]);
    }
}
