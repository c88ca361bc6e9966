//! The PDCA cycle (PDCA 循环).

mod guard;
mod phase;

pub use guard::CycleGuard;
pub use phase::Phase;
