//! The order statistics of all slopes between two values of a series.

use crate::analysis::distribution::float;
use crate::analysis::series::pairs;

/// Up to so many slopes are written down; of more, those around the wanted rank alone.
const WRITTEN: u64 = 1 << 22;

/// The slopes between any two values of the same list, of lists with values at equal steps.
///
/// There are about n²/2, which is too many to keep. Wanted ranks are found by the leading bits of the floats: one pass
/// counts how many slopes begin with which bits, the next looks only at those that begin as the wanted one does.
pub(super) struct Slopes<'a> {
    lists: &'a [Vec<f64>],
    steps: Vec<f64>,
    written: u64,
}

impl<'a> Slopes<'a> {
    pub(super) fn new(lists: &'a [Vec<f64>]) -> Self {
        let longest = lists.iter().map(Vec::len).max().unwrap_or_default();
        Self { lists, steps: (1..=longest as u64).map(float).collect(), written: WRITTEN }
    }

    /// How many there are.
    pub(super) fn len(&self) -> u64 {
        self.lists.iter().map(|list| pairs(list.len() as u64)).sum()
    }

    /// The mean of the two in the middle, or the one.
    pub(super) fn median(&self) -> f64 {
        let last = self.len().saturating_sub(1);
        match *self.ranked(&[last / 2, last.div_ceil(2)]) {
            [low, high] => low + (high - low) / 2.0,
            _ => 0.0,
        }
    }

    /// The slopes with these ranks, from 0, in ascending order of value.
    pub(super) fn ranked(&self, ranks: &[u64]) -> Vec<f64> {
        let first = if self.len() > self.written { self.histogram(0, TOP) } else { Vec::new() };
        ranks.iter().map(|rank| self.at(*rank, &first)).collect()
    }

    fn at(&self, mut rank: u64, first: &[u64]) -> f64 {
        let (mut prefix, mut shift, mut among) = (0, TOP, self.len());
        let mut counts = first.to_vec();
        while among > self.written {
            if counts.is_empty() {
                counts = self.histogram(prefix, shift);
            }
            let mut digit = 0;
            for (bits, count) in (0..).zip(counts.drain(..)) {
                if rank < count {
                    (digit, among) = (bits, count);
                    break;
                }
                rank -= count;
            }
            prefix = prefix << DIGIT | digit;
            if shift == 0 {
                return value(prefix); // all of them are this one
            }
            shift -= DIGIT;
        }
        let mut found = Vec::new();
        self.each(|key| {
            if begins(key, shift, prefix) {
                found.push(key);
            }
        });
        let rank = usize::try_from(rank).unwrap_or(usize::MAX);
        if rank < found.len() { value(*found.select_nth_unstable(rank).1) } else { 0.0 }
    }

    /// How many of the slopes that begin with `prefix` go on with which digit.
    fn histogram(&self, prefix: u64, shift: u32) -> Vec<u64> {
        let mut counts = vec![0; 1 << DIGIT];
        self.each(|key| {
            if begins(key, shift, prefix)
                && let Ok(digit) = usize::try_from(key >> shift & MASK)
                && let Some(count) = counts.get_mut(digit)
            {
                *count += 1;
            }
        });
        counts
    }

    fn each(&self, mut look: impl FnMut(u64)) {
        for list in self.lists {
            let mut rest = list.as_slice();
            while let Some((first, later)) = rest.split_first() {
                for (value, step) in later.iter().zip(&self.steps) {
                    look(key((value - first) / step));
                }
                rest = later;
            }
        }
    }
}

/// Bits looked at in one pass.
const DIGIT: u32 = 16;
const TOP: u32 = 64 - DIGIT;
const MASK: u64 = (1 << DIGIT) - 1;
const SIGN: u64 = 1 << 63;

/// Whether the bits above the next digit are the prefix.
fn begins(key: u64, shift: u32, prefix: u64) -> bool {
    key >> shift >> DIGIT == prefix
}

/// Bits in the order of the floats.
fn key(slope: f64) -> u64 {
    let bits = slope.to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

fn value(key: u64) -> f64 {
    f64::from_bits(if key & SIGN == 0 { !key } else { key & !SIGN })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_by_leading_bits_are_those_of_the_sorted_slopes() {
        let rough = |i: u64| float(i * i * 7919 % 1009) / 8.0 - 60.0;
        let level = |_| 4.0;
        let series: [&dyn Fn(u64) -> f64; 2] = [&rough, &level];
        for value in series {
            let lists = [(0..300).map(value).collect::<Vec<_>>()];
            let slopes = Slopes { written: 100, ..Slopes::new(&lists) };
            let mut all = Vec::new();
            slopes.each(|key| all.push(super::value(key)));
            all.sort_by(f64::total_cmp);
            assert_eq!(all.len() as u64, slopes.len());
            let ranks = [0, 10_000, slopes.len() / 2, slopes.len() - 1];
            let expected: Vec<f64> = ranks.iter().map(|rank| all[usize::try_from(*rank).unwrap()]).collect();
            assert_eq!(slopes.ranked(&ranks), expected);
        }
    }
}
