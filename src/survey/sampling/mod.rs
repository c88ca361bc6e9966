//! Whom to ask, and whether those who answered stand for all (抽样).
//!
//! | you ask | use |
//! | --- | --- |
//! | how many answers are needed? 样本量 | [`SampleSize`] |
//! | how many of each group? 分层抽样 | [`Allocation`] |
//! | how many of each group answered? | [`answers_by`] |
//! | do the answers resemble the population? 代表性 | [`CoverageReport`] |
//! | with which weight does each answer count? 事后分层加权 | [`PostStratification`], [`Raking`] |
//! | what does a stratified sample say of the mean, and what did the design cost? 设计效应 | [`StratifiedMean`] |
//!
//! Counts, allocations and post-stratification weights are exact; what estimates chance, and the factors of raking, which
//! are found step by step, are `f64`.
//!
//! ```
//! use std::collections::BTreeMap;
//! use service_quality::quantity::Label;
//! use service_quality::survey::sampling::{Allocation, AllocationRule, Population, PostStratification, SampleSize, Stratum};
//!
//! // 4,000 customers; half of those who are asked will answer.
//! let size = SampleSize::for_proportion(0.5, 0.05, "0.95".parse()?, Some(4_000))?;
//! assert_eq!((size.n(), size.invitations("0.5".parse()?)?), (351, 702));
//!
//! let (north, south): (Label, Label) = ("north".parse()?, "south".parse()?);
//! let strata = [Stratum::new(north.clone(), 3_000)?, Stratum::new(south.clone(), 1_000)?];
//! let plan = Allocation::new(&strata, size.n(), AllocationRule::Proportional, 100)?;
//! assert_eq!(plan.strata().iter().map(|stratum| stratum.n).collect::<Vec<_>>(), [251, 100]);
//!
//! let answers = BTreeMap::from([(north.clone(), 240), (south.clone(), 110)]);
//! let population = Population::counts([(north.clone(), 3_000), (south, 1_000)])?;
//! let weights = PostStratification::new(&answers, &population)?;
//! assert_eq!(weights.weight(&north).map(|weight| weight.to_string()).as_deref(), Some("1.09375"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod allocation;
mod coverage;
mod design_effect;
mod error;
mod membership;
mod population;
mod post_stratification;
mod raking;
mod sample_size;
mod stratified_mean;

pub use allocation::{AllocatedStratum, Allocation, AllocationRule, Stratum};
pub use coverage::{ChiSquare, CoverageReport, Representativity, StratumCoverage};
pub use design_effect::DesignEffect;
pub use error::SamplingError;
pub use membership::answers_by;
pub use population::Population;
pub use post_stratification::{CellWeight, PostStratification};
pub use raking::Raking;
pub use sample_size::SampleSize;
pub use stratified_mean::{Observation, StratifiedMean};
