use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{AgreementId, LevelId, ObjectiveId, PolicyId, TicketId, Timestamp, Version};

/// A level that was reached, or a due time that passed: the host is to act.
///
/// ```
/// use service_quality::sla::Action;
///
/// let action: Action = serde_json::from_str(r#"{
///     "key": {"ticket": "T-1", "agreement": "helpdesk", "version": "1", "policy": "gold", "objective": "fix",
///         "cycle": 1, "goal": 1, "step": {"level": "warn"}},
///     "at": "2026-03-02T12:00:00Z", "due": "2026-03-02T13:00:00Z"
/// }"#)?;
/// assert_eq!(action.to_string(), "warn of fix, ticket T-1, at 2026-03-02T12:00:00Z, due 2026-03-02T13:00:00Z");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// What it is about: the same for the same step of the same cycle, however often it is asked for.
    pub key: ActionKey,
    /// When: the level's instant; for a breach the second after the due time, or the change that made it late.
    pub at: Timestamp,
    /// The due time as it was then.
    pub due: Timestamp,
}

/// Names an action, so that a host that is told twice acts once.
///
/// ```
/// use service_quality::sla::ActionKey;
///
/// let key: ActionKey = serde_json::from_str(r#"{"ticket": "T-1", "agreement": "helpdesk", "version": "1",
///     "policy": "gold", "objective": "fix", "cycle": 1, "goal": 1, "step": "breach"}"#)?;
/// assert_eq!(key, key.clone());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionKey {
    /// The ticket.
    pub ticket: TicketId,
    /// The agreement.
    pub agreement: AgreementId,
    /// Its version.
    pub version: Version,
    /// The policy in force.
    pub policy: PolicyId,
    /// The objective.
    pub objective: ObjectiveId,
    /// The cycle of the objective's clock.
    pub cycle: u32,
    /// Which goal of the cycle, from 1: a level that lies ahead again under another budget is reached again.
    pub goal: u32,
    /// What was reached.
    pub step: ActionStep,
}

/// What a host acts on.
///
/// ```
/// use service_quality::sla::ActionStep;
/// assert_eq!(ActionStep::Level("warn".parse()?).to_string(), "warn");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionStep {
    /// An escalation level.
    Level(LevelId),
    /// The due time, passed unfinished.
    Breach,
}

/// The next instant at which time alone changes something, so that a host can set one timer.
///
/// ```
/// use service_quality::sla::{NextAction, NextStep};
///
/// let next: NextAction = serde_json::from_str(
///     r#"{"at": "2026-03-02T12:00:01Z", "steps": [{"breach": {"objective": "fix"}}]}"#,
/// )?;
/// assert_eq!(next.to_string(), "breach of fix at 2026-03-02T12:00:01Z");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextAction {
    /// When.
    pub at: Timestamp,
    /// What.
    pub steps: Vec<NextStep>,
}

/// What time alone brings about.
///
/// ```
/// use service_quality::sla::NextStep;
/// assert_eq!(NextStep::Version { version: "2027".parse()? }.to_string(), "version 2027");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum NextStep {
    /// A level is reached.
    Level {
        /// The objective.
        objective: ObjectiveId,
        /// The level.
        level: LevelId,
    },
    /// The due time has passed: the second after it.
    Breach {
        /// The objective.
        objective: ObjectiveId,
    },
    /// A version of the agreement comes into force.
    Version {
        /// The version.
        version: Version,
    },
}

impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ActionKey { ticket, objective, step, .. } = &self.key;
        write!(formatter, "{step} of {objective}, ticket {ticket}, at {}, due {}", self.at, self.due)
    }
}

impl fmt::Display for ActionStep {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level(level) => level.fmt(formatter),
            Self::Breach => formatter.write_str("breach"),
        }
    }
}

impl fmt::Display for NextStep {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level { objective, level } => write!(formatter, "{level} of {objective}"),
            Self::Breach { objective } => write!(formatter, "breach of {objective}"),
            Self::Version { version } => write!(formatter, "version {version}"),
        }
    }
}

impl fmt::Display for NextAction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.steps.iter().enumerate() {
            write!(formatter, "{}{step}", if index == 0 { "" } else { ", " })?;
        }
        write!(formatter, " at {}", self.at)
    }
}
