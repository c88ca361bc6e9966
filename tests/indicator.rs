//! Indicators: the laws of tallies, exact quantiles against a sorted oracle, and bad input.

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use service_quality::indicator::quantile::{QuantileRule, exact};
use service_quality::indicator::{
    Absence, MeanTally, QuantileTally, RateTally, Readout, ShareTally, SignificantFigures, Tally, TallyError,
    TallyKind,
};
use service_quality::quantity::{Number, Share};

/// One observation of any kind of tally.
#[derive(Debug, Clone, Copy)]
enum Observation {
    Share(bool),
    Mean(Number),
    Rate(u64, Number),
    Quantile(i64),
}

fn record(tally: &mut Tally, observation: Observation) {
    match (tally, observation) {
        (Tally::Share(tally), Observation::Share(hit)) => tally.record(hit),
        (Tally::Mean(tally), Observation::Mean(value)) => tally.record(value),
        (Tally::Rate(tally), Observation::Rate(count, exposure)) => tally.record(count, exposure),
        (Tally::Quantile(tally), Observation::Quantile(value)) => tally.record(value),
        (tally, observation) => panic!("{observation:?} in a {}", tally.kind()),
    }
    .unwrap();
}

fn tallied(empty: &Tally, observations: impl IntoIterator<Item = Observation>) -> Tally {
    let mut tally = empty.clone();
    observations.into_iter().for_each(|observation| record(&mut tally, observation));
    tally
}

fn merged(left: &Tally, right: &Tally) -> Tally {
    let mut tally = left.clone();
    tally.merge(right).unwrap();
    tally
}

fn bytes(tally: &Tally) -> String {
    serde_json::to_string(tally).unwrap()
}

fn number() -> impl Strategy<Value = Number> {
    // Every size and every number of places that a number may have.
    let mantissa = prop_oneof![-1_000_i64..1_000, -1_000_000_000_000_000_i64..=1_000_000_000_000_000];
    (mantissa, 0_usize..=9).prop_map(|(mantissa, places)| format!("{mantissa}e-{places}").parse().unwrap())
}

fn billionths() -> impl Strategy<Value = i128> {
    prop_oneof![0_i128..=1_000_000_000, (0_i128..=100).prop_map(|percent| percent * 10_000_000)]
}

fn share_of(billionths: i128) -> Share {
    format!("{billionths}e-9").parse().unwrap()
}

fn seconds() -> impl Strategy<Value = i64> {
    prop_oneof![0_i64..3_000, 0_i64..10_000_000, 0_i64..=1_000_000_000_000_000]
}

/// An empty tally of some kind, and observations for it, each with the worker that counts it.
fn work() -> impl Strategy<Value = (Tally, Vec<(Observation, usize)>)> {
    let observations =
        |observation: BoxedStrategy<Observation>| proptest::collection::vec((observation, 0_usize..4), 0..60);
    let figures = (1_u8..=4).prop_map(|figures| SignificantFigures::new(figures).unwrap());
    prop_oneof![
        (
            Just(Tally::empty(TallyKind::Share)),
            observations(any::<bool>().prop_map(Observation::Share).boxed()),
        ),
        (Just(Tally::empty(TallyKind::Mean)), observations(number().prop_map(Observation::Mean).boxed()),),
        (
            Just(Tally::empty(TallyKind::Rate)),
            observations(
                (0_u64..1_000, 0_u32..1_000_000)
                    .prop_map(|(count, exposure)| Observation::Rate(count, exposure.into()))
                    .boxed()
            ),
        ),
        (
            figures.prop_map(|figures| Tally::from(QuantileTally::new(figures))),
            observations(seconds().prop_map(Observation::Quantile).boxed()),
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_split_any_order_any_grouping_gives_equal_bytes((empty, work) in work(), turn in 0_usize..4) {
        let whole = bytes(&tallied(&empty, work.iter().map(|(observation, _)| *observation)));
        let part = |worker: usize| {
            let own = work.iter().filter(move |(_, of)| *of == worker % 4);
            tallied(&empty, own.map(|(observation, _)| *observation))
        };
        let [a, b, c, d] = [part(turn), part(turn + 1), part(turn + 2), part(turn + 3)];
        prop_assert_eq!(&bytes(&merged(&merged(&merged(&a, &b), &c), &d)), &whole);
        prop_assert_eq!(&bytes(&merged(&a, &merged(&b, &merged(&c, &d)))), &whole);
        prop_assert_eq!(&bytes(&merged(&merged(&d, &a), &merged(&c, &b))), &whole);
        prop_assert_eq!(&bytes(&merged(&empty, &a)), &bytes(&a));
        let backwards = tallied(&empty, work.iter().rev().map(|(observation, _)| *observation));
        prop_assert_eq!(&bytes(&backwards), &whole);
    }

    #[test]
    fn what_is_written_reads_back((empty, work) in work(), billionths in billionths(), places in 0_u32..=9) {
        let tally = tallied(&empty, work.iter().map(|(observation, _)| *observation));
        let back: Tally = serde_json::from_str(&bytes(&tally)).unwrap();
        prop_assert_eq!(&back, &tally);
        prop_assert_eq!(bytes(&back), bytes(&tally));
        let readout = Readout::new(places, 3).unwrap().at_quantile(share_of(billionths));
        let measured = tally.measure(&readout).unwrap();
        prop_assert_eq!(back.measure(&readout).unwrap(), measured);
        let json = serde_json::to_string(&measured).unwrap();
        prop_assert_eq!(serde_json::from_str::<service_quality::indicator::Measurement>(&json).unwrap(), measured);
    }

    #[test]
    fn exact_quantiles_equal_a_sorted_oracle(values in proptest::collection::vec(seconds(), 1..80), billionths in billionths()) {
        let p = share_of(billionths);
        let mut sorted = values.clone();
        sorted.sort_unstable();
        let n = i128::try_from(sorted.len()).unwrap();

        // Type 1: the first value of which at least n · p values are not greater.
        let nearest = *sorted
            .iter()
            .zip(1_i128..)
            .find(|(_, rank)| rank * 1_000_000_000 >= n * billionths)
            .unwrap()
            .0;
        prop_assert_eq!(exact(&mut values.clone(), p, QuantileRule::NearestRank), text(i128::from(nearest), 0));

        // Type 7: between the neighbours of (n - 1) · p.
        let position = (n - 1) * billionths;
        let at = |index: i128| i128::from(sorted[usize::try_from(index).unwrap().min(sorted.len() - 1)]);
        let (below, above) = (at(position / 1_000_000_000), at(position / 1_000_000_000 + 1));
        let linear = below * 1_000_000_000 + (above - below) * (position % 1_000_000_000);
        prop_assert_eq!(exact(&mut values.clone(), p, QuantileRule::Linear), text(linear, 9));
    }

    #[test]
    fn a_tallied_quantile_is_as_near_as_stated(
        values in proptest::collection::vec(seconds(), 1..80), billionths in billionths(), figures in 1_u8..=4,
    ) {
        let mut tally = QuantileTally::new(SignificantFigures::new(figures).unwrap());
        for value in &values {
            tally.record(*value).unwrap();
        }
        let p = share_of(billionths);
        let exactly = exact(&mut values.clone(), p, QuantileRule::NearestRank).unwrap();
        let exactly: i128 = exactly.to_string().parse().unwrap();
        let found = i128::from(tally.at(p).unwrap());
        prop_assert!((found - exactly).abs() * 10_i128.pow(figures.into()) <= exactly, "{found} for {exactly}");
        prop_assert_eq!(tally.min(), values.iter().min().map(|least| least.unsigned_abs()));
        prop_assert_eq!(tally.max(), values.iter().max().map(|most| most.unsigned_abs()));
        prop_assert_eq!(tally.at(Share::ONE), tally.max());
    }

    #[test]
    fn a_mean_is_the_exact_one_rounded_once(values in proptest::collection::vec(-1_000_000_i64..1_000_000, 1..50)) {
        let mut tally = MeanTally::default();
        for value in &values {
            tally.record_whole(*value).unwrap();
        }
        let n = i128::try_from(values.len()).unwrap();
        let sum: i128 = values.iter().copied().map(i128::from).sum();
        let measured = tally.measure(&Readout::new(4, 0).unwrap()).unwrap();
        prop_assert_eq!(measured.value(), Number::ratio(sum, n, 4));
    }
}

fn text(scaled: i128, places: u32) -> Option<Number> {
    format!("{scaled}e-{places}").parse().ok()
}

#[track_caller]
fn refused<T: DeserializeOwned + std::fmt::Debug>(json: &str, expected: &str) {
    let error = serde_json::from_str::<T>(json).unwrap_err().to_string();
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn later_formats_are_refused_by_their_version() {
    let unknown = "tally format version `2` is unknown: this build reads version 1";
    refused::<Tally>(r#"{"version":2,"sketch":{"k":1}}"#, unknown);
    refused::<Tally>(r#"{"share":{"k":1,"n":1},"version":2}"#, unknown);
    refused::<Tally>(r#"{"share":{"k":1,"n":1}}"#, "missing field `version`");
    refused::<Tally>(
        r#"{"version":1,"share":{"k":1,"n":1},"rate":{"count":1,"exposure":"1"}}"#,
        "tally: kinds `2` does not fit: give exactly one of `share`, `mean`, `rate`, `quantile`",
    );
    refused::<Tally>(r#"{"version":1}"#, "tally: kinds `0` does not fit: give exactly one of");
}

#[test]
fn stored_forms_that_no_records_give_are_refused() {
    refused::<ShareTally>(r#"{"k":3,"n":2}"#, "share tally: k `3` does not fit: give at most n, 2");
    refused::<ShareTally>(r#"{"k":3,"n":-2}"#, "invalid value: integer `-2`, expected u64");
    refused::<RateTally>(
        r#"{"count":3,"exposure":"-1"}"#,
        "rate tally: exposure `-1` does not fit: give 0 or more",
    );

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
    let mut rate = RateTally::new(u64::MAX, largest).unwrap();
    assert!(matches!(rate.record(1, Number::ZERO), Err(TallyError::Full { part: "count", .. })));
    assert!(matches!(
        rate.record(0, "0.1".parse().unwrap()),
        Err(TallyError::Full { part: "the exposure", .. })
    ));
    assert_eq!((rate.count(), rate.exposure()), (u64::MAX, largest));
    let tiny = RateTally::new(u64::MAX, "0.000000001".parse().unwrap()).unwrap();
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
    let error = Tally::empty(TallyKind::Share).merge(&Tally::empty(TallyKind::Mean)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "share tally and mean tally do not merge: merge tallies of one indicator only"
    );
    assert!(Readout::new(10, 0).is_err());
    fn travels<T: Send + Sync + std::error::Error + 'static>(_: &T) {}
    travels(&error);
}

#[test]
fn nothing_of_nothing_is_absent_and_few_are_suppressed() {
    let careful = Readout::new(2, 5).unwrap();
    for kind in [TallyKind::Share, TallyKind::Mean, TallyKind::Rate, TallyKind::Quantile] {
        let measured = Tally::empty(kind).measure(&careful).unwrap();
        assert_eq!(measured.absence(), Some(Absence::Missing));
        assert_eq!(measured.basis(), None);
    }
    let events_without_exposure = RateTally::new(3, Number::ZERO).unwrap();
    assert_eq!(events_without_exposure.measure(&careful).unwrap().absence(), Some(Absence::Missing));
    let few = ShareTally::new(4, 4).unwrap().measure(&careful).unwrap();
    assert_eq!((few.absence(), few.basis()), (Some(Absence::Suppressed { n: 4 }), None));
    assert!(ShareTally::new(5, 5).unwrap().measure(&careful).unwrap().value().is_some());
}
