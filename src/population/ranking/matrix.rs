use crate::indicator::Direction;
use crate::population::exact::float;
use crate::population::{Criterion, PopulationError, Table};
use crate::quantity::{Number, Weight};

/// A complete table as floats, by column.
pub(super) struct Matrix<'a> {
    pub(super) columns: Vec<Column<'a>>,
}

/// A criterion with its weight and a value for each subject.
pub(super) struct Column<'a> {
    pub(super) criterion: &'a Criterion,
    /// Its share of the weights.
    pub(super) weight: f64,
    pub(super) numbers: Vec<Number>,
    pub(super) values: Vec<f64>,
}

impl<'a> Matrix<'a> {
    /// Shares may be fewer than criteria only by a mistake of the caller; what has none weighs 0.
    pub(super) fn new(table: &'a Table, shares: &[f64]) -> Result<Self, PopulationError> {
        let mut columns = Vec::new();
        for (index, (criterion, values)) in table.columns().enumerate() {
            let mut numbers = Vec::with_capacity(values.len());
            for (value, subject) in values.into_iter().zip(table.subjects()) {
                let absent = || PopulationError::Absent {
                    subject: subject.id.clone(),
                    criterion: criterion.id.clone(),
                };
                numbers.push(value.ok_or_else(absent)?);
            }
            let values = numbers.iter().map(|number| float(number.to_scaled())).collect();
            let weight = shares.get(index).copied().unwrap_or_default();
            columns.push(Column { criterion, weight, numbers, values });
        }
        Ok(Self { columns })
    }
}

impl Column<'_> {
    /// Least and greatest value.
    pub(super) fn range(&self) -> (f64, f64) {
        let values = || self.values.iter().copied();
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
    }

    /// Worst and best value.
    pub(super) fn worst_and_best(&self) -> (f64, f64) {
        let (least, most) = self.range();
        if self.falls() { (most, least) } else { (least, most) }
    }

    /// Whether less is better.
    pub(super) fn falls(&self) -> bool {
        self.criterion.direction == Direction::Lower
    }

    /// Whether any subject differs from another.
    pub(super) fn has_spread(&self) -> bool {
        self.numbers.iter().min() != self.numbers.iter().max()
    }

    /// The values scaled so that the worst is 0 and the best 1.
    pub(super) fn min_max(&self) -> Vec<f64> {
        let (worst, best) = self.worst_and_best();
        self.values.iter().map(|value| (value - worst) / (best - worst)).collect()
    }
}

/// Weights as shares of their sum.
pub(in crate::population) fn shares(
    weights: &[Weight],
    criteria: usize,
) -> Result<Vec<f64>, PopulationError> {
    if weights.len() != criteria {
        return Err(PopulationError::WeightCount { given: weights.len(), criteria });
    }
    let units = || weights.iter().map(|weight| weight.to_scaled());
    let total = units().try_fold(0_i128, i128::checked_add);
    let total = total.ok_or(PopulationError::TooLarge { what: "the sum of weights" })?;
    if total == 0 {
        return Err(PopulationError::WeightSum);
    }
    Ok(units().map(|weight| float(weight) / float(total)).collect())
}

/// Columns as rows.
pub(super) fn rows(columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let length = columns.first().map_or(0, Vec::len);
    (0..length).map(|row| columns.iter().filter_map(|column| column.get(row).copied()).collect()).collect()
}

/// Σ weight · value of each row.
pub(super) fn weighted(rows: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let sum = |row: &Vec<f64>| row.iter().zip(weights).fold(0.0, |sum, (value, weight)| sum + value * weight);
    rows.iter().map(sum).collect()
}
