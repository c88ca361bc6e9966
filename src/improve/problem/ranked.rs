use std::cmp::{Ordering, Reverse};
use std::fmt;

use serde::Serialize;

use super::{ActionPriority, FmeaRating, ParetoShare};
use crate::improve::risk::Rating;
use crate::quantity::{Language, Name, ProblemId};

/// A problem in a ranking: what put it there.
///
/// See [`rank`](super::rank).
///
/// ```
/// use service_quality::improve::problem::{PriorityMethod, Problem, ProblemSource, Severity, rank};
///
/// let source = ProblemSource::Reported { by: "li.wei".parse()? };
/// let late = Problem::new("P-1".parse()?, "late".parse()?, source, Severity::Major, "2026-03-02T09:00:00Z".parse()?);
/// let method: PriorityMethod = serde_json::from_str(r#"{"risk_priority": {"ratings": {"P-1": {"severity": 7, "occurrence": 4, "detection": 5}}}}"#)?;
/// let ranked = rank(&[late], &method)?.remove(0);
/// assert_eq!((ranked.problem.as_str(), ranked.value), ("P-1", Some(7 * 4 * 5)));
/// assert_eq!(ranked.reason.to_string(), "risk priority 140: severity 7, occurrence 4, detection 5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Ranked {
    /// The problem.
    pub problem: ProblemId,
    /// The count, the level or the risk priority number; absent where it was not rated. Not always what it is ranked by: an
    /// action priority comes before the number, and severity, likelihood or impact decide between equals.
    pub value: Option<u64>,
    /// Why.
    pub reason: PriorityReason,
}

/// Why a problem is where it is in a ranking.
///
/// ```
/// use service_quality::improve::problem::PriorityReason;
/// use service_quality::quantity::Language;
/// assert_eq!(PriorityReason::Unrated.text(Language::Chinese), "未评分");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PriorityReason {
    /// Its share of all that happens.
    Pareto {
        /// The counts.
        share: ParetoShare,
        /// Whether it is one of the vital few, 关键少数.
        vital: bool,
    },
    /// Its cell of the matrix.
    Matrix {
        /// Frequency and impact.
        rating: Rating,
        /// The level that they come to.
        level: u8,
        /// What that is called.
        name: Option<Name>,
    },
    /// Its risk priority number.
    RiskPriority {
        /// Severity, occurrence, detection.
        rating: FmeaRating,
        /// The number.
        number: u16,
        /// The action priority, where a table was given; it then decides, and the number is told beside it.
        #[serde(skip_serializing_if = "Option::is_none")]
        action: Option<ActionPriority>,
    },
    /// Nobody rated it: it comes last.
    Unrated,
}

impl PriorityReason {
    /// What comes first: the gravest.
    pub(super) fn rank(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }

    /// Smaller comes first.
    fn key(&self) -> (bool, Reverse<[u64; 4]>) {
        let figures = match self {
            Self::Pareto { share, .. } => [share.count(), 0, 0, 0],
            Self::Matrix { rating: Rating { likelihood, impact }, level, .. } => {
                let product = u64::from(*likelihood) * u64::from(*impact);
                [u64::from(*level), product, u64::from(*impact), 0]
            }
            Self::RiskPriority { rating, number, action } => {
                let rating = rating.priority();
                let (severity, occurrence) = (u64::from(rating.severity()), u64::from(rating.occurrence()));
                match action {
                    // The handbook ranks by the action priority; within one, the graver failure first.
                    Some(action) => {
                        let action = match action {
                            ActionPriority::Low => 0,
                            ActionPriority::Medium => 1,
                            ActionPriority::High => 2,
                        };
                        [action, severity, occurrence, u64::from(rating.detection())]
                    }
                    None => [u64::from(*number), severity, occurrence, 0],
                }
            }
            Self::Unrated => [0; 4],
        };
        (*self == Self::Unrated, Reverse(figures))
    }

    /// The figure that it is ranked by.
    pub(super) fn value(&self) -> Option<u64> {
        match self {
            Self::Pareto { share, .. } => Some(share.count()),
            Self::Matrix { level, .. } => Some((*level).into()),
            Self::RiskPriority { number, .. } => Some((*number).into()),
            Self::Unrated => None,
        }
    }

    /// The reason in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Pareto { share, vital }, Language::English) => {
                let vital = if *vital { ", one of the vital few" } else { "" };
                format!("{}{vital}", share.text(language))
            }
            (Self::Pareto { share, vital }, Language::Chinese) => {
                let vital = if *vital { "，属于关键少数" } else { "" };
                format!("{}{vital}", share.text(language))
            }
            (Self::Matrix { rating, level, name }, _) => {
                let name = name.as_ref().map(|name| name.in_language(language));
                let Rating { likelihood, impact } = rating;
                match language {
                    Language::English => {
                        let name = name.map(|name| format!(" ({name})")).unwrap_or_default();
                        format!("level {level}{name}: frequency {likelihood}, impact {impact}")
                    }
                    Language::Chinese => {
                        let name = name.map(|name| format!("（{name}）")).unwrap_or_default();
                        format!("等级 {level}{name}：频率 {likelihood}，影响 {impact}")
                    }
                }
            }
            (Self::RiskPriority { rating, number, action }, _) => {
                let rating = rating.priority();
                let (severity, occurrence, detection) =
                    (rating.severity(), rating.occurrence(), rating.detection());
                let action = action.map(|action| action.word(language));
                match language {
                    Language::English => {
                        let action =
                            action.map(|action| format!("action priority {action}, ")).unwrap_or_default();
                        format!(
                            "{action}risk priority {number}: severity {severity}, occurrence {occurrence}, detection {detection}"
                        )
                    }
                    Language::Chinese => {
                        let action = action.map(|action| format!("行动优先级{action}，")).unwrap_or_default();
                        format!(
                            "{action}风险优先数 {number}：严重度 {severity}，频度 {occurrence}，探测度 {detection}"
                        )
                    }
                }
            }
            (Self::Unrated, Language::English) => "not rated".to_owned(),
            (Self::Unrated, Language::Chinese) => "未评分".to_owned(),
        }
    }
}

impl fmt::Display for PriorityReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}
