use std::fmt;

use serde::{Deserialize, Serialize};

use super::{CapabilityError, Indices, Specification};
use crate::analysis::distribution::{
    chi_square_quantile, float, one_sided_quantile, outside, square, two_sided_quantile,
};
use crate::analysis::{Interval, Undefined};
use crate::monitor::chart::{deviation, mean};
use crate::quantity::Share;

/// Whether the process is stable (受控), as its control chart says.
///
/// ```
/// use service_quality::monitor::capability::Stability;
/// assert_eq!(Stability::from_signals(0), Stability::Stable);
/// let overridden = Stability::from_signals(2).overridden("both from the fire drill", "Li Wei")?;
/// assert_eq!(overridden.to_string(), "2 signals, overridden by Li Wei: both from the fire drill");
/// # Ok::<(), service_quality::monitor::capability::CapabilityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stability {
    /// No signal.
    Stable,
    /// Signals, none of which is explained.
    Unstable {
        /// How many.
        signals: usize,
    },
    /// Signals that somebody judged not to matter here.
    Overridden {
        /// How many.
        signals: usize,
        /// Why.
        reason: String,
        /// Who.
        by: String,
    },
}

impl Stability {
    /// The verdict of a chart with so many signals.
    #[must_use]
    pub const fn from_signals(signals: usize) -> Self {
        match signals {
            0 => Self::Stable,
            _ => Self::Unstable { signals },
        }
    }

    /// Lets signals pass, by name; a stable process stays stable.
    ///
    /// # Errors
    /// [`CapabilityError::OutOfRange`] for a reason or a name without a letter.
    pub fn overridden(self, reason: &str, by: &str) -> Result<Self, CapabilityError> {
        for (place, text) in [("stability.reason", reason), ("stability.by", by)] {
            if text.trim().is_empty() {
                return Err(CapabilityError::out_of_range(place, &text, "a text that says something"));
            }
        }
        Ok(match self {
            Self::Stable => Self::Stable,
            Self::Unstable { signals } | Self::Overridden { signals, .. } => {
                Self::Overridden { signals, reason: reason.trim().to_owned(), by: by.trim().to_owned() }
            }
        })
    }
}

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
    fn of(
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

impl fmt::Display for Stability {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stable => formatter.write_str("stable"),
            Self::Unstable { signals } => write!(formatter, "{signals} signals"),
            Self::Overridden { signals, reason, by } => {
                write!(formatter, "{signals} signals, overridden by {by}: {reason}")
            }
        }
    }
}
