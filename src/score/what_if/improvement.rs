use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{IndicatorId, Number, PLACES, Score};
use crate::score::{Grade, exact};

use super::WhatIfError;

/// Most improvements that are searched at once.
pub(super) const MAX_IMPROVEMENTS: usize = 500;

/// Something that could be done about an indicator (改进方案): the value that it would bring, and what it costs.
///
/// ```
/// use service_quality::score::what_if::Improvement;
///
/// // Every minute off the waiting time costs 1500, up to 3 of them.
/// let options = Improvement::by_steps(&"waiting".parse()?, 9.into(), 6.into(), 1.into(), 1500.into())?;
/// let told: Vec<String> = options.iter().map(ToString::to_string).collect();
/// assert_eq!(told, ["waiting to 8 for 1500", "waiting to 7 for 3000", "waiting to 6 for 4500"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Improvement {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The value that it would have.
    pub value: Number,
    /// What that costs, in any unit; not negative.
    pub cost: Number,
}

/// Improvements, at most one an indicator, with what they come to together.
///
/// ```
/// use service_quality::score::what_if::Package;
/// let package: Package = serde_json::from_str(r#"{"improvements": [{"indicator": "csat", "value": "4.4", "cost": 5000}],
///     "cost": 5000, "total": "76", "grade": "B"}"#)?;
/// assert_eq!(package.to_string(), "csat to 4.4 for 5000 reaches 76 (B)");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// The improvements, in the model's order; none where nothing has to be done.
    pub improvements: Vec<Improvement>,
    /// Their costs together.
    pub cost: Number,
    /// The total that they give; absent where it has no score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Score>,
    /// The grade that they give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
}

/// The cheapest improvements that reach a target, or how far all of them lead.
///
/// ```
/// use service_quality::score::what_if::Cheapest;
/// let none: Cheapest = serde_json::from_str(r#"{"out_of_reach": {"improvements": [], "cost": 0, "total": "60"}}"#)?;
/// assert!(matches!(none, Cheapest::OutOfReach(package) if package.improvements.is_empty()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Cheapest {
    /// These reach it, and none do at a lower cost.
    Reached(Package),
    /// These reach it; the effort was spent before it was proved that none do at a lower cost.
    Unproved {
        /// The cheapest known.
        package: Package,
        /// None that reach it cost less than this.
        at_least: Number,
    },
    /// None reach it; these give the highest score, at the lowest cost.
    OutOfReach(Package),
    /// None that were tried reach it; the effort was spent before all were settled.
    Unsettled {
        /// Of those tried, the ones that stand highest.
        best: Package,
        /// None give a higher total than this: where it is below the target, that is out of reach.
        at_most: Score,
    },
}

/// The improvements with the highest total within a budget.
///
/// ```
/// use service_quality::score::what_if::Best;
/// let best: Best = serde_json::from_str(r#"{"unproved": {"package": {"improvements": [], "cost": 0, "total": "60"},
///     "at_most": "62.5"}}"#)?;
/// assert_eq!(best.to_string(), "nothing for 0 reaches 60; 62.5 at most");
/// assert_eq!(best.package().total, Some("60".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Best {
    /// These give the highest total, and none that do cost less.
    Proved(Package),
    /// The effort was spent before that was proved of these.
    Unproved {
        /// The best known.
        package: Package,
        /// None within the budget give a higher total than this.
        at_most: Score,
    },
}

impl Best {
    /// The improvements, proved to be the best or not.
    #[must_use]
    pub const fn package(&self) -> &Package {
        match self {
            Self::Proved(package) | Self::Unproved { package, .. } => package,
        }
    }
}

impl Improvement {
    /// Improvements at a cost for each unit of the value: one for each step from the present value, which is not among them, to
    /// the last one, and that itself. `step` and `cost_per_unit` are given without a sign. Costs are rounded half away
    /// from zero to 9 decimals.
    ///
    /// # Errors
    /// [`WhatIfError::OutOfRange`] for a step that is not above 0, a negative cost and one beyond 10^15,
    /// [`WhatIfError::TooManyImprovements`] for more than 500 steps.
    pub fn by_steps(
        indicator: &IndicatorId,
        now: Number,
        last: Number,
        step: Number,
        cost_per_unit: Number,
    ) -> Result<Vec<Self>, WhatIfError> {
        let out_of_range = |place: &str, given: Number, allowed: &'static str| WhatIfError::OutOfRange {
            place: place.to_owned(),
            given,
            allowed,
        };
        if step <= Number::ZERO {
            return Err(out_of_range("step", step, "a step above 0"));
        }
        if cost_per_unit < Number::ZERO {
            return Err(out_of_range("cost_per_unit", cost_per_unit, "0 or more"));
        }
        let (from, way) = (now.to_scaled(), last.to_scaled() - now.to_scaled());
        // Units of at most 10^24 each.
        let steps = way.abs() / step.to_scaled() + i128::from(way % step.to_scaled() != 0);
        let given = usize::try_from(steps).unwrap_or(usize::MAX);
        if given > MAX_IMPROVEMENTS {
            return Err(WhatIfError::TooManyImprovements {
                place: "step".into(),
                given,
                most: MAX_IMPROVEMENTS,
            });
        }
        let one = |index: i128| {
            let gone = (step.to_scaled() * index).min(way.abs());
            let value = Number::from_scaled(from + gone * way.signum(), PLACES).unwrap_or(last);
            let cost = gone.checked_mul(cost_per_unit.to_scaled());
            let cost = cost.and_then(|cost| exact::rounded(cost, exact::ONE, PLACES));
            let cost = cost.and_then(|cost| Number::from_scaled(cost, PLACES));
            let allowed = "a cost that comes to 10^15 at most";
            let cost = cost.ok_or_else(|| out_of_range("cost_per_unit", cost_per_unit, allowed))?;
            Ok(Self { indicator: indicator.clone(), value, cost })
        };
        (1..=steps).map(one).collect()
    }
}

impl fmt::Display for Improvement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} to {} for {}", self.indicator, self.value, self.cost)
    }
}

impl fmt::Display for Package {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, Improvement { indicator, value, .. }) in self.improvements.iter().enumerate() {
            write!(formatter, "{}{indicator} to {value}", if index == 0 { "" } else { ", " })?;
        }
        if self.improvements.is_empty() {
            formatter.write_str("nothing")?;
        }
        write!(formatter, " for {}", self.cost)?;
        match self.total {
            Some(total) => write!(formatter, " reaches {total}")?,
            None => formatter.write_str(" gives no score")?,
        }
        match &self.grade {
            Some(grade) => write!(formatter, " ({grade})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Best {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Proved(package) => write!(formatter, "{package}"),
            Self::Unproved { package, at_most } => write!(formatter, "{package}; {at_most} at most"),
        }
    }
}
