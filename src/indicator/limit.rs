use std::fmt;

use serde::{Deserialize, Serialize};

use super::IndicatorError;
use crate::quantity::Number;

/// Which way an indicator is better (指标方向).
///
/// ```
/// use service_quality::indicator::Direction;
/// assert_eq!(serde_json::to_string(&Direction::Lower)?, r#""lower""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better, 正向.
    Higher,
    /// Less is better, 逆向.
    Lower,
    /// Best within a range, 适度.
    Range,
}

/// A bound that a value keeps or not: a target (目标值) or a threshold (阈值). The bound itself is kept.
///
/// ```
/// use service_quality::indicator::Limit;
///
/// let occupancy: Limit = serde_json::from_str(r#"{"between": ["80", "85"]}"#)?;
/// assert!(occupancy.holds("85".parse()?));
/// assert!(!occupancy.holds("85.1".parse()?));
/// assert_eq!(occupancy.to_string(), "80 to 85");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Not below.
    AtLeast(Number),
    /// Not above.
    AtMost(Number),
    /// Neither below nor above.
    Between(Range),
}

/// Two different numbers in order.
///
/// ```
/// use service_quality::indicator::Range;
/// assert!(Range::new(85.into(), 80.into()).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "(Number, Number)", into = "(Number, Number)")]
pub struct Range {
    least: Number,
    most: Number,
}

impl Range {
    /// From the least to the greatest value, both included.
    ///
    /// # Errors
    /// [`IndicatorError::Range`] unless `least` is below `most`.
    pub fn new(least: Number, most: Number) -> Result<Self, IndicatorError> {
        if least < most { Ok(Self { least, most }) } else { Err(IndicatorError::Range { least, most }) }
    }

    /// The least value.
    #[must_use]
    pub const fn least(&self) -> Number {
        self.least
    }

    /// The greatest value.
    #[must_use]
    pub const fn most(&self) -> Number {
        self.most
    }
}

impl Limit {
    /// Whether a value keeps the limit.
    #[must_use]
    pub fn holds(&self, value: Number) -> bool {
        match self {
            Self::AtLeast(least) => value >= *least,
            Self::AtMost(most) => value <= *most,
            Self::Between(range) => (range.least..=range.most).contains(&value),
        }
    }

    /// The direction of an indicator that the limit fits.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        match self {
            Self::AtLeast(_) => Direction::Higher,
            Self::AtMost(_) => Direction::Lower,
            Self::Between(_) => Direction::Range,
        }
    }

    /// Whether whatever keeps `stricter`, of the same direction, keeps this limit too.
    pub(super) fn includes(&self, stricter: &Self) -> bool {
        match stricter {
            Self::AtLeast(bound) | Self::AtMost(bound) => self.holds(*bound),
            Self::Between(range) => self.holds(range.least) && self.holds(range.most),
        }
    }

    /// The numbers that bound it.
    pub(super) fn bounds(&self) -> impl Iterator<Item = Number> {
        let (one, other) = match self {
            Self::AtLeast(bound) | Self::AtMost(bound) => (*bound, None),
            Self::Between(range) => (range.least, Some(range.most)),
        };
        std::iter::once(one).chain(other)
    }
}

impl TryFrom<(Number, Number)> for Range {
    type Error = IndicatorError;

    fn try_from((least, most): (Number, Number)) -> Result<Self, IndicatorError> {
        Self::new(least, most)
    }
}

impl From<Range> for (Number, Number) {
    fn from(range: Range) -> Self {
        (range.least, range.most)
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::Range => "range",
        })
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => write!(formatter, "at least {least}"),
            Self::AtMost(most) => write!(formatter, "at most {most}"),
            Self::Between(range) => write!(formatter, "{} to {}", range.least, range.most),
        }
    }
}
