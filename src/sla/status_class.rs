use std::fmt;

use serde::{Deserialize, Serialize};

/// What kind of status a status is, so that clocks work with any host's own names.
///
/// A ticket that has no status yet is [`New`](Self::New); a status that the agreement does not classify is
/// [`Open`](Self::Open).
///
/// A class stops no clock, not even `solved` or `closed`: the events `resolved` and `closed` do. Where a host tells only
/// statuses, give an objective [rules](super::ClockRules) with conditions on `@status`.
///
/// ```
/// use service_quality::sla::StatusClass;
/// assert_eq!(serde_json::to_string(&StatusClass::OnHold)?, r#""on_hold""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusClass {
    /// Nobody has begun.
    New,
    /// Work is going on.
    Open,
    /// The customer is asked for something (等待客户).
    Pending,
    /// A third party is waited for (挂起).
    OnHold,
    /// Done, as the provider thinks.
    Solved,
    /// Ended.
    Closed,
}

impl StatusClass {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::New, Self::Open, Self::Pending, Self::OnHold, Self::Solved, Self::Closed];

    /// A set of one, as bits.
    pub(super) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl fmt::Display for StatusClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Pending => "pending",
            Self::OnHold => "on hold",
            Self::Solved => "solved",
            Self::Closed => "closed",
        })
    }
}
