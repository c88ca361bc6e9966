use serde::{Deserialize, Serialize};

use super::trail::{Mark, Trail};
use crate::monitor::RunState;
use crate::monitor::chart::{ChartError, Last, Point, SegmentFit};
use crate::quantity::Timestamp;

/// More points than any series has; a state that claims more is refused.
const MOST: u64 = 1 << 53;

/// What is kept of a process between two points: the parameters fitted so far, what the rules remember, and the points of a
/// fit range that is not complete.
///
/// Its size hangs on the rules' windows and on the fit ranges, not on the length of the series.
///
/// ```
/// use service_quality::monitor::RuleSet;
/// use service_quality::monitor::chart::{Chart, Point, Sample};
/// use service_quality::monitor::process::{ProcessMonitor, ProcessState};
///
/// let chart: Chart = serde_json::from_str(r#"{"kind": "individuals", "baseline": {"segments": [{"fit": {"first": 12}}]}}"#)?;
/// let stream = ProcessMonitor::new(chart, RuleSet::nelson()).stream()?;
/// let mut state = ProcessState::default();
/// for day in 0..5 {
///     let at = service_quality::Timestamp::from_seconds(day * 86_400)?;
///     stream.push(&mut state, Point::new(at, Sample::Value(4.5)))?;
/// }
/// assert_eq!(state.waiting().len(), 5, "until there are twelve");
/// let kept = serde_json::to_string(&state)?;
/// assert_eq!(serde_json::from_str::<ProcessState>(&kept)?, state);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "RawState", into = "RawState")]
pub struct ProcessState {
    /// How many points came.
    pub(super) seen: usize,
    /// The newest point that was judged or passed over.
    pub(super) last: Option<Last>,
    /// The parameters of segments, in order.
    pub(super) fits: Vec<SegmentFit>,
    /// Points of the newest segment, until it is fitted.
    pub(super) waiting: Vec<Point>,
    /// Points that later fits are made of.
    pub(super) ranged: Vec<Point>,
    pub(super) rules: RunState,
    pub(super) trail: Trail,
}

impl ProcessState {
    /// How many points came.
    #[must_use]
    pub const fn seen(&self) -> usize {
        self.seen
    }

    /// The instant of the newest point.
    #[must_use]
    pub fn last(&self) -> Option<Timestamp> {
        self.waiting.last().map(|point| point.at).or(self.last.map(Last::at))
    }

    /// The points that are judged when their segment's fit range is complete.
    #[must_use]
    pub fn waiting(&self) -> &[Point] {
        &self.waiting
    }

    /// The parameters that were fitted so far.
    #[must_use]
    pub fn segments(&self) -> &[SegmentFit] {
        &self.fits
    }
}

impl PartialEq for ProcessState {
    /// Whether both go on alike.
    fn eq(&self, other: &Self) -> bool {
        RawState::from(self.clone()) == RawState::from(other.clone())
    }
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawState {
    seen: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<Last>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fits: Vec<SegmentFit>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    waiting: Vec<Point>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ranged: Vec<Point>,
    rules: RunState,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    trail: Vec<Mark>,
}

impl TryFrom<RawState> for ProcessState {
    type Error = ChartError;

    fn try_from(raw: RawState) -> Result<Self, ChartError> {
        let RawState { seen, last, fits, waiting, ranged, rules, trail } = raw;
        let sound = |holds: bool, what| if holds { Ok(()) } else { Err(ChartError::State { what }) };
        sound(seen as u64 <= MOST, "more points than 2^53")?;
        sound(fits.is_sorted_by(|one, next| one.segment() < next.segment()), "fits out of order")?;
        let instants = last.map(Last::at).into_iter().chain(waiting.iter().map(|point| point.at));
        let instants: Vec<Timestamp> = instants.collect();
        sound(instants.is_sorted_by(|one, next| one < next), "points out of order")?;
        sound(ranged.is_sorted_by(|one, next| one.at < next.at), "points of a fit range out of order")?;
        for point in waiting.iter().chain(&ranged) {
            point.sample.sound(&|| "a point of the state".to_owned())?;
        }
        sound(waiting.len() <= seen && (seen == 0) == instants.is_empty(), "more points than were seen")?;
        sound(trail.is_sorted_by(|one, next| one.number < next.number), "judged points out of order")?;
        sound(
            trail.is_sorted_by(|one, next| one.place < next.place && one.at < next.at),
            "judged points out of order",
        )?;
        let places = trail.iter().all(|mark| mark.number < rules.seen() && mark.place < seen);
        sound(places && rules.seen() <= seen as u64, "judged points that were not seen")?;
        let trail = Trail::of(trail);
        sound(trail.reaches_all(&rules), "judged points that a pattern may reach are not there")?;
        Ok(Self { seen, last, fits, waiting, ranged, rules, trail })
    }
}

impl From<ProcessState> for RawState {
    fn from(state: ProcessState) -> Self {
        let ProcessState { seen, last, fits, waiting, ranged, rules, trail } = state;
        let trail = trail.reachable(&rules);
        Self { seen, last, fits, waiting, ranged, rules, trail }
    }
}
