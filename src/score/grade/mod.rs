//! Grades (等级): bands of the total, and which of them is given.

mod bands;
mod grading;

pub use bands::{Band, Grade, Grades};
pub(in crate::score) use grading::Grading;
