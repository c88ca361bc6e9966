use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::quantity::{Number, Score};
use crate::score::arithmetic::Unrounded;
use crate::score::{ScoreError, exact};

use super::{
    Attainment, Bands, Efficacy, Exponential, Goalposts, Likert, Logarithmic, Piecewise, Point, Position,
    TargetRange, reach,
};

/// A curve (评分曲线): turns the value of an indicator into a score, always the same, whoever else is measured.
///
/// Outside its points a curve is flat, by definition: a value past `best` scores 100, one past `worst` 0. The
/// score is rounded once, half away from zero. But for the exponential and the logarithmic curve it is a fraction of
/// integers; those two are known to 25 decimals, and what lies within 10⁻¹⁵ below a tie counts as the tie.
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
    /// One score for each band of values.
    Bands(Bands),
    /// Best within a range.
    TargetRange(TargetRange),
    /// How much of a target is reached.
    Attainment(Attainment),
    /// The efficacy coefficient.
    Efficacy(Efficacy),
    /// A rating scale.
    Likert(Likert),
    /// An exponential value function.
    Exponential(Exponential),
    /// Goalposts for the logarithm of the value.
    Logarithmic(Logarithmic),
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

    /// The points by rising value between which the curve is straight; none for bands and formulas.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        match self {
            Self::Goalposts(goalposts) => goalposts.points(),
            Self::Piecewise(piecewise) => piecewise.points(),
            Self::TargetRange(range) => range.points(),
            Self::Likert(scale) => scale.points(),
            Self::Bands(_)
            | Self::Attainment(_)
            | Self::Efficacy(_)
            | Self::Exponential(_)
            | Self::Logarithmic(_) => &[],
        }
    }

    /// The score of a value, rounded half away from zero to `places` decimals (at most 9).
    #[must_use]
    pub fn score(&self, value: Number, places: u32) -> Score {
        exact::score(self.placed(value, places).1)
    }

    /// The score of a value to 18 decimals: for what is calculated on, outside of a model.
    ///
    /// ```
    /// use service_quality::score::Curve;
    /// let third = Curve::goalposts(0.into(), 3.into())?.unrounded(1.into());
    /// assert_eq!(third.to_string(), "33.333333333333333333");
    /// # Ok::<(), service_quality::score::ScoreError>(())
    /// ```
    #[must_use]
    pub fn unrounded(&self, value: Number) -> Decimal {
        self.exact(self.position(value), value).decimal().unwrap_or_default()
    }

    /// Which part of the curve a value meets.
    #[must_use]
    pub fn position(&self, value: Number) -> Position {
        match self {
            Self::Goalposts(_) | Self::Piecewise(_) | Self::TargetRange(_) | Self::Likert(_) => {
                Position::among(self.points(), value)
            }
            Self::Bands(bands) => bands.position(value),
            Self::Attainment(attainment) => attainment.position(value),
            Self::Efficacy(efficacy) => efficacy.position(value),
            Self::Exponential(exponential) => exponential.position(value),
            Self::Logarithmic(logarithmic) => logarithmic.position(value),
        }
    }

    /// The highest score that the curve gives, rounded to `places` decimals.
    #[must_use]
    pub fn best(&self, places: u32) -> Score {
        // Between its corners a curve rises, falls or stays.
        let corners = self.corners().into_iter().map(|corner| self.score(corner, places));
        corners.max().unwrap_or(Score::MIN)
    }

    /// The value nearest to `from` whose score, rounded to `places` decimals, is `wanted` or better: what to reach.
    ///
    /// Values are numbers of at most 9 decimals, so it is the nearest of those. Of two equally near the smaller
    /// counts. Absent where the curve ends lower.
    ///
    /// ```
    /// use service_quality::score::Curve;
    ///
    /// let waiting = Curve::goalposts(120.into(), 20.into())?;
    /// let reached = waiting.reaching("80".parse()?, 90.into(), 2);
    /// assert_eq!(reached, Some("40.005".parse()?)); // scores 79.995, which is 80.00
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn reaching(&self, wanted: Score, from: Number, places: u32) -> Option<Number> {
        reach::nearest(|value| self.score(value, places) >= wanted, &self.corners(), from)
    }

    /// The position of a value and its score in units of 10⁻⁹, rounded to `places` decimals.
    pub(in crate::score) fn placed(&self, value: Number, places: u32) -> (Position, i128) {
        let position = self.position(value);
        (position, self.exact(position, value).units(places).unwrap_or_default())
    }

    fn exact(&self, position: Position, value: Number) -> Unrounded {
        position.on_line(value).or_else(|| self.formula(value)).unwrap_or(Unrounded::Ratio(0, 1))
    }

    /// The score by a formula of the curve's own, where there is one.
    fn formula(&self, value: Number) -> Option<Unrounded> {
        match self {
            Self::Attainment(attainment) => attainment.formula(value),
            Self::Efficacy(efficacy) => efficacy.formula(value),
            Self::Exponential(exponential) => exponential.formula(value),
            Self::Logarithmic(logarithmic) => logarithmic.formula(value),
            Self::Goalposts(_)
            | Self::Piecewise(_)
            | Self::TargetRange(_)
            | Self::Likert(_)
            | Self::Bands(_) => None,
        }
    }

    /// The values by rising value, ends of what can be measured included, between which the curve does not turn.
    pub(in crate::score) fn corners(&self) -> Vec<Number> {
        let steps = if let Self::Bands(bands) = self { bands.steps() } else { self.points() };
        let inner = steps.iter().map(|point| point.value);
        [Number::SMALLEST].into_iter().chain(inner).chain([Number::LARGEST]).collect()
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
