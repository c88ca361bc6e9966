//! What is about to go wrong? Control charts (控制图), run rules, capability, early warning (预警) and alerts.
//!
//! Charts and their limits are `f64`, since they judge chance; an alert's thresholds are exact.

mod limits;
mod variation;

pub use limits::{Limits, Side, Zone};
pub use variation::Variation;
