use thiserror::Error;

use super::AttainmentRule;
use crate::quantity::{PeriodDates, PeriodKind, Timestamp};

/// Why tallies of promises do not belong together. What was tallied before stays as it was.
///
/// ```
/// use service_quality::sla::{AttainmentError, Outlook};
///
/// let mut monday = Outlook::new("2026-03-02T00:00:00Z".parse()?);
/// let tuesday = Outlook::new("2026-03-03T00:00:00Z".parse()?);
/// let error: AttainmentError = monday.merge(&tuesday).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "instant `2026-03-03T00:00:00Z` met an outlook at `2026-03-02T00:00:00Z`: evaluate all tickets at one instant"
/// );
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AttainmentError {
    /// Tallies that group or date outcomes differently have no sum.
    #[error("tallies {given} and {expected} do not merge: make both by one rule")]
    Unlike {
        /// How the other tally groups and dates.
        given: AttainmentRule,
        /// How this one does.
        expected: AttainmentRule,
    },
    /// A stored tally holds a period of another kind than its own.
    #[error("{place}: period `{given}` is no {expected}: store each kind in a tally of its own")]
    Period {
        /// Where.
        place: String,
        /// The period.
        given: PeriodDates,
        /// The tally's kind.
        expected: PeriodKind,
    },
    /// An outlook is that of one instant.
    #[error("instant `{given}` met an outlook at `{expected}`: evaluate all tickets at one instant")]
    Instant {
        /// The instant of the evaluation, or of the other outlook.
        given: Timestamp,
        /// The instant of this outlook.
        expected: Timestamp,
    },
}
