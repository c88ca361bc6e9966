use serde::Serialize;

use crate::population::ranking::{Method, Scaling, WeightedSum, shares};
use crate::population::table::kept;
use crate::population::{PopulationError, Table};
use crate::quantity::{Weight, excerpt};

/// At which weight of a criterion two subjects have the same score.
///
/// ```
/// use service_quality::population::stability::Tie;
/// let tie = Tie::At { weight: 0.5, change: -0.25 };
/// assert_eq!(serde_json::to_string(&tie)?, r#"{"at":{"weight":0.5,"change":-0.25}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// At one weight, as a share of 1.
    At {
        /// The share.
        weight: f64,
        /// How far it lies from the share now.
        change: f64,
    },
    /// At every weight.
    Always,
    /// At none from 0 to 1.
    Never,
}

/// At which weight of a criterion two subjects change places, the others keeping their proportions.
///
/// A weighted sum is linear in one weight w: with d the lead in the criterion and r the lead in the mean of the
/// others, the scores differ by w·d + (1 − w)·r, which is 0 at r/(r − d). Of the methods, only the two weighted sums
/// have such a form.
///
/// ```
/// use service_quality::population::Table;
/// use service_quality::population::ranking::Method;
/// use service_quality::population::stability::{Tie, critical_weight};
///
/// let table: Table = serde_json::from_str(r#"{
///     "criteria": [{"id": "skill", "direction": "higher"}, {"id": "speed", "direction": "higher"}],
///     "subjects": [{"id": "a", "values": [90, 80]}, {"id": "b", "values": [70, 60]}]}"#)?;
/// let weights = ["3".parse()?, "1".parse()?];
/// let tie = critical_weight(&table, &weights, Method::WeightedSum, ["a", "b"], "skill")?;
/// assert_eq!(tie, Tie::Never); // `a` leads in both
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of [`WeightedSum::new`]; [`PopulationError::OutOfRange`] for another method,
/// [`PopulationError::UnknownSubject`],
/// [`PopulationError::UnknownCriterion`], also for one that is left out because all are equal there,
/// [`PopulationError::WeightSum`] where no other criterion has a weight.
pub fn critical_weight(
    table: &Table,
    weights: &[Weight],
    method: Method,
    [one, other]: [impl AsRef<str>; 2],
    criterion: impl AsRef<str>,
) -> Result<Tie, PopulationError> {
    let scaling = match method {
        Method::WeightedSum => Scaling::AsGiven,
        Method::WeightedSumMinMax => Scaling::MinMax,
        _ => {
            let (given, allowed) = (method.to_string(), "`weighted_sum` or `weighted_sum_min_max`");
            return Err(PopulationError::OutOfRange { place: "method", given, allowed });
        }
    };
    let sum = WeightedSum::new(table, weights, scaling)?;
    let columns =
        table.criteria().iter().zip(weights).filter(|(column, _)| !sum.without_spread.contains(&column.id));
    let (columns, weights): (Vec<_>, Vec<_>) = columns.map(|(column, weight)| (&column.id, *weight)).unzip();
    let index = columns.iter().position(|id| id.as_str() == criterion.as_ref());
    let index =
        index.ok_or_else(|| PopulationError::UnknownCriterion { criterion: excerpt(criterion.as_ref()) })?;
    let row = |subject: &str| {
        let rows = table.subjects().iter().zip(&sum.figures);
        let found = rows.filter(|(row, _)| row.id.as_str() == subject).map(|(_, figures)| figures).next();
        found.ok_or_else(|| PopulationError::UnknownSubject { subject: excerpt(subject) })
    };
    let leads = row(one.as_ref())?.iter().zip(row(other.as_ref())?).map(|(one, other)| one - other);
    let leads: Vec<f64> = leads.collect();
    let others: Vec<Weight> = kept(&weights, index).copied().collect();
    let others = shares(&others, others.len())?;
    let rest = kept(&leads, index).zip(&others).fold(0.0, |sum, (lead, share)| sum + lead * share);
    let lead = leads.get(index).copied().unwrap_or_default();
    let now = shares(&weights, weights.len())?.get(index).copied().unwrap_or_default();
    // What is 0 on paper leaves a trace in floats: 12 digits of the largest lead count.
    let trace = leads.iter().fold(0.0_f64, |largest, lead| largest.max(lead.abs())) * 1e-12;
    let slope = rest - lead;
    if slope.abs() <= trace {
        return Ok(if rest.abs() <= trace { Tie::Always } else { Tie::Never });
    }
    let weight = rest / slope;
    let within = (-1e-12..=1.0 + 1e-12).contains(&weight);
    Ok(if within {
        Tie::At { weight: weight.clamp(0.0, 1.0), change: weight.clamp(0.0, 1.0) - now }
    } else {
        Tie::Never
    })
}
