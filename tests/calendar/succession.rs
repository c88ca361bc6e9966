//! Calendars one after another: what holds when, and what is refused.

use service_quality::calendar::{BusinessDayRule, Calendar, CalendarError, Holiday, Week, WorkingTime};
use service_quality::quantity::{Span, Timestamp, Version};

use crate::{at, date, office, zone};

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

fn weekly(zone_name: &str, week: Week) -> Calendar {
    Calendar::builder(zone(zone_name)).weekly(week).build().unwrap()
}

/// `first` until a date, `second` from it on.
fn changed(zone_name: &str, first: &Calendar, from: &str, second: &Calendar) -> Calendar {
    let later = [(date(from), version("new"), second.clone())];
    Calendar::succession(zone(zone_name), (version("old"), first.clone()), later).unwrap()
}

/// The stretches of time as `MM-DDThh:mm: open` or why not, in UTC.
fn explained(calendar: &Calendar, from: &str, to: &str) -> Vec<String> {
    let stretches = calendar.explain(at(from), at(to));
    let closed = |stretch: &service_quality::calendar::Stretch| match stretch.closed() {
        None => "open".to_owned(),
        Some(reason) => reason.to_string(),
    };
    stretches
        .iter()
        .map(|stretch| format!("{}: {}", &stretch.from().to_string()[5..16], closed(stretch)))
        .collect()
}

#[test]
fn each_version_holds_from_midnight_of_its_date_on() {
    let offices = [office("+08:00"), office("+08:00"), office("+08:00")];
    let [first, second, third] = offices;
    let later = [(date("2026-03-03"), version("2"), second), (date("2026-03-05"), version("3"), third)];
    let calendar = Calendar::succession(zone("+08:00"), (version("1"), first), later).unwrap();
    for (instant, expected) in [
        ("0001-01-01T00:00:00Z", "1"),
        ("2026-03-02T23:59:59+08:00", "1"),
        ("2026-03-03T00:00:00+08:00", "2"),
        ("2026-03-04T23:59:59+08:00", "2"),
        ("2026-03-05T00:00:00+08:00", "3"),
        ("9999-12-31T23:59:59Z", "3"),
    ] {
        assert_eq!(calendar.version_at(at(instant)), Some(&version(expected)), "{instant}");
    }
    // What has no versions itself names none.
    assert_eq!(office("UTC").version_at(Timestamp::EPOCH), None);
    for combined in [Calendar::union, Calendar::intersection] {
        let combined = combined(zone("UTC"), vec![calendar.clone()]).unwrap();
        assert_eq!(combined.version_at(Timestamp::EPOCH), None);
    }
}

#[test]
fn an_opening_over_the_change_is_cut_and_joined() {
    let nights = |hours: &str| weekly("UTC", Week::new().every_day(hours).unwrap());
    let open = |one: &str, other: &str| {
        let calendar = changed("UTC", &nights(one), "2026-03-03", &nights(other));
        let segments = calendar.segments(at("2026-03-02T12:00:00Z"), at("2026-03-03T12:00:00Z"));
        segments
            .map(|segment| {
                format!("{}/{}", &segment.from().to_string()[11..16], &segment.to().to_string()[11..16])
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(open("22:00-06:00", "09:00-11:00"), ["22:00/00:00", "09:00/11:00"]);
    assert_eq!(open("13:00-15:00", "22:00-06:00"), ["13:00/15:00", "00:00/06:00"]);
    assert_eq!(open("22:00-06:00", "20:00-04:00"), ["22:00/04:00"]);
    // The change is that of the succession's zone, wherever its members are.
    let calendar = changed("-05:00", &Calendar::always(zone("UTC")), "2026-03-03", &office("UTC"));
    assert_eq!(calendar.next_open(at("2026-03-03T04:59:59Z")), Ok(at("2026-03-03T04:59:59Z")));
    assert_eq!(calendar.next_open(at("2026-03-03T05:00:00Z")), Ok(at("2026-03-03T09:00:00Z")));
}

#[test]
fn business_days_are_those_of_the_calendar_of_the_date() {
    let weekends = weekly("UTC", Week::new().sat("10:00-14:00").unwrap().sun("10:00-14:00").unwrap());
    let calendar = changed("UTC", &office("UTC"), "2026-03-04", &weekends); // a Wednesday
    let days =
        ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09"];
    let expected = [true, true, false, false, true, true, false];
    assert_eq!(days.map(|day| calendar.is_business_day(date(day))), expected);
    let index = calendar.compile(at("2026-01-01T00:00:00Z")..at("2027-01-01T00:00:00Z")).unwrap();
    for time in [&calendar as &dyn WorkingTime, &index] {
        let monday = at("2026-03-02T16:00:00Z");
        let moved = |n| time.add_business_days(monday, n, BusinessDayRule::EndOfDay);
        assert_eq!(moved(1), Ok(at("2026-03-03T17:00:00Z")));
        assert_eq!(moved(2), Ok(at("2026-03-07T14:00:00Z")));
        assert_eq!(moved(4), Ok(at("2026-03-14T14:00:00Z")));
        let back = time.subtract_business_days(at("2026-03-08T12:00:00Z"), 2, BusinessDayRule::EndOfDay);
        assert_eq!(back, Ok(at("2026-03-03T17:00:00Z")));
        // One hour of Monday, eight of Tuesday, and one of Saturday.
        assert_eq!(time.add(monday, Span::from_hours(10)), Ok(at("2026-03-07T11:00:00Z")));
    }
}

#[test]
fn reasons_and_holidays_come_from_the_calendar_of_the_date() {
    let closed_on = |name: &str| {
        let holiday = Holiday::between(date("2026-03-03"), date("2026-03-04")).unwrap().named(name).unwrap();
        let week = Week::new().mon_fri("09:00-17:00").unwrap();
        Calendar::builder(zone("UTC")).weekly(week).holiday(holiday).build().unwrap()
    };
    let calendar = changed("UTC", &closed_on("Fair"), "2026-03-04", &closed_on("Strike"));
    let expected = [
        "03-02T16:00: open",
        "03-02T17:00: outside hours",
        "03-03T00:00: holiday (Fair)",
        "03-04T00:00: holiday (Strike)",
        "03-05T00:00: outside hours",
    ];
    assert_eq!(explained(&calendar, "2026-03-02T16:00:00Z", "2026-03-05T09:00:00Z"), expected);
    let name = |day: &str| calendar.holiday(date(day)).and_then(Holiday::name);
    assert_eq!(["2026-03-03", "2026-03-04", "2026-03-05"].map(name), [Some("Fair"), Some("Strike"), None]);
    // One reason on both sides is one stretch.
    let calendar = changed("UTC", &office("UTC"), "2026-03-04", &office("UTC"));
    let expected = ["03-03T16:00: open", "03-03T17:00: outside hours", "03-04T09:00: open"];
    assert_eq!(explained(&calendar, "2026-03-03T16:00:00Z", "2026-03-04T10:00:00Z"), expected);
}

#[test]
fn successions_combine_and_nest() {
    let inner = changed("UTC", &office("UTC"), "2026-03-04", &Calendar::always(zone("UTC")));
    let outer = changed("UTC", &Calendar::always(zone("UTC")), "2026-03-03", &inner);
    let (from, to) = (at("2026-03-02T00:00:00Z"), at("2026-03-05T00:00:00Z"));
    assert_eq!(outer.between(from, to), Span::from_hours(24 + 8 + 24));
    assert_eq!(outer.version_at(to), Some(&version("new")));
    let both = Calendar::intersection(zone("UTC"), [outer.clone(), office("UTC")]).unwrap();
    assert_eq!(both.between(from, to), Span::from_hours(24));
    let either = Calendar::union(zone("UTC"), [inner, office("UTC")]).unwrap();
    assert_eq!(either.between(from, to), Span::from_hours(8 + 8 + 24));
    let written = serde_json::to_string(&outer).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&written).unwrap(), outer);
}

/// The search for an opening goes on past the last change, however far off it is.
#[test]
fn a_change_in_a_far_year_is_found() {
    let once = Calendar::builder(zone("UTC")).exception(date("2020-06-01"), "09:00-17:00".parse().unwrap());
    let once = once.build().unwrap();
    let calendar = changed("UTC", &once, "8000-01-03", &office("UTC"));
    assert_eq!(calendar.next_open(at("2026-01-01T00:00:00Z")), Ok(at("8000-01-03T09:00:00Z")));
    let calendar = changed("UTC", &office("UTC"), "0030-01-01", &once);
    assert_eq!(calendar.previous_close(at("2019-01-01T00:00:00Z")), Ok(at("0029-12-31T17:00:00Z")));
    assert!(calendar.next_open(at("2021-01-01T00:00:00Z")).is_err());
}

#[test]
fn what_does_not_follow_is_refused() {
    let later = |days: &[(&str, &str)]| {
        let later = days.iter().map(|(day, name)| (date(day), version(name), office("UTC")));
        Calendar::succession(zone("UTC"), (version("1"), office("UTC")), later).unwrap_err()
    };
    let error = later(&[("2026-03-02", "2"), ("2026-03-02", "3")]);
    let (place, day) = ("succession[2]".to_owned(), date("2026-03-02"));
    assert_eq!(error, CalendarError::NotIncreasing { place, date: day, last: day });
    let error = later(&[("2026-03-02", "2"), ("2026-03-01", "3")]).to_string();
    let expected = "succession[2]: the date 2026-03-01 does not come after 2026-03-02: give the calendars by date, one a date";
    assert_eq!(error, expected);
    let expected = "succession[1]: version `1` is given twice: give each calendar a version of its own";
    assert_eq!(later(&[("2026-03-02", "1")]).to_string(), expected);
    let far = (chrono::NaiveDate::MAX, version("2"), office("UTC"));
    let error = Calendar::succession(zone("UTC"), (version("1"), office("UTC")), [far]).unwrap_err();
    assert!(
        error.to_string().starts_with("succession[1]: the date +262142-12-31 is out of range"),
        "{error}"
    );
    let mut calendar = office("UTC");
    let error = loop {
        match Calendar::succession(zone("UTC"), (version("1"), calendar.clone()), []) {
            Ok(deeper) => calendar = deeper,
            Err(error) => break error,
        }
    };
    assert_eq!(error, CalendarError::TooDeep { place: "calendar".to_owned(), allowed: 16 });
    let written = serde_json::to_string(&calendar).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&written).unwrap(), calendar);
}

#[test]
fn documents_name_the_place() {
    #[track_caller]
    fn refused(members: &str, expected: &str) {
        let office = r#""calendar": {"time_zone": "UTC", "weekly": {"mon": "09:00-17:00"}}"#;
        let members = members.replace("OFFICE", office);
        let document = format!(r#"{{"time_zone": "UTC", "succession": [{members}]}}"#);
        let error = serde_json::from_str::<Calendar>(&document).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
    refused("", "calendar has no members: give at least one calendar");
    refused(
        r#"{"version": "1", "from": "2026-03-01", OFFICE}"#,
        "calendar.succession[0]: the first calendar of a succession holds from ever: leave `from` out",
    );
    refused(
        r#"{"version": "1", OFFICE}, {"version": "2", OFFICE}"#,
        "calendar.succession[1]: a later calendar of a succession holds from a date on: give `from`, such as `2026-03-01`",
    );
    refused(
        r#"{"version": "1", OFFICE}, {"version": "2", "from": "2026-03-02", OFFICE}, {"version": "3", "from": "2026-03-02", OFFICE}"#,
        "calendar.succession[2]: the date 2026-03-02 does not come after 2026-03-02",
    );
    refused(
        r#"{"version": "1", OFFICE}, {"version": "1", "from": "2026-03-02", OFFICE}"#,
        "calendar.succession[1]: version `1` is given twice",
    );
    refused(
        r#"{"version": "1", "calendar": {"time_zone": "UTC"}}"#,
        "calendar.succession[0].calendar never opens",
    );
    refused(
        r#"{"version": "1", "calendar": {"time_zone": "UTC", "weekly": {"mon": "09:00-17:00"}, "holiday_sets": ["x"]}}"#,
        "calendar.succession[0].calendar.holiday_sets[0]: holiday set `x` is unknown",
    );
    refused(
        r#"{"version": "1", OFFICE}, {"version": "2", "from": "2026-02-30", OFFICE}"#,
        "date `2026-02-30` cannot be read",
    );
    refused("{OFFICE}", "missing field `version`");
    refused(r#"{"version": "1", "until": "2026-03-01", OFFICE}"#, "unknown field `until`");
    let mixed = r#"{"time_zone": "UTC", "succession": [], "union": []}"#;
    let error = serde_json::from_str::<Calendar>(mixed).unwrap_err().to_string();
    assert!(error.starts_with("calendar: a calendar has either hours of its own, or `union`"), "{error}");
}

#[cfg(feature = "tz")]
mod law {
    use proptest::prelude::*;
    use service_quality::calendar::Stretch;

    use super::*;
    use crate::law::{DAY, instant, later};
    use crate::sample::{self, Random};

    /// Samoa had no 30 December 2011: what begins on it begins with the 31st, and what begins there takes over at once.
    #[test]
    fn a_date_that_does_not_exist_begins_with_the_next() {
        let apia = "Pacific/Apia";
        let (first, always) = (office(apia), Calendar::always(zone(apia)));
        let change = at("2011-12-30T10:00:00Z"); // midnight from Thursday the 29th to Saturday the 31st
        let calendar = changed(apia, &first, "2011-12-30", &always);
        assert_eq!(calendar.version_at(later(change, -1)), Some(&version("old")));
        assert_eq!(calendar.version_at(change), Some(&version("new")));
        assert_eq!(calendar.next_open(later(change, -1)), Ok(change));
        assert!(
            !calendar.is_business_day(date("2011-12-30")) && calendar.is_business_day(date("2011-12-31"))
        );
        let both =
            [(date("2011-12-30"), version("2"), always), (date("2011-12-31"), version("3"), office(apia))];
        let calendar = Calendar::succession(zone(apia), (version("1"), first), both).unwrap();
        assert_eq!(calendar.version_at(later(change, -1)), Some(&version("1")));
        assert_eq!(calendar.version_at(change), Some(&version("3")));
        assert!(!calendar.is_open(change));
    }

    /// A succession and its members, the first from ever, the others each from an instant on.
    struct Sample {
        calendar: Calendar,
        center: Timestamp,
        first: Calendar,
        later: Vec<(chrono::NaiveDate, Timestamp, Calendar)>,
    }

    impl Sample {
        fn new(random: &mut Random) -> Self {
            let (zone, center, first, later) = sample::members(random);
            let dated = later.iter().enumerate();
            let dated =
                dated.map(|(index, (date, member))| (*date, sample::version(index + 1), member.clone()));
            let calendar = Calendar::succession(zone, (sample::version(0), first.clone()), dated).unwrap();
            let midnight =
                |date: chrono::NaiveDate| zone.instant(date.and_time(chrono::NaiveTime::MIN)).unwrap();
            let later = later.into_iter().map(|(date, member)| (date, midnight(date), member)).collect();
            Self { calendar, center, first, later }
        }

        /// The index of the member that holds at an instant.
        fn at(&self, at: Timestamp) -> usize {
            self.later.iter().filter(|(_, start, _)| *start <= at).count()
        }

        fn member(&self, index: usize) -> &Calendar {
            if index == 0 { &self.first } else { &self.later[index - 1].2 }
        }

        /// A range cut where the members change.
        fn pieces(&self, from: Timestamp, to: Timestamp) -> Vec<(&Calendar, Timestamp, Timestamp)> {
            let starts =
                self.later.iter().map(|(_, start, _)| *start).filter(|start| from < *start && *start < to);
            let mut cuts: Vec<_> = starts.chain([from, to]).collect();
            cuts.sort();
            cuts.windows(2).map(|cut| (self.member(self.at(cut[0])), cut[0], cut[1])).collect()
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn every_second_is_that_of_the_member_that_holds(seed: u64) {
            let sample = Sample::new(&mut Random(seed));
            let range = later(sample.center, -20 * DAY)..later(sample.center, 20 * DAY);
            let members = 0..=sample.later.len();
            let members: Vec<_> = members.map(|index| sample.member(index).compile(range.clone()).unwrap()).collect();
            let (index, batch) =
                (sample.calendar.compile(range.clone()).unwrap(), sample.calendar.compile_batch(range).unwrap());
            for (_, start, _) in &sample.later {
                for second in -DAY / 2..DAY / 2 {
                    let at = later(*start, second);
                    let expected = members[sample.at(at)].is_open(at);
                    prop_assert_eq!(index.is_open(at), expected, "{}", at);
                    prop_assert_eq!(batch.is_open(at), expected, "{}", at);
                    if second % 600 == 0 || (-2..2).contains(&second) {
                        prop_assert_eq!(sample.calendar.is_open(at), expected, "{}", at);
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn a_range_is_the_sum_of_the_members_pieces(seed: u64) {
            let random = &mut Random(seed);
            let sample = Sample::new(random);
            let calendar = &sample.calendar;
            for _ in 0..8 {
                let mut ends = [instant(random, sample.center), instant(random, sample.center)];
                ends.sort();
                let [from, to] = ends;
                let expected = sample::version(sample.at(from));
                prop_assert_eq!(calendar.version_at(from), Some(&expected));
                let pieces = sample.pieces(from, to);
                let sum = pieces.iter().fold(Span::ZERO, |sum, (member, from, to)| sum + member.between(*from, *to));
                prop_assert_eq!(calendar.between(from, to), sum, "{} {}", from, to);
                let reasons = |stretches: Vec<Stretch>| {
                    stretches.into_iter().map(|stretch| (stretch.from(), stretch.to(), stretch.closed().cloned()))
                };
                let mut expected: Vec<_> =
                    pieces.iter().flat_map(|(member, from, to)| reasons(member.explain(*from, *to))).collect();
                expected.dedup_by(|next, last| {
                    let joined = next.2 == last.2;
                    if joined {
                        last.1 = next.1;
                    }
                    joined
                });
                prop_assert!(reasons(calendar.explain(from, to)).eq(expected));
            }
        }

        #[test]
        fn a_date_is_that_of_the_member_that_holds_on_it(seed: u64) {
            let sample = Sample::new(&mut Random(seed));
            let zone = sample.calendar.zone();
            for days in -16..=16 {
                let date = zone.date(sample.center) + chrono::TimeDelta::days(days);
                let member = sample.member(sample.later.iter().filter(|(from, _, _)| *from <= date).count());
                prop_assert_eq!(sample.calendar.holiday(date), member.holiday(date), "{}", date);
                if member.zone() == zone {
                    let expected = member.is_business_day(date);
                    prop_assert_eq!(sample.calendar.is_business_day(date), expected, "{}", date);
                }
            }
        }
    }
}
