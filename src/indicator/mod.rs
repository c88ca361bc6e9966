//! Indicators (指标): what is measured, how, and what came out.

mod measurement;

pub use measurement::{Absence, Measurement};
