//! Contrast and conflict of columns.

use super::column::{Column, covariance};
use crate::analysis::sums::sorted_sum;
use crate::weighting::arithmetic::pairs;
use crate::weighting::{ObjectiveMethod, WeightingError};

/// A conflict below this is what rounding leaves of columns that agree entirely.
const AGREE: f64 = 1e-12;

/// σⱼ Σ (1 − rⱼₖ) over the columns that are not constant.
pub(super) fn weights(columns: &[Column], method: ObjectiveMethod) -> Result<Vec<f64>, WeightingError> {
    let mut varying: Vec<Varying> = columns
        .iter()
        .filter(|column| !column.is_constant())
        .map(|column| Varying::new(column, method))
        .collect();
    if varying.len() == 1 {
        // All that is told apart is told by it.
        return Ok(columns.iter().map(|column| if column.is_constant() { 0.0 } else { 1.0 }).collect());
    }
    for (one, other) in pairs(varying.len()) {
        let conflict = varying.get(one).zip(varying.get(other)).map(|(one, other)| one.conflict(other));
        for place in [one, other] {
            if let Some(column) = varying.get_mut(place) {
                column.conflicts.extend(conflict);
            }
        }
    }
    if varying.iter().all(|column| column.conflicts.iter().all(|conflict| *conflict <= 0.0)) {
        let why = "all criteria that differ agree entirely";
        return Err(WeightingError::NoInformation { method, why });
    }
    let mut weights = varying.into_iter().map(|column| column.contrast * sorted_sum(column.conflicts));
    let own = |column: &Column| if column.is_constant() { None } else { weights.next() };
    Ok(columns.iter().map(own).map(Option::unwrap_or_default).collect())
}

/// A column that is not constant.
struct Varying {
    figures: Vec<u128>,
    /// The root of n(n − 1) variances.
    root: f64,
    /// The same over the range: a standard deviation of scaled figures but for a factor that all columns share.
    contrast: f64,
    /// 1 − r with each other column.
    conflicts: Vec<f64>,
}

impl Varying {
    fn new(column: &Column, method: ObjectiveMethod) -> Self {
        let directed = method != ObjectiveMethod::CriticUndirected;
        let figures = if directed { column.merits() } else { column.heights() };
        let root = covariance(&figures, &figures).sqrt();
        Self { figures, root, contrast: root / column.range(), conflicts: Vec::new() }
    }

    fn conflict(&self, other: &Self) -> f64 {
        let conflict = 1.0 - covariance(&self.figures, &other.figures) / (self.root * other.root);
        if conflict < AGREE { 0.0 } else { conflict }
    }
}
