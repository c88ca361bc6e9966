use serde::{Deserialize, Serialize};

use crate::quantity::{Number, Score};
use crate::score::ScoreError;

/// At least two points by strictly rising value.
///
/// ```
/// use service_quality::score::{Piecewise, Point};
///
/// let points = [Point { value: 0.into(), score: "0".parse()? }, Point { value: 9.into(), score: "100".parse()? }];
/// assert_eq!(Piecewise::new(points)?.points().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<Point>", into = "Vec<Point>")]
pub struct Piecewise(Vec<Point>);

/// A point of a curve; on the wire a pair.
///
/// ```
/// use service_quality::score::Point;
/// let point: Point = serde_json::from_str(r#"["0.9", 80]"#)?;
/// assert_eq!(point.score.to_string(), "80");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "(Number, Score)", into = "(Number, Score)")]
pub struct Point {
    /// The indicator's value.
    pub value: Number,
    /// Its score.
    pub score: Score,
}

impl Piecewise {
    /// At least two points by strictly rising value.
    ///
    /// # Errors
    /// [`ScoreError::TooFew`], [`ScoreError::PointsNotRising`].
    pub fn new(points: impl IntoIterator<Item = Point>) -> Result<Self, ScoreError> {
        let points: Vec<Point> = points.into_iter().collect();
        if points.len() < 2 {
            let place = "piecewise".into();
            return Err(ScoreError::TooFew { place, given: points.len(), least: "2 points" });
        }
        Point::check_rising("piecewise", &points)?;
        Ok(Self(points))
    }

    /// The points by rising value.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.0
    }
}

impl Point {
    /// Refuses a value that is not above the one before.
    pub(super) fn check_rising(list: &str, points: &[Self]) -> Result<(), ScoreError> {
        for (index, (before, point)) in points.iter().zip(points.iter().skip(1)).enumerate() {
            if point.value <= before.value {
                return Err(ScoreError::PointsNotRising {
                    place: format!("{list}[{}]", index + 1),
                    given: point.value,
                    before: before.value,
                });
            }
        }
        Ok(())
    }
}

impl From<(Number, Score)> for Point {
    fn from((value, score): (Number, Score)) -> Self {
        Self { value, score }
    }
}

impl From<Point> for (Number, Score) {
    fn from(point: Point) -> Self {
        (point.value, point.score)
    }
}

impl TryFrom<Vec<Point>> for Piecewise {
    type Error = ScoreError;

    fn try_from(points: Vec<Point>) -> Result<Self, ScoreError> {
        Self::new(points)
    }
}

impl From<Piecewise> for Vec<Point> {
    fn from(curve: Piecewise) -> Self {
        curve.0
    }
}
