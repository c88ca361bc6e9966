use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::CycleRegister;
use crate::improve::cycle::{Cycle, Decision, Phase, ProblemFate};
use crate::quantity::{CycleId, Language, ProblemId};

/// Where cycles do not hang together: events are missing, or were made without the register.
///
/// ```
/// use service_quality::improve::register::RegisterFinding;
/// use service_quality::quantity::Language;
///
/// let finding = RegisterFinding::SuccessorMissing { cycle: "2026-3".parse()?, next: "2026-7".parse()? };
/// assert_eq!(finding.to_string(), "`2026-3` is to be followed by `2026-7`, which is not there");
/// assert_eq!(finding.text(Language::Chinese), "`2026-3`的下一循环`2026-7`不存在");
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

impl RegisterFinding {
    /// What people are told.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::ParentMissing { cycle, parent } => (
                format!("`{cycle}` is a part of `{parent}`, which is not there"),
                format!("`{cycle}`的父循环`{parent}`不存在"),
            ),
            Self::ParentLoop { cycle } => {
                (format!("`{cycle}` is a part of itself"), format!("`{cycle}`成为自身的父循环"))
            }
            Self::ChildMissing { cycle, child } => (
                format!("`{cycle}` names `{child}` as a part, which does not say so"),
                format!("`{cycle}`所列的子循环`{child}`不存在，或另有父循环"),
            ),
            Self::ChildLeftOpen { cycle, parent } => (
                format!("`{cycle}` is open, but its parent `{parent}` has ended"),
                format!("`{cycle}`尚未结束，但其父循环`{parent}`已结束"),
            ),
            Self::ChildUntold { cycle, parent, phase } => (
                format!("`{cycle}` is in {phase}, which its parent `{parent}` was not told"),
                format!("`{cycle}`处于{}，但未告知其父循环`{parent}`", phase.text(Language::Chinese)),
            ),
            Self::PredecessorMissing { cycle, follows } => (
                format!("`{cycle}` follows `{follows}`, which is not there"),
                format!("`{cycle}`的前一循环`{follows}`不存在"),
            ),
            Self::SuccessorMissing { cycle, next } => (
                format!("`{cycle}` is to be followed by `{next}`, which is not there"),
                format!("`{cycle}`的下一循环`{next}`不存在"),
            ),
            Self::ProblemLost { cycle, problem, to } => (
                format!("`{cycle}` rolled `{problem}` over to `{to}`, which does not have it"),
                format!("`{cycle}`的问题`{problem}`转入`{to}`，但后者没有该问题"),
            ),
        };
        match language {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }
}

impl fmt::Display for RegisterFinding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}
