use serde::Serialize;

use super::Ranking;
use super::matrix::{Matrix, rows, shares, weighted};
use crate::population::{PopulationError, Table};
use crate::quantity::{IndicatorId, Weight};

/// The weighted sum (加权和, SAW): Σ weight · figure, with weights as shares of their sum.
///
/// Under [`Scaling::MinMax`] a criterion in which all subjects are equal says nothing about their order: it is left
/// out, named, and its weight is shared by the others.
///
/// ```
/// use service_quality::population::Table;
/// use service_quality::population::ranking::{Scaling, WeightedSum};
///
/// let table: Table = serde_json::from_str(r#"{"criteria": [
///         {"id": "solved", "direction": "higher"}, {"id": "hours", "direction": "lower"}, {"id": "sites", "direction": "higher"}],
///     "subjects": [{"id": "a", "values": [70, 4, 1]}, {"id": "b", "values": [90, 6, 1]}, {"id": "c", "values": [80, 4, 1]}]}"#)?;
/// let sum = WeightedSum::new(&table, &["2".parse()?, "1".parse()?, "3".parse()?], Scaling::MinMax)?;
/// assert_eq!(sum.without_spread, ["sites".parse()?]);
/// assert_eq!(sum.figures, [[0.0, 1.0], [1.0, 0.0], [0.5, 1.0]]);
/// assert_eq!(sum.ranking.ranks().iter().map(|(_, rank)| *rank).collect::<Vec<_>>(), [3, 1, 1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeightedSum {
    /// The criteria that were left out, because all subjects are equal there.
    pub without_spread: Vec<IndicatorId>,
    /// The figures that were summed, a row a subject, without the criteria left out.
    pub figures: Vec<Vec<f64>>,
    /// The sums and ranks.
    pub ranking: Ranking,
}

/// What is summed.
///
/// ```
/// use service_quality::population::ranking::Scaling;
/// assert_eq!(serde_json::to_string(&Scaling::MinMax)?, r#""min_max""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scaling {
    /// The values as given: figures of one scale, all better when high, such as scores.
    AsGiven,
    /// Each criterion scaled so that the worst of those compared has 0 and the best 1.
    MinMax,
}

impl WeightedSum {
    /// Ranks the subjects of a table.
    ///
    /// # Errors
    /// [`PopulationError::WeightCount`], [`PopulationError::WeightSum`], [`PopulationError::Absent`]; as given
    /// [`PopulationError::LowerSummed`]; min-max [`PopulationError::NoSpread`].
    pub fn new(table: &Table, weights: &[Weight], scaling: Scaling) -> Result<Self, PopulationError> {
        Self::by_shares(table, &shares(weights, table.criteria().len())?, scaling)
    }

    pub(super) fn by_shares(
        table: &Table,
        shares: &[f64],
        scaling: Scaling,
    ) -> Result<Self, PopulationError> {
        let Matrix { columns } = Matrix::new(table, shares)?;
        if scaling == Scaling::AsGiven
            && let Some(column) = columns.iter().find(|column| column.falls())
        {
            return Err(PopulationError::LowerSummed { criterion: column.criterion.id.clone() });
        }
        let (kept, left): (Vec<_>, Vec<_>) =
            columns.into_iter().partition(|column| scaling == Scaling::AsGiven || column.has_spread());
        let total = kept.iter().fold(0.0, |sum, column| sum + column.weight);
        if total <= 0.0 {
            return Err(PopulationError::NoSpread);
        }
        // Divided only where something was left out: shares sum to 1 already, and a division would cost a digit.
        let total = if left.is_empty() { 1.0 } else { total };
        let weights: Vec<_> = kept.iter().map(|column| column.weight / total).collect();
        let figures = kept.into_iter().map(|column| match scaling {
            Scaling::AsGiven => column.values,
            Scaling::MinMax => column.min_max(),
        });
        let figures = rows(&figures.collect::<Vec<_>>());
        let ranking = Ranking::new(table, &weighted(&figures, &weights));
        let without_spread = left.into_iter().map(|column| column.criterion.id.clone()).collect();
        Ok(Self { without_spread, figures, ranking })
    }
}
