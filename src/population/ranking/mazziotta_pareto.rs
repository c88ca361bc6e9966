use serde::Serialize;

use super::Ranking;
use super::matrix::{Column, Matrix, rows};
use super::tie::{Rounded, ranks_of_floats};
use crate::analysis::sums::sorted_sum;
use crate::population::exact::count;
use crate::population::z_score::standardised;
use crate::population::{Divisor, PopulationError, Table};
use crate::quantity::IndicatorId;

/// The Mazziotta-Pareto index over a population: the mean of standardised criteria less, or more, a penalty for
/// imbalance.
///
/// M ∓ S·cv with M the mean of a subject's standardised figures, S their standard deviation (divisor: their number)
/// and cv = S/M. Classical (MPI): z-scores with mean 100 and standard deviation 10 of the population. Adjusted
/// (AMPI): 70 for the worst, 130 for the best. A criterion in which all subjects are equal is left out and named. De
/// Muro, Mazziotta and Pareto, *Composite indices of development and poverty* (2011); in Compind `ci_mpi`, `ci_ampi`.
///
/// ```
/// use service_quality::population::Table;
/// use service_quality::population::ranking::{MazziottaPareto, Penalty};
///
/// let table: Table = serde_json::from_str(r#"{
///     "criteria": [{"id": "x", "direction": "higher"}, {"id": "y", "direction": "higher"}],
///     "subjects": [{"id": "even", "values": [5, 5]}, {"id": "uneven", "values": [0, 10]}, {"id": "other", "values": [10, 0]}]}"#)?;
/// let index = MazziottaPareto::adjusted(&table, Penalty::Downward)?;
/// let of: Vec<_> = index.subjects.iter().map(|subject| (subject.mean, subject.index)).collect();
/// assert_eq!(of, [(100.0, 100.0), (100.0, 91.0), (100.0, 91.0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MazziottaPareto {
    /// The criteria that were left out, because all subjects are equal there.
    pub without_spread: Vec<IndicatorId>,
    /// The figures of each subject, in the order of the table.
    pub subjects: Vec<MazziottaParetoIndex>,
    /// The indices and ranks.
    pub ranking: Ranking,
}

/// A subject's index and what it is made of.
///
/// ```
/// use service_quality::population::ranking::MazziottaParetoIndex;
/// let index = MazziottaParetoIndex { mean: 100.0, deviation: 30.0, index: 91.0 };
/// assert_eq!(index.mean - index.deviation * index.deviation / index.mean, index.index);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MazziottaParetoIndex {
    /// The mean of the standardised figures.
    pub mean: f64,
    /// Their standard deviation.
    pub deviation: f64,
    /// The mean with the penalty.
    pub index: f64,
}

/// Which way imbalance counts.
///
/// ```
/// use service_quality::population::Table;
/// use service_quality::population::ranking::{MazziottaPareto, Penalty};
///
/// let table: Table = serde_json::from_str(r#"{
///     "criteria": [{"id": "x", "direction": "higher"}, {"id": "y", "direction": "higher"}],
///     "subjects": [{"id": "a", "values": [0, 10]}, {"id": "b", "values": [10, 0]}]}"#)?;
/// let index = |penalty| Ok::<_, Box<dyn std::error::Error>>(MazziottaPareto::adjusted(&table, penalty)?.subjects[0].index);
/// assert_eq!((index(Penalty::Downward)?, index(Penalty::Upward)?), (91.0, 109.0)); // about a mean of 100
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Penalty {
    /// Subtracted: for what is good, as quality is.
    Downward,
    /// Added: for what is bad, as poverty is.
    Upward,
}

impl MazziottaPareto {
    /// The classical index, of z-scores.
    ///
    /// # Errors
    /// [`PopulationError::Absent`], [`PopulationError::NoSpread`], [`PopulationError::MeanNotPositive`],
    /// [`PopulationError::TooLarge`].
    pub fn classical(table: &Table, penalty: Penalty) -> Result<Self, PopulationError> {
        Self::of(table, penalty, true)
    }

    /// The adjusted index, between the worst and the best.
    ///
    /// # Errors
    /// [`PopulationError::Absent`], [`PopulationError::NoSpread`].
    pub fn adjusted(table: &Table, penalty: Penalty) -> Result<Self, PopulationError> {
        Self::of(table, penalty, false)
    }

    fn of(table: &Table, penalty: Penalty, classical: bool) -> Result<Self, PopulationError> {
        let Matrix { columns } = Matrix::new(table)?;
        let (kept, left): (Vec<_>, Vec<_>) = columns.into_iter().partition(Column::has_spread);
        if kept.is_empty() {
            return Err(PopulationError::NoSpread);
        }
        let figures = kept.iter().map(|column| {
            if classical {
                return z_scores(column);
            }
            Ok(column.min_max().into_iter().map(|figure| 70.0 + 60.0 * figure).collect())
        });
        let figures = rows(&figures.collect::<Result<Vec<_>, PopulationError>>()?);
        let subjects = figures.iter().zip(table.subjects()).map(|(row, subject)| {
            let n = count(row.len());
            let mean = sorted_sum(row.iter().copied()) / n;
            // Only one of a hundred and more, 10 deviations below the others, comes to this.
            if mean <= 0.0 {
                return Err(PopulationError::MeanNotPositive { subject: subject.id.clone() });
            }
            let deviation =
                (sorted_sum(row.iter().map(|figure| (figure - mean) * (figure - mean))) / n).sqrt();
            let by = deviation * (deviation / mean);
            let index = match penalty {
                Penalty::Downward => mean - by,
                Penalty::Upward => mean + by,
            };
            Ok(MazziottaParetoIndex { mean, deviation, index })
        });
        let subjects: Vec<_> = subjects.collect::<Result<_, PopulationError>>()?;
        let scores: Vec<_> = subjects.iter().map(|subject| subject.index).collect();
        // The penalty may take nearly all of the mean: what it leaves is no more precise than both.
        let sizes = subjects.iter().map(|subject| Rounded {
            score: subject.index,
            size: subject.mean + (subject.mean - subject.index).abs(),
        });
        let ranks = ranks_of_floats(&sizes.collect::<Vec<_>>(), kept.len());
        let without_spread = left.into_iter().map(|column| column.criterion.id.clone()).collect();
        Ok(Self { without_spread, ranking: Ranking::new(table, &scores, ranks), subjects })
    }
}

/// With mean 100 and standard deviation 10, better above.
fn z_scores(column: &Column<'_>) -> Result<Vec<f64>, PopulationError> {
    let found = standardised(&column.values, Divisor::Population);
    let (deviations, root) = found.ok_or(PopulationError::TooLarge { what: "a sum of squares" })?;
    let root = if column.falls() { -root } else { root };
    Ok(deviations.into_iter().map(|deviation| 100.0 + 10.0 * (deviation / root)).collect())
}
