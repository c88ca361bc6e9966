use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Nonconformity, NonconformityTask};
use crate::quantity::{ActionId, AgentId, Date, Language, NonconformityId, ObjectiveId, Timestamp, Zone};
use crate::sla::{SlaEngine, Verdict};

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
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgentId>,
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
    /// Which promise falls, or fell, due first; absent where none runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<ObjectiveId>,
    /// Until when that promise is to be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<Timestamp>,
    /// Whether that has passed.
    #[serde(default)]
    pub is_broken: bool,
}

/// Every open nonconformity and what it lacks, by the first day on which one of its actions, or of the promises about it,
/// is due; what has none last, then by id. Nothing open is left out; of one that is given twice the newest counts.
///
/// Promises are those of the engine's agreement on [nonconformities as tickets](Nonconformity::to_ticket), where one is
/// given; whose days are meant, the zone says.
///
/// ```
/// use service_quality::improve::nonconformity::{Nonconformity, nonconformities_due};
///
/// let now = "2026-04-03T09:00:00Z".parse()?;
/// let empty = Nonconformity::new("N-3".parse()?);
/// assert!(nonconformities_due([&empty], None, "+08:00".parse()?, now).is_empty(), "nothing was recorded");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn nonconformities_due<'n>(
    nonconformities: impl IntoIterator<Item = &'n Nonconformity>,
    engine: Option<&SlaEngine>,
    zone: Zone,
    as_of: Timestamp,
) -> Vec<NonconformityDue> {
    let mut newest: BTreeMap<&NonconformityId, &Nonconformity> = BTreeMap::new();
    for one in nonconformities {
        let held = newest.entry(one.id()).or_insert(one);
        if held.revision() < one.revision() {
            *held = one;
        }
    }
    let day = |at: Timestamp| Date::new(zone.date(at)).ok();
    let dues = newest.into_values().filter_map(|one| NonconformityDue::of(one, engine, day(as_of), as_of));
    let mut list: Vec<_> = dues.collect();
    list.sort_by_cached_key(|one| {
        let first = one.due.into_iter().chain(one.promised.and_then(day)).min();
        (first.is_none(), first)
    });
    list
}

impl NonconformityDue {
    fn of(
        one: &Nonconformity,
        engine: Option<&SlaEngine>,
        today: Option<Date>,
        as_of: Timestamp,
    ) -> Option<Self> {
        let next = one.next()?;
        let dated = one.unfinished().map(|open| open.progress.action());
        let first = dated.filter_map(|action| Some((action.due_on()?, action.id()))).min();
        let late = first.zip(today).map(|((due, _), today)| due.days_until(today));
        let promise = engine.zip(one.to_ticket()).and_then(|(engine, ticket)| {
            let evaluation = engine.evaluate(&ticket, as_of)?;
            let open = evaluation.outcomes.iter().filter(|outcome| outcome.verdict.is_open());
            open.filter_map(|outcome| {
                let broken = matches!(outcome.verdict, Verdict::Breached { .. });
                Some((outcome.open_due()?, outcome.objective.clone(), broken))
            })
            .min()
        });
        Some(Self {
            nonconformity: one.id().clone(),
            owner: one.owner().cloned(),
            next,
            action: first.map(|(_, action)| action.clone()),
            due: first.map(|(due, _)| due),
            overdue_days: late.map_or(0, |days| u64::try_from(days).unwrap_or_default()),
            objective: promise.as_ref().map(|(_, objective, _)| objective.clone()),
            promised: promise.as_ref().map(|(promised, ..)| *promised),
            is_broken: promise.is_some_and(|(.., broken)| broken),
        })
    }

    /// What is told of it.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let mut told = vec![match language {
            Language::English => format!("{}: {}", self.nonconformity, self.next.text(language)),
            Language::Chinese => format!("{}：{}", self.nonconformity, self.next.text(language)),
        }];
        if let (Some(action), Some(due)) = (&self.action, self.due) {
            told.push(match language {
                Language::English => format!("`{action}` due {due}"),
                Language::Chinese => format!("`{action}` 期限 {due}"),
            });
        }
        match (language, self.overdue_days) {
            (_, 0) => {}
            (Language::English, 1) => told.push("overdue by 1 day".to_owned()),
            (Language::English, days) => told.push(format!("overdue by {days} days")),
            (Language::Chinese, days) => told.push(format!("逾期 {days} 天")),
        }
        if let (Some(objective), Some(until)) = (&self.objective, self.promised) {
            told.push(match (language, self.is_broken) {
                (Language::English, false) => format!("`{objective}` until {until}"),
                (Language::English, true) => format!("`{objective}` overdue since {until}"),
                (Language::Chinese, false) => format!("承诺`{objective}`至 {until}"),
                (Language::Chinese, true) => format!("承诺`{objective}`自 {until} 起逾期"),
            });
        }
        told.join(if language == Language::English { ", " } else { "，" })
    }
}

impl fmt::Display for NonconformityDue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}
