use serde::{Deserialize, Serialize};

use super::share::add;
use super::{Readout, TallyError};
use crate::indicator::{Basis, Measurement};
use crate::quantity::{Number, PLACES, Wide};

/// Events per unit of exposure: complaints per thousand contacts, failures per device-day.
///
/// The exposure is what the events could happen to or during; it need not be a count. How much of it there is says
/// nothing of how much was observed, so n is the number of records: one event in an hour is not made of 3600
/// observations by counting seconds. A rate per N is the readout's matter: [`Readout::scaled`].
///
/// ```
/// use service_quality::indicator::{RateTally, Readout};
///
/// let mut complaints = RateTally::default();
/// complaints.record(3, "1250".parse()?)?;
/// complaints.record(0, "750".parse()?)?;
/// let per_thousand = Readout::default().scaled(1_000.try_into()?, 1.try_into()?);
/// let measured = complaints.measure(&per_thousand)?;
/// assert_eq!((measured.value(), measured.n()), ("1.5".parse().ok(), 2));
/// assert_eq!(serde_json::to_string(&complaints)?, r#"{"count":3,"exposure":"2000","n":2}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawRate")]
pub struct RateTally {
    count: u64,
    exposure: Number,
    n: u64,
}

pub(super) const NAME: &str = "rate tally";

impl RateTally {
    /// A tally of events and exposure, in `n` records, that were counted elsewhere.
    ///
    /// # Errors
    /// [`TallyError::Unfit`] for a negative exposure, and for events or exposure without a record.
    pub fn new(count: u64, exposure: Number, n: u64) -> Result<Self, TallyError> {
        let unfit = |part, given, allowed: &str| {
            Err(TallyError::Unfit { tally: NAME, part, given, allowed: allowed.into() })
        };
        if exposure < Number::ZERO {
            return unfit("exposure", exposure.to_string(), "0 or more");
        }
        if n == 0 && (count > 0 || exposure > Number::ZERO) {
            return unfit("n", n.to_string(), "at least 1, or neither events nor exposure");
        }
        Ok(Self { count, exposure, n })
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

    /// The records, each with its events and its exposure: the number of observations.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// Counts one record: events, and the exposure in which they happened.
    ///
    /// # Errors
    /// [`TallyError::Unfit`] for a negative exposure; [`TallyError::Full`] beyond 2^64 − 1 events or records, or 10^15
    /// units of exposure.
    pub fn record(&mut self, count: u64, exposure: Number) -> Result<(), TallyError> {
        self.merge(&Self::new(count, exposure, 1)?)
    }

    /// Adds the records of another tally.
    ///
    /// # Errors
    /// [`TallyError::Full`] beyond 2^64 − 1 events or records, or 10^15 units of exposure.
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        let exposure = self
            .exposure
            .to_scaled()
            .checked_add(other.exposure.to_scaled())
            .and_then(|scaled| Number::from_scaled(scaled, PLACES))
            .ok_or(TallyError::Full { tally: NAME, part: "the exposure", limit: "10^15" })?;
        let count = add(self.count, other.count, NAME, "count")?;
        *self = Self { count, exposure, n: add(self.n, other.n, NAME, "n")? };
        Ok(())
    }

    /// count / exposure; missing without exposure.
    ///
    /// # Errors
    /// [`TallyError::ValueOutOfRange`] when the rate exceeds 10^15.
    pub fn measure(&self, readout: &Readout) -> Result<Measurement, TallyError> {
        let exposure = self.exposure.to_scaled().unsigned_abs();
        // Without exposure there is nothing to measure, however many records say so.
        if let Some(absence) = readout.absence(if exposure == 0 { 0 } else { self.n }) {
            return Ok(Measurement::absent(absence));
        }
        let value = readout
            .ratio(false, Wide::product(u128::from(self.count), UNIT), exposure.into())
            .ok_or(TallyError::ValueOutOfRange { tally: NAME })?;
        let basis = Basis::Rate { count: self.count, exposure: self.exposure };
        Ok(Measurement::on_basis(value, self.n, basis))
    }
}

/// One unit of exposure, scaled.
const UNIT: u128 = 1_000_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRate {
    count: u64,
    exposure: Number,
    n: u64,
}

impl TryFrom<RawRate> for RateTally {
    type Error = TallyError;

    fn try_from(raw: RawRate) -> Result<Self, TallyError> {
        Self::new(raw.count, raw.exposure, raw.n)
    }
}
