//! The default table: a word for each day, and tables for the few kinds of day there are.
//!
//! Five years of ordinary hours have some 1,800 days of less than ten kinds, so that a day needs only what lies
//! before it and its kind. Days of the table begin where the fewest openings are cut in two, mostly at a local
//! midnight. The way back, from working seconds to instants, goes through a table of days for evenly spaced working
//! seconds, then through one of openings within a kind of day.

use std::collections::BTreeMap;

use super::cell::{Cell, WIDTH_BITS, cells};
use super::interval::{DAY, Interval};

/// Bits of a day's word that hold its kind; the rest holds the working seconds before the day.
const KIND_BITS: u32 = 16;
const KIND: u64 = (1 << KIND_BITS) - 1;

/// Entries for the way back, a day at most.
const ENTRIES_A_DAY: i64 = 4;

const DAY_LENGTH: u64 = DAY.cast_unsigned();

#[derive(Debug)]
pub(super) struct TwoLevel {
    /// A word for each day, and one for the end, of no kind.
    days: Box<[u64]>,
    kinds: Box<[Kind]>,
    /// The day of each `1 << entry_bits`-th working second, and the last working day once more.
    entries: Box<[u16]>,
    entry_bits: u32,
    /// Working seconds of a step.
    step_bits: u32,
    /// Of each kind of day, its openings.
    openings: Box<[Box<[Interval]>]>,
}

/// What all days of a kind share: 512 bytes.
#[derive(Debug)]
struct Kind {
    /// The way to working seconds, by buckets: 43, and some to spare.
    cells: [Cell; 48],
    /// The way back, by stretches of working seconds.
    steps: [Step; 16],
}

/// Marks an entry whose working seconds are those of more than two days.
const CROWDED_ENTRY: u16 = 1 << 15;

/// So many days have numbers below the mark.
pub(super) const MOST_DAYS: i64 = 32_700;

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
    #[inline(always)]
    fn second_of_day(self, working: u64) -> u64 {
        let after = working >= self.0 >> (2 * Self::BITS);
        let lag = std::hint::select_unpredictable(after, self.0, self.0 >> Self::BITS);
        working.wrapping_add(lag & Self::MASK)
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
        words.push(total.cast_unsigned() << KIND_BITS | KIND);
        let mut kinds: Vec<_> =
            known.into_iter().map(|(parts, kind)| (kind, parts.into_boxed_slice())).collect();
        kinds.sort_unstable_by_key(|(kind, _)| *kind);
        let openings: Box<[Box<[Interval]>]> = kinds.into_iter().map(|(_, parts)| parts).collect();
        let most = openings.iter().map(|parts| work(parts)).max().unwrap_or_default();
        let step_bits = bits_for(most, 15);
        let entry_bits = bits_for(total, days.saturating_mul(ENTRIES_A_DAY));
        Self {
            kinds: openings.iter().map(|parts| Kind::new(parts, step_bits)).collect(),
            entries: entries(&words, total, entry_bits),
            entry_bits,
            step_bits,
            openings,
            days: words.into(),
        }
    }

    /// The working seconds before an offset from the start; absent outside the table, and where a cell is crowded.
    #[inline(always)]
    pub(super) fn quick_position(&self, offset: u64) -> Option<i64> {
        let (word, second, cell) = self.find(offset)?;
        if cell.is_crowded() {
            return None;
        }
        Some((word >> KIND_BITS).cast_signed().wrapping_add(cell.position(second)))
    }

    /// Whether an offset from the start is working time; absent as of [`quick_position`](Self::quick_position).
    #[inline(always)]
    pub(super) fn quick_is_open(&self, offset: u64) -> Option<bool> {
        let (_, second, cell) = self.find(offset)?;
        if cell.is_crowded() { None } else { Some(cell.is_open(second)) }
    }

    /// The working seconds before an offset from the start; absent outside the table.
    pub(super) fn position(&self, offset: u64) -> Option<i64> {
        let (word, second, _) = self.find(offset)?;
        let until = second.cast_signed();
        let counted: i64 =
            self.kind(word).iter().map(|part| (part.close.min(until) - part.open).max(0)).sum();
        Some((word >> KIND_BITS).cast_signed() + counted)
    }

    /// The word of a day, the second of it, and the cell of that second.
    #[inline(always)]
    fn find(&self, offset: u64) -> Option<(u64, u64, Cell)> {
        let (day, second) = (offset / DAY_LENGTH, offset % DAY_LENGTH);
        let word = *self.days.get(usize::try_from(day).ok()?)?;
        let cells = &self.kinds.get(usize::try_from(word & KIND).ok()?)?.cells;
        Some((word, second, *cells.get(usize::try_from(second >> WIDTH_BITS).ok()?)?))
    }

    /// The offset at which the n-th working second (from 0) begins; absent outside the table, and where an entry or
    /// a step is crowded.
    #[inline(always)]
    pub(super) fn quick_second(&self, n: u64) -> Option<i64> {
        let entry = usize::try_from(n.wrapping_shr(self.entry_bits)).ok()?;
        let [low, high] = *self.entries.get(entry..)?.first_chunk::<2>()?;
        if low >= CROWDED_ENTRY {
            return None;
        }
        let high = high & !CROWDED_ENTRY;
        let [low_word, high_word] = [*self.days.get(usize::from(low))?, *self.days.get(usize::from(high))?];
        // Not to be foreseen: a branch here would be guessed wrong all too often.
        let is_high = n >= high_word >> KIND_BITS;
        let word = std::hint::select_unpredictable(is_high, high_word, low_word);
        let day = std::hint::select_unpredictable(is_high, high, low);
        let working = n.wrapping_sub(word >> KIND_BITS);
        let steps = &self.kinds.get(usize::try_from(word & KIND).ok()?)?.steps;
        let step = *steps.get(usize::try_from(working.wrapping_shr(self.step_bits)).ok()?)?;
        if step == Step::CROWDED {
            return None;
        }
        let midnight = u64::from(day).wrapping_mul(DAY_LENGTH);
        Some(midnight.wrapping_add(step.second_of_day(working)).cast_signed())
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
        let openings =
            self.openings.iter().map(|parts| size_of_val(parts) + size_of_val(&**parts)).sum::<usize>();
        size_of_val(&*self.days) + size_of_val(&*self.kinds) + size_of_val(&*self.entries) + openings
    }

    fn kind(&self, word: u64) -> &[Interval] {
        let kind = usize::try_from(word & KIND).ok();
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

/// The fewest bits without which there are at most so many steps.
pub(super) fn bits_for(total: i64, most: i64) -> u32 {
    (0..i64::BITS - 1).find(|bits| total >> bits <= most).unwrap_or_default()
}

/// The day of each entry's first working second; past the last, the last working day.
fn entries(words: &[u64], total: i64, bits: u32) -> Box<[u16]> {
    let before = |day: usize| words.get(day).map_or(0, |word| word >> KIND_BITS);
    let day_of = |n: u64| words.partition_point(|word| word >> KIND_BITS <= n).saturating_sub(1);
    let last = (total - 1).max(0).cast_unsigned();
    let day_at = |entry: u64| day_of((entry << bits).min(last));
    let entry = |entry: u64| {
        let (low, high) = (day_at(entry), day_at(entry + 1));
        let number = u16::try_from(low).unwrap_or_default();
        // A third day lies between if the first one's work ends before the second's begins.
        if low < high && before(low + 1) < before(high) { number | CROWDED_ENTRY } else { number }
    };
    (0..(total.cast_unsigned() >> bits) + 2).map(entry).collect()
}

/// The steps of a kind of day.
fn steps(parts: &[Interval], bits: u32) -> impl Iterator<Item = Step> {
    let lags = parts.iter().scan(0, |before, part| {
        let lag = part.open - *before;
        let from = *before;
        *before += part.seconds();
        Some((from, lag))
    });
    let lags: Vec<(i64, i64)> = lags.collect();
    (0..).map(move |index: i64| {
        let (start, end) = (index << bits, (index + 1) << bits);
        let first = lags.partition_point(|(from, _)| *from <= start).saturating_sub(1);
        let mut touching = lags.get(first..).unwrap_or_default().iter().take_while(|(from, _)| *from < end);
        match (touching.next(), touching.next(), touching.next()) {
            (Some((_, lag)), None, _) => Step::new(0, *lag, *lag),
            (Some((_, lag)), Some((turn, second)), None) => Step::new(*turn, *lag, *second),
            _ => Step::CROWDED,
        }
    })
}
