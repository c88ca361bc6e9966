use serde::{Deserialize, Serialize};

use super::{Claim, CreditMinimum};
use crate::quantity::{Language, Money, Number, Share, Span};

/// Why a step changes the credit.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::credit::CreditReason;
/// let kept = CreditReason::Kept { index: 0, percent: "99.95".parse()?, rounded: None };
/// assert_eq!(kept.text(Language::English), "no. 1: 99.95 % reached, as promised");
/// assert_eq!(serde_json::to_string(&kept)?, r#"{"kept":{"index":0,"percent":"99.95"}}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CreditReason {
    /// What was reached is what was promised.
    Kept {
        /// Which of the case's breaches, from 0.
        index: usize,
        /// What was reached, in percent: to nine places, not rounded onto a promise that it misses.
        percent: Number,
        /// What it was rounded to, where the terms round it before the tier is found.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rounded: Option<Number>,
    },
    /// Nothing was counted: 0 of 0 is no breach.
    NothingCounted {
        /// Which of the case's breaches.
        index: usize,
    },
    /// What was reached lies in a tier.
    Tier {
        /// Which of the case's breaches.
        index: usize,
        /// What was reached, in percent.
        percent: Number,
        /// What it was rounded to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rounded: Option<Number>,
        /// Which tier, from 0.
        tier: usize,
        /// The share of the fee that it credits.
        credit: Share,
    },
    /// A breach of which each is worth the same.
    Breach {
        /// Which of the case's breaches.
        index: usize,
        /// The share of the fee.
        credit: Share,
    },
    /// Downtime, of which each unit is worth a part of the fee.
    Downtime {
        /// Which of the case's breaches.
        index: usize,
        /// How long it was.
        downtime: Span,
        /// How many units it adds.
        units: u64,
    },
    /// An amount that another rule gave.
    Amount {
        /// Which of the case's breaches.
        index: usize,
    },
    /// No breach is credited more.
    BreachCap {
        /// Which of the case's breaches.
        index: usize,
        /// The most.
        most: Money,
    },
    /// The period is not credited more.
    PeriodCap {
        /// The most.
        most: Money,
        /// What was granted in it already.
        granted: Money,
    },
    /// Twelve months are not credited more.
    AnnualCap {
        /// The most.
        most: Money,
        /// What was granted in them, and in this period, already.
        granted: Money,
    },
    /// Another remedy pays for the same.
    OtherRemedy {
        /// What it pays.
        pays: Money,
    },
    /// So little is not paid.
    Minimum(CreditMinimum),
    /// It was not asked for in time, or not yet.
    NotClaimed(Claim),
}

impl CreditReason {
    /// In a sentence.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Chinese => self.chinese(),
        }
    }

    fn english(&self) -> String {
        let reached = |percent: &Number, rounded: &Option<Number>| match rounded {
            Some(rounded) => format!("{percent} % reached, rounded to {rounded} %"),
            None => format!("{percent} % reached"),
        };
        match self {
            Self::Kept { index, percent, rounded } => {
                format!("no. {}: {}, as promised", nth(*index), reached(percent, rounded))
            }
            Self::NothingCounted { index } => format!("no. {}: nothing was counted", nth(*index)),
            Self::Tier { index, percent, rounded, tier, credit } => format!(
                "no. {}: {}, tier {}, {} % of the fee",
                nth(*index),
                reached(percent, rounded),
                nth(*tier),
                credit.percent()
            ),
            Self::Breach { index, credit } => {
                format!("no. {}: {} % of the fee", nth(*index), credit.percent())
            }
            Self::Downtime { index, downtime, units } => {
                format!("no. {}: {downtime} of downtime, units that it adds: {units}", nth(*index))
            }
            Self::Amount { index } => format!("no. {}: an amount by another rule", nth(*index)),
            Self::BreachCap { index, most } => format!("no. {}: at most {most}", nth(*index)),
            Self::PeriodCap { most, granted } => {
                format!("at most {most} in the period, {granted} granted already")
            }
            Self::AnnualCap { most, granted } => {
                format!("at most {most} in twelve months, {granted} granted already")
            }
            Self::OtherRemedy { pays } => format!("another remedy pays {pays}"),
            Self::Minimum(CreditMinimum::Above(least)) => format!("an amount of {least} or less is not paid"),
            Self::Minimum(CreditMinimum::AtLeast(least)) => {
                format!("an amount of less than {least} is not paid")
            }
            Self::NotClaimed(claim) => claim.text(Language::English),
        }
    }

    fn chinese(&self) -> String {
        let reached = |percent: &Number, rounded: &Option<Number>| match rounded {
            Some(rounded) => format!("达到 {percent} %（取整为 {rounded} %）"),
            None => format!("达到 {percent} %"),
        };
        match self {
            Self::Kept { index, percent, rounded } => {
                format!("第 {} 项：{}，符合承诺", nth(*index), reached(percent, rounded))
            }
            Self::NothingCounted { index } => format!("第 {} 项：没有计入任何数据", nth(*index)),
            Self::Tier { index, percent, rounded, tier, credit } => format!(
                "第 {} 项：{}，第 {} 档，按服务费的 {} % 补偿",
                nth(*index),
                reached(percent, rounded),
                nth(*tier),
                credit.percent()
            ),
            Self::Breach { index, credit } => {
                format!("第 {} 项：按服务费的 {} % 补偿", nth(*index), credit.percent())
            }
            Self::Downtime { index, downtime, units } => {
                format!("第 {} 项：停机 {downtime}，新增 {units} 个计费单位", nth(*index))
            }
            Self::Amount { index } => format!("第 {} 项：按其他规则计算的金额", nth(*index)),
            Self::BreachCap { index, most } => format!("第 {} 项：上限 {most}", nth(*index)),
            Self::PeriodCap { most, granted } => format!("本周期上限 {most}，已补偿 {granted}"),
            Self::AnnualCap { most, granted } => format!("十二个月上限 {most}，已补偿 {granted}"),
            Self::OtherRemedy { pays } => format!("其他补救已支付 {pays}"),
            Self::Minimum(CreditMinimum::Above(least)) => format!("金额不超过 {least} 不支付"),
            Self::Minimum(CreditMinimum::AtLeast(least)) => format!("金额低于 {least} 不支付"),
            Self::NotClaimed(claim) => claim.text(Language::Chinese),
        }
    }
}

/// People count from one.
const fn nth(index: usize) -> usize {
    index.saturating_add(1)
}
