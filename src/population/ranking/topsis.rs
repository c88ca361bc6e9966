use serde::Serialize;

use super::matrix::{Column, Matrix, rows};
use super::tie::{Rounded, ranks_of_floats};
use super::{Ranking, Shares};
use crate::population::exact::{real, signed};
use crate::population::{PopulationError, Table};
use crate::quantity::{Weight, Wide};

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
    /// [`PopulationError::NoSpread`], [`PopulationError::TooLarge`].
    pub fn new(table: &Table, weights: &[Weight]) -> Result<Self, PopulationError> {
        Self::by_shares(table, &Shares::new(weights, table.criteria().len())?)
    }

    pub(super) fn by_shares(table: &Table, shares: &Shares) -> Result<Self, PopulationError> {
        let Matrix { columns } = Matrix::new(table)?;
        if !columns.iter().zip(shares.units()).any(|(column, units)| *units > 0 && column.has_spread()) {
            return Err(PopulationError::NoSpread);
        }
        let weighted: Vec<(&Column<'_>, f64)> = columns
            .iter()
            .zip(shares.to_floats())
            .map(|(column, weight)| Some((column, factor(column, weight)?)))
            .collect::<Option<_>>()
            .ok_or(PopulationError::TooLarge { what: "a sum of squares" })?;
        // The figures of the ideal and of its opposite; the squares of the differences from it, by subject.
        let ideal = |of: &dyn Fn(&Column<'_>) -> i128| -> (Vec<f64>, Vec<f64>) {
            let figures = weighted.iter().map(|(column, factor)| signed(of(column)) * factor).collect();
            let distances: Vec<Vec<f64>> = weighted
                .iter()
                .map(|(column, factor)| column.distances(of(column)).map(|far| real(far) * factor).collect())
                .collect();
            let square = |row: &Vec<f64>| row.iter().fold(0.0, |sum, far| sum + far * far);
            (figures, rows(&distances).iter().map(square).collect())
        };
        let (ideal, anti_ideal) =
            (ideal(&|column| column.worst_and_best().1), ideal(&|column| column.worst_and_best().0));
        let pairs = || ideal.1.iter().zip(&anti_ideal.1);
        let distances: Vec<_> = pairs()
            .map(|(up, down)| TopsisDistance { to_ideal: up.sqrt(), to_anti_ideal: down.sqrt() })
            .collect();
        let closeness = |TopsisDistance { to_ideal, to_anti_ideal }: &TopsisDistance| {
            to_anti_ideal / (to_ideal + to_anti_ideal)
        };
        let scores: Vec<f64> = distances.iter().map(closeness).collect();
        // Ranks compare (d⁻/d⁺)², which grows with closeness and is as precise near 1 as near 0. No quotient of two
        // distances above 0 comes near the greatest float, which stands for the ideal itself.
        let quotient = |(up, down): (&f64, &f64)| if *up > 0.0 { down / up } else { f64::MAX };
        let quotients: Vec<_> = pairs().map(quotient).map(|score| Rounded { score, size: score }).collect();
        let ranks = ranks_of_floats(&quotients, columns.len());
        Ok(Self {
            ideal: ideal.0,
            anti_ideal: anti_ideal.0,
            ranking: Ranking::new(table, &scores, ranks),
            distances,
        })
    }
}

/// weight/√Σx². A column of zeros has no length, and no part in any distance.
fn factor(column: &Column<'_>, weight: f64) -> Option<f64> {
    let mut squares =
        column.values.iter().map(|value| Wide::product(value.unsigned_abs(), value.unsigned_abs()));
    let squares = squares.try_fold(Wide::ZERO, Wide::checked_add)?;
    let length = squares.approximate().sqrt();
    Some(if length > 0.0 { weight / length } else { 0.0 })
}
