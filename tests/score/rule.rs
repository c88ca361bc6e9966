//! Rules of nodes: what applies, in which order, what the bounds allow for, and that points add up.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use service_quality::indicator::{Absence, Measurement};
use service_quality::quantity::{IndicatorId, Number, Score};
use service_quality::score::{Model, PartScore, Scorecard};

fn leaf(id: &str, weight: u32) -> Value {
    json!({"weight": weight, "indicator": id, "curve": {"goalposts": {"worst": "0", "best": "100"}}})
}

/// A root over `a` (weight 1) and a node `low` over `b` and `c`, with `gate` and `praise` of weight 0 in both.
fn model(rules: &Value, below: &Value) -> Model {
    combined(rules, below, &[json!("arithmetic"), json!("arithmetic")])
}

/// The same with other means at the root and at `low`.
fn combined(rules: &Value, below: &Value, means: &[Value; 2]) -> Model {
    let low = json!({"aggregation": means[1], "weight": 3, "id": "low", "rules": below,
        "children": [leaf("b", 1), leaf("c", 1), leaf("gate_below", 0)]});
    let root = json!({"id": "top", "aggregation": means[0], "rules": rules, "children": [leaf("a", 1), low, leaf("gate", 0), leaf("praise", 0)]});
    serde_json::from_value(json!({"root": root})).unwrap()
}

fn measured(values: &[(&str, Option<i32>)]) -> BTreeMap<IndicatorId, Measurement> {
    values
        .iter()
        .map(|(id, value)| {
            let measurement = match value {
                Some(value) => Measurement::present((*value).into(), 9),
                None => Measurement::absent(Absence::Missing),
            };
            (id.parse().unwrap(), measurement)
        })
        .collect()
}

fn all(a: i32, b: i32, c: i32, gate: i32, praise: i32) -> BTreeMap<IndicatorId, Measurement> {
    measured(&[
        ("a", Some(a)),
        ("b", Some(b)),
        ("c", Some(c)),
        ("gate", Some(gate)),
        ("gate_below", Some(gate)),
        ("praise", Some(praise)),
    ])
}

fn when_gate(id: &str, effect: &Value) -> Value {
    json!({"id": id, "when": [{"value": {"of": "gate", "is": "below", "value": 1}}], "effect": effect})
}

fn score(card: &Scorecard) -> String {
    card.score().unwrap().to_string()
}

fn points(card: &Scorecard) -> Number {
    let parts = card.contributions().map(PartScore::points).map(Number::from);
    let rules = card.rules().map(|(_, trace)| trace.points);
    let sum = parts.chain(rules).map(Number::value).sum();
    Number::new(sum).unwrap()
}

#[test]
fn a_cap_tells_what_the_score_would_be() {
    let model = model(&json!([when_gate("identity", &json!({"cap": "60"}))]), &json!([]));
    let free = model.score(&all(80, 90, 90, 1, 0));
    assert_eq!((score(&free).as_str(), free.rules().count()), ("87.5", 0));
    let capped = model.score(&all(80, 90, 90, 0, 0));
    let (_, trace) = capped.rules().next().unwrap();
    assert_eq!(score(&capped), "60");
    assert_eq!((trace.before.to_string().as_str(), trace.points.to_string().as_str()), ("87.5", "-27.5"));
    assert_eq!(capped.total().unruled().unwrap().to_string(), "87.5");
    assert_eq!(points(&capped).to_string(), "60");
    let below = model.score(&all(10, 10, 10, 0, 0));
    let (_, trace) = below.rules().next().unwrap();
    assert_eq!((trace.before, trace.points), (trace.after, Number::ZERO));
    assert_eq!(trace.to_string(), "capped to 60 by identity (gate < 1)");
}

#[test]
fn a_knock_out_leaves_nothing() {
    let rule = json!([{"id": "safety", "when": [{"score": {"of": {"indicator": "b"}, "is": "at_most", "score": 20}}],
        "effect": "knock_out"}]);
    let model = model(&json!([]), &rule);
    let card = model.score(&all(80, 20, 90, 1, 0));
    assert_eq!(score(&card), "20"); // a quarter of 80
    let low = card.part(&serde_json::from_value(json!({"node": "low"})).unwrap()).unwrap();
    assert_eq!((low.score(), low.unruled().unwrap().to_string().as_str()), (Some(Score::MIN), "55"));
    assert_eq!(low.rules()[0].points.to_string(), "-41.25");
    assert_eq!(low.rules()[0].to_string(), "knocked out by safety (score of b <= 20); 55 without");
    assert_eq!(points(&card).to_string(), "20");
}

#[test]
fn the_order_in_the_document_changes_nothing() {
    let rules = [
        when_gate("cap", &json!({"cap": "95"})),
        when_gate("late", &json!({"penalty": {"points": "4"}})),
        json!({"id": "praise", "effect": {"bonus": {"points": "2", "per": "praise", "limit": "9"}}}),
    ];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    for order in orders {
        let model = model(&order.iter().map(|at| rules[*at].clone()).collect(), &json!([]));
        // 100 and 6 more are 100; less 4 is 96; the cap leaves 95.
        assert_eq!(score(&model.score(&all(100, 100, 100, 0, 3))), "95");
        assert_eq!(score(&model.score(&all(80, 80, 80, 0, 3))), "82");
        assert_eq!(score(&model.score(&all(80, 80, 80, 1, 50))), "89"); // 2 times 50, limited to 9
    }
}

#[test]
fn points_of_a_node_are_limited_together() {
    let rules = json!([
        {"id": "one", "effect": {"bonus": {"points": "1", "per": "praise", "limit": "5"}}},
        {"id": "two", "effect": {"bonus": {"points": "2", "per": "praise", "limit": "5"}}},
        when_gate("off", &json!({"penalty": {"points": "8"}})),
    ]);
    let root = json!({"id": "top", "rules": rules, "limits": {"bonus": 7, "penalty": 3},
        "children": [leaf("a", 1), leaf("gate", 0), leaf("praise", 0)]});
    let model: Model = serde_json::from_value(json!({"root": root})).unwrap();
    let card = model.score(&all(50, 0, 0, 0, 4));
    let changes: Vec<String> = card.rules().map(|(_, trace)| trace.points.to_string()).collect();
    assert_eq!((score(&card).as_str(), changes), ("54", vec!["4".into(), "3".into(), "-3".into()]));
}

#[test]
fn what_cannot_be_told_widens_the_bounds() {
    let model = model(
        &json!([
            when_gate("identity", &json!({"cap": "60"})),
            {"id": "praise", "effect": {"bonus": {"points": "2", "per": "praise", "limit": "10"}}},
        ]),
        &json!([]),
    );
    let card = model.score(&measured(&[("a", Some(80)), ("b", Some(90)), ("c", Some(90)), ("gate", None)]));
    assert_eq!(score(&card), "87.5");
    assert_eq!(
        card.total().undetermined().iter().map(|rule| rule.id().as_str()).collect::<Vec<_>>(),
        ["identity"]
    );
    let bounds = (card.total().low().unwrap().to_string(), card.total().high().unwrap().to_string());
    assert_eq!(bounds, ("60".into(), "97.5".into()));
    let text = card.explain().to_string();
    assert!(text.contains("identity cannot be told (gate < 1); 60 to 97.5 until it is known"), "{text}");
}

#[test]
fn absence_can_be_a_trigger() {
    let rule = json!([{"id": "unaudited", "when": [{"absent": {"of": {"indicator": "gate"}}}], "effect": {"cap": "70"}}]);
    let model = model(&rule, &json!([]));
    let mut values = all(80, 90, 90, 1, 0);
    assert_eq!(score(&model.score(&values)), "87.5");
    values.remove("gate");
    assert_eq!(score(&model.score(&values)), "70");
    values.insert("gate".parse().unwrap(), Measurement::absent(Absence::NotApplicable));
    assert_eq!(score(&model.score(&values)), "87.5");
}

#[test]
fn a_grade_can_be_lowered_and_the_score_kept() {
    let document = json!({"grades": [{"grade": "B", "from": 75}, {"grade": "D", "from": 60}, {"grade": "E", "from": 0}],
        "root": {"id": "top", "rules": [when_gate("veto", &json!({"grade_at_most": "D"}))],
                 "children": [leaf("a", 1), leaf("gate", 0)]}});
    let model: Model = serde_json::from_value(document).unwrap();
    let card = model.score(&all(78, 0, 0, 0, 0));
    assert_eq!((score(&card).as_str(), card.grade().unwrap().as_str()), ("78", "D"));
    assert_eq!(card.band_by_score().unwrap().grade.as_str(), "B");
    assert_eq!(card.next_band().unwrap().grade.as_str(), "B");
    let reasons: Vec<String> = card.reasons().iter().map(ToString::to_string).collect();
    assert_eq!(reasons[1], "B without a rule that lowers it");
    assert_eq!(reasons[2], "graded D at most by veto (gate < 1)");
    let stored = serde_json::to_string(&card).unwrap();
    assert_eq!(serde_json::from_str::<Scorecard>(&stored).unwrap(), card);
    assert_eq!(model.score(&all(50, 0, 0, 0, 0)).grade().unwrap().as_str(), "E");
}

#[test]
fn what_is_carried_over_comes_from_the_card_before() {
    let document = json!({"absence": {"missing": {"previous": {"otherwise": "worst"}}},
        "root": {"id": "top", "children": [leaf("a", 1), leaf("b", 1)]}});
    let model: Model = serde_json::from_value(document).unwrap();
    let may = model.score(&measured(&[("a", Some(80)), ("b", Some(60))]));
    let june = model.score_after(&measured(&[("a", Some(90)), ("b", None)]), &may);
    assert_eq!(score(&june), "75");
    let b = june.part(&serde_json::from_value(json!({"indicator": "b"})).unwrap()).unwrap();
    assert_eq!((b.score(), b.carried().unwrap().to_string().as_str()), (None, "60"));
    assert_eq!(june.coverage().to_string(), "0.5");
    let bounds = (june.total().low().unwrap().to_string(), june.total().high().unwrap().to_string());
    assert_eq!(bounds, ("45".into(), "95".into()));
    let july = model.score_after(&measured(&[("a", Some(90)), ("b", None)]), &june);
    assert_eq!(score(&july), "45"); // carried once, then the worst
    assert_eq!(serde_json::from_str::<Scorecard>(&serde_json::to_string(&june).unwrap()).unwrap(), june);
}

#[test]
fn an_ordered_mean_has_a_weight_for_each_child_that_counts() {
    let owa = json!({"root": {"id": "top", "aggregation": {"owa": [1, 2]}, "children": [leaf("a", 1), leaf("b", 0)]}});
    let fault = serde_json::from_value::<Model>(owa).unwrap_err().to_string();
    assert_eq!(
        fault,
        "root.aggregation.owa: 2 order weights for 1 children with a weight: give one for each"
    );
}

#[test]
fn faults_of_rules_name_their_place() {
    #[track_caller]
    fn refused(rules: &Value, below: &Value, message: &str) {
        let low = json!({"weight": 3, "id": "low", "rules": below, "children": [leaf("b", 1)]});
        let root = json!({"id": "top", "rules": rules, "children": [leaf("a", 1), low]});
        let fault = serde_json::from_value::<Model>(json!({"root": root})).unwrap_err().to_string();
        assert!(fault.starts_with(message), "{fault}");
    }
    let rule = |of: &str, effect: &Value| json!([{"id": "r", "when": [{"value": {"of": of, "is": "below", "value": 1}}], "effect": effect}]);
    refused(
        &rule("x", &json!("knock_out")),
        &json!([]),
        "root.rules[0].when[0]: no part `x` below this node: name one, or give the rule to a node above both",
    );
    refused(
        &json!([]),
        &rule("a", &json!("knock_out")),
        "root.children[1].rules[0].when[0]: no part `a` below",
    );
    refused(
        &rule("a", &json!({"cap": "59.999"})),
        &json!([]),
        "root.rules[0].effect: `59.999` has more decimal places than the node's score, 2: round it",
    );
    refused(
        &json!([]),
        &rule("b", &json!({"grade_at_most": "D"})),
        "root.children[1].rules[0].effect: has no meaning here: only the total has a grade",
    );
    refused(
        &rule("a", &json!({"grade_at_most": "D"})),
        &json!([]),
        "root.rules[0].effect.grade_at_most: no grade `D`",
    );
    refused(
        &rule("a", &json!("knock_out")),
        &rule("b", &json!("knock_out")),
        "root.rules[0].id: `r` stands already at root.children[1].rules[0].id: give each rule id once",
    );
    let hysteresis = json!({"hysteresis": 1, "root": {"id": "top", "children": [leaf("a", 1)]}});
    let fault = serde_json::from_value::<Model>(hysteresis).unwrap_err().to_string();
    assert!(fault.starts_with("hysteresis: has no meaning here: a margin is one between grades"), "{fault}");
}

fn effect() -> impl Strategy<Value = Value> {
    let points = || (1_u32..30, prop::option::of(1_u32..20));
    prop_oneof![
        (0_u32..=100).prop_map(|cap| json!({"cap": cap})),
        Just(json!("knock_out")),
        points().prop_map(|(points, limit)| match limit {
            Some(limit) => json!({"bonus": {"points": points, "per": "praise", "limit": limit}}),
            None => json!({"bonus": {"points": points}}),
        }),
        points().prop_map(|(points, limit)| match limit {
            Some(limit) => json!({"penalty": {"points": points, "per": "praise", "limit": limit}}),
            None => json!({"penalty": {"points": points}}),
        }),
    ]
}

fn trigger(place: &'static str) -> impl Strategy<Value = Value> {
    (prop::sample::select(vec!["below", "at_most", "at_least", "above"]), 0_u32..=100, 0..3).prop_map(
        move |(is, limit, form)| match form {
            0 => json!({"value": {"of": place, "is": is, "value": limit}}),
            1 => json!({"score": {"of": {"indicator": place}, "is": is, "score": limit}}),
            _ => json!({"absent": {"of": {"indicator": place}}}),
        },
    )
}

fn aggregation() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!("arithmetic")),
        Just(json!("geometric")),
        Just(json!("harmonic")),
        Just(json!("minimum")),
        Just(json!("mazziotta_pareto")),
        prop::sample::select(vec!["-3", "-0.5", "0.5", "2", "7"])
            .prop_map(|exponent| json!({"power": exponent})),
        (0_u32..5, 1_u32..5).prop_map(|(first, second)| json!({"owa": [first, second]})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn points_and_rules_add_up_within_the_bounds(
        rules in prop::collection::vec((trigger("gate"), effect()), 0..4),
        below in prop::collection::vec((trigger("b"), (0_u32..=100)), 0..3),
        values in prop::collection::vec(prop::option::weighted(0.85, 0_i32..=100), 6),
        filled in prop::collection::vec(0_i32..=100, 6),
        means in [aggregation(), aggregation()],
    ) {
        let rule = |(at, (when, effect)): (usize, (Value, Value))| json!({"id": format!("r{at}"), "when": [when], "effect": effect});
        let rules: Vec<Value> = rules.into_iter().enumerate().map(rule).collect();
        let below: Vec<Value> = below.into_iter().enumerate()
            .map(|(at, (when, cap))| json!({"id": format!("b{at}"), "when": [when], "effect": {"cap": cap}})).collect();
        let model = combined(&json!(rules), &json!(below), &means);
        let ids = ["a", "b", "c", "gate", "gate_below", "praise"];
        let given: Vec<(&str, Option<i32>)> = ids.into_iter().zip(values.iter().copied()).collect();
        let card = model.score(&measured(&given));
        let stored = serde_json::to_string(&card).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Scorecard>(&stored).unwrap(), &card);
        if let Some(score) = card.score() {
            prop_assert_eq!(points(&card), Number::from(score));
            // Whatever the gaps turn out to be, the score then lies between low and high.
            let full: Vec<(&str, Option<i32>)> =
                given.iter().zip(&filled).map(|((id, value), other)| (*id, Some(value.unwrap_or(*other)))).collect();
            let told = model.score(&measured(&full)).score().unwrap();
            prop_assert!(card.total().low().unwrap() <= told, "{told} below {card:?}");
            prop_assert!(told <= card.total().high().unwrap(), "{told} above {card:?}");
        }
    }
}

#[test]
fn points_of_a_rule_are_what_the_total_changes_by() {
    let cap = json!([{"id": "cap", "when": [{"value": {"of": "gate_below", "is": "below", "value": 1}}], "effect": {"cap": 50}}]);
    let knock_out = json!([{"id": "out", "when": [{"value": {"of": "gate_below", "is": "below", "value": 1}}], "effect": "knock_out"}]);
    let means = [
        json!("geometric"),
        json!("harmonic"),
        json!("mazziotta_pareto"),
        json!({"power": "3"}),
        json!("minimum"),
    ];
    for mean in means {
        for rules in [&cap, &knock_out] {
            let model = combined(&json!([]), rules, &[mean.clone(), json!("arithmetic")]);
            let (free, ruled) = (model.score(&all(100, 60, 60, 1, 0)), model.score(&all(100, 60, 60, 0, 0)));
            let change = ruled.score().unwrap().value() - free.score().unwrap().value();
            let (_, trace) = ruled.rules().next().unwrap();
            assert_eq!(trace.points.value(), change, "{mean} {rules}");
            let shares = |card: &Scorecard| card.contributions().map(PartScore::points).collect::<Vec<_>>();
            assert_eq!(shares(&free), shares(&ruled));
        }
    }
}

#[test]
fn a_rule_may_hold_what_is_not_shown_to_be_failed() {
    let gate = |unknown: &str| {
        json!([{"id": "audit", "unknown": unknown, "effect": "knock_out",
            "when": [{"value": {"of": "gate", "is": "below", "value": 1}}]}])
    };
    let mut values = all(80, 80, 80, 1, 0);
    values.remove("gate");
    assert_eq!(score(&model(&gate("waits"), &json!([])).score(&values)), "80");
    let strict = model(&gate("applies"), &json!([])).score(&values);
    assert_eq!(score(&strict), "0");
    let bounds = (strict.total().low().unwrap().to_string(), strict.total().high().unwrap().to_string());
    assert_eq!(bounds, ("0".into(), "80".into()));
}

#[test]
fn a_grade_that_a_rule_lowered_is_not_remembered() {
    let document = json!({"hysteresis": 1,
        "grades": [{"grade": "A", "from": 80}, {"grade": "B", "from": 60}, {"grade": "C", "from": 0}],
        "root": {"id": "top", "rules": [when_gate("veto", &json!({"grade_at_most": "C"}))],
                 "children": [leaf("a", 1), leaf("gate", 0)]}});
    let model: Model = serde_json::from_value(document).unwrap();
    let grade = |card: &Scorecard| card.grade().unwrap().to_string();
    let before = model.score(&all(85, 0, 0, 1, 0));
    let first = model.score_after(&all(79, 0, 0, 0, 0), &before);
    assert_eq!((grade(&first).as_str(), first.unruled_grade().unwrap().as_str()), ("C", "A"));
    let told: Vec<String> = first.reasons().iter().map(ToString::to_string).collect();
    assert_eq!(
        told[1],
        "the grade follows the one before: the score, B by itself, has not passed the margin of 1"
    );
    assert_eq!(told[2], "A without a rule that lowers it");
    assert_eq!(serde_json::from_str::<Scorecard>(&serde_json::to_string(&first).unwrap()).unwrap(), first);
    let second = model.score_after(&all(79, 0, 0, 1, 0), &first);
    assert_eq!(grade(&second), "A");
    // Over two grades at once, down and up.
    let low = model.score_after(&all(59, 0, 0, 1, 0), &second);
    assert_eq!(grade(&low), "B"); // not below 60 by more than 1
    let lower = model.score_after(&all(58, 0, 0, 1, 0), &low);
    assert_eq!(grade(&lower), "C");
    assert_eq!(grade(&model.score_after(&all(81, 0, 0, 1, 0), &lower)), "A");
}

#[test]
fn the_bounds_of_an_imbalance_penalty_hold_after_rounding() {
    let low = json!({"weight": 1, "id": "low", "children": [
        {"weight": 100_000, "indicator": "b", "curve": {"goalposts": {"worst": "0", "best": "100"}}}, leaf("c", 1)]});
    let model: Model = serde_json::from_value(
        json!({"root": {"id": "top", "aggregation": "mazziotta_pareto", "children": [low]}}),
    )
    .unwrap();
    let b = Measurement::present("74.996".parse().unwrap(), 9);
    let card = model.score(&BTreeMap::from([("b".parse().unwrap(), b)]));
    assert_eq!(score(&card), "75");
    assert_eq!(serde_json::from_str::<Scorecard>(&serde_json::to_string(&card).unwrap()).unwrap(), card);
}

#[test]
fn a_stored_scorecard_has_each_part_once_and_whole_weights() {
    let card = model(&json!([]), &json!([])).score(&all(80, 90, 90, 1, 0));
    let sound = serde_json::to_value(&card).unwrap();
    let fault = |change: &dyn Fn(&mut Value)| {
        let mut stored = sound.clone();
        change(&mut stored);
        serde_json::from_value::<Scorecard>(stored).unwrap_err().to_string()
    };
    let twice = fault(&|stored| {
        let mut copy = stored["parts"][0].clone();
        (copy["points"], copy["lost"]) = (json!("0"), json!("0"));
        stored["parts"].as_array_mut().unwrap().push(copy);
    });
    assert!(twice.contains("another part: each place stands once"), "{twice}");
    let light = fault(&|stored| stored["parts"][0]["effective_weight"] = json!("0.1"));
    assert!(
        light.starts_with("top.effective_weight: `1` does not agree with those of the parts below it"),
        "{light}"
    );
}

#[test]
fn a_margin_is_no_finer_than_the_total() {
    let document = json!({"hysteresis": "0.001", "grades": [{"grade": "A", "from": 0}],
        "root": {"id": "top", "children": [leaf("a", 1)]}});
    let fault = serde_json::from_value::<Model>(document).unwrap_err().to_string();
    assert_eq!(fault, "hysteresis: `0.001` has more decimal places than the total, 2: round it");
}
