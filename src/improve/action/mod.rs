//! Actions (措施): who does what until when, against which cause, at what cost, and how it went.
//!
//! An action is planned, begun, done or cancelled; that it is overdue, or was done late, follows from its days and is
//! never stored. A cancelled action does not count as done.

mod definition;
mod kind;
mod outcome;
mod progress;
mod timeliness;

pub use definition::{Action, Gain};
pub use kind::ActionKind;
pub use outcome::ActionOutcome;
pub use progress::{ActionProgress, ActionStatus, FormerPlan};
pub use timeliness::Timeliness;
