use serde::{Deserialize, Serialize};

use crate::quantity::Number;
use crate::score::{ScoreError, exact, real};

use super::division::{Division, fitted, reduced};
use crate::score::arithmetic::Unrounded;

/// The exponent of a power mean: from −100 to 100, not 0.
///
/// 1 is the arithmetic mean, −1 the harmonic; towards 0 lies the geometric, towards −∞ the minimum.
///
/// ```
/// use service_quality::score::Exponent;
///
/// assert!(Exponent::new("-2.5".parse()?).is_ok());
/// let error = Exponent::new(0.into()).unwrap_err();
/// assert!(error.to_string().ends_with("give an exponent from -100 to 100 other than 0, whose limit is `geometric`"));
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Number", into = "Number")]
pub struct Exponent(Number);

impl Exponent {
    /// Takes a number.
    ///
    /// # Errors
    /// [`ScoreError::OutOfRange`] for 0, and beyond −100 and 100.
    pub fn new(exponent: Number) -> Result<Self, ScoreError> {
        if exponent == Number::ZERO || exponent < Number::from(-100) || exponent > Number::from(100) {
            let allowed = "an exponent from -100 to 100 other than 0, whose limit is `geometric`";
            return Err(ScoreError::OutOfRange { place: "power".into(), given: exponent, allowed });
        }
        Ok(Self(exponent))
    }

    /// The exponent as a number.
    #[must_use]
    pub const fn value(self) -> Number {
        self.0
    }
}

impl TryFrom<Number> for Exponent {
    type Error = ScoreError;

    fn try_from(exponent: Number) -> Result<Self, ScoreError> {
        Self::new(exponent)
    }
}

impl From<Exponent> for Number {
    fn from(exponent: Exponent) -> Self {
        exponent.0
    }
}

/// The power mean of weights and scores, of an exponent in units of 10⁻⁹; the geometric mean for 0.
///
/// `log M = (log Σ 2^(log w + p · log s) − log Σ w) / p`, where the largest term is taken out of the sum, so that neither
/// a large exponent nor a light weight drowns the others.
pub(super) fn mean(entered: &[(i128, i128)], exponent: i128) -> Option<Unrounded> {
    if exponent <= 0 && entered.iter().any(|(_, score)| *score == 0) {
        return Some(Unrounded::Ratio(0, 1));
    }
    let log = if exponent == 0 {
        let logs = entered.iter().map(|(weight, score)| Some((*weight, logarithm(*score)?)));
        real::weighted_mean(logs.collect::<Option<Vec<_>>>()?.into_iter())?
    } else {
        // A common divisor of the weights changes nothing, not even a last bit.
        let entered = reduced(entered);
        let logs: Vec<i128> = entered.iter().filter_map(|entry| term(*entry, exponent)).collect();
        let Some(largest) = logs.iter().max() else { return Some(Unrounded::Ratio(0, 1)) };
        let sum = logs.iter().try_fold(0_i128, |sum, log| sum.checked_add(real::exp2(log - largest)?))?;
        let weights: i128 = entered.iter().map(|(weight, _)| weight).sum();
        let power =
            largest + logarithm(sum)? - i128::from(real::BINARY_PLACES) * real::UNIT - logarithm(weights)?;
        match real::scaled_by(power, exact::ONE, exponent) {
            Some(log) => log,
            // The root of a share below 1 with a tiny exponent, where some scores are 0.
            None => return Some(Unrounded::Ratio(0, 1)),
        }
    };
    real::exp2(log - real::LOG2_BILLION).map(Unrounded::Real)
}

/// How a power mean divides: the slope for a child is `w · s^(p−1)`, up to a common factor.
pub(super) fn division(entered: &[(i128, i128)], exponent: i128) -> Division {
    let entered = reduced(entered);
    let by_weight = |chosen: &dyn Fn(i128) -> bool| -> Vec<i128> {
        entered.iter().map(|(weight, score)| if chosen(*score) { *weight } else { 0 }).collect()
    };
    let gains = match exponent {
        0 => by_weight(&|_| true),
        _ => from_logs(entered.iter().map(|entry| term(*entry, exponent)).collect()),
    };
    let losses = if exponent < exact::ONE && entered.iter().any(|(_, score)| *score == 0) {
        by_weight(&|score| score == 0)
    } else {
        let loss = |(weight, score)| {
            Some(term((weight, score), exponent - exact::ONE)? + logarithm(exact::HUNDRED - score)?)
        };
        from_logs(entered.iter().map(|entry| loss(*entry)).collect())
    };
    Division { effective: by_weight(&|_| true), gains, losses }.or_by_weight(&entered)
}

/// `log (w · s^p)`; absent for a score of 0.
fn term((weight, score): (i128, i128), exponent: i128) -> Option<i128> {
    real::scaled_by(logarithm(score)?, exponent, exact::ONE)?.checked_add(logarithm(weight)?)
}

fn logarithm(number: i128) -> Option<i128> {
    real::log2(number.try_into().ok()?)
}

/// Shares in proportion to powers of 2, the largest below the limit of a division.
fn from_logs(logs: Vec<Option<i128>>) -> Vec<i128> {
    let largest = logs.iter().flatten().max().copied().unwrap_or_default();
    fitted(
        logs.into_iter()
            .map(|log| log.and_then(|log| real::exp2(log - largest)).unwrap_or_default())
            .collect(),
    )
}
