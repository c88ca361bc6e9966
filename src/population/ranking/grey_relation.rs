use serde::Serialize;

use super::matrix::{Matrix, rows, weighted};
use super::tie::{fixed, ranks_of_sums};
use super::{Ranking, Shares};
use crate::population::exact::{ONE, real};
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
    /// [`PopulationError::OutOfRange`] for a ρ of 0, [`PopulationError::AllReference`], [`PopulationError::TooLarge`].
    pub fn new(table: &Table, weights: &[Weight], rho: Share) -> Result<Self, PopulationError> {
        Self::by_shares(table, &Shares::new(weights, table.criteria().len())?, rho, None)
    }

    /// The same with a reference of one's own, by criterion.
    ///
    /// # Errors
    /// Those of [`GreyRelation::new`]; [`PopulationError::ReferenceCount`].
    pub fn with_reference(
        table: &Table,
        weights: &[Weight],
        rho: Share,
        reference: &[Number],
    ) -> Result<Self, PopulationError> {
        let criteria = table.criteria().len();
        if reference.len() != criteria {
            return Err(PopulationError::ReferenceCount { given: reference.len(), criteria });
        }
        Self::by_shares(table, &Shares::new(weights, criteria)?, rho, Some(reference))
    }

    pub(super) fn by_shares(
        table: &Table,
        shares: &Shares,
        rho: Share,
        reference: Option<&[Number]>,
    ) -> Result<Self, PopulationError> {
        if rho == Share::ZERO {
            let (given, allowed) = (rho.to_string(), "more than 0, at most 1");
            return Err(PopulationError::OutOfRange { place: "rho".to_owned(), given, allowed });
        }
        let Matrix { columns } = Matrix::new(table)?;
        let distances = columns.iter().enumerate().map(|(index, column)| {
            let own = reference.and_then(|reference| reference.get(index)).map(|own| own.to_scaled());
            column.distances(own.unwrap_or(column.worst_and_best().1)).collect()
        });
        let distances: Vec<Vec<u128>> = distances.collect();
        let all = || distances.iter().flatten().copied();
        let (least, most) = (all().min().unwrap_or_default(), all().max().unwrap_or_default());
        if most == 0 {
            return Err(PopulationError::AllReference);
        }
        // Both sides of the fraction in units of 10⁻¹⁸, where ρ·Δmax is whole: below 2¹¹³.
        let (one, rho) = (ONE.unsigned_abs(), rho.to_scaled().unsigned_abs());
        let side = |distance: u128| distance.checked_mul(one)?.checked_add(most.checked_mul(rho)?);
        let sides = |column: &Vec<u128>| column.iter().map(|distance| side(*distance)).collect();
        let too_large = PopulationError::TooLarge { what: "a distance" };
        let over = side(least).ok_or_else(|| too_large.clone())?;
        let under: Vec<Vec<u128>> =
            distances.iter().map(sides).collect::<Option<_>>().ok_or_else(|| too_large.clone())?;
        let coefficients =
            under.iter().map(|column| column.iter().map(|under| real(over) / real(*under)).collect());
        let coefficients = rows(&coefficients.collect::<Vec<_>>());
        let parts = under.iter().map(|column| column.iter().map(|under| fixed(over, *under)).collect());
        let ranks = ranks_of_sums(&parts.collect::<Vec<_>>(), shares, false).ok_or(too_large)?;
        let ranking = Ranking::new(table, &weighted(&coefficients, &shares.to_floats()), ranks);
        Ok(Self { coefficients, ranking })
    }
}
