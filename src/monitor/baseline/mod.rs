//! Baselines (基线) as data: from which points a chart's limits come, and since when.
//!
//! A [`Baseline`] is a list of segments (阶段), each with its own limits: where it starts, which points it is fitted
//! to, whether they still grow or are frozen, or which parameters were given from outside; and which points count for
//! nothing, each with its reason. Freeze and rebase are therefore independent: every segment may be frozen.
//!
//! A rebase is never made by the crate. It is [suggested](suggest_rebase) with its evidence, and accepted by a named
//! person with a reason, which gives a new baseline; the old one stays what it was.

mod definition;
mod level;
mod rebase;
mod segment;

pub use definition::Baseline;
pub use level::BaselineLevel;
pub use rebase::{Persistence, RebaseSuggestion, Shift, suggest_rebase};
pub use segment::{FitRange, Parameters, Segment};
