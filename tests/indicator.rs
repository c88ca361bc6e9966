//! Indicators: the laws of tallies, exact quantiles against a sorted oracle, and bad input.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests, which the lints do not know as such"
)]

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use service_quality::indicator::quantile::{QuantileRule, exact};
use service_quality::indicator::{
    Absence, BUILT_IN, Case, Indicator, IndicatorTally, MeanTally, Measurement, QuantileTally, RateTally,
    Readout, ShareTally, SignificantFigures, Tally, TallyError, TallyKind, built_in,
};
use service_quality::quantity::{Number, Share, Timestamp};
use service_quality::ticket::{EventKind, Rating, Ticket};

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
        prop_assert_eq!(serde_json::from_str::<Measurement>(&json).unwrap(), measured);
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
    let _: Box<dyn std::error::Error + Send + Sync + 'static> = Box::new(error);
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

/// Hours of 2 March 2026, from midnight.
fn hour(hours: i64) -> Timestamp {
    Timestamp::from_seconds(1_772_409_600 + hours * 3_600).unwrap()
}

fn ticket(id: &str, events: impl IntoIterator<Item = (i64, EventKind)>) -> Ticket {
    let builder = Ticket::builder(id.parse().unwrap());
    events.into_iter().fold(builder, |builder, (at, kind)| builder.event(hour(at), kind)).build().unwrap()
}

/// Five tickets, small enough to work every indicator out by hand.
fn tickets() -> Vec<Ticket> {
    use EventKind::{Closed, Created, Reopened, Resolved};
    let to = |group: &str| EventKind::Assigned { agent: None, group: Some(group.parse().unwrap()) };
    let rated =
        |value: i32| EventKind::Rated { rating: Rating::new(value.into(), 1.into(), 5.into()).unwrap() };
    vec![
        // Answered after 1 h, resolved after 4 h, rated 5.
        ticket(
            "T-1",
            [(0, Created), (0, to("a")), (1, EventKind::public_reply()), (4, Resolved), (9, rated(5))],
        ),
        // Answered after 3 h, sent on once, resolved after 10 h in the end, having been reopened; rated 2.
        ticket(
            "T-2",
            [
                (0, Created),
                (0, to("a")),
                (2, to("b")),
                (3, EventKind::public_reply()),
                (4, Resolved),
                (6, Reopened),
                (10, Resolved),
                (11, rated(2)),
            ],
        ),
        // Closed after 1 h, never answered.
        ticket("T-3", [(5, Created), (5, to("b")), (6, Closed)]),
        // Open for 48 h at hour 72, reopened and not yet resolved again.
        ticket("T-4", [(24, Created), (25, Resolved), (26, Reopened)]),
        // Open for 24 h at hour 72.
        ticket("T-5", [(48, Created), (48, to("a"))]),
    ]
}

fn tally_of(indicator: &Indicator, tickets: &[Ticket]) -> IndicatorTally {
    let mut tally = indicator.tally().unwrap();
    for ticket in tickets {
        indicator.record(&mut tally, Case::new(&ticket.at(hour(72)))).unwrap();
    }
    tally
}

#[test]
fn built_in_indicators_give_the_figures_worked_out_by_hand() {
    // Id, value, n, outside, without.
    let expected = [
        ("first_response_time_mean", "120", 2, 0, 3),
        ("first_response_time_p90", "180", 2, 0, 3),
        ("resolution_time_mean", "5", 3, 0, 2),
        ("resolution_time_median", "4", 3, 0, 2),
        ("resolution_time_p90", "10", 3, 0, 2),
        ("backlog_age_mean", "1.5", 2, 3, 0),
        ("backlog_age_p90", "2", 2, 3, 0),
        ("reopen_rate", "50", 4, 1, 0),
        ("reassignment_rate", "25", 4, 1, 0),
        ("rating_mean", "3.5", 2, 0, 3),
    ];
    assert_eq!(expected.map(|(id, ..)| id), *BUILT_IN);
    for (id, value, n, outside, without) in expected {
        let indicator = built_in(id).unwrap();
        let tally = tally_of(&indicator, &tickets());
        let measured = indicator.measure(&tally).unwrap();
        assert_eq!(measured.value(), value.parse().ok(), "{id}");
        assert_eq!((measured.n(), tally.outside(), tally.without()), (n, outside, without), "{id}");

        // The definition and its tally survive storage, and a split changes no byte.
        let json = serde_json::to_string(&indicator).unwrap();
        assert_eq!(serde_json::from_str::<Indicator>(&json).unwrap(), indicator);
        let mut merged = tally_of(&indicator, &tickets()[2..]);
        merged.merge(&tally_of(&indicator, &tickets()[..2])).unwrap();
        assert_eq!(serde_json::to_string(&merged).unwrap(), serde_json::to_string(&tally).unwrap());
    }
    assert!(built_in("unheard_of").is_none());
}

fn definition(formula: &str, rest: &str) -> String {
    format!(r#"{{"id":"x","name":{{"en":"X"}},"dimension":"efficiency","formula":{formula},{rest}}}"#)
}

#[test]
fn a_host_defines_indicators_without_code() {
    let effort = ticket("T-9", [(0, EventKind::Created), (1, EventKind::Complaint)]);
    let builder = |id: &str| {
        Ticket::builder(id.parse().unwrap())
            .attribute("contacts".parse().unwrap(), 125)
            .attribute("effort".parse().unwrap(), service_quality::quantity::Span::from_hours(3))
            .event(hour(0), EventKind::Created)
            .event(hour(1), EventKind::Complaint)
            .build()
            .unwrap()
    };
    let tickets = [builder("T-6"), builder("T-7"), effort];
    let complained = r#"{"compare":{"fact":"@complaints","is":"at_least","value":{"number":"1"}}}"#;
    let cases = [
        (
            format!(r#"{{"rate":{{"of":{complained},"per":{{"sum":{{"fact":"contacts"}}}}}}}}"#),
            "per_thousand",
            "12",
        ),
        (
            format!(r#"{{"rate":{{"of":{complained},"per":{{"sum":{{"fact":"contacts"}}}},"times":250}}}}"#),
            "per 250 contacts",
            "3",
        ),
        (format!(r#"{{"rate":{{"of":{complained},"per":{{"tickets":"always"}}}}}}"#), "ratio", "1"),
        (r#"{"mean":{"quantity":{"fact":"effort"}}}"#.into(), "minutes", "180"),
        (r#"{"mean":{"quantity":{"fact":"contacts"}}}"#.into(), "per_thousand", "125"),
        (r#"{"quantile":{"p":"0.5","quantity":{"fact":"contacts"},"figures":4}}"#.into(), "count", "125"),
    ];
    for (formula, unit, value) in cases {
        let json = definition(&formula, &format!(r#""unit":"{unit}","direction":"lower","places":2"#));
        let indicator: Indicator = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&indicator).unwrap(), json);
        let measured = indicator.measure(&tally_of(&indicator, &tickets)).unwrap();
        assert_eq!(measured.value(), value.parse().ok(), "{json}");
    }
}

#[track_caller]
fn fails(formula: &str, rest: &str, expected: &str) {
    refused::<Indicator>(&definition(formula, rest), expected);
}

#[test]
fn definitions_that_do_not_hold_together_are_refused() {
    let mean = r#"{"mean":{"quantity":{"elapsed":{"from":"created","to":"finished"}}}}"#;
    let share = r#"{"share":{"of":{"exists":"@closed"}}}"#;
    fails(
        share,
        r#""unit":"hours","direction":"lower""#,
        "indicator `x`: unit `hours` does not fit formula `share`: give `share`, `percent`",
    );
    fails(
        mean,
        r#""unit":"percent","direction":"lower""#,
        "indicator `x`: unit `percent` does not fit formula `mean`: give `seconds`",
    );
    fails(
        r#"{"mean":{"quantity":{"fact":"@reopens"}}}"#,
        r#""unit":"hours","direction":"lower""#,
        "indicator `x`: unit `hours` does not fit formula `mean`: give a unit that is not one of time",
    );
    fails(
        r#"{"mean":{"quantity":{"fact":"@status"}}}"#,
        r#""unit":"points","direction":"lower""#,
        "indicator `x`: `@status` is no quantity: give a number or a duration, such as `@age` or `@reopens`",
    );
    fails(
        r#"{"rate":{"of":"always","per":{"tickets":"always"},"times":250}}"#,
        r#""unit":"percent","direction":"lower""#,
        "indicator `x`: unit `percent` does not fit formula `rate`: give a word of your own",
    );
    fails(
        r#"{"rate":{"of":"always","per":{"tickets":"always"},"times":0}}"#,
        r#""unit":"ratio","direction":"lower""#,
        "invalid value: integer `0`",
    );
    fails(
        share,
        r#""unit":"share","direction":"higher","target":{"at_least":"95"}"#,
        "indicator `x`: target `95` is not in unit `share`: give 0 to 1",
    );
    fails(
        share,
        r#""unit":"share","direction":"higher","target":{"at_most":"0.95"}"#,
        "indicator `x`: target `at most 0.95` does not fit direction `higher`: give `at_least`",
    );
    fails(
        share,
        r#""unit":"share","direction":"higher","target":{"at_least":"0.9"},"critical":{"at_least":"0.95"}"#,
        "indicator `x`: critical `at least 0.95` is stricter than target `at least 0.9`: give a laxer critical",
    );
    fails(
        share,
        r#""unit":"share","direction":"range""#,
        "indicator `x`: direction `range` has no target: give the range as target",
    );
    fails(
        share,
        r#""unit":"share","direction":"range","target":{"between":["0.85","0.8"]}"#,
        "range `0.85` to `0.8` is not one: give the lesser number first",
    );
    fails(
        share,
        r#""unit":"share","direction":"range","target":{"between":["0.8","0.85"]},"warning":{"between":["0.82","0.9"]}"#,
        "indicator `x`: warning `0.82 to 0.9` is stricter than target `0.8 to 0.85`",
    );
    fails(
        share,
        r#""unit":"share","direction":"lower","places":10"#,
        "indicator `x`: places `10` is out of range: give 0 to 9",
    );
    fails(share, r#""unit":"share","direction":"lower","weight":"1""#, "unknown field `weight`");
    fails(share, r#""unit":"","direction":"lower""#, "label `` is not a name");
    fails(r#""guess""#, r#""unit":"share","direction":"lower""#, "unknown variant `guess`");
    let deep = format!(r#"{{"share":{{"of":{}"always"{}}}}}"#, r#"{"not":"#.repeat(5_000), "}".repeat(5_000));
    fails(&deep, r#""unit":"share","direction":"lower""#, "recursion limit exceeded");
}

#[test]
fn a_ticket_that_cannot_be_tallied_is_named_and_leaves_the_tally_as_it_was() {
    let formula =
        r#"{"quantile":{"p":"0.9","quantity":{"elapsed":{"from":"first_response","to":"first_resolved"}}}}"#;
    let json = definition(formula, r#""unit":"hours","direction":"lower""#);
    let indicator: Indicator = serde_json::from_str(&json).unwrap();
    let mut tally = indicator.tally().unwrap();
    let answered_late =
        ticket("T-8", [(0, EventKind::Created), (2, EventKind::Resolved), (5, EventKind::public_reply())]);
    let error = indicator.record(&mut tally, Case::new(&answered_late.at(hour(9)))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "indicator `x`, ticket `T-8`: quantile tally: value `-10800` does not fit: give 0 to 10^15",
    );
    assert_eq!(tally, indicator.tally().unwrap());

    let text = Ticket::builder("T-9".parse().unwrap())
        .attribute("effort".parse().unwrap(), "much")
        .event(hour(0), EventKind::Created)
        .build()
        .unwrap();
    let json =
        definition(r#"{"mean":{"quantity":{"fact":"effort"}}}"#, r#""unit":"hours","direction":"lower""#);
    let effort: Indicator = serde_json::from_str(&json).unwrap();
    let error = effort.record(&mut tally, Case::new(&text.at(hour(1)))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "indicator `x`, ticket `T-9`: fact `effort` is not a number or a duration: correct the record, the fact or the indicator's unit",
    );
    let reopened = built_in("reopen_rate").unwrap();
    assert_eq!(
        reopened.record(&mut tally, Case::new(&text.at(hour(1)))).unwrap_err().to_string(),
        "indicator `reopen_rate` met a tally of indicator `x`: pair each tally with its own indicator",
    );
    assert!(reopened.measure(&tally).is_err());
    assert!(tally.merge(&reopened.tally().unwrap()).is_err());
}
