//! Between what scores a node must lie whatever fills its gaps.

use crate::score::{Aggregation, exact};

impl Aggregation {
    /// The least and the greatest mean of scores that each lie between a low and a high; absent where there are none.
    ///
    /// All means but one rise with each of their scores, so the means of all lows and of all highs are the bounds. With
    /// `M − S²/M` a better score can cost more in balance than it adds. It equals `2M − Q/M`, `Q` the mean of the squares, where
    /// `Q/M` is at most the largest score: so it lies between twice the mean of the lows less the largest high, and the mean
    /// of the highs. These bounds hold always, and are wider than need be.
    pub(in crate::score) fn bounds(
        &self,
        lows: &[(i128, i128)],
        highs: &[(i128, i128)],
        places: u32,
    ) -> Option<(i128, i128)> {
        if !matches!(self, Self::MazziottaPareto) || lows == highs {
            return self.combine(lows, places).zip(self.combine(highs, places));
        }
        let largest = highs.iter().map(|(_, high)| *high).max()?;
        let (low, high) = (Self::Arithmetic.combine(lows, places)?, Self::Arithmetic.combine(highs, places)?);
        // The mean of the lows is rounded, so twice it may be a step too high.
        let step = exact::step(places);
        let least = (2 * low - largest).div_euclid(step) * step - step;
        Some((least.clamp(0, high), high))
    }
}
