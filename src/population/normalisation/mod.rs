//! Figures relative to peers (标准化): by which method, and what becomes of a column.

mod figures;
mod method;
mod normalised;
mod wire;

pub use method::{Beyond, Normalisation};
pub use normalised::{NoFigure, Normalised, Relative};
