//! How indicators are calculated from records.

mod assessment;
mod definition;
mod display;
mod report;
mod survey;
mod ticket;

pub use definition::Formula;
pub use ticket::{Exposure, Objectives};
