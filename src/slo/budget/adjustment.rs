use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::quantity::{AgentId, Label, ObjectiveId, Statement, Timestamp};
use crate::slo::SloError;
use crate::slo::availability::{ExclusionTime, OnceWindow};

/// A correction of an error budget (预算调整), with who made it and why.
///
/// ```
/// use service_quality::slo::budget::BudgetAdjustment;
///
/// let test: BudgetAdjustment = serde_json::from_str(
///     r#"{"id": "load-test", "effect": {"exclude": {"once": {"from": "2026-03-02T09:00:00Z", "until": "2026-03-02T10:00:00Z"}}},
///         "objectives": ["checkout"], "reason": "load test agreed with the customer", "author": "li.wei",
///         "at": "2026-03-03T08:00:00Z"}"#,
/// )?;
/// assert_eq!(test.author.as_str(), "li.wei");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetAdjustment {
    /// Its name, under which what it takes out is listed.
    pub id: Label,
    /// What it does.
    pub effect: AdjustmentKind,
    /// Whose budget it corrects; of every objective where none is named.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub objectives: BTreeSet<ObjectiveId>,
    /// Why.
    pub reason: Statement,
    /// Who made it.
    pub author: AgentId,
    /// When it was made.
    pub at: Timestamp,
}

/// What an adjustment does.
///
/// ```
/// use service_quality::slo::budget::AdjustmentKind;
/// let back: AdjustmentKind = serde_json::from_str(r#"{"give_back": {"bad": 12, "at": "2026-03-02T09:30:00Z"}}"#)?;
/// assert_eq!(back, AdjustmentKind::GiveBack { bad: 12, at: "2026-03-02T09:30:00Z".parse()? });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum AdjustmentKind {
    /// What happened in a stretch of time, once or on the days of a recurrence, does not count.
    Exclude(ExclusionTime),
    /// So many bad ones do not count: they are taken out of the slice that holds the instant.
    GiveBack {
        /// How many, 1 at least.
        bad: u64,
        /// When they happened.
        at: Timestamp,
    },
    /// What happened before the instant does not count: the budget is full again.
    Reset(Timestamp),
}

/// Adjustments that fit each other: ids differ, stretches that are excluded do not overlap.
///
/// Those for other objectives may overlap. [Applied](Self::apply) are those of one objective that are known by then, in
/// the order in which they are given; what one took out is not there for the next.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::budget::{BudgetAdjustments, SloTally, TallySeries, TallySlice};
///
/// let slice = |from: &str, until: &str, good, bad| -> Result<_, Box<dyn std::error::Error>> {
///     Ok(TallySlice { from: from.parse()?, until: until.parse()?, tally: SloTally::new(good, bad)? })
/// };
/// let day = TallySeries::new(vec![
///     slice("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", 90, 10)?,
///     slice("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z", 99, 1)?,
/// ])?;
/// let adjustments: BudgetAdjustments = serde_json::from_str(
///     r#"[{"id": "load-test", "reason": "agreed", "author": "li.wei", "at": "2026-03-03T08:00:00Z",
///         "effect": {"exclude": {"once": {"from": "2026-03-02T09:00:00Z", "until": "2026-03-02T10:00:00Z"}}}}]"#,
/// )?;
/// let adjusted = adjustments.apply(&"checkout".parse()?, &day, "2026-03-04T00:00:00Z".parse()?)?;
/// assert_eq!(adjusted.tally.sli().map(|sli| sli.to_string()).as_deref(), Some("99/100"));
/// assert_eq!(
///     adjusted.effects[0].text(Language::English),
///     "load-test by li.wei (agreed): 90 good and 10 bad not counted; 0.945 good before, 0.99 after"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<BudgetAdjustment>", into = "Vec<BudgetAdjustment>")]
pub struct BudgetAdjustments(Vec<BudgetAdjustment>);

impl BudgetAdjustments {
    /// Adjustments that fit each other.
    ///
    /// # Errors
    /// [`SloError::Repeated`] for an id given twice; [`SloError::NotAllowed`] for an excluded stretch that overlaps an earlier
    /// one of the same objective, and for nothing given back. Recurring stretches are compared when they are
    /// [applied](Self::apply).
    pub fn new(adjustments: Vec<BudgetAdjustment>) -> Result<Self, SloError> {
        let mut ids = BTreeSet::new();
        let mut excluded: Vec<(&BudgetAdjustment, OnceWindow)> = Vec::new();
        for (index, adjustment) in adjustments.iter().enumerate() {
            let place = format!("adjustments[{index}]");
            if !ids.insert(&adjustment.id) {
                return Err(SloError::Repeated { place, id: adjustment.id.to_string() });
            }
            match &adjustment.effect {
                AdjustmentKind::Exclude(ExclusionTime::Once(window)) => {
                    let overlaps = |(other, before): &&(&BudgetAdjustment, OnceWindow)| {
                        adjustment.shares_objectives(other)
                            && window.from() < before.until()
                            && before.from() < window.until()
                    };
                    if let Some((other, before)) = excluded.iter().find(overlaps) {
                        return Err(already_excluded(&place, window.from(), &other.id, *before));
                    }
                    excluded.push((adjustment, *window));
                }
                AdjustmentKind::GiveBack { bad: 0, .. } => {
                    let place = format!("{place}.effect.give_back.bad");
                    return Err(SloError::not_allowed(place, &0, "at least 1"));
                }
                AdjustmentKind::Exclude(_) | AdjustmentKind::GiveBack { .. } | AdjustmentKind::Reset(_) => {}
            }
        }
        Ok(Self(adjustments))
    }

    /// Those that correct the budget of an objective, in order.
    #[must_use]
    pub fn for_objective(&self, objective: &ObjectiveId) -> Self {
        Self(self.0.iter().filter(|one| one.is_for(objective)).cloned().collect())
    }

    /// All of them, in order.
    #[must_use]
    pub fn all(&self) -> &[BudgetAdjustment] {
        &self.0
    }
}

impl BudgetAdjustment {
    /// Whether it corrects the budget of an objective.
    #[must_use]
    pub fn is_for(&self, objective: &ObjectiveId) -> bool {
        self.objectives.is_empty() || self.objectives.contains(objective)
    }

    pub(super) fn shares_objectives(&self, other: &Self) -> bool {
        self.objectives.is_empty()
            || other.objectives.is_empty()
            || !self.objectives.is_disjoint(&other.objectives)
    }
}

pub(super) fn already_excluded(place: &str, from: Timestamp, other: &Label, window: OnceWindow) -> SloError {
    let allowed =
        format!("a stretch outside {} to {}, which `{other}` excludes", window.from(), window.until());
    SloError::not_allowed(format!("{place}.effect.exclude"), &from, allowed)
}

impl TryFrom<Vec<BudgetAdjustment>> for BudgetAdjustments {
    type Error = SloError;

    fn try_from(adjustments: Vec<BudgetAdjustment>) -> Result<Self, SloError> {
        Self::new(adjustments)
    }
}

impl From<BudgetAdjustments> for Vec<BudgetAdjustment> {
    fn from(adjustments: BudgetAdjustments) -> Self {
        adjustments.0
    }
}
