use std::cmp::{Ordering, Reverse};

use serde::{Deserialize, Serialize};

/// What rank equal values get.
///
/// ```
/// use service_quality::indicator::Direction;
/// use service_quality::population::{Normalisation, Order, Relative, Ties};
///
/// let solved = [90, 80, 80, 70].map(|solved: u32| Some(solved.into()));
/// let ranks = |ties| {
///     let ranks = Normalisation::Rank { ties, order: Order::Descending }.apply(Direction::Higher, &solved)?;
///     Ok(ranks.figures.iter().filter_map(Relative::value).map(|rank| rank.to_string()).collect::<Vec<_>>().join(" "))
/// };
/// assert_eq!(ranks(Ties::Min)?, "1 2 2 4");
/// assert_eq!(ranks(Ties::Max)?, "1 3 3 4");
/// assert_eq!(ranks(Ties::Mean)?, "1 2.5 2.5 4");
/// # Ok::<(), service_quality::population::PopulationError>(())
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
/// use service_quality::indicator::Direction;
/// use service_quality::population::{Normalisation, Order, Relative, Ties};
///
/// let solved = [90, 80, 70].map(|solved: u32| Some(solved.into()));
/// let ranks = |order| {
///     let ranks = Normalisation::Rank { ties: Ties::Min, order }.apply(Direction::Higher, &solved)?;
///     Ok(ranks.figures.iter().filter_map(Relative::value).map(|rank| rank.to_string()).collect::<Vec<_>>().join(" "))
/// };
/// assert_eq!(ranks(Order::Descending)?, "1 2 3");
/// assert_eq!(ranks(Order::Ascending)?, "3 2 1");
/// # Ok::<(), service_quality::population::PopulationError>(())
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

/// Competition ranks, the greatest key first, where keys that stand next to each other tie by a rule, the greater given
/// first.
pub(super) fn ranks_with<T>(
    keys: &[T],
    order: impl Fn(&T, &T) -> Ordering,
    tied: impl Fn(&T, &T) -> bool,
) -> Vec<u64> {
    let mut sorted: Vec<_> = keys.iter().enumerate().collect();
    sorted.sort_by(|(_, one), (_, other)| order(other, one));
    let mut found = Vec::with_capacity(keys.len());
    let mut next = 1_u64;
    for equal in sorted.chunk_by(|(_, one), (_, other)| tied(one, other)) {
        found.extend(equal.iter().map(|(index, _)| (*index, next)));
        // Counts of a slice: they fit.
        next = equal.iter().fold(next, |next, _| next.saturating_add(1));
    }
    found.sort_by_key(|(index, _)| *index);
    found.into_iter().map(|(_, rank)| rank).collect()
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
}
