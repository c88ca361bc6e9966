use std::fmt;

use serde::{Deserialize, Serialize};

/// What a kappa is called by Landis and Koch, *The measurement of observer agreement for categorical data* (1977): a
/// convention, not a test.
///
/// ```
/// use service_quality::survey::reliability::LandisKoch;
/// assert_eq!(LandisKoch::of(0.61), LandisKoch::Substantial);
/// assert_eq!(LandisKoch::of(0.95).to_string(), "almost perfect");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LandisKoch {
    /// Below 0: less than chance would give.
    Poor,
    /// Up to 0.2.
    Slight,
    /// Up to 0.4.
    Fair,
    /// Up to 0.6.
    Moderate,
    /// Up to 0.8.
    Substantial,
    /// Above 0.8.
    AlmostPerfect,
}

/// What an alpha is good for by Krippendorff, *Content analysis* (2004), 11.4: a convention, not a test.
///
/// ```
/// use service_quality::survey::reliability::KrippendorffBenchmark;
/// assert_eq!(KrippendorffBenchmark::of(0.77), KrippendorffBenchmark::Tentative);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KrippendorffBenchmark {
    /// Below 0.667: draw no conclusion.
    Unreliable,
    /// From 0.667 on: draw tentative conclusions only.
    Tentative,
    /// From 0.8 on.
    Reliable,
}

impl LandisKoch {
    /// The name of a kappa.
    #[must_use]
    pub fn of(kappa: f64) -> Self {
        match kappa {
            kappa if kappa < 0.0 => Self::Poor,
            kappa if kappa <= 0.2 => Self::Slight,
            kappa if kappa <= 0.4 => Self::Fair,
            kappa if kappa <= 0.6 => Self::Moderate,
            kappa if kappa <= 0.8 => Self::Substantial,
            _ => Self::AlmostPerfect,
        }
    }
}

impl KrippendorffBenchmark {
    /// What an alpha is good for.
    #[must_use]
    pub fn of(alpha: f64) -> Self {
        match alpha {
            alpha if alpha < 0.667 => Self::Unreliable,
            alpha if alpha < 0.8 => Self::Tentative,
            _ => Self::Reliable,
        }
    }
}

impl fmt::Display for LandisKoch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Poor => "poor",
            Self::Slight => "slight",
            Self::Fair => "fair",
            Self::Moderate => "moderate",
            Self::Substantial => "substantial",
            Self::AlmostPerfect => "almost perfect",
        })
    }
}

impl fmt::Display for KrippendorffBenchmark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unreliable => "unreliable",
            Self::Tentative => "tentative",
            Self::Reliable => "reliable",
        })
    }
}
