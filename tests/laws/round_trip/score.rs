//! Models, scorecards and standards.

use std::collections::BTreeMap;

use service_quality::{appraisal, indicator, score, standard};

use super::{NAMES, reads, returns};
use crate::sample::{ENGINE, STANDARD};

pub(super) fn what_ifs() -> Vec<&'static str> {
    const PACKAGE: &str = r#"{"improvements": [{"indicator": "csat", "value": "4.4", "cost": 5000}], "cost": 5000, "total": 76, "grade": "B"}"#;
    vec![
        reads::<score::what_if::Target>(&[r#""next_grade""#, r#"{"grade": "A"}"#, r#"{"score": 80}"#]),
        reads::<score::what_if::Needed>(&[
            r#"{"indicator": "csat", "target": {"grade": "A"}, "now": "4.1", "total": 73, "answer": "already"}"#,
        ]),
        reads::<score::what_if::Answer>(&[
            r#""already""#,
            r#"{"reached": {"value": "4.3", "change": "0.2", "effort": "0.05", "score": "82.5", "total": 90, "grade": "A"}}"#,
            r#"{"out_of_reach": {"value": 5, "total": 60, "held_by": ["identity"]}}"#,
            r#"{"out_of_reach": {"value": 5, "gap": "nothing_applies"}}"#,
        ]),
        reads::<score::what_if::Improvement>(&[r#"{"indicator": "csat", "value": "4.4", "cost": 5000}"#]),
        reads::<score::what_if::Package>(&[PACKAGE, r#"{"improvements": [], "cost": 0}"#]),
        reads::<score::what_if::Cheapest>(&[
            &format!(r#"{{"reached": {PACKAGE}}}"#),
            &format!(r#"{{"out_of_reach": {PACKAGE}}}"#),
            &format!(r#"{{"unproved": {{"package": {PACKAGE}, "at_least": 4000}}}}"#),
            &format!(r#"{{"unsettled": {{"best": {PACKAGE}, "at_most": 80}}}}"#),
        ]),
        reads::<score::what_if::Best>(&[
            &format!(r#"{{"proved": {PACKAGE}}}"#),
            &format!(r#"{{"unproved": {{"package": {PACKAGE}, "at_most": 80}}}}"#),
        ]),
        reads::<score::sensitivity::SubjectStanding>(&[
            r#"{"subject": "north", "total": "83.2", "grade": "A", "rank": 1}"#,
            r#"{"subject": "south"}"#,
        ]),
        reads::<score::sensitivity::WeightRange>(&[
            r#"{"place": {"node": "care"}, "share": "0.4", "low": 0, "high": "0.5", "above": {"total": {"subject": "north"}}}"#,
        ]),
        reads::<score::sensitivity::Overturn>(&[
            r#"{"grade": {"subject": "north", "from": "B"}}"#,
            r#"{"rank": {"subject": "north", "overtaken_by": "south"}}"#,
        ]),
    ]
}

pub(super) fn scores() -> Vec<&'static str> {
    const LEAF: &str = r#"{"weight": "3", "indicator": "csat", "name": {"en": "CSAT"}, "curve": {"goalposts": {"worst": 1, "best": 5}}}"#;
    let node = format!(r#"{{"id": "service", "absence": {{"missing": "worst"}}, "children": [{LEAF}]}}"#);
    let model: score::Model = serde_json::from_str(&format!(
        r#"{{"rounding": {{"total": 1}}, "absence": {{"suppressed": {{"neutral": 50}}}},
            "grades": [{{"grade": "差", "from": 0}}, {{"grade": "优", "from": "90"}}], "root": {node}}}"#
    ))
    .unwrap();
    let measured = indicator::Measurement::present(4.into(), 30);
    let card = model.score(&BTreeMap::from([("csat".parse().unwrap(), measured)]));
    let gap = model.score(&BTreeMap::new());
    let (scored, unscored) = (returns(&card), returns(&gap));
    assert_eq!(scored, unscored);
    for line in card.explain().lines().iter().chain(gap.explain().lines()) {
        returns(line);
        for reason in &line.reasons {
            returns(reason);
        }
    }
    vec![
        scored,
        returns(&model),
        returns(&card.explain()),
        returns(&card.explain().lines()[0]),
        reads::<score::Reason>(&[
            r#"{"treated": {"renormalise": {"min_coverage": "0.65"}}}"#,
            r#"{"covered": {"coverage": 0.5, "low": 10, "high": 60, "lift": 2}}"#,
            r#"{"graded": {"band": {"grade": "A", "from": 90}, "next": null}}"#,
        ]),
        reads::<score::Gap>(&[
            r#""nothing_applies""#,
            r#"{"refused": {"child": {"indicator": "csat"}, "absence": "missing"}}"#,
            r#"{"coverage": {"absence": "missing", "coverage": 0.5, "min_coverage": "0.65"}}"#,
        ]),
        reads::<score::Place>(&[r#"{"node": "service"}"#, r#"{"indicator": "csat"}"#]),
        reads::<score::Node>(&[&node]),
        reads::<score::Child>(&[LEAF]),
        reads::<score::Curve>(&[
            r#"{"piecewise": [[0, 100], ["4.50", 80]]}"#,
            r#"{"bands": {"below": 0, "steps": [[60, 50]]}}"#,
            r#"{"likert": {"min": 1, "max": 5}}"#,
        ]),
        reads::<score::Simulation>(&[
            r#"{"seed": 18446744073709551615}"#,
            r#"{"seed": 0, "draws": 100, "confidence": 0.9}"#,
        ]),
        reads::<appraisal::AppraisalOrder>(&[r#""ranks""#, r#""grades""#]),
        reads::<appraisal::AppraisalRule>(&[
            r#"{"minimum_n": 30, "shrinkage": {"declared": {"weight": 50}}, "simulation": {"seed": 7}, "order": "grades"}"#,
            r#"{"minimum_n": 1, "shrinkage": "none", "simulation": {"seed": 7}}"#,
        ]),
        reads::<score::Bands>(&[r#"{"below": 100, "steps": [[30, 80], ["60.5", 0]]}"#]),
        reads::<score::TargetRange>(&[r#"{"low": 60, "target_low": 80, "target_high": 80, "high": 95}"#]),
        reads::<score::Attainment>(&[
            r#"{"target": {"at_least": 90}}"#,
            r#"{"target": {"at_most": 0}, "form": "linear"}"#,
        ]),
        reads::<score::AttainmentForm>(&[r#""ratio""#, r#""linear""#]),
        reads::<score::Efficacy>(&[
            r#"{"not_allowed": 60, "satisfactory": 95}"#,
            r#"{"not_allowed": 9, "satisfactory": 5, "base": 50, "span": 50, "floor": 10}"#,
        ]),
        reads::<score::Likert>(&[r#"{"min": 1, "max": 7}"#]),
        reads::<score::Exponential>(&[r#"{"worst": 0, "best": 100, "rho": -50}"#]),
        reads::<score::Logarithmic>(&[r#"{"worst": 100, "best": 75000}"#]),
        reads::<score::Goalposts>(&[r#"{"worst": 5, "best": 1}"#]),
        reads::<score::Piecewise>(&["[[0, 100], [4, 80]]"]),
        reads::<score::Point>(&[r#"["0.9", 80]"#]),
        reads::<score::Position>(&[
            r#"{"below": [1, 0]}"#,
            r#"{"between": [[1, 0], [2, 100]]}"#,
            r#"{"within": {"to": 30, "score": 100}}"#,
            r#"{"on_formula": {"low": 10, "high": 1000}}"#,
            r#"{"limited": 100}"#,
            r#"{"short_of": 30}"#,
        ]),
        reads::<score::Aggregation>(&[
            r#""arithmetic""#,
            r#""mazziotta_pareto""#,
            r#"{"power": -0.5}"#,
            r#"{"owa": [0, "0.5", 2]}"#,
        ]),
        reads::<score::Exponent>(&["-100", r#""0.000000001""#]),
        reads::<score::OrderWeights>(&["[1]", "[0.25, 0]"]),
        reads::<score::Grades>(&[r#"[{"grade": "B", "from": 0}, {"grade": "A", "from": 90}]"#]),
        reads::<score::Band>(&[r#"{"grade": "A", "from": 90}"#]),
        reads::<score::Grade>(NAMES),
        reads::<score::Rounding>(&["{}", r#"{"indicator": 9, "node": 0, "total": 2}"#]),
        reads::<score::AbsencePolicy>(&["{}", r#"{"missing": "refuse", "not_applicable": "worst"}"#]),
        reads::<score::AbsenceKind>(&[r#""missing""#, r#""suppressed""#, r#""not_applicable""#]),
        reads::<score::Treatment>(&[r#""worst""#, r#""refuse""#, r#"{"neutral": "50.0"}"#]),
    ]
}

pub(super) fn objectives() -> Vec<&'static str> {
    use score::objective;
    const MARKS: &str = r#"{"pass": 90, "warning": "75.0"}"#;
    const OBJECTIVE: &str = r#"{"indicator": "a", "weight": 2, "key": true, "pass": [["<=15", "in [1, 2.50]"], []],
        "warning": [["<=10%"]]}"#;
    const CHECK: &str = r#"{"criterion": ">=-5%", "target": "9.50", "outcome": "met"}"#;
    let total = format!(
        r#"{{"points": 1, "maximum": "2.0", "percent": 50, "pass_marks": {MARKS}, "verdict": "fail", "failed_keys": ["a"]}}"#
    );
    let result = format!(
        r#"{{"indicator": "a", "judgement": "warning", "key": true, "weight": 2, "points": 1,
            "figure": {{"value": 3, "n": 1}}, "previous": 2, "pass": [[{CHECK}], []], "warning": [[{CHECK}]]}}"#
    );
    vec![
        reads::<objective::ObjectivePlan>(&[
            &format!(r#"{{"pass_marks": {MARKS}, "objectives": [{OBJECTIVE}]}}"#),
            &format!(
                r#"{{"pass_marks": {{"pass": 0}}, "baseline": {{"include": "pass_or_warning", "count": 3, "aggregate":
                    {{"quantile": 0.9}}}}, "absence": {{"missing": "leave_out"}}, "nothing_judged": "full", "objectives":
                    [{OBJECTIVE}]}}"#
            ),
        ]),
        reads::<objective::PassMarks>(&[MARKS, r#"{"pass": 60}"#]),
        reads::<objective::Objective>(&[OBJECTIVE, r#"{"indicator": "a"}"#]),
        reads::<objective::Criteria>(&["[]", r#"[["<=15", ">=(-10)"], ["not in [1, 2]"]]"#]),
        reads::<objective::Criterion>(&[r#""≤ 15.0""#, r#""=-0""#, r#""!=+.5%""#]),
        reads::<objective::Limits>(&["{}", r#"{"least": -1, "most": "2.0"}"#]),
        reads::<objective::Baseline>(&["{}", r#"{"include": "pass", "count": 1000, "aggregate": "mean"}"#]),
        reads::<objective::Include>(&[r#""all""#, r#""pass_or_warning""#, r#""pass""#]),
        reads::<objective::Aggregate>(&[r#""mean""#, r#"{"quantile": "0.50"}"#]),
        reads::<objective::AbsenceRule>(&["{}", r#"{"not_applicable": "fail"}"#]),
        reads::<objective::OnAbsence>(&[r#""fail""#, r#""leave_out""#]),
        reads::<objective::NothingJudged>(&[r#""undecided""#, r#""full""#, r#""zero""#]),
        reads::<objective::Previous>(&[
            r#"{"verdict": "warning", "figures": {"a": 1}}"#,
            r#"{"figures": {}}"#,
        ]),
        reads::<objective::Verdict>(&[r#""pass""#, r#""warning""#, r#""fail""#]),
        reads::<objective::Judgement>(&[r#""pass""#, r#""informational""#, r#""left_out""#]),
        reads::<objective::Check>(&[CHECK, r#"{"criterion": "<=+1", "outcome": "skipped"}"#]),
        reads::<objective::Outcome>(&[r#""met""#, r#""violated""#, r#""skipped""#, r#""unmeasured""#]),
        reads::<objective::Total>(&[&total]),
        reads::<objective::ObjectiveResult>(&[&result]),
        reads::<objective::Evaluation>(&[&format!(
            r#"{{"total": {total}, "objectives": [{result}], "without_objective": ["z"]}}"#
        )]),
    ]
}

pub(super) fn fuzzy() -> Vec<&'static str> {
    use score::fuzzy;
    const GRADES: &str = r#"[{"grade": "优", "value": 95}, {"grade": "差", "value": "50.0"}]"#;
    const CRITERION: &str = r#"{"id": "speed", "weight": "0.60", "judged": {"criteria": [
        {"id": "calls", "weight": 1, "judged": {"counts": [3, 4]}}]}}"#;
    vec![
        reads::<fuzzy::FuzzyEvaluation>(&[
            &format!(r#"{{"grades": {GRADES}, "criteria": [{CRITERION}]}}"#),
            &format!(
                r#"{{"grades": {GRADES}, "composition": "max_min", "row_sum": "free", "criteria": [{CRITERION}]}}"#
            ),
        ]),
        reads::<fuzzy::FuzzyCriterion>(&[CRITERION]),
        reads::<fuzzy::Judged>(&[r#"{"memberships": ["0.50", 0.5]}"#, r#"{"counts": [1]}"#]),
        reads::<fuzzy::GradeValue>(&[r#"{"grade": "优"}"#, r#"{"grade": "优", "value": 95}"#]),
        reads::<fuzzy::Composition>(&[
            r#""weighted_average""#,
            r#""max_min""#,
            r#""max_product""#,
            r#""bounded_sum""#,
        ]),
        reads::<fuzzy::RowSum>(&[r#""at_most_one""#, r#""one""#, r#""free""#]),
        reads::<fuzzy::FuzzyResult>(&[
            r#"{"memberships": ["0.6", "0.40"], "normalised": [0.6, 0.4], "grade": "优", "lead": "0.2", "validity": "0.25",
                "score": 77, "levels": [["speed", ["0.6", "0.4"]]]}"#,
        ]),
    ]
}

pub(super) fn rules_and_changes() -> Vec<&'static str> {
    const WHEN: &str = r#"{"value": {"of": "csat", "is": "below", "value": 3}}"#;
    const RULE: &str = r#"{"id": "floor", "name": {"en": "Floor"}, "when": [{"value": {"of": "csat", "is": "below", "value": 3}}],
        "effect": {"cap": "60"}}"#;
    const PART: &str = r#"{"place": {"indicator": "csat"}, "earlier": "4.2", "later": null,
        "effects": {"value": 0, "weight": "0.5", "curve": 0, "coverage": "-1.5"}}"#;
    const CHANGED: &str = r#"{"rule": "floor", "earlier": 0, "later": "-27.4"}"#;
    vec![
        reads::<score::Rule>(&[RULE]),
        reads::<score::Trigger>(&[
            WHEN,
            r#"{"score": {"of": {"node": "safety"}, "is": "at_most", "score": 60}}"#,
            r#"{"absent": {"of": {"indicator": "csat"}}}"#,
        ]),
        reads::<score::Effect>(&[
            r#"{"bonus": {"points": 2}}"#,
            r#"{"penalty": {"points": "0.5", "per": "complaints", "limit": 10}}"#,
            r#""knock_out""#,
            r#"{"grade_at_most": "D"}"#,
        ]),
        reads::<score::Points>(&[r#"{"points": 2}"#]),
        reads::<score::PointLimits>(&["{}", r#"{"bonus": 10, "penalty": "20"}"#]),
        reads::<score::RuleTrace>(&[&format!(
            r#"{{"rule": {RULE}, "before": "87.4", "after": 60, "points": "-27.4"}}"#
        )]),
        reads::<score::Otherwise>(&[
            r#""worst""#,
            r#""refuse""#,
            r#"{"renormalise": {"min_coverage": 0.5}}"#,
        ]),
        reads::<score::Unknown>(&[r#""waits""#, r#""applies""#]),
        reads::<score::Fingerprint>(&[r#""6c62272e07bb014262b821756295c58d""#]),
        reads::<score::Effects>(&[r#"{"value": "1.25", "weight": 0, "curve": -2, "coverage": 0}"#]),
        reads::<score::PartChange>(&[PART]),
        reads::<score::RuleChange>(&[CHANGED]),
        reads::<score::ScoreChange>(&[&format!(
            r#"{{"earlier": "90", "later": "61.6", "rule_effect": "-27.4", "parts": [{PART}], "rules": [{CHANGED}],
                "effects": {{"value": 0, "weight": "0.5", "curve": 0, "coverage": "-1.5"}}}}"#
        )]),
    ]
}

pub(super) fn standards() -> Vec<&'static str> {
    vec![
        reads::<standard::Standard>(&[STANDARD]),
        returns(&ENGINE.tally()),
        returns(&ENGINE.tally_by("department".parse().unwrap())),
    ]
}
