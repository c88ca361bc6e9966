use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Budget;
use crate::quantity::CalendarId;
use crate::ticket::{Fact, Facts, ValueRef};

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
                by_value(budgets, facts.fact(fact)).or(otherwise.as_ref())
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

/// Whose hours count: a calendar by the value of a fact, such as the priority, or the group that has the ticket.
///
/// A value that is not listed has the objective's own calendar, or the agreement's. When the fact changes, time
/// counted so far stays as it was counted; from then on the other calendar counts. A budget in business days, or until
/// one, is computed anew from the start of the cycle in the other calendar.
///
/// ```
/// use service_quality::sla::CalendarBy;
///
/// // The hours of whoever has the ticket now.
/// let calendars: CalendarBy = serde_json::from_str(
///     r#"{"fact": "@group", "calendars": {"sydney": "australia", "dublin": "ireland"}}"#,
/// )?;
/// assert_eq!(calendars.calendars.len(), 2);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarBy {
    /// The fact, most often the attribute `priority` or `@group`.
    pub fact: Fact,
    /// The calendars by value, written as in [`Allowance::By`].
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    pub calendars: BTreeMap<String, CalendarId>,
}

impl CalendarBy {
    /// The calendar for a ticket; absent for a value that is not listed.
    #[must_use]
    pub fn calendar(&self, facts: &impl Facts) -> Option<&CalendarId> {
        by_value(&self.calendars, facts.fact(&self.fact))
    }
}

/// What a map has under a value: text as it is, a number in its shortest form, a flag as `yes` or `no`.
fn by_value<'a, T>(map: &'a BTreeMap<String, T>, value: Option<ValueRef<'_>>) -> Option<&'a T> {
    match value? {
        ValueRef::Text(text) => map.get(text),
        ValueRef::Number(number) => map.get(number.to_string().as_str()),
        ValueRef::Flag(flag) => map.get(if flag { "yes" } else { "no" }),
        _ => None,
    }
}
