use std::fmt;

use serde::{Deserialize, Serialize};

/// How likely something is and how much it matters, each as a step of a scale, from 1. A [`RiskMatrix`](super::RiskMatrix)
/// says what that comes to.
///
/// ```
/// use service_quality::improve::risk::Rating;
/// assert_eq!(Rating::new(4, 5).to_string(), "likelihood 4, impact 5");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// How likely, or how frequent, 可能性.
    pub likelihood: u8,
    /// How much it matters, 后果.
    pub impact: u8,
}

impl Rating {
    /// Two steps.
    #[must_use]
    pub const fn new(likelihood: u8, impact: u8) -> Self {
        Self { likelihood, impact }
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "likelihood {}, impact {}", self.likelihood, self.impact)
    }
}
