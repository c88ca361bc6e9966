use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::Language;

/// A moment in the life of an incident (故障生命周期), in the order in which they come.
///
/// ```
/// use service_quality::slo::incident::IncidentStage;
/// assert!(IncidentStage::Detected < IncidentStage::Restored);
/// assert_eq!(IncidentStage::ALL.len(), 7);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentStage {
    /// The service failed, 发生.
    Occurred,
    /// Somebody or something noticed, 发现.
    Detected,
    /// Somebody took it on, 确认.
    Acknowledged,
    /// The cause is known, 诊断.
    Diagnosed,
    /// What was broken is repaired, 修复.
    Repaired,
    /// The component works again with its data, 恢复.
    Recovered,
    /// Users have the service again, 服务恢复.
    Restored,
}

/// A segment of the expanded incident lifecycle: from one known stage to the next known one, named for what it ends with.
///
/// ```
/// use service_quality::slo::incident::{IncidentStage, IncidentTimes, LifecycleSegment};
///
/// let times = IncidentTimes::new([
///     (IncidentStage::Detected, "2026-03-02T09:10:00Z".parse()?),
///     (IncidentStage::Repaired, "2026-03-02T10:20:00Z".parse()?), // when the cause was known, nobody noted
/// ])?;
/// let segments: Vec<LifecycleSegment> = times.segments().collect();
/// assert_eq!(segments[0].to, IncidentStage::Repaired);
/// assert_eq!(segments[0].span.to_string(), "PT1H10M");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct LifecycleSegment {
    /// The stage it begins with.
    pub from: IncidentStage,
    /// The stage it ends with.
    pub to: IncidentStage,
    /// How long it took.
    pub span: crate::quantity::Span,
}

impl IncidentStage {
    /// All, in their order.
    pub const ALL: [Self; 7] = [
        Self::Occurred,
        Self::Detected,
        Self::Acknowledged,
        Self::Diagnosed,
        Self::Repaired,
        Self::Recovered,
        Self::Restored,
    ];

    /// The stage in words.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::English, Self::Occurred) => "occurred",
            (Language::English, Self::Detected) => "detected",
            (Language::English, Self::Acknowledged) => "acknowledged",
            (Language::English, Self::Diagnosed) => "diagnosed",
            (Language::English, Self::Repaired) => "repaired",
            (Language::English, Self::Recovered) => "recovered",
            (Language::English, Self::Restored) => "restored",
            (Language::Chinese, Self::Occurred) => "发生",
            (Language::Chinese, Self::Detected) => "发现",
            (Language::Chinese, Self::Acknowledged) => "确认",
            (Language::Chinese, Self::Diagnosed) => "诊断",
            (Language::Chinese, Self::Repaired) => "修复",
            (Language::Chinese, Self::Recovered) => "恢复",
            (Language::Chinese, Self::Restored) => "服务恢复",
        }
    }
}

impl fmt::Display for IncidentStage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.text(Language::English))
    }
}
