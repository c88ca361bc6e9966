//! Weights (赋权): how much each criterion counts.
//!
//! | you have | start with | methods |
//! | --- | --- | --- |
//! | points or percentages (直接赋权) | [`Weights::direct`], [`Weights::equal`] | normalised |
//! | an order of importance (排序赋权) | [`ImportanceOrder`] | order centroid, sum, reciprocal, exponent; ties |
//! | judgements two by two (层次分析法, AHP) | [`Judgements`] | eigenvector, geometric mean, normalised columns; consistency, [`Mend`]; complete or not |
//! | the same of several experts (群组决策) | [`Group`] | mean judgements, mean priorities |
//! | the same on several levels (层次结构) | [`Hierarchy`] | products down the tree |
//! | figures of several subjects (客观赋权) | [`Figures`] | entropy, CRITIC, standard deviation, Gini, MEREC, CILOS, IDOCRIW |
//! | weights from elsewhere | [`Importance::new`], [`Weights::new`] | normalised; checked |
//! | two of these (组合赋权) | [`Importance::combined`] | linear, product, geometric mean |
//!
//! Each method answers with an [`Importance`]: floats for reading and for the next step, and the [`Weights`] that a score
//! takes, decimals that sum to exactly 1. Floats are calculated with `+ − · / √` and fixed code for logarithms and
//! powers only, so that the weights are the same on every machine.
//!
//! ```
//! use service_quality::weighting::{Combination, Figures, Judgements, ObjectiveMethod, PriorityRule};
//!
//! let judged = Judgements::new(
//!     ["csat", "on_time", "reopened"],
//!     [("csat", "on_time", "1"), ("csat", "reopened", "3"), ("on_time", "reopened", "4")],
//! )?;
//! let priorities = judged.weigh(&PriorityRule::default())?;
//! assert_eq!(priorities.consistency().ratio().map(|ratio| format!("{ratio:.3}")).as_deref(), Some("0.008"));
//!
//! let teams: Figures = serde_json::from_str(r#"{
//!     "criteria": [{"id": "csat", "direction": "higher"}, {"id": "on_time", "direction": "higher"}, {"id": "reopened", "direction": "lower"}],
//!     "rows": [["4.2", "0.93", "0.05"], ["4.4", "0.81", "0.08"], ["3.9", "0.88", "0.02"]]}"#)?;
//! let observed = teams.weigh(ObjectiveMethod::Critic)?;
//!
//! let weights = priorities.importance().combined(&observed, Combination::Linear("0.7".parse()?))?.into_weights();
//! assert_eq!(weights.iter().map(|(_, share)| share.value()).sum::<rust_decimal::Decimal>().to_string(), "1.000000000");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod arithmetic;
mod combination;
mod error;
mod importance;
mod objective;
mod order;
mod pairwise;
mod weights;

pub use combination::Combination;
pub use error::WeightingError;
pub use importance::Importance;
pub use objective::{Figures, ObjectiveMethod};
pub use order::{ImportanceOrder, RankRule};
pub use pairwise::{
    CompletedJudgement, Consistency, ConsistencyLimit, ConsistencyVerdict, Expert, ExpertPriorities, Group,
    GroupMethod, GroupPriorities, Hierarchy, HierarchyPriorities, Judgement, Judgements, Mend,
    NodePriorities, OnInconsistency, Priorities, PriorityMethod, PriorityRule, RandomIndex,
};
pub use weights::Weights;
