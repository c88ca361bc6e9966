use serde::{Deserialize, Serialize};

use super::Gain;
use crate::quantity::{Date, Money, Statement};

/// How an action was done.
///
/// ```
/// use service_quality::improve::action::ActionOutcome;
///
/// let outcome = ActionOutcome::new("2026-04-25".parse()?).shown_by("ticket T-17".parse()?);
/// assert_eq!(serde_json::to_string(&outcome)?, r#"{"on":"2026-04-25","evidence":"ticket T-17"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionOutcome {
    /// On which day it was done.
    pub on: Date,
    /// What shows that it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Statement>,
    /// What it cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// What it brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gain: Option<Gain>,
}

impl ActionOutcome {
    /// Done on a day, with nothing to show for it yet.
    #[must_use]
    pub const fn new(on: Date) -> Self {
        Self { on, evidence: None, cost: None, gain: None }
    }

    /// With what shows it.
    #[must_use]
    pub fn shown_by(self, evidence: Statement) -> Self {
        Self { evidence: Some(evidence), ..self }
    }
}
