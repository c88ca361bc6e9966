//! Working time inside a bucket of at most 2,048 seconds, in eight bytes.

use super::interval::Interval;

/// Bits of an offset within a bucket: 0 to 2,048, both included.
const OFFSET_BITS: u32 = 12;
const OFFSET: u64 = (1 << OFFSET_BITS) - 1;

/// Widths of buckets to choose from, in bits, the cheapest first.
const SHIFTS: [u32; 3] = [11, 10, 9];

/// The working seconds before the bucket, and the one open interval in it: `before`, `open`, `close`.
///
/// A bucket that two intervals touch has no cell: it is [`Cell::CROWDED`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell(u64);

impl Cell {
    /// Opens after it closes, as no true cell does.
    const CROWDED: Self = Self(1 << OFFSET_BITS);

    fn new(before: i64, open: i64, close: i64) -> Self {
        Self(
            before.cast_unsigned() << (2 * OFFSET_BITS)
                | open.cast_unsigned() << OFFSET_BITS
                | close.cast_unsigned(),
        )
    }

    #[inline]
    const fn open(self) -> u64 {
        self.0 >> OFFSET_BITS & OFFSET
    }

    #[inline]
    const fn close(self) -> u64 {
        self.0 & OFFSET
    }

    #[inline]
    pub(super) const fn is_crowded(self) -> bool {
        self.open() > self.close()
    }

    /// The working seconds before an offset into the bucket.
    #[inline]
    pub(super) fn position(self, offset: u64) -> u64 {
        // `max().min()` and not `clamp`, which checks its bounds and costs a multiple.
        (self.0 >> (2 * OFFSET_BITS)) + (offset.max(self.open()).min(self.close()) - self.open())
    }

    #[inline]
    pub(super) fn is_open(self, offset: u64) -> bool {
        (self.open()..self.close()).contains(&offset)
    }
}

/// The cells of `0..length`, in buckets of `1 << shift` seconds.
pub(super) fn cells(open: &[Interval], length: i64, shift: u32) -> Vec<Cell> {
    let width = 1_i64 << shift;
    let mut intervals = open.iter().copied().peekable();
    let mut before = 0_i64;
    let mut cells = Vec::new();
    let mut start = 0;
    while start < length {
        let end = start + width;
        while let Some(passed) = intervals.next_if(|interval| interval.close <= start) {
            before += passed.seconds();
        }
        let bucket = Interval { open: start, close: end };
        cells.push(
            match intervals.peek().and_then(|interval| Some((interval.open, interval.shared(bucket)?))) {
                None => Cell::new(before, 0, 0),
                Some(_) if intervals.clone().nth(1).is_some_and(|next| next.open < end) => Cell::CROWDED,
                Some((open, shared)) => {
                    Cell::new(before + (start - open).max(0), shared.open - start, shared.close - start)
                }
            },
        );
        start = end;
    }
    cells
}

/// The width of bucket at which fewest buckets of the lists are crowded, the widest of equals.
pub(super) fn best_shift<'a>(lists: &(impl Iterator<Item = &'a [Interval]> + Clone), length: i64) -> u32 {
    let crowded = |shift: u32| {
        lists.clone().flat_map(|list| cells(list, length, shift)).filter(|cell| cell.is_crowded()).count()
    };
    let mut best = (usize::MAX, 11);
    for shift in SHIFTS {
        let count = crowded(shift);
        if count < best.0 {
            best = (count, shift);
        }
        if count == 0 {
            break;
        }
    }
    best.1
}
