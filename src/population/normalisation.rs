use serde::{Deserialize, Serialize};

use super::exact::{ONE, blend, float, fraction, number};
use super::rank::{Place, places};
use super::z_score::standardised;
use super::{NoFigure, Normalised, Order, PopulationError, Relative, Table, Ties, ZScore};
use crate::indicator::{Direction, Range};
use crate::quantity::{Number, PLACES};

/// How a figure is told by its place among its peers (标准化, 无量纲化).
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Normalisation {
    /// The worst at the lower end of the range, the best at the upper.
    MinMax(Range),
    /// Standard deviations from the mean.
    ZScore(ZScore),
    /// The place among all, 位次.
    Rank {
        /// What equal values get.
        #[serde(default)]
        ties: Ties,
        /// Whether the best or the worst has rank 1.
        #[serde(default)]
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
        #[serde(default)]
        beyond: Beyond,
    },
    /// The part of the best.
    FractionOfMax,
}

/// What a value beyond its target counts.
///
/// ```
/// use service_quality::population::Beyond;
/// assert_eq!(Beyond::default(), Beyond::Capped);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
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
        let found =
            self.present(direction, &present).ok_or(PopulationError::TooLarge { what: "a figure" })?;
        let mut found = found.into_iter();
        let missing = Relative::Absent(NoFigure::Missing);
        let figures =
            turned.iter().map(|value| value.map_or(Some(missing), |_| found.next()).unwrap_or(missing));
        Ok(Normalised { method: self.clone(), n: present.len(), figures: figures.collect() })
    }

    /// The figures of those who have a value, turned so that more is better; absent beyond the range of numbers.
    fn present(&self, direction: Direction, values: &[i128]) -> Option<Vec<Relative>> {
        let (Some(&least), Some(&most)) = (values.iter().min(), values.iter().max()) else {
            return Some(vec![]);
        };
        let none = |reason| Some(vec![Relative::Absent(reason); values.len()]);
        let each = |figure: &dyn Fn(i128) -> Option<Number>| {
            values.iter().map(|value| figure(*value).map(Relative::Figure)).collect()
        };
        let ranked = |figure: &dyn Fn(Place) -> Option<Number>| {
            places(values).into_iter().map(|place| figure(place).map(Relative::Figure)).collect()
        };
        let others = i128::try_from(values.len()).ok()?.checked_sub(1)?;
        match self {
            Self::MinMax(_) | Self::DistanceToMax | Self::ZScore(_) if least == most => {
                none(NoFigure::NoSpread)
            }
            Self::MinMax(range) => {
                let (from, to) = (range.least().to_scaled(), range.most().to_scaled());
                each(&|x| {
                    let blended = blend(
                        (from, most.checked_sub(x)?),
                        (to, x.checked_sub(least)?),
                        most.checked_sub(least)?,
                    );
                    Number::from_scaled(blended?, PLACES)
                })
            }
            Self::DistanceToMax => each(&|x| fraction(x.checked_sub(least)?, ONE, most.checked_sub(least)?)),
            Self::ZScore(scale) => {
                let (deviations, root) = standardised(values, scale.divisor())?;
                let (mean, sd) = (float(scale.mean().to_scaled()), float(scale.sd().to_scaled()));
                deviations
                    .into_iter()
                    .map(|deviation| Some(Relative::Figure(number(mean + sd * (deviation / root))?)))
                    .collect()
            }
            Self::Rank { ties, order } => ranked(&|place| {
                let (first, final_place) = match order {
                    Order::Ascending => (i128::from(place.first), i128::from(place.last)),
                    Order::Descending => {
                        let from_top = |rank: u64| others.checked_add(2)?.checked_sub(i128::from(rank));
                        (from_top(place.last)?, from_top(place.first)?)
                    }
                };
                match ties {
                    Ties::Min => fraction(first, ONE, 1),
                    Ties::Max => fraction(final_place, ONE, 1),
                    Ties::Mean => fraction(first.checked_add(final_place)?, ONE, 2),
                }
            }),
            Self::PercentileRank if others == 0 => none(NoFigure::Alone),
            Self::PercentileRank => {
                ranked(&|place| fraction(i128::from(place.first).checked_sub(1)?, ONE, others))
            }
            Self::Borda => ranked(&|place| fraction(i128::from(place.first).checked_sub(1)?, ONE, 1)),
            Self::DistanceToTarget { target, beyond } => {
                let target = turn(direction, *target);
                if target <= least {
                    return none(NoFigure::TargetAtWorst);
                }
                each(&|x| match beyond {
                    Beyond::Capped if x >= target => Some(1.into()),
                    _ => fraction(x.checked_sub(least)?, ONE, target.checked_sub(least)?),
                })
            }
            // Turned values are negative where less is better: the best is the least in size.
            Self::FractionOfMax if direction == Direction::Lower && most >= 0 => none(NoFigure::NotPositive),
            Self::FractionOfMax if direction == Direction::Lower => each(&|x| fraction(most, ONE, x)),
            Self::FractionOfMax if most <= 0 => none(NoFigure::NotPositive),
            Self::FractionOfMax => each(&|x| fraction(x, ONE, most)),
        }
    }
}

impl Table {
    /// A criterion's figures, told by the place among the subjects and in their order.
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

/// Values as they are, or negated where less is better.
fn turn(direction: Direction, value: Number) -> i128 {
    // Within 10^24 either side of 0: the negative is there.
    let scaled = value.to_scaled();
    if direction == Direction::Lower { scaled.saturating_neg() } else { scaled }
}
