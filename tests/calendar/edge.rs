//! Centuries, the ends of time, and calendars that hardly ever open.

use service_quality::calendar::{
    Boundary, BusinessDayRule, Calendar, CalendarBuilder, Holiday, Hours, Week, WorkingTime, WorkingTimeError,
};
use service_quality::quantity::{Span, Timestamp};

use crate::{at, date, office, zone};

fn once() -> Calendar {
    Calendar::builder(zone("UTC")).exception(date("2015-06-01"), Hours::whole_day()).build().unwrap()
}

/// Has weekly hours, and a holiday on every day.
fn always_closed() -> Calendar {
    let week = Week::new().mon_fri("09:00-17:00").unwrap();
    let all_year = Holiday::yearly_between("01-01".parse().unwrap(), "12-31".parse().unwrap());
    Calendar::builder(zone("UTC")).weekly(week).holiday(all_year).build().unwrap()
}

#[test]
fn what_never_opens_says_so() {
    let now = at("2020-01-01T00:00:00Z");
    for calendar in [once(), always_closed()] {
        assert_eq!(calendar.next_open(now), Err(WorkingTimeError::NeverOpens { after: now }));
        assert_eq!(calendar.add(now, Span::MAX), Err(WorkingTimeError::NeverOpens { after: now }));
        let days = calendar.add_business_days(now, 3, BusinessDayRule::ThenNextOpening);
        assert_eq!(days, Err(WorkingTimeError::NeverOpens { after: at("2020-01-02T00:00:00Z") }));
    }
    let before = at("2015-05-31T23:00:00Z");
    assert_eq!(once().previous_close(before), Err(WorkingTimeError::NeverOpened { before }));
    assert_eq!(once().previous_close(now), Ok(at("2015-06-02T00:00:00Z")));
    // One day is used up, and no second is left.
    assert_eq!(once().add(before, Span::from_hours(24)), Ok(at("2015-06-02T00:00:00Z")));
    let after = at("2015-06-02T00:00:00Z");
    let error = WorkingTimeError::NeverOpens { after };
    assert_eq!(once().add_until(before, Span::from_hours(24), Boundary::NextOpening), Err(error));
    assert_eq!(once().add(before, Span::from_seconds(86_401)), Err(error));
    assert_eq!(
        error.to_string(),
        "the calendar does not open again after 2015-06-02T00:00:00Z: extend its hours"
    );
}

#[test]
fn rare_openings_are_found() {
    // 29 February on a Saturday: every 28 years, but that 2100 is no leap year.
    let week = Week::new().sat("09:00-10:00").unwrap();
    let day = |text: &str| text.parse().unwrap();
    let but_leap_days = [(day("01-01"), day("02-28")), (day("03-01"), day("12-31"))]
        .map(|(from, to)| Holiday::yearly_between(from, to));
    let builder = Calendar::builder(zone("UTC")).weekly(week);
    let calendar = but_leap_days.into_iter().fold(builder, CalendarBuilder::holiday).build().unwrap();
    assert_eq!(calendar.next_open(at("2021-01-01T00:00:00Z")), Ok(at("2048-02-29T09:00:00Z")));
    assert_eq!(calendar.next_open(at("2077-01-01T00:00:00Z")), Ok(at("2116-02-29T09:00:00Z")));
    assert_eq!(calendar.previous_close(at("2019-01-01T00:00:00Z")), Ok(at("1992-02-29T10:00:00Z")));
}

#[test]
fn the_ends_of_time() {
    let always = Calendar::always(zone("UTC"));
    let all = Timestamp::MAX.since(Timestamp::MIN);
    assert_eq!(always.between(Timestamp::MIN, Timestamp::MAX), all);
    assert_eq!(always.between(Timestamp::MAX, Timestamp::MIN), Span::ZERO);
    assert_eq!(always.add(Timestamp::MIN, all), Ok(Timestamp::MAX));
    assert_eq!(always.subtract(Timestamp::MAX, all), Ok(Timestamp::MIN));
    let beyond = WorkingTimeError::OutOfRange { at: Timestamp::MAX };
    assert_eq!(always.add(Timestamp::MAX, Span::from_seconds(1)), Err(beyond));
    assert_eq!(
        beyond.to_string(),
        "the answer to a question about 9999-12-31T23:59:59Z lies outside the years 1 to 9999: ask for less time"
    );
    let before = WorkingTimeError::OutOfRange { at: Timestamp::MIN };
    assert_eq!(always.subtract(Timestamp::MIN, Span::from_seconds(1)), Err(before));
    for zone_name in ["-12:00", "+14:00"] {
        let office = office(zone_name);
        assert!(office.add(Timestamp::MAX, Span::MAX).is_err());
        assert!(office.subtract(Timestamp::MIN, Span::MAX).is_err());
        assert!(office.next_open(Timestamp::MIN).is_ok());
        assert!(office.previous_close(Timestamp::MAX).is_ok());
        for rule in
            [BusinessDayRule::ThenNextOpening, BusinessDayRule::FromNextOpening, BusinessDayRule::EndOfDay]
        {
            assert!(office.add_business_days(Timestamp::MAX, 1, rule).is_err());
            assert!(office.subtract_business_days(Timestamp::MIN, 1, rule).is_err());
            assert!(office.add_business_days(at("2026-03-02T00:00:00Z"), u32::MAX, rule).is_err());
        }
    }
}

#[test]
fn an_index_at_the_ends_of_time() {
    for calendar in [office("UTC"), Calendar::always(zone("UTC"))] {
        let late = calendar.compile(at("9999-12-01T00:00:00Z")..Timestamp::MAX).unwrap();
        let early = calendar.compile_batch(Timestamp::MIN..at("0001-02-01T00:00:00Z")).unwrap();
        let shortest = calendar.compile(at("9999-12-31T23:59:58Z")..Timestamp::MAX).unwrap();
        for index in [late, early, shortest] {
            for start in
                [Timestamp::MIN, at("0001-01-01T12:00:00Z"), at("9999-12-31T16:59:59Z"), Timestamp::MAX]
            {
                for amount in [0, 1, 3_600, 86_400 * 40, -1, -3_600] {
                    let amount = Span::from_seconds(amount);
                    assert_eq!(index.add(start, amount), calendar.add(start, amount), "{start} {amount}");
                    assert_eq!(
                        index.subtract(start, amount),
                        calendar.subtract(start, amount),
                        "{start} {amount}"
                    );
                }
                assert_eq!(index.is_open(start), calendar.is_open(start), "{start}");
            }
        }
    }
}

#[test]
fn centuries_are_counted() {
    // 400 years are 20,871 weeks.
    let calendar = office("UTC");
    let (from, to) = (at("1900-01-01T00:00:00Z"), at("2300-01-01T00:00:00Z"));
    assert_eq!(calendar.between(from, to), Span::from_hours(20_871 * 40));
    assert_eq!(calendar.add(from, Span::from_hours(20_871 * 40 - 40 + 8)), Ok(at("2299-12-25T17:00:00Z")));
    let index = calendar.compile(at("2026-01-01T00:00:00Z")..at("2027-01-01T00:00:00Z")).unwrap();
    assert_eq!(index.between(from, to), calendar.between(from, to));
}
