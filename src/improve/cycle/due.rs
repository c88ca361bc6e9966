use std::fmt;

use serde::Serialize;

use super::{Cycle, Phase};
use crate::improve::action::{ActionProgress, Timeliness};
use crate::improve::effect::TestPlan;
use crate::improve::goal::Goal;
use crate::quantity::{ActionId, AgentId, Date, Language, Timestamp, Zone};

/// Something of a cycle that is still to come, by its day. Ordered by day.
///
/// ```
/// use service_quality::improve::cycle::Cycle;
/// let cycle = Cycle::new("2026-3".parse()?);
/// assert!(cycle.due_list("2026-04-01".parse()?).is_empty());
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CycleDue {
    /// Until which day.
    pub due: Date,
    /// What.
    pub what: DueWhat,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgentId>,
    /// Whether the day has passed.
    pub timeliness: Timeliness,
}

/// What is due.
///
/// ```
/// use service_quality::improve::cycle::DueWhat;
/// use service_quality::quantity::Language;
///
/// assert_eq!(serde_json::to_string(&DueWhat::Goal)?, r#""goal""#);
/// assert_eq!(DueWhat::Check.text(Language::Chinese), "效果检验");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DueWhat {
    /// An action.
    Action(ActionId),
    /// The test of the effect: the day after the planned period, which is over then.
    Check,
    /// The goal.
    Goal,
}

impl Cycle {
    /// What is still to come, and what is late: actions that are neither done nor cancelled, the test, the goal. Empty
    /// once the cycle has ended.
    #[must_use]
    pub fn due_list(&self, today: Date) -> Vec<CycleDue> {
        if self.phase.is_final() {
            return Vec::new();
        }
        let entry = |what, due, owner: Option<&AgentId>| CycleDue {
            due,
            what,
            owner: owner.cloned(),
            timeliness: Timeliness::of(Some(due), None, today),
        };
        let open = self.actions.iter().filter(|(_, one)| !one.status().is_ended());
        let actions = open.filter_map(|(id, one)| {
            Some(entry(DueWhat::Action(id.clone()), one.action().due_on()?, one.action().owner()))
        });
        let untested = self.phase <= Phase::Check && self.checks.is_empty();
        let check = self.test_plan.as_ref().filter(|_| untested).and_then(|plan| self.check_due(plan));
        let met = |goal: &&Goal| self.effect().is_some_and(|effect| goal.met_by(effect.after()));
        let goal = self.goal.as_ref().filter(|goal| !met(goal));
        let mut list: Vec<CycleDue> = actions.collect();
        list.extend(check.map(|due| entry(DueWhat::Check, due, self.owner())));
        list.extend(goal.map(|goal| entry(DueWhat::Goal, goal.due(), goal.owner().or_else(|| self.owner()))));
        list.sort();
        list
    }

    /// The day on which the planned period is over: after fixed days, or counted from the last action, once all are ended.
    fn check_due(&self, plan: &TestPlan) -> Option<Date> {
        let last_done = self.actions.values().filter_map(|one| Some(one.outcome()?.on)).max();
        let first = last_done.filter(|_| self.phase == Phase::Check).and_then(|done| done.plus_days(1));
        let last = plan.after_ends().or_else(|| plan.after().last_from(first?));
        last.and_then(|last| last.plus_days(1))
    }

    /// What of it is late.
    #[must_use]
    pub fn overdue(&self, today: Date) -> Vec<CycleDue> {
        self.due_list(today).into_iter().filter(|one| one.timeliness.is_late()).collect()
    }

    /// The next day on which something is due, today or later.
    #[must_use]
    pub fn next_due(&self, today: Date) -> Option<Date> {
        self.due_list(today).into_iter().map(|one| one.due).find(|due| *due >= today)
    }

    /// How many days it has been open, or was; absent before the start, and where a day lies outside the years 1 to 9999.
    #[must_use]
    pub fn days_open(&self, as_of: Timestamp, zone: Zone) -> Option<u64> {
        let day = |at| Date::new(zone.date(at)).ok();
        let (from, until) = (day(self.started?)?, day(self.ended.unwrap_or(as_of))?);
        u64::try_from(from.days_until(until)).ok()
    }

    /// How each action that was not cancelled stands, by its owner.
    pub fn timeliness(&self, today: Date) -> impl Iterator<Item = (&ActionProgress, Timeliness)> {
        self.actions.values().filter_map(move |one| Some((one, one.timeliness(today)?)))
    }
}

impl DueWhat {
    /// What people are told.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Action(action), Language::English) => format!("the action `{action}`"),
            (Self::Action(action), Language::Chinese) => format!("措施`{action}`"),
            (Self::Check, Language::English) => "the test of the effect".to_owned(),
            (Self::Check, Language::Chinese) => "效果检验".to_owned(),
            (Self::Goal, Language::English) => "the goal".to_owned(),
            (Self::Goal, Language::Chinese) => "目标".to_owned(),
        }
    }
}

impl fmt::Display for DueWhat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}
