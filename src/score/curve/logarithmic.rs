use serde::{Deserialize, Serialize};

use crate::quantity::Number;
use crate::score::arithmetic::Unrounded;
use crate::score::{ScoreError, real};

use super::Position;

/// Goalposts for the logarithm of the value (对数): `100 · (ln x − ln worst) / (ln best − ln worst)`.
///
/// For what counts by its proportions: from 100 to 1,000 is as much as from 1,000 to 10,000. The income index of the human
/// development index has this form.
///
/// Source: UNDP, *Human Development Report 2021/22*, technical note 1.
///
/// ```
/// use service_quality::score::Curve;
///
/// let income: Curve = serde_json::from_str(r#"{"logarithmic": {"worst": 100, "best": 75000}}"#)?;
/// assert_eq!(income.score(55_782.into(), 3).to_string(), "95.528");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawLogarithmic", into = "RawLogarithmic")]
pub struct Logarithmic {
    worst: Number,
    best: Number,
    /// The logarithm of the worst value, and the way from there to that of the best.
    start: i128,
    way: i128,
}

impl Logarithmic {
    /// The worst value (score 0) and the best (score 100); `worst` is the larger one where less is better.
    ///
    /// # Errors
    /// [`ScoreError::OutOfRange`] for a value that is not above 0, [`ScoreError::FlatGoalposts`] when both are equal, and
    /// [`ScoreError::OutOfRange`] when they differ by less than a millionth.
    pub fn new(worst: Number, best: Number) -> Result<Self, ScoreError> {
        let refuse = |field: &str, given, allowed| {
            Err(ScoreError::OutOfRange { place: format!("logarithmic.{field}"), given, allowed })
        };
        let (Some(start), Some(end)) = (log(worst), log(best)) else {
            let (field, given) = if worst > Number::ZERO { ("best", best) } else { ("worst", worst) };
            return refuse(field, given, "more than 0, which has a logarithm");
        };
        if worst == best {
            return Err(ScoreError::FlatGoalposts { place: "logarithmic".into(), given: worst });
        }
        let (low, high) = (worst.min(best).to_scaled(), worst.max(best).to_scaled());
        if (high - low) * 1_000_000 < high {
            return refuse("best", best, "a value that differs from the worst by a millionth or more");
        }
        Ok(Self { worst, best, start, way: end - start })
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

    pub(super) fn position(&self, value: Number) -> Position {
        Position::between_posts(self.worst, self.best, value)
    }

    /// The score of a value between the worst and the best.
    pub(super) fn formula(&self, value: Number) -> Option<Unrounded> {
        let along = (log(value)? - self.start).checked_mul(100)?;
        real::ratio(along.abs(), self.way.abs()).map(Unrounded::Real)
    }
}

/// The base-2 logarithm of a value in units, as a real; absent for what is not above 0.
fn log(value: Number) -> Option<i128> {
    real::log2(value.to_scaled().try_into().ok()?)
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLogarithmic {
    worst: Number,
    best: Number,
}

impl TryFrom<RawLogarithmic> for Logarithmic {
    type Error = ScoreError;

    fn try_from(raw: RawLogarithmic) -> Result<Self, ScoreError> {
        Self::new(raw.worst, raw.best)
    }
}

impl From<Logarithmic> for RawLogarithmic {
    fn from(curve: Logarithmic) -> Self {
        Self { worst: curve.worst, best: curve.best }
    }
}
