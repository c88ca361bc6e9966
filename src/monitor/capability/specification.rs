use serde::{Deserialize, Serialize};

use super::CapabilityError;
use crate::analysis::float_text;

/// What a single value must keep: a lower limit, an upper one, or both (规格限), and a target.
///
/// Without a target the middle of both limits is taken for it; with one limit alone there is none.
///
/// ```
/// use service_quality::monitor::capability::Specification;
/// let minutes = Specification::new(None, Some(240.0), None)?;
/// assert_eq!((minutes.upper(), minutes.target()), (Some(240.0), None));
/// assert_eq!(Specification::new(Some(8.0), Some(20.0), None)?.target(), Some(14.0));
/// # Ok::<(), service_quality::monitor::capability::CapabilityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawSpecification", into = "RawSpecification")]
pub struct Specification {
    lower: Option<f64>,
    upper: Option<f64>,
    target: Option<f64>,
}

impl Specification {
    /// Makes a specification.
    ///
    /// # Errors
    /// [`CapabilityError::NoLimits`] without any limit, [`CapabilityError::OutOfRange`] for a limit that is no number and an
    /// upper one that is not above the lower.
    pub fn new(lower: Option<f64>, upper: Option<f64>, target: Option<f64>) -> Result<Self, CapabilityError> {
        for (place, value) in
            [("specification.lower", lower), ("specification.upper", upper), ("specification.target", target)]
        {
            value.map(|value| CapabilityError::number(place, value)).transpose()?;
        }
        match (lower, upper) {
            (None, None) => Err(CapabilityError::NoLimits),
            (Some(low), Some(high)) if high <= low => {
                Err(CapabilityError::out_of_range("specification.upper", &high, "above the lower limit"))
            }
            _ => Ok(Self { lower, upper, target }),
        }
    }

    /// The lower limit.
    #[must_use]
    pub const fn lower(&self) -> Option<f64> {
        self.lower
    }

    /// The upper limit.
    #[must_use]
    pub const fn upper(&self) -> Option<f64> {
        self.upper
    }

    /// The target, or the middle of both limits.
    #[must_use]
    pub fn target(&self) -> Option<f64> {
        self.target.or_else(|| self.middle())
    }

    pub(super) fn middle(&self) -> Option<f64> {
        self.lower.zip(self.upper).map(|(low, high)| low.midpoint(high))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpecification {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lower: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    upper: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<Text>,
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Text(#[serde(with = "float_text")] f64);

impl TryFrom<RawSpecification> for Specification {
    type Error = CapabilityError;

    fn try_from(raw: RawSpecification) -> Result<Self, CapabilityError> {
        let plain = |text: Option<Text>| text.map(|Text(value)| value);
        Self::new(plain(raw.lower), plain(raw.upper), plain(raw.target))
    }
}

impl From<Specification> for RawSpecification {
    fn from(Specification { lower, upper, target }: Specification) -> Self {
        Self { lower: lower.map(Text), upper: upper.map(Text), target: target.map(Text) }
    }
}
