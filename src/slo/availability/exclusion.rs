use serde::{Deserialize, Serialize};

use super::ExclusionReason;
use crate::calendar::interval::{DAY, Interval};
use crate::calendar::{Recurrence, TimeOfDay};
use crate::quantity::{Date, Label, Span, Statement, Timestamp, Zone};
use crate::slo::SloError;

/// Time that does not count (免责时段), neither as time of service nor as downtime: when, why, and who says so.
///
/// ```
/// use service_quality::calendar::Recurrence;
/// use service_quality::quantity::{Span, Zone};
/// use service_quality::slo::availability::{Exclusion, ExclusionReason, ExclusionTime};
///
/// let sundays = ExclusionTime::recurring(
///     Recurrence::weekly("2026-01-04".parse()?, 1, [chrono::Weekday::Sun])?,
///     "02:00".parse()?,
///     Span::from_hours(2),
///     Zone::utc(),
/// )?;
/// let window = Exclusion::new(ExclusionReason::PlannedMaintenance, sundays, "database upgrade".parse()?, "Li".parse()?)
///     .announced("2025-12-20T12:00:00Z".parse()?);
/// assert_eq!(window.reason(), &ExclusionReason::PlannedMaintenance);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    reason: ExclusionReason,
    time: ExclusionTime,
    because: Statement,
    author: Label,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    announced: Option<Timestamp>,
}

impl Exclusion {
    /// A reason, a time, what happened and who says so.
    #[must_use]
    pub const fn new(
        reason: ExclusionReason,
        time: ExclusionTime,
        because: Statement,
        author: Label,
    ) -> Self {
        Self { reason, time, because, author, announced: None }
    }

    /// When the customer was told, or agreed. Contracts that want [notice](super::ExclusionTerms) ask for it.
    #[must_use]
    pub const fn announced(mut self, at: Timestamp) -> Self {
        self.announced = Some(at);
        self
    }

    /// Why.
    #[must_use]
    pub const fn reason(&self) -> &ExclusionReason {
        &self.reason
    }

    /// When.
    #[must_use]
    pub const fn time(&self) -> &ExclusionTime {
        &self.time
    }

    /// What happened, in words.
    #[must_use]
    pub const fn because(&self) -> &Statement {
        &self.because
    }

    /// Who says so.
    #[must_use]
    pub const fn author(&self) -> &Label {
        &self.author
    }

    /// When the customer was told; absent where nobody was.
    #[must_use]
    pub const fn announced_at(&self) -> Option<Timestamp> {
        self.announced
    }
}

/// When an exclusion applies: once, or on the days of a recurrence.
///
/// ```
/// use service_quality::slo::availability::ExclusionTime;
///
/// let time: ExclusionTime = serde_json::from_str(
///     r#"{"recurring": {"on": {"first": "2026-01-04", "repeats": {"weeks": {"on": ["sun"]}}},
///         "at": "02:00", "lasts": "PT2H", "time_zone": "+08:00"}}"#,
/// )?;
/// assert!(matches!(time, ExclusionTime::Recurring(_)));
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

/// A stretch of time on each day of a recurrence. It begins at a wall time of a zone (in a gap of the clocks shifted by
/// the gap, in a fold the first) and lasts so many seconds of real time.
///
/// ```
/// use service_quality::slo::availability::RecurringWindow;
/// let refused = serde_json::from_str::<RecurringWindow>(
///     r#"{"on": {"first": "2026-01-04", "repeats": {"days": {}}}, "at": "02:00", "lasts": "PT0S", "time_zone": "UTC"}"#,
/// );
/// assert!(refused.unwrap_err().to_string().starts_with("`lasts` is `PT0S`: allowed is a second to 366 days"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRecurring", into = "RawRecurring")]
pub struct RecurringWindow {
    on: Recurrence,
    at: TimeOfDay,
    lasts: Span,
    time_zone: Zone,
}

const LONGEST: i64 = 366 * DAY;

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

impl RecurringWindow {
    /// On the days of a recurrence, at a wall time of a zone.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] where it lasts less than a second or more than 366 days.
    pub fn new(on: Recurrence, at: TimeOfDay, lasts: Span, time_zone: Zone) -> Result<Self, SloError> {
        if !(1..=LONGEST).contains(&lasts.seconds()) {
            return Err(SloError::not_allowed("`lasts`", &lasts, "a second to 366 days"));
        }
        Ok(Self { on, at, lasts, time_zone })
    }

    fn within(&self, range: Interval) -> Vec<Interval> {
        let date = |at: i64| self.time_zone.date(Timestamp::clamped(at));
        // Two days more either way, for zones and shifted clocks move a beginning.
        let reach = self.lasts.seconds() + 2 * DAY;
        let first = Date::new(date(range.open - reach)).unwrap_or(self.on.first());
        let last = date(range.close.saturating_add(2 * DAY));
        let dates = std::iter::successors(self.on.next_on_or_after(first), |day| self.on.next_after(*day));
        let windows = dates.take_while(|day| day.naive() <= last).map(|day| {
            let open = self.time_zone.instant_seconds(day.naive().and_time(self.at.into()));
            Interval { open, close: open + self.lasts.seconds() }
        });
        windows.filter(|window| window.shared(range).is_some()).collect()
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

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a recurring window as an object")]
struct RawRecurring {
    on: Recurrence,
    at: TimeOfDay,
    lasts: Span,
    time_zone: Zone,
}

impl TryFrom<RawRecurring> for RecurringWindow {
    type Error = SloError;

    fn try_from(RawRecurring { on, at, lasts, time_zone }: RawRecurring) -> Result<Self, SloError> {
        Self::new(on, at, lasts, time_zone)
    }
}

impl From<RecurringWindow> for RawRecurring {
    fn from(RecurringWindow { on, at, lasts, time_zone }: RecurringWindow) -> Self {
        Self { on, at, lasts, time_zone }
    }
}
