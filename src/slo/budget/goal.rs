use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{Language, Share, Span};

/// What is promised: a share of what counts, or how many may go wrong.
///
/// ```
/// use service_quality::slo::budget::SloGoal;
///
/// let share: SloGoal = serde_json::from_str(r#"{"share": "0.999"}"#)?;
/// let count: SloGoal = serde_json::from_str(r#"{"at_most": 5}"#)?;
/// assert_eq!([share.to_string(), count.to_string()], ["at least 0.999 good", "at most 5 bad"]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SloGoal {
    /// At least this share is good; the budget is the rest, of however many there are.
    Share(Share),
    /// At most so many are bad, however many there are: 5 late tickets a quarter; of time, seconds.
    AtMost(u64),
}

/// What is counted.
///
/// ```
/// use service_quality::slo::budget::BudgetBasis;
/// assert_eq!(serde_json::to_string(&BudgetBasis::Slices("PT1M".parse()?))?, r#"{"slices":"PT1M"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BudgetBasis {
    /// Requests, calls, jobs.
    #[default]
    Events,
    /// Tickets by what became of their promise (工单): outcomes, so that a ticket counts once for each of its cycles.
    Tickets,
    /// Seconds in which the service was there, or was not.
    Time,
    /// Stretches of this length, each good or bad as a whole.
    Slices(Span),
}

impl BudgetBasis {
    /// The Chinese measure word of one of them.
    pub(super) const fn measure_word(self) -> &'static str {
        match self {
            Self::Events | Self::Slices(_) => "个",
            Self::Tickets => "张",
            Self::Time => "秒",
        }
    }

    /// What good ones and bad ones are called in Chinese.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Events | Self::Slices(_) => ("良好", "不良"),
            Self::Tickets => ("按时", "逾期"),
            Self::Time => ("可用", "不可用"),
        }
    }

    /// What one of them is called, in the plural.
    #[must_use]
    pub const fn unit(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Events, Language::English) => "events",
            (Self::Events, Language::Chinese) => "个事件",
            (Self::Tickets, Language::English) => "tickets",
            (Self::Tickets, Language::Chinese) => "张工单",
            (Self::Time, Language::English) => "seconds",
            (Self::Time, Language::Chinese) => "秒",
            (Self::Slices(_), Language::English) => "slices",
            (Self::Slices(_), Language::Chinese) => "个时间片",
        }
    }
}

/// What a window says in which nothing was counted: 0 of 0 is no share.
///
/// ```
/// use service_quality::slo::budget::NothingCounted;
/// assert_eq!(NothingCounted::default(), NothingCounted::Absent);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NothingCounted {
    /// No figure and no verdict, as Elastic and slo-generator have it; of a promised count too, since a source that says
    /// nothing may be broken.
    #[default]
    Absent,
    /// Kept: a share of 1, as Keptn's lighthouse has it.
    Kept,
    /// Missed: a share of 0, as Keptn's analyses have it.
    Missed,
}

/// How the share of the budget that remains is shown once it is overdrawn.
///
/// ```
/// use service_quality::slo::budget::Overdraft;
/// assert_eq!(serde_json::to_string(&Overdraft::AtZero)?, r#""at_zero""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overdraft {
    /// Below zero, as Elastic, Dash0 and slo-generator have it.
    #[default]
    Negative,
    /// At zero, as slokit has it; what is left in events and minutes stays negative.
    AtZero,
}

impl SloGoal {
    /// In words.
    ///
    /// ```
    /// use service_quality::quantity::Language;
    /// use service_quality::slo::budget::SloGoal;
    /// assert_eq!(SloGoal::Share("0.999".parse()?).text(Language::Chinese), "良好占比不低于 0.999");
    /// assert_eq!(SloGoal::AtMost(5).text(Language::English), "at most 5 bad");
    /// # Ok::<(), service_quality::quantity::QuantityError>(())
    /// ```
    #[must_use]
    pub fn text(self, language: Language) -> String {
        match (language, self) {
            (Language::English, Self::Share(share)) => format!("at least {share} good"),
            (Language::English, Self::AtMost(count)) => format!("at most {count} bad"),
            (Language::Chinese, Self::Share(share)) => format!("良好占比不低于 {share}"),
            (Language::Chinese, Self::AtMost(count)) => format!("不良最多 {count}"),
        }
    }
}

/// In English.
impl fmt::Display for SloGoal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}
