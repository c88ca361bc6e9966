use serde::{Deserialize, Serialize};

use super::super::warning::WarningLevel;
use crate::quantity::{Label, Span};

/// Who is told of an alert that nobody acknowledged in time (升级).
///
/// The time counts from when the alert fired, rose above any level that it had, or lost its acknowledgement; with each of
/// these the steps begin anew.
///
/// ```
/// use service_quality::monitor::alert::EscalationStep;
/// use service_quality::monitor::warning::WarningLevel;
///
/// let step: EscalationStep = serde_json::from_str(r#"{"to": "head of service", "after": "PT4H", "from_level": "red"}"#)?;
/// assert_eq!(step.from_level, WarningLevel::Red);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscalationStep {
    /// Who is told; each once.
    pub to: Label,
    /// After how long without an acknowledgement.
    pub after: Span,
    /// From which level on; blue where not given.
    #[serde(default = "lowest")]
    pub from_level: WarningLevel,
}

fn lowest() -> WarningLevel {
    WarningLevel::Blue
}
