use std::fmt;

use serde::Serialize;

use super::CycleRegister;
use crate::improve::cycle::{Cycle, Decision, Phase, ProblemFate};
use crate::quantity::{CycleId, ProblemId};

/// Where cycles do not hang together: events are missing, or were made without the register.
///
/// ```
/// use service_quality::improve::register::RegisterFinding;
///
/// let finding = RegisterFinding::SuccessorMissing { cycle: "2026-3".parse()?, next: "2026-7".parse()? };
/// assert_eq!(finding.to_string(), "`2026-3` is to be followed by `2026-7`, which is not there");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RegisterFinding {
    /// A cycle is a part of one that is not there.
    ParentMissing {
        /// The cycle.
        cycle: CycleId,
        /// What it names.
        parent: CycleId,
    },
    /// A cycle is a part of itself.
    ParentLoop {
        /// The cycle.
        cycle: CycleId,
    },
    /// A parent does not know where its child stands.
    ChildUntold {
        /// The child.
        cycle: CycleId,
        /// Its parent.
        parent: CycleId,
        /// Where the child stands.
        phase: Phase,
    },
    /// A cycle follows one that is not there.
    PredecessorMissing {
        /// The cycle.
        cycle: CycleId,
        /// What it names.
        follows: CycleId,
    },
    /// A cycle was closed to be adjusted, and the next one was not started.
    SuccessorMissing {
        /// The cycle.
        cycle: CycleId,
        /// What it names.
        next: CycleId,
    },
    /// A problem was rolled over to a cycle that does not have it.
    ProblemLost {
        /// The cycle.
        cycle: CycleId,
        /// The problem.
        problem: ProblemId,
        /// Where it should be.
        to: CycleId,
    },
}

impl CycleRegister {
    /// Where the cycles do not hang together; empty for all that the register decided. Sorted.
    #[must_use]
    pub fn findings(&self) -> Vec<RegisterFinding> {
        let mut found: Vec<RegisterFinding> =
            self.iter().flat_map(|cycle| [self.upwards(cycle), self.onwards(cycle)].concat()).collect();
        found.sort();
        found
    }

    fn upwards(&self, cycle: &Cycle) -> Vec<RegisterFinding> {
        let id = || cycle.id().clone();
        let Some(parent) = cycle.parent() else { return Vec::new() };
        let mut found = Vec::new();
        match self.get(parent) {
            None => found.push(RegisterFinding::ParentMissing { cycle: id(), parent: parent.clone() }),
            Some(above) => {
                let told = above.children().get(cycle.id()) == Some(&cycle.phase());
                if !told && !above.phase().is_final() {
                    let (parent, phase) = (parent.clone(), cycle.phase());
                    found.push(RegisterFinding::ChildUntold { cycle: id(), parent, phase });
                }
            }
        }
        let top = self.ancestry(cycle.id()).last().and_then(|top| top.parent());
        if top.is_some_and(|beyond| self.get(beyond).is_some()) {
            found.push(RegisterFinding::ParentLoop { cycle: id() });
        }
        found
    }

    fn onwards(&self, cycle: &Cycle) -> Vec<RegisterFinding> {
        let id = || cycle.id().clone();
        let mut found = Vec::new();
        if let Some(follows) = cycle.follows().filter(|before| self.get(before).is_none()) {
            found.push(RegisterFinding::PredecessorMissing { cycle: id(), follows: follows.clone() });
        }
        if !cycle.phase().is_final() {
            return found;
        }
        if let (Phase::Closed, Some(Decision::Adjust { next: Some(next), .. })) =
            (cycle.phase(), cycle.decision())
            && self.get(next).is_none()
        {
            found.push(RegisterFinding::SuccessorMissing { cycle: id(), next: next.clone() });
        }
        for (problem, one) in cycle.problems() {
            if let ProblemFate::RolledOver { to } = one.fate()
                && !self.get(to).is_some_and(|other| other.problems().contains_key(problem))
            {
                let (problem, to) = (problem.clone(), to.clone());
                found.push(RegisterFinding::ProblemLost { cycle: id(), problem, to });
            }
        }
        found
    }
}

impl fmt::Display for RegisterFinding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ParentMissing { cycle, parent } => {
                write!(formatter, "`{cycle}` is a part of `{parent}`, which is not there")
            }
            Self::ParentLoop { cycle } => write!(formatter, "`{cycle}` is a part of itself"),
            Self::ChildUntold { cycle, parent, phase } => {
                write!(formatter, "`{cycle}` is in {phase}, which its parent `{parent}` was not told")
            }
            Self::PredecessorMissing { cycle, follows } => {
                write!(formatter, "`{cycle}` follows `{follows}`, which is not there")
            }
            Self::SuccessorMissing { cycle, next } => {
                write!(formatter, "`{cycle}` is to be followed by `{next}`, which is not there")
            }
            Self::ProblemLost { cycle, problem, to } => {
                write!(formatter, "`{cycle}` rolled `{problem}` over to `{to}`, which does not have it")
            }
        }
    }
}
