use serde::Serialize;

use super::RankShift;
use crate::population::ranking::{Method, Ranking};
use crate::population::table::kept;
use crate::population::{PopulationError, Table};
use crate::quantity::{IndicatorId, Weight};

/// The ranking without one criterion.
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
/// assert_eq!((without[0].shift.moved, without[1].shift.moved), (2, 0)); // `a` leads by skill alone
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// What was left out.
    pub criterion: IndicatorId,
    /// The ranking by the others.
    pub ranking: Ranking,
    /// How far it lies from the ranking by all.
    pub shift: RankShift,
}

/// Ranks again without each criterion in turn. A criterion without which no other has a weight, or without which all
/// are equal, is passed over: nothing can be ranked then.
///
/// # Errors
/// Those of [`Method::rank`].
pub fn leave_one_out(
    table: &Table,
    weights: &[Weight],
    method: Method,
) -> Result<Vec<LeftOut>, PopulationError> {
    let all = method.rank(table, weights)?.ranks();
    let mut found = Vec::new();
    for (index, column) in table.criteria().iter().enumerate() {
        let rest: Vec<Weight> = kept(weights, index).copied().collect();
        let ranked = table.without(column.id.as_str()).and_then(|table| method.rank(&table, &rest));
        let ranking = match ranked {
            Ok(ranking) => ranking,
            Err(PopulationError::NoCriteria | PopulationError::WeightSum | PopulationError::NoSpread) => {
                continue;
            }
            Err(fault) => return Err(fault),
        };
        let shift = RankShift::between(&all, &ranking.ranks())?;
        found.push(LeftOut { criterion: column.id.clone(), ranking, shift });
    }
    Ok(found)
}
