//! What happened, by whom, and what is refused: the events (事件) that cycles, complaints, nonconformities and risks are
//! kept as.
//!
//! A host does the same for each of them: it asks `decide(command, policy, as_of)`, stores the events that come back
//! under the condition that nobody else stored that revision before, and applies them. What it reads back,
//! it replays. Events are numbered from 1 without gaps; a command may say after which revision it was meant, and one
//! meant for an earlier state is refused as [`Refusal::Stale`], with nothing lost.

mod aggregate;
mod command;
mod guard;
mod head;
mod policy;
mod recorded;
mod refusal;
mod replay_error;
mod waived;

pub use command::Command;
pub use guard::{Guard, Violation};
pub use policy::{GuardPolicy, SwitchedOff};
pub use recorded::Recorded;
pub use refusal::Refusal;
pub use replay_error::ReplayError;
pub use waived::Waived;

pub(crate) use aggregate::{Aggregate, apply, decide, replay};
pub(crate) use guard::{guards, sealed};
pub(crate) use head::Head;
