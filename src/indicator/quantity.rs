use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::{Case, TallyError};
use crate::calendar::WorkingTime;
use crate::quantity::{AgreementId, CalendarId, ObjectiveId, Status};
use crate::ticket::{Derived, Fact, Facts, Milestone, ValueRef};

/// Something of a ticket that is measured.
///
/// ```
/// use service_quality::indicator::Quantity;
///
/// let resolution: Quantity = serde_json::from_str(r#"{"elapsed": {"from": "created", "to": "finished"}}"#)?;
/// assert_eq!(resolution.to_string(), "time from created to finished");
/// assert!(serde_json::from_str::<Quantity>(r#"{"fact": "@status"}"#).is_ok(), "an indicator refuses it");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Quantity {
    /// Elapsed time, round the clock, from one milestone to another; absent until both have come, and where the second
    /// came first: such a ticket has no such span.
    Elapsed {
        /// The beginning.
        from: Milestone,
        /// The end.
        to: Milestone,
    },
    /// Working time from one milestone to another, by a calendar; absent as elapsed time is.
    Working {
        /// The beginning.
        from: Milestone,
        /// The end.
        to: Milestone,
        /// The calendar.
        calendar: CalendarId,
    },
    /// Elapsed time in any of the statuses while the ticket was not closed.
    TimeIn(BTreeSet<Status>),
    /// Time that a promise took until it was kept or kept late, without pauses; absent until then.
    Used {
        /// The objective of the promise.
        objective: ObjectiveId,
        /// The agreement; unless given, the first that has the objective.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreement: Option<AgreementId>,
        /// Which time counts.
        #[serde(default, skip_serializing_if = "is_working")]
        time: UsedTime,
    },
    /// An attribute, or a derived fact: an age, a rating, a count. Where the indicator's unit is one of time the
    /// fact has to be a duration, otherwise a number in that unit.
    Fact(Fact),
}

/// Which time counts.
///
/// ```
/// use service_quality::indicator::UsedTime;
/// assert_eq!(UsedTime::default(), UsedTime::Working);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsedTime {
    /// Time in which the objective's calendar is open.
    #[default]
    Working,
    /// Time round the clock.
    Elapsed,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_working(time: &UsedTime) -> bool {
    *time == UsedTime::Working
}

/// Which amounts a quantity can have, as far as its definition tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AmountKind {
    /// Durations.
    Time,
    /// Numbers.
    Number,
    /// What the attribute holds.
    Either,
    /// None: text, flags and instants are no quantities.
    Neither,
}

impl Quantity {
    /// How much the ticket has; absent where it has none (yet).
    pub(super) fn amount(&self, case: Case<'_>, time: bool) -> Result<Option<Amount>, TallyError> {
        match (self.amount_of_either_kind(case)?, self) {
            (Some(Amount::Seconds(_)), Self::Fact(fact)) if !time => Err(wrong(fact, "a number")),
            (Some(Amount::Number(_)), Self::Fact(fact)) if time => Err(wrong(fact, "a duration")),
            (amount, _) => Ok(amount),
        }
    }

    /// As [`Quantity::amount`], where durations and numbers serve alike.
    pub(super) fn amount_of_either_kind(&self, case: Case<'_>) -> Result<Option<Amount>, TallyError> {
        match self {
            Self::Elapsed { from, to } => {
                let ends = case.ends(*from, *to);
                Ok(ends.map(|(from, to)| Amount::Seconds(to.since(from).seconds())))
            }
            Self::Working { from, to, calendar } => {
                let calendar = case.calendar(calendar)?;
                let ends = case.ends(*from, *to);
                Ok(ends.map(|(from, to)| Amount::Seconds(calendar.between(from, to).seconds())))
            }
            Self::TimeIn(statuses) => Ok(Some(Amount::Seconds(case.view().time_in(statuses).seconds()))),
            Self::Used { objective, agreement, time } => {
                let outcome = case
                    .evaluations(agreement.as_ref())?
                    .find_map(|evaluation| evaluation.outcome(objective))
                    .filter(|outcome| outcome.verdict.finished().is_some());
                Ok(outcome.map(|outcome| {
                    let used = match time {
                        UsedTime::Working => outcome.used.working,
                        UsedTime::Elapsed => outcome.used.elapsed,
                    };
                    Amount::Seconds(used.seconds())
                }))
            }
            Self::Fact(fact) => match case.view().fact(fact) {
                None => Ok(None),
                Some(ValueRef::Span(span)) => Ok(Some(Amount::Seconds(span.seconds()))),
                Some(ValueRef::Number(number)) => Ok(Some(Amount::Number(number))),
                Some(_) => Err(wrong(fact, "a number or a duration")),
            },
        }
    }

    /// Which amounts it can have.
    pub(super) const fn kind(&self) -> AmountKind {
        match self {
            Self::Elapsed { .. }
            | Self::Working { .. }
            | Self::TimeIn(_)
            | Self::Used { .. }
            | Self::Fact(Fact::Derived(Derived::Age)) => AmountKind::Time,
            Self::Fact(Fact::Attribute(_)) => AmountKind::Either,
            Self::Fact(Fact::Derived(derived)) => match derived {
                Derived::Reassignments
                | Derived::Reopens
                | Derived::CustomerMessages
                | Derived::PublicReplies
                | Derived::InternalNotes
                | Derived::Complaints
                | Derived::FollowUps
                | Derived::Rating
                | Derived::Anomalies => AmountKind::Number,
                _ => AmountKind::Neither,
            },
        }
    }
}

fn wrong(fact: &Fact, wanted: &'static str) -> TallyError {
    TallyError::WrongFact { fact: fact.clone(), wanted }
}

impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Elapsed { from, to } => write!(formatter, "time from {} to {}", word(*from), word(*to)),
            Self::Working { from, to, calendar } => {
                write!(formatter, "working time of {calendar} from {} to {}", word(*from), word(*to))
            }
            Self::TimeIn(statuses) => {
                formatter.write_str("time in status ")?;
                for (index, status) in statuses.iter().enumerate() {
                    write!(formatter, "{}{status}", if index == 0 { "" } else { " or " })?;
                }
                Ok(())
            }
            Self::Used { objective, agreement, time } => {
                let time = match time {
                    UsedTime::Working => "working",
                    UsedTime::Elapsed => "elapsed",
                };
                write!(formatter, "{time} time used of {objective}")?;
                agreement.as_ref().map_or(Ok(()), |agreement| write!(formatter, " in {agreement}"))
            }
            Self::Fact(fact) => fact.fmt(formatter),
        }
    }
}

const fn word(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Created => "created",
        Milestone::FirstResponse => "first response",
        Milestone::FirstResolved => "first resolved",
        Milestone::Finished => "finished",
        Milestone::Closed => "closed",
        Milestone::AsOf => "now",
    }
}
