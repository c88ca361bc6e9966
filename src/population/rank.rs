use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

/// What rank equal values get.
///
/// ```
/// use service_quality::population::Ties;
/// assert_eq!(serde_json::to_string(&Ties::Mean)?, r#""mean""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// The least of the places that they take: competition ranks, 1 2 2 4.
    #[default]
    Min,
    /// The greatest: 1 3 3 4.
    Max,
    /// The mean: 1 2.5 2.5 4.
    Mean,
}

/// From which end ranks are counted.
///
/// ```
/// use service_quality::population::Order;
/// assert_eq!(serde_json::to_string(&Order::Descending)?, r#""descending""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The worst has rank 1, so that more is better, as in an index.
    Ascending,
    /// The best has rank 1, as in a league.
    #[default]
    Descending,
}

/// Competition ranks (排名): the greatest score has rank 1, equal scores share the least of their places.
///
/// ```
/// use service_quality::population::competition_ranks;
/// assert_eq!(competition_ranks(&[70, 90, 90, 80]), [4, 1, 1, 3]);
/// ```
#[must_use]
pub fn competition_ranks<T: Ord>(scores: &[T]) -> Vec<u64> {
    let keys: Vec<_> = scores.iter().map(Reverse).collect();
    places(&keys).into_iter().map(|place| place.first).collect()
}

/// Where a value stands among all, the least value first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The first place that the value and its equals take, from 1.
    pub(super) first: u64,
    /// The last.
    pub(super) last: u64,
    /// How many different values come before, and 1: the dense rank.
    pub(super) level: u64,
}

/// The place of each value, in the order given.
pub(super) fn places<T: Ord>(values: &[T]) -> Vec<Place> {
    let mut sorted: Vec<_> = values.iter().enumerate().collect();
    sorted.sort_by_key(|(_, value)| *value);
    let mut found = Vec::with_capacity(values.len());
    let (mut last, mut level) = (0_u64, 0_u64);
    for equal in sorted.chunk_by(|(_, one), (_, other)| one == other) {
        // Counts of a slice: they fit.
        let first = last.saturating_add(1);
        last = equal.iter().fold(last, |last, _| last.saturating_add(1));
        level = level.saturating_add(1);
        found.extend(equal.iter().map(|(index, _)| (*index, Place { first, last, level })));
    }
    found.sort_by_key(|(index, _)| *index);
    found.into_iter().map(|(_, place)| place).collect()
}

/// Floats in the order of their size, where what agrees in 12 digits of the largest counts as equal: so figures that
/// are equal on paper tie.
pub(super) fn float_keys(scores: &[f64]) -> Vec<FloatKey> {
    let largest = scores.iter().fold(0.0_f64, |largest, score| largest.max(score.abs()));
    let part = |score: f64| if largest > 0.0 { score / largest } else { 0.0 };
    // Adding 0 makes 0 of −0.
    scores.iter().map(|score| FloatKey((part(*score) * 1e12).round() + 0.0)).collect()
}

/// A finite float.
#[derive(Debug, Clone, Copy)]
pub(super) struct FloatKey(f64);

impl PartialEq for FloatKey {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for FloatKey {}

impl PartialOrd for FloatKey {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FloatKey {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_equal_values() {
        let found: Vec<_> =
            places(&[12, 3, 3, 45]).iter().map(|place| (place.first, place.last, place.level)).collect();
        assert_eq!(found, [(3, 3, 2), (1, 2, 1), (1, 2, 1), (4, 4, 3)]);
        assert!(places::<u8>(&[]).is_empty());
    }

    #[test]
    fn floats_that_are_equal_on_paper_tie() {
        let keys = float_keys(&[0.1 + 0.2, 0.3, 0.300_000_1]);
        assert!(keys[0] == keys[1] && keys[1] < keys[2]);
        let zeros = float_keys(&[0.0, -0.0]);
        assert_eq!(zeros[0], zeros[1]);
    }
}
