//! Faults that other systems had, one test each; the numbers are those of the collection they come from.

use service_quality::calendar::{Boundary, Calendar, Holiday, Week, WorkingTime};
use service_quality::quantity::{Span, Timestamp};

use crate::{at, date, office, zone};

/// The walk, and the index of some months around an instant.
fn both(calendar: &Calendar, around: &str) -> [Box<dyn WorkingTime>; 3] {
    let day = |days: i32| at(around).checked_add(Span::from_hours(24 * days)).unwrap();
    let range = day(-100)..day(100);
    [
        Box::new(calendar.clone()),
        Box::new(calendar.compile(range.clone()).unwrap()),
        Box::new(calendar.compile_batch(range).unwrap()),
    ]
}

#[track_caller]
fn counts(calendar: &Calendar, from: &str, to: &str, seconds: i64) {
    for time in both(calendar, from) {
        assert_eq!(time.between(at(from), at(to)).seconds(), seconds);
    }
}

#[test]
fn pitfall_1_a_budget_used_up_at_closing_is_due_at_closing_or_on_request_at_opening() {
    let calendar = office("Europe/Berlin");
    let start = at("2026-03-06T08:00:00Z"); // 09:00
    for time in both(&calendar, "2026-03-06T00:00:00Z") {
        assert_eq!(time.add(start, Span::from_hours(8)), Ok(at("2026-03-06T16:00:00Z")));
        let opening = time.add_until(start, Span::from_hours(8), Boundary::NextOpening);
        assert_eq!(opening, Ok(at("2026-03-09T08:00:00Z")));
        // Nothing moves into working time; during working time it stays.
        let saturday = at("2026-03-07T12:00:00Z");
        assert_eq!(time.add(saturday, Span::ZERO), Ok(at("2026-03-09T08:00:00Z")));
        assert_eq!(time.subtract(saturday, Span::ZERO), Ok(at("2026-03-06T16:00:00Z")));
        assert_eq!(time.add(start, Span::ZERO), Ok(start));
        assert_eq!(time.subtract(start, Span::ZERO), Ok(start));
    }
}

#[test]
fn pitfall_9a_an_interval_in_a_repeated_hour_is_open_once() {
    let calendar = Calendar::builder(zone("Europe/Berlin"))
        .weekly(Week::new().sun("02:00-02:30").unwrap())
        .build()
        .unwrap();
    counts(&calendar, "2026-10-25T00:00:00Z", "2026-10-25T06:00:00Z", 1_800);
    for time in both(&calendar, "2026-10-25T00:00:00Z") {
        assert!(time.is_open(at("2026-10-25T00:15:00Z")) && !time.is_open(at("2026-10-25T01:15:00Z")));
    }
}

#[test]
fn pitfall_9b_moscow_2014_repeats_an_hour_without_daylight_saving() {
    let calendar = Calendar::builder(zone("Europe/Moscow"))
        .weekly(Week::new().sun("00:00-03:00").unwrap())
        .build()
        .unwrap();
    counts(&calendar, "2014-10-25T12:00:00Z", "2014-10-26T12:00:00Z", 4 * 3_600);
}

#[test]
fn pitfall_9c_dublin_and_london_change_alike() {
    for name in ["Europe/Dublin", "Europe/London"] {
        let calendar =
            Calendar::builder(zone(name)).weekly(Week::new().sun("00:00-01:30").unwrap()).build().unwrap();
        counts(&calendar, "2026-10-24T20:00:00Z", "2026-10-25T06:00:00Z", 5_400);
        let calendar =
            Calendar::builder(zone(name)).weekly(Week::new().sun("01:00-03:00").unwrap()).build().unwrap();
        counts(&calendar, "2026-10-24T20:00:00Z", "2026-10-25T06:00:00Z", 3 * 3_600);
    }
}

#[test]
fn pitfall_9d_lord_howe_shifts_by_half_an_hour() {
    // Clocks go from 02:00 to 02:30 on 2026-10-04: 02:10 becomes 02:40.
    let calendar = Calendar::builder(zone("Australia/Lord_Howe"))
        .weekly(Week::new().sun("02:10-03:00").unwrap())
        .build()
        .unwrap();
    counts(&calendar, "2026-10-03T12:00:00Z", "2026-10-04T12:00:00Z", 20 * 60);
}

#[test]
fn pitfall_9e_a_shifted_interval_is_not_counted_twice() {
    // 02:15-02:45 becomes 03:15-03:45, and overlaps 03:00-04:00.
    let calendar = Calendar::builder(zone("Europe/Berlin"))
        .weekly(Week::new().sun("02:15-02:45, 03:00-04:00").unwrap())
        .build()
        .unwrap();
    counts(&calendar, "2026-03-29T00:00:00Z", "2026-03-29T06:00:00Z", 3_600);
}

#[test]
fn pitfall_9f_a_date_that_does_not_exist_has_no_hours() {
    // Apia skipped Friday, 30 December 2011.
    let calendar = office("Pacific/Apia");
    counts(&calendar, "2011-12-29T10:00:00Z", "2011-12-31T10:00:00Z", 8 * 3_600);
    assert!(!calendar.is_business_day(date("2011-12-30")));
    let always = Calendar::always(zone("Pacific/Apia"));
    counts(&always, "2011-12-29T10:00:00Z", "2011-12-31T10:00:00Z", 48 * 3_600);
    assert!(!always.is_business_day(date("2011-12-30")));
}

#[test]
fn pitfall_9_a_day_is_not_86_400_seconds() {
    let always = Calendar::always(zone("Europe/Berlin"));
    counts(&always, "2024-10-26T22:00:00Z", "2024-10-27T23:00:00Z", 25 * 3_600);
    // Today's offset has no say in what was then: 09:00 in winter and in summer.
    let calendar = office("Europe/Berlin");
    assert_eq!(calendar.next_open(at("2026-01-15T00:00:00Z")), Ok(at("2026-01-15T08:00:00Z")));
    assert_eq!(calendar.next_open(at("2026-07-15T00:00:00Z")), Ok(at("2026-07-15T07:00:00Z")));
}

#[test]
fn pitfall_10_an_exception_replaces_the_hours_of_its_local_date() {
    let calendar = Calendar::builder(zone("Australia/Sydney"))
        .weekly(Week::new().mon_fri("09:00-17:00").unwrap())
        .exception(date("2026-03-04"), "12:00-14:00".parse().unwrap())
        .build()
        .unwrap();
    // Local 4 March, from its midnight to the next.
    counts(&calendar, "2026-03-03T13:00:00Z", "2026-03-04T13:00:00Z", 2 * 3_600);
}

#[test]
fn pitfall_11_overlapping_intervals_are_merged() {
    let week = Week::new().mon("09:00-13:00, 12:00-17:00").unwrap();
    let calendar = Calendar::builder(zone("Europe/Berlin")).weekly(week).build().unwrap();
    counts(&calendar, "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", 8 * 3_600);
}

#[test]
fn pitfall_14_a_day_ends_at_24_00() {
    let week = Week::new().every_day("00:00-24:00").unwrap();
    let calendar = Calendar::builder(zone("Europe/Berlin")).weekly(week).build().unwrap();
    assert_eq!(calendar.segments(at("2026-03-02T00:00:00Z"), at("2026-04-02T00:00:00Z")).count(), 1);
    counts(&calendar, "2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z", 2 * 86_400);
}

#[test]
fn pitfall_15_an_empty_calendar_is_an_error_and_a_closed_one_ends() {
    assert!(Calendar::builder(zone("Europe/Berlin")).weekly(Week::new()).build().is_err());
    let closed = Calendar::builder(zone("Europe/Berlin"))
        .weekly(Week::new().mon("09:00-17:00").unwrap())
        .holiday(Holiday::yearly_between("01-01".parse().unwrap(), "12-31".parse().unwrap()))
        .build()
        .unwrap();
    for time in both(&closed, "2026-03-02T00:00:00Z") {
        assert_eq!(time.between(Timestamp::EPOCH, at("2026-03-02T00:00:00Z")), Span::ZERO);
        assert!(time.add(at("2026-03-02T00:00:00Z"), Span::from_hours(1)).is_err());
    }
}
