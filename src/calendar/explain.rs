use std::fmt;

use serde::{Deserialize, Serialize};

use super::definition::Body;
use super::interval::{self, Interval};
use super::schedule::Schedule;
use super::walk::stretches;
use super::{Calendar, CalendarError};
use crate::quantity::{Span, Timestamp};

/// A stretch of time that counts as working time, or does not, and why.
///
/// ```
/// use service_quality::calendar::{Calendar, Holiday, Week, WorkingTime};
///
/// let calendar = Calendar::builder("UTC".parse()?)
///     .weekly(Week::new().mon_fri("09:00-17:00")?)
///     .holiday(Holiday::yearly("12-25".parse()?).named("Christmas")?)
///     .build()?;
/// let stretches = calendar.explain("2026-12-24T16:00:00Z".parse()?, "2026-12-26T12:00:00Z".parse()?);
/// let texts: Vec<_> = stretches.iter().map(ToString::to_string).collect();
/// assert_eq!(texts, [
///     "2026-12-24T16:00:00Z to 2026-12-24T17:00:00Z: open",
///     "2026-12-24T17:00:00Z to 2026-12-25T00:00:00Z: outside hours",
///     "2026-12-25T00:00:00Z to 2026-12-26T00:00:00Z: holiday (Christmas)",
///     "2026-12-26T00:00:00Z to 2026-12-26T12:00:00Z: outside hours",
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawStretch")]
pub struct Stretch {
    from: Timestamp,
    to: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed: Option<ClosedReason>,
}

/// Why time is not working time.
///
/// Where calendars are combined, the reason that says most among those of the closed members: a holiday before a
/// closure, a closure before an exception, an exception before mere hours.
///
/// ```
/// use service_quality::calendar::ClosedReason;
///
/// let reason = ClosedReason::Holiday { name: Some("Christmas".to_owned()) };
/// assert_eq!(serde_json::to_string(&reason)?, r#"{"holiday":{"name":"Christmas"}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ClosedReason {
    /// The local date is a holiday.
    Holiday {
        /// What it is called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// Open by its hours, but closed for a part of the date.
    Closure,
    /// Outside the hours that replace those of the week on this date.
    Exception,
    /// Outside the weekly hours.
    OutsideHours,
}

impl Stretch {
    /// The first instant.
    #[must_use]
    pub const fn from(&self) -> Timestamp {
        self.from
    }

    /// The instant at which it is over.
    #[must_use]
    pub const fn to(&self) -> Timestamp {
        self.to
    }

    /// How long it is.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.to.since(self.from)
    }

    /// Why it is closed; absent of working time.
    #[must_use]
    pub const fn closed(&self) -> Option<&ClosedReason> {
        self.closed.as_ref()
    }
}

impl ClosedReason {
    /// How much a reason says, the most first.
    const fn rank(&self) -> u8 {
        match self {
            Self::Holiday { .. } => 0,
            Self::Closure => 1,
            Self::Exception => 2,
            Self::OutsideHours => 3,
        }
    }

    /// The one that says more; of equals this one.
    fn or(self, other: Self) -> Self {
        if other.rank() < self.rank() { other } else { self }
    }
}

/// A stretch of seconds and why it is closed.
type Part = (Interval, Option<ClosedReason>);

impl Calendar {
    /// Everything from one instant to another, by time, without gaps.
    pub(super) fn explained(&self, from: Timestamp, to: Timestamp) -> Vec<Stretch> {
        let mut parts = Vec::new();
        for within in stretches(from.seconds(), to.seconds()) {
            parts.append(&mut self.parts(within));
        }
        join(&mut parts);
        parts
            .into_iter()
            .map(|(part, closed)| Stretch {
                from: Timestamp::clamped(part.open),
                to: Timestamp::clamped(part.close),
                closed,
            })
            .collect()
    }

    fn parts(&self, within: Interval) -> Vec<Part> {
        let combined = |members: &[Self], combine: fn(&Part, &Part) -> Option<ClosedReason>| {
            let parts = members.iter().map(|member| member.parts(within));
            parts.reduce(|one, other| cross(&one, &other, combine)).unwrap_or_default()
        };
        match self.body() {
            Body::Hours(schedule) => schedule.parts(within),
            Body::Union(members) => combined(members, |one, other| {
                one.1.clone().zip(other.1.clone()).map(|(one, other)| one.or(other))
            }),
            Body::Intersection(members) => combined(members, |one, other| match (&one.1, &other.1) {
                (Some(one), Some(other)) => Some(one.clone().or(other.clone())),
                (one, other) => one.clone().or_else(|| other.clone()),
            }),
            Body::Succession(succession) => {
                let mut parts: Vec<Part> =
                    succession.within(within).flat_map(|(member, within)| member.parts(within)).collect();
                join(&mut parts);
                parts
            }
        }
    }
}

impl Schedule {
    fn parts(&self, within: Interval) -> Vec<Part> {
        let mut hours = Vec::new();
        self.open(within.open, within.close, &mut hours);
        interval::clip(&mut hours, within);
        let closures = self.closures(within.open, within.close);
        let open = interval::difference(&hours, &closures);
        let mut parts: Vec<Part> = open.iter().map(|open| (*open, None)).collect();
        let closed = interval::intersection(&hours, &closures);
        parts.extend(closed.into_iter().map(|part| (part, Some(ClosedReason::Closure))));
        for gap in interval::gaps(&hours, within) {
            parts.extend(self.days(gap).map(|(day, part)| (part, Some(self.closed_on(day)))));
        }
        parts.sort_unstable_by_key(|(part, _)| *part);
        join(&mut parts);
        parts
    }

    /// Why a local day is closed where it is.
    fn closed_on(&self, day: i64) -> ClosedReason {
        if self.is_exception(day) {
            return ClosedReason::Exception;
        }
        match self.holiday_on(day) {
            Some(holiday) => ClosedReason::Holiday { name: holiday.name().map(str::to_owned) },
            None => ClosedReason::OutsideHours,
        }
    }
}

/// Joins stretches that touch and have one reason.
fn join(parts: &mut Vec<Part>) {
    parts.dedup_by(|next, last| {
        let joined = last.0.close == next.0.open && last.1 == next.1;
        if joined {
            last.0.close = next.0.close;
        }
        joined
    });
}

/// Lays two divisions of one stretch over each other.
fn cross(one: &[Part], other: &[Part], combine: fn(&Part, &Part) -> Option<ClosedReason>) -> Vec<Part> {
    let mut crossed = Vec::new();
    let (mut ones, mut others) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(left), Some(right)) = (ones.peek(), others.peek()) {
        crossed.extend(left.0.shared(right.0).map(|part| (part, combine(left, right))));
        if left.0.close <= right.0.close {
            ones.next()
        } else {
            others.next()
        };
    }
    join(&mut crossed);
    crossed
}

impl fmt::Display for Stretch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} to {}: ", self.from, self.to)?;
        match &self.closed {
            None => formatter.write_str("open"),
            Some(reason) => reason.fmt(formatter),
        }
    }
}

impl fmt::Display for ClosedReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Holiday { name: Some(name) } => write!(formatter, "holiday ({name})"),
            Self::Holiday { name: None } => formatter.write_str("holiday"),
            Self::Closure => formatter.write_str("closed for a part of the day"),
            Self::Exception => formatter.write_str("outside the special hours of the day"),
            Self::OutsideHours => formatter.write_str("outside hours"),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStretch {
    from: Timestamp,
    to: Timestamp,
    #[serde(default)]
    closed: Option<ClosedReason>,
}

impl TryFrom<RawStretch> for Stretch {
    type Error = CalendarError;

    fn try_from(RawStretch { from, to, closed }: RawStretch) -> Result<Self, CalendarError> {
        if from < to { Ok(Self { from, to, closed }) } else { Err(CalendarError::EmptyRange { from, to }) }
    }
}
