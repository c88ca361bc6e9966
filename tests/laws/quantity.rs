//! Numbers, names, spans, instants and periods: what is read is what was written, and the algebra holds.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use service_quality::quantity::{
    Number, Period, PeriodDates, Score, Share, Span, TicketId, Timestamp, Weight, Zone,
};

use super::sample::bytes;

/// `mantissa · 10^-scale` as text, of every size and precision that a number has, and somewhat beyond.
fn decimal() -> impl Strategy<Value = (i128, u32)> {
    let small = -20_000_i128..20_000;
    let wide = -(10_i128.pow(24))..=10_i128.pow(24);
    prop_oneof![(small, 0_u32..11), (wide, 0_u32..11)]
}

/// As people write decimals: no exponent, trailing zeros as they come.
fn written((mantissa, scale): (i128, u32)) -> String {
    let (sign, digits) = (if mantissa < 0 { "-" } else { "" }, mantissa.unsigned_abs().to_string());
    let scale = scale as usize;
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// In units of 10^-9, or nothing when it has more places than that.
fn billionths((mut mantissa, mut scale): (i128, u32)) -> Option<i128> {
    while scale > 0 && mantissa % 10 == 0 {
        (mantissa, scale) = (mantissa / 10, scale - 1);
    }
    (scale <= 9).then(|| mantissa * 10_i128.pow(9 - scale))
}

fn number() -> impl Strategy<Value = Number> {
    decimal().prop_filter_map("in range", |decimal| written(decimal).parse().ok())
}

fn units(number: Number) -> i128 {
    let decimal = number.value();
    billionths((decimal.mantissa(), decimal.scale())).unwrap()
}

fn instant() -> impl Strategy<Value = Timestamp> {
    let all = Timestamp::MIN.seconds()..=Timestamp::MAX.seconds();
    prop_oneof![all, 0_i64..4_000_000_000].prop_map(|seconds| Timestamp::from_seconds(seconds).unwrap())
}

fn date() -> impl Strategy<Value = NaiveDate> {
    let day =
        |days: u64| NaiveDate::from_ymd_opt(1, 1, 1).unwrap().checked_add_days(Days::new(days)).unwrap();
    // All years, and the decades in which the zones below did what they did.
    prop_oneof![0_u64..3_652_059, 728_000_u64..745_000].prop_map(day)
}

fn dates() -> impl Strategy<Value = PeriodDates> {
    (date(), 0_u8..5, 1_u64..400).prop_filter_map("within the years 1 to 9999", |(date, kind, days)| {
        match kind {
            0 => PeriodDates::year(date).ok(),
            1 => PeriodDates::quarter(date).ok(),
            2 => PeriodDates::month(date).ok(),
            3 => PeriodDates::iso_week(date).ok(),
            _ => PeriodDates::range(date, date.checked_add_days(Days::new(days))?).ok(),
        }
    })
}

/// Zones with a day that never was (Apia), half-hour shifts (Lord Howe), midnights that are skipped (São Paulo),
/// repeated (Havana) or crossed backwards (St John's).
fn zone() -> impl Strategy<Value = Zone> {
    let names = ["UTC", "+05:45", "-12:00"].into_iter();
    #[cfg(feature = "tz")]
    let names = names.chain([
        "Pacific/Apia",
        "Australia/Lord_Howe",
        "America/Sao_Paulo",
        "America/Havana",
        "America/St_Johns",
        "Asia/Shanghai",
    ]);
    proptest::sample::select(names.collect::<Vec<_>>()).prop_map(|name| name.parse().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers_are_read_exactly_or_not_at_all(given in decimal()) {
        let text = written(given);
        let units = billionths(given);
        let within = |least: i128, most: i128| {
            units.filter(|units| (least * 1_000_000_000..=most * 1_000_000_000).contains(units))
        };
        let scaled = |value: Option<rust_decimal::Decimal>| {
            value.map(|value| billionths((value.mantissa(), value.scale())).unwrap())
        };
        let large = 1_000_000_000_000_000;
        prop_assert_eq!(scaled(text.parse::<Number>().ok().map(Number::value)), within(-large, large));
        prop_assert_eq!(scaled(text.parse::<Score>().ok().map(Score::value)), within(0, 100));
        prop_assert_eq!(scaled(text.parse::<Share>().ok().map(Share::value)), within(0, 1));
        prop_assert_eq!(scaled(text.parse::<Weight>().ok().map(Weight::value)), within(0, 1_000_000));
    }

    #[test]
    fn equal_numbers_have_equal_bytes(number in number(), zeros in 0_usize..4) {
        let text = number.to_string();
        let longer = if text.contains('.') { format!("{text}{}", "0".repeat(zeros)) } else { text.clone() };
        let again: Number = longer.parse().unwrap();
        prop_assert_eq!(again, number);
        prop_assert_eq!(again.to_string(), text.clone());
        prop_assert_eq!(bytes(&number), format!("\"{text}\""));
        prop_assert_eq!(serde_json::from_str::<Number>(&bytes(&number)).unwrap(), number);
    }

    #[test]
    fn rounding_moves_by_half_a_step_at_most((one, other) in (number(), number()), places in 0_u32..=9) {
        let rounded = one.rounded(places);
        prop_assert!((units(rounded) - units(one)).abs() * 2 <= 10_i128.pow(9 - places));
        prop_assert_eq!(units(rounded) % 10_i128.pow(9 - places), 0);
        prop_assert_eq!(rounded.rounded(places), rounded);
        prop_assert!(one > other || one.rounded(places) <= other.rounded(places), "order is kept");
        // Half away from zero is the same on either side of it.
        let mirrored: Number = format!("{}e-9", -units(one)).parse().unwrap();
        prop_assert_eq!(units(mirrored.rounded(places)), -units(rounded));
    }

    #[test]
    fn names_are_short_visible_and_trimmed(name in "\\PC{0,5}|[ a\u{0}-\u{20}\u{7f}\u{a0}\u{3000}]{0,4}|a{195,205}") {
        let good = (1..=200).contains(&name.len()) && name.trim() == name && !name.contains(char::is_control);
        prop_assert_eq!(TicketId::new(&name).is_ok(), good);
    }

    #[test]
    fn spans(one in -i64::MAX..=i64::MAX, other in -4_000_000_i64..4_000_000) {
        let (one, other) = (Span::from_seconds(one), Span::from_seconds(other));
        prop_assert_eq!(one.to_string().parse::<Span>().unwrap(), one);
        prop_assert_eq!(one.seconds().to_string().parse::<Span>().unwrap(), one);
        prop_assert_eq!(serde_json::from_str::<Span>(&bytes(&one)).unwrap(), one);
        prop_assert_eq!(-(-one), one);
        prop_assert_eq!(one.checked_add(other), other.checked_add(one));
        if let Some(sum) = one.checked_add(other) {
            prop_assert_eq!(sum.checked_sub(other), Some(one));
        }
    }

    #[test]
    fn instants((one, other) in (instant(), instant())) {
        prop_assert_eq!(one.to_string().parse::<Timestamp>().unwrap(), one);
        prop_assert_eq!(one.to_string().len(), 20);
        prop_assert_eq!(serde_json::from_str::<Timestamp>(&bytes(&one)).unwrap(), one);
        prop_assert_eq!(one < other, one.to_string() < other.to_string(), "text sorts as time does");
        prop_assert_eq!(other.checked_add(one.since(other)), Some(one));
        prop_assert_eq!(other.checked_sub(other.since(one)), Some(one));
        prop_assert_eq!(one.since(other), -other.since(one));
    }

    #[test]
    fn periods_follow_one_another(dates in dates()) {
        prop_assert_eq!(dates.to_string().parse::<PeriodDates>().unwrap(), dates);
        prop_assert_eq!(serde_json::from_str::<PeriodDates>(&bytes(&dates)).unwrap(), dates);
        prop_assert!(dates.first() < dates.end());
        if let Some(next) = dates.next() {
            prop_assert_eq!(next.first(), dates.end());
            prop_assert_eq!(next.previous(), Some(dates));
        }
        if let Some(previous) = dates.previous() {
            prop_assert_eq!(previous.end(), dates.first());
            prop_assert_eq!(previous.next(), Some(dates));
        }
    }

    #[test]
    fn periods_are_ordered_by_their_dates(one in dates(), other in dates(), days in 1_u64..500) {
        let longer = one.end().checked_add_days(Days::new(days)).and_then(|end| PeriodDates::range(one.first(), end).ok());
        let same = PeriodDates::range(one.first(), one.end()).unwrap();
        for other in [Some(other), longer, Some(same), one.next()].into_iter().flatten() {
            let dates = (one.first(), one.end()).cmp(&(other.first(), other.end()));
            prop_assert!(dates.is_eq() || one.cmp(&other) == dates, "{} and {}", one, other);
            prop_assert_eq!(one.cmp(&other).is_eq(), one == other);
            prop_assert_eq!(one.cmp(&other), other.cmp(&one).reverse());
        }
    }

    #[test]
    fn a_period_is_the_instants_from_its_start_to_its_end(
        dates in dates(),
        zone in zone(),
        from_end in any::<bool>(),
        away in prop_oneof![-4_i64..4, -8_000_i64..8_000, -100_000_i64..100_000],
    ) {
        let period = Period::new(dates, zone);
        let (Ok(start), Ok(end)) = (period.start(), period.end()) else { return Ok(()) };
        prop_assert!(start <= end);
        let edge = if from_end { end } else { start };
        let Some(at) = edge.checked_add(Span::from_seconds(away)) else { return Ok(()) };
        prop_assert_eq!(period.contains(at), start <= at && at < end, "{} at {}", period, at);
        // What is not in it is in a period before or after, never in two.
        if let Some(next) = period.next() {
            prop_assert!(!(period.contains(at) && next.contains(at)));
            prop_assert!(next.start().map_or(true, |next| next == end));
        }
        prop_assert_eq!(serde_json::from_str::<Period>(&bytes(&period)).unwrap(), period);
    }
}

/// In 2010 the clocks of St John's went back at 00:01 to 23:01: for an hour it was Saturday again after Sunday
/// had begun. As in calendars, the first midnight divides.
#[cfg(feature = "tz")]
#[test]
fn a_date_that_comes_back_does_not_divide_a_period() {
    let zone: Zone = "America/St_Johns".parse().unwrap();
    let saturday = Period::new("2010-11-06/2010-11-07".parse().unwrap(), zone);
    let sunday = saturday.next().unwrap();
    let again: Timestamp = "2010-11-07T02:35:00Z".parse().unwrap();
    assert_eq!(zone.wall(again).to_string(), "2010-11-06 23:05:00");
    for period in [saturday, sunday] {
        let (start, end) = (period.start().unwrap(), period.end().unwrap());
        for at in [again, start, end, saturday.end().unwrap()] {
            assert_eq!(period.contains(at), start <= at && at < end, "{period} at {at}");
        }
    }
    assert!(sunday.contains(again));
}

#[test]
fn the_last_period_ends_within_the_year_9999() {
    let within = "give one that begins in the year 1 or later and ends, with the first date after it, within the year 9999";
    for (last, out) in
        [("9998", "9999"), ("9999-Q3", "9999-Q4"), ("9999-11", "9999-12"), ("9999-W51", "9999-W52")]
    {
        assert_eq!(last.parse::<PeriodDates>().unwrap().next(), None);
        let error = out.parse::<PeriodDates>().unwrap_err();
        assert_eq!(error.to_string(), format!("period `{out}` is out of range: {within}"));
    }
    assert!("0000".parse::<PeriodDates>().unwrap_err().to_string().ends_with(within));
    let mut mixed = ["2026-Q2", "2026-04", "2026", "2025-12", "2026-W14"]
        .map(|text| text.parse::<PeriodDates>().unwrap());
    mixed.sort();
    assert_eq!(mixed.map(|dates| dates.to_string()), ["2025-12", "2026", "2026-W14", "2026-04", "2026-Q2"]);
}

#[cfg(feature = "tz")]
#[test]
fn a_day_that_never_was_holds_no_instant() {
    let day: PeriodDates = "2011-12-30/2011-12-31".parse().unwrap();
    let period = Period::new(day, "Pacific/Apia".parse().unwrap());
    assert_eq!(period.start().unwrap(), period.end().unwrap());
    assert!(!period.contains(period.start().unwrap()));
}
