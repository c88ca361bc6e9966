use std::fmt;

use serde::{Deserialize, Serialize};

use super::PauseCause;
use crate::calendar::ClosedReason;
use crate::quantity::{ObjectiveId, Span, Timestamp};

/// Everything from a clock's first start to its finish, or to the instant asked for: what counted, what did not, and
/// why.
///
/// ```
/// # use std::{collections::BTreeMap, sync::Arc};
/// # use service_quality::{calendar::{Calendar, Week}, quantity::{CalendarId, Span}, sla::Agreement, ticket::{EventKind, Ticket}};
/// # let agreement: Agreement = serde_json::from_str(r#"{"id": "helpdesk", "version": "1", "calendar": "office",
/// #     "paused_in": ["waiting"],
/// #     "policies": [{"id": "all", "objectives": [
/// #         {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}}]}]}"#)?;
/// # let office = Calendar::builder("UTC".parse()?).weekly(Week::new().mon_fri("09:00-17:00")?).build()?;
/// # let index = office.compile("2026-01-01T00:00:00Z".parse()?.."2027-01-01T00:00:00Z".parse()?)?;
/// # let engine = agreement.engine(&BTreeMap::from([("office".parse::<CalendarId>()?, Arc::new(index))]))?;
/// let ticket = Ticket::builder("T-1".parse()?)
///     .event("2026-03-02T16:00:00Z".parse()?, EventKind::Created)
///     .event("2026-03-03T09:30:00Z".parse()?, EventKind::StatusChanged { to: "waiting".parse()? })
///     .event("2026-03-03T10:00:00Z".parse()?, EventKind::StatusChanged { to: "open".parse()? })
///     .event("2026-03-03T11:00:00Z".parse()?, EventKind::Resolved)
///     .build()?;
/// let timeline = engine.explain(&ticket, &"fix".parse()?, "2026-03-04T00:00:00Z".parse()?).ok_or("no such clock")?;
/// let lines: Vec<_> = timeline.segments.iter().map(ToString::to_string).collect();
/// assert_eq!(lines, [
///     "2026-03-02T16:00:00Z to 2026-03-02T17:00:00Z: counted",
///     "2026-03-02T17:00:00Z to 2026-03-03T09:00:00Z: not counted, outside hours",
///     "2026-03-03T09:00:00Z to 2026-03-03T09:30:00Z: counted",
///     "2026-03-03T09:30:00Z to 2026-03-03T10:00:00Z: not counted, status waiting",
///     "2026-03-03T10:00:00Z to 2026-03-03T11:00:00Z: counted",
/// ]);
/// assert_eq!(timeline.counted(), Span::from_minutes(150));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timeline {
    /// The objective.
    pub objective: ObjectiveId,
    /// By time; cycles of the clock may lie apart.
    pub segments: Vec<Segment>,
}

/// A stretch of a timeline.
///
/// ```
/// # use service_quality::sla::Segment;
/// let segment: Segment = serde_json::from_str(r#"{"cycle": 1, "from": "2026-03-02T17:00:00Z",
///     "to": "2026-03-03T09:00:00Z", "not_counted": {"closed": "outside_hours"}}"#)?;
/// assert!(segment.not_counted.is_some());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// The cycle of the clock.
    pub cycle: u32,
    /// The first instant.
    pub from: Timestamp,
    /// The instant at which it is over.
    pub to: Timestamp,
    /// Why it did not count; absent where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_counted: Option<NotCounted>,
}

/// Why time did not count.
///
/// ```
/// use service_quality::calendar::ClosedReason;
/// use service_quality::sla::NotCounted;
/// let holiday = ClosedReason::Holiday { name: Some("Easter Monday".to_owned()) };
/// assert_eq!(NotCounted::Closed(holiday).to_string(), "holiday (Easter Monday)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NotCounted {
    /// The calendar was closed.
    Closed(ClosedReason),
    /// The clock stood still, within hours or not.
    Paused(PauseCause),
}

impl Timeline {
    /// The time that counted, in all cycles.
    #[must_use]
    pub fn counted(&self) -> Span {
        let counted = self.segments.iter().filter(|segment| segment.not_counted.is_none());
        counted.fold(Span::ZERO, |sum, segment| sum + segment.to.since(segment.from))
    }

    /// Adds a stretch; one that goes on as the last did becomes part of it.
    pub(super) fn push(&mut self, segment: Segment) {
        match self.segments.last_mut() {
            Some(last)
                if last.to == segment.from
                    && last.cycle == segment.cycle
                    && last.not_counted == segment.not_counted =>
            {
                last.to = segment.to;
            }
            _ => self.segments.push(segment),
        }
    }
}

impl fmt::Display for NotCounted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed(reason) => reason.fmt(formatter),
            Self::Paused(cause) => cause.fmt(formatter),
        }
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.cycle > 1 {
            write!(formatter, "cycle {}, ", self.cycle)?;
        }
        write!(formatter, "{} to {}: ", self.from, self.to)?;
        match &self.not_counted {
            None => formatter.write_str("counted"),
            Some(why) => write!(formatter, "not counted, {why}"),
        }
    }
}
