//! The order statistics of all slopes between two values of a series.

use crate::analysis::Undefined;
use crate::analysis::distribution::float;
use crate::analysis::series::{out_of_range, pairs};

/// So many are looked at in about a second: those of 10 000 values.
const MOST: u64 = pairs(10_000);

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
    pub(super) fn new(lists: &'a [Vec<f64>]) -> Result<Self, Undefined> {
        let longest = lists.iter().map(Vec::len).max().unwrap_or_default();
        let slopes = Self { lists, steps: (1..=longest as u64).map(float).collect(), written: WRITTEN };
        if slopes.len() > MOST {
            let allowed = "up to 49995000, which is that of 10000 values; give the means of stretches";
            return Err(out_of_range("the number of slopes between two values", &slopes.len(), allowed));
        }
        Ok(slopes)
    }

    /// How many there are.
    pub(super) fn len(&self) -> u64 {
        self.lists.iter().map(|list| pairs(list.len() as u64)).sum()
    }

    /// The ranks of the two in the middle, or of the one, twice.
    pub(super) fn middle(&self) -> [u64; 2] {
        let last = self.len().saturating_sub(1);
        [last / 2, last.div_ceil(2)]
    }

    /// The mean of the two in the middle, or the one.
    pub(super) fn median(&self) -> Result<f64, Undefined> {
        let [low, high] = self.ranked(self.middle())?;
        Ok(f64::midpoint(low, high))
    }

    /// The slopes with these ranks, from 0; the ranks are in ascending order.
    pub(super) fn ranked<const N: usize>(&self, ranks: [u64; N]) -> Result<[f64; N], Undefined> {
        let mut found = Vec::with_capacity(N);
        self.find(Beginning { prefix: 0, shift: TOP, count: self.len() }, &ranks, &mut found);
        // Fewer come back where a rank lies beyond all slopes.
        let needed = usize::try_from(ranks.last().map_or(0, |rank| rank + 1)).unwrap_or(usize::MAX);
        let given = usize::try_from(self.len()).unwrap_or(usize::MAX);
        found.try_into().map_err(|_| Undefined::TooFew { what: "slopes", given, needed })
    }

    /// The slopes with these ranks among those that begin so.
    fn find(&self, beginning: Beginning, ranks: &[u64], found: &mut Vec<f64>) {
        let Beginning { prefix, shift, count } = beginning;
        if ranks.is_empty() {
            return;
        }
        if count <= self.written {
            let mut keys = Vec::new();
            self.each(|key| {
                if begins(key, shift, prefix) {
                    keys.push(key);
                }
            });
            for rank in ranks.iter().filter_map(|rank| usize::try_from(*rank).ok()) {
                if rank < keys.len() {
                    found.push(value(*keys.select_nth_unstable(rank).1));
                }
            }
            return;
        }
        let (mut below, mut rest) = (0, ranks);
        for (digit, count) in (0..).zip(self.histogram(prefix, shift)) {
            let (here, later) = rest.split_at(rest.partition_point(|rank| *rank < below + count));
            let prefix = prefix << DIGIT | digit;
            if shift == 0 {
                found.extend(here.iter().map(|_| value(prefix))); // all bits are known
            } else {
                let here: Vec<u64> = here.iter().map(|rank| rank - below).collect();
                self.find(Beginning { prefix, shift: shift - DIGIT, count }, &here, found);
            }
            (below, rest) = (below + count, later);
        }
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

/// So many slopes, whose bits above the next digit are the prefix.
#[derive(Clone, Copy)]
struct Beginning {
    prefix: u64,
    shift: u32,
    count: u64,
}

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
            let slopes = Slopes { written: 100, ..Slopes::new(&lists).unwrap() };
            let mut all = Vec::new();
            slopes.each(|key| all.push(super::value(key)));
            all.sort_by(f64::total_cmp);
            assert_eq!(all.len() as u64, slopes.len());
            let ranks = [0, 10_000, slopes.len() / 2, slopes.len() - 1];
            let expected: Vec<f64> = ranks.iter().map(|rank| all[usize::try_from(*rank).unwrap()]).collect();
            assert_eq!(slopes.ranked(ranks).unwrap().to_vec(), expected);
            assert!(slopes.ranked([slopes.len()]).is_err(), "no slope has that rank");
        }
    }
}
