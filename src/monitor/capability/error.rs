use thiserror::Error;

use crate::analysis::Undefined;
use crate::monitor::chart::ChartError;

/// Why there is no capability.
///
/// ```
/// use service_quality::monitor::capability::Specification;
/// let fault = Specification::new(None, None, None).unwrap_err();
/// assert_eq!(fault.to_string(), "specification: neither a lower nor an upper limit is given: give one or both");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CapabilityError {
    /// A specification without limits.
    #[error("specification: neither a lower nor an upper limit is given: give one or both")]
    NoLimits,
    /// A value that is outside of what is allowed.
    #[error("{place}: `{given}` is given; allowed is {allowed}")]
    OutOfRange {
        /// Where it stands.
        place: &'static str,
        /// What was given, shortened.
        given: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// A process that is not stable.
    #[error(
        "the chart shows {signals} signals: find their causes first, or override it with a name and a reason"
    )]
    Unstable {
        /// How many signals its chart shows.
        signals: usize,
    },
    /// Values that allow no index.
    #[error(transparent)]
    Undefined(#[from] Undefined),
}

impl CapabilityError {
    pub(super) fn out_of_range(place: &'static str, given: &dyn ToString, allowed: &'static str) -> Self {
        Self::OutOfRange { place, given: crate::quantity::excerpt(&given.to_string()), allowed }
    }

    pub(super) fn number(place: &'static str, value: f64) -> Result<f64, Self> {
        crate::monitor::chart::finite(place, value).map(|()| value).map_err(|fault| match fault {
            ChartError::OutOfRange { given, allowed, .. } => Self::OutOfRange { place, given, allowed },
            _ => Self::out_of_range(place, &value, "a number"),
        })
    }
}
