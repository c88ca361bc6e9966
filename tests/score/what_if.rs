//! What-if against trying everything, and faults.

use std::collections::BTreeMap;

use proptest::prelude::*;
use service_quality::indicator::{Absence, Measurement};
use service_quality::quantity::{IndicatorId, Number, Score};
use service_quality::score::Model;
use service_quality::score::what_if::{Answer, Best, Cheapest, Improvement, Package, Target, WhatIfError};

type Measured = BTreeMap<IndicatorId, Measurement>;

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

fn tenths(value: i64) -> Number {
    Number::new(rust_decimal::Decimal::new(value, 1)).unwrap()
}

fn id(index: usize) -> IndicatorId {
    format!("i{index}").parse().unwrap()
}

/// A curve by 2 to 4 points within −4 to 4, up and down.
fn curve() -> impl Strategy<Value = String> {
    prop::collection::btree_map(-40_i64..=40, 0_u32..=100, 2..5).prop_map(|points| {
        let points: Vec<String> =
            points.iter().map(|(value, score)| format!(r#"["{}", {score}]"#, tenths(*value))).collect();
        format!(r#"{{"piecewise": [{}]}}"#, points.join(", "))
    })
}

/// A rule that looks at values, bare of any order that would make sense.
fn rule(index: usize, indicators: usize) -> impl Strategy<Value = String> {
    let effect = prop_oneof![
        Just(r#""knock_out""#.to_owned()),
        (0_u32..=100).prop_map(|score| format!(r#"{{"cap": {score}}}"#)),
        (1_u32..=30).prop_map(|points| format!(r#"{{"bonus": {{"points": {points}}}}}"#)),
        (1_u32..=30).prop_map(|points| format!(r#"{{"penalty": {{"points": {points}}}}}"#)),
        Just(r#"{"grade_at_most": "B"}"#.to_owned()),
    ];
    let is = prop::sample::select(vec!["below", "at_most", "at_least", "above"]);
    (0..indicators, is, -40_i64..=40, effect).prop_map(move |(of, is, value, effect)| {
        format!(
            r#"{{"id": "r{index}", "when": [{{"value": {{"of": "i{of}", "is": "{is}", "value": "{}"}}}}], "effect": {effect}}}"#,
            tenths(value)
        )
    })
}

/// A model of two nodes over two or three indicators each, and what was measured.
fn case(
    indicators: usize,
    means: Vec<&'static str>,
    outer: Option<&'static str>,
) -> impl Strategy<Value = (Model, Measured)> {
    let leaf = (1_u32..=9, curve());
    let leaves = prop::collection::vec(leaf, indicators);
    let reading = prop_oneof![6 => (-50_i64..=50).prop_map(Some), 1 => Just(None)];
    let readings = prop::collection::vec(reading, indicators);
    let rules = prop_oneof![
        2 => Just(Vec::new()),
        1 => rule(0, indicators).prop_map(|rule| vec![rule]),
        1 => (rule(0, indicators), rule(1, indicators)).prop_map(|(one, other)| vec![one, other]),
    ];
    let top: Vec<&str> = means.iter().copied().chain(outer).collect();
    let (mean, top) = (prop::sample::select(means), prop::sample::select(top));
    (leaves, readings, rules, mean, top, [0_u32..=4, 0_u32..=4, 0_u32..=2]).prop_map(
        move |(leaves, readings, rules, inner, outer, places)| {
            let leaf = |(index, (weight, curve)): (usize, &(u32, String))| {
                format!(r#"{{"weight": {weight}, "indicator": "i{index}", "curve": {curve}}}"#)
            };
            let all: Vec<String> = leaves.iter().enumerate().map(leaf).collect();
            let (left, right) = all.split_at(indicators / 2);
            let model = format!(
                r#"{{"rounding": {{"indicator": {}, "node": {}, "total": {}}},
                "absence": {{"missing": {{"renormalise": {{"min_coverage": "0.3"}}}}}},
                "grades": [{{"grade": "A", "from": 80}}, {{"grade": "B", "from": 50}}, {{"grade": "C", "from": 0}}],
                "root": {{"id": "top", "aggregation": {outer}, "rules": [{}], "children": [
                    {{"weight": 2, "id": "low", "aggregation": {inner}, "children": [{}]}}, {}]}}}}"#,
                places[0],
                places[1],
                places[2],
                rules.join(", "),
                left.join(", "),
                right.join(", ")
            );
            let measured = readings.iter().enumerate().filter_map(|(index, reading)| {
                Some((id(index), Measurement::present(tenths((*reading)?), 9)))
            });
            let measured = measured.collect();
            // A grade that the curves cannot reach is refused: without grades then.
            let read = serde_json::from_str::<Model>(&model).or_else(|_| {
                let start = model.find("\"grades\"").unwrap();
                let end = model.find("\"root\"").unwrap();
                let bare = format!("{}{}", &model[..start], &model[end..]);
                serde_json::from_str(&bare.replace(r#"{"grade_at_most": "B"}"#, r#"{"cap": 50}"#))
            });
            (read.unwrap(), measured)
        },
    )
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        4 => (0_u32..=100).prop_map(|score| Target::Score(score.to_string().parse().unwrap())),
        1 => Just(Target::NextGrade),
        1 => Just(Target::Grade("B".parse().unwrap())),
    ]
}

/// How high a total stands, and what is asked for.
fn reaches(model: &Model, measured: &Measured, target: &Target) -> bool {
    let scorecard = model.score(measured);
    match target {
        Target::Score(score) => scorecard.score().is_some_and(|total| total >= *score),
        Target::Grade(grade) => {
            let wanted = model.grades().unwrap().bands().find(|band| band.grade == *grade).unwrap();
            scorecard.band().is_some_and(|band| band.from >= wanted.from)
        }
        _ => true, // the next grade, where there is none above
    }
}

fn with(measured: &Measured, indicator: &IndicatorId, value: Number) -> Measured {
    let mut measured = measured.clone();
    measured.insert(indicator.clone(), Measurement::present(value, 1));
    measured
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Against every value to one decimal.
    #[test]
    fn the_needed_value_is_the_nearest(
        (model, measured) in case(4, vec![r#""arithmetic""#, r#""minimum""#, r#""geometric""#], None),
        target in target(),
        index in 0_usize..4,
    ) {
        prop_assume!(model.grades().is_some() || matches!(target, Target::Score(_)));
        let indicator = id(index);
        let needed = model.what_if(&measured).to_places(1).unwrap().needed(&indicator, &target).unwrap();
        let now = measured.get(&indicator).and_then(Measurement::value);
        prop_assert_eq!(needed.now, now);
        let tried: Vec<Number> = (-80..=80).map(tenths).collect();
        let enough = |value: &Number| reaches(&model, &with(&measured, &indicator, *value), &needed.target);
        match &needed.answer {
            Answer::Already => prop_assert!(reaches(&model, &measured, &needed.target)),
            Answer::Reached { value, total, grade, .. } => {
                prop_assert!(!reaches(&model, &measured, &needed.target));
                let scorecard = model.score(&with(&measured, &indicator, *value));
                prop_assert_eq!((scorecard.score(), scorecard.grade()), (Some(*total), grade.as_ref()));
                prop_assert!(enough(value));
                if let Some(now) = now {
                    let distance = |value: &Number| (value.value() - now.value()).abs();
                    let nearest = tried.iter().filter(|value| enough(value)).map(distance).min();
                    prop_assert_eq!(nearest, Some(distance(value)));
                }
            }
            Answer::OutOfReach { total, held_by, .. } => {
                let best = tried.iter().filter_map(|value| model.score(&with(&measured, &indicator, *value)).score()).max();
                prop_assert!(!tried.iter().any(enough));
                if matches!(needed.target, Target::Score(_)) {
                    prop_assert_eq!(best, *total);
                }
                prop_assert!(held_by.iter().all(|rule| model.root().rules().iter().any(|own| own.id() == rule)));
            }
            other => prop_assert!(false, "{other:?}"),
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(25))]

    /// One step of the last of 9 decimals less is not enough.
    #[test]
    fn a_step_less_is_not_enough(
        (model, measured) in case(4, vec![r#""arithmetic""#, r#""harmonic""#, r#""mazziotta_pareto""#], None),
        score in 0_u32..=100,
    ) {
        let target = Target::Score(score.to_string().parse().unwrap());
        let each = model.what_if(&measured).needed_for_each(&target).unwrap();
        prop_assert_eq!(each.len(), 4);
        for needed in each {
            let Answer::Reached { value, change: Some(change), .. } = needed.answer else { continue };
            prop_assert!(reaches(&model, &with(&measured, &needed.indicator, value), &target));
            let step = rust_decimal::Decimal::new(1, 9);
            let back = if change > Number::ZERO { value.value() - step } else { value.value() + step };
            let back = Number::new(back).unwrap();
            prop_assert!(!reaches(&model, &with(&measured, &needed.indicator, back), &target));
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Against every set of improvements.
    #[test]
    fn the_cheapest_is_the_cheapest(
        (model, measured) in case(
            5,
            vec![r#""arithmetic""#, r#""arithmetic""#, r#""geometric""#, r#"{"power": 2}"#],
            Some(r#"{"owa": [4, 3, 2, 1]}"#),
        ),
        options in prop::collection::vec((0_usize..5, -40_i64..=40, 0_u32..6), 0..9),
        score in 0_u32..=100,
        budget in 0_u32..15,
    ) {
        let least: Score = score.to_string().parse().unwrap();
        let target = Target::Score(least);
        let options: Vec<Improvement> = options
            .into_iter()
            .map(|(index, value, cost)| Improvement { indicator: id(index), value: tenths(value), cost: cost.into() })
            .collect();
        let sets = sets(&model, &measured, &options);
        let what_if = model.what_if(&measured);
        let cheapest = sets.iter().filter(|set| set.2 >= Some(least)).min_by_key(|set| (&set.0, &set.1));
        match (what_if.cheapest(&options, &target).unwrap(), cheapest) {
            (Cheapest::Reached(package), Some(set)) => same(&package, set, &options)?,
            (Cheapest::OutOfReach(package), None) => same(&package, best(&sets, u32::MAX), &options)?,
            other => prop_assert!(false, "{other:?}"),
        }
        same(&proved(what_if.best_within(&options, budget.into()).unwrap()), best(&sets, budget), &options)?;
    }
}

/// Price (cost and number), picks (indicator and index of the improvement), and total.
type Set = ((u32, usize), Vec<(usize, usize)>, Option<Score>);

fn sets(model: &Model, measured: &Measured, options: &[Improvement]) -> Vec<Set> {
    let mut sets = vec![(measured.clone(), 0_u32, Vec::<(usize, usize)>::new())];
    for indicator in 0..5 {
        for (measured, cost, picks) in sets.clone() {
            for (index, option) in
                options.iter().enumerate().filter(|(_, option)| option.indicator == id(indicator))
            {
                let mut picks = picks.clone();
                picks.push((indicator, index));
                let price: u32 = option.cost.to_string().parse().unwrap();
                sets.push((with(&measured, &option.indicator, option.value), cost + price, picks));
            }
        }
    }
    sets.into_iter()
        .map(|(measured, cost, picks)| ((cost, picks.len()), picks, model.score(&measured).score()))
        .collect()
}

fn best(sets: &[Set], budget: u32) -> &Set {
    let within = sets.iter().filter(|set| set.0.0 <= budget);
    within.min_by_key(|set| (std::cmp::Reverse(set.2), &set.0, &set.1)).unwrap()
}

fn proved(best: Best) -> Package {
    let Best::Proved(package) = best else { panic!("{best}") };
    package
}

fn same(package: &Package, set: &Set, options: &[Improvement]) -> Result<(), TestCaseError> {
    let chosen: Vec<&Improvement> = set.1.iter().map(|(_, index)| &options[*index]).collect();
    prop_assert_eq!(package.total, set.2);
    prop_assert_eq!(package.cost, Number::from(set.0.0));
    prop_assert_eq!(package.improvements.iter().collect::<Vec<_>>(), chosen);
    Ok(())
}

const FLAT: &str = r#"{"weight": 1, "indicator": "NAME", "curve": {"goalposts": {"worst": 0, "best": 100}}}"#;

fn flat(names: &[String], more: &str) -> Model {
    let leaves: Vec<String> = names.iter().map(|name| FLAT.replace("NAME", name)).collect();
    serde_json::from_str(&format!(
        r#"{{"grades": [{{"grade": "A", "from": 80}}, {{"grade": "B", "from": 0}}], {more}
            "root": {{"id": "service", "children": [{}]}}}}"#,
        leaves.join(", ")
    ))
    .unwrap()
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("i{index}")).collect()
}

fn all(names: &[String], value: &str) -> Measured {
    names.iter().map(|name| (name.parse().unwrap(), Measurement::present(number(value), 9))).collect()
}

#[test]
fn dozens_of_improvements_are_settled() {
    let names = names(14);
    let model = flat(&names, "");
    let measured = all(&names, "50");
    let option = |index: usize, value: usize, cost: usize| Improvement {
        indicator: id(index),
        value: number(&value.to_string()),
        cost: number(&cost.to_string()),
    };
    let mut options = Vec::new();
    for index in 0..14 {
        for step in 1..=3_usize {
            options.push(option(
                index,
                50 + 13 * step + index % 5,
                7 * step * step + 3 * index + step * (index % 4),
            ));
        }
    }
    let what_if = model.what_if(&measured);
    let target = Target::Grade("A".parse().unwrap());
    let Cheapest::Reached(package) = what_if.cheapest(&options, &target).unwrap() else { panic!() };
    assert!(package.total >= Some("80".parse().unwrap()), "{package}");
    // What a budget of exactly that buys costs no less, and one of less does not reach it.
    let bought = proved(what_if.best_within(&options, package.cost).unwrap());
    assert_eq!(bought.cost, package.cost);
    let less = Number::new(package.cost.value() - rust_decimal::Decimal::ONE).unwrap();
    assert!(proved(what_if.best_within(&options, less).unwrap()).total < Some("80".parse().unwrap()));
}

#[test]
fn equals_go_by_number_and_by_the_models_order() {
    let names = names(3);
    let (model, measured) = (flat(&names, ""), all(&names, "70"));
    let option = |name: &str, value: &str, cost: &str| Improvement {
        indicator: name.parse().unwrap(),
        value: number(value),
        cost: number(cost),
    };
    let what_if = model.what_if(&measured);
    let cheapest = |options: &[Improvement]| match what_if.cheapest(options, &Target::NextGrade).unwrap() {
        Cheapest::Reached(package) => package.to_string(),
        Cheapest::OutOfReach(package) => format!("only {package}"),
        other => panic!("{other:?}"),
    };
    let two = [
        option("i2", "100", "4"),
        option("i1", "85", "2"),
        option("i0", "85", "2"),
        option("i1", "100", "4"),
    ];
    assert_eq!(cheapest(&two), "i1 to 100 for 4 reaches 80 (A)");
    assert_eq!(cheapest(&two[..3]), "i2 to 100 for 4 reaches 80 (A)");
    assert_eq!(cheapest(&two[1..3]), "i0 to 85, i1 to 85 for 4 reaches 80 (A)");
    assert_eq!(cheapest(&two[2..3]), "only i0 to 85 for 2 reaches 75 (B)");
    assert_eq!(cheapest(&[]), "only nothing for 0 reaches 70 (B)");
    assert_eq!(what_if.best_within(&two, 3.into()).unwrap().to_string(), "i0 to 85 for 2 reaches 75 (B)");
}

#[test]
fn measuring_may_be_the_improvement() {
    let names = names(4);
    let (model, mut measured) = (flat(&names, ""), all(&names[..2], "90"));
    measured.insert(id(2), Measurement::absent(Absence::Suppressed { n: 3 }));
    let what_if = model.what_if(&measured);
    let needed = what_if.needed(&id(2), &Target::NextGrade).unwrap();
    assert_eq!((needed.total, &needed.target), (None, &Target::Grade("B".parse().unwrap())));
    assert_eq!(needed.to_string(), "i2 at 0 instead of no value reaches 60 (B)");
    let options = [Improvement { indicator: id(3), value: 60.into(), cost: 1.into() }];
    let Cheapest::Reached(package) = what_if.cheapest(&options, &Target::NextGrade).unwrap() else {
        panic!()
    };
    assert_eq!(package.to_string(), "i3 to 60 for 1 reaches 80 (A)");
    let one = all(&names[..1], "90");
    let none = model.what_if(&one).needed(&id(1), &Target::NextGrade).unwrap();
    assert_eq!(
        none.to_string(),
        "i1 does not reach grade B: no score (coverage 0.5 is below 0.65 (missing)) at 0"
    );
    let nothing = model.what_if(&one).best_within(&[], Number::ZERO).unwrap();
    assert_eq!(nothing.to_string(), "nothing for 0 gives no score");
}

#[test]
fn a_grade_once_had_is_kept_by_the_margin() {
    let names = names(1);
    let model = flat(&names, r#""hysteresis": 2,"#);
    let may = model.score(&all(&names, "81"));
    let (june, july) = (all(&names, "70"), all(&names, "79"));
    let needed = |measured: &Measured, target: &str| {
        let what_if = model.what_if(measured).to_places(0).unwrap();
        let target = Target::Grade(target.parse().unwrap());
        (
            what_if.needed(&id(0), &target).unwrap().answer,
            what_if.after(&may).needed(&id(0), &target).unwrap().answer,
        )
    };
    let value = |answer: &Answer| match answer {
        Answer::Reached { value, .. } => value.to_string(),
        other => format!("{other:?}"),
    };
    let (alone, after) = needed(&june, "A");
    assert_eq!((value(&alone).as_str(), value(&after).as_str()), ("80", "78"));
    assert_eq!(needed(&july, "A").1, Answer::Already);
}

#[test]
fn the_top_has_nothing_above() {
    let names = names(2);
    let (model, measured) = (flat(&names, ""), all(&names, "90"));
    let needed = model.what_if(&measured).needed(&id(0), &Target::NextGrade).unwrap();
    assert_eq!(needed.to_string(), "i0 may stay: the highest grade is reached");
    let Cheapest::Reached(package) = model.what_if(&measured).cheapest(&[], &Target::NextGrade).unwrap()
    else {
        panic!()
    };
    assert_eq!(package.improvements, []);
}

#[test]
fn faults_cross_threads() {
    fn check<T: Send + Sync + Clone + 'static>() {}
    check::<WhatIfError>();
}

#[test]
fn faults_say_what_to_do() {
    let names = names(40);
    let (model, measured) = (flat(&names, ""), all(&names, "50"));
    let what_if = model.what_if(&measured);
    let fault = |found: Result<(), WhatIfError>| found.unwrap_err().to_string();
    let option = |name: &str, cost: &str| Improvement {
        indicator: name.parse().unwrap(),
        value: 60.into(),
        cost: number(cost),
    };
    let cheapest = |options: &[Improvement]| what_if.cheapest(options, &Target::NextGrade).map(drop);
    assert_eq!(
        fault(cheapest(&[option("i0", "1"), option("speed", "1")])),
        "improvements[1].indicator: no indicator `speed` in the model `service`: name one of its indicators"
    );
    assert_eq!(
        fault(cheapest(&[option("i0", "-1")])),
        "improvements[0].cost: `-1` is out of range: give 0 or more"
    );
    assert_eq!(
        fault(cheapest(&[option("i0", "1e15"), option("i1", "1e15")])),
        "improvements[1].cost: `1000000000000000` is out of range: give costs that come to 10^15 at most together"
    );
    let many = vec![option("i0", "1"); 501];
    assert_eq!(fault(cheapest(&many)), "improvements: 501 improvements: give at most 500");
    let grade = Target::Grade("Z".parse().unwrap());
    assert_eq!(
        fault(what_if.needed(&id(0), &grade).map(drop)),
        "target: no grade `Z` in the model `service`: name one of the model's grades"
    );
    assert_eq!(fault(what_if.clone().to_places(10).map(drop)), "places: 10 decimal places: give at most 9");
    assert_eq!(
        fault(what_if.best_within(&[], (-1).into()).map(drop)),
        "budget: `-1` is out of range: give 0 or more"
    );
    let steps = |step: &str, cost: &str| {
        Improvement::by_steps(&id(0), 0.into(), number("1e15"), number(step), number(cost)).map(drop)
    };
    assert_eq!(fault(steps("0", "1")), "step: `0` is out of range: give a step above 0");
    assert_eq!(fault(steps("1", "1")), format!("step: {} improvements: give at most 500", 10_u64.pow(15)));
    assert_eq!(
        fault(steps("1e15", "1e15")),
        "cost_per_unit: `1000000000000000` is out of range: give a cost that comes to 10^15 at most"
    );
}

#[test]
fn a_search_that_rules_nothing_out_tells_the_best_it_tried() {
    // Whatever is improved, a rule keeps the grade down: no bound tells that beforehand.
    let leaves: Vec<String> = names(4).iter().map(|name| FLAT.replace("NAME", name)).collect();
    let model: Model = serde_json::from_str(&format!(
        r#"{{"grades": [{{"grade": "A", "from": 80}}, {{"grade": "B", "from": 0}}], "root": {{"id": "service",
            "rules": [{{"id": "held", "when": [{{"value": {{"of": "i3", "is": "below", "value": 60}}}}], "effect": {{"grade_at_most": "B"}}}}],
            "children": [{}]}}}}"#,
        leaves.join(", ")
    ))
    .unwrap();
    let mut measured = all(&names(4), "90");
    measured.insert(id(3), Measurement::present(50.into(), 9));
    let option = |index: usize, value: u32| Improvement {
        indicator: id(index),
        value: (90 + value).into(),
        cost: 1.into(),
    };
    let options: Vec<Improvement> = (0..3)
        .flat_map(|index| (0..55).map(move |value| (index, value % 10)))
        .map(|(index, value)| option(index, value))
        .collect();
    let what_if = model.what_if(&measured).with_effort(100_000);
    let Cheapest::Unsettled { best, at_most } = what_if.cheapest(&options, &Target::NextGrade).unwrap()
    else {
        panic!()
    };
    assert_eq!(best.to_string(), "i0 to 99, i1 to 99, i2 to 99 for 3 reaches 86.75 (B)");
    assert_eq!(at_most, "86.75".parse().unwrap());
    let what_if = model.what_if(&measured).to_places(2).unwrap();
    let needed = what_if.needed(&id(0), &Target::NextGrade).unwrap();
    assert_eq!(needed.to_string(), "i0 does not reach grade A: 82.5 (B) at 99.98, held down by held");
}

/// Equal indicators under a geometric mean, with improvements whose costs differ by little.
fn hard(count: usize) -> (Model, Measured, Vec<Improvement>) {
    let names = names(count);
    let leaves: Vec<String> = names.iter().map(|name| FLAT.replace("NAME", name)).collect();
    let model = serde_json::from_str(&format!(
        r#"{{"root": {{"id": "service", "aggregation": "geometric", "children": [{}]}}}}"#,
        leaves.join(", ")
    ));
    let option = |index: usize| {
        let (step, nth) = (index % 2 + 1, index / 2);
        Improvement {
            indicator: id(nth),
            value: number(&(50 + 20 * step + nth % 7).to_string()),
            cost: number(&(100 * step + 3 * (nth % 11) + step * (nth % 5)).to_string()),
        }
    };
    (model.unwrap(), all(&names, "50"), (0..2 * count).map(option).collect())
}

#[test]
fn a_search_given_up_returns_what_it_found() {
    let (model, measured, options) = hard(40);
    let what_if = model.what_if(&measured).with_effort(20_000);
    let target = Target::Score("72".parse().unwrap());
    let Cheapest::Unproved { package, at_least } = what_if.cheapest(&options, &target).unwrap() else {
        panic!()
    };
    assert!(package.total >= Some("72".parse().unwrap()), "{package}");
    assert!(Number::ZERO < at_least && at_least <= package.cost, "{package} against {at_least}");
    let mut then = measured.clone();
    for own in &package.improvements {
        then = with(&then, &own.indicator, own.value);
    }
    assert_eq!(model.score(&then).score(), package.total);
}

#[test]
fn a_budget_is_spent_well_though_not_proved_best() {
    let (model, measured, options) = hard(40);
    let what_if = model.what_if(&measured).with_effort(20_000);
    let Best::Unproved { package, at_most } = what_if.best_within(&options, 4000.into()).unwrap() else {
        panic!()
    };
    assert!(package.total >= Some("65".parse().unwrap()) && package.total <= Some(at_most), "{package}");
    assert!(package.cost <= 4000.into(), "{package}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// With any effort: bounds hold, and what is called the best is.
    #[test]
    fn bounds_of_a_search_given_up_hold(
        (model, measured) in case(5, vec![r#""arithmetic""#, r#""geometric""#], Some(r#"{"owa": [4, 3, 2, 1]}"#)),
        options in prop::collection::vec((0_usize..5, -40_i64..=40, 0_u32..6), 0..9),
        score in 0_u32..=100,
        budget in 0_u32..15,
        effort in 0_u64..400,
    ) {
        let least: Score = score.to_string().parse().unwrap();
        let options: Vec<Improvement> = options
            .into_iter()
            .map(|(index, value, cost)| Improvement { indicator: id(index), value: tenths(value), cost: cost.into() })
            .collect();
        let sets = sets(&model, &measured, &options);
        let what_if = model.what_if(&measured).with_effort(effort);
        let cheapest = sets.iter().filter(|set| set.2 >= Some(least)).min_by_key(|set| (&set.0, &set.1));
        let highest = best(&sets, u32::MAX).2;
        match what_if.cheapest(&options, &Target::Score(least)).unwrap() {
            Cheapest::Reached(package) => same(&package, cheapest.unwrap(), &options)?,
            Cheapest::OutOfReach(package) => same(&package, best(&sets, u32::MAX), &options)?,
            Cheapest::Unproved { package, at_least } => {
                let cost = Number::from(cheapest.unwrap().0.0);
                prop_assert!(package.total >= Some(least) && at_least <= cost && cost <= package.cost);
            }
            Cheapest::Unsettled { best, at_most } => {
                prop_assert!(best.total <= highest && highest <= Some(at_most));
            }
            other => prop_assert!(false, "{other:?}"),
        }
        let set = best(&sets, budget);
        match what_if.best_within(&options, budget.into()).unwrap() {
            Best::Proved(package) => same(&package, set, &options)?,
            Best::Unproved { package, at_most } => {
                prop_assert!(package.cost <= budget.into() && package.total <= set.2 && set.2 <= Some(at_most));
            }
            other => prop_assert!(false, "{other:?}"),
        }
    }
}

#[test]
fn what_is_needed_of_each_of_a_thousand_costs_little() {
    let names = names(1000);
    let leaves: Vec<String> = names.iter().map(|name| FLAT.replace("NAME", name)).collect();
    let held = r#"{"id": "held", "when": [{"value": {"of": "i3", "is": "below", "value": 60}}], "effect": {"cap": 40}}"#;
    let model: Model = serde_json::from_str(&format!(
        r#"{{"root": {{"id": "service", "rules": [{held}], "children": [{}]}}}}"#,
        leaves.join(", ")
    ))
    .unwrap();
    let measured = all(&names, "50");
    let what_if = model.what_if(&measured).to_places(2).unwrap();
    let each = what_if.needed_for_each(&Target::Score("50.02".parse().unwrap())).unwrap();
    let told: Vec<String> = each[..2].iter().map(ToString::to_string).collect();
    assert_eq!(told[0], "i3 at 65 instead of 50 reaches 50.02");
    assert_eq!(told[1], "i0 does not reach a score of 50.02: 40 at 50, held down by held");
    assert_eq!(each.len(), 1000);
}

#[test]
fn the_next_grade_is_called_so() {
    assert_eq!(Target::NextGrade.to_string(), "the next grade");
}
