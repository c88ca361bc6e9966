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
    default: bool,
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
        Ok(Self { id, when: Condition::Always, default: false, objectives })
    }

    /// Says for which tickets the policy holds.
    #[must_use]
    pub fn with_condition(mut self, when: Condition) -> Self {
        self.when = when;
        self
    }

    /// Makes it the default: it holds for every ticket for which no other policy of the agreement does, wherever it
    /// stands among them.
    #[must_use]
    pub fn as_default(mut self) -> Self {
        self.default = true;
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

    /// Whether it holds where no other does.
    #[must_use]
    pub const fn is_default(&self) -> bool {
        self.default
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
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    default: bool,
    objectives: Vec<Objective>,
}

impl TryFrom<RawPolicy> for Policy {
    type Error = AgreementError;

    fn try_from(raw: RawPolicy) -> Result<Self, AgreementError> {
        let policy = Self::new(raw.id, raw.objectives)?.with_condition(raw.when);
        Ok(Self { default: raw.default, ..policy })
    }
}

impl From<Policy> for RawPolicy {
    fn from(policy: Policy) -> Self {
        Self { id: policy.id, when: policy.when, default: policy.default, objectives: policy.objectives }
    }
}
