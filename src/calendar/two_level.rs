//! The default table: a word for each day, and tables for the few kinds of day there are.
//!
//! Five years of ordinary hours have some 1,800 days of less than ten kinds, so that a day needs only what lies
//! before it and its kind. Days of the table begin where the fewest openings are cut in two, mostly at a local
//! midnight. The way back, from working seconds to instants, goes through a table of days for evenly spaced working
//! seconds, then through one of openings within a kind of day.

use std::collections::BTreeMap;

use super::cell::{self, Cell};
use super::interval::{DAY, Interval};

/// Bits of a day's word that hold its kind; the rest holds the working seconds before the day.
const KIND_BITS: u32 = 16;

/// Entries for the way back, a day and a kind of day at most.
const ENTRIES_A_DAY: i64 = 4;
const STEPS_A_KIND: i64 = 16;

const DAY_LENGTH: u64 = DAY.cast_unsigned();

#[derive(Debug)]
pub(super) struct TwoLevel {
    /// A word for each day, and one for the end.
    days: Box<[u64]>,
    /// Of each kind of day, `cells_a_kind` buckets of `1 << shift` seconds.
    cells: Box<[Cell]>,
    cells_a_kind: u64,
    shift: u32,
    /// The day of each `1 << entry_shift`-th working second, and the last working day once more.
    entries: Box<[u16]>,
    entry_shift: u32,
    /// Of each kind of day, `steps_a_kind` stretches of `1 << step_shift` working seconds.
    steps: Box<[Step]>,
    steps_a_kind: u64,
    step_shift: u32,
    /// Of each kind of day, its openings.
    kinds: Box<[Box<[Interval]>]>,
}

/// How far after its working seconds a moment of the day is: `first`, and from `turn` on `second`.
///
/// A stretch that more than two openings touch has no step: it is [`Step::CROWDED`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step(u64);

impl Step {
    const CROWDED: Self = Self(u64::MAX);
    const BITS: u32 = 17;
    const MASK: u64 = (1 << Self::BITS) - 1;

    fn new(turn: i64, first: i64, second: i64) -> Self {
        let word = |value: i64| value.cast_unsigned() & Self::MASK;
        Self(word(turn) << (2 * Self::BITS) | word(first) << Self::BITS | word(second))
    }

    /// The second of the day at which a working second of the day begins.
    #[inline]
    const fn second_of_day(self, working: u64) -> u64 {
        let lag = if working >= self.0 >> (2 * Self::BITS) { self.0 } else { self.0 >> Self::BITS };
        working + (lag & Self::MASK)
    }
}

impl TwoLevel {
    /// Tabulates openings, merged and counted from the start of the first of `days` days.
    pub(super) fn new(open: &[Interval], days: i64) -> Self {
        let mut known: BTreeMap<Vec<Interval>, u64> = BTreeMap::new();
        let mut words = Vec::new();
        let mut total = 0_i64;
        let mut rest = open;
        for day in 0..days {
            let span = Interval { open: day * DAY, close: (day + 1) * DAY };
            let passed = rest.partition_point(|interval| interval.close <= span.open);
            rest = rest.get(passed..).unwrap_or_default();
            let parts = rest.iter().map_while(|interval| interval.shared(span));
            let parts: Vec<_> = parts
                .map(|part| Interval { open: part.open - span.open, close: part.close - span.open })
                .collect();
            let work: i64 = parts.iter().map(|part| part.seconds()).sum();
            let next = u64::try_from(known.len()).unwrap_or_default();
            let kind = *known.entry(parts).or_insert(next);
            words.push(total.cast_unsigned() << KIND_BITS | kind);
            total += work;
        }
        words.push(total.cast_unsigned() << KIND_BITS);
        let mut kinds: Vec<_> =
            known.into_iter().map(|(parts, kind)| (kind, parts.into_boxed_slice())).collect();
        kinds.sort_unstable_by_key(|(kind, _)| *kind);
        let kinds: Box<[Box<[Interval]>]> = kinds.into_iter().map(|(_, parts)| parts).collect();

        let shift = cell::best_shift(&kinds.iter().map(|parts| &**parts), DAY);
        let cells = kinds.iter().flat_map(|parts| cell::cells(parts, DAY, shift)).collect();

        let most = kinds.iter().map(|parts| work(parts)).max().unwrap_or_default();
        let step_shift = shift_for(most, STEPS_A_KIND - 1);
        let steps_a_kind = (most >> step_shift) + 1;
        let steps = kinds.iter().flat_map(|parts| steps(parts, steps_a_kind, step_shift)).collect();

        let entry_shift = shift_for(total, days.saturating_mul(ENTRIES_A_DAY));
        Self {
            cells,
            cells_a_kind: ((DAY_LENGTH - 1) >> shift) + 1,
            shift,
            entries: entries(&words, total, entry_shift),
            entry_shift,
            steps,
            steps_a_kind: steps_a_kind.cast_unsigned(),
            step_shift,
            kinds,
            days: words.into(),
        }
    }

    /// The working seconds before an offset from the start; absent outside the table.
    #[inline]
    pub(super) fn position(&self, offset: u64) -> Option<i64> {
        let (word, second, cell) = self.find(offset)?;
        if cell.is_crowded() {
            return Some(self.crowded_position(word, second));
        }
        let position = (word >> KIND_BITS) + cell.position(second & ((1 << self.shift) - 1));
        Some(position.cast_signed())
    }

    #[inline]
    pub(super) fn is_open(&self, offset: u64) -> Option<bool> {
        let (word, second, cell) = self.find(offset)?;
        if cell.is_crowded() {
            return Some(self.crowded_position(word, second) != self.crowded_position(word, second + 1));
        }
        Some(cell.is_open(second & ((1 << self.shift) - 1)))
    }

    /// The word of a day, the second of it, and the cell of that second.
    #[inline]
    fn find(&self, offset: u64) -> Option<(u64, u64, Cell)> {
        let (day, second) = (offset / DAY_LENGTH, offset % DAY_LENGTH);
        let day = usize::try_from(day).ok()?;
        if day + 1 >= self.days.len() {
            return None;
        }
        let word = *self.days.get(day)?;
        let at = (word & ((1 << KIND_BITS) - 1)) * self.cells_a_kind + (second >> self.shift);
        Some((word, second, *self.cells.get(usize::try_from(at).ok()?)?))
    }

    /// The offset at which the n-th working second (from 0) begins.
    #[inline]
    pub(super) fn second(&self, n: u64) -> Option<i64> {
        let entry = usize::try_from(n >> self.entry_shift).ok()?;
        let [low, high] = *self.entries.get(entry..)?.first_chunk::<2>()?;
        let [low, high] = [usize::from(low), usize::from(high)];
        let day = if n >= *self.days.get(high)? >> KIND_BITS { high } else { low };
        let [word, next] = *self.days.get(day..)?.first_chunk::<2>()?;
        let working = n - (word >> KIND_BITS);
        if n >= next >> KIND_BITS {
            return self.crowded_second(n);
        }
        let at = (word & ((1 << KIND_BITS) - 1)) * self.steps_a_kind + (working >> self.step_shift);
        let step = *self.steps.get(usize::try_from(at).ok()?)?;
        if step == Step::CROWDED {
            return self.crowded_second(n);
        }
        let midnight = u64::try_from(day).ok()? * DAY_LENGTH;
        Some((midnight + step.second_of_day(working)).cast_signed())
    }

    /// The opening that holds the n-th working second, and the working seconds before it.
    pub(super) fn opening(&self, n: i64) -> Option<(Interval, i64)> {
        let before = |word: u64| (word >> KIND_BITS).cast_signed();
        let day = self.days.partition_point(|word| before(*word) <= n).checked_sub(1)?;
        let word = *self.days.get(day)?;
        let midnight = i64::try_from(day).ok()? * DAY;
        let mut counted = before(word);
        for part in self.kind(word) {
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
        let kinds = self.kinds.iter().map(|parts| size_of_val(parts) + size_of_val(&**parts)).sum::<usize>();
        size_of_val(&*self.days)
            + size_of_val(&*self.cells)
            + size_of_val(&*self.entries)
            + size_of_val(&*self.steps)
            + kinds
    }

    fn kind(&self, word: u64) -> &[Interval] {
        let kind = usize::try_from(word & ((1 << KIND_BITS) - 1)).ok();
        kind.and_then(|kind| self.kinds.get(kind)).map_or(&[], |parts| parts)
    }

    #[cold]
    #[inline(never)]
    fn crowded_position(&self, word: u64, second: u64) -> i64 {
        let until = second.cast_signed();
        let parts = self.kind(word).iter();
        let counted: i64 = parts.map(|part| (part.close.min(until) - part.open).max(0)).sum();
        (word >> KIND_BITS).cast_signed() + counted
    }

    #[cold]
    #[inline(never)]
    fn crowded_second(&self, n: u64) -> Option<i64> {
        let n = n.cast_signed();
        let (opening, before) = self.opening(n)?;
        Some(opening.open + (n - before))
    }
}

fn work(parts: &[Interval]) -> i64 {
    parts.iter().map(|part| part.seconds()).sum()
}

/// The least shift that leaves at most so many whole steps.
pub(super) fn shift_for(total: i64, most: i64) -> u32 {
    (0..i64::BITS - 1).find(|shift| total >> shift <= most).unwrap_or_default()
}

/// The day of each entry's first working second; past the last, the last working day.
fn entries(words: &[u64], total: i64, shift: u32) -> Box<[u16]> {
    let count = (total >> shift) + 2;
    let day_of = |n: i64| {
        let n = n.min(total - 1).max(0).cast_unsigned();
        u16::try_from(words.partition_point(|word| word >> KIND_BITS <= n).saturating_sub(1))
            .unwrap_or_default()
    };
    (0..count).map(|entry| day_of(entry << shift)).collect()
}

/// The steps of a kind of day.
fn steps(parts: &[Interval], count: i64, shift: u32) -> Vec<Step> {
    let lags = parts.iter().scan(0, |before, part| {
        let lag = part.open - *before;
        let from = *before;
        *before += part.seconds();
        Some((from, lag))
    });
    let lags: Vec<(i64, i64)> = lags.collect();
    let step = |index: i64| {
        let (start, end) = (index << shift, (index + 1) << shift);
        let first = lags.partition_point(|(from, _)| *from <= start).saturating_sub(1);
        let mut touching = lags.get(first..).unwrap_or_default().iter().take_while(|(from, _)| *from < end);
        match (touching.next(), touching.next(), touching.next()) {
            (Some((_, lag)), None, _) => Step::new(0, *lag, *lag),
            (Some((_, lag)), Some((turn, second)), None) => Step::new(*turn, *lag, *second),
            _ => Step::CROWDED,
        }
    };
    (0..count).map(step).collect()
}
