//! What one rule must know of the past to judge the next point: as little as decides it, so that the chain is small.

use crate::monitor::{CompletedBy, Counting, Opening, Others, Outermost, Pattern, Side, Sides, Zone};

/// In which of eight regions a point lies: its side, and the outermost zone whose line it is beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) side: Side,
    pub(super) zone: Option<Zone>,
}

/// The past of one rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Memory {
    /// Hits among the newest points on each side, the lowest bit the newest; no more than decide anything.
    above: u64,
    below: u64,
    /// The side of the newest point, where that decides anything, and how many points have lain on it.
    side: Option<Side>,
    run: u8,
    /// How many points have gone on, or were seen, up to as many as decide.
    count: u8,
}

impl Memory {
    /// After one more point; `None` where the pattern is there.
    ///
    /// Rules that compare values with one another know nothing here, and never fire.
    pub(super) fn next(&self, pattern: Pattern, region: Region) -> Option<Self> {
        let is_beyond = region.zone.is_some_and(|zone| match pattern {
            Pattern::BeyondLimits => zone == Zone::Limit,
            Pattern::Beyond { zone: line, .. }
            | Pattern::Within { zone: line, .. }
            | Pattern::Outside { zone: line, .. } => zone >= line,
            _ => false,
        });
        match pattern {
            Pattern::BeyondLimits => (!is_beyond).then(Self::default),
            Pattern::Beyond { hits, of, counting, .. } => {
                let ignored = counting.outermost == Outermost::Ignored && region.zone == Some(Zone::Limit);
                self.window(region.side, is_beyond && !ignored, hits, of, counting)
            }
            Pattern::Shift { points, .. } => {
                let run = self.run_on(region.side);
                (run < points).then(|| Self { side: Some(region.side), run, ..Self::default() })
            }
            Pattern::Within { points, .. } => {
                let count = if is_beyond { 0 } else { self.count.saturating_add(1) };
                (count < points).then(|| Self { count, ..Self::default() })
            }
            Pattern::Outside { points, sides, .. } => {
                if !is_beyond {
                    return Some(Self::default());
                }
                let count = self.count.saturating_add(1);
                // Of the newest points those on one side; where they are all that count, the other side is missing.
                let run = self.run_on(region.side);
                let fires = count >= points && (sides == Sides::Either || run < points);
                let most = points.saturating_sub(1);
                (!fires).then(|| Self {
                    side: Some(region.side),
                    run: run.min(most),
                    count: count.min(most),
                    ..Self::default()
                })
            }
            Pattern::Trend { .. } | Pattern::Alternation { .. } => Some(Self::default()),
        }
    }

    fn run_on(&self, side: Side) -> u8 {
        if self.side == Some(side) { self.run.saturating_add(1) } else { 1 }
    }

    fn window(&self, side: Side, is_hit: bool, hits: u8, of: u8, counting: Counting) -> Option<Self> {
        let window = u64::MAX >> 64_u32.saturating_sub(u32::from(of));
        let seen = self.count.saturating_add(1).min(of);
        let run = self.run_on(side).min(of);
        let mut next = Self::default();
        for (mask, before, way) in
            [(&mut next.above, self.above, Side::Above), (&mut next.below, self.below, Side::Below)]
        {
            let newest = is_hit && way == side;
            let bits = (before << 1 | u64::from(newest)) & window;
            let fires = bits.count_ones() >= u32::from(hits)
                && (newest || counting.completed_by == CompletedBy::Any)
                && (seen >= of || counting.opening == Opening::AtOnce)
                && (counting.others == Others::Anywhere || (way == side && run >= seen));
            if fires {
                return None;
            }
            *mask = useful(bits, hits, of);
        }
        if counting.opening == Opening::WholeWindow || counting.others == Others::SameSide {
            next.count = seen;
        }
        if counting.others == Others::SameSide {
            (next.side, next.run) = (Some(side), run);
        }
        Some(next)
    }
}

/// The hits that can still be among enough: one of age a stays for `of` − 1 − a further points, and with as many hits as
/// are no older must reach the number.
fn useful(bits: u64, hits: u8, of: u8) -> u64 {
    let mut kept = bits;
    for age in (0..u32::from(of)).rev() {
        let no_older = (kept & (u64::MAX >> 63_u32.saturating_sub(age))).count_ones();
        let to_come = u32::from(of).saturating_sub(1).saturating_sub(age);
        if no_older.saturating_add(to_come) < u32::from(hits) {
            kept &= !(1_u64 << age);
        }
    }
    kept
}
