use serde::Serialize;

use crate::calendar::interval::Interval;
use crate::quantity::{Span, Timestamp};

/// A stretch of downtime that counts, half-open, partial minutes [rounded](super::PartialMinute).
///
/// ```
/// use service_quality::quantity::Timestamp;
/// use service_quality::slo::availability::{AvailabilityRule, Outage, ServiceRecord};
///
/// let at = |text: &str| text.parse::<Timestamp>();
/// let outages = [Outage::new("INC-7".parse()?, at("2026-04-05T04:30:00Z")?, None)?];
/// let day = at("2026-04-05T00:00:00Z")?..at("2026-04-06T00:00:00Z")?;
/// let report = AvailabilityRule::default().measure(&ServiceRecord::new(&outages), day, at("2026-04-05T05:00:00Z")?)?;
/// assert_eq!(report.downtimes()[0].span().to_string(), "PT30M");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Downtime {
    from: Timestamp,
    until: Timestamp,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    began_before: bool,
}

impl Downtime {
    pub(super) const fn new(stretch: Interval, began_before: bool) -> Self {
        let (from, until) = (Timestamp::clamped(stretch.open), Timestamp::clamped(stretch.close));
        Self { from, until, began_before }
    }

    pub(super) const fn stretch(self) -> Interval {
        Interval { open: self.from.seconds(), close: self.until.seconds() }
    }

    /// Its first instant.
    #[must_use]
    pub const fn from(self) -> Timestamp {
        self.from
    }

    /// Its end.
    #[must_use]
    pub const fn until(self) -> Timestamp {
        self.until
    }

    /// Whether it begins with the range, while an outage was already going on: its failure is one of an earlier range.
    #[must_use]
    pub const fn began_before(self) -> bool {
        self.began_before
    }

    /// How long it is.
    #[must_use]
    pub const fn span(self) -> Span {
        self.until.since(self.from)
    }
}
