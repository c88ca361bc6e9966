//! The default table: a word for each day, and tables for the few kinds of day there are.
//!
//! Five years of ordinary hours have some 1,800 days of less than ten kinds, so that a day needs only what lies
//! before it and its kind. Days of the table begin where the fewest openings are cut in two, mostly at a local
//! midnight. The way back, from working seconds to instants, goes through a table of days for evenly spaced working
//! seconds, then through one of openings within a kind of day.

use std::collections::BTreeMap;
use std::hint::select_unpredictable;

use super::cell::{Cell, WIDTH_BITS, cells};
use super::interval::{DAY, Interval};
use super::step::{Step, bits_for, steps};

/// Entries for the way back, a day at most.
const ENTRIES_A_DAY: i64 = 4;

const DAY_LENGTH: u64 = DAY.cast_unsigned();

#[derive(Debug)]
pub(super) struct TwoLevel {
    /// All days, and the end, which is of no kind.
    days: Box<[Day]>,
    kinds: Box<[Kind]>,
    /// Of each `1 << entry_bits` working seconds, the first's day and that of the first one after them.
    entries: Box<[[u16; 2]]>,
    entry_bits: u32,
    /// Working seconds of a step.
    step_bits: u32,
    /// Of each kind of day, its openings.
    openings: Box<[Box<[Interval]>]>,
}

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

/// What all days of a kind share: 512 bytes.
#[derive(Debug)]
#[repr(align(64))]
struct Kind {
    /// The way to working seconds, by buckets: 43, and some to spare.
    cells: [Cell; 48],
    /// The way back, by stretches of working seconds.
    steps: [Step; 10],
}

/// The entry of working seconds that are those of more than two days.
const CROWDED: [u16; 2] = [u16::MAX; 2];

/// The working seconds of so many days, and their numbers, can be counted.
pub(super) const MOST_DAYS: i64 = 49_700;

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
        let step_bits = bits_for(openings.iter().map(|parts| work(parts)).max()?, 9);
        let entry_bits = bits_for(total, days.saturating_mul(ENTRIES_A_DAY));
        Some(Self {
            kinds: openings.iter().map(|parts| Kind::new(parts, step_bits)).collect(),
            entries: entries(&table, total, entry_bits),
            entry_bits,
            step_bits,
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
        let cells = &self.kinds.get(day.kind())?.cells;
        Some((day, second, *cells.get(usize::try_from(second >> WIDTH_BITS).ok()?)?))
    }

    /// The offset at which the n-th working second (from 0) begins; absent outside the table, and where an entry or
    /// a step is crowded.
    #[inline(always)]
    pub(super) fn quick_second(&self, n: u64) -> Option<i64> {
        let [low, high] = *self.entries.get(usize::try_from(n.wrapping_shr(self.entry_bits)).ok()?)?;
        let [first, second] = [*self.days.get(usize::from(low))?, *self.days.get(usize::from(high))?];
        // Not to be foreseen: a branch would be guessed wrong all too often.
        let is_second = n >= second.before();
        let number = select_unpredictable(is_second, high, low);
        let day = Day(select_unpredictable(is_second, second.0, first.0));
        let working = n.wrapping_sub(day.before());
        let steps = &self.kinds.get(day.kind())?.steps;
        let step = *steps.get(usize::try_from(working.wrapping_shr(self.step_bits)).ok()?)?;
        if step.is_crowded() {
            return None;
        }
        let midnight = u64::from(number).wrapping_mul(DAY_LENGTH);
        Some(midnight.wrapping_add(step.moment(working)).cast_signed())
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
        size_of_val(&*self.days) + size_of_val(&*self.kinds) + size_of_val(&*self.entries) + openings
    }

    fn openings_of(&self, day: Day) -> &[Interval] {
        self.openings.get(day.kind()).map_or(&[], |parts| parts)
    }
}

impl Kind {
    fn new(parts: &[Interval], step_bits: u32) -> Self {
        let mut kind = Self { cells: [Cell::EMPTY; 48], steps: [Step::CROWDED; 10] };
        for (place, cell) in kind.cells.iter_mut().zip(cells(parts, DAY)) {
            *place = cell;
        }
        for (place, step) in kind.steps.iter_mut().zip(steps(parts, step_bits)) {
            *place = step;
        }
        kind
    }
}

fn work(parts: &[Interval]) -> i64 {
    parts.iter().map(|part| part.seconds()).sum()
}

/// The entries of all working seconds.
fn entries(days: &[Day], total: i64, bits: u32) -> Box<[[u16; 2]]> {
    let before = |number: usize| days.get(number).map_or(0, |day| day.before());
    let number_of = |n: i64| days.partition_point(|day| day.before().cast_signed() <= n).saturating_sub(1);
    // Past the last working second, the last working day once more.
    let number_at = |entry: i64| number_of((entry << bits).min(total - 1).max(0));
    let entry = |entry: i64| {
        let (low, high) = (number_at(entry), number_at(entry + 1));
        // A third day lies between if the first one's work ends before the second's begins.
        if low < high && before(low + 1) < before(high) {
            return CROWDED;
        }
        u16::try_from(low).and_then(|low| Ok([low, u16::try_from(high)?])).unwrap_or(CROWDED)
    };
    (0..=total >> bits).map(entry).collect()
}
