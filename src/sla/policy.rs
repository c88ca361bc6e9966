use serde::{Deserialize, Serialize};

use super::error::unique;
use super::{AgreementError, Objective};
use crate::quantity::PolicyId;
use crate::ticket::Condition;

/// Objectives for the tickets that meet a condition.
///
/// ```
/// use service_quality::sla::{Objective, Policy};
///
/// let fix: Objective =
///     serde_json::from_str(r#"{"id": "fix", "target": "resolution", "allowance": {"same": {"elapsed": "PT24H"}}}"#)?;
/// let policy = Policy::new("round the clock".parse()?, vec![fix])?;
/// assert_eq!(policy.when().to_string(), "always");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawPolicy", into = "RawPolicy")]
pub struct Policy {
    id: PolicyId,
    when: Condition,
    objectives: Vec<Objective>,
}

impl Policy {
    /// Makes a policy that holds for every ticket.
    ///
    /// # Errors
    /// [`AgreementError`] when there are no objectives or their ids repeat.
    pub fn new(id: PolicyId, objectives: Vec<Objective>) -> Result<Self, AgreementError> {
        if objectives.is_empty() {
            return Err(AgreementError::Empty { place: "objectives".to_owned(), wanted: "objective" });
        }
        unique("objectives", objectives.iter().map(Objective::id))?;
        Ok(Self { id, when: Condition::Always, objectives })
    }

    /// Says for which tickets the policy holds.
    #[must_use]
    pub fn with_condition(mut self, when: Condition) -> Self {
        self.when = when;
        self
    }

    /// The policy's name.
    #[must_use]
    pub const fn id(&self) -> &PolicyId {
        &self.id
    }

    /// For which tickets the policy holds.
    #[must_use]
    pub const fn when(&self) -> &Condition {
        &self.when
    }

    /// What it promises.
    #[must_use]
    pub fn objectives(&self) -> &[Objective] {
        &self.objectives
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a policy as an object")]
struct RawPolicy {
    id: PolicyId,
    #[serde(default)]
    when: Condition,
    objectives: Vec<Objective>,
}

impl TryFrom<RawPolicy> for Policy {
    type Error = AgreementError;

    fn try_from(raw: RawPolicy) -> Result<Self, AgreementError> {
        Ok(Self::new(raw.id, raw.objectives)?.with_condition(raw.when))
    }
}

impl From<Policy> for RawPolicy {
    fn from(policy: Policy) -> Self {
        Self { id: policy.id, when: policy.when, objectives: policy.objectives }
    }
}
