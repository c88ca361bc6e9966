//! Working time inside a bucket of 2,048 seconds, in eight bytes.

use super::interval::Interval;

/// A bucket's width in seconds is a power of two.
pub(super) const WIDTH_BITS: u32 = 11;
const WIDTH: i64 = 1 << WIDTH_BITS;
const WITHIN: u64 = WIDTH.cast_unsigned() - 1;

/// Bits of an offset within a bucket: 0 to 2,048, both included.
const OFFSET_BITS: u32 = 12;
const OFFSET: u64 = (1 << OFFSET_BITS) - 1;

/// The one open interval in a bucket, `open` to `close`, and the working seconds before the bucket, less `open`.
///
/// A bucket that two intervals touch has no true cell: it is [`Cell::CROWDED`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell(u64);

impl Cell {
    /// No working time, and none before.
    pub(super) const EMPTY: Self = Self(0);

    /// Opens after it closes, as no true cell does.
    const CROWDED: Self = Self(1 << OFFSET_BITS);

    const fn new(before: i64, open: i64, close: i64) -> Self {
        let counted = (before - open) << (2 * OFFSET_BITS);
        Self((counted | open << OFFSET_BITS | close).cast_unsigned())
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

    /// The working seconds before an instant, of which only the offset into the bucket counts.
    #[inline]
    pub(super) fn position(self, at: u64) -> i64 {
        // `max().min()` and not `clamp`, which checks its bounds and costs a multiple.
        let within = (at & WITHIN).max(self.open()).min(self.close());
        (self.0.cast_signed() >> (2 * OFFSET_BITS)).wrapping_add(within.cast_signed())
    }

    #[inline]
    pub(super) fn is_open(self, at: u64) -> bool {
        (self.open()..self.close()).contains(&(at & WITHIN))
    }
}

/// The cells of `0..length`.
pub(super) fn cells(open: &[Interval], length: i64) -> Vec<Cell> {
    let mut intervals = open.iter().copied().peekable();
    let mut before = 0_i64;
    let mut cells = Vec::new();
    let mut start = 0;
    while start < length {
        let bucket = Interval { open: start, close: start + WIDTH };
        while let Some(passed) = intervals.next_if(|interval| interval.close <= bucket.open) {
            before += passed.seconds();
        }
        cells.push(
            match intervals.peek().and_then(|interval| Some((interval.open, interval.shared(bucket)?))) {
                None => Cell::new(before, 0, 0),
                Some(_) if intervals.clone().nth(1).is_some_and(|next| next.open < bucket.close) => {
                    Cell::CROWDED
                }
                Some((open, shared)) => {
                    Cell::new(before + (start - open).max(0), shared.open - start, shared.close - start)
                }
            },
        );
        start = bucket.close;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_count_what_lies_before() {
        let open = [(100, 300), (2_000, 5_000), (5_500, 5_600), (5_700, 5_800)];
        let open = open.map(|(open, close)| Interval { open, close });
        let cells = cells(&open, 8_192);
        assert_eq!(cells.len(), 4);
        let crowded: Vec<bool> = cells.iter().map(|cell| cell.is_crowded()).collect();
        assert_eq!(crowded, [true, false, true, false]);
        let counted =
            |at: i64| -> i64 { open.iter().map(|part| (part.close.min(at) - part.open).max(0)).sum() };
        for at in (2_048..4_096).chain(6_144..8_192) {
            let cell = cells[usize::try_from(at / WIDTH).unwrap()];
            assert_eq!(cell.position(at.cast_unsigned()), counted(at), "{at}");
            assert_eq!(cell.is_open(at.cast_unsigned()), counted(at + 1) > counted(at), "{at}");
        }
    }
}
