//! How much a column spreads.

use super::figures::{Column, variance};
use super::matrix::float;
use super::{Figures, WeightingError};
use crate::quantity::Number;

pub(super) fn deviations(columns: &[Column]) -> Vec<f64> {
    variances(columns).into_iter().map(f64::sqrt).collect()
}

pub(super) fn variances(columns: &[Column]) -> Vec<f64> {
    columns.iter().map(|column| variance(&column.min_max(column.direction))).collect()
}

pub(super) fn raw_deviations(columns: &[Column]) -> Vec<f64> {
    let deviation = |column: &Column| if column.constant { 0.0 } else { variance(&column.values).sqrt() };
    columns.iter().map(deviation).collect()
}

/// Half the relative mean difference. In order of size the k-th of n figures is larger than k − 1 others and smaller
/// than n − k, so that the sum of all differences is 2 Σ (2k − n − 1) x.
pub(super) fn gini(figures: &Figures, columns: &[Column]) -> Result<Vec<f64>, WeightingError> {
    figures.take("the Gini coefficient", "figures of 0 or more", |figure| figure >= Number::ZERO)?;
    let coefficient = |column: &Column| {
        if column.constant {
            return 0.0;
        }
        let mut ordered = column.values.clone();
        ordered.sort_by(f64::total_cmp);
        let n = float(ordered.len());
        let sum: f64 = ordered.iter().sum();
        let ranks = (1..).map(|rank| 2.0 * float(rank) - n - 1.0);
        ranks.zip(ordered).map(|(factor, value)| factor * value).sum::<f64>() / (n * sum)
    };
    Ok(columns.iter().map(coefficient).collect())
}
