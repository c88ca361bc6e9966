use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::Language;

/// Where a cycle stands.
///
/// In PDSA, Check is called Study; in DMAIC, Plan is Define, Measure and Analyse, Do is Improve, Check and Act are
/// Control.
///
/// ```
/// use service_quality::improve::cycle::Phase;
/// assert_eq!(Phase::Plan.next(), Some(Phase::Do));
/// assert!(Phase::Closed.is_final());
/// assert_eq!(serde_json::to_string(&Phase::Check)?, r#""check""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(alias = "PDSA")]
#[doc(alias = "DMAIC")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// 策划（计划）: problem, baseline, goal, causes, actions, prediction, test plan.
    #[doc(alias = "Define")]
    #[doc(alias = "Measure")]
    #[doc(alias = "Analyse")]
    Plan,
    /// 实施（执行）: the actions are carried out.
    #[doc(alias = "Improve")]
    Do,
    /// 检查: the effect is tested.
    #[doc(alias = "Study")]
    #[doc(alias = "Control")]
    Check,
    /// 处置: standardise, adjust or abandon.
    #[doc(alias = "Control")]
    Act,
    /// 关闭: done; nothing changes any more.
    Closed,
    /// 取消: given up before its end; nothing changes any more.
    Cancelled,
}

impl Phase {
    /// The one that a cycle moves on to.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Plan => Some(Self::Do),
            Self::Do => Some(Self::Check),
            Self::Check => Some(Self::Act),
            Self::Act => Some(Self::Closed),
            Self::Closed | Self::Cancelled => None,
        }
    }

    /// Whether nothing comes after it.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled)
    }

    /// How it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Do => "do",
            Self::Check => "check",
            Self::Act => "act",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Phase {
    /// What people call it; in Chinese as GB/T 19001 does.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (_, Language::English) => self.as_str(),
            (Self::Plan, Language::Chinese) => "策划",
            (Self::Do, Language::Chinese) => "实施",
            (Self::Check, Language::Chinese) => "检查",
            (Self::Act, Language::Chinese) => "处置",
            (Self::Closed, Language::Chinese) => "关闭",
            (Self::Cancelled, Language::Chinese) => "取消",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}
