use std::fmt::Display;

use thiserror::Error;

use super::ChartKind;
use crate::analysis::Undefined;
use crate::quantity::{Timestamp, excerpt};

/// Why a chart, a baseline or a list of points is none.
///
/// ```
/// use service_quality::monitor::baseline::Baseline;
/// let fault = Baseline::new(vec![]).unwrap_err();
/// assert_eq!(fault.to_string(), "segments: none given: give at least one");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ChartError {
    /// A value that is outside of what is allowed.
    #[error("{place}: `{given}` is given; allowed is {allowed}")]
    OutOfRange {
        /// Where it stands.
        place: String,
        /// What was given, shortened.
        given: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// A reason or a name without a letter.
    #[error("{place}: nothing is written: say why, and who")]
    Blank {
        /// Where it stands.
        place: &'static str,
    },
    /// A baseline without segments.
    #[error("segments: none given: give at least one")]
    NoSegments,
    /// The first segment has a start, or another has none.
    #[error(
        "segments[{segment}].from: the first segment holds from the first point, each other from its instant"
    )]
    SegmentStart {
        /// The segment, counted from 0.
        segment: usize,
    },
    /// A segment that does not start after the one before.
    #[error("segments[{segment}].from: `{given}` is not after `{previous}`: give segments in order of time")]
    SegmentOrder {
        /// The segment, counted from 0.
        segment: usize,
        /// Its start.
        given: Timestamp,
        /// The start of the one before.
        previous: Timestamp,
    },
    /// Parameters that a kind of chart does not take.
    #[error(
        "segments[{segment}].parameters: the {kind} chart takes its spread from {from}: give the centre alone"
    )]
    Parameters {
        /// The segment, counted from 0.
        segment: usize,
        /// The kind of chart.
        kind: ChartKind,
        /// Where its spread comes from.
        from: &'static str,
    },
    /// A baseline with fewer points than its parameters need.
    #[error(
        "segments[{segment}]: the usable points ({given}) do not tell centre and spread of the {kind} chart: give more, closer together, or its parameters"
    )]
    ShortBaseline {
        /// The segment, counted from 0.
        segment: usize,
        /// The kind of chart.
        kind: ChartKind,
        /// How many points there are that are neither missing nor excluded.
        given: usize,
    },
    /// A point of a segment that the fit does not know.
    #[error("segments[{segment}] is not in the fit: fit the chart again with the points of this segment")]
    NotFitted {
        /// The segment, counted from 0.
        segment: usize,
    },
    /// A growing baseline, where points come one by one.
    #[error(
        "segments[{segment}].fit: a growing baseline judges earlier points anew with each point: freeze it (`first`, `between`) or give its parameters"
    )]
    GrowingBaseline {
        /// The segment, counted from 0.
        segment: usize,
    },
    /// A state that another baseline, or another chart, has left.
    #[error(
        "the state ends at `{at}` under another baseline or chart: begin anew with the points from its segment on"
    )]
    OtherBaseline {
        /// The newest point of the state.
        at: Timestamp,
    },
    /// A kept state that no series leaves.
    #[error("the state of a process has {what}: begin anew with the points of the segment")]
    State {
        /// What is wrong.
        what: &'static str,
    },
    /// Points out of order, or two of one instant.
    #[error("{place}.at: `{given}` is not after `{previous}`: give points in order of time, one an instant")]
    PointOrder {
        /// Which point.
        place: String,
        /// Its instant.
        given: Timestamp,
        /// The instant of the point before.
        previous: Timestamp,
    },
    /// A sample that a kind of chart, or a test, has no use for.
    #[error("{place}: {given} is given; wanted {wanted}")]
    WrongSample {
        /// Which sample.
        place: String,
        /// What was given.
        given: &'static str,
        /// What it takes.
        wanted: &'static str,
    },
    /// A statistic that is not defined for what was given.
    #[error(transparent)]
    Undefined(#[from] Undefined),
    /// No points, or only missing ones.
    #[error("points: none to judge by: give at least one that is not missing")]
    NoPoints,
}

impl ChartError {
    pub(in crate::monitor) fn out_of_range(place: &str, given: impl Display, allowed: &'static str) -> Self {
        Self::OutOfRange { place: place.to_owned(), given: excerpt(&given.to_string()), allowed }
    }

    /// A text that says something, without the space around it.
    pub(in crate::monitor) fn written(place: &'static str, text: &str) -> Result<String, Self> {
        let text = text.trim();
        if text.is_empty() { Err(Self::Blank { place }) } else { Ok(text.to_owned()) }
    }
}

/// Beyond this a figure is no figure; its square is still a number, so that nothing calculated from it is infinite.
pub(in crate::monitor) const LARGEST: f64 = 1e100;

/// Whether a value is a number to calculate with.
pub(in crate::monitor) fn finite(place: &str, value: f64) -> Result<(), ChartError> {
    if (-LARGEST..=LARGEST).contains(&value) {
        Ok(())
    } else {
        Err(ChartError::out_of_range(place, value, "a number from -1e100 to 1e100"))
    }
}
