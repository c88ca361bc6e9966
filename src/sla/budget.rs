use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::AgreementError;
use crate::calendar::BusinessDayRule;
use crate::quantity::Span;
use crate::ticket::{Fact, Facts, ValueRef};

/// How much time an objective allows.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::sla::Budget;
///
/// let budget: Budget = serde_json::from_str(r#"{"working": "PT8H"}"#)?;
/// assert_eq!(budget, Budget::Working(Span::from_hours(8)));
/// assert_eq!(budget.to_string(), "PT8H of working time");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Budget {
    /// So much time within the calendar's hours; pauses are not counted.
    Working(Span),
    /// So much time round the clock; pauses are not counted.
    Elapsed(Span),
    /// So many business days by a named rule; the working time of pauses is added to the due time.
    BusinessDays {
        /// How many.
        days: u32,
        /// How they are counted.
        rule: BusinessDayRule,
    },
    /// Until the instant that the host recorded in a fact; pauses do not move it.
    Until(Fact),
}

impl Budget {
    pub(super) fn check(&self, place: String) -> Result<(), AgreementError> {
        let given = match self {
            Self::Working(span) | Self::Elapsed(span) if *span <= Span::ZERO => span.to_string(),
            Self::BusinessDays { days: 0, .. } => "0 business days".to_owned(),
            _ => return Ok(()),
        };
        Err(AgreementError::Budget { place, given })
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Working(span) => write!(formatter, "{span} of working time"),
            Self::Elapsed(span) => write!(formatter, "{span} round the clock"),
            Self::BusinessDays { days: 1, .. } => formatter.write_str("1 business day"),
            Self::BusinessDays { days, .. } => write!(formatter, "{days} business days"),
            Self::Until(fact) => write!(formatter, "until the instant in {fact}"),
        }
    }
}

/// Which budget a ticket gets: one for all, or one for each value of a fact such as the priority.
///
/// ```
/// use service_quality::sla::Allowance;
///
/// let allowance: Allowance = serde_json::from_str(
///     r#"{"by": {"fact": "priority", "budgets": {"1": {"working": "PT4H"}}, "otherwise": {"working": "PT16H"}}}"#,
/// )?;
/// assert!(matches!(allowance, Allowance::By { .. }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Allowance {
    /// The same budget for every ticket.
    Same(Budget),
    /// A budget by the text, number or flag that a fact holds.
    By {
        /// The fact, most often the attribute `priority`.
        fact: Fact,
        /// The budgets by value: text as it is, a number in its shortest form (`2.5`, `3`), a flag as `yes` or `no`.
        /// Spans and instants have no budgets of their own.
        #[serde(deserialize_with = "crate::quantity::unique_keys")]
        budgets: BTreeMap<String, Budget>,
        /// The budget for any other value, and where the fact is absent; without it the objective does not apply
        /// there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        otherwise: Option<Budget>,
    },
}

impl Allowance {
    /// The budget that a ticket gets.
    #[must_use]
    pub fn budget(&self, facts: &impl Facts) -> Option<&Budget> {
        match self {
            Self::Same(budget) => Some(budget),
            Self::By { fact, budgets, otherwise } => {
                let own = match facts.fact(fact) {
                    Some(ValueRef::Text(text)) => budgets.get(text),
                    Some(ValueRef::Number(number)) => budgets.get(number.to_string().as_str()),
                    Some(ValueRef::Flag(flag)) => budgets.get(if flag { "yes" } else { "no" }),
                    _ => None,
                };
                own.or(otherwise.as_ref())
            }
        }
    }

    /// All budgets, with the place of each below the allowance.
    pub(super) fn budgets(&self) -> Vec<(String, &Budget)> {
        match self {
            Self::Same(budget) => vec![("same".to_owned(), budget)],
            Self::By { budgets, otherwise, .. } => budgets
                .iter()
                .map(|(value, budget)| (format!("by.budgets[`{}`]", crate::quantity::excerpt(value)), budget))
                .chain(otherwise.iter().map(|budget| ("by.otherwise".to_owned(), budget)))
                .collect(),
        }
    }
}
