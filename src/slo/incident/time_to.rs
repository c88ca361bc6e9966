use std::fmt;

use serde::{Deserialize, Serialize};

use super::IncidentStage;
use crate::quantity::Language;

/// Which time of an incident a mean is taken of. Names are used differently; here each says from which stage to which.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::incident::{IncidentStage, TimeTo};
/// assert_eq!(TimeTo::Repair.stages(), (IncidentStage::Occurred, IncidentStage::Repaired));
/// assert_eq!(TimeTo::Restore.text(Language::English), "mean time to restore service (MTRS)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeTo {
    /// MTTD 平均发现时间: from failure to detection.
    Detect,
    /// MTTA 平均确认时间: from detection to acknowledgement.
    Acknowledge,
    /// From acknowledgement to diagnosis, 平均诊断时间.
    Diagnose,
    /// MTTR 平均修复时间: from failure to repair, without recovering data and restoring service, as ITIL has it.
    Repair,
    /// MTRS 平均恢复服务时间: from failure until users have the service again.
    Restore,
}

impl TimeTo {
    /// All.
    pub const ALL: [Self; 5] = [Self::Detect, Self::Acknowledge, Self::Diagnose, Self::Repair, Self::Restore];

    /// From which stage to which.
    #[must_use]
    pub const fn stages(self) -> (IncidentStage, IncidentStage) {
        match self {
            Self::Detect => (IncidentStage::Occurred, IncidentStage::Detected),
            Self::Acknowledge => (IncidentStage::Detected, IncidentStage::Acknowledged),
            Self::Diagnose => (IncidentStage::Acknowledged, IncidentStage::Diagnosed),
            Self::Repair => (IncidentStage::Occurred, IncidentStage::Repaired),
            Self::Restore => (IncidentStage::Occurred, IncidentStage::Restored),
        }
    }

    /// The measure in words.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::English, Self::Detect) => "mean time to detect (MTTD)",
            (Language::English, Self::Acknowledge) => "mean time to acknowledge (MTTA)",
            (Language::English, Self::Diagnose) => "mean time to diagnose",
            (Language::English, Self::Repair) => "mean time to repair (MTTR)",
            (Language::English, Self::Restore) => "mean time to restore service (MTRS)",
            (Language::Chinese, Self::Detect) => "平均发现时间 (MTTD)",
            (Language::Chinese, Self::Acknowledge) => "平均确认时间 (MTTA)",
            (Language::Chinese, Self::Diagnose) => "平均诊断时间",
            (Language::Chinese, Self::Repair) => "平均修复时间 (MTTR)",
            (Language::Chinese, Self::Restore) => "平均恢复服务时间 (MTRS)",
        }
    }
}

impl fmt::Display for TimeTo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Detect => "detect",
            Self::Acknowledge => "acknowledge",
            Self::Diagnose => "diagnose",
            Self::Repair => "repair",
            Self::Restore => "restore",
        })
    }
}
