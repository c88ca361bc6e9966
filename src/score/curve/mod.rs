//! Curves (评分曲线): from the value of an indicator to a score.
//!
//! | [`Curve`] | score | rises or falls |
//! | --- | --- | --- |
//! | `goalposts`, 极差法 | `100 · (x − worst) / (best − worst)` | either |
//! | `piecewise`, 分段线性 | straight lines between points | as the points say |
//! | `bands`, 分档计分 | one score a band | as the scores say |
//! | `target_range`, 适度指标 | 100 within the target, 0 outside the limits, straight between | both |
//! | `attainment`, 目标达成率 | `100 · x / target`, or `100 · target / x`, at most 100 | by its target |
//! | `efficacy`, 功效系数法 | `60 + 40 · (x − not allowed) / (satisfactory − not allowed)` | either |
//! | `likert`, 量表 | `100 · (x − min) / (max − min)` | rises |
//! | `exponential`, 指数效用 | `100 · (1 − e^(−a/ρ)) / (1 − e^(−d/ρ))` of the way from worst to best | either |
//! | `logarithmic`, 对数 | `100 · (ln x − ln worst) / (ln best − ln worst)` | either |
//!
//! All of them are absolute: a value has its score whoever else is measured, so that periods can be compared. They are
//! flat where their formula ends, and only those with points or bands can both rise and fall.

mod attainment;
mod bands;
mod efficacy;
mod exponential;
mod goalposts;
mod likert;
mod logarithmic;
mod piecewise;
mod position;
mod reach;
mod shape;
mod target_range;

pub use attainment::{Attainment, AttainmentForm};
pub use bands::Bands;
pub use efficacy::Efficacy;
pub use exponential::Exponential;
pub use goalposts::Goalposts;
pub use likert::Likert;
pub use logarithmic::Logarithmic;
pub use piecewise::{Piecewise, Point};
pub use position::Position;
pub use shape::Curve;
pub use target_range::TargetRange;
