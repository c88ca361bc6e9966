use thiserror::Error;

use crate::quantity::{QuantityError, excerpt};

/// Why a part of a service level objective is none, or has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SloError {
    /// A value is not allowed at its place.
    #[error("{place} is `{given}`: allowed is {allowed}")]
    NotAllowed {
        /// Where, such as `tiers[2].at_least`.
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
    /// A figure leaves the range of exact numbers.
    #[error("{what} leaves the range of exact numbers: keep it within ±10^15, with nine places at most")]
    TooLarge {
        /// Which figure.
        what: String,
    },
    /// A text or a number is no quantity of the domain.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
}

impl SloError {
    /// A value that is not allowed at its place.
    pub(crate) fn not_allowed(
        place: impl Into<String>,
        given: &impl std::fmt::Display,
        allowed: impl Into<String>,
    ) -> Self {
        Self::NotAllowed { place: place.into(), given: excerpt(&given.to_string()), allowed: allowed.into() }
    }

    /// A figure that leaves the range of exact numbers.
    pub(crate) fn too_large(what: impl Into<String>) -> Self {
        Self::TooLarge { what: what.into() }
    }
}
