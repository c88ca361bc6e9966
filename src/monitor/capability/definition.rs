use serde::Serialize;

use super::{CapabilityError, Family, Indices, Specification, Stability};
use crate::analysis::Undefined;
use crate::analysis::distribution::float;
use crate::monitor::chart::{deviation, mean};
use crate::quantity::Share;

/// How well a stable process keeps its specification.
///
/// ```
/// use service_quality::monitor::capability::{Capability, CapabilityError, Specification, Stability};
///
/// let hours = [3.1, 3.6, 2.9, 3.3, 3.0, 3.5, 3.2, 2.8, 3.4, 3.2];
/// let promise = Specification::new(None, Some(4.5), None)?;
/// let found = Capability::of(&hours, 0.28, &promise, Stability::Stable, "0.95".parse()?)?;
/// assert_eq!(format!("{:.2}", found.within().worst().value()), "1.55");
/// assert_eq!(found.observed_above(), Some(0.0));
///
/// let unstable = Capability::of(&hours, 0.28, &promise, Stability::from_signals(1), "0.95".parse()?);
/// assert_eq!(unstable, Err(CapabilityError::Unstable { signals: 1 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Capability {
    n: usize,
    mean: f64,
    within: Family,
    overall: Family,
    #[serde(skip_serializing_if = "Option::is_none")]
    k: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected_below: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected_above: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    observed_below: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    observed_above: Option<f64>,
    stability: Stability,
}

impl Capability {
    /// Calculates it from single values and the standard deviation that their chart fitted,
    /// [`SegmentFit::sigma`](crate::monitor::chart::SegmentFit::sigma).
    ///
    /// # Errors
    /// [`CapabilityError::Unstable`] for a process that is not stable, [`CapabilityError::Undefined`] for fewer than two
    /// values and for equal ones, [`CapabilityError::OutOfRange`] for a value that is no number, a deviation that is
    /// not above 0, and a confidence of 0 or 1.
    pub fn of(
        values: &[f64],
        within: f64,
        specification: &Specification,
        stability: Stability,
        confidence: Share,
    ) -> Result<Self, CapabilityError> {
        if let Stability::Unstable { signals } = stability {
            return Err(CapabilityError::Unstable { signals });
        }
        if confidence == Share::ZERO || confidence == Share::ONE {
            return Err(CapabilityError::out_of_range("confidence", &confidence, "above 0 and below 1"));
        }
        for &value in values {
            CapabilityError::number("values", value)?;
        }
        let few = || Undefined::TooFew { what: "values", given: values.len(), needed: 2 };
        let centre = mean(values).ok_or_else(few)?;
        let overall = deviation(values).ok_or_else(few)?;
        if overall <= 0.0 {
            return Err(Undefined::Constant { what: "values" }.into());
        }
        let n = float(values.len() as u64);
        let share = |outside: &dyn Fn(f64) -> bool| {
            float(values.iter().filter(|&&value| outside(value)).count() as u64) / n
        };
        let (lower, upper) = (specification.lower(), specification.upper());
        Ok(Self {
            n: values.len(),
            mean: centre,
            within: Family::of(centre, within, n, specification, confidence)?,
            overall: Family::of(centre, overall, n, specification, confidence)?,
            k: Indices::of(centre, within, specification)?.k,
            expected_below: lower.map(|low| below((low - centre) / within)),
            expected_above: upper.map(|high| below((centre - high) / within)),
            observed_below: lower.map(|low| share(&|value| value < low)),
            observed_above: upper.map(|high| share(&|value| value > high)),
            stability,
        })
    }

    /// How many values.
    #[must_use]
    pub const fn n(&self) -> usize {
        self.n
    }

    /// Their mean.
    #[must_use]
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// Cp and its like: what the process could do.
    #[must_use]
    pub const fn within(&self) -> &Family {
        &self.within
    }

    /// Pp and its like: what it did.
    #[must_use]
    pub const fn overall(&self) -> &Family {
        &self.overall
    }

    /// How far the mean lies from the middle, of half the width.
    #[must_use]
    pub const fn k(&self) -> Option<f64> {
        self.k
    }

    /// Which share of a normal process would lie below the lower limit.
    #[must_use]
    pub const fn expected_below(&self) -> Option<f64> {
        self.expected_below
    }

    /// Which share of a normal process would lie above the upper limit.
    #[must_use]
    pub const fn expected_above(&self) -> Option<f64> {
        self.expected_above
    }

    /// Which share of the values lies below the lower limit.
    #[must_use]
    pub const fn observed_below(&self) -> Option<f64> {
        self.observed_below
    }

    /// Which share of the values lies above the upper limit.
    #[must_use]
    pub const fn observed_above(&self) -> Option<f64> {
        self.observed_above
    }

    /// On which verdict it stands.
    #[must_use]
    pub const fn stability(&self) -> &Stability {
        &self.stability
    }
}

/// The probability of a standard normal variable below z.
fn below(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}
