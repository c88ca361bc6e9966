use serde::Serialize;

use super::{CapabilityError, Indices, Specification};
use crate::analysis::Interval;
use crate::analysis::distribution::{
    chi_square_quantile, one_sided_quantile, outside, square, two_sided_quantile,
};
use crate::quantity::Share;

/// An index and the interval in which the true one lies.
///
/// ```
/// use service_quality::monitor::capability::{Capability, Specification, Stability};
/// let hours = [3.1, 3.6, 2.9, 3.3, 3.0, 3.5, 3.2, 2.8, 3.4, 3.2];
/// let most = Specification::new(None, Some(4.5), None)?;
/// let found = Capability::of(&hours, 0.28, &most, Stability::Stable, "0.95".parse()?)?;
/// let worst = found.within().worst();
/// assert!(worst.interval().contains(worst.value()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Index {
    value: f64,
    interval: Interval,
}

impl Index {
    /// The estimate.
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// Where the true one lies.
    #[must_use]
    pub const fn interval(&self) -> Interval {
        self.interval
    }
}

/// The indices from one standard deviation: Cp, Cpl, Cpu, Cpk, Cpm from that within subgroups or between neighbours,
/// Pp, Ppl, Ppu, Ppk, Ppm from that of all values.
///
/// Intervals as qcc 3 has them: of the width and of the distance to the target by χ² (Chou, Owen and Borrego 1990;
/// Boyles 1991), of the sides and of the worst by Wald's form (Bissell 1990). Those of one side are bounds with the whole
/// of the confidence on either end, since one end is asked for: together they hold less.
///
/// ```
/// use service_quality::monitor::capability::{Capability, Specification, Stability};
/// let hours = [3.1, 3.6, 2.9, 3.3, 3.0, 3.5, 3.2, 2.8, 3.4, 3.2];
/// let most = Specification::new(None, Some(4.5), None)?;
/// let found = Capability::of(&hours, 0.28, &most, Stability::Stable, "0.95".parse()?)?;
/// assert_eq!((found.within().width(), found.within().lower()), (None, None), "one limit alone");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Family {
    sigma: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<Index>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lower: Option<Index>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upper: Option<Index>,
    worst: Index,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Index>,
}

impl Family {
    pub(super) fn of(
        mean: f64,
        sigma: f64,
        n: f64,
        specification: &Specification,
        confidence: Share,
    ) -> Result<Self, CapabilityError> {
        let found = Indices::of(mean, sigma, specification)?;
        let tail = outside(confidence) / 2.0;
        let chi = |value: f64, freedom: f64| {
            let end = |above: f64| value * (chi_square_quantile(above, freedom) / freedom).sqrt();
            Index { value, interval: Interval::new(end(1.0 - tail), end(tail)) }
        };
        let wald = |value: f64, z: f64| {
            let reach = z * (1.0 / (9.0 * n) + square(value) / (2.0 * (n - 1.0))).sqrt();
            Index { value, interval: Interval::new(value - reach, value + reach) }
        };
        let (one, two) = (one_sided_quantile(confidence), two_sided_quantile(confidence));
        Ok(Self {
            sigma,
            width: found.cp.map(|value| chi(value, n - 1.0)),
            lower: found.cpl.map(|value| wald(value, one)),
            upper: found.cpu.map(|value| wald(value, one)),
            worst: wald(found.cpk, two),
            target: found.cpm.zip(specification.target()).map(|(value, target)| {
                let off = Indices::distance(mean, sigma, target);
                // The limit of the fraction where the distance is beyond all numbers.
                let share = if off > 1e15 { 0.5 } else { (1.0 + off) / (1.0 + 2.0 * off) };
                chi(value, n * share)
            }),
        })
    }

    /// The standard deviation.
    #[must_use]
    pub const fn sigma(&self) -> f64 {
        self.sigma
    }

    /// Cp, Pp.
    #[must_use]
    pub const fn width(&self) -> Option<&Index> {
        self.width.as_ref()
    }

    /// Cpl, Ppl.
    #[must_use]
    pub const fn lower(&self) -> Option<&Index> {
        self.lower.as_ref()
    }

    /// Cpu, Ppu.
    #[must_use]
    pub const fn upper(&self) -> Option<&Index> {
        self.upper.as_ref()
    }

    /// Cpk, Ppk.
    #[must_use]
    pub const fn worst(&self) -> &Index {
        &self.worst
    }

    /// Cpm, Ppm.
    #[must_use]
    pub const fn target(&self) -> Option<&Index> {
        self.target.as_ref()
    }
}
