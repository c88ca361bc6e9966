use std::error::Error;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::CycleId;

/// A refusal, or a fault of an event, and the cycle that it is about: of a decision that concerns several, it may be
/// another than the one that the command was for.
///
/// ```
/// use service_quality::improve::cycle::CycleGuard;
/// use service_quality::improve::history::Refusal;
/// use service_quality::improve::register::OfCycle;
///
/// let error = OfCycle { cycle: "2026-3".parse()?, error: Refusal::<CycleGuard>::Stale { seen: 4, now: 6 } };
/// assert!(error.to_string().starts_with("cycle `2026-3`: meant for revision 4"));
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfCycle<E> {
    /// Which cycle.
    pub cycle: CycleId,
    /// What is wrong.
    pub error: E,
}

impl<E> OfCycle<E> {
    pub(super) fn new(cycle: &CycleId, error: E) -> Self {
        Self { cycle: cycle.clone(), error }
    }
}

impl<E: fmt::Display> fmt::Display for OfCycle<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cycle `{}`: {}", self.cycle, self.error)
    }
}

impl<E: Error + 'static> Error for OfCycle<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.error)
    }
}
