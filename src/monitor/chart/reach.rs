use serde::{Deserialize, Serialize};

use super::ChartError;
use crate::analysis::distribution::{billionths, outside, two_sided_quantile};
use crate::quantity::{Number, Share};

/// How far from the centre line the control limits lie.
///
/// ```
/// use service_quality::monitor::chart::Reach;
/// assert_eq!(Reach::sigmas("2".parse()?)?.multiple(), 2.0);
/// assert!((Reach::probability("0.99".parse()?)?.multiple() - 2.5758).abs() < 1e-4);
/// assert!(Reach::sigmas("0".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawReach", into = "RawReach")]
pub struct Reach(RawReach);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawReach {
    Sigmas(Number),
    Probability(Share),
}

impl Reach {
    /// At so many standard deviations: 3 by Shewhart.
    ///
    /// # Errors
    /// [`ChartError::OutOfRange`] for 0 and less, and for more than 1000.
    pub fn sigmas(multiple: Number) -> Result<Self, ChartError> {
        RawReach::Sigmas(multiple).try_into()
    }

    /// Where a figure lies within with this probability as long as nothing changes, as much above as below: quantiles of
    /// the figure's own distribution. The warning lines stay at thirds of the normal quantile.
    ///
    /// # Errors
    /// [`ChartError::OutOfRange`] for 0 and for 1.
    pub fn probability(within: Share) -> Result<Self, ChartError> {
        RawReach::Probability(within).try_into()
    }

    /// The limits in standard deviations; of a probability, those of a normal figure.
    #[must_use]
    pub fn multiple(self) -> f64 {
        match self.0 {
            RawReach::Sigmas(multiple) => billionths(multiple.to_scaled()),
            RawReach::Probability(within) => two_sided_quantile(within),
        }
    }

    /// What a probability leaves on each side.
    pub(super) fn tail(self) -> Option<f64> {
        match self.0 {
            RawReach::Sigmas(_) => None,
            RawReach::Probability(within) => Some(outside(within) / 2.0),
        }
    }
}

impl Default for Reach {
    fn default() -> Self {
        Self(RawReach::Sigmas(3.into()))
    }
}

impl TryFrom<RawReach> for Reach {
    type Error = ChartError;

    fn try_from(raw: RawReach) -> Result<Self, ChartError> {
        match raw {
            RawReach::Sigmas(multiple) if multiple <= Number::ZERO || multiple > 1_000.into() => {
                Err(ChartError::out_of_range("reach.sigmas", multiple, "above 0 and at most 1000"))
            }
            RawReach::Probability(within) if within == Share::ZERO || within == Share::ONE => {
                Err(ChartError::out_of_range("reach.probability", within, "above 0 and below 1"))
            }
            RawReach::Sigmas(_) | RawReach::Probability(_) => Ok(Self(raw)),
        }
    }
}

impl From<Reach> for RawReach {
    fn from(Reach(raw): Reach) -> Self {
        raw
    }
}

/// How many successive values a moving range covers.
///
/// ```
/// use service_quality::monitor::chart::RangeSpan;
/// assert_eq!(RangeSpan::default().values(), 2);
/// assert!(RangeSpan::new(1).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct RangeSpan(u32);

impl RangeSpan {
    /// Makes a span of so many values.
    ///
    /// # Errors
    /// [`ChartError::OutOfRange`] below 2 and above 100.
    pub fn new(values: u32) -> Result<Self, ChartError> {
        if (2..=100).contains(&values) {
            Ok(Self(values))
        } else {
            Err(ChartError::out_of_range("span", values, "2 to 100"))
        }
    }

    /// How many values.
    #[must_use]
    pub const fn values(self) -> u32 {
        self.0
    }
}

impl Default for RangeSpan {
    fn default() -> Self {
        Self(2)
    }
}

impl TryFrom<u32> for RangeSpan {
    type Error = ChartError;

    fn try_from(values: u32) -> Result<Self, ChartError> {
        Self::new(values)
    }
}

impl From<RangeSpan> for u32 {
    fn from(RangeSpan(values): RangeSpan) -> Self {
        values
    }
}
