use serde::{Deserialize, Serialize};

use crate::improve::problem::Problem;
use crate::quantity::{AgentId, CycleId, Statement};

/// How a cycle begins: what it is for, who leads it, and what it takes over.
///
/// ```
/// use service_quality::improve::cycle::Start;
///
/// let start = Start::new("Fewer late answers on Mondays".parse()?, "wang.fang".parse()?).below("programme-2026".parse()?);
/// assert_eq!(
///     serde_json::to_string(&start)?,
///     r#"{"purpose":"Fewer late answers on Mondays","owner":"wang.fang","parent":"programme-2026"}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// What it is for.
    pub purpose: Statement,
    /// Who leads it.
    pub owner: AgentId,
    /// The cycle that it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<CycleId>,
    /// The cycle before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<CycleId>,
    /// What was learnt in the cycle before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lessons: Vec<Statement>,
    /// What the cycle before left unsolved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

impl Start {
    /// A cycle that takes nothing over.
    #[must_use]
    pub const fn new(purpose: Statement, owner: AgentId) -> Self {
        Self { purpose, owner, parent: None, follows: None, lessons: Vec::new(), problems: Vec::new() }
    }

    /// As a part of a greater cycle (大环套小环).
    #[must_use]
    pub fn below(self, parent: CycleId) -> Self {
        Self { parent: Some(parent), ..self }
    }
}
