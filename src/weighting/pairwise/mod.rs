//! Judgements two by two (两两比较): the analytic hierarchy process (层次分析法, AHP).
//!
//! T. L. Saaty, *The Analytic Hierarchy Process* (1980); what completes, mends and joins judgements has its own sources,
//! named at the types.

mod completion;
mod consistency;
mod group;
mod hierarchy;
mod judgement;
mod judgements;
mod matrix;
mod mend;
mod priorities;
mod random_index;

pub use consistency::{Consistency, ConsistencyLimit, ConsistencyVerdict};
pub use group::{Expert, ExpertPriorities, Group, GroupMethod, GroupPriorities};
pub use hierarchy::{Hierarchy, HierarchyPriorities, NodePriorities};
pub use judgement::Judgement;
pub use judgements::Judgements;
pub use mend::Mend;
pub use priorities::{CompletedJudgement, OnInconsistency, Priorities, PriorityMethod, PriorityRule};
pub use random_index::RandomIndex;

use super::{Importance, WeightingError};
