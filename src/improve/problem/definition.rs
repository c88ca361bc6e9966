use serde::{Deserialize, Serialize};

use super::{ProblemEvidence, ProblemSource, Severity};
use crate::quantity::{AgentId, ProblemId, Statement, Timestamp};

/// What an improvement is to solve (问题), and the facts that show that it is there.
///
/// It may be written down before there is evidence; whether an improvement may begin without any is for the guards of
/// the [cycle](crate::improve::cycle) to say.
///
/// ```
/// use service_quality::improve::problem::{Problem, ProblemEvidence, ProblemSource, Severity};
///
/// let problem = Problem::new(
///     "P-1".parse()?,
///     "calls are returned a day late".parse()?,
///     ProblemSource::Complaint { complaint: "B-7".parse()? },
///     Severity::Major,
///     "2026-03-02T09:00:00Z".parse()?,
/// )
/// .with_evidence(ProblemEvidence::Complaint("B-7".parse()?))
/// .owned_by("li.wei".parse()?);
/// assert_eq!(problem.evidence.len(), 1);
/// assert_eq!(serde_json::from_str::<Problem>(&serde_json::to_string(&problem)?)?, problem);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// Names it.
    pub id: ProblemId,
    /// What is wrong.
    pub what: Statement,
    /// Where it came from.
    pub source: ProblemSource,
    /// What shows it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<ProblemEvidence>,
    /// How grave it is.
    pub severity: Severity,
    /// When it was found.
    pub found: Timestamp,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgentId>,
}

impl Problem {
    /// A problem without evidence and owner.
    #[must_use]
    pub const fn new(
        id: ProblemId,
        what: Statement,
        source: ProblemSource,
        severity: Severity,
        found: Timestamp,
    ) -> Self {
        Self { id, what, source, evidence: Vec::new(), severity, found, owner: None }
    }

    /// With one more fact.
    #[must_use]
    pub fn with_evidence(mut self, fact: ProblemEvidence) -> Self {
        self.evidence.push(fact);
        self
    }

    /// With somebody who sees to it.
    #[must_use]
    pub fn owned_by(self, owner: AgentId) -> Self {
        Self { owner: Some(owner), ..self }
    }
}
