use serde::Serialize;

use super::Ranking;
use super::matrix::{Matrix, rows, shares};
use crate::population::exact::sorted_sum;
use crate::population::{PopulationError, Table};
use crate::quantity::{Number, Weight};

/// The weighted product (加权积, WPM): Π figure^weight, where a figure is x/Σx, or (1/x)/Σ(1/x) where less is better.
///
/// A low figure weighs more than in a sum: it cannot be bought off as cheaply.
///
/// ```
/// use service_quality::population::Table;
/// use service_quality::population::ranking::WeightedProduct;
///
/// let table: Table = serde_json::from_str(r#"{
///     "criteria": [{"id": "solved", "direction": "higher"}, {"id": "hours", "direction": "lower"}],
///     "subjects": [{"id": "a", "values": [60, 1]}, {"id": "b", "values": [40, 4]}]}"#)?;
/// let product = WeightedProduct::new(&table, &["1".parse()?, "1".parse()?])?;
/// assert!((product.ranking.subjects()[0].score - 0.48_f64.sqrt()).abs() < 1e-12); // √(0.6 · 0.8)
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeightedProduct {
    /// The figures, a row a subject.
    pub figures: Vec<Vec<f64>>,
    /// The products and ranks.
    pub ranking: Ranking,
}

impl WeightedProduct {
    /// Ranks the subjects of a table.
    ///
    /// # Errors
    /// [`PopulationError::WeightCount`], [`PopulationError::WeightSum`], [`PopulationError::Absent`],
    /// [`PopulationError::NotPositive`].
    pub fn new(table: &Table, weights: &[Weight]) -> Result<Self, PopulationError> {
        Self::by_shares(table, &shares(weights, table.criteria().len())?)
    }

    pub(super) fn by_shares(table: &Table, shares: &[f64]) -> Result<Self, PopulationError> {
        let Matrix { columns } = Matrix::new(table, shares)?;
        let mut parts = Vec::new();
        for column in &columns {
            let mut pairs = column.numbers.iter().zip(table.subjects());
            if let Some((given, subject)) = pairs.find(|(number, _)| **number <= Number::ZERO) {
                let (subject, criterion) = (subject.id.clone(), column.criterion.id.clone());
                return Err(PopulationError::NotPositive { subject, criterion, given: *given });
            }
            let falls = column.falls();
            let turned: Vec<_> =
                column.values.iter().map(|value| if falls { value.recip() } else { *value }).collect();
            let total = sorted_sum(turned.iter().copied());
            parts.push(turned.into_iter().map(|value| value / total).collect());
        }
        let figures = rows(&parts);
        let product = |row: &Vec<f64>| {
            row.iter()
                .zip(&columns)
                .fold(1.0, |product, (figure, column)| product * libm::pow(*figure, column.weight))
        };
        let scores: Vec<_> = figures.iter().map(product).collect();
        Ok(Self { ranking: Ranking::new(table, &scores), figures })
    }
}
