use service_quality::assessment::{Assessment, Assessor, AssessorPart, Panel, PanelTally};
use service_quality::quantity::Number;
use service_quality::ticket::Condition;

use super::{bytes, rated, read, refused};

fn tally(assessments: &[Assessment]) -> PanelTally {
    let mut tally = PanelTally::default();
    for assessment in assessments {
        tally.record(assessment).unwrap();
    }
    tally
}

fn figure(text: &str) -> Option<Number> {
    text.parse().ok()
}

#[test]
fn assessors_count_by_weight_not_by_number() {
    use Assessor::{Customer, Internal, ThirdParty};
    let panel: Panel =
        read(r#"{"weights": {"internal": 40, "customer": 40, "third_party": 20}, "min_coverage": "0.8"}"#);
    // Internal 4 and 5; customers 1, 2 and 5.
    let calls = [
        rated("a", [(Internal, 4), (Customer, 1), (Customer, 2)]),
        rated("b", [(Internal, 5), (Customer, 5)]),
    ];
    let both = panel.combine(&tally(&calls)).unwrap();
    // (40 · 9/2 + 40 · 8/3) / 80 = 43/12.
    assert_eq!((both.value, both.spread), (figure("3.583333333"), figure("1.833333333")));
    assert_eq!(
        (both.coverage.to_string().as_str(), both.absent().collect::<Vec<_>>()),
        ("0.8", vec![&ThirdParty])
    );
    let part = |assessor: &str, n, mean: &str, deviation: &str, contribution: &str| {
        read::<AssessorPart>(&format!(
            r#"{{"assessor": "{assessor}", "n": {n}, "mean": {mean}, "deviation": {deviation}, "weight": 40,
                "effective_weight": "0.5", "contribution": {contribution}}}"#
        ))
    };
    assert_eq!(both.parts[0], part("internal", 2, "4.5", "0.707106781", "2.25"));
    assert_eq!(both.parts[1], part("customer", 3, "2.666666667", "2.081665999", "1.333333333"));

    // With the third party there, whole weights; a stranger is told of and counts for nothing.
    let mut more = tally(&calls);
    more.record(&rated("c", [(ThirdParty, 3), ("press".parse().unwrap(), 1)])).unwrap();
    let all = panel.combine(&more).unwrap();
    assert_eq!(all.value, figure("3.466666667"));
    assert_eq!(all.outside().map(ToString::to_string).collect::<Vec<_>>(), ["press"]);
    assert_eq!(
        all.to_string(),
        "3.466666667: internal 4.5 (n 2) adds 1.8, customer 2.666666667 (n 3) adds 1.066666667, third_party 3 (n 1) adds \
         0.6; 100 % of the weight present; not of the panel: press; spread 1.833333333"
    );
}

#[test]
fn an_assessment_is_judged_by_conditions() {
    let call = rated("a", [(Assessor::Internal, 4)]).with_attribute("branch".parse().unwrap(), "north");
    assert!(Condition::equals("branch".parse().unwrap(), "north").matches(&call));
    assert!(!Condition::exists("@rating".parse().unwrap()).matches(&call));
    assert!(Condition::equals("subject".parse().unwrap(), "a").matches(&call));
    let named = call.with_attribute("subject".parse().unwrap(), "the desk");
    assert!(Condition::equals("subject".parse().unwrap(), "the desk").matches(&named));
}

#[test]
fn too_little_weight_is_an_absence() {
    let panel: Panel = read(r#"{"weights": {"internal": "0.7", "customer": "0.3", "self": 0}}"#);
    let combined = panel.combine(&tally(&[rated("a", [(Assessor::Internal, 4)])])).unwrap();
    assert_eq!((combined.value, combined.spread), (None, None));
    assert_eq!(combined.parts[0].effective_weight, None);
    assert_eq!(
        combined.to_string(),
        "no value: 70 % of the weight present, 100 % wanted, without customer, self"
    );
    // Only one of no weight spoke: nothing to divide by, however low the bar.
    let low = panel.with_min_coverage("0".parse().unwrap());
    let combined = low.combine(&tally(&[rated("a", [(Assessor::SelfAssessment, 4)])])).unwrap();
    assert_eq!((combined.value, combined.coverage.to_string().as_str()), (None, "0"));
}

#[test]
fn values_may_be_negative_and_large() {
    let panel: Panel = read(r#"{"weights": {"internal": 1, "customer": 2}}"#);
    let of = |internal: &str, customer: &str| {
        let call: Assessment = read(&format!(
            r#"{{"subject": "a", "at": "2026-03-02T09:00:00Z", "ratings": [
                {{"assessor": "internal", "value": {internal}}}, {{"assessor": "customer", "value": {customer}}}]}}"#
        ));
        panel.combine(&tally(&[call]))
    };
    // (−1 + 0) / 3 and (−5 + 4) / 3: half away from zero is no matter, the sign is.
    assert_eq!(of("-1", "0").unwrap().value, figure("-0.333333333"));
    assert_eq!(of("-5", "2").unwrap().value, figure("-0.333333333"));
    let half = of("-0.000000001", "-0.000000001").unwrap();
    assert_eq!(half.value, figure("-0.000000001"));
    let largest = "1000000000000000";
    assert_eq!(of(largest, largest).unwrap().value, figure(largest));
    let error = of(largest, "-1").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the panel's spread is out of range: give values and counts of fewer digits"
    );
}

#[test]
fn counts_of_any_size_combine() {
    // 16 assessors with 401 to 491 ratings each: their counts have no common multiple below 2^128.
    let names: Vec<Assessor> = (0..16).map(|index| format!("side-{index}").parse().unwrap()).collect();
    let panel = Panel::new(names.iter().map(|name| (name.clone(), "1".parse().unwrap())).collect()).unwrap();
    let mut tally = PanelTally::default();
    for (index, name) in (0_i32..).zip(&names) {
        let ratings = (0..401 + 6 * index).map(|rating| (name.clone(), 3 + rating % 2));
        tally.record(&rated(&name.to_string(), ratings)).unwrap();
    }
    let combined = panel.combine(&tally).unwrap();
    // Of an odd number of ratings 3, 4, 3, .. the mean is 3 + (n − 1) / 2n.
    let mean: f64 =
        (0..16).map(|index| f64::from(401 + 6 * index)).map(|n| 3.5 - 0.5 / n).sum::<f64>() / 16.0;
    let value: f64 = combined.value.unwrap().to_string().parse().unwrap();
    assert!((value - mean).abs() < 1e-9, "{value}, not {mean}");
    let contributions = combined.parts.iter().filter_map(|part| part.contribution);
    assert_eq!(combined.value.map(Number::value), Some(contributions.map(Number::value).sum()));
}

#[test]
fn documents_are_refused_where_they_are_wrong() {
    refused::<Panel>(
        r#"{"weights": {"internal": 0}}"#,
        "panel: all weights are 0: give at least one assessor a weight of more than 0",
    );
    refused::<Panel>(
        r#"{"weights": {"internal": 1, "internal": 2}}"#,
        "`internal` is given twice: keep one entry",
    );
    refused::<Assessment>(
        r#"{"subject": "a", "at": "2026-03-02T09:00:00Z", "ratings": []}"#,
        "assessment of `a` has no ratings: give at least one, or leave the assessment out",
    );
    refused::<PanelTally>(
        r#"{"version": 2, "customers": {}}"#,
        "tally format version `2` is unknown: this build reads version 1",
    );
    for moments in [
        r#"{"n": 0, "sum": "0", "squares": "0"}"#,
        r#"{"n": 2, "sum": "10", "squares": "49"}"#,
        r#"{"n": 1, "sum": "2000000000000000", "squares": "4000000000000000000000000000000"}"#,
    ] {
        let stored = format!(r#"{{"version": 1, "assessors": {{"internal": {moments}}}}}"#);
        let error = serde_json::from_str::<PanelTally>(&stored).unwrap_err().to_string();
        assert!(error.starts_with("panel tally: assessors.internal.n `"), "{error}");
        assert!(error.contains("give at least 1, with sums that so many numbers"), "{error}");
    }
}

#[test]
fn a_full_tally_stays_as_it_was() {
    let stored = r#"{"version":1,"assessors":{"customer":{"n":1,"sum":"1","squares":"1"},"self":{"n":18446744073709551615,"sum":"0","squares":"0"}}}"#;
    let mut full: PanelTally = read(stored);
    let error =
        full.record(&rated("a", [(Assessor::Customer, 1), (Assessor::SelfAssessment, 1)])).unwrap_err();
    assert_eq!(error.to_string(), "panel tally is full: n would exceed 2^64 - 1; read it and begin another");
    assert_eq!(bytes(&full), stored);
}
