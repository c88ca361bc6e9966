//! Ranks of values, ties sharing the middle of theirs.

use crate::analysis::distribution::float;

/// Ranks from 1, doubled so that the middle of a tie is whole, in the order of the values; and Σ(t³ − t) over the ties.
pub(crate) struct Ranks {
    pub(crate) doubled: Vec<u64>,
    pub(crate) ties: f64,
}

impl Ranks {
    /// Of finite values.
    pub(crate) fn of(values: &[f64]) -> Self {
        // Adding 0 makes −0 equal to 0.
        let mut order: Vec<(f64, usize)> =
            values.iter().enumerate().map(|(place, value)| (value + 0.0, place)).collect();
        order.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut placed: Vec<(usize, u64)> = Vec::with_capacity(order.len());
        let (mut ties, mut before) = (0.0, 0_u64);
        for tie in order.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq()) {
            let size = tie.len() as u64;
            // The middle of the ranks before + 1 to before + size, doubled.
            let middle = 2 * before + size + 1;
            placed.extend(tie.iter().map(|(_, place)| (*place, middle)));
            let t = float(size);
            ties += t * t * t - t;
            before += size;
        }
        placed.sort_unstable();
        Self { doubled: placed.into_iter().map(|(_, rank)| rank).collect(), ties }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_the_middle() {
        let ranks = Ranks::of(&[3.0, -0.0, 5.0, 3.0, 0.0, 3.0]);
        assert_eq!(ranks.doubled, [8, 3, 12, 8, 3, 8]);
        assert!((ranks.ties - (24.0 + 6.0)).abs() < 1e-12);
    }
}
