use serde::{Deserialize, Serialize};

use crate::quantity::PLACES;
use crate::score::ScoreError;

/// How many decimals a model keeps (舍入规则) at each of its three stages, half away from zero.
///
/// Rounding is part of the model, not of its display: the score of a leaf is rounded before it enters a node,
/// that of a node before it enters the node above, and the grade is looked up with the rounded total. The root
/// is rounded once, to the total's places. By default 4, 4 and 2; at most 9.
///
/// ```
/// use service_quality::score::Rounding;
///
/// assert_eq!(Rounding::default(), Rounding::new(4, 4, 2)?);
/// assert_eq!(
///     Rounding::new(4, 4, 10).unwrap_err().to_string(),
///     "rounding.total: 10 decimal places: give at most 9"
/// );
/// # Ok::<(), service_quality::score::ScoreError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRounding", into = "RawRounding")]
pub struct Rounding {
    indicator: u32,
    node: u32,
    total: u32,
}

impl Rounding {
    /// Decimal places of indicator scores, node scores and the total.
    ///
    /// # Errors
    /// [`ScoreError::TooMany`] above 9.
    pub fn new(indicator: u32, node: u32, total: u32) -> Result<Self, ScoreError> {
        for (place, given) in [("indicator", indicator), ("node", node), ("total", total)] {
            if given > PLACES {
                return Err(ScoreError::TooMany {
                    place: format!("rounding.{place}"),
                    given: usize::try_from(given).unwrap_or(usize::MAX),
                    what: "decimal places",
                    most: 9,
                });
            }
        }
        Ok(Self { indicator, node, total })
    }

    /// Decimal places of an indicator's score.
    #[must_use]
    pub const fn indicator(self) -> u32 {
        self.indicator
    }

    /// Decimal places of a node's score.
    #[must_use]
    pub const fn node(self) -> u32 {
        self.node
    }

    /// Decimal places of the total.
    #[must_use]
    pub const fn total(self) -> u32 {
        self.total
    }
}

impl Default for Rounding {
    fn default() -> Self {
        Self { indicator: 4, node: 4, total: 2 }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawRounding {
    indicator: u32,
    node: u32,
    total: u32,
}

impl Default for RawRounding {
    fn default() -> Self {
        Rounding::default().into()
    }
}

impl TryFrom<RawRounding> for Rounding {
    type Error = ScoreError;

    fn try_from(raw: RawRounding) -> Result<Self, ScoreError> {
        Self::new(raw.indicator, raw.node, raw.total)
    }
}

impl From<Rounding> for RawRounding {
    fn from(rounding: Rounding) -> Self {
        Self { indicator: rounding.indicator, node: rounding.node, total: rounding.total }
    }
}
