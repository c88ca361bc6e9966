use serde::Serialize;

use super::RankShift;
use crate::population::ranking::{Method, Ranking, Shares};
use crate::population::{PopulationError, Table};
use crate::quantity::{Number, Weight};

/// What becomes of a ranking when one weight changes and the others keep their proportions.
///
/// The weights are taken as shares of their sum; the change is added to one share, and the others are multiplied by
/// what then fills them up to 1.
///
/// ```
/// use service_quality::population::Table;
/// use service_quality::population::ranking::Method;
/// use service_quality::population::stability::WeightChange;
///
/// let table: Table = serde_json::from_str(r#"{"criteria": [
///         {"id": "skill", "direction": "higher"}, {"id": "speed", "direction": "higher"}, {"id": "care", "direction": "higher"}],
///     "subjects": [{"id": "a", "values": [82, 75, 90]}, {"id": "b", "values": [88, 70, 80]}]}"#)?;
/// let weights = ["0.5".parse()?, "0.3".parse()?, "0.2".parse()?];
/// let change = WeightChange::new(&table, &weights, Method::WeightedSum, "skill", "0.2".parse()?)?;
/// assert!((change.weights[1] - 0.18).abs() < 1e-12);
/// assert_eq!(change.ranking.ranks()[1].1, 1); // `b` leads, which `a` did before
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeightChange {
    /// The weights after, as shares of 1.
    pub weights: Vec<f64>,
    /// The ranking with them.
    pub ranking: Ranking,
    /// How far it lies from the ranking before.
    pub shift: RankShift,
}

impl WeightChange {
    /// Ranks before and after.
    ///
    /// # Errors
    /// Those of [`Method::rank`]; [`PopulationError::UnknownCriterion`], [`PopulationError::WeightChange`].
    pub fn new(
        table: &Table,
        weights: &[Weight],
        method: Method,
        criterion: impl AsRef<str>,
        change: Number,
    ) -> Result<Self, PopulationError> {
        let index = table.index(criterion.as_ref())?;
        let shares = Shares::new(weights, table.criteria().len())?;
        let before = method.by_shares(table, &shares)?;
        let changed = shares.changed(table, index, change)?;
        let ranking = method.by_shares(table, &changed)?;
        let shift = RankShift::between(&before.ranks(), &ranking.ranks())?;
        Ok(Self { weights: changed.to_floats(), ranking, shift })
    }
}
