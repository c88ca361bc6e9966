//! The batch table: one cell for each bucket of the whole range.

#![expect(clippy::inline_always, reason = "the few instructions that run once a question, a million times")]

use super::cell::{Cell, WIDTH_BITS, cells};
use super::interval::Interval;
use super::step::Steps;

#[derive(Debug)]
pub(super) struct Buckets {
    /// The way to working seconds, of the whole buckets.
    cells: Box<[Cell]>,
    /// The way back.
    steps: Steps,
    /// The openings, each with the working seconds before it.
    openings: Box<[(Interval, i64)]>,
    length: i64,
}

impl Buckets {
    /// Tabulates openings, merged and counted from the start of the range, of a length in seconds; absent
    /// when it is too long.
    pub(super) fn new(open: &[Interval], length: i64) -> Option<Self> {
        let openings: Box<[(Interval, i64)]> = open
            .iter()
            .scan(0, |total, interval| {
                let before = *total;
                *total += interval.seconds();
                Some((*interval, before))
            })
            .collect();
        let mut cells = cells(open, length);
        cells.truncate(usize::try_from(length >> WIDTH_BITS).unwrap_or_default());
        Some(Self { cells: cells.into(), steps: Steps::new(open)?, openings, length })
    }

    /// The working seconds before an offset from the start; absent outside the table, and where a cell is crowded.
    #[inline(always)]
    pub(super) fn quick_position(&self, offset: u64) -> Option<i64> {
        let cell = self.find(offset)?;
        if cell.is_crowded() { None } else { Some(cell.position(offset).cast_signed()) }
    }

    /// Whether an offset from the start is working time; absent as of [`quick_position`](Self::quick_position).
    #[inline(always)]
    pub(super) fn quick_is_open(&self, offset: u64) -> Option<bool> {
        let cell = self.find(offset)?;
        if cell.is_crowded() { None } else { Some(cell.is_open(offset)) }
    }

    /// The working seconds before an offset from the start; absent outside the table.
    pub(super) fn position(&self, offset: u64) -> Option<i64> {
        let offset = offset.cast_signed();
        if !(0..self.length).contains(&offset) {
            return None;
        }
        let at = self.openings.partition_point(|(opening, _)| opening.open <= offset);
        let last = at.checked_sub(1).and_then(|at| self.openings.get(at));
        Some(last.map_or(0, |(opening, before)| before + (offset.min(opening.close) - opening.open)))
    }

    #[inline(always)]
    fn find(&self, offset: u64) -> Option<Cell> {
        self.cells.get(usize::try_from(offset >> WIDTH_BITS).ok()?).copied()
    }

    /// The offset at which the n-th working second (from 0) begins; absent outside the table, and where a stretch is
    /// crowded.
    #[inline(always)]
    pub(super) fn quick_second(&self, n: u64) -> Option<i64> {
        self.steps.moment(n)
    }

    /// The opening that holds the n-th working second, and the working seconds before it.
    pub(super) fn opening(&self, n: i64) -> Option<(Interval, i64)> {
        let at = self.openings.partition_point(|(_, before)| *before <= n).checked_sub(1)?;
        self.openings.get(at).copied()
    }

    /// The size in memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.cells) + self.steps.bytes() + size_of_val(&*self.openings)
    }
}
