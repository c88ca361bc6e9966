use serde::{Deserialize, Serialize};

use super::{Readout, TallyError};
use crate::indicator::{Basis, Measurement};

/// How many of all: k of n.
///
/// ```
/// use service_quality::indicator::{Readout, ShareTally};
///
/// let mut on_time = ShareTally::default();
/// for late in [false, false, true, false] {
///     on_time.record(!late)?;
/// }
/// assert_eq!((on_time.k(), on_time.n()), (3, 4));
/// assert_eq!(on_time.measure(&Readout::default())?.value(), "0.75".parse().ok());
/// # Ok::<(), service_quality::indicator::TallyError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawShare")]
pub struct ShareTally {
    k: u64,
    n: u64,
}

pub(super) const NAME: &str = "share tally";

impl ShareTally {
    /// A tally of `k` hits among `n` observations that were counted elsewhere.
    ///
    /// # Errors
    /// [`TallyError::Unfit`] when `k` exceeds `n`.
    pub fn new(k: u64, n: u64) -> Result<Self, TallyError> {
        if k > n {
            return Err(TallyError::Unfit {
                tally: NAME,
                part: "k",
                given: k.to_string(),
                allowed: format!("at most n, {n}"),
            });
        }
        Ok(Self { k, n })
    }

    /// The hits.
    #[must_use]
    pub const fn k(&self) -> u64 {
        self.k
    }

    /// The observations.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// Counts one observation.
    ///
    /// # Errors
    /// [`TallyError::Full`] beyond 2^64 − 1 observations.
    pub fn record(&mut self, hit: bool) -> Result<(), TallyError> {
        self.merge(&Self { k: u64::from(hit), n: 1 })
    }

    /// Adds the observations of another tally.
    ///
    /// # Errors
    /// [`TallyError::Full`] beyond 2^64 − 1 observations.
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        let n = add(self.n, other.n, NAME, "n")?;
        // k is at most n on both sides, so its sum fits where that of n does.
        *self = Self { k: self.k.saturating_add(other.k), n };
        Ok(())
    }

    /// k / n; missing when nothing was observed.
    ///
    /// # Errors
    /// None for a share; the signature is that of every tally.
    pub fn measure(&self, readout: &Readout) -> Result<Measurement, TallyError> {
        if let Some(absence) = readout.absence(self.n) {
            return Ok(Measurement::absent(absence));
        }
        let value = readout
            .ratio(false, u128::from(self.k).into(), u128::from(self.n).into())
            .ok_or(TallyError::ValueOutOfRange { tally: NAME })?;
        Ok(Measurement::on_basis(value, self.n, Basis::Share { k: self.k }))
    }
}

/// Adds counters.
pub(super) fn add(left: u64, right: u64, tally: &'static str, part: &'static str) -> Result<u64, TallyError> {
    left.checked_add(right).ok_or(TallyError::Full { tally, part, limit: "2^64 - 1" })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawShare {
    k: u64,
    n: u64,
}

impl TryFrom<RawShare> for ShareTally {
    type Error = TallyError;

    fn try_from(raw: RawShare) -> Result<Self, TallyError> {
        Self::new(raw.k, raw.n)
    }
}
