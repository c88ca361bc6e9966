use std::ops::{Bound, RangeBounds};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::easter;
use super::wire::{self, YEARS};
use super::{CalendarError, MonthDay};
use crate::quantity::excerpt;

/// A holiday (节假日): when it is, what it is called, and where it is observed when it falls on a weekend.
///
/// ```
/// use chrono::Weekday;
/// use service_quality::calendar::{Holiday, Observed};
///
/// let independence = Holiday::yearly("07-04".parse()?).named("Independence Day")?.observed(Observed::NearestWeekday)?;
/// let thanksgiving = Holiday::nth_weekday(4, Weekday::Thu, 11)?.in_years(1942..)?;
/// let good_friday = Holiday::easter(-2)?;
/// let shutdown = Holiday::yearly_between("12-24".parse()?, "01-02".parse()?);
///
/// let json = serde_json::to_string(&independence)?;
/// assert_eq!(json, r#"{"name":"Independence Day","on":{"yearly":"07-04"},"observed":"nearest_weekday"}"#);
/// # for holiday in [independence, thanksgiving, good_friday, shutdown] {
/// #     let json = serde_json::to_string(&holiday)?;
/// #     assert_eq!(serde_json::from_str::<Holiday>(&json)?, holiday);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawHoliday", into = "RawHoliday")]
pub struct Holiday {
    name: Option<Box<str>>,
    rule: DateRule,
    observed: Observed,
    from_year: Option<i32>,
    until_year: Option<i32>,
}

/// Which dates.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum DateRule {
    #[serde(with = "wire::date")]
    Date(NaiveDate),
    Dates {
        #[serde(with = "wire::date")]
        from: NaiveDate,
        #[serde(with = "wire::date")]
        to: NaiveDate,
    },
    Yearly(MonthDay),
    YearlyDates {
        from: MonthDay,
        to: MonthDay,
    },
    NthWeekday {
        nth: u8,
        #[serde(with = "wire::weekday")]
        weekday: Weekday,
        month: u32,
    },
    LastWeekday {
        #[serde(with = "wire::weekday")]
        weekday: Weekday,
        month: u32,
    },
    WeekdayFrom {
        #[serde(with = "wire::weekday")]
        weekday: Weekday,
        from: MonthDay,
    },
    Easter(i32),
    OrthodoxEaster(i32),
}

impl DateRule {
    /// The dates that the rule names.
    const fn dates(&self) -> [Option<NaiveDate>; 2] {
        match self {
            Self::Date(date) => [Some(*date), None],
            Self::Dates { from, to } => [Some(*from), Some(*to)],
            _ => [None, None],
        }
    }
}

/// Where a holiday is observed besides its own date (补假), when that is no working day.
///
/// The holiday's own date stays a holiday: where it has hours, they are closed too.
///
/// ```
/// use service_quality::calendar::Observed;
/// assert_eq!(serde_json::to_string(&Observed::NextWorkingDay)?, r#""next_working_day""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Observed {
    /// On its own date alone.
    #[default]
    OwnDate,
    /// From Saturday on the Friday before, from Sunday on the Monday after (United States, federal).
    NearestWeekday,
    /// From Saturday and Sunday on the Monday after.
    NextMonday,
    /// From Sunday on the Monday after.
    MondayIfSunday,
    /// From a day without weekly hours on the next day that has weekly hours and is not yet a holiday
    /// (substitute days of the United Kingdom).
    NextWorkingDay,
    /// From a day without weekly hours on the last day before that has weekly hours and is not yet a holiday.
    PreviousWorkingDay,
}

impl Holiday {
    /// One date.
    ///
    /// # Errors
    /// A date outside the years 1 to 9999.
    pub fn on(date: NaiveDate) -> Result<Self, CalendarError> {
        Self::of(DateRule::Date(date)).checked()
    }

    /// All dates from one to another, both included.
    ///
    /// # Errors
    /// A reversed range.
    pub fn between(from: NaiveDate, to: NaiveDate) -> Result<Self, CalendarError> {
        Self::of(DateRule::Dates { from, to }).checked()
    }

    /// One day of every year.
    #[must_use]
    pub fn yearly(day: MonthDay) -> Self {
        Self::of(DateRule::Yearly(day))
    }

    /// All days of every year from one to another, both included; `12-24` to `01-02` runs over New Year.
    #[must_use]
    pub fn yearly_between(from: MonthDay, to: MonthDay) -> Self {
        Self::of(DateRule::YearlyDates { from, to })
    }

    /// The n-th of a weekday in a month; a month without a fifth has none.
    ///
    /// # Errors
    /// An `nth` outside 1 to 5, a month outside 1 to 12.
    pub fn nth_weekday(nth: u8, weekday: Weekday, month: u32) -> Result<Self, CalendarError> {
        Self::of(DateRule::NthWeekday { nth, weekday, month }).checked()
    }

    /// The last of a weekday in a month.
    ///
    /// # Errors
    /// A month outside 1 to 12.
    pub fn last_weekday(weekday: Weekday, month: u32) -> Result<Self, CalendarError> {
        Self::of(DateRule::LastWeekday { weekday, month }).checked()
    }

    /// The first of a weekday on or after a day of the year: the Friday after Thanksgiving is the first Friday
    /// from `11-23`.
    #[must_use]
    pub fn weekday_from(weekday: Weekday, from: MonthDay) -> Self {
        Self::of(DateRule::WeekdayFrom { weekday, from })
    }

    /// So many days after Easter Sunday of the western churches; −2 is Good Friday.
    ///
    /// # Errors
    /// More than 180 days either way.
    pub fn easter(days: i32) -> Result<Self, CalendarError> {
        Self::of(DateRule::Easter(days)).checked()
    }

    /// So many days after Easter Sunday of the orthodox churches.
    ///
    /// # Errors
    /// More than 180 days either way.
    pub fn orthodox_easter(days: i32) -> Result<Self, CalendarError> {
        Self::of(DateRule::OrthodoxEaster(days)).checked()
    }

    /// Gives the holiday a name, for explanations.
    ///
    /// # Errors
    /// A name that is empty, longer than 200 bytes, or has control characters or outer blanks.
    pub fn named(self, name: &str) -> Result<Self, CalendarError> {
        Self { name: Some(name.into()), ..self }.checked()
    }

    /// Says where the holiday is observed when it falls on a weekend.
    ///
    /// # Errors
    /// A holiday of several days.
    pub fn observed(self, observed: Observed) -> Result<Self, CalendarError> {
        Self { observed, ..self }.checked()
    }

    /// Limits the holiday to the years of a range; of a holiday over New Year, the first day counts.
    ///
    /// # Errors
    /// A range without years, or years outside 1 to 9999.
    pub fn in_years(self, years: impl RangeBounds<i32>) -> Result<Self, CalendarError> {
        let from_year = match years.start_bound() {
            Bound::Included(year) => Some(*year),
            Bound::Excluded(year) => Some(year.saturating_add(1)),
            Bound::Unbounded => None,
        };
        let until_year = match years.end_bound() {
            Bound::Included(year) => Some(*year),
            Bound::Excluded(year) => Some(year.saturating_sub(1)),
            Bound::Unbounded => None,
        };
        Self { from_year, until_year, ..self }.checked()
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// How it is observed.
    pub(super) const fn observance(&self) -> Observed {
        self.observed
    }

    /// The dates of a year, first and last; of a holiday over New Year, those that begin in the year.
    pub(super) fn dates(&self, year: i32) -> Option<(NaiveDate, NaiveDate)> {
        let one = |date: Option<NaiveDate>| date.map(|date| (date, date));
        let (first, last) = match &self.rule {
            DateRule::Date(date) => (date.year() == year).then_some((*date, *date)),
            DateRule::Dates { from, to } => {
                let first = NaiveDate::from_ymd_opt(year, 1, 1)?.max(*from);
                let last = NaiveDate::from_ymd_opt(year, 12, 31)?.min(*to);
                (first <= last).then_some((first, last))
            }
            DateRule::Yearly(day) => one(day.on(year)),
            DateRule::YearlyDates { from, to } => {
                // Judged by the days as written, so that `02-29` to `02-29` is one day, and none without a 29th.
                let last = to.on_or_before(if from <= to { year } else { year.checked_add(1)? });
                from.on_or_after(year).zip(last).filter(|(first, last)| first <= last)
            }
            DateRule::NthWeekday { nth, weekday, month } => {
                one(NaiveDate::from_weekday_of_month_opt(year, *month, *weekday, *nth))
            }
            DateRule::LastWeekday { weekday, month } => one([5, 4]
                .into_iter()
                .find_map(|nth| NaiveDate::from_weekday_of_month_opt(year, *month, *weekday, nth))),
            DateRule::WeekdayFrom { weekday, from } => one(from.on_or_after(year).and_then(|date| {
                let days = weekday.days_since(date.weekday());
                date.checked_add_days(Days::new(days.into()))
            })),
            DateRule::Easter(days) => one(easter::gregorian(year).and_then(|date| shifted(date, *days))),
            DateRule::OrthodoxEaster(days) => one(easter::julian(year).and_then(|date| shifted(date, *days))),
        }?;
        // A fixed range counts by its own first day, not by the first day in this year.
        let begins = if let DateRule::Dates { from, .. } = &self.rule { from.year() } else { year };
        let valid = self.from_year.is_none_or(|from| from <= begins)
            && self.until_year.is_none_or(|until| begins <= until);
        valid.then_some((first, last))
    }

    /// The years that the holiday names: outside them it repeats itself or is no more.
    pub(super) fn dated_years(&self) -> impl Iterator<Item = i32> {
        let dates = self.rule.dates().map(|date| date.map(|date| date.year()));
        dates.into_iter().chain([self.from_year, self.until_year]).flatten()
    }

    fn of(rule: DateRule) -> Self {
        Self { name: None, rule, observed: Observed::OwnDate, from_year: None, until_year: None }
    }

    fn checked(self) -> Result<Self, CalendarError> {
        let out = |what, given: i64, allowed| Err(CalendarError::OutOfBounds { what, given, allowed });
        match &self.rule {
            DateRule::NthWeekday { nth, .. } if !(1..=5).contains(nth) => {
                return out("`nth`", (*nth).into(), "1 to 5");
            }
            DateRule::NthWeekday { month, .. } | DateRule::LastWeekday { month, .. }
                if !(1..=12).contains(month) =>
            {
                return out("month", (*month).into(), "1 to 12");
            }
            DateRule::Easter(days) | DateRule::OrthodoxEaster(days) if !(-180..=180).contains(days) => {
                return out("days from Easter", (*days).into(), "-180 to 180");
            }
            DateRule::Dates { from, to } if from > to => {
                return Err(CalendarError::ReversedDates { place: self.place(), from: *from, to: *to });
            }
            _ => {}
        }
        if let Some(date) = self.rule.dates().into_iter().flatten().find(|date| !YEARS.contains(&date.year()))
        {
            return Err(CalendarError::DateOutOfRange { place: self.place(), date });
        }
        for year in self.from_year.iter().chain(&self.until_year) {
            if !YEARS.contains(year) {
                return out("year", (*year).into(), "1 to 9999");
            }
        }
        if let (Some(from), Some(until)) = (self.from_year, self.until_year)
            && until < from
        {
            return out("`until_year`", until.into(), "`from_year` or later");
        }
        if let Some(name) = &self.name {
            let good = (1..=200).contains(&name.len())
                && name.trim() == &**name
                && !name.chars().any(char::is_control);
            if !good {
                return Err(CalendarError::Unreadable {
                    what: "holiday name",
                    given: excerpt(name),
                    allowed: "1 to 200 bytes without control characters or outer blanks",
                });
            }
        }
        if self.observed != Observed::OwnDate
            && matches!(self.rule, DateRule::Dates { .. } | DateRule::YearlyDates { .. })
        {
            return Err(CalendarError::ObservedRange { place: self.place() });
        }
        Ok(self)
    }

    fn place(&self) -> String {
        self.name().map_or_else(|| "holiday".to_owned(), |name| format!("holiday `{name}`"))
    }
}

fn shifted(date: NaiveDate, days: i32) -> Option<NaiveDate> {
    let distance = Days::new(days.unsigned_abs().into());
    if days < 0 { date.checked_sub_days(distance) } else { date.checked_add_days(distance) }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHoliday {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Box<str>>,
    on: DateRule,
    #[serde(default, skip_serializing_if = "is_own_date")]
    observed: Observed,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from_year: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until_year: Option<i32>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_own_date(observed: &Observed) -> bool {
    *observed == Observed::OwnDate
}

impl TryFrom<RawHoliday> for Holiday {
    type Error = CalendarError;

    fn try_from(raw: RawHoliday) -> Result<Self, CalendarError> {
        let RawHoliday { name, on, observed, from_year, until_year } = raw;
        Self { name, rule: on, observed, from_year, until_year }.checked()
    }
}

impl From<Holiday> for RawHoliday {
    fn from(holiday: Holiday) -> Self {
        let Holiday { name, rule, observed, from_year, until_year } = holiday;
        Self { name, on: rule, observed, from_year, until_year }
    }
}
