use serde::{Deserialize, Serialize};

use super::PopulationError;
use super::exact::{count, signed};
use crate::quantity::{Number, Wide};

/// The scale of z-scores, 标准分.
///
/// ```
/// use service_quality::population::{Divisor, ZScore};
/// let t: ZScore = serde_json::from_str(r#"{"mean": 50, "sd": 10, "divisor": "population"}"#)?;
/// assert_eq!((t.sd(), t.divisor()), (10.into(), Divisor::Population));
/// assert!(serde_json::from_str::<ZScore>(r#"{"sd": 0}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawZScore", into = "RawZScore")]
pub struct ZScore {
    mean: Number,
    sd: Number,
    divisor: Divisor,
}

/// By what the sum of squares is divided.
///
/// ```
/// use service_quality::indicator::Direction;
/// use service_quality::population::{Divisor, Normalisation, ZScore};
///
/// let first = |divisor| {
///     let scale = ZScore::new(0.into(), 1.into(), divisor)?;
///     let pair = [Some(2.into()), Some(4.into())];
///     Ok(Normalisation::ZScore(scale).apply(Direction::Higher, &pair)?.figures[1].value().map(|z| z.to_string()))
/// };
/// assert_eq!(first(Divisor::Sample)?.as_deref(), Some("0.707106781"));
/// assert_eq!(first(Divisor::Population)?.as_deref(), Some("1"));
/// # Ok::<(), service_quality::population::PopulationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Divisor {
    /// n − 1: those compared stand for more.
    #[default]
    Sample,
    /// n: those compared are all there are.
    Population,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawZScore {
    #[serde(default)]
    mean: Number,
    #[serde(default = "one")]
    sd: Number,
    #[serde(default)]
    divisor: Divisor,
}

fn one() -> Number {
    1.into()
}

impl ZScore {
    /// Z-scores of this mean and standard deviation.
    ///
    /// # Errors
    /// [`PopulationError::OutOfRange`] for a deviation that is not above 0.
    pub fn new(mean: Number, sd: Number, divisor: Divisor) -> Result<Self, PopulationError> {
        if sd > Number::ZERO {
            return Ok(Self { mean, sd, divisor });
        }
        Err(PopulationError::OutOfRange {
            place: "z_score.sd".to_owned(),
            given: sd.to_string(),
            allowed: "more than 0",
        })
    }

    /// The mean of the figures.
    #[must_use]
    pub const fn mean(&self) -> Number {
        self.mean
    }

    /// The standard deviation of the figures.
    #[must_use]
    pub const fn sd(&self) -> Number {
        self.sd
    }

    /// By what the sum of squares is divided.
    #[must_use]
    pub const fn divisor(&self) -> Divisor {
        self.divisor
    }
}

/// Mean 0, standard deviation 1 of a sample.
impl Default for ZScore {
    fn default() -> Self {
        Self { mean: Number::ZERO, sd: one(), divisor: Divisor::Sample }
    }
}

impl TryFrom<RawZScore> for ZScore {
    type Error = PopulationError;

    fn try_from(RawZScore { mean, sd, divisor }: RawZScore) -> Result<Self, PopulationError> {
        Self::new(mean, sd, divisor)
    }
}

impl From<ZScore> for RawZScore {
    fn from(ZScore { mean, sd, divisor }: ZScore) -> Self {
        Self { mean, sd, divisor }
    }
}

/// n·(x − mean) of each value, and the root by which they are divided to have a standard deviation of 1. The
/// differences and their squares are exact integers; the root is that of the nearest float.
pub(super) fn standardised(values: &[i128], divisor: Divisor) -> Option<(Vec<f64>, f64)> {
    let n = i128::try_from(values.len()).ok()?;
    let total = values.iter().try_fold(0_i128, |sum, value| sum.checked_add(*value))?;
    let deviations = values.iter().map(|value| value.checked_mul(n)?.checked_sub(total));
    let deviations: Vec<i128> = deviations.collect::<Option<_>>()?;
    let squares = deviations
        .iter()
        .map(|deviation| deviation.unsigned_abs())
        .try_fold(Wide::ZERO, |sum, size| sum.checked_add(Wide::product(size, size)))?;
    let freedom = match divisor {
        Divisor::Sample => count(values.len().checked_sub(1)?),
        Divisor::Population => count(values.len()),
    };
    let root = (squares.approximate() / freedom).sqrt();
    Some((deviations.into_iter().map(signed).collect(), root))
}
