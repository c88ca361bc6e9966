//! Half-open stretches of seconds, and lists of them that are sorted and do not touch.

pub(crate) const DAY: i64 = 86_400;

/// `open..close`, of wall time or of instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Interval {
    pub(crate) open: i64,
    pub(crate) close: i64,
}

impl Interval {
    pub(crate) const fn seconds(self) -> i64 {
        self.close - self.open
    }

    /// The part that two intervals share.
    pub(crate) fn shared(self, other: Self) -> Option<Self> {
        let shared = Self { open: self.open.max(other.open), close: self.close.min(other.close) };
        (shared.open < shared.close).then_some(shared)
    }
}

/// Sorts intervals and joins those that overlap or touch.
pub(crate) fn merge(intervals: &mut Vec<Interval>) {
    if !intervals.is_sorted() {
        intervals.sort_unstable();
    }
    intervals.dedup_by(|next, last| {
        let joined = next.open <= last.close;
        if joined {
            last.close = last.close.max(next.close);
        }
        joined
    });
}

/// What two lists share.
pub(crate) fn intersection(one: &[Interval], other: &[Interval]) -> Vec<Interval> {
    let mut shared = Vec::new();
    let (mut ones, mut others) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(left), Some(right)) = (ones.peek(), others.peek()) {
        shared.extend(left.shared(**right));
        if left.close <= right.close {
            ones.next()
        } else {
            others.next()
        };
    }
    shared
}

/// The stretches of `within` that the list leaves out.
pub(crate) fn gaps(list: &[Interval], within: Interval) -> Vec<Interval> {
    let mut open = within.open;
    let mut gaps = Vec::new();
    for interval in list {
        gaps.extend(Interval { open, close: interval.open }.shared(within));
        open = open.max(interval.close);
    }
    gaps.extend(Interval { open, close: within.close }.shared(within));
    gaps
}

/// The list without what another list covers.
pub(crate) fn difference(whole: &[Interval], without: &[Interval]) -> Vec<Interval> {
    match (whole.first(), whole.last()) {
        (Some(first), Some(last)) if !without.is_empty() => {
            intersection(whole, &gaps(without, Interval { open: first.open, close: last.close }))
        }
        _ => whole.to_vec(),
    }
}

/// Cuts the list off at the ends of a stretch.
pub(crate) fn clip(list: &mut Vec<Interval>, within: Interval) {
    list.retain_mut(|interval| match interval.shared(within) {
        Some(shared) => {
            *interval = shared;
            true
        }
        None => false,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(pairs: &[(i64, i64)]) -> Vec<Interval> {
        pairs.iter().map(|&(open, close)| Interval { open, close }).collect()
    }

    #[test]
    fn set_operations() {
        let mut merged = list(&[(5, 9), (0, 2), (2, 4), (6, 7)]);
        merge(&mut merged);
        assert_eq!(merged, list(&[(0, 4), (5, 9)]));
        assert_eq!(intersection(&merged, &list(&[(1, 6), (8, 20)])), list(&[(1, 4), (5, 6), (8, 9)]));
        assert_eq!(difference(&merged, &list(&[(-5, 1), (2, 3), (8, 9)])), list(&[(1, 2), (3, 4), (5, 8)]));
        assert_eq!(gaps(&merged, Interval { open: -1, close: 10 }), list(&[(-1, 0), (4, 5), (9, 10)]));
        assert_eq!(gaps(&[], Interval { open: 0, close: 1 }), list(&[(0, 1)]));
        clip(&mut merged, Interval { open: 3, close: 6 });
        assert_eq!(merged, list(&[(3, 4), (5, 6)]));
    }
}
