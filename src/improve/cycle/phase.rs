use std::fmt;

use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// 计划: problem, baseline, goal, causes, actions, prediction, test plan.
    Plan,
    /// 执行: the actions are carried out.
    Do,
    /// 检查: the effect is tested.
    Check,
    /// 处置: standardise, adjust or abandon.
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

impl fmt::Display for Phase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}
