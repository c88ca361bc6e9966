use std::fmt;
use std::ops::Range;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::{CalendarError, MonthDay, wire};
use crate::quantity::{Date, Language};

/// A duty that comes again (周期): reviews, audits, surveys, maintenance windows.
///
/// A duty on a day that a shorter month or a common year lacks falls on the last day that there is, so that no month is
/// ever left out; the next one is counted from the first day again, so that the 31st comes back. Days before the
/// first are none of its days; the first is one only if the frequency says so.
///
/// ```
/// use service_quality::calendar::{MonthlyDay, Recurrence};
///
/// let review = Recurrence::monthly("2026-01-31".parse()?, 1, MonthlyDay::Day(31))?;
/// let days: Vec<String> =
///     review.dates("2026-01-01".parse()?.."2026-05-01".parse()?).map(|day| day.to_string()).collect();
/// assert_eq!(days, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
/// assert_eq!(review.next_after("2026-02-28".parse()?), "2026-03-31".parse().ok());
/// assert_eq!(review.to_string(), "every month on day 31, from 2026-01-31");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRecurrence", into = "RawRecurrence")]
pub struct Recurrence {
    first: Date,
    repeats: Frequency,
}

/// How often a duty comes again, and on which days. `every` second, third, … period is counted from the one that holds
/// the first day; weeks begin on Monday.
///
/// ```
/// use service_quality::calendar::Frequency;
///
/// let quarterly: Frequency = serde_json::from_str(r#"{"months": {"every": 3, "on": "last_day"}}"#)?;
/// assert_eq!(quarterly.to_string(), "every 3 months on the last day");
/// let shifts: Frequency = serde_json::from_str(r#"{"weeks": {"on": ["mon", "thu"]}}"#)?;
/// assert_eq!(shifts.to_string(), "every week on Mon, Thu");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Frequency {
    /// Every so many days, 每日.
    Days {
        /// Every how-manieth day.
        #[serde(default = "once", skip_serializing_if = "is_once", deserialize_with = "periods")]
        every: u32,
    },
    /// Every so many weeks, 每周.
    Weeks {
        /// Every how-manieth week.
        #[serde(default = "once", skip_serializing_if = "is_once", deserialize_with = "periods")]
        every: u32,
        /// On which weekdays: at least one, each once.
        #[serde(with = "wire::weekdays")]
        on: Vec<Weekday>,
    },
    /// Every so many months, 每月.
    Months {
        /// Every how-manieth month.
        #[serde(default = "once", skip_serializing_if = "is_once", deserialize_with = "periods")]
        every: u32,
        /// On which day of the month.
        on: MonthlyDay,
    },
    /// Every so many years, 每年.
    Years {
        /// Every how-manieth year.
        #[serde(default = "once", skip_serializing_if = "is_once", deserialize_with = "periods")]
        every: u32,
        /// On which day of the year; 29 February falls on the 28th in common years.
        on: MonthDay,
    },
}

/// A day that every month has.
///
/// ```
/// use service_quality::calendar::MonthlyDay;
///
/// let second_tuesday: MonthlyDay = serde_json::from_str(r#"{"nth_weekday": {"nth": 2, "weekday": "tue"}}"#)?;
/// assert_eq!(second_tuesday.to_string(), "the 2nd Tue");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum MonthlyDay {
    /// 1 to 31; the last day of a month that is shorter.
    Day(u32),
    /// The last day, 月末.
    LastDay,
    /// The first to the fourth of a weekday; not every month has a fifth.
    NthWeekday {
        /// 1 to 4.
        nth: u32,
        /// Which weekday.
        #[serde(with = "wire::weekday")]
        weekday: Weekday,
    },
    /// The last of a weekday.
    LastWeekday {
        /// Which weekday.
        #[serde(with = "wire::weekday")]
        weekday: Weekday,
    },
}

const fn once() -> u32 {
    1
}

/// Every 0th period never comes.
fn periods<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let every = u32::deserialize(deserializer)?;
    if every == 0 { Err(D::Error::custom(never())) } else { Ok(every) }
}

const fn never() -> CalendarError {
    CalendarError::OutOfBounds { what: "`every` of a recurrence", given: 0, allowed: "1 or more" }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
const fn is_once(every: &u32) -> bool {
    *every == 1
}

impl Recurrence {
    /// A duty from a first day on.
    ///
    /// # Errors
    /// [`CalendarError::OutOfBounds`] for every 0th period, no weekday or one given twice, a day that no month has, and a
    /// weekday that not every month has.
    pub fn new(first: Date, repeats: Frequency) -> Result<Self, CalendarError> {
        Ok(Self { first, repeats: repeats.checked()? })
    }

    /// Every so many days.
    ///
    /// # Errors
    /// As of [`Recurrence::new`].
    pub fn daily(first: Date, every: u32) -> Result<Self, CalendarError> {
        Self::new(first, Frequency::Days { every })
    }

    /// On weekdays of every so many weeks.
    ///
    /// # Errors
    /// As of [`Recurrence::new`].
    pub fn weekly(first: Date, every: u32, on: impl Into<Vec<Weekday>>) -> Result<Self, CalendarError> {
        Self::new(first, Frequency::Weeks { every, on: on.into() })
    }

    /// On a day of every so many months.
    ///
    /// # Errors
    /// As of [`Recurrence::new`].
    pub fn monthly(first: Date, every: u32, on: MonthlyDay) -> Result<Self, CalendarError> {
        Self::new(first, Frequency::Months { every, on })
    }

    /// On a day of every so many years.
    ///
    /// # Errors
    /// As of [`Recurrence::new`].
    pub fn yearly(first: Date, every: u32, on: MonthDay) -> Result<Self, CalendarError> {
        Self::new(first, Frequency::Years { every, on })
    }

    /// The day before which there is none.
    #[must_use]
    pub const fn first(&self) -> Date {
        self.first
    }

    /// How often, and on which days.
    #[must_use]
    pub const fn frequency(&self) -> &Frequency {
        &self.repeats
    }

    /// The days within a range, in order; the range's end is not included.
    pub fn dates(&self, range: Range<Date>) -> impl Iterator<Item = Date> {
        self.from(range.start).take_while(move |day| *day < range.end)
    }

    /// The next day after another one; absent where that would be after the year 9999.
    #[must_use]
    pub fn next_after(&self, day: Date) -> Option<Date> {
        self.next_on_or_after(day.plus_days(1)?)
    }

    /// The first of its days from one on; absent where that would be after the year 9999.
    #[must_use]
    pub fn next_on_or_after(&self, day: Date) -> Option<Date> {
        self.from(day).next()
    }

    /// Whether a day is one of its days.
    #[must_use]
    pub fn falls_on(&self, day: Date) -> bool {
        self.next_on_or_after(day) == Some(day)
    }

    /// The rule in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (rule, first) = (self.repeats.text(language), self.first);
        match language {
            Language::English => format!("{rule}, from {first}"),
            Language::Chinese => format!("自 {first} 起{rule}"),
        }
    }

    /// All days from one on.
    fn from(&self, day: Date) -> impl Iterator<Item = Date> {
        let least = day.max(self.first);
        let periods = (self.turn(least)..).map_while(|turn| self.days_of(turn));
        periods.flatten().skip_while(move |day| *day < least)
    }

    /// In which turn a day lies, counted from the first day's own.
    fn turn(&self, day: Date) -> u32 {
        let (first, day) = (self.first.naive(), day.naive());
        let (every, passed) = match self.repeats {
            Frequency::Days { every } => (every, (day - first).num_days()),
            Frequency::Weeks { every, .. } => (every, (day - monday(first)).num_days() / 7),
            Frequency::Months { every, .. } => (every, month(day) - month(first)),
            Frequency::Years { every, .. } => (every, i64::from(day.year()) - i64::from(first.year())),
        };
        u32::try_from(passed).map_or(0, |passed| passed.checked_div(every).unwrap_or(0))
    }

    /// The days of a turn; absent past the last that there is.
    fn days_of(&self, turn: u32) -> Option<Vec<Date>> {
        let first = self.first.naive();
        match &self.repeats {
            Frequency::Days { every } => Some(vec![self.first.plus_days(turn.checked_mul(*every)?)?]),
            Frequency::Weeks { every, on } => {
                let days = turn.checked_mul(*every)?.checked_mul(7)?;
                let monday = Date::new(monday(first)).ok()?.plus_days(days)?;
                Some(on.iter().filter_map(|day| monday.plus_days(day.num_days_from_monday())).collect())
            }
            Frequency::Months { every, on } => {
                let month = month(first).checked_add(turn.checked_mul(*every)?.into())?;
                let year = i32::try_from(month.div_euclid(12)).ok()?;
                let month = u32::try_from(month.rem_euclid(12) + 1).ok()?;
                Some(vec![Date::new(on.within(year, month)?).ok()?])
            }
            Frequency::Years { every, on } => {
                let year = first.year().checked_add_unsigned(turn.checked_mul(*every)?)?;
                Some(vec![Date::new(on.on_or_before(year)?).ok()?])
            }
        }
    }
}

/// The Monday of a week. The year 1 begins with one.
fn monday(day: NaiveDate) -> NaiveDate {
    day.week(Weekday::Mon).checked_first_day().unwrap_or(day)
}

/// Months since the year 0.
fn month(day: NaiveDate) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month0())
}

impl Frequency {
    /// Weekdays in their order; refused for what never comes or is not there every time.
    fn checked(mut self) -> Result<Self, CalendarError> {
        let out = |what, given: u32, allowed| {
            Err(CalendarError::OutOfBounds { what, given: given.into(), allowed })
        };
        if self.every() == 0 {
            return Err(never());
        }
        match &mut self {
            Self::Weeks { on, .. } => {
                on.sort_by_key(Weekday::num_days_from_monday);
                if on.is_empty() || !on.is_sorted_by(|one, other| one != other) {
                    let given = u32::try_from(on.len()).unwrap_or(u32::MAX);
                    return out("the number of weekdays", given, "1 to 7 of them, each once");
                }
            }
            Self::Months { on: MonthlyDay::Day(day), .. } if !(1..=31).contains(day) => {
                return out("the day of the month", *day, "1 to 31, or `last_day`");
            }
            Self::Months { on: MonthlyDay::NthWeekday { nth, .. }, .. } if !(1..=4).contains(nth) => {
                return out("`nth` of a weekday", *nth, "1 to 4, or `last_weekday`");
            }
            _ => {}
        }
        Ok(self)
    }

    const fn every(&self) -> u32 {
        match self {
            Self::Days { every }
            | Self::Weeks { every, .. }
            | Self::Months { every, .. }
            | Self::Years { every, .. } => *every,
        }
    }

    /// The frequency in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let every = self.every();
        let (period, unit, on) = match self {
            Self::Days { .. } => ("day", "天", None),
            Self::Weeks { on, .. } => ("week", "周", Some(listed(on, language))),
            Self::Months { on, .. } => ("month", "个月", Some(on.text(language))),
            Self::Years { on, .. } => ("year", "年", Some(of_year(*on, language))),
        };
        let on = on.unwrap_or_default();
        match (language, every, self) {
            (Language::English, 1, Self::Days { .. }) => "every day".to_owned(),
            (Language::English, _, Self::Days { .. }) => format!("every {every} days"),
            (Language::English, 1, _) => format!("every {period} on {on}"),
            (Language::English, ..) => format!("every {every} {period}s on {on}"),
            (Language::Chinese, 1, Self::Days { .. }) => "每天".to_owned(),
            (Language::Chinese, _, Self::Days { .. }) => format!("每 {every} 天"),
            (Language::Chinese, 1, Self::Weeks { .. }) => format!("每周的{on}"),
            (Language::Chinese, 1, Self::Months { .. }) => format!("每月{on}"),
            (Language::Chinese, 1, Self::Years { .. }) => format!("每年{on}"),
            (Language::Chinese, ..) => format!("每 {every} {unit}的{on}"),
        }
    }
}

fn of_year(day: MonthDay, language: Language) -> String {
    /// In which every day of the year is.
    const LEAP: i32 = 2_000;
    match (language, day.on(LEAP)) {
        (Language::Chinese, Some(date)) => format!("{}月{}日", date.month(), date.day()),
        _ => day.to_string(),
    }
}

fn listed(days: &[Weekday], language: Language) -> String {
    let (named, comma): (Vec<String>, _) = match language {
        Language::English => (days.iter().map(ToString::to_string).collect(), ", "),
        Language::Chinese => (days.iter().map(|day| in_chinese(*day).to_owned()).collect(), "、"),
    };
    named.join(comma)
}

const fn in_chinese(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    }
}

impl MonthlyDay {
    /// The day in a month.
    fn within(self, year: i32, month: u32) -> Option<NaiveDate> {
        let last = || (28..=31).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
        match self {
            Self::Day(day) => NaiveDate::from_ymd_opt(year, month, day).or_else(last),
            Self::LastDay => last(),
            Self::NthWeekday { nth, weekday } => {
                NaiveDate::from_weekday_of_month_opt(year, month, weekday, u8::try_from(nth).ok()?)
            }
            Self::LastWeekday { weekday } => {
                let nth = |nth| NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth);
                nth(5).or_else(|| nth(4))
            }
        }
    }

    /// The day in words.
    #[must_use]
    pub fn text(self, language: Language) -> String {
        match (self, language) {
            (Self::Day(day), Language::English) => format!("day {day}"),
            (Self::Day(day), Language::Chinese) => format!("{day}日"),
            (Self::LastDay, Language::English) => "the last day".to_owned(),
            (Self::LastDay, Language::Chinese) => "最后一天".to_owned(),
            (Self::NthWeekday { nth, weekday }, Language::English) => {
                let ending = match nth {
                    1 => "st",
                    2 => "nd",
                    3 => "rd",
                    _ => "th",
                };
                format!("the {nth}{ending} {weekday}")
            }
            (Self::NthWeekday { nth, weekday }, Language::Chinese) => {
                format!("第 {nth} 个{}", in_chinese(weekday))
            }
            (Self::LastWeekday { weekday }, Language::English) => format!("the last {weekday}"),
            (Self::LastWeekday { weekday }, Language::Chinese) => {
                format!("最后一个{}", in_chinese(weekday))
            }
        }
    }
}

impl fmt::Display for Recurrence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}

impl fmt::Display for Frequency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}

impl fmt::Display for MonthlyDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a recurrence as an object")]
struct RawRecurrence {
    first: Date,
    repeats: Frequency,
}

impl TryFrom<RawRecurrence> for Recurrence {
    type Error = CalendarError;

    fn try_from(RawRecurrence { first, repeats }: RawRecurrence) -> Result<Self, CalendarError> {
        Self::new(first, repeats)
    }
}

impl From<Recurrence> for RawRecurrence {
    fn from(Recurrence { first, repeats }: Recurrence) -> Self {
        Self { first, repeats }
    }
}
