use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Guard, SwitchedOff, Violation};
use crate::improve::ImproveError;
use crate::quantity::{AgentId, Statement};

/// What a guard would have refused, had it not been switched off: kept in the event that it let pass, with who switched
/// it off and why.
///
/// ```
/// use service_quality::improve::cycle::CycleGuard;
/// use service_quality::improve::history::Waived;
///
/// let json = r#"{"violation":{"guard":"prediction_missing"},"reason":"a pilot","by":"wang.fang"}"#;
/// let waived: Waived<CycleGuard> = serde_json::from_str(json)?;
/// assert_eq!(
///     waived.to_string(),
///     "prediction_missing: there is no written prediction; let pass by wang.fang: a pilot"
/// );
/// assert!(serde_json::from_str::<Waived<CycleGuard>>(&json.replace("prediction_missing", "closed_is_final")).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(
    try_from = "RawWaived<G>",
    into = "RawWaived<G>",
    bound(serialize = "G: Guard", deserialize = "G: Guard")
)]
pub struct Waived<G> {
    violation: Violation<G>,
    reason: Statement,
    by: AgentId,
}

impl<G: Guard> Waived<G> {
    pub(super) fn new(violation: Violation<G>, off: &SwitchedOff) -> Self {
        Self { violation, reason: off.reason.clone(), by: off.by.clone() }
    }

    /// What would have been refused.
    #[must_use]
    pub const fn violation(&self) -> &Violation<G> {
        &self.violation
    }

    /// The guard.
    #[must_use]
    pub const fn guard(&self) -> G {
        self.violation.guard
    }

    /// Why it was switched off.
    #[must_use]
    pub const fn reason(&self) -> &Statement {
        &self.reason
    }

    /// Who switched it off.
    #[must_use]
    pub const fn by(&self) -> &AgentId {
        &self.by
    }
}

impl<G: Guard> fmt::Display for Waived<G> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}; let pass by {}: {}", self.violation, self.by, self.reason)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(serialize = "G: Guard", deserialize = "G: Guard"))]
struct RawWaived<G> {
    violation: Violation<G>,
    reason: Statement,
    by: AgentId,
}

impl<G: Guard> TryFrom<RawWaived<G>> for Waived<G> {
    type Error = ImproveError;

    fn try_from(raw: RawWaived<G>) -> Result<Self, ImproveError> {
        super::policy::checked(raw.violation.guard)?;
        Ok(Self { violation: raw.violation, reason: raw.reason, by: raw.by })
    }
}

impl<G: Guard> From<Waived<G>> for RawWaived<G> {
    fn from(waived: Waived<G>) -> Self {
        Self { violation: waived.violation, reason: waived.reason, by: waived.by }
    }
}
