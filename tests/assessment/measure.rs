use service_quality::assessment::{ChecklistMeasure, Portion};

use super::{call, form, read};

fn observe(measure: &str, settings: &str, marks: &str) -> Portion {
    read::<ChecklistMeasure>(measure).observe(&call(settings), &form(marks)).unwrap()
}

const fn count(k: u64, n: u64) -> Portion {
    Portion::Count { k, n }
}

fn points(earned: i32, among: i32) -> Portion {
    Portion::Points { earned: earned.into(), among: among.into() }
}

const EMPATHY: &str = r#"{"item_pass_rate": {"items": ["greet", "listen"]}}"#;
const WHOLE: &str = r#"{"completeness": {}}"#;
const TWO: &str = r#"{"completeness": {"items": ["listen", "note"]}}"#;
const COMPLIANCE: &str = r#"{"critical_accuracy": "compliance"}"#;
const CUSTOMER: &str = r#"{"critical_accuracy": "customer"}"#;
const NONCRITICAL: &str = r#""noncritical_error_rate""#;

#[test]
fn measures_of_one_form() {
    let good = r#""greet": "passed", "verify": "passed", "solve": "passed", "listen": {"points": 5}, "note": "failed""#;
    let bad = r#""greet": "passed", "verify": "failed", "solve": "passed", "listen": "passed", "note": "not_applicable""#;
    let part = r#""greet": "passed", "verify": "passed", "listen": "not_checked""#;
    let none = r#""greet": "not_applicable", "verify": "not_applicable", "solve": "not_applicable",
        "listen": "not_applicable", "note": "not_applicable""#;
    let (absent, missing) = (Portion::NotApplicable, Portion::Missing);
    // On a form that is whole, one with an error, one half done, one where nothing applies, one left blank.
    let table = [
        (r#""points""#, [points(55, 100), points(55, 70), missing, absent, missing]),
        (r#""pass_rate""#, [count(1, 1), count(0, 1), missing, absent, missing]),
        (COMPLIANCE, [count(1, 1), count(0, 1), count(1, 1), absent, missing]),
        (CUSTOMER, [count(1, 1), count(1, 1), missing, absent, missing]),
        (EMPATHY, [count(1, 2), count(2, 2), count(1, 1), absent, missing]),
        (NONCRITICAL, [count(2, 3), count(0, 2), count(0, 1), absent, missing]),
        (WHOLE, [count(3, 5), count(3, 4), count(2, 5), absent, missing]),
        (TWO, [count(0, 2), count(1, 1), missing, absent, missing]),
    ];
    for (measure, expected) in table {
        for (marks, expected) in [good, bad, part, none, ""].into_iter().zip(expected) {
            assert_eq!(observe(measure, "", marks), expected, "{measure} of {marks}");
        }
    }
    let uncritical =
        r#""greet": "passed", "verify": "not_applicable", "solve": "not_applicable", "note": "failed""#;
    assert_eq!(observe(r#""pass_rate""#, "", uncritical), absent);
    // A form that was knocked out has lost all its points, and one that covers enough counts as far as it was checked.
    assert_eq!(observe(r#""points""#, r#""critical_rule": "zero_score","#, bad), points(0, 70));
    let error = r#""verify": "failed", "note": "not_applicable""#;
    assert_eq!(observe(r#""points""#, r#""critical_rule": "zero_score","#, error), points(0, 70));
    assert_eq!(observe(r#""points""#, r#""min_coverage": "0.25","#, part), points(25, 25));
}

#[test]
fn a_measure_of_nothing_is_refused() {
    let message = |measure: &str, settings: &str| {
        read::<ChecklistMeasure>(measure).check(&call(settings)).unwrap_err().to_string()
    };
    assert_eq!(
        message(r#""pass_rate""#, r#""critical_rule": "no_effect","#),
        "measure `pass rate` finds nothing in checklist `call`: give it a pass mark or critical items that fail the form"
    );
    assert_eq!(
        message(r#"{"critical_accuracy": "business"}"#, ""),
        "measure `business-critical accuracy` finds nothing in checklist `call`: give it items that are critical so"
    );
    assert_eq!(
        message(r#"{"item_pass_rate": {"items": []}}"#, ""),
        "measure `item pass rate` finds nothing in checklist `call`: name at least one of its items"
    );
    assert_eq!(
        message(r#"{"completeness": {"items": ["note", "stamp"]}}"#, ""),
        "measure `completeness`: item `stamp` is unknown: give an item of checklist `call`"
    );
    let error =
        read::<ChecklistMeasure>(r#""points""#).observe(&call(""), &form(r#""x": "passed""#)).unwrap_err();
    assert_eq!(error.to_string(), "inspection `I-1`: item `x` is unknown: give an item of checklist `call`");
}
