use serde::Serialize;

use super::{Disposition, EffectivenessReview, Evaluation, RiskUpdate, SystemChange};
use crate::improve::action::{ActionProgress, ActionStatus};
use crate::improve::complaint::Entry;
use crate::quantity::{Statement, Timestamp};

/// An action about a nonconformity.
///
/// ```
/// use service_quality::improve::nonconformity::NonconformityAction;
/// let open = |actions: &[NonconformityAction]| actions.iter().filter(|one| !one.progress.status().is_ended()).count();
/// assert_eq!(open(&[]), 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NonconformityAction {
    /// Whether it keeps the nonconformity from doing more harm, and no more (遏制).
    pub containment: bool,
    /// How often the nonconformity had been reopened when it was planned.
    pub round: usize,
    /// Whether the evaluation of that round had found action needed when it was planned.
    pub evaluated: bool,
    /// How many reviews that round had seen when it was planned.
    pub reviewed: usize,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// The action and how far it is.
    pub progress: ActionProgress,
}

/// A closing that a reopening undid, and all on which it had rested (历次处理).
///
/// ```
/// use service_quality::improve::complaint::Entry;
/// use service_quality::improve::nonconformity::UndoneClosing;
/// use service_quality::quantity::Span;
///
/// let undone = UndoneClosing {
///     closing: Entry { at: "2026-05-02T11:00:00Z".parse()?, by: "chen".parse()?, what: None },
///     disposition: None,
///     evaluations: Vec::new(),
///     reviews: Vec::new(),
///     risks: None,
///     system: None,
///     reopening: Entry { at: "2026-05-09T11:00:00Z".parse()?, by: "li".parse()?, what: "It came back.".parse()? },
/// };
/// assert_eq!(undone.reopening.at.since(undone.closing.at), Span::from_hours(7 * 24), "so long it was thought closed");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UndoneClosing {
    /// The closing.
    pub closing: Entry<Option<Statement>>,
    /// What had become of what did not conform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposition: Option<Entry<Disposition>>,
    /// The evaluations, the last of which was thought to be right.
    pub evaluations: Vec<Entry<Evaluation>>,
    /// The reviews, the last of which found the actions effective.
    pub reviews: Vec<Entry<EffectivenessReview>>,
    /// Which risks were looked at again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risks: Option<Entry<RiskUpdate>>,
    /// Whether the way of working changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<Entry<SystemChange>>,
    /// When, by whom and why it was reopened.
    pub reopening: Entry<Statement>,
}

impl NonconformityAction {
    /// Whether it was given up.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        matches!(self.progress.status(), ActionStatus::Cancelled { .. })
    }
}
