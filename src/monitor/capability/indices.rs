use serde::Serialize;

use super::{CapabilityError, Specification};
use crate::analysis::distribution::square;

/// The capability indices of a process whose mean and standard deviation are known; each absent where the
/// specification lacks what it stands on.
///
/// ```
/// use service_quality::monitor::capability::{Indices, Specification};
/// // NIST/SEMATECH e-Handbook of Statistical Methods, 6.1.6.
/// let found = Indices::of(16.0, 2.0, &Specification::new(Some(8.0), Some(20.0), None)?)?;
/// assert_eq!((found.cp, found.cpl), (Some(1.0), Some(4.0 / 3.0)));
/// assert!((found.cpk - 2.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), service_quality::monitor::capability::CapabilityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Indices {
    /// (USL − LSL) / 6σ: the width alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cp: Option<f64>,
    /// (mean − LSL) / 3σ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpl: Option<f64>,
    /// (USL − mean) / 3σ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu: Option<f64>,
    /// The lesser of both.
    pub cpk: f64,
    /// Cp / √(1 + ((mean − target)/σ)²): how close to the target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpm: Option<f64>,
    /// How far the mean lies from the middle, of half the width.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub k: Option<f64>,
}

impl Indices {
    /// Calculates them.
    ///
    /// # Errors
    /// [`CapabilityError::OutOfRange`] for a mean that is no number and a deviation that is not above 0.
    pub fn of(mean: f64, sigma: f64, specification: &Specification) -> Result<Self, CapabilityError> {
        CapabilityError::number("mean", mean)?;
        CapabilityError::number("sigma", sigma)?;
        if sigma < 1e-40 {
            return Err(CapabilityError::out_of_range("sigma", &sigma, "1e-40 and more"));
        }
        let (lower, upper) = (specification.lower(), specification.upper());
        let width = lower.zip(upper).map(|(low, high)| high - low);
        let cp = width.map(|width| width / (6.0 * sigma));
        let cpl = lower.map(|low| (mean - low) / (3.0 * sigma));
        let cpu = upper.map(|high| (high - mean) / (3.0 * sigma));
        let cpk = match (cpl, cpu) {
            (Some(low), Some(high)) => low.min(high),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return Err(CapabilityError::NoLimits),
        };
        let off = |target: f64| libm::hypot(1.0, (mean - target) / sigma);
        let cpm = cp.zip(specification.target()).map(|(cp, target)| cp / off(target));
        let k =
            width.zip(specification.middle()).map(|(width, middle)| (mean - middle).abs() / (width / 2.0));
        Ok(Self { cp, cpl, cpu, cpk, cpm, k })
    }

    /// How far from the target, in standard deviations, squared.
    pub(super) fn distance(mean: f64, sigma: f64, target: f64) -> f64 {
        square((mean - target) / sigma)
    }
}
