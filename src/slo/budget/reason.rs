use serde::Serialize;

use super::tally::OUTSIDE_HOURS;
use super::{BudgetBasis, EventCounts};
use crate::quantity::{Label, Language, Number, Share, Span};
use crate::slo::availability::ExclusionReason;

/// Why a report says what it says.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::budget::{BudgetBasis, BudgetReason};
///
/// let few = BudgetReason::TooFew { valid: 9, needed: 10, basis: BudgetBasis::Tickets };
/// assert_eq!(few.text(Language::English), "9 counted, fewer than the 10 needed for a verdict");
/// assert_eq!(few.text(Language::Chinese), "仅计入 9 张，少于判定所需的 10 张");
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
        /// What is counted.
        basis: BudgetBasis,
    },
    /// The share of good ones, and the one promised.
    Share {
        /// The share, rounded to nine places; cut off there where it misses, so that it never shows as the one promised.
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
        /// What is counted.
        basis: BudgetBasis,
    },
    /// The budget is zero, so that no share of it can be used up.
    NoBudget,
    /// Some did not count.
    Excluded {
        /// Why.
        reason: Label,
        /// How many.
        counts: EventCounts,
        /// What is counted.
        basis: BudgetBasis,
    },
    /// The period is not over: the budget so far and that of the whole period differ.
    Unfinished {
        /// How much of it has passed.
        elapsed: Span,
        /// How long it is.
        length: Span,
    },
    /// Less was counted than the time that the report is of.
    Covered {
        /// How much of it slices cover.
        covered: Span,
        /// How long it is.
        window: Span,
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
            Self::TooFew { valid, needed, .. } => {
                format!("{valid} counted, fewer than the {needed} needed for a verdict")
            }
            Self::Share { sli, target, reached } => {
                format!("{sli} good, {target} promised: {}", if *reached { "reached" } else { "not reached" })
            }
            Self::Count { bad, at_most, .. } => format!("{bad} bad, at most {at_most} allowed"),
            Self::NoBudget => "the budget is zero".to_owned(),
            Self::Excluded { reason, counts, .. } => {
                let reason = excluded(reason, Language::English);
                format!("not counted: {} good, {} bad ({reason})", counts.good, counts.bad)
            }
            Self::Unfinished { elapsed, length } => {
                let [elapsed, length] = [elapsed, length].map(|span| lasting(*span, Language::English));
                format!("{elapsed} of {length} passed")
            }
            Self::Covered { covered, window } => {
                let [covered, window] = [covered, window].map(|span| lasting(*span, Language::English));
                format!("only {covered} of {window} was counted")
            }
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::NothingCounted => "没有计入任何数据".to_owned(),
            Self::Assumed { kept } => {
                format!("没有计入任何数据，按{}处理", if *kept { "达标" } else { "未达标" })
            }
            Self::TooFew { valid, needed, basis } => {
                let one = basis.measure_word();
                format!("仅计入 {valid} {one}，少于判定所需的 {needed} {one}")
            }
            Self::Share { sli, target, reached } => {
                format!("良好占比 {sli}，目标 {target}：{}", if *reached { "达到" } else { "未达到" })
            }
            Self::Count { bad, at_most, basis } => {
                let (wrong, one) = (basis.words().1, basis.measure_word());
                format!("{wrong} {bad} {one}，最多允许 {at_most} {one}")
            }
            Self::NoBudget => "错误预算为零".to_owned(),
            Self::Excluded { reason, counts: EventCounts { good, bad }, basis } => {
                let ((right, wrong), one) = (basis.words(), basis.measure_word());
                let reason = excluded(reason, Language::Chinese);
                format!("不计入：{right} {good} {one}，{wrong} {bad} {one}（{reason}）")
            }
            Self::Unfinished { elapsed, length } => {
                let [elapsed, length] = [elapsed, length].map(|span| lasting(*span, Language::Chinese));
                format!("周期 {length}，已过 {elapsed}")
            }
            Self::Covered { covered, window } => {
                let [covered, window] = [covered, window].map(|span| lasting(*span, Language::Chinese));
                format!("{window}中仅有 {covered}的数据")
            }
        }
    }
}

/// A reason in words: those that availability knows, and one's own as it is.
fn excluded(label: &Label, language: Language) -> String {
    match (label.as_str(), language) {
        (OUTSIDE_HOURS, Language::English) => "outside service hours".to_owned(),
        (OUTSIDE_HOURS, Language::Chinese) => "服务时间以外".to_owned(),
        (other, _) => match other.parse::<ExclusionReason>() {
            Ok(reason) => reason.text(language).to_owned(),
            Err(_) => other.to_owned(),
        },
    }
}

/// A length in the largest unit of which it is a whole number.
fn lasting(span: Span, language: Language) -> String {
    let units = [(86_400, "day", "天"), (3_600, "hour", "小时"), (60, "minute", "分钟"), (1, "second", "秒")];
    let seconds = span.seconds();
    let whole = units.into_iter().find(|(unit, ..)| seconds.checked_rem(*unit) == Some(0) && seconds != 0);
    let (unit, english, chinese) = whole.unwrap_or((1, "second", "秒"));
    let count = seconds.checked_div(unit).unwrap_or(seconds);
    match language {
        Language::English if count == 1 => format!("{count} {english}"),
        Language::English => format!("{count} {english}s"),
        Language::Chinese => format!("{count} {chinese}"),
    }
}
