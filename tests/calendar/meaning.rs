//! What the parts of a calendar mean.

use std::collections::BTreeMap;

use service_quality::calendar::{
    BusinessDayRule, Calendar, CalendarSpec, ClosedReason, Holiday, HolidaySet, Week, WorkingTime,
};
use service_quality::quantity::{HolidaySetId, Span};

use crate::{at, date, office, zone};

/// The stretches of working time as `MM-DDThh:mm/hh:mm`, in UTC.
fn open(time: &impl WorkingTime, from: &str, to: &str) -> Vec<String> {
    let minute = |at: service_quality::quantity::Timestamp| at.to_string()[5..16].to_owned();
    let segments = time.segments(at(from), at(to));
    segments.map(|segment| format!("{}/{}", minute(segment.from()), minute(segment.to()))).collect()
}

fn nights() -> Calendar {
    let week = Week::new().mon_fri("22:00-06:00").unwrap();
    let holiday = Holiday::on(date("2026-03-04")).unwrap(); // a Wednesday
    let builder = Calendar::builder(zone("UTC")).weekly(week).holiday(holiday);
    builder.exception(date("2026-03-06"), "10:00-12:00, 23:00-02:00".parse().unwrap()).build().unwrap()
}

#[test]
fn what_a_night_leaves_to_a_date_belongs_to_that_date() {
    let expected = [
        "03-02T22:00/03-03T06:00",
        "03-03T22:00/03-04T00:00", // the holiday closes its own date alone
        "03-05T00:00/03-05T06:00", // and what its night leaves to Thursday is Thursday's
        "03-05T22:00/03-06T00:00", // the exception replaces the hours of its date, the morning among them
        "03-06T10:00/03-06T12:00",
        "03-06T23:00/03-07T06:00", // Friday's ordinary night falls on Saturday still
    ];
    assert_eq!(open(&nights(), "2026-03-02T12:00:00Z", "2026-03-08T12:00:00Z"), expected);
}

#[test]
fn hours_that_change_hold_from_their_date_on() {
    let calendar = Calendar::builder(zone("+08:00"))
        .weekly(Week::new().mon_fri("09:00-17:00").unwrap())
        .weekly_from(date("2026-03-04"), Week::new().mon_fri("10:00-12:00").unwrap())
        .weekly_from(date("2026-03-06"), Week::new())
        .build()
        .unwrap();
    let expected = [
        "03-02T01:00/03-02T09:00",
        "03-03T01:00/03-03T09:00",
        "03-04T02:00/03-04T04:00",
        "03-05T02:00/03-05T04:00",
    ];
    assert_eq!(open(&calendar, "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"), expected);
}

#[test]
fn closures_are_cut_out_of_whatever_is_open() {
    let calendar = Calendar::builder(zone("UTC"))
        .weekly(Week::new().mon_fri("09:00-17:00").unwrap())
        .exception(date("2026-03-07"), "08:00-12:00".parse().unwrap())
        .closure(date("2026-03-06"), "08:00-09:30, 12:00-13:00, 16:00-20:00".parse().unwrap())
        .closure(date("2026-03-07"), "10:00-10:30".parse().unwrap())
        .build()
        .unwrap();
    let expected = [
        "03-06T09:30/03-06T12:00",
        "03-06T13:00/03-06T16:00",
        "03-07T08:00/03-07T10:00",
        "03-07T10:30/03-07T12:00",
    ];
    assert_eq!(open(&calendar, "2026-03-06T00:00:00Z", "2026-03-09T00:00:00Z"), expected);
}

#[test]
fn an_exception_on_a_holiday_opens_it() {
    let golden_week = Holiday::between(date("2026-10-01"), date("2026-10-07")).unwrap();
    let calendar = Calendar::builder(zone("+08:00"))
        .weekly(Week::new().mon_fri("09:00-18:00").unwrap())
        .holiday(golden_week)
        .exception(date("2026-10-06"), "10:00-11:00".parse().unwrap())
        .exception(date("2026-10-10"), "09:00-18:00".parse().unwrap()) // a Saturday to make up for it
        .build()
        .unwrap();
    let expected = [
        "10-06T02:00/10-06T03:00",
        "10-08T01:00/10-08T10:00",
        "10-09T01:00/10-09T10:00",
        "10-10T01:00/10-10T10:00",
    ];
    assert_eq!(open(&calendar, "2026-10-01T00:00:00Z", "2026-10-11T00:00:00Z"), expected);
}

#[test]
fn the_sun_is_followed() {
    let (tokyo, london) = (office("+09:00"), office("+00:00"));
    let union = Calendar::union(zone("UTC"), [tokyo.clone(), london.clone()]).unwrap();
    let expected = ["03-02T00:00/03-02T08:00", "03-02T09:00/03-02T17:00"];
    assert_eq!(open(&union, "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"), expected);
    let meetings =
        Calendar::intersection(zone("UTC"), [office("+03:00"), london, Calendar::always(zone("UTC"))]);
    let expected = ["03-02T09:00/03-02T14:00"];
    assert_eq!(open(&meetings.unwrap(), "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"), expected);
    let nested = Calendar::union(zone("UTC"), [union, office("-06:00")]).unwrap();
    let expected = ["03-02T00:00/03-02T08:00", "03-02T09:00/03-02T23:00"];
    assert_eq!(open(&nested, "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"), expected);
    assert!(nested.is_business_day(date("2026-03-06")) && !nested.is_business_day(date("2026-03-07")));
}

#[test]
fn a_document_shares_holidays_by_name() {
    let national = Holiday::yearly("05-01".parse().unwrap()).named("Labour Day").unwrap();
    let sets = BTreeMap::from([(HolidaySetId::new("national").unwrap(), HolidaySet::new([national]))]);
    let text = r#"{"time_zone": "+01:00", "union": [
        {"time_zone": "+01:00", "weekly": {"fri": "09:00-17:00"}, "holiday_sets": ["national"]},
        {"time_zone": "+01:00", "weekly": {"sun": "10:00-12:00"}, "holiday_sets": ["national"]}]}"#;
    let spec: CalendarSpec = serde_json::from_str(text).unwrap();
    let calendar = spec.resolve(&sets).unwrap();
    assert_eq!(calendar.holiday(date("2026-05-01")).and_then(Holiday::name), Some("Labour Day"));
    // Written out, the sets' holidays stand in the calendars, and the calendar is the same.
    let written = serde_json::to_string(&calendar).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&written).unwrap(), calendar);
}

#[test]
fn explanations_name_the_reason() {
    let explain = |calendar: &Calendar, from: &str, to: &str| -> Vec<String> {
        let stretches = calendar.explain(at(from), at(to));
        stretches.iter().map(|stretch| stretch.to_string()[11..].replace(":00Z", "")).collect()
    };
    let named = Holiday::on(date("2026-03-04")).unwrap().named("Founders' Day").unwrap();
    let calendar = Calendar::builder(zone("UTC"))
        .weekly(Week::new().mon_fri("09:00-17:00").unwrap())
        .holiday(named.clone())
        .exception(date("2026-03-05"), "10:00-12:00".parse().unwrap())
        .closure(date("2026-03-03"), "12:00-13:00".parse().unwrap())
        .build()
        .unwrap();
    let expected = [
        "12:00 to 2026-03-03T13:00: closed for a part of the day",
        "13:00 to 2026-03-03T17:00: open",
        "17:00 to 2026-03-04T00:00: outside hours",
        "00:00 to 2026-03-05T00:00: holiday (Founders' Day)",
        "00:00 to 2026-03-05T10:00: outside the special hours of the day",
        "10:00 to 2026-03-05T12:00: open",
        "12:00 to 2026-03-06T00:00: outside the special hours of the day",
        "00:00 to 2026-03-06T08:00: outside hours",
    ];
    assert_eq!(explain(&calendar, "2026-03-03T12:00:00Z", "2026-03-06T08:00:00Z"), expected);

    let other = office("UTC");
    let both = Calendar::intersection(zone("UTC"), [other.clone(), calendar.clone()]).unwrap();
    let day = ("2026-03-04T10:00:00Z", "2026-03-04T18:00:00Z");
    assert_eq!(explain(&both, day.0, day.1), ["10:00 to 2026-03-04T18:00: holiday (Founders' Day)"]);
    let either = Calendar::union(zone("UTC"), [other, calendar]).unwrap();
    let expected = ["10:00 to 2026-03-04T17:00: open", "17:00 to 2026-03-04T18:00: holiday (Founders' Day)"];
    assert_eq!(explain(&either, day.0, day.1), expected);
    let last = either.explain(at(day.0), at(day.1)).pop().unwrap();
    assert_eq!(last.span(), Span::from_hours(1));
    assert_eq!(last.closed(), Some(&ClosedReason::Holiday { name: Some("Founders' Day".to_owned()) }));
}

#[test]
fn business_days_by_each_rule_backward() {
    let calendar = office("UTC");
    let sunday = at("2026-03-08T12:00:00Z");
    for (rule, expected) in [
        (BusinessDayRule::ThenNextOpening, "2026-03-06T12:00:00Z"), // Friday, a day before Sunday
        (BusinessDayRule::FromNextOpening, "2026-03-05T09:00:00Z"), // from Friday's opening
        (BusinessDayRule::CappedAtClosing, "2026-03-05T09:00:00Z"),
        (BusinessDayRule::EndOfDay, "2026-03-05T17:00:00Z"),
    ] {
        assert_eq!(calendar.subtract_business_days(sunday, 1, rule), Ok(at(expected)), "{rule:?}");
    }
    // bokmann/business_time, test/test_business_days.rb: from before hours back to the opening before.
    let early = at("2015-10-14T01:54:00Z");
    let back = calendar.subtract_business_days(early, 1, BusinessDayRule::FromNextOpening);
    assert_eq!(back, Ok(at("2015-10-12T09:00:00Z")));
}

#[test]
fn relative_targets() {
    let calendar = office("UTC");
    let friday = at("2026-03-06T10:00:00Z");
    assert_eq!(calendar.end_of_business_day(friday, 0), Ok(at("2026-03-06T17:00:00Z")));
    assert_eq!(calendar.end_of_business_day(friday, 2), Ok(at("2026-03-10T17:00:00Z")));
    assert_eq!(
        calendar.business_day_at(friday, 1, "16:00:00".parse().unwrap()),
        Ok(at("2026-03-09T16:00:00Z"))
    );
    let saturday = at("2026-03-07T10:00:00Z");
    assert_eq!(calendar.end_of_business_day(saturday, 0), Ok(at("2026-03-09T17:00:00Z")));
    assert_eq!(
        calendar.business_day_at(saturday, 1, "07:00:00".parse().unwrap()),
        Ok(at("2026-03-09T07:00:00Z"))
    );
    // A day that closes after midnight ends, as a local date, at midnight.
    let night =
        Calendar::builder(zone("UTC")).weekly(Week::new().mon("20:00-02:00").unwrap()).build().unwrap();
    assert_eq!(night.end_of_business_day(at("2026-03-02T10:00:00Z"), 0), Ok(at("2026-03-03T00:00:00Z")));
}
