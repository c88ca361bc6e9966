//! Bad criteria, plans and evaluations: refused, with the place and a remedy.

use std::fmt::Debug;

use serde::de::DeserializeOwned;
use service_quality::score::fuzzy::FuzzyEvaluation;
use service_quality::score::objective::{
    Criterion, Evaluation, NothingJudged, ObjectiveError, ObjectivePlan, PassMarks, Previous,
};

#[track_caller]
fn refused<T: DeserializeOwned + Debug>(json: &str, expected: &str) {
    let error = serde_json::from_str::<T>(json).unwrap_err().to_string();
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn errors_cross_threads() {
    fn check<T: Send + Sync + 'static>() {}
    check::<ObjectiveError>();
    check::<service_quality::score::fuzzy::FuzzyError>();
}

#[test]
fn criteria() {
    let faults = [
        ("", "operator `` is none: write one of `<`, `<=`, `=`, `!=`, `>=`, `>`"),
        ("NaN", "operator `NaN` is none: write one of `<`, `<=`, `=`, `!=`, `>=`, `>`"),
        ("5", "operator `5` is none: write one of `<`, `<=`, `=`, `!=`, `>=`, `>`"),
        ("=>10", "operator `=>` is none: write `>=`"),
        ("=<10", "operator `=<` is none: write `<=`"),
        ("<=", "no number follows `<=`: write one, such as `<=15` or `<=+10%`"),
        ("<=%", "no number follows `<=`: write one, such as `<=15` or `<=+10%`"),
        (">=-", "no number follows `>=`: write one, such as `>=15` or `>=+10%`"),
        ("<NaN", "number `NaN` cannot be read: give a decimal number such as `12.5`"),
        ("<=+inf%", "number `inf` cannot be read: give a decimal number such as `12.5`"),
        ("<=1 5", "number `1 5` cannot be read: give a decimal number such as `12.5`"),
        ("<=+-5", "number `-5` cannot be read: give a decimal number such as `12.5`, after one sign at most"),
        ("<<5", "number `<5` cannot be read: give a decimal number such as `12.5`"),
        ("<1e16", "number `10000000000000000` is out of range: give at most 10^15 either side of 0"),
        (
            "<0.1234567891",
            "number `0.1234567891` has too many decimal places: give at most 9, rounded by a rule of yours",
        ),
        ("in 15..25", "range `in 15..25` cannot be read: write it as `in [15, 25]` or `not in [15, 25]`"),
        ("in [1, 2, 3]", "number `2, 3` cannot be read: give a decimal number such as `12.5`"),
        ("not in [25, 15]", "range `[25, 15]` is none: give the lesser number first, or `=` for one number"),
        ("in [2, 2]", "range `[2, 2]` is none: give the lesser number first, or `=` for one number"),
    ];
    for (text, fault) in faults {
        let error = text.parse::<Criterion>().unwrap_err();
        assert_eq!(error.to_string(), format!("criterion `{text}`: {fault}"));
    }
    let long = "9".repeat(10_000_000);
    assert!(long.parse::<Criterion>().unwrap_err().to_string().len() < 300);
}

#[test]
fn plans() {
    let plan = |objectives: &str| format!(r#"{{"pass_marks": {{"pass": 90}}, "objectives": {objectives}}}"#);
    let refused = refused::<ObjectivePlan>;
    refused(&plan("[]"), "objectives: `0` entries are out of range: give 1 to 10000");
    refused(
        &plan(r#"[{"indicator": "a", "pass": [["<1"]]}, {"indicator": "b"}, {"indicator": "a"}]"#),
        "objectives[2].indicator: `a` stands already at objectives[0].indicator: put its criteria into one objective",
    );
    refused(
        &plan(r#"[{"indicator": "a", "warning": [["<1"]]}]"#),
        "warning: has no meaning without pass criteria: give `pass`, or leave it out",
    );
    refused(&plan(r#"[{"indicator": "a", "key": true}]"#), "key: has no meaning without pass criteria");
    refused(
        &plan(r#"[{"indicator": "a", "pass": ["<1"]}]"#),
        "invalid type: string \"<1\", expected a sequence",
    );
    refused(&plan(r#"[{"indicator": "a", "passes": []}]"#), "unknown field `passes`");
    refused(&plan(r#"[{"indicator": "a", "weight": -1}]"#), "weight `-1` is out of range: give 0 to 1000000");
    refused(
        r#"{"pass_marks": {"pass": 75, "warning": 90}, "objectives": [{"indicator": "a"}]}"#,
        "pass_marks.warning: `90` is out of range: give at most `75`, the mark to pass",
    );
    refused(
        r#"{"pass_marks": {"pass": 75}, "baseline": {"count": 1001}, "objectives": [{"indicator": "a"}]}"#,
        "baseline.count: `1001` is out of range: give 1 to 1000",
    );
    let many: Vec<String> = (0..10_001).map(|index| format!(r#"{{"indicator": "{index}"}}"#)).collect();
    refused(&plan(&format!("[{}]", many.join(","))), "objectives: `10001` entries are out of range");
}

#[test]
fn figures() {
    let plan: ObjectivePlan = serde_json::from_str(
        r#"{"pass_marks": {"pass": 90}, "objectives": [{"indicator": "a"}, {"indicator": "b", "pass": [["<1"]],
            "warning": [["<2"], ["<2", "<=+10%"]]}]}"#,
    )
    .unwrap();
    let previous: Previous = serde_json::from_str(r#"{"figures": {"b": "1e15"}}"#).unwrap();
    assert_eq!(
        plan.evaluate(&[].into(), &[previous]).unwrap_err().to_string(),
        "objectives[1].warning[1][1]: `<=+10%` after a previous figure of `1000000000000000` is a target out of range: \
         give a smaller change"
    );
    refused::<Previous>(r#"{"figures": {"b": 1, "b": 2}}"#, "`b` is given twice: keep one entry");
    refused::<Evaluation>(
        r#"{"total": 1, "objectives": []}"#,
        "invalid type: integer `1`, expected struct Total",
    );
}

#[test]
fn points() {
    let marks = PassMarks::new("90".parse().unwrap(), None).unwrap();
    let message = |points: &[i32], maximum: i32| {
        let points: Vec<_> = points.iter().copied().map(Into::into).collect();
        marks.total(&points, maximum.into(), &[], NothingJudged::Zero).unwrap_err().to_string()
    };
    assert_eq!(
        message(&[2, 1], 2),
        "points: `3` is out of range: give points that sum to 0 up to `2`, the maximum"
    );
    assert_eq!(
        message(&[-1], 2),
        "points: `-1` is out of range: give points that sum to 0 up to `2`, the maximum"
    );
    let most = "1e15".parse().unwrap();
    assert!(
        marks.total(&[most, most], most, &[], NothingJudged::Zero).unwrap_err().to_string().contains("10^15")
    );
}

#[test]
fn fuzzy_evaluations() {
    let with = |rest: &str| format!(r#"{{"grades": [{{"grade": "A"}}, {{"grade": "B"}}], {rest}}}"#);
    let row = |row: &str| with(&format!(r#""criteria": [{{"id": "a", "weight": 1, "judged": {row}}}]"#));
    let refused = refused::<FuzzyEvaluation>;
    refused(
        r#"{"grades": [{"grade": "A"}], "criteria": []}"#,
        "grades: `1` entries are out of range: give 2 to 100",
    );
    refused(
        r#"{"grades": [{"grade": "A"}, {"grade": "A"}], "criteria": []}"#,
        "grades[1].grade: `A` stands already at grades[0].grade: give each grade once",
    );
    refused(
        r#"{"grades": [{"grade": "A", "value": 1}, {"grade": "B"}], "criteria": []}"#,
        "grades[1]: has no value, but `A` has one: give all grades a value, or none",
    );
    refused(&with(r#""criteria": []"#), "criteria: `0` criteria are out of range: give 1 to 10000");
    refused(&row(r#"{"criteria": []}"#), "criteria[0].judged.criteria: `0` criteria are out of range");
    refused(
        &row(r#"{"counts": [1]}"#),
        "criteria[0].judged.counts: has `1` entries for `2` grades: give one a grade",
    );
    refused(
        &row(r#"{"counts": [0, 0]}"#),
        "criteria[0].judged.counts: sums to `0`: give a row that sums to more than 0, or leave the criterion out",
    );
    refused(&row(r#"{"counts": [-1, 2]}"#), "invalid value: integer `-1`, expected u64");
    refused(&row(r#"{"memberships": ["NaN", 1]}"#), "share `NaN` cannot be read");
    refused(
        &row(r#"{"memberships": [0.7, 0.4]}"#),
        "criteria[0].judged.memberships: sums to `1.1`: give a row that sums to more than 0 and at most 1, or ask for",
    );
    refused(
        &with(
            r#""row_sum": "one", "criteria": [{"id": "a", "weight": 1, "judged": {"memberships": [0.5, 0.4]}}]"#,
        ),
        "criteria[0].judged.memberships: sums to `0.9`: give a row that sums to 1",
    );
    refused(
        &with(
            r#""row_sum": "free", "criteria": [{"id": "a", "weight": 1, "judged": {"memberships": [0, 0]}}]"#,
        ),
        "criteria[0].judged.memberships: sums to `0`: give a row that sums to more than 0",
    );
    refused(
        &with(r#""criteria": [{"id": "a", "weight": 0, "judged": {"counts": [1, 2]}}]"#),
        "criteria: the weights sum to 0: give at least one criterion a weight above 0",
    );
    refused(
        &row(r#"{"criteria": [{"id": "a", "weight": 1, "judged": {"counts": [1, 2]}}]}"#),
        "criteria[0].judged.criteria[0].id: `a` stands already at criteria[0].id: give each criterion once",
    );
    let mut deep = r#"{"counts": [1, 2]}"#.to_owned();
    for level in 0..20 {
        deep = format!(r#"{{"criteria": [{{"id": "{level}", "weight": 1, "judged": {deep}}}]}}"#);
    }
    let error = serde_json::from_str::<FuzzyEvaluation>(&row(&deep)).unwrap_err().to_string();
    assert!(error.contains(": `21` levels are out of range: give 1 to 20"), "{error}");

    let faint = with(
        r#""composition": "max_product", "criteria": [
            {"id": "a", "weight": 1, "judged": {"memberships": ["0.000000001", 0]}},
            {"id": "b", "weight": 1, "judged": {"memberships": ["0.000000001", 0]}},
            {"id": "c", "weight": 1, "judged": {"memberships": ["0.000000001", 0]}}]"#,
    );
    let faint: FuzzyEvaluation = serde_json::from_str(&faint).unwrap();
    assert_eq!(
        faint.evaluate().unwrap_err().to_string(),
        "criteria: all memberships together round to 0: give criteria of more weight the greater memberships"
    );
}
