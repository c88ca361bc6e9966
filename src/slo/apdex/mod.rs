//! Apdex (应用性能指数): whether users are content with how fast a service answers, as a number from 0 to 1.
//!
//! After the Apdex Technical Specification 1.1: up to a target time `T` users are satisfied, up to `4T` they tolerate,
//! past it, or where the answer is an error, they are frustrated; the score is `(satisfied + tolerating / 2) / all`.

mod rating;
mod tally;
mod target;

pub use rating::ApdexRating;
pub use tally::ApdexTally;
pub use target::{ApdexTarget, ApdexZone};
