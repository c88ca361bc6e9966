//! How sure a grade is: laws of the draws, agreement with the calculation, and what is said where little is known.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use service_quality::indicator::{Absence, Measurement, Sampling};
use service_quality::quantity::{IndicatorId, Number, Score};
use service_quality::score::{Certainty, CertaintyError, GradeVerdict, Model, Simulation};

type Measured = BTreeMap<IndicatorId, Measurement>;
type Sampled = BTreeMap<IndicatorId, Sampling>;

fn leaf(id: &str, weight: u32) -> Value {
    json!({"weight": weight, "indicator": id, "curve": {"goalposts": {"worst": "0", "best": "1"}}})
}

fn model(children: &[Value], rules: &Value) -> Model {
    serde_json::from_value(json!({
        "grades": [{"grade": "A", "from": 90}, {"grade": "B", "from": 75}, {"grade": "C", "from": 0}],
        "root": {"id": "service", "rules": rules, "children": children}}))
    .unwrap()
}

/// Shares, k of n, as what was measured and as what is drawn.
fn shares(counts: &[(&str, u64, u64)]) -> (Measured, Sampled) {
    let value = |k: u64, n: u64| Number::ratio(k.into(), n.into(), 9).unwrap();
    let measured =
        counts.iter().map(|(id, k, n)| (id.parse().unwrap(), Measurement::present(value(*k, *n), *n)));
    let sampled = counts.iter().map(|(id, k, n)| (id.parse().unwrap(), Sampling::share(*k, *n).unwrap()));
    (measured.collect(), sampled.collect())
}

fn certainty(model: &Model, counts: &[(&str, u64, u64)], draws: u32) -> Certainty {
    let (measured, sampled) = shares(counts);
    model.certainty(&measured, &sampled, Simulation::new(20_260_301).with_draws(draws).unwrap()).unwrap()
}

fn float(decimal: impl std::fmt::Display) -> f64 {
    decimal.to_string().parse().unwrap()
}

#[test]
fn a_seed_gives_the_same_bytes_everywhere() {
    let model = model(&[leaf("a", 2), leaf("b", 1)], &json!([]));
    let found = certainty(&model, &[("a", 190, 200), ("b", 30, 40)], 1_000);
    assert_eq!(
        serde_json::to_string(&found).unwrap(),
        concat!(
            r#"{"simulation":{"seed":20260301,"draws":1000,"confidence":"0.95"},"score":"88.33","grade":"B","#,
            r#""grades":[{"grade":"A","draws":245,"probability":"0.245","standard_error":"0.013600551"},"#,
            r#"{"grade":"B","draws":755,"probability":"0.755","standard_error":"0.013600551"},"#,
            r#"{"grade":"C","draws":0,"probability":"0","standard_error":"0"}],"#,
            r#""standard_error":"2.492549433","interval":{"low":"82.97","high":"92.65"},"#,
            r#""analytic":{"standard_error":"2.476207754","interval":{"low":"83.48","high":"93.18"},"grades":["#,
            r#"{"grade":"A","probability":"0.25066481"},{"grade":"B","probability":"0.749335153"},"#,
            r#"{"grade":"C","probability":"0.000000036"}]},"sampled":["a","b"],"exact":[]}"#
        )
    );
}

#[test]
fn calculation_and_draws_agree_where_the_model_is_straight() {
    let node = json!({"weight": 3, "id": "below", "children": [leaf("b", 1), leaf("c", 2)]});
    let model = model(&[leaf("a", 2), node], &json!([]));
    let found = certainty(&model, &[("a", 900, 1_000), ("b", 700, 1_000), ("c", 620, 800)], 20_000);
    let analytic = found.analytic().unwrap();
    let (drawn, calculated) = (float(found.standard_error()), float(analytic.standard_error));
    assert!((drawn / calculated - 1.0).abs() < 4.0 / (2.0 * 20_000.0_f64).sqrt(), "{drawn} and {calculated}");
    for (chance, by_formula) in found.grades().iter().zip(&analytic.grades) {
        let apart = (float(chance.probability) - float(by_formula.probability)).abs();
        assert_eq!(chance.grade, by_formula.grade);
        // Half a thousandth for the shape of a sum of betas, which is not quite normal.
        assert!(apart < 4.0 * float(chance.standard_error) + 5e-4, "{}: {apart}", chance.grade);
    }
    let (drawn, calculated) = (found.interval(), analytic.interval);
    assert!((float(drawn.low) - float(calculated.low)).abs() < 0.1, "{drawn} and {calculated}");
    assert!((float(drawn.high) - float(calculated.high)).abs() < 0.1, "{drawn} and {calculated}");
}

#[test]
fn many_indicators_together_are_drawn_about_their_total() {
    let ids: Vec<String> = (0..30).map(|index| format!("i{index}")).collect();
    let leaves: Vec<_> = ids.iter().map(|id| leaf(id, 1)).collect();
    let counts: Vec<_> = ids.iter().map(|id| (id.as_str(), 27, 30)).collect();
    let found = certainty(&model(&leaves, &json!([])), &counts, 1_000);
    let middle = f64::midpoint(float(found.interval().low), float(found.interval().high));
    assert!((middle - 90.0).abs() < 0.2, "{found}");
}

#[test]
fn where_the_model_bends_nothing_is_calculated() {
    let straight = [leaf("a", 2), leaf("b", 1)];
    let rule = json!([{"id": "cap", "when": [{"score": {"of": {"indicator": "b"}, "is": "below", "score": 60}}], "effect": {"cap": 70}}]);
    assert_eq!(certainty(&model(&straight, &rule), &[("a", 90, 100), ("b", 70, 100)], 100).analytic(), None);
    let near_the_end = certainty(&model(&straight, &json!([])), &[("a", 99, 100), ("b", 70, 100)], 100);
    assert_eq!(near_the_end.analytic(), None, "the curve ends within the interval of a");
}

#[test]
fn rules_take_part_in_every_draw() {
    let rule = json!([{"id": "gate", "when": [{"value": {"of": "b", "is": "below", "value": "0.7"}}], "effect": "knock_out"}]);
    let found =
        certainty(&model(&[leaf("a", 9), leaf("b", 1)], &rule), &[("a", 998, 1_000), ("b", 71, 100)], 2_000);
    assert_eq!(found.grade().unwrap().as_str(), "A");
    let [a, b, c] = found.grades() else { panic!("three grades") };
    assert!(a.draws > 1_000 && c.draws > 500, "{found}");
    assert_eq!((b.draws, found.interval().low.to_string().as_str()), (0, "0"));
    assert_eq!(
        found.verdict("0.9".parse().unwrap()),
        Some(GradeVerdict::Borderline { neighbour: "C".parse().unwrap() }),
        "the likeliest other grade, which here is not the next"
    );
}

#[test]
fn one_more_indicator_leaves_the_draws_of_the_others() {
    let (few, more) = ([leaf("a", 1)], [leaf("0", 0), leaf("a", 1), leaf("z", 0)]);
    let alone = certainty(&model(&few, &json!([])), &[("a", 8, 10)], 500);
    let among = certainty(&model(&more, &json!([])), &[("0", 5, 10), ("a", 8, 10), ("z", 1, 2)], 500);
    assert_eq!((alone.grades(), alone.interval()), (among.grades(), among.interval()));
    assert_eq!((alone.sampled().len(), among.sampled().len()), (1, 3));
}

#[test]
fn what_has_no_known_error_is_exact_and_listed() {
    let model = model(&[leaf("a", 1), leaf("b", 1), leaf("c", 1)], &json!([]));
    let (mut measured, _) = shares(&[("a", 9, 10), ("b", 8, 10)]);
    measured.insert("c".parse().unwrap(), Measurement::absent(Absence::Suppressed { n: 3 }));
    let found = model.certainty(&measured, &Sampled::new(), Simulation::new(1)).unwrap();
    assert_eq!(
        (found.right(), found.verdict("1".parse().unwrap())),
        ("1".parse().ok(), Some(GradeVerdict::Certain))
    );
    assert_eq!((found.interval().low, found.interval().high), (found.score(), found.score()));
    assert_eq!(found.standard_error(), Number::ZERO);
    assert_eq!(
        found.to_string(),
        "85 (85 to 85 with a confidence of 0.95); B 1; taken as exact: a, b; 10000 draws, seed 1"
    );
    // A sampling of what is suppressed brings no value back.
    let (_, sampled) = shares(&[("c", 3, 3)]);
    let suppressed = model.certainty(&measured, &sampled, Simulation::new(1)).unwrap();
    assert_eq!((suppressed.grades(), suppressed.sampled().len()), (found.grades(), 0));
}

#[test]
fn a_grade_that_was_kept_by_a_margin_is_kept_in_the_draws() {
    let model: Model = serde_json::from_value(json!({
        "grades": [{"grade": "A", "from": 80}, {"grade": "B", "from": 0}], "hysteresis": 5,
        "root": {"id": "service", "children": [leaf("a", 1)]}}))
    .unwrap();
    let (may, _) = shares(&[("a", 850, 1_000)]);
    let (june, sampled) = shares(&[("a", 785, 1_000)]);
    let simulation = Simulation::new(3).with_draws(1_000).unwrap();
    let alone = model.certainty(&june, &sampled, simulation).unwrap();
    let after = model.certainty_after(&june, &sampled, simulation, &model.score(&may)).unwrap();
    assert_eq!((alone.grade().unwrap().as_str(), after.grade().unwrap().as_str()), ("B", "A"));
    assert!(after.right() > "0.98".parse().ok() && alone.reaches_next() < "0.2".parse().ok());
    assert_eq!((after.reaches_next(), after.analytic()), (None, None));
}

#[test]
fn none_and_all_stay_in_their_interval() {
    let model = model(&[leaf("a", 1)], &json!([]));
    for (k, n, range) in [(0, 5, "0 to 37.88"), (1, 1, "14.84 to 100"), (5, 5, "61.78 to 100")] {
        let interval = certainty(&model, &[("a", k, n)], 2_000).interval();
        let score = 100 * k / n;
        assert!(
            interval.low <= Score::new(score.into()).unwrap()
                && interval.high >= Score::new(score.into()).unwrap()
        );
        assert_eq!(interval.to_string(), range, "{k} of {n}");
    }
}

#[test]
fn a_sampling_of_another_value_is_refused() {
    let model = model(&[leaf("a", 1)], &json!([]));
    let measured = |value: &str| {
        Measured::from([("a".parse().unwrap(), Measurement::present(value.parse().unwrap(), 300))])
    };
    let simulation = Simulation::new(1).with_draws(100).unwrap();
    let other = Sampled::from([("a".parse().unwrap(), Sampling::normal(900.into(), 1.into()).unwrap())]);
    let fault = model.certainty(&measured("0.1"), &other, simulation).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "samplings.a: is of 900, and 0.1 was measured: give both from the same records, to six digits"
    );
    let thirds = Sampled::from([("a".parse().unwrap(), Sampling::share(100, 300).unwrap())]);
    assert!(model.certainty(&measured("0.333333"), &thirds, simulation).is_ok());
    assert!(matches!(
        model.certainty(&measured("0.3333"), &thirds, simulation),
        Err(CertaintyError::OtherValue { .. })
    ));
    // What the model does not name, and what has no value, is not read.
    let unknown = Sampled::from([("z".parse().unwrap(), Sampling::share(1, 2).unwrap())]);
    assert_eq!(model.certainty(&measured("0.1"), &unknown, simulation).unwrap().sampled().len(), 0);
}

/// The draws by the engine and those part by part are the same.
#[test]
fn draws_by_the_engine_are_those_of_the_model() {
    let rules = json!([
        {"id": "gate", "when": [{"value": {"of": "b", "is": "below", "value": "0.7"}}], "effect": {"cap": 60}},
        {"id": "held", "when": [{"score": {"of": {"node": "below"}, "is": "below", "score": 72}}], "effect": {"grade_at_most": "C"}}]);
    let below = json!({"weight": 3, "id": "below", "aggregation": "geometric", "children": [leaf("b", 1), leaf("c", 2), leaf("gone", 1)]});
    let model = model(&[leaf("a", 2), below], &rules);
    let (measured, sampled) = shares(&[("a", 90, 100), ("b", 71, 100), ("c", 62, 80)]);
    let simulation = Simulation::new(5).with_draws(400).unwrap();
    let by_rows = model.certainty(&measured, &sampled, simulation).unwrap();
    let unlike = model.score(&Measured::new());
    assert_eq!(by_rows, model.certainty_after(&measured, &sampled, simulation, &unlike).unwrap());
    assert!(by_rows.grades().iter().filter(|chance| chance.draws > 0).count() > 1, "{by_rows}");
}

fn check<T: Send + Sync + 'static>(_: &T) {}

#[test]
fn faults_say_what_to_do() {
    let model = model(&[leaf("a", 1)], &json!([]));
    let fault = model.certainty(&Measured::new(), &Sampled::new(), Simulation::new(1)).unwrap_err();
    check(&fault);
    assert_eq!(
        fault.to_string(),
        "the total has no score, coverage 0 is below 0.65 (missing): ask for totals that have one"
    );
    for (settings, message) in [
        (r#"{"seed": 1, "draws": 99}"#, "draws: `99` is out of range: give 100 to 1000000"),
        (r#"{"seed": 1, "draws": 1000001}"#, "draws: `1000001` is out of range: give 100 to 1000000"),
        (
            r#"{"seed": 1, "confidence": 1}"#,
            "confidence: `1` is out of range: give more than 0 and less than 1",
        ),
        (r#"{"draws": 100}"#, "missing field `seed`"),
        (r#"{"seed": -1}"#, "invalid value: integer `-1`, expected u64"),
    ] {
        let fault = serde_json::from_str::<Simulation>(settings).unwrap_err().to_string();
        assert!(fault.starts_with(message), "{fault}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every draw has one grade, intervals have their ends in order, and the grade given is among the chances.
    #[test]
    fn counts_add_up(counts in prop::collection::vec((0_u64..=40, 0_u64..40), 1..5), seed: u64, draws in 100_u32..200) {
        let ids = ["a", "b", "c", "d"];
        let counts: Vec<_> = counts.iter().zip(ids).map(|((k, more), id)| (id, *k, (k + more).max(1))).collect();
        let leaves: Vec<_> = counts.iter().map(|(id, ..)| leaf(id, 1)).collect();
        let (measured, sampled) = shares(&counts);
        let simulation = Simulation::new(seed).with_draws(draws).unwrap();
        let found = model(&leaves, &json!([])).certainty(&measured, &sampled, simulation).unwrap();
        prop_assert_eq!(found.grades().iter().map(|chance| chance.draws).sum::<u32>(), draws);
        prop_assert!(found.interval().low <= found.interval().high);
        prop_assert!(found.right().is_some());
        prop_assert_eq!(&found, &model(&leaves, &json!([])).certainty(&measured, &sampled, simulation).unwrap());
    }

    /// Ten times the records make the interval narrower.
    #[test]
    fn more_records_narrow(k in 1_u64..20, more in 1_u64..20) {
        let model = model(&[leaf("a", 1)], &json!([]));
        let width = |times: u64| {
            let range = certainty(&model, &[("a", k * times, (k + more) * times)], 400).interval();
            float(range.high) - float(range.low)
        };
        prop_assert!(width(10) < width(1));
    }
}
