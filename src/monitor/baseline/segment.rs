use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::analysis::float_text;
use crate::monitor::chart::{ChartError, finite};
use crate::quantity::Timestamp;

/// One segment of a chart: since when it holds, and where its limits come from.
///
/// ```
/// use service_quality::monitor::baseline::{FitRange, Segment};
///
/// let frozen = Segment::first().fitted_to(FitRange::first(20)?)?;
/// let after = Segment::since("2026-03-01T00:00:00Z".parse()?).accepted("night shift added", "Li Wei")?;
/// assert_eq!(after.accepted_by(), Some("Li Wei"));
/// assert!(Segment::first().accepted(" ", "Li Wei").is_err());
/// # let _ = frozen;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "RawSegment", into = "RawSegment")]
pub struct Segment {
    from: Option<Timestamp>,
    fit: FitRange,
    parameters: Parameters,
    reason: Option<String>,
    accepted_by: Option<String>,
}

/// From which points the limits of a segment are fitted.
///
/// ```
/// use service_quality::monitor::baseline::FitRange;
/// assert_eq!(FitRange::default(), FitRange::Growing);
/// assert!(FitRange::first(0).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FitRange {
    /// All its points so far: the limits move with every new point.
    #[default]
    Growing,
    /// Its first so many points, those excluded or missing counted, frozen from then on; where these do not suffice for a
    /// fit, as many more as it needs.
    First(NonZeroU32),
    /// The points from one instant until before another, frozen; they may lie before the segment.
    Between {
        /// The first instant.
        from: Timestamp,
        /// The first instant after.
        until: Timestamp,
    },
}

impl FitRange {
    /// Frozen on the first so many points.
    ///
    /// # Errors
    /// [`ChartError::OutOfRange`] for 0.
    pub fn first(points: u32) -> Result<Self, ChartError> {
        NonZeroU32::new(points)
            .map(Self::First)
            .ok_or_else(|| ChartError::out_of_range("fit.first", points, "1 and more"))
    }
}

/// Where the parameters of a segment come from. What they mean for a kind of chart is said at
/// [`SegmentFit`](crate::monitor::chart::SegmentFit).
///
/// ```
/// use service_quality::monitor::baseline::Parameters;
/// let known: Parameters = serde_json::from_str(r#"{"given": {"centre": "50", "sigma": "2.0539"}}"#)?;
/// assert_eq!(known, Parameters::Given { centre: 50.0, sigma: 2.0539 });
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parameters {
    /// Both estimated from the points.
    #[default]
    Fitted,
    /// The centre from outside, as the chart draws it for one unit; the spread as the points, or the centre, say.
    Centre(#[serde(with = "float_text")] f64),
    /// Both from outside: known limits, those of a contract, of another site, of an earlier chart.
    Given {
        /// The centre.
        #[serde(with = "float_text")]
        centre: f64,
        /// The standard deviation of one unit.
        #[serde(with = "float_text")]
        sigma: f64,
    },
}

impl Segment {
    /// From the first point of the chart, growing, fitted.
    #[must_use]
    pub fn first() -> Self {
        Self::default()
    }

    /// From an instant on, growing, fitted: a rebase (重设基线).
    #[must_use]
    pub fn since(from: Timestamp) -> Self {
        Self { from: Some(from), ..Self::default() }
    }

    /// Says from which points its limits are fitted.
    ///
    /// # Errors
    /// [`ChartError::OutOfRange`] for a range that ends before it starts.
    pub fn fitted_to(self, fit: FitRange) -> Result<Self, ChartError> {
        Self { fit, ..self }.checked()
    }

    /// Says where its parameters come from.
    ///
    /// # Errors
    /// [`ChartError::OutOfRange`] for a centre that is no number, and for a negative deviation.
    pub fn with(self, parameters: Parameters) -> Result<Self, ChartError> {
        Self { parameters, ..self }.checked()
    }

    /// Says why there is a new segment, and who accepted it.
    ///
    /// # Errors
    /// [`ChartError::Blank`] for a reason or a name without a letter.
    pub fn accepted(mut self, reason: &str, by: &str) -> Result<Self, ChartError> {
        self.reason = Some(ChartError::written("reason", reason)?);
        self.accepted_by = Some(ChartError::written("accepted_by", by)?);
        Ok(self)
    }

    /// Since when it holds; absent for one that holds from the first point.
    #[must_use]
    pub const fn from(&self) -> Option<Timestamp> {
        self.from
    }

    /// From which points its limits are fitted.
    #[must_use]
    pub const fn fit(&self) -> FitRange {
        self.fit
    }

    /// Where its parameters come from.
    #[must_use]
    pub const fn parameters(&self) -> Parameters {
        self.parameters
    }

    /// Why it was begun.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Who accepted it.
    #[must_use]
    pub fn accepted_by(&self) -> Option<&str> {
        self.accepted_by.as_deref()
    }

    fn checked(self) -> Result<Self, ChartError> {
        if let FitRange::Between { from, until } = self.fit
            && until <= from
        {
            return Err(ChartError::out_of_range("fit.between.until", until, "what is after `from`"));
        }
        match self.parameters {
            Parameters::Fitted => {}
            Parameters::Centre(centre) => finite("parameters.centre", centre)?,
            Parameters::Given { centre, sigma } => {
                finite("parameters.given.centre", centre)?;
                finite("parameters.given.sigma", sigma)?;
                if sigma < 0.0 {
                    return Err(ChartError::out_of_range("parameters.given.sigma", sigma, "0 and more"));
                }
            }
        }
        Ok(self)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSegment {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "is_default")]
    fit: FitRange,
    #[serde(default, skip_serializing_if = "is_default")]
    parameters: Parameters,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    accepted_by: Option<String>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl TryFrom<RawSegment> for Segment {
    type Error = ChartError;

    fn try_from(raw: RawSegment) -> Result<Self, ChartError> {
        let written =
            |what, text: Option<String>| text.map(|text| ChartError::written(what, &text)).transpose();
        Self {
            from: raw.from,
            fit: raw.fit,
            parameters: raw.parameters,
            reason: written("reason", raw.reason)?,
            accepted_by: written("accepted_by", raw.accepted_by)?,
        }
        .checked()
    }
}

impl From<Segment> for RawSegment {
    fn from(segment: Segment) -> Self {
        let Segment { from, fit, parameters, reason, accepted_by } = segment;
        Self { from, fit, parameters, reason, accepted_by }
    }
}
