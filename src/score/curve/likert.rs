use serde::{Deserialize, Serialize};

use crate::quantity::{Number, Score};
use crate::score::ScoreError;

use super::Point;

/// A rating scale (量表) brought to 0 to 100: `100 · (x − min) / (max − min)`, as the American Customer Satisfaction Index
/// has it. The value is a rating or a mean of ratings.
///
/// ```
/// use service_quality::score::Curve;
///
/// let csat: Curve = serde_json::from_str(r#"{"likert": {"min": 1, "max": 5}}"#)?;
/// assert_eq!(csat.score("4.2".parse()?, 1).to_string(), "80");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawLikert", into = "RawLikert")]
pub struct Likert([Point; 2]);

impl Likert {
    /// The lowest and the highest rating.
    ///
    /// # Errors
    /// [`ScoreError::PointsNotRising`] unless `min` is below `max`.
    pub fn new(min: Number, max: Number) -> Result<Self, ScoreError> {
        if max <= min {
            return Err(ScoreError::PointsNotRising { place: "likert.max".into(), given: max, before: min });
        }
        Ok(Self([Point { value: min, score: Score::MIN }, Point { value: max, score: Score::MAX }]))
    }

    /// The lowest rating, which scores 0.
    #[must_use]
    pub const fn min(&self) -> Number {
        let [min, _] = &self.0;
        min.value
    }

    /// The highest rating, which scores 100.
    #[must_use]
    pub const fn max(&self) -> Number {
        let [_, max] = &self.0;
        max.value
    }

    pub(super) const fn points(&self) -> &[Point] {
        &self.0
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLikert {
    min: Number,
    max: Number,
}

impl TryFrom<RawLikert> for Likert {
    type Error = ScoreError;

    fn try_from(raw: RawLikert) -> Result<Self, ScoreError> {
        Self::new(raw.min, raw.max)
    }
}

impl From<Likert> for RawLikert {
    fn from(scale: Likert) -> Self {
        Self { min: scale.min(), max: scale.max() }
    }
}
