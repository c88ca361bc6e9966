//! What is about to go wrong? Control charts (控制图), run rules, capability, early warning (预警) and alerts.
//!
//! Charts and their limits are `f64`, since they judge chance; an alert's thresholds are exact.

pub mod alert;
pub mod baseline;
pub mod capability;
pub mod chart;
pub mod constants;
pub mod process;
pub mod warning;

mod assurance;
mod cusum;
mod ewma;
mod false_signal;
mod figure;
mod limits;
mod normal_range;
mod rule;
mod runs;
mod signal;
mod variation;

pub use assurance::{Assurance, TargetAssurance};
pub use cusum::{AfterSignal, CusumChart, CusumPoint, CusumShift, CusumState};
pub use ewma::{EwmaChart, EwmaLimits, EwmaPoint, EwmaState};
pub use false_signal::{FalseSignals, RuleSignals, RunLength};
pub use limits::{Limits, Side, Zone};
pub use rule::{
    CompletedBy, Counted, Counting, Fired, OnCentre, Opening, Others, Outermost, Pattern, RuleError, RuleSet,
    RunRule, RunState, Sides, Ties,
};
pub use runs::{RunsBounds, RunsRule, RunsTest};
pub use signal::{Marking, PointKind, Signal, Signals};
pub use variation::Variation;
