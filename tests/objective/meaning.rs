//! What the rules come to, by example.

use std::collections::BTreeMap;

use service_quality::indicator::{Absence, Measurement};
use service_quality::quantity::IndicatorId;
use service_quality::score::objective::{Evaluation, Judgement, ObjectivePlan, Outcome, Previous, Verdict};

fn plan(json: &str) -> ObjectivePlan {
    serde_json::from_str(json).unwrap()
}

fn figures(given: &[(&str, i32)]) -> BTreeMap<IndicatorId, Measurement> {
    given.iter().map(|(id, value)| (id.parse().unwrap(), Measurement::present((*value).into(), 1))).collect()
}

fn previous(verdict: Option<Verdict>, value: i32) -> Previous {
    Previous { verdict, figures: BTreeMap::from([("a".parse().unwrap(), value.into())]) }
}

const RELATIVE: &str = r#"{"pass_marks": {"pass": 90}, "baseline": {"include": "pass_or_warning", "count": 2},
    "objectives": [{"indicator": "a", "pass": [["<=+10%"]]}]}"#;

#[test]
fn the_latest_evaluations_of_the_verdicts_asked_for_count() {
    let plan = plan(RELATIVE);
    let history = [
        previous(Some(Verdict::Pass), 1),
        previous(Some(Verdict::Pass), 10),
        previous(Some(Verdict::Fail), 1000),
        previous(Some(Verdict::Warning), 20),
        previous(None, 1000),
    ];
    let result = plan.evaluate(&figures(&[("a", 16)]), &history).unwrap();
    assert_eq!(result.objectives[0].previous, Some(15.into()));
    assert_eq!(result.objectives[0].pass[0][0].target, Some("16.5".parse().unwrap()));
    assert_eq!(result.total.verdict, Some(Verdict::Pass));
}

#[test]
fn nothing_to_compare_with_is_said() {
    let plan = plan(RELATIVE);
    for history in [vec![], vec![previous(Some(Verdict::Fail), 1)]] {
        let result = plan.evaluate(&figures(&[("a", 16)]), &history).unwrap();
        assert_eq!(result.objectives[0].pass[0][0].outcome, Outcome::Skipped);
        assert_eq!(result.total.verdict, Some(Verdict::Pass));
    }
    let unmeasured = Previous { verdict: Some(Verdict::Pass), figures: BTreeMap::new() };
    let result =
        plan.evaluate(&figures(&[("a", 16)]), &[previous(Some(Verdict::Pass), 20), unmeasured]).unwrap();
    assert_eq!(result.objectives[0].previous, Some(20.into()), "what had no figure is left out of the mean");
}

#[test]
fn a_missing_figure_fails_with_its_weight_in_the_maximum() {
    let plan = plan(
        r#"{"pass_marks": {"pass": 90}, "objectives": [{"indicator": "a", "pass": [["<=1"]]},
            {"indicator": "b", "weight": 3, "pass": [["<=1"], []]}]}"#,
    );
    let judged = |b: Option<Absence>| {
        let mut figures = figures(&[("a", 1)]);
        figures.extend(b.map(|b| ("b".parse().unwrap(), Measurement::absent(b))));
        plan.evaluate(&figures, &[]).unwrap()
    };
    for absence in [None, Some(Absence::Missing), Some(Absence::Suppressed { n: 2 })] {
        let result = judged(absence);
        assert_eq!(result.objectives[1].judgement, Judgement::Fail);
        assert_eq!(result.objectives[1].pass[0][0].outcome, Outcome::Unmeasured);
        assert_eq!(result.total.percent, "25".parse().ok());
    }
    let result = judged(Some(Absence::NotApplicable));
    assert_eq!(result.objectives[1].judgement, Judgement::LeftOut);
    assert_eq!((result.total.percent, result.total.maximum), ("100".parse().ok(), 1.into()));
}

#[test]
fn a_key_objective_fails_the_whole_but_not_by_a_warning() {
    let plan = plan(
        r#"{"pass_marks": {"pass": 90, "warning": 50}, "objectives": [{"indicator": "a", "weight": 99, "pass": [["<=1"]]},
            {"indicator": "b", "weight": 1, "key": true, "pass": [["<=1"]], "warning": [["<=2"]]}]}"#,
    );
    let judged = |b: i32| plan.evaluate(&figures(&[("a", 1), ("b", b)]), &[]).unwrap().total;
    assert_eq!(judged(2).verdict, Some(Verdict::Pass));
    let failed = judged(3);
    assert_eq!((failed.verdict, failed.percent), (Some(Verdict::Fail), "99".parse().ok()));
    assert_eq!(
        failed.to_string(),
        "fail: 99 percent, 99 of 100 points; pass from 90, warning from 50; failed by b"
    );
}

#[test]
fn nothing_judged_has_a_percentage_by_request_alone() {
    let total = |option: &str| {
        let json = format!(
            r#"{{"pass_marks": {{"pass": 90}}, "nothing_judged": {option}, "objectives": [{{"indicator": "a"}}]}}"#
        );
        plan(&json).evaluate(&figures(&[("a", 1)]), &[]).unwrap().total
    };
    assert_eq!((total(r#""undecided""#).percent, total(r#""undecided""#).verdict), (None, None));
    assert_eq!(total(r#""undecided""#).to_string(), "no verdict: 0 of 0 points; pass from 90");
    assert_eq!(total(r#""full""#).verdict, Some(Verdict::Pass));
    assert_eq!(total(r#""zero""#).verdict, Some(Verdict::Fail));
    // A key objective without weight is a gate, and nothing else.
    let gate = r#"{"pass_marks": {"pass": 0}, "nothing_judged": "full",
        "objectives": [{"indicator": "a", "weight": 0, "key": true, "pass": [["<1"]]}]}"#;
    assert_eq!(plan(gate).evaluate(&figures(&[("a", 1)]), &[]).unwrap().total.verdict, Some(Verdict::Fail));
}

#[test]
fn one_evaluation_is_the_baseline_of_the_next() {
    let plan = plan(RELATIVE);
    let first = plan.evaluate(&figures(&[("a", 100), ("z", 1)]), &[]).unwrap();
    assert_eq!(first.without_objective, ["z".parse().unwrap()]);
    let stored: Evaluation = serde_json::from_str(&serde_json::to_string(&first).unwrap()).unwrap();
    let second = plan.evaluate(&figures(&[("a", 111)]), &[Previous::from(&stored)]).unwrap();
    assert_eq!(second.objectives[0].violations().count(), 1);
    assert_eq!(
        second.to_string(),
        "fail: 0 percent, 0 of 1 points; pass from 90\n  a: fail, 111 after 100, 0 of 1 points\n    \
         pass <=+10%: violated, target 110\n"
    );
}
