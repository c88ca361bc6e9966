use serde::{Deserialize, Serialize};

use super::{ControlPlan, Training};
use crate::quantity::{CycleId, Date, StandardVersion, Statement};

/// What becomes of the change (处置). In PDSA: adopt, adapt, abandon.
///
/// ```
/// use service_quality::improve::cycle::Decision;
/// let decision: Decision = serde_json::from_str(r#"{"abandon": {"reason": "it costs more than it brings"}}"#)?;
/// assert!(matches!(decision, Decision::Abandon { .. }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Decision {
    /// 标准化: it becomes the standard.
    Standardise(Standardisation),
    /// 调整: another cycle goes on with what was learnt.
    Adjust {
        /// Which.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<CycleId>,
        /// What was learnt.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lessons: Vec<Statement>,
    },
    /// 放弃: it is given up.
    Abandon {
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
    },
}

/// How a proved change becomes the standard.
///
/// ```
/// use service_quality::improve::cycle::Standardisation;
/// let standardisation: Standardisation = serde_json::from_str(
///     r#"{"version": {"id": "desk", "version": "2.0"}, "effective": "2026-08-01"}"#,
/// )?;
/// assert!(standardisation.control_plan.is_none(), "which a guard asks for");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standardisation {
    /// The new version of the standard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<StandardVersion>,
    /// From which day it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<Date>,
    /// How the gain is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control_plan: Option<ControlPlan>,
    /// Who is trained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub training: Option<Training>,
}
