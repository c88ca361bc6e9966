//! What the entropy of a column leaves of 1.

use super::column::Column;
use crate::analysis::sums::sorted_sum;
use crate::quantity::Number;
use crate::weighting::arithmetic::{count, float};
use crate::weighting::{Figures, ObjectiveMethod, WeightingError};

/// 1 − e, with e = −Σ p ln p / ln m over the m rows and p each figure's part of its column's sum.
pub(super) fn weights(
    figures: &Figures,
    columns: &[Column],
    method: ObjectiveMethod,
) -> Result<Vec<f64>, WeightingError> {
    figures.take(method, "figures of 0 or more", |figure| figure >= Number::ZERO)?;
    let sizes = |column: &Column| column.figures.iter().map(|figure| figure.unsigned_abs()).collect();
    Ok(columns.iter().map(|column| rest(column, sizes(column))).collect())
}

/// The same of figures between 0, the worst, and 1, the best.
pub(super) fn of_scaled(columns: &[Column]) -> Vec<f64> {
    columns.iter().map(|column| rest(column, column.merits())).collect()
}

/// With d = mp − 1, by how much of the mean a figure is above it, Σd is 0 and 1 − e is Σ((1 + d) ln(1 + d) − d) / (m ln m):
/// nothing cancels where figures hardly differ.
fn rest(column: &Column, parts: Vec<u128>) -> f64 {
    if column.is_constant() {
        return 0.0;
    }
    let (sum, rows) = (parts.iter().sum::<u128>().cast_signed(), count(parts.len()));
    let m = i128::try_from(parts.len()).unwrap_or_default();
    let above = |part: u128| float(m * part.cast_signed() - sum) / float(sum);
    sorted_sum(parts.into_iter().map(|part| surplus(above(part)))) / (rows * libm::log(rows))
}

/// (1 + d) ln(1 + d) − d, not below 0.
fn surplus(d: f64) -> f64 {
    if d <= -1.0 {
        return 1.0;
    }
    if d.abs() < 0.01 {
        // d²/2 − d³/6 + d⁴/12 − …: the eleventh power is below what a float can say of the second.
        let series = (2..=10).rev().fold(0.0, |sum, k| 1.0 / f64::from(k * (k - 1)) - d * sum);
        return d * d * series;
    }
    (1.0 + d) * libm::log1p(d) - d
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_meets_the_logarithm() {
        for d in [0.01_f64, -0.01] {
            let series = surplus(d * (1.0 - 1e-9));
            assert!((series / surplus(d) - 1.0).abs() < 1e-8, "{d}: {series}");
        }
        assert!((surplus(1e-20) / 5e-41 - 1.0).abs() < 1e-15);
        assert_eq!(surplus(-1.0).to_bits(), 1.0_f64.to_bits());
    }
}
