use service_quality::assessment::{AgreementTally, Assessor, NoAgreement, Panel, ScaleLevel, kappa};
use service_quality::quantity::Number;

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
fn groups_of_every_size_have_an_alpha() {
    // The denominators 1 to 999 have no common multiple below 2^128.
    let mut tally = AgreementTally::default();
    for size in 2..=1_000 {
        tally.record_values((0..size).map(|index| i32::from(index % 3 == 0).into())).unwrap();
    }
    let (units, ratings) = (999_i64, 500_499);
    assert_eq!((i64::try_from(tally.units()).unwrap(), tally.unpaired()), (units, 0));
    // Of m ratings ⌈m / 3⌉ are ones: by hand, in floats.
    let ones = |m: i32| f64::from((m + 2) / 3);
    let observed: f64 = (2..=1_000).map(|m| ones(m) * (f64::from(m) - ones(m)) / f64::from(m - 1)).sum();
    let all: f64 = (2..=1_000).map(ones).sum();
    let n = f64::from(ratings);
    let expected = 1.0 - (n - 1.0) * observed / (all * (n - all));
    for level in [ScaleLevel::Nominal, ScaleLevel::Ordinal, ScaleLevel::Interval] {
        let alpha: f64 = tally.alpha(level).unwrap().to_string().parse().unwrap();
        assert!((alpha - expected).abs() < 2e-9, "{level:?}: {alpha}, not {expected}");
    }
}

#[test]
fn a_scale_may_have_a_thousand_steps() {
    // 0 to 100 by tenths: two raters always a tenth apart.
    let mut tally = AgreementTally::default();
    for step in 0..1_000_i64 {
        let values = [step, step + 1].map(|tenths| Number::ratio(tenths.into(), 10, 1).unwrap());
        tally.record_values(values).unwrap();
    }
    // 1 − (n − 1) · U · 1² / (n · Σ p² − (Σ p)²), with n = 2000 and the steps 0 to 1000, the inner ones twice.
    let (n, units) = (2_000_i64, 1_000_i64);
    let squares: i64 = (0..1_000_i64).map(|step| step * step + (step + 1) * (step + 1)).sum();
    let sum: i64 = (0..1_000_i64).map(|step| 2 * step + 1).sum();
    let apart = n * squares - sum * sum;
    let expected = Number::ratio((apart - (n - 1) * units).into(), apart.into(), 9).unwrap();
    assert_eq!(tally.alpha(ScaleLevel::Interval), Ok(expected));
    assert!(tally.alpha(ScaleLevel::Ordinal).unwrap() > "0.99".parse().unwrap());
    // All differ, and by chance 2000 · 1999 / 2 pairs less the 999 alike: 1 − 1999 · 1000 / 1 998 001.
    let expected = Number::ratio((-999).into(), 1_998_001, 9).unwrap();
    assert_eq!(tally.alpha(ScaleLevel::Nominal), Ok(expected));
    assert_eq!(read::<AgreementTally>(&bytes(&tally)), tally);
}

#[test]
fn the_largest_numbers_have_an_alpha() {
    let mut tally = AgreementTally::default();
    for [one, other] in [["1e15", "1e15"], ["-1e15", "-1e15"], ["0", "1"]] {
        tally.record_values([one, other].map(|value| value.parse().unwrap())).unwrap();
    }
    // 1 − 5 · 1 / (24 · 10^30 + 5), and 1 − 5 · 1 / 13.
    assert_eq!(tally.alpha(ScaleLevel::Interval), Ok(1.into()));
    assert_eq!(tally.alpha(ScaleLevel::Nominal).unwrap().to_string(), "0.615384615");
    // As many subjects as pairs can be counted.
    let most: AgreementTally = read(
        r#"{"version": 1, "subjects": [{"n": 9223372036854775807, "ratings": {"0": 2}}, {"n": 9223372036854775807, "ratings": {"1": 2}}]}"#,
    );
    assert_eq!(most.alpha(ScaleLevel::Ordinal), Ok(1.into()));
}

#[test]
fn agreement_is_among_those_who_are_chosen() {
    let mut evaluators = AgreementTally::default();
    let calls = [[4, 4, 1, 2], [5, 5, 2, 1], [3, 3, 5, 5]];
    for (call, [one, other, customer, guest]) in calls.into_iter().enumerate() {
        use Assessor::{Customer, Internal};
        let ratings = [(Internal, one), (Customer, customer), (Internal, other), (Customer, guest)];
        let call = rated(&call.to_string(), ratings);
        evaluators.record_of(&call, |assessor| *assessor == Internal).unwrap();
        evaluators.record_of(&call, |assessor| *assessor == Assessor::ThirdParty).unwrap();
    }
    assert_eq!((evaluators.units(), evaluators.unpaired()), (3, 0));
    alphas(&evaluators, "1", "1", "1");
}

#[test]
fn kappa_compares_two_sides() {
    use Assessor::{Customer, Internal, ThirdParty};
    // Verdicts 1 1, 1 2, 2 2, 3 3; of several ratings the lower median, and of a side that is silent nothing.
    let calls = [
        rated("a", [(Internal, 1), (Customer, 1), (Customer, 9), (Customer, 1)]),
        rated("b", [(Customer, 2), (Internal, 1), (Customer, 3)]),
        rated("c", [(Internal, 2), (Customer, 2), (ThirdParty, 7)]),
        rated("d", [(Internal, 3), (Customer, 3)]),
        rated("e", [(Internal, 5)]),
    ];
    let both = kappa(&calls, &Internal, &Customer).unwrap();
    // Alike 3 / 4, by chance (2 · 1 + 1 · 2 + 1 · 1) / 16.
    assert_eq!((both.n, both.observed, both.expected), (4, 0.75, 0.3125));
    assert_eq!(kappa(&calls, &Customer, &Internal).unwrap().unweighted, both.unweighted);

    let refused = |one, other| kappa(&calls, one, other).unwrap_err().to_string();
    assert_eq!(
        refused(&Internal, &Internal),
        "kappa of `internal` with itself: give two different assessors"
    );
    let nobody = "too few subjects rated by both, 0: give at least 1";
    assert_eq!(refused(&Internal, &Assessor::SelfAssessment), nobody);
    assert_eq!(
        kappa(&calls[3..], &Internal, &Customer).unwrap_err().to_string(),
        "too few categories, 1: give at least 2"
    );
    let fine = |value: i32| rated(&value.to_string(), [(Internal, value), (Customer, value)]);
    let fine: Vec<_> = (0..1_002).map(fine).collect();
    assert!(kappa(&fine[..1_001], &Internal, &Customer).is_ok());
    assert_eq!(
        kappa(&fine, &Internal, &Customer).unwrap_err().to_string(),
        "table of kappa is full: values that differ would exceed 1001; round the ratings to the steps of their scale"
    );
}

#[test]
fn a_panel_reports_how_far_it_agrees() {
    use Assessor::{Customer, Internal, SelfAssessment, ThirdParty};
    let panel: Panel =
        read(r#"{"weights": {"internal": 1, "customer": 1, "third_party": 0}, "min_coverage": 0}"#);
    let calls = [
        rated("a", [(Internal, 1), (Customer, 1), (SelfAssessment, 5)]),
        rated("b", [(Internal, 1), (Customer, 2), (SelfAssessment, 5)]),
        rated("c", [(Internal, 2), (Customer, 2), (SelfAssessment, 5)]),
    ];
    let report = panel.report(&calls).unwrap();
    let mut tally = AgreementTally::default();
    for call in &calls {
        tally.record_of(call, |assessor| panel.weights().contains_key(assessor)).unwrap();
    }
    assert_eq!(report.alphas.get(&ScaleLevel::Nominal), Some(&"0.444444444".parse().unwrap()));
    assert_eq!((report.alphas.len(), report.pairwise), (3, tally.pairwise().ok()));
    assert_eq!(report.combined.value, Some("1.5".parse().unwrap()));
    let pairs: Vec<_> = report.kappas.iter().map(|pair| (&pair.one, &pair.other, pair.kappa.n)).collect();
    assert_eq!(pairs, [(&Internal, &Customer, 3)], "nobody of the third party rated");

    let silent = panel.report(&[rated("a", [(ThirdParty, 3)])]).unwrap();
    assert_eq!((silent.alphas.len(), silent.pairwise, silent.kappas.len()), (0, None, 0));
    assert_eq!(silent.combined.value, None);
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
    assert_eq!(bytes(&tally), before);

    // A thousand subjects of a thousand values each, no two alike, fill it; all that is known still fits.
    let subject = |index: i32| (0..1_000).map(move |value| Number::from(value + index));
    let mut full = AgreementTally::default();
    for index in 0..1_000 {
        full.record_values(subject(index)).unwrap();
    }
    full.record_values(subject(7)).unwrap();
    full.record_values([1.into()]).unwrap();
    let (units, unpaired) = (full.units(), full.unpaired());
    let wanted = "agreement tally is full: values of subjects rated each in another way would exceed 1000000; \
        round the ratings";
    assert_eq!(full.record_values([1.into(), 2.into()]).unwrap_err().to_string(), wanted);
    assert_eq!(full.merge(&tally).unwrap_err().to_string(), wanted);
    assert_eq!((full.units(), full.unpaired()), (units, unpaired));
    tally.merge(&AgreementTally::default()).unwrap();
    assert_eq!(bytes(&tally), before);
}

#[test]
fn stored_forms_are_those_that_ratings_give() {
    assert_eq!(
        bytes(&tally(&["1 1 1 3", "2 1 1 .", "2 . . ."])),
        r#"{"version":1,"unpaired":1,"subjects":[{"n":2,"ratings":{"1":2}},{"n":1,"ratings":{"1":1,"2":2}}]}"#
    );
    // Six pairs of 1 and 2 and none of two alike, which no two groups of three give, cannot be said.
    refused::<AgreementTally>(
        r#"{"version": 1, "sizes": [{"size": 3, "pairs": [["1", "2", 6]]}]}"#,
        "unknown field `sizes`, expected one of `version`, `unpaired`, `subjects`",
    );
    let of = |subjects: &str| format!(r#"{{"version": 1, "subjects": [{subjects}]}}"#);
    let ratings = "give 2 to 1000 ratings, of each value at least 1";
    for (given, told) in [
        ("", ""),
        (r#""1": 1"#, "1: 1"),
        (r#""1": 2, "2": 0"#, "1: 2, 2: 0"),
        (r#""1": 1000, "-2.5": 1"#, "-2.5: 1, 1: 1000"),
        (r#""1": 4294967295, "2": 4294967295"#, "1: 4294967295, 2: 4294967295"),
    ] {
        refused::<AgreementTally>(
            &of(&format!(r#"{{"n": 1, "ratings": {{{given}}}}}"#)),
            &format!("agreement tally: subjects[0].ratings `{told}` does not fit: {ratings}"),
        );
    }
    refused::<AgreementTally>(
        &of(r#"{"n": 0, "ratings": {"1": 2}}"#),
        "agreement tally: subjects[0].n `0` does not fit: give at least 1",
    );
    refused::<AgreementTally>(
        &of(r#"{"n": 1, "ratings": {"1": 2}}, {"n": 1, "ratings": {"1.0": 2}}"#),
        "agreement tally: subjects[1].ratings `1: 2` does not fit: give each combination of ratings once",
    );
    refused::<AgreementTally>(
        &of(r#"{"n": 18446744073709551615, "ratings": {"1": 3}}"#),
        "agreement tally is full: pairs would exceed 2^64 - 1; merge fewer tallies",
    );
    refused::<AgreementTally>(
        r#"{"version": 9, "matrix": []}"#,
        "tally format version `9` is unknown: this build reads version 1",
    );
}
