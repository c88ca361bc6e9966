use serde::{Deserialize, Serialize};

use super::ServiceLevel;
use super::tally::too_large;
use crate::slo::SloError;

/// Availability by requests (请求): which share was answered, over the whole range. Merges in any order to equal bytes.
///
/// ```
/// use service_quality::slo::availability::RequestTally;
///
/// let mut day = RequestTally::new(3, 1_000)?;
/// day.merge(&RequestTally::new(0, 500)?)?;
/// assert_eq!(day.level().map(|level| level.percent(1).to_string()).as_deref(), Some("99.8"));
/// assert_eq!(
///     RequestTally::new(2, 1).unwrap_err().to_string(),
///     "`failed` is `2`: allowed is at most all requests, 1"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawRequests", into = "RawRequests")]
pub struct RequestTally {
    failed: u64,
    requests: u64,
}

impl RequestTally {
    /// So many that failed, of so many.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for more failed ones than there were.
    pub fn new(failed: u64, requests: u64) -> Result<Self, SloError> {
        if failed > requests {
            let allowed = format!("at most all requests, {requests}");
            return Err(SloError::not_allowed("`failed`", &failed, allowed));
        }
        Ok(Self { failed, requests })
    }

    /// Those that failed.
    #[must_use]
    pub const fn failed(&self) -> u64 {
        self.failed
    }

    /// All.
    #[must_use]
    pub const fn requests(&self) -> u64 {
        self.requests
    }

    /// The availability; absent without requests.
    #[must_use]
    pub const fn level(&self) -> Option<ServiceLevel> {
        ServiceLevel::without(self.failed as u128, self.requests as u128)
    }

    /// Adds another tally.
    ///
    /// # Errors
    /// [`SloError::TooLarge`], and nothing is added, past 2^64.
    pub fn merge(&mut self, other: &Self) -> Result<(), SloError> {
        let requests = self.requests.checked_add(other.requests);
        let requests = requests.ok_or_else(|| too_large("the number of requests"))?;
        // No overflow: never more failed than there were.
        *self = Self { failed: self.failed.saturating_add(other.failed), requests };
        Ok(())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "counted requests as an object")]
struct RawRequests {
    failed: u64,
    requests: u64,
}

impl TryFrom<RawRequests> for RequestTally {
    type Error = SloError;

    fn try_from(RawRequests { failed, requests }: RawRequests) -> Result<Self, SloError> {
        Self::new(failed, requests)
    }
}

impl From<RequestTally> for RawRequests {
    fn from(RequestTally { failed, requests }: RequestTally) -> Self {
        Self { failed, requests }
    }
}
