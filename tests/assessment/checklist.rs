use service_quality::assessment::{
    Checklist, Criticality, Finding, Inspection, InspectionResult, Item, Mark,
};
use service_quality::quantity::Name;
use service_quality::ticket::{Condition, Facts};

use super::{call, form, read, refused};

fn assess(settings: &str, marks: &str) -> InspectionResult {
    call(settings).assess(&form(marks)).unwrap()
}

const ALL: &str = r#""greet": "passed", "verify": "passed", "solve": "passed", "listen": {"points": "12.5"}, "note": "failed""#;

#[test]
fn a_form_comes_to() {
    // Settings of the checklist, marks, and the sentence.
    let table = [
        ("", ALL.to_owned(), "62.5 %, 62.5 of 100 points, passed"),
        (r#""pass_mark": "0.625","#, ALL.to_owned(), "62.5 %, 62.5 of 100 points, passed"),
        (
            r#""pass_mark": "0.625000001","#,
            ALL.to_owned(),
            "62.5 %, 62.5 of 100 points, failed: below the pass mark of 62.5000001 %",
        ),
        // Without a pass mark, and with critical items that fail nothing, nothing decides.
        (r#""critical_rule": "no_effect","#, ALL.to_owned(), "62.5 %, 62.5 of 100 points"),
        (
            r#""critical_rule": "no_effect", "pass_mark": "0.5","#,
            ALL.replace(r#""solve": "passed""#, r#""solve": "failed""#),
            "37.5 %, 37.5 of 100 points, failed: customer-critical error at `solve`, below the pass mark of 50 %",
        ),
        (
            r#""pass_mark": "0.3","#,
            ALL.replace(r#""solve": "passed""#, r#""solve": {"points": 0}"#),
            "37.5 %, 37.5 of 100 points, failed: customer-critical error at `solve`",
        ),
        (
            r#""critical_rule": "zero_score","#,
            ALL.replace(r#""solve": "passed""#, r#""solve": "failed""#),
            "0 %, 37.5 of 100 points, failed: customer-critical error at `solve`",
        ),
        // All of its points are a pass, whichever way that is said.
        (
            "",
            ALL.replace(r#""solve": "passed""#, r#""solve": {"points": 25}"#),
            "62.5 %, 62.5 of 100 points, passed",
        ),
        // What does not apply leaves both sides: 32.5 of 70.
        (
            "",
            ALL.replace(r#""note": "failed""#, r#""note": "not_applicable""#),
            "89.2857143 %, 62.5 of 70 points, passed",
        ),
    ];
    for (settings, marks, sentence) in table {
        assert_eq!(assess(settings, &marks).to_string(), sentence, "{settings} {marks}");
    }
}

#[test]
fn what_does_not_apply_gives_no_score() {
    let none =
        ["greet", "verify", "solve", "listen", "note"].map(|item| format!(r#""{item}": "not_applicable""#));
    for settings in ["", r#""pass_mark": 0,"#, r#""critical_rule": "zero_score", "min_coverage": 0,"#] {
        let assessed = assess(settings, &none.join(","));
        assert_eq!((assessed.score, assessed.raw_score, assessed.passed), (None, None, None));
        assert_eq!(assessed.to_string(), "no score: nothing applies");
    }
}

#[test]
fn what_was_not_checked_is_an_absence() {
    let gap = r#""greet": "passed", "verify": "passed", "solve": "passed", "listen": "not_checked""#;
    let covered = "50 % checked, which leaves 50 to 100 %";
    let unseen = "`listen` not checked, `note` not checked";
    // Marks that are left out were not made either.
    let table = [
        ("", format!("no score, 50 of 50 points, passed: {unseen}, {covered}")),
        (r#""pass_mark": "0.5","#, format!("no score, 50 of 50 points, passed: {unseen}, {covered}")),
        (r#""pass_mark": "0.6","#, format!("no score, 50 of 50 points, undecided: {unseen}, {covered}")),
        (r#""min_coverage": "0.6","#, format!("no score, 50 of 50 points, passed: {unseen}, {covered}")),
        (
            r#""min_coverage": "0.5", "pass_mark": "0.6","#,
            format!("100 %, 50 of 50 points, passed: {unseen}, {covered}"),
        ),
    ];
    for (settings, sentence) in table {
        assert_eq!(assess(settings, gap).to_string(), sentence, "{settings}");
    }

    let failing =
        assess(r#""pass_mark": "0.9","#, r#""verify": "passed", "solve": "passed", "note": "failed""#);
    assert_eq!(failing.passed, Some(false));
    assert!(
        failing.to_string().ends_with("which leaves 40 to 70 %, below the pass mark of 90 %"),
        "{failing}"
    );

    // A critical item that nobody looked at leaves the verdict open, one that failed does not.
    let open = assess(r#""min_coverage": 0,"#, r#""verify": "passed", "greet": "failed""#);
    assert_eq!((open.score.map(|score| score.to_string()).as_deref(), open.passed), (Some("0.6"), None));
    assert_eq!(open.findings.last(), Some(&Finding::Undecided));
    let lost = assess(r#""critical_rule": "zero_score","#, r#""verify": "failed""#);
    assert_eq!((lost.score, lost.raw_score, lost.passed), ("0".parse().ok(), None, Some(false)));
    assert_eq!(lost.findings.last(), Some(&Finding::KnockedOut { from: None }));
    assert_eq!(lost.not_checked().count(), 4);

    let blank = assess(r#""min_coverage": 0, "pass_mark": 0,"#, "");
    assert_eq!((blank.score, blank.passed), (None, None));
}

#[test]
fn findings_are_in_order() {
    let assessed = assess(
        "",
        r#""greet": {"points": 4}, "verify": "failed", "solve": "not_applicable", "listen": "passed""#,
    );
    let told: Vec<_> = assessed.findings.iter().map(ToString::to_string).collect();
    let expected = [
        "`greet` earned 4 of 10 points",
        "`verify` earned 0 of 15 points",
        "compliance-critical error at `verify`",
        "`solve` not applicable",
        "`note` not checked",
        "60 % checked, which leaves 32 to 72 %",
    ];
    assert_eq!(told, expected);
    let errors: Vec<_> = assessed.critical_errors().collect();
    assert_eq!(errors, [(&"verify".parse().unwrap(), Criticality::Compliance)]);
}

#[test]
fn an_inspection_is_judged_by_conditions() {
    let inspection: Inspection = read(
        r#"{"id": "I-1", "checklist": "call", "version": "2026", "at": "2026-03-02T09:00:00Z", "inspector": "Kim",
            "notice": "unannounced", "subject": "call-7", "attributes": {"branch": "north"}, "marks": {}}"#,
    );
    assert!(Condition::equals("branch".parse().unwrap(), "north").matches(&inspection));
    assert!(inspection.fact(&"@age".parse().unwrap()).is_none());
    for (name, value) in
        [("notice", "unannounced"), ("inspector", "Kim"), ("subject", "call-7"), ("checklist", "call")]
    {
        let is = |value: &str| Condition::equals(name.parse().unwrap(), value);
        assert!(is(value).matches(&inspection), "{name}");
        // What the host says of itself under that name comes first.
        let named = inspection.clone().with_attribute(name.parse().unwrap(), "other");
        assert!(is("other").matches(&named) && !is(value).matches(&named), "{name}");
    }
    let bare = form("");
    for name in ["notice", "inspector", "subject", "version"] {
        assert!(bare.fact(&name.parse().unwrap()).is_none(), "{name}");
    }
}

#[test]
fn a_foreign_form_is_refused() {
    let checklist = call("");
    let message = |inspection: &Inspection| checklist.assess(inspection).unwrap_err().to_string();
    let old = Inspection::new(
        "I-1".parse().unwrap(),
        "call".parse().unwrap(),
        "2025".parse().unwrap(),
        super::at(),
    );
    assert_eq!(
        message(&old),
        "inspection `I-1` is of checklist `call` version `2025`: judge it by that one, not by `call` version `2026`"
    );
    assert_eq!(
        message(&form(r#""gret": "passed", "note": "passed""#)),
        "inspection `I-1`: item `gret` is unknown: give an item of checklist `call`"
    );
    assert_eq!(
        message(&form(r#""greet": {"points": "10.5"}"#)),
        "inspection `I-1`: item `greet`: points `10.5` are out of range: give 0 to 10"
    );
}

#[test]
fn a_critical_item_passes_or_fails() {
    let part = form(r#""greet": {"points": 4}, "solve": {"points": "24.9"}"#);
    let told =
        "inspection `I-1`: critical item `solve`: points `24.9` are a part of 25: give passed or failed";
    assert_eq!(call("").check(&part).unwrap_err().to_string(), told);
    assert_eq!(call(r#""critical_rule": "no_effect","#).assess(&part).unwrap_err().to_string(), told);
    for points in ["0", "25"] {
        assert!(call("").check(&form(&format!(r#""solve": {{"points": {points}}}"#))).is_ok());
    }
}

#[test]
fn a_checklist_without_items_or_with_twins_is_refused() {
    let item =
        |id: &str| Item::new(id.parse().unwrap(), Name::new("x").unwrap(), "1".parse().unwrap()).unwrap();
    let checklist = |items: Vec<Item>| {
        let name = Name::new("x").unwrap();
        Checklist::new("c".parse().unwrap(), "1".parse().unwrap(), name, items)
            .map_err(|error| error.to_string())
    };
    assert_eq!(checklist(vec![]).unwrap_err(), "checklist `c`: `0` items are out of range: give 1 to 10000");
    assert!(checklist((0..10_000).map(|index| item(&index.to_string())).collect()).is_ok());
    assert_eq!(
        checklist((0..10_001).map(|index| item(&index.to_string())).collect()).unwrap_err(),
        "checklist `c`: `10001` items are out of range: give 1 to 10000"
    );
    assert_eq!(
        checklist(vec![item("a"), item("b"), item("a")]).unwrap_err(),
        "checklist `c`: items[2] is another `a`: give each item its own id"
    );
}

#[test]
fn documents_are_refused_where_they_are_wrong() {
    refused::<Item>(
        r#"{"id": "a", "name": {"en": "A"}, "points": 0}"#,
        "item `a`: points `0` are out of range: give more than 0, at most 1000000",
    );
    refused::<Item>(
        r#"{"id": "a", "name": {"en": "A"}, "points": 1, "critical": "all"}"#,
        "unknown variant `all`, expected one of `customer`, `business`, `compliance`",
    );
    refused::<Checklist>(
        r#"{"id": "c", "version": "1", "name": {"en": "C"}, "pass_mark": 80, "items": []}"#,
        "share `80` is out of range: give 0 to 1",
    );
    refused::<Mark>(r#"{"points": -1}"#, "weight `-1` is out of range: give 0 to 1000000");
    refused::<Mark>(
        r#""ok""#,
        "unknown variant `ok`, expected one of `passed`, `failed`, `points`, `not_applicable`, `not_checked`",
    );
    refused::<Inspection>(
        r#"{"id": "I-1", "checklist": "c", "version": "1", "at": "2026-03-02T09:00:00Z",
            "marks": {"a": "passed", "a": "failed"}}"#,
        "`a` is given twice: keep one entry",
    );
}
