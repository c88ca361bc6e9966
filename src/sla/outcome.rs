use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Budget, Cycle, CycleChoice, Goal, Reason, Target};
use crate::quantity::{AgreementId, ObjectiveId, PolicyId, Span, TicketId, Timestamp, Version};

/// What an agreement says of a ticket at an instant.
///
/// ```
/// # use service_quality::sla::Evaluation;
/// let stored = r#"{"ticket": "T-1", "agreement": "helpdesk", "version": "2026-01", "as_of": "2026-03-02T12:00:00Z",
///     "policy": null, "outcomes": []}"#;
/// let evaluation: Evaluation = serde_json::from_str(stored)?;
/// assert!(evaluation.policy.is_none(), "the agreement promises nothing about this ticket");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// The ticket.
    pub ticket: TicketId,
    /// The agreement.
    pub agreement: AgreementId,
    /// The version in force for the ticket; absent where none is.
    pub version: Option<Version>,
    /// The instant at which it was asked.
    pub as_of: Timestamp,
    /// The policy in force at that instant; absent where the agreement makes no promise.
    pub policy: Option<PolicyId>,
    /// An outcome for each objective that any policy in force so far had.
    pub outcomes: Vec<Outcome>,
}

/// What became of one objective: its current, or last, cycle, and those before.
///
/// ```
/// # use service_quality::sla::{Outcome, Verdict};
/// let stored = r#"{
///     "objective": "fix", "target": "resolution",
///     "verdict": {"breached": {"at": "2026-03-02T12:00:00Z", "finished": "2026-03-02T12:30:00Z"}},
///     "due": "2026-03-02T12:00:00Z",
///     "used": {"working": "PT4H30M", "elapsed": "PT4H30M"},
///     "margin": {"working": "-PT30M", "elapsed": "-PT30M"}
/// }"#;
/// let outcome: Outcome = serde_json::from_str(stored)?;
/// assert!(matches!(outcome.verdict, Verdict::Breached { finished: Some(_), .. }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The objective.
    pub objective: ObjectiveId,
    /// What had to happen.
    pub target: Target,
    /// Which cycle of the clock this is, from 1; 0 before the first.
    #[serde(default)]
    pub cycle: u32,
    /// When the cycle began; absent before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<Timestamp>,
    /// What is, or was, promised; absent where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
    /// What became of it.
    pub verdict: Verdict,
    /// When it had, or has, to be finished at the latest; while paused, the due time if work resumed now.
    pub due: Option<Timestamp>,
    /// Time counted so far, pauses left out.
    pub used: TimeBoth,
    /// Time that was not counted because the clock stood still.
    #[serde(default)]
    pub paused: TimeBoth,
    /// Time from the finish, or from now, to the due time: what is left, or negative, by how much it is late.
    pub margin: Option<TimeBoth>,
    /// The cycles before this one, each with the goal that it had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Cycle>,
    /// Why, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

/// What became of an objective.
///
/// ```
/// use service_quality::sla::Verdict;
///
/// let met = Verdict::Met { at: "2026-03-02T12:00:00Z".parse()? };
/// assert_eq!(met.to_string(), "met at 2026-03-02T12:00:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Verdict {
    /// Finished at the due time or before.
    Met {
        /// When it was finished.
        at: Timestamp,
    },
    /// The due time passed first. This stays, whatever happens later.
    Breached {
        /// When the due time passed.
        at: Timestamp,
        /// When it was finished or called off; absent while it is not.
        finished: Option<Timestamp>,
    },
    /// Not finished, and time is left.
    Running,
    /// Not finished, time is left, and the clock stands still.
    Paused,
    /// Called off before it was finished or late: by its rules, by a policy that no longer promises it, or withdrawn by a
    /// reset.
    Cancelled {
        /// When.
        at: Timestamp,
    },
    /// Promised, but what starts the clock has not happened.
    NotStarted,
    /// No promise is made.
    NotApplicable,
}

/// A duration on both clocks.
///
/// ```
/// use service_quality::sla::TimeBoth;
/// let used: TimeBoth = serde_json::from_str(r#"{"working": "PT1H", "elapsed": "PT17H"}"#)?;
/// assert!(used.working < used.elapsed);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeBoth {
    /// Within the objective's calendar.
    pub working: Span,
    /// Round the clock.
    pub elapsed: Span,
}

impl Evaluation {
    /// The outcome of an objective by its name.
    #[must_use]
    pub fn outcome(&self, objective: &ObjectiveId) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.objective == *objective)
    }

    /// The outcomes whose due time passed first, in this cycle or an earlier one.
    pub fn breached(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.iter().filter(|outcome| outcome.ever_breached())
    }

    /// The earliest due time of what runs or is overdue; what is paused has none.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.outcomes.iter().filter_map(Outcome::open_due).min()
    }

    /// How the ticket stands, in one word for a list: a breach says more than a pause, a pause more than a due time.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let mut open = self.outcomes.iter().filter(|outcome| outcome.verdict.is_open()).peekable();
        if self.breached().next().is_some() {
            return Standing::Breached;
        }
        if open.peek().is_some() {
            let next = open
                .clone()
                .filter(|outcome| outcome.verdict == Verdict::Running)
                .min_by_key(|one| (one.due.is_none(), one.due));
            return match next {
                Some(next) if open.all(|outcome| outcome.verdict != Verdict::Paused) => {
                    Standing::Running { next: next.objective.clone() }
                }
                _ => Standing::Paused,
            };
        }
        if self.outcomes.iter().any(|outcome| outcome.verdict.finished().is_some()) {
            return Standing::Met;
        }
        Standing::NothingPromised
    }
}

/// How all of an agreement's objectives for a ticket stand together.
///
/// ```
/// use service_quality::sla::Standing;
/// assert_eq!(serde_json::to_string(&Standing::Met)?, r#""met""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Standing {
    /// A due time passed, at any time.
    Breached,
    /// Something stands still, and nothing is late.
    Paused,
    /// Something is to be done.
    Running {
        /// What is due next; what is never due comes last.
        next: ObjectiveId,
    },
    /// Everything that started is finished in time.
    Met,
    /// Nothing is open and nothing was finished.
    NothingPromised,
}

impl Outcome {
    /// What is left of the time to the due instant, negative when that has passed; absent once it is finished, and
    /// where nothing is due.
    #[must_use]
    pub fn remaining(&self) -> Option<TimeBoth> {
        self.margin.filter(|_| self.verdict.finished().is_none())
    }

    /// The due time of what runs or is overdue: what a list is sorted and a database is indexed by. Absent once it is
    /// finished, while it is paused, and where nothing is due.
    #[must_use]
    pub fn open_due(&self) -> Option<Timestamp> {
        self.due.filter(|_| self.verdict.is_open() && self.verdict != Verdict::Paused)
    }

    /// By how much it was finished late, or is late by now; absent where it is not late.
    #[must_use]
    pub fn late_by(&self) -> Option<TimeBoth> {
        super::cycle::late_by(&self.verdict, self.margin)
    }

    /// Whether the due time passed first in this cycle or an earlier one.
    #[must_use]
    pub fn ever_breached(&self) -> bool {
        self.verdict.is_breached() || self.earlier.iter().any(|cycle| cycle.verdict.is_breached())
    }

    /// The current, or last, cycle; absent before the first.
    #[must_use]
    pub fn current(&self) -> Option<Cycle> {
        Some(Cycle {
            number: self.cycle,
            started: self.started?,
            goal: self.goal.clone(),
            verdict: self.verdict,
            due: self.due,
            used: self.used,
            paused: self.paused,
            margin: self.margin,
        })
    }

    /// Every cycle, in order.
    pub fn cycles(&self) -> impl Iterator<Item = Cycle> + '_ {
        self.earlier.iter().cloned().chain(self.current())
    }

    /// One of the finished cycles, or all of them together; absent where none is finished.
    #[must_use]
    pub fn cycle(&self, choice: CycleChoice) -> Option<Cycle> {
        choice.of(self.cycles().filter(|cycle| cycle.verdict.finished().is_some()))
    }
}

impl Verdict {
    /// Whether it is unfinished and can still be: running, paused or overdue.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Running | Self::Paused | Self::Breached { finished: None, .. })
    }

    /// Whether the due time passed first.
    #[must_use]
    pub const fn is_breached(&self) -> bool {
        matches!(self, Self::Breached { .. })
    }

    /// Whether it was finished, in time or late.
    #[must_use]
    pub const fn finished(&self) -> Option<Timestamp> {
        match *self {
            Self::Met { at } => Some(at),
            Self::Breached { finished, .. } => finished,
            Self::Running
            | Self::Paused
            | Self::Cancelled { .. }
            | Self::NotStarted
            | Self::NotApplicable => None,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Met { at } => write!(formatter, "met at {at}"),
            Self::Breached { at, finished: Some(finished) } => {
                write!(formatter, "breached at {at}, finished at {finished}")
            }
            Self::Breached { at, finished: None } => write!(formatter, "breached at {at}, not finished"),
            Self::Running => formatter.write_str("running"),
            Self::Paused => formatter.write_str("paused"),
            Self::Cancelled { at } => write!(formatter, "cancelled at {at}"),
            Self::NotStarted => formatter.write_str("not started"),
            Self::NotApplicable => formatter.write_str("not applicable"),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.objective, self.verdict)?;
        if let Some(due) = self.due {
            write!(formatter, ", due {due}")?;
        }
        // In the time of the budget.
        let round_the_clock = self
            .goal
            .as_ref()
            .is_some_and(|goal| matches!(goal.budget, Budget::Elapsed(_) | Budget::Until(_)));
        let (kind, used) =
            if round_the_clock { ("", self.used.elapsed) } else { (" of working time", self.used.working) };
        write!(formatter, ", {used}{kind} used")?;
        if let Some(TimeBoth { working, elapsed }) = self.margin {
            let by = if round_the_clock { elapsed } else { working };
            if elapsed.is_negative() {
                write!(formatter, ", late by {}", -by)?;
            } else if self.verdict.finished().is_some() {
                write!(formatter, ", {by} to spare")?;
            } else {
                write!(formatter, ", {by} left")?;
            }
        }
        for reason in &self.reasons {
            write!(formatter, "; {reason}")?;
        }
        Ok(())
    }
}
