//! The way back from working seconds, in twelve bytes for a stretch of them.

use std::hint::select_unpredictable;

use super::interval::Interval;

/// How far after its working seconds a moment is: `first`, and from `turn` on `second`.
///
/// A stretch that more than two openings touch has no step: it is [`Step::CROWDED`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    turn: u32,
    first: u32,
    second: u32,
}

impl Step {
    pub(super) const CROWDED: Self = Self { turn: u32::MAX, first: 0, second: 0 };

    fn new(turn: i64, first: i64, second: i64) -> Option<Self> {
        let (turn, first, second) = (turn.try_into().ok()?, first.try_into().ok()?, second.try_into().ok()?);
        Some(Self { turn, first, second })
    }

    #[inline(always)]
    pub(super) const fn is_crowded(self) -> bool {
        self.turn == Self::CROWDED.turn
    }

    /// The moment at which a working second begins.
    #[inline(always)]
    pub(super) fn moment(self, working: u32) -> u32 {
        // Not to be foreseen: a branch would be guessed wrong all too often.
        working.wrapping_add(select_unpredictable(working >= self.turn, self.second, self.first))
    }
}

/// The steps of all working seconds, each of `1 << bits` of them, the last beyond their end.
pub(super) fn steps(open: &[Interval], bits: u32) -> impl Iterator<Item = Step> {
    let lags = open.iter().scan(0, |working, opening| {
        let lag = (*working, opening.open - *working);
        *working += opening.seconds();
        Some(lag)
    });
    let lags: Vec<(i64, i64)> = lags.collect();
    let total: i64 = open.iter().map(|opening| opening.seconds()).sum();
    (0..=total >> bits).map(move |index| {
        let (start, end) = (index << bits, (index + 1) << bits);
        let first = lags.partition_point(|(from, _)| *from <= start).saturating_sub(1);
        let mut touching = lags.get(first..).unwrap_or_default().iter().take_while(|(from, _)| *from < end);
        let step = match (touching.next(), touching.next(), touching.next()) {
            (Some((_, lag)), None, _) => Step::new(0, *lag, *lag),
            (Some((_, lag)), Some((turn, second)), None) => Step::new(*turn, *lag, *second),
            _ => None,
        };
        step.unwrap_or(Step::CROWDED)
    })
}

/// The fewest bits without which there are at most so many steps.
pub(super) fn bits_for(total: i64, most: i64) -> u32 {
    (0..i64::BITS - 1).find(|bits| total >> bits <= most).unwrap_or_default()
}
