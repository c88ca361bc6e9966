use std::fmt;

use serde::{Deserialize, Serialize};

use super::{DriverShare, ParetoShare};
use crate::improve::wording::limit;
use crate::indicator::Limit;
use crate::monitor::alert::AlertKey;
use crate::monitor::warning::WarningLevel;
use crate::quantity::{
    ComplaintId, IndicatorId, InspectionId, ItemId, Label, Language, NonconformityId, Number, ObjectiveId,
    PeriodDates, RiskId, RuleId, Score, Statement, Timestamp,
};
use crate::score::{Gap, Place};
use crate::sla::Commitment;

/// A fact that shows a problem (证据).
///
/// ```
/// use service_quality::improve::problem::ProblemEvidence;
///
/// let measured: ProblemEvidence = serde_json::from_str(r#"{"measured": {"indicator": "csat", "value": "3.9",
///     "target": {"at_least": "4.2"}, "n": 97, "period": "2026-Q1"}}"#)?;
/// assert_eq!(measured.to_string(), "`csat` measured 3.9 (n 97) in 2026-Q1; the target is at least 4.2");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ProblemEvidence {
    /// A measured value, against its target.
    Measured {
        /// The indicator.
        indicator: IndicatorId,
        /// Its value.
        value: Number,
        /// What it should keep.
        target: Limit,
        /// On how many observations.
        n: u64,
        /// In which period.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        period: Option<PeriodDates>,
    },
    /// Points of the total score that a part lost.
    Lost {
        /// The part.
        place: Place,
        /// How many points.
        points: Score,
        /// Its value, where it is a measured indicator.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<Number>,
        /// On how many observations.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        n: Option<u64>,
    },
    /// Points of the total score that a rule of the model took.
    Ruled {
        /// At which part.
        place: Place,
        /// The rule.
        rule: RuleId,
        /// How many points.
        points: Number,
    },
    /// A part that has no score.
    Absent {
        /// The part.
        place: Place,
        /// Why.
        gap: Gap,
    },
    /// Promises, and how many of them were kept.
    Promised {
        /// The objective.
        objective: ObjectiveId,
        /// The counts, against the share that was promised.
        commitment: Commitment,
    },
    /// An early warning.
    Alert {
        /// Which.
        key: AlertKey,
        /// How grave.
        level: WarningLevel,
        /// Since when it fires.
        since: Timestamp,
    },
    /// A kind's share of what happens.
    Pareto(ParetoShare),
    /// A driver's share of what is explained.
    KeyDriver(DriverShare),
    /// A complaint.
    Complaint(ComplaintId),
    /// A nonconformity.
    Nonconformity(NonconformityId),
    /// A risk.
    Risk(RiskId),
    /// What an inspection found.
    Inspected {
        /// The inspection.
        inspection: InspectionId,
        /// At which item of its checklist.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        item: Option<ItemId>,
    },
    /// What is written elsewhere.
    Noted {
        /// Where.
        reference: Label,
        /// What it says.
        found: Statement,
    },
}

impl ProblemEvidence {
    /// The fact in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Chinese => self.chinese(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Measured { indicator, value, target, n, period } => {
                let period = period.map(|period| format!(" in {period}")).unwrap_or_default();
                format!("`{indicator}` measured {value} (n {n}){period}; the target is {target}")
            }
            Self::Lost { place, points, value, n } => {
                let value = value.map(|value| format!(", measured {value}")).unwrap_or_default();
                let n = n.map(|n| format!(" (n {n})")).unwrap_or_default();
                format!("`{place}` lost {points} points of the score{value}{n}")
            }
            Self::Ruled { place, rule, points } => {
                format!("the rule `{rule}` at `{place}` changed the score by {points} points")
            }
            Self::Absent { place, gap } => format!("`{place}` has no score: {gap}"),
            Self::Promised { objective, commitment } => format!("`{objective}` {commitment}"),
            Self::Alert { key, level, since } => format!("the alert `{key}` is {level} since {since}"),
            Self::Pareto(share) => share.text(Language::English),
            Self::KeyDriver(share) => share.text(Language::English),
            Self::Complaint(id) => format!("the complaint `{id}`"),
            Self::Nonconformity(id) => format!("the nonconformity `{id}`"),
            Self::Risk(id) => format!("the risk `{id}`"),
            Self::Inspected { inspection, item: None } => format!("the inspection `{inspection}`"),
            Self::Inspected { inspection, item: Some(item) } => {
                format!("the inspection `{inspection}` at `{item}`")
            }
            Self::Noted { reference, found } => format!("{reference}: {found}"),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::Measured { indicator, value, target, n, period } => {
                let period = period.map(|period| format!("{period} ")).unwrap_or_default();
                let target = limit(*target, Language::Chinese);
                format!("{period}指标`{indicator}`为 {value}（n {n}），目标 {target}")
            }
            Self::Lost { place, points, value, n } => {
                let value = value.map(|value| format!("，测得 {value}")).unwrap_or_default();
                let n = n.map(|n| format!("（n {n}）")).unwrap_or_default();
                format!("`{place}`失分 {points}{value}{n}")
            }
            Self::Ruled { place, rule, points } => {
                format!("`{place}`的规则`{rule}`使得分变化 {points} 分")
            }
            Self::Absent { place, .. } => format!("`{place}`没有得分，无法判断"),
            Self::Promised { objective, commitment: Commitment { met, of, target, kept, .. } } => {
                let kept = match kept {
                    Some(true) => "达标",
                    Some(false) => "未达标",
                    None => "尚无结论",
                };
                format!("承诺`{objective}`{kept}：{of} 件中达成 {met} 件，承诺 {}%", target.percent())
            }
            Self::Alert { key, level, since } => {
                format!("预警`{key}`自 {since} 起为{}", level.word(Language::Chinese))
            }
            Self::Pareto(share) => share.text(Language::Chinese),
            Self::KeyDriver(share) => share.text(Language::Chinese),
            Self::Complaint(id) => format!("投诉`{id}`"),
            Self::Nonconformity(id) => format!("不合格`{id}`"),
            Self::Risk(id) => format!("风险`{id}`"),
            Self::Inspected { inspection, item: None } => format!("检查`{inspection}`"),
            Self::Inspected { inspection, item: Some(item) } => format!("检查`{inspection}`第`{item}`项"),
            Self::Noted { reference, found } => format!("{reference}：{found}"),
        }
    }
}

impl fmt::Display for ProblemEvidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.english())
    }
}
