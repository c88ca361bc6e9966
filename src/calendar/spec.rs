use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::definition::Body;
use super::wire::{DateMap, WireDate};
use super::{Calendar, CalendarBuilder, CalendarError, Holiday, HolidaySet, Hours, Week};
use crate::quantity::{HolidaySetId, Version, Zone};

/// A calendar as a document says it: holiday sets by name.
///
/// ```
/// # #[cfg(feature = "tz")] {
/// use std::collections::BTreeMap;
/// use service_quality::calendar::{CalendarSpec, HolidaySet};
/// use service_quality::quantity::HolidaySetId;
///
/// let sets: BTreeMap<HolidaySetId, HolidaySet> =
///     serde_json::from_str(r#"{"national": [{"name": "Christmas", "on": {"yearly": "12-25"}}]}"#)?;
/// let spec: CalendarSpec = serde_json::from_str(
///     r#"{
///         "time_zone": "-05:00",
///         "weekly": {"mon": ["09:00-12:00", "13:00-18:00"], "sat": ["09:00-13:00"]},
///         "changes": [{"from": "2026-07-01", "weekly": {"mon": ["08:00-16:00"]}}],
///         "holidays": [{"on": {"nth_weekday": {"nth": 4, "weekday": "thu", "month": 11}}}],
///         "holiday_sets": ["national"],
///         "exceptions": {"2026-12-24": ["09:00-12:00"]},
///         "closures": {"2026-03-02": ["14:00-15:30"]}
///     }"#,
/// )?;
/// let calendar = spec.resolve(&sets)?;
/// assert!(calendar.holiday("2026-12-25".parse()?).is_some());
///
/// let follow_the_sun: CalendarSpec = serde_json::from_str(
///     r#"{"time_zone": "UTC", "union": [
///         {"time_zone": "+09:00", "weekly": {"mon": ["09:00-17:00"]}},
///         {"time_zone": "+01:00", "weekly": {"mon": ["09:00-17:00"]}}
///     ]}"#,
/// )?;
/// assert!(follow_the_sun.resolve(&sets).is_ok());
///
/// let by_year: CalendarSpec = serde_json::from_str(
///     r#"{"time_zone": "UTC", "succession": [
///         {"version": "2025", "calendar": {"time_zone": "UTC", "weekly": {"mon": ["09:00-17:00"]}}},
///         {"version": "2026", "from": "2026-03-01", "calendar": {"time_zone": "UTC", "weekly": {"tue": ["08:00-20:00"]}}}
///     ]}"#,
/// )?;
/// let now = "2026-03-02T10:00:00Z".parse()?;
/// assert_eq!(by_year.resolve(&sets)?.version_at(now).map(|version| version.as_str()), Some("2026"));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarSpec {
    time_zone: Zone,
    #[serde(default, skip_serializing_if = "Week::is_closed")]
    weekly: Week,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Change>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    holidays: Vec<Holiday>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    holiday_sets: Vec<HolidaySetId>,
    #[serde(default, skip_serializing_if = "DateMap::is_empty")]
    exceptions: DateMap<Hours>,
    #[serde(default, skip_serializing_if = "DateMap::is_empty")]
    closures: DateMap<Hours>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    union: Option<Vec<CalendarSpec>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    intersection: Option<Vec<CalendarSpec>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    succession: Option<Vec<Dated>>,
}

/// Weekly hours from a date on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    from: WireDate,
    weekly: Week,
}

/// A calendar from a date on, the first of a succession from ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dated {
    version: Version,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<WireDate>,
    calendar: CalendarSpec,
}

impl CalendarSpec {
    /// Puts the holiday sets in and checks the whole.
    ///
    /// # Errors
    /// What [`CalendarBuilder::build`](super::CalendarBuilder::build), [`Calendar::union`] and
    /// [`Calendar::succession`] refuse; a holiday set that is not among `sets`; hours beside a `union`, an
    /// `intersection` or a `succession`, or several of these; a `from` of the first calendar of a succession, or none of
    /// a later one. The error names the place within the document.
    pub fn resolve(&self, sets: &BTreeMap<HolidaySetId, HolidaySet>) -> Result<Calendar, CalendarError> {
        self.resolve_at("calendar", sets)
    }

    fn resolve_at(
        &self,
        place: &str,
        sets: &BTreeMap<HolidaySetId, HolidaySet>,
    ) -> Result<Calendar, CalendarError> {
        let members = |kind: &str, members: &[Self]| -> Result<Vec<_>, CalendarError> {
            let member = |(index, member): (usize, &Self)| {
                member.resolve_at(&format!("{place}.{kind}[{index}]"), sets)
            };
            members.iter().enumerate().map(member).collect()
        };
        let calendar = match (&self.union, &self.intersection, &self.succession) {
            (None, None, None) => self.hours(place, sets)?.build(),
            (Some(union), None, None) if !self.has_hours() => {
                Calendar::union(self.time_zone, members("union", union)?)
            }
            (None, Some(all), None) if !self.has_hours() => {
                Calendar::intersection(self.time_zone, members("intersection", all)?)
            }
            (None, None, Some(dated)) if !self.has_hours() => {
                let (first, later) = in_turn(dated, place, sets)?;
                Calendar::succession(self.time_zone, first, later)
            }
            _ => Err(CalendarError::Mixed { place: "calendar".to_owned() }),
        };
        calendar.map_err(|error| error.within(place))
    }

    fn hours(
        &self,
        place: &str,
        sets: &BTreeMap<HolidaySetId, HolidaySet>,
    ) -> Result<CalendarBuilder, CalendarError> {
        let mut builder = Calendar::builder(self.time_zone).weekly(self.weekly.clone());
        for change in &self.changes {
            builder = builder.weekly_from(change.from.0, change.weekly.clone());
        }
        for holiday in &self.holidays {
            builder = builder.holiday(holiday.clone());
        }
        for (index, name) in self.holiday_sets.iter().enumerate() {
            let Some(set) = sets.get(name) else {
                let known: Vec<_> = sets.keys().take(20).map(|known| format!("`{known}`")).collect();
                return Err(CalendarError::UnknownHolidaySet {
                    place: format!("{place}.holiday_sets[{index}]"),
                    given: name.clone(),
                    known: if known.is_empty() {
                        "none, for there is no set".to_owned()
                    } else {
                        known.join(", ")
                    },
                });
            };
            builder = builder.holidays(set);
        }
        for (date, hours) in &self.exceptions.0 {
            builder = builder.exception(*date, hours.clone());
        }
        for (date, hours) in &self.closures.0 {
            builder = builder.closure(*date, hours.clone());
        }
        Ok(builder)
    }

    fn new(time_zone: Zone) -> Self {
        Self {
            time_zone,
            weekly: Week::new(),
            changes: Vec::new(),
            holidays: Vec::new(),
            holiday_sets: Vec::new(),
            exceptions: DateMap::default(),
            closures: DateMap::default(),
            union: None,
            intersection: None,
            succession: None,
        }
    }

    fn has_hours(&self) -> bool {
        !(self.weekly.is_closed()
            && self.changes.is_empty()
            && self.holidays.is_empty()
            && self.holiday_sets.is_empty()
            && self.exceptions.is_empty()
            && self.closures.is_empty())
    }
}

/// The first calendar of a succession, which has no date, and the later ones, which have one.
#[expect(clippy::type_complexity, reason = "what `Calendar::succession` takes")]
fn in_turn(
    dated: &[Dated],
    place: &str,
    sets: &BTreeMap<HolidaySetId, HolidaySet>,
) -> Result<((Version, Calendar), Vec<(NaiveDate, Version, Calendar)>), CalendarError> {
    let (mut first, mut later) = (None, Vec::new());
    for (index, Dated { version, from, calendar }) in dated.iter().enumerate() {
        let place = format!("{place}.succession[{index}]");
        let calendar = calendar.resolve_at(&format!("{place}.calendar"), sets)?;
        match (&first, from) {
            (None, None) => first = Some((version.clone(), calendar)),
            (Some(_), Some(WireDate(from))) => later.push((*from, version.clone(), calendar)),
            (None, Some(_)) => return Err(CalendarError::FirstDated { place }),
            (Some(_), None) => return Err(CalendarError::Undated { place }),
        }
    }
    first.map(|first| (first, later)).ok_or_else(|| CalendarError::NoMembers { place: place.to_owned() })
}

/// The definition behind a calendar, its holiday sets written out.
impl From<&Calendar> for CalendarSpec {
    fn from(calendar: &Calendar) -> Self {
        let spec = Self::new(calendar.zone());
        let specs = |members: &[Calendar]| Some(members.iter().map(Self::from).collect());
        match calendar.body() {
            Body::Hours(schedule) => {
                let definition = &schedule.definition;
                let changes = definition.changes.iter();
                Self {
                    weekly: definition.weekly.clone(),
                    changes: changes
                        .map(|(from, weekly)| Change { from: WireDate(*from), weekly: weekly.clone() })
                        .collect(),
                    holidays: definition.all_holidays().cloned().collect(),
                    exceptions: DateMap(definition.exceptions.clone()),
                    closures: DateMap(definition.closures.clone()),
                    ..spec
                }
            }
            Body::Union(members) => Self { union: specs(members), ..spec },
            Body::Intersection(members) => Self { intersection: specs(members), ..spec },
            Body::Succession(succession) => {
                let dated = succession.members().iter().map(|member| Dated {
                    version: member.version.clone(),
                    from: member.from.map(WireDate),
                    calendar: Self::from(&member.calendar),
                });
                Self { succession: Some(dated.collect()), ..spec }
            }
        }
    }
}

impl From<Calendar> for CalendarSpec {
    fn from(calendar: Calendar) -> Self {
        Self::from(&calendar)
    }
}

/// For a calendar that stands alone: it can name no holiday set.
impl TryFrom<CalendarSpec> for Calendar {
    type Error = CalendarError;

    fn try_from(spec: CalendarSpec) -> Result<Self, CalendarError> {
        spec.resolve(&BTreeMap::new())
    }
}
