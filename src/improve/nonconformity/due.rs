use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Nonconformity, NonconformityTask};
use crate::quantity::{ActionId, Date, Language, NonconformityId};

/// An open nonconformity, and what it lacks (待办).
///
/// ```
/// use service_quality::improve::nonconformity::NonconformityDue;
///
/// let due: NonconformityDue = serde_json::from_str(
///     r#"{"nonconformity": "N-3", "next": "finish_actions", "action": "A-1", "due": "2026-04-01", "overdue_days": 2}"#)?;
/// assert_eq!(due.to_string(), "N-3: finish the actions, `A-1` due 2026-04-01, overdue by 2 days");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NonconformityDue {
    /// Which.
    pub nonconformity: NonconformityId,
    /// What it lacks next.
    pub next: NonconformityTask,
    /// The unfinished action that is due first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionId>,
    /// By the end of which day that is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// By how many days that is overdue; 0 where it is not.
    #[serde(default)]
    pub overdue_days: u64,
}

/// Every open nonconformity and what it lacks, by due day of its first unfinished action, what has none last, then by
/// id. Nothing open is left out.
///
/// ```
/// use service_quality::improve::nonconformity::{Nonconformity, nonconformities_due};
/// assert!(nonconformities_due([&Nonconformity::new("N-3".parse()?)], "2026-04-03".parse()?).is_empty(), "nothing was recorded");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn nonconformities_due<'n>(
    nonconformities: impl IntoIterator<Item = &'n Nonconformity>,
    on: Date,
) -> Vec<NonconformityDue> {
    let due = nonconformities.into_iter().filter_map(|one| {
        let next = one.next()?;
        let dated = one.unfinished().map(|open| open.progress.action());
        let first = dated.filter_map(|action| Some((action.due_on()?, action.id()))).min();
        Some(NonconformityDue {
            nonconformity: one.id().clone(),
            next,
            action: first.map(|(_, action)| action.clone()),
            due: first.map(|(due, _)| due),
            overdue_days: first.map_or(0, |(due, _)| u64::try_from(due.days_until(on)).unwrap_or_default()),
        })
    });
    // One that is given twice is there once.
    let by_id: BTreeMap<_, _> = due.map(|due| (due.nonconformity.clone(), due)).collect();
    let mut list: Vec<_> = by_id.into_values().collect();
    list.sort_by_key(|one| (one.due.is_none(), one.due));
    list
}

impl fmt::Display for NonconformityDue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { nonconformity, next, action, due, overdue_days } = self;
        write!(formatter, "{nonconformity}: {}", next.text(Language::English))?;
        if let (Some(action), Some(due)) = (action, due) {
            write!(formatter, ", `{action}` due {due}")?;
        }
        match overdue_days {
            0 => Ok(()),
            1 => formatter.write_str(", overdue by 1 day"),
            days => write!(formatter, ", overdue by {days} days"),
        }
    }
}
