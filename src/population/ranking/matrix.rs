use crate::indicator::Direction;
use crate::population::exact::real;
use crate::population::{Criterion, PopulationError, Table};
use crate::quantity::billionths;

/// A complete table by column.
pub(in crate::population) struct Matrix<'a> {
    pub(in crate::population) columns: Vec<Column<'a>>,
}

/// A criterion with a value for each subject, in units of 10⁻⁹.
pub(in crate::population) struct Column<'a> {
    pub(in crate::population) criterion: &'a Criterion,
    pub(in crate::population) values: Vec<i128>,
    pub(super) least: i128,
    pub(super) most: i128,
}

impl<'a> Matrix<'a> {
    pub(in crate::population) fn new(table: &'a Table) -> Result<Self, PopulationError> {
        let mut columns = Vec::new();
        for (criterion, given) in table.columns() {
            let mut values = Vec::with_capacity(given.len());
            for (value, subject) in given.into_iter().zip(table.subjects()) {
                let absent = || PopulationError::Absent {
                    subject: subject.id.clone(),
                    criterion: criterion.id.clone(),
                };
                values.push(value.ok_or_else(absent)?.to_scaled());
            }
            let least = values.iter().copied().min().unwrap_or_default();
            let most = values.iter().copied().max().unwrap_or_default();
            columns.push(Column { criterion, values, least, most });
        }
        Ok(Self { columns })
    }
}

impl Column<'_> {
    /// Worst and best value.
    pub(super) fn worst_and_best(&self) -> (i128, i128) {
        if self.falls() { (self.most, self.least) } else { (self.least, self.most) }
    }

    /// Whether less is better.
    pub(in crate::population) fn falls(&self) -> bool {
        self.criterion.direction == Direction::Lower
    }

    /// Whether any subject differs from another.
    pub(in crate::population) fn has_spread(&self) -> bool {
        self.least != self.most
    }

    /// From the least value to the greatest.
    pub(in crate::population) fn range(&self) -> u128 {
        self.most.abs_diff(self.least)
    }

    /// How far each value lies from another value. Taken before anything is rounded: floats of the values may be equal
    /// where the values are not.
    pub(super) fn distances(&self, from: i128) -> impl Iterator<Item = u128> {
        self.values.iter().map(move |value| value.abs_diff(from))
    }

    /// The values as floats.
    pub(super) fn floats(&self) -> Vec<f64> {
        self.values.iter().map(|value| billionths(*value)).collect()
    }

    /// The values scaled so that the worst is 0 and the best 1.
    pub(super) fn min_max(&self) -> Vec<f64> {
        let (worst, _) = self.worst_and_best();
        self.distances(worst).map(|above| real(above) / real(self.range())).collect()
    }
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
