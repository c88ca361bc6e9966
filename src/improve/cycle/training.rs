use serde::{Deserialize, Serialize};

use crate::quantity::{AgentId, Date, Label, Statement};

/// Who is trained in the new standard (培训).
///
/// ```
/// use service_quality::improve::cycle::Training;
/// let training: Training = serde_json::from_str(r#"{"not_needed": "the form itself changed"}"#)?;
/// assert!(matches!(training, Training::NotNeeded(_)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Training {
    /// Nobody, with the reason.
    NotNeeded(Statement),
    /// Somebody.
    Assigned {
        /// Whom: a team, a role.
        whom: Label,
        /// Who sees to it.
        owner: AgentId,
        /// Until when.
        due: Date,
    },
}
