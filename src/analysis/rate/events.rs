use serde::Serialize;

use crate::analysis::Undefined;
use crate::analysis::distribution::float;
use crate::analysis::values::between;

/// Beyond these an exposure times a count, or two exposures divided, may be no float.
const WITHIN: (f64, f64) = (1e-100, 1e100);

/// So many events in so much exposure: calls, days, customers, hours.
///
/// ```
/// use service_quality::analysis::rate::Events;
///
/// assert!((Events::new(12, 400.0)?.rate() - 0.03).abs() < 1e-15);
/// let refused = Events::new(12, 0.0).unwrap_err();
/// assert_eq!(refused.to_string(), "exposure is 0; allowed is more than 10^-100 and less than 10^100");
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Events {
    count: u64,
    exposure: f64,
}

impl Events {
    /// # Errors
    /// [`Undefined::OutOfRange`] for an exposure that is not above 0, or so small or large that floats lose it.
    pub fn new(count: u64, exposure: f64) -> Result<Self, Undefined> {
        let exposure = between("exposure", exposure, WITHIN, "more than 10^-100 and less than 10^100")?;
        Ok(Self { count, exposure })
    }

    /// How many events.
    #[must_use]
    pub const fn count(self) -> u64 {
        self.count
    }

    /// In how much exposure.
    #[must_use]
    pub const fn exposure(self) -> f64 {
        self.exposure
    }

    /// Events per unit of exposure.
    #[must_use]
    pub fn rate(self) -> f64 {
        float(self.count) / self.exposure
    }
}
