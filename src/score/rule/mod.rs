//! Rules of nodes (评分规则): what they say, what applies, and the trace that they leave.

mod definition;
mod ruling;
mod trace;

pub use definition::{Effect, PointLimits, Points, Rule, Trigger, Unknown};
pub(in crate::score) use ruling::{Applied, Compiled, Rules, Ruling, View};
pub use trace::RuleTrace;
