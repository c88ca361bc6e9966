//! Calendars that hold one after another: which of them holds when.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::interval::{DAY, Interval};
use super::schedule::day_of;
use super::wire::YEARS;
use super::{Calendar, CalendarError};
use crate::quantity::{Version, Zone};

/// The members by date; the first holds from ever.
#[derive(Debug)]
pub(super) struct Succession(Vec<Member>);

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) version: Version,
    /// The local date from which the member holds; absent of the first.
    pub(super) from: Option<NaiveDate>,
    pub(super) calendar: Calendar,
    /// The instant at which that date begins. Starts ascend as dates do: a date that the clocks skip begins, and ends,
    /// where the next one begins.
    start: i64,
}

impl Succession {
    pub(super) fn new(
        zone: Zone,
        (version, calendar): (Version, Calendar),
        later: impl IntoIterator<Item = (NaiveDate, Version, Calendar)>,
    ) -> Result<Self, CalendarError> {
        let mut versions = BTreeSet::from([version.clone()]);
        let mut members = vec![Member { version, from: None, calendar, start: i64::MIN }];
        let mut last = None;
        for (date, version, calendar) in later {
            let place = || format!("succession[{}]", members.len());
            if !YEARS.contains(&date.year()) {
                return Err(CalendarError::DateOutOfRange { place: place(), date });
            }
            if let Some(last) = last.replace(date).filter(|last| date <= *last) {
                return Err(CalendarError::NotIncreasing { place: place(), date, last });
            }
            if !versions.insert(version.clone()) {
                return Err(CalendarError::DuplicateVersion { place: place(), version });
            }
            let (start, _) = zone.instant_of_local(day_of(date) * DAY);
            members.push(Member { version, from: Some(date), calendar, start });
        }
        Ok(Self(members))
    }

    pub(super) fn members(&self) -> &[Member] {
        &self.0
    }

    pub(super) fn calendars(&self) -> impl Iterator<Item = &Calendar> {
        self.0.iter().map(|member| &member.calendar)
    }

    /// The member that holds on a local date.
    pub(super) fn on(&self, date: NaiveDate) -> Option<&Member> {
        self.0.iter().rev().find(|member| member.from.is_none_or(|from| from <= date))
    }

    /// The member that holds at an instant.
    pub(super) fn at(&self, at: i64) -> Option<&Member> {
        self.0.iter().rev().find(|member| member.start <= at)
    }

    /// A stretch of instants by member: each from its start to that of the next.
    pub(super) fn within(&self, within: Interval) -> impl Iterator<Item = (&Calendar, Interval)> {
        let ends = self.0.iter().skip(1).map(|next| next.start).chain([i64::MAX]);
        self.0.iter().zip(ends).filter_map(move |(member, close)| {
            Some((&member.calendar, Interval { open: member.start, close }.shared(within)?))
        })
    }

    /// The years in which one calendar follows another.
    pub(super) fn years(&self) -> impl Iterator<Item = i32> {
        self.0.iter().filter_map(|member| Some(member.from?.year()))
    }
}
