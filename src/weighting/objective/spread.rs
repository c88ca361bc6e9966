//! How much a column spreads.

use super::column::{Column, covariance};
use crate::quantity::Number;
use crate::weighting::arithmetic::{count, float};
use crate::weighting::{Figures, ObjectiveMethod, WeightingError};

/// The deviations of the figures scaled between worst and best.
pub(super) fn deviations(columns: &[Column]) -> Vec<f64> {
    columns
        .iter()
        .map(|column| if column.is_constant() { 0.0 } else { raw(column) / column.range() })
        .collect()
}

pub(super) fn variances(columns: &[Column]) -> Vec<f64> {
    deviations(columns).into_iter().map(|deviation| deviation * deviation).collect()
}

/// Those of the figures as they are, in units of 10^-9.
pub(super) fn raw_deviations(columns: &[Column]) -> Vec<f64> {
    columns.iter().map(raw).collect()
}

/// The standard deviation of a sample, n − 1 below.
fn raw(column: &Column) -> f64 {
    let (n, heights) = (count(column.figures.len()), column.heights());
    (covariance(&heights, &heights) / (n * (n - 1.0))).sqrt()
}

/// Half the relative mean difference. In order of size the k-th of n figures is larger than k − 1 others and smaller
/// than n − k, so that the sum of all differences is 2 Σ (2k − n − 1) x.
pub(super) fn gini(figures: &Figures, columns: &[Column]) -> Result<Vec<f64>, WeightingError> {
    figures.take(ObjectiveMethod::Gini, "figures of 0 or more", |figure| figure >= Number::ZERO)?;
    let coefficient = |column: &Column| {
        if column.is_constant() {
            return 0.0;
        }
        let mut ordered = column.figures.clone();
        ordered.sort_unstable();
        // At most 10^6 figures of at most 10^24 units, and factors below 10^6: all within `i128`.
        let rows = i128::try_from(ordered.len()).unwrap_or_default();
        let (sum, factors) = (ordered.iter().sum::<i128>(), (1 - rows..).step_by(2));
        let differences: i128 = factors.zip(ordered).map(|(factor, figure)| factor * figure).sum();
        float(differences) / float(rows * sum)
    };
    Ok(columns.iter().map(coefficient).collect())
}
