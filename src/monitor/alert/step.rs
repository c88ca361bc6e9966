use serde::{Deserialize, Serialize};

use super::AlertEvent;
use crate::quantity::Timestamp;

/// What came of an evaluation.
///
/// ```
/// use service_quality::monitor::alert::{AlertPolicy, AlertState, Evaluation, Timing};
///
/// let (policy, mut state) = (AlertPolicy::default(), AlertState::default());
/// let at = "2026-03-02T09:00:00Z".parse()?;
/// assert_eq!(policy.step(&mut state, &Evaluation::new(at)).timing, Timing::Taken);
/// assert_eq!(policy.step(&mut state, &Evaluation::new(at)).timing, Timing::Stale { last: at });
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Whether it was taken.
    pub timing: Timing,
    /// What happened, in order.
    pub events: Vec<AlertEvent>,
}

/// Whether an evaluation was taken.
///
/// ```
/// use service_quality::monitor::alert::Timing;
/// assert_eq!(serde_json::to_string(&Timing::Taken)?, r#""taken""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Timing {
    /// It was.
    Taken,
    /// It is not later than the last one, and changed nothing.
    Stale {
        /// The last one.
        last: Timestamp,
    },
}
