//! Contrast and conflict of columns.

use super::WeightingError;
use super::figures::{Column, variance};
use super::matrix::float;

/// A conflict below this is what rounding leaves of columns that agree entirely.
const AGREE: f64 = 1e-12;

/// σⱼ Σ (1 − rⱼₖ) over the columns that are not constant.
pub(super) fn weights(columns: &[Column], directed: bool) -> Result<Vec<f64>, WeightingError> {
    let scaled: Vec<Option<Vec<f64>>> = columns
        .iter()
        .map(|column| {
            let direction = if directed { column.direction } else { crate::indicator::Direction::Higher };
            (!column.constant).then(|| column.min_max(direction))
        })
        .collect();
    let varying = scaled.iter().flatten().count();
    let information = |values: &Option<Vec<f64>>| {
        let Some(values) = values else { return 0.0 };
        // All that is told apart is told by it.
        if varying == 1 {
            return 1.0;
        }
        let conflict: f64 = scaled.iter().flatten().map(|other| conflict(values, other)).sum();
        variance(values).sqrt() * conflict
    };
    let weights: Vec<f64> = scaled.iter().map(information).collect();
    if weights.iter().all(|weight| *weight <= 0.0) {
        let why = "all criteria that differ agree entirely";
        return Err(WeightingError::NoInformation { method: "CRITIC", why });
    }
    Ok(weights)
}

/// 1 − r.
fn conflict(one: &[f64], other: &[f64]) -> f64 {
    let n = float(one.len());
    let (mean, other_mean) = (one.iter().sum::<f64>() / n, other.iter().sum::<f64>() / n);
    let products = one.iter().zip(other).map(|(one, other)| (one - mean) * (other - other_mean));
    let covariance = products.sum::<f64>() / float(one.len() - 1);
    let conflict = 1.0 - covariance / (variance(one).sqrt() * variance(other).sqrt());
    if conflict < AGREE { 0.0 } else { conflict }
}
