use chrono::NaiveDate;
use thiserror::Error;

use crate::quantity::{HolidaySetId, Timestamp, Version};

/// Why a calendar cannot be built or compiled.
///
/// ```
/// use service_quality::calendar::Week;
///
/// let error = Week::new().mon_fri("09:00-12:00, 13:00-25:00").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "opening hours `13:00-25:00` cannot be read: give `HH:MM-HH:MM`, such as `09:00-12:30`, `22:00-06:00` \
///      or `00:00-24:00`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// The text is no time of day, no opening hours, no date.
    #[error("{what} `{given}` cannot be read: give {allowed}")]
    Unreadable {
        /// What was wanted.
        what: &'static str,
        /// What was given, shortened.
        given: String,
        /// What would have been accepted.
        allowed: &'static str,
    },
    /// The opening hours open and close at the same time.
    #[error("opening hours `{given}` have no length: leave them out, or give `00:00-24:00` for a whole day")]
    NoLength {
        /// What was given, shortened.
        given: String,
    },
    /// A figure of a rule lies outside its range.
    #[error("{what} {given} is out of range: give {allowed}")]
    OutOfBounds {
        /// What was wanted.
        what: &'static str,
        /// What was given.
        given: i64,
        /// The range.
        allowed: &'static str,
    },
    /// A range of dates ends before it begins.
    #[error("{place}: the range of dates {from} to {to} is reversed: give the earlier date first")]
    ReversedDates {
        /// Where.
        place: String,
        /// The range's first date.
        from: NaiveDate,
        /// The range's last date.
        to: NaiveDate,
    },
    /// A date lies outside the years that instants cover.
    #[error("{place}: the date {date} is out of range: give the years 1 to 9999")]
    DateOutOfRange {
        /// Where.
        place: String,
        /// The date.
        date: NaiveDate,
    },
    /// A date has two entries in one list.
    #[error("{place}: the date {date} is given twice: keep one entry, with all its hours")]
    Duplicate {
        /// Where.
        place: String,
        /// The date.
        date: NaiveDate,
    },
    /// A holiday of several days cannot be moved off a weekend.
    #[error("{place}: only a holiday of one day can be observed on another day: give one entry a day")]
    ObservedRange {
        /// Where.
        place: String,
    },
    /// Nothing in the calendar ever opens.
    #[error("{place} never opens: give weekly hours, or an exception with hours")]
    Empty {
        /// Where.
        place: String,
    },
    /// A combined calendar has no members.
    #[error("{place} has no members: give at least one calendar")]
    NoMembers {
        /// Where.
        place: String,
    },
    /// A combined calendar also has hours of its own, or is of several kinds.
    #[error(
        "{place}: a calendar has either hours of its own, or `union`, or `intersection`, or `succession`: keep one"
    )]
    Mixed {
        /// Where.
        place: String,
    },
    /// A calendar of a succession does not begin after the one before it.
    #[error("{place}: the date {date} does not come after {last}: give the calendars by date, one a date")]
    NotIncreasing {
        /// Where.
        place: String,
        /// The date.
        date: NaiveDate,
        /// The date of the calendar before it.
        last: NaiveDate,
    },
    /// Two calendars of a succession have one version.
    #[error("{place}: version `{version}` is given twice: give each calendar a version of its own")]
    DuplicateVersion {
        /// Where.
        place: String,
        /// The version.
        version: Version,
    },
    /// The first calendar of a succession has a date.
    #[error("{place}: the first calendar of a succession holds from ever: leave `from` out")]
    FirstDated {
        /// Where.
        place: String,
    },
    /// A later calendar of a succession has no date.
    #[error(
        "{place}: a later calendar of a succession holds from a date on: give `from`, such as `2026-03-01`"
    )]
    Undated {
        /// Where.
        place: String,
    },
    /// Combined calendars are nested too deeply.
    #[error("{place}: calendars are nested deeper than {allowed} levels: flatten them")]
    TooDeep {
        /// Where.
        place: String,
        /// The most levels.
        allowed: usize,
    },
    /// A document names a holiday set that it does not hold.
    #[error("{place}: holiday set `{given}` is unknown: give one of {known}")]
    UnknownHolidaySet {
        /// Where.
        place: String,
        /// The name.
        given: HolidaySetId,
        /// The sets there are.
        known: String,
    },
    /// The range to compile is empty or reversed.
    #[error("the range {from} to {to} holds no time: give the earlier instant first")]
    EmptyRange {
        /// The range's start.
        from: Timestamp,
        /// The range's end.
        to: Timestamp,
    },
    /// The range to compile is too long for an index.
    #[error(
        "a range of {days} days is too long to compile: give at most {allowed}; outside the range an index still \
         answers, by walking"
    )]
    RangeTooLong {
        /// The range's days.
        days: i64,
        /// The most days.
        allowed: i64,
    },
}

impl CalendarError {
    /// The error of a calendar or of one of its lists, placed within a document.
    pub(super) fn within(mut self, document: &str) -> Self {
        if let Self::ReversedDates { place, .. }
        | Self::DateOutOfRange { place, .. }
        | Self::Duplicate { place, .. }
        | Self::ObservedRange { place }
        | Self::Empty { place }
        | Self::NoMembers { place }
        | Self::Mixed { place }
        | Self::NotIncreasing { place, .. }
        | Self::DuplicateVersion { place, .. }
        | Self::TooDeep { place, .. } = &mut self
        {
            *place = if place == "calendar" { document.to_owned() } else { format!("{document}.{place}") };
        }
        self
    }
}

/// Why a calendar has no answer to a question about instants.
///
/// ```
/// use service_quality::calendar::{Calendar, WorkingTime, WorkingTimeError};
/// use service_quality::quantity::Zone;
///
/// let once = Calendar::builder(Zone::utc()).exception("2015-06-01".parse()?, "09:00-17:00".parse()?).build()?;
/// let at = "2020-01-01T00:00:00Z".parse()?;
/// let error = once.next_open(at).unwrap_err();
/// assert_eq!(error, WorkingTimeError::NeverOpens { after: at });
/// assert_eq!(error.to_string(), "the calendar does not open again after 2020-01-01T00:00:00Z: extend its hours");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum WorkingTimeError {
    /// No working time is left after an instant.
    ///
    /// Shown by a search through a whole period of the Gregorian calendar (400 years) beyond the last dated
    /// entry of the calendar and the last change of a time zone.
    #[error("the calendar does not open again after {after}: extend its hours")]
    NeverOpens {
        /// The instant from which nothing opens.
        after: Timestamp,
    },
    /// There is no working time before an instant; shown likewise.
    #[error("the calendar was never open before {before}: extend its hours to the past")]
    NeverOpened {
        /// The instant before which nothing was open.
        before: Timestamp,
    },
    /// The answer lies outside the years 1 to 9999.
    #[error("the answer to a question about {at} lies outside the years 1 to 9999: ask for less time")]
    OutOfRange {
        /// The instant in question.
        at: Timestamp,
    },
}
