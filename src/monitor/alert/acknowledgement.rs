use serde::{Deserialize, Serialize};

use crate::quantity::{AgentId, Label, Timestamp};

/// Someone took an alert on (确认): who, when, and a note.
///
/// It stops reminders and escalation. It ends when the alert is resolved, when its level rises above any that it had, and
/// after the time that the policy gives it.
///
/// ```
/// use service_quality::monitor::alert::Acknowledgement;
///
/// let taken = Acknowledgement::new("2026-03-02T09:00:00Z".parse()?, "kim".parse()?).with_note("two agents ill".parse()?);
/// assert_eq!(taken.note.as_ref().map(|note| note.as_str()), Some("two agents ill"));
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acknowledgement {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: AgentId,
    /// What they say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Label>,
}

impl Acknowledgement {
    /// By someone at an instant.
    #[must_use]
    pub const fn new(at: Timestamp, by: AgentId) -> Self {
        Self { at, by, note: None }
    }

    /// With a note.
    #[must_use]
    pub fn with_note(self, note: Label) -> Self {
        Self { note: Some(note), ..self }
    }
}
