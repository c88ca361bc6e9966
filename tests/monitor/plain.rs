//! Run rules in the plainest way: each pattern looked for in each window, from nothing but values and limits.

#![cfg(test)]

use service_quality::monitor::{
    CompletedBy, Counted, Counting, Limits, OnCentre, Opening, Others, Outermost, Pattern, RuleSet, Side,
    Sides, Ties, Zone,
};

/// A value and the lines that hold there.
pub(crate) type Point = (f64, Limits);

/// Rule, completing point, side and the points of the pattern.
pub(crate) type Found = (usize, usize, Option<Side>, Vec<usize>);

/// All signals in the order of the points, of the rules, and of the sides.
pub(crate) fn signals(rules: &RuleSet, points: &[Point]) -> Vec<Found> {
    let mut found = Vec::new();
    for at in 0..points.len() {
        for (rank, rule) in rules.rules().iter().enumerate() {
            for side in [Some(Side::Above), Some(Side::Below), None] {
                if let Some(members) = pattern(rule.pattern(), &points[..=at], side) {
                    found.push((rank, at, side, members));
                }
            }
        }
    }
    found
}

/// The points that make a pattern which the last point completes on a side.
fn pattern(pattern: Pattern, points: &[Point], side: Option<Side>) -> Option<Vec<usize>> {
    let last = points.len() - 1;
    match (pattern, side) {
        (Pattern::BeyondLimits, Some(side)) => {
            is_beyond(&points[last], Zone::Limit, side).then(|| vec![last])
        }
        (Pattern::Beyond { zone, hits, of, counting }, Some(side)) => {
            window(points, zone, usize::from(hits), usize::from(of), counting, side)
        }
        (Pattern::Shift { points: length, on_centre }, Some(side)) => {
            let is_useful = |at: &usize| points[*at].1.side(points[*at].0).is_some();
            let on_side = |at: &usize| points[*at].1.side(points[*at].0) == Some(side);
            let passes = |at: &usize| on_side(at) || (on_centre == OnCentre::Skip && !is_useful(at));
            let run: Vec<usize> = (0..=last).rev().take_while(passes).collect();
            let first = run.iter().rev().find(|at| on_side(at)).copied()?;
            let counted = run.iter().filter(|at| on_side(at)).count();
            (on_side(&last) && counted >= usize::from(length)).then(|| (first..=last).collect())
        }
        (Pattern::Trend { length, counted, ties }, Some(side)) => {
            let needed = usize::from(length) + usize::from(counted == Counted::Rises);
            let step = |at: &usize| compare(points[*at - 1].0, points[*at].0);
            let passes = |at: &usize| step(at) == Some(side) || (ties == Ties::Skip && step(at).is_none());
            let run: Vec<usize> = (1..=last).rev().take_while(passes).collect();
            let first = run.iter().rev().find(|at| step(at) == Some(side)).copied()?;
            let rises = run.iter().filter(|at| step(at) == Some(side)).count();
            (step(&last) == Some(side) && rises + 1 >= needed).then(|| (first - 1..=last).collect())
        }
        (Pattern::Alternation { points: length }, None) => {
            let step = |at: usize| compare(points[at - 1].0, points[at].0);
            let turns = |at: &usize| {
                step(*at).is_some() && (*at == last || step(*at + 1) == step(*at).map(Side::opposite))
            };
            let run = (1..=last).rev().take_while(turns).count();
            (run > 0 && run + 1 >= usize::from(length)).then(|| (last - run..=last).collect())
        }
        (Pattern::Within { zone, points: length }, None) => {
            let run =
                (0..=last).rev().take_while(|at| points[*at].1.beyond(points[*at].0, zone).is_none()).count();
            (run >= usize::from(length)).then(|| (last + 1 - run..=last).collect())
        }
        (Pattern::Outside { zone, points: length, sides }, None) => {
            let first = points.len().checked_sub(usize::from(length))?;
            let all = points[first..].iter().all(|(value, limits)| limits.beyond(*value, zone).is_some());
            let has = |side| points[first..].iter().any(|point| is_beyond(point, zone, side));
            let both = has(Side::Above) && has(Side::Below);
            (all && (both || sides == Sides::Either)).then(|| (first..=last).collect())
        }
        _ => None,
    }
}

fn window(
    points: &[Point],
    zone: Zone,
    hits: usize,
    of: usize,
    counting: Counting,
    side: Side,
) -> Option<Vec<usize>> {
    if points.len() < of && counting.opening == Opening::WholeWindow {
        return None;
    }
    let first = points.len().saturating_sub(of);
    let is_hit = |at: &usize| {
        is_beyond(&points[*at], zone, side)
            && (counting.outermost == Outermost::Counted || !is_beyond(&points[*at], Zone::Limit, side))
    };
    let members: Vec<usize> = (first..points.len()).filter(is_hit).collect();
    let completed = counting.completed_by == CompletedBy::Any || members.last() == Some(&(points.len() - 1));
    let same_side = points[first..].iter().all(|(value, limits)| limits.side(*value) == Some(side));
    (members.len() >= hits && completed && (same_side || counting.others == Others::Anywhere))
        .then_some(members)
}

fn is_beyond((value, limits): &Point, zone: Zone, side: Side) -> bool {
    limits.beyond(*value, zone) == Some(side)
}

fn compare(before: f64, value: f64) -> Option<Side> {
    if value > before {
        Some(Side::Above)
    } else if value < before {
        Some(Side::Below)
    } else {
        None
    }
}
