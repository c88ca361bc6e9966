use serde::Serialize;

use super::Ranking;
use super::matrix::{Column, Matrix, rows};
use crate::population::exact::{count, sorted_sum};
use crate::population::z_score::standardised;
use crate::population::{Divisor, PopulationError, Table};
use crate::quantity::{IndicatorId, Number};

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
/// use service_quality::population::ranking::Penalty;
/// assert_eq!(serde_json::to_string(&Penalty::Downward)?, r#""downward""#);
/// # Ok::<(), serde_json::Error>(())
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
    /// [`PopulationError::Absent`], [`PopulationError::NoSpread`], [`PopulationError::TooLarge`].
    pub fn classical(table: &Table, penalty: Penalty) -> Result<Self, PopulationError> {
        Self::of(table, penalty, true)
    }

    /// The adjusted index, between the worst and the best.
    ///
    /// # Errors
    /// [`PopulationError::Absent`], [`PopulationError::NoSpread`], [`PopulationError::TooLarge`].
    pub fn adjusted(table: &Table, penalty: Penalty) -> Result<Self, PopulationError> {
        Self::of(table, penalty, false)
    }

    fn of(table: &Table, penalty: Penalty, classical: bool) -> Result<Self, PopulationError> {
        let Matrix { columns } = Matrix::new(table, &[])?;
        let (kept, left): (Vec<_>, Vec<_>) = columns.into_iter().partition(Column::has_spread);
        if kept.is_empty() {
            return Err(PopulationError::NoSpread);
        }
        let mut figures = Vec::new();
        for column in kept {
            figures.push(if classical {
                let scaled: Vec<_> =
                    column.numbers.iter().map(|number: &Number| number.to_scaled()).collect();
                let found = standardised(&scaled, Divisor::Population);
                let (deviations, root) =
                    found.ok_or(PopulationError::TooLarge { what: "a sum of squares" })?;
                let root = if column.falls() { -root } else { root };
                deviations.into_iter().map(|deviation| 100.0 + 10.0 * (deviation / root)).collect()
            } else {
                column.min_max().into_iter().map(|figure| 70.0 + 60.0 * figure).collect::<Vec<_>>()
            });
        }
        let index = |row: &Vec<f64>| {
            let n = count(row.len());
            let mean = sorted_sum(row.iter().copied()) / n;
            let deviation =
                (sorted_sum(row.iter().map(|figure| (figure - mean) * (figure - mean))) / n).sqrt();
            let penalty = match penalty {
                Penalty::Downward => -deviation,
                Penalty::Upward => deviation,
            };
            // Only one of thousands, 10 deviations below all others, could come near 0.
            let index = if mean > 0.0 { Some(mean + penalty * (deviation / mean)) } else { None };
            let index = index.ok_or(PopulationError::TooLarge { what: "a coefficient of variation" })?;
            Ok(MazziottaParetoIndex { mean, deviation, index })
        };
        let subjects: Vec<_> = rows(&figures).iter().map(index).collect::<Result<_, PopulationError>>()?;
        let scores: Vec<_> = subjects.iter().map(|subject| subject.index).collect();
        let without_spread = left.into_iter().map(|column| column.criterion.id.clone()).collect();
        Ok(Self { without_spread, ranking: Ranking::new(table, &scores), subjects })
    }
}
