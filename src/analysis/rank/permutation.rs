//! How sums of ranks are distributed over all arrangements: Streitberg and Röhmel, *Exact distributions for permutation
//! and rank tests* (1986). Every term is positive, so that no digit is lost.

/// The probabilities of at most and of at least `sum`, where so many of the ranks are drawn, all choices alike.
pub(super) fn of_drawn(ranks: &[u64], drawn: usize, sum: u64) -> (f64, f64) {
    // By number drawn, the ways to reach each sum; from the last number, so that no rank is drawn twice.
    let mut ways: Vec<Vec<f64>> = vec![Vec::new(); drawn + 1];
    if let Some(none) = ways.first_mut() {
        none.push(1.0);
    }
    for rank in ranks {
        for number in (0..drawn).rev() {
            let (fewer, more) = ways.split_at_mut(number + 1);
            if let (Some(from), Some(into)) = (fewer.last(), more.first_mut()) {
                shift_into(into, from, *rank);
            }
        }
    }
    split(ways.last().map_or(&[], Vec::as_slice), sum)
}

/// The probabilities of at most and of at least `sum`, where each rank counts or not, as by a coin.
pub(super) fn of_signs(ranks: &[u64], sum: u64) -> (f64, f64) {
    let mut chances = vec![1.0];
    for rank in ranks {
        let without: Vec<f64> = chances.iter().map(|chance| chance / 2.0).collect();
        chances.clone_from(&without);
        shift_into(&mut chances, &without, *rank);
    }
    split(&chances, sum)
}

/// Adds each entry that many places further on.
fn shift_into(into: &mut Vec<f64>, from: &[f64], by: u64) {
    let by = usize::try_from(by).unwrap_or(usize::MAX);
    let length = from.len().saturating_add(by);
    if into.len() < length && !from.is_empty() {
        into.resize(length, 0.0);
    }
    for (entry, ways) in into.iter_mut().skip(by).zip(from) {
        *entry += ways;
    }
}

/// The parts of a list up to a place and from it on, that place in both.
fn split(ways: &[f64], place: u64) -> (f64, f64) {
    let place = usize::try_from(place).unwrap_or(usize::MAX);
    let all: f64 = ways.iter().sum();
    let below: f64 = ways.iter().take(place.saturating_add(1)).sum();
    let above: f64 = ways.iter().skip(place).sum();
    ((below / all).min(1.0), (above / all).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrangements_are_counted() {
        // Two of four: sums 3, 4, 5, 5, 6, 7.
        let (below, above) = of_drawn(&[1, 2, 3, 4], 2, 5);
        assert!((below - 4.0 / 6.0).abs() < 1e-15 && (above - 4.0 / 6.0).abs() < 1e-15);
        // Three coins: sums 0, 1, 2, 3, 3, 4, 5, 6.
        let (below, above) = of_signs(&[1, 2, 3], 1);
        assert!((below - 0.25).abs() < 1e-15 && (above - 7.0 / 8.0).abs() < 1e-15);
    }
}
