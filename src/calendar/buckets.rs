//! The batch table: one cell for each bucket of the whole range.

use super::cell::{Cell, WIDTH_BITS, cells};
use super::interval::Interval;
use super::two_level::bits_for;

/// Entries for the way back, an opening at most.
const ENTRIES_AN_OPENING: i64 = 4;

#[derive(Debug)]
pub(super) struct Buckets {
    cells: Box<[Cell]>,
    length: u64,
    /// The openings and the working seconds before each.
    openings: Box<[Opening]>,
    total: i64,
    /// The opening of each `1 << entry_bits`-th working second, and the last once more.
    entries: Box<[u32]>,
    entry_bits: u32,
}

#[derive(Debug, Clone, Copy)]
struct Opening {
    before: i64,
    /// The instant less `before`.
    lag: i64,
}

impl Buckets {
    /// Tabulates openings, merged and counted from the start of the range, of a length in seconds.
    pub(super) fn new(open: &[Interval], length: i64) -> Self {
        let openings: Box<[Opening]> = open
            .iter()
            .scan(0, |total, interval| {
                let before = *total;
                *total += interval.seconds();
                Some(Opening { before, lag: interval.open - before })
            })
            .collect();
        let total: i64 = open.iter().map(|interval| interval.seconds()).sum();
        let count = i64::try_from(openings.len()).unwrap_or(i64::MAX);
        let entry_bits = bits_for(total, count.saturating_mul(ENTRIES_AN_OPENING));
        let opening_of = |n: i64| {
            let at = openings.partition_point(|opening| opening.before <= n).saturating_sub(1);
            u32::try_from(at).unwrap_or(u32::MAX)
        };
        let entries = (0..(total >> entry_bits) + 2).map(|entry| opening_of(entry << entry_bits)).collect();
        Self {
            cells: cells(open, length).into(),
            length: length.cast_unsigned(),
            entries,
            entry_bits,
            openings,
            total,
        }
    }

    /// The working seconds before an offset from the start; absent outside the table, and where a cell is crowded.
    #[inline(always)]
    pub(super) fn quick_position(&self, offset: u64) -> Option<i64> {
        let cell = self.find(offset)?;
        if cell.is_crowded() { None } else { Some(cell.position(offset)) }
    }

    /// Whether an offset from the start is working time; absent as of [`quick_position`](Self::quick_position).
    #[inline(always)]
    pub(super) fn quick_is_open(&self, offset: u64) -> Option<bool> {
        let cell = self.find(offset)?;
        if cell.is_crowded() { None } else { Some(cell.is_open(offset)) }
    }

    /// The working seconds before an offset from the start; absent outside the table.
    pub(super) fn position(&self, offset: u64) -> Option<i64> {
        self.find(offset)?;
        let offset = offset.cast_signed();
        let at = self.openings.partition_point(|opening| opening.before + opening.lag <= offset);
        let Some(opening) = at.checked_sub(1).and_then(|at| self.openings.get(at)) else { return Some(0) };
        let end = self.openings.get(at).map_or(self.total, |next| next.before);
        Some((offset - opening.lag).min(end))
    }

    #[inline(always)]
    fn find(&self, offset: u64) -> Option<Cell> {
        if offset >= self.length {
            return None;
        }
        self.cells.get(usize::try_from(offset >> WIDTH_BITS).ok()?).copied()
    }

    /// The offset at which the n-th working second (from 0) begins; absent outside the table, and where an entry is
    /// crowded.
    #[inline(always)]
    pub(super) fn quick_second(&self, n: i64) -> Option<i64> {
        let entry = usize::try_from(n.wrapping_shr(self.entry_bits)).ok()?;
        let [low, high] = *self.entries.get(entry..)?.first_chunk::<2>()?;
        if high.wrapping_sub(low) > 1 {
            return None;
        }
        let low = self.openings.get(usize::try_from(low).ok()?)?;
        let high = self.openings.get(usize::try_from(high).ok()?)?;
        Some(n.wrapping_add(std::hint::select_unpredictable(n >= high.before, high.lag, low.lag)))
    }

    /// The opening that holds the n-th working second, and the working seconds before it.
    pub(super) fn opening(&self, n: i64) -> Option<(Interval, i64)> {
        let at = self.openings.partition_point(|opening| opening.before <= n).checked_sub(1)?;
        let opening = self.openings.get(at)?;
        let end = self.openings.get(at + 1).map_or(self.total, |next| next.before);
        let interval = Interval { open: opening.before + opening.lag, close: end + opening.lag };
        Some((interval, opening.before))
    }

    /// The size in memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.cells) + size_of_val(&*self.openings) + size_of_val(&*self.entries)
    }
}
