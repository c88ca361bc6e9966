use serde::{Deserialize, Serialize};

use crate::quantity::{Number, Score};
use crate::score::ScoreError;

use super::Point;

/// Best within a range (适度指标), a trapezoid: occupancy of 80 to 85 %, where 60 % is idle and 95 % is worn out.
///
/// ```
/// use service_quality::score::Curve;
///
/// let occupancy: Curve = serde_json::from_str(
///     r#"{"target_range": {"low": 60, "target_low": 80, "target_high": 85, "high": 95}}"#,
/// )?;
/// let score = |percent: i32| occupancy.score(percent.into(), 0).to_string();
/// assert_eq!((score(70), score(82), score(90)), ("50".into(), "100".into(), "50".into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawTargetRange", into = "RawTargetRange")]
pub struct TargetRange([Point; 4]);

impl TargetRange {
    /// The score is 100 from `target_low` to `target_high`, and 0 up to `low` and from `high` on.
    ///
    /// The target may be a single value.
    ///
    /// # Errors
    /// [`ScoreError::PointsNotRising`] unless `low < target_low ≤ target_high < high`.
    pub fn new(
        low: Number,
        target_low: Number,
        target_high: Number,
        high: Number,
    ) -> Result<Self, ScoreError> {
        let falls = |field: &str, given, before| {
            Err(ScoreError::PointsNotRising { place: format!("target_range.{field}"), given, before })
        };
        if target_low <= low {
            return falls("target_low", target_low, low);
        }
        if target_high < target_low {
            return falls("target_high", target_high, target_low);
        }
        if high <= target_high {
            return falls("high", high, target_high);
        }
        let point = |value, score| Point { value, score };
        Ok(Self([
            point(low, Score::MIN),
            point(target_low, Score::MAX),
            point(target_high, Score::MAX),
            point(high, Score::MIN),
        ]))
    }

    /// The corners by rising value: the limit, the two ends of the target, the other limit.
    #[must_use]
    pub const fn points(&self) -> &[Point] {
        &self.0
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTargetRange {
    low: Number,
    target_low: Number,
    target_high: Number,
    high: Number,
}

impl TryFrom<RawTargetRange> for TargetRange {
    type Error = ScoreError;

    fn try_from(raw: RawTargetRange) -> Result<Self, ScoreError> {
        Self::new(raw.low, raw.target_low, raw.target_high, raw.high)
    }
}

impl From<TargetRange> for RawTargetRange {
    fn from(TargetRange([low, target_low, target_high, high]): TargetRange) -> Self {
        Self {
            low: low.value,
            target_low: target_low.value,
            target_high: target_high.value,
            high: high.value,
        }
    }
}
