//! What changed between two scorecards (得分变化), and why.

mod answer;
mod split;

pub use answer::{Effects, PartChange, RuleChange, ScoreChange, Scored};
