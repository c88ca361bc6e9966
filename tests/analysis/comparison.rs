//! Laws and bad input of intervals and tests.

use proptest::prelude::*;
use proptest::test_runner::Config;
use service_quality::analysis::intervention::{Arm, DifferenceInDifferences, InterruptedSeries};
use service_quality::analysis::mean::{self, Variances};
use service_quality::analysis::multiplicity::{Correction, adjust};
use service_quality::analysis::power::{Means, Proportions};
use service_quality::analysis::proportion::{self, Count, DifferenceMethod, TestMethod};
use service_quality::analysis::rank::{self, Approximation};
use service_quality::analysis::rate::{self, Events};
use service_quality::analysis::{PValue, Undefined};
use service_quality::quantity::Share;

const METHODS: [proportion::Method; 8] = [
    proportion::Method::Wald,
    proportion::Method::Wilson,
    proportion::Method::WilsonCorrected,
    proportion::Method::AgrestiCoull,
    proportion::Method::ClopperPearson,
    proportion::Method::Jeffreys,
    proportion::Method::JeffreysModified,
    proportion::Method::MidP,
];
const DIFFERENCES: [DifferenceMethod; 4] = [
    DifferenceMethod::Newcombe,
    DifferenceMethod::NewcombeCorrected,
    DifferenceMethod::AgrestiCaffo,
    DifferenceMethod::Wald,
];
const TESTS: [TestMethod; 4] =
    [TestMethod::Z, TestMethod::ChiSquare, TestMethod::ChiSquareCorrected, TestMethod::Fisher];
const RATES: [rate::TestMethod; 7] = [
    rate::TestMethod::Score,
    rate::TestMethod::Wald,
    rate::TestMethod::WaldLog,
    rate::TestMethod::ScoreLog,
    rate::TestMethod::SquareRoot,
    rate::TestMethod::Conditional,
    rate::TestMethod::MidP,
];
const RANKS: [Approximation; 3] =
    [Approximation::Exact, Approximation::Normal, Approximation::NormalCorrected];
const CORRECTIONS: [Correction; 5] = [
    Correction::Bonferroni,
    Correction::Holm,
    Correction::Hochberg,
    Correction::BenjaminiHochberg,
    Correction::BenjaminiYekutieli,
];

fn share(text: &str) -> Share {
    text.parse().unwrap()
}

fn cases(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

fn counts() -> impl Strategy<Value = Count> {
    (1_u64..=400)
        .prop_flat_map(|n| (0..=n, Just(n)))
        .prop_map(|(successes, trials)| Count::new(successes, trials).unwrap())
}

fn values(least: usize) -> impl Strategy<Value = Vec<f64>> {
    // Few distinct values, so that there are ties.
    prop::collection::vec((0_i32..=40).prop_map(|value| f64::from(value) / 4.0), least..12)
}

fn probability(p: f64) -> bool {
    (0.0..=1.0).contains(&p)
}

fn sound(p: PValue) -> bool {
    probability(p.two_sided()) && probability(p.less()) && probability(p.greater())
}

/// The same question asked from the other side.
fn mirrored(one: PValue, other: PValue, tolerance: f64) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= tolerance * a.max(b) + 1e-12;
    near(one.two_sided(), other.two_sided())
        && near(one.less(), other.greater())
        && near(one.greater(), other.less())
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn an_interval_holds_the_share_and_mirrors_with_it(count in counts()) {
        for method in METHODS {
            let of = |successes, trials, confidence: &str| {
                proportion::interval(successes, trials, share(confidence), method).unwrap()
            };
            let (k, n, p) = (count.successes(), count.trials(), count.share());
            let found = of(k, n, "0.9");
            prop_assert!(0.0 <= found.low() && found.low() <= found.high() && found.high() <= 1.0);
            let inside = k > 0 && k < n || method != proportion::Method::Jeffreys;
            prop_assert!(!inside || found.low() <= p + 1e-12 && p <= found.high() + 1e-12, "{method}: {found} of {p}");
            let wider = of(k, n, "0.99");
            prop_assert!(wider.low() <= found.low() && found.high() <= wider.high(), "{method}");
            let more = of(4 * k, 4 * n, "0.9");
            let width = |interval: service_quality::analysis::Interval| interval.high() - interval.low();
            prop_assert!(width(more) <= width(found) + 1e-12, "{method}");
            let other = of(n - k, n, "0.9");
            prop_assert!((other.low() + found.high() - 1.0).abs() < 1e-9, "{method}: {other} and {found}");
        }
    }

    #[test]
    fn shares_exchanged_differ_the_other_way(before in counts(), after in counts()) {
        for method in DIFFERENCES {
            let found = proportion::difference(before, after, share("0.9"), method).unwrap();
            let back = proportion::difference(after, before, share("0.9"), method).unwrap();
            prop_assert!((found.interval.low() + back.interval.high()).abs() < 1e-12);
            prop_assert!(found.interval.contains(found.difference) || method == DifferenceMethod::AgrestiCaffo);
            let wider = proportion::difference(before, after, share("0.99"), method).unwrap();
            prop_assert!(wider.interval.low() <= found.interval.low());
        }
        for method in TESTS {
            let found = proportion::test(before, after, share("0.9"), method);
            let back = proportion::test(after, before, share("0.9"), method);
            prop_assert_eq!(found.is_ok(), back.is_ok());
            if let (Ok(found), Ok(back)) = (found, back) {
                prop_assert!(sound(found.p_value), "{found:?}");
                prop_assert!(mirrored(found.p_value, back.p_value, 1e-9), "{found:?} {back:?}");
                prop_assert!(found.interpretation().ends_with('.'));
            }
        }
    }

    #[test]
    fn exact_tests_count_what_they_say(before in counts(), after in counts()) {
        let found = proportion::test(before, after, share("0.9"), TestMethod::Fisher).unwrap().p_value;
        // Both sides hold what was observed.
        prop_assert!(found.less() + found.greater() >= 1.0 - 1e-9);
        prop_assert!(found.two_sided() >= found.less().min(found.greater()) - 1e-12);
    }

    #[test]
    fn rates_exchanged_differ_the_other_way(
        k0 in 0_u64..200, k1 in 0_u64..200, t0 in 0.01_f64..1e3, t1 in 0.01_f64..1e3
    ) {
        let (before, after) = (Events::new(k0, t0).unwrap(), Events::new(k1, t1).unwrap());
        for method in RATES {
            let found = rate::test(before, after, share("0.9"), method);
            let back = rate::test(after, before, share("0.9"), method);
            prop_assert_eq!(found.is_ok(), back.is_ok());
            if let (Ok(found), Ok(back)) = (found, back) {
                prop_assert!(sound(found.p_value), "{found:?}");
                prop_assert!(mirrored(found.p_value, back.p_value, 1e-7), "{found:?} {back:?}");
                if let (Ok(one), Ok(other)) = (found.interval(), back.interval()) {
                    prop_assert!((one.low() * other.high() - 1.0).abs() < 1e-9);
                }
            }
        }
        for method in [rate::Method::Exact, rate::Method::Score] {
            let found = rate::interval(k0, t0, share("0.9"), method).unwrap();
            let wider = rate::interval(k0, t0, share("0.99"), method).unwrap();
            prop_assert!(found.contains(before.rate()));
            prop_assert!(wider.low() <= found.low() && found.high() <= wider.high());
        }
    }

    #[test]
    fn means_and_ranks_hang_on_no_order(before in values(2), after in values(2)) {
        let back = |values: &[f64]| values.iter().rev().copied().collect::<Vec<f64>>();
        let confidence = share("0.95");
        for variances in [Variances::Equal, Variances::Unequal] {
            let found = mean::test(&before, &after, confidence, variances);
            prop_assert_eq!(&found, &mean::test(&back(&before), &back(&after), confidence, variances));
            let exchanged = mean::test(&after, &before, confidence, variances);
            prop_assert_eq!(found.is_ok(), exchanged.is_ok());
            if let (Ok(found), Ok(exchanged)) = (found, exchanged) {
                prop_assert!(sound(found.p_value) && mirrored(found.p_value, exchanged.p_value, 1e-9));
                prop_assert!(found.interval.contains(found.difference));
                // An interval that leaves out 0 and a small p say the same.
                let outside = !found.interval.contains(0.0);
                prop_assert!(outside == (found.p_value.two_sided() < 0.05) || (found.p_value.two_sided() - 0.05).abs() < 1e-9);
                prop_assert!(found.cohens_d().is_finite() && found.hedges_g().abs() <= found.cohens_d().abs());
            }
        }
        for approximation in RANKS {
            let found = rank::mann_whitney(&before, &after, confidence, approximation);
            prop_assert_eq!(&found, &rank::mann_whitney(&back(&before), &back(&after), confidence, approximation));
            let exchanged = rank::mann_whitney(&after, &before, confidence, approximation);
            if let (Ok(found), Ok(exchanged)) = (found, exchanged) {
                prop_assert!(sound(found.p_value) && mirrored(found.p_value, exchanged.p_value, 1e-9));
                prop_assert!((found.superiority + exchanged.superiority - 1.0).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn pairs_exchanged_move_the_other_way(pairs in prop::collection::vec((0_i8..20, 0_i8..20), 2..20)) {
        let before: Vec<f64> = pairs.iter().map(|pair| f64::from(pair.0)).collect();
        let after: Vec<f64> = pairs.iter().map(|pair| f64::from(pair.1)).collect();
        let confidence = share("0.95");
        if let (Ok(found), Ok(back)) =
            (mean::paired(&before, &after, confidence), mean::paired(&after, &before, confidence))
        {
            prop_assert!(sound(found.p_value) && mirrored(found.p_value, back.p_value, 1e-9));
        }
        for approximation in RANKS {
            let found = rank::signed_rank(&before, &after, confidence, approximation);
            let back = rank::signed_rank(&after, &before, confidence, approximation);
            prop_assert_eq!(found.is_ok(), back.is_ok());
            if let (Ok(found), Ok(back)) = (found, back) {
                prop_assert!(sound(found.p_value) && mirrored(found.p_value, back.p_value, 1e-9));
                prop_assert_eq!((found.risen, found.fallen), (back.fallen, back.risen));
            }
        }
    }

    #[test]
    fn corrected_values_are_no_smaller_and_keep_their_order(p_values in prop::collection::vec(0.0_f64..=1.0, 0..30)) {
        for correction in CORRECTIONS {
            let found = adjust(&p_values, correction).unwrap();
            for (raw, adjusted) in p_values.iter().zip(found.p_values()) {
                prop_assert!(raw <= adjusted && *adjusted <= 1.0, "{correction}: {raw} and {adjusted}");
                for (other, told) in p_values.iter().zip(found.p_values()) {
                    prop_assert!(raw > other || adjusted <= told, "{correction}");
                }
            }
            let reversed: Vec<f64> = p_values.iter().rev().copied().collect();
            let mut back = adjust(&reversed, correction).unwrap().p_values().to_vec();
            back.reverse();
            prop_assert_eq!(found.p_values(), back);
        }
        let by = |correction| adjust(&p_values, correction).unwrap().p_values().to_vec();
        let sharper = |one: Vec<f64>, other: Vec<f64>| one.iter().zip(&other).all(|(a, b)| *a <= b + 1e-15);
        prop_assert!(sharper(by(Correction::Holm), by(Correction::Bonferroni)));
        prop_assert!(sharper(by(Correction::Hochberg), by(Correction::Holm)));
        prop_assert!(sharper(by(Correction::BenjaminiHochberg), by(Correction::Hochberg)));
    }

    #[test]
    fn a_shift_of_a_series_is_found(
        noise in prop::collection::vec(-1.0_f64..1.0, 12..30), jump in -50.0_f64..50.0, bend in -5.0_f64..5.0
    ) {
        let start = noise.len() / 2;
        let from = u32::try_from(start).unwrap();
        let moved: Vec<f64> = noise
            .iter()
            .zip(0_i32..)
            .map(|(noise, step)| {
                let since = f64::from(step) - f64::from(from);
                if since < 0.0 { *noise } else { noise + jump + bend * since }
            })
            .collect();
        let plain = InterruptedSeries::fit(&noise, start, 2, share("0.95")).unwrap();
        let found = InterruptedSeries::fit(&moved, start, 2, share("0.95")).unwrap();
        let near = |a: f64, b: f64| (a - b).abs() < 1e-8;
        prop_assert!(near(found.level_change().estimate, plain.level_change().estimate + jump));
        prop_assert!(near(found.slope_change().estimate, plain.slope_change().estimate + bend));
        prop_assert!(near(found.slope().estimate, plain.slope().estimate));
        prop_assert!(near(found.variance(), plain.variance()));
        prop_assert!(found.interpretation().ends_with('.'));
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn size_and_power_are_each_others_inverse(
        effect in 0.05_f64..2.0, before in 0.0_f64..0.9, more in 0.01_f64..0.1, power in 30_u8..99
    ) {
        let wanted = f64::from(power) / 100.0;
        let power: Share = share(&format!("{wanted}"));
        let means = Means::new(share("0.05")).unwrap();
        let size = means.size(effect, power).unwrap();
        prop_assert!(means.power(effect, size.n()).unwrap() >= wanted - 1e-9);
        if size.n() > 2 {
            prop_assert!(means.power(effect, size.n() - 1).unwrap() < wanted);
            let least = means.detectable(size.n(), power).unwrap();
            prop_assert!(least <= effect * (1.0 + 1e-9), "{least} of {effect}");
        }
        let shares = Proportions::new(share("0.05")).unwrap();
        let size = shares.size(before, before + more, power).unwrap();
        prop_assert!(shares.power(before, before + more, size.n()).unwrap() >= wanted - 1e-9);
        if size.n() > 2 {
            let (_, above) = shares.detectable(before, size.n(), power).unwrap();
            prop_assert!(above.unwrap() <= before + more + 1e-9);
        }
    }
}

#[test]
fn what_is_no_count_is_refused_with_its_remedy() {
    let refused = |found: Result<Count, Undefined>| found.unwrap_err().to_string();
    assert_eq!(refused(Count::new(0, 0)), "0 trials given; at least 1 needed");
    assert_eq!(refused(Count::new(2, 1)), "successes is 2; allowed is no more than there are trials");
    for confidence in [Share::ZERO, Share::ONE] {
        for method in METHODS {
            let refused = proportion::interval(1, 2, confidence, method).unwrap_err();
            assert_eq!(
                refused.to_string(),
                format!("confidence is {confidence}; allowed is more than 0 and less than 1")
            );
        }
    }
    let all = Count::new(9, 9).unwrap();
    let refused = proportion::test(all, all, share("0.95"), TestMethod::Z).unwrap_err();
    assert_eq!(refused.to_string(), "all trials are equal, so this is undefined; it needs values that vary");
    let p = proportion::test(all, all, share("0.95"), TestMethod::Fisher).unwrap().p_value;
    assert!(p.two_sided() >= 1.0 && p.less() >= 1.0 && p.greater() >= 1.0);
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "compared to a relative tolerance")]
fn few_of_very_many_have_the_limits_of_poisson() {
    for trials in [10_000_000_000, 1_000_000_000_000_000, 100_000_000_000_000_000, 1 << 60, 1 << 63] {
        for successes in [0, 1, 5, 400] {
            let found =
                proportion::interval(successes, trials, share("0.95"), proportion::Method::ClopperPearson)
                    .unwrap();
            let rate = rate::interval(successes, trials as f64, share("0.95"), rate::Method::Exact).unwrap();
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b + 50.0 * b / trials as f64 * 400.0;
            assert!(
                near(found.low(), rate.low()) && near(found.high(), rate.high()),
                "{trials}: {found:?} {rate:?}"
            );
        }
    }
}

#[test]
fn an_interval_holds_its_share_up_to_the_greatest_counts() {
    let exact = [
        proportion::Method::ClopperPearson,
        proportion::Method::Jeffreys,
        proportion::Method::JeffreysModified,
        proportion::Method::MidP,
    ];
    for power in [20, 33, 47, 53, 60, 63] {
        let n = 1_u64 << power;
        for k in [1, 2, 5, 1_000, n / 1_000, n / 3] {
            for k in [k, n - k] {
                for method in exact {
                    let count = Count::new(k, n).unwrap();
                    let found = proportion::interval(k, n, share("0.95"), method).unwrap();
                    assert!(
                        found.low() <= count.share() && count.share() <= found.high(),
                        "{method} {k} of {n}: {found:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_greatest_counts_end_soon() {
    let most = u64::MAX;
    for (k, n) in
        [(0, most), (1, most), (most / 2, most), (most - 1, most), (most, most), (3_000_000, 7_000_000)]
    {
        for method in METHODS {
            let found = proportion::interval(k, n, share("0.999999999"), method).unwrap();
            assert!(0.0 <= found.low() && found.high() <= 1.0, "{method}: {found:?}");
        }
        let (count, half) = (Count::new(k, n).unwrap(), Count::new(most / 2, most).unwrap());
        for method in DIFFERENCES {
            assert!(
                proportion::difference(count, half, share("0.9"), method).unwrap().interval.low().is_finite()
            );
        }
        for method in TESTS {
            match proportion::test(count, half, share("0.9"), method) {
                Ok(found) => assert!(sound(found.p_value), "{found:?}"),
                Err(why) => assert!(why.to_string().contains("at most 10^12 for an exact method"), "{why}"),
            }
        }
        let ratios = [
            proportion::relative_risk(half, count, share("0.9")),
            proportion::odds_ratio(half, count, share("0.9")),
        ];
        for found in ratios.into_iter().flatten() {
            assert!(found.ratio.is_finite() && found.interpretation().ends_with('.'));
            assert!(found.interval().is_err() || found.interval().unwrap().high().is_finite());
        }
        for exposure in [1e-99, 1.0, 1e99] {
            let (before, after) = (Events::new(k, exposure).unwrap(), Events::new(n, 1.0).unwrap());
            for method in [rate::Method::Exact, rate::Method::Score] {
                assert!(rate::interval(k, exposure, share("0.9"), method).unwrap().high().is_finite());
            }
            for method in RATES {
                if let Ok(found) = rate::test(before, after, share("0.9"), method) {
                    assert!(sound(found.p_value), "{found:?}");
                    assert!(!found.interpretation().contains("NaN"));
                }
            }
        }
    }
    let (before, after) =
        (Events::new(400_000_000_000, 1.0).unwrap(), Events::new(400_000_900_000, 1.0).unwrap());
    let exact = rate::test(before, after, share("0.9"), rate::TestMethod::Conditional).unwrap();
    let score = rate::test(before, after, share("0.9"), rate::TestMethod::Score).unwrap();
    assert!((exact.p_value.two_sided() / score.p_value.two_sided() - 1.0).abs() < 1e-3);
}

#[test]
fn what_is_no_number_is_named() {
    let (good, confidence) = ([1.0, 2.0, 4.0], share("0.95"));
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e101] {
        let list = [1.0, bad, 3.0];
        let refused = [
            mean::estimate(&list, confidence).map(|_| ()),
            mean::test(&good, &list, confidence, Variances::Equal).map(|_| ()),
            mean::paired(&good, &list, confidence).map(|_| ()),
            rank::mann_whitney(&good, &list, confidence, Approximation::Normal).map(|_| ()),
            rank::signed_rank(&list, &good, confidence, Approximation::Exact).map(|_| ()),
            InterruptedSeries::fit(&[1.0, 2.0, bad, 3.0, 4.0, 5.0], 3, 1, confidence).map(|_| ()),
            DifferenceInDifferences::of(
                Arm { before: &good, after: &good },
                Arm { before: &good, after: &list },
                confidence,
            )
            .map(|_| ()),
        ];
        for found in refused {
            let said = found.unwrap_err().to_string();
            let expected =
                if bad.is_finite() { "allowed is from -1e100 to 1e100" } else { "is not a finite number" };
            assert!(said.contains(expected), "{said}");
        }
    }
    for bad in [f64::NAN, -0.1, 1.1] {
        assert!(adjust(&[0.5, bad], Correction::Holm).is_err());
    }
    for exposure in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-300] {
        assert!(Events::new(1, exposure).is_err());
    }
}

#[test]
fn too_little_is_told() {
    let confidence = share("0.95");
    let few = |found: Undefined| matches!(found, Undefined::TooFew { .. });
    assert!(few(mean::estimate(&[1.0], confidence).unwrap_err()));
    assert!(few(mean::test(&[], &[1.0, 2.0], confidence, Variances::Equal).unwrap_err()));
    assert!(few(rank::mann_whitney(&[], &[1.0], confidence, Approximation::Exact).unwrap_err()));
    assert!(few(rank::signed_rank(&[], &[], confidence, Approximation::Exact).unwrap_err()));
    assert!(few(InterruptedSeries::fit(&[1.0; 4], 2, 0, confidence).unwrap_err()));
    let constant = |found: Undefined| matches!(found, Undefined::Constant { .. });
    assert!(constant(mean::test(&[1.0, 1.0], &[2.0, 2.0], confidence, Variances::Unequal).unwrap_err()));
    assert!(constant(mean::paired(&[1.0, 2.0], &[2.0, 3.0], confidence).unwrap_err()));
    // A tenth more is not the same float more.
    assert!(constant(mean::paired(&[54.1, 3.7, 9.9], &[54.2, 3.8, 10.0], confidence).unwrap_err()));
    assert!(constant(
        rank::mann_whitney(&[1.0], &[1.0, 1.0], confidence, Approximation::Normal).unwrap_err()
    ));
    assert!(constant(
        rank::signed_rank(&[1.0, 2.0], &[1.0, 2.0], confidence, Approximation::Exact).unwrap_err()
    ));
    let unequal = mean::paired(&[1.0, 2.0], &[1.0], confidence).unwrap_err();
    assert_eq!(unequal.to_string(), "after has 1 entry, where the other list has 2");
    let many = vec![1.0; 101];
    let refused = rank::mann_whitney(&[2.0], &many, confidence, Approximation::Exact).unwrap_err();
    assert_eq!(refused.to_string(), "number of values is 102; allowed is at most 100 for the exact test");
    // One value suffices the rank test, and one that does not vary the test of the other.
    assert!(rank::mann_whitney(&[1.0], &[2.0], confidence, Approximation::NormalCorrected).is_ok());
    assert!(mean::test(&[1.0, 1.0], &[2.0, 3.0], confidence, Variances::Unequal).is_ok());
    assert!(constant(InterruptedSeries::fit(&[1.1; 6], 3, 1, confidence).unwrap_err()));
    for (start, lags) in [(1, 0), (5, 0), (3, 6), (usize::MAX, 0), (3, usize::MAX)] {
        assert!(InterruptedSeries::fit(&[1.0, 2.0, 1.0, 4.0, 1.0, 7.0], start, lags, confidence).is_err());
    }
}

#[test]
fn a_straight_line_has_no_change_that_is_rounding() {
    let line: Vec<f64> = (0..12).map(|step| 54.1 + 0.1 * f64::from(step)).collect();
    let found = InterruptedSeries::fit(&line, 6, 1, share("0.95")).unwrap();
    assert_eq!((found.level_change().estimate, found.slope_change().estimate), (0.0, 0.0));
    assert!(
        found.interpretation().contains("The slope of 0.1 a step did not change"),
        "{}",
        found.interpretation()
    );
    assert_eq!(InterruptedSeries::lags_for(100), 4);
}

#[test]
fn values_that_differ_little_for_their_size_are_not_equal() {
    let confidence = share("0.95");
    let large = |steps: [f64; 3]| steps.map(|step| 1e14 + step);
    let test =
        mean::test(&large([0.0, 1.0, 2.0]), &large([3.0, 4.0, 5.0]), confidence, Variances::Equal).unwrap();
    assert!((test.t - 3.674_234_614).abs() < 1e-8, "{test:?}");
    let small =
        mean::test(&[1e-200, 2e-200, 3e-200], &[4e-200, 5e-200, 6e-200], confidence, Variances::Unequal);
    assert!((small.unwrap().t - 3.674_234_614).abs() < 1e-8);
    let narrow = mean::estimate(&[1e-170, 3e-170], confidence).unwrap().interval;
    assert!(narrow.low() < 0.0 && narrow.high() > 3e-170, "{narrow:?}");
    let times = [0.0, 1.0, 0.0, 2.0, 7.0, 9.0, 7.0, 8.0].map(|step| 1.7e15 + step);
    let series = InterruptedSeries::fit(&times, 4, 1, confidence).unwrap();
    assert!(series.level_change().p_value().is_ok() && series.level_change().estimate > 3.0);
}

#[test]
fn decimal_differences_tie_as_whole_ones_do() {
    let (before, after) = ([38, 41, 35, 44, 39, 40, 52], [42, 43, 39, 43, 44, 36, 50]);
    let tenths = |values: [i32; 7]| values.map(|value| f64::from(value) / 10.0);
    let of = |before: [f64; 7], after: [f64; 7]| {
        rank::signed_rank(&before, &after, share("0.95"), Approximation::Exact).unwrap()
    };
    let (whole, decimal) =
        (of(before.map(f64::from), after.map(f64::from)), of(tenths(before), tenths(after)));
    assert_eq!((whole.w(), whole.p_value), (decimal.w(), decimal.p_value));
}

#[test]
fn ties_of_two_groups_are_counted() {
    let found =
        rank::mann_whitney(&[1.0, 2.0], &[2.0, 2.0, 3.0], share("0.95"), Approximation::Exact).unwrap();
    assert_eq!((found.larger, found.smaller, found.equal), (4, 0, 2));
}

#[test]
fn none_of_a_sample_leaves_an_interval_of_the_population() {
    let found = proportion::finite_population(Count::new(0, 50).unwrap(), 200, share("0.95")).unwrap();
    assert!(found.interval().low() <= 0.0 && (0.03..0.08).contains(&found.interval().high()));
    assert!(found.interpretation().contains("lies between 0 and 0.0"), "{}", found.interpretation());
}

#[test]
fn plans_without_an_answer_are_refused() {
    let (means, shares) = (Means::new(share("0.05")).unwrap(), Proportions::new(share("0.05")).unwrap());
    let power = share("0.8");
    for effect in [0.0, f64::NAN, f64::INFINITY, 1e6] {
        assert!(means.size(effect, power).is_err());
    }
    assert!(means.size(1e-12, power).is_err() && means.size(1e-6, power).is_ok());
    assert_eq!(means.size(99.0, power).unwrap().n(), 2);
    assert!(shares.size(0.5, 0.5, power).is_err() && shares.size(0.5, 1.5, power).is_err());
    for wrong in ["0", "0.05", "1"] {
        assert!(means.size(0.5, share(wrong)).is_err() && means.detectable(9, share(wrong)).is_err());
        assert!(shares.detectable(0.5, 9, share(wrong)).is_err());
    }
    assert!(means.power(0.5, 1).is_err() && Means::new(Share::ONE).is_err());
    assert_eq!(shares.detectable(0.5, 2, power), Ok((None, None)));
}
