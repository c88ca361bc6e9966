//! Working time inside a bucket of 2,048 seconds, in eight bytes.

use super::interval::Interval;

/// A bucket's width in seconds is a power of two.
pub(super) const WIDTH_BITS: u32 = 11;
const WIDTH: i64 = 1 << WIDTH_BITS;
const WITHIN: u64 = WIDTH.cast_unsigned() - 1;

/// The working seconds before a bucket, and the one open interval in it: `open` to `close`, 0 to 2,048.
///
/// A bucket that two intervals touch has no true cell: it is [`Cell::CROWDED`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    before: u32,
    open: u16,
    close: u16,
}

impl Cell {
    /// No working time, and none before.
    pub(super) const EMPTY: Self = Self { before: 0, open: 0, close: 0 };

    /// Opens after it closes, as no true cell does.
    const CROWDED: Self = Self { before: 0, open: 1, close: 0 };

    /// Absent where a table is too long for its counts; a table of crowded cells is slow, but right.
    fn new(before: i64, open: i64, close: i64) -> Option<Self> {
        let (before, open, close) = (before.try_into().ok()?, open.try_into().ok()?, close.try_into().ok()?);
        Some(Self { before, open, close })
    }

    #[inline]
    pub(super) const fn is_crowded(self) -> bool {
        self.open > self.close
    }

    /// The working seconds before an instant, of which only the offset into the bucket counts.
    #[inline]
    pub(super) fn position(self, at: u64) -> u64 {
        // `max().min()` and not `clamp`, which checks its bounds and costs a multiple.
        let (open, close) = (u64::from(self.open), u64::from(self.close));
        let within = (at & WITHIN).max(open).min(close);
        u64::from(self.before).wrapping_add(within.wrapping_sub(open))
    }

    #[inline]
    pub(super) fn is_open(self, at: u64) -> bool {
        (u64::from(self.open)..u64::from(self.close)).contains(&(at & WITHIN))
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
                None => Cell::new(before, 0, 0).unwrap_or(Cell::CROWDED),
                Some(_) if intervals.clone().nth(1).is_some_and(|next| next.open < bucket.close) => {
                    Cell::CROWDED
                }
                Some((open, shared)) => {
                    let counted = before + (start - open).max(0);
                    Cell::new(counted, shared.open - start, shared.close - start).unwrap_or(Cell::CROWDED)
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
            assert_eq!(cell.position(at.cast_unsigned()).cast_signed(), counted(at), "{at}");
            assert_eq!(cell.is_open(at.cast_unsigned()), counted(at + 1) > counted(at), "{at}");
        }
    }
}
