//! The way back from working seconds, in twelve bytes for a stretch of them.

use super::interval::Interval;

/// How far after its working seconds a moment is: by `lag`, and from `turn` on by `gap` more.
///
/// A stretch that more than two openings touch has no step: it is [`Step::CROWDED`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    turn: u32,
    lag: u32,
    gap: u32,
}

impl Step {
    pub(super) const CROWDED: Self = Self { turn: u32::MAX, lag: 0, gap: 0 };

    fn new(turn: i64, lag: i64, gap: i64) -> Option<Self> {
        Some(Self { turn: turn.try_into().ok()?, lag: lag.try_into().ok()?, gap: gap.try_into().ok()? })
    }

    #[inline(always)]
    pub(super) const fn is_crowded(self) -> bool {
        self.turn == Self::CROWDED.turn
    }

    /// The moment at which a working second begins.
    #[inline(always)]
    pub(super) fn moment(self, working: u64) -> u64 {
        // A mask and not a condition: a branch would be guessed wrong all too often.
        let gap = u64::from(self.gap) & 0_u64.wrapping_sub(u64::from(working >= u64::from(self.turn)));
        working.wrapping_add(u64::from(self.lag)).wrapping_add(gap)
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
            (Some((_, lag)), None, _) => Step::new(0, *lag, 0),
            (Some((_, lag)), Some((turn, second)), None) => Step::new(*turn, *lag, second - lag),
            _ => None,
        };
        step.unwrap_or(Step::CROWDED)
    })
}

/// The fewest bits without which there are at most so many steps.
pub(super) fn bits_for(total: i64, most: i64) -> u32 {
    (0..i64::BITS - 1).find(|bits| total >> bits <= most).unwrap_or_default()
}
