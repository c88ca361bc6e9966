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
const ENTRIES_A_DAY: i64 = 2;

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

/// The working seconds before a day, and what kind of day it is.
#[derive(Debug, Clone, Copy)]
struct Day {
    before: u32,
    kind: u32,
}

/// What all days of a kind share.
#[derive(Debug)]
struct Kind {
    /// The way to working seconds, by buckets: 43, and some to spare.
    cells: [Cell; 48],
    /// The way back, by stretches of working seconds.
    steps: [Step; 16],
}

/// The entry of working seconds that are those of more than two days.
const CROWDED: [u16; 2] = [u16::MAX; 2];

/// The working seconds of so many days, and their numbers, can be counted.
pub(super) const MOST_DAYS: i64 = 49_700;

impl TwoLevel {
    /// Tabulates openings, merged and counted from the start of the first of `days` days; absent when there are more
    /// working seconds than can be counted.
    pub(super) fn new(open: &[Interval], days: i64) -> Option<Self> {
        let mut known: BTreeMap<Vec<Interval>, u32> = BTreeMap::new();
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
            let before = total.try_into().ok()?;
            total += work(&parts);
            let next = u32::try_from(known.len()).ok()?;
            table.push(Day { before, kind: *known.entry(parts).or_insert(next) });
        }
        table.push(Day { before: total.try_into().ok()?, kind: u32::MAX });
        let mut openings: Vec<_> = known.into_iter().map(|(parts, kind)| (kind, parts.into())).collect();
        openings.sort_unstable_by_key(|(kind, _)| *kind);
        let openings: Box<[Box<[Interval]>]> = openings.into_iter().map(|(_, parts)| parts).collect();
        let step_bits = bits_for(openings.iter().map(|parts| work(parts)).max()?, 15);
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
        Some(u64::from(day.before).wrapping_add(cell.position(second)).cast_signed())
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
        Some(i64::from(day.before) + counted.sum::<i64>())
    }

    /// The day of an offset from the start, the second of the day, and its cell.
    #[inline(always)]
    fn find(&self, offset: u64) -> Option<(Day, u64, Cell)> {
        let (day, second) = (offset / DAY_LENGTH, offset % DAY_LENGTH);
        let day = *self.days.get(usize::try_from(day).ok()?)?;
        let cells = &self.kinds.get(usize::try_from(day.kind).ok()?)?.cells;
        Some((day, second, *cells.get(usize::try_from(second >> WIDTH_BITS).ok()?)?))
    }

    /// The offset at which the n-th working second (from 0) begins; absent outside the table, and where an entry or
    /// a step is crowded.
    #[inline(always)]
    pub(super) fn quick_second(&self, n: i64) -> Option<i64> {
        let n = u32::try_from(n).ok()?;
        let entry = usize::try_from(n.wrapping_shr(self.entry_bits)).ok()?;
        let [low, high] = *self.entries.get(entry)?;
        let [before, after] = [*self.days.get(usize::from(low))?, *self.days.get(usize::from(high))?];
        // Not to be foreseen: a branch would be guessed wrong all too often.
        let is_after = n >= after.before;
        let number = select_unpredictable(is_after, high, low);
        let day = Day {
            before: select_unpredictable(is_after, after.before, before.before),
            kind: select_unpredictable(is_after, after.kind, before.kind),
        };
        let working = n.wrapping_sub(day.before);
        let steps = &self.kinds.get(usize::try_from(day.kind).ok()?)?.steps;
        let step = *steps.get(usize::try_from(working.wrapping_shr(self.step_bits)).ok()?)?;
        if step.is_crowded() {
            return None;
        }
        Some(i64::from(number).wrapping_mul(DAY).wrapping_add(i64::from(step.moment(working))))
    }

    /// The opening that holds the n-th working second, and the working seconds before it.
    pub(super) fn opening(&self, n: i64) -> Option<(Interval, i64)> {
        let number = self.days.partition_point(|day| i64::from(day.before) <= n).checked_sub(1)?;
        let day = *self.days.get(number)?;
        let midnight = i64::try_from(number).ok()? * DAY;
        let mut counted = i64::from(day.before);
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
        let kind = usize::try_from(day.kind).ok();
        kind.and_then(|kind| self.openings.get(kind)).map_or(&[], |parts| parts)
    }
}

impl Kind {
    fn new(parts: &[Interval], step_bits: u32) -> Self {
        let mut kind = Self { cells: [Cell::EMPTY; 48], steps: [Step::CROWDED; 16] };
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
    let before = |number: usize| days.get(number).map_or(0, |day| day.before);
    let number_of = |n: i64| days.partition_point(|day| i64::from(day.before) <= n).saturating_sub(1);
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
