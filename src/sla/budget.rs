use std::fmt;

use serde::{Deserialize, Serialize};

use super::AgreementError;
use crate::calendar::{BusinessDayRule, TimeOfDay};
use crate::quantity::Span;
use crate::ticket::Fact;

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
    /// Until the instant that the host recorded in a fact; pauses do not move it.
    Until(Fact),
}

impl Budget {
    pub(super) fn check(&self, place: String) -> Result<(), AgreementError> {
        let given = match self {
            Self::Working(span) | Self::Elapsed(span) if *span <= Span::ZERO => span.to_string(),
            Self::BusinessDays { days: 0, .. } => "0 business days".to_owned(),
            _ => return Ok(()),
        };
        Err(AgreementError::Budget { place, given })
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
