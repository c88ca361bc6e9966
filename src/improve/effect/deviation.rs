use std::fmt;

use serde::Serialize;

use super::{AfterPeriod, Effect, EffectTest, TestPlan};
use crate::analysis::wording::by;
use crate::quantity::{Date, Language, Share};

/// In what a test differs from its plan (偏离方案).
///
/// ```
/// use service_quality::improve::effect::PlanDeviation;
/// use service_quality::quantity::Language;
///
/// let few = PlanDeviation::TooFew { planned: 64, given: 12 };
/// assert_eq!(few.to_string(), "the after-sample is of 12, the plan asks for 64 or more");
/// assert_eq!(few.text(Language::Chinese), "检验期样本量为 12，方案要求至少 64");
/// assert_eq!(few.code(), "too_few");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PlanDeviation {
    /// Another test.
    OtherTest {
        /// That of the plan.
        planned: EffectTest,
        /// That of the effect.
        given: EffectTest,
    },
    /// Another significance.
    OtherAlpha {
        /// That of the plan.
        planned: Share,
        /// That of the effect.
        given: Share,
    },
    /// A smaller sample before.
    TooFewBefore {
        /// The least that was planned.
        planned: u64,
        /// How many there are.
        given: u64,
    },
    /// A smaller sample after.
    TooFew {
        /// The least that was planned.
        planned: u64,
        /// How many there are.
        given: u64,
    },
    /// The after-period begins on another day.
    OtherStart {
        /// The planned first day.
        planned: Date,
        /// The first day.
        given: Date,
    },
    /// The after-period ends on another day, or goes on.
    OtherEnd {
        /// The planned last day.
        planned: Date,
        /// The last day; absent where it goes on.
        given: Option<Date>,
    },
    /// The after-period is shorter, or goes on.
    TooShort {
        /// The planned days.
        planned: u32,
        /// The days; absent where it goes on.
        given: Option<u64>,
    },
}

impl TestPlan {
    /// In what an effect was not tested as planned, in the order of the plan; none where it was.
    #[must_use]
    pub fn deviations(&self, effect: &Effect) -> Vec<PlanDeviation> {
        let mut found = Vec::new();
        if self.test() != effect.test() {
            let (planned, given) = (self.test().clone(), effect.test().clone());
            found.push(PlanDeviation::OtherTest { planned, given });
        }
        if self.alpha() != effect.alpha() {
            found.push(PlanDeviation::OtherAlpha { planned: self.alpha(), given: effect.alpha() });
        }
        if effect.n_before() < self.minimum() {
            found.push(PlanDeviation::TooFewBefore { planned: self.minimum(), given: effect.n_before() });
        }
        if effect.n_after() < self.minimum() {
            found.push(PlanDeviation::TooFew { planned: self.minimum(), given: effect.n_after() });
        }
        let (from, to) = (effect.after_from(), effect.after_to());
        match self.after() {
            AfterPeriod::Dates(planned) => {
                if from != planned.from() {
                    found.push(PlanDeviation::OtherStart { planned: planned.from(), given: from });
                }
                if to != Some(planned.to()) {
                    found.push(PlanDeviation::OtherEnd { planned: planned.to(), given: to });
                }
            }
            AfterPeriod::Days(planned) => {
                let given = to.map(|to| from.days_until(to).unsigned_abs().saturating_add(1));
                if given.is_none_or(|given| given < planned.into()) {
                    found.push(PlanDeviation::TooShort { planned, given });
                }
            }
        }
        found
    }
}

impl PlanDeviation {
    /// Its name in data.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OtherTest { .. } => "other_test",
            Self::OtherAlpha { .. } => "other_alpha",
            Self::TooFewBefore { .. } => "too_few_before",
            Self::TooFew { .. } => "too_few",
            Self::OtherStart { .. } => "other_start",
            Self::OtherEnd { .. } => "other_end",
            Self::TooShort { .. } => "too_short",
        }
    }

    /// What people are told.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => self.to_string(),
            Language::Chinese => self.chinese(),
        }
    }

    fn chinese(&self) -> String {
        let chinese = Language::Chinese;
        match self {
            Self::OtherTest { planned, given } => {
                format!("检验方法为{}，方案规定为{}", given.text(chinese), planned.text(chinese))
            }
            Self::OtherAlpha { planned, given } => format!("显著性水平为 {given}，方案规定为 {planned}"),
            Self::TooFewBefore { planned, given } => {
                format!("措施前样本量为 {given}，方案要求至少 {planned}")
            }
            Self::TooFew { planned, given } => format!("检验期样本量为 {given}，方案要求至少 {planned}"),
            Self::OtherStart { planned, given } => {
                format!("检验期从 {given} 开始，方案规定从 {planned} 开始")
            }
            Self::OtherEnd { planned, given: Some(given) } => {
                format!("检验期到 {given} 结束，方案规定到 {planned} 结束")
            }
            Self::OtherEnd { planned, given: None } => format!("检验期尚未结束，方案规定到 {planned} 结束"),
            Self::TooShort { planned, given: Some(given) } => {
                format!("检验期为 {given} 天，方案要求至少 {planned} 天")
            }
            Self::TooShort { planned, given: None } => format!("检验期尚未结束，方案要求至少 {planned} 天"),
        }
    }
}

impl fmt::Display for PlanDeviation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherTest { planned, given } => {
                write!(formatter, "it was tested {}, planned {}", by(given), by(planned))
            }
            Self::OtherAlpha { planned, given } => {
                write!(formatter, "alpha is {given}, the plan asks for {planned}")
            }
            Self::TooFewBefore { planned, given } => {
                write!(formatter, "the before-sample is of {given}, the plan asks for {planned} or more")
            }
            Self::TooFew { planned, given } => {
                write!(formatter, "the after-sample is of {given}, the plan asks for {planned} or more")
            }
            Self::OtherStart { planned, given } => {
                write!(formatter, "the after-period begins on {given}, the plan asks for {planned}")
            }
            Self::OtherEnd { planned, given: Some(given) } => {
                write!(formatter, "the after-period ends on {given}, the plan asks for {planned}")
            }
            Self::OtherEnd { planned, given: None } => {
                write!(formatter, "the after-period has no end, the plan asks for {planned}")
            }
            Self::TooShort { planned, given: Some(given) } => {
                write!(formatter, "the after-period has {given} days, the plan asks for {planned} or more")
            }
            Self::TooShort { planned, given: None } => {
                write!(formatter, "the after-period has no end, the plan asks for {planned} days or more")
            }
        }
    }
}
