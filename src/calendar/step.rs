//! The way back from working seconds to moments, six bytes for a stretch of them.

#![expect(clippy::inline_always, reason = "the few instructions that run once a question, a million times")]

use super::interval::Interval;

/// How far each working second lies after its number: the lag, which grows from opening to opening.
///
/// Of every `1 << bits` working seconds the table holds the first one's lag, and the turn at which the next opening
/// takes over, if one does; the lag from there on is the next stretch's.
#[derive(Debug)]
pub(super) struct Steps {
    lags: Box<[u32]>,
    turns: Box<[u16]>,
    bits: u32,
}

/// Stretches have at most `1 << 15` seconds, so that these are no turns: of one opening, of more than two.
const MOST_BITS: u32 = 15;
const NO_TURN: u16 = u16::MAX;
const CROWDED: u16 = u16::MAX - 1;

/// However short openings are, there are no more stretches than so many an opening.
const STRETCHES_AN_OPENING: i64 = 4;

impl Steps {
    /// Tabulates openings, merged; absent when they lie more than 2^32 seconds apart.
    pub(super) fn new(open: &[Interval]) -> Option<Self> {
        let total: i64 = open.iter().map(|opening| opening.seconds()).sum();
        let count = i64::try_from(open.len()).ok()?.saturating_mul(STRETCHES_AN_OPENING).max(1);
        let shortest = open.iter().map(|opening| opening.seconds()).min().unwrap_or(1);
        let bits = (0..MOST_BITS).rev().find(|bits| 1 << bits <= shortest).unwrap_or_default();
        let bits = (bits..MOST_BITS).find(|bits| total >> bits <= count).unwrap_or(MOST_BITS);

        let mut openings = open.iter().scan(0, |working, opening| {
            let start = *working;
            *working += opening.seconds();
            Some((start, opening.open - start))
        });
        let (mut lag, mut next) = (openings.next().map_or(0, |(_, lag)| lag), openings.next());
        let (mut lags, mut turns) = (Vec::new(), Vec::new());
        for stretch in 0..=total >> bits {
            let (start, end) = (stretch << bits, (stretch + 1) << bits);
            let mut turn = None;
            lags.push(u32::try_from(lag).ok()?);
            while let Some((from, later)) = next.filter(|(from, _)| *from < end) {
                turn = Some(if turn.is_none() { u16::try_from(from - start).ok()? } else { CROWDED });
                (lag, next) = (later, openings.next());
            }
            turns.push(turn.unwrap_or(NO_TURN));
            if let Some((_, later)) = next.filter(|(from, _)| *from == end) {
                (lag, next) = (later, openings.next());
            }
        }
        lags.push(u32::try_from(lag).ok()?);
        Some(Self { lags: lags.into(), turns: turns.into(), bits })
    }

    /// The moment at which the n-th working second (from 0) begins; absent beyond the last stretch, and where a
    /// stretch is crowded.
    #[inline(always)]
    pub(super) fn moment(&self, n: u64) -> Option<i64> {
        let stretch = usize::try_from(n.wrapping_shr(self.bits)).ok()?;
        let turn = *self.turns.get(stretch)?;
        if turn == CROWDED {
            return None;
        }
        let [lag, next] = *self.lags.get(stretch..)?.first_chunk::<2>()?;
        let within = n & !(u64::MAX << (self.bits & 63));
        // A mask and not a condition: a branch would be guessed wrong all too often.
        let gap = next.wrapping_sub(lag) & 0_u32.wrapping_sub(u32::from(within >= u64::from(turn)));
        Some(n.wrapping_add(u64::from(lag.wrapping_add(gap))).cast_signed())
    }

    /// The size in memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.lags) + size_of_val(&*self.turns)
    }
}
