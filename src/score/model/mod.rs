//! The scoring model (评分模型): checked as a whole, compiled once.

mod definition;
#[cfg(feature = "json")]
mod fingerprint;
mod redrawn;
mod rounding;

pub use definition::{Model, ModelBuilder};
#[cfg(feature = "json")]
pub use fingerprint::Fingerprint;
pub use rounding::Rounding;
