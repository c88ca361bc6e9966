//! A stream against the whole series.

use proptest::prelude::*;
use service_quality::monitor::baseline::{Baseline, FitRange, Parameters, Persistence, Segment};
use service_quality::monitor::chart::{Chart, ChartError, ChartKind, PlottedPoint, Point, Sample};
use service_quality::monitor::process::{ProcessMonitor, ProcessState};
use service_quality::monitor::{RuleSet, Signal};
use service_quality::quantity::Timestamp;

fn at(day: usize) -> Timestamp {
    Timestamp::from_seconds(1_767_225_600 + 86_400 * i64::try_from(day).unwrap()).unwrap()
}

/// How a segment is fitted, as a proptest has it.
#[derive(Debug, Clone)]
enum Range {
    First(u32),
    Between(usize, usize),
    Given,
}

fn segment(from: Option<usize>, range: &Range, kind: ChartKind) -> Segment {
    let segment = from.map_or_else(Segment::first, |day| Segment::since(at(day)));
    match *range {
        Range::First(points) => segment.fitted_to(FitRange::first(points).unwrap()),
        // Within the segment, or wholly before it.
        Range::Between(start, length) => {
            let start = from.map_or(start, |day| if start % 2 == 0 { day + start / 4 } else { start / 4 });
            segment.fitted_to(FitRange::Between { from: at(start), until: at(start + 6 + length) })
        }
        Range::Given if matches!(kind, ChartKind::P) => segment.with(Parameters::Centre(0.3)),
        Range::Given => segment.with(Parameters::Given { centre: 4.0, sigma: 1.5 }),
    }
    .unwrap()
}

fn range() -> impl Strategy<Value = Range> {
    prop_oneof![
        (4_u32..30).prop_map(Range::First),
        (0_usize..12, 0_usize..10).prop_map(|(start, length)| Range::Between(start, length)),
        Just(Range::Given),
    ]
}

fn sample(kind: ChartKind) -> impl Strategy<Value = Sample> {
    let present = match kind {
        ChartKind::P => (0_u64..=40, 0_u64..40)
            .prop_map(|(of, events)| Sample::Share { events: events.min(of), of })
            .boxed(),
        ChartKind::Xbar => {
            proptest::collection::vec((0_i32..80).prop_map(|value| f64::from(value) / 10.0), 2..5)
                .prop_map(Sample::Subgroup)
                .boxed()
        }
        // A coarse grid: ties, and points on the lines.
        _ => (0_i32..18).prop_map(|value| Sample::Value(f64::from(value) / 2.0)).boxed(),
    };
    prop_oneof![9 => present, 1 => Just(Sample::Missing)]
}

fn rules() -> impl Strategy<Value = RuleSet> {
    prop_oneof![Just(RuleSet::nelson()), Just(RuleSet::western_electric()), Just(RuleSet::nhs())]
}

prop_compose! {
    fn series()(kind in prop_oneof![
        Just(ChartKind::Individuals), Just(ChartKind::MovingRange), Just(ChartKind::P), Just(ChartKind::Xbar),
    ])(
        kind in Just(kind),
        samples in proptest::collection::vec(sample(kind), 30..160),
        ranges in proptest::collection::vec(range(), 1..4),
        starts in proptest::collection::btree_set(20_usize..110, 2),
        excluded in proptest::collection::btree_set(0_usize..160, 0..6),
        rules in rules(),
        cut in 0_usize..160,
    ) -> (ProcessMonitor, Vec<Point>, usize) {
        let starts = [None].into_iter().chain(starts.into_iter().map(Some));
        let segments = ranges.iter().zip(starts).map(|(range, from)| {
            let range = if kind == ChartKind::MovingRange { &Range::First(12) } else { range };
            segment(from, range, kind)
        });
        let baseline = Baseline::new(segments.collect()).unwrap();
        let baseline = excluded
            .into_iter()
            .fold(baseline, |baseline, day| baseline.excluding(at(day), "storm").unwrap());
        let chart = Chart::builder(kind).baseline(baseline).build().unwrap();
        let points = samples.into_iter().enumerate().map(|(day, sample)| Point::new(at(day), sample)).collect();
        (ProcessMonitor::new(chart, rules), points, cut)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_stream_says_what_the_whole_series_says((monitor, points, cut) in series()) {
        let Ok(stream) = monitor.stream() else { return Ok(()) };
        let mut state = ProcessState::default();
        let (mut plotted, mut signals): (Vec<PlottedPoint>, Vec<Signal>) = (vec![], vec![]);
        for (place, point) in points.iter().enumerate() {
            if place == cut {
                let kept = serde_json::to_string(&state).unwrap();
                let back: ProcessState = serde_json::from_str(&kept).unwrap();
                prop_assert_eq!(&back, &state);
                prop_assert_eq!(serde_json::to_string(&back).unwrap(), kept);
                state = back;
            }
            match stream.push(&mut state, point.clone()) {
                Ok(pushed) => {
                    plotted.extend(pushed.released);
                    plotted.extend(pushed.point);
                    signals.extend(pushed.signals);
                }
                // Whatever the stream cannot fit, the whole series cannot either.
                Err(error) => {
                    prop_assert!(monitor.read(&points[..=place]).is_err(), "{error}");
                    return Ok(());
                }
            }
        }
        let judged = points.len() - state.waiting().len();
        prop_assert_eq!(plotted.len(), judged);
        // What waits still is judged by the whole series on fewer points.
        if let Ok(whole) = monitor.read(&points) {
            prop_assert_eq!(&plotted[..], &whole.plotted().points()[..judged]);
            let whole: Vec<_> = whole.signals().into_iter().filter(|signal| signal.at < judged).cloned().collect();
            prop_assert_eq!(signals, whole);
        }
    }

    #[test]
    fn a_state_that_was_tampered_with_is_refused_or_goes_on(
        (monitor, points, cut) in series(), field in 0_usize..7, with in 0_usize..6,
    ) {
        let Ok(stream) = monitor.stream() else { return Ok(()) };
        let mut state = ProcessState::default();
        for point in points.iter().take(cut) {
            if stream.push(&mut state, point.clone()).is_err() {
                return Ok(());
            }
        }
        let mut json = serde_json::to_value(&state).unwrap();
        let name = ["seen", "last", "fits", "waiting", "ranged", "rules", "trail"][field];
        let value = ["null", "0", "[]", "{}", r#""x""#, "18446744073709551615"][with];
        json[name] = serde_json::from_str(value).unwrap();
        if let Ok(mut state) = serde_json::from_value::<ProcessState>(json) {
            for point in points.iter().skip(cut) {
                let _ = stream.push(&mut state, point.clone());
            }
        }
    }
}

fn points(values: impl IntoIterator<Item = f64>) -> Vec<Point> {
    values.into_iter().enumerate().map(|(day, value)| Point::new(at(day), Sample::Value(value))).collect()
}

fn individuals(baseline: Vec<Segment>) -> ProcessMonitor {
    let chart = Chart::builder(ChartKind::Individuals).baseline(Baseline::new(baseline).unwrap()).build();
    ProcessMonitor::new(chart.unwrap(), RuleSet::nelson())
}

#[test]
fn a_refused_point_changes_nothing() {
    let frozen = Segment::first().fitted_to(FitRange::first(3).unwrap()).unwrap();
    let stream = individuals(vec![frozen]).stream().unwrap();
    let mut state = ProcessState::default();
    for point in points([1.0, 2.0, 3.0, 4.0]) {
        stream.push(&mut state, point).unwrap();
    }
    let before = state.clone();
    let refused = [
        (
            Point::new(at(3), Sample::Value(1.0)),
            "point.at: `2026-01-04T00:00:00Z` is not after `2026-01-04T00:00:00Z`",
        ),
        (Point::new(at(9), Sample::Value(f64::NAN)), "point.sample.value: `NaN` is given"),
    ];
    for (point, words) in refused {
        let error = stream.push(&mut state, point).unwrap_err();
        assert!(error.to_string().starts_with(words), "{error}");
        assert_eq!(state, before);
    }
}

#[test]
fn a_stream_wants_a_frozen_baseline() {
    let error = individuals(vec![Segment::first()]).stream().unwrap_err();
    assert_eq!(error, ChartError::GrowingBaseline { segment: 0 });
    let late = Segment::first().fitted_to(FitRange::Between { from: at(0), until: at(30) }).unwrap();
    let next = Segment::since(at(20)).fitted_to(FitRange::first(5).unwrap()).unwrap();
    let error = individuals(vec![late, next]).stream().unwrap_err();
    assert!(error.to_string().starts_with("segments[0].fit.between.until: "), "{error}");
}

#[test]
fn a_state_of_another_baseline_is_told() {
    let frozen = Segment::first().fitted_to(FitRange::first(3).unwrap()).unwrap();
    let stream = individuals(vec![frozen.clone()]).stream().unwrap();
    let mut state = ProcessState::default();
    for point in points([1.0, 2.0, 3.0, 4.0]) {
        stream.push(&mut state, point).unwrap();
    }
    // Rebased from a day that the state has passed.
    let rebased = Segment::since(at(2)).fitted_to(FitRange::first(3).unwrap()).unwrap();
    let stream = individuals(vec![frozen, rebased]).stream().unwrap();
    let error = stream.push(&mut state, Point::new(at(9), Sample::Value(1.0))).unwrap_err();
    assert_eq!(error, ChartError::OtherBaseline { at: at(3) });
}

#[test]
fn a_rebase_is_suggested_once_a_shift_has_lasted() {
    let frozen = Segment::first().fitted_to(FitRange::first(12).unwrap()).unwrap();
    let monitor = individuals(vec![frozen]);
    let level = |day: usize| if day < 15 { 8.0 } else { 5.0 } + [0.0, 0.4, -0.3, 0.1, -0.2][day % 5];
    let suggested =
        |days| monitor.read(&points((0..days).map(level))).unwrap().suggest_rebase(Persistence::default());
    assert!(suggested(20).is_none(), "not yet");
    let found = suggested(30).unwrap();
    assert_eq!((found.from(), found.change_point(), found.points()), (at(15), Some(at(15)), 15));
    let accepted = found.accept(monitor.chart().baseline(), "second line moved next door", "Li Wei").unwrap();
    let rebased = ProcessMonitor::new(monitor.chart().rebased(accepted).unwrap(), monitor.rules().clone());
    assert!(
        rebased.read(&points((0..30).map(level))).unwrap().suggest_rebase(Persistence::default()).is_none()
    );
}

/// A chart of a kind, frozen on its first points, under Nelson's rules.
fn frozen(kind: ChartKind, first: u32) -> ProcessMonitor {
    let segment = Segment::first().fitted_to(FitRange::first(first).unwrap()).unwrap();
    let chart = Chart::builder(kind).baseline(Baseline::new(vec![segment]).unwrap()).build().unwrap();
    ProcessMonitor::new(chart, RuleSet::nelson())
}

#[test]
fn a_kept_point_that_no_chart_can_plot_is_refused_and_no_panic() {
    let waiting = |kind, samples: [Sample; 2]| {
        let (stream, mut state) = (frozen(kind, 3).stream().unwrap(), ProcessState::default());
        for (day, sample) in samples.into_iter().enumerate() {
            stream.push(&mut state, Point::new(at(day), sample)).unwrap();
        }
        (stream, serde_json::to_string(&state).unwrap())
    };
    let rate = |of| Sample::Rate { events: 3, of };
    let changed = [
        (
            waiting(ChartKind::T, [Sample::Value(5.0), Sample::Value(7.0)]),
            r#""5""#,
            r#""-5""#,
            Sample::Value(6.0),
        ),
        (waiting(ChartKind::UPrime, [rate(40.0), rate(50.0)]), r#""40""#, r#""1e-320""#, rate(45.0)),
        (
            waiting(ChartKind::P, [Sample::Share { events: 1, of: 40 }, Sample::Share { events: 2, of: 41 }]),
            r#""of":40"#,
            r#""of":0"#,
            Sample::Share { events: 1, of: 40 },
        ),
    ];
    for ((stream, kept), from, to, next) in changed {
        assert!(kept.contains(from), "{kept}");
        let refused = serde_json::from_str::<ProcessState>(&kept.replacen(from, to, 1))
            .map_err(|error| error.to_string())
            .and_then(|mut state| {
                let pushed = stream.push(&mut state, Point::new(at(2), next));
                pushed.map_err(|error| error.to_string())
            });
        assert!(refused.is_err(), "{to}: {refused:?}");
    }
}

#[test]
fn a_fit_waits_for_as_many_points_as_it_needs() {
    let monitor = frozen(ChartKind::Individuals, 3);
    let samples = [Some(4.0), None, None, Some(5.0), Some(7.0), Some(4.0)];
    let points: Vec<Point> = samples
        .into_iter()
        .enumerate()
        .map(|(day, value)| Point::new(at(day), value.map_or(Sample::Missing, Sample::Value)))
        .collect();
    let (stream, mut state) = (monitor.stream().unwrap(), ProcessState::default());
    let released: Vec<usize> = points
        .iter()
        .map(|point| stream.push(&mut state, point.clone()).unwrap())
        .map(|pushed| pushed.released.len() + usize::from(pushed.point.is_some()))
        .collect();
    assert_eq!(released, [0, 0, 0, 0, 5, 1], "the first moving range ends at the fifth point");
    assert_eq!(monitor.read(&points).unwrap().plotted().segments(), state.segments());
}

#[test]
fn an_accepted_rebase_can_be_streamed() {
    let monitor = frozen(ChartKind::Individuals, 12);
    let level = |day: usize| if day < 15 { 8.0 } else { 5.0 } + [0.0, 0.4, -0.3, 0.1, -0.2][day % 5];
    let days = points((0..30).map(level));
    let found = monitor.read(&days).unwrap().suggest_rebase(Persistence::default()).unwrap();
    let accepted = found.accept(monitor.chart().baseline(), "second line moved next door", "Li Wei").unwrap();
    let rebased = ProcessMonitor::new(monitor.chart().rebased(accepted).unwrap(), monitor.rules().clone());
    let (stream, mut state) = (rebased.stream().unwrap(), ProcessState::default());
    let mut said = vec![];
    for point in &days {
        said.extend(stream.push(&mut state, point.clone()).unwrap().signals);
    }
    assert_eq!(said, rebased.read(&days).unwrap().signals().as_slice());
}

#[test]
fn the_newest_point_is_silent_or_not_judged() {
    let given = Segment::first().with(Parameters::Given { centre: 0.0, sigma: 1.0 }).unwrap();
    let newest = |sample| {
        let days = [Point::new(at(0), Sample::Value(0.5)), Point::new(at(1), sample)];
        let reading = individuals(vec![given.clone()]).read(&days).unwrap();
        reading.newest().map(|signals| signals.len())
    };
    assert_eq!(newest(Sample::Value(0.2)), Some(0));
    assert_eq!(newest(Sample::Value(4.0)), Some(1));
    assert_eq!(newest(Sample::Missing), None);
}
