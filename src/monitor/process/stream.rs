use serde::Serialize;

use super::trail::Mark;
use super::{ProcessMonitor, ProcessState};
use crate::monitor::Signal;
use crate::monitor::baseline::{FitRange, Parameters, Segment};
use crate::monitor::chart::{Chart, ChartError, PlottedPoint, Point, SegmentFit, estimate, place_on};
use crate::quantity::Timestamp;

/// A [`ProcessMonitor`] that takes points one by one; it is shared by all series of its kind.
///
/// What it says of a series is what [`ProcessMonitor::read`] says of the whole, signal by signal, once every fit range is
/// complete.
///
/// ```
/// use service_quality::monitor::RuleSet;
/// use service_quality::monitor::chart::{Chart, Point, Sample};
/// use service_quality::monitor::process::{ProcessMonitor, ProcessState};
///
/// let chart: Chart = serde_json::from_str(r#"{"kind": "individuals", "direction": "lower",
///     "baseline": {"segments": [{"parameters": {"given": {"centre": "8", "sigma": "0.5"}}}]}}"#)?;
/// let stream = ProcessMonitor::new(chart, RuleSet::nelson()).stream()?;
/// let mut state = ProcessState::default();
/// let mut said = Vec::new();
/// for (value, day) in [8.1, 7.7, 9.8, 8.2].into_iter().zip(0..) {
///     let at = service_quality::Timestamp::from_seconds(day * 86_400)?;
///     said.extend(stream.push(&mut state, Point::new(at, Sample::Value(value)))?.signals);
/// }
/// assert_eq!(said.len(), 1);
/// assert_eq!((said[0].at, said[0].line), (2, Some(9.5)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ProcessStream {
    monitor: ProcessMonitor,
}

/// What one more point brought.
///
/// ```
/// use service_quality::monitor::process::Pushed;
/// let nothing = Pushed::default();
/// assert!(nothing.point.is_none() && nothing.released.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Pushed {
    /// The earlier points that waited for the fit of their segment, with the limits that hold there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub released: Vec<PlottedPoint>,
    /// The point with its limits; absent while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<PlottedPoint>,
    /// The signals of all these, in the order of the points; places count from the first point that the state saw.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<Signal>,
}

impl ProcessStream {
    pub(super) fn new(monitor: ProcessMonitor) -> Result<Self, ChartError> {
        let segments = monitor.chart().baseline().segments();
        for (segment, given) in segments.iter().enumerate() {
            match given.fit() {
                FitRange::Growing if !is_given(monitor.chart(), segment) => {
                    return Err(ChartError::GrowingBaseline { segment });
                }
                FitRange::Between { until, .. } => {
                    let next = segments.get(segment.saturating_add(1)).and_then(Segment::from);
                    if next.is_some_and(|next| until > next) {
                        let place = format!("segments[{segment}].fit.between.until");
                        let allowed = "at most the start of the next segment, for a stream";
                        return Err(ChartError::out_of_range(&place, until, allowed));
                    }
                }
                FitRange::Growing | FitRange::First(_) => {}
            }
        }
        Ok(Self { monitor })
    }

    /// The chart and the rules.
    #[must_use]
    pub const fn monitor(&self) -> &ProcessMonitor {
        &self.monitor
    }

    /// Takes the next point. A point of a segment that is fitted costs the same however long the series is, and
    /// allocates nothing where no rule fires.
    ///
    /// # Errors
    /// [`ChartError::PointOrder`] for a point that is not after the last, [`ChartError::WrongSample`] and
    /// [`ChartError::OutOfRange`] for one that the chart cannot plot, [`ChartError::ShortBaseline`] where a fit range is
    /// complete and too few of its points can be used, [`ChartError::OtherBaseline`] for a state that was kept under another
    /// baseline. The state stays as it was.
    pub fn push(&self, state: &mut ProcessState, point: Point) -> Result<Pushed, ChartError> {
        let chart = self.monitor.chart();
        if let Some(previous) = state.last().filter(|last| point.at <= *last) {
            return Err(ChartError::PointOrder { place: "point".to_owned(), given: point.at, previous });
        }
        point.sample.check(chart.kind(), || "point".to_owned())?;
        self.is_own(state)?;
        let segment = chart.baseline().segment_at(point.at);
        let goes_on = state.waiting.is_empty() && state.last.is_some_and(|last| last.segment() == segment);
        if goes_on && let Some(fit) = fit_of(state, segment).copied() {
            let (plotted, signals) = self.judge(state, &fit, &point, state.seen)?;
            state.seen = state.seen.saturating_add(1);
            if self.is_ranged(segment.saturating_add(1), point.at) {
                state.ranged.push(point);
            }
            return Ok(Pushed { released: Vec::new(), point: Some(plotted), signals });
        }
        if state.last().is_some_and(|last| chart.baseline().segment_at(last) == segment)
            && !self.is_ready(state.waiting.len().saturating_add(1), segment, point.at)
        {
            self.wait(state, segment, point);
            return Ok(Pushed::default());
        }
        let mut next = state.clone();
        let pushed = self.collect(&mut next, segment, point)?;
        *state = next;
        Ok(pushed)
    }

    /// Takes a point of a segment that is not fitted, or that begins.
    fn collect(&self, state: &mut ProcessState, segment: usize, point: Point) -> Result<Pushed, ChartError> {
        let chart = self.monitor.chart();
        let mut pushed = Pushed::default();
        let before = state.last().map(|last| chart.baseline().segment_at(last));
        if before != Some(segment) {
            if let Some(before) = before.filter(|_| !state.waiting.is_empty()) {
                self.fit(state, before)?;
                self.release(state, before, &mut pushed)?;
            }
            state.rules.reset();
            state.trail = super::trail::Trail::default();
        }
        let at = point.at;
        self.wait(state, segment, point);
        if self.is_ready(state.waiting.len(), segment, at) {
            match self.fit(state, segment) {
                // The first so many points do not suffice: one more may.
                Err(ChartError::ShortBaseline { .. }) if self.is_first(segment) => return Ok(pushed),
                fitted => fitted?,
            }
            self.release(state, segment, &mut pushed)?;
            pushed.point = pushed.released.pop();
        }
        Ok(pushed)
    }

    /// Keeps a point until its segment is fitted.
    fn wait(&self, state: &mut ProcessState, segment: usize, point: Point) {
        if self.is_ranged(segment, point.at) {
            state.ranged.push(point.clone());
        }
        state.waiting.push(point);
        state.seen = state.seen.saturating_add(1);
    }

    /// Judges the points that waited.
    fn release(
        &self,
        state: &mut ProcessState,
        segment: usize,
        pushed: &mut Pushed,
    ) -> Result<(), ChartError> {
        let fit = *fit_of(state, segment).ok_or(ChartError::NotFitted { segment })?;
        let waiting = std::mem::take(&mut state.waiting);
        // Of these the newest may not be among those that wait: it is counted where it came.
        let first = state.seen.saturating_sub(waiting.len());
        for (place, point) in (first..).zip(&waiting) {
            let (plotted, mut signals) = self.judge(state, &fit, point, place)?;
            pushed.released.push(plotted);
            pushed.signals.append(&mut signals);
        }
        Ok(())
    }

    /// One point with its limits and the signals that it completes.
    fn judge(
        &self,
        state: &mut ProcessState,
        fit: &SegmentFit,
        point: &Point,
        place: usize,
    ) -> Result<(PlottedPoint, Vec<Signal>), ChartError> {
        let (chart, rules) = (self.monitor.chart(), self.monitor.rules());
        let (plotted, last) = place_on(chart, fit, point, state.last);
        let mut signals = Vec::new();
        if let Some((value, limits)) = plotted.judged() {
            let number = state.rules.seen();
            let fired = rules.push(&mut state.rules, value, &limits)?;
            state.trail.push(Mark { number, place, at: point.at }, &state.rules);
            if !fired.is_empty() {
                let at = usize::try_from(number).unwrap_or(usize::MAX);
                let found = rules.explain(&fired, &state.rules, at, &limits, chart.direction());
                let placed = |judged: usize| state.trail.find(judged as u64);
                signals.extend(found.into_iter().filter_map(|signal| signal.placed(placed)));
            }
        }
        state.last = Some(last);
        Ok((plotted, signals))
    }

    /// Fits a segment to the points that its range holds.
    fn fit(&self, state: &mut ProcessState, segment: usize) -> Result<(), ChartError> {
        let chart = self.monitor.chart();
        let range = chart.baseline().segments().get(segment).map_or(FitRange::Growing, Segment::fit);
        for point in state.waiting.iter().chain(&state.ranged) {
            point.sample.check(chart.kind(), || "a point of the state".to_owned())?;
        }
        let own = &state.waiting;
        let fit = match range {
            FitRange::Growing | FitRange::First(_) => estimate(chart, segment, own)?,
            FitRange::Between { from, until } => {
                let chosen = state.ranged.iter().filter(|point| (from..until).contains(&point.at));
                estimate(chart, segment, &chosen.cloned().collect::<Vec<_>>())?
            }
        };
        state.fits.retain(|kept| kept.segment() < segment);
        state.fits.push(fit);
        let later = segment.saturating_add(1);
        state.ranged.retain(|point| self.is_ranged(later, point.at));
        Ok(())
    }

    /// Whether the fit range of a segment is complete with so many points, the last at this instant.
    fn is_ready(&self, waiting: usize, segment: usize, at: Timestamp) -> bool {
        match self.monitor.chart().baseline().segments().get(segment).map(Segment::fit) {
            Some(FitRange::First(first)) => {
                is_given(self.monitor.chart(), segment) || waiting >= first.get() as usize
            }
            Some(FitRange::Between { until, .. }) => is_given(self.monitor.chart(), segment) || at >= until,
            Some(FitRange::Growing) | None => true,
        }
    }

    /// Whether a segment is fitted to its first points.
    fn is_first(&self, segment: usize) -> bool {
        let range = self.monitor.chart().baseline().segments().get(segment).map(Segment::fit);
        matches!(range, Some(FitRange::First(_)))
    }

    /// Whether a segment from this one on is fitted to the points of an instant.
    fn is_ranged(&self, from_segment: usize, at: Timestamp) -> bool {
        self.monitor.chart().baseline().segments().iter().skip(from_segment).any(|segment| {
            match segment.fit() {
                FitRange::Between { from, until } => (from..until).contains(&at),
                FitRange::Growing | FitRange::First(_) => false,
            }
        })
    }

    /// Whether the state was kept under this baseline, as far as it shows.
    fn is_own(&self, state: &ProcessState) -> Result<(), ChartError> {
        let chart = self.monitor.chart();
        let Some(last) = state.last else { return Ok(()) };
        let segment = chart.baseline().segment_at(last.at());
        let sound = |fit: &SegmentFit| chart.kind().centres().contains(&fit.location());
        if last.segment() == segment && fit_of(state, segment).is_some_and(sound) {
            Ok(())
        } else {
            Err(ChartError::OtherBaseline { at: last.at() })
        }
    }
}

fn fit_of(state: &ProcessState, segment: usize) -> Option<&SegmentFit> {
    state.fits.iter().rev().find(|fit| fit.segment() == segment)
}

/// Whether the lines of a segment need no points.
fn is_given(chart: &Chart, segment: usize) -> bool {
    match chart.baseline().segments().get(segment).map(Segment::parameters) {
        Some(Parameters::Given { .. }) => true,
        Some(Parameters::Centre(_)) => chart.kind().is_centre_enough(),
        Some(Parameters::Fitted) | None => false,
    }
}
