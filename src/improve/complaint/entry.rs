use serde::Serialize;

use crate::quantity::{AgentId, Timestamp};

/// What was done, when and by whom.
///
/// ```
/// use service_quality::improve::complaint::Entry;
///
/// let at = "2026-03-02T09:00:00Z".parse()?;
/// let entry = Entry { at, by: "li.wei".parse()?, what: "called back" };
/// assert_eq!(serde_json::to_string(&entry)?, r#"{"at":"2026-03-02T09:00:00Z","by":"li.wei","what":"called back"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry<T> {
    /// When it was recorded.
    pub at: Timestamp,
    /// Who did it.
    pub by: AgentId,
    /// What.
    pub what: T,
}

impl<T: Clone> Entry<T> {
    pub(crate) fn new(at: Timestamp, by: &AgentId, what: &T) -> Self {
        Self { at, by: by.clone(), what: what.clone() }
    }
}
