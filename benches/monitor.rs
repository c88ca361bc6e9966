//! A million points judged by Nelson's eight rules: as they come, on the small state that a host keeps; as a whole series
//! with the reasons of each signal; and by looking at each window anew, as a spreadsheet does.
//!
//! All ways must find the same. `cargo bench --bench monitor`.
//!
//! On two cores, one of them idle, the rules of Nelson took 47 ns a point as a stream, 57 as a series with reasons and 79
//! from windows: 1.7 times as long as the stream; Western Electric's took 33 ns, the NHS's 33. `xmr_nelson` puts the whole
//! chart into the loop: 143 ns a point as a stream on a state that a host can keep, 310 as a series whose signals carry
//! their reasons, 2.2 times as long.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench stops where its input is broken")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use service_quality::monitor::baseline::{Baseline, FitRange, Segment};
use service_quality::monitor::chart::{Chart, ChartKind, Point, Sample};
use service_quality::monitor::process::{ProcessMonitor, ProcessState};
use service_quality::monitor::{Limits, RuleSet, RunState, Zone};
use service_quality::quantity::Timestamp;

const POINTS: usize = 1_000_000;

/// Sums of uniform draws, near enough to normal, with a shift of one sigma in every tenth stretch of a thousand.
fn series() -> Vec<f64> {
    let mut state = 42_u64;
    let mut uniform = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 32).unwrap()) / 4_294_967_296.0
    };
    let mut values = Vec::with_capacity(POINTS);
    for at in 0..POINTS {
        let normal = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
        values.push(10.0 + normal + if at / 1_000 % 10 == 9 { 1.0 } else { 0.0 });
    }
    values
}

/// Each rule at each point from its window alone: which of the eight are completed.
fn naive(values: &[f64], limits: &[Limits], at: usize) -> u32 {
    let window = |k: usize| (at + 1).checked_sub(k).map(|first| (&values[first..=at], &limits[first..=at]));
    let all = |k: usize, holds: &dyn Fn(f64, &Limits) -> bool| {
        window(k).is_some_and(|(values, limits)| {
            values.iter().zip(limits).all(|(value, lines)| holds(*value, lines))
        })
    };
    let above = |zone: Zone| move |value: f64, lines: &Limits| value > lines.upper(zone).unwrap();
    let below = |zone: Zone| move |value: f64, lines: &Limits| value < lines.lower(zone).unwrap();
    let hits = |k: usize, of: usize, holds: &dyn Fn(f64, &Limits) -> bool| {
        window(of).is_some_and(|(values, limits)| {
            holds(values[of - 1], &limits[of - 1])
                && values.iter().zip(limits).filter(|(value, lines)| holds(**value, lines)).count() >= k
        })
    };
    let steps = |k: usize, holds: &dyn Fn(&[f64]) -> bool, size: usize| {
        window(k).is_some_and(|(values, _)| values.windows(size).all(holds))
    };
    let outside =
        |value: f64, lines: &Limits| above(Zone::One)(value, lines) || below(Zone::One)(value, lines);
    let both = window(8).is_some_and(|(values, limits)| {
        let any = |holds: &dyn Fn(f64, &Limits) -> bool| {
            values.iter().zip(limits).any(|(value, lines)| holds(*value, lines))
        };
        any(&above(Zone::One)) && any(&below(Zone::One))
    });
    let rules = [
        all(1, &above(Zone::Limit)) || all(1, &below(Zone::Limit)),
        all(9, &|value, lines| value > lines.centre()) || all(9, &|value, lines| value < lines.centre()),
        steps(6, &|pair| pair[0] < pair[1], 2) || steps(6, &|pair| pair[0] > pair[1], 2),
        steps(14, &|three| (three[1] - three[0]) * (three[2] - three[1]) < 0.0, 3),
        hits(2, 3, &above(Zone::Two)) || hits(2, 3, &below(Zone::Two)),
        hits(4, 5, &above(Zone::One)) || hits(4, 5, &below(Zone::One)),
        all(15, &|value, lines| !outside(value, lines)),
        both && all(8, &outside),
    ];
    rules.iter().zip(0..).map(|(fires, rule)| u32::from(*fires) << rule).sum()
}

fn streamed(rules: &RuleSet, values: &[f64], limits: &[Limits]) -> usize {
    let mut state = RunState::new();
    let fires = |(value, lines): (&f64, &Limits)| !rules.push(&mut state, *value, lines).unwrap().is_empty();
    values.iter().zip(limits).map(fires).filter(|fires| *fires).count()
}

/// The same through the whole chart: individual values on a baseline of the first hundred, a point a minute.
fn charted(criterion: &mut Criterion, values: &[f64]) {
    let frozen = Segment::first().fitted_to(FitRange::first(100).unwrap()).unwrap();
    let chart = Chart::builder(ChartKind::Individuals).baseline(Baseline::new(vec![frozen]).unwrap());
    let monitor = ProcessMonitor::new(chart.build().unwrap(), RuleSet::nelson());
    let at = |minute: usize| Timestamp::from_seconds(60 * i64::try_from(minute).unwrap()).unwrap();
    let points: Vec<Point> = values
        .iter()
        .enumerate()
        .map(|(minute, value)| Point::new(at(minute), Sample::Value(*value)))
        .collect();
    let streamed = || {
        let (stream, mut state) = (monitor.stream().unwrap(), ProcessState::default());
        let found = |point: &Point| stream.push(&mut state, point.clone()).unwrap().signals.len();
        points.iter().map(found).sum::<usize>()
    };
    assert_eq!(streamed(), monitor.read(&points).unwrap().signals().as_slice().len());

    let mut group = criterion.benchmark_group("xmr_nelson");
    group.sample_size(10).throughput(Throughput::Elements(POINTS.try_into().unwrap()));
    group.bench_function("stream", |bencher| bencher.iter(|| black_box(streamed())));
    group.bench_function("batch", |bencher| {
        bencher.iter(|| monitor.read(black_box(&points)).unwrap().signals().as_slice().len());
    });
    group.finish();
}

fn monitor(criterion: &mut Criterion) {
    let values = series();
    charted(criterion, &values);
    let limits = vec![Limits::symmetric(10.0, 1.0, 3.0); POINTS];
    let points: Vec<_> = values.iter().copied().zip(limits.iter().copied()).collect();
    let nelson = RuleSet::nelson();

    let mut state = RunState::new();
    for (at, (value, lines)) in points.iter().enumerate() {
        let fired = nelson.push(&mut state, *value, lines).unwrap();
        let mask = fired.iter().fold(0_u32, |mask, (rule, _)| mask | 1 << rule);
        assert_eq!(mask, naive(&values, &limits, at), "point {at}");
    }

    let mut group = criterion.benchmark_group("monitor");
    group.sample_size(10).throughput(Throughput::Elements(POINTS.try_into().unwrap()));
    for (name, rules) in
        [("nelson", &nelson), ("western_electric", &RuleSet::western_electric()), ("nhs", &RuleSet::nhs())]
    {
        group.bench_function(format!("stream_{name}"), |bencher| {
            bencher.iter(|| streamed(rules, black_box(&values), &limits));
        });
    }
    group.bench_function("batch_nelson_with_reasons", |bencher| {
        bencher.iter(|| nelson.signals(black_box(&points), None).unwrap().as_slice().len());
    });
    group.bench_function("naive_nelson", |bencher| {
        bencher.iter(|| (0..POINTS).filter(|at| naive(black_box(&values), &limits, *at) != 0).count());
    });
    group.finish();
}

criterion_group!(benches, monitor);
criterion_main!(benches);
