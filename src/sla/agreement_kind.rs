use std::fmt;

use serde::{Deserialize, Serialize};

use super::AgreementError;
use crate::quantity::Timestamp;

/// Between whom the promise is made.
///
/// ```
/// use service_quality::sla::AgreementKind;
/// assert_eq!(AgreementKind::Ola.to_string(), "operational level agreement");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgreementKind {
    /// With the customer: a service level agreement.
    #[default]
    Sla,
    /// Between teams of one provider: an operational level agreement.
    Ola,
    /// With a supplier: an underpinning contract.
    UnderpinningContract,
}

impl fmt::Display for AgreementKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Sla => "service level agreement",
            Self::Ola => "operational level agreement",
            Self::UnderpinningContract => "underpinning contract",
        })
    }
}

/// In which order an agreement's policies are tried.
///
/// ```
/// use service_quality::sla::PolicyOrder;
/// assert_eq!(PolicyOrder::default(), PolicyOrder::AsGiven);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyOrder {
    /// As they are given.
    #[default]
    AsGiven,
    /// By their ids, letter by letter.
    ByName,
}

/// What a policy means that has no condition and is not the default.
///
/// ```
/// use service_quality::sla::Unconditional;
/// assert_eq!(Unconditional::default(), Unconditional::AsGiven);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unconditional {
    /// It holds for every ticket, at its place in the order.
    #[default]
    AsGiven,
    /// It holds for every ticket for which no policy with a condition does.
    Last,
    /// It is never chosen.
    Never,
}

/// From when until when a version is in force (生效期): half-open, unbounded where a side is absent.
///
/// ```
/// use service_quality::sla::Effective;
///
/// let year = Effective { from: Some("2026-01-01T00:00:00Z".parse()?), until: Some("2027-01-01T00:00:00Z".parse()?) };
/// assert!(year.holds_at("2026-12-31T23:59:59Z".parse()?) && !year.holds_at("2027-01-01T00:00:00Z".parse()?));
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Effective {
    /// The first instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// The instant at which it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Effective {
    /// Without bounds.
    pub const ALWAYS: Self = Self { from: None, until: None };

    /// Whether an instant lies in it.
    #[must_use]
    pub fn holds_at(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }

    pub(super) fn is_always(&self) -> bool {
        *self == Self::ALWAYS
    }

    pub(super) fn check(&self, place: &str) -> Result<(), AgreementError> {
        match (self.from, self.until) {
            (Some(from), Some(until)) if until <= from => {
                Err(AgreementError::EmptyValidity { place: place.to_owned(), from, until })
            }
            _ => Ok(()),
        }
    }
}
