use serde::{Deserialize, Serialize};

use super::share::add;
use super::{Readout, TallyError};
use crate::indicator::{Basis, Measurement};
use crate::quantity::{Number, PLACES, Sum, Wide};

/// A sum of exact numbers: how many tickets there are, how many hours were lost.
///
/// ```
/// use service_quality::indicator::{Readout, TotalTally};
///
/// let mut interruptions = TotalTally::default();
/// interruptions.record(2.into())?;
/// interruptions.record(0.into())?;
/// let measured = interruptions.measure(&Readout::default())?;
/// assert_eq!((measured.value(), measured.n()), (Some(2.into()), 2));
/// assert_eq!(serde_json::to_string(&interruptions)?, r#"{"n":2,"sum":"2"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawTotal")]
pub struct TotalTally {
    n: u64,
    sum: Sum,
}

pub(super) const NAME: &str = "total tally";

impl TotalTally {
    /// The records that were added up.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// Their sum; absent when it is larger than a number may be.
    #[must_use]
    pub fn total(&self) -> Option<Number> {
        Number::from_scaled(self.sum.0, PLACES)
    }

    /// Adds one number.
    ///
    /// # Errors
    /// [`TallyError::Full`] beyond 2^64 − 1 numbers or a sum of some 10^29.
    pub fn record(&mut self, value: Number) -> Result<(), TallyError> {
        self.merge(&Self { n: 1, sum: Sum(value.to_scaled()) })
    }

    /// Adds what another tally added up.
    ///
    /// # Errors
    /// As [`TotalTally::record`].
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        let n = add(self.n, other.n, NAME, "n")?;
        *self = Self { n, sum: plus(self.sum, other.sum, NAME, "the sum")? };
        Ok(())
    }

    /// The sum; missing when nothing was recorded.
    ///
    /// # Errors
    /// [`TallyError::ValueOutOfRange`] when it exceeds 10^15.
    pub fn measure(&self, readout: &Readout) -> Result<Measurement, TallyError> {
        if let Some(absence) = readout.absence(self.n) {
            return Ok(Measurement::absent(absence));
        }
        let value = readout
            .ratio(self.sum.0 < 0, self.sum.0.unsigned_abs().into(), Wide::from(UNIT))
            .ok_or(TallyError::ValueOutOfRange { tally: NAME })?;
        Ok(Measurement::on_basis(value, self.n, Basis::Total))
    }
}

/// One, in the units of a sum.
const UNIT: u128 = 1_000_000_000;

/// Adds sums.
pub(super) fn plus(
    left: Sum,
    right: Sum,
    tally: &'static str,
    part: &'static str,
) -> Result<Sum, TallyError> {
    left.0.checked_add(right.0).map(Sum).ok_or(TallyError::Full { tally, part, limit: "10^29" })
}

/// Nothing but 0 is the sum of no numbers.
pub(super) fn check_empty(n: u64, sums: &[Sum], tally: &'static str) -> Result<(), TallyError> {
    if n > 0 || sums.iter().all(|sum| sum.0 == 0) {
        return Ok(());
    }
    Err(TallyError::Unfit {
        tally,
        part: "n",
        given: n.to_string(),
        allowed: "at least 1, or sums of 0".into(),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTotal {
    n: u64,
    sum: Sum,
}

impl TryFrom<RawTotal> for TotalTally {
    type Error = TallyError;

    fn try_from(raw: RawTotal) -> Result<Self, TallyError> {
        check_empty(raw.n, &[raw.sum], NAME)?;
        Ok(Self { n: raw.n, sum: raw.sum })
    }
}
