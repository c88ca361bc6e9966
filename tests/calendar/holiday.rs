//! When holidays are, and where they are observed.

use chrono::{Datelike, NaiveDate, Weekday};
use service_quality::calendar::{Calendar, CalendarError, Holiday, MonthDay, Observed, Week};

use crate::{date, zone};

fn day(text: &str) -> MonthDay {
    text.parse().unwrap()
}

/// The holidays of a year, `MM-DD`, in a calendar that is open from Monday to Friday.
fn dates(year: i32, holidays: impl IntoIterator<Item = Result<Holiday, CalendarError>>) -> Vec<String> {
    let week = Week::new().mon_fri("09:00-17:00").unwrap();
    let builder = Calendar::builder(zone("UTC")).weekly(week);
    let builder = holidays.into_iter().fold(builder, |builder, holiday| builder.holiday(holiday.unwrap()));
    let calendar = builder.build().unwrap();
    let days = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days().take_while(|day| day.year() == year);
    days.filter(|day| calendar.holiday(*day).is_some()).map(|day| day.format("%m-%d").to_string()).collect()
}

#[test]
fn rules_of_the_year() {
    let yearly = |text: &str| Ok(Holiday::yearly(day(text)));
    assert_eq!(dates(2026, [yearly("12-25"), yearly("02-29")]), ["12-25"]);
    assert_eq!(dates(2028, [yearly("02-29")]), ["02-29"]);
    assert_eq!(dates(2026, [Holiday::nth_weekday(4, Weekday::Thu, 11)]), ["11-26"]);
    assert_eq!(dates(2026, [Holiday::nth_weekday(5, Weekday::Mon, 2)]), [""; 0]);
    assert_eq!(dates(2026, [Holiday::last_weekday(Weekday::Mon, 5)]), ["05-25"]);
    assert_eq!(dates(2026, [Ok(Holiday::weekday_from(Weekday::Fri, day("11-23")))]), ["11-27"]);
    assert_eq!(
        dates(2026, [Holiday::easter(-2), Holiday::easter(1), Holiday::easter(39)]),
        ["04-03", "04-06", "05-14"]
    );
    assert_eq!(dates(2026, [Holiday::orthodox_easter(0)]), ["04-12"]);
    let founded = || Holiday::yearly(day("06-01")).in_years(2020..2027);
    assert_eq!(dates(2026, [founded()]), ["06-01"]);
    assert_eq!(dates(2027, [founded()]), [""; 0]);
    assert_eq!(dates(2019, [founded()]), [""; 0]);
}

#[test]
fn pitfall_21_a_yearly_range_runs_over_new_year() {
    let shutdown = || Ok(Holiday::yearly_between(day("12-30"), day("01-02")));
    assert_eq!(dates(2026, [shutdown()]), ["01-01", "01-02", "12-30", "12-31"]);
    // Its years are those in which it begins.
    let once = || Holiday::yearly_between(day("12-30"), day("01-02")).in_years(2026..=2026);
    assert_eq!(dates(2026, [once()]), ["12-30", "12-31"]);
    assert_eq!(dates(2027, [once()]), ["01-01", "01-02"]);
    let leap = || Ok(Holiday::yearly_between(day("02-28"), day("02-29")));
    assert_eq!(dates(2026, [leap()]), ["02-28"]);
    assert_eq!(dates(2028, [leap()]), ["02-28", "02-29"]);
    assert_eq!(dates(2026, [Ok(Holiday::yearly_between(day("02-29"), day("02-29")))]), [""; 0]);
}

#[test]
fn fixed_ranges_cross_years() {
    let range = || Holiday::between(date("2026-12-30"), date("2027-01-02"));
    assert_eq!(dates(2026, [range()]), ["12-30", "12-31"]);
    assert_eq!(dates(2027, [range()]), ["01-01", "01-02"]);
}

#[test]
fn observed_as_each_rule_says() {
    let observed = |text: &str, rule| Holiday::yearly(day(text)).observed(rule);
    // 2026-07-04 is a Saturday, 2027-07-04 a Sunday, 2028-07-04 a Tuesday.
    for (rule, in_2026, in_2027) in [
        (Observed::OwnDate, vec!["07-04"], vec!["07-04"]),
        (Observed::NearestWeekday, vec!["07-03", "07-04"], vec!["07-04", "07-05"]),
        (Observed::NextMonday, vec!["07-04", "07-06"], vec!["07-04", "07-05"]),
        (Observed::MondayIfSunday, vec!["07-04"], vec!["07-04", "07-05"]),
        (Observed::NextWorkingDay, vec!["07-04", "07-06"], vec!["07-04", "07-05"]),
        (Observed::PreviousWorkingDay, vec!["07-03", "07-04"], vec!["07-02", "07-04"]),
    ] {
        let in_2027 = if rule == Observed::PreviousWorkingDay { vec!["07-02", "07-04"] } else { in_2027 };
        assert_eq!(dates(2026, [observed("07-04", rule)]), in_2026, "{rule:?}");
        assert_eq!(dates(2027, [observed("07-04", rule)]), in_2027, "{rule:?}");
        assert_eq!(dates(2028, [observed("07-04", rule)]), ["07-04"], "{rule:?}");
    }
}

#[test]
fn substitute_days_do_not_collide() {
    // Great Britain, 2021 (Saturday, Sunday) and 2022 (Sunday, Monday), as gov.uk lists them.
    let christmas =
        || ["12-25", "12-26"].map(|text| Holiday::yearly(day(text)).observed(Observed::NextWorkingDay));
    assert_eq!(dates(2021, christmas()), ["12-25", "12-26", "12-27", "12-28"]);
    assert_eq!(dates(2022, christmas()), ["12-25", "12-26", "12-27"]);
}

#[test]
fn an_observed_day_may_fall_into_the_year_before() {
    let new_year = || Holiday::yearly(day("01-01")).observed(Observed::NearestWeekday);
    assert_eq!(dates(2021, [new_year()]), ["01-01", "12-31"]); // 2022-01-01 is a Saturday
}
