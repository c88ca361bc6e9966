use serde::{Deserialize, Serialize};

use super::{Readout, TallyError};
use crate::indicator::{Basis, Measurement};
use crate::quantity::{Moments, Number, PLACES, Wide};

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
#[serde(try_from = "Moments")]
pub struct MeanTally(Moments);

pub(super) const NAME: &str = "mean tally";

/// One, in the units of a sum.
const ONE: i128 = 1_000_000_000;
/// The largest number, 10^15, in the units of a sum.
const LARGEST: u128 = 1_000_000_000_000_000_000_000_000;

impl MeanTally {
    /// The observations.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.0.n()
    }

    /// The sum of the observations; absent when it is larger than a number may be.
    #[must_use]
    pub fn total(&self) -> Option<Number> {
        Number::from_scaled(self.0.sum(), PLACES)
    }

    /// Counts one number.
    ///
    /// # Errors
    /// [`TallyError::Full`] when the sum of squares would exceed 10^38, or n 2^64 − 1.
    pub fn record(&mut self, value: Number) -> Result<(), TallyError> {
        self.merge(&Self(Moments::of(value.to_scaled())))
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
        self.merge(&Self(Moments::of(scaled)))
    }

    /// Adds the observations of another tally.
    ///
    /// # Errors
    /// As [`MeanTally::record`].
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        let sum = self.0.checked_add(&other.0);
        self.0 = sum.map_err(|full| TallyError::Full { tally: NAME, part: full.part, limit: full.limit })?;
        Ok(())
    }

    /// The arithmetic mean, Σx / n; missing when nothing was observed.
    ///
    /// # Errors
    /// [`TallyError::ValueOutOfRange`] when the readout's unit takes the value beyond 10^15.
    pub fn measure(&self, readout: &Readout) -> Result<Measurement, TallyError> {
        if let Some(absence) = readout.absence(self.n()) {
            return Ok(Measurement::absent(absence));
        }
        let out_of_range = TallyError::ValueOutOfRange { tally: NAME };
        let magnitude = self.0.sum().unsigned_abs().into();
        let denominator = Wide::product(u128::from(self.n()), ONE.unsigned_abs());
        let value = readout.ratio(self.0.sum() < 0, magnitude, denominator).ok_or(out_of_range)?;
        let deviation = self
            .0
            .deviation()
            .and_then(|scaled| readout.ratio_to(PLACES, false, scaled.into(), ONE.unsigned_abs().into()));
        Ok(Measurement::on_basis(value, self.n(), Basis::Mean { deviation }))
    }
}

impl TryFrom<Moments> for MeanTally {
    type Error = TallyError;

    fn try_from(moments: Moments) -> Result<Self, TallyError> {
        if moments.is_possible() {
            return Ok(Self(moments));
        }
        Err(TallyError::Unfit {
            tally: NAME,
            part: "n",
            given: moments.n().to_string(),
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
