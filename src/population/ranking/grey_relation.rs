use serde::Serialize;

use super::Ranking;
use super::matrix::{Matrix, rows, shares, weighted};
use crate::population::exact::float;
use crate::population::{PopulationError, Table};
use crate::quantity::{Number, Share, Weight};

/// The grey relational grade (灰色关联度): how nearly a subject follows a reference.
///
/// With Δ the distance of a value from the reference, ξ = (Δmin + ρ·Δmax)/(Δ + ρ·Δmax), where Δmin and Δmax are taken
/// over the whole table; the grade is Σ weight · ξ, above 0 and at most 1. Deng, *Introduction to grey system theory*
/// (1989).
///
/// Distances of different units do not add up: give figures of one scale, such as normalised ones or scores.
///
/// ```
/// use service_quality::population::Table;
/// use service_quality::population::ranking::GreyRelation;
///
/// let table: Table = serde_json::from_str(r#"{
///     "criteria": [{"id": "x", "direction": "higher"}, {"id": "y", "direction": "higher"}],
///     "subjects": [{"id": "a", "values": ["0.9", "0.5"]}, {"id": "b", "values": ["0.6", "0.4"]}]}"#)?;
/// let grey = GreyRelation::new(&table, &["1".parse()?, "1".parse()?], "0.5".parse()?)?;
/// assert_eq!(grey.coefficients[0], [1.0, 1.0]);
/// assert_eq!(grey.ranking.ranks()[1].1, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GreyRelation {
    /// The coefficients ξ, a row a subject.
    pub coefficients: Vec<Vec<f64>>,
    /// The grades and ranks.
    pub ranking: Ranking,
}

impl GreyRelation {
    /// Ranks the subjects of a table by how nearly they follow the best value of each criterion. The distinguishing
    /// coefficient ρ (分辨系数) is commonly 0.5.
    ///
    /// # Errors
    /// [`PopulationError::WeightCount`], [`PopulationError::WeightSum`], [`PopulationError::Absent`],
    /// [`PopulationError::OutOfRange`] for a ρ of 0, [`PopulationError::NoSpread`] where all are the reference.
    pub fn new(table: &Table, weights: &[Weight], rho: Share) -> Result<Self, PopulationError> {
        Self::by_shares(table, &shares(weights, table.criteria().len())?, rho, None)
    }

    /// The same with a reference of one's own, by criterion.
    ///
    /// # Errors
    /// Those of [`GreyRelation::new`]; [`PopulationError::WeightCount`] for a reference of another length too.
    pub fn with_reference(
        table: &Table,
        weights: &[Weight],
        rho: Share,
        reference: &[Number],
    ) -> Result<Self, PopulationError> {
        let criteria = table.criteria().len();
        if reference.len() != criteria {
            return Err(PopulationError::WeightCount { given: reference.len(), criteria });
        }
        Self::by_shares(table, &shares(weights, criteria)?, rho, Some(reference))
    }

    pub(super) fn by_shares(
        table: &Table,
        shares: &[f64],
        rho: Share,
        reference: Option<&[Number]>,
    ) -> Result<Self, PopulationError> {
        if rho == Share::ZERO {
            let (given, allowed) = (rho.to_string(), "more than 0, at most 1");
            return Err(PopulationError::OutOfRange { place: "rho", given, allowed });
        }
        let Matrix { columns } = Matrix::new(table, shares)?;
        let best = |index: usize| reference.and_then(|reference| reference.get(index));
        let distances = columns.iter().enumerate().map(|(index, column)| {
            let (_, own) = column.worst_and_best();
            let ideal = best(index).map_or(own, |best| float(best.to_scaled()));
            column.values.iter().map(|value| (value - ideal).abs()).collect()
        });
        let distances = rows(&distances.collect::<Vec<_>>());
        let all = || distances.iter().flatten().copied();
        let (least, most) = (all().fold(f64::INFINITY, f64::min), all().fold(0.0, f64::max));
        if most <= 0.0 {
            return Err(PopulationError::NoSpread);
        }
        let most = most * float(rho.to_scaled());
        let coefficient = |distance: &f64| (least + most) / (distance + most);
        let coefficients: Vec<Vec<f64>> =
            distances.iter().map(|row| row.iter().map(coefficient).collect()).collect();
        Ok(Self { ranking: Ranking::new(table, &weighted(&coefficients, shares)), coefficients })
    }
}
