//! How often run rules signal where nothing has changed (虚发警报): the price of each further rule.
//!
//! For independent points of a normal distribution whose centre line and standard deviation are known, with limits at
//! three of them. Where they were estimated from few points, signals are more frequent.

mod chain;
mod expected;
mod memory;
mod run_length;

pub use expected::{FalseSignals, RuleSignals};
pub use run_length::RunLength;

/// The probability of a point beyond each zone's line on one side, innermost first, one half before them.
fn tails() -> [f64; 4] {
    use crate::analysis::deviate::normal_above;
    [0.5, normal_above(1.0), normal_above(2.0), normal_above(3.0)]
}
