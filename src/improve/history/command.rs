use serde::{Deserialize, Serialize};

use crate::quantity::AgentId;

/// Somebody wants something done.
///
/// ```
/// use service_quality::improve::history::Command;
///
/// let command = Command::new("li.wei".parse()?, "close it").after(7);
/// assert_eq!(serde_json::to_string(&command)?, r#"{"by":"li.wei","after":7,"what":"close it"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command<C> {
    /// Who.
    pub by: AgentId,
    /// The revision that they saw; absent where they do not care what came in between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
    /// What.
    pub what: C,
}

impl<C> Command<C> {
    /// Whatever the revision is.
    #[must_use]
    pub const fn new(by: AgentId, what: C) -> Self {
        Self { by, after: None, what }
    }

    /// Only if nothing was decided since that revision.
    #[must_use]
    pub fn after(self, revision: u64) -> Self {
        Self { after: Some(revision), ..self }
    }
}
