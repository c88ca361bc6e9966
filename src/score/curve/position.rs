use serde::{Deserialize, Serialize};

use crate::quantity::{Number, Score};
use crate::score::arithmetic::Unrounded;

use super::Point;

/// Where a value lies on a curve.
///
/// ```
/// use service_quality::score::{Curve, Position};
///
/// let on_time = Curve::goalposts("0.6".parse()?, "0.98".parse()?)?;
/// assert!(matches!(on_time.position("0.5".parse()?), Position::Below(first) if first.score.to_string() == "0"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Position {
    /// Below the first point, whose score it gets.
    Below(Point),
    /// On the straight line between two neighbouring points, ends included.
    Between(Point, Point),
    /// Above the last point, whose score it gets.
    Above(Point),
    /// In a band, whose score it gets. A value between two bands lies in the better one.
    Within {
        /// Where the band begins; absent for the lowest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Number>,
        /// Where it ends; absent for the highest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Number>,
        /// Its score.
        score: Score,
    },
    /// On a formula through two values.
    OnFormula {
        /// The lower one.
        low: Number,
        /// The higher one.
        high: Number,
    },
    /// Where a formula would pass its limit, which is the score.
    Limited(Score),
    /// Short of a target that can be met.
    ShortOf(Number),
}

impl Position {
    /// The position of a value among points by rising value.
    pub(super) fn among(points: &[Point], value: Number) -> Self {
        // The first point at or above the value; the value lies on the line that ends there.
        let right = points.partition_point(|point| point.value < value);
        match (right.checked_sub(1).and_then(|left| points.get(left)), points.get(right)) {
            (Some(left), Some(right)) => Self::Between(*left, *right),
            (None, Some(first)) if value < first.value => Self::Below(*first),
            (None, Some(first)) => Self::Between(*first, *points.get(1).unwrap_or(first)),
            (Some(last), None) => Self::Above(*last),
            // A curve has points.
            (None, None) => Self::Below(Point { value, score: Score::MIN }),
        }
    }

    /// The score of `value` on points and lines; other curves have formulas of their own.
    pub(super) fn on_line(self, value: Number) -> Option<Unrounded> {
        // With |value| ≤ 10^24 and score ≤ 10^11, both in units, the numerator stays below 10^36 and the
        // divisor below 10^34: far from the 1.7 · 10^38 of an `i128`, even doubled.
        match self {
            Self::Below(point) | Self::Above(point) => Some(Unrounded::Ratio(point.score.to_scaled(), 1)),
            Self::Between(left, right) => {
                let width = right.value.to_scaled() - left.value.to_scaled();
                let along = value.to_scaled() - left.value.to_scaled();
                let rise = right.score.to_scaled() - left.score.to_scaled();
                let start = left.score.to_scaled().checked_mul(width)?;
                Some(Unrounded::Ratio(start.checked_add(along.checked_mul(rise)?)?, width))
            }
            Self::Within { score, .. } | Self::Limited(score) => Some(Unrounded::Ratio(score.to_scaled(), 1)),
            Self::OnFormula { .. } | Self::ShortOf(_) => None,
        }
    }
}
