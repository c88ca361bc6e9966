use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, IsoWeek, Months, NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use super::{QuantityError, Timestamp, Zone, excerpt, wire};

/// Dates for which figures are reported (统计周期): a month, quarter, year, ISO week or a range of dates.
///
/// Written as ISO 8601 does where it has a form: `2026-03`, `2026-Q1`, `2026`, `2026-W10`, and a range as
/// `2026-03-01/2026-03-15`, whose last date is not included. Every period is half-open. Ordered by first date, then by
/// end.
///
/// ```
/// use service_quality::quantity::PeriodDates;
///
/// let quarter: PeriodDates = "2026-Q1".parse()?;
/// assert_eq!(quarter.first().to_string(), "2026-01-01");
/// assert_eq!(quarter.end().to_string(), "2026-04-01");
/// assert_eq!(quarter.previous().map(|before| before.to_string()).as_deref(), Some("2025-Q4"));
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PeriodDates(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Year(NaiveDate),
    Quarter(NaiveDate),
    Month(NaiveDate),
    Week(NaiveDate),
    Range(NaiveDate, NaiveDate),
}

const ALLOWED: &str = "a month `2026-03`, quarter `2026-Q1`, year `2026`, ISO week `2026-W10` or range of dates \
                       `2026-03-01/2026-03-15`";
/// The end is a date too, the first after the period: the year 9999 and its last month, quarter and week have none.
const WITHIN: &str =
    "one that begins in the year 1 or later and ends, with the first date after it, within the year 9999";

impl PeriodDates {
    /// The month that holds a date.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`] when it begins before the year 1 or ends after the year 9999; likewise for the other kinds.
    pub fn month(date: NaiveDate) -> Result<Self, QuantityError> {
        Self::checked(date.with_day(1).map(Kind::Month), date)
    }

    /// The quarter that holds a date.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`].
    pub fn quarter(date: NaiveDate) -> Result<Self, QuantityError> {
        let first = NaiveDate::from_ymd_opt(date.year(), date.month0() / 3 * 3 + 1, 1);
        Self::checked(first.map(Kind::Quarter), date)
    }

    /// The year that holds a date.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`].
    pub fn year(date: NaiveDate) -> Result<Self, QuantityError> {
        Self::checked(NaiveDate::from_ymd_opt(date.year(), 1, 1).map(Kind::Year), date)
    }

    /// The ISO 8601 week, Monday to Sunday, that holds a date.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`].
    pub fn iso_week(date: NaiveDate) -> Result<Self, QuantityError> {
        Self::checked(
            date.checked_sub_days(Days::new(date.weekday().num_days_from_monday().into())).map(Kind::Week),
            date,
        )
    }

    /// The dates from `first` up to, not including, `end`.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`] when `end` is not later than `first`, or as for a month.
    pub fn range(first: NaiveDate, end: NaiveDate) -> Result<Self, QuantityError> {
        if end <= first {
            return Err(QuantityError::OutOfRange {
                what: "period",
                given: format!("{first}/{end}"),
                allowed: "a range that ends after its first date",
            });
        }
        Self::checked(Some(Kind::Range(first, end)), first)
    }

    fn checked(kind: Option<Kind>, given: NaiveDate) -> Result<Self, QuantityError> {
        let out = |given: String| QuantityError::OutOfRange { what: "period", given, allowed: WITHIN };
        let period = Self(kind.ok_or_else(|| out(given.to_string()))?);
        let end = period.0.end().filter(|end| end.year() <= 9_999);
        if end.is_none() || period.first().year() < 1 { Err(out(period.to_string())) } else { Ok(period) }
    }

    /// The first date.
    #[must_use]
    pub const fn first(&self) -> NaiveDate {
        match self.0 {
            Kind::Year(first)
            | Kind::Quarter(first)
            | Kind::Month(first)
            | Kind::Week(first)
            | Kind::Range(first, _) => first,
        }
    }

    /// The first date after the period.
    #[must_use]
    pub fn end(&self) -> NaiveDate {
        self.0.end().unwrap_or(NaiveDate::MAX)
    }

    /// The period of the same kind that follows; a range is followed by as many dates. Absent past the year 9999.
    #[must_use]
    pub fn next(&self) -> Option<Self> {
        let start = self.end();
        let kind = match self.0 {
            Kind::Year(_) => Kind::Year(start),
            Kind::Quarter(_) => Kind::Quarter(start),
            Kind::Month(_) => Kind::Month(start),
            Kind::Week(_) => Kind::Week(start),
            Kind::Range(first, end) => Kind::Range(start, end.checked_add_signed(end - first)?),
        };
        Self::checked(Some(kind), start).ok()
    }

    /// The period of the same kind before this one. Absent before the year 1.
    #[must_use]
    pub fn previous(&self) -> Option<Self> {
        let first = self.first();
        let kind = match self.0 {
            Kind::Year(_) => Kind::Year(first.checked_sub_months(Months::new(12))?),
            Kind::Quarter(_) => Kind::Quarter(first.checked_sub_months(Months::new(3))?),
            Kind::Month(_) => Kind::Month(first.checked_sub_months(Months::new(1))?),
            Kind::Week(_) => Kind::Week(first.checked_sub_days(Days::new(7))?),
            Kind::Range(_, end) => Kind::Range(first.checked_sub_signed(end - first)?, first),
        };
        Self::checked(Some(kind), first).ok()
    }
}

impl Kind {
    fn end(self) -> Option<NaiveDate> {
        match self {
            Self::Year(first) => first.checked_add_months(Months::new(12)),
            Self::Quarter(first) => first.checked_add_months(Months::new(3)),
            Self::Month(first) => first.checked_add_months(Months::new(1)),
            Self::Week(first) => first.checked_add_days(Days::new(7)),
            Self::Range(_, end) => Some(end),
        }
    }
}

/// By dates; periods of the same dates, which differ in kind, are ordered as the kinds are.
impl Ord for PeriodDates {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |dates: &Self| (dates.first(), dates.end(), dates.0);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for PeriodDates {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for PeriodDates {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let unreadable =
            || QuantityError::Unreadable { what: "period", given: excerpt(text), allowed: ALLOWED };
        let number = |part: &str, digits: usize| {
            let right = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            if right { part.parse::<u32>().map_err(|_| unreadable()) } else { Err(unreadable()) }
        };
        if let Some((first, end)) = text.split_once('/') {
            let date = |part: &str| part.parse::<NaiveDate>().map_err(|_| unreadable());
            return Self::range(date(first)?, date(end)?);
        }
        let (year, rest) = match text.split_once('-') {
            Some((year, rest)) => (year, Some(rest)),
            None => (text, None),
        };
        let year = i32::try_from(number(year, 4)?).map_err(|_| unreadable())?;
        let month = |month: u32| NaiveDate::from_ymd_opt(year, month, 1).ok_or_else(unreadable);
        match rest {
            None => Self::year(month(1)?),
            Some(rest) => match (rest.strip_prefix('Q'), rest.strip_prefix('W')) {
                (Some(quarter), _) => match number(quarter, 1)? {
                    quarter @ 1..=4 => Self::quarter(month(quarter * 3)?),
                    _ => Err(unreadable()),
                },
                (_, Some(week)) => Self::iso_week(
                    NaiveDate::from_isoywd_opt(year, number(week, 2)?, Weekday::Mon)
                        .ok_or_else(unreadable)?,
                ),
                _ => Self::month(month(number(rest, 2)?)?),
            },
        }
    }
}

impl fmt::Display for PeriodDates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Year(first) => write!(formatter, "{:04}", first.year()),
            Kind::Quarter(first) => write!(formatter, "{:04}-Q{}", first.year(), first.month0() / 3 + 1),
            Kind::Month(first) => write!(formatter, "{:04}-{:02}", first.year(), first.month()),
            Kind::Week(first) => {
                let week: IsoWeek = first.iso_week();
                write!(formatter, "{:04}-W{:02}", week.year(), week.week())
            }
            Kind::Range(first, end) => write!(formatter, "{first}/{end}"),
        }
    }
}

impl Serialize for PeriodDates {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PeriodDates {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::string(deserializer, "a period such as \"2026-03\", \"2026-Q1\", \"2026\" or \"2026-W10\"")
    }
}

/// A reporting period in a time zone: half-open between two instants.
///
/// ```
/// use service_quality::quantity::Period;
///
/// let march: Period = serde_json::from_str(r#"{"dates": "2026-03", "time_zone": "+01:00"}"#)?;
/// assert_eq!(march.start()?.to_string(), "2026-02-28T23:00:00Z");
/// assert!(march.contains(march.start()?) && !march.contains(march.end()?));
/// assert_eq!(march.next().map(|next| next.to_string()).as_deref(), Some("2026-04 (+01:00)"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    dates: PeriodDates,
    time_zone: Zone,
}

impl Period {
    /// The dates as they are in a zone.
    #[must_use]
    pub const fn new(dates: PeriodDates, time_zone: Zone) -> Self {
        Self { dates, time_zone }
    }

    /// The dates.
    #[must_use]
    pub const fn dates(&self) -> PeriodDates {
        self.dates
    }

    /// The zone.
    #[must_use]
    pub const fn time_zone(&self) -> Zone {
        self.time_zone
    }

    /// The first instant.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`] when the offset moves it out of the years 1 to 9999.
    pub fn start(&self) -> Result<Timestamp, QuantityError> {
        self.time_zone.instant(self.dates.first().and_time(NaiveTime::MIN))
    }

    /// The first instant after the period.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`] when the offset moves it out of the years 1 to 9999.
    pub fn end(&self) -> Result<Timestamp, QuantityError> {
        self.time_zone.instant(self.dates.end().and_time(NaiveTime::MIN))
    }

    /// Whether an instant lies in the period: from its first midnight up to the midnight after its last date.
    ///
    /// Where clocks went back over midnight, a date came back after the next had begun; that hour belongs to the
    /// next.
    #[must_use]
    pub fn contains(&self, at: Timestamp) -> bool {
        let midnight = |date: NaiveDate| self.time_zone.instant_seconds(date.and_time(NaiveTime::MIN));
        (midnight(self.dates.first())..midnight(self.dates.end())).contains(&at.seconds())
    }

    /// The period of the same kind that follows; absent past the year 9999.
    #[must_use]
    pub fn next(&self) -> Option<Self> {
        self.dates.next().map(|dates| Self { dates, ..*self })
    }

    /// The period of the same kind before this one; absent before the year 1.
    #[must_use]
    pub fn previous(&self) -> Option<Self> {
        self.dates.previous().map(|dates| Self { dates, ..*self })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({})", self.dates, self.time_zone)
    }
}
