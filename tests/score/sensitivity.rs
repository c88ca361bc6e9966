//! Sensitivity against models built otherwise, and faults.

use std::collections::BTreeMap;

use proptest::prelude::*;
use service_quality::indicator::Measurement;
use service_quality::quantity::{IndicatorId, Number, Score, Share, SubjectId};
use service_quality::score::sensitivity::Overturn;
use service_quality::score::{Model, Place, Scorecard};

type Subject = (SubjectId, BTreeMap<IndicatorId, Measurement>);

/// Two nodes of two and three indicators, worth 0 to 100 each; a weight of 0 leaves its part out of the document if asked for.
fn model(weights: &[u32; 5], without: Option<usize>, grades: bool) -> Model {
    let leaf = |index: usize| {
        (without != Some(index)).then(|| {
            let weight = weights[index];
            format!(r#"{{"weight": {weight}, "indicator": "i{index}", "curve": {{"goalposts": {{"worst": 0, "best": 100}}}}}}"#)
        })
    };
    let list = |from: usize, to: usize| (from..to).filter_map(leaf).collect::<Vec<_>>().join(", ");
    let grades =
        if grades { r#""grades": [{"grade": "A", "from": 60}, {"grade": "B", "from": 0}],"# } else { "" };
    serde_json::from_str(&format!(
        r#"{{{grades} "root": {{"id": "top", "children": [{{"weight": 4, "id": "left", "children": [{}]}},
            {{"weight": 6, "id": "right", "children": [{}]}}]}}}}"#,
        list(0, 2),
        list(2, 5)
    ))
    .unwrap()
}

fn subjects(values: &[[i32; 5]]) -> Vec<Subject> {
    let subject = |(at, values): (usize, &[i32; 5])| {
        let measured = values.iter().enumerate().map(|(index, value)| {
            (format!("i{index}").parse().unwrap(), Measurement::present(Number::from(*value), 9))
        });
        (format!("s{at}").parse().unwrap(), measured.collect())
    };
    values.iter().enumerate().map(subject).collect()
}

fn indicator(index: usize) -> Place {
    Place::Indicator(format!("i{index}").parse().unwrap())
}

fn values() -> impl Strategy<Value = Vec<[i32; 5]>> {
    prop::collection::vec(prop::array::uniform5(0_i32..=100), 1..6)
}

fn weights() -> impl Strategy<Value = [u32; 5]> {
    prop::array::uniform5(1_u32..=9)
}

fn next(share: Share, steps: i64) -> Share {
    Share::new(share.value() + rust_decimal::Decimal::new(steps, 9)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn left_out_is_as_never_asked_for(weights in weights(), values in values(), index in 0_usize..5) {
        let subjects = subjects(&values);
        let whole = model(&weights, None, true);
        let left_out = whole.sensitivity(&subjects).unwrap().left_out();
        let places: Vec<&Place> = left_out.iter().map(|out| &out.place).collect();
        prop_assert_eq!(places.len(), 7);
        let out = left_out.iter().find(|out| out.place == indicator(index)).unwrap();
        let without = model(&weights, Some(index), true);
        let without = without.sensitivity(&subjects).unwrap();
        prop_assert_eq!(&out.standings, without.standings_now());
    }

    #[test]
    fn without_weight_nothing_changes(mut weights in weights(), values in values()) {
        weights[3] = 0;
        let (model, subjects) = (model(&weights, None, true), subjects(&values));
        let sensitivity = model.sensitivity(&subjects).unwrap();
        let left_out = sensitivity.left_out();
        let out = left_out.iter().find(|out| out.place == indicator(3)).unwrap();
        prop_assert_eq!(&out.standings, sensitivity.standings_now());
        prop_assert_eq!(out.shift.map(|shift| (shift.moved, shift.n)), Some((0, values.len())));
        prop_assert_eq!(sensitivity.reweighed(&indicator(3), Share::ZERO).unwrap().standings, sensitivity.standings_now());
    }

    /// Whatever the order of the subjects.
    #[test]
    fn subjects_in_any_order(weights in weights(), values in values(), share in 0_u32..=100) {
        let model = model(&weights, None, true);
        let (forth, mut back) = (subjects(&values), subjects(&values));
        back.reverse();
        let share = Share::new(rust_decimal::Decimal::new(share.into(), 2)).unwrap();
        let standings = |subjects: &[Subject]| {
            let mut changed = model.sensitivity(subjects).unwrap().reweighed(&indicator(2), share).unwrap();
            changed.standings.sort_by(|one, other| one.subject.cmp(&other.subject));
            (changed.standings, changed.shift.map(|shift| shift.moved))
        };
        prop_assert_eq!(standings(&forth), standings(&back));
    }

    /// A share is that of a model with other weights.
    #[test]
    fn reweighed_is_as_weighed_so(weights in weights(), values in values(), own in 0_u32..=20) {
        let subjects = subjects(&values);
        let whole = model(&weights, None, true);
        // Of 20 parts, the first of two takes `own`, the other the rest.
        let share = Share::new(rust_decimal::Decimal::new((own * 5).into(), 2)).unwrap();
        let changed = whole.sensitivity(&subjects).unwrap().reweighed(&indicator(0), share).unwrap();
        let mut other = weights;
        (other[0], other[1]) = (own, 20 - own);
        let other = model(&other, None, true);
        let other = other.sensitivity(&subjects).unwrap();
        prop_assert_eq!(&changed.standings, other.standings_now());
    }

    #[test]
    fn ranges_end_where_something_changes(weights in weights(), values in values(), index in 0_usize..5) {
        let (model, subjects) = (model(&weights, None, true), subjects(&values));
        let sensitivity = model.sensitivity(&subjects).unwrap();
        let place = indicator(index);
        let range = sensitivity.grades_hold(&place).unwrap();
        let grades = |share: Share| {
            let standings = sensitivity.reweighed(&place, share).unwrap().standings;
            standings.into_iter().map(|standing| standing.grade).collect::<Vec<_>>()
        };
        let now: Vec<_> = sensitivity.standings_now().iter().map(|standing| standing.grade.clone()).collect();
        prop_assert!(range.low <= range.share && range.share <= range.high);
        prop_assert_eq!(&grades(range.low), &now);
        prop_assert_eq!(&grades(range.high), &now);
        prop_assert!(range.below.is_some() || range.low == Share::ZERO);
        prop_assert!(range.below.is_none() || grades(next(range.low, -1)) != now);
        prop_assert!(range.above.is_some() || range.high == Share::ONE);
        prop_assert!(range.above.is_none() || grades(next(range.high, 1)) != now);
        // Within, by hundredths.
        for percent in 0..=100 {
            let share = Share::new(rust_decimal::Decimal::new(percent, 2)).unwrap();
            if (range.low..=range.high).contains(&share) {
                prop_assert_eq!(&grades(share), &now);
            }
        }
    }

    #[test]
    fn nobody_overtakes_within_the_range(weights in weights(), values in values(), index in 0_usize..5) {
        let (model, subjects) = (model(&weights, None, false), subjects(&values));
        let sensitivity = model.sensitivity(&subjects).unwrap();
        let place = indicator(index);
        let range = sensitivity.ranking_holds(&place).unwrap();
        let totals = |share: Share| -> Vec<Score> {
            let standings = sensitivity.reweighed(&place, share).unwrap().standings;
            standings.into_iter().filter_map(|standing| standing.total).collect()
        };
        let now = totals(range.share);
        for percent in 0..=100 {
            let share = Share::new(rust_decimal::Decimal::new(percent, 2)).unwrap();
            if !(range.low..=range.high).contains(&share) {
                continue;
            }
            let then = totals(share);
            for (one, one_then) in now.iter().zip(&then) {
                for (other, other_then) in now.iter().zip(&then) {
                    prop_assert!(one <= other || one_then >= other_then, "at {share}");
                }
            }
        }
    }
}

#[test]
fn where_two_change_places_by_hand() {
    // On the left alone: 80 and 40 against 50 and 90; both have 60 on the right. They meet where 40 p − ... = 0: at 5/8.
    let model = model(&[3, 1, 1, 1, 1], None, true);
    let subjects = subjects(&[[80, 40, 60, 60, 60], [50, 90, 60, 60, 60]]);
    let sensitivity = model.sensitivity(&subjects).unwrap();
    let range = sensitivity.ranking_holds(&indicator(0)).unwrap();
    assert_eq!(
        range.to_string(),
        "i0 has 0.75 of the weight; from 0.625 to 1 all stays; below, s1 overtakes s0"
    );
    let (subject, overtaken_by) = ("s0".parse().unwrap(), "s1".parse().unwrap());
    assert_eq!(range.below, Some(Overturn::Rank { subject, overtaken_by }));
    // The node is worth 70 of 100 on the left at 4/10, and 60 on the right: an A at any share.
    let range = sensitivity.grades_hold(&Place::Node("left".parse().unwrap())).unwrap();
    assert_eq!(range.to_string(), "left has 0.4 of the weight; from 0 to 1 all stays");
}

#[test]
fn what_leaves_nothing_leaves_no_total() {
    let model: Model = serde_json::from_str(
        r#"{"root": {"id": "top", "children": [{"weight": 1, "id": "only", "children": [
            {"weight": 1, "indicator": "i0", "curve": {"goalposts": {"worst": 0, "best": 100}}}]}]}}"#,
    )
    .unwrap();
    let subjects = subjects(&[[80, 0, 0, 0, 0]]);
    let sensitivity = model.sensitivity(&subjects).unwrap();
    for out in sensitivity.left_out() {
        assert_eq!((out.standings[0].total, out.shift), (None, None), "{:?}", out.place);
    }
    assert_eq!(
        sensitivity.grades_hold(&indicator(0)).unwrap_err().to_string(),
        "place: no other part beside `i0` has a weight: name a part that shares its node's weight with others"
    );
    assert_eq!(
        sensitivity.reweighed(&Place::Node("top".parse().unwrap()), Share::ONE).unwrap_err().to_string(),
        "place: no part `top` below the root of the model `top`: name a node or an indicator there"
    );
}

#[test]
fn subjects_are_given_once() {
    let model = model(&[1; 5], None, false);
    assert_eq!(model.sensitivity(&[]).unwrap_err().to_string(), "subjects: none given: give at least one");
    let mut twice = subjects(&[[1; 5], [2; 5]]);
    twice[1].0 = twice[0].0.clone();
    assert_eq!(
        model.sensitivity(&twice).unwrap_err().to_string(),
        "subjects[1]: `s0` is given twice: give each subject once"
    );
}

#[test]
fn standings_after_a_period_are_those_of_score_after() {
    let model: Model = serde_json::from_str(
        r#"{"grades": [{"grade": "A", "from": 80}, {"grade": "B", "from": 0}], "hysteresis": 3,
            "absence": {"missing": {"previous": {"otherwise": "worst"}}},
            "root": {"id": "top", "children": [
                {"weight": 1, "indicator": "i0", "curve": {"goalposts": {"worst": 0, "best": 100}}},
                {"weight": 1, "indicator": "i1", "curve": {"goalposts": {"worst": 0, "best": 100}}}]}}"#,
    )
    .unwrap();
    let before: BTreeMap<SubjectId, Scorecard> = subjects(&[[90, 80, 0, 0, 0]])
        .into_iter()
        .map(|(id, measured)| (id, model.score(&measured)))
        .collect();
    // One was there before and lacks a figure now, the other is new.
    let mut now = subjects(&[[76, 0, 0, 0, 0], [76, 80, 0, 0, 0]]);
    now[0].1.remove("i1");
    let alone = model.sensitivity(&now).unwrap();
    let told = |standings: &[service_quality::score::sensitivity::SubjectStanding]| -> Vec<String> {
        let grade = |grade: &Option<_>| grade.as_ref().map_or_else(String::new, ToString::to_string);
        standings.iter().map(|own| format!("{} {}", own.total.unwrap(), grade(&own.grade))).collect()
    };
    assert_eq!(told(alone.standings_now()), ["38 B", "78 B"]);
    let after = alone.after(&before);
    assert_eq!(told(after.standings_now()), ["78 A", "78 B"]);
    let scored = model.score_after(&now[0].1, &before[&now[0].0]);
    assert_eq!(after.standings_now()[0].total, scored.score());
    assert_eq!(after.standings_now()[0].grade.as_ref(), scored.grade());
    let without = after.left_out();
    assert_eq!(told(&without[0].standings), ["80 A", "80 A"]);
    assert_eq!(told(&without[1].standings), ["76 B", "76 B"]);
    assert_eq!(told(&after.reweighed(&indicator(1), Share::ZERO).unwrap().standings), ["76 B", "76 B"]);
}

#[test]
fn leaving_out_one_of_hundreds_costs_little() {
    let leaf = |index: usize| {
        format!(
            r#"{{"weight": 1, "indicator": "i{index}", "curve": {{"goalposts": {{"worst": 0, "best": 100}}}}}}"#
        )
    };
    let leaves: Vec<String> = (0..800).map(leaf).collect();
    let model: Model =
        serde_json::from_str(&format!(r#"{{"root": {{"id": "top", "children": [{}]}}}}"#, leaves.join(", ")))
            .unwrap();
    let measured: BTreeMap<IndicatorId, Measurement> = (0..800_u32)
        .map(|index| {
            (format!("i{index}").parse().unwrap(), Measurement::present(Number::from(index / 10), 9))
        })
        .collect();
    let subjects = [("s0".parse().unwrap(), measured)];
    let without = model.sensitivity(&subjects).unwrap().left_out();
    // 31,600 points among 800; without one of 79, 31,521 among 799.
    assert_eq!(without[799].standings[0].total, Some("39.45".parse().unwrap()));
    assert_eq!(without.len(), 800);
}
