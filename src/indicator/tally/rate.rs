use serde::{Deserialize, Serialize};

use super::share::add;
use super::wide::Wide;
use super::{Readout, TallyError};
use crate::indicator::{Basis, Measurement};
use crate::quantity::{Number, PLACES};

/// Events per unit of exposure: complaints per thousand contacts, failures per device-day.
///
/// The exposure is what the events could happen to or during; it need not be a count. A rate per N is the
/// readout's matter: [`Readout::scaled`].
///
/// ```
/// use service_quality::indicator::{RateTally, Readout};
///
/// let mut complaints = RateTally::default();
/// complaints.record(3, "1250".parse()?)?;
/// complaints.record(0, "750".parse()?)?;
/// let per_thousand = Readout::default().scaled(1_000.try_into()?, 1.try_into()?);
/// assert_eq!(complaints.measure(&per_thousand)?.value(), "1.5".parse().ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawRate")]
pub struct RateTally {
    count: u64,
    exposure: Number,
}

pub(super) const NAME: &str = "rate tally";

impl RateTally {
    /// A tally of events and exposure that were counted elsewhere.
    ///
    /// # Errors
    /// [`TallyError::Unfit`] for a negative exposure.
    pub fn new(count: u64, exposure: Number) -> Result<Self, TallyError> {
        if exposure < Number::ZERO {
            return Err(TallyError::Unfit {
                tally: NAME,
                part: "exposure",
                given: exposure.to_string(),
                allowed: "0 or more".into(),
            });
        }
        Ok(Self { count, exposure })
    }

    /// The events.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The exposure.
    #[must_use]
    pub const fn exposure(&self) -> Number {
        self.exposure
    }

    /// Whole units of exposure, a started one counted: the number of observations of a rate.
    #[must_use]
    pub fn n(&self) -> u64 {
        let scaled = self.exposure.to_scaled().unsigned_abs();
        u64::try_from(scaled.div_ceil(UNIT)).unwrap_or(u64::MAX)
    }

    /// Adds events and the exposure in which they happened.
    ///
    /// # Errors
    /// [`TallyError::Unfit`] for a negative exposure; [`TallyError::Full`] beyond 2^64 − 1 events or 10^15 units
    /// of exposure.
    pub fn record(&mut self, count: u64, exposure: Number) -> Result<(), TallyError> {
        self.merge(&Self::new(count, exposure)?)
    }

    /// Adds the events and the exposure of another tally.
    ///
    /// # Errors
    /// [`TallyError::Full`] beyond 2^64 − 1 events or 10^15 units of exposure.
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        let exposure = self
            .exposure
            .to_scaled()
            .checked_add(other.exposure.to_scaled())
            .and_then(|scaled| Number::from_scaled(scaled, PLACES))
            .ok_or(TallyError::Full { tally: NAME, part: "the exposure", limit: "10^15" })?;
        *self = Self { count: add(self.count, other.count, NAME, "count")?, exposure };
        Ok(())
    }

    /// count / exposure; missing without exposure.
    ///
    /// # Errors
    /// [`TallyError::ValueOutOfRange`] when the rate exceeds 10^15.
    pub fn measure(&self, readout: &Readout) -> Result<Measurement, TallyError> {
        let n = self.n();
        if let Some(absence) = readout.absence(n) {
            return Ok(Measurement::absent(absence));
        }
        let exposure = self.exposure.to_scaled().unsigned_abs();
        let value = readout
            .ratio(false, Wide::product(u128::from(self.count), UNIT), exposure.into())
            .ok_or(TallyError::ValueOutOfRange { tally: NAME })?;
        Ok(Measurement::on_basis(value, n, Basis::Rate { count: self.count, exposure: self.exposure }))
    }
}

/// One unit of exposure, scaled.
const UNIT: u128 = 1_000_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRate {
    count: u64,
    exposure: Number,
}

impl TryFrom<RawRate> for RateTally {
    type Error = TallyError;

    fn try_from(raw: RawRate) -> Result<Self, TallyError> {
        Self::new(raw.count, raw.exposure)
    }
}
