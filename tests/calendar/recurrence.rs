//! Days that come again: no month is left out, and the day of the month comes back.

use chrono::{Datelike, Weekday};
use proptest::prelude::*;
use service_quality::calendar::{CalendarError, Frequency, MonthlyDay, Recurrence};
use service_quality::quantity::{Date, Language};

#[track_caller]
fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[track_caller]
fn read(json: &str) -> Recurrence {
    serde_json::from_str(json).unwrap()
}

#[track_caller]
fn listed(recurrence: &Recurrence, from: &str, to: &str) -> String {
    let days: Vec<String> =
        recurrence.dates(day(from)..day(to)).map(|day| day.to_string()[5..].to_owned()).collect();
    days.join(" ")
}

#[test]
fn a_frequency_of_no_period_is_not_read() {
    let error = serde_json::from_str::<Frequency>(r#"{"days": {"every": 0}}"#).unwrap_err();
    assert!(error.to_string().starts_with("`every` of a recurrence 0 is out of range: give 1 or more"));
}

#[test]
fn the_thirty_first_comes_back() {
    let monthly = Recurrence::monthly(day("2026-01-01"), 1, MonthlyDay::Day(31)).unwrap();
    assert_eq!(
        listed(&monthly, "2026-01-01", "2027-01-01"),
        "01-31 02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31"
    );
    assert_eq!(listed(&monthly, "2028-02-01", "2028-04-01"), "02-29 03-31");
    let yearly = Recurrence::yearly(day("2024-01-01"), 1, "02-29".parse().unwrap()).unwrap();
    assert_eq!(listed(&yearly, "2024-01-01", "2029-01-01"), "02-29 02-28 02-28 02-28 02-29");
}

#[test]
fn periods_are_counted_from_the_one_of_the_first_day() {
    let quarterly = Recurrence::monthly(day("2026-01-15"), 3, MonthlyDay::Day(1)).unwrap();
    assert_eq!(listed(&quarterly, "2020-01-01", "2027-01-01"), "04-01 07-01 10-01");
    // 2026-01-15 is a Thursday: its own week has a Thursday left, but no Monday.
    let fortnightly = Recurrence::weekly(day("2026-01-15"), 2, vec![Weekday::Thu, Weekday::Mon]).unwrap();
    assert_eq!(listed(&fortnightly, "2026-01-01", "2026-02-20"), "01-15 01-26 01-29 02-09 02-12");
    let every_third_day = Recurrence::daily(day("2026-02-27"), 3).unwrap();
    assert_eq!(listed(&every_third_day, "2026-03-01", "2026-03-10"), "03-02 03-05 03-08");
    let tuesdays = MonthlyDay::NthWeekday { nth: 2, weekday: Weekday::Tue };
    let second = Recurrence::monthly(day("2026-01-01"), 1, tuesdays).unwrap();
    assert_eq!(listed(&second, "2026-01-01", "2026-05-01"), "01-13 02-10 03-10 04-14");
    let last = MonthlyDay::LastWeekday { weekday: Weekday::Fri };
    let last = Recurrence::monthly(day("2026-01-01"), 1, last).unwrap();
    assert_eq!(listed(&last, "2026-01-01", "2026-06-01"), "01-30 02-27 03-27 04-24 05-29");
}

#[test]
fn nothing_lies_in_an_empty_range_or_past_the_last_year() {
    let daily = Recurrence::daily(day("2026-01-01"), 1).unwrap();
    assert_eq!(daily.dates(day("2026-03-01")..day("2026-03-01")).count(), 0);
    assert_eq!(daily.dates(day("2026-03-02")..day("2026-03-01")).count(), 0);
    assert_eq!(daily.next_after(day("9999-12-31")), None);
    assert_eq!(daily.next_after(day("9999-12-30")), Some(day("9999-12-31")));
    for json in [
        r#"{"first": "0001-01-01", "repeats": {"days": {"every": 4294967295}}}"#,
        r#"{"first": "0001-01-01", "repeats": {"weeks": {"every": 4294967295, "on": ["mon"]}}}"#,
        r#"{"first": "0001-01-01", "repeats": {"months": {"every": 4294967295, "on": {"day": 1}}}}"#,
        r#"{"first": "0001-01-01", "repeats": {"years": {"every": 4294967295, "on": "01-01"}}}"#,
    ] {
        let rare = read(json);
        assert_eq!(rare.dates(day("0001-01-01")..day("9999-12-31")).count(), 1, "{json}");
        assert_eq!(rare.next_after(day("0001-01-01")), None, "{json}");
    }
    let last_week = read(r#"{"first": "9999-12-27", "repeats": {"weeks": {"on": ["mon", "fri", "sun"]}}}"#);
    assert_eq!(listed(&last_week, "9999-12-01", "9999-12-31"), "12-27");
    assert_eq!(last_week.next_after(day("9999-12-27")), Some(day("9999-12-31")));
}

#[test]
fn what_is_no_recurrence_is_refused() {
    let first = day("2026-01-01");
    let told = |refused: Result<Recurrence, CalendarError>| refused.unwrap_err().to_string();
    assert_eq!(
        told(Recurrence::daily(first, 0)),
        "`every` of a recurrence 0 is out of range: give 1 or more"
    );
    assert_eq!(
        told(Recurrence::weekly(first, 1, vec![])),
        "the number of weekdays 0 is out of range: give 1 to 7 of them, each once"
    );
    assert!(Recurrence::weekly(first, 1, vec![Weekday::Mon, Weekday::Tue, Weekday::Mon]).is_err());
    assert_eq!(
        told(Recurrence::monthly(first, 1, MonthlyDay::Day(32))),
        "the day of the month 32 is out of range: give 1 to 31, or `last_day`"
    );
    assert!(Recurrence::monthly(first, 1, MonthlyDay::Day(0)).is_err());
    let fifth = MonthlyDay::NthWeekday { nth: 5, weekday: Weekday::Mon };
    assert_eq!(
        told(Recurrence::monthly(first, 1, fifth)),
        "`nth` of a weekday 5 is out of range: give 1 to 4, or `last_weekday`"
    );
    for json in [
        r#"{"first": "2026-01-01", "repeats": {"weeks": {"on": []}}}"#,
        r#"{"first": "2026-01-01", "repeats": {"days": {"evry": 2}}}"#,
        r#"{"first": "2026-01-01", "repeats": "days"}"#,
        r#"{"repeats": {"days": {}}}"#,
    ] {
        assert!(serde_json::from_str::<Recurrence>(json).is_err(), "{json}");
    }
}

#[test]
fn rules_are_told_in_both_languages() {
    let chinese = |json: &str| read(json).text(Language::Chinese);
    assert_eq!(
        chinese(r#"{"first": "2026-01-31", "repeats": {"months": {"every": 3, "on": "last_day"}}}"#),
        "自 2026-01-31 起每 3 个月的最后一天"
    );
    assert_eq!(
        chinese(r#"{"first": "2026-01-31", "repeats": {"weeks": {"on": ["fri", "mon"]}}}"#),
        "自 2026-01-31 起每周的周一、周五"
    );
    assert_eq!(
        chinese(r#"{"first": "2026-01-31", "repeats": {"months": {"on": {"day": 31}}}}"#),
        "自 2026-01-31 起每月31日"
    );
    assert_eq!(
        chinese(r#"{"first": "2024-02-29", "repeats": {"years": {"on": "02-29"}}}"#),
        "自 2024-02-29 起每年2月29日"
    );
    assert_eq!(
        chinese(r#"{"first": "2024-02-29", "repeats": {"years": {"every": 4, "on": "02-29"}}}"#),
        "自 2024-02-29 起每 4 年的2月29日"
    );
    let third = MonthlyDay::NthWeekday { nth: 3, weekday: Weekday::Wed };
    assert_eq!(third.to_string(), "the 3rd Wed");
}

fn weekday() -> impl Strategy<Value = Weekday> {
    (0_u8..7).prop_map(|day| Weekday::try_from(day).unwrap())
}

fn frequency() -> impl Strategy<Value = Frequency> {
    let monthly = prop_oneof![
        (1_u32..=31).prop_map(MonthlyDay::Day),
        Just(MonthlyDay::LastDay),
        (1_u32..=4, weekday()).prop_map(|(nth, weekday)| MonthlyDay::NthWeekday { nth, weekday }),
        weekday().prop_map(|weekday| MonthlyDay::LastWeekday { weekday }),
    ];
    let day_of_year = (1_u32..=12, 1_u32..=29).prop_filter_map("no such day", |(month, day)| {
        service_quality::calendar::MonthDay::new(month, day).ok()
    });
    let weekdays = proptest::collection::btree_set(0_u8..7, 1..7);
    prop_oneof![
        (1_u32..40).prop_map(|every| Frequency::Days { every }),
        (1_u32..6, weekdays).prop_map(|(every, on)| Frequency::Weeks {
            every,
            on: on.into_iter().map(|day| Weekday::try_from(day).unwrap()).collect(),
        }),
        (1_u32..14, monthly).prop_map(|(every, on)| Frequency::Months { every, on }),
        (1_u32..5, day_of_year).prop_map(|(every, on)| Frequency::Years { every, on }),
    ]
}

/// Whether a rule names a day, told day by day.
fn named(frequency: &Frequency, first: Date, date: Date) -> bool {
    let (start, now) = (first.naive(), date.naive());
    let months = |day: chrono::NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month());
    let last_of_month = now.succ_opt().unwrap().month() != now.month();
    let turn = |passed: i64, every: u32| passed % i64::from(every) == 0;
    match frequency {
        Frequency::Days { every } => turn(first.days_until(date), *every),
        Frequency::Weeks { every, on } => {
            let monday = |day: chrono::NaiveDate| day.week(Weekday::Mon).first_day();
            turn((monday(now) - monday(start)).num_days() / 7, *every) && on.contains(&now.weekday())
        }
        Frequency::Months { every, on } => {
            let in_month = match *on {
                MonthlyDay::Day(day) => now.day() == day || (last_of_month && now.day() < day),
                MonthlyDay::LastDay => last_of_month,
                MonthlyDay::NthWeekday { nth, weekday } => {
                    now.weekday() == weekday && now.day().div_ceil(7) == nth
                }
                MonthlyDay::LastWeekday { weekday } => {
                    now.weekday() == weekday && (now + chrono::Days::new(7)).month() != now.month()
                }
            };
            turn(months(now) - months(start), *every) && in_month
        }
        Frequency::Years { every, on } => {
            let leap_day = on.on(now.year()).is_none() && (now.month(), now.day()) == (2, 28);
            turn((now.year() - start.year()).into(), *every) && (on.on(now.year()) == Some(now) || leap_day)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_days_are_those_that_a_walk_finds(
        frequency in frequency(), first in 0_u32..1_500, from in 0_u32..1_500, length in 0_u32..1_500,
    ) {
        let epoch = day("2023-01-01");
        let (first, from) = (epoch.plus_days(first).unwrap(), epoch.plus_days(from).unwrap());
        let to = from.plus_days(length).unwrap();
        let recurrence = Recurrence::new(first, frequency.clone()).unwrap();
        let walked: Vec<Date> = (0..length)
            .map(|later| from.plus_days(later).unwrap())
            .filter(|date| *date >= first && named(&frequency, first, *date))
            .collect();
        prop_assert_eq!(recurrence.dates(from..to).collect::<Vec<_>>(), walked.clone());
        let one_by_one = std::iter::successors(recurrence.next_on_or_after(from), |day| recurrence.next_after(*day));
        prop_assert_eq!(one_by_one.take_while(|day| *day < to).collect::<Vec<_>>(), walked);
    }

    #[test]
    fn no_month_is_ever_left_out(on in 1_u32..=31, first in 0_u32..1_500) {
        let first = day("2023-01-01").plus_days(first).unwrap();
        let monthly = Recurrence::monthly(first, 1, MonthlyDay::Day(on)).unwrap();
        let days: Vec<Date> = monthly.dates(first..first.plus_months(30).unwrap()).collect();
        let month = |day: &Date| day.naive().year() * 12 + i32::try_from(day.naive().month()).unwrap();
        prop_assert!(days.windows(2).all(|pair| month(&pair[1]) - month(&pair[0]) == 1));
        prop_assert!(days.len() >= 29);
    }
}
