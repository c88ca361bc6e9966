use serde::{Deserialize, Serialize};

use super::{ChartError, finite};
use crate::analysis::float_text;
use crate::monitor::baseline::BaselineLevel;

/// The fitted parameters of one segment.
///
/// | kind | centre, the line | location, on which limits stand | sigma, of one unit |
/// | --- | --- | --- | --- |
/// | run | median | median | 0 |
/// | individuals | mean or median | the same | σ of a value |
/// | moving range | mean or median moving range | the same | σ of a value |
/// | x̄, R, S | mean of all; weighted mean range, deviation | the same | σ within; of [`Pooled`](super::Within::Pooled) the deviation, which is divided by c4 at each point |
/// | p, np | p̄ | the same | √(p̄·(1 − p̄)) |
/// | c, u | c̄, ū | the same | √c̄, √ū |
/// | p′, u′ | p̄, ū | the same | the same as of p, u, times σz |
/// | g | median or mean m | m | √(1 − p)/p |
/// | t | location^3.6 | mean of the values^(1/3.6) | σ of these |
///
/// ```
/// use service_quality::monitor::baseline::BaselineLevel;
/// use service_quality::monitor::chart::SegmentFit;
/// let fit: SegmentFit = serde_json::from_str(
///     r#"{"segment": 0, "points": 14, "centre": "50.81", "location": "50.81", "sigma": "1.66"}"#,
/// )?;
/// assert_eq!(fit.level(), BaselineLevel::Usable);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawSegmentFit", into = "RawSegmentFit")]
pub struct SegmentFit {
    pub(super) segment: usize,
    pub(super) points: usize,
    pub(super) given: bool,
    pub(super) centre: f64,
    pub(super) location: f64,
    pub(super) sigma: f64,
}

impl SegmentFit {
    /// Which segment of the baseline, counted from 0.
    #[must_use]
    pub const fn segment(&self) -> usize {
        self.segment
    }

    /// To how many points it was fitted, those missing and excluded not counted.
    #[must_use]
    pub const fn points(&self) -> usize {
        self.points
    }

    /// How far it can be relied on.
    #[must_use]
    pub const fn level(&self) -> BaselineLevel {
        if self.given { BaselineLevel::Established } else { BaselineLevel::of(self.points) }
    }

    /// The centre line for one unit, before [`per`](super::Chart::per).
    #[must_use]
    pub const fn centre(&self) -> f64 {
        self.centre
    }

    /// On what the limits stand.
    #[must_use]
    pub const fn location(&self) -> f64 {
        self.location
    }

    /// The standard deviation of one unit.
    #[must_use]
    pub const fn sigma(&self) -> f64 {
        self.sigma
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSegmentFit {
    segment: usize,
    points: usize,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    given: bool,
    #[serde(with = "float_text")]
    centre: f64,
    #[serde(with = "float_text")]
    location: f64,
    #[serde(with = "float_text")]
    sigma: f64,
}

impl TryFrom<RawSegmentFit> for SegmentFit {
    type Error = ChartError;

    fn try_from(raw: RawSegmentFit) -> Result<Self, ChartError> {
        let RawSegmentFit { segment, points, given, centre, location, sigma } = raw;
        for (place, value) in [("centre", centre), ("location", location), ("sigma", sigma)] {
            finite(place, value)?;
        }
        if sigma < 0.0 {
            return Err(ChartError::out_of_range("sigma", sigma, "0 and more"));
        }
        Ok(Self { segment, points, given, centre, location, sigma })
    }
}

impl From<SegmentFit> for RawSegmentFit {
    fn from(fit: SegmentFit) -> Self {
        let SegmentFit { segment, points, given, centre, location, sigma } = fit;
        Self { segment, points, given, centre, location, sigma }
    }
}
