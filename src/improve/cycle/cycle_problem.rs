use std::fmt;

use serde::{Deserialize, Serialize};

use crate::improve::problem::Problem;
use crate::quantity::{CycleId, Language, Statement};

/// A problem that a cycle takes up, and what became of it.
///
/// ```
/// use service_quality::improve::cycle::ProblemFate;
/// assert!(!ProblemFate::Open.is_settled());
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CycleProblem {
    pub(super) problem: Problem,
    pub(super) fate: ProblemFate,
}

/// What became of a problem (问题去向): none is lost when a cycle ends.
///
/// ```
/// use service_quality::improve::cycle::ProblemFate;
/// use service_quality::quantity::Language;
///
/// let fate: ProblemFate = serde_json::from_str(r#"{"rolled_over": {"to": "2026-7"}}"#)?;
/// assert!(fate.is_settled());
/// assert_eq!(fate.text(Language::English), "rolled over to `2026-7`");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ProblemFate {
    /// Nothing yet.
    Open,
    /// 已解决: it is gone, and this shows it.
    Resolved {
        /// What.
        evidence: Statement,
    },
    /// 转入下一循环: another cycle takes it up.
    RolledOver {
        /// Which.
        to: CycleId,
    },
    /// 剔除: it was left out again while the cycle was planned.
    Dropped {
        /// Why.
        reason: Statement,
    },
    /// 接受: it stays, and this is why.
    Accepted {
        /// Why.
        reason: Statement,
    },
}

impl CycleProblem {
    /// The problem.
    #[must_use]
    pub const fn problem(&self) -> &Problem {
        &self.problem
    }

    /// What became of it.
    #[must_use]
    pub const fn fate(&self) -> &ProblemFate {
        &self.fate
    }
}

impl ProblemFate {
    /// Whether anything became of it.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        !matches!(self, Self::Open)
    }

    /// What people are told.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Open, Language::English) => "open".to_owned(),
            (Self::Open, Language::Chinese) => "尚未处理".to_owned(),
            (Self::Resolved { evidence }, Language::English) => format!("resolved: {evidence}"),
            (Self::Resolved { evidence }, Language::Chinese) => format!("已解决：{evidence}"),
            (Self::RolledOver { to }, Language::English) => format!("rolled over to `{to}`"),
            (Self::RolledOver { to }, Language::Chinese) => format!("转入下一循环`{to}`"),
            (Self::Dropped { reason }, Language::English) => format!("left out: {reason}"),
            (Self::Dropped { reason }, Language::Chinese) => format!("剔除：{reason}"),
            (Self::Accepted { reason }, Language::English) => format!("accepted: {reason}"),
            (Self::Accepted { reason }, Language::Chinese) => format!("接受：{reason}"),
        }
    }
}

impl fmt::Display for ProblemFate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}
