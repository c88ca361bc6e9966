use serde::Serialize;

use super::ReplayError;
use crate::quantity::Timestamp;

/// How far a history has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub(crate) struct Head {
    /// The number of the last event; 0 before the first.
    pub(crate) revision: u64,
    /// When it was.
    pub(crate) last: Option<Timestamp>,
}

impl Head {
    /// The head after one more event, if it is the next.
    pub(crate) fn after(self, revision: u64, at: Timestamp) -> Result<Self, ReplayError> {
        let next = self.revision.saturating_add(1);
        if (1..=self.revision).contains(&revision) {
            return Err(ReplayError::Repeated { revision, head: self.revision });
        }
        if revision != next {
            return Err(ReplayError::Missing { expected: next, given: revision });
        }
        if let Some(last) = self.last.filter(|last| at < *last) {
            return Err(ReplayError::Backwards { revision, at, last });
        }
        Ok(Self { revision, last: Some(at) })
    }
}
