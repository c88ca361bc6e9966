use std::fmt;

use serde::{Deserialize, Serialize};

use crate::monitor::alert::AlertKey;
use crate::quantity::{
    AgentId, AgreementId, ComplaintId, IndicatorId, InspectionId, Label, Language, NonconformityId,
    ObjectiveId, RiskId,
};
use crate::score::Place;

/// Where a problem came from (问题来源).
///
/// ```
/// use service_quality::improve::problem::ProblemSource;
/// use service_quality::quantity::Language;
///
/// let source: ProblemSource = serde_json::from_str(r#"{"missed_target": {"indicator": "csat"}}"#)?;
/// assert_eq!(source.to_string(), "`csat` missed its target");
/// assert_eq!(source.text(Language::Chinese), "指标`csat`未达标");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ProblemSource {
    /// An indicator was measured, and missed its target.
    MissedTarget {
        /// The indicator.
        indicator: IndicatorId,
    },
    /// An indicator lost points of the score, whatever its target.
    LostPoints {
        /// The indicator.
        indicator: IndicatorId,
    },
    /// A rule of the scoring model took points, or a part of it lost them that is no indicator.
    Score {
        /// At which part.
        place: Place,
    },
    /// Promises of one objective are broken more often than was promised.
    BrokenPromises {
        /// Of which agreement, where that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreement: Option<AgreementId>,
        /// The objective.
        objective: ObjectiveId,
    },
    /// An early warning fires.
    Alert {
        /// Which.
        key: AlertKey,
    },
    /// It cannot be told how good something is, since it was not measured.
    Unmeasured {
        /// The indicator.
        indicator: IndicatorId,
    },
    /// Somebody complained.
    Complaint {
        /// The complaint.
        complaint: ComplaintId,
    },
    /// The same happened again.
    Recurrence {
        /// What: the kind that complaints or nonconformities have in common.
        of: Label,
    },
    /// An audit found it.
    Audit {
        /// Names the audit.
        audit: Label,
    },
    /// An inspection found it.
    Inspection {
        /// The inspection.
        inspection: InspectionId,
    },
    /// A nonconformity calls for more than its own correction.
    Nonconformity {
        /// The nonconformity.
        nonconformity: NonconformityId,
    },
    /// A risk came true, or is not acceptable.
    Risk {
        /// The risk.
        risk: RiskId,
    },
    /// Somebody said so.
    Reported {
        /// Who.
        by: AgentId,
    },
}

impl ProblemSource {
    /// The source in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::MissedTarget { indicator } => {
                (format!("`{indicator}` missed its target"), format!("指标`{indicator}`未达标"))
            }
            Self::LostPoints { indicator } => {
                (format!("`{indicator}` lost points of the score"), format!("指标`{indicator}`失分"))
            }
            Self::Score { place } => {
                (format!("`{place}` lost points of the score"), format!("`{place}`失分"))
            }
            Self::BrokenPromises { agreement: None, objective } => {
                (format!("promises of `{objective}` are broken"), format!("承诺`{objective}`多次违约"))
            }
            Self::BrokenPromises { agreement: Some(agreement), objective } => (
                format!("promises of `{objective}` in `{agreement}` are broken"),
                format!("协议`{agreement}`的承诺`{objective}`多次违约"),
            ),
            Self::Alert { key } => (format!("the alert `{key}` fires"), format!("预警`{key}`触发")),
            Self::Unmeasured { indicator } => {
                (format!("`{indicator}` was not measured"), format!("指标`{indicator}`无法判断"))
            }
            Self::Complaint { complaint } => {
                (format!("the complaint `{complaint}`"), format!("投诉`{complaint}`"))
            }
            Self::Recurrence { of } => (format!("`{of}` happened again"), format!("`{of}`重复发生")),
            Self::Audit { audit } => (format!("the audit `{audit}`"), format!("审核`{audit}`")),
            Self::Inspection { inspection } => {
                (format!("the inspection `{inspection}`"), format!("检查`{inspection}`"))
            }
            Self::Nonconformity { nonconformity } => {
                (format!("the nonconformity `{nonconformity}`"), format!("不合格`{nonconformity}`"))
            }
            Self::Risk { risk } => (format!("the risk `{risk}`"), format!("风险`{risk}`")),
            Self::Reported { by } => (format!("reported by `{by}`"), format!("由`{by}`提出")),
        };
        match language {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }
}

impl fmt::Display for ProblemSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}
