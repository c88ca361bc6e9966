//! Any split, any order, any grouping gives equal bytes; quantiles and means against oracles; damaged documents.

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use service_quality::indicator::quantile::{QuantileRule, exact};
use service_quality::indicator::{
    Indicator, IndicatorTally, MeanTally, Measurement, QuantileTally, RateTally, RatioTally, Readout,
    ShareTally, SignificantFigures, Source, Tally, TotalTally, catalogue,
};
use service_quality::quantity::{Number, Share};

use super::{bytes, tally_of, tickets};

/// One observation of any kind of tally.
#[derive(Debug, Clone, Copy)]
enum Observation {
    Share(bool),
    Mean(Number),
    Rate(u64, Number),
    Quantile(i64),
    Total(Number),
    Ratio(Number, u32),
}

fn record(tally: &mut Tally, observation: Observation) {
    match (tally, observation) {
        (Tally::Share(tally), Observation::Share(hit)) => tally.record(hit),
        (Tally::Mean(tally), Observation::Mean(value)) => tally.record(value),
        (Tally::Total(tally), Observation::Total(value)) => tally.record(value),
        (Tally::Ratio(tally), Observation::Ratio(of, per)) => tally.record(of, per.into()),
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
            Just(Tally::from(ShareTally::default())),
            observations(any::<bool>().prop_map(Observation::Share).boxed()),
        ),
        (Just(Tally::from(MeanTally::default())), observations(number().prop_map(Observation::Mean).boxed()),),
        (
            Just(Tally::from(TotalTally::default())),
            observations(number().prop_map(Observation::Total).boxed())
        ),
        (
            Just(Tally::from(RatioTally::default())),
            observations((number(), any::<u32>()).prop_map(|(of, per)| Observation::Ratio(of, per)).boxed()),
        ),
        (
            Just(Tally::from(RateTally::default())),
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
        let measured = tally.measure(&readout);
        prop_assert_eq!(&back.measure(&readout), &measured);
        // Sums and ratios of sums may be larger than a number is.
        if let Ok(measured) = measured {
            let json = serde_json::to_string(&measured).unwrap();
            prop_assert_eq!(serde_json::from_str::<Measurement>(&json).unwrap(), measured);
        }
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
    fn what_a_damaged_document_still_says_it_says_twice(
        which in any::<prop::sample::Index>(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), 0x20_u8..0x7f), 1..4),
    ) {
        let documents = documents();
        let mut document = which.get(&documents).clone().into_bytes();
        for (place, with) in damage {
            *place.get_mut(&mut document) = with;
        }
        let Ok(document) = String::from_utf8(document) else { return Ok(()) };
        stable::<Indicator>(&document);
        stable::<IndicatorTally>(&document);
        stable::<Tally>(&document);
        stable::<Measurement>(&document);
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

/// A document of each kind and variant.
fn documents() -> Vec<String> {
    let indicators = catalogue().map(|entry| entry.indicator().unwrap());
    let indicators = indicators.filter(|indicator| indicator.formula().source() == Some(Source::Ticket));
    let both = indicators.flat_map(|indicator| {
        let tally = tally_of(&indicator, &tickets());
        let measured = serde_json::to_string(&indicator.measure(&tally).unwrap()).unwrap();
        [
            serde_json::to_string(&indicator).unwrap(),
            bytes(tally.tally()),
            serde_json::to_string(&tally).unwrap(),
            measured,
        ]
    });
    both.chain([r#"{"absent":{"suppressed":{"n":3}}}"#.to_owned()]).collect()
}

/// Reads the document, if it can be read, writes what it read, and reads that again.
fn stable<T: DeserializeOwned + serde::Serialize + PartialEq + std::fmt::Debug>(document: &str) {
    if let Ok(read) = serde_json::from_str::<T>(document) {
        let written = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<T>(&written).unwrap(), read);
    }
}

fn text(scaled: i128, places: u32) -> Option<Number> {
    format!("{scaled}e-{places}").parse().ok()
}
