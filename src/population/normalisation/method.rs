use serde::Serialize;

use super::figures::{figures, turn};
use super::{NoFigure, Normalised, Relative};
use crate::indicator::{Direction, Range};
use crate::population::{Order, PopulationError, Table, Ties, ZScore};
use crate::quantity::Number;

/// How a figure is expressed relative to its peers (标准化, 无量纲化).
///
/// The figure changes when a colleague changes: it says who stands where today, and is no score; what is compared
/// over time takes the curves of [`score::Curve`](crate::score::Curve), none of which looks at peers.
///
/// With x the value turned so that more is better, min, max, mean and s over those who have a value, n their number:
///
/// | kind | figure | in `COINr` |
/// | --- | --- | --- |
/// | `min_max` | from + (to − from)·(x − min)/(max − min) | `n_minmax` |
/// | `z_score` | mean + sd·(x − mean)/s | `n_zscore` |
/// | `rank` | the rank, ties by rule | `n_rank` |
/// | `percentile_rank` | (rank − 1)/(n − 1), ties at the least rank | `n_prank` |
/// | `borda` | rank − 1: how many are worse | `n_borda` |
/// | `distance_to_max` | 1 − (max − x)/(max − min) | `n_dist2max` |
/// | `distance_to_target` | (x − min)/(target − min) | `n_dist2targ` |
/// | `fraction_of_max` | x/max; where less is better, min/x | `n_fracmax`, which has no form for that |
///
/// In JSON a kind that is no more than its defaults is its name: `"z_score"` is `{"z_score": {}}`.
///
/// All are exact but the z-score, which takes a root; each is rounded once to 9 places, half away from zero. Source:
/// OECD/JRC, *Handbook on Constructing Composite Indicators* (2008), step 5.
///
/// ```
/// use service_quality::indicator::Direction;
/// use service_quality::population::{Normalisation, Relative};
///
/// let minutes = [Some(12.into()), Some(3.into()), None, Some(45.into())];
/// let ranks = Normalisation::competition_rank().apply(Direction::Lower, &minutes)?;
/// assert_eq!(ranks.figures.iter().filter_map(Relative::value).collect::<Vec<_>>(), [2.into(), 1.into(), 3.into()]);
/// # Ok::<(), service_quality::population::PopulationError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Normalisation {
    /// The worst at the lower end of the range, the best at the upper.
    MinMax(Range),
    /// Standard deviations from the mean.
    ZScore(ZScore),
    /// The place among all, 位次.
    Rank {
        /// What equal values get.
        ties: Ties,
        /// Whether the best or the worst has rank 1.
        order: Order,
    },
    /// The share of the others that is worse, 百分位.
    PercentileRank,
    /// How many are worse.
    Borda,
    /// 0 for the worst, 1 for the best.
    DistanceToMax,
    /// 0 for the worst, 1 at a target.
    DistanceToTarget {
        /// The target, in the unit of the criterion.
        target: Number,
        /// What lies beyond the target.
        beyond: Beyond,
    },
    /// The part of the best.
    FractionOfMax,
}

/// What a value beyond its target counts.
///
/// ```
/// use service_quality::indicator::Direction;
/// use service_quality::population::{Beyond, Normalisation};
///
/// let best = |beyond| {
///     let to_target = Normalisation::DistanceToTarget { target: 4.into(), beyond };
///     Ok(to_target.apply(Direction::Higher, &[Some(0.into()), Some(5.into())])?.figures[1].value().map(|figure| figure.to_string()))
/// };
/// assert_eq!(best(Beyond::Capped)?.as_deref(), Some("1"));
/// assert_eq!(best(Beyond::Counted)?.as_deref(), Some("1.25"));
/// # Ok::<(), service_quality::population::PopulationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beyond {
    /// 1: no more than the target.
    #[default]
    Capped,
    /// More than 1.
    Counted,
}

impl Normalisation {
    /// Min-max to 0 and 100.
    #[must_use]
    pub fn percent() -> Self {
        Range::new(0.into(), 100.into()).map_or(Self::DistanceToMax, Self::MinMax)
    }

    /// The best has rank 1, equals share the least of their places.
    #[must_use]
    pub const fn competition_rank() -> Self {
        Self::Rank { ties: Ties::Min, order: Order::Descending }
    }

    /// The figures of one column of values.
    ///
    /// # Errors
    /// [`PopulationError::NoDirection`] for [`Direction::Range`], [`PopulationError::TooLarge`].
    pub fn apply(
        &self,
        direction: Direction,
        values: &[Option<Number>],
    ) -> Result<Normalised, PopulationError> {
        let turned: Vec<_> = values.iter().map(|value| value.map(|value| turn(direction, value))).collect();
        if direction == Direction::Range {
            return Err(PopulationError::NoDirection { place: "direction".to_owned() });
        }
        let present: Vec<i128> = turned.iter().copied().flatten().collect();
        let found = figures(self, direction, &present);
        let found = found.ok_or(PopulationError::TooLarge { what: "a figure" })?;
        let mut found = found.into_iter();
        let missing = Relative::Absent(NoFigure::Missing);
        let figures =
            turned.iter().map(|value| value.map_or(Some(missing), |_| found.next()).unwrap_or(missing));
        Ok(Normalised { method: self.clone(), n: present.len(), figures: figures.collect() })
    }
}

impl Table {
    /// A criterion's figures, relative to the subjects and in their order.
    ///
    /// # Errors
    /// [`PopulationError::UnknownCriterion`], [`PopulationError::TooLarge`].
    pub fn normalise(
        &self,
        criterion: impl AsRef<str>,
        by: &Normalisation,
    ) -> Result<Normalised, PopulationError> {
        let (column, values) = self.column(criterion.as_ref())?;
        by.apply(column.direction, &values)
    }
}
