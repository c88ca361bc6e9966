//! The default table: a word for each day, and what lies before each instant for the few kinds of day there are.
//!
//! Five years of ordinary hours have some 1,800 days of less than ten kinds. Days of the table begin where the
//! fewest openings are cut in two, mostly at a local midnight.

#![expect(clippy::inline_always, reason = "the few instructions that run once a question, a million times")]

use std::collections::BTreeMap;

use super::cell::{Cell, WIDTH_BITS, cells};
use super::interval::{DAY, Interval};
use super::step::Steps;

const DAY_LENGTH: u64 = DAY.cast_unsigned();

/// The working seconds of so many days can be counted in 32 bits, and their kinds in 16.
pub(super) const MOST_DAYS: i64 = 49_700;

#[derive(Debug)]
pub(super) struct TwoLevel {
    /// All days, and the end, which is of no kind.
    days: Box<[Day]>,
    /// Of each kind of day, the way to working seconds.
    kinds: Box<[Cells]>,
    /// The way back.
    steps: Steps,
    /// Of each kind of day, its openings.
    openings: Box<[Box<[Interval]>]>,
}

/// The 43 buckets of a day, and room for a handy size.
type Cells = [Cell; 48];

/// The working seconds before a day, and what kind of day it is, in one word.
#[derive(Debug, Clone, Copy)]
struct Day(u64);

/// Bits of a day's word that hold its kind.
const KIND_BITS: u32 = 16;

impl Day {
    fn new(before: i64, kind: u16) -> Self {
        Self(before.cast_unsigned() << KIND_BITS | u64::from(kind))
    }

    #[inline(always)]
    const fn before(self) -> u64 {
        self.0 >> KIND_BITS
    }

    #[inline(always)]
    fn kind(self) -> usize {
        usize::try_from(self.0 & ((1 << KIND_BITS) - 1)).unwrap_or(usize::MAX)
    }
}

impl TwoLevel {
    /// Tabulates openings, merged and counted from the start of the first of `days` days; absent when there are more
    /// than can be numbered.
    pub(super) fn new(open: &[Interval], days: i64) -> Option<Self> {
        let mut known: BTreeMap<Vec<Interval>, u16> = BTreeMap::new();
        let mut table = Vec::new();
        let mut total = 0_i64;
        let mut rest = open;
        for day in 0..days {
            let span = Interval { open: day * DAY, close: (day + 1) * DAY };
            let passed = rest.partition_point(|interval| interval.close <= span.open);
            rest = rest.get(passed..)?;
            let parts = rest.iter().map_while(|interval| interval.shared(span));
            let parts: Vec<_> = parts
                .map(|part| Interval { open: part.open - span.open, close: part.close - span.open })
                .collect();
            let before = total;
            total += work(&parts);
            let next = u16::try_from(known.len()).ok()?;
            table.push(Day::new(before, *known.entry(parts).or_insert(next)));
        }
        table.push(Day::new(total, u16::MAX));
        let mut openings: Vec<_> = known.into_iter().map(|(parts, kind)| (kind, parts.into())).collect();
        openings.sort_unstable_by_key(|(kind, _)| *kind);
        let openings: Box<[Box<[Interval]>]> = openings.into_iter().map(|(_, parts)| parts).collect();
        Some(Self {
            kinds: openings.iter().map(|parts| kind(parts)).collect(),
            steps: Steps::new(open)?,
            openings,
            days: table.into(),
        })
    }

    /// The working seconds before an offset from the start; absent outside the table, and where a cell is crowded.
    #[inline(always)]
    pub(super) fn quick_position(&self, offset: u64) -> Option<i64> {
        let (day, second, cell) = self.find(offset)?;
        if cell.is_crowded() {
            return None;
        }
        Some(day.before().wrapping_add(cell.position(second)).cast_signed())
    }

    /// Whether an offset from the start is working time; absent as of [`quick_position`](Self::quick_position).
    #[inline(always)]
    pub(super) fn quick_is_open(&self, offset: u64) -> Option<bool> {
        let (_, second, cell) = self.find(offset)?;
        if cell.is_crowded() { None } else { Some(cell.is_open(second)) }
    }

    /// The working seconds before an offset from the start; absent outside the table.
    pub(super) fn position(&self, offset: u64) -> Option<i64> {
        let (day, second, _) = self.find(offset)?;
        let until = second.cast_signed();
        let counted = self.openings_of(day).iter().map(|part| (part.close.min(until) - part.open).max(0));
        Some(day.before().cast_signed() + counted.sum::<i64>())
    }

    /// The day of an offset from the start, the second of the day, and its cell.
    #[inline(always)]
    fn find(&self, offset: u64) -> Option<(Day, u64, Cell)> {
        let (day, second) = (offset / DAY_LENGTH, offset % DAY_LENGTH);
        let day = *self.days.get(usize::try_from(day).ok()?)?;
        let cells = self.kinds.get(day.kind())?;
        Some((day, second, *cells.get(usize::try_from(second >> WIDTH_BITS).ok()?)?))
    }

    /// The offset at which the n-th working second (from 0) begins; absent outside the table, and where a stretch is
    /// crowded.
    #[inline(always)]
    pub(super) fn quick_second(&self, n: u64) -> Option<i64> {
        self.steps.moment(n)
    }

    /// The opening that holds the n-th working second, and the working seconds before it.
    pub(super) fn opening(&self, n: i64) -> Option<(Interval, i64)> {
        let number = self.days.partition_point(|day| day.before().cast_signed() <= n).checked_sub(1)?;
        let day = *self.days.get(number)?;
        let midnight = i64::try_from(number).ok()? * DAY;
        let mut counted = day.before().cast_signed();
        for part in self.openings_of(day) {
            if n < counted + part.seconds() {
                let opening = Interval { open: midnight + part.open, close: midnight + part.close };
                return Some((opening, counted));
            }
            counted += part.seconds();
        }
        None
    }

    /// The size in memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let openings =
            self.openings.iter().map(|parts| size_of_val(parts) + size_of_val(&**parts)).sum::<usize>();
        size_of_val(&*self.days) + size_of_val(&*self.kinds) + self.steps.bytes() + openings
    }

    fn openings_of(&self, day: Day) -> &[Interval] {
        self.openings.get(day.kind()).map_or(&[], |parts| parts)
    }
}

fn kind(parts: &[Interval]) -> Cells {
    let mut kind = [Cell::EMPTY; 48];
    for (place, cell) in kind.iter_mut().zip(cells(parts, DAY)) {
        *place = cell;
    }
    kind
}

fn work(parts: &[Interval]) -> i64 {
    parts.iter().map(|part| part.seconds()).sum()
}
