use serde::{Deserialize, Serialize};

use super::RecurringWindow;
use crate::calendar::interval::Interval;
use crate::calendar::{Recurrence, TimeOfDay};
use crate::quantity::{Span, Timestamp, Zone};
use crate::slo::SloError;

/// When an exclusion applies: once, or on the days of a recurrence.
///
/// ```
/// use service_quality::slo::availability::ExclusionTime;
///
/// let time: ExclusionTime = serde_json::from_str(
///     r#"{"recurring": {"on": {"first": "2026-01-04", "repeats": {"weeks": {"on": ["sun"]}}},
///         "at": "02:00", "lasts": "PT2H", "time_zone": "+08:00"}}"#,
/// )?;
/// let ExclusionTime::Recurring(sundays) = time else { return Err("once".into()) };
/// assert_eq!((sundays.at().to_string(), sundays.lasts()), ("02:00".into(), Some("PT2H".parse()?)));
/// assert!(ExclusionTime::once("2026-03-02T09:00:00Z".parse()?, "2026-03-02T09:00:00Z".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExclusionTime {
    /// Once.
    Once(OnceWindow),
    /// On each day of a recurrence, from a wall time on.
    Recurring(RecurringWindow),
}

/// One stretch of time, half-open.
///
/// ```
/// use service_quality::slo::availability::OnceWindow;
/// let window: OnceWindow = serde_json::from_str(r#"{"from": "2026-04-05T02:00:00Z", "until": "2026-04-05T04:00:00Z"}"#)?;
/// assert_eq!(window.until().since(window.from()).to_string(), "PT2H");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawOnce", into = "RawOnce")]
pub struct OnceWindow {
    from: Timestamp,
    until: Timestamp,
}

impl ExclusionTime {
    /// From one instant to another.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] where it ends before it begins, or as it begins.
    pub fn once(from: Timestamp, until: Timestamp) -> Result<Self, SloError> {
        OnceWindow::new(from, until).map(Self::Once)
    }

    /// On the days of a recurrence, at a wall time of a zone.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] where it lasts less than a second or more than 366 days.
    pub fn recurring(on: Recurrence, at: TimeOfDay, lasts: Span, zone: Zone) -> Result<Self, SloError> {
        RecurringWindow::new(on, at, lasts, zone).map(Self::Recurring)
    }

    /// On the days of a recurrence, from one wall time of a zone to another; see [`RecurringWindow::between`].
    #[must_use]
    pub fn recurring_between(on: Recurrence, at: TimeOfDay, until: TimeOfDay, zone: Zone) -> Self {
        Self::Recurring(RecurringWindow::between(on, at, until, zone))
    }

    /// The stretches that reach into a range, whole, by their beginnings.
    pub(in crate::slo) fn within(&self, range: Interval) -> Vec<Interval> {
        match self {
            Self::Once(window) => {
                let whole = Interval { open: window.from.seconds(), close: window.until.seconds() };
                whole.shared(range).map(|_| whole).into_iter().collect()
            }
            Self::Recurring(window) => window.within(range),
        }
    }
}

impl OnceWindow {
    /// From one instant to another.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] where it ends before it begins, or as it begins.
    pub fn new(from: Timestamp, until: Timestamp) -> Result<Self, SloError> {
        if until <= from {
            let allowed = format!("an instant after `from`, {from}");
            return Err(SloError::not_allowed("`until` of an exclusion", &until, allowed));
        }
        Ok(Self { from, until })
    }

    /// Its first instant.
    #[must_use]
    pub const fn from(self) -> Timestamp {
        self.from
    }

    /// The instant at which it is over.
    #[must_use]
    pub const fn until(self) -> Timestamp {
        self.until
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a stretch of time as an object")]
struct RawOnce {
    from: Timestamp,
    until: Timestamp,
}

impl TryFrom<RawOnce> for OnceWindow {
    type Error = SloError;

    fn try_from(RawOnce { from, until }: RawOnce) -> Result<Self, SloError> {
        Self::new(from, until)
    }
}

impl From<OnceWindow> for RawOnce {
    fn from(OnceWindow { from, until }: OnceWindow) -> Self {
        Self { from, until }
    }
}
