use serde::Serialize;

use super::Ranking;
use super::matrix::{Matrix, rows, shares};
use crate::population::exact::sorted_sum;
use crate::population::{PopulationError, Table};
use crate::quantity::Weight;

/// TOPSIS (逼近理想解排序法): near the ideal, far from its opposite.
///
/// Figures are weight · x/√Σx²; the ideal takes the best figure of each criterion, the anti-ideal the worst;
/// closeness is d⁻/(d⁺ + d⁻) with Euclidean distances, 0 to 1. Hwang and Yoon, *Multiple attribute decision making*
/// (1981).
///
/// ```
/// use service_quality::population::Table;
/// use service_quality::population::ranking::Topsis;
///
/// let table: Table = serde_json::from_str(r#"{
///     "criteria": [{"id": "solved", "direction": "higher"}, {"id": "hours", "direction": "lower"}],
///     "subjects": [{"id": "a", "values": [3, 5]}, {"id": "b", "values": [4, 12]}]}"#)?;
/// let topsis = Topsis::new(&table, &["1".parse()?, "1".parse()?])?;
/// assert_eq!(topsis.ideal.len(), 2);
/// assert_eq!(topsis.ranking.best_first().next().map(|best| best.subject.as_str()), Some("a"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Topsis {
    /// The ideal, by criterion.
    pub ideal: Vec<f64>,
    /// The anti-ideal, by criterion.
    pub anti_ideal: Vec<f64>,
    /// How far each subject is from either, in the order of the table.
    pub distances: Vec<TopsisDistance>,
    /// The closeness and ranks.
    pub ranking: Ranking,
}

/// How far a subject is from the ideal and from the anti-ideal.
///
/// ```
/// use service_quality::population::ranking::TopsisDistance;
/// let distance = TopsisDistance { to_ideal: 0.25, to_anti_ideal: 0.75 };
/// assert_eq!(serde_json::to_string(&distance)?, r#"{"to_ideal":0.25,"to_anti_ideal":0.75}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TopsisDistance {
    /// d⁺.
    pub to_ideal: f64,
    /// d⁻.
    pub to_anti_ideal: f64,
}

impl Topsis {
    /// Ranks the subjects of a table.
    ///
    /// # Errors
    /// [`PopulationError::WeightCount`], [`PopulationError::WeightSum`], [`PopulationError::Absent`],
    /// [`PopulationError::NoSpread`].
    pub fn new(table: &Table, weights: &[Weight]) -> Result<Self, PopulationError> {
        Self::by_shares(table, &shares(weights, table.criteria().len())?)
    }

    pub(super) fn by_shares(table: &Table, shares: &[f64]) -> Result<Self, PopulationError> {
        let Matrix { columns } = Matrix::new(table, shares)?;
        if !columns.iter().any(|column| column.weight > 0.0 && column.has_spread()) {
            return Err(PopulationError::NoSpread);
        }
        // A column of zeros has no length, and no part in any distance.
        let factor = |values: &[f64], weight: f64| {
            let length = sorted_sum(values.iter().map(|value| value * value)).sqrt();
            if length > 0.0 { weight / length } else { 0.0 }
        };
        let factors: Vec<_> = columns.iter().map(|column| factor(&column.values, column.weight)).collect();
        let weighted = columns.iter().zip(&factors);
        let figures: Vec<Vec<f64>> = weighted
            .clone()
            .map(|(column, factor)| column.values.iter().map(|value| value * factor).collect())
            .collect();
        let (anti_ideal, ideal): (Vec<_>, Vec<_>) = weighted
            .map(|(column, factor)| {
                let (worst, best) = column.worst_and_best();
                (worst * factor, best * factor)
            })
            .unzip();
        let distance = |row: &[f64], other: &[f64]| {
            row.iter().zip(other).fold(0.0, |sum, (one, two)| sum + (one - two) * (one - two)).sqrt()
        };
        let distances: Vec<_> = rows(&figures)
            .iter()
            .map(|row| TopsisDistance {
                to_ideal: distance(row, &ideal),
                to_anti_ideal: distance(row, &anti_ideal),
            })
            .collect();
        let closeness = |TopsisDistance { to_ideal, to_anti_ideal }: &TopsisDistance| {
            to_anti_ideal / (to_ideal + to_anti_ideal)
        };
        let scores: Vec<f64> = distances.iter().map(closeness).collect();
        // Differences too small for a float to square.
        if scores.iter().any(|score| !score.is_finite()) {
            return Err(PopulationError::NoSpread);
        }
        Ok(Self { ideal, anti_ideal, ranking: Ranking::new(table, &scores), distances })
    }
}
