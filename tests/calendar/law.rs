//! Walk, index, batch index and counting second by second give one answer; working time keeps its algebra.

use proptest::prelude::*;
use service_quality::calendar::{Boundary, BusinessDayRule, Calendar, Segment, Week, WorkingTime};
use service_quality::quantity::{Span, Timestamp};

use crate::sample::{self, Random};

pub(crate) const DAY: i64 = 86_400;

const RULES: [BusinessDayRule; 4] = [
    BusinessDayRule::ThenNextOpening,
    BusinessDayRule::FromNextOpening,
    BusinessDayRule::CappedAtClosing,
    BusinessDayRule::EndOfDay,
];

pub(crate) fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at.checked_add(Span::from_seconds(seconds)).unwrap()
}

/// Mostly near the center, some beyond what an index of 40 days either way covers.
pub(crate) fn instant(random: &mut Random, center: Timestamp) -> Timestamp {
    let reach = *random.pick(&[3_600, 2 * DAY, 10 * DAY, 60 * DAY]);
    let at = later(center, random.around(reach));
    // On the whole quarter of an hour, where intervals begin and end.
    if random.one_in(2) { later(at, -at.seconds().rem_euclid(900)) } else { at }
}

fn amount(random: &mut Random) -> Span {
    let reach = *random.pick(&[1, 7_200, DAY / 2, 2 * DAY]);
    Span::from_seconds(random.around(reach))
}

/// Everything that can be asked, put to two that should answer alike.
fn same(one: &dyn WorkingTime, other: &dyn WorkingTime, random: &mut Random, center: Timestamp) {
    // To prove that nothing opens any more takes a walk of centuries each time.
    let busy =
        |from: i64, to: i64| one.between(later(center, from * DAY), later(center, to * DAY)) > Span::ZERO;
    let lively = busy(-100, -60) && busy(60, 100);
    if !lively && !random.one_in(16) {
        return;
    }
    for _ in 0..if lively { 12 } else { 1 } {
        let (at, to, amount) = (instant(random, center), instant(random, center), amount(random));
        assert_eq!(one.is_open(at), other.is_open(at), "is_open {at}");
        assert_eq!(one.between(at, to), other.between(at, to), "between {at} {to}");
        for boundary in [Boundary::AtClosing, Boundary::NextOpening] {
            let answers = [one, other].map(|time| time.add_until(at, amount, boundary));
            assert_eq!(answers[0], answers[1], "add {at} {amount} {boundary:?}");
        }
        assert_eq!(one.subtract(at, amount), other.subtract(at, amount), "subtract {at} {amount}");
        assert_eq!(one.next_open(at), other.next_open(at), "next_open {at}");
        assert_eq!(one.previous_close(at), other.previous_close(at), "previous_close {at}");
    }
    let (at, to) = (instant(random, center), instant(random, center));
    assert!(one.segments(at, to).eq(other.segments(at, to)), "segments {at} {to}");
    let date = one.calendar().zone().date(at);
    assert_eq!(one.is_business_day(date), other.is_business_day(date), "is_business_day {date}");
    let n = u32::try_from(random.below(12)).unwrap();
    for rule in RULES {
        let answers = [one, other].map(|time| time.add_business_days(at, n, rule));
        assert_eq!(answers[0], answers[1], "add {n} {rule:?} {at}");
        let answers = [one, other].map(|time| time.subtract_business_days(at, n, rule));
        assert_eq!(answers[0], answers[1], "subtract {n} {rule:?} {at}");
    }
    assert_eq!(one.end_of_business_day(at, n), other.end_of_business_day(at, n), "end of {n} {at}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn indexes_answer_as_the_walk_does(seed: u64) {
        let random = &mut Random(seed);
        let (calendar, center) = sample::calendar(random);
        let range = later(center, -40 * DAY)..later(center, 40 * DAY);
        same(&calendar, &calendar.compile(range.clone()).unwrap(), random, center);
        same(&calendar, &calendar.compile_batch(range).unwrap(), random, center);
    }

    #[test]
    fn positions_are_working_seconds(seed: u64) {
        let random = &mut Random(seed);
        let (calendar, center) = sample::calendar(random);
        let range = later(center, -20 * DAY)..later(center, 20 * DAY);
        for index in [calendar.compile(range.clone()).unwrap(), calendar.compile_batch(range).unwrap()] {
            let start = index.range().start;
            prop_assert_eq!(index.position(start), Some(0));
            prop_assert_eq!(index.position(index.range().end), None);
            prop_assert_eq!(index.instant(index.working_time().seconds()), None);
            prop_assert_eq!(index.instant(-1), None);
            for _ in 0..20 {
                let at = later(center, random.around(20 * DAY));
                let position = index.position(at).unwrap();
                prop_assert_eq!(Span::from_seconds(position), calendar.between(start, at));
                if index.is_open(at) {
                    prop_assert_eq!(index.instant(position), Some(at));
                }
            }
        }
    }

    #[test]
    fn working_time_keeps_its_algebra(seed: u64) {
        let random = &mut Random(seed);
        let (calendar, center) = sample::calendar(random);
        let mut instants = [0; 3].map(|_| instant(random, center));
        instants.sort();
        let [a, b, c] = instants;
        prop_assert_eq!(calendar.between(a, c), calendar.between(a, b) + calendar.between(b, c));
        prop_assert_eq!(calendar.between(c, a), Span::ZERO);
        let sum = calendar.segments(a, c).fold(Span::ZERO, |sum, segment| sum + segment.span());
        prop_assert_eq!(sum, calendar.between(a, c));

        let budget = Span::from_seconds(1 + random.around(5 * DAY).abs());
        if let Ok(due) = calendar.add(a, budget) {
            prop_assert_eq!(calendar.between(a, due), budget);
            // The earliest such instant: its last second is working time.
            prop_assert!(calendar.is_open(later(due, -1)));
            let opening = calendar.add_until(a, budget, Boundary::NextOpening);
            prop_assert_eq!(opening, calendar.next_open(due));
        }
        if let Ok(start) = calendar.subtract(c, budget) {
            prop_assert_eq!(calendar.between(start, c), budget);
            prop_assert!(calendar.is_open(start));
            // Back and forth again: to where the last second of it ended.
            let end = calendar.add(start, budget).unwrap();
            prop_assert!(end <= c && calendar.between(end, c) == Span::ZERO);
        }
    }

    #[test]
    fn explanations_cover_everything_once(seed: u64) {
        let random = &mut Random(seed);
        let (calendar, center) = sample::calendar(random);
        let (from, to) = (later(center, -15 * DAY), later(center, random.around(15 * DAY)));
        let stretches = calendar.explain(from, to);
        let mut last = from;
        for stretch in &stretches {
            prop_assert_eq!(stretch.from(), last);
            prop_assert!(stretch.to() > last);
            last = stretch.to();
        }
        prop_assert!(stretches.is_empty() || last == to);
        let open = stretches.iter().filter(|stretch| stretch.closed().is_none());
        let segments = calendar.segments(from, to).map(|segment| (segment.from(), segment.to()));
        prop_assert!(open.map(|stretch| (stretch.from(), stretch.to())).eq(segments));
        for pair in stretches.windows(2) {
            prop_assert_ne!(pair[0].closed(), pair[1].closed());
        }
        let written = serde_json::to_string(&stretches).unwrap();
        let read: Vec<service_quality::calendar::Stretch> = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(read, stretches);
    }

    #[test]
    fn calendars_read_back_as_they_were_written(seed: u64) {
        let (calendar, _) = sample::calendar(&mut Random(seed));
        let written = serde_json::to_string(&calendar).unwrap();
        let read: Calendar = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), written);
        prop_assert_eq!(read, calendar);
    }

    #[test]
    fn combined_calendars_are_sets(seed: u64) {
        let random = &mut Random(seed);
        let ((one, center), (other, _)) = (sample::calendar(random), sample::calendar(random));
        let zone = one.zone();
        let union = Calendar::union(zone, [one.clone(), other.clone()]).unwrap();
        let both = Calendar::intersection(zone, [one.clone(), other.clone()]).unwrap();
        let (from, to) = (later(center, -8 * DAY), later(center, 8 * DAY));
        let [u, b, o, p] = [&union, &both, &one, &other].map(|calendar| calendar.between(from, to));
        prop_assert_eq!(u + b, o + p);
        for _ in 0..10 {
            let at = instant(random, center);
            prop_assert_eq!(union.is_open(at), one.is_open(at) || other.is_open(at));
            prop_assert_eq!(both.is_open(at), one.is_open(at) && other.is_open(at));
        }
    }

    /// An interval over midnight is the same as its two parts.
    #[test]
    fn a_night_is_one_entry_or_two(seed: u64, open in 1_u32..24, close in 1_u32..24) {
        let (open, close) = if open > close { (open, close) } else { (close + 1, open) };
        let random = &mut Random(seed);
        let &(name, odd) = random.pick(&sample::ZONES);
        let center: Timestamp = random.pick(odd).parse().unwrap();
        let zone = name.parse().unwrap();
        let evening = if open == 24 { String::new() } else { format!("{open:02}:00-24:00, ") };
        let one = format!("{:02}:00-{close:02}:00", open % 24);
        prop_assume!(open % 24 != close && open != 24);
        let one = Week::new().every_day(&one).unwrap();
        let two = Week::new().every_day(&format!("{evening}00:00-{close:02}:00")).unwrap();
        let [one, two] = [one, two].map(|week| Calendar::builder(zone).weekly(week).build().unwrap());
        let (from, to) = (later(center, -5 * DAY), later(center, 5 * DAY));
        prop_assert!(one.segments(from, to).eq(two.segments(from, to)));
    }

    /// The dumbest oracle: every second is looked up in the definition by its wall time.
    #[test]
    fn seconds_are_open_as_their_wall_time_says(seed: u64) {
        let random = &mut Random(seed);
        let &(name, odd) = random.pick(&sample::ZONES);
        let center: Timestamp = random.pick(odd).parse().unwrap();
        let zone: service_quality::quantity::Zone = name.parse().unwrap();
        // Some weeks later, and only where the clocks do not change nearby.
        let start = later(center, 20 * DAY);
        let offset = |at: Timestamp| zone.wall(at).and_utc().timestamp() - at.seconds();
        prop_assume!((-3..6).all(|days| offset(later(start, days * DAY)) == offset(start)));

        let plan: Vec<Vec<(i64, i64)>> = (0..7).map(|_| plain_hours(random)).collect();
        let days = [chrono::Weekday::Mon, chrono::Weekday::Tue, chrono::Weekday::Wed, chrono::Weekday::Thu,
            chrono::Weekday::Fri, chrono::Weekday::Sat, chrono::Weekday::Sun];
        let week = days.into_iter().zip(&plan).fold(Week::new(), |week, (day, hours)| week.with(day, written(hours)));
        let today = zone.date(start);
        let (holiday, special, cut) =
            (today + chrono::Days::new(1), today + chrono::Days::new(2), today + chrono::Days::new(1 + random.below(3)));
        let (special_hours, cut_hours) = (plain_hours(random), plain_hours(random));
        let calendar = Calendar::builder(zone)
            .weekly(week.with(chrono::Weekday::Mon, written(&plan[0])))
            .holiday(service_quality::calendar::Holiday::on(holiday).unwrap())
            .exception(special, written(&special_hours))
            .closure(cut, written(&cut_hours))
            .build();
        prop_assume!(calendar.is_ok());
        let calendar = calendar.unwrap();

        let within = |hours: &[(i64, i64)], second: i64| hours.iter().any(|(open, close)| (*open..*close).contains(&second));
        let is_open = |at: Timestamp| {
            use chrono::{Datelike, Timelike};
            let wall = zone.wall(at);
            let (date, second) = (wall.date(), i64::from(wall.time().num_seconds_from_midnight()));
            let yesterday = date.pred_opt().unwrap();
            let weekly = |date: chrono::NaiveDate| &plan[date.weekday().num_days_from_monday() as usize];
            let open = if date == special {
                within(&special_hours, second)
            } else if date == holiday {
                false
            } else {
                within(weekly(date), second)
                    || within(weekly(yesterday), second + DAY)
                    || yesterday == special && within(&special_hours, second + DAY)
            };
            let closed = date == cut && within(&cut_hours, second) || yesterday == cut && within(&cut_hours, second + DAY);
            open && !closed
        };
        // Hours are in quarters, so that every quarter is open throughout or closed.
        let start = later(start, -(start.seconds() + offset(start)).rem_euclid(900));
        let quarters: Vec<_> = (0..4 * DAY / 900).map(|quarter| later(start, quarter * 900)).collect();
        for at in &quarters {
            prop_assert_eq!(calendar.is_open(*at), is_open(*at), "{}", at);
        }
        let open: Vec<_> = quarters.iter().filter(|at| is_open(**at)).collect();
        let total = i64::try_from(open.len()).unwrap() * 900;
        prop_assert_eq!(calendar.between(start, later(start, 4 * DAY)).seconds(), total);
        if let (Some(first), Some(last)) = (open.first(), open.last()) {
            prop_assert_eq!(calendar.next_open(start), Ok(**first));
            prop_assert_eq!(calendar.add(start, Span::from_seconds(total)), Ok(later(**last, 900)));
            prop_assert_eq!(calendar.subtract(later(start, 4 * DAY), Span::from_seconds(total)), Ok(**first));
        }
    }
}

fn plain_hours(random: &mut Random) -> Vec<(i64, i64)> {
    let interval = |random: &mut Random| {
        let open = i64::try_from(random.below(96)).unwrap() * 900;
        (open, open + i64::try_from(1 + random.below(60)).unwrap() * 900)
    };
    (0..random.below(3)).map(|_| interval(random)).collect()
}

fn written(hours: &[(i64, i64)]) -> service_quality::calendar::Hours {
    let time = |second: i64| {
        let second = if second > DAY { second - DAY } else { second };
        format!("{:02}:{:02}", second / 3_600, second / 60 % 60)
    };
    let intervals = hours.iter().map(|(open, close)| format!("{}-{}", time(*open), time(*close)));
    intervals.collect::<Vec<_>>().join(", ").parse().unwrap()
}

/// A wall time is its first occurrence; one that was skipped moves forward by the gap.
#[test]
fn wall_times_become_instants() {
    for (name, odd) in sample::ZONES {
        let zone: service_quality::quantity::Zone = name.parse().unwrap();
        for center in odd {
            let center: Timestamp = center.parse().unwrap();
            for step in -300..300 {
                let wall = zone.wall(center) + chrono::TimeDelta::seconds(step * 593);
                let at = zone.instant(wall).unwrap();
                let gap = (zone.wall(at) - wall).num_seconds();
                assert!(gap >= 0, "{name} {wall}");
                if gap == 0 {
                    let earlier = [1_800, 3_600, 7_200, DAY].map(|repeated| zone.wall(later(at, -repeated)));
                    assert!(!earlier.contains(&wall), "{name} {wall}");
                } else {
                    let before = zone.wall(later(at, -gap)) + chrono::TimeDelta::seconds(gap);
                    assert_eq!(before, wall, "{name}");
                }
                let skipped = [("Pacific/Apia", "2011-12-30"), ("Pacific/Kwajalein", "1993-08-21")];
                let exists = !skipped.contains(&(name, wall.date().to_string().as_str()));
                assert_eq!(zone.has_date(wall.date()), exists, "{name} {wall}");
            }
        }
    }
}

#[test]
fn segments_are_plain_values() {
    let calendar = Calendar::always("UTC".parse().unwrap());
    let segment = calendar.segments(Timestamp::EPOCH, later(Timestamp::EPOCH, 60)).next().unwrap();
    let written = serde_json::to_string(&segment).unwrap();
    assert_eq!(written, r#"{"from":"1970-01-01T00:00:00Z","to":"1970-01-01T00:01:00Z"}"#);
    assert_eq!(serde_json::from_str::<Segment>(&written).unwrap(), segment);
    assert!(serde_json::from_str::<Segment>(&written.replace("00:01", "00:00")).is_err());
}
