//! Aggregation functions: examples worked by hand, and laws over random weights and scores.

use proptest::prelude::*;
use rust_decimal::Decimal;
use service_quality::quantity::{Score, Weight};
use service_quality::score::{Aggregation, Contribution, Exponent, OrderWeights};

type Values = Vec<(Weight, Score)>;

fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(weight, score)| (weight.parse().unwrap(), score.parse().unwrap())).collect()
}

fn power(exponent: &str) -> Aggregation {
    Aggregation::Power(Exponent::new(exponent.parse().unwrap()).unwrap())
}

fn owa(weights: &[u32]) -> Aggregation {
    let weights = weights.iter().map(|weight| Weight::new((*weight).into()).unwrap());
    Aggregation::Owa(OrderWeights::new(weights).unwrap())
}

fn all() -> Vec<Aggregation> {
    let mut all =
        vec![Aggregation::Arithmetic, Aggregation::Geometric, Aggregation::Harmonic, Aggregation::Minimum];
    all.extend(["-100", "-0.5", "-0.000000001", "0.000000001", "0.5", "1", "2", "100"].map(power));
    all.extend([&[1][..], &[3, 2, 1], &[0, 0, 0, 5], &[1, 0]].map(owa));
    all.push(Aggregation::MazziottaPareto);
    all
}

#[track_caller]
fn points(function: &Aggregation, pairs: &[(&str, &str)], expected: &[&str]) {
    let parts = function.contributions(&values(pairs)).unwrap();
    let points: Vec<String> =
        parts.iter().map(|part| part.points.round_dp(4).normalize().to_string()).collect();
    assert_eq!(points, expected);
}

#[track_caller]
fn lost(function: &Aggregation, pairs: &[(&str, &str)], expected: &[&str]) {
    let parts = function.contributions(&values(pairs)).unwrap();
    let lost: Vec<String> = parts.iter().map(|part| part.lost.round_dp(4).normalize().to_string()).collect();
    assert_eq!(lost, expected);
}

#[test]
fn exact_roots_come_out_exact() {
    let root = values(&[("1", "4"), ("1", "9")]);
    assert_eq!(Aggregation::Geometric.mean(&root), Some(Decimal::from(6)));
    // √42.25 = 6.5, a tie.
    let tie = values(&[("0.3", "4.225"), ("0.3", "10")]);
    assert_eq!(Aggregation::Geometric.score(&tie, 0), Some("7".parse().unwrap()));
    let squares = values(&[("2", "10"), ("2", "70")]);
    assert_eq!(power("2").score(&squares, 9), Some("50".parse().unwrap()));
}

#[test]
fn a_zero_ends_what_multiplies() {
    let pairs = [("1", "0"), ("2", "80"), ("3", "0")];
    for function in [Aggregation::Geometric, Aggregation::Harmonic, power("-3"), Aggregation::Minimum] {
        assert_eq!(function.mean(&values(&pairs)), Some(Decimal::ZERO));
        points(&function, &pairs, &["0", "0", "0"]);
        lost(&function, &pairs, &["25", "0", "75"]);
    }
    assert_eq!(power("0.5").mean(&values(&[("1", "0"), ("1", "100")])), Some(Decimal::from(25)));
    points(&power("0.5"), &[("1", "0"), ("1", "100")], &["0", "25"]);
    lost(&power("0.5"), &[("1", "0"), ("1", "100")], &["75", "0"]);
}

#[test]
fn parts_go_by_the_slope() {
    let pairs = [("1", "90"), ("1", "40")];
    points(&Aggregation::Arithmetic, &pairs, &["45", "20"]);
    points(&Aggregation::Geometric, &pairs, &["30", "30"]);
    lost(&Aggregation::Geometric, &pairs, &["2.7586", "37.2414"]); // as 10/90 to 60/40
    points(&Aggregation::Harmonic, &pairs, &["17.0414", "38.3432"]); // as 1/90 to 1/40
    points(&Aggregation::Minimum, &pairs, &["0", "40"]);
    lost(&Aggregation::Minimum, &pairs, &["0", "60"]);
    points(&owa(&[1, 4]), &pairs, &["18", "32"]);
    // M = 65, S² = 625: 65 − 625/65, with slopes 2 − 2·s/65 + 4850/65² for each half.
    points(&Aggregation::MazziottaPareto, &pairs, &["17.0414", "38.3432"]);
    // All three are at their best.
    lost(&power("2"), &[("1", "100"), ("1", "100")], &["0", "0"]);
}

#[test]
fn a_runaway_child_adds_nothing() {
    // The slope 2 − 2·100/M + … of the light child is below 0: more of it would only raise the imbalance.
    let pairs = [("1", "100"), ("9", "10")];
    let parts = Aggregation::MazziottaPareto.contributions(&values(&pairs)).unwrap();
    assert_eq!(parts[0].points, Decimal::ZERO);
    assert_eq!(Aggregation::MazziottaPareto.mean(&values(&[("1", "100"), ("99", "0")])), Some(Decimal::ZERO));
}

#[test]
fn what_has_no_weight_has_no_mean() {
    for function in all() {
        assert_eq!(function.mean(&[]), None);
        assert_eq!(function.mean(&values(&[("0", "50")])), None);
        assert_eq!(function.contributions(&values(&[("0", "50")])), None);
        let parts = function.contributions(&values(&[("0", "50"), ("2", "70")])).unwrap();
        assert_eq!((parts[0].points, parts[0].lost), (Decimal::ZERO, Decimal::ZERO));
        assert_eq!(parts[1].points, Decimal::from(70));
    }
}

#[test]
fn extremes_stay_within() {
    let extremes = values(&[("0.000000001", "0.000000001"), ("1000000", "100"), ("1000000", "99.999999999")]);
    for function in all() {
        let mean = function.score(&extremes, 9).unwrap();
        assert!(mean >= extremes[0].1, "{function:?} {mean}");
        let parts = function.contributions(&extremes).unwrap();
        assert!(sum(&parts, |part| part.points) - function.mean(&extremes).unwrap() < Decimal::new(1, 15));
    }
    let many: Values = (0..100_001_u32).map(|_| extremes[1]).collect();
    assert_eq!(Aggregation::Geometric.mean(&many), None);
    assert_eq!(Aggregation::Geometric.mean(&many[1..]), Some(Decimal::ONE_HUNDRED));
    assert_eq!(Aggregation::MazziottaPareto.mean(&many[1..]), Some(Decimal::ONE_HUNDRED));
}

fn sum(parts: &[Contribution], figure: impl Fn(&Contribution) -> Decimal) -> Decimal {
    parts.iter().map(figure).sum()
}

fn score() -> impl Strategy<Value = Score> {
    let units = prop_oneof![
        0..=10_i64,
        49_999_999_995_i64..=50_000_000_005_i64,
        0..=100_000_000_000_i64,
        Just(100_000_000_000_i64)
    ];
    units.prop_map(|units| Score::new(Decimal::new(units, 9)).unwrap())
}

fn sample() -> impl Strategy<Value = Values> {
    let weight = (1..=5_000_i64, 0..=4_u32)
        .prop_map(|(digits, scale)| Weight::new(Decimal::new(digits, scale)).unwrap());
    prop::collection::vec((weight, score()), 1..7)
}

proptest! {
    #[test]
    fn means_rise_with_the_exponent(values in sample(), places in 0..=9_u32) {
        let scores = || values.iter().map(|(_, score)| *score);
        let least = Aggregation::Minimum.score(&values, places).unwrap();
        let ladder = ["-100", "-2"].map(power).into_iter()
            .chain([Aggregation::Harmonic, power("-0.5"), Aggregation::Geometric, power("0.5"), Aggregation::Arithmetic])
            .chain(["1.5", "2", "100"].map(power));
        let mut before = least;
        for function in ladder {
            let mean = function.score(&values, places).unwrap();
            prop_assert!(mean >= before, "{:?}: {} below {}", function, mean, before);
            before = mean;
        }
        let most = Aggregation::Minimum.score(&[(Weight::ONE, scores().max().unwrap())], places).unwrap();
        prop_assert!(before <= most);
        prop_assert!(Aggregation::MazziottaPareto.score(&values, places) <= Aggregation::Arithmetic.score(&values, places));
    }

    #[test]
    fn equal_scores_are_their_mean(values in sample(), score in score()) {
        let equal: Values = values.iter().map(|(weight, _)| (*weight, score)).collect();
        for function in all() {
            prop_assert_eq!(function.score(&equal, 9), Some(score), "{:?}", function);
            prop_assert_eq!(function.mean(&equal).unwrap().round_dp(15).normalize(), score.value());
        }
    }

    #[test]
    fn a_factor_on_all_weights_changes_nothing(values in sample(), factor in 1..200_u32) {
        let heavier: Values = values
            .iter()
            .map(|(weight, score)| (Weight::new(weight.value() * Decimal::from(factor)).unwrap(), *score))
            .collect();
        for function in all() {
            prop_assert_eq!(function.mean(&heavier), function.mean(&values), "{:?}", function);
            prop_assert_eq!(function.contributions(&heavier), function.contributions(&values), "{:?}", function);
        }
    }

    #[test]
    fn the_order_changes_nothing(values in sample()) {
        let turned: Values = values.iter().rev().copied().collect();
        for function in all() {
            prop_assert_eq!(function.mean(&turned), function.mean(&values));
            let mut parts = function.contributions(&turned).unwrap();
            parts.reverse();
            prop_assert_eq!(Some(parts), function.contributions(&values), "{:?}", function);
        }
    }

    #[test]
    fn a_better_score_is_no_worse(values in sample(), index in any::<prop::sample::Index>(), better in score()) {
        let mut raised = values.clone();
        let child = &mut raised[index.index(values.len())];
        child.1 = child.1.max(better);
        for function in all().into_iter().filter(|function| *function != Aggregation::MazziottaPareto) {
            for places in [2, 9] {
                prop_assert!(function.score(&raised, places) >= function.score(&values, places), "{:?}", function);
            }
            prop_assert!(function.mean(&raised) >= function.mean(&values), "{:?}", function);
        }
    }

    #[test]
    fn parts_add_up(values in sample()) {
        let tolerance = Decimal::new(1, 16);
        for function in all() {
            let mean = function.mean(&values).unwrap();
            let parts = function.contributions(&values).unwrap();
            prop_assert!((sum(&parts, |part| part.points) - mean).abs() < tolerance);
            prop_assert!((sum(&parts, |part| part.lost) - (Decimal::ONE_HUNDRED - mean)).abs() < tolerance);
            prop_assert!((sum(&parts, |part| part.weight) - Decimal::ONE).abs() < tolerance);
            prop_assert!((sum(&parts, |part| part.share) - Decimal::ONE).abs() < tolerance);
            prop_assert!(parts.iter().all(|part| part.points >= Decimal::ZERO && part.lost >= Decimal::ZERO));
        }
    }

    #[test]
    fn rounded_from_the_exact_value(values in sample(), places in 0..=9_u32) {
        // 18 decimals of a mean round as the mean does, but for what lies within a rounding of a tie.
        for function in all() {
            let mean = function.mean(&values).unwrap();
            let score = function.score(&values, places).unwrap().value();
            let half = Decimal::new(5, places + 1) + Decimal::new(1, 14);
            prop_assert!((score - mean).abs() <= half, "{:?}: {} as {}", function, mean, score);
        }
    }
}
