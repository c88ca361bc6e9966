use serde::{Deserialize, Serialize};

use crate::quantity::{Number, Score};
use crate::score::ScoreError;

use super::{Point, Position};

/// One score for each band of values (分档计分), by the values where the bands meet.
///
/// A value where two bands meet lies in the better one: `from 90 % up` where more is better, `up to 30 s` where less is.
///
/// ```
/// use service_quality::score::Curve;
///
/// let waiting: Curve = serde_json::from_str(r#"{"bands": {"below": 100, "steps": [[30, 80], [60, 0]]}}"#)?;
/// let score = |seconds: i32| waiting.score(seconds.into(), 0).to_string();
/// assert_eq!((score(30), score(31), score(60), score(61)), ("100".into(), "80".into(), "80".into(), "0".into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawBands", into = "RawBands")]
pub struct Bands {
    below: Score,
    steps: Vec<Point>,
}

impl Bands {
    /// The score below the first step, and the steps by strictly rising value: from where on which score.
    ///
    /// # Errors
    /// [`ScoreError::TooFew`] without a step, [`ScoreError::PointsNotRising`].
    pub fn new(below: Score, steps: impl IntoIterator<Item = Point>) -> Result<Self, ScoreError> {
        let steps: Vec<Point> = steps.into_iter().collect();
        if steps.is_empty() {
            return Err(ScoreError::TooFew { place: "bands.steps".into(), given: 0, least: "1 step" });
        }
        Point::check_rising("bands.steps", &steps)?;
        Ok(Self { below, steps })
    }

    /// The score below the first step.
    #[must_use]
    pub const fn below(&self) -> Score {
        self.below
    }

    /// Where the bands meet, with the score of the upper one.
    #[must_use]
    pub fn steps(&self) -> &[Point] {
        &self.steps
    }

    pub(super) fn position(&self, value: Number) -> Position {
        let met = self.steps.partition_point(|step| step.value < value);
        let lower = self.band(met);
        let meets = self.steps.get(met).is_some_and(|step| step.value == value);
        match (lower, self.band(met.saturating_add(1))) {
            (Position::Within { score, .. }, upper @ Position::Within { score: better, .. })
                if meets && better >= score =>
            {
                upper
            }
            _ => lower,
        }
    }

    /// The band above so many steps.
    fn band(&self, steps: usize) -> Position {
        let start = steps.checked_sub(1).and_then(|last| self.steps.get(last));
        Position::Within {
            from: start.map(|step| step.value),
            to: self.steps.get(steps).map(|step| step.value),
            score: start.map_or(self.below, |step| step.score),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBands {
    below: Score,
    steps: Vec<Point>,
}

impl TryFrom<RawBands> for Bands {
    type Error = ScoreError;

    fn try_from(raw: RawBands) -> Result<Self, ScoreError> {
        Self::new(raw.below, raw.steps)
    }
}

impl From<Bands> for RawBands {
    fn from(bands: Bands) -> Self {
        Self { below: bands.below, steps: bands.steps }
    }
}
