use serde::Serialize;

use crate::analysis::Undefined;
use crate::analysis::distribution::{billionths, float};
use crate::analysis::series::out_of_range;
use crate::quantity::Share;

/// So many successes of so many trials: at least one trial, and no more successes.
///
/// ```
/// use service_quality::analysis::proportion::Count;
///
/// let month = Count::new(46, 50)?;
/// assert_eq!((month.successes(), month.failures(), month.trials()), (46, 4, 50));
/// assert_eq!(Count::new(3, 2).unwrap_err().to_string(), "successes is 3; allowed is no more than there are trials");
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Count {
    successes: u64,
    trials: u64,
}

impl Count {
    /// # Errors
    /// [`Undefined::TooFew`] for no trials, [`Undefined::OutOfRange`] for more successes than trials.
    pub fn new(successes: u64, trials: u64) -> Result<Self, Undefined> {
        if trials == 0 {
            return Err(Undefined::TooFew { what: "trials", given: 0, needed: 1 });
        }
        if successes > trials {
            return Err(out_of_range("successes", &successes, "no more than there are trials"));
        }
        Ok(Self { successes, trials })
    }

    /// How many succeeded.
    #[must_use]
    pub const fn successes(self) -> u64 {
        self.successes
    }

    /// How many did not.
    #[must_use]
    pub const fn failures(self) -> u64 {
        self.trials.saturating_sub(self.successes)
    }

    /// Of how many.
    #[must_use]
    pub const fn trials(self) -> u64 {
        self.trials
    }

    /// The share of successes.
    #[must_use]
    pub fn share(self) -> f64 {
        float(self.successes) / float(self.trials)
    }

    /// Successes, failures and trials as floats.
    pub(super) fn floats(self) -> (f64, f64, f64) {
        (float(self.successes), float(self.failures()), float(self.trials))
    }

    /// Failures for successes.
    pub(super) const fn mirrored(self) -> Self {
        Self { successes: self.failures(), trials: self.trials }
    }
}

/// A share as the nearest float.
pub(crate) fn ratio(share: Share) -> f64 {
    billionths(share.to_scaled())
}
