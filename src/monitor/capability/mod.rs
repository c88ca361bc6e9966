//! Process capability (过程能力): can a stable process keep its specification?
//!
//! Stability comes first: the indices of a process that is not stable describe no process. [`Capability::of`] therefore takes
//! the verdict of a chart, and refuses an unstable process unless somebody [overrides](Stability::Overridden) it by name.

mod definition;
mod error;
mod family;
mod indices;
mod specification;
mod stability;

pub use definition::Capability;
pub use error::CapabilityError;
pub use family::{Family, Index};
pub use indices::Indices;
pub use specification::Specification;
pub use stability::Stability;
