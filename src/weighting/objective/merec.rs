//! The effect of leaving a criterion out.

use super::figures::Column;
use super::matrix::float;
use super::{Figures, WeightingError};
use crate::indicator::Direction;
use crate::quantity::Number;

/// Σ |S′ − S| over the rows, where S = ln(1 + Σ|ln n| / m) is a row's performance over the m criteria, S′ the same
/// without the criterion's own term, and n = min x / x where more is better, x / max x where less is.
pub(super) fn weights(figures: &Figures, columns: &[Column]) -> Result<Vec<f64>, WeightingError> {
    figures.take("MEREC", "figures above 0", |figure| figure > Number::ZERO)?;
    let terms = |column: &Column| -> Vec<f64> {
        let (least, most) = (column.least(), column.most());
        let ratio = |value: &f64| match column.direction {
            Direction::Lower => value / most,
            Direction::Higher | Direction::Range => least / value,
        };
        column.values.iter().map(|value| libm::log(ratio(value)).abs()).collect()
    };
    let terms: Vec<Vec<f64>> = columns.iter().map(terms).collect();
    let mut sums = vec![0.0; figures.rows().len()];
    for column in &terms {
        sums.iter_mut().zip(column).for_each(|(sum, term)| *sum += term);
    }
    let m = float(columns.len());
    let performance = |sum: f64| libm::log1p(sum / m);
    let effect = |column: &Vec<f64>| -> f64 {
        sums.iter().zip(column).map(|(sum, term)| (performance(sum - term) - performance(*sum)).abs()).sum()
    };
    Ok(terms.iter().map(effect).collect())
}
