//! Behaviour by example. Numbers with a source are from that source; the others are worked by hand.

use std::collections::BTreeMap;

use service_quality::indicator::{Absence, Measurement};
use service_quality::quantity::{IndicatorId, Score};
use service_quality::score::{AbsenceKind, Gap, Model, Place, Reason, Scorecard, Treatment};

fn model(json: &str) -> Model {
    serde_json::from_str(json).unwrap()
}

/// A model of one node whose indicators `i0`, `i1`, … score what they measure, 0 to 100.
fn flat(weights: &[&str], rest: &str) -> Model {
    let children: Vec<String> = weights
        .iter()
        .enumerate()
        .map(|(index, weight)| {
            format!(r#"{{"weight":"{weight}","indicator":"i{index}","curve":{{"goalposts":{{"worst":"0","best":"100"}}}}}}"#)
        })
        .collect();
    model(&format!(r#"{{"root":{{"id":"root","children":[{}]}}{rest}}}"#, children.join(",")))
}

fn measured(values: &[Result<&str, Absence>]) -> BTreeMap<IndicatorId, Measurement> {
    let measurement = |value: &Result<&str, Absence>| match value {
        Ok(value) => Measurement::present(value.parse().unwrap(), 1),
        Err(absence) => Measurement::absent(*absence),
    };
    values
        .iter()
        .enumerate()
        .map(|(index, value)| (format!("i{index}").parse().unwrap(), measurement(value)))
        .collect()
}

#[track_caller]
fn total(scorecard: &Scorecard, score: &str) {
    assert_eq!(scorecard.score().map(|score| score.to_string()).as_deref(), Some(score));
}

fn score(text: &str) -> Score {
    text.parse().unwrap()
}

const MISSING: Result<&str, Absence> = Err(Absence::Missing);
const NOT_APPLICABLE: Result<&str, Absence> = Err(Absence::NotApplicable);

/// The worst- and best-case scorecard of contact-centre benchmarking (`MetricNet`), on made-up figures.
#[test]
fn worst_and_best_case_scorecard() {
    let rows = [
        ("cost_per_contact", "0.25", "20", "10", "12", "80"),
        ("csat", "0.25", "50", "90", "81", "77.5"),
        ("agent_utilisation", "0.15", "35", "65", "58", "76.666667"),
        ("fcr", "0.15", "40", "80", "70", "75"),
        ("asa_seconds", "0.1", "120", "20", "60", "60"),
        ("abandon_rate", "0.1", "15", "2", "5", "76.923077"),
    ];
    let children: Vec<String> = rows
        .iter()
        .map(|(id, weight, worst, best, ..)| {
            format!(r#"{{"weight":"{weight}","indicator":"{id}","curve":{{"goalposts":{{"worst":"{worst}","best":"{best}"}}}}}}"#)
        })
        .collect();
    let rounding = r#""rounding":{"indicator":6,"node":6,"total":4}"#;
    let model =
        model(&format!(r#"{{{rounding},"root":{{"id":"balanced","children":[{}]}}}}"#, children.join(",")));
    let actual = rows.iter().map(|(id, _, _, _, actual, _)| {
        (id.parse().unwrap(), Measurement::present(actual.parse().unwrap(), 1))
    });
    let scorecard = model.score(&actual.collect());
    total(&scorecard, "75.8173");
    for (part, (.., expected)) in scorecard.parts().iter().zip(rows) {
        assert_eq!(part.score(), Some(score(expected)), "{}", part.place());
    }
    let weakest: Vec<&str> = scorecard.losses().iter().map(|part| part.place().as_str()).collect();
    assert_eq!(weakest[..2], ["csat", "cost_per_contact"]);
}

/// One set of gaps under each treatment.
#[test]
fn the_four_treatments() {
    let values = [MISSING, MISSING, Ok("80")];
    let under = |policy: &str| flat(&["0.5", "0.3", "0.2"], policy).score(&measured(&values));
    let renormalised = under(r#","absence":{"missing":{"renormalise":{"min_coverage":0}}}"#);
    total(&renormalised, "80");
    assert_eq!(renormalised.total().lift(), score("64"));
    total(&under(r#","absence":{"missing":"worst"}"#), "16");
    total(&under(r#","absence":{"missing":{"neutral":50}}"#), "56");
    assert_eq!(
        under(r#","absence":{"missing":"refuse"}"#).gap(),
        Some(&Gap::Refused { child: Place::Indicator("i0".parse().unwrap()), absence: AbsenceKind::Missing })
    );
    assert_eq!(
        under("").gap(),
        Some(&Gap::Coverage {
            absence: AbsenceKind::Missing,
            coverage: "0.2".parse().unwrap(),
            min_coverage: "0.65".parse().unwrap(),
        })
    );
    for policy in ["", r#","absence":{"missing":"worst"}"#, r#","absence":{"missing":"refuse"}"#] {
        let scorecard = under(policy);
        assert_eq!(scorecard.coverage().to_string(), "0.2");
        assert_eq!(scorecard.total().low(), Some(score("16")));
        assert_eq!(scorecard.total().high(), Some(score("96")));
    }
}

/// Whatever the order of the children, the gravest reason is the one that a refusal names.
#[test]
fn a_refusal_names_the_gravest_reason() {
    let strict = flat(&["1", "1"], r#","absence":{"missing":"refuse","not_applicable":"refuse"}"#);
    for (values, child) in [([MISSING, NOT_APPLICABLE], "i0"), ([NOT_APPLICABLE, MISSING], "i1")] {
        let scorecard = strict.score(&measured(&values));
        assert_eq!(
            scorecard.gap().unwrap().to_string(),
            format!("refused, since {child} is absent (missing)")
        );
    }
}

/// The coverage gate includes its limit.
#[test]
fn coverage_at_the_limit_is_enough() {
    let scorecard = flat(&["65", "35"], "").score(&measured(&[Ok("50"), MISSING]));
    total(&scorecard, "50");
    assert_eq!(flat(&["64", "36"], "").score(&measured(&[Ok("50"), MISSING])).score(), None);
}

/// A quality-assurance form: what is not applicable leaves numerator and denominator.
#[test]
fn not_applicable_is_no_gap() {
    let points = ["10", "15", "30", "20", "15", "10"];
    let scored = [Ok("50"), Ok("100"), Ok("66.6666"), NOT_APPLICABLE, Ok("100"), Ok("0")];
    let scorecard = flat(&points, "").score(&measured(&scored));
    total(&scorecard, "68.75");
    assert_eq!(scorecard.coverage().to_string(), "1");
    assert_eq!(scorecard.total().low(), scorecard.score());
    assert_eq!(scorecard.total().lift(), Score::MIN);
    let none = flat(&["1", "1"], "").score(&measured(&[NOT_APPLICABLE, NOT_APPLICABLE]));
    assert_eq!((none.score(), none.gap()), (None, Some(&Gap::NothingApplies)));
    assert_eq!(none.total().low(), None);
}

/// Nothing measured is no score, neither 0 nor 100, whatever coverage is asked for.
#[test]
fn nothing_measured_is_no_score() {
    let open = flat(&["1"], r#","absence":{"missing":{"renormalise":{"min_coverage":0}}}"#);
    let scorecard = open.score(&BTreeMap::new());
    assert_eq!(scorecard.gap(), Some(&Gap::NothingMeasured { absence: AbsenceKind::Missing }));
    assert_eq!(scorecard.total().low(), Some(Score::MIN));
    assert_eq!(scorecard.total().high(), Some(Score::MAX));
    assert_eq!(scorecard.grade(), None);
}

#[test]
fn a_part_without_weight_is_shown_and_changes_nothing() {
    let strict = r#","absence":{"missing":"refuse"}"#;
    let scorecard = flat(&["1", "0"], strict).score(&measured(&[Ok("70"), MISSING]));
    total(&scorecard, "70");
    assert_eq!(scorecard.parts()[1].treatment(), None);
    let scorecard = flat(&["1", "0"], strict).score(&measured(&[Ok("70"), Ok("10")]));
    total(&scorecard, "70");
    assert_eq!(scorecard.parts()[1].score(), Some(score("10")));
    assert_eq!(scorecard.parts()[1].points(), Score::MIN);
}

/// The grade follows from the score that is shown: 79.995 is shown as 80 and is a B.
#[test]
fn the_grade_is_that_of_the_rounded_total() {
    let grades = r#","grades":[{"grade":"B","from":80},{"grade":"C","from":0}]"#;
    let grade_of = |value: &str| {
        let scorecard = flat(&["1"], grades).score(&measured(&[Ok(value)]));
        scorecard.grade().unwrap().to_string()
    };
    assert_eq!(grade_of("79.995"), "B");
    assert_eq!(grade_of("79.9949"), "C");
    let ungraded = r#","rounding":{"total":4},"grades":[{"grade":"B","from":80},{"grade":"C","from":0}]"#;
    assert_eq!(flat(&["1"], ungraded).score(&measured(&[Ok("79.995")])).grade().unwrap().as_str(), "C");
}

/// Effective weights are products of local weights: Σ 0.4, 0.35, 0.25 over (0.5, 0.3, 0.2), (0.6, 0.4), (1).
#[test]
fn effective_weights_of_a_hierarchy() {
    let leaf = |id: &str, weight: &str| {
        format!(
            r#"{{"weight":"{weight}","indicator":"{id}","curve":{{"goalposts":{{"worst":"0","best":"1"}}}}}}"#
        )
    };
    let node = |id: &str, weight: &str, leaves: &[(&str, &str)]| {
        let leaves: Vec<String> = leaves.iter().map(|(id, weight)| leaf(id, weight)).collect();
        format!(r#"{{"weight":"{weight}","id":"{id}","children":[{}]}}"#, leaves.join(","))
    };
    let model = model(&format!(
        r#"{{"root":{{"id":"service","children":[{},{},{}]}}}}"#,
        node("satisfaction", "0.4", &[("csat", "0.5"), ("nps", "0.3"), ("ces", "0.2")]),
        node("timeliness", "0.35", &[("frt", "0.6"), ("mttr", "0.4")]),
        node("accuracy", "0.25", &[("qa", "1")]),
    ));
    let weights: Vec<String> =
        model.effective_weights().iter().map(|(id, share)| format!("{id} {share}")).collect();
    assert_eq!(weights, ["ces 0.08", "csat 0.2", "frt 0.21", "mttr 0.14", "nps 0.12", "qa 0.25"]);
}

/// A node without a score is one gap for the node above, and a filled node contributes by itself.
#[test]
fn a_node_can_be_the_gap() {
    let document = |policy: &str| {
        format!(
            r#"{{"root":{{"id":"root","absence":{policy},"children":[
                {{"weight":3,"indicator":"i0","curve":{{"goalposts":{{"worst":0,"best":100}}}}}},
                {{"weight":1,"id":"low","absence":{{"missing":{{"renormalise":{{"min_coverage":"0.65"}}}}}},"children":[
                    {{"weight":1,"indicator":"i1","curve":{{"goalposts":{{"worst":0,"best":100}}}}}},
                    {{"weight":1,"indicator":"i2","curve":{{"goalposts":{{"worst":0,"best":100}}}}}}
                ]}}
            ]}}}}"#
        )
    };
    let values = measured(&[Ok("80"), Ok("100"), MISSING]);
    let left_out = model(&document("{}")).score(&values);
    total(&left_out, "80");
    assert_eq!(left_out.coverage().to_string(), "0.75");
    assert_eq!(left_out.total().lift(), score("20"));
    let low = left_out.part(&Place::Node("low".parse().unwrap())).unwrap();
    assert_eq!(low.gap().unwrap().to_string(), "coverage 0.5 is below 0.65 (missing)");
    assert_eq!((low.low(), low.high()), (Some(score("50")), Some(score("100"))));

    let filled = model(&document(r#"{"missing":{"neutral":40}}"#)).score(&values);
    total(&filled, "70");
    let points: Vec<String> =
        filled.contributions().map(|part| format!("{} {}", part.place(), part.points())).collect();
    assert_eq!(points, ["i0 60", "low 10", "i1 0", "i2 0"]);
    let low = filled.part(&Place::Node("low".parse().unwrap())).unwrap();
    assert!(low.reasons().contains(&Reason::Treated(Treatment::Neutral(score("40")))));
}

/// Leaving out the intermediate rounding is another model: here it moves the total by a hundredth.
#[test]
fn rounding_is_part_of_the_model() {
    let coarse = flat(&["1", "1"], r#","rounding":{"indicator":0}"#);
    let fine = flat(&["1", "1"], r#","rounding":{"indicator":6}"#);
    let values = measured(&[Ok("70.49"), Ok("80.49")]);
    total(&coarse.score(&values), "75");
    total(&fine.score(&values), "75.49");
}

#[test]
fn the_stored_form() {
    let model = model(
        r#"{"grades":[{"grade":"A","from":"80"},{"grade":"B","from":"0"}],
        "root":{"id":"root","name":{"en":"Service","zh":"服务"},"children":[
            {"weight":"2","indicator":"on_time","curve":{"goalposts":{"worst":"0.6","best":"1"}}},
            {"weight":"1","indicator":"csat","curve":{"piecewise":[["1","0"],["5","100"]]}}]}}"#,
    );
    let values =
        BTreeMap::from([("on_time".parse().unwrap(), Measurement::present("0.9".parse().unwrap(), 40))]);
    assert_eq!(
        serde_json::to_string(&model.score(&values)).unwrap(),
        concat!(
            r#"{"total":{"place":{"node":"root"},"name":{"en":"Service","zh":"服务"},"depth":0,"weight":"1","#,
            r#""score":"75","coverage":"0.666666667","low":"50","high":"83.33","lift":"25","#,
            r#""effective_weight":"1","points":"75","lost":"25"},"#,
            r#""band":{"grade":"B","from":"0"},"next_band":{"grade":"A","from":"80"},"parts":["#,
            r#"{"place":{"indicator":"on_time"},"depth":1,"weight":"2","value":"0.9","n":40,"#,
            r#""position":{"between":[["0.6","0"],["1","100"]]},"score":"75","coverage":"1","low":"75","high":"75","#,
            r#""lift":"0","effective_weight":"1","points":"75","lost":"25"},"#,
            r#"{"place":{"indicator":"csat"},"depth":1,"weight":"1","gap":{"unmeasured":"missing"},"#,
            r#""treatment":{"renormalise":{"min_coverage":"0.65"}},"coverage":"0","low":"0","high":"100","#,
            r#""lift":"0","effective_weight":"0","points":"0","lost":"0"}]}"#,
        )
    );
}

/// 10,000 indicators in 100 nodes: the parts still add up to the last digit.
#[test]
fn ten_thousand_indicators() {
    let nodes: Vec<String> = (0..100)
        .map(|node| {
            let leaves: Vec<String> = (0..100)
                .map(|leaf| {
                    let (id, weight) = (node * 100 + leaf, leaf % 7 + 1);
                    format!(r#"{{"weight":{weight},"indicator":"i{id}","curve":{{"goalposts":{{"worst":0,"best":1}}}}}}"#)
                })
                .collect();
            format!(r#"{{"weight":{},"id":"n{node}","children":[{}]}}"#, node + 1, leaves.join(","))
        })
        .collect();
    let model = model(&format!(r#"{{"root":{{"id":"root","children":[{}]}}}}"#, nodes.join(",")));
    let values = (0..10_000_u32)
        .map(|id| {
            let share =
                service_quality::quantity::Number::ratio(i128::from(id * 7919 % 1000), 1000, 3).unwrap();
            (format!("i{id}").parse().unwrap(), Measurement::present(share, 5))
        })
        .collect();
    let scorecard = model.score(&values);
    let sum: rust_decimal::Decimal = scorecard.contributions().map(|part| part.points().value()).sum();
    assert_eq!(Some(sum), scorecard.score().map(Score::value));
    let weights: rust_decimal::Decimal = model.effective_weights().values().map(|share| share.value()).sum();
    assert_eq!(weights, rust_decimal::Decimal::ONE);
}
