use std::collections::BTreeSet;
use std::fmt::Display;

use thiserror::Error;

use crate::quantity::{AgreementId, CalendarId, ObjectiveId, PolicyId, Timestamp, Version};
use crate::ticket::Derived;

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
    /// A budget of a length that none is meant to have.
    #[error("{place}: budget `{given}` is too long: give at most {allowed}")]
    BudgetTooLong {
        /// Where.
        place: String,
        /// The budget.
        given: String,
        /// The longest.
        allowed: &'static str,
    },
    /// A due time from a fact that holds none.
    #[error("{place}: `{fact}` holds no due time: name an attribute that holds an instant")]
    NoDueTime {
        /// Where.
        place: String,
        /// The fact.
        fact: String,
    },
    /// More than is read.
    #[error("{place}: {given} are too many: give at most {allowed}")]
    TooMany {
        /// Where.
        place: String,
        /// How many.
        given: usize,
        /// How many may be.
        allowed: usize,
    },
    /// A policy that no ticket can reach.
    #[error(
        "{place}: policy `{policy}` is never chosen: `{by}` before it holds whenever it does; put that one behind it"
    )]
    Shadowed {
        /// Where.
        place: String,
        /// The policy.
        policy: PolicyId,
        /// The policy before it.
        by: PolicyId,
    },
    /// A policy that no ticket can reach, because of several.
    #[error(
        "{place}: policy `{policy}` is never chosen: whenever it holds, one of those before it does; put it before them \
         or remove it"
    )]
    Covered {
        /// Where.
        place: String,
        /// The policy.
        policy: PolicyId,
    },
    /// A clock that counts in no status that the agreement knows.
    #[error(
        "{place}: it counts only in statuses of class {classes}, and none is: name some in `status_classes`"
    )]
    Unclassified {
        /// Where.
        place: String,
        /// The classes, quoted.
        classes: String,
    },
    /// A calendar that is not among those given.
    #[error("{place}: calendar `{calendar}` is unknown: define it")]
    UnknownCalendar {
        /// Where.
        place: String,
        /// The calendar.
        calendar: CalendarId,
    },
    /// A policy, a budget or a rule that depends on a fact that changes without an event.
    #[error(
        "{place}: the choice depends on `{fact}`, which changes without an event: choose by facts that events change"
    )]
    ChosenByUnsteady {
        /// Where.
        place: String,
        /// The fact.
        fact: Derived,
    },
    /// Objectives of one name are one clock, and it has one target, one set of rules and one way to reopen.
    #[error(
        "{place}: objective `{given}` has another {field} in an earlier policy or version: give it another id"
    )]
    ClockDiffers {
        /// Where.
        place: String,
        /// The objective.
        given: String,
        /// What differs.
        field: &'static str,
    },
    /// A condition that no ticket can fulfil.
    #[error("{place}: `{condition}` excludes itself, no ticket can fulfil it: mend or remove it")]
    NeverHolds {
        /// Where.
        place: String,
        /// The condition.
        condition: String,
    },
    /// A pause that nothing ends.
    #[error(
        "{place}: the pause never ends: give `rules.resume` triggers, or a `when` that does not always hold"
    )]
    EndlessPause {
        /// Where.
        place: String,
    },
    /// Two policies that both hold where no other does.
    #[error("{place}: policy `{policy}` is a second default beside `{other}`: keep one")]
    TwoDefaults {
        /// Where.
        place: String,
        /// The second.
        policy: PolicyId,
        /// The first.
        other: PolicyId,
    },
    /// A default that holds only under a condition.
    #[error("{place}: policy `{policy}` is the default and has a condition: give it one or the other")]
    ConditionalDefault {
        /// Where.
        place: String,
        /// The policy.
        policy: PolicyId,
    },
    /// A matrix without a budget for some of the declared values.
    #[error("{place}: no budget for {fact} {missing}: add them, or `otherwise`")]
    MissingValues {
        /// Where.
        place: String,
        /// The fact.
        fact: String,
        /// The values, quoted.
        missing: String,
    },
    /// A value that is not among those declared.
    #[error("{place}: `{given}` is not among the values declared: give one of {known}")]
    UnknownValue {
        /// Where.
        place: String,
        /// The value.
        given: String,
        /// Those that are, quoted.
        known: String,
    },
    /// A response that may come after the resolution.
    #[error(
        "{place}: {given} for the response exceed the {allowed} of objective `{objective}`: shorten the response"
    )]
    ResponseExceedsResolution {
        /// Where.
        place: String,
        /// The response's budget.
        given: String,
        /// The resolution.
        objective: ObjectiveId,
        /// Its budget.
        allowed: String,
    },
    /// An escalation level that no clock reaches.
    #[error(
        "{place}: `{given}` of the budget is no level: give a share above 0 and at most 10, such as `0.75` for 75 %"
    )]
    Level {
        /// Where.
        place: String,
        /// The part.
        given: String,
    },
    /// A validity that ends before it begins.
    #[error("{place}: in force from {from} until {until}, which is never: let it end later")]
    EmptyValidity {
        /// Where.
        place: String,
        /// Its start.
        from: Timestamp,
        /// Its end.
        until: Timestamp,
    },
    /// Versions in force at the same time.
    #[error(
        "{place}: version `{version}` begins before version `{before}` ends ({until}): let them follow one another"
    )]
    Overlap {
        /// Where.
        place: String,
        /// The later version.
        version: Version,
        /// The earlier version.
        before: Version,
        /// The earlier one's end; the end of time where it has none and the later one no start.
        until: Timestamp,
    },
    /// A time in which no version is in force.
    #[error(
        "{place}: no version is in force from {from} until {until}, when `{version}` begins: close the gap"
    )]
    Gap {
        /// Where.
        place: String,
        /// The later version.
        version: Version,
        /// Since when.
        from: Timestamp,
        /// Until when.
        until: Timestamp,
    },
    /// Versions of different agreements.
    #[error("{place}: agreement `{given}` among the versions of `{wanted}`: give versions of one agreement")]
    OtherAgreement {
        /// Where.
        place: String,
        /// The agreement.
        given: AgreementId,
        /// That of the first version.
        wanted: AgreementId,
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
