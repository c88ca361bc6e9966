use std::collections::BTreeMap;
use std::ops::Bound;

use crate::calendar::interval::Interval;

/// A sorted list of stretches that do not overlap, which knows what of a stretch it covers without a walk from its start.
pub(super) struct Coverage<'a> {
    list: &'a [Interval],
    /// The seconds of all that come before each.
    before: Vec<i64>,
}

impl<'a> Coverage<'a> {
    pub(super) fn new(list: &'a [Interval]) -> Self {
        let before = list.iter().scan(0, |sum, interval| {
            let before = *sum;
            *sum += interval.seconds();
            Some(before)
        });
        Self { list, before: before.collect() }
    }

    /// How much of a stretch is covered.
    pub(super) fn of(&self, stretch: Interval) -> i64 {
        self.up_to(stretch.close) - self.up_to(stretch.open)
    }

    /// How much is covered before an instant.
    fn up_to(&self, at: i64) -> i64 {
        let begun = self.list.partition_point(|interval| interval.open < at);
        let last = begun.checked_sub(1).and_then(|last| self.list.get(last).zip(self.before.get(last)));
        last.map_or(0, |(last, before)| before + last.close.min(at) - last.open)
    }

    /// What it shares with a stretch.
    pub(super) fn shared(&self, stretch: Interval) -> impl DoubleEndedIterator<Item = Interval> {
        let first = self.list.partition_point(|interval| interval.close <= stretch.open);
        let end = self.list.partition_point(|interval| interval.open < stretch.close);
        let reaching = self.list.get(first..end).unwrap_or_default();
        reaching.iter().filter_map(move |interval| interval.shared(stretch))
    }

    /// From the first to the last of what it shares with a stretch.
    pub(super) fn reach(&self, stretch: Interval) -> Option<Interval> {
        let mut shared = self.shared(stretch);
        let first = shared.next()?;
        Some(Interval { open: first.open, close: shared.next_back().unwrap_or(first).close })
    }
}

/// Stretches from which others are taken one by one, each in the time that it takes to find it.
pub(super) struct Left(BTreeMap<i64, i64>);

impl Left {
    /// Of stretches that do not overlap.
    pub(super) fn new(list: &[Interval]) -> Self {
        Self(list.iter().map(|interval| (interval.open, interval.close)).collect())
    }

    /// What is left of a stretch.
    pub(super) fn within(&self, stretch: Interval) -> impl Iterator<Item = Interval> {
        let reaching = self.0.range(..=stretch.open).next_back();
        let later = self.0.range((Bound::Excluded(stretch.open), Bound::Excluded(stretch.close)));
        let left = reaching.into_iter().chain(later);
        left.filter_map(move |(open, close)| Interval { open: *open, close: *close }.shared(stretch))
    }

    /// Takes a part of what is left.
    pub(super) fn take(&mut self, part: Interval) {
        let whole = self.0.range(..=part.open).next_back().map(|(open, close)| (*open, *close));
        let Some((open, close)) = whole else { return };
        if open == part.open {
            self.0.remove(&open);
        } else {
            self.0.insert(open, part.open);
        }
        if part.close < close {
            self.0.insert(part.close, close);
        }
    }

    /// All that is left, by time.
    pub(super) fn list(&self) -> Vec<Interval> {
        self.0.iter().map(|(open, close)| Interval { open: *open, close: *close }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(open: i64, close: i64) -> Interval {
        Interval { open, close }
    }

    #[test]
    fn what_is_covered_and_what_is_left() {
        let list = [stretch(0, 10), stretch(20, 30), stretch(40, 41)];
        let coverage = Coverage::new(&list);
        assert_eq!(coverage.of(stretch(5, 25)), 10);
        assert_eq!(coverage.reach(stretch(5, 40)), Some(stretch(5, 30)));
        assert_eq!((coverage.reach(stretch(10, 20)), coverage.of(stretch(10, 20))), (None, 0));
        let mut left = Left::new(&list);
        left.take(stretch(3, 5));
        left.take(stretch(20, 30));
        assert_eq!(left.list(), [stretch(0, 3), stretch(5, 10), stretch(40, 41)]);
        assert_eq!(left.within(stretch(2, 6)).collect::<Vec<_>>(), [stretch(2, 3), stretch(5, 6)]);
    }
}
