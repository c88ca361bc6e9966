use serde::{Deserialize, Serialize};

use super::{Budget, TimeBoth, Verdict};
use crate::quantity::{CalendarId, PolicyId, Span, Timestamp, Version};

/// What a cycle of a clock was measured against. A finished cycle keeps its goal, whatever the agreement becomes.
///
/// ```
/// use service_quality::sla::Goal;
///
/// let goal: Goal = serde_json::from_str(
///     r#"{"version": "2026-01", "policy": "gold", "budget": {"working": "PT4H"}, "calendar": "office"}"#,
/// )?;
/// assert_eq!(goal.to_string(), "PT4H of working time by policy gold of version 2026-01");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// The agreement's version.
    pub version: Version,
    /// The policy.
    pub policy: PolicyId,
    /// The budget.
    pub budget: Budget,
    /// The calendar.
    pub calendar: CalendarId,
    /// The calendar's version at the end of the cycle, or at the instant asked for; absent for a calendar without
    /// versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar_version: Option<Version>,
}

/// One cycle of a clock: from a start to a finish.
///
/// ```
/// # use service_quality::sla::Cycle;
/// # use service_quality::quantity::Span;
/// let cycle: Cycle = serde_json::from_str(r#"{
///     "number": 1, "started": "2026-03-02T09:00:00Z",
///     "goal": {"version": "1", "policy": "gold", "budget": {"working": "PT2H"}, "calendar": "office"},
///     "verdict": {"met": {"at": "2026-03-02T10:30:00Z"}}, "due": "2026-03-02T11:00:00Z",
///     "used": {"working": "PT1H30M", "elapsed": "PT1H30M"}, "paused": {"working": 0, "elapsed": 0},
///     "margin": {"working": "PT30M", "elapsed": "PT30M"}
/// }"#)?;
/// assert_eq!(cycle.unused(), Some(Span::from_minutes(30)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    /// Which cycle, from 1.
    pub number: u32,
    /// When it began.
    pub started: Timestamp,
    /// What was promised; absent where nothing was.
    pub goal: Option<Goal>,
    /// What became of it.
    pub verdict: Verdict,
    /// When it had to be finished at the latest.
    pub due: Option<Timestamp>,
    /// Time counted, pauses left out.
    pub used: TimeBoth,
    /// Time that was not counted because the clock stood still.
    pub paused: TimeBoth,
    /// Time from the finish, or from now, to the due time.
    pub margin: Option<TimeBoth>,
}

/// Which of a clock's finished cycles is asked for.
///
/// ```
/// use service_quality::sla::CycleChoice;
/// assert_eq!(serde_json::to_string(&CycleChoice::Longest)?, r#""longest""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CycleChoice {
    /// The first.
    First,
    /// The last.
    Last,
    /// The one that used most working time; the first of equals.
    Longest,
    /// All as one: times added up; verdict, goal, due time and margin are those of the first that is breached, or the
    /// last.
    All,
}

impl CycleChoice {
    pub(super) fn of(self, mut cycles: impl Iterator<Item = Cycle>) -> Option<Cycle> {
        match self {
            Self::First => cycles.next(),
            Self::Last => cycles.last(),
            Self::Longest => {
                cycles.reduce(
                    |longest, cycle| {
                        if cycle.used.working > longest.used.working { cycle } else { longest }
                    },
                )
            }
            Self::All => cycles.reduce(|all, cycle| {
                let (number, started) = (cycle.number, all.started);
                let (used, paused) = (all.used + cycle.used, all.paused + cycle.paused);
                let judged = if all.verdict.is_breached() { all } else { cycle };
                Cycle { number, started, used, paused, ..judged }
            }),
        }
    }
}

/// By how much a breached cycle was finished late, or is late by now.
pub(super) fn late_by(verdict: &Verdict, margin: Option<TimeBoth>) -> Option<TimeBoth> {
    let margin = margin.filter(|_| verdict.is_breached())?;
    Some(TimeBoth { working: -margin.working, elapsed: -margin.elapsed })
}

impl Cycle {
    /// By how much it was finished late, or is late by now; absent where it is not late.
    #[must_use]
    pub fn late_by(&self) -> Option<TimeBoth> {
        late_by(&self.verdict, self.margin)
    }

    /// The budget less the time used, in the budget's own time: negative when more was used. Absent where the budget is
    /// no amount of time.
    #[must_use]
    pub fn unused(&self) -> Option<Span> {
        match self.goal.as_ref()?.budget {
            Budget::Working(budget) => Some(budget - self.used.working),
            Budget::Elapsed(budget) => Some(budget - self.used.elapsed),
            _ => None,
        }
    }
}

impl std::fmt::Display for Goal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} by policy {} of version {}", self.budget, self.policy, self.version)
    }
}

/// Saturates at the ends of the range.
impl std::ops::Add for TimeBoth {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { working: self.working + other.working, elapsed: self.elapsed + other.elapsed }
    }
}
