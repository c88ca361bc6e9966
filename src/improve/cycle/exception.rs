use serde::{Deserialize, Serialize};

use crate::quantity::{AgentId, IndicatorId, Statement};

/// What somebody may accept by name (例外放行).
///
/// ```
/// use service_quality::improve::cycle::ExceptionOf;
/// let of: ExceptionOf = serde_json::from_str(r#"{"side_effect": "reopen_rate"}"#)?;
/// assert!(of != ExceptionOf::Goal);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionOf {
    /// That the goal is not met.
    Goal,
    /// That the process is not stable afterwards.
    Instability,
    /// That a watched indicator is worse than tolerated.
    SideEffect(IndicatorId),
}

/// Who accepted it, and why.
///
/// ```
/// use service_quality::improve::cycle::{AcceptedException, ExceptionOf};
///
/// let exception = AcceptedException { of: ExceptionOf::Goal, by: "wang.fang".parse()?, reason: "nine tenths of the way".parse()? };
/// assert_eq!(
///     serde_json::to_string(&exception)?,
///     r#"{"of":"goal","by":"wang.fang","reason":"nine tenths of the way"}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AcceptedException {
    /// What.
    pub of: ExceptionOf,
    /// Who.
    pub by: AgentId,
    /// Why.
    pub reason: Statement,
}
