use std::iter::FusedIterator;

use serde::{Deserialize, Serialize};

use super::interval::{DAY, Interval};
use super::{Calendar, CalendarError, WorkingTime, WorkingTimeIndex};
use crate::quantity::{Span, Timestamp};

/// A stretch of working time, half-open.
///
/// ```
/// use service_quality::calendar::{Calendar, Week, WorkingTime};
///
/// let calendar = Calendar::builder("UTC".parse()?).weekly(Week::new().mon_fri("09:00-12:00, 13:00-17:00")?).build()?;
/// let segments = calendar.segments("2026-03-02T10:00:00Z".parse()?, "2026-03-02T15:00:00Z".parse()?);
/// let texts: Vec<_> = segments.map(|segment| format!("{} for {}", segment.from(), segment.span())).collect();
/// assert_eq!(texts, ["2026-03-02T10:00:00Z for PT2H", "2026-03-02T13:00:00Z for PT2H"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawSegment")]
pub struct Segment {
    from: Timestamp,
    to: Timestamp,
}

impl Segment {
    pub(super) fn new(stretch: Interval) -> Self {
        Self { from: Timestamp::clamped(stretch.open), to: Timestamp::clamped(stretch.close) }
    }

    /// The first instant.
    #[must_use]
    pub const fn from(self) -> Timestamp {
        self.from
    }

    /// The instant at which it is over.
    #[must_use]
    pub const fn to(self) -> Timestamp {
        self.to
    }

    /// How long it is.
    #[must_use]
    pub const fn span(self) -> Span {
        self.to.since(self.from)
    }
}

/// The stretches of working time in a range; see [`WorkingTime::segments`](super::WorkingTime::segments).
///
/// ```
/// use service_quality::calendar::{Calendar, Week, WorkingTime};
/// use service_quality::quantity::Timestamp;
///
/// let calendar = Calendar::builder("UTC".parse()?).weekly(Week::new().mon_fri("09:00-12:00, 13:00-17:00")?).build()?;
/// let monday: Timestamp = "2026-03-02T00:00:00Z".parse()?;
/// let segments = calendar.segments(monday, "2026-03-03T10:00:00Z".parse()?);
/// assert_eq!(segments.count(), 3); // morning, afternoon, and an hour of Tuesday
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Segments<'a> {
    source: Source<'a>,
    to: i64,
    /// Found, and not yet known to be complete.
    pending: Option<Interval>,
}

/// Where stretches come from, in any cut.
#[derive(Debug, Clone)]
enum Source<'a> {
    /// Ever longer pieces of the range, the next from `from`.
    Walk { calendar: &'a Calendar, from: i64, days: i64, found: std::vec::IntoIter<Interval> },
    /// The openings of an index that covers the range, the next from a position.
    Index { index: &'a WorkingTimeIndex, from: i64, next: i64 },
}

impl<'a> Segments<'a> {
    pub(super) fn walk(calendar: &'a Calendar, from: Timestamp, to: Timestamp) -> Self {
        Self { source: Source::walk(calendar, from.seconds()), to: to.seconds(), pending: None }
    }

    pub(super) fn index(index: &'a WorkingTimeIndex, from: Timestamp, to: Timestamp, next: i64) -> Self {
        Self { source: Source::Index { index, from: from.seconds(), next }, to: to.seconds(), pending: None }
    }
}

impl<'a> Source<'a> {
    fn walk(calendar: &'a Calendar, from: i64) -> Self {
        Self::Walk { calendar, from, days: 8, found: Vec::new().into_iter() }
    }

    fn next(&mut self, to: i64) -> Option<Interval> {
        if let Self::Index { index, from, next } = self {
            if let Some((opening, before)) = index.opening(*next) {
                *next = before + opening.seconds();
                return opening.shared(Interval { open: *from, close: to });
            }
            *self = Self::walk(index.calendar(), index.end());
        }
        let Self::Walk { calendar, from, days, found } = self else { return None };
        loop {
            if let Some(interval) = found.next() {
                return Some(interval);
            }
            if *from >= to {
                return None;
            }
            let within = Interval { open: *from, close: (*from + *days * DAY).min(to) };
            let mut open = Vec::new();
            calendar.open_within(within, &mut open);
            *found = open.into_iter();
            (*from, *days) = (within.close, (*days * 2).min(1_024));
        }
    }
}

impl Iterator for Segments<'_> {
    type Item = Segment;

    fn next(&mut self) -> Option<Segment> {
        while let Some(next) = self.source.next(self.to) {
            match &mut self.pending {
                Some(pending) if pending.close == next.open => pending.close = next.close,
                pending => {
                    if let Some(done) = pending.replace(next) {
                        return Some(Segment::new(done));
                    }
                }
            }
        }
        self.pending.take().map(Segment::new)
    }
}

impl FusedIterator for Segments<'_> {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSegment {
    from: Timestamp,
    to: Timestamp,
}

impl TryFrom<RawSegment> for Segment {
    type Error = CalendarError;

    fn try_from(RawSegment { from, to }: RawSegment) -> Result<Self, CalendarError> {
        if from < to { Ok(Self { from, to }) } else { Err(CalendarError::EmptyRange { from, to }) }
    }
}
