//! Laws and bad input of charts, baselines and capability.

use proptest::prelude::*;
use service_quality::monitor::baseline::{
    Baseline, FitRange, Parameters, Persistence, Segment, Shift, suggest_rebase,
};
use service_quality::monitor::capability::{Capability, CapabilityError, Specification, Stability};
use service_quality::monitor::chart::{
    Centre, Chart, ChartError, ChartKind, Conventions, DispersionTest, Fit, Gap, Plotted, PlottedPoint,
    Point, Reach, Sample, Screening, Spread, choose, dispersion,
};
use service_quality::monitor::{Limits, RuleSet, RunsRule, Side, Zone};
use service_quality::quantity::Timestamp;

const ZONES: [Zone; 3] = [Zone::One, Zone::Two, Zone::Limit];

fn at(day: i64) -> Timestamp {
    Timestamp::from_seconds(day * 86_400).unwrap()
}

fn days(samples: impl IntoIterator<Item = Sample>) -> Vec<Point> {
    samples.into_iter().zip(0..).map(|(sample, day)| Point::new(at(day), sample)).collect()
}

fn singles(values: &[f64]) -> Vec<Point> {
    days(values.iter().copied().map(Sample::Value))
}

fn shares(counts: &[(u64, u64)]) -> Vec<Point> {
    days(counts.iter().map(|&(events, of)| Sample::Share { events, of }))
}

fn chart(kind: ChartKind, conventions: Conventions) -> Chart {
    Chart::builder(kind).conventions(conventions).build().unwrap()
}

fn frozen(first: u32) -> Baseline {
    Baseline::new(vec![Segment::first().fitted_to(FitRange::first(first).unwrap()).unwrap()]).unwrap()
}

fn lines(limits: &Limits) -> Vec<f64> {
    let sides = ZONES.into_iter().flat_map(|zone| [limits.lower(zone), limits.upper(zone)]).flatten();
    std::iter::once(limits.centre()).chain(sides).collect()
}

fn all_lines(plotted: &Plotted) -> Vec<f64> {
    plotted.points().iter().filter_map(|point| point.limits()).flat_map(lines).collect()
}

#[track_caller]
fn close(a: &[f64], b: &[f64]) {
    assert_eq!(a.len(), b.len());
    for (a, b) in a.iter().zip(b) {
        assert!((a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0), "{a} and {b}");
    }
}

fn conventions() -> impl Strategy<Value = Conventions> {
    (
        prop_oneof![Just(Centre::Mean), Just(Centre::Median)],
        prop_oneof![Just(Spread::MeanRange), Just(Spread::MedianRange), Just(Spread::Deviation)],
        prop_oneof![Just(Gap::Break), Just(Gap::Bridge)],
        prop_oneof![Just(Conventions::default()), Just(Conventions::nhs()), Just(Conventions::qicharts2())],
    )
        .prop_map(|(centre, spread, gap, base)| Conventions {
            centre,
            spread,
            missing: gap,
            excluded: gap,
            screening: Screening::Off,
            ..base
        })
}

fn counts() -> impl Strategy<Value = Vec<(u64, u64)>> {
    prop::collection::vec((1_u64..500).prop_flat_map(|of| (0..=of, Just(of))), 3..20)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn limits_scale_and_shift_with_values(
        values in prop::collection::vec(-1e3_f64..1e3, 3..30),
        (factor, shift) in (0.01_f64..100.0, -1e3_f64..1e3),
        conventions in conventions(),
    ) {
        let moved: Vec<f64> = values.iter().map(|value| value * factor + shift).collect();
        let chart = chart(ChartKind::Individuals, conventions);
        let (plain, other) = (chart.plot(&singles(&values)).unwrap(), chart.plot(&singles(&moved)).unwrap());
        let expected: Vec<f64> = all_lines(&plain).iter().map(|line| line * factor + shift).collect();
        let found = all_lines(&other);
        let scale = 1e3_f64.mul_add(factor, shift.abs());
        for (a, b) in expected.iter().zip(&found) {
            prop_assert!((a - b).abs() <= 1e-9 * scale, "{} and {}", a, b);
        }
    }

    #[test]
    fn what_is_shown_per_so_many_is_only_scaled(counts in counts()) {
        for kind in [ChartKind::P, ChartKind::PPrime, ChartKind::U, ChartKind::UPrime, ChartKind::Np] {
            let one = Chart::builder(kind).build().unwrap().plot(&shares(&counts)).unwrap();
            let many = Chart::builder(kind).per(1_000.into()).build().unwrap().plot(&shares(&counts)).unwrap();
            close(&all_lines(&one).iter().map(|line| line * 1e3).collect::<Vec<_>>(), &all_lines(&many));
        }
    }

    #[test]
    fn the_order_of_members_is_nothing(
        groups in prop::collection::vec(prop::collection::vec(-50.0_f64..50.0, 2..9), 2..8),
    ) {
        let turned: Vec<Vec<f64>> = groups.iter().map(|group| group.iter().rev().copied().collect()).collect();
        for kind in [ChartKind::Xbar, ChartKind::R, ChartKind::S] {
            let chart = chart(kind, Conventions::qcc());
            let plot = |groups: &[Vec<f64>]| chart.plot(&days(groups.iter().cloned().map(Sample::Subgroup))).unwrap();
            let (one, other) = (plot(&groups), plot(&turned));
            prop_assert_eq!(one.points(), other.points());
        }
    }

    #[test]
    fn shares_of_one_size_are_numbers_of_cases(
        events in prop::collection::vec(0_u64..40, 2..20),
        reach in prop_oneof![Just(Reach::default()), Just(Reach::probability("0.99".parse().unwrap()).unwrap())],
    ) {
        let counts: Vec<(u64, u64)> = events.iter().map(|&events| (events, 40)).collect();
        let conventions = Conventions { reach, ..Conventions::default() };
        let plot = |kind| chart(kind, conventions).plot(&shares(&counts)).unwrap();
        let numbers: Vec<f64> = all_lines(&plot(ChartKind::Np)).iter().map(|line| line / 40.0).collect();
        close(&all_lines(&plot(ChartKind::P)), &numbers);
    }

    #[test]
    fn excluded_points_do_not_move_the_limits(
        values in prop::collection::vec(-50.0_f64..50.0, 4..20),
        (place, outlier) in (any::<prop::sample::Index>(), -1e6_f64..1e6),
        conventions in conventions(),
    ) {
        let place = place.index(values.len());
        let points = singles(&values);
        let baseline = Baseline::default().excluding(points[place].at, "known cause").unwrap();
        let builder = Chart::builder(ChartKind::Individuals).conventions(conventions).baseline(baseline);
        let chart = builder.build().unwrap();
        let mut other = values.clone();
        other[place] = outlier;
        let same = |a: Result<Fit, ChartError>, b: Result<Fit, ChartError>| a == b;
        prop_assert!(same(chart.fit(&points), chart.fit(&singles(&other))));
    }

    #[test]
    fn frozen_is_the_fit_of_the_first_alone(
        values in prop::collection::vec(-50.0_f64..50.0, 5..30),
        first in 3_u32..5,
        conventions in conventions(),
    ) {
        let points = singles(&values);
        let build = |baseline| {
            Chart::builder(ChartKind::Individuals).conventions(conventions).baseline(baseline).build().unwrap()
        };
        let ahead = build(frozen(first)).fit(&points).unwrap();
        let alone = build(Baseline::default()).fit(&points[..first as usize]).unwrap();
        prop_assert_eq!(ahead.segments(), alone.segments());
    }

    #[test]
    fn one_point_after_another_is_the_whole_chart(
        values in prop::collection::vec(prop::option::weighted(0.9, 0.1_f64..50.0), 4..30),
        rebase in 3_i64..20,
        conventions in conventions(),
    ) {
        let points = days(values.into_iter().map(|value| value.map_or(Sample::Missing, Sample::Value)));
        let baseline = Baseline::new(vec![Segment::first(), Segment::since(at(rebase))]).unwrap();
        for kind in [ChartKind::Individuals, ChartKind::MovingRange, ChartKind::Run, ChartKind::T] {
            let chart = Chart::builder(kind).conventions(conventions).baseline(baseline.clone()).build().unwrap();
            let Ok(fit) = chart.fit(&points) else { continue };
            let kept: Fit = serde_json::from_str(&serde_json::to_string(&fit).unwrap()).unwrap();
            let mut last = None;
            let mut placed = Vec::new();
            for point in &points {
                let (next, state) = kept.place(point, last).unwrap();
                placed.push(next);
                last = Some(serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap());
            }
            let whole = chart.plot(&points).unwrap();
            prop_assert_eq!(whole.points(), &placed[..]);
        }
    }

    #[test]
    fn no_pattern_spans_a_rebase(values in prop::collection::vec(-5.0_f64..5.0, 12..40), rebase in 4_usize..9) {
        let points = singles(&values);
        let baseline = Baseline::new(vec![Segment::first(), Segment::since(points[rebase].at)]).unwrap();
        let chart = Chart::builder(ChartKind::Individuals).baseline(baseline).build().unwrap();
        let signals = chart.plot(&points).unwrap().signals(&RuleSet::nelson()).unwrap();
        for signal in &signals {
            prop_assert_eq!(signal.first < rebase, signal.at < rebase);
        }
    }

    #[test]
    fn nothing_infinite_comes_out(
        samples in prop::collection::vec(
            prop_oneof![
                any::<f64>().prop_map(Sample::Value),
                any::<u64>().prop_map(Sample::Count),
                (any::<u64>(), any::<u64>()).prop_map(|(events, of)| Sample::Share { events, of }),
                (any::<u64>(), any::<f64>()).prop_map(|(events, of)| Sample::Rate { events, of }),
                prop::collection::vec(any::<f64>(), 0..4).prop_map(Sample::Subgroup),
                Just(Sample::Missing),
            ],
            0..5,
        ),
        kind in prop::sample::select(&[
            ChartKind::Run, ChartKind::Individuals, ChartKind::MovingRange, ChartKind::Xbar, ChartKind::R, ChartKind::S,
            ChartKind::P, ChartKind::Np, ChartKind::C, ChartKind::U, ChartKind::PPrime, ChartKind::UPrime, ChartKind::G,
            ChartKind::T,
        ][..]),
        conventions in conventions(),
        tail in any::<bool>(),
    ) {
        let reach = if tail { Reach::probability("0.99".parse().unwrap()).unwrap() } else { Reach::default() };
        let points = days(samples.clone());
        if let Ok(plotted) = chart(kind, Conventions { reach, ..conventions }).plot(&points) {
            for point in plotted.points() {
                prop_assert!(point.value().is_none_or(f64::is_finite));
                prop_assert!(point.limits().is_none_or(|limits| lines(limits).into_iter().all(f64::is_finite)));
            }
        }
        let _ = choose(&samples, "0.05".parse().unwrap());
        let _ = dispersion(&samples, DispersionTest::default()).map(|found| assert!(found.p_value().is_finite()));
    }

    #[test]
    fn capability_scales_with_its_unit(
        values in prop::collection::vec(-5.0_f64..5.0, 3..20),
        (factor, shift) in (0.1_f64..10.0, -5.0_f64..5.0),
    ) {
        let moved = |value: f64| value * factor + shift;
        let of = |values: &[f64], sigma: f64, lower: f64, upper: f64| {
            let within = Specification::new(Some(lower), Some(upper), None).unwrap();
            Capability::of(values, sigma, &within, Stability::Stable, "0.95".parse().unwrap())
        };
        let other: Vec<f64> = values.iter().map(|&value| moved(value)).collect();
        let pair = (of(&values, 1.5, -4.0, 6.0), of(&other, 1.5 * factor, moved(-4.0), moved(6.0)));
        if let (Ok(one), Ok(two)) = pair {
            let worst = |found: &Capability| {
                let (within, overall) = (*found.within().worst(), *found.overall().worst());
                [within.value(), within.interval().low(), overall.value(), overall.interval().high()]
            };
            close(&worst(&one), &worst(&two));
            prop_assert!(one.within().worst().value() <= one.within().width().unwrap().value() + 1e-12);
        }
    }
}

#[test]
fn without_variation_between_periods_p_prime_is_p() {
    let fit = |kind, spread| {
        let conventions = Conventions { spread, ..Conventions::default() };
        chart(kind, conventions)
            .fit(&shares(&[(40, 100), (60, 100), (40, 100), (60, 100)]))
            .unwrap()
            .segments()[0]
    };
    let (plain, prime) = (fit(ChartKind::P, Spread::MeanRange), fit(ChartKind::PPrime, Spread::MeanRange));
    // Every z is ±2, every moving range 4: σz = 4/d2.
    assert!((prime.sigma() / plain.sigma() - 4.0 / std::f64::consts::FRAC_2_SQRT_PI).abs() < 1e-12);
    let given = Parameters::Given { centre: 0.5, sigma: 0.5 };
    let baseline = Baseline::new(vec![Segment::first().with(given).unwrap()]).unwrap();
    let known = Chart::builder(ChartKind::PPrime).baseline(baseline).build().unwrap();
    let points = shares(&[(40, 100), (60, 80)]);
    let half = Baseline::new(vec![Segment::first().with(Parameters::Centre(0.5)).unwrap()]).unwrap();
    let binomial = Chart::builder(ChartKind::P).baseline(half).build().unwrap();
    assert_eq!(known.plot(&points).unwrap().points(), binomial.plot(&points).unwrap().points());
}

#[test]
fn a_moving_range_does_not_cross_a_rebase_or_a_gap() {
    let values = [Some(1.0), Some(3.0), None, Some(9.0), Some(20.0), Some(22.0)];
    let points = days(values.map(|value| value.map_or(Sample::Missing, Sample::Value)));
    let baseline = Baseline::new(vec![Segment::first(), Segment::since(at(4))]).unwrap();
    let plot = |missing| {
        let conventions = Conventions { missing, ..Conventions::default() };
        let builder =
            Chart::builder(ChartKind::MovingRange).conventions(conventions).baseline(baseline.clone());
        let plotted = builder.build().unwrap().plot(&points).unwrap();
        plotted.points().iter().map(PlottedPoint::value).collect::<Vec<_>>()
    };
    assert_eq!(plot(Gap::Break), [None, Some(2.0), None, None, None, Some(2.0)]);
    assert_eq!(plot(Gap::Bridge), [None, Some(2.0), None, Some(6.0), None, Some(2.0)]);
}

#[test]
fn equal_values_lie_on_the_line() {
    let plotted = chart(ChartKind::Individuals, Conventions::nhs()).plot(&singles(&[0.1; 12])).unwrap();
    assert!(plotted.signals(&RuleSet::nhs()).unwrap().is_empty());
    let counts =
        chart(ChartKind::PPrime, Conventions::default()).plot(&shares(&[(0, 9), (0, 7), (0, 8)])).unwrap();
    assert!(counts.points().iter().all(|point| point.beyond(Zone::Limit).is_none()));
}

#[test]
fn excluded_and_missing_points_stand_in_no_pattern() {
    let mut samples = vec![Sample::Value(1.0); 4];
    samples.extend([Sample::Value(90.0), Sample::Missing]);
    samples.extend(vec![Sample::Value(1.0); 5]);
    let given = Segment::first().with(Parameters::Given { centre: 0.0, sigma: 1.0 }).unwrap();
    let baseline = Baseline::new(vec![given]).unwrap().excluding(at(4), "wrongly entered").unwrap();
    let chart = Chart::builder(ChartKind::Individuals).baseline(baseline).build().unwrap();
    let plotted = chart.plot(&days(samples)).unwrap();
    let signals = plotted.signals(&RuleSet::nelson()).unwrap();
    let points: Vec<Vec<usize>> = signals.iter().map(|signal| signals.points(signal).collect()).collect();
    assert_eq!(points, [vec![0, 1, 2, 3, 6, 7, 8, 9, 10]]);
    assert_eq!(plotted.runs(0, RunsRule::Anhoej).unwrap().longest_run, 9);
}

#[test]
fn a_rebase_is_suggested_only_where_the_shift_lasts() {
    let mut values = vec![10.0, 11.0, 9.0, 10.0, 11.0, 9.0, 10.0, 11.0, 9.0, 10.0];
    values.extend([14.0, 15.0, 13.0, 14.0, 15.0, 13.0, 14.0, 15.0]);
    let shift = || Shift { rule: "eight_on_one_side".to_owned(), first: 10, side: Side::Above };
    let suggest = |values: &[f64], change| {
        let chart = Chart::builder(ChartKind::Individuals).baseline(frozen(10)).build().unwrap();
        suggest_rebase(&chart.plot(&singles(values)).unwrap(), shift(), change, Persistence::default())
    };
    let found = suggest(&values, None).unwrap();
    assert_eq!((found.points(), found.on_side(), found.new_level()), (8, 8, 14.125));
    assert_eq!(
        found.to_string(),
        "eight_on_one_side: 8 of 8 points since 1970-01-11T00:00:00Z lie above the centre line, at 14.1250 instead of \
         10.0000 (neutral); a baseline of them would be provisional"
    );
    assert_eq!(suggest(&values, Some(9)).unwrap().from(), at(9));
    assert_eq!(suggest(&values, Some(99)).unwrap().from(), at(10), "a point that is none is no change point");
    values.push(9.0);
    assert_eq!(suggest(&values, None), None, "it went back");
    assert_eq!(suggest(&values[..14], None), None, "too short");
    let error = found.accept(&frozen(10), "new desk", "").unwrap_err();
    assert_eq!(error.to_string(), "accepted_by: nothing is written: say why, and who");
}

#[test]
fn faults_say_where_and_what_is_allowed() {
    #[track_caller]
    fn fault(kind: ChartKind, samples: Vec<Sample>, text: &str) {
        let error = chart(kind, Conventions::default()).plot(&days(samples)).unwrap_err();
        assert_eq!(error.to_string(), text);
    }
    let value = Sample::Value;
    fault(
        ChartKind::Individuals,
        vec![value(1.0), value(f64::NAN)],
        "points[1].sample.value: `NaN` is given; allowed is a number from -1e100 to 1e100",
    );
    fault(
        ChartKind::P,
        vec![Sample::Share { events: 5, of: 4 }],
        "points[0].sample.share.events: `5` is given; allowed is at most the cases that it is of",
    );
    fault(
        ChartKind::U,
        vec![Sample::Rate { events: 1, of: 0.0 }],
        "points[0].sample.rate.of: `0` is given; allowed is 1e-60 to 1e100, or 0 without events",
    );
    fault(
        ChartKind::Xbar,
        vec![Sample::Subgroup(vec![1.0])],
        "points[0].sample: a subgroup is given; wanted a subgroup of 2 values or more, on this kind of chart",
    );
    fault(
        ChartKind::T,
        vec![value(3.0), value(0.0)],
        "points[1].sample: a value is given; wanted a figure above 0, on a t chart",
    );
    fault(
        ChartKind::Individuals,
        vec![value(1.0), Sample::Missing],
        "segments[0]: the usable points (1) do not tell centre and spread of the individuals chart: give more, closer together, or its parameters",
    );
    fault(ChartKind::C, vec![], "points: none to judge by: give at least one that is not missing");
    let twice = [Point::new(at(1), value(1.0)), Point::new(at(1), value(2.0))];
    assert_eq!(
        chart(ChartKind::Run, Conventions::default()).plot(&twice).unwrap_err().to_string(),
        "points[1].at: `1970-01-02T00:00:00Z` is not after `1970-01-02T00:00:00Z`: give points in order of time, one an instant"
    );
}

#[test]
fn baselines_and_charts_that_are_none_are_refused() {
    #[track_caller]
    fn refused(document: &str, text: &str) {
        let error = serde_json::from_str::<Chart>(document).unwrap_err().to_string();
        assert!(error.contains(text), "{error}");
    }
    refused(r#"{"kind": "c", "baseline": {"segments": []}}"#, "segments: none given: give at least one");
    refused(
        r#"{"kind": "c", "baseline": {"segments": [{}, {}]}}"#,
        "segments[1].from: the first segment holds from the first point, each other from its instant",
    );
    refused(
        r#"{"kind": "p", "baseline": {"segments": [{"parameters": {"given": {"centre": "0.1", "sigma": "1"}}}]}}"#,
        "segments[0].parameters: the p chart takes its spread from its centre: give the centre alone",
    );
    refused(
        r#"{"kind": "p", "baseline": {"segments": [{"parameters": {"centre": "1.1"}}]}}"#,
        "segments[0].parameters.centre: `1.1` is given; allowed is 0 to 1",
    );
    refused(r#"{"kind": "p", "per": 0}"#, "per: `0` is given; allowed is above 0");
    refused(r#"{"kind": "p", "conventions": {"span": 1}}"#, "span: `1` is given; allowed is 2 to 100");
    refused(r#"{"kind": "p", "limits": 3}"#, "unknown field `limits`");
    let fit = r#"{"chart": {"kind": "c"}, "segments": [{"segment": 1, "points": 2, "centre": "1", "location": "1", "sigma": "1"}]}"#;
    let error = serde_json::from_str::<Fit>(fit).unwrap_err().to_string();
    assert!(
        error.starts_with("segments[0].segment: `1` is given; allowed is a segment of the baseline"),
        "{error}"
    );
    let later = Baseline::default().rebased(Segment::since(at(9))).unwrap();
    let chart = Chart::builder(ChartKind::C).baseline(later).build().unwrap();
    let fit = chart.fit(&days([Sample::Count(4)])).unwrap();
    let new = fit.place(&Point::new(at(9), Sample::Count(4)), None).unwrap_err();
    assert_eq!(
        new.to_string(),
        "segments[1] is not in the fit: fit the chart again with the points of this segment"
    );
}

#[test]
fn a_chart_is_chosen_for_a_reason() {
    #[track_caller]
    fn chosen(samples: &[Sample], text: &str) {
        assert_eq!(choose(samples, "0.05".parse().unwrap()).unwrap().to_string(), text);
    }
    chosen(&[Sample::Value(1.0)], "individuals chart with moving range chart: the samples are single values");
    chosen(
        &[Sample::Subgroup(vec![1.0, 2.0]), Sample::Subgroup(vec![1.0, 2.0])],
        "x̄ chart with R chart: the samples are subgroups of 2 values",
    );
    chosen(
        &[Sample::Subgroup(vec![1.0, 2.0]), Sample::Subgroup(vec![1.0, 2.0, 3.0])],
        "x̄ chart with S chart: the samples are subgroups of 2 to 3 values",
    );
    chosen(
        &[0, 0, 1, 0].map(Sample::Count),
        "c chart: the samples are counts; they vary 1.0 times as much as chance alone lets them, which may be chance \
         (p = 0.3916); 3 of 4 have no event, so that a g or t chart of what lies between events tells more",
    );
    chosen(
        &[4, 9, 6, 5].map(|events| Sample::Rate { events, of: 1.5 }),
        "u chart: the samples are rates; they vary 0.8 times as much as chance alone lets them, which may be chance (p = 0.5062)",
    );
    chosen(
        &[Sample::Share { events: 4, of: 4 }, Sample::Missing],
        "p chart: the samples are shares; their variation cannot be compared with chance",
    );
    let mixed = choose(&[Sample::Count(1), Sample::Value(1.0)], "0.05".parse().unwrap()).unwrap_err();
    assert_eq!(mixed.to_string(), "samples[1]: a value is given; wanted samples of the form of the first");
}

#[test]
fn capability_needs_a_stable_process() {
    let values = [3.1, 3.6, 2.9, 3.3];
    let most = Specification::new(None, Some(4.5), None).unwrap();
    let of = |values: &[f64], sigma, stability| {
        Capability::of(values, sigma, &most, stability, "0.95".parse().unwrap())
    };
    let unstable = Stability::from_signals(3);
    let error = of(&values, 0.3, unstable.clone()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the chart shows 3 signals: find their causes first, or override it with a name and a reason"
    );
    let overridden = unstable.overridden("fire drill", "Li Wei").unwrap();
    assert_eq!(of(&values, 0.3, overridden.clone()).unwrap().stability(), &overridden);
    assert!(matches!(of(&values, 0.0, Stability::Stable), Err(CapabilityError::OutOfRange { .. })));
    let equal = of(&[2.0; 4], 0.3, Stability::Stable).unwrap_err().to_string();
    assert_eq!(equal, "all values are equal, so this is undefined; it needs values that vary");
    let one = of(&[2.0], 0.3, Stability::Stable).unwrap_err().to_string();
    assert_eq!(one, "1 value given; at least 2 needed");
}

#[test]
fn an_excluded_point_takes_the_moving_range_after_it_along() {
    let chart = |conventions| {
        let given = Baseline::default().excluding(at(3), "wrongly entered").unwrap();
        Chart::builder(ChartKind::MovingRange).baseline(given).conventions(conventions).build().unwrap()
    };
    let points = days([10.0, 11.0, 10.0, 500.0, 10.0, 11.0].map(Sample::Value).to_vec());
    let ranges = |conventions| -> Vec<Option<f64>> {
        chart(conventions).plot(&points).unwrap().points().iter().map(PlottedPoint::value).collect()
    };
    assert_eq!(ranges(Conventions::default()), [None, Some(1.0), Some(1.0), Some(490.0), None, Some(1.0)]);
    assert_eq!(ranges(Conventions::qicharts2())[4], Some(490.0), "across the excluded point");
}

#[test]
fn an_exclusion_that_meets_no_point_is_told() {
    let given = Baseline::default().excluding(at(1), "storm").unwrap().excluding(at(40), "mistaken").unwrap();
    let chart = Chart::builder(ChartKind::Individuals).baseline(given).build().unwrap();
    let plotted = chart.plot(&days([1.0, 9.0, 2.0, 1.0].map(Sample::Value).to_vec())).unwrap();
    assert_eq!(plotted.unmatched_exclusions().collect::<Vec<_>>(), [(at(40), "mistaken")]);
}

#[test]
fn an_override_without_a_reason_is_read_from_no_document() {
    let read = |text| serde_json::from_str::<Stability>(text).map_err(|error| error.to_string());
    assert!(read(r#"{"overridden": {"signals": 2, "reason": "", "by": " "}}"#).is_err());
    assert_eq!(read(r#"{"unstable": {"signals": 0}}"#), Ok(Stability::Stable));
    assert_eq!(
        read(r#"{"overridden": {"signals": 2, "reason": "fire drill", "by": "Li Wei"}}"#),
        Stability::from_signals(2).overridden("fire drill", "Li Wei").map_err(|error| error.to_string())
    );
}

#[test]
fn counts_and_measurements_are_samples() {
    use service_quality::indicator::{Absence, Measurement};

    assert_eq!(Sample::measured(&Measurement::absent(Absence::Missing)), Sample::Missing);
    assert_eq!(Sample::measured(&Measurement::present("4.21".parse().unwrap(), 97)), Sample::Value(4.21));
}
