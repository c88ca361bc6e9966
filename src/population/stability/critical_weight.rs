use std::cmp::Ordering;

use serde::Serialize;

use crate::population::exact::real;
use crate::population::ranking::{Matrix, Method, Shares, fixed};
use crate::population::{PopulationError, Table};
use crate::quantity::{Weight, Wide};

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
/// others, the scores differ by w·d + (1 − w)·r, which is 0 at r/(r − d). Leads are exact, or of 27 places of the range, so
/// that a tie is one on paper. Of the methods, only the two weighted sums
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
/// Those of [`WeightedSum::new`](crate::population::ranking::WeightedSum::new); [`PopulationError::OutOfRange`] for
/// another method, [`PopulationError::UnknownSubject`], [`PopulationError::UnknownCriterion`],
/// [`PopulationError::EqualCriterion`] for one that is left out because all are equal there,
/// [`PopulationError::WeightSum`] where no other criterion has a weight.
pub fn critical_weight(
    table: &Table,
    weights: &[Weight],
    method: Method,
    [one, other]: [impl AsRef<str>; 2],
    criterion: impl AsRef<str>,
) -> Result<Tie, PopulationError> {
    let min_max = match method {
        Method::WeightedSum => false,
        Method::WeightedSumMinMax => true,
        _ => {
            let (given, allowed) = (method.to_string(), "`weighted_sum` or `weighted_sum_min_max`");
            return Err(PopulationError::OutOfRange { place: "method".to_owned(), given, allowed });
        }
    };
    let shares = Shares::new(weights, table.criteria().len())?;
    // Refuses what cannot be summed.
    method.by_shares(table, &shares)?;
    let (one, other) = (table.row(one.as_ref())?, table.row(other.as_ref())?);
    let own = table.index(criterion.as_ref())?;
    let Matrix { columns } = Matrix::new(table)?;
    if let Some(column) = columns.get(own).filter(|column| min_max && !column.has_spread()) {
        return Err(PopulationError::EqualCriterion { criterion: column.criterion.id.clone() });
    }
    let kept = columns.iter().zip(shares.units()).enumerate();
    let kept = kept.filter(|(_, (column, _))| !min_max || column.has_spread());
    let (mut balance, mut rest, mut lead, mut now) = (Balance::default(), 0_u128, Balance::default(), 0_u128);
    for (index, (column, units)) in kept {
        let (Some(x), Some(y)) = (column.values.get(one), column.values.get(other)) else { continue };
        let ahead = (x > y) != (min_max && column.falls());
        let far = x.abs_diff(*y);
        let far = if min_max { fixed(far, column.range()) } else { far };
        let (side, units) = if index == own {
            now = *units;
            (&mut lead, 1)
        } else {
            rest = rest.checked_add(*units).ok_or(TOO_LARGE)?;
            (&mut balance, *units)
        };
        side.add(ahead, Wide::product(far, units)).ok_or(TOO_LARGE)?;
    }
    if rest == 0 {
        return Err(PopulationError::WeightSum);
    }
    // Figures scaled by min-max are rounded down, each by less than 1.
    let trace = Wide::from(if min_max { rest } else { 0 });
    let (r, d) = (balance.over(trace), lead.over(Wide::ZERO));
    let (r_size, d_size) = (r.1.approximate(), d.1.approximate() * real(rest));
    let now = real(now) / real(rest.checked_add(now).ok_or(TOO_LARGE)?);
    Ok(match (r.0, d.0) {
        (Ordering::Equal, Ordering::Equal) => Tie::Always,
        // Who leads in both leads at every weight.
        (Ordering::Less, Ordering::Less) | (Ordering::Greater, Ordering::Greater) => Tie::Never,
        _ => {
            let weight = r_size / (r_size + d_size);
            Tie::At { weight, change: weight - now }
        }
    })
}

const TOO_LARGE: PopulationError = PopulationError::TooLarge { what: "a weighted sum" };

/// What one subject is ahead by, and what it is behind by.
#[derive(Clone, Copy)]
struct Balance {
    ahead: Wide,
    behind: Wide,
}

impl Default for Balance {
    fn default() -> Self {
        Self { ahead: Wide::ZERO, behind: Wide::ZERO }
    }
}

impl Balance {
    fn add(&mut self, ahead: bool, by: Wide) -> Option<()> {
        let side = if ahead { &mut self.ahead } else { &mut self.behind };
        *side = side.checked_add(by)?;
        Some(())
    }

    /// Who leads and by how much; nobody where it is no more than a trace.
    fn over(&self, trace: Wide) -> (Ordering, Wide) {
        let lead = self.ahead.checked_sub(self.behind);
        let (order, lead) = match lead {
            Some(lead) => (Ordering::Greater, lead),
            None => (Ordering::Less, self.behind.checked_sub(self.ahead).unwrap_or(Wide::ZERO)),
        };
        if lead <= trace { (Ordering::Equal, Wide::ZERO) } else { (order, lead) }
    }
}
