use serde::{Deserialize, Serialize};

use super::joint::Joint;
use crate::analysis::Undefined;
use crate::analysis::deviate::normal_above;
use crate::analysis::distribution::binomial_probability;

/// How much chance alone should be left alone: the specificity that best box and cut box keep.
const SPECIFICITY: f64 = 0.925;
/// The shift, in standard deviations, that best box and cut box find as often as they can.
const SHIFT: f64 = 0.8;
/// Among how few crossings chance keeps a series with this probability.
const FEW: f64 = 0.05;

/// How long a run is too long and how few crossings are too few.
///
/// ```
/// use service_quality::monitor::RunsRule;
///
/// let bounds = RunsRule::Anhoej.bounds(24)?;
/// assert_eq!((bounds.longest_run_max, bounds.crossings_min), (8, 8));
/// let bounds = RunsRule::CutBox.bounds(24)?;
/// assert_eq!((bounds.longest_run_max, bounds.crossings_min), (7, 6));
/// assert!(bounds.is_signal(6, 7), "six crossings and a run of seven together are the corner that is cut");
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunsRule {
    /// A run longer than log₂(n) + 3, rounded, or fewer crossings than the 5 % quantile of the binomial distribution of
    /// n − 1 trials: J. Anhøj and A. V. Olesen, *Run charts revisited: a simulation study of run chart rules for
    /// detection of non-random variation in health care processes* (2014).
    #[default]
    Anhoej,
    /// The box of crossings and longest run that finds a shift of 0.8 standard deviations most often, of those that leave
    /// at least 92.5 % of stable series alone: J. Anhøj and T. Wentzel-Larsen, *Smooth operator: modifying the Anhøj rules
    /// to improve runs analysis in statistical process control* (2020).
    BestBox,
    /// The best box less its corner, and less further cells along the two borders there, one by one where a shift shows
    /// most, as long as the specificity is kept; from the same paper. Gives its table for all numbers of points.
    CutBox,
}

/// Where runs and crossings are no longer those of chance, for one number of points.
///
/// ```
/// use service_quality::monitor::RunsRule;
/// let bounds = RunsRule::BestBox.bounds(10)?;
/// assert!(bounds.is_signal(1, 4) && bounds.is_signal(5, 7) && !bounds.is_signal(2, 6));
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct RunsBounds {
    /// The longest run that chance explains.
    pub longest_run_max: u64,
    /// The fewest crossings that chance explains.
    pub crossings_min: u64,
    /// Of the cut box: with the fewest crossings, the longest run that is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corner_longest_run: Option<u64>,
    /// Of the cut box: with the longest run, the fewest crossings that are left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corner_crossings: Option<u64>,
}

impl RunsRule {
    /// The bounds for so many points off the centre line.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] without points; [`Undefined::OutOfRange`] for best box and cut box of fewer than 10 or more
    /// than 100, for which they are not published.
    pub fn bounds(self, useful: u64) -> Result<RunsBounds, Undefined> {
        if useful == 0 {
            return Err(Undefined::TooFew { what: "points off the centre line", given: 0, needed: 1 });
        }
        if self == Self::Anhoej {
            return Ok(RunsBounds::of_box(Self::longest_run(useful), fewest_crossings(useful)));
        }
        let points = usize::try_from(useful).ok().filter(|points| (10..=100).contains(points));
        let points = points.ok_or_else(|| Undefined::OutOfRange {
            what: "the number of points off the centre line",
            given: useful.to_string(),
            allowed: "10 to 100 with best box and cut box; take Anhøj's rules",
        })?;
        Ok(boxed(points, self == Self::CutBox))
    }

    /// log₂(n) to the nearest integer, and three: 2ᵏ is the nearest power from n² ≥ 2²ᵏ⁻¹ on.
    pub(in crate::monitor) fn longest_run(useful: u64) -> u64 {
        let square = u128::from(useful).saturating_mul(u128::from(useful));
        let doubled = u64::from(square.checked_ilog2().unwrap_or(0));
        (doubled.saturating_add(1) >> 1).saturating_add(3)
    }
}

impl RunsBounds {
    const fn of_box(longest_run_max: u64, crossings_min: u64) -> Self {
        Self { longest_run_max, crossings_min, corner_longest_run: None, corner_crossings: None }
    }

    /// Whether a series with so many crossings and such a longest run is more than chance.
    #[must_use]
    pub fn is_signal(&self, crossings: u64, longest_run: u64) -> bool {
        let outside = longest_run > self.longest_run_max || crossings < self.crossings_min;
        let cut_run = crossings == self.crossings_min
            && self.corner_longest_run.is_some_and(|longest| longest_run > longest);
        let cut_crossings = longest_run == self.longest_run_max
            && self.corner_crossings.is_some_and(|fewest| crossings < fewest);
        outside || cut_run || cut_crossings
    }
}

/// The least c for which at most c crossings have a probability of 5 %.
fn fewest_crossings(useful: u64) -> u64 {
    let chances = useful.saturating_sub(1);
    let (mut low, mut high) = (0, chances);
    while low < high {
        let middle = low.midpoint(high);
        if binomial_probability(middle, chances, 0.5) < FEW {
            low = middle.saturating_add(1);
        } else {
            high = middle;
        }
    }
    low
}

/// A number of crossings and a longest run.
type Cell = (usize, usize);

fn boxed(n: usize, cut: bool) -> RunsBounds {
    let stable = Joint::of(n, 0.5);
    let shifted = Joint::of(n, normal_above(-SHIFT));
    let (mut best, mut missed): (Cell, f64) = ((0, n), f64::INFINITY);
    for (c, l) in (0..n).flat_map(|c| (1..=n).map(move |l| (c, l))) {
        let inside = shifted.inside(c, l);
        if inside < missed && stable.inside(c, l) >= SPECIFICITY {
            (best, missed) = ((c, l), inside);
        }
    }
    let (c, l) = best;
    let bounds = RunsBounds::of_box(long(l), long(c));
    if cut { cut_corner(bounds, n, best, &stable, &shifted) } else { bounds }
}

/// Takes cells off the best box: the corner first, then along the border on which a shift loses more.
fn cut_corner(mut bounds: RunsBounds, n: usize, best: Cell, stable: &Joint, shifted: &Joint) -> RunsBounds {
    let (c, l) = best;
    let mut spare = stable.inside(c, l) - SPECIFICITY;
    let chance = |joint: &Joint, (c, l): Cell| joint.longer(c, l.saturating_sub(1), l);
    let (mut longest, mut fewest) = (l, c);
    loop {
        let corner = longest == l;
        let along_row = (c, longest);
        let along_column = if corner { along_row } else { (fewest, l) };
        let fits = |cell: &Cell| cell.1 > 0 && cell.0 < n && chance(stable, *cell) <= spare;
        let more = |a: &Cell, b: &Cell| chance(shifted, *a).total_cmp(&chance(shifted, *b));
        let Some(next) = [along_row, along_column].into_iter().filter(fits).max_by(more) else { break };
        spare -= chance(stable, next);
        longest = longest.saturating_sub(usize::from(next == along_row));
        fewest = fewest.saturating_add(usize::from(corner || next == along_column));
        bounds.corner_longest_run = Some(long(longest));
        bounds.corner_crossings = Some(long(fewest));
    }
    bounds
}

fn long(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_those_of_the_formula() {
        // 2^(k + 1/2) lies between the two of each pair.
        for (below, above, longest) in [(1, 2, 3), (5, 6, 5), (11, 12, 6), (90, 91, 9), (181, 182, 10)] {
            assert_eq!((RunsRule::longest_run(below), RunsRule::longest_run(above)), (longest, longest + 1));
        }
        assert_eq!(RunsRule::Anhoej.bounds(1).unwrap(), RunsBounds::of_box(3, 0));
        assert!(RunsRule::Anhoej.bounds(u64::MAX).unwrap().longest_run_max == 67);
    }

    #[test]
    fn boxes_are_not_published_for_few_and_many() {
        for useful in [0, 9, 101, u64::MAX] {
            assert!(RunsRule::CutBox.bounds(useful).is_err());
        }
    }
}
