use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::quantity::{Number, Score};
use crate::score::arithmetic::signed_quotient;
use crate::score::{ScoreError, exact};

use super::Point;

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

    /// The score that the straight line gives without its flat ends, to 18 decimals: below 0 and above 100 too.
    ///
    /// Absent where that has more digits than a decimal.
    ///
    /// ```
    /// use service_quality::score::Goalposts;
    /// let posts = Goalposts::new(10.into(), 30.into())?;
    /// assert_eq!(posts.unclamped(40.into()).map(|score| score.to_string()).as_deref(), Some("150"));
    /// # Ok::<(), service_quality::score::ScoreError>(())
    /// ```
    #[must_use]
    pub fn unclamped(&self, value: Number) -> Option<Decimal> {
        let (worst, best) = (self.worst.to_scaled(), self.best.to_scaled());
        let along = (value.to_scaled() - worst).checked_mul(exact::HUNDRED)?;
        signed_quotient(along, (best - worst).checked_mul(exact::ONE)?)
    }

    /// Both points by rising value.
    pub(super) const fn points(&self) -> &[Point] {
        &self.points
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
