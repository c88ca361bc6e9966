use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Guard, Violation};
use crate::quantity::{Language, Timestamp};

/// Why a command was refused. Nothing was changed; it may be given again when what is missing is there.
///
/// ```
/// use service_quality::improve::cycle::CycleGuard;
/// use service_quality::improve::history::{Refusal, Violation};
///
/// let refusal = Refusal::Violated {
///     violations: vec![Violation::new(CycleGuard::BaselineMissing), Violation::new(CycleGuard::GoalMissing)],
/// };
/// assert_eq!(
///     refusal.to_string(),
///     "refused for 2 reasons: baseline_missing: there is no baseline; goal_missing: there is no goal"
/// );
/// let stale = Refusal::<CycleGuard>::Stale { seen: 4, now: 6 };
/// assert!(stale.to_string().starts_with("meant for revision 4"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields, bound(deserialize = "G: Guard"))]
#[non_exhaustive]
pub enum Refusal<G> {
    /// Something was decided since: read the newer events, look again, and give the command anew.
    Stale {
        /// The revision that was seen.
        seen: u64,
        /// The revision now.
        now: u64,
    },
    /// It is asked as of an instant before the last event.
    Backwards {
        /// As of when.
        as_of: Timestamp,
        /// When the last event was.
        last: Timestamp,
    },
    /// Guards stand against it: all of them, each once, in their order.
    Violated {
        /// Which, and by what they are violated.
        violations: Vec<Violation<G>>,
    },
}

impl<G: Guard> Refusal<G> {
    /// The guards that stand against it; empty where it is another reason.
    #[must_use]
    pub fn violations(&self) -> &[Violation<G>] {
        match self {
            Self::Violated { violations } => violations,
            _ => &[],
        }
    }

    /// The codes of the guards that stand against it.
    #[must_use]
    pub fn codes(&self) -> Vec<&'static str> {
        self.violations().iter().map(|violation| violation.guard.code()).collect()
    }

    /// What people are told.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (_, Language::English) => self.to_string(),
            (Self::Stale { seen, now }, Language::Chinese) => {
                format!("该命令针对第 {seen} 版，但现在是第 {now} 版：请读取新的事件后重新提交")
            }
            (Self::Backwards { as_of, last }, Language::Chinese) => {
                format!("时间 {as_of} 早于最后一个事件 {last}")
            }
            (Self::Violated { violations }, Language::Chinese) => {
                let reasons: Vec<String> = violations.iter().map(|one| one.text(language)).collect();
                format!("被拒绝，原因 {} 项：{}", reasons.len(), reasons.join("；"))
            }
        }
    }
}

impl<G: Guard> fmt::Display for Refusal<G> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stale { seen, now } => write!(
                formatter,
                "meant for revision {seen}, but it is {now} now: read the newer events and give the command again"
            ),
            Self::Backwards { as_of, last } => {
                write!(formatter, "as of {as_of}, but the last event is of {last}: ask as of then or later")
            }
            Self::Violated { violations } => {
                let reasons: Vec<String> = violations.iter().map(ToString::to_string).collect();
                match reasons.len() {
                    1 => write!(formatter, "refused: {}", reasons.concat()),
                    n => write!(formatter, "refused for {n} reasons: {}", reasons.join("; ")),
                }
            }
        }
    }
}

impl<G: Guard> std::error::Error for Refusal<G> {}
