//! The parting of a sequence into a given number of pieces with the least squared deviations.

use crate::analysis::Undefined;
use crate::analysis::series::{Spread, out_of_range};

/// Costs within this part of each other are equal but for rounding.
pub(crate) const TIE: f64 = 1e-12;

/// Steps that a search may take: a few seconds.
const STEPS: u64 = 500_000_000;

/// What is left of the steps of a search whose length shows only on the way.
#[derive(Debug)]
pub(super) struct Budget(u64);

impl Budget {
    pub(super) const fn new() -> Self {
        Self(STEPS)
    }

    /// Takes so many steps, where they are left.
    pub(super) fn spend(&mut self, steps: usize) -> Result<(), Undefined> {
        self.0 = self.0.checked_sub(steps as u64).ok_or_else(|| {
            let allowed = "up to 500000000; give fewer values, such as the means of stretches";
            out_of_range("the number of steps of the search", &"more", allowed)
        })?;
        Ok(())
    }
}

/// Refuses to part so many points into so many pieces where [`optimal`] would take too long or too much memory. A
/// single cut is never too much.
pub(crate) fn check_work(points: usize, pieces: usize) -> Result<(), Undefined> {
    const MOST: u128 = 4 * STEPS as u128;
    // No more pieces than points come to be looked at.
    let [points, pieces] = [points, pieces.min(points)].map(|count| count as u128);
    let work = points * points * pieces;
    if pieces > 2 && work > MOST {
        let allowed = "up to 2000000000; give fewer values, or cut one after the other";
        return Err(out_of_range("the square of the number of values times that of pieces", &work, allowed));
    }
    Ok(())
}

/// A value that counts so many times.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    pub(crate) value: f64,
    pub(crate) weight: f64,
}

/// Where the pieces end, each with at least `least` points; of equally good partings the one whose last piece is the
/// longest, and so on backwards. Nothing, where there are too few points.
///
/// By dynamic programming over the end of a piece (Fisher, *On grouping for maximum homogeneity*, 1958), all numbers of
/// pieces at once: n²/2 updates of a running mean, and no cancellation. A piece is lengthened backwards only as long as it
/// can be part of an optimum. One cut alone takes one way forward and one back.
pub(crate) fn optimal(points: &[Point], pieces: usize, least: usize) -> Option<Vec<usize>> {
    if pieces == 0 || pieces.checked_mul(least)? > points.len() {
        return None;
    }
    if pieces == 1 {
        return Some(vec![points.len()]);
    }
    if pieces == 2 {
        return Some(vec![one_cut(points, least)?, points.len()]);
    }
    let width = pieces.checked_add(1)?;
    // Row t: the least cost of the first t points in 0, 1, … pieces, and where the last piece starts.
    let mut costs: Vec<f64> = vec![f64::INFINITY; width];
    *costs.first_mut()? = 0.0;
    let mut starts: Vec<usize> = vec![0; width];
    let mut whole = Spread::default();
    for (end, point) in (1..).zip(points) {
        whole.push(point.value, point.weight);
        let mut row: Vec<(f64, usize)> = vec![(f64::INFINITY, 0); width];
        if let Some(one) = row.get_mut(1).filter(|_| end >= least) {
            one.0 = whole.squares;
        }
        let mut piece = Spread::default();
        // Up to so many pieces a longer last one can still improve; the more pieces, the sooner it cannot.
        let mut open = pieces.min(end / least.max(1));
        let before = points.iter().take(end).zip(costs.chunks_exact(width)).enumerate();
        for (start, (point, earlier)) in before.skip(1).rev() {
            piece.push(point.value, point.weight);
            if end - start < least {
                continue;
            }
            while row.get(open).is_some_and(|(cost, _)| piece.squares > cost * (1.0 + TIE)) && open > 1 {
                open -= 1;
            }
            if open < 2 {
                break;
            }
            for ((cost, from), earlier) in row.iter_mut().take(open + 1).skip(2).zip(earlier.iter().skip(1)) {
                let found = earlier + piece.squares;
                if found <= *cost * (1.0 + TIE) && found.is_finite() {
                    (*cost, *from) = (found.min(*cost), start);
                }
            }
        }
        costs.extend(row.iter().map(|(cost, _)| *cost));
        starts.extend(row.iter().map(|(_, start)| *start));
    }
    let total = costs.chunks_exact(width).next_back().and_then(|row| row.get(pieces));
    total.filter(|cost| cost.is_finite())?;
    let mut ends = vec![points.len()];
    for piece in (2..=pieces).rev() {
        let end = *ends.last()?;
        ends.push(*starts.get(end.checked_mul(width)?.checked_add(piece)?)?);
    }
    ends.reverse();
    Some(ends)
}

/// The first of the best cuts into two.
fn one_cut(points: &[Point], least: usize) -> Option<usize> {
    let mut behind = squares(points.iter().rev());
    behind.reverse();
    let end = points.len().checked_sub(least)?;
    let costs = || {
        let both = squares(points.iter()).into_iter().zip(behind.iter().skip(1));
        (1..).zip(both).filter(|(at, _)| (least..=end).contains(at)).map(|(at, (a, b))| (at, a + b))
    };
    let best = costs().map(|(_, cost)| cost).fold(f64::INFINITY, f64::min);
    costs().find(|(_, cost)| *cost <= best * (1.0 + TIE)).map(|(at, _)| at)
}

/// The squared deviations of the first, the first two, the first three, … points.
fn squares<'a>(points: impl Iterator<Item = &'a Point>) -> Vec<f64> {
    let mut spread = Spread::default();
    points
        .map(|point| {
            spread.push(point.value, point.weight);
            spread.squares
        })
        .collect()
}
