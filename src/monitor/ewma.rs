use serde::{Deserialize, Serialize};

use super::{Limits, Side, Zone};
use crate::analysis::Undefined;
use crate::analysis::distribution::{billionths, float};
use crate::quantity::{Number, Share};

/// How wide the limits of a moving average are at its first points.
///
/// ```
/// use service_quality::monitor::EwmaLimits;
/// assert_eq!(serde_json::to_string(&EwmaLimits::default())?, r#""time_varying""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EwmaLimits {
    /// As wide as the average of so many points is uncertain: qcc.
    #[default]
    TimeVarying,
    /// As wide as they become in the end: the NIST/SEMATECH e-Handbook.
    Asymptotic,
}

/// The exponentially weighted moving average (指数加权移动平均): small lasting shifts show earlier than on a chart of single
/// points.
///
/// z(i) = λ·x(i) + (1 − λ)·z(i − 1) from the centre line on; limits at so many times σ·√(λ/(2 − λ)·(1 − (1 − λ)²ⁱ)): S. W.
/// Roberts, *Control chart tests based on geometric moving averages* (1959).
///
/// ```
/// use service_quality::monitor::{EwmaChart, EwmaState, Side};
///
/// let chart = EwmaChart::new(10.0, 1.0, "0.2".parse()?, "2.7".parse()?)?;
/// let mut state = EwmaState::default();
/// let mut push = |value| chart.push(&mut state, value);
/// for value in [10.4, 11.0, 11.2, 11.6] {
///     assert_eq!(push(value)?.side, None);
/// }
/// let point = push(12.0)?;
/// assert_eq!((format!("{:.4}", point.average), point.side), ("10.9448".to_owned(), Some(Side::Above)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Raw", into = "Raw")]
pub struct EwmaChart {
    centre: f64,
    sigma: f64,
    lambda: Share,
    multiple: Number,
    limits: EwmaLimits,
}

/// What an [`EwmaChart`] keeps of the points so far.
///
/// ```
/// use service_quality::monitor::EwmaState;
/// let text = serde_json::to_string(&EwmaState::default())?;
/// assert_eq!(text, r#"{"n":0}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "RawState", into = "RawState")]
pub struct EwmaState {
    n: u64,
    average: Option<f64>,
}

/// One point of an [`EwmaChart`].
///
/// ```
/// use service_quality::monitor::{EwmaChart, EwmaState, Zone};
/// let chart = EwmaChart::new(0.0, 1.0, "1".parse()?, "3".parse()?)?;
/// let point = chart.push(&mut EwmaState::default(), 3.5)?;
/// assert_eq!((point.average, point.limits.upper(Zone::Limit)), (3.5, Some(3.0)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EwmaPoint {
    /// The moving average.
    pub average: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Centre line and limits at this point.
    pub limits: Limits,
    /// On which side it lies beyond the limits, strictly.
    pub side: Option<Side>,
}

impl EwmaChart {
    /// A chart of points with this centre line and standard deviation, which weighs the newest point with λ and has its
    /// limits at so many standard errors. The standard deviation is that of what is plotted: of means where means are.
    ///
    /// # Errors
    /// [`Undefined::NotFinite`] and [`Undefined::OutOfRange`] for a figure that is none, a standard deviation or multiple
    /// not above 0, and a λ of 0.
    pub fn new(centre: f64, sigma: f64, lambda: Share, multiple: Number) -> Result<Self, Undefined> {
        let limits = EwmaLimits::default();
        usable(centre, sigma)?;
        above_zero("the multiple of standard errors", multiple)?;
        if lambda == Share::ZERO {
            return Err(out_of_range("lambda", lambda.to_string(), "above 0 to 1"));
        }
        let reach = sigma * billionths(multiple.to_scaled());
        if !(centre + reach).is_finite() || !(centre - reach).is_finite() {
            return Err(out_of_range("sigma", sigma.to_string(), "so small that the limits are finite"));
        }
        Ok(Self { centre, sigma, lambda, multiple, limits })
    }

    /// With other limits at the first points.
    #[must_use]
    pub const fn with_limits(self, limits: EwmaLimits) -> Self {
        Self { limits, ..self }
    }

    /// Takes the next point.
    ///
    /// # Errors
    /// [`Undefined::NotFinite`] for a value that is no finite number; the state stays.
    pub fn push(&self, state: &mut EwmaState, value: f64) -> Result<EwmaPoint, Undefined> {
        if !value.is_finite() {
            let position = usize::try_from(state.n).unwrap_or(usize::MAX);
            return Err(Undefined::NotFinite { what: "values", position });
        }
        let lambda = billionths(self.lambda.to_scaled());
        let average = lambda * value + (1.0 - lambda) * state.average.unwrap_or(self.centre);
        *state = EwmaState { n: state.n.saturating_add(1), average: Some(average) };
        // 1 − (1 − λ)²ⁱ without the cancellation that a small λ brings.
        let known = match self.limits {
            EwmaLimits::TimeVarying => -libm::expm1(2.0 * float(state.n) * libm::log1p(-lambda)),
            EwmaLimits::Asymptotic => 1.0,
        };
        let standard_error = self.sigma * (lambda / (2.0 - lambda) * known).sqrt();
        let limits = Limits::symmetric(self.centre, standard_error, billionths(self.multiple.to_scaled()));
        Ok(EwmaPoint { average, standard_error, limits, side: limits.beyond(average, Zone::Limit) })
    }

    /// A whole series.
    ///
    /// # Errors
    /// [`Undefined::NotFinite`] for a value that is no finite number.
    pub fn plot(&self, values: &[f64]) -> Result<Vec<EwmaPoint>, Undefined> {
        let mut state = EwmaState::default();
        values.iter().map(|value| self.push(&mut state, *value)).collect()
    }
}

/// Refuses a centre line and a standard deviation that are none.
pub(super) fn usable(centre: f64, sigma: f64) -> Result<(), Undefined> {
    if let Some(position) = [centre, sigma].iter().position(|figure| !figure.is_finite()) {
        return Err(Undefined::NotFinite { what: "centre line and sigma", position });
    }
    if sigma <= 0.0 {
        return Err(out_of_range(
            "sigma",
            sigma.to_string(),
            "above 0: points that never differ need no chart",
        ));
    }
    Ok(())
}

pub(super) fn above_zero(what: &'static str, number: Number) -> Result<(), Undefined> {
    if number > Number::ZERO { Ok(()) } else { Err(out_of_range(what, number.to_string(), "above 0")) }
}

pub(super) const fn out_of_range(what: &'static str, given: String, allowed: &'static str) -> Undefined {
    Undefined::OutOfRange { what, given, allowed }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(with = "crate::analysis::float_text")]
    centre: f64,
    #[serde(with = "crate::analysis::float_text")]
    sigma: f64,
    lambda: Share,
    multiple: Number,
    #[serde(default)]
    limits: EwmaLimits,
}

impl TryFrom<Raw> for EwmaChart {
    type Error = Undefined;

    fn try_from(raw: Raw) -> Result<Self, Undefined> {
        Ok(Self::new(raw.centre, raw.sigma, raw.lambda, raw.multiple)?.with_limits(raw.limits))
    }
}

impl From<EwmaChart> for Raw {
    fn from(chart: EwmaChart) -> Self {
        let EwmaChart { centre, sigma, lambda, multiple, limits } = chart;
        Self { centre, sigma, lambda, multiple, limits }
    }
}

/// A float in a state, exact for every reader.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Kept(#[serde(with = "crate::analysis::float_text")] pub(super) f64);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawState {
    n: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    average: Option<Kept>,
}

impl TryFrom<RawState> for EwmaState {
    type Error = Undefined;

    fn try_from(raw: RawState) -> Result<Self, Undefined> {
        if (raw.n == 0) != raw.average.is_none() {
            return Err(out_of_range(
                "the average of a state",
                raw.n.to_string(),
                "one from the first point on",
            ));
        }
        Ok(Self { n: raw.n, average: raw.average.map(|Kept(average)| average) })
    }
}

impl From<EwmaState> for RawState {
    fn from(state: EwmaState) -> Self {
        Self { n: state.n, average: state.average.map(Kept) }
    }
}
