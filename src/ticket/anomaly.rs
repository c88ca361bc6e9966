use std::fmt;

use serde::{Deserialize, Serialize};

use super::Event;

/// An event that cannot have happened as recorded, and what was done with it.
///
/// ```
/// use service_quality::ticket::{AnomalyKind, AnomalyPolicy, EventKind, Ticket, Treatment};
///
/// let ticket = Ticket::builder("T-1".parse()?)
///     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
///     .event("2026-03-02T09:30:00Z".parse()?, EventKind::Resumed)
///     .anomalies(AnomalyPolicy::SetAside)
///     .build()?;
/// let anomaly = &ticket.anomalies()[0];
/// assert_eq!((anomaly.kind, anomaly.treatment), (AnomalyKind::ResumedWithoutPause, Treatment::SetAside));
/// assert_eq!(anomaly.event.kind, EventKind::Resumed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anomaly {
    /// Why the event is impossible.
    pub kind: AnomalyKind,
    /// The event as it was recorded.
    pub event: Event,
    /// What was done with it.
    pub treatment: Treatment,
}

/// Why an event is impossible where it stands.
///
/// ```
/// use service_quality::ticket::AnomalyKind;
/// assert_eq!(AnomalyKind::BeforeCreation.to_string(), "before the ticket was created");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AnomalyKind {
    /// The event is dated before the ticket was created.
    BeforeCreation,
    /// The ticket was created a second time.
    CreatedTwice,
    /// A paused ticket was paused again.
    PausedTwice,
    /// A ticket that was not paused was resumed.
    ResumedWithoutPause,
    /// A resolved ticket was resolved again without having been reopened.
    ResolvedTwice,
    /// A closed ticket was closed again without having been reopened.
    ClosedTwice,
    /// A ticket that was neither resolved nor closed was reopened.
    ReopenedWhileOpen,
    /// Work on a closed ticket went on without its having been reopened.
    AfterEnd,
}

/// What was done with an impossible event.
///
/// ```
/// use service_quality::ticket::Treatment;
/// assert_eq!(serde_json::to_string(&Treatment::SetAside)?, r#""set_aside""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// Kept here and out of the history.
    SetAside,
    /// Kept in the history as if it had happened when the ticket was created.
    MovedToCreation,
}

impl fmt::Display for AnomalyKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::BeforeCreation => "before the ticket was created",
            Self::CreatedTwice => "created a second time",
            Self::PausedTwice => "paused while paused",
            Self::ResumedWithoutPause => "resumed without a pause",
            Self::ResolvedTwice => "resolved while resolved",
            Self::ClosedTwice => "closed while closed",
            Self::ReopenedWhileOpen => "reopened while open",
            Self::AfterEnd => "after the ticket was closed",
        })
    }
}
