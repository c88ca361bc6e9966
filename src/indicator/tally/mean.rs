use serde::{Deserialize, Serialize};

use super::share::add;
use super::{Readout, TallyError};
use crate::indicator::{Basis, Measurement};
use crate::quantity::{Number, PLACES, SquareSum, Sum, Wide};

/// The mean of exact numbers: their count, their sum, and the sum of their squares for a standard deviation.
///
/// Nothing is rounded before the value is measured. Sum and sum of squares are written as decimal text.
///
/// ```
/// use service_quality::indicator::{MeanTally, Readout};
///
/// let mut minutes = MeanTally::default();
/// for value in ["12.5", "7", "9.3"] {
///     minutes.record(value.parse()?)?;
/// }
/// assert_eq!(minutes.measure(&Readout::default())?.value(), "9.6".parse().ok());
/// assert_eq!(serde_json::to_string(&minutes)?, r#"{"n":3,"sum":"28.8","squares":"291.74"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawMean")]
pub struct MeanTally {
    n: u64,
    sum: Sum,
    squares: SquareSum,
}

pub(super) const NAME: &str = "mean tally";

/// One, in the units of a sum.
const ONE: i128 = 1_000_000_000;
/// The largest number, 10^15, in the units of a sum.
const LARGEST: u128 = 1_000_000_000_000_000_000_000_000;

impl MeanTally {
    /// The observations.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// The sum of the observations; absent when it is larger than a number may be.
    #[must_use]
    pub fn total(&self) -> Option<Number> {
        Number::from_scaled(self.sum.0, PLACES)
    }

    /// Counts one number.
    ///
    /// # Errors
    /// [`TallyError::Full`] when the sum of squares would exceed 10^38, or n 2^64 − 1.
    pub fn record(&mut self, value: Number) -> Result<(), TallyError> {
        self.merge(&Self::single(value.to_scaled()))
    }

    /// Counts one whole number, such as seconds; the same as [`MeanTally::record`], and faster.
    ///
    /// # Errors
    /// [`TallyError::Unfit`] beyond 10^15 either side of 0; otherwise as [`MeanTally::record`].
    pub fn record_whole(&mut self, value: i64) -> Result<(), TallyError> {
        let scaled = i128::from(value).saturating_mul(ONE);
        if scaled.unsigned_abs() > LARGEST {
            return Err(TallyError::Unfit {
                tally: NAME,
                part: "value",
                given: value.to_string(),
                allowed: "at most 10^15 either side of 0".into(),
            });
        }
        self.merge(&Self::single(scaled))
    }

    /// Adds the observations of another tally.
    ///
    /// # Errors
    /// As [`MeanTally::record`].
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        let full = TallyError::Full { tally: NAME, part: "the sum of squares", limit: "10^38" };
        *self = Self {
            n: add(self.n, other.n, NAME, "n")?,
            squares: self.squares.checked_add(other.squares).ok_or(full.clone())?,
            // Fits where the sum of squares does; see there.
            sum: self.sum.0.checked_add(other.sum.0).map(Sum).ok_or(full)?,
        };
        Ok(())
    }

    /// The arithmetic mean, Σx / n; missing when nothing was observed.
    ///
    /// # Errors
    /// [`TallyError::ValueOutOfRange`] when the readout's unit takes the value beyond 10^15.
    pub fn measure(&self, readout: &Readout) -> Result<Measurement, TallyError> {
        if let Some(absence) = readout.absence(self.n) {
            return Ok(Measurement::absent(absence));
        }
        let out_of_range = TallyError::ValueOutOfRange { tally: NAME };
        let magnitude = self.sum.0.unsigned_abs().into();
        let denominator = Wide::product(u128::from(self.n), ONE.unsigned_abs());
        let value = readout.ratio(self.sum.0 < 0, magnitude, denominator).ok_or(out_of_range)?;
        let deviation = self
            .deviation()
            .and_then(|scaled| readout.ratio_to(PLACES, false, scaled.into(), ONE.unsigned_abs().into()));
        Ok(Measurement::on_basis(value, self.n, Basis::Mean { deviation }))
    }

    /// The sample standard deviation √((Σx² − (Σx)²/n) / (n − 1)), in units of 10^-9, rounded to the nearest.
    fn deviation(&self) -> Option<u128> {
        let freedom = self.n.checked_sub(1).filter(|freedom| *freedom > 0)?;
        // Rounding the root to the nearest is halving the root of four times the radicand.
        let spread = self.spread()?.checked_mul(4)?;
        let (radicand, _) = spread.checked_div_rem(u128::from(self.n).into())?;
        let (radicand, _) = radicand.checked_div_rem(u128::from(freedom).into())?;
        Some(root(radicand)?.div_ceil(2))
    }

    /// n · Σx² − (Σx)², which no numbers make negative.
    fn spread(&self) -> Option<Wide> {
        let sum = self.sum.0.unsigned_abs();
        self.squares.wide().checked_mul(u128::from(self.n))?.checked_sub(Wide::product(sum, sum))
    }

    /// A tally of one number in units of 10^-9.
    fn single(scaled: i128) -> Self {
        Self { n: 1, sum: Sum(scaled), squares: SquareSum::of(scaled) }
    }
}

/// The square root, rounded down: each bit of it from the top is kept if the square stays within.
fn root(radicand: Wide) -> Option<u128> {
    let mut root = 0_u128;
    for bit in (0..127_u32).rev() {
        let candidate = root | 1_u128.checked_shl(bit)?;
        if Wide::product(candidate, candidate) <= radicand {
            root = candidate;
        }
    }
    Some(root)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMean {
    n: u64,
    sum: Sum,
    squares: SquareSum,
}

impl TryFrom<RawMean> for MeanTally {
    type Error = TallyError;

    /// No `n` numbers within 10^15 of 0 have other sums than these checks let pass.
    fn try_from(raw: RawMean) -> Result<Self, TallyError> {
        let tally = Self { n: raw.n, sum: raw.sum, squares: raw.squares };
        let most = Wide::product(LARGEST, LARGEST).checked_mul(u128::from(raw.n));
        let possible = tally.spread().is_some() && most.is_some_and(|most| tally.squares.wide() <= most);
        if possible {
            return Ok(tally);
        }
        Err(TallyError::Unfit {
            tally: NAME,
            part: "n",
            given: raw.n.to_string(),
            allowed: "sums that n numbers within 10^15 of 0 can have".into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[i64]) -> MeanTally {
        let mut tally = MeanTally::default();
        for value in values {
            tally.record_whole(*value).unwrap();
        }
        tally
    }

    #[test]
    fn the_deviation_is_that_of_a_sample() {
        // Squares about the mean of 5 are 9 1 1 1 0 0 4 16: 32 / 7, whose root is 2.138089935.
        let measured = of(&[2, 4, 4, 4, 5, 5, 7, 9]).measure(&Readout::default()).unwrap();
        assert_eq!(measured.value(), "5".parse().ok());
        assert_eq!(measured.basis(), Some(Basis::Mean { deviation: "2.138089935".parse().ok() }));
        let one = of(&[7]).measure(&Readout::default()).unwrap();
        assert_eq!(one.basis(), Some(Basis::Mean { deviation: None }));
    }

    #[test]
    fn the_unit_scales_value_and_deviation() {
        let hours = Readout::new(2, 0).unwrap().scaled(1.try_into().unwrap(), 3_600.try_into().unwrap());
        let measured = of(&[-3_600, -10_800]).measure(&hours).unwrap();
        assert_eq!(measured.value(), "-2".parse().ok());
        assert_eq!(measured.basis(), Some(Basis::Mean { deviation: "1.414213562".parse().ok() }));
    }

    #[test]
    fn the_largest_numbers_fit_and_cancel() {
        let largest = 1_000_000_000_000_000;
        let mut tally = of(&[largest, -largest]);
        assert_eq!(tally.total(), Some(Number::ZERO));
        assert!(tally.measure(&Readout::default()).is_ok());
        assert!(tally.record_whole(largest + 1).is_err());
        assert_eq!(tally, of(&[largest, -largest]));
    }
}
