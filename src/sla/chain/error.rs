use thiserror::Error;

use super::{ChainUnit, Promise};
use crate::quantity::{AgreementId, LinkId, ObjectiveId, Timestamp};

/// Why a chain is none, or cannot be checked.
///
/// ```
/// use service_quality::sla::{Chain, ChainError, Promise};
///
/// let promise = Promise { agreement: "helpdesk".parse()?, objective: "fix".parse()? };
/// let error: ChainError = Chain::new(promise, Vec::new()).unwrap_err();
/// assert_eq!(error.to_string(), "links: none is given: give at least one");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ChainError {
    /// A promise that rests on nothing is no chain.
    #[error("links: none is given: give at least one")]
    NoLinks,
    /// A name is given twice.
    #[error("{place}: `{given}` is given twice: give each name once")]
    Duplicate {
        /// Where.
        place: String,
        /// The name.
        given: String,
    },
    /// The promise cannot be one of its own links.
    #[error("{place}: `{promise}` is the promise itself: name one that it rests on")]
    OwnLink {
        /// Where.
        place: String,
        /// The promise.
        promise: Promise,
    },
    /// A link that the chain does not have.
    #[error("{place}: no link is named `{given}`: name one of the chain")]
    UnknownLink {
        /// Where.
        place: String,
        /// The name.
        given: LinkId,
    },
    /// Links that wait for one another never begin.
    #[error("links wait for one another, {}: take one out of an `after`", round(links))]
    Cycle {
        /// The links, each of which waits for the next, and the last for the first.
        links: Vec<LinkId>,
    },
    /// An agreement that was not given.
    #[error("{place}: agreement `{given}` is unknown: give it")]
    UnknownAgreement {
        /// Where.
        place: String,
        /// The agreement.
        given: AgreementId,
    },
    /// An objective that no policy of the agreement has.
    #[error("{place}: agreement `{}` has no objective `{}`: name one that it has", promise.agreement, promise.objective)]
    UnknownObjective {
        /// Where.
        place: String,
        /// The objective.
        promise: Promise,
    },
    /// For these facts, or at that time, the agreement gives the objective no budget.
    #[error("{place}: `{promise}` promises nothing in this case: give it a budget, or ask without that link")]
    NothingPromised {
        /// Where.
        place: String,
        /// The objective.
        promise: Promise,
    },
    /// Budgets in different units have no sum.
    #[error(
        "{place}: {given} and the promise's {promised} have no sum: check the chain from a start instead"
    )]
    Incomparable {
        /// Where.
        place: String,
        /// The link's unit.
        given: ChainUnit,
        /// The promise's unit.
        promised: ChainUnit,
    },
    /// A budget that is no length of time: it depends on when the clock starts.
    #[error("{place}: {given} is no fixed length of time: check the chain from a start instead")]
    NoLength {
        /// Where.
        place: String,
        /// The budget.
        given: String,
    },
    /// The budgets leave the range of a duration.
    #[error("{place}: the budgets up to here exceed 2^63 seconds: lower them")]
    TooLong {
        /// Where.
        place: String,
    },
    /// The budget cannot be used up.
    #[error(
        "{place}: `{promise}` begun at {from} is never due: its calendar does not open often enough, or time ends first"
    )]
    NeverDue {
        /// Where.
        place: String,
        /// The objective.
        promise: Promise,
        /// When it begins.
        from: Timestamp,
    },
    /// An outcome of another objective.
    #[error("{place}: the outcome is that of `{given}`: give that of `{expected}`")]
    ForeignOutcome {
        /// Where.
        place: String,
        /// The outcome's objective.
        given: ObjectiveId,
        /// The chain's objective.
        expected: ObjectiveId,
    },
}

/// The cycle in words, long ones shortened.
fn round(links: &[LinkId]) -> String {
    const SHOWN: usize = 8;
    let mut names: Vec<String> = links.iter().take(SHOWN).map(|id| format!("`{id}`")).collect();
    if links.len() > SHOWN {
        names.push(format!("{} more", links.len() - SHOWN));
    }
    names.extend(links.first().map(|id| format!("`{id}`")));
    names.join(" → ")
}
