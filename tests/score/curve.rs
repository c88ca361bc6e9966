//! Curves: examples worked by hand, faults, and laws over random curves and values.

use proptest::prelude::*;
use rust_decimal::Decimal;
use service_quality::quantity::{Number, Score};
use service_quality::score::{Curve, Position};

fn read(document: &str) -> Curve {
    serde_json::from_str(document).unwrap_or_else(|error| panic!("{error}: {document}"))
}

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

#[track_caller]
fn scores(document: &str, cases: &[(&str, &str)]) {
    let curve = read(document);
    for (value, score) in cases {
        assert_eq!(curve.score(number(value), 4).to_string(), *score, "{value} on {document}");
    }
}

#[track_caller]
fn refused(document: &str, message: &str) {
    let fault = serde_json::from_str::<Curve>(document).unwrap_err().to_string();
    assert!(fault.starts_with(message), "{fault}");
}

#[test]
fn bands_meet_in_the_better_one() {
    scores(
        r#"{"bands": {"below": 0, "steps": [[60, 40], ["80", 100]]}}"#,
        &[("-5", "0"), ("59.999999999", "0"), ("60", "40"), ("79.9", "40"), ("80", "100"), ("1e15", "100")],
    );
    // Best in the middle.
    scores(
        r#"{"bands": {"below": 20, "steps": [[1, 100], [2, 20], [3, 0]]}}"#,
        &[("0", "20"), ("1", "100"), ("2", "100"), ("2.1", "20"), ("3", "20"), ("3.1", "0")],
    );
}

#[test]
fn target_ranges_fall_on_both_sides() {
    let cases =
        [("59", "0"), ("65", "25"), ("80", "100"), ("85", "100"), ("86", "90"), ("95", "0"), ("99", "0")];
    scores(r#"{"target_range": {"low": 60, "target_low": 80, "target_high": 85, "high": 95}}"#, &cases);
    let peak = [("60", "0"), ("70", "50"), ("80", "100"), ("85", "50"), ("90", "0")];
    scores(r#"{"target_range": {"low": 60, "target_low": 80, "target_high": 80, "high": 90}}"#, &peak);
}

#[test]
fn attainment_where_more_and_where_less_is_better() {
    let more = [("95", "100"), ("90", "100"), ("81", "90"), ("0", "0"), ("-10", "0")];
    scores(r#"{"attainment": {"target": {"at_least": 90}}}"#, &more);
    let less = [("30", "100"), ("0", "100"), ("-1", "100"), ("60", "50"), ("1e15", "0")];
    scores(r#"{"attainment": {"target": {"at_most": 30}, "form": "ratio"}}"#, &less);
    scores(
        r#"{"attainment": {"target": {"at_most": 30}, "form": "linear"}}"#,
        &[("45", "50"), ("60", "0"), ("90", "0")],
    );
    // No ratio to 0: met or not.
    scores(r#"{"attainment": {"target": {"at_most": 0}}}"#, &[("0", "100"), ("1", "0"), ("-1", "100")]);
    scores(r#"{"attainment": {"target": {"at_most": 0}, "form": "linear"}}"#, &[("0", "100"), ("1", "0")]);
    scores(r#"{"attainment": {"target": {"at_least": 0}}}"#, &[("0", "100"), ("1", "100"), ("-1", "0")]);
}

#[test]
fn efficacy_between_its_limits() {
    let more = [
        ("60", "60"),
        ("95", "100"),
        ("80", "82.8571"),
        ("100", "100"),
        ("53", "52"),
        ("7.5", "0"),
        ("0", "0"),
    ];
    scores(r#"{"efficacy": {"not_allowed": 60, "satisfactory": 95}}"#, &more);
    let less = [("300", "60"), ("60", "100"), ("0", "100"), ("360", "50"), ("500", "40")];
    scores(r#"{"efficacy": {"not_allowed": 300, "satisfactory": 60, "floor": 40}}"#, &less);
    // With less than 100 at the satisfactory value there is more to reach.
    let own = r#"{"efficacy": {"not_allowed": 0, "satisfactory": 10, "base": 50, "span": 25}}"#;
    scores(own, &[("10", "75"), ("15", "87.5"), ("20", "100"), ("21", "100")]);
    assert_eq!(read(own).best(2), Score::MAX);
    let wide = r#"{"efficacy": {"not_allowed": "-1e15", "satisfactory": "1e15", "base": 0, "span": 1}}"#;
    assert_eq!(read(wide).best(9).to_string(), "1");
}

#[test]
fn exponentials_bend_either_way() {
    scores(
        r#"{"exponential": {"worst": 0, "best": 100, "rho": 50}}"#,
        &[("-1", "0"), ("0", "0"), ("25", "45.5054"), ("50", "73.1059"), ("100", "100"), ("101", "100")],
    );
    scores(
        r#"{"exponential": {"worst": 100, "best": 0, "rho": -50}}"#,
        &[("101", "0"), ("75", "10.1536"), ("25", "54.4946"), ("0", "100"), ("-1", "100")],
    );
    scores(r#"{"exponential": {"worst": 0, "best": 3, "rho": 3000000}}"#, &[("1", "33.3333"), ("1.5", "50")]);
    scores(r#"{"exponential": {"worst": 0, "best": 3, "rho": -2999999}}"#, &[("1.5", "50")]); // 49.9999875
    scores(r#"{"exponential": {"worst": "-1e15", "best": "1e15", "rho": "2e13"}}"#, &[("0", "100")]);
}

#[test]
fn logarithms_count_proportions() {
    scores(
        r#"{"logarithmic": {"worst": 1, "best": 10000}}"#,
        &[("-3", "0"), ("0", "0"), ("1", "0"), ("10", "25"), ("100", "50"), ("1000", "75"), ("1e9", "100")],
    );
    scores(
        r#"{"logarithmic": {"worst": "1", "best": "0.0001"}}"#,
        &[("2", "0"), ("0.1", "25"), ("0.0001", "100"), ("0", "100")],
    );
    scores(r#"{"logarithmic": {"worst": "0.000000001", "best": "1e15"}}"#, &[("1000", "50")]);
}

#[test]
fn likert_scales() {
    scores(
        r#"{"likert": {"min": 1, "max": 7}}"#,
        &[("1", "0"), ("2", "16.6667"), ("7", "100"), ("8", "100")],
    );
    scores(r#"{"likert": {"min": -3, "max": 3}}"#, &[("0", "50")]);
}

#[test]
fn positions_say_what_was_met() {
    let position =
        |document: &str, value: &str| serde_json::to_string(&read(document).position(number(value))).unwrap();
    let bands = r#"{"bands": {"below": 0, "steps": [[60, 40], [80, 100]]}}"#;
    assert_eq!(position(bands, "60"), r#"{"within":{"from":"60","to":"80","score":"40"}}"#);
    assert_eq!(position(bands, "59"), r#"{"within":{"to":"60","score":"0"}}"#);
    let waiting = r#"{"attainment": {"target": {"at_most": 30}}}"#;
    assert_eq!(position(waiting, "31"), r#"{"short_of":"30"}"#);
    assert_eq!(position(waiting, "30"), r#"{"below":["30","100"]}"#);
    let income = r#"{"logarithmic": {"worst": 1000, "best": 10}}"#;
    assert_eq!(position(income, "1000"), r#"{"on_formula":{"low":"10","high":"1000"}}"#);
    assert_eq!(position(income, "1001"), r#"{"above":["1000","0"]}"#);
    let efficacy = r#"{"efficacy": {"not_allowed": 60, "satisfactory": 95}}"#;
    assert_eq!(position(efficacy, "96"), r#"{"limited":"100"}"#);
    assert_eq!(read(efficacy).position(number("1")), Position::Limited(Score::MIN));
}

#[test]
fn faults_name_their_place() {
    let rise = "give points by rising value, each value once";
    refused(r#"{"bands": {"below": 0, "steps": []}}"#, "bands.steps: is empty: give at least 1 step");
    refused(
        r#"{"bands": {"below": 0, "steps": [[2, 1], [2, 3]]}}"#,
        &format!("bands.steps[1]: value `2` is not above `2`, the one before: {rise}"),
    );
    refused(
        r#"{"target_range": {"low": 80, "target_low": 80, "target_high": 85, "high": 95}}"#,
        &format!("target_range.target_low: value `80` is not above `80`, the one before: {rise}"),
    );
    refused(
        r#"{"target_range": {"low": 60, "target_low": 80, "target_high": 79, "high": 95}}"#,
        "target_range.target_high: value `79` is not above `80`",
    );
    refused(r#"{"likert": {"min": 5, "max": 1}}"#, "likert.max: value `1` is not above `5`");
    refused(
        r#"{"efficacy": {"not_allowed": 5, "satisfactory": 5}}"#,
        "efficacy: worst and best are both `5`: give two different values",
    );
    refused(
        r#"{"efficacy": {"not_allowed": 5, "satisfactory": 6, "span": 41}}"#,
        "efficacy.span: `41` is out of range: give more than 0, and with the base at most 100",
    );
    refused(
        r#"{"efficacy": {"not_allowed": 5, "satisfactory": 6, "floor": 61}}"#,
        "efficacy.floor: `61` is out of range: give at most the base",
    );
    refused(
        r#"{"attainment": {"target": {"at_least": -1}}}"#,
        "attainment.target: `-1` is out of range: give 0 or more, or take `goalposts`",
    );
    refused(
        r#"{"attainment": {"target": {"between": [1, 2]}}}"#,
        "attainment.target.between: has no meaning here: give `at_least` or `at_most`, or a curve `target_range`",
    );
    refused(
        r#"{"attainment": {"target": {"at_least": 1}, "form": "linear"}}"#,
        "attainment.form: has no meaning here: leave it out",
    );
    refused(
        r#"{"exponential": {"worst": 1, "best": 1, "rho": 1}}"#,
        "exponential: worst and best are both `1`",
    );
    for rho in ["0", "0.99", "-0.99"] {
        let document = format!(r#"{{"exponential": {{"worst": 0, "best": 100, "rho": {rho}}}}}"#);
        refused(
            &document,
            &format!("exponential.rho: `{rho}` is out of range: give at least a hundredth of the distance"),
        );
    }
    refused(
        r#"{"logarithmic": {"worst": 0, "best": 5}}"#,
        "logarithmic.worst: `0` is out of range: give more than 0, which has a logarithm",
    );
    refused(r#"{"logarithmic": {"worst": 2, "best": -5}}"#, "logarithmic.best: `-5` is out of range");
    refused(r#"{"logarithmic": {"worst": 2, "best": 2}}"#, "logarithmic: worst and best are both `2`");
    refused(
        r#"{"logarithmic": {"worst": 2, "best": 2.000001}}"#,
        "logarithmic.best: `2.000001` is out of range",
    );
    refused(r#"{"likert": {"min": "NaN", "max": 1}}"#, "number `NaN` cannot be read");
    refused(r#"{"likert": {"min": 1, "max": 2, "mid": 1}}"#, "unknown field `mid`");
}

#[test]
fn what_reaches_a_score() {
    let reaching = |document: &str, wanted: &str, from: &str| {
        let value = read(document).reaching(wanted.parse().unwrap(), number(from), 9);
        value.map_or("none".to_owned(), |value| value.to_string())
    };
    let posts = r#"{"goalposts": {"worst": 0, "best": 3}}"#;
    assert_eq!(reaching(posts, "50", "1"), "1.5");
    assert_eq!(reaching(posts, "50", "2"), "2");
    assert_eq!(reaching(posts, "33.333333334", "-9"), "1.000000001"); // 1 scores 33.333333333
    assert_eq!(reaching(posts, "0", "-9"), "-9");
    let range = r#"{"target_range": {"low": 60, "target_low": 80, "target_high": 85, "high": 95}}"#;
    assert_eq!(reaching(range, "50", "0"), "70");
    assert_eq!(reaching(range, "50", "1000"), "90");
    let bands = r#"{"bands": {"below": 100, "steps": [[30, 80], [60, 0]]}}"#;
    assert_eq!(reaching(bands, "90", "61"), "30");
    assert_eq!(reaching(bands, "80", "61"), "60");
    let dip = r#"{"piecewise": [[0, 80], [10, 0], [20, 80]]}"#;
    assert_eq!(reaching(dip, "40", "10"), "5"); // 15 is as near
    assert_eq!(reaching(dip, "40", "10.1"), "15");
    assert_eq!(reaching(dip, "81", "10"), "none");
    assert_eq!(reaching(r#"{"attainment": {"target": {"at_most": 30}}}"#, "75", "90"), "40");
}

fn rising() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::btree_set(-500_i64..500, 4).prop_map(|set| set.into_iter().collect())
}

/// A curve, and whether it rises all the way (1), falls all the way (−1) or turns (0).
fn curve() -> impl Strategy<Value = (Curve, i32)> {
    let two = |kind: &'static str, first: &'static str, second: &'static str| {
        (rising(), any::<bool>()).prop_map(move |(ends, falls)| {
            let (low, high) = if falls { (ends[3], ends[0]) } else { (ends[0], ends[3]) };
            (
                read(&format!(r#"{{"{kind}": {{"{first}": {low}, "{second}": {high}}}}}"#)),
                if falls { -1 } else { 1 },
            )
        })
    };
    let bands = (rising(), prop::collection::vec(0..=100_u32, 5)).prop_map(|(ends, scores)| {
        let steps: Vec<String> =
            ends.iter().zip(&scores).map(|(end, score)| format!("[{end}, {score}]")).collect();
        (read(&format!(r#"{{"bands": {{"below": {}, "steps": [{}]}}}}"#, scores[4], steps.join(","))), 0)
    });
    let piecewise = (rising(), prop::collection::vec(0..=100_u32, 4)).prop_map(|(ends, scores)| {
        let points: Vec<String> =
            ends.iter().zip(&scores).map(|(end, score)| format!("[{end}, {score}]")).collect();
        (read(&format!(r#"{{"piecewise": [{}]}}"#, points.join(","))), 0)
    });
    let range = rising().prop_map(|ends| {
        let [low, target_low, target_high, high] = ends[..] else { panic!() };
        let document = format!(
            r#"{{"target_range": {{"low": {low}, "target_low": {target_low}, "target_high": {target_high}, "high": {high}}}}}"#
        );
        (read(&document), 0)
    });
    let likert = rising()
        .prop_map(|ends| (read(&format!(r#"{{"likert": {{"min": {}, "max": {}}}}}"#, ends[0], ends[3])), 1));
    let attainment = (0..300_u32, 0..3).prop_map(|(target, form)| match form {
        0 => (read(&format!(r#"{{"attainment": {{"target": {{"at_least": {target}}}}}}}"#)), 1),
        1 => (read(&format!(r#"{{"attainment": {{"target": {{"at_most": {target}}}}}}}"#)), -1),
        _ => (
            read(&format!(r#"{{"attainment": {{"target": {{"at_most": {target}}}, "form": "linear"}}}}"#)),
            -1,
        ),
    });
    let exponential =
        (rising(), any::<bool>(), 10..3000_i64, any::<bool>()).prop_map(|(ends, falls, rho, bends)| {
            let (worst, best) = if falls { (ends[3], ends[0]) } else { (ends[0], ends[3]) };
            let rho = if bends { rho } else { -rho };
            (
                read(&format!(r#"{{"exponential": {{"worst": {worst}, "best": {best}, "rho": {rho}}}}}"#)),
                if falls { -1 } else { 1 },
            )
        });
    let logarithmic = (1..500_u32, 501..900_u32, any::<bool>()).prop_map(|(low, high, falls)| {
        let (worst, best) = if falls { (high, low) } else { (low, high) };
        (
            read(&format!(r#"{{"logarithmic": {{"worst": {worst}, "best": {best}}}}}"#)),
            if falls { -1 } else { 1 },
        )
    });
    prop_oneof![
        two("goalposts", "worst", "best"),
        two("efficacy", "not_allowed", "satisfactory"),
        bands,
        piecewise,
        range,
        likert,
        attainment,
        exponential,
        logarithmic,
    ]
}

fn value() -> impl Strategy<Value = Number> {
    let near = (-600_i64..600).prop_map(Decimal::from);
    let fine = (-900_000_000_000_i64..900_000_000_000).prop_map(|units| Decimal::new(units, 9));
    prop_oneof![near, fine].prop_map(|value| Number::new(value).unwrap())
}

proptest! {
    #[test]
    fn a_curve_keeps_its_direction((curve, direction) in curve(), one in value(), other in value(), places in 0..=9_u32) {
        let (low, high) = (curve.score(one.min(other), places), curve.score(one.max(other), places));
        prop_assert!(direction <= 0 || low <= high);
        prop_assert!(direction >= 0 || low >= high);
        prop_assert!(curve.score(one, places) <= curve.best(places));
        prop_assert!(direction == 0 || curve.best(places) == Score::MAX);
    }

    #[test]
    fn a_score_is_the_exact_one_rounded((curve, _) in curve(), value in value(), places in 0..=9_u32) {
        let (exact, score) = (curve.unrounded(value), curve.score(value, places));
        prop_assert!((exact - score.value()).abs() <= Decimal::new(5, places + 1) + Decimal::new(1, 15));
    }

    #[test]
    fn what_reaches_is_nearest((curve, _) in curve(), wanted in 0..=100_u32, from in value(), places in 0..=9_u32) {
        let wanted = Score::new(wanted.into()).unwrap();
        let enough = |value: Decimal| curve.score(Number::new(value).unwrap(), places) >= wanted;
        let Some(reached) = curve.reaching(wanted, from, places) else {
            prop_assert!(curve.best(places) < wanted);
            return Ok(());
        };
        prop_assert!(enough(reached.value()));
        let (from, distance) = (from.value(), (reached.value() - from.value()).abs());
        // Nothing nearer: a last place nearer, and along the way, on either side.
        let last = Decimal::new(1, 9);
        for nearer in [distance - last, distance / Decimal::TWO, distance / Decimal::TEN] {
            let nearer = nearer.round_dp(9);
            if nearer >= Decimal::ZERO && nearer < distance && from.abs() + nearer < Decimal::from(1_000_000) {
                prop_assert!(!enough(from - nearer) && !enough(from + nearer), "{} of {}", nearer, distance);
            }
        }
    }

    #[test]
    fn documents_return((curve, _) in curve()) {
        let text = serde_json::to_string(&curve).unwrap();
        prop_assert_eq!(read(&text), curve);
    }
}
