use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::quantity::{Score, Weight};
use crate::score::arithmetic::exact::{self, ONE};
use crate::score::tree::MAX_PARTS;

use super::division::{Contribution, Division};
use super::{Exponent, OrderWeights, penalty, power};
use crate::score::arithmetic::Unrounded;

/// An aggregation function (聚合函数): makes one score of several.
///
/// ```
/// use service_quality::score::Aggregation;
///
/// let children = [("1".parse()?, "90".parse()?), ("1".parse()?, "40".parse()?)];
/// let mean = |function: &str| -> Result<String, Box<dyn std::error::Error>> {
///     let function: Aggregation = serde_json::from_str(function)?;
///     Ok(function.mean(&children).ok_or("no weight")?.round_dp(2).to_string())
/// };
/// assert_eq!(mean(r#""arithmetic""#)?, "65");
/// assert_eq!(mean(r#""geometric""#)?, "60");
/// assert_eq!(mean(r#""harmonic""#)?, "55.38");
/// assert_eq!(mean(r#"{"power": "-100"}"#)?, "40.28");
/// assert_eq!(mean(r#""minimum""#)?, "40");
/// assert_eq!(mean(r#"{"owa": ["0.2", "0.8"]}"#)?, "50");
/// assert_eq!(mean(r#""mazziotta_pareto""#)?, "55.38");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Aggregation {
    /// The weighted mean, 加权算术平均.
    #[default]
    Arithmetic,
    /// The weighted geometric mean, 加权几何平均.
    Geometric,
    /// The weighted harmonic mean, 调和平均.
    Harmonic,
    /// The weighted power mean, 幂平均.
    Power(Exponent),
    /// The smallest score, 短板.
    Minimum,
    /// The mean by rank, 有序加权平均.
    Owa(OrderWeights),
    /// The weighted mean less a penalty for imbalance.
    MazziottaPareto,
}

impl Aggregation {
    /// The mean in points, to 18 decimals.
    ///
    /// Absent when no weight is above 0, and for more than 100,000 values, the most that a model has.
    #[must_use]
    pub fn mean(&self, values: &[(Weight, Score)]) -> Option<Decimal> {
        self.unrounded(&entered(values))?.decimal()
    }

    /// The mean as a score, rounded half away from zero to `places` decimals (at most 9), as a node of a model has it.
    ///
    /// Absent when no weight is above 0, and for more than 100,000 values.
    #[must_use]
    pub fn score(&self, values: &[(Weight, Score)], places: u32) -> Option<Score> {
        self.combine(&entered(values), places).map(exact::score)
    }

    /// What each value contributes to the mean, to 18 decimals; one of weight 0 nothing.
    ///
    /// Absent where there is no mean.
    #[must_use]
    pub fn contributions(&self, values: &[(Weight, Score)]) -> Option<Vec<Contribution>> {
        let entered = entered(values);
        let mean = self.unrounded(&entered)?.decimal()?;
        let mut parts = self.division(&entered).contributions(mean)?.into_iter();
        let nothing = Contribution {
            weight: Decimal::ZERO,
            share: Decimal::ZERO,
            points: Decimal::ZERO,
            lost: Decimal::ZERO,
        };
        let part = |(weight, _): &(Weight, Score)| {
            if *weight == Weight::ZERO { Some(nothing) } else { parts.next() }
        };
        values.iter().map(part).collect()
    }

    /// The mean of weights above 0 and scores, all in units of 10⁻⁹, rounded once to `places` decimals.
    ///
    /// Absent without a child.
    pub(in crate::score) fn combine(&self, entered: &[(i128, i128)], places: u32) -> Option<i128> {
        let mean = self.unrounded(entered)?.units(places)?;
        // What settles on a tie may not come out on the wrong side of the arithmetic mean, which is exact.
        match self.exponent() {
            Some(exponent) if exponent != ONE => {
                let arithmetic = arithmetic(entered).units(places)?;
                Some(if exponent < ONE { mean.min(arithmetic) } else { mean.max(arithmetic) })
            }
            _ => Some(mean),
        }
    }

    /// In which proportions a node's figures are divided among such children.
    pub(in crate::score) fn division(&self, entered: &[(i128, i128)]) -> Division {
        let weights = || entered.iter().map(|(weight, _)| *weight).collect::<Vec<_>>();
        match self {
            Self::MazziottaPareto => penalty::division(entered),
            Self::Owa(order) => order.division(entered),
            Self::Minimum => {
                let least = entered.iter().map(|(_, score)| *score).min();
                let lowest = |(weight, score): &(i128, i128)| if Some(*score) == least { *weight } else { 0 };
                let slopes: Vec<i128> = entered.iter().map(lowest).collect();
                Division::by_slope(slopes.clone(), &slopes, entered)
            }
            Self::Arithmetic | Self::Geometric | Self::Harmonic | Self::Power(_) => match self.exponent() {
                Some(exponent) if exponent != ONE => power::division(entered, exponent),
                _ => Division::by_slope(weights(), &weights(), entered),
            },
        }
    }

    fn unrounded(&self, entered: &[(i128, i128)]) -> Option<Unrounded> {
        if entered.is_empty() || entered.len() > MAX_PARTS {
            return None;
        }
        match self {
            Self::MazziottaPareto => penalty::mean(entered),
            Self::Owa(order) => order.mean(entered),
            Self::Minimum => {
                entered.iter().map(|(_, score)| *score).min().map(|least| Unrounded::Ratio(least, 1))
            }
            Self::Arithmetic | Self::Geometric | Self::Harmonic | Self::Power(_) => match self.exponent() {
                Some(exponent) if exponent != ONE => power::mean(entered, exponent),
                _ => Some(arithmetic(entered)),
            },
        }
    }

    /// The exponent as a power mean, in units of 10⁻⁹.
    fn exponent(&self) -> Option<i128> {
        match self {
            Self::Arithmetic => Some(ONE),
            Self::Geometric => Some(0),
            Self::Harmonic => Some(-ONE),
            Self::Power(exponent) => Some(exponent.value().to_scaled()),
            Self::Minimum | Self::Owa(_) | Self::MazziottaPareto => None,
        }
    }
}

impl fmt::Display for Aggregation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Arithmetic => formatter.pad("weighted mean"),
            Self::Geometric => formatter.pad("geometric mean"),
            Self::Harmonic => formatter.pad("harmonic mean"),
            Self::Power(exponent) => write!(formatter, "power mean of exponent {}", exponent.value()),
            Self::Minimum => formatter.pad("minimum"),
            Self::Owa(_) => formatter.pad("ordered weighted mean"),
            Self::MazziottaPareto => formatter.pad("mean with a penalty for imbalance"),
        }
    }
}

/// The weighted mean; `exact` has the proof that no sum overflows.
fn arithmetic(entered: &[(i128, i128)]) -> Unrounded {
    let weights = entered.iter().map(|(weight, _)| weight).sum();
    Unrounded::Ratio(entered.iter().map(|(weight, score)| weight * score).sum(), weights)
}

/// What has a weight, in units.
fn entered(values: &[(Weight, Score)]) -> Vec<(i128, i128)> {
    let weighty = values.iter().filter(|(weight, _)| *weight > Weight::ZERO);
    weighty.map(|(weight, score)| (weight.to_scaled(), score.to_scaled())).collect()
}
