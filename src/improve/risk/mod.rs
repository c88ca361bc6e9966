//! What may go wrong, and is it treated? Risks (风险).

mod matrix;
mod rating;

pub use matrix::RiskMatrix;
pub use rating::Rating;
