use service_quality::assessment::{AgreementTally, Assessor, NoAgreement, ScaleLevel};

use super::{bytes, rated, read, refused};

/// One row a rater, one column a subject; `.` where the rater did not rate.
fn tally(raters: &[&str]) -> AgreementTally {
    let rows: Vec<Vec<&str>> = raters.iter().map(|row| row.split_whitespace().collect()).collect();
    let mut tally = AgreementTally::default();
    for subject in 0..rows[0].len() {
        let values = rows.iter().filter_map(|row| row[subject].parse().ok());
        let ratings: Vec<_> = values.map(|value| (Assessor::Internal, value)).collect();
        if !ratings.is_empty() {
            tally.record(&rated(&subject.to_string(), ratings)).unwrap();
        }
    }
    tally
}

#[track_caller]
fn alphas(tally: &AgreementTally, nominal: &str, ordinal: &str, interval: &str) {
    let expected =
        [(ScaleLevel::Nominal, nominal), (ScaleLevel::Ordinal, ordinal), (ScaleLevel::Interval, interval)];
    for (level, alpha) in expected {
        assert_eq!(tally.alpha(level).unwrap().to_string(), alpha, "{level:?}");
    }
}

#[test]
fn the_reference_case() {
    // Case reliability-0019, by the Python package krippendorff 0.9.0.
    let calibration = tally(&[
        "5 5 1 3 2 2 3 1 3 4 2 4 5 . 1 1 3 3 5 4",
        ". 4 1 4 . 3 3 2 . . 1 4 5 3 1 1 . . 4 .",
        "5 5 1 2 4 2 . 1 1 3 3 . 5 2 2 . 3 . 4 .",
    ]);
    alphas(&calibration, "0.344913151", "0.769052694", "0.774853801");
    assert_eq!((calibration.units(), calibration.unpaired()), (18, 2));
}

#[test]
fn the_published_example() {
    // K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): 0.743, 0.815, 0.849.
    let observers = tally(&[
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]);
    let rounded = |level| observers.alpha(level).unwrap().rounded(3).to_string();
    assert_eq!(
        [ScaleLevel::Nominal, ScaleLevel::Ordinal, ScaleLevel::Interval].map(rounded),
        ["0.743", "0.815", "0.849"]
    );
}

#[test]
fn worked_by_hand() {
    // Always the other one: 4 of 4 places disagree, 8 of 12 by chance.
    alphas(&tally(&["1 2", "2 1"]), "-0.5", "-0.5", "-0.5");
    assert_eq!(tally(&["1 2", "2 1"]).pairwise().unwrap().to_string(), "0");
    // 1 − 5 · (2 · 1² + 0) / (2 · 9) of interval data 1 1 | 1 2 | 2 2 is what nominal data gives too.
    alphas(&tally(&["1 1 2", "1 2 2"]), "0.444444444", "0.444444444", "0.444444444");
    alphas(&tally(&["1 2 3", "1 2 3", ". 2 3"]), "1", "1", "1");
}

#[test]
fn undefined_is_said() {
    let once = tally(&["1 . 3", ". 2 ."]);
    for level in [ScaleLevel::Nominal, ScaleLevel::Ordinal, ScaleLevel::Interval] {
        assert_eq!(once.alpha(level), Err(NoAgreement::NoPairs));
        assert_eq!(tally(&["4 4", "4 4"]).alpha(level), Err(NoAgreement::NoVariation));
    }
    assert_eq!((once.pairwise(), once.unpaired(), once.pairs()), (Err(NoAgreement::NoPairs), 3, 0));
    assert_eq!(tally(&["4 4", "4 4"]).pairwise().unwrap().to_string(), "1");
    // A subject rated once, at another value than all that have a pair, changes nothing.
    assert_eq!(tally(&["4 4 5", "4 4 ."]).alpha(ScaleLevel::Nominal), Err(NoAgreement::NoVariation));
}

#[test]
fn groups_of_many_sizes_come_out_or_say_that_they_do_not() {
    // Sizes 2 to 80 share a denominator below 2^128, 2 to 200 do not.
    let of = |largest: usize| {
        let mut tally = AgreementTally::default();
        for size in 2..=largest {
            let values = (0..size).map(|index| (Assessor::Customer, i32::from(index % 3 == 0)));
            tally.record(&rated(&size.to_string(), values.collect::<Vec<_>>())).unwrap();
        }
        tally.alpha(ScaleLevel::Nominal)
    };
    assert!(of(80).unwrap() < 0.into());
    assert_eq!(of(200), Err(NoAgreement::OutOfRange));
}

#[test]
fn limits_refuse_and_leave_no_trace() {
    let mut tally = tally(&["1 2", "2 1"]);
    let before = bytes(&tally);
    tally.record_values([]).unwrap();
    let many = rated("crowd", (0..1_001).map(|_| (Assessor::Customer, 1)));
    let error = tally.record(&many).unwrap_err().to_string();
    assert_eq!(
        error,
        "agreement tally is full: ratings of one subject would exceed 1000; tally a sample of them"
    );
    let fine = rated("fine", (0..201).map(|value| (Assessor::Customer, value)));
    let error = tally.record(&fine).unwrap_err().to_string();
    assert_eq!(
        error,
        "agreement tally is full: values that differ would exceed 200; round the ratings to the steps of their scale"
    );
    assert_eq!(bytes(&tally), before);
    tally.record(&rated("steps", (0..200).map(|value| (Assessor::Customer, value)))).unwrap();
    assert_eq!(read::<AgreementTally>(&bytes(&tally)), tally);
}

#[test]
fn stored_forms_are_checked() {
    assert_eq!(
        bytes(&tally(&["1 1 1 3", "2 1 1 .", "2 . . ."])),
        r#"{"version":1,"unpaired":1,"sizes":[{"size":2,"pairs":[["1","1",2]]},{"size":3,"pairs":[["1","2",2],["2","2",1]]}]}"#
    );
    let of = |sizes: &str| format!(r#"{{"version": 1, "sizes": [{sizes}]}}"#);
    let size = |given| {
        format!("agreement tally: sizes[{given} does not fit: give 2 to 1000, each size once and in order")
    };
    refused::<AgreementTally>(&of(r#"{"size": 1, "pairs": []}"#), &size("0].size `1`"));
    refused::<AgreementTally>(&of(r#"{"size": 1001, "pairs": []}"#), &size("0].size `1001`"));
    let one = r#"{"size": 2, "pairs": [[1, 1, 2]]}"#;
    refused::<AgreementTally>(&of(&format!("{one}, {one}")), &size("1].size `2`"));
    let pairs = "does not fit: give the lesser value first, a count, each pair once and in order";
    for given in ["2, 1, 1", "1, 2, 0"] {
        let expected = format!("agreement tally: sizes[0].pairs `{given}` {pairs}");
        refused::<AgreementTally>(&of(&format!(r#"{{"size": 2, "pairs": [[{given}]]}}"#)), &expected);
    }
    let twice = r#"{"size": 2, "pairs": [[1, 2, 1], [1, 2, 1]]}"#;
    refused::<AgreementTally>(&of(twice), &format!("agreement tally: sizes[0].pairs `1, 2, 1` {pairs}"));
    // Three raters make three pairs; 1 2, 1 2, 1 2 are not those of any three values.
    for (given, sum) in [("[1, 1, 2]", 2), ("[1, 2, 3]", 3)] {
        refused::<AgreementTally>(
            &of(&format!(r#"{{"size": 3, "pairs": [{given}]}}"#)),
            &format!(
                "agreement tally: sizes[0].pairs `{sum}` does not fit: give the pairs of whole groups of that size"
            ),
        );
    }
    refused::<AgreementTally>(
        r#"{"version": 9, "matrix": []}"#,
        "tally format version `9` is unknown: this build reads version 1",
    );
}
