use serde::{Deserialize, Serialize};

use crate::calendar::interval::{DAY, Interval};
use crate::calendar::{Recurrence, TimeOfDay};
use crate::quantity::{Date, Span, Timestamp, Zone};
use crate::slo::SloError;

/// A stretch of time on each day of a recurrence, which begins at a wall time of a zone.
///
/// One that lasts so long does so in real time; where the clocks skip its beginning, it begins shifted by the gap. One
/// from a wall time to another follows the clocks: "01:00 to 05:00" is three hours in the night that lacks one and five
/// in the night that has one twice; an end that the clocks skip is the moment at which they do. Of a wall time that
/// comes twice the first is meant.
///
/// ```
/// use service_quality::slo::availability::RecurringWindow;
/// let nights: RecurringWindow = serde_json::from_str(
///     r#"{"on": {"first": "2026-01-04", "repeats": {"days": {}}}, "at": "23:00", "until": "05:00", "time_zone": "UTC"}"#,
/// )?;
/// assert_eq!(nights.until().map(|until| until.to_string()).as_deref(), Some("05:00"), "of the next day");
/// let refused = serde_json::from_str::<RecurringWindow>(
///     r#"{"on": {"first": "2026-01-04", "repeats": {"days": {}}}, "at": "02:00", "lasts": "PT0S", "time_zone": "UTC"}"#,
/// );
/// assert!(refused.unwrap_err().to_string().starts_with("`lasts` is `PT0S`: allowed is a second to 366 days"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRecurring", into = "RawRecurring")]
pub struct RecurringWindow {
    on: Recurrence,
    at: TimeOfDay,
    end: End,
    time_zone: Zone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum End {
    After(Span),
    At(TimeOfDay),
}

const LONGEST: i64 = 366 * DAY;

impl RecurringWindow {
    /// On the days of a recurrence, from a wall time of a zone on, for so much real time.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] where it lasts less than a second or more than 366 days.
    pub fn new(on: Recurrence, at: TimeOfDay, lasts: Span, time_zone: Zone) -> Result<Self, SloError> {
        if !(1..=LONGEST).contains(&lasts.seconds()) {
            return Err(SloError::not_allowed("`lasts`", &lasts, "a second to 366 days"));
        }
        Ok(Self { on, at, end: End::After(lasts), time_zone })
    }

    /// On the days of a recurrence, from one wall time of a zone to another: of the next day where that is not later.
    #[must_use]
    pub const fn between(on: Recurrence, at: TimeOfDay, until: TimeOfDay, time_zone: Zone) -> Self {
        Self { on, at, end: End::At(until), time_zone }
    }

    /// On which days it begins.
    #[must_use]
    pub const fn on(&self) -> &Recurrence {
        &self.on
    }

    /// At which wall time it begins.
    #[must_use]
    pub const fn at(&self) -> TimeOfDay {
        self.at
    }

    /// How long it lasts; absent where it ends at a wall time.
    #[must_use]
    pub const fn lasts(&self) -> Option<Span> {
        match self.end {
            End::After(lasts) => Some(lasts),
            End::At(_) => None,
        }
    }

    /// At which wall time it ends; absent where it lasts so long.
    #[must_use]
    pub const fn until(&self) -> Option<TimeOfDay> {
        match self.end {
            End::After(_) => None,
            End::At(until) => Some(until),
        }
    }

    /// Where the clocks are.
    #[must_use]
    pub const fn time_zone(&self) -> Zone {
        self.time_zone
    }

    /// The stretches that reach into a range, whole, by their beginnings.
    pub(super) fn within(&self, range: Interval) -> Vec<Interval> {
        let date = |at: i64| Date::new(self.time_zone.date(Timestamp::clamped(at))).ok();
        // Two days more either way, for zones and shifted clocks move a beginning.
        let reach = self.lasts().map_or(DAY, Span::seconds) + 2 * DAY;
        let first = date(range.open - reach).unwrap_or(self.on.first());
        let last = date(range.close.saturating_add(2 * DAY));
        // One walk over the days; at the end of the calendar there is no day after the last.
        let after = last.and_then(|last| last.plus_days(1));
        let days = self.on.dates(first..after.or(last).unwrap_or(first));
        let end = last.filter(|last| after.is_none() && self.on.falls_on(*last));
        let windows = days.chain(end).filter_map(|day| self.on_day(day));
        windows.filter(|window| window.shared(range).is_some()).collect()
    }

    /// The stretch that begins on a day; none where the clocks skip all of it.
    fn on_day(&self, day: Date) -> Option<Interval> {
        let wall = |day: Date, time: TimeOfDay| day.naive().and_time(time.into()).and_utc().timestamp();
        let window = match self.end {
            End::After(lasts) => {
                let open = self.time_zone.instant_of_local(wall(day, self.at)).0;
                Interval { open, close: open + lasts.seconds() }
            }
            End::At(until) => {
                let next = if until > self.at { 0 } else { DAY };
                Interval {
                    open: first_at_or_after(self.time_zone, wall(day, self.at)),
                    close: first_at_or_after(self.time_zone, wall(day, until) + next),
                }
            }
        };
        (window.open < window.close).then_some(window)
    }
}

/// The first instant at which the clocks show a wall time, or a later one where they skip it.
fn first_at_or_after(zone: Zone, local: i64) -> i64 {
    let (instant, skipped) = zone.instant_of_local(local);
    if !skipped {
        return instant;
    }
    // The instant is shifted by the gap, and no earlier than the gap's end by more than that.
    let (mut before, mut after) = (instant - (zone.local_of_instant(instant) - local) - 1, instant);
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if zone.local_of_instant(middle) < local { before = middle } else { after = middle }
    }
    after
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a recurring window as an object")]
struct RawRecurring {
    on: Recurrence,
    at: TimeOfDay,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lasts: Option<Span>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<TimeOfDay>,
    time_zone: Zone,
}

impl TryFrom<RawRecurring> for RecurringWindow {
    type Error = SloError;

    fn try_from(RawRecurring { on, at, lasts, until, time_zone }: RawRecurring) -> Result<Self, SloError> {
        match (lasts, until) {
            (Some(lasts), None) => Self::new(on, at, lasts, time_zone),
            (None, Some(until)) => Ok(Self::between(on, at, until, time_zone)),
            (both, _) => {
                let given = if both.is_some() { "both" } else { "neither" };
                Err(SloError::not_allowed(
                    "the end of a recurring window",
                    &given,
                    "`lasts`, such as `PT2H`, or `until`, such as `05:00`",
                ))
            }
        }
    }
}

impl From<RecurringWindow> for RawRecurring {
    fn from(window: RecurringWindow) -> Self {
        let (lasts, until) = (window.lasts(), window.until());
        let RecurringWindow { on, at, time_zone, .. } = window;
        Self { on, at, lasts, until, time_zone }
    }
}
