//! Composition (组合可用性): what parts make of the whole.
//!
//! [`Composition`] works out availability from parts in series, in parallel, `k` of `n`, nested; exact, and provided that
//! parts fail independently. [`CompositeSlo`] joins the levels of several objectives in one of the three published
//! meanings: the mean by weight, the sum of what is missing, the worst; [`all_slices`] joins their time slices.

mod combined;
mod composite;
mod fraction;
mod tree;

pub use combined::CombinedAvailability;
pub use composite::{
    CompositeMember, CompositeMode, CompositeOutcome, CompositeSlo, CompositeStatus, all_slices,
};
pub use tree::Composition;
