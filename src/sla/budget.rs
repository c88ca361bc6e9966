use std::fmt;

use serde::{Deserialize, Serialize};

use super::AgreementError;
use crate::calendar::{BusinessDayRule, TimeOfDay};
use crate::quantity::{Span, Timestamp};
use crate::ticket::{Derived, Fact, Facts, ValueRef};

/// How much time an objective allows.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::sla::Budget;
///
/// let budget: Budget = serde_json::from_str(r#"{"working": "PT8H"}"#)?;
/// assert_eq!(budget, Budget::Working(Span::from_hours(8)));
/// assert_eq!(budget.to_string(), "PT8H of working time");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Budget {
    /// So much time within the calendar's hours; pauses are not counted.
    Working(Span),
    /// So much time round the clock; pauses are not counted.
    Elapsed(Span),
    /// So many business days by a named rule; the working time of pauses is added to the due time.
    BusinessDays {
        /// How many.
        days: u32,
        /// How they are counted.
        rule: BusinessDayRule,
    },
    /// Until the last closing of a business day: 0 is the day of the start, 1 the next. Where that has passed at the
    /// start, the business day after it. The working time of pauses is added.
    EndOfBusinessDay(u32),
    /// Until a wall time of a business day, such as "the next business day at 16:00". Where that has passed at the
    /// start, the business day after it. The working time of pauses is added.
    BusinessDayAt {
        /// Which: 0 is the day of the start, 1 the next.
        day: u32,
        /// When on that day, in the calendar's zone, open or not.
        at: TimeOfDay,
    },
    /// Until the instant that the host recorded in a fact; pauses do not move it. Text that reads as an instant (RFC 3339)
    /// is one; where the fact holds anything else, nothing is promised.
    Until(Fact),
}

impl Budget {
    pub(super) fn check(&self, place: String) -> Result<(), AgreementError> {
        let long = |place, given: &dyn fmt::Display, allowed| {
            Err(AgreementError::BudgetTooLong { place, given: given.to_string(), allowed })
        };
        match self {
            Self::Working(span) | Self::Elapsed(span) if *span <= Span::ZERO => {
                Err(AgreementError::Budget { place, given: span.to_string() })
            }
            Self::Working(span) | Self::Elapsed(span) if *span > LONGEST => {
                long(place, span, "36525 days, which are 100 years")
            }
            Self::BusinessDays { days: 0, .. } => {
                Err(AgreementError::Budget { place, given: "0 business days".to_owned() })
            }
            Self::BusinessDays { days, .. }
            | Self::EndOfBusinessDay(days)
            | Self::BusinessDayAt { day: days, .. }
                if *days > MOST_DAYS =>
            {
                long(place, &format_args!("{days} business days"), "36500 business days")
            }
            Self::Until(fact) => holds_instant(format!("{place}.until"), fact),
            _ => Ok(()),
        }
    }
}

/// A hundred years of 365.25 days.
const LONGEST: Span = Span::from_hours(36_525 * 24);

const MOST_DAYS: u32 = 36_500;

/// Whether a fact can hold a due time: not where it is derived and no instant, or the creation.
pub(super) fn holds_instant(place: String, fact: &Fact) -> Result<(), AgreementError> {
    match fact {
        Fact::Attribute(_) | Fact::Derived(Derived::FirstResponse | Derived::Finished | Derived::Closed) => {
            Ok(())
        }
        Fact::Derived(_) => Err(AgreementError::NoDueTime { place, fact: fact.to_string() }),
    }
}

/// The instant that a fact holds, as such or as text (RFC 3339).
pub(super) fn instant(fact: &Fact, facts: &impl Facts) -> Option<Timestamp> {
    match facts.fact(fact)? {
        ValueRef::Instant(at) => Some(at),
        ValueRef::Text(text) => text.parse().ok(),
        _ => None,
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Working(span) => write!(formatter, "{span} of working time"),
            Self::Elapsed(span) => write!(formatter, "{span} round the clock"),
            Self::BusinessDays { days: 1, .. } => formatter.write_str("1 business day"),
            Self::BusinessDays { days, .. } => write!(formatter, "{days} business days"),
            Self::EndOfBusinessDay(0) => formatter.write_str("until the end of the business day"),
            Self::EndOfBusinessDay(day) => {
                write!(formatter, "until the end of business day {day} after the start")
            }
            Self::BusinessDayAt { day: 0, at } => write!(formatter, "until {at} of the business day"),
            Self::BusinessDayAt { day, at } => {
                write!(formatter, "until {at} of business day {day} after the start")
            }
            Self::Until(fact) => write!(formatter, "until the instant in {fact}"),
        }
    }
}
