//! What is relative to a population (同侪比较).

mod error;
mod exact;
pub mod league;
mod normalisation;
mod normalised;
mod outlier;
mod rank;
pub mod ranking;
pub mod stability;
mod table;
mod z_score;

pub use error::PopulationError;
pub use normalisation::{Beyond, Normalisation};
pub use normalised::{NoFigure, Normalised, Relative};
pub use outlier::{Fallback, Moved, OutlierRule, Resolution, Shape, Treated, Treatment};
pub use rank::{Order, Ties, competition_ranks};
pub use table::{Criterion, Subject, Table};
pub use z_score::{Divisor, ZScore};
