//! The split of a change of the total: it adds up, turns with the direction, and names what changed.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use service_quality::indicator::{Absence, Measurement};
use service_quality::quantity::{IndicatorId, Number};
use service_quality::score::{Effects, Model, ScoreChange, ScoreError, Scorecard, Scored};

fn leaf(id: &str, weight: u32, best: u32) -> Value {
    json!({"weight": weight, "indicator": id, "curve": {"goalposts": {"worst": "0", "best": best}}})
}

fn model(children: &[Value]) -> Model {
    serde_json::from_value(json!({"absence": {"missing": {"renormalise": {"min_coverage": 0}}},
        "root": {"id": "top", "children": children}}))
    .unwrap()
}

fn measured(values: &[(&str, Option<i32>)]) -> BTreeMap<IndicatorId, Measurement> {
    let measurement = |value: Option<i32>| match value {
        Some(value) => Measurement::present(value.into(), 9),
        None => Measurement::absent(Absence::Missing),
    };
    values.iter().map(|(id, value)| (id.parse().unwrap(), measurement(*value))).collect()
}

fn text(change: &ScoreChange) -> String {
    let parts = change.parts().iter().filter(|part| part.effects != Effects::NONE);
    let parts = parts.map(|part| {
        let Effects { value, weight, curve, coverage } = part.effects;
        format!("{} {value} {weight} {curve} {coverage}", part.place)
    });
    std::iter::once(change.to_string()).chain(parts).collect::<Vec<_>>().join("; ")
}

fn compare(one: (&Model, &Scorecard), other: (&Model, &Scorecard)) -> ScoreChange {
    Scored::new(other.0, other.1).compare(&Scored::new(one.0, one.1)).unwrap()
}

#[test]
fn each_group_is_told_apart() {
    let before = model(&[leaf("a", 1, 100), leaf("b", 1, 100)]);
    let card = before.score(&measured(&[("a", Some(80)), ("b", Some(60))]));
    let after = |model: &Model, values: &[(&str, Option<i32>)]| {
        text(&compare((&before, &card), (model, &model.score(&measured(values)))))
    };
    let same = [("a", Some(80)), ("b", Some(60))];
    assert_eq!(after(&before, &same), "70 to 70: no change");
    assert_eq!(after(&before, &[("a", Some(84)), ("b", Some(60))]), "70 to 72: +2 by values; a 2 0 0 0");
    let weighted = model(&[leaf("a", 3, 100), leaf("b", 1, 100)]);
    assert_eq!(after(&weighted, &same), "70 to 75: +5 by weights; a 0 20 0 0; b 0 -15 0 0");
    let steeper = model(&[leaf("a", 1, 80), leaf("b", 1, 100)]);
    assert_eq!(after(&steeper, &same), "70 to 80: +10 by curves; a 0 0 10 0");
    assert_eq!(
        after(&before, &[("a", Some(80)), ("b", None)]),
        "70 to 80: +10 by coverage; a 0 0 0 40; b 0 0 0 -30"
    );
    let more = model(&[leaf("a", 1, 100), leaf("b", 1, 100), leaf("c", 2, 100)]);
    assert_eq!(
        after(&more, &[("a", Some(80)), ("b", Some(60)), ("c", Some(90))]),
        "70 to 80: +10 by weights; a 0 -20 0 0; b 0 -15 0 0; c 0 45 0 0"
    );
}

#[test]
fn rules_stand_apart() {
    let ruled: Model = serde_json::from_value(json!({"root": {"id": "top", "children": [leaf("a", 1, 100), leaf("gate", 0, 1)],
        "rules": [{"id": "cap", "when": [{"value": {"of": "gate", "is": "below", "value": 1}}], "effect": {"cap": 60}}]}}))
    .unwrap();
    let may = ruled.score(&measured(&[("a", Some(80)), ("gate", Some(1))]));
    let june = ruled.score(&measured(&[("a", Some(90)), ("gate", Some(0))]));
    let change = compare((&ruled, &may), (&ruled, &june));
    assert_eq!(change.to_string(), "80 to 60: +10 by values, -30 by rules");
    assert_eq!(
        (change.rules()[0].rule.as_str(), change.rules()[0].later.to_string().as_str()),
        ("cap", "-30")
    );
    let moved = change.rules().iter().map(|rule| rule.later.value() - rule.earlier.value());
    assert_eq!(moved.sum::<rust_decimal::Decimal>(), change.rule_effect().value());
    assert_eq!(compare((&ruled, &june), (&ruled, &may)).to_string(), "60 to 80: -10 by values, +30 by rules");
}

#[test]
fn what_cannot_be_compared_says_so() {
    let strict: Model = serde_json::from_value(
        json!({"root": {"id": "top", "children": [leaf("a", 1, 100), leaf("b", 1, 100)]}}),
    )
    .unwrap();
    let card = strict.score(&measured(&[("a", Some(80)), ("b", Some(60))]));
    let none = strict.score(&measured(&[("a", Some(80)), ("b", None)]));
    let fault = Scored::new(&strict, &none).compare(&Scored::new(&strict, &card)).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "later: the total has no score, coverage 0.5 is below 0.65 (missing): compare totals that have one"
    );
    let other = model(&[leaf("a", 3, 100), leaf("b", 1, 100)]);
    let fault = Scored::new(&strict, &card).compare(&Scored::new(&other, &card)).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "earlier: the model gives a total of 75, the scorecard `70`: give the model that it was scored by"
    );
    let change = compare((&strict, &card), (&strict, &card));
    let mut stored = serde_json::to_value(&change).unwrap();
    stored["effects"]["value"] = json!("1");
    assert!(serde_json::from_value::<ScoreChange>(stored).is_err());
}

#[test]
fn totals_with_nothing_in_common_have_no_path() {
    let refuse = |id: &str| -> Model {
        serde_json::from_value(json!({"absence": {"missing": "refuse"},
            "root": {"id": "top", "children": [leaf(id, 1, 100), leaf("x", 1, 100)]}}))
        .unwrap()
    };
    let (one, other) = (refuse("a"), refuse("b"));
    let values = measured(&[("a", Some(50)), ("b", Some(60)), ("x", Some(1))]);
    let (first, second) = (one.score(&values), other.score(&values));
    // Different trees with all measured can be compared: the tree is what changed.
    assert_eq!(compare((&one, &first), (&other, &second)).to_string(), "25.5 to 30.5: +5 by weights");
    let carry: Model = serde_json::from_value(json!({"absence": {"missing": "refuse"},
        "root": {"id": "top", "children": [leaf("a", 1, 100), leaf("b", 0, 100)]}}))
    .unwrap();
    let back: Model = serde_json::from_value(json!({"absence": {"missing": "refuse"},
        "root": {"id": "top", "children": [leaf("a", 0, 100), leaf("b", 1, 100)]}}))
    .unwrap();
    let (only_a, only_b) =
        (carry.score(&measured(&[("a", Some(50))])), back.score(&measured(&[("b", Some(60))])));
    let fault = Scored::new(&back, &only_b).compare(&Scored::new(&carry, &only_a)).unwrap_err();
    assert!(matches!(fault, ScoreError::NoPath { .. }), "{fault}");
}

fn random_model() -> impl Strategy<Value = Model> {
    let leaves = || prop::collection::vec((0_u32..5, 50_u32..150), 3);
    (leaves(), leaves(), 1_u32..4).prop_map(|(one, two, weight)| {
        let children = |names: [&str; 3], of: &[(u32, u32)]| -> Vec<Value> {
            let first = (of[0].0 + 1, of[0].1);
            let of = std::iter::once(&first).chain(&of[1..]);
            names.iter().zip(of).map(|(id, (weight, best))| leaf(id, *weight, *best)).collect()
        };
        let mut all = children(["a", "b", "c"], &one);
        all.push(json!({"weight": weight, "id": "low", "children": children(["d", "e", "f"], &two)}));
        model(&all)
    })
}

fn random_values() -> impl Strategy<Value = BTreeMap<IndicatorId, Measurement>> {
    prop::collection::vec(prop::option::weighted(0.8, 0_i32..120), 6).prop_map(|values| {
        let given: Vec<_> = ["a", "b", "c", "d", "e", "f"].into_iter().zip(values).collect();
        measured(&given)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn effects_add_up_and_turn_with_the_direction(
        one in random_model(), other in random_model(), before in random_values(), after in random_values(),
    ) {
        let (first, second) = (one.score(&before), other.score(&after));
        prop_assume!(first.score().is_some() && second.score().is_some());
        let forth = Scored::new(&other, &second).compare(&Scored::new(&one, &first));
        prop_assume!(forth.is_ok());
        let forth = forth.unwrap();
        let difference = second.score().unwrap().value() - first.score().unwrap().value();
        prop_assert_eq!(forth.change(), Number::new(difference).unwrap());
        prop_assert_eq!(forth.rule_effect(), Number::ZERO);
        let sum: rust_decimal::Decimal = forth.parts().iter().map(|part| part.effects.sum().value()).sum();
        prop_assert_eq!(sum, difference);
        let stored = serde_json::to_string(&forth).unwrap();
        prop_assert_eq!(&serde_json::from_str::<ScoreChange>(&stored).unwrap(), &forth);
        let back = compare((&other, &second), (&one, &first));
        for (there, here) in [
            (forth.effects().value, back.effects().value),
            (forth.effects().weight, back.effects().weight),
            (forth.effects().curve, back.effects().curve),
            (forth.effects().coverage, back.effects().coverage),
        ] {
            prop_assert_eq!(there.value(), -here.value());
        }
    }

    #[test]
    fn one_model_and_the_same_coverage_change_by_values_only(model in random_model(), values in random_values()) {
        let moved = values.iter().map(|(id, measurement)| {
            let value = measurement.value().map(|value| Measurement::present(Number::new(value.value() / rust_decimal::Decimal::TWO).unwrap(), 9));
            (id.clone(), value.unwrap_or(*measurement))
        }).collect();
        let (first, second) = (model.score(&values), model.score(&moved));
        prop_assume!(first.score().is_some());
        let change = compare((&model, &first), (&model, &second));
        prop_assert_eq!(change.effects().value, change.change());
        prop_assert!(change.parts().iter().all(|part| part.effects.sum() == part.effects.value));
    }
}

#[test]
fn models_without_a_common_indicator_are_not_compared() {
    let (one, other) = (model(&[leaf("a", 1, 100)]), model(&[leaf("b", 1, 100)]));
    let (first, second) =
        (one.score(&measured(&[("a", Some(60))])), other.score(&measured(&[("b", Some(10))])));
    let fault = Scored::new(&other, &second).compare(&Scored::new(&one, &first)).unwrap_err();
    assert!(matches!(fault, ScoreError::NoPath { .. }), "{fault}");
}

#[test]
fn a_stored_change_does_not_saturate() {
    let part = |id: &str| json!({"place": {"indicator": id}, "effects": {"value": "1e15", "weight": 0, "curve": 0, "coverage": 0}});
    let stored = json!({"earlier": 50, "later": 50, "rule_effect": 0, "parts": [part("a"), part("b")],
        "effects": {"value": 0, "weight": 0, "curve": 0, "coverage": 0}});
    let fault = serde_json::from_value::<ScoreChange>(stored).unwrap_err().to_string();
    assert!(fault.starts_with("effects.value: `0` does not agree with"), "{fault}");
}
