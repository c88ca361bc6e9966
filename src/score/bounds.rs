//! Between what scores a node must lie whatever fills its gaps.

use super::aggregation::Aggregation;

impl Aggregation {
    /// The least and the greatest mean of scores that each lie between a low and a high; absent where there are none.
    pub(super) fn bounds(
        &self,
        lows: &[(i128, i128)],
        highs: &[(i128, i128)],
        places: u32,
    ) -> Option<(i128, i128)> {
        self.combine(lows, places).zip(self.combine(highs, places))
    }
}
