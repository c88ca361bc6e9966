use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Reason, Target};
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
    /// The agreement's version.
    pub version: Version,
    /// The instant at which it was asked.
    pub as_of: Timestamp,
    /// The policy in force at that instant; absent where the agreement makes no promise.
    pub policy: Option<PolicyId>,
    /// An outcome for each objective that any policy in force so far had.
    pub outcomes: Vec<Outcome>,
}

/// What became of one objective.
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
    /// What became of it.
    pub verdict: Verdict,
    /// When it had, or has, to be finished at the latest; while paused, the due time if work resumed now.
    pub due: Option<Timestamp>,
    /// Time counted so far, pauses left out.
    pub used: TimeBoth,
    /// Time from the finish, or from now, to the due time: what is left, or negative, by how much it is late.
    pub margin: Option<TimeBoth>,
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
        /// When it was finished; absent while it is not.
        finished: Option<Timestamp>,
    },
    /// Not finished, and time is left.
    Running,
    /// Not finished, time is left, and the clock stands still.
    Paused,
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
}

impl Outcome {
    /// What is left of the time to the due instant, negative when that has passed; absent once it is finished, and
    /// where nothing is due.
    #[must_use]
    pub fn remaining(&self) -> Option<TimeBoth> {
        self.margin.filter(|_| self.verdict.finished().is_none())
    }
}

impl Verdict {
    /// Whether it was finished, in time or late.
    #[must_use]
    pub const fn finished(&self) -> Option<Timestamp> {
        match *self {
            Self::Met { at } => Some(at),
            Self::Breached { finished, .. } => finished,
            Self::Running | Self::Paused | Self::NotApplicable => None,
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
        write!(formatter, ", {} of working time used", self.used.working)?;
        if let Some(margin) = self.margin {
            let (word, by) = if margin.elapsed.is_negative() {
                ("late by", -margin.working)
            } else {
                ("left", margin.working)
            };
            write!(formatter, ", {word} {by}")?;
        }
        for reason in &self.reasons {
            write!(formatter, "; {reason}")?;
        }
        Ok(())
    }
}
