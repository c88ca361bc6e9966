use serde::{Deserialize, Serialize};

use crate::quantity::{Number, Score};
use crate::score::arithmetic::Unrounded;
use crate::score::{ScoreError, exact, real};

use super::{Point, Position};

/// An exponential value function (指数效用函数): `100 · (1 − e^(−a/ρ)) / (1 − e^(−d/ρ))`, with `a` the way from the worst
/// value to the actual one and `d` that to the best one.
///
/// With ρ above 0 the first steps count most, with ρ below 0 the last ones do. From a millionfold of `d` on the curve is the
/// straight line, from which it would depart by 0.00002 points at most.
///
/// Source: C. W. Kirkwood, *Strategic Decision Making* (1997), chapter 4.
///
/// ```
/// use service_quality::score::Curve;
///
/// let resolved: Curve = serde_json::from_str(r#"{"exponential": {"worst": 0, "best": 100, "rho": 50}}"#)?;
/// assert_eq!(resolved.score(50.into(), 4).to_string(), "73.1059");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawExponential", into = "RawExponential")]
pub struct Exponential {
    worst: Number,
    best: Number,
    rho: Number,
    /// `1 − e^(−d/|ρ|)`, as a real.
    whole: i128,
}

/// `d / |ρ|` lies between 10⁻⁶, below which the curve is straight, and this, above which it would be a step.
const STEEPEST: i128 = 100;
const STRAIGHT: i128 = 1_000_000;

impl Exponential {
    /// The worst value (score 0), the best (score 100) and the constant ρ.
    ///
    /// # Errors
    /// [`ScoreError::FlatGoalposts`] when both are equal, [`ScoreError::OutOfRange`] when |ρ| is less than a hundredth of
    /// their distance.
    pub fn new(worst: Number, best: Number, rho: Number) -> Result<Self, ScoreError> {
        if worst == best {
            return Err(ScoreError::FlatGoalposts { place: "exponential".into(), given: worst });
        }
        let mut curve = Self { worst, best, rho, whole: 0 };
        if curve.width() > rho.to_scaled().abs() * STEEPEST {
            let allowed =
                "at least a hundredth of the distance from worst to best, either side of 0, or take `bands`";
            return Err(ScoreError::OutOfRange { place: "exponential.rho".into(), given: rho, allowed });
        }
        curve.whole = real::UNIT - curve.decay(curve.width()).unwrap_or_default();
        Ok(curve)
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

    /// The constant ρ.
    #[must_use]
    pub const fn rho(&self) -> Number {
        self.rho
    }

    pub(super) fn position(&self, value: Number) -> Position {
        Position::between_posts(self.worst, self.best, value)
    }

    /// The score of a value between the worst and the best.
    pub(super) fn formula(&self, value: Number) -> Option<Unrounded> {
        let along = (value.to_scaled() - self.worst.to_scaled()).abs();
        if self.rho.to_scaled().abs() >= self.width().checked_mul(STRAIGHT)? {
            return Some(Unrounded::Ratio(along.checked_mul(exact::HUNDRED)?, self.width()));
        }
        // With ρ below 0 multiplied by e^(d/ρ) above and below, so that no exponent is above 0.
        let part = if self.rho > Number::ZERO {
            real::UNIT - self.decay(along)?
        } else {
            self.decay(self.width() - along)? - (real::UNIT - self.whole)
        };
        real::ratio(part.checked_mul(100)?, self.whole).map(Unrounded::Real)
    }

    fn width(&self) -> i128 {
        (self.best.to_scaled() - self.worst.to_scaled()).abs()
    }

    /// `e^(−way / |ρ|)`.
    fn decay(&self, way: i128) -> Option<i128> {
        real::exp(-real::ratio(way, self.rho.to_scaled().abs())?)
    }
}

impl Position {
    /// The position of a value on a formula that ends at its worst and its best value.
    pub(super) fn between_posts(worst: Number, best: Number, value: Number) -> Self {
        let (low, high) = (worst.min(best), worst.max(best));
        let score = |end: Number| if end == best { Score::MAX } else { Score::MIN };
        if value < low {
            Self::Below(Point { value: low, score: score(low) })
        } else if value > high {
            Self::Above(Point { value: high, score: score(high) })
        } else {
            Self::OnFormula { low, high }
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExponential {
    worst: Number,
    best: Number,
    rho: Number,
}

impl TryFrom<RawExponential> for Exponential {
    type Error = ScoreError;

    fn try_from(raw: RawExponential) -> Result<Self, ScoreError> {
        Self::new(raw.worst, raw.best, raw.rho)
    }
}

impl From<Exponential> for RawExponential {
    fn from(curve: Exponential) -> Self {
        Self { worst: curve.worst, best: curve.best, rho: curve.rho }
    }
}
