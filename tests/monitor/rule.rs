//! Laws and bad input of run rules.

#![cfg(test)]

use proptest::prelude::*;
use service_quality::analysis::Undefined;
use service_quality::indicator::Direction;
use service_quality::monitor::{
    AfterSignal, CompletedBy, Counted, Counting, CusumChart, CusumState, EwmaChart, EwmaLimits, EwmaState,
    Fired, Limits, Marking, OnCentre, Opening, Others, Outermost, Pattern, RuleError, RuleSet, RunRule,
    RunState, RunsRule, RunsTest, Side, Sides, Signals, TargetAssurance, Ties, Variation, Zone,
};
use service_quality::quantity::{Language, Number, Timestamp};

use super::plain::{self, Found, Point};

fn either<T: Copy + std::fmt::Debug>(first: T, second: T) -> impl Strategy<Value = T> {
    prop_oneof![Just(first), Just(second)]
}

fn zone() -> impl Strategy<Value = Zone> {
    prop_oneof![Just(Zone::One), Just(Zone::Two), Just(Zone::Limit)]
}

fn counting() -> impl Strategy<Value = Counting> {
    let completed_by = either(CompletedBy::Hit, CompletedBy::Any);
    let others = either(Others::Anywhere, Others::SameSide);
    let outermost = either(Outermost::Counted, Outermost::Ignored);
    (completed_by, others, outermost, either(Opening::WholeWindow, Opening::AtOnce)).prop_map(
        |(completed_by, others, outermost, opening)| Counting { completed_by, others, outermost, opening },
    )
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let beyond = (zone(), 1_u8..5, 0_u8..4, counting()).prop_map(|(zone, hits, more, counting)| {
        let outermost = if zone == Zone::Limit { Outermost::Counted } else { counting.outermost };
        Pattern::Beyond { zone, hits, of: hits + more, counting: Counting { outermost, ..counting } }
    });
    prop_oneof![
        1 => Just(Pattern::BeyondLimits),
        4 => beyond,
        2 => (2_u8..8, either(OnCentre::Break, OnCentre::Skip)).prop_map(|(points, on_centre)| Pattern::Shift { points, on_centre }),
        2 => (3_u8..6, either(Counted::Points, Counted::Rises), either(Ties::Break, Ties::Skip))
            .prop_map(|(length, counted, ties)| Pattern::Trend { length, counted, ties }),
        1 => (3_u8..8).prop_map(|points| Pattern::Alternation { points }),
        1 => (zone(), 2_u8..7).prop_map(|(zone, points)| Pattern::Within { zone, points }),
        1 => (zone(), 2_u8..5, either(Sides::Both, Sides::Either)).prop_map(|(zone, points, sides)| Pattern::Outside { zone, points, sides }),
    ]
}

fn rules() -> impl Strategy<Value = RuleSet> {
    let own = prop::collection::vec(pattern(), 1..6).prop_map(|patterns| {
        let numbered = patterns.into_iter().zip(1..);
        let rule =
            |(pattern, number): (Pattern, u32)| RunRule::new(number.to_string().parse().unwrap(), pattern);
        RuleSet::new(numbered.map(rule).collect::<Result<_, _>>().unwrap()).unwrap()
    });
    prop_oneof![
        4 => own,
        1 => Just(RuleSet::nelson()),
        1 => Just(RuleSet::western_electric()),
        1 => Just(RuleSet::nhs()),
        1 => (1_u64..200).prop_map(RuleSet::anhoej),
    ]
}

/// Values on a coarse grid, so that many lie on lines and many are equal; limits that vary by point.
fn points() -> impl Strategy<Value = Vec<Point>> {
    let noise = prop::collection::vec((-7_i32..=7, 1_u32..3, 0_u32..2), 0..70);
    // A drift makes long runs and trends.
    (noise, -1_i32..=1, 0_usize..70).prop_map(|(noise, drift, from)| {
        let mut level = 0.0;
        let point = |(at, (step, sigma, centre)): (usize, (i32, u32, u32))| {
            if at >= from {
                level += f64::from(drift) * 0.5;
            }
            let limits = Limits::symmetric(f64::from(centre) * 0.5, f64::from(sigma), 3.0);
            (f64::from(step) * 0.5 + level, limits)
        };
        noise.into_iter().enumerate().map(point).collect()
    })
}

fn found(signals: &Signals) -> Vec<Found> {
    signals
        .into_iter()
        .map(|signal| (signal.rank, signal.at, signal.side, signal.points().collect()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn signals_are_those_of_the_plain_way(rules in rules(), points in points()) {
        prop_assert_eq!(found(&rules.signals(&points, None).unwrap()), plain::signals(&rules, &points));
    }

    #[test]
    fn a_kept_state_goes_on_as_if_never_kept(rules in rules(), points in points(), cut in 0_usize..70) {
        let whole = rules.signals(&points, Some(Direction::Higher)).unwrap();
        let (mut state, mut told) = (RunState::new(), Vec::new());
        for (at, (value, limits)) in points.iter().enumerate() {
            if at == cut {
                state = serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
            }
            let fired = rules.push(&mut state, *value, limits).unwrap();
            told.extend(rules.explain(&fired, &state, at, limits, Some(Direction::Higher)));
        }
        prop_assert_eq!(told.as_slice(), whole.as_slice());
    }

    #[test]
    fn signals_go_with_the_data_and_turn_with_them(rules in rules(), points in points(), up in 1_i32..4, by in -3_i32..4) {
        let signals = found(&rules.signals(&points, None).unwrap());
        let of = |map: &dyn Fn(f64) -> f64, scale: f64| -> Vec<Point> {
            let sigma = |limits: &Limits| (limits.upper(Zone::Limit).unwrap() - limits.centre()) / 3.0;
            points.iter().map(|(value, limits)| {
                (map(*value), Limits::symmetric(map(limits.centre()), sigma(limits) * scale, 3.0))
            }).collect()
        };
        // Powers of two and halves: the map is exact.
        let scale = f64::from(1 << up);
        let moved = of(&|value| value * scale + f64::from(by), scale);
        prop_assert_eq!(&found(&rules.signals(&moved, None).unwrap()), &signals);
        let turned = rules.signals(&of(&|value| -value, 1.0), None).unwrap();
        let mut mirrored: Vec<Found> =
            found(&turned).into_iter().map(|(rank, at, side, points)| (rank, at, side.map(Side::opposite), points)).collect();
        mirrored.sort_by_key(|(rank, at, side, _)| (*at, *rank, side.is_none(), *side));
        prop_assert_eq!(&mirrored, &signals);
    }

    #[test]
    fn a_longer_pattern_is_no_more_frequent(pattern in pattern(), points in points()) {
        let longer = match pattern {
            Pattern::Beyond { zone, hits, of, counting } => Pattern::Beyond { zone, hits: hits + 1, of: of.max(hits + 1), counting },
            Pattern::Shift { points, on_centre } => Pattern::Shift { points: points + 1, on_centre },
            Pattern::Trend { length, counted, ties } => Pattern::Trend { length: length + 1, counted, ties },
            Pattern::Alternation { points } => Pattern::Alternation { points: points + 1 },
            Pattern::Within { zone, points } => Pattern::Within { zone, points: points + 1 },
            Pattern::Outside { zone, points, sides: _ } => Pattern::Outside { zone, points: points + 1, sides: Sides::Either },
            other => other,
        };
        let shorter = match pattern {
            // With one point more the other side may come in.
            Pattern::Outside { zone, points, .. } => Pattern::Outside { zone, points, sides: Sides::Either },
            other => other,
        };
        let fires = |pattern| {
            let rules = RuleSet::new(vec![RunRule::new("one".parse().unwrap(), pattern).unwrap()]).unwrap();
            found(&rules.signals(&points, None).unwrap()).into_iter().map(|(_, at, side, _)| (at, side)).collect::<Vec<_>>()
        };
        // All but a window that had to grow with its hits.
        let grows = matches!(pattern, Pattern::Beyond { hits, of, counting, .. } if hits == of && counting != Counting::default());
        if !grows {
            let often = fires(shorter);
            prop_assert!(fires(longer).iter().all(|signal| often.contains(signal)));
        }
    }

    #[test]
    fn every_marked_point_is_of_a_pattern(rules in rules(), points in points()) {
        let signals = rules.signals(&points, Some(Direction::Lower)).unwrap();
        for marking in [Marking::Completing, Marking::Pattern] {
            let marks = signals.marks(marking);
            for (at, mark) in marks.iter().enumerate() {
                let of_it = |signal: &&service_quality::monitor::Signal| match marking {
                    Marking::Completing => signal.at == at,
                    Marking::Pattern => signal.points().any(|point| point == at),
                };
                let gravest = signals.into_iter().filter(of_it).map(|signal| signal.rank).min();
                prop_assert_eq!(mark.map(|signal| signal.rank), gravest, "{:?} at {}", marking, at);
            }
        }
        for signal in &signals {
            for language in [Language::English, Language::Chinese] {
                prop_assert!(!signal.text(language).is_empty());
            }
        }
    }

    #[test]
    fn a_moving_average_of_weight_one_is_the_series(values in prop::collection::vec(-1e6_f64..1e6, 0..40)) {
        let chart = EwmaChart::new(0.5, 2.0, "1".parse().unwrap(), "3".parse().unwrap()).unwrap();
        let points = chart.plot(&values).unwrap();
        for (point, value) in points.iter().zip(&values) {
            prop_assert!(point.average.to_bits() == value.to_bits() || (point.average - value).abs() <= 0.0);
            prop_assert!((point.standard_error - 2.0).abs() < 1e-15);
        }
    }

    #[test]
    fn a_moving_average_goes_on_from_its_state(values in prop::collection::vec(-1e3_f64..1e3, 1..40), lambda in 1_u32..=100, cut in 0_usize..40) {
        let lambda = format!("{}", f64::from(lambda) / 100.0).parse().unwrap();
        let chart = EwmaChart::new(0.5, 2.0, lambda, "2.7".parse().unwrap()).unwrap();
        let whole = chart.plot(&values).unwrap();
        let asymptotic = chart.with_limits(EwmaLimits::Asymptotic).plot(&values).unwrap();
        let mut state = EwmaState::default();
        for (at, value) in values.iter().enumerate() {
            if at == cut {
                state = serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
            }
            let point = chart.push(&mut state, *value).unwrap();
            prop_assert_eq!(point, whole[at]);
            prop_assert!(point.standard_error <= asymptotic[at].standard_error);
        }
    }

    #[test]
    fn sums_that_let_all_pass_never_signal(values in prop::collection::vec(-1e3_f64..1e3, 0..40)) {
        let chart = CusumChart::new(0.0, 1.0, "1000".parse().unwrap(), "0.000000001".parse().unwrap()).unwrap();
        for point in chart.plot(&values).unwrap() {
            prop_assert_eq!((point.upward, point.downward), (None, None));
        }
    }

    #[test]
    fn sums_go_on_from_their_state_and_turn_with_the_data(values in prop::collection::vec(-5.0_f64..5.0, 1..40), cut in 0_usize..40, restart in any::<bool>()) {
        let after = if restart { AfterSignal::Restart } else { AfterSignal::GoOn };
        let chart = CusumChart::new(0.0, 1.0, "0.5".parse().unwrap(), "4".parse().unwrap()).unwrap();
        let chart = chart.with_head_start("2".parse().unwrap()).unwrap().after_signal(after);
        let whole = chart.plot(&values).unwrap();
        let turned = chart.plot(&values.iter().map(|value| -value).collect::<Vec<_>>()).unwrap();
        let mut state = CusumState::default();
        for (at, value) in values.iter().enumerate() {
            if at == cut {
                state = serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
            }
            prop_assert_eq!(chart.push(&mut state, *value).unwrap(), whole[at]);
            prop_assert!((whole[at].upper + turned[at].lower).abs() <= 0.0);
            prop_assert_eq!(whole[at].upward.is_some(), turned[at].downward.is_some());
        }
    }

    #[test]
    fn runs_are_counted_on_the_useful_points(sides in prop::collection::vec(prop_oneof![Just(None), Just(Some(Side::Above)), Just(Some(Side::Below))], 0..60)) {
        let useful: Vec<Side> = sides.iter().flatten().copied().collect();
        let test = RunsTest::new(sides.iter().copied(), RunsRule::Anhoej);
        if useful.is_empty() {
            let few = matches!(test, Err(Undefined::TooFew { .. }));
            prop_assert!(few);
            return Ok(());
        }
        let test = test.unwrap();
        let runs: Vec<usize> = useful.chunk_by(|a, b| a == b).map(<[Side]>::len).collect();
        prop_assert_eq!(test.longest_run, *runs.iter().max().unwrap() as u64);
        prop_assert_eq!(test.crossings, runs.len() as u64 - 1);
        prop_assert!((0.0..=1.0).contains(&test.longest_run_probability) && (0.0..=1.0).contains(&test.crossings_probability));
    }

    #[test]
    fn chance_makes_no_more_of_fewer_points(rules in rules(), n in 0_u64..500) {
        let (fewer, more) = (rules.expected_false_signals(n), rules.expected_false_signals(n + 1));
        prop_assert!(fewer.expected >= 0.0 && more.expected >= fewer.expected && more.expected.is_finite());
    }
}

fn one(pattern: Pattern) -> Result<RunRule, RuleError> {
    RunRule::new("mine".parse().unwrap(), pattern)
}

#[test]
fn lengths_that_make_no_pattern_are_refused() {
    let shift = |points| one(Pattern::Shift { points, on_centre: OnCentre::Break });
    for points in [0, 1, 65, 255] {
        let message = format!("rule `mine`: `points` is {points}; allowed is 2 to 64");
        assert_eq!(shift(points).unwrap_err().to_string(), message);
    }
    assert!(shift(2).is_ok() && shift(64).is_ok());
    let beyond = |hits, of| one(Pattern::Beyond { zone: Zone::Two, hits, of, counting: Counting::default() });
    assert_eq!(beyond(0, 3).unwrap_err().to_string(), "rule `mine`: `hits` is 0; allowed is 1 to 64");
    assert_eq!(beyond(2, 65).unwrap_err().to_string(), "rule `mine`: `of` is 65; allowed is 1 to 64");
    assert_eq!(beyond(4, 3), Err(RuleError::Hits { rule: "mine".to_owned(), hits: 4, of: 3 }));
    let nothing = one(Pattern::Beyond { zone: Zone::Limit, hits: 1, of: 1, counting: Counting::nhs() });
    assert_eq!(
        nothing.unwrap_err().to_string(),
        "rule `mine`: no point beyond the limits is left where those are ignored; count them, or name another zone"
    );
    let trend = |length, counted| one(Pattern::Trend { length, counted, ties: Ties::Break });
    assert!(trend(2, Counted::Points).is_err() && trend(2, Counted::Rises).is_ok());
    assert!(one(Pattern::Alternation { points: 2 }).is_err());
    assert_eq!(RuleSet::new(vec![]).unwrap_err().to_string(), "0 rules are given; allowed is 1 to 64");
    let twice = RuleSet::new(vec![shift(8).unwrap(), shift(9).unwrap()]);
    assert_eq!(
        twice.unwrap_err().to_string(),
        "rules[1]: the id `mine` stands before; give each rule its own"
    );
    let text = r#"{"rules": [{"id": "six", "pattern": {"shift": {"points": 0}}}]}"#;
    assert!(serde_json::from_str::<RuleSet>(text).unwrap_err().to_string().contains("`points` is 0"));
    assert!(
        serde_json::from_str::<RuleSet>(
            r#"{"rules": [{"id": "six", "pattern": {"shift": {"points": 6, "k": 1}}}]}"#
        )
        .is_err()
    );
}

#[test]
fn a_value_that_is_none_is_refused_and_changes_nothing() {
    let (rules, limits) = (RuleSet::nelson(), Limits::symmetric(0.0, 1.0, 3.0));
    let mut state = RunState::new();
    rules.push(&mut state, 1.0, &limits).unwrap();
    let kept = state;
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let refused = rules.push(&mut state, value, &limits);
        assert_eq!(refused, Err(Undefined::NotFinite { what: "values", position: 1 }));
    }
    let no_limits = Limits::symmetric(0.0, f64::NAN, 3.0);
    assert_eq!(
        rules.push(&mut state, 1.0, &no_limits),
        Err(Undefined::NotFinite { what: "limits", position: 1 })
    );
    assert_eq!(state, kept);
    // Without spread every point off the centre line is beyond the limits, and none on it.
    let flat = Limits::symmetric(1.0, 0.0, 3.0);
    assert!(!rules.push(&mut state, 1.1, &flat).unwrap().is_empty());
    assert_eq!(rules.push(&mut state, 1.0, &flat), Ok(Fired::default()));
    assert_eq!(state.seen(), 3);
}

#[test]
fn a_state_that_no_points_leave_is_refused() {
    let mut state = RunState::new();
    RuleSet::nelson().push(&mut state, 2.5, &Limits::symmetric(0.0, 1.0, 3.0)).unwrap();
    let text = serde_json::to_string(&state).unwrap();
    for (from, to, why) in [
        (r#""seen":1"#, r#""seen":0"#, "a value before the first point"),
        (r#""seen":1"#, r#""seen":9007199254740993"#, "more points than 2^53"),
        (r#""last":"2.5""#, r#""last":"NaN""#, "no finite number"),
        (r#""above":"1""#, r#""above":"g""#, "base 16"),
        (r#""above":"1""#, r#""above":"3""#, "bits of points that were not seen"),
        (r#""shift":{"above":1"#, r#""shift":{"above":7"#, "a run longer than the series"),
        (r#""seen":1"#, r#""seen":1,"more":2"#, "unknown field"),
    ] {
        assert!(text.contains(from), "{text}");
        let error = serde_json::from_str::<RunState>(&text.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains(why), "{error} for {why}");
    }
}

#[test]
fn charts_of_no_spread_and_no_weight_are_refused() {
    let number = |text: &str| text.parse::<Number>().unwrap();
    let ewma = |centre, sigma, lambda: &str, multiple| {
        EwmaChart::new(centre, sigma, lambda.parse().unwrap(), number(multiple))
    };
    assert!(ewma(f64::NAN, 1.0, "0.2", "3").is_err() && ewma(0.0, f64::INFINITY, "0.2", "3").is_err());
    assert_eq!(
        ewma(0.0, 0.0, "0.2", "3").unwrap_err().to_string(),
        "sigma is 0; allowed is above 0: points that never differ need no chart"
    );
    assert!(
        ewma(0.0, 1.0, "0", "3").is_err()
            && ewma(0.0, 1.0, "0.2", "0").is_err()
            && ewma(0.0, 1e308, "1", "3").is_err()
    );
    let cusum = |sigma, k, h| CusumChart::new(0.0, sigma, number(k), number(h));
    assert!(
        cusum(-1.0, "0.5", "5").is_err()
            && cusum(1.0, "-0.5", "5").is_err()
            && cusum(1.0, "0.5", "0").is_err()
    );
    let chart = cusum(1e-300, "0.5", "5").unwrap();
    assert!(chart.with_head_start(number("5.1")).is_err() && chart.with_head_start(number("-1")).is_err());
    let mut state = CusumState::default();
    assert!(chart.push(&mut state, 1e300).is_err() && chart.push(&mut state, f64::NAN).is_err());
    assert_eq!(state, CusumState::default());
    assert!(serde_json::from_str::<CusumState>(r#"{"n": 3, "upper": "1"}"#).is_err());
    assert!(
        serde_json::from_str::<CusumState>(r#"{"n": 3, "upper": "1", "lower": "-1", "above_since": 4}"#)
            .is_err()
    );
    assert!(serde_json::from_str::<EwmaState>(r#"{"n": 3}"#).is_err());
}

#[test]
fn conventions_differ_where_they_should() {
    let limits = Limits::symmetric(0.0, 1.0, 3.0);
    let completed = |pattern, values: &[f64]| {
        let points: Vec<_> = values.iter().map(|value| (*value, limits)).collect();
        RuleSet::new(vec![one(pattern).unwrap()]).unwrap().signals(&points, None).unwrap().completed("mine")
    };
    let two_of_three = |counting| Pattern::Beyond { zone: Zone::Two, hits: 2, of: 3, counting };
    let values = [2.5, 2.5, 0.5, -0.5, 2.5, 3.5, 0.5];
    assert_eq!(completed(two_of_three(Counting::default()), &values), [5]);
    assert_eq!(completed(two_of_three(Counting::champ_woodall()), &values), [1, 5]);
    let power_bi = Counting { completed_by: CompletedBy::Any, ..Counting::default() };
    assert_eq!(completed(two_of_three(power_bi), &values), [2, 5, 6]);
    assert_eq!(completed(two_of_three(Counting::nhs()), &values), [2]);
    let shift = |on_centre| Pattern::Shift { points: 3, on_centre };
    let values = [0.5, 0.5, 0.0, 0.5, 0.0, -0.5];
    assert!(completed(shift(OnCentre::Break), &values).is_empty());
    assert_eq!(completed(shift(OnCentre::Skip), &values), [3]);
    let trend = |counted, ties| Pattern::Trend { length: 3, counted, ties };
    let values = [0.1, 0.2, 0.2, 0.3, 0.4, 0.5];
    assert_eq!(completed(trend(Counted::Points, Ties::Break), &values), [4, 5]);
    assert_eq!(completed(trend(Counted::Rises, Ties::Break), &values), [5]);
    assert_eq!(completed(trend(Counted::Points, Ties::Skip), &values), [3, 4, 5]);
}

#[test]
fn sentences_name_points_lines_and_meaning() {
    let limits = Limits::symmetric(5.2, 0.5, 3.0);
    let told = |rules: &RuleSet, values: &[f64], better| {
        let points: Vec<_> = values.iter().map(|value| (*value, limits)).collect();
        let signals = rules.signals(&points, better).unwrap();
        let last = signals.as_slice().last().unwrap().clone();
        (last.to_string(), last.text(Language::Chinese))
    };
    let (english, chinese) =
        told(&RuleSet::nelson(), &[5.3, 5.2, 5.1, 5.0, 4.9, 4.8], Some(Direction::Higher));
    assert_eq!(english, "6 points in a row (points 1 to 6) fall: a change for the worse");
    assert_eq!(chinese, "第 1 点至第 6 点，连续 6 点下降：恶化");
    let (english, chinese) = told(&RuleSet::western_electric(), &[4.0, 5.3, 4.1], Some(Direction::Lower));
    assert_eq!(
        english,
        "2 of 3 points in a row (points 1 to 3) lie below the lower warning line of 4.2: a change for the better"
    );
    assert_eq!(chinese, "第 1 点至第 3 点，连续 3 点中有 2 点低于警戒下限 4.2：改善");
    let calm = [5.2, 5.3].repeat(8);
    let (english, _) = told(&RuleSet::nelson(), &calm, None);
    assert_eq!(
        english,
        "16 points in a row (points 1 to 16) lie within a third of the way from the centre line to the control limits: less variation than the limits allow for"
    );
    let instants: Vec<Timestamp> =
        (0..2).map(|day| format!("2026-03-0{}T00:00:00Z", day + 1).parse().unwrap()).collect();
    let signals = RuleSet::nhs().signals(&[(5.2, limits), (9.0, limits)], Some(Direction::Lower)).unwrap();
    let dated = signals.clone().dated(&instants).unwrap();
    assert_eq!(
        dated.as_slice()[0].to_string(),
        "2026-03-02 lies above the upper control limit of 6.7: a change for the worse"
    );
    assert_eq!(dated.as_slice()[0].variation, Variation::Concern);
    assert!(signals.dated(&instants[..1]).is_err());
}

#[test]
fn a_target_has_no_assurance_where_neither_way_is_better() {
    let limits = Limits::symmetric(77.5, 17.5, 1.0);
    let of = |target, better| TargetAssurance::new(&limits, target, better).unwrap();
    assert_eq!(of(50.0, None).assurance, None);
    assert_eq!(of(50.0, Some(Direction::Range)).side, Some(Side::Above));
    assert_eq!(of(95.0, Some(Direction::Higher)).side, None);
    assert!(TargetAssurance::new(&limits, f64::NAN, None).is_err());
    assert_eq!(
        of(50.0, Some(Direction::Lower)).text(Language::Chinese),
        "目标 50 稳定不达标，须改变过程方可达到：过程位于 60 至 95，高于目标"
    );
    assert_eq!(
        of(80.0, Some(Direction::Higher)).to_string(),
        "the target of 80 is reached at times and missed at times, by chance: the process lies between 60 and 95, on both sides of it"
    );
}

#[test]
fn patterns_never_span_segments() {
    let limits = Limits::symmetric(0.0, 1.0, 3.0);
    let half: Vec<Point> = [0.5, 0.4, 0.6, 0.5].map(|value| (value, limits)).into();
    let rules = RuleSet::western_electric();
    let mut signals = rules.signals(&half, None).unwrap();
    signals.append(rules.signals(&half, None).unwrap());
    assert!(signals.is_empty() && signals.n() == 8);
    let whole = rules.signals(&[half.clone(), half.clone()].concat(), None).unwrap();
    assert_eq!(whole.completed("eight_on_one_side"), [7]);
    signals.append(whole);
    assert_eq!(signals.completed("eight_on_one_side"), [15]);
}
