use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};

use super::Side;
use super::ewma::{Kept, above_zero, out_of_range, usable};
use super::figure::Figure;
use crate::analysis::Undefined;
use crate::analysis::distribution::{billionths, float};
use crate::quantity::{Language, Number};

/// Two-sided cumulative sums (累积和): how far points have drifted from the centre line, beyond what is let pass at each.
///
/// S⁺(i) = max(0, S⁺(i − 1) + z(i) − k) and S⁻(i) = min(0, S⁻(i − 1) + z(i) + k) with z = (x − centre)/σ; beyond h, strictly,
/// they signal: E. S. Page, *Continuous inspection schemes* (1954). A head start (J. M. Lucas and R. B. Crosier, *Fast
/// initial response for CUSUM quality-control schemes*, 1982) makes a process that begins wrong show earlier. With a σ of 1,
/// k and h are in the unit of the values.
///
/// ```
/// use service_quality::monitor::{CusumChart, CusumState};
///
/// let chart = CusumChart::new(325.0, 1.0, "0.3175".parse()?, "4.1959".parse()?)?;
/// let mut state = CusumState::default();
/// let values = [325.1, 324.8, 328.325, 327.25, 327.825];
/// let points: Vec<_> = values.iter().map(|value| chart.push(&mut state, *value)).collect::<Result<_, _>>()?;
/// assert_eq!(points[2].upward, None);
/// let shift = points[3].upward.ok_or("a shift")?;
/// assert_eq!((shift.points, shift.level), (2, 327.7875));
/// assert_eq!(shift.to_string(), "a shift upwards over the last 2 points, to about 327.788");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Raw", into = "Raw")]
pub struct CusumChart {
    centre: f64,
    sigma: f64,
    allowance: Number,
    decision: Number,
    head_start: Number,
    after_signal: AfterSignal,
}

/// What the sums do once they have signalled.
///
/// ```
/// use service_quality::monitor::AfterSignal;
/// assert_eq!(serde_json::to_string(&AfterSignal::default())?, r#""go_on""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterSignal {
    /// They go on: qcc, the NIST/SEMATECH e-Handbook.
    #[default]
    GoOn,
    /// They begin anew at the head start, as after a process was set right: Lucas and Crosier (1982).
    Restart,
}

/// What a [`CusumChart`] keeps of the points so far.
///
/// ```
/// use service_quality::monitor::CusumState;
/// let text = serde_json::to_string(&CusumState::default())?;
/// assert_eq!(text, r#"{"n":0}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "RawState", into = "RawState")]
pub struct CusumState {
    n: u64,
    /// The sums; before the first point, and after a restart, those of the head start.
    sums: Option<[f64; 2]>,
    /// For how many points each sum has been off 0.
    since: [u64; 2],
}

/// One point of a [`CusumChart`].
///
/// ```
/// use service_quality::monitor::{CusumChart, CusumState};
/// let chart = CusumChart::new(0.0, 1.0, "0.5".parse()?, "5".parse()?)?;
/// let point = chart.push(&mut CusumState::default(), -1.5)?;
/// assert_eq!((point.upper, point.lower), (0.0, -1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CusumPoint {
    /// The sum of drifts upwards, in σ, at least 0.
    pub upper: f64,
    /// The sum of drifts downwards, in σ, at most 0.
    pub lower: f64,
    /// The shift that the upper sum signals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upward: Option<CusumShift>,
    /// The shift that the lower sum signals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub downward: Option<CusumShift>,
}

/// Evidence of a shift: since when, and to which level.
///
/// Estimates of D. C. Montgomery, *Introduction to statistical quality control* (2009), 9.1: the shift began after the sum
/// was last 0; the level is the centre line moved by k and by the sum over the points since then.
///
/// ```
/// use service_quality::monitor::CusumChart;
/// let chart = CusumChart::new(10.0, 1.0, "0.5".parse()?, "4".parse()?)?;
/// let points = chart.plot(&[10.0, 12.0, 12.5, 12.0])?;
/// assert_eq!(points[3].upward.map(|shift| (shift.points, (shift.level * 100.0).round())), Some((3, 1217.0)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CusumShift {
    /// Which way.
    pub side: Side,
    /// Over how many of the newest points.
    pub points: u64,
    /// To about which value.
    pub level: f64,
}

impl CusumChart {
    /// Sums of drifts from a centre line, in standard deviations: so much is let pass at each point (k, half of the shift
    /// that should be found), and so far the sum may go (h).
    ///
    /// # Errors
    /// [`Undefined::NotFinite`] and [`Undefined::OutOfRange`] for a figure that is none, a standard deviation or h not above
    /// 0, and a k below 0.
    pub fn new(centre: f64, sigma: f64, allowance: Number, decision: Number) -> Result<Self, Undefined> {
        usable(centre, sigma)?;
        above_zero("h", decision)?;
        if allowance < Number::ZERO {
            return Err(out_of_range("k", allowance.to_string(), "0 and more"));
        }
        let after_signal = AfterSignal::default();
        Ok(Self { centre, sigma, allowance, decision, head_start: Number::ZERO, after_signal })
    }

    /// With sums that begin so many standard deviations off 0, often half of h.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] below 0 and beyond h.
    pub fn with_head_start(self, head_start: Number) -> Result<Self, Undefined> {
        if head_start < Number::ZERO || head_start > self.decision {
            return Err(out_of_range("the head start", head_start.to_string(), "0 to h"));
        }
        Ok(Self { head_start, ..self })
    }

    /// With sums that do this once they have signalled.
    #[must_use]
    pub const fn after_signal(self, after_signal: AfterSignal) -> Self {
        Self { after_signal, ..self }
    }

    /// Takes the next point.
    ///
    /// # Errors
    /// [`Undefined::NotFinite`] for a value that is no finite number, and [`Undefined::OutOfRange`] where its distance from
    /// the centre line, or the sum, is none; the state stays.
    pub fn push(&self, state: &mut CusumState, value: f64) -> Result<CusumPoint, Undefined> {
        if !value.is_finite() {
            let position = usize::try_from(state.n).unwrap_or(usize::MAX);
            return Err(Undefined::NotFinite { what: "values", position });
        }
        let z = (value - self.centre) / self.sigma;
        let (k, h) = (billionths(self.allowance.to_scaled()), billionths(self.decision.to_scaled()));
        let head_start = billionths(self.head_start.to_scaled());
        let [upper, lower] = state.sums.unwrap_or([head_start, -head_start]);
        let (upper, lower) = ((upper + z - k).max(0.0), (lower + z + k).min(0.0));
        if !(upper.is_finite() && lower.is_finite()) {
            return Err(out_of_range(
                "the distance from the centre line",
                value.to_string(),
                "so far that the sums are finite",
            ));
        }
        let [above, below] = state.since;
        let on = |sum: f64, since: u64| if sum == 0.0 { 0 } else { since.saturating_add(1) };
        let since = [on(upper, above), on(-lower, below)];
        let shift = |side: Side, sum: f64, points: u64| {
            let drift = k + sum / float(points.max(1));
            let level = match side {
                Side::Above => self.centre + self.sigma * drift,
                Side::Below => self.centre - self.sigma * drift,
            };
            (sum > h && level.is_finite()).then_some(CusumShift { side, points, level })
        };
        let [above, below] = since;
        let (upward, downward) = (shift(Side::Above, upper, above), shift(Side::Below, -lower, below));
        let restart = self.after_signal == AfterSignal::Restart && (upward.is_some() || downward.is_some());
        let n = state.n.saturating_add(1);
        *state = if restart {
            CusumState { n, sums: None, since: [0; 2] }
        } else {
            CusumState { n, sums: Some([upper, lower]), since }
        };
        Ok(CusumPoint { upper, lower, upward, downward })
    }

    /// A whole series.
    ///
    /// # Errors
    /// Those of [`CusumChart::push`].
    pub fn plot(&self, values: &[f64]) -> Result<Vec<CusumPoint>, Undefined> {
        let mut state = CusumState::default();
        values.iter().map(|value| self.push(&mut state, *value)).collect()
    }
}

impl CusumShift {
    /// The shift in a sentence, in a language; in English that of `Display`.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match (language, self.side) {
            (Language::English, _) => self.to_string(),
            (Language::Chinese, Side::Above) => {
                format!("最近 {} 点向上偏移，约至 {}", self.points, Figure(self.level))
            }
            (Language::Chinese, Side::Below) => {
                format!("最近 {} 点向下偏移，约至 {}", self.points, Figure(self.level))
            }
        }
    }
}

impl Display for CusumShift {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let way = match self.side {
            Side::Above => "upwards",
            Side::Below => "downwards",
        };
        let level = Figure(self.level);
        match self.points {
            1 => write!(formatter, "a shift {way} at the last point, to about {level}"),
            points => write!(formatter, "a shift {way} over the last {points} points, to about {level}"),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(with = "crate::analysis::float_text")]
    centre: f64,
    #[serde(with = "crate::analysis::float_text")]
    sigma: f64,
    k: Number,
    h: Number,
    #[serde(default)]
    head_start: Option<Number>,
    #[serde(default)]
    after_signal: AfterSignal,
}

impl TryFrom<Raw> for CusumChart {
    type Error = Undefined;

    fn try_from(raw: Raw) -> Result<Self, Undefined> {
        let chart = Self::new(raw.centre, raw.sigma, raw.k, raw.h)?.after_signal(raw.after_signal);
        chart.with_head_start(raw.head_start.unwrap_or(Number::ZERO))
    }
}

impl From<CusumChart> for Raw {
    fn from(chart: CusumChart) -> Self {
        let CusumChart { centre, sigma, allowance: k, decision: h, head_start, after_signal } = chart;
        Self { centre, sigma, k, h, head_start: Some(head_start), after_signal }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawState {
    n: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    upper: Option<Kept>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lower: Option<Kept>,
    #[serde(default, skip_serializing_if = "is_zero")]
    above_since: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    below_since: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl TryFrom<RawState> for CusumState {
    type Error = Undefined;

    fn try_from(raw: RawState) -> Result<Self, Undefined> {
        let RawState { n, upper, lower, above_since, below_since } = raw;
        let sums = match (upper, lower) {
            (Some(Kept(upper)), Some(Kept(lower))) if upper >= 0.0 && lower <= 0.0 && n > 0 => {
                Some([upper, lower])
            }
            (None, None) if above_since == 0 && below_since == 0 => None,
            _ => {
                return Err(out_of_range(
                    "the sums of a state",
                    format!("n = {n}"),
                    "an upper of 0 and more with a lower of 0 and less, or neither",
                ));
            }
        };
        if above_since.max(below_since) > n {
            return Err(out_of_range(
                "the points since a shift",
                above_since.max(below_since).to_string(),
                "0 to n",
            ));
        }
        Ok(Self { n, sums, since: [above_since, below_since] })
    }
}

impl From<CusumState> for RawState {
    fn from(state: CusumState) -> Self {
        let CusumState { n, sums, since: [above_since, below_since] } = state;
        let (upper, lower) =
            sums.map_or((None, None), |[upper, lower]| (Some(Kept(upper)), Some(Kept(lower))));
        Self { n, upper, lower, above_since, below_since }
    }
}
