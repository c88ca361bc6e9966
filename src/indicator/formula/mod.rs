//! How indicators are calculated from records.

mod definition;
mod display;
mod report;
mod ticket;

pub use definition::Formula;
pub use ticket::{Exposure, Objectives};
