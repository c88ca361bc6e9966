use thiserror::Error;

use crate::analysis::Undefined;
use crate::monitor::chart::ChartError;
use crate::quantity::{QuantityError, excerpt};

/// Why a part of an improvement is none.
///
/// What is refused because something is still missing, or comes at the wrong time, is a
/// [`Refusal`](super::history::Refusal); what cannot have happened is a [`ReplayError`](super::history::ReplayError).
///
/// ```
/// use service_quality::improve::ImproveError;
/// use service_quality::improve::complaint::{RecurrenceRule, SameKind};
///
/// let error = RecurrenceRule::new(SameKind::Category, 1, 30).unwrap_err();
/// assert!(matches!(&error, ImproveError::NotAllowed { place, .. } if place == "rule.at_least"));
/// assert_eq!(error.to_string(), "rule.at_least is `1`: allowed is 2 or more: one does not come back");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ImproveError {
    /// A value is not allowed at its place.
    #[error("{place} is `{given}`: allowed is {allowed}")]
    NotAllowed {
        /// Where, such as `goal.target`.
        place: String,
        /// What was given, shortened.
        given: String,
        /// What is allowed there.
        allowed: String,
    },
    /// Two things have one id.
    #[error("{place}: `{id}` is given twice; give each its own id")]
    Repeated {
        /// Where.
        place: String,
        /// The id.
        id: String,
    },
    /// Something is named that is not there.
    #[error("{place}: there is no `{id}`; known are {known}")]
    Unknown {
        /// Where.
        place: String,
        /// What was named.
        id: String,
        /// What could be named, in backticks, with commas.
        known: String,
    },
    /// A statistic is not defined for what was given.
    #[error("{place}: {why}")]
    Undefined {
        /// Where.
        place: String,
        /// Why not.
        why: Undefined,
    },
    /// A control chart cannot be drawn of what was given.
    #[error("{place}: {why}")]
    Chart {
        /// Where.
        place: String,
        /// Why not.
        why: Box<ChartError>,
    },
    /// A text or a number is no quantity of the domain.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
}

impl ImproveError {
    /// A value that is not allowed at its place.
    pub(crate) fn not_allowed(
        place: impl Into<String>,
        given: &impl std::fmt::Display,
        allowed: impl Into<String>,
    ) -> Self {
        Self::NotAllowed { place: place.into(), given: excerpt(&given.to_string()), allowed: allowed.into() }
    }

    /// A statistic that is not defined at its place.
    pub(crate) fn undefined(place: impl Into<String>, why: Undefined) -> Self {
        Self::Undefined { place: place.into(), why }
    }

    /// A chart that cannot be drawn.
    pub(crate) fn chart(place: impl Into<String>, why: ChartError) -> Self {
        Self::Chart { place: place.into(), why: Box::new(why) }
    }
}
