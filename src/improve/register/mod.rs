//! The register of cycles (改进台账): all cycles of a host, how they hang together, what is due and late, and whose.
//!
//! A [`Cycle`](super::cycle::Cycle) knows its own events alone. The register decides for a cycle and for those that its
//! events concern: a parent hears of its child's moves, and a cycle that is closed to be adjusted starts the next one,
//! with its lessons and unsolved problems. The host stores what was decided in one transaction, each event under the
//! condition that its subject has no such revision yet, and decides anew where that fails.

mod decide;
mod definition;
mod finding;
mod of_cycle;
mod owner;

pub use definition::CycleRegister;
pub use finding::RegisterFinding;
pub use of_cycle::OfCycle;
pub use owner::OwnerTimeliness;
