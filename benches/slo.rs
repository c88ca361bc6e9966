//! What a service owes for a year, from 10,000 outages to money: availability against a count of every second and every
//! minute, tallies merged against a new count, burn alerts minute by minute, an award, `k` of `n` parts.
//!
//! All ways must come to the same. `cargo bench --bench slo`.
//!
//! On two cores, a build beside it, a year with 10,000 outages, 152 windows that do not count and operating hours took 3.2 ms,
//! with what counted of each outage and why the rest did not. A bitmap of its seconds, which keeps no reasons, took 51 ms, 16
//! times as long; one of its minutes, right only where everything begins and ends with a minute, 0.78 ms. 1,000 outages took
//! 0.53 ms, 100,000 took 94. A century of nightly windows beyond a limit took 19 ms, a thousand reasons 7.7. The tallies of
//! 10,000 parts of the year merged in 0.81 ms, the newest alone in 0.15 µs; to count anew took 3.0 ms, 20,000 times as long. A
//! day of burn alerts, minute by minute, took 3.9 ms on running sums, 8 times as long on windows added up anew. An award with
//! its steps took 1.5 µs, of 10,000 breaches 3.7 ms; floating point, which keeps no steps, 6 ns and 21 µs. Ten of fourteen parts
//! took 19 µs exactly, 2.6 times as long by their states; 128 of 256 parts 70 ms.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench stops where its input is broken")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::ops::Range;

use chrono::Weekday;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use service_quality::calendar::{Calendar, Recurrence, Week, WorkingTime};
use service_quality::quantity::{Money, Number, Share, Span, Timestamp, Zone};
use service_quality::slo::availability::{
    AvailabilityRule, AvailabilityTally, Exclusion, ExclusionReason, ExclusionTerms, ExclusionTime, Outage,
    ServiceRecord, TimeFigures,
};
use service_quality::slo::budget::SloTally;
use service_quality::slo::burn::{BurnAlerts, BurnPreset, BurnTest, BurnWindow};
use service_quality::slo::composition::Composition;
use service_quality::slo::credit::{CreditBreach, CreditCase, CreditSchedule};

const START: i64 = 1_767_225_600; // 2026-01-01T00:00:00Z
const YEAR: i64 = 365 * 86_400;

fn at(second: i64) -> Timestamp {
    Timestamp::from_seconds(START + second).unwrap()
}

/// The same numbers in every run, from 0 to less than `below`.
fn numbers() -> impl FnMut(i64) -> i64 {
    let mut state = 42_u64;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(state >> 33).unwrap() % below
    }
}

/// Outages of a minute to half an hour, to the minute, many of them overlapping.
fn outages(count: usize) -> Vec<Outage> {
    let mut number = numbers();
    let outage = |n| {
        let from = 60 * number(YEAR / 60 - 30);
        let until = from + 60 * (1 + number(30));
        Outage::new(format!("INC-{n}").parse().unwrap(), at(from), Some(at(until))).unwrap()
    };
    (0..count).map(outage).collect()
}

fn excluded(reason: ExclusionReason, time: ExclusionTime) -> Exclusion {
    Exclusion::new(reason, time, "agreed".parse().unwrap(), "ops".parse().unwrap())
}

/// Two hours of each Sunday, and a hundred half hours of others, some of them at the same time.
fn exclusions() -> Vec<Exclusion> {
    let sundays = Recurrence::weekly("2025-12-28".parse().unwrap(), 1, [Weekday::Sun]).unwrap();
    let weekly =
        ExclusionTime::recurring(sundays, "02:00".parse().unwrap(), Span::from_hours(2), Zone::utc())
            .unwrap();
    let mut number = numbers();
    let once = |_| {
        let from = 60 * number(YEAR / 60);
        excluded(ExclusionReason::Dependency, ExclusionTime::once(at(from), at(from + 1_800)).unwrap())
    };
    std::iter::once(excluded(ExclusionReason::PlannedMaintenance, weekly)).chain((0..100).map(once)).collect()
}

fn hours() -> Calendar {
    let week = Week::new().mon_fri("07:00-21:00").unwrap().sat("08:00-14:00").unwrap();
    let week = week.sun("00:00-06:00").unwrap();
    Calendar::builder(Zone::utc()).weekly(week).build().unwrap()
}

/// Time and downtime that count, looked at step by step.
fn naive(outages: &[Outage], exclusions: &[Exclusion], hours: &Calendar, step: i64) -> TimeFigures {
    let mut steps = vec![0_u8; usize::try_from(YEAR / step).unwrap()];
    let mut paint = |from: i64, until: i64, bit: u8| {
        let index = |second: i64| usize::try_from(second.clamp(0, YEAR) / step).unwrap();
        steps[index(from)..index(until)].iter_mut().for_each(|step| *step |= bit);
    };
    let since = |at: Timestamp| at.seconds() - START;
    for open in hours.segments(at(0), at(YEAR)) {
        paint(since(open.from()), since(open.to()), 1);
    }
    for exclusion in exclusions {
        match exclusion.time() {
            ExclusionTime::Once(window) => paint(since(window.from()), since(window.until()), 2),
            // The first Sunday is the fourth day.
            ExclusionTime::Recurring(_) => (0..52).for_each(|week| {
                let from = (3 + 7 * week) * 86_400 + 7_200;
                paint(from, from + 7_200, 2);
            }),
        }
    }
    for outage in outages {
        paint(since(outage.from()), since(outage.until().unwrap()), 4);
    }
    let count = |kept: &dyn Fn(u8) -> bool| {
        let count = steps.iter().filter(|step| kept(**step)).count();
        Span::from_seconds(i64::try_from(count).unwrap() * step)
    };
    TimeFigures { time: count(&|step| step & 3 == 1), downtime: count(&|step| step == 5) }
}

fn availability(criterion: &mut Criterion) {
    let (exclusions, hours) = (exclusions(), hours());
    let rule = AvailabilityRule::default();
    let mut group = criterion.benchmark_group("availability_of_a_year");
    group.sample_size(10);
    for count in [1_000, 10_000, 100_000] {
        let outages = outages(count);
        let record = ServiceRecord::new(&outages).excluding(&exclusions).during(&hours);
        let measured = || rule.measure(&record, at(0)..at(YEAR), at(YEAR)).unwrap();
        let net = measured().tally().net();
        for step in [1, 60] {
            assert_eq!(naive(&outages, &exclusions, &hours, step), net);
        }
        group.throughput(Throughput::Elements(count.try_into().unwrap()));
        group.bench_function(BenchmarkId::new("measure", count), |bencher| bencher.iter(measured));
        if count == 10_000 {
            for (name, step) in [("every_minute", 60), ("every_second", 1)] {
                group.bench_function(BenchmarkId::new(name, count), |bencher| {
                    bencher.iter(|| naive(black_box(&outages), &exclusions, &hours, step));
                });
            }
        }
    }
    group.finish();

    // A window each night of a century, of which the contract takes a thousand hours; a thousand exclusions of as many reasons.
    let nights = Recurrence::daily("1926-01-01".parse().unwrap(), 1).unwrap();
    let nightly =
        ExclusionTime::recurring(nights, "01:00".parse().unwrap(), Span::from_hours(1), Zone::utc()).unwrap();
    let terms = ExclusionTerms::default().at_most(Span::from_hours(1_000)).unwrap();
    let reason = ExclusionReason::PlannedMaintenance;
    let limited = rule.clone().terms(reason.clone(), terms);
    let century = [excluded(reason, nightly)];
    let mut number = numbers();
    let many: Vec<Exclusion> = (0..1_000)
        .map(|n| {
            let from = 60 * number(YEAR / 60);
            let time = ExclusionTime::once(at(from), at(from + 1_800)).unwrap();
            excluded(format!("reason {n}").parse().unwrap(), time)
        })
        .collect();
    let outages = outages(10_000);
    let mut group = criterion.benchmark_group("exclusions");
    group.sample_size(10);
    let mut bench =
        |name: &str, rule: &AvailabilityRule, exclusions: &[Exclusion], range: Range<Timestamp>| {
            let record = ServiceRecord::new(&outages).excluding(exclusions);
            group.bench_function(name, |bencher| {
                bencher.iter(|| rule.measure(&record, range.clone(), at(YEAR)).unwrap());
            });
        };
    bench("a_century_of_nights", &limited, &century, at(-99 * YEAR)..at(YEAR));
    bench("a_thousand_reasons", &rule, &many, at(0)..at(YEAR));
    group.finish();
}

/// The tallies of 10,000 equal parts of the year, and the tally of the year.
fn merge(criterion: &mut Criterion) {
    let (outages, exclusions, rule) = (outages(10_000), exclusions(), AvailabilityRule::default());
    let record = ServiceRecord::new(&outages).excluding(&exclusions);
    let measure = |range: Range<Timestamp>| rule.measure(&record, range, at(YEAR)).unwrap().tally().clone();
    let whole = || measure(at(0)..at(YEAR));
    let part = |n: i64| {
        let (from, until) = (at(n * YEAR / 10_000), at((n + 1) * YEAR / 10_000));
        // Only what reaches into the part, so that the parts are not measured in hours.
        let near: Vec<Outage> = outages
            .iter()
            .filter(|outage| outage.from() < until && outage.until().unwrap() > from)
            .cloned()
            .collect();
        let record = ServiceRecord::new(&near).excluding(&exclusions);
        rule.measure(&record, from..until, at(YEAR)).unwrap().tally().clone()
    };
    let parts: Vec<AvailabilityTally> = (0..10_000).map(part).collect();
    let merged = |parts: &[AvailabilityTally]| {
        let mut sum = AvailabilityTally::default();
        for part in parts {
            sum.merge(part).unwrap();
        }
        sum
    };
    assert_eq!(merged(&parts), whole());
    let (newest, before) = parts.split_last().unwrap();
    let before = merged(before);

    let mut group = criterion.benchmark_group("tallies_of_10000_parts");
    group.sample_size(10);
    group.bench_function("merge_all", |bencher| bencher.iter(|| merged(black_box(&parts))));
    group.bench_function("merge_the_newest", |bencher| {
        bencher.iter(|| {
            let mut sum = before.clone();
            sum.merge(black_box(newest)).unwrap();
            sum
        });
    });
    group.bench_function("count_anew", |bencher| bencher.iter(whole));
    group.finish();
}

const MINUTES: usize = 1_440;

/// Every minute of a day the alerts of the workbook, on running sums and on windows added up anew.
fn alerts(criterion: &mut Criterion) {
    let (target, month) = ("0.999".parse().unwrap(), Span::from_hours(720));
    let windows = BurnPreset::Workbook.windows(month).unwrap();
    let alerts = BurnAlerts::new(target, month, windows, BurnTest::default()).unwrap();
    let spans: Vec<Span> = alerts.windows().iter().flat_map(BurnWindow::windows).collect();
    let minutes = |span: Span| usize::try_from(span.whole_minutes()).unwrap();
    let history = spans.iter().copied().map(minutes).max().unwrap();
    let mut number = numbers();
    let counts: Vec<(u64, u64)> = (0..history + MINUTES)
        .map(|minute| {
            let bad = if minute % 500 < 20 { number(60) } else { number(2) };
            (1_000 - bad.unsigned_abs(), bad.unsigned_abs())
        })
        .collect();
    let tallies: Vec<SloTally> =
        counts.iter().map(|(good, bad)| SloTally::new(*good, *bad).unwrap()).collect();

    let anew = || {
        let fires = |now: usize| {
            let sum = |span: Span| {
                let mut sum = SloTally::default();
                for tally in &tallies[now - minutes(span)..now] {
                    sum.merge(tally).unwrap();
                }
                (span, sum)
            };
            let counted: BTreeMap<Span, SloTally> = spans.iter().copied().map(sum).collect();
            alerts.evaluate(&counted).unwrap().iter().filter(|finding| finding.fires).count()
        };
        (history..history + MINUTES).map(fires).sum::<usize>()
    };
    let running = || {
        let mut sums = vec![(0_u64, 0_u64)];
        sums.extend(counts.iter().scan((0, 0), |sum, (good, bad)| {
            *sum = (sum.0 + good, sum.1 + bad);
            Some(*sum)
        }));
        let fires = |now: usize| {
            let sum = |span: Span| {
                let (from, to) = (sums[now - minutes(span)], sums[now]);
                (span, SloTally::new(to.0 - from.0, to.1 - from.1).unwrap())
            };
            let counted: BTreeMap<Span, SloTally> = spans.iter().copied().map(sum).collect();
            alerts.evaluate(&counted).unwrap().iter().filter(|finding| finding.fires).count()
        };
        (history..history + MINUTES).map(fires).sum::<usize>()
    };
    assert!(anew() > 0);
    assert_eq!(running(), anew());

    let mut group = criterion.benchmark_group("burn_alerts_of_a_day");
    group.sample_size(10).throughput(Throughput::Elements(MINUTES.try_into().unwrap()));
    group.bench_function("running_sums", |bencher| bencher.iter(running));
    group.bench_function("windows_anew", |bencher| bencher.iter(anew));
    group.finish();
}

fn usd(amount: i32) -> Money {
    Money::new(amount.into(), "USD").unwrap()
}

/// An award with every step written down, and the same in binary floating point, which keeps no reasons.
fn credit(criterion: &mut Criterion) {
    let schedule: CreditSchedule = serde_json::from_str(
        r#"{"currency": "USD", "period_cap": "0.5", "annual_cap": "0.2", "minimum": {"above": "1"}, "tiers": [
            {"at_least": "0.99", "below": "0.999", "credit": "0.1"},
            {"at_least": "0.95", "below": "0.99", "credit": "0.25"},
            {"at_least": "0", "below": "0.95", "credit": "1"}]}"#,
    )
    .unwrap();
    let case = |breaches: u64| {
        let breach = |n: u64| CreditBreach::Counted { good: 2_592_000 - n % 40_000, of: 2_592_000 };
        let mut case = CreditCase::new(usd(1_000), (0..breaches).map(|n| breach(n * 7_919)).collect());
        case.annual_fees = Some(usd(12_000));
        case
    };
    let floating = |case: &CreditCase| {
        let credit = |breach: &CreditBreach| {
            let CreditBreach::Counted { good, of } = breach else { return 0.0 };
            let [good, of] = [good, of].map(|count| f64::from(u32::try_from(*count).unwrap()));
            match good / of {
                kept if kept >= 0.999 => 0.0,
                kept if kept >= 0.99 => 100.0,
                kept if kept >= 0.95 => 250.0,
                _ => 1_000.0,
            }
        };
        let sum: f64 = case.breaches.iter().map(credit).sum();
        let credit = sum.min(500.0).min(2_400.0);
        if credit > 1.0 { credit } else { 0.0 }
    };
    let mut group = criterion.benchmark_group("credit_of_breaches");
    for breaches in [3, 10_000] {
        let case = case(breaches);
        let award = schedule.award(&case, Timestamp::MAX).unwrap();
        assert_eq!(award.credit.amount().to_string(), floating(&case).to_string());
        group.bench_with_input(BenchmarkId::new("award", breaches), &case, |bencher, case| {
            bencher.iter(|| schedule.award(black_box(case), Timestamp::MAX).unwrap());
        });
        group.bench_with_input(BenchmarkId::new("floating", breaches), &case, |bencher, case| {
            bencher.iter(|| floating(black_box(case)));
        });
    }
    group.finish();
}

/// Ten of fourteen parts, exactly, and by all 16,384 states; half of as many as there may be.
fn composition(criterion: &mut Criterion) {
    let hundredths: Vec<u64> = (0..14).map(|n| 90 + n % 10).collect();
    let part = |part: &u64| Composition::part(format!("{part}e-2").parse().unwrap());
    let fourteen = Composition::at_least(10, hundredths.iter().map(part)).unwrap();
    let states = || -> u128 {
        let probability = |state: u32| {
            let up = |(n, part): (usize, &u64)| if state >> n & 1 == 1 { *part } else { 100 - part };
            hundredths.iter().enumerate().map(up).map(u128::from).product::<u128>()
        };
        (0..1_u32 << 14).filter(|state| state.count_ones() >= 10).map(probability).sum()
    };
    let exact = Number::ratio(i128::try_from(states()).unwrap(), 10_i128.pow(28), 9).unwrap();
    assert_eq!(fourteen.availability().share(9), exact);
    let nines: Share = "0.999999999".parse().unwrap();
    let most = Composition::at_least(128, (0..256).map(|_| Composition::part(nines))).unwrap();

    let mut group = criterion.benchmark_group("k_of_n");
    group.sample_size(10);
    group.bench_function("10_of_14", |bencher| bencher.iter(|| black_box(&fourteen).availability()));
    group.bench_function("10_of_14_by_states", |bencher| bencher.iter(|| black_box(states())));
    group.bench_function("128_of_256", |bencher| bencher.iter(|| black_box(&most).availability()));
    group.finish();
}

/// Short measurements: the ratios are large.
fn quick() -> Criterion {
    Criterion::default()
        .warm_up_time(std::time::Duration::from_millis(300))
        .measurement_time(std::time::Duration::from_secs(1))
}

criterion_group! { name = benches; config = quick(); targets = availability, merge, alerts, credit, composition }
criterion_main!(benches);
