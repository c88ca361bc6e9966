use serde::{Deserialize, Serialize};

use crate::quantity::{Number, Score};

use super::{ScoreError, exact};

/// A curve (评分曲线): turns the value of an indicator into a score, always the same, whoever else is measured.
///
/// * [`Curve::goalposts`]: `score = 100 · (value − worst) / (best − worst)`, the worst- and best-case scorecard of
///   service management and the goalposts of the human development index (UNDP). One formula serves both
///   directions: where less is better, `worst` is the larger one.
/// * [`Curve::piecewise`]: straight lines between points.
///
/// Outside its points a curve is flat, by definition: a value past `best` scores 100, one past `worst` 0. The
/// score is computed as one fraction of integers and rounded once, half away from zero.
///
/// ```
/// use service_quality::score::Curve;
///
/// let on_time = Curve::goalposts("0.6".parse()?, "0.98".parse()?)?;
/// assert_eq!(on_time.score("0.93".parse()?, 4).to_string(), "86.8421");
/// assert_eq!(on_time.score("0.5".parse()?, 4).to_string(), "0");
/// let waiting: Curve = serde_json::from_str(r#"{"piecewise": [["20", "100"], ["60", "80"], ["120", "0"]]}"#)?;
/// assert_eq!(waiting.score(90.into(), 2).to_string(), "40");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Curve {
    /// From the worst to the best value in one straight line.
    Goalposts(Goalposts),
    /// Straight lines between points.
    Piecewise(Piecewise),
}

/// The worst and the best value, which score 0 and 100.
///
/// ```
/// use service_quality::score::Goalposts;
///
/// let cost = Goalposts::new(20.into(), 10.into())?; // less is better
/// assert!(cost.best() < cost.worst());
/// # Ok::<(), service_quality::score::ScoreError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawGoalposts", into = "RawGoalposts")]
pub struct Goalposts {
    worst: Number,
    best: Number,
    /// The same two, by rising value.
    points: [Point; 2],
}

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
pub enum Position {
    /// Below the first point, whose score it gets.
    Below(Point),
    /// On the straight line between two neighbouring points, ends included.
    Between(Point, Point),
    /// Above the last point, whose score it gets.
    Above(Point),
}

impl Curve {
    /// The straight line from the worst value (score 0) to the best (score 100).
    ///
    /// # Errors
    /// [`ScoreError::FlatGoalposts`] when both are equal.
    pub fn goalposts(worst: Number, best: Number) -> Result<Self, ScoreError> {
        Goalposts::new(worst, best).map(Self::Goalposts)
    }

    /// Straight lines between points of (value, score), by rising value.
    ///
    /// # Errors
    /// [`ScoreError::TooFew`], [`ScoreError::PointsNotRising`].
    pub fn piecewise(points: impl IntoIterator<Item = (Number, Score)>) -> Result<Self, ScoreError> {
        Piecewise::new(points.into_iter().map(Point::from)).map(Self::Piecewise)
    }

    /// The points by rising value; two for goalposts.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        match self {
            Self::Goalposts(goalposts) => &goalposts.points,
            Self::Piecewise(Piecewise(points)) => points,
        }
    }

    /// The score of a value, rounded half away from zero to `places` decimals (at most 9).
    #[must_use]
    pub fn score(&self, value: Number, places: u32) -> Score {
        exact::score(self.position(value).units(value, places))
    }

    /// Which part of the curve a value meets.
    #[must_use]
    pub fn position(&self, value: Number) -> Position {
        let points = self.points();
        // The first point at or above the value; the value lies on the line that ends there.
        let right = points.partition_point(|point| point.value < value);
        match (right.checked_sub(1).and_then(|left| points.get(left)), points.get(right)) {
            (Some(left), Some(right)) => Position::Between(*left, *right),
            (None, Some(first)) if value < first.value => Position::Below(*first),
            (None, Some(first)) => Position::Between(*first, *points.get(1).unwrap_or(first)),
            (Some(last), None) => Position::Above(*last),
            // A curve has points.
            (None, None) => Position::Below(Point { value, score: Score::MIN }),
        }
    }

    /// The highest score that the curve gives, rounded to `places` decimals.
    #[must_use]
    pub fn best(&self, places: u32) -> Score {
        let highest = self.points().iter().map(|point| point.score).max().unwrap_or(Score::MIN);
        exact::score(exact::rounded(highest.to_scaled(), 1, places).unwrap_or_default())
    }
}

impl Position {
    /// The score of `value` in units of 10⁻⁹, rounded to `places` decimals.
    pub(super) fn units(self, value: Number, places: u32) -> i128 {
        // With |value| ≤ 10^24 and score ≤ 10^11, both in units, the numerator stays below 10^36 and the
        // divisor below 10^34: far from the 1.7 · 10^38 of an `i128`, even doubled.
        let fraction = match self {
            Self::Below(point) | Self::Above(point) => Some((point.score.to_scaled(), 1)),
            Self::Between(left, right) => {
                let width = right.value.to_scaled() - left.value.to_scaled();
                let along = value.to_scaled() - left.value.to_scaled();
                let rise = right.score.to_scaled() - left.score.to_scaled();
                let start = left.score.to_scaled().checked_mul(width);
                along.checked_mul(rise).zip(start).map(|(risen, start)| (start + risen, width))
            }
        };
        // Never absent: points of a curve have different values.
        fraction.and_then(|(top, bottom)| exact::rounded(top, bottom, places)).unwrap_or_default()
    }
}

impl Goalposts {
    /// The two values; `worst` is the larger one where less is better.
    ///
    /// # Errors
    /// [`ScoreError::FlatGoalposts`] when both are equal.
    pub fn new(worst: Number, best: Number) -> Result<Self, ScoreError> {
        if worst == best {
            return Err(ScoreError::FlatGoalposts { place: "goalposts".into(), given: worst });
        }
        let worst_point = Point { value: worst, score: Score::MIN };
        let best_point = Point { value: best, score: Score::MAX };
        let points = if worst < best { [worst_point, best_point] } else { [best_point, worst_point] };
        Ok(Self { worst, best, points })
    }

    /// The value that scores 0, as do all beyond it.
    #[must_use]
    pub const fn worst(&self) -> Number {
        self.worst
    }

    /// The value that scores 100, as do all beyond it.
    #[must_use]
    pub const fn best(&self) -> Number {
        self.best
    }
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
        for (index, (before, point)) in points.iter().zip(points.iter().skip(1)).enumerate() {
            if point.value <= before.value {
                return Err(ScoreError::PointsNotRising {
                    place: format!("piecewise[{}]", index + 1),
                    given: point.value,
                    before: before.value,
                });
            }
        }
        Ok(Self(points))
    }

    /// The points by rising value.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.0
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

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGoalposts {
    worst: Number,
    best: Number,
}

impl TryFrom<RawGoalposts> for Goalposts {
    type Error = ScoreError;

    fn try_from(raw: RawGoalposts) -> Result<Self, ScoreError> {
        Self::new(raw.worst, raw.best)
    }
}

impl From<Goalposts> for RawGoalposts {
    fn from(goalposts: Goalposts) -> Self {
        Self { worst: goalposts.worst, best: goalposts.best }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[track_caller]
    fn scores(curve: &Curve, cases: &[(&str, &str)]) {
        for (value, score) in cases {
            assert_eq!(curve.score(number(value), 4).to_string(), *score, "{value}");
        }
    }

    #[test]
    fn goalposts_serve_both_directions() {
        let higher = Curve::goalposts(number("40"), number("80")).unwrap();
        scores(&higher, &[("39", "0"), ("40", "0"), ("70", "75"), ("80", "100"), ("81", "100")]);
        let lower = Curve::goalposts(number("15"), number("2")).unwrap();
        scores(&lower, &[("16", "0"), ("5", "76.9231"), ("2", "100"), ("-1", "100")]);
    }

    #[test]
    fn piecewise_meets_its_points() {
        let curve: Curve =
            serde_json::from_str(r#"{"piecewise":[["0","0"],["60","20"],["80","60"],["100","100"]]}"#)
                .unwrap();
        scores(&curve, &[("-5", "0"), ("0", "0"), ("60", "20"), ("75", "50"), ("80", "60"), ("100", "100")]);
        assert_eq!(curve.best(2), Score::MAX);
    }

    #[test]
    fn the_widest_curve_stays_exact() {
        let edge = "1000000000000000";
        let curve = Curve::goalposts(number(&format!("-{edge}")), number(edge)).unwrap();
        assert_eq!(curve.score(number(edge), 9).to_string(), "100");
        assert_eq!(curve.score(number("999999999999999.999999999"), 9).to_string(), "100");
        assert_eq!(curve.score(number("0.000000001"), 9).to_string(), "50");
        let steep = Curve::goalposts(number("0.000000001"), number("0")).unwrap();
        assert_eq!(steep.score(number(edge), 9).to_string(), "0");
    }

    #[test]
    fn half_goes_away_from_zero() {
        let curve = Curve::goalposts(number("0"), number("800")).unwrap();
        assert_eq!(curve.score(number("1"), 2).to_string(), "0.13"); // 0.125
    }

    #[test]
    fn faults_name_their_place() {
        let piecewise = |points: &[(i32, &str)]| {
            Curve::piecewise(points.iter().map(|(x, y)| ((*x).into(), y.parse().unwrap())))
                .unwrap_err()
                .to_string()
        };
        assert_eq!(piecewise(&[(1, "5")]), "piecewise: has 1 entry: give at least 2 points");
        assert_eq!(
            piecewise(&[(1, "5"), (2, "6"), (2, "7")]),
            "piecewise[2]: value `2` is not above `2`, the one before: give points by rising value, each value once"
        );
        let flat = serde_json::from_str::<Curve>(r#"{"goalposts":{"worst":"1","best":1.0}}"#).unwrap_err();
        assert!(
            flat.to_string().starts_with("goalposts: worst and best are both `1`: give two different values")
        );
    }
}
