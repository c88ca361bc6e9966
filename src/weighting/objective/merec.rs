//! The effect of leaving a criterion out.

use super::column::Column;
use crate::analysis::sums::sorted_sum;
use crate::indicator::Direction;
use crate::quantity::Number;
use crate::weighting::arithmetic::{count, float};
use crate::weighting::{Figures, ObjectiveMethod, WeightingError};

/// Σ |S′ − S| over the rows, where S = ln(1 + Σ|ln n| / m) is a row's performance over the m criteria, S′ the same
/// without the criterion's own term, and n = min x / x where more is better, x / max x where less is.
///
/// |S′ − S| is ln(1 + t / (m + Σ − t)) for a term t = |ln n| of the sum Σ, where nothing cancels.
pub(super) fn weights(figures: &Figures, columns: &[Column]) -> Result<Vec<f64>, WeightingError> {
    figures.take(ObjectiveMethod::Merec, "figures above 0", |figure| figure > Number::ZERO)?;
    let terms = |column: &Column| -> Vec<f64> {
        let term = |figure: &i128| match column.direction {
            Direction::Lower => libm::log1p(float(column.most - figure) / float(*figure)),
            Direction::Higher | Direction::Range => {
                libm::log1p(float(figure - column.least) / float(column.least))
            }
        };
        column.figures.iter().map(term).collect()
    };
    let terms: Vec<Vec<f64>> = columns.iter().map(terms).collect();
    let row_sum = |row: usize| sorted_sum(terms.iter().filter_map(|column| column.get(row).copied()));
    let sums: Vec<f64> = (0..figures.rows().len()).map(row_sum).collect();
    let m = count(columns.len());
    let effect = |column: &Vec<f64>| {
        sorted_sum(sums.iter().zip(column).map(|(sum, term)| libm::log1p(term / (m + (sum - term)))))
    };
    Ok(terms.iter().map(effect).collect())
}
