//! Weights read from figures (客观赋权): how much each criterion tells subjects apart.
//!
//! Differences, sums, products and variances of figures are exact integers until the last division, so that figures
//! which differ in their ninth place weigh by that, and neither the order of rows nor that of columns changes a digit.

mod cilos;
mod column;
mod critic;
mod entropy;
mod figures;
mod merec;
mod method;
mod spread;

pub use figures::Figures;
pub use method::ObjectiveMethod;

use super::{Importance, WeightingError};
