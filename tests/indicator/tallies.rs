//! Tallies: stored forms that are refused, full counters, misfits, absence.

use service_quality::indicator::{
    Absence, MeanTally, QuantileTally, RateTally, RatioTally, Readout, ShareTally, SignificantFigures, Tally,
    TallyError, TotalTally,
};
use service_quality::quantity::{Number, Share};

use super::refused;

#[test]
fn later_formats_are_refused_by_their_version() {
    let unknown = "tally format version `2` is unknown: this build reads version 1";
    refused::<Tally>(r#"{"version":2,"sketch":{"k":1}}"#, unknown);
    refused::<Tally>(r#"{"share":{"k":1,"n":1},"version":2}"#, unknown);
    refused::<Tally>(r#"{"share":{"k":1,"n":1}}"#, "missing field `version`");
    refused::<Tally>(
        r#"{"version":1,"share":{"k":1,"n":1},"rate":{"count":1,"exposure":"1","n":1}}"#,
        "tally: kinds `2` does not fit: give exactly one of `share`, `mean`, `rate`, `quantile`, `total`, `ratio`, `survey`, `panel`, `agreement`",
    );
    refused::<Tally>(r#"{"version":1}"#, "tally: kinds `0` does not fit: give exactly one of");
}

#[test]
fn stored_forms_that_no_records_give_are_refused() {
    refused::<ShareTally>(r#"{"k":3,"n":2}"#, "share tally: k `3` does not fit: give at most n, 2");
    refused::<ShareTally>(r#"{"k":3,"n":-2}"#, "invalid value: integer `-2`, expected u64");
    refused::<RateTally>(
        r#"{"count":3,"exposure":"-1","n":1}"#,
        "rate tally: exposure `-1` does not fit: give 0 or more",
    );
    let no_record = "rate tally: n `0` does not fit: give at least 1, or neither events nor exposure";
    refused::<RateTally>(r#"{"count":3,"exposure":"0","n":0}"#, no_record);
    refused::<RateTally>(r#"{"count":0,"exposure":"0.5","n":0}"#, no_record);
    refused::<RateTally>(r#"{"count":3,"exposure":"1"}"#, "missing field `n`");

    let sums = "mean tally: n `2` does not fit: give sums that n numbers within 10^15 of 0 can have";
    refused::<MeanTally>(r#"{"n":2,"sum":"3","squares":"4.4"}"#, sums);
    refused::<MeanTally>(r#"{"n":2,"sum":"0","squares":"2000000000000000000000000000001"}"#, sums);
    refused::<MeanTally>(r#"{"n":0,"sum":"0.1","squares":"1"}"#, "mean tally: n `0` does not fit");
    refused::<MeanTally>(r#"{"n":1,"sum":"NaN","squares":"1"}"#, "sum `NaN` cannot be read: give a decimal");
    refused::<MeanTally>(r#"{"n":1,"sum":"1","squares":"-1"}"#, "sum of squares `-1` cannot be read");
    refused::<MeanTally>(
        r#"{"n":1,"sum":"0.0000000001","squares":"0"}"#,
        "sum `0.0000000001` cannot be read",
    );
    let long = format!(r#"{{"n":1,"sum":"{}","squares":"1"}}"#, "9".repeat(10_000_000));
    let error = serde_json::from_str::<MeanTally>(&long).unwrap_err().to_string();
    assert!(error.len() < 300, "{} bytes", error.len());

    let cell = "quantile tally: cell `5000` does not fit: give ascending pairs of a cell's least value";
    let quantile = |rest: &str| format!(r#"{{"figures":3,{rest}}}"#);
    refused::<QuantileTally>(&quantile(r#""min":5000,"max":5000,"cells":[[5000,0]]"#), cell);
    refused::<QuantileTally>(&quantile(r#""min":5000,"max":5000,"cells":[[5000,1],[5000,1]]"#), cell);
    refused::<QuantileTally>(
        &quantile(r#""min":5001,"max":5001,"cells":[[5001,1]]"#),
        "quantile tally: cell `5001`",
    );
    refused::<QuantileTally>(
        &quantile(r#""min":5004,"max":5000,"cells":[[5000,1]]"#),
        "quantile tally: min `5004` does not fit: give a value of the first cell",
    );
    refused::<QuantileTally>(
        &quantile(r#""min":5000,"max":5001,"cells":[[5000,1]]"#),
        "quantile tally: max `5001` does not fit: give a value of the last cell, not below min",
    );
    refused::<QuantileTally>(&quantile(r#""cells":[[5000,1]]"#), "quantile tally: min `none` does not fit");
    refused::<QuantileTally>(&quantile(r#""min":3"#), "quantile tally: min or max `3` does not fit");
    refused::<QuantileTally>(
        &quantile(r#""cells":[[1000000000000001,1]]"#),
        "quantile tally: value `1000000000000001`",
    );
    refused::<QuantileTally>(r#"{"figures":5}"#, "quantile tally: figures `5` does not fit: give 1 to 4");
    refused::<QuantileTally>(
        &quantile(r#""min":1,"max":2,"cells":[[1,18446744073709551615],[2,1]]"#),
        "quantile tally is full: n would exceed 2^64 - 1; measure it and begin another",
    );
}

#[test]
fn full_counters_refuse_and_keep_what_they_had() {
    let mut shares = ShareTally::new(3, u64::MAX).unwrap();
    let error = shares.record(true).unwrap_err();
    assert_eq!(
        error.to_string(),
        "share tally is full: n would exceed 2^64 - 1; measure it and begin another"
    );
    assert_eq!((shares.k(), shares.n()), (3, u64::MAX));
    assert_eq!(shares.measure(&Readout::default()).unwrap().value(), Some(Number::ZERO));

    let full = format!(r#"{{"figures":3,"min":7,"max":7,"cells":[[7,{}]]}}"#, u64::MAX);
    let mut seconds: QuantileTally = serde_json::from_str(&full).unwrap();
    assert!(matches!(seconds.record(8), Err(TallyError::Full { .. })));
    let mut other = QuantileTally::default();
    other.record(9).unwrap();
    assert!(other.merge(&seconds).is_err());
    assert_eq!((other.n(), other.max()), (1, Some(9)));
    assert_eq!(serde_json::to_string(&seconds).unwrap(), full);
    assert_eq!(seconds.at(Share::ONE), Some(7));

    let largest: Number = "1000000000000000".parse().unwrap();
    let mut rate = RateTally::new(u64::MAX, largest, 7).unwrap();
    assert!(matches!(rate.record(1, Number::ZERO), Err(TallyError::Full { part: "count", .. })));
    assert!(matches!(
        rate.record(0, "0.1".parse().unwrap()),
        Err(TallyError::Full { part: "the exposure", .. })
    ));
    assert_eq!((rate.count(), rate.exposure(), rate.n()), (u64::MAX, largest, 7));
    let mut rate = RateTally::new(1, Number::ZERO, u64::MAX).unwrap();
    assert!(matches!(rate.record(1, Number::ZERO), Err(TallyError::Full { part: "n", .. })));
    assert_eq!((rate.count(), rate.n()), (1, u64::MAX));
    let tiny = RateTally::new(u64::MAX, "0.000000001".parse().unwrap(), 1).unwrap();
    assert_eq!(
        tiny.measure(&Readout::default()).unwrap_err().to_string(),
        "rate tally: the measured value exceeds 10^15: choose a coarser unit",
    );

    // Twice the squares of this many largest numbers would leave the range; the sum alone would not.
    let many = r#"{"n":150000000,"sum":"0","squares":"150000000000000000000000000000000000000"}"#;
    let mut mean: MeanTally = serde_json::from_str(many).unwrap();
    let twin = mean;
    assert!(matches!(mean.merge(&twin), Err(TallyError::Full { part: "the sum of squares", .. })));
    assert_eq!(serde_json::to_string(&mean).unwrap(), many);
}

#[test]
fn misfits_are_refused() {
    let mut seconds = QuantileTally::default();
    let error = seconds.record(-1).unwrap_err();
    assert_eq!(error.to_string(), "quantile tally: value `-1` does not fit: give 0 to 10^15");
    assert!(seconds.record(1_000_000_000_000_001).is_err());
    assert_eq!(seconds, QuantileTally::default());
    let coarse = QuantileTally::new(SignificantFigures::new(2).unwrap());
    assert_eq!(
        seconds.merge(&coarse).unwrap_err().to_string(),
        "quantile tallies of 3 and 2 significant figures do not merge: declare one precision for both",
    );
    let error = Tally::from(ShareTally::default()).merge(&MeanTally::default().into()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "share tally and mean tally do not merge: merge tallies of one indicator only"
    );
    assert!(Readout::new(10, 0).is_err());
    let _: Box<dyn std::error::Error + Send + Sync + 'static> = Box::new(error);
}

#[test]
fn nothing_of_nothing_is_absent_and_few_are_suppressed() {
    let careful = Readout::new(2, 5).unwrap();
    let empty: [Tally; 6] = [
        ShareTally::default().into(),
        MeanTally::default().into(),
        RateTally::default().into(),
        QuantileTally::default().into(),
        TotalTally::default().into(),
        RatioTally::default().into(),
    ];
    for tally in empty {
        let measured = tally.measure(&careful).unwrap();
        assert_eq!(measured.absence(), Some(Absence::Missing));
        assert_eq!(measured.basis(), None);
    }
    let events_without_exposure = RateTally::new(3, Number::ZERO, 2).unwrap();
    assert_eq!(events_without_exposure.measure(&careful).unwrap().absence(), Some(Absence::Missing));
    let seconds = RateTally::new(1, 3_600.into(), 1).unwrap();
    let measured = seconds.measure(&careful).unwrap();
    assert_eq!(measured.absence(), Some(Absence::Suppressed { n: 1 }), "an hour is no 3600 records");
    let few = ShareTally::new(4, 4).unwrap().measure(&careful).unwrap();
    assert_eq!((few.absence(), few.basis()), (Some(Absence::Suppressed { n: 4 }), None));
    assert!(ShareTally::new(5, 5).unwrap().measure(&careful).unwrap().value().is_some());
}
