use serde::Serialize;

use super::RankShift;
use crate::population::ranking::{Method, Ranking};
use crate::population::table::kept;
use crate::population::{PopulationError, Table};
use crate::quantity::{IndicatorId, Weight};

/// What becomes of a ranking without one criterion.
///
/// ```
/// use service_quality::population::Table;
/// use service_quality::population::ranking::Method;
/// use service_quality::population::stability::leave_one_out;
///
/// let table: Table = serde_json::from_str(r#"{
///     "criteria": [{"id": "skill", "direction": "higher"}, {"id": "speed", "direction": "higher"}],
///     "subjects": [{"id": "a", "values": [90, 60]}, {"id": "b", "values": [70, 75]}]}"#)?;
/// let without = leave_one_out(&table, &["1".parse()?, "1".parse()?], Method::WeightedSum)?;
/// assert_eq!(without[0].criterion.as_str(), "skill");
/// let moved: Vec<_> = without.iter().filter_map(|left| Some(left.shift()?.moved)).collect();
/// assert_eq!(moved, [2, 0]); // `a` leads by skill alone
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionLeftOut {
    /// What was left out.
    pub criterion: IndicatorId,
    /// What the others make of the subjects.
    pub without: Without,
}

/// The ranking without a criterion, or why there is none.
///
/// ```
/// use service_quality::population::Table;
/// use service_quality::population::ranking::Method;
/// use service_quality::population::stability::{NoRanking, Without, leave_one_out};
///
/// let table: Table = serde_json::from_str(r#"{"criteria": [{"id": "skill", "direction": "higher"}],
///     "subjects": [{"id": "a", "values": [90]}, {"id": "b", "values": [70]}]}"#)?;
/// let without = leave_one_out(&table, &["1".parse()?], Method::WeightedSum)?;
/// assert_eq!(without[0].without, Without::NotRanked(NoRanking::OnlyCriterion));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Without {
    /// The others rank the subjects.
    Ranked {
        /// The ranking by the others.
        ranking: Ranking,
        /// How far it lies from the ranking by all.
        shift: RankShift,
    },
    /// The others rank nobody.
    NotRanked(NoRanking),
}

/// Why the other criteria rank nobody.
///
/// ```
/// use service_quality::population::Table;
/// use service_quality::population::ranking::Method;
/// use service_quality::population::stability::{NoRanking, Without, leave_one_out};
///
/// let table: Table = serde_json::from_str(r#"{
///     "criteria": [{"id": "skill", "direction": "higher"}, {"id": "speed", "direction": "higher"}],
///     "subjects": [{"id": "a", "values": [90, 60]}, {"id": "b", "values": [70, 60]}]}"#)?;
/// let without = leave_one_out(&table, &["1".parse()?, "1".parse()?], Method::Topsis)?;
/// assert_eq!(without[0].without, Without::NotRanked(NoRanking::NoSpread)); // of equal speed
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoRanking {
    /// There are no others.
    OnlyCriterion,
    /// No other has a weight.
    NoWeight,
    /// In the others all subjects are equal.
    NoSpread,
}

impl CriterionLeftOut {
    /// The ranking by the others, where there is one.
    #[must_use]
    pub const fn ranking(&self) -> Option<&Ranking> {
        match &self.without {
            Without::Ranked { ranking, .. } => Some(ranking),
            Without::NotRanked(_) => None,
        }
    }

    /// How far it lies from the ranking by all.
    #[must_use]
    pub const fn shift(&self) -> Option<RankShift> {
        match &self.without {
            Without::Ranked { shift, .. } => Some(*shift),
            Without::NotRanked(_) => None,
        }
    }
}

/// Ranks again without each criterion in turn: one answer a criterion, in their order.
///
/// # Errors
/// Those of [`Method::rank`].
pub fn leave_one_out(
    table: &Table,
    weights: &[Weight],
    method: Method,
) -> Result<Vec<CriterionLeftOut>, PopulationError> {
    let all = method.rank(table, weights)?.ranks();
    let without = |(index, criterion): (usize, &IndicatorId)| {
        let rest: Vec<Weight> = kept(weights, index).copied().collect();
        let ranked = table.without(criterion.as_str()).and_then(|table| method.rank(&table, &rest));
        Ok(match ranked {
            Ok(ranking) => Without::Ranked { shift: RankShift::between(&all, &ranking.ranks())?, ranking },
            Err(PopulationError::NoCriteria) => Without::NotRanked(NoRanking::OnlyCriterion),
            Err(PopulationError::WeightSum) => Without::NotRanked(NoRanking::NoWeight),
            Err(PopulationError::NoSpread | PopulationError::AllReference) => {
                Without::NotRanked(NoRanking::NoSpread)
            }
            Err(fault) => return Err(fault),
        })
    };
    let criteria = table.criteria().iter().map(|column| &column.id);
    let found = criteria.enumerate().map(|(index, criterion)| {
        Ok(CriterionLeftOut { criterion: criterion.clone(), without: without((index, criterion))? })
    });
    found.collect()
}
