use serde::{Deserialize, Serialize};

use crate::analysis::{Interval, float_text};
use crate::improve::ImproveError;
use crate::quantity::Language;

/// In what an effect is told.
///
/// ```
/// use service_quality::improve::effect::EffectMeasure;
/// assert_eq!(serde_json::to_string(&EffectMeasure::RankBiserial)?, r#""rank_biserial""#);
/// assert!((EffectMeasure::Ratio.none() - 1.0).abs() < 1e-15);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EffectMeasure {
    /// After less before, in the unit of the indicator; of an interrupted series the change of its level or its slope, of
    /// two groups the difference in differences. 0 is none.
    Difference,
    /// After over before, of rates. 1 is none.
    Ratio,
    /// How far two samples are apart by rank (秩二列相关), −1 to 1. 0 is none.
    RankBiserial,
}

impl EffectMeasure {
    /// What it is where there is no effect.
    #[must_use]
    pub const fn none(self) -> f64 {
        match self {
            Self::Difference | Self::RankBiserial => 0.0,
            Self::Ratio => 1.0,
        }
    }

    /// Whether it can be so much.
    fn takes(self, value: f64) -> bool {
        let within = match self {
            Self::Difference => true,
            Self::Ratio => value >= 0.0,
            Self::RankBiserial => (-1.0..=1.0).contains(&value),
        };
        value.is_finite() && within
    }

    const fn range(self) -> &'static str {
        match self {
            Self::Difference => "a finite number",
            Self::Ratio => "a finite number, 0 or more",
            Self::RankBiserial => "-1 to 1",
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Difference, Language::English) => "difference",
            (Self::Difference, Language::Chinese) => "差值",
            (Self::Ratio, Language::English) => "ratio",
            (Self::Ratio, Language::Chinese) => "比值",
            (Self::RankBiserial, Language::English) => "rank-biserial correlation",
            (Self::RankBiserial, Language::Chinese) => "秩二列相关",
        }
    }
}

/// How large an effect is (效应量), with the interval that the true one lies in.
///
/// ```
/// use service_quality::improve::effect::{EffectMeasure, Magnitude};
///
/// let found = Magnitude::new(EffectMeasure::Difference, 0.41)?.with_interval(0.12, 0.7)?;
/// assert!(found.interval().is_some_and(|interval| !interval.contains(0.0)));
/// assert!(Magnitude::new(EffectMeasure::Ratio, f64::NAN).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawMagnitude", into = "RawMagnitude")]
pub struct Magnitude {
    measure: EffectMeasure,
    estimate: f64,
    interval: Option<Interval>,
}

impl Magnitude {
    /// An estimate in a measure.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for what is no finite number, for a ratio below 0 and a correlation beyond 1.
    pub fn new(measure: EffectMeasure, estimate: f64) -> Result<Self, ImproveError> {
        if !measure.takes(estimate) {
            return Err(ImproveError::not_allowed("effect.magnitude.estimate", &estimate, measure.range()));
        }
        Ok(Self { measure, estimate, interval: None })
    }

    /// Says where the true one lies, with the confidence that alpha leaves.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for ends that the measure cannot have, in the wrong order, or not around the estimate.
    pub fn with_interval(self, low: f64, high: f64) -> Result<Self, ImproveError> {
        let (measure, estimate) = (self.measure, self.estimate);
        let ends = measure.takes(low) && measure.takes(high);
        if !(ends && (low..=high).contains(&estimate)) {
            let given = format!("{low} to {high}");
            let allowed = if ends {
                format!("two ends in order, around the estimate of {estimate}")
            } else {
                format!("two ends in order, each {}", measure.range())
            };
            return Err(ImproveError::not_allowed("effect.magnitude.interval", &given, allowed));
        }
        Ok(Self { interval: Some(Interval::new(low, high)), ..self })
    }

    /// In what it is told.
    #[must_use]
    pub const fn measure(&self) -> EffectMeasure {
        self.measure
    }

    /// The estimate.
    #[must_use]
    pub const fn estimate(&self) -> f64 {
        self.estimate
    }

    /// Where the true one lies, where that is known.
    #[must_use]
    pub const fn interval(&self) -> Option<Interval> {
        self.interval
    }

    /// Whether it is upwards, downwards, or neither.
    pub(super) fn sign(&self) -> std::cmp::Ordering {
        self.estimate.partial_cmp(&self.measure.none()).unwrap_or(std::cmp::Ordering::Equal)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMagnitude {
    measure: EffectMeasure,
    #[serde(with = "float_text")]
    estimate: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    interval: Option<RawInterval>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawInterval {
    #[serde(with = "float_text")]
    low: f64,
    #[serde(with = "float_text")]
    high: f64,
}

impl TryFrom<RawMagnitude> for Magnitude {
    type Error = ImproveError;

    fn try_from(raw: RawMagnitude) -> Result<Self, ImproveError> {
        let found = Self::new(raw.measure, raw.estimate)?;
        match raw.interval {
            Some(RawInterval { low, high }) => found.with_interval(low, high),
            None => Ok(found),
        }
    }
}

impl From<Magnitude> for RawMagnitude {
    fn from(magnitude: Magnitude) -> Self {
        let Magnitude { measure, estimate, interval } = magnitude;
        let ends = |interval: Interval| RawInterval { low: interval.low(), high: interval.high() };
        Self { measure, estimate, interval: interval.map(ends) }
    }
}
