use serde::{Deserialize, Serialize};

use super::CauseCategory;
use crate::quantity::{CauseId, ProblemId, Statement};

/// What might be a cause, and what it would explain.
///
/// ```
/// use service_quality::improve::cause::Hypothesis;
///
/// let why: Hypothesis = serde_json::from_str(r#"{"id": "shift", "category": "people",
///     "statement": "nobody is on duty at noon", "explains": "late"}"#)?;
/// assert_eq!(why.explains.as_ref().map(|cause| cause.as_str()), Some("late"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hypothesis {
    /// Names it.
    pub id: CauseId,
    /// The problem of whose chain of whys it is the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<ProblemId>,
    /// Where it lies.
    pub category: CauseCategory,
    /// What it says.
    pub statement: Statement,
    /// The cause of which it is the why: one step further down the chain (五个为什么).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explains: Option<CauseId>,
}

impl Hypothesis {
    /// A hypothesis that stands by itself.
    #[must_use]
    pub const fn new(id: CauseId, category: CauseCategory, statement: Statement) -> Self {
        Self { id, problem: None, category, statement, explains: None }
    }

    /// As the first why of a problem.
    #[must_use]
    pub fn of_problem(self, problem: ProblemId) -> Self {
        Self { problem: Some(problem), ..self }
    }

    /// As the why of another cause.
    #[must_use]
    pub fn explaining(self, cause: CauseId) -> Self {
        Self { explains: Some(cause), ..self }
    }
}
