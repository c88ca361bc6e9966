use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::builder::CalendarBuilder;
use super::interval::{self, Interval};
use super::schedule::{Definition, Schedule, day_of};
use super::succession::Succession;
use super::{CalendarError, CalendarSpec, Holiday, Week, WorkingTimeIndex};
use crate::quantity::{Timestamp, Version, Zone};

/// When work is done (工作日历): hours of its own, several calendars combined, or one after another.
///
/// Answers by walking day by day, which is simple and holds for all years from 1 to 9999; [`Calendar::compile`]
/// gives an index that answers the same, some hundred times faster. Cheap to clone. The questions are those of
/// [`WorkingTime`](super::WorkingTime).
///
/// ```
/// # #[cfg(feature = "tz")] {
/// use service_quality::calendar::{Calendar, Holiday, Week, WorkingTime};
/// use service_quality::quantity::{Span, Timestamp};
///
/// let calendar = Calendar::builder("+02:00".parse()?)
///     .weekly(Week::new().mon_fri("09:00-12:00, 13:00-18:00")?.sat("09:00-13:00")?)
///     .holiday(Holiday::easter(1)?.named("Easter Monday")?)
///     .exception("2026-04-11".parse()?, "09:00-16:00".parse()?)
///     .build()?;
///
/// let saturday: Timestamp = "2026-04-04T12:00:00+02:00".parse()?;
/// let due = calendar.add(saturday, Span::from_hours(2))?; // one hour left, then the holiday
/// assert_eq!(due, "2026-04-07T10:00:00+02:00".parse()?);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CalendarSpec", into = "CalendarSpec")]
pub struct Calendar(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    zone: Zone,
    body: Body,
    /// The first and the last year that the calendar names, if any.
    dated: Option<(i32, i32)>,
    depth: usize,
}

#[derive(Debug)]
pub(super) enum Body {
    Hours(Box<Schedule>),
    Union(Vec<Calendar>),
    Intersection(Vec<Calendar>),
    Succession(Succession),
}

/// Levels of calendars within calendars.
const DEEPEST: usize = 16;

impl Calendar {
    /// Begins a calendar with hours of its own, in the wall time of a zone.
    pub fn builder(zone: Zone) -> CalendarBuilder {
        CalendarBuilder::new(zone)
    }

    /// Open at all times: elapsed time as working time. The zone says which days are counted.
    ///
    /// ```
    /// use service_quality::calendar::{Calendar, WorkingTime};
    /// use service_quality::quantity::{Span, Timestamp, Zone};
    /// let always = Calendar::always(Zone::utc());
    /// assert!(always.is_open(Timestamp::MIN) && always.is_open(Timestamp::MAX));
    /// ```
    #[must_use]
    pub fn always(zone: Zone) -> Self {
        Self::with_hours(zone, Definition { weekly: Week::always(), ..Definition::default() })
    }

    /// Open whenever any of the members is: teams that follow the sun. The zone says whose days are counted.
    ///
    /// ```
    /// use service_quality::calendar::{Calendar, Week, WorkingTime};
    ///
    /// let office = |zone: &str| -> Result<_, Box<dyn std::error::Error>> {
    ///     Ok(Calendar::builder(zone.parse()?).weekly(Week::new().mon_fri("09:00-17:00")?).build()?)
    /// };
    /// let both = Calendar::union("UTC".parse()?, [office("-05:00")?, office("+01:00")?])?;
    /// let (from, to) = ("2026-03-02T00:00:00Z".parse()?, "2026-03-03T00:00:00Z".parse()?);
    /// assert_eq!(both.between(from, to).to_string(), "PT14H"); // 08:00 to 22:00
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// No members, or members nested more than 16 levels deep.
    pub fn union(zone: Zone, members: impl IntoIterator<Item = Self>) -> Result<Self, CalendarError> {
        Self::combined(zone, Body::Union(members.into_iter().collect()))
    }

    /// Open whenever all of the members are. The zone says whose days are counted.
    ///
    /// # Errors
    /// No members, or members nested more than 16 levels deep.
    pub fn intersection(zone: Zone, members: impl IntoIterator<Item = Self>) -> Result<Self, CalendarError> {
        Self::combined(zone, Body::Intersection(members.into_iter().collect()))
    }

    /// One calendar after another, by effective date (生效日期): what was worked out by the rules of its day stays as
    /// it was. The first holds from ever; each later one from midnight of its date on, in the wall time of the zone,
    /// which also says whose days are counted.
    ///
    /// Each member keeps all its rules, and holds for the instants of its time alone: an opening that runs over the
    /// change ends there, or goes on, if the next calendar is open too. What a night leaves to the date of the change
    /// belongs to that date, and so to the calendar that begins.
    ///
    /// ```
    /// use service_quality::calendar::{Calendar, Week, WorkingTime};
    ///
    /// let office = |hours: &str| -> Result<_, Box<dyn std::error::Error>> {
    ///     Ok(Calendar::builder("+01:00".parse()?).weekly(Week::new().mon_fri(hours)?).build()?)
    /// };
    /// let calendar = Calendar::succession(
    ///     "+01:00".parse()?,
    ///     ("2025".parse()?, office("09:00-17:00")?),
    ///     [("2026-03-03".parse()?, "2026".parse()?, office("08:00-20:00")?)], // a Tuesday
    /// )?;
    /// let (monday, wednesday) = ("2026-03-02T00:00:00+01:00".parse()?, "2026-03-04T00:00:00+01:00".parse()?);
    /// assert_eq!(calendar.between(monday, wednesday).to_string(), "PT20H"); // 8 and 12 hours
    /// assert_eq!(calendar.version_at(wednesday), Some(&"2026".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Dates that do not increase, or lie outside the years 1 to 9999; a version given twice; members nested more than
    /// 16 levels deep.
    pub fn succession(
        zone: Zone,
        first: (Version, Self),
        later: impl IntoIterator<Item = (NaiveDate, Version, Self)>,
    ) -> Result<Self, CalendarError> {
        Self::combined(zone, Body::Succession(Succession::new(zone, first, later)?))
    }

    /// The zone in whose wall time business days are counted.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.0.zone
    }

    /// The version of a [succession](Self::succession) that holds at an instant; absent for any other calendar, even
    /// one with successions among its members.
    #[must_use]
    pub fn version_at(&self, at: Timestamp) -> Option<&Version> {
        let Body::Succession(succession) = &self.0.body else { return None };
        succession.at(at.seconds()).map(|member| &member.version)
    }

    /// The holiday on a local date: in a union one that all members have, in an intersection that of any, in a
    /// succession that of the member that holds on the date.
    ///
    /// ```
    /// use service_quality::calendar::{Calendar, Holiday, Week};
    ///
    /// let calendar = Calendar::builder("UTC".parse()?)
    ///     .weekly(Week::new().mon_fri("09:00-17:00")?)
    ///     .holiday(Holiday::yearly("12-25".parse()?).named("Christmas")?)
    ///     .build()?;
    /// assert_eq!(calendar.holiday("2026-12-25".parse()?).and_then(Holiday::name), Some("Christmas"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn holiday(&self, date: NaiveDate) -> Option<&Holiday> {
        match &self.0.body {
            Body::Hours(schedule) => schedule.holiday_on(day_of(date)),
            Body::Union(members) => {
                let mut holidays = members.iter().map(|member| member.holiday(date));
                let first = holidays.next()??;
                holidays.all(|holiday| holiday.is_some()).then_some(first)
            }
            Body::Intersection(members) => members.iter().find_map(|member| member.holiday(date)),
            Body::Succession(succession) => succession.on(date)?.calendar.holiday(date),
        }
    }

    /// Compiles the calendar for a range of instants: some 30 KB for five years of ordinary hours, 46 KB where days
    /// are split by a lunch break.
    ///
    /// # Errors
    /// An empty range, or one of more than 49,700 days (136 years).
    pub fn compile(&self, range: Range<Timestamp>) -> Result<WorkingTimeIndex, CalendarError> {
        WorkingTimeIndex::two_level(self.clone(), range)
    }

    /// Compiles the calendar for going through millions of instants: faster by a nanosecond, larger by a factor of
    /// fifteen.
    ///
    /// # Errors
    /// As [`Calendar::compile`].
    pub fn compile_batch(&self, range: Range<Timestamp>) -> Result<WorkingTimeIndex, CalendarError> {
        WorkingTimeIndex::batch(self.clone(), range)
    }

    pub(super) fn with_hours(zone: Zone, definition: Definition) -> Self {
        let schedule = Schedule::new(zone, definition);
        let dated = schedule.dated_years().map(|year| (year, year)).reduce(widened);
        Self(Arc::new(Inner { zone, body: Body::Hours(Box::new(schedule)), dated, depth: 0 }))
    }

    fn combined(zone: Zone, body: Body) -> Result<Self, CalendarError> {
        let (members, years): (Vec<&Self>, Vec<i32>) = match &body {
            Body::Hours(_) => (Vec::new(), Vec::new()),
            Body::Union(members) | Body::Intersection(members) => (members.iter().collect(), Vec::new()),
            Body::Succession(succession) => (succession.calendars().collect(), succession.years().collect()),
        };
        let Some(deepest) = members.iter().map(|member| member.0.depth).max() else {
            return Err(CalendarError::NoMembers { place: "calendar".to_owned() });
        };
        let depth = deepest.saturating_add(1);
        if depth > DEEPEST {
            return Err(CalendarError::TooDeep { place: "calendar".to_owned(), allowed: DEEPEST });
        }
        let years = years.into_iter().map(|year| (year, year));
        let dated = members.iter().filter_map(|member| member.0.dated).chain(years).reduce(widened);
        Ok(Self(Arc::new(Inner { zone, body, dated, depth })))
    }

    pub(super) fn body(&self) -> &Body {
        &self.0.body
    }

    /// The years in which the calendar is not yet, or no longer, a matter of its yearly rules alone.
    pub(super) fn dated_years(&self) -> Option<(i32, i32)> {
        self.0.dated
    }

    /// The open intervals within `from..to`, merged and clipped.
    pub(super) fn open_within(&self, within: Interval, into: &mut Vec<Interval>) {
        match &self.0.body {
            Body::Hours(schedule) => {
                schedule.open(within.open, within.close, into);
                if schedule.has_closures() && !into.is_empty() {
                    *into = interval::difference(into, &schedule.closures(within.open, within.close));
                }
                interval::clip(into, within);
            }
            Body::Union(members) => {
                into.clear();
                let mut open = Vec::new();
                for member in members {
                    member.open_within(within, &mut open);
                    into.append(&mut open);
                }
                interval::merge(into);
            }
            Body::Intersection(members) => {
                let mut members = members.iter();
                into.clear();
                if let Some(first) = members.next() {
                    first.open_within(within, into);
                }
                let mut open = Vec::new();
                for member in members {
                    if into.is_empty() {
                        break;
                    }
                    member.open_within(within, &mut open);
                    *into = interval::intersection(into, &open);
                }
            }
            Body::Succession(succession) => {
                into.clear();
                let mut open = Vec::new();
                for (member, within) in succession.within(within) {
                    member.open_within(within, &mut open);
                    into.append(&mut open);
                }
                interval::merge(into);
            }
        }
    }
}

/// The range of years that spans both.
fn widened(one: (i32, i32), other: (i32, i32)) -> (i32, i32) {
    (one.0.min(other.0), one.1.max(other.1))
}

impl PartialEq for Inner {
    fn eq(&self, other: &Self) -> bool {
        self.zone == other.zone
            && match (&self.body, &other.body) {
                (Body::Hours(one), Body::Hours(other)) => one.definition == other.definition,
                (Body::Union(one), Body::Union(other))
                | (Body::Intersection(one), Body::Intersection(other)) => one == other,
                (Body::Succession(one), Body::Succession(other)) => one.members() == other.members(),
                _ => false,
            }
    }
}

impl Eq for Inner {}
