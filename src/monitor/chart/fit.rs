use serde::{Deserialize, Serialize};

use super::estimate::estimate;
use super::lines::lines;
use super::{
    Chart, ChartError, ChartKind, Conventions, Gap, Last, Plotted, PlottedPoint, Point, Sample, SegmentFit,
};
use crate::monitor::Limits;
use crate::monitor::baseline::{FitRange, Segment};
use crate::quantity::Timestamp;

/// A chart with the fitted parameters of its segments: what a host keeps to judge new points by.
///
/// ```
/// use service_quality::monitor::Zone;
/// use service_quality::monitor::baseline::{Baseline, Parameters, Segment};
/// use service_quality::monitor::chart::{Chart, ChartKind, Last, Point, Sample};
///
/// let known = Segment::first().with(Parameters::Given { centre: 50.0, sigma: 2.0 })?;
/// let chart = Chart::builder(ChartKind::Individuals).baseline(Baseline::new(vec![known])?).build()?;
/// let fit = chart.fit(&[])?;
/// let point = Point::new("2026-03-02T00:00:00Z".parse()?, Sample::Value(57.0));
/// let (plotted, last) = fit.place(&point, None)?;
/// assert!(plotted.beyond(Zone::Limit).is_some());
/// assert_eq!(last.at(), point.at);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawFit", into = "RawFit")]
pub struct Fit {
    chart: Chart,
    segments: Vec<SegmentFit>,
}

impl Fit {
    pub(super) fn of(chart: &Chart, points: &[Point]) -> Result<Self, ChartError> {
        let mut before: Option<Timestamp> = None;
        for (position, point) in points.iter().enumerate() {
            let place = || format!("points[{position}]");
            in_order(point.at, before, place)?;
            point.sample.check(chart.kind(), place)?;
            before = Some(point.at);
        }
        let known = chart.baseline().segments();
        let mut segments = Vec::with_capacity(known.len());
        for (index, segment) in known.iter().enumerate() {
            let until = known.get(index.saturating_add(1)).and_then(Segment::from);
            let own = between(points, segment.from(), until);
            let chosen = match segment.fit() {
                FitRange::Growing => own,
                FitRange::First(first) => first_of(chart, index, own, first.get() as usize),
                FitRange::Between { from, until } => between(points, Some(from), Some(until)),
            };
            match estimate(chart, index, chosen) {
                Ok(fit) => segments.push(fit),
                // A segment that has not begun is fitted when it has.
                Err(_) if own.is_empty() => {}
                Err(fault) => return Err(fault),
            }
        }
        if segments.is_empty() {
            return Err(ChartError::NoPoints);
        }
        Ok(Self { chart: chart.clone(), segments })
    }

    /// The chart.
    #[must_use]
    pub const fn chart(&self) -> &Chart {
        &self.chart
    }

    /// The parameters of the segments, in order of time; those that had not begun are absent.
    #[must_use]
    pub fn segments(&self) -> &[SegmentFit] {
        &self.segments
    }

    /// The parameters that hold at an instant.
    ///
    /// # Errors
    /// [`ChartError::NotFitted`] where its segment had no points.
    pub fn segment_at(&self, at: Timestamp) -> Result<&SegmentFit, ChartError> {
        let segment = self.chart.baseline().segment_at(at);
        let found = self.segments.binary_search_by_key(&segment, SegmentFit::segment).ok();
        found.and_then(|place| self.segments.get(place)).ok_or(ChartError::NotFitted { segment })
    }

    /// The lines that hold for a sample at an instant; absent where they hang on a size that the sample has not.
    ///
    /// # Errors
    /// As [`Fit::place`].
    pub fn limits(&self, at: Timestamp, sample: &Sample) -> Result<Option<Limits>, ChartError> {
        sample.check(self.chart.kind(), || "point".to_owned())?;
        Ok(lines(&self.chart, self.segment_at(at)?, sample).map(|(limits, _)| limits))
    }

    /// One new point: its value and its limits, from the parameters and the point before alone. It allocates nothing
    /// but for subgroups, and gives what [`plot`](Self::plot) gives.
    ///
    /// # Errors
    /// [`ChartError::PointOrder`] for a point that is not after the last, [`ChartError::WrongSample`] and
    /// [`ChartError::OutOfRange`] for one that the chart cannot plot, [`ChartError::NotFitted`] for one of a segment that
    /// had no points when the chart was fitted.
    pub fn place(&self, point: &Point, last: Option<Last>) -> Result<(PlottedPoint, Last), ChartError> {
        self.placed(point, last, || "point".to_owned())
    }

    /// Every point with its value and its limits; the points may be later ones than those of the fit.
    ///
    /// # Errors
    /// As [`Fit::place`].
    pub fn plot(&self, points: &[Point]) -> Result<Plotted, ChartError> {
        let mut plotted = Vec::with_capacity(points.len());
        let mut last = None;
        for (position, point) in points.iter().enumerate() {
            let (placed, next) = self.placed(point, last, || format!("points[{position}]"))?;
            plotted.push(placed);
            last = Some(next);
        }
        Ok(Plotted::new(self.clone(), plotted))
    }

    fn placed(
        &self,
        point: &Point,
        last: Option<Last>,
        place: impl Fn() -> String,
    ) -> Result<(PlottedPoint, Last), ChartError> {
        let chart = &self.chart;
        in_order(point.at, last.map(|last| last.at), &place)?;
        point.sample.check(chart.kind(), &place)?;
        Ok(place_on(chart, self.segment_at(point.at)?, point, last))
    }
}

/// A point that the chart can plot, on the lines of its segment.
pub(in crate::monitor) fn place_on(
    chart: &Chart,
    fit: &SegmentFit,
    point: &Point,
    last: Option<Last>,
) -> (PlottedPoint, Last) {
    let figure = point.sample.figure();
    let last = last.filter(|last| last.segment == fit.segment);
    let before = last.and_then(|last| last.figure);
    let value = match chart.kind() {
        ChartKind::MovingRange => figure.zip(before).map(|(value, before)| (value - before).abs()),
        kind => point.sample.plotted(kind),
    };
    let (limits, sigma) = lines(chart, fit, &point.sample).unzip();
    let placed = PlottedPoint {
        at: point.at,
        value: value.map(|value| value * chart.scale().per),
        limits,
        sigma,
        segment: fit.segment,
        excluded: chart.baseline().excluded(point.at).is_some(),
    };
    let Conventions { missing, excluded, .. } = *chart.conventions();
    let figure = match figure {
        Some(_) if placed.excluded && excluded == Gap::Break => None,
        None if missing == Gap::Bridge => before,
        figure => figure,
    };
    (placed, Last { at: point.at, segment: fit.segment, figure })
}

/// The first so many points of a segment, or as many more as its fit needs.
fn first_of<'a>(chart: &Chart, segment: usize, own: &'a [Point], first: usize) -> &'a [Point] {
    let leading = (first..own.len()).filter_map(|count| own.get(..count));
    leading.into_iter().find(|points| estimate(chart, segment, points).is_ok()).unwrap_or(own)
}

/// The points from an instant until before another.
fn between(points: &[Point], from: Option<Timestamp>, until: Option<Timestamp>) -> &[Point] {
    let place = |at: Timestamp| points.partition_point(|point| point.at < at);
    let (start, end) = (from.map_or(0, place), until.map_or(points.len(), place));
    points.get(start..end).unwrap_or_default()
}

fn in_order(
    given: Timestamp,
    before: Option<Timestamp>,
    place: impl Fn() -> String,
) -> Result<(), ChartError> {
    match before {
        Some(previous) if given <= previous => {
            Err(ChartError::PointOrder { place: place(), given, previous })
        }
        _ => Ok(()),
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFit {
    chart: Chart,
    segments: Vec<SegmentFit>,
}

impl TryFrom<RawFit> for Fit {
    type Error = ChartError;

    fn try_from(RawFit { chart, segments }: RawFit) -> Result<Self, ChartError> {
        if segments.is_empty() {
            return Err(ChartError::NoPoints);
        }
        let known = chart.baseline().segments().len();
        let mut next = 0;
        for (place, fit) in segments.iter().enumerate() {
            let at = |part| format!("segments[{place}].{part}");
            if !(next..known).contains(&fit.segment) {
                let allowed = "a segment of the baseline, each once and in order";
                return Err(ChartError::out_of_range(&at("segment"), fit.segment, allowed));
            }
            if !chart.kind().centres().contains(&fit.location) {
                let allowed = "a location that this kind of chart can have";
                return Err(ChartError::out_of_range(&at("location"), fit.location, allowed));
            }
            next = fit.segment.saturating_add(1);
        }
        Ok(Self { chart, segments })
    }
}

impl From<Fit> for RawFit {
    fn from(Fit { chart, segments }: Fit) -> Self {
        Self { chart, segments }
    }
}
