use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Fit, SegmentFit};
use crate::monitor::{Limits, Side, Zone};
use crate::quantity::Timestamp;

/// One point of a chart: its value, the lines that hold there, and the segment that they come from.
///
/// ```
/// use service_quality::monitor::chart::{Chart, ChartKind, Point, Sample};
/// let points = [12.0, 14.0, 11.0].into_iter().zip(0..).map(|(value, day)| {
///     Ok(Point::new(service_quality::Timestamp::from_seconds(day * 86_400)?, Sample::Value(value)))
/// }).collect::<Result<Vec<_>, service_quality::Error>>()?;
/// let plotted = Chart::builder(ChartKind::MovingRange).build()?.plot(&points)?;
/// let values: Vec<_> = plotted.points().iter().map(|point| point.value()).collect();
/// assert_eq!(values, [None, Some(2.0), Some(3.0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlottedPoint {
    pub(super) at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) limits: Option<Limits>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sigma: Option<f64>,
    pub(super) segment: usize,
    pub(super) excluded: bool,
}

impl PlottedPoint {
    /// Its instant.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// What is drawn; absent where nothing was observed, and for a moving range without a point before.
    #[must_use]
    pub const fn value(&self) -> Option<f64> {
        self.value
    }

    /// The lines that hold here; absent where they hang on a size that the sample has not.
    #[must_use]
    pub const fn limits(&self) -> Option<&Limits> {
        self.limits.as_ref()
    }

    /// The standard deviation of the figure here; of a t chart that of the transformed one.
    #[must_use]
    pub const fn sigma(&self) -> Option<f64> {
        self.sigma
    }

    /// The segment of the baseline, counted from 0; no pattern crosses into another.
    #[must_use]
    pub const fn segment(&self) -> usize {
        self.segment
    }

    /// Whether the baseline leaves it out.
    #[must_use]
    pub const fn excluded(&self) -> bool {
        self.excluded
    }

    /// Its value and its lines, where rules judge it: not where it is missing or excluded, or without lines.
    pub(in crate::monitor) fn judged(&self) -> Option<(f64, Limits)> {
        Some((self.value?, self.limits?)).filter(|_| !self.excluded)
    }

    /// On which side it lies beyond the lines of a zone; on neither where it lies within or nothing was observed.
    #[must_use]
    pub fn beyond(&self, zone: Zone) -> Option<Side> {
        self.limits?.beyond(self.value?, zone)
    }
}

/// A chart with all its points.
///
/// ```
/// use service_quality::monitor::baseline::BaselineLevel;
/// use service_quality::monitor::chart::{Chart, ChartKind, Point, Sample};
/// let points = [Point::new("2026-03-02T00:00:00Z".parse()?, Sample::Count(4))];
/// let plotted = Chart::builder(ChartKind::C).build()?.plot(&points)?;
/// assert_eq!(plotted.segments()[0].level(), BaselineLevel::Provisional, "one point makes no baseline");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plotted {
    fit: Fit,
    points: Vec<PlottedPoint>,
}

impl Plotted {
    pub(super) const fn new(fit: Fit, points: Vec<PlottedPoint>) -> Self {
        Self { fit, points }
    }

    /// The fit that the lines come from.
    #[must_use]
    pub const fn fit(&self) -> &Fit {
        &self.fit
    }

    /// The parameters of the segments.
    #[must_use]
    pub fn segments(&self) -> &[SegmentFit] {
        self.fit.segments()
    }

    /// The exclusions of the baseline that no point answers to, each with its reason: mistaken instants, or points that
    /// are not here.
    pub fn unmatched_exclusions(&self) -> impl Iterator<Item = (Timestamp, &str)> {
        let is_here = |at: Timestamp| self.points.binary_search_by_key(&at, PlottedPoint::at).is_ok();
        self.fit.chart().baseline().exclusions().filter(move |(at, _)| !is_here(*at))
    }

    /// The points in order of time.
    #[must_use]
    pub fn points(&self) -> &[PlottedPoint] {
        &self.points
    }
}

/// What the next point needs of the one before: a few numbers that a host keeps for a series.
///
/// ```
/// use service_quality::monitor::chart::Last;
/// let last: Last = serde_json::from_str(r#"{"at": "2026-03-02T00:00:00Z", "segment": 0, "figure": "4.2"}"#)?;
/// assert_eq!(last.at(), "2026-03-02T00:00:00Z".parse().unwrap());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Last {
    pub(super) at: Timestamp,
    pub(super) segment: usize,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "optional")]
    pub(super) figure: Option<f64>,
}

impl Last {
    /// The instant of the point.
    #[must_use]
    pub const fn at(self) -> Timestamp {
        self.at
    }

    /// Its segment of the baseline.
    pub(in crate::monitor) const fn segment(self) -> usize {
        self.segment
    }
}

/// An optional float as text.
mod optional {
    use super::{Deserializer, Serializer};
    use crate::analysis::float_text;

    #[expect(clippy::ref_option, reason = "serde hands the field over so")]
    pub(super) fn serialize<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => float_text::serialize(value, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
        float_text::deserialize(deserializer).map(Some)
    }
}
