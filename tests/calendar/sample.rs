//! Random calendars in zones with odd rules.

use chrono::{Days, NaiveDate};
use service_quality::calendar::{Calendar, Holiday, Hours, Observed, Week};
use service_quality::quantity::{Timestamp, Version, Zone};

/// Zones, and instants at which something odd happens there.
pub(crate) const ZONES: [(&str, &[&str]); 18] = [
    ("Australia/Lord_Howe", &["2026-04-04T15:00:00Z", "2026-10-03T15:30:00Z"]),
    ("Africa/Casablanca", &["2026-02-15T02:00:00Z", "2026-03-22T02:00:00Z"]),
    ("Europe/Dublin", &["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"]),
    ("Europe/Moscow", &["2011-03-27T00:00:00Z", "2014-10-25T22:00:00Z"]),
    ("Africa/Cairo", &["2014-07-31T22:00:00Z", "2026-04-23T22:00:00Z"]),
    ("Pacific/Apia", &["2011-12-30T10:00:00Z", "2012-03-31T14:00:00Z"]),
    ("Asia/Tehran", &["2021-03-21T20:30:00Z", "2022-09-21T19:30:00Z"]),
    ("Asia/Kathmandu", &["1985-12-31T18:30:00Z", "2026-01-01T00:00:00Z"]),
    ("America/Sao_Paulo", &["2018-02-18T02:00:00Z", "2018-11-04T03:00:00Z"]),
    ("Europe/Berlin", &["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"]),
    ("America/New_York", &["2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z"]),
    ("America/St_Johns", &["2010-03-14T03:31:00Z", "2010-11-07T02:31:00Z"]),
    ("America/Havana", &["2026-03-08T05:00:00Z", "2026-11-01T05:00:00Z"]),
    ("Pacific/Kwajalein", &["1993-08-21T12:00:00Z", "1993-08-20T00:00:00Z"]),
    ("America/Juneau", &["1867-10-18T15:30:00Z", "2026-03-08T11:00:00Z"]),
    ("UTC", &["2026-01-01T00:00:00Z", "2000-02-29T00:00:00Z"]),
    ("+05:45", &["2026-01-01T00:00:00Z", "2000-02-29T00:00:00Z"]),
    ("-09:30", &["2026-01-01T00:00:00Z", "2000-02-29T00:00:00Z"]),
];

/// `SplitMix64` (Steele, Lea, Flood 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// From `-limit` to `limit`.
    pub(crate) fn around(&mut self, limit: i64) -> i64 {
        i64::try_from(self.below(2 * limit.unsigned_abs() + 1)).unwrap() - limit
    }

    pub(crate) fn one_in(&mut self, chance: u64) -> bool {
        self.below(chance) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let index = self.below(list.len() as u64);
        &list[usize::try_from(index).unwrap()]
    }
}

/// A calendar, and an instant near which it is interesting.
pub(crate) fn calendar(random: &mut Random) -> (Calendar, Timestamp) {
    let (name, odd) = *random.pick(&ZONES);
    let center: Timestamp = random.pick(odd).parse().unwrap();
    let zone: Zone = name.parse().unwrap();
    let own = with_hours(random, zone, center);
    let calendar = match random.below(8) {
        0 => Calendar::union(zone, [own, second(random, center)]).unwrap(),
        1 => Calendar::intersection(zone, [own, second(random, center)]).unwrap(),
        2 | 3 => {
            let later = later(random, center, zone).into_iter().enumerate();
            let later = later.map(|(index, (from, member))| (from, version(index + 1), member));
            Calendar::succession(zone, (version(0), own), later).unwrap()
        }
        _ => own,
    };
    (calendar, center)
}

/// A zone, an instant at which something odd happens there, and the calendars of a succession: one from ever, the others
/// from a date on.
pub(crate) fn members(random: &mut Random) -> (Zone, Timestamp, Calendar, Vec<(NaiveDate, Calendar)>) {
    let (name, odd) = *random.pick(&ZONES);
    let (zone, center) = (name.parse().unwrap(), random.pick(odd).parse().unwrap());
    (zone, center, with_hours(random, zone, center), later(random, center, zone))
}

fn later(random: &mut Random, center: Timestamp, zone: Zone) -> Vec<(NaiveDate, Calendar)> {
    // On the odd date itself, as often as near it.
    let today = zone.date(center);
    let date = |random: &mut Random| if random.one_in(2) { today } else { near(random, today) };
    let mut dates: Vec<_> = (0..=random.below(3)).map(|_| date(random)).collect();
    dates.sort();
    dates.dedup();
    let member = |date| {
        (date, if random.one_in(3) { second(random, center) } else { with_hours(random, zone, center) })
    };
    dates.into_iter().map(member).collect()
}

pub(crate) fn version(index: usize) -> Version {
    index.to_string().parse().unwrap()
}

fn second(random: &mut Random, center: Timestamp) -> Calendar {
    let zone = random.pick(&ZONES).0.parse().unwrap();
    with_hours(random, zone, center)
}

fn with_hours(random: &mut Random, zone: Zone, center: Timestamp) -> Calendar {
    let today = zone.date(center);
    let mut builder = Calendar::builder(zone).weekly(week(random));
    if random.one_in(3) {
        builder = builder.weekly_from(near(random, today), week(random));
    }
    for _ in 0..random.below(4) {
        builder = builder.holiday(holiday(random, today));
    }
    let mut dates: Vec<_> = (0..random.below(5)).map(|_| near(random, today)).collect();
    dates.sort();
    dates.dedup();
    for date in dates {
        builder = match random.below(3) {
            0 => builder.exception(date, hours(random)),
            1 => builder.closure(date, hours(random)),
            _ => builder.exception(date, hours(random)).closure(date, hours(random)),
        };
    }
    builder.build().unwrap_or_else(|_| Calendar::always(zone))
}

fn near(random: &mut Random, today: NaiveDate) -> NaiveDate {
    let distance = random.around(12);
    let days = Days::new(distance.unsigned_abs());
    if distance < 0 { today - days } else { today + days }
}

fn week(random: &mut Random) -> Week {
    use chrono::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    let days = [Mon, Tue, Wed, Thu, Fri, Sat, Sun];
    match random.below(5) {
        0 => Week::always(),
        1 => Week::new().mon_fri("09:00-12:00, 13:00-18:00").unwrap().sat("09:00-13:00").unwrap(),
        2 => days.into_iter().fold(Week::new(), |week, day| week.with(day, "22:00-06:00".parse().unwrap())),
        _ => days.into_iter().fold(Week::new(), |week, day| week.with(day, hours(random))),
    }
}

/// None to three intervals, most of them in quarters of an hour, some overnight.
pub(crate) fn hours(random: &mut Random) -> Hours {
    let intervals = (0..random.below(4)).map(|_| {
        let unit = if random.one_in(4) { 1 } else { 900 };
        let open = random.below(86_400 / unit) * unit;
        let close = random.below(86_400 / unit) * unit;
        let close = if close == open { 86_400 } else { close };
        format!("{}-{}", time(open), time(close))
    });
    intervals.collect::<Vec<_>>().join(", ").parse().unwrap()
}

fn time(second: u64) -> String {
    format!("{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60)
}

fn holiday(random: &mut Random, today: NaiveDate) -> Holiday {
    let rules = [Observed::OwnDate, Observed::NearestWeekday, Observed::NextMonday, Observed::NextWorkingDay];
    let date = near(random, today);
    let month_day = date.format("%m-%d").to_string().parse().unwrap();
    match random.below(5) {
        0 => Holiday::on(date).unwrap(),
        1 => Holiday::between(date, date + Days::new(random.below(5))).unwrap(),
        2 => Holiday::yearly(month_day).observed(*random.pick(&rules)).unwrap(),
        3 => {
            let to = date + Days::new(random.below(9));
            Holiday::yearly_between(month_day, to.format("%m-%d").to_string().parse().unwrap())
        }
        _ => Holiday::easter(i32::try_from(random.around(60)).unwrap()).unwrap(),
    }
}
