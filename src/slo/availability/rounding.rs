//! Partial minutes of stretches of downtime.

use super::PartialMinute;
use crate::calendar::interval::{Interval, intersection, merge};

pub(super) const MINUTE: i64 = 60;

/// The stretches that count, rounded: those of the list within time in which downtime can be.
pub(super) fn rounded(rule: PartialMinute, list: &[Interval], liable: &[Interval]) -> Vec<Interval> {
    match rule {
        PartialMinute::Counted => list.to_vec(),
        PartialMinute::Dropped => {
            let whole = |stretch: &Interval| Interval {
                open: stretch.open,
                close: stretch.open + stretch.seconds() / MINUTE * MINUTE,
            };
            list.iter().map(whole).filter(|stretch| stretch.open < stretch.close).collect()
        }
        PartialMinute::Whole => {
            // A minute that several stretches touch counts once.
            let mut minutes: Vec<Interval> = list.iter().map(|stretch| touched(*stretch)).collect();
            merge(&mut minutes);
            intersection(&minutes, liable)
        }
    }
}

/// The minutes of the clock that a stretch touches.
pub(super) const fn touched(stretch: Interval) -> Interval {
    let minutes = (stretch.close - 1).div_euclid(MINUTE) + 1;
    Interval { open: stretch.open.div_euclid(MINUTE) * MINUTE, close: minutes * MINUTE }
}
