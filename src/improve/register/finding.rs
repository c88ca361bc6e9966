use std::collections::BTreeSet;
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
    /// A cycle names a child that is not there, or that names another parent.
    ChildMissing {
        /// The cycle.
        cycle: CycleId,
        /// What it names.
        child: CycleId,
    },
    /// A cycle ended over a child that is open.
    ChildLeftOpen {
        /// The child.
        cycle: CycleId,
        /// Its parent.
        parent: CycleId,
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
    /// Where the cycles do not hang together; empty for all that the register decided, but for what a waived guard let
    /// pass. Sorted.
    #[must_use]
    pub fn findings(&self) -> Vec<RegisterFinding> {
        let mut found: Vec<RegisterFinding> =
            self.iter().flat_map(|cycle| [self.upwards(cycle), self.onwards(cycle)].concat()).collect();
        found.extend(self.loops().into_iter().map(|cycle| RegisterFinding::ParentLoop { cycle }));
        found.sort();
        found
    }

    /// The cycles that are parts of themselves, each walked over once.
    fn loops(&self) -> Vec<CycleId> {
        let (mut walked, mut loops) = (BTreeSet::new(), Vec::new());
        for start in self.iter() {
            let mut line: Vec<&CycleId> = Vec::new();
            let mut at = Some(start);
            while let Some(cycle) = at.filter(|cycle| walked.insert(cycle.id())) {
                line.push(cycle.id());
                at = cycle.parent().and_then(|parent| self.get(parent));
            }
            if let Some(met) = at.and_then(|again| line.iter().position(|id| *id == again.id())) {
                loops.extend(line.into_iter().skip(met).cloned());
            }
        }
        loops
    }

    fn upwards(&self, cycle: &Cycle) -> Vec<RegisterFinding> {
        let id = || cycle.id().clone();
        let theirs = |child: &&CycleId| self.get(child).and_then(Cycle::parent) == Some(cycle.id());
        let strangers = cycle.children().keys().filter(|child| !theirs(child));
        let missing = |child: &CycleId| RegisterFinding::ChildMissing { cycle: id(), child: child.clone() };
        let mut found: Vec<RegisterFinding> = strangers.map(missing).collect();
        let Some(parent) = cycle.parent() else { return found };
        match self.get(parent) {
            None => found.push(RegisterFinding::ParentMissing { cycle: id(), parent: parent.clone() }),
            Some(above) => {
                let told = above.children().get(cycle.id()) == Some(&cycle.phase());
                let (parent, phase) = (parent.clone(), cycle.phase());
                if above.phase().is_final() && !phase.is_final() {
                    found.push(RegisterFinding::ChildLeftOpen { cycle: id(), parent });
                } else if !told && !above.phase().is_final() {
                    found.push(RegisterFinding::ChildUntold { cycle: id(), parent, phase });
                }
            }
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
            && self.get(next).and_then(Cycle::follows) != Some(cycle.id())
        {
            found.push(RegisterFinding::SuccessorMissing { cycle: id(), next: next.clone() });
        }
        for (problem, one) in cycle.problems() {
            if let ProblemFate::RolledOver { to } = one.fate()
                && !self.get(to).is_some_and(|other| {
                    other.problems().get(problem).is_some_and(|there| there.problem() == one.problem())
                })
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
            Self::ChildMissing { cycle, child } => {
                write!(formatter, "`{cycle}` names `{child}` as a part, which does not say so")
            }
            Self::ChildLeftOpen { cycle, parent } => {
                write!(formatter, "`{cycle}` is open, but its parent `{parent}` has ended")
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
