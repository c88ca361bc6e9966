//! What formulas count of a ticket.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Formula;
use crate::indicator::amount::Amount;
use crate::indicator::tally::Observation;
use crate::indicator::{Case, QuantileTally, Quantity, TallyError, Unit};
use crate::quantity::{AgreementId, Number, ObjectiveId};
use crate::sla::{Outcome, OutcomeCounts, Target};
use crate::ticket::Condition;

/// Which promises of an agreement count.
///
/// ```
/// use service_quality::indicator::Objectives;
/// use service_quality::sla::Target;
///
/// let replies: Objectives = serde_json::from_str(r#"{"target": "first_response"}"#)?;
/// assert_eq!(replies, Objectives::Target(Target::FirstResponse));
/// assert_eq!(serde_json::from_str::<Objectives>(r#""all""#)?, Objectives::default());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Objectives {
    /// All of them.
    #[default]
    All,
    /// All that promise the same thing.
    Target(Target),
    /// One.
    Objective(ObjectiveId),
}

impl Objectives {
    fn includes(&self, outcome: &Outcome) -> bool {
        match self {
            Self::All => true,
            Self::Target(target) => outcome.target == *target,
            Self::Objective(objective) => outcome.objective == *objective,
        }
    }
}

/// What events are counted against.
///
/// ```
/// use service_quality::indicator::Exposure;
/// let contacts: Exposure = serde_json::from_str(r#"{"sum": {"fact": "contacts"}}"#)?;
/// assert_eq!(contacts.to_string(), "sum of contacts");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Exposure {
    /// The tickets that meet the condition, one each.
    Tickets(Condition),
    /// A quantity of the tickets, added up; durations count in seconds.
    Sum(Quantity),
}

impl Formula {
    /// What one ticket adds to the tally. `unit` decides whether facts count as durations or as numbers.
    pub(super) fn observe_ticket(&self, case: Case<'_>, unit: &Unit) -> Result<Observation<'_>, TallyError> {
        if !case.view().exists() {
            return Ok(Observation::Outside);
        }
        let quantity = |quantity: &Quantity, among: &Condition| {
            if !among.matches(case.view()) {
                return Ok(Observation::Outside);
            }
            let amount = quantity.amount(case, unit.is_time())?;
            Ok(amount.map_or(Observation::Without, Observation::Amount))
        };
        match self {
            Self::Share { among, .. } if !among.matches(case.view()) => Ok(Observation::Outside),
            Self::Share { of, .. } => Ok(Observation::Share { k: u64::from(of.matches(case.view())), n: 1 }),
            Self::Mean { quantity: of, among } => quantity(of, among),
            Self::Quantile { quantity: of, among, .. } => {
                let observation = quantity(of, among)?;
                if let Observation::Amount(amount) = observation {
                    QuantileTally::check(amount.whole()?)?;
                }
                Ok(observation)
            }
            Self::Rate { of, per, .. } => {
                let event = of.matches(case.view());
                let (exposure, otherwise) = match per {
                    Exposure::Tickets(condition) => {
                        (condition.matches(case.view()).then_some(Number::from(1)), Observation::Outside)
                    }
                    Exposure::Sum(quantity) => {
                        let amount = quantity.amount_of_either_kind(case)?;
                        (amount.map(Amount::number).transpose()?, Observation::Without)
                    }
                };
                Ok(match exposure {
                    None if !event => otherwise,
                    exposure => {
                        let exposure = exposure.unwrap_or(Number::ZERO);
                        Observation::Rate { count: u64::from(event), exposure }
                    }
                })
            }
            Self::SlaAttainment { among, .. } | Self::SlaOverdue { among, .. }
                if !among.matches(case.view()) =>
            {
                Ok(Observation::Outside)
            }
            Self::SlaAttainment { objectives, agreement, denominator, .. } => {
                let counts = counts(case, objectives, agreement.as_ref())?;
                Ok(match counts.ratio(*denominator) {
                    (_, 0) if counts.total() == counts.undecidable() => Observation::Outside,
                    (_, 0) => Observation::Without,
                    (k, n) => Observation::Share { k, n },
                })
            }
            Self::SlaOverdue { objectives, agreement, .. } => {
                let counts = counts(case, objectives, agreement.as_ref())?;
                let open = counts.overdue.saturating_add(counts.running).saturating_add(counts.paused);
                Ok(match open {
                    0 => Observation::Outside,
                    n => Observation::Share { k: counts.overdue, n },
                })
            }
            Self::Count { of } => Ok(Observation::Total(u32::from(of.matches(case.view())).into())),
            _ => Ok(Observation::Elsewhere),
        }
    }
}

/// What became of the promises that count.
fn counts(
    case: Case<'_>,
    objectives: &Objectives,
    agreement: Option<&AgreementId>,
) -> Result<OutcomeCounts, TallyError> {
    let mut counts = OutcomeCounts::default();
    for evaluation in case.evaluations(agreement)? {
        let promised = evaluation.outcomes.iter().filter(|outcome| objectives.includes(outcome));
        promised.for_each(|outcome| counts.record_outcome(outcome));
    }
    Ok(counts)
}

impl fmt::Display for Objectives {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => formatter.write_str("all objectives"),
            Self::Target(target) => write!(formatter, "objectives for {target}"),
            Self::Objective(objective) => write!(formatter, "objective {objective}"),
        }
    }
}

impl fmt::Display for Exposure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tickets(condition) => write!(formatter, "tickets where {condition}"),
            Self::Sum(quantity) => write!(formatter, "sum of {quantity}"),
        }
    }
}
