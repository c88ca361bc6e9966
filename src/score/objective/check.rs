use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::Number;

use super::Criterion;

/// What became of one criterion, and against which target.
///
/// ```
/// use service_quality::score::objective::{Check, Outcome};
///
/// let check: Check = serde_json::from_str(r#"{"criterion": "<=+10%", "target": "11", "outcome": "violated"}"#)?;
/// assert!(!check.holds());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The criterion.
    pub criterion: Criterion,
    /// The number that the figure was held against; absent for a range, and where there was nothing to compare with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Number>,
    /// What became of it.
    pub outcome: Outcome,
}

/// Whether a criterion holds, and if that could not be found out, why.
///
/// ```
/// use service_quality::score::objective::Outcome;
/// assert!(Outcome::Skipped.holds());
/// assert!(!Outcome::Unmeasured.holds());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The figure meets it.
    Met,
    /// The figure violates it.
    Violated,
    /// It is relative, and there was no previous figure: counts as met.
    Skipped,
    /// There was no figure: counts as violated.
    Unmeasured,
}

impl Check {
    /// Whether the criterion counts as met.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.outcome.holds()
    }
}

impl Outcome {
    /// Whether it counts as met.
    #[must_use]
    pub const fn holds(self) -> bool {
        matches!(self, Self::Met | Self::Skipped)
    }

    pub(super) const fn of(met: bool) -> Self {
        if met { Self::Met } else { Self::Violated }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Met => "met",
            Self::Violated => "violated",
            Self::Skipped => "skipped, nothing to compare with",
            Self::Unmeasured => "unmeasured",
        })
    }
}

impl fmt::Display for Check {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.criterion, self.outcome)?;
        match self.target {
            Some(target) if self.criterion.is_relative() => write!(formatter, ", target {target}"),
            _ => Ok(()),
        }
    }
}
