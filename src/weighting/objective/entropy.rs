//! What the entropy of a column leaves of 1.

use super::figures::Column;
use super::matrix::float;
use super::{Figures, WeightingError};
use crate::quantity::Number;

/// 1 − e, with e = −Σ p ln p / ln m over the m rows and p each figure's part of its column's sum.
pub(super) fn weights(figures: &Figures, columns: &[Column]) -> Result<Vec<f64>, WeightingError> {
    figures.take("entropy", "figures of 0 or more", |figure| figure >= Number::ZERO)?;
    Ok(columns.iter().map(|column| rest(column.constant, &column.parts())).collect())
}

/// The same of figures between 0, the worst, and 1, the best.
pub(super) fn of_scaled(columns: &[Column]) -> Vec<f64> {
    let scaled = |column: &Column| {
        let values = column.min_max(column.direction);
        let sum: f64 = values.iter().sum();
        rest(column.constant, &values.iter().map(|value| value / sum).collect::<Vec<_>>())
    };
    columns.iter().map(scaled).collect()
}

fn rest(constant: bool, parts: &[f64]) -> f64 {
    if constant {
        return 0.0;
    }
    let terms = parts.iter().filter(|part| **part > 0.0).map(|part| part * libm::log(*part));
    // Of parts that hardly differ, rounding may leave a trace below 0.
    (1.0 + terms.sum::<f64>() / libm::log(float(parts.len()))).max(0.0)
}
