//! What is about to go wrong? Control charts (控制图), run rules, capability, early warning (预警) and alerts.
//!
//! Charts and their limits are `f64`, since they judge chance; an alert's thresholds are exact. Which capabilities and
//! conventions are asked for, and where they are, is listed under [`capabilities`].
//!
//! | you ask | use |
//! | --- | --- |
//! | which chart fits, where do its limits lie? 控制图 | [`chart`] |
//! | from which points come the limits, since when? 基线 | [`baseline`] |
//! | which patterns does chance rarely make, and what do they mean? 判异准则 | [`RuleSet`], [`Signals`] |
//! | all of that for a series, at once or point by point? 过程监控 | [`process`] |
//! | does a run chart show a shift? 链图 | [`RunsTest`] |
//! | is there a small shift that lasts? | [`EwmaChart`], [`CusumChart`] |
//! | does the process reach its target, how surely? 达标保证 | [`TargetAssurance`], [`capability`] |
//! | what deserves a warning, of which level? 预警 | [`warning`] |
//! | who is told of it, and when is it over? 预警生命周期 | [`alert`] |

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

#[doc = include_str!("capabilities.md")]
pub mod capabilities {}

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
