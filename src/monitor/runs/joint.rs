//! Crossings and longest run of independent points, jointly.

use std::collections::VecDeque;

/// P(C = c and L ≤ l) for a series of independent points, each above the centre line with probability p.
///
/// T. Wentzel-Larsen and J. Anhøj, *Joint distribution for number of crossings and longest run in independent Bernoulli
/// observations* (2019); here by one recurrence over the last run for each bound l, O(n²) steps each.
#[derive(Debug)]
pub(super) struct Joint {
    /// For each l from 0 on, for each c.
    at_most: Vec<Vec<f64>>,
}

/// Series that end in a run above, or below, by their number of runs so far.
struct Ends {
    p: f64,
    /// p to the power l + 1.
    beyond: f64,
    /// The newest l + 1 rows, the newest first: rows count runs from 0, so that the empty series is a row.
    rows: VecDeque<Vec<f64>>,
    /// Of the newest row.
    sums: Vec<f64>,
}

impl Joint {
    pub(super) fn of(n: usize, p: f64) -> Self {
        let none = vec![0.0; n];
        Self { at_most: std::iter::once(none).chain((1..=n).map(|l| within(n, l, p))).collect() }
    }

    /// P(C ≥ c and L ≤ l).
    pub(super) fn inside(&self, c: usize, l: usize) -> f64 {
        self.row(l).iter().skip(c).sum()
    }

    /// P(C = c and low < L ≤ high).
    pub(super) fn longer(&self, c: usize, low: usize, high: usize) -> f64 {
        let at = |l| self.row(l).get(c).copied().unwrap_or(0.0);
        at(high) - at(low)
    }

    fn row(&self, l: usize) -> &[f64] {
        self.at_most.get(l).map_or(&[], Vec::as_slice)
    }
}

/// P(C = c and L ≤ l) for each c.
fn within(n: usize, l: usize, p: f64) -> Vec<f64> {
    let ends = |p: f64| Ends {
        p,
        beyond: (0..=l).fold(1.0, |power, _| power * p),
        rows: VecDeque::from([std::iter::once(1.0).chain(std::iter::repeat_n(0.0, n)).collect()]),
        sums: vec![0.0; n.saturating_add(1)],
    };
    let (mut above, mut below) = (ends(p), ends(1.0 - p));
    for _ in 0..n {
        let (up, down) = (above.next(&below, l), below.next(&above, l));
        above.take(up, l);
        below.take(down, l);
    }
    above.sums.iter().zip(&below.sums).map(|(up, down)| up + down).skip(1).collect()
}

impl Ends {
    /// Σ pʳ·other(i − r) over runs of r = 1 to l: one more than the last sum reaches, less what is now too long.
    fn next(&self, other: &Self, l: usize) -> Vec<f64> {
        let nothing = Vec::new();
        let newest = other.rows.front().unwrap_or(&nothing);
        let too_long = other.rows.get(l).unwrap_or(&nothing);
        let runs = |row: &[f64]| {
            let shifted: Vec<f64> = std::iter::once(0.0).chain(row.iter().copied()).collect();
            shifted.into_iter().chain(std::iter::repeat(0.0))
        };
        let sums = self.sums.iter().zip(runs(newest)).zip(runs(too_long));
        sums.map(|((sum, newest), old)| self.p * (newest + sum) - self.beyond * old).collect()
    }

    fn take(&mut self, row: Vec<f64>, l: usize) {
        self.rows.truncate(l);
        self.rows.push_front(row.clone());
        self.sums = row;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recurrence_counts_what_there_is() {
        for (n, p) in [(1_usize, 0.5), (6, 0.5), (9, 0.7)] {
            let joint = Joint::of(n, p);
            for (c, l) in (0..n).flat_map(|c| (1..=n).map(move |l| (c, l))) {
                let mut counted = 0.0;
                for series in 0_u32..1 << n {
                    let up = |at: usize| series >> at & 1 == 1;
                    let (mut run, mut longest, mut crossings, mut chance) = (0, 0, 0, 1.0);
                    for at in 0..n {
                        let crossed = at > 0 && up(at) != up(at - 1);
                        crossings += usize::from(crossed);
                        run = if crossed { 1 } else { run + 1 };
                        longest = longest.max(run);
                        chance *= if up(at) { p } else { 1.0 - p };
                    }
                    counted += if crossings == c && longest == l { chance } else { 0.0 };
                }
                assert!((joint.longer(c, l - 1, l) - counted).abs() < 1e-14, "{n}, {p}: {c}, {l}");
            }
        }
    }
}
