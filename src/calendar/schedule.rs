//! A calendar with hours of its own: what the document says, and the same by local day for walking.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};

use super::interval::{DAY, Interval, merge};
use super::{Holiday, HolidaySet, Hours, Observed, Week};
use crate::quantity::Zone;

/// Days from the start of year 1 to 1970-01-01.
const EPOCH: i64 = 719_163;

/// The local day of a date, counted from 1970-01-01.
pub(super) fn day_of(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - EPOCH
}

pub(super) fn date_of(day: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day.checked_add(EPOCH)?).ok()?)
}

/// The definition. Its fields are checked by the builder.
#[derive(Debug, Clone, Default)]
pub(super) struct Definition {
    pub(super) weekly: Week,
    pub(super) changes: BTreeMap<NaiveDate, Week>,
    pub(super) holidays: Vec<Holiday>,
    pub(super) sets: Vec<HolidaySet>,
    pub(super) exceptions: BTreeMap<NaiveDate, Hours>,
    pub(super) closures: BTreeMap<NaiveDate, Hours>,
}

/// Holidays count as one list, however they were brought together: a document writes them as one.
impl PartialEq for Definition {
    fn eq(&self, other: &Self) -> bool {
        let Self { weekly, changes, exceptions, closures, .. } = self;
        (weekly, changes, exceptions, closures)
            == (&other.weekly, &other.changes, &other.exceptions, &other.closures)
            && self.all_holidays().eq(other.all_holidays())
    }
}

impl Definition {
    pub(super) fn all_holidays(&self) -> impl Iterator<Item = &Holiday> {
        self.holidays.iter().chain(self.sets.iter().flatten())
    }
}

/// The definition and what walking needs of it.
#[derive(Debug)]
pub(super) struct Schedule {
    pub(super) definition: Definition,
    zone: Zone,
    /// Hours by weekday, Monday first, from a local day on; the first entry holds from ever.
    weeks: Vec<(i64, [Vec<Interval>; 7])>,
    /// What replaces the weekly hours of a local day.
    exceptions: BTreeMap<i64, Vec<Interval>>,
    /// What an exception leaves to the day after it.
    spills: BTreeMap<i64, Vec<Interval>>,
    /// The closed parts: seconds of the wall clock.
    closures: Vec<Interval>,
}

impl Schedule {
    pub(super) fn new(zone: Zone, definition: Definition) -> Self {
        let changes = definition.changes.iter().map(|(date, week)| (day_of(*date), week.by_day()));
        let exceptions = definition.exceptions.iter();
        let spills = definition.exceptions.iter().filter_map(|(date, hours)| {
            let after: Vec<_> = hours.on_the_next_day().collect();
            (!after.is_empty()).then_some((day_of(*date) + 1, after))
        });
        let closures = definition.closures.iter().flat_map(|(date, hours)| {
            let midnight = day_of(*date) * DAY;
            hours
                .intervals()
                .iter()
                .map(move |closed| Interval { open: midnight + closed.open, close: midnight + closed.close })
        });
        Self {
            zone,
            weeks: std::iter::once((i64::MIN, definition.weekly.by_day())).chain(changes).collect(),
            exceptions: exceptions
                .map(|(date, hours)| (day_of(*date), hours.on_the_day().collect()))
                .collect(),
            spills: spills.collect(),
            closures: closures.collect(),
            definition,
        }
    }

    /// The holiday on a local day.
    pub(super) fn holiday_on(&self, day: i64) -> Option<&Holiday> {
        HolidayYear::of(self, date_of(day)?.year()).find(day)
    }

    pub(super) fn is_exception(&self, day: i64) -> bool {
        self.exceptions.contains_key(&day)
    }

    /// A stretch of instants by local day: each from its midnight to the next.
    pub(super) fn days(&self, within: Interval) -> impl Iterator<Item = (i64, Interval)> {
        let first = self.zone.local_of_instant(within.open).div_euclid(DAY) - 1;
        let midnight = |day: i64| self.zone.instant_of_local(day * DAY).0;
        (first..)
            .map(move |day| (day, Interval { open: midnight(day), close: midnight(day + 1) }))
            .take_while(move |(_, span)| span.open < within.close)
            .filter_map(move |(day, span)| Some((day, span.shared(within)?)))
    }

    /// The years that the definition names, and no others: outside them it repeats itself.
    pub(super) fn dated_years(&self) -> impl Iterator<Item = i32> {
        let definition = &self.definition;
        let dates =
            definition.changes.keys().chain(definition.exceptions.keys()).chain(definition.closures.keys());
        dates.map(NaiveDate::year).chain(self.definition.all_holidays().flat_map(Holiday::dated_years))
    }

    /// The open intervals that touch the instants `from..to`, merged, unclipped, closures not yet subtracted.
    pub(super) fn open(&self, from: i64, to: i64, into: &mut Vec<Interval>) {
        into.clear();
        // Clocks that go back over midnight leave a day's first instants before the last of the day before, so
        // that the neighbours of the local dates belong to the range.
        let first = self.zone.local_of_instant(from).div_euclid(DAY) - 1;
        let last = self.zone.local_of_instant(to).div_euclid(DAY) + 1;
        if self.is_closed_throughout(first, last) {
            return;
        }
        let mut year: Option<HolidayYear<'_>> = None;
        for day in first..=last {
            let (exception, spill) = if self.exceptions.is_empty() {
                (None, None)
            } else {
                (self.exceptions.get(&day), self.spills.get(&day))
            };
            let hours = exception.map_or_else(|| self.week_hours(day), Vec::as_slice);
            let spill = if exception.is_none() { spill } else { None };
            if hours.is_empty() && spill.is_none() {
                continue;
            }
            if exception.is_none() {
                if !year.as_ref().is_some_and(|year| year.covers(day)) {
                    year = date_of(day).map(|date| HolidayYear::of(self, date.year()));
                }
                if year.as_ref().is_some_and(|year| year.find(day).is_some()) {
                    continue;
                }
            }
            let midnight = day * DAY;
            for part in hours.iter().chain(spill.into_iter().flatten()) {
                let (open, skipped) = self.zone.instant_of_local(midnight + part.open);
                if skipped && !self.zone.has_day_of(midnight) {
                    break;
                }
                let close = self.zone.instant_of_local(midnight + part.close).0;
                if open < close {
                    into.push(Interval { open, close });
                }
            }
        }
        merge(into);
    }

    pub(super) fn has_closures(&self) -> bool {
        !self.closures.is_empty()
    }

    /// The closed parts that touch the instants `from..to`, merged.
    pub(super) fn closures(&self, from: i64, to: i64) -> Vec<Interval> {
        let local = |at: i64, days: i64| self.zone.local_of_instant(at) + days * DAY;
        let (first, last) = (local(from, -3), local(to, 2));
        let start = self.closures.partition_point(|closed| closed.open < first);
        let near =
            self.closures.get(start..).unwrap_or_default().iter().take_while(|closed| closed.open < last);
        let mut closures: Vec<_> = near
            .filter(|closed| self.zone.has_day_of(closed.open.div_euclid(DAY) * DAY))
            .map(|closed| Interval {
                open: self.zone.instant_of_local(closed.open).0,
                close: self.zone.instant_of_local(closed.close).0,
            })
            .filter(|closed| closed.open < closed.close)
            .collect();
        merge(&mut closures);
        closures
    }

    /// Whether neither weekly hours nor exceptions can open on the days: no need to look at each.
    fn is_closed_throughout(&self, first: i64, last: i64) -> bool {
        let from = self.weeks.partition_point(|(from, _)| *from <= first).saturating_sub(1);
        let weeks = self.weeks.get(from..).unwrap_or_default().iter().take_while(|(from, _)| *from <= last);
        weeks.flat_map(|(_, week)| week).all(Vec::is_empty)
            && self.exceptions.range(first..=last).next().is_none()
            && self.spills.range(first..=last).next().is_none()
    }

    /// The weekly hours that fall on a day.
    fn week_hours(&self, day: i64) -> &[Interval] {
        let version = match self.weeks.as_slice() {
            [only] => Some(only),
            weeks => weeks.get(weeks.partition_point(|(from, _)| *from <= day).saturating_sub(1)),
        };
        // 1970-01-01 was a Thursday.
        let weekday = usize::try_from((day + 3).rem_euclid(7)).unwrap_or_default();
        version.and_then(|(_, week)| week.get(weekday)).map_or(&[], Vec::as_slice)
    }
}

/// The holidays of one year, with the days on which they are observed.
///
/// The rules of the neighbouring years take part: a holiday on 1 January may be observed on 31 December.
#[derive(Debug)]
pub(super) struct HolidayYear<'a> {
    first: i64,
    last: i64,
    days: Vec<(i64, &'a Holiday)>,
}

impl<'a> HolidayYear<'a> {
    pub(super) fn of(schedule: &'a Schedule, year: i32) -> Self {
        let start = |year| NaiveDate::from_ymd_opt(year, 1, 1).map_or(0, day_of);
        let (first, last) = (start(year), start(year.saturating_add(1)) - 1);
        let mut days = Vec::new();
        let mut observed = Vec::new();
        for (order, holiday) in schedule.definition.all_holidays().enumerate() {
            for year in year.saturating_sub(1)..=year.saturating_add(1) {
                let Some((from, to)) = holiday.dates(year) else { continue };
                days.extend((day_of(from)..=day_of(to)).map(|day| (day, holiday)));
                if holiday.observance() != Observed::OwnDate {
                    observed.push((from, order, holiday));
                }
            }
        }
        if !observed.is_empty() {
            // By date, then as declared: of two holidays on one weekend the earlier gets the nearer day.
            observed.sort_unstable_by_key(|(date, order, _)| (*date, *order));
            let mut taken: BTreeSet<i64> = days.iter().map(|(day, _)| *day).collect();
            for (date, _, holiday) in observed {
                if let Some(day) = observed_day(schedule, holiday.observance(), date, &taken) {
                    taken.insert(day);
                    days.push((day, holiday));
                }
            }
        }
        days.retain(|(day, _)| (first..=last).contains(day));
        // Stable: of two holidays on one day the first declared is named, its own day before an observed one.
        days.sort_by_key(|(day, _)| *day);
        Self { first, last, days }
    }

    pub(super) fn covers(&self, day: i64) -> bool {
        (self.first..=self.last).contains(&day)
    }

    pub(super) fn find(&self, day: i64) -> Option<&'a Holiday> {
        let at = self.days.partition_point(|(other, _)| *other < day);
        self.days.get(at).filter(|(other, _)| *other == day).map(|(_, holiday)| *holiday)
    }
}

/// The day on which a holiday is observed besides its own.
fn observed_day(schedule: &Schedule, rule: Observed, date: NaiveDate, taken: &BTreeSet<i64>) -> Option<i64> {
    let day = day_of(date);
    let step = |step: i64| {
        if !schedule.week_hours(day).is_empty() {
            return None;
        }
        // Within a year there is a working day, or there is none at all.
        let mut candidates = (1..=366).map(|days| day + days * step);
        candidates.find(|day| !schedule.week_hours(*day).is_empty() && !taken.contains(day))
    };
    match (rule, date.weekday()) {
        (Observed::NearestWeekday, Weekday::Sat) => Some(day - 1),
        (Observed::NearestWeekday | Observed::NextMonday | Observed::MondayIfSunday, Weekday::Sun) => {
            Some(day + 1)
        }
        (Observed::NextMonday, Weekday::Sat) => Some(day + 2),
        (Observed::NextWorkingDay, _) => step(1),
        (Observed::PreviousWorkingDay, _) => step(-1),
        _ => None,
    }
}
