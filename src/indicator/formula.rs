use std::fmt;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::case::Amount;
use super::tally::Observation;
use super::{Case, Quantity, SignificantFigures, Tally, TallyError, TallyKind, Unit};
use crate::quantity::{AgreementId, Number, ObjectiveId, Share};
use crate::sla::{Denominator, Outcome, OutcomeCounts, Target};
use crate::ticket::Condition;

/// How an indicator is calculated from tickets (计算公式): data, so that a host adds one without code.
///
/// A ticket to which the formula's `among` does not apply is outside; one that has not got the quantity (yet) is
/// counted as being without it. Neither enters the value. Where every ticket is outside, the indicator does not apply;
/// where tickets are without, or there are none at all, its value is missing.
///
/// ```
/// use service_quality::indicator::Formula;
///
/// let reopened: Formula = serde_json::from_str(r#"{"share": {
///     "of": {"compare": {"fact": "@reopens", "is": "at_least", "value": 1}},
///     "among": {"exists": "@finished"}
/// }}"#)?;
/// assert_eq!(reopened.to_string(), "share of tickets where @reopens >= 1, among those where @finished exists");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Formula {
    /// How many tickets of those that `among` selects meet `of`.
    Share {
        /// The numerator, 分子.
        of: Condition,
        /// The denominator, 分母; every ticket unless said otherwise.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// The arithmetic mean of a quantity.
    Mean {
        /// What is averaged.
        quantity: Quantity,
        /// Over which tickets.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// A quantile of a quantity of whole, not negative values; durations count in seconds. A fact that is negative or
    /// has a fraction is an error.
    Quantile {
        /// Which quantile: 0.5 is the median.
        p: Share,
        /// Of what.
        quantity: Quantity,
        /// Over which tickets.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
        /// The precision of the tally.
        #[serde(default, skip_serializing_if = "is_default")]
        figures: SignificantFigures,
    },
    /// Tickets that meet `of`, per exposure. A ticket without exposure that does not meet `of` is outside, or without,
    /// where the exposure is a quantity that it has not got; n counts the others.
    Rate {
        /// What is counted.
        of: Condition,
        /// What it is counted against.
        per: Exposure,
        /// The multiple that a unit of the host's own names: 250 for "per 250 visits". Built-in units bring theirs.
        #[serde(default = "once", skip_serializing_if = "is_once")]
        times: NonZeroU32,
    },
    /// How many promises were kept, 达成率. A ticket may carry several; those still undecided are left out, and
    /// counted as tickets without the quantity where a ticket has no other.
    SlaAttainment {
        /// Which promises.
        #[serde(default, skip_serializing_if = "is_all")]
        objectives: Objectives,
        /// Whose; every agreement's unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreement: Option<AgreementId>,
        /// Of which promises it is a share.
        #[serde(default)]
        denominator: Denominator,
        /// Over which tickets.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// The host measures it.
    External,
}

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
    /// The tally that the formula counts in, empty; absent where the host measures.
    #[must_use]
    pub fn tally(&self) -> Option<Tally> {
        match self {
            Self::Share { .. } | Self::SlaAttainment { .. } => Some(Tally::empty(TallyKind::Share)),
            Self::Mean { .. } => Some(Tally::empty(TallyKind::Mean)),
            Self::Quantile { figures, .. } => Some(super::QuantileTally::new(*figures).into()),
            Self::Rate { .. } => Some(Tally::empty(TallyKind::Rate)),
            Self::External => None,
        }
    }

    /// What one ticket adds to the tally. `unit` decides whether facts count as durations or as numbers.
    pub(super) fn observe(&self, case: Case<'_>, unit: &Unit) -> Result<Observation, TallyError> {
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
                    super::QuantileTally::check(amount.whole()?)?;
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
            Self::SlaAttainment { among, .. } if !among.matches(case.view()) => Ok(Observation::Outside),
            Self::SlaAttainment { objectives, agreement, denominator, .. } => {
                let mut counts = OutcomeCounts::default();
                for evaluation in case.evaluations(agreement.as_ref())? {
                    let promised = evaluation.outcomes.iter().filter(|outcome| objectives.includes(outcome));
                    promised.for_each(|outcome| counts.record_outcome(outcome));
                }
                Ok(match counts.ratio(*denominator) {
                    (_, 0) if counts.total() == counts.undecidable() => Observation::Outside,
                    (_, 0) => Observation::Without,
                    (k, n) => Observation::Share { k, n },
                })
            }
            Self::External => Ok(Observation::Outside),
        }
    }

    /// Whether the value counts something per one of something else, for a unit to multiply.
    pub(super) const fn is_proportion(&self) -> bool {
        matches!(self, Self::Share { .. } | Self::SlaAttainment { .. } | Self::Rate { .. })
    }

    /// The multiple that the formula itself asks for.
    pub(super) const fn times(&self) -> NonZeroU32 {
        match self {
            Self::Rate { times, .. } => *times,
            _ => NonZeroU32::MIN,
        }
    }

    /// The quantile that the tally is read at.
    pub(super) const fn quantile(&self) -> Option<Share> {
        match self {
            Self::Quantile { p, .. } => Some(*p),
            _ => None,
        }
    }

    /// The formula's kind as documents write it.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Share { .. } => "share",
            Self::Mean { .. } => "mean",
            Self::Quantile { .. } => "quantile",
            Self::Rate { .. } => "rate",
            Self::SlaAttainment { .. } => "sla_attainment",
            Self::External => "external",
        }
    }
}

fn is_always(condition: &Condition) -> bool {
    *condition == Condition::Always
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_default(figures: &SignificantFigures) -> bool {
    *figures == SignificantFigures::default()
}

fn is_all(objectives: &Objectives) -> bool {
    *objectives == Objectives::All
}

const fn once() -> NonZeroU32 {
    NonZeroU32::MIN
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_once(times: &NonZeroU32) -> bool {
    *times == once()
}

impl fmt::Display for Formula {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let among = |formatter: &mut fmt::Formatter<'_>, among: &Condition| match among {
            Condition::Always => Ok(()),
            among => write!(formatter, ", among those where {among}"),
        };
        match self {
            Self::Share { of, among: base } => {
                write!(formatter, "share of tickets where {of}")?;
                among(formatter, base)
            }
            Self::Mean { quantity, among: base } => {
                write!(formatter, "mean of {quantity} over tickets")?;
                among(formatter, base)
            }
            Self::Quantile { p, quantity, among: base, .. } => {
                write!(formatter, "{p} quantile of {quantity} over tickets")?;
                among(formatter, base)
            }
            Self::Rate { of, per, times } if is_once(times) => {
                write!(formatter, "tickets where {of} per {per}")
            }
            Self::Rate { of, per, times } => write!(formatter, "tickets where {of} per {times} of {per}"),
            Self::SlaAttainment { objectives, agreement, denominator, among: base } => {
                let of = match denominator {
                    Denominator::Finished => "finished",
                    _ => "decided",
                };
                write!(formatter, "share of {of} promises kept, {objectives}")?;
                if let Some(agreement) = agreement {
                    write!(formatter, " of {agreement}")?;
                }
                among(formatter, base)
            }
            Self::External => formatter.write_str("measured by the host"),
        }
    }
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
