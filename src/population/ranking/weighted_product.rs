use serde::Serialize;

use super::matrix::{Column, Matrix, rows, weighted};
use super::tie::{Rounded, ranks_of_floats};
use super::{Ranking, Shares};
use crate::analysis::sums::sorted_sum;
use crate::population::exact::real;
use crate::population::{PopulationError, Table};
use crate::quantity::{Number, PLACES, Weight};

/// The weighted product (加权积, WPM): Π figure^weight, where a figure is x/Σx, or (1/x)/Σ(1/x) where less is better.
///
/// A low figure weighs more than in a sum: it cannot be bought off as cheaply. Ranks compare the logarithms.
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
        Self::by_shares(table, &Shares::new(weights, table.criteria().len())?)
    }

    pub(super) fn by_shares(table: &Table, shares: &Shares) -> Result<Self, PopulationError> {
        let Matrix { columns } = Matrix::new(table)?;
        let weights = shares.to_floats();
        let mut parts = Vec::new();
        for column in &columns {
            let mut pairs = column.values.iter().zip(table.subjects());
            if let Some((given, subject)) = pairs.find(|(value, _)| **value <= 0) {
                let (subject, criterion) = (subject.id.clone(), column.criterion.id.clone());
                let given = Number::from_scaled(*given, PLACES).unwrap_or_default();
                return Err(PopulationError::NotPositive { subject, criterion, given });
            }
            let mut turned = column.floats();
            if column.falls() {
                turned = turned.into_iter().map(f64::recip).collect();
            }
            let total = sorted_sum(turned.iter().copied());
            parts.push(turned.into_iter().map(|value| value / total).collect());
        }
        let figures = rows(&parts);
        let product = |row: &Vec<f64>| {
            row.iter()
                .zip(&weights)
                .fold(1.0, |product, (figure, weight)| product * libm::pow(*figure, *weight))
        };
        let scores: Vec<_> = figures.iter().map(product).collect();
        let ranks = ranks_of_floats(&logarithms(&columns, &weights), columns.len());
        Ok(Self { ranking: Ranking::new(table, &scores, ranks), figures })
    }
}

/// ln of each product over that of a subject who is the worst in everything: a sum of terms of which none is below 0,
/// and that keeps the difference of nearly equal values.
fn logarithms(columns: &[Column<'_>], weights: &[f64]) -> Vec<Rounded> {
    let above_worst = |column: &Column<'_>| -> Vec<f64> {
        let (worst, _) = column.worst_and_best();
        let pairs = column.values.iter().zip(column.distances(worst));
        // x/worst = 1 + (x − worst)/worst; where less is better worst/x = 1 + (worst − x)/x.
        pairs
            .map(|(value, above)| libm::log1p(real(above) / real(value.min(&worst).unsigned_abs())))
            .collect()
    };
    let terms = rows(&columns.iter().map(above_worst).collect::<Vec<_>>());
    weighted(&terms, weights).into_iter().map(|score| Rounded { score, size: score }).collect()
}
