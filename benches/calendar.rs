//! Working time: the compiled indexes, the walk, and the crates `workclock` and `ule-hours`.
//!
//! Monday to Friday 09:00-12:00 and 13:00-18:00, Saturday 09:00-13:00, 30 holidays in five years, in New York.
//! Questions start at random in the first three years. `between/week` ends 0 to 14 days later, a week on average;
//! `between/year` 0 to 2 years later, a year on average; `add` takes 15 to 4,800 working minutes. The indexes go
//! through a million questions, the others through the first 20,000 (1,000 of `between/year`), each in its own types;
//! before anything is timed, all have to agree on the sums.
//!
//! Measured on one core of an AMD EPYC at 2.6 GHz, rustc 1.95, a question, and how often the index is faster:
//!
//! | | index | batch index | walk | workclock 0.1.4 | ule-hours 0.1.2 |
//! | --- | --- | --- | --- | --- | --- |
//! | `between/week` | 6.4 ns | 4.9 ns | 2,540 ns (400x) | 3,390 ns (530x) | 2,190 ns (340x) |
//! | `between/year` | 6.4 ns | 5.5 ns | 68 us (10,600x) | 82 us (12,800x) | 79 us (12,400x) |
//! | `add` | 6.0 ns | 5.3 ns | 4,590 ns (760x) | 4,080 ns (680x) | 1,930 ns (320x) |
//! | compile five years | 0.53 ms | 0.64 ms | | | |
//! | size | 46 KB | 714 KB | | | |
//!
//! `ule-hours` is given its holidays as holidays; as a set of closed dates it takes 1,520 ns and 1,440 ns.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench stops where its questions are wrong"
)]

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use service_quality::calendar::{Calendar, Holiday, HolidaySet, Week, WorkingTime, WorkingTimeIndex};
use service_quality::quantity::{Span, Timestamp};
use ule_hours::jiff::civil::{self, Weekday};
use ule_hours::jiff::{SignedDuration, Timestamp as JiffTimestamp};

const ZONE: &str = "America/New_York";
const FIRST: i64 = 1_609_477_200; // 2021-01-01T00:00:00-05:00
const LAST: i64 = 1_767_243_600; // 2026-01-01T00:00:00-05:00
const DAY: i64 = 86_400;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// An instant, and another instant or an amount, in seconds.
type Question = (i64, i64);

/// Questions in the words of one contestant, so that no translation is timed.
type Asked<A, B> = Vec<(A, B)>;

/// Who answers.
struct Contest {
    calendar: Calendar,
    index: WorkingTimeIndex,
    batch: WorkingTimeIndex,
    workclock: workclock::Schedule,
    ule_hours: ule_hours::Schedule,
}

fn working_time(criterion: &mut Criterion) {
    let contest = contest().unwrap();
    let mut random = Random(1);
    let week = questions(&mut random, |random, start| start + random.below(14 * DAY));
    let year = questions(&mut random, |random, start| start + random.below(2 * 365 * DAY));
    let amounts = questions(&mut random, |random, _| 60 * (15 + random.below(4_786)));

    contest.between(criterion, "between/week", &week, 20_000);
    contest.between(criterion, "between/year", &year, 1_000);
    contest.add(criterion, &amounts, 20_000);
    contest.compile(criterion);
}

impl Contest {
    fn between(&self, criterion: &mut Criterion, name: &str, questions: &[Question], count: usize) {
        let ours = asked(questions, at, at);
        let (few, theirs) = (&ours[..count], asked(&questions[..count], jiff, jiff));
        let index = |(from, to)| self.index.between(from, to).seconds();
        let batch = |(from, to)| self.batch.between(from, to).seconds();
        let walk = |(from, to)| self.calendar.between(from, to).seconds();
        let workclock =
            |(from, to): (JiffTimestamp, JiffTimestamp)| self.workclock.between(from, to).as_secs();
        let ule_hours = |(from, to)| self.ule_hours.between(from, to).as_secs();
        agree(&[sum(few, walk), sum(few, index), sum(&theirs, workclock), sum(&theirs, ule_hours)]);
        agree(&[sum(&ours, index), sum(&ours, batch)]);

        let mut group = group(criterion, name);
        time(&mut group, "index", &ours, index);
        time(&mut group, "batch index", &ours, batch);
        time(&mut group, "walk", few, walk);
        time(&mut group, "workclock", &theirs, workclock);
        time(&mut group, "ule-hours", &theirs, ule_hours);
        group.finish();
    }

    fn add(&self, criterion: &mut Criterion, questions: &[Question], count: usize) {
        let ours = asked(questions, at, Span::from_seconds);
        let (few, theirs) = (&ours[..count], asked(&questions[..count], jiff, SignedDuration::from_secs));
        let index = |(start, amount)| self.index.add(start, amount).unwrap().seconds();
        let batch = |(start, amount)| self.batch.add(start, amount).unwrap().seconds();
        let walk = |(start, amount)| self.calendar.add(start, amount).unwrap().seconds();
        let workclock = |(start, amount): (JiffTimestamp, SignedDuration)| {
            self.workclock.add(start, amount).unwrap().as_second()
        };
        let ule_hours = |(start, amount)| self.ule_hours.add(start, amount).unwrap().as_second();
        agree(&[sum(few, walk), sum(few, index), sum(&theirs, workclock), sum(&theirs, ule_hours)]);
        agree(&[sum(&ours, index), sum(&ours, batch)]);

        let mut group = group(criterion, "add");
        time(&mut group, "index", &ours, index);
        time(&mut group, "batch index", &ours, batch);
        time(&mut group, "walk", few, walk);
        time(&mut group, "workclock", &theirs, workclock);
        time(&mut group, "ule-hours", &theirs, ule_hours);
        group.finish();
    }

    fn compile(&self, criterion: &mut Criterion) {
        println!("index: {} bytes, batch index: {} bytes", self.index.bytes(), self.batch.bytes());
        let mut group = group(criterion, "compile/five years");
        group.bench_function("index", |bencher| bencher.iter(|| self.calendar.compile(range())));
        group.bench_function("batch index", |bencher| bencher.iter(|| self.calendar.compile_batch(range())));
        group.finish();
    }
}

fn group<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20);
    group.warm_up_time(std::time::Duration::from_secs(1));
    group.measurement_time(std::time::Duration::from_secs(3));
    group
}

fn time<Q: Copy>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    questions: &[Q],
    ask: impl Fn(Q) -> i64,
) {
    group.throughput(Throughput::Elements(questions.len() as u64));
    group.bench_function(name, |bencher| bencher.iter(|| sum(black_box(questions), &ask)));
}

fn sum<Q: Copy>(questions: &[Q], ask: impl Fn(Q) -> i64) -> i64 {
    questions.iter().fold(0, |total, question| total.wrapping_add(ask(*question)))
}

fn agree(sums: &[i64]) {
    assert!(sums.windows(2).all(|pair| pair[0] == pair[1]), "the sums differ: {sums:?}");
}

fn asked<A, B>(questions: &[Question], first: fn(i64) -> A, second: fn(i64) -> B) -> Asked<A, B> {
    questions.iter().map(|(one, other)| (first(*one), second(*other))).collect()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds).unwrap()
}

fn jiff(seconds: i64) -> JiffTimestamp {
    JiffTimestamp::from_second(seconds).unwrap()
}

/// The five years that are compiled.
fn range() -> std::ops::Range<Timestamp> {
    at(FIRST)..at(LAST)
}

fn contest() -> Fallible<Contest> {
    let calendar = calendar()?;
    Ok(Contest {
        index: calendar.compile(range())?,
        batch: calendar.compile_batch(range())?,
        calendar,
        workclock: workclock()?,
        ule_hours: ule_hours()?,
    })
}

/// Six in each of five years.
fn holidays() -> impl Iterator<Item = (i16, i8, i8)> {
    let days = [(1, 1), (5, 28), (7, 4), (9, 6), (11, 25), (12, 24)];
    (2021..=2025).flat_map(move |year| days.map(|(month, day)| (year, month, day)))
}

fn calendar() -> Fallible<Calendar> {
    let mut set = Vec::new();
    for (year, month, day) in holidays() {
        set.push(Holiday::on(format!("{year}-{month:02}-{day:02}").parse()?)?);
    }
    let week = Week::new().mon_fri("09:00-12:00, 13:00-18:00")?.sat("09:00-13:00")?;
    Ok(Calendar::builder(ZONE.parse()?).weekly(week).holidays(&HolidaySet::new(set)).build()?)
}

fn workclock() -> Fallible<workclock::Schedule> {
    use workclock::{Break, Holidays, Schedule, Weekdays, WorkDay};
    let time = |hour| civil::time(hour, 0, 0, 0);
    let holidays = holidays().map(|(year, month, day)| civil::date(year, month, day));
    Ok(Schedule::builder()
        .time_zone(ZONE)
        .rule(WorkDay::new(time(9), time(18), Weekdays::MON_TO_FRI))
        .rule(Break::new(time(12), time(13), Weekdays::MON_TO_FRI))
        .rule(WorkDay::new(time(9), time(13), [Weekday::Saturday].into_iter().collect()))
        .rule(Holidays::new(holidays))
        .build()?)
}

fn ule_hours() -> Fallible<ule_hours::Schedule> {
    let schedule = ule_hours::Schedule::builder(ZONE)?
        .mon_fri("09:00-12:00, 13:00-18:00")?
        .open([Weekday::Saturday], "09:00-13:00")?;
    let dates = holidays().map(|(year, month, day)| ule_hours::Holiday::On(civil::date(year, month, day)));
    Ok(schedule.holidays(dates).build())
}

fn questions(random: &mut Random, second: impl Fn(&mut Random, i64) -> i64) -> Vec<Question> {
    // Two years less than the index, so that questions of two years end within it.
    let question = |_| {
        let start = FIRST + random.below(LAST - FIRST - 2 * 365 * DAY);
        (start, second(random, start))
    };
    (0..1_000_000).map(question).collect()
}

/// `SplitMix64` (Steele, Lea, Flood 2014): the same questions in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        i64::try_from((mixed ^ (mixed >> 31)) % limit.unsigned_abs()).unwrap_or_default()
    }
}

criterion_group!(benches, working_time);
criterion_main!(benches);
