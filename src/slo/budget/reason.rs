use serde::Serialize;

use super::EventCounts;
use crate::quantity::{Label, Language, Number, Share, Span};

/// Why a report says what it says.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::budget::BudgetReason;
///
/// let few = BudgetReason::TooFew { valid: 9, needed: 10 };
/// assert_eq!(few.text(Language::English), "9 counted, fewer than the 10 needed for a verdict");
/// assert_eq!(few.text(Language::Chinese), "仅计入 9 个，少于判定所需的 10 个");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BudgetReason {
    /// Nothing was counted.
    NothingCounted,
    /// Nothing was counted, and the objective says what that means.
    Assumed {
        /// Whether it counts as kept.
        kept: bool,
    },
    /// Too little was counted.
    TooFew {
        /// What counts.
        valid: u64,
        /// What the objective needs.
        needed: u64,
    },
    /// The share of good ones, and the one promised.
    Share {
        /// The share, rounded to nine places.
        sli: Number,
        /// The one promised.
        target: Share,
        /// Whether it is reached, by the exact figures.
        reached: bool,
    },
    /// How many were bad, and how many may be.
    Count {
        /// How many were.
        bad: u64,
        /// How many may be.
        at_most: u64,
    },
    /// The budget is zero, so that no share of it can be used up.
    NoBudget,
    /// Some did not count.
    Excluded {
        /// Why.
        reason: Label,
        /// How many.
        counts: EventCounts,
    },
    /// The period is not over: the budget so far and that of the whole period differ.
    Unfinished {
        /// How much of it has passed.
        elapsed: Span,
        /// How long it is.
        length: Span,
    },
}

impl BudgetReason {
    /// In a sentence.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Chinese => self.chinese(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::NothingCounted => "nothing was counted".to_owned(),
            Self::Assumed { kept } => {
                format!("nothing was counted, which counts as {}", if *kept { "kept" } else { "missed" })
            }
            Self::TooFew { valid, needed } => {
                format!("{valid} counted, fewer than the {needed} needed for a verdict")
            }
            Self::Share { sli, target, reached } => {
                format!("{sli} good, {target} promised: {}", if *reached { "reached" } else { "not reached" })
            }
            Self::Count { bad, at_most } => format!("{bad} bad, at most {at_most} allowed"),
            Self::NoBudget => "the budget is zero".to_owned(),
            Self::Excluded { reason, counts } => {
                format!("not counted: {} good, {} bad ({reason})", counts.good, counts.bad)
            }
            Self::Unfinished { elapsed, length } => {
                format!("{elapsed} of {length} have passed")
            }
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::NothingCounted => "没有计入任何数据".to_owned(),
            Self::Assumed { kept } => {
                format!("没有计入任何数据，按{}处理", if *kept { "达标" } else { "未达标" })
            }
            Self::TooFew { valid, needed } => format!("仅计入 {valid} 个，少于判定所需的 {needed} 个"),
            Self::Share { sli, target, reached } => {
                format!("良好占比 {sli}，目标 {target}：{}", if *reached { "达到" } else { "未达到" })
            }
            Self::Count { bad, at_most } => format!("不良 {bad} 个，最多允许 {at_most} 个"),
            Self::NoBudget => "错误预算为零".to_owned(),
            Self::Excluded { reason, counts } => {
                format!("不计入：良好 {} 个，不良 {} 个（{reason}）", counts.good, counts.bad)
            }
            Self::Unfinished { elapsed, length } => format!("周期 {length} 中已过 {elapsed}"),
        }
    }
}
