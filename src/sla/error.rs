use std::collections::BTreeSet;
use std::fmt::Display;

use thiserror::Error;

use crate::quantity::{CalendarId, PolicyId};

/// Why an agreement is none.
///
/// ```
/// use service_quality::sla::Budget;
/// use service_quality::sla::{Allowance, AgreementError, Objective, Target};
///
/// let budget = Allowance::Same(Budget::Elapsed(service_quality::quantity::Span::ZERO));
/// let error: AgreementError = Objective::new("fix".parse()?, Target::Resolution, budget).unwrap_err();
/// assert_eq!(error.to_string(), "allowance.same: budget `PT0S` allows no time: give more than 0");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AgreementError {
    /// A list that must hold something is empty.
    #[error("{place}: no {wanted} is given: give at least one")]
    Empty {
        /// Where.
        place: String,
        /// What is wanted.
        wanted: &'static str,
    },
    /// An id is given twice.
    #[error("{place}: `{given}` is given twice: ids are unique")]
    Duplicate {
        /// Where.
        place: String,
        /// The id.
        given: String,
    },
    /// A budget that allows no time.
    #[error("{place}: budget `{given}` allows no time: give more than 0")]
    Budget {
        /// Where.
        place: String,
        /// The budget.
        given: String,
    },
    /// A policy that no ticket can reach.
    #[error(
        "{place}: policy `{policy}` is never chosen: `{by}` before it holds for every ticket; put that one last"
    )]
    Shadowed {
        /// Where.
        place: String,
        /// The policy.
        policy: PolicyId,
        /// The policy before it.
        by: PolicyId,
    },
    /// A calendar that is not among those given.
    #[error("{place}: calendar `{calendar}` is unknown: define it")]
    UnknownCalendar {
        /// Where.
        place: String,
        /// The calendar.
        calendar: CalendarId,
    },
    /// A policy or a budget that depends on the age of the ticket, which changes without an event.
    #[error(
        "{place}: the choice depends on `@age`, which changes by itself: choose by facts that events change"
    )]
    ChosenByAge {
        /// Where.
        place: String,
    },
    /// One clock cannot stop at two things.
    #[error("{place}: objective `{given}` has another target in an earlier policy: give it another id")]
    TargetDiffers {
        /// Where.
        place: String,
        /// The objective.
        given: String,
    },
}

/// Ids of one list are given once each.
pub(super) fn unique<'a, I: Ord + Display + 'a>(
    list: &str,
    ids: impl Iterator<Item = &'a I>,
) -> Result<(), AgreementError> {
    let mut seen = BTreeSet::new();
    for (index, id) in ids.enumerate() {
        if !seen.insert(id) {
            return Err(AgreementError::Duplicate {
                place: format!("{list}[{index}].id"),
                given: id.to_string(),
            });
        }
    }
    Ok(())
}
