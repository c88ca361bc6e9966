//! Laws: tallies are commutative monoids, statistics agree with each other, and every figure with plain decimals.

use std::fmt::Debug;

use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use serde::de::DeserializeOwned;
use service_quality::quantity::Weight;
use service_quality::survey::{
    Answer, Figure, Measure, Response, ResponseOutcome, Scale, ScaleTally, ServqualDimension, ServqualPair,
    Statistic, SurveyCount, SurveyTally, difference,
};

use super::sample::{SURVEY, acsi, any_response, bytes, measures, servqual, weight};

/// Responses, each with the part that counts it, and the order in which parts are merged.
fn work() -> impl Strategy<Value = (Vec<(Response, usize)>, Vec<usize>)> {
    (1_usize..5).prop_flat_map(|parts| {
        let responses = proptest::collection::vec((any_response(), 0..parts), 0..16);
        (responses, Just((0..parts).collect::<Vec<_>>()).prop_shuffle())
    })
}

/// Points of one scale, each with a weight.
fn answers() -> impl Strategy<Value = (Scale, Vec<(i16, Weight)>)> {
    (-3_i16..3, 2_i16..11).prop_flat_map(|(from, steps)| {
        let scale = Scale::new(from, from + steps).unwrap();
        (Just(scale), proptest::collection::vec((from..=from + steps, weight()), 1..20))
    })
}

fn tally<'a>(answers: impl IntoIterator<Item = &'a (i16, Weight)>) -> ScaleTally {
    let mut tally = ScaleTally::default();
    for (point, weight) in answers {
        tally.record(Answer::Point(*point), *weight).unwrap();
    }
    tally
}

fn statistics(scale: Scale) -> [Statistic; 7] {
    let (at_least, at_most) = (scale.to(), scale.from());
    [
        Statistic::TopBox { at_least },
        Statistic::BottomBox { at_most },
        Statistic::Between { from: at_most + 1, to: at_least - 1 },
        Statistic::Decided { at_least, at_most },
        Statistic::Net { at_least, at_most },
        Statistic::Mean,
        Statistic::Index { scale },
    ]
}

/// Every way to merge gives the bytes of the whole: one after the other, from the back, as stored and sent, with
/// nothing added.
fn merges<T: Clone + PartialEq + Debug + Serialize + DeserializeOwned>(
    whole: &T,
    parts: &[T],
    order: &[usize],
    empty: &T,
    merge: impl Fn(&mut T, &T),
) -> Result<(), TestCaseError> {
    let whole = bytes(whole);
    let merged = |left: &T, right: &T| {
        let mut sum = left.clone();
        merge(&mut sum, right);
        sum
    };
    let stored = |part: &T| serde_json::from_str::<T>(&bytes(part)).unwrap();
    let forward = order.iter().fold(empty.clone(), |sum, part| merged(&sum, &parts[*part]));
    prop_assert_eq!(&bytes(&forward), &whole);
    let backward = order.iter().rev().fold(empty.clone(), |sum, part| merged(&stored(&parts[*part]), &sum));
    prop_assert_eq!(&bytes(&backward), &whole);
    prop_assert_eq!(&bytes(&stored(&backward)), &whole);
    prop_assert_eq!(&bytes(&merged(&backward, empty)), &whole);
    Ok(())
}

fn rounded(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(9, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// Σwx / Σw of what the statistic counts, in its unit, as anyone would write it; with the standard error.
fn naive(answers: &[(i16, Weight)], statistic: Statistic) -> Option<(Decimal, f64)> {
    let hundred = Decimal::ONE_HUNDRED;
    let value = |point: i16| -> Option<Decimal> {
        let share = |counts: bool| Some(if counts { hundred } else { Decimal::ZERO });
        match statistic {
            Statistic::TopBox { at_least } => share(point >= at_least),
            Statistic::BottomBox { at_most } => share(point <= at_most),
            Statistic::Between { from, to } => share(from <= point && point <= to),
            Statistic::Decided { at_least, at_most } => {
                if point > at_most && point < at_least {
                    None
                } else {
                    share(point >= at_least)
                }
            }
            Statistic::Net { at_least, at_most } => {
                Some(share(point >= at_least)? - share(point <= at_most)?)
            }
            Statistic::Mean => Some(point.into()),
            Statistic::Index { scale } => {
                Some(hundred * Decimal::from(point - scale.from()) / Decimal::from(scale.steps()))
            }
            _ => None,
        }
    };
    let counted: Vec<(Decimal, Decimal)> =
        answers.iter().filter_map(|(point, weight)| Some((value(*point)?, weight.value()))).collect();
    let whole: Decimal = counted.iter().map(|(_, weight)| weight).sum();
    if whole.is_zero() {
        return None;
    }
    let sum: Decimal = counted.iter().map(|(value, weight)| value * weight).sum();
    let mean = sum / whole;
    let float = |decimal: Decimal| decimal.to_string().parse::<f64>().unwrap();
    let errors = counted.iter().map(|(value, weight)| (float(*weight) * float(*value - mean)).powi(2));
    Some((rounded(mean), errors.sum::<f64>().sqrt() / float(whole)))
}

fn value(figure: Option<Figure>) -> Option<Decimal> {
    figure.map(|figure| figure.value().value())
}

#[track_caller]
fn near(one: f64, two: f64) {
    assert!((one - two).abs() <= 1e-9 * one.abs().max(1.0), "{one} is not {two}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counts_merge_to_the_byte((responses, order) in work()) {
        let count = |part: Option<usize>| {
            let mut count = SurveyCount::new(&SURVEY);
            for (response, _) in responses.iter().filter(|(_, of)| part.is_none_or(|part| part == *of)) {
                count.record(&SURVEY, response).unwrap();
            }
            count
        };
        let parts: Vec<SurveyCount> = (0..order.len()).map(|part| count(Some(part))).collect();
        let merge = |sum: &mut SurveyCount, part: &SurveyCount| sum.merge(part).unwrap();
        merges(&count(None), &parts, &order, &SurveyCount::new(&SURVEY), merge)?;
    }

    #[test]
    fn measures_merge_to_the_byte((responses, order) in work()) {
        for measure in measures() {
            measure.check(&SURVEY).unwrap();
            let tally = |part: Option<usize>| {
                let mut tally = measure.tally();
                for (response, _) in responses.iter().filter(|(_, of)| part.is_none_or(|part| part == *of)) {
                    measure.record(&mut tally, &SURVEY, response).unwrap();
                }
                tally
            };
            let parts: Vec<SurveyTally> = (0..order.len()).map(|part| tally(Some(part))).collect();
            let merge = |sum: &mut SurveyTally, part: &SurveyTally| sum.merge(part).unwrap();
            merges(&tally(None), &parts, &order, &measure.tally(), merge)?;
        }
    }

    #[test]
    fn figures_are_those_of_plain_decimals((scale, answers) in answers()) {
        let tally = tally(&answers);
        for statistic in statistics(scale) {
            let figure = tally.figure(&statistic);
            let naive = naive(&answers, statistic);
            prop_assert_eq!(value(figure), naive.map(|(value, _)| value), "{}", statistic);
            if let (Some(figure), Some((_, error))) = (figure, naive) {
                // Decimals round at 28 digits, and weights may lie 15 digits apart.
                prop_assert!((figure.standard_error() - error).abs() < 1e-7, "{} {} {}", statistic, figure, error);
                prop_assert!(figure.effective_n() >= 1.0 - 1e-9);
                prop_assert!(figure.effective_n() <= f64::from(u32::try_from(figure.n()).unwrap()) * (1.0 + 1e-12));
            }
        }
    }

    #[test]
    fn composites_are_those_of_plain_decimals((responses, _) in work()) {
        let gap = Measure::Servqual(servqual());
        let mut tally = gap.tally();
        for (response, _) in &responses {
            gap.record(&mut tally, &SURVEY, response).unwrap();
        }
        let mean = |dimension: usize| {
            let pairs = &servqual().dimensions()[dimension].pairs.clone();
            let mut gaps = Vec::new();
            for (response, _) in &responses {
                for pair in pairs {
                    let halves = (response.answer(&pair.expectation), response.answer(&pair.perception));
                    if let (Answer::Point(expected), Answer::Point(perceived)) = halves {
                        gaps.push((perceived - expected, response.weight()));
                    }
                }
            }
            let weight: Decimal = gaps.iter().map(|(_, weight)| weight.value()).sum();
            let sum: Decimal = gaps.iter().map(|(gap, weight)| Decimal::from(*gap) * weight.value()).sum();
            (!weight.is_zero()).then(|| sum / weight)
        };
        let parts = gap.parts(&tally).unwrap();
        prop_assert_eq!(value(parts[0].1), mean(0).map(rounded));
        let (reliability, empathy) = (mean(0), mean(1));
        let whole = reliability.zip(empathy).map(|(reliability, empathy)| {
            let weight = |tenths: i64| Decimal::new(tenths, 1);
            rounded((weight(325) * reliability + weight(160) * empathy) / weight(485))
        });
        prop_assert_eq!(value(gap.figure(&tally).unwrap()), whole);
    }

    #[test]
    fn errors_of_composites_are_those_of_respondents((responses, _) in work()) {
        let weights = [Decimal::new(325, 1), Decimal::from(16)];
        for measure in [Measure::Servqual(servqual()), Measure::Servperf(servqual().into())] {
            let mut tally = measure.tally();
            let mut given = Vec::new();
            for (response, _) in &responses {
                measure.record(&mut tally, &SURVEY, response).unwrap();
                let of_dimension = |dimension: &ServqualDimension| {
                    let of_pair = |pair: &ServqualPair| {
                        match (&measure, response.answer(&pair.expectation), response.answer(&pair.perception)) {
                            (Measure::Servqual(_), Answer::Point(expected), Answer::Point(perceived)) => Some(perceived - expected),
                            (Measure::Servperf(_), _, Answer::Point(perceived)) => Some(perceived),
                            _ => None,
                        }
                    };
                    dimension.pairs.iter().filter_map(of_pair).map(f64::from).collect::<Vec<f64>>()
                };
                let points = servqual().dimensions().iter().map(of_dimension).collect::<Vec<_>>();
                given.push((response.weight().to_string().parse::<f64>().unwrap(), points));
            }
            // Σu², of respondent by respondent, for the whole and for each part alone.
            let error = |shares: [f64; 2]| {
                let mean = |part: usize| {
                    let points: f64 = given.iter().map(|(weight, points)| weight * points[part].iter().sum::<f64>()).sum();
                    let counts: f64 = given.iter().map(|(weight, points)| weight * points[part].iter().map(|_| 1.0).sum::<f64>()).sum();
                    (points / counts, counts)
                };
                let moved = |(weight, points): &(f64, Vec<Vec<f64>>)| -> f64 {
                    let part = |part: usize| {
                        let (mean, counts) = mean(part);
                        let about: f64 = points[part].iter().map(|point| point - mean).sum();
                        if shares[part] == 0.0 { 0.0 } else { shares[part] * weight * about / counts }
                    };
                    part(0) + part(1)
                };
                given.iter().map(|given| moved(given).powi(2)).sum::<f64>().sqrt()
            };
            let share = |part: usize| (weights[part] / (weights[0] + weights[1])).to_string().parse::<f64>().unwrap();
            let close = |figure: Option<Figure>, shares| {
                figure.is_none_or(|figure| (figure.standard_error() - error(shares)).abs() < 1e-7)
            };
            prop_assert!(close(measure.figure(&tally).unwrap(), [share(0), share(1)]));
            let parts = measure.parts(&tally).unwrap();
            prop_assert!(close(parts[0].1, [1.0, 0.0]) && close(parts[1].1, [0.0, 1.0]));
            for (part, (_, figure)) in parts.iter().enumerate() {
                let respondents = given.iter().filter(|(_, points)| !points[part].is_empty()).count();
                prop_assert_eq!(figure.map_or(0, |figure| figure.n()), respondents as u64);
            }
        }
    }

    #[test]
    fn a_tally_of_means_gives_the_index_of_the_means((responses, _) in work()) {
        let measure = Measure::Acsi(acsi());
        let mut tally = measure.tally();
        for (response, _) in &responses {
            measure.record(&mut tally, &SURVEY, response).unwrap();
        }
        let mean = |question: &str| tally.parts()[question].figure(&Statistic::Mean).map(|figure| figure.value());
        let means = mean("satisfied").zip(mean("expected")).zip(mean("ideal"));
        let index = means.map(|((one, two), three)| acsi().weights().index(one, two, three).unwrap());
        let figure = measure.figure(&tally).unwrap();
        prop_assert_eq!(figure.is_some(), index.is_some());
        if let (Some(figure), Some(index)) = (figure, index) {
            // The means were rounded to 9 places, and are multiplied by 100/9.
            prop_assert!((figure.value().value() - index.value()).abs() <= Decimal::new(7, 9));
        }
    }

    #[test]
    fn equal_weights_weigh_nothing((scale, answers) in answers(), weight in weight()) {
        let plain = ScaleTally::of_counts(answers.iter().map(|(point, _)| (*point, 1))).unwrap();
        let weighted: Vec<_> = answers.iter().map(|(point, _)| (*point, weight)).collect();
        for statistic in statistics(scale) {
            let (plain, weighted) = (plain.figure(&statistic), tally(&weighted).figure(&statistic));
            prop_assert_eq!(value(plain), value(weighted));
            if let (Some(plain), Some(weighted)) = (plain, weighted) {
                prop_assert_eq!(plain.n(), weighted.n());
                near(plain.standard_error(), weighted.standard_error());
                near(plain.effective_n(), weighted.effective_n());
            }
        }
    }

    #[test]
    fn statistics_agree_with_each_other((scale, answers) in answers()) {
        let tally = tally(&answers);
        let [top, bottom, between, _, net, mean, index] =
            statistics(scale).map(|statistic| value(tally.figure(&statistic)).unwrap_or_default());
        let unit = Decimal::new(1, 9);
        prop_assert!((top + bottom + between - Decimal::ONE_HUNDRED).abs() <= unit * Decimal::TWO);
        prop_assert!((top - bottom - net).abs() <= unit * Decimal::TWO);
        let steps = Decimal::from(scale.steps());
        prop_assert!((index * steps / Decimal::ONE_HUNDRED - (mean - Decimal::from(scale.from()))).abs() <= unit * Decimal::TWO);
    }

    #[test]
    fn turning_a_scale_round_twice_changes_nothing((scale, answers) in answers()) {
        let turned: Vec<_> = answers.iter().map(|(point, weight)| (scale.reverse(*point).unwrap(), *weight)).collect();
        let twice: Vec<_> = turned.iter().map(|(point, weight)| (scale.reverse(*point).unwrap(), *weight)).collect();
        prop_assert_eq!(bytes(&tally(&twice)), bytes(&tally(&answers)));
        let [top, bottom, .., net, _, index] = statistics(scale);
        let (one, two) = (tally(&answers), tally(&turned));
        prop_assert_eq!(value(one.figure(&top)), value(two.figure(&bottom)));
        prop_assert_eq!(value(one.figure(&net)), value(two.figure(&net)).map(|net| -net));
        let sum = value(one.figure(&index)).unwrap() + value(two.figure(&index)).unwrap();
        prop_assert!((sum - Decimal::ONE_HUNDRED).abs() <= Decimal::new(1, 9));
    }

    #[test]
    fn intervals_hold_their_value((scale, answers) in answers()) {
        let tally = tally(&answers);
        for statistic in statistics(scale) {
            for confidence in ["0.5", "0.95", "0.999999999"] {
                let Some(figure) = tally.figure(&statistic) else { continue };
                let Some(interval) = figure.interval(confidence.parse().unwrap()) else { continue };
                let value: f64 = figure.value().to_string().parse().unwrap();
                prop_assert!(interval.low().is_finite() && interval.high().is_finite());
                prop_assert!(interval.low() <= value + 1e-8 && value <= interval.high() + 1e-8, "{} {}", value, interval);
            }
        }
    }

    #[test]
    fn differences_are_antisymmetric((scale, before) in answers(), points in proptest::collection::vec(0_i16..3, 1..9)) {
        let after: Vec<_> = points.iter().map(|point| (scale.from() + point, Weight::ONE)).collect();
        let (before, after) = (tally(&before), tally(&after));
        for statistic in statistics(scale) {
            let (there, back) = (difference(&before, &after, &statistic), difference(&after, &before, &statistic));
            prop_assert_eq!(there.is_some(), back.is_some());
            let Some((there, back)) = there.zip(back) else { continue };
            prop_assert_eq!(there.difference().value(), -back.difference().value());
            near(there.standard_error(), back.standard_error());
            prop_assert_eq!(there.p_value().is_some(), there.standard_error() > 0.0);
            prop_assert!(there.p_value().is_none_or(|p| (0.0..=1.0).contains(&p)));
        }
    }

    #[test]
    fn nobody_answering_is_no_figure(responses in proptest::collection::vec(any_response(), 1..6), applies in any::<bool>()) {
        let silent = if applies { Answer::NoAnswer } else { Answer::NotApplicable };
        let mut count = SurveyCount::new(&SURVEY);
        for response in &responses {
            let mut builder = Response::builder(response.id().clone(), response.survey().clone());
            if response.outcome() == ResponseOutcome::Returned {
                for question in SURVEY.questions() {
                    builder = builder.answer(question.id().clone(), silent);
                }
            }
            let response = builder.weight(response.weight()).build().unwrap();
            count.record(&SURVEY, &response).unwrap();
            for measure in measures() {
                let mut tally = measure.tally();
                measure.record(&mut tally, &SURVEY, &response).unwrap();
                prop_assert_eq!(&tally, &measure.tally());
                prop_assert_eq!(measure.figure(&tally).unwrap(), None);
            }
        }
        for tally in count.questions().values() {
            for statistic in statistics(Scale::FIVE) {
                prop_assert!(tally.figure(&statistic).is_none());
                prop_assert!(difference(tally, tally, &statistic).is_none());
            }
        }
    }
}
