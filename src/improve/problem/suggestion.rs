use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{CostKind, Materiality, Problem, ProblemEvidence, ProblemSource, Severity, SuggestionRule};
use crate::monitor::alert::AlertKey;
use crate::monitor::warning::WarningLevel;
use crate::quantity::{IndicatorId, Language, Number, ObjectiveId, ProblemId, RuleId, Statement, Timestamp};
use crate::score::Place;

/// A problem that is proposed, with all that shows it. One thing is one suggestion, whatever shows it.
///
/// See [`suggest_problems`](super::suggest_problems).
///
/// ```
/// use service_quality::improve::problem::Suggestion;
///
/// let suggestion: Suggestion = serde_json::from_str(r#"{"subject": {"indicator": "csat"}, "kind": "shown",
///     "cost": {"points": "12.5"}, "evidence": [
///         {"lost": {"place": {"indicator": "csat"}, "points": "12.5"}},
///         {"alert": {"key": {"alert": "low"}, "level": "red", "since": "2026-03-02T09:00:00Z"}}]}"#)?;
/// assert_eq!(suggestion.source().to_string(), "`csat` lost points of the score");
/// assert_eq!(suggestion.sources().len(), 2, "the alert is found again too");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}

/// What a suggestion is about.
///
/// ```
/// use service_quality::improve::problem::Subject;
/// assert_eq!(serde_json::to_string(&Subject::Indicator("csat".parse()?))?, r#"{"indicator":"csat"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cost {
    /// Points of the total score.
    pub points: Number,
    /// Broken promises, of the objective that has the most of them for those allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<BudgetCost>,
    /// The gravest alert, and since when it fires; of two alike the longest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

    /// Where the problem comes from: a missed target, else points that were lost, else broken promises, else an alert.
    #[must_use]
    pub fn source(&self) -> ProblemSource {
        let lacks = |kind: SuggestionKind| self.kind == kind;
        let about = match &self.subject {
            Subject::Indicator(indicator) if lacks(SuggestionKind::CannotBeTold) => {
                return ProblemSource::Unmeasured { indicator: indicator.clone() };
            }
            Subject::Indicator(indicator) => ProblemSource::LostPoints { indicator: indicator.clone() },
            Subject::Part(place) | Subject::Rule { place, .. } => {
                return ProblemSource::Score { place: place.clone() };
            }
            Subject::Objective(objective) => {
                ProblemSource::BrokenPromises { agreement: None, objective: objective.clone() }
            }
            Subject::Alert(key) => ProblemSource::Alert { key: key.clone() },
        };
        let shown = self.evidence.iter().filter_map(source_of);
        shown.min_by_key(|(rank, _)| *rank).map_or(about, |(_, source)| source)
    }

    /// Everything that the problem comes from: a host that takes it up again next month finds one of them among the
    /// sources of those taken up.
    #[must_use]
    pub fn sources(&self) -> BTreeSet<ProblemSource> {
        let shown = self.evidence.iter().filter_map(source_of).map(|(_, source)| source);
        shown.chain([self.source()]).collect()
    }

    /// The suggestion in words: what it is about, and each fact. Always a [`Statement`]: of facts that would make it too
    /// long it says how many they are.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        /// Within the length of a statement, with room for how many are not told.
        const LONGEST: usize = 3_900;
        let facts = self.evidence.iter().map(|fact| fact.text(language));
        let links = self.links.iter().map(|link| link.text(language));
        let (mut text, mut untold) = (self.heading(language), 0_usize);
        for (index, fact) in facts.chain(links).enumerate() {
            let separator = match (index, language) {
                (0, _) => "",
                (_, Language::English) => "; ",
                (_, Language::Chinese) => "；",
            };
            let length = text.len().saturating_add(separator.len()).saturating_add(fact.len());
            if untold > 0 || length > LONGEST {
                untold = untold.saturating_add(1);
            } else {
                text.push_str(separator);
                text.push_str(&fact);
            }
        }
        match (untold, language) {
            (0, _) => text,
            (_, Language::English) => format!("{text}; and {untold} more"),
            (_, Language::Chinese) => format!("{text}；另有 {untold} 项"),
        }
    }

    fn heading(&self, language: Language) -> String {
        let subject = &self.subject;
        match (language, self.kind) {
            (Language::English, SuggestionKind::Shown) => format!("{subject}: "),
            (Language::English, SuggestionKind::CannotBeTold) => format!("{subject} cannot be told: "),
            (Language::Chinese, SuggestionKind::Shown) => format!("{subject}："),
            (Language::Chinese, SuggestionKind::CannotBeTold) => format!("{subject}无法判断："),
        }
    }

    /// What comes first in a ranking by costs; no two suggestions of one ranking are alike.
    pub(super) fn rank(&self, other: &Self, rule: &SuggestionRule) -> Ordering {
        let by = |one: &Cost, other: &Cost| {
            let by = |kind: &CostKind| match kind {
                CostKind::Points => other.points.cmp(&one.points),
                CostKind::Budget => other.budget.cmp(&one.budget),
                CostKind::Alert => other.alert_rank().cmp(&one.alert_rank()),
            };
            rule.order().iter().map(by).find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
        };
        let material = |cost: &Cost| cost.material(rule.material());
        by(&material(&self.cost), &material(&other.cost))
            .then_with(|| by(&self.cost, &other.cost))
            .then_with(|| self.kind.cmp(&other.kind))
            .then_with(|| self.subject.cmp(&other.subject))
    }
}

/// Where a fact says that a problem comes from, and how much more that says than other sources do.
fn source_of(fact: &ProblemEvidence) -> Option<(u8, ProblemSource)> {
    Some(match fact {
        ProblemEvidence::Measured { indicator, .. } => {
            (0, ProblemSource::MissedTarget { indicator: indicator.clone() })
        }
        ProblemEvidence::Lost { place: Place::Indicator(indicator), .. } => {
            (1, ProblemSource::LostPoints { indicator: indicator.clone() })
        }
        ProblemEvidence::Promised { objective, commitment } if commitment.kept == Some(false) => {
            (2, ProblemSource::BrokenPromises { agreement: None, objective: objective.clone() })
        }
        ProblemEvidence::Alert { key, .. } => (3, ProblemSource::Alert { key: key.clone() }),
        _ => return None,
    })
}

impl Cost {
    /// What of it is worth comparing.
    fn material(&self, bound: Materiality) -> Self {
        Self {
            points: if self.points < bound.points { Number::ZERO } else { self.points },
            budget: self.budget.filter(|budget| budget.excess() >= bound.excess),
            alert: self.alert.filter(|(level, _)| Some(*level) >= bound.alert),
        }
    }

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
