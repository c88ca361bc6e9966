use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{EventCounts, SloTally};
use crate::quantity::{AgentId, Label, Language, Number, Statement, Timestamp};
use crate::slo::SloError;

/// A correction of an error budget (预算调整), with who made it and why.
///
/// ```
/// use service_quality::slo::budget::BudgetAdjustment;
///
/// let test: BudgetAdjustment = serde_json::from_str(
///     r#"{"id": "load-test", "effect": {"exclude": {"from": "2026-03-02T09:00:00Z", "until": "2026-03-02T10:00:00Z"}},
///         "reason": "load test agreed with the customer", "author": "li.wei", "at": "2026-03-03T08:00:00Z"}"#,
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
/// let back: AdjustmentKind = serde_json::from_str(r#"{"give_back": 12}"#)?;
/// assert_eq!(back, AdjustmentKind::GiveBack(12));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum AdjustmentKind {
    /// What happened from an instant on, until before another, does not count.
    Exclude {
        /// Since when.
        from: Timestamp,
        /// Until when; not included.
        until: Timestamp,
    },
    /// So many bad ones do not count.
    GiveBack(u64),
    /// What happened before the instant does not count: the budget is full again.
    Reset(Timestamp),
}

/// What was counted from an instant on, until before another.
///
/// ```
/// use service_quality::slo::budget::TallySlice;
/// let hour: TallySlice = serde_json::from_str(
///     r#"{"from": "2026-03-02T09:00:00Z", "until": "2026-03-02T10:00:00Z", "tally": {"gross": {"good": 90, "bad": 10}}}"#,
/// )?;
/// assert_eq!(hour.tally.gross().bad, 10);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TallySlice {
    /// Since when.
    pub from: Timestamp,
    /// Until when; not included.
    pub until: Timestamp,
    /// What was counted.
    pub tally: SloTally,
}

/// Adjustments that fit each other: ids differ, stretches that are excluded do not overlap.
///
/// Applied in the order in which they are given; what one took out is not there for the next.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::budget::{BudgetAdjustments, SloTally, TallySlice};
///
/// let slice = |from: &str, until: &str, good, bad| -> Result<_, Box<dyn std::error::Error>> {
///     Ok(TallySlice { from: from.parse()?, until: until.parse()?, tally: SloTally::new(good, bad)? })
/// };
/// let day = [
///     slice("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", 90, 10)?,
///     slice("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z", 99, 1)?,
/// ];
/// let adjustments: BudgetAdjustments = serde_json::from_str(
///     r#"[{"id": "load-test", "effect": {"exclude": {"from": "2026-03-02T09:00:00Z", "until": "2026-03-02T10:00:00Z"}},
///         "reason": "agreed", "author": "li.wei", "at": "2026-03-03T08:00:00Z"}]"#,
/// )?;
/// let adjusted = adjustments.apply(&day)?;
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

/// What is counted after the adjustments, and what each did.
///
/// ```
/// # use service_quality::slo::budget::BudgetAdjustments;
/// let adjusted = BudgetAdjustments::default().apply(&[])?;
/// assert!(adjusted.effects.is_empty());
/// # Ok::<(), service_quality::slo::SloError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdjustedTally {
    /// The tally; what was taken out is listed in it by the id of the adjustment.
    pub tally: SloTally,
    /// What each did, in order.
    pub effects: Vec<AdjustmentEffect>,
}

/// What an adjustment did.
///
/// ```
/// # use service_quality::slo::budget::{BudgetAdjustments, SloTally, TallySlice};
/// let at = |text: &str| text.parse();
/// let day = TallySlice { from: at("2026-03-02T00:00:00Z")?, until: at("2026-03-03T00:00:00Z")?, tally: SloTally::new(1, 1)? };
/// let back: BudgetAdjustments = serde_json::from_str(
///     r#"[{"id": "back", "effect": {"give_back": 1}, "reason": "double entry", "author": "ops", "at": "2026-03-03T08:00:00Z"}]"#,
/// )?;
/// assert_eq!(back.apply(&[day])?.effects[0].sli_after, Some(1.into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdjustmentEffect {
    /// Which.
    pub adjustment: BudgetAdjustment,
    /// What it took out.
    pub removed: EventCounts,
    /// The share of good ones before it, rounded to nine places; absent where none counted.
    pub sli_before: Option<Number>,
    /// The share after it.
    pub sli_after: Option<Number>,
}

impl BudgetAdjustments {
    /// Adjustments that fit each other.
    ///
    /// # Errors
    /// [`SloError::Repeated`] for an id given twice; [`SloError::NotAllowed`] for an excluded stretch that has no length or
    /// overlaps an earlier one, and for nothing given back.
    pub fn new(adjustments: Vec<BudgetAdjustment>) -> Result<Self, SloError> {
        let mut ids = BTreeSet::new();
        let mut excluded: Vec<(Timestamp, Timestamp)> = Vec::new();
        for (index, adjustment) in adjustments.iter().enumerate() {
            let place = format!("adjustments[{index}]");
            if !ids.insert(&adjustment.id) {
                return Err(SloError::Repeated { place, id: adjustment.id.to_string() });
            }
            match adjustment.effect {
                AdjustmentKind::Exclude { from, until } => {
                    if until <= from {
                        let allowed = format!("later than `from`, {from}");
                        return Err(SloError::not_allowed(format!("{place}.effect.until"), &until, allowed));
                    }
                    if let Some((other, end)) =
                        excluded.iter().find(|(other, end)| from < *end && *other < until)
                    {
                        let allowed =
                            format!("a stretch outside {other} to {end}, which is excluded already");
                        return Err(SloError::not_allowed(format!("{place}.effect.from"), &from, allowed));
                    }
                    excluded.push((from, until));
                }
                AdjustmentKind::GiveBack(0) => {
                    return Err(SloError::not_allowed(format!("{place}.effect.give_back"), &0, "at least 1"));
                }
                AdjustmentKind::GiveBack(_) | AdjustmentKind::Reset(_) => {}
            }
        }
        Ok(Self(adjustments))
    }

    /// Takes out of what was counted what does not count.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for slices out of order or overlapping, for an adjustment that begins or ends inside a slice,
    /// of which nobody knows when in it what happened, and for more given back than there are bad ones.
    pub fn apply(&self, slices: &[TallySlice]) -> Result<AdjustedTally, SloError> {
        in_order(slices)?;
        let mut left: Vec<TallySlice> = slices.to_vec();
        let mut tally = SloTally::default();
        for slice in slices {
            tally.merge(&slice.tally)?;
        }
        let mut effects = Vec::new();
        for (index, adjustment) in self.0.iter().enumerate() {
            let shown = |tally: &SloTally| tally.sli().and_then(|sli| sli.rounded(9));
            let before = shown(&tally);
            let mut removed = EventCounts::default();
            let place = format!("adjustments[{index}].effect");
            let (from, until) = match adjustment.effect {
                AdjustmentKind::Exclude { from, until } => (from, until),
                AdjustmentKind::Reset(at) => (Timestamp::MIN, at),
                AdjustmentKind::GiveBack(bad) => {
                    let there = tally.net()?.bad;
                    if bad > there {
                        let allowed = format!("at most the {there} bad ones that still count");
                        return Err(SloError::not_allowed(format!("{place}.give_back"), &bad, allowed));
                    }
                    removed.bad = bad;
                    (Timestamp::MIN, Timestamp::MIN)
                }
            };
            for slice in &mut left {
                if slice.until <= from || until <= slice.from {
                    continue;
                }
                if slice.from < from || until < slice.until {
                    let inside = if slice.from < from { from } else { until };
                    let allowed =
                        format!("a border of the slices, not within {} to {}", slice.from, slice.until);
                    return Err(SloError::not_allowed(place, &inside, allowed));
                }
                let net = slice.tally.net()?;
                removed = removed.plus(net)?;
                slice.tally = SloTally::default();
            }
            // What was given back is in no slice any more: it may not be taken out again.
            let there = tally.net()?;
            removed = EventCounts { good: removed.good.min(there.good), bad: removed.bad.min(there.bad) };
            tally.exclude(&adjustment.id, removed)?;
            effects.push(AdjustmentEffect {
                adjustment: adjustment.clone(),
                removed,
                sli_before: before,
                sli_after: shown(&tally),
            });
        }
        Ok(AdjustedTally { tally, effects })
    }
}

fn in_order(slices: &[TallySlice]) -> Result<(), SloError> {
    let mut earliest = Timestamp::MIN;
    for (index, slice) in slices.iter().enumerate() {
        if slice.from < earliest {
            let allowed = format!("at or after {earliest}, where the slice before it ends");
            return Err(SloError::not_allowed(format!("slices[{index}].from"), &slice.from, allowed));
        }
        if slice.until <= slice.from {
            let allowed = format!("later than `from`, {}", slice.from);
            return Err(SloError::not_allowed(format!("slices[{index}].until"), &slice.until, allowed));
        }
        earliest = slice.until;
    }
    Ok(())
}

impl AdjustmentEffect {
    /// In a sentence.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let BudgetAdjustment { id, reason, author, .. } = &self.adjustment;
        let EventCounts { good, bad } = self.removed;
        let share =
            |share: Option<Number>, none: &str| share.map_or(none.to_owned(), |share| share.to_string());
        match language {
            Language::English => format!(
                "{id} by {author} ({reason}): {good} good and {bad} bad not counted; {} good before, {} after",
                share(self.sli_before, "nothing"),
                share(self.sli_after, "nothing"),
            ),
            Language::Chinese => format!(
                "{id}，{author}（{reason}）：不计入良好 {good} 个、不良 {bad} 个；良好占比调整前 {}，调整后 {}",
                share(self.sli_before, "无"),
                share(self.sli_after, "无"),
            ),
        }
    }
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
