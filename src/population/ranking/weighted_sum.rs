use serde::Serialize;

use super::matrix::{Column, Matrix, rows, weighted};
use super::tie::{fixed, ranks_of_sums};
use super::{Ranking, Shares};
use crate::population::{PopulationError, Table};
use crate::quantity::{IndicatorId, Weight};

/// The weighted sum (加权和, SAW): Σ weight · figure, with weights as shares of their sum.
///
/// Under [`Scaling::MinMax`] a criterion in which all subjects are equal says nothing about their order: it is left
/// out, named, and its weight is shared by the others.
///
/// Ranks compare exact sums, or min-max figures of 27 places, so that figures tie where they are equal and only there;
/// the scores beside them are floats.
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
/// use service_quality::population::Table;
/// use service_quality::population::ranking::{Scaling, WeightedSum};
///
/// let table: Table = serde_json::from_str(r#"{
///     "criteria": [{"id": "calls", "direction": "higher"}, {"id": "rating", "direction": "higher"}],
///     "subjects": [{"id": "a", "values": [900, 3]}, {"id": "b", "values": [850, 5]}, {"id": "c", "values": [0, 4]}]}"#)?;
/// let best = |scaling| {
///     let sum = WeightedSum::new(&table, &["1".parse()?, "1".parse()?], scaling)?;
///     Ok::<_, Box<dyn std::error::Error>>(sum.ranking.best_first().next().map(|best| best.subject.to_string()))
/// };
/// assert_eq!(best(Scaling::AsGiven)?.as_deref(), Some("a")); // by calls alone: their figures are larger
/// assert_eq!(best(Scaling::MinMax)?.as_deref(), Some("b"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
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
        Self::by_shares(table, &Shares::new(weights, table.criteria().len())?, scaling)
    }

    pub(super) fn by_shares(
        table: &Table,
        shares: &Shares,
        scaling: Scaling,
    ) -> Result<Self, PopulationError> {
        let Matrix { columns } = Matrix::new(table)?;
        match scaling {
            Scaling::AsGiven => Self::as_given(table, &columns, shares),
            Scaling::MinMax => Self::min_max(table, columns, shares),
        }
    }

    fn as_given(table: &Table, columns: &[Column<'_>], shares: &Shares) -> Result<Self, PopulationError> {
        if let Some(column) = columns.iter().find(|column| column.falls()) {
            return Err(PopulationError::LowerSummed { criterion: column.criterion.id.clone() });
        }
        let figures = rows(&columns.iter().map(Column::floats).collect::<Vec<_>>());
        // What is taken off every subject alike changes no order.
        let above: Vec<Vec<u128>> =
            columns.iter().map(|column| column.distances(column.least).collect()).collect();
        let ranks = ranks_of_sums(&above, shares, true).ok_or(TOO_LARGE)?;
        let ranking = Ranking::new(table, &weighted(&figures, &shares.to_floats()), ranks);
        Ok(Self { without_spread: vec![], figures, ranking })
    }

    fn min_max(table: &Table, columns: Vec<Column<'_>>, shares: &Shares) -> Result<Self, PopulationError> {
        let (kept, left): (Vec<_>, Vec<_>) =
            columns.into_iter().zip(shares.units()).partition(|(column, _)| column.has_spread());
        let (kept, units): (Vec<_>, Vec<u128>) = kept.into_iter().unzip();
        let shares = Shares::of(&units).map_err(|_| PopulationError::NoSpread)?;
        let figures = rows(&kept.iter().map(Column::min_max).collect::<Vec<_>>());
        let parts = kept.iter().map(|column| {
            let (worst, _) = column.worst_and_best();
            column.distances(worst).map(|above| fixed(above, column.range())).collect()
        });
        let ranks = ranks_of_sums(&parts.collect::<Vec<_>>(), &shares, false).ok_or(TOO_LARGE)?;
        let ranking = Ranking::new(table, &weighted(&figures, &shares.to_floats()), ranks);
        let without_spread = left.into_iter().map(|(column, _)| column.criterion.id.clone()).collect();
        Ok(Self { without_spread, figures, ranking })
    }
}

const TOO_LARGE: PopulationError = PopulationError::TooLarge { what: "a weighted sum" };
