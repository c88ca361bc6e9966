//! What is refused, and in which words.

use service_quality::calendar::{
    Calendar, CalendarError, CalendarSpec, Holiday, Observed, Week, WorkingTimeError,
};

use crate::{at, date, office, zone};

#[track_caller]
fn refused(document: &str, expected: &str) {
    let error = serde_json::from_str::<Calendar>(document).unwrap_err().to_string();
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn documents_name_the_place() {
    refused(r#"{"time_zone": "UTC"}"#, "calendar never opens: give weekly hours, or an exception with hours");
    refused(r#"{"time_zone": "UTC", "weekly": {"mon": []}}"#, "calendar never opens");
    refused(
        r#"{"time_zone": "Mars/Olympus", "weekly": {"mon": "09:00-17:00"}}"#,
        "time zone `Mars/Olympus` is unknown: give an IANA name",
    );
    refused(
        r#"{"time_zone": "UTC", "weekly": {"mon": ["17:00-17:00"]}}"#,
        "opening hours `17:00-17:00` have no length: leave them out, or give `00:00-24:00` for a whole day",
    );
    refused(
        r#"{"time_zone": "UTC", "weekly": {"mon": ["22:00-30:00"]}}"#,
        "opening hours `22:00-30:00` cannot be read",
    );
    refused(
        r#"{"time_zone": "UTC", "weekly": {"mon": "09:00-17:00"}, "exceptions": {"2026-03-02": [], "2026-03-02": []}}"#,
        "the date 2026-03-02 is given twice: keep one entry, with all its hours",
    );
    refused(
        r#"{"time_zone": "UTC", "changes": [{"from": "2026-03-02", "weekly": {"mon": "09:00-17:00"}},
            {"from": "2026-03-02", "weekly": {}}]}"#,
        "calendar.changes: the date 2026-03-02 is given twice",
    );
    refused(
        r#"{"time_zone": "UTC", "weekly": {"mon": "09:00-17:00"}, "holidays": [{"on": {"dates":
            {"from": "2026-03-02", "to": "2026-03-01"}}}]}"#,
        "holiday: the range of dates 2026-03-02 to 2026-03-01 is reversed: give the earlier date first",
    );
    refused(
        r#"{"time_zone": "UTC", "weekly": {"mon": "09:00-17:00"}, "holidays": [{"on": {"date": "0000-03-02"}}]}"#,
        "date `0000-03-02` cannot be read: give `YYYY-MM-DD`, a date of the years 1 to 9999",
    );
    refused(r#"{"time_zone": "UTC", "weekly": {"monday": "09:00-17:00"}}"#, "unknown field `monday`");
    refused(
        r#"{"time_zone": "UTC", "weekly": {"mon": "09:00-17:00"}, "holiday_sets": ["national"]}"#,
        "calendar.holiday_sets[0]: holiday set `national` is unknown: give one of none, for there is no set",
    );
    refused(
        r#"{"time_zone": "UTC", "union": [{"time_zone": "UTC", "union": [{"time_zone": "UTC"}]}]}"#,
        "calendar.union[0].union[0] never opens",
    );
    refused(
        r#"{"time_zone": "UTC", "intersection": []}"#,
        "calendar has no members: give at least one calendar",
    );
    refused(
        r#"{"time_zone": "UTC", "union": [], "weekly": {"mon": "09:00-17:00"}}"#,
        "calendar: a calendar has either hours of its own, or `union`, or `intersection`, or `succession`: keep one",
    );
}

#[test]
fn nesting_ends() {
    let mut calendar = office("UTC");
    let error = loop {
        match Calendar::union(zone("UTC"), [calendar.clone()]) {
            Ok(deeper) => calendar = deeper,
            Err(error) => break error,
        }
    };
    assert_eq!(error.to_string(), "calendar: calendars are nested deeper than 16 levels: flatten them");
    let deep = (0..120).fold(r#"{"time_zone": "UTC", "weekly": {}}"#.to_owned(), |inner, _| {
        format!(r#"{{"time_zone": "UTC", "union": [{inner}]}}"#)
    });
    assert!(serde_json::from_str::<CalendarSpec>(&deep).is_err());
}

#[test]
fn builders_keep_the_first_fault() {
    let once =
        || Calendar::builder(zone("UTC")).exception(date("2026-03-02"), "09:00-17:00".parse().unwrap());
    let twice = once().exception(date("2026-03-02"), "10:00-12:00".parse().unwrap()).build();
    let expected = CalendarError::Duplicate { place: "exceptions".to_owned(), date: date("2026-03-02") };
    assert_eq!(twice.unwrap_err(), expected);
    let far = chrono::NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap();
    let error = once().closure(far, "10:00-12:00".parse().unwrap()).build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "closures: the date +10000-01-01 is out of range: give the years 1 to 9999"
    );
}

#[test]
fn holidays_are_checked() {
    use chrono::Weekday::Mon;
    let message = |holiday: Result<Holiday, CalendarError>| holiday.unwrap_err().to_string();
    assert_eq!(message(Holiday::nth_weekday(6, Mon, 1)), "`nth` 6 is out of range: give 1 to 5");
    assert_eq!(message(Holiday::last_weekday(Mon, 13)), "month 13 is out of range: give 1 to 12");
    assert_eq!(message(Holiday::easter(181)), "days from Easter 181 is out of range: give -180 to 180");
    let yearly = || Holiday::yearly("12-25".parse().unwrap());
    assert_eq!(message(yearly().in_years(0..)), "year 0 is out of range: give 1 to 9999");
    assert_eq!(message(yearly().in_years(..i32::MIN)), "year -2147483648 is out of range: give 1 to 9999");
    let backwards = std::ops::RangeInclusive::new(2026, 2025);
    assert_eq!(
        message(yearly().in_years(backwards)),
        "`until_year` 2025 is out of range: give `from_year` or later"
    );
    assert!(
        message(yearly().named(" x")).starts_with("holiday name ` x` cannot be read: give 1 to 200 bytes")
    );
    let long = message(yearly().named(&"x".repeat(10_000_000)));
    assert!(long.len() < 300, "{}", long.len());
    let range = Holiday::between(date("2026-03-01"), date("2026-03-02")).unwrap().named("Fair").unwrap();
    assert_eq!(
        message(range.observed(Observed::NextMonday)),
        "holiday `Fair`: only a holiday of one day can be observed on another day: give one entry a day"
    );
}

#[test]
fn ranges_to_compile_are_checked() {
    let calendar = office("UTC");
    let (from, to) = (at("2026-03-02T00:00:00Z"), at("2026-03-01T00:00:00Z"));
    assert_eq!(
        calendar.compile(from..to).unwrap_err().to_string(),
        "the range 2026-03-02T00:00:00Z to 2026-03-01T00:00:00Z holds no time: give the earlier instant first"
    );
    let error = calendar.compile_batch(at("1800-01-01T00:00:00Z")..to).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a range of 82604 days is too long to compile: give at most 49700; outside the range an index still \
         answers, by walking"
    );
}

#[test]
fn errors_are_plain_values() {
    fn travels<E: std::error::Error + Send + Sync + Clone + PartialEq + 'static>(_: &E) {}
    travels(&Week::new().mon("x").unwrap_err());
    travels(&WorkingTimeError::OutOfRange { at: at("2026-03-02T00:00:00Z") });
}
