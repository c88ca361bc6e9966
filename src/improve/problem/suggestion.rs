use std::cmp::{Ordering, Reverse};
use std::fmt;

use serde::Serialize;

use super::{CostKind, Problem, ProblemEvidence, ProblemSource, Severity};
use crate::monitor::alert::AlertKey;
use crate::monitor::warning::WarningLevel;
use crate::quantity::{IndicatorId, Language, Number, ObjectiveId, ProblemId, RuleId, Statement, Timestamp};
use crate::score::Place;

/// A problem that is proposed, with all that shows it. One thing is one suggestion, whatever shows it.
///
/// See [`suggest_problems`](super::suggest_problems).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Suggestion {
    /// What it is about.
    pub subject: Subject,
    /// Whether it is bad, or cannot be told.
    pub kind: SuggestionKind,
    /// What it costs.
    pub cost: Cost,
    /// What shows it.
    pub evidence: Vec<ProblemEvidence>,
    /// What of the evidence is about something else that belongs to the subject, and how that is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}

/// What a suggestion is about.
///
/// ```
/// use service_quality::improve::problem::Subject;
/// assert_eq!(serde_json::to_string(&Subject::Indicator("csat".parse()?))?, r#"{"indicator":"csat"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Subject {
    /// An indicator.
    Indicator(IndicatorId),
    /// A node of the scoring model.
    Part(Place),
    /// A rule of the scoring model.
    Rule {
        /// At which part.
        place: Place,
        /// Which.
        rule: RuleId,
    },
    /// An objective of an agreement.
    Objective(ObjectiveId),
    /// An alert that belongs to none of them.
    Alert(AlertKey),
}

/// Whether a thing is bad, or not known to be good.
///
/// ```
/// use service_quality::improve::problem::SuggestionKind;
/// assert_eq!(serde_json::to_string(&SuggestionKind::CannotBeTold)?, r#""cannot_be_told""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    /// It is bad.
    Shown,
    /// It was not measured, or nothing was decided, 无法判断.
    CannotBeTold,
}

/// What a problem costs, in units that are not added.
///
/// ```
/// use service_quality::improve::problem::Cost;
/// assert_eq!(Cost::default().points, 0.into());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[non_exhaustive]
pub struct Cost {
    /// Points of the total score.
    pub points: Number,
    /// Broken promises, of the objective that has the most of them for those allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<BudgetCost>,
    /// The gravest alert, and since when it fires; of two alike the longest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert: Option<(WarningLevel, Timestamp)>,
}

/// Broken promises against those that the promised share allows (违约预算). Ordered by what of the budget they used up.
///
/// ```
/// use service_quality::improve::problem::BudgetCost;
///
/// let (late, later) = (BudgetCost { breaches: 21, allowed: 20 }, BudgetCost { breaches: 5, allowed: 1 });
/// assert!(later > late, "five times the budget");
/// assert!(BudgetCost { breaches: 1, allowed: 0 } > later, "no breach was allowed");
/// assert_eq!(later.excess(), 4);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct BudgetCost {
    /// How many were broken.
    pub breaches: u64,
    /// How many might have been.
    pub allowed: u64,
}

/// How it is known that evidence about something else belongs to the subject.
///
/// ```
/// use service_quality::improve::problem::{Link, LinkedBy, Subject};
///
/// let link = Link { from: Subject::Objective("fix".parse()?), by: LinkedBy::Rule };
/// assert_eq!(link.to_string(), "`fix` belongs to it by the rule");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Link {
    /// What belongs to the subject.
    pub from: Subject,
    /// How that is known.
    pub by: LinkedBy,
}

/// See [`Link`].
///
/// ```
/// use service_quality::improve::problem::LinkedBy;
/// assert!(LinkedBy::Rule < LinkedBy::SameId);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkedBy {
    /// A label of the alert names it.
    Label,
    /// The rule says so.
    Rule,
    /// Their ids are the same.
    SameId,
}

impl Suggestion {
    /// The problem that is proposed, as whoever takes it up writes it down.
    #[must_use]
    pub fn into_problem(
        self,
        id: ProblemId,
        what: Statement,
        severity: Severity,
        found: Timestamp,
    ) -> Problem {
        let source = self.source();
        Problem { evidence: self.evidence, ..Problem::new(id, what, source, severity, found) }
    }

    /// Where the problem comes from.
    #[must_use]
    pub fn source(&self) -> ProblemSource {
        match &self.subject {
            Subject::Indicator(indicator) if self.kind == SuggestionKind::CannotBeTold => {
                ProblemSource::Unmeasured { indicator: indicator.clone() }
            }
            Subject::Indicator(indicator) => ProblemSource::MissedTarget { indicator: indicator.clone() },
            Subject::Part(place) | Subject::Rule { place, .. } => {
                ProblemSource::Score { place: place.clone() }
            }
            Subject::Objective(objective) => {
                ProblemSource::BrokenPromises { agreement: None, objective: objective.clone() }
            }
            Subject::Alert(key) => ProblemSource::Alert { key: key.clone() },
        }
    }

    /// The suggestion in words: what it is about, and each fact.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let facts = self.evidence.iter().map(|fact| fact.text(language));
        let links = self.links.iter().map(|link| link.text(language));
        let told: Vec<String> = facts.chain(links).collect();
        match (language, self.kind) {
            (Language::English, SuggestionKind::Shown) => format!("{}: {}", self.subject, told.join("; ")),
            (Language::English, SuggestionKind::CannotBeTold) => {
                format!("{} cannot be told: {}", self.subject, told.join("; "))
            }
            (Language::Chinese, SuggestionKind::Shown) => format!("{}：{}", self.subject, told.join("；")),
            (Language::Chinese, SuggestionKind::CannotBeTold) => {
                format!("{}无法判断：{}", self.subject, told.join("；"))
            }
        }
    }

    /// What comes first in a ranking by costs; no two suggestions of one ranking are alike.
    pub(super) fn rank(&self, other: &Self, order: &[CostKind]) -> Ordering {
        let by = |kind: &CostKind| match kind {
            CostKind::Points => other.cost.points.cmp(&self.cost.points),
            CostKind::Budget => other.cost.budget.cmp(&self.cost.budget),
            CostKind::Alert => other.cost.alert_rank().cmp(&self.cost.alert_rank()),
        };
        let costs = order.iter().map(by).find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal);
        costs.then_with(|| self.kind.cmp(&other.kind)).then_with(|| self.subject.cmp(&other.subject))
    }
}

impl Cost {
    fn alert_rank(&self) -> Option<(WarningLevel, Reverse<Timestamp>)> {
        self.alert.map(|(level, since)| (level, Reverse(since)))
    }

    /// Keeps the graver of two budgets.
    pub(super) fn breached(&mut self, budget: BudgetCost) {
        self.budget = self.budget.max(Some(budget));
    }

    /// Keeps the graver of two alerts.
    pub(super) fn alerted(&mut self, level: WarningLevel, since: Timestamp) {
        let other = Self { alert: Some((level, since)), ..*self };
        if other.alert_rank() > self.alert_rank() {
            *self = other;
        }
    }
}

impl BudgetCost {
    /// How many too many.
    #[must_use]
    pub const fn excess(self) -> u64 {
        self.breaches.saturating_sub(self.allowed)
    }
}

impl Ord for BudgetCost {
    /// By breaches ÷ allowed, where any of none is most; then by breaches.
    fn cmp(&self, other: &Self) -> Ordering {
        let cross = |one: &Self, other: &Self| u128::from(one.breaches) * u128::from(other.allowed);
        let used = match (self.allowed, other.allowed) {
            (0, 0) => Ordering::Equal,
            _ => cross(self, other).cmp(&cross(other, self)),
        };
        used.then_with(|| self.breaches.cmp(&other.breaches)).then_with(|| other.allowed.cmp(&self.allowed))
    }
}

impl PartialOrd for BudgetCost {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Indicator(id) => write!(formatter, "`{id}`"),
            Self::Part(place) => write!(formatter, "`{place}`"),
            Self::Rule { place, rule } => write!(formatter, "`{place}` `{rule}`"),
            Self::Objective(id) => write!(formatter, "`{id}`"),
            Self::Alert(key) => write!(formatter, "`{key}`"),
        }
    }
}

impl Link {
    /// The link in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let from = &self.from;
        match (self.by, language) {
            (LinkedBy::Label, Language::English) => format!("{from} belongs to it by its label"),
            (LinkedBy::Rule, Language::English) => format!("{from} belongs to it by the rule"),
            (LinkedBy::SameId, Language::English) => format!("{from} belongs to it by its id"),
            (LinkedBy::Label, Language::Chinese) => format!("{from}按标签关联"),
            (LinkedBy::Rule, Language::Chinese) => format!("{from}按规则关联"),
            (LinkedBy::SameId, Language::Chinese) => format!("{from}按编号关联"),
        }
    }
}

impl fmt::Display for Link {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}

impl fmt::Display for Suggestion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}
