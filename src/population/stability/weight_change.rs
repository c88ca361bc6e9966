use serde::Serialize;

use super::RankShift;
use crate::population::exact::{ONE, float, fraction};
use crate::population::ranking::{Method, Ranking, shares};
use crate::population::table::kept;
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
        let before = method.rank(table, weights)?;
        let changed = changed(table, weights, index, change)?;
        let ranking = method.by_shares(table, &changed)?;
        let shift = RankShift::between(&before.ranks(), &ranking.ranks())?;
        Ok(Self { weights: changed, ranking, shift })
    }
}

/// The shares after a change of one of them.
fn changed(
    table: &Table,
    weights: &[Weight],
    index: usize,
    change: Number,
) -> Result<Vec<f64>, PopulationError> {
    let shares = shares(weights, table.criteria().len())?;
    let units = |weight: &Weight| weight.to_scaled();
    let (own, others) = (weights.get(index).map_or(0, units), kept(weights, index).map(units).sum::<i128>());
    // In units of total · 10^9, where no share is rounded. Weights are at most 10^15 units each: all this fits.
    let (total, delta) = (own.saturating_add(others), change.to_scaled());
    let after = own.saturating_mul(ONE).saturating_add(delta.saturating_mul(total));
    let whole = total.saturating_mul(ONE);
    if !(0..=whole).contains(&after) || (others == 0 && after != whole) {
        let criterion = table.criteria().get(index).map(|criterion| criterion.id.clone());
        let share = fraction(own, ONE, total).unwrap_or_default();
        return Err(match criterion {
            Some(criterion) => PopulationError::WeightChange { criterion, share, change },
            None => PopulationError::NoCriteria,
        });
    }
    let share = float(after) / float(whole);
    let factor = if others == 0 { 0.0 } else { (1.0 - share) / (float(others) / float(total)) };
    let each = shares.iter().enumerate();
    Ok(each.map(|(at, weight)| if at == index { share } else { weight * factor }).collect())
}
