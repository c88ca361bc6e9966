//! The tree of a model (指标树): nodes, leaves and their weights, from documents and from tables.

mod node;
mod outline;
mod raw_part;

pub use node::{Child, Leaf, Node, Part};
pub(in crate::score) use node::{MAX_DEPTH, MAX_PARTS};
pub use outline::Row;
pub(in crate::score) use raw_part::RawPart;
