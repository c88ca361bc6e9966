//! Chains: a promise to the customer that rests on promises within the house and of suppliers (支撑关系).
//!
//! A [`Chain`] names a promise and its links, operational level agreements and underpinning contracts (支持性合同), in
//! the order in which they work. Three questions:
//!
//! | question | ask | answer |
//! | --- | --- | --- |
//! | do the links' budgets fit the promise? | [`Chain::check`] | [`ChainCheck`], in one unit |
//! | do they fit from this start, each in its own calendar? | [`Chain::check_from`] | [`DatedChain`], in instants |
//! | which link used up a breached promise? | [`Chain::attribute`] | [`ChainReport`] |
//!
//! The arithmetic is the critical path method (关键路径法; Kelley & Walker, *Critical-Path Planning and Scheduling*,
//! 1959): a forward pass gives when each link finishes at the earliest, a backward pass when it has to at the latest,
//! and the difference is its slack (时差).

mod check;
mod dated;
mod definition;
mod error;
mod graph;
mod lookup;
mod report;

pub use check::{ChainCheck, ChainUnit, LinkPlan};
pub use dated::{DatedChain, DatedLink};
pub use definition::{Chain, Link, Promise};
pub use error::ChainError;
pub use report::{ChainCause, ChainReport, LinkUse, PromiseUse, TimeBasis};
