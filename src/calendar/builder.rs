use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{Datelike, NaiveDate};

use super::schedule::Definition;
use super::wire::YEARS;
use super::{Calendar, CalendarError, Holiday, HolidaySet, Hours, Week};
use crate::quantity::Zone;

/// Gathers the parts of a calendar with hours of its own; see [`Calendar::builder`].
///
/// What applies to a local date, in this order: an exception of that date; else nothing, if it is a holiday; else
/// the weekly hours in force. Closures are subtracted from whatever is open. What an entry such as `22:00-06:00`
/// leaves to the next day belongs to that day, exactly as if it were written there.
///
/// ```
/// # #[cfg(feature = "tz")] {
/// use service_quality::calendar::{Calendar, CalendarError, Holiday, Week};
///
/// let calendar = Calendar::builder("+08:00".parse()?)
///     .weekly(Week::new().mon_fri("09:00-18:00")?)
///     .weekly_from("2026-07-01".parse()?, Week::new().mon_fri("08:30-17:30")?)
///     .holiday(Holiday::between("2026-10-01".parse()?, "2026-10-07".parse()?)?.named("国庆节")?)
///     .exception("2026-10-10".parse()?, "09:00-18:00".parse()?) // a make-up working day (调休)
///     .closure("2026-11-03".parse()?, "14:00-15:30".parse()?)
///     .build()?;
/// # let _ = calendar;
///
/// let error = Calendar::builder("UTC".parse()?).build().unwrap_err();
/// assert_eq!(error.to_string(), "calendar never opens: give weekly hours, or an exception with hours");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct CalendarBuilder {
    zone: Zone,
    definition: Definition,
    fault: Option<CalendarError>,
}

impl CalendarBuilder {
    pub(super) fn new(zone: Zone) -> Self {
        Self { zone, definition: Definition::default(), fault: None }
    }

    /// Sets the weekly hours.
    pub fn weekly(mut self, week: Week) -> Self {
        self.definition.weekly = week;
        self
    }

    /// Changes the weekly hours from a local date on.
    pub fn weekly_from(mut self, from: NaiveDate, week: Week) -> Self {
        insert(&mut self.definition.changes, "changes", from, week, &mut self.fault);
        self
    }

    /// Adds a holiday.
    pub fn holiday(mut self, holiday: Holiday) -> Self {
        self.definition.holidays.push(holiday);
        self
    }

    /// Adds holidays that other calendars have too.
    pub fn holidays(mut self, set: &HolidaySet) -> Self {
        self.definition.sets.push(set.clone());
        self
    }

    /// Replaces the hours of a local date, holiday or not: a special opening, a short day, a make-up working day.
    pub fn exception(mut self, date: NaiveDate, hours: Hours) -> Self {
        insert(&mut self.definition.exceptions, "exceptions", date, hours, &mut self.fault);
        self
    }

    /// Closes a part of a local date.
    pub fn closure(mut self, date: NaiveDate, hours: Hours) -> Self {
        insert(&mut self.definition.closures, "closures", date, hours, &mut self.fault);
        self
    }

    /// Checks the whole.
    ///
    /// # Errors
    /// A date given twice in one list or outside the years 1 to 9999; a calendar that never opens.
    pub fn build(self) -> Result<Calendar, CalendarError> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let definition = self.definition;
        let closed = definition.weekly.is_closed()
            && definition.changes.values().all(Week::is_closed)
            && definition.exceptions.values().all(Hours::is_closed);
        if closed {
            return Err(CalendarError::Empty { place: "calendar".to_owned() });
        }
        Ok(Calendar::with_hours(self.zone, definition))
    }
}

/// Adds an entry and keeps the first fault for `build`.
fn insert<T>(
    map: &mut BTreeMap<NaiveDate, T>,
    place: &'static str,
    date: NaiveDate,
    value: T,
    fault: &mut Option<CalendarError>,
) {
    let found = match map.entry(date) {
        _ if !YEARS.contains(&date.year()) => {
            Some(CalendarError::DateOutOfRange { place: place.to_owned(), date })
        }
        Entry::Occupied(_) => Some(CalendarError::Duplicate { place: place.to_owned(), date }),
        Entry::Vacant(free) => {
            free.insert(value);
            None
        }
    };
    if fault.is_none() {
        *fault = found;
    }
}
