use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::optimal::{Budget, Point, TIE, check_work, optimal};
use super::segmentation::Segmentation;
use crate::analysis::Undefined;
use crate::analysis::series::{Spread, check, order, out_of_range, varied};

/// When [`binary`] stops cutting.
///
/// ```
/// use service_quality::analysis::change_point::{self, Stop};
/// let found = change_point::binary(&[1.0, 2.0, 8.0, 9.0, 5.0, 5.0], Stop::Changes(2), 2)?;
/// assert_eq!(found.ends(), [2, 4, 6]);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stop {
    /// When the next cut saves no more squared deviation than this.
    Penalty(f64),
    /// After so many changes, or where no piece is long enough to be cut.
    Changes(usize),
}

/// The changes of level that are worth a penalty: the least of squared deviations + penalty × number of changes, exactly,
/// by the pruned exact linear time method of Killick, Fearnhead and Eckley, *Optimal detection of changepoints with a linear
/// computational cost* (2012).
///
/// Each stretch has at least `min_size` values. The more changes there are the less is to be looked at: without any,
/// n²/2 updates of a running mean. See [`penalty`](super::penalty) for one that suits the noise.
///
/// ```
/// use service_quality::analysis::change_point;
/// let found = change_point::pelt(&[1.0, 2.0, 1.0, 2.0, 9.0, 8.0, 9.0, 8.0], 4.6, 2)?;
/// assert_eq!((found.ends(), found.cost()), (vec![4, 8], 2.0));
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of fewer values than one stretch needs, of one that is not finite or beyond ±1e100, for a penalty that is negative or
/// not finite, for a size of 0, and where the changes are so few among so many values (some 30 000 without any) that
/// it would take more than 500 million steps.
pub fn pelt(values: &[f64], penalty: f64, min_size: usize) -> Result<Segmentation, Undefined> {
    check_penalty(penalty)?;
    check_size(values, 1, min_size)?;
    let mut candidates =
        vec![Candidate { start: 0, before: -penalty, since: Spread::default(), until: usize::MAX }];
    let mut starts = vec![0];
    let mut budget = Budget::new();
    for (end, value) in (1..).zip(values) {
        let mut cost = f64::INFINITY;
        let mut from = 0;
        // One that was beaten at `until − min_size` stays beaten as soon as a stretch may begin there.
        candidates.retain(|candidate| candidate.until > end);
        budget.spend(candidates.len())?;
        for candidate in &mut candidates {
            candidate.since.push(*value, 1.0);
            let found = candidate.before + candidate.since.squares + penalty;
            if end - candidate.start >= min_size && found < cost - TIE * cost.abs().min(f64::MAX) {
                (cost, from) = (found, candidate.start);
            }
        }
        starts.push(from);
        if cost.is_finite() {
            for candidate in &mut candidates {
                if candidate.before + candidate.since.squares > cost + TIE * cost.abs() {
                    candidate.until = candidate.until.min(end.saturating_add(min_size));
                }
            }
            candidates.push(Candidate {
                start: end,
                before: cost,
                since: Spread::default(),
                until: usize::MAX,
            });
        }
    }
    let mut ends = vec![values.len()];
    while let Some(start) = ends.last().and_then(|end| starts.get(*end)).filter(|start| **start > 0) {
        ends.push(*start);
    }
    ends.reverse();
    Ok(Segmentation::new("PELT", values, &ends))
}

/// Where a stretch may have started.
struct Candidate {
    start: usize,
    /// The least cost of all before, with its penalties.
    before: f64,
    since: Spread,
    /// From which end on it cannot be the best.
    until: usize,
}

/// The given number of changes that leaves the least squared deviations, exactly, by dynamic programming: Fisher, *On
/// grouping for maximum homogeneity* (1958); Auger and Lawrence (1989). Of equally good ones those whose last stretches
/// are the longest.
///
/// One change takes a single way forward and one back. More take n²/2 updates of a running mean, each compared with as
/// many partings as there are changes.
///
/// ```
/// use service_quality::analysis::change_point;
/// let found = change_point::best(&[1.0, 2.0, 8.0, 9.0, 5.0, 5.0], 2, 2)?;
/// assert_eq!((found.ends(), found.cost()), (vec![2, 4, 6], 1.0));
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of fewer values than the stretches need, of one that is not finite or beyond ±1e100, for a size of 0, for a change
/// where all values are equal, and for more than one where the square of the number of values times that of stretches is
/// more than two thousand million: 20 000 values in 5 stretches.
pub fn best(values: &[f64], changes: usize, min_size: usize) -> Result<Segmentation, Undefined> {
    let pieces = changes.saturating_add(1);
    check_size(values, pieces, min_size)?;
    if changes > 0 {
        varied("values", values)?;
    }
    check_work(values.len(), pieces)?;
    let points: Vec<Point> = values.iter().map(|value| Point { value: *value, weight: 1.0 }).collect();
    let few =
        Undefined::TooFew { what: "values", given: values.len(), needed: pieces.saturating_mul(min_size) };
    let ends = optimal(&points, pieces, min_size).ok_or(few)?;
    Ok(Segmentation::new("best segmentation", values, &ends))
}

/// One cut after the other, each where it saves the most squared deviation: Scott and Knott, *A cluster analysis method
/// for grouping means in the analysis of variance* (1974). Fast; but a later cut cannot mend an earlier one.
///
/// ```
/// use service_quality::analysis::change_point::{self, Stop};
/// let found = change_point::binary(&[1.0, 2.0, 1.0, 2.0, 9.0, 8.0, 9.0, 8.0], Stop::Penalty(4.6), 2)?;
/// assert_eq!(found.ends(), [4, 8]);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// As [`pelt`]; for a number of changes where all values are equal; and where the cuts lie so unevenly that they would
/// take more than 500 million steps.
pub fn binary(values: &[f64], stop: Stop, min_size: usize) -> Result<Segmentation, Undefined> {
    check_size(values, 1, min_size)?;
    match stop {
        Stop::Penalty(penalty) => check_penalty(penalty)?,
        Stop::Changes(0) => {}
        Stop::Changes(_) => varied("values", values)?,
    }
    let mut budget = Budget::new();
    let mut open = BinaryHeap::from_iter(Cut::of(0, values, min_size, &mut budget)?);
    let mut ends = vec![values.len()];
    while let Some(best) = open.pop() {
        let go_on = match stop {
            Stop::Penalty(penalty) => best.gain > penalty,
            Stop::Changes(changes) => ends.len() <= changes,
        };
        if !go_on {
            break;
        }
        let middle = best.start + best.left.len();
        ends.push(middle);
        open.extend(Cut::of(best.start, best.left, min_size, &mut budget)?);
        open.extend(Cut::of(middle, best.right, min_size, &mut budget)?);
    }
    ends.sort_unstable();
    Ok(Segmentation::new("binary segmentation", values, &ends))
}

/// The best cut of a piece.
struct Cut<'a> {
    /// How much it saves.
    gain: f64,
    start: usize,
    left: &'a [f64],
    right: &'a [f64],
}

impl<'a> Cut<'a> {
    fn of(
        start: usize,
        piece: &'a [f64],
        min_size: usize,
        budget: &mut Budget,
    ) -> Result<Option<Self>, Undefined> {
        budget.spend(piece.len())?;
        let halves = cut(piece, min_size).and_then(|(at, gain)| Some((piece.split_at_checked(at)?, gain)));
        Ok(halves.map(|((left, right), gain)| Self { gain, start, left, right }))
    }
}

/// By the gain; of equal gains the first piece comes first.
impl Ord for Cut<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        order(&self.gain, &other.gain).then(other.start.cmp(&self.start))
    }
}

impl PartialOrd for Cut<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Cut<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Cut<'_> {}

/// Where a piece is best cut, the first of equals, and how much that saves.
fn cut(piece: &[f64], min_size: usize) -> Option<(usize, f64)> {
    let running = |mut spread: Spread, value: &f64| {
        spread.push(*value, 1.0);
        spread
    };
    let mut behind: Vec<f64> = piece
        .iter()
        .rev()
        .scan(Spread::default(), |spread, value| {
            *spread = running(*spread, value);
            Some(spread.squares)
        })
        .collect();
    let whole = behind.pop()?;
    let mut best: Option<(usize, f64)> = None;
    let mut ahead = Spread::default();
    for ((at, value), behind) in (1..).zip(piece).zip(behind.iter().rev()) {
        ahead = running(ahead, value);
        let gain = whole - ahead.squares - behind;
        let room = at >= min_size && piece.len() - at >= min_size;
        if room && best.is_none_or(|(_, most)| gain > most + TIE * whole) {
            best = Some((at, gain));
        }
    }
    best
}

fn check_penalty(penalty: f64) -> Result<(), Undefined> {
    if penalty.is_finite() && penalty >= 0.0 {
        return Ok(());
    }
    Err(out_of_range("the penalty", &penalty, "from 0, and finite"))
}

fn check_size(values: &[f64], pieces: usize, min_size: usize) -> Result<(), Undefined> {
    if min_size == 0 {
        return Err(out_of_range("the smallest size of a stretch", &min_size, "from 1"));
    }
    check("values", values, pieces.saturating_mul(min_size))
}
