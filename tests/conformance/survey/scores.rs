//! What answers say: satisfaction, net promoters, effort, ACSI, SERVQUAL.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use service_quality::quantity::{Label, Name, Number, Share, Weight};
use service_quality::survey::{
    AcsiWeights, Answer, Figure, Measure, QuestionKind, Response, Scale, ScaleTally, Servperf, Servqual,
    ServqualDimension, Statistic, Survey, difference,
};

use super::{Fallible, input};
use crate::{Answer as Answers, Case, Values};

pub(super) fn net_promoter_counts(case: &Case) -> Answers {
    let tally = promoters([input(case, "promoters")?, input(case, "passives")?, input(case, "detractors")?])?;
    Ok(net_promoter(&tally, input(case, "confidence")?))
}

pub(super) fn net_promoter_raw(case: &Case) -> Answers {
    Ok(net_promoter(&ratings(&input::<Vec<Option<i16>>>(case, "scores")?)?, "0.95".parse()?))
}

pub(super) fn net_promoter_difference(case: &Case) -> Answers {
    let (before, after) = (promoters(input(case, "before")?)?, promoters(input(case, "after")?)?);
    let found = difference(&before, &after, &Statistic::nps());
    Ok(values([
        ("difference", found.map_or(Value::Null, |found| decimal(found.difference()))),
        ("se", json!(found.map(|found| found.standard_error()))),
        ("z", json!(found.and_then(|found| found.z()))),
        ("p_value", json!(found.and_then(|found| found.p_value()))),
    ]))
}

pub(super) fn top_box(case: &Case) -> Answers {
    let tally = ratings(&input::<Vec<Option<i16>>>(case, "ratings")?)?;
    let scale = Scale::new(1, input(case, "scale_max")?)?;
    let satisfied = tally.figure(&Statistic::TopBox { at_least: input(case, "satisfied_at_least")? });
    let confidence = "0.95".parse()?;
    let interval = satisfied.and_then(|figure| figure.interval(confidence));
    Ok(values([
        ("csat_pct", value(satisfied)),
        ("mean", value(tally.figure(&Statistic::Mean))),
        ("mean_0_100", value(tally.figure(&Statistic::Index { scale }))),
        ("wilson", json!(interval.map(|interval| [interval.low(), interval.high()]))),
    ]))
}

pub(super) fn definitions(case: &Case) -> Answers {
    let tally = ScaleTally::of_counts([
        (1, input(case, "bad")?),
        (2, input(case, "neutral")?),
        (3, input(case, "good")?),
    ])?;
    let (at_least, at_most) = (3, 1);
    Ok(values([
        ("good_over_rated", value(tally.figure(&Statistic::TopBox { at_least }))),
        ("good_over_good_plus_bad", value(tally.figure(&Statistic::Decided { at_least, at_most }))),
        ("net", value(tally.figure(&Statistic::Net { at_least, at_most }))),
    ]))
}

pub(super) fn effort(case: &Case) -> Answers {
    let tally = ratings(&input::<Vec<Option<i16>>>(case, "ratings")?)?;
    let kind = QuestionKind::ces(Scale::new(1, input(case, "scale_max")?)?)?;
    Ok(values([
        ("mean", value(tally.figure(&Statistic::Mean))),
        ("agree_pct", value(tally.figure(&kind.headline()))),
    ]))
}

/// The weights that the cases mean are those of the State of Ohio, as their source says.
pub(super) fn acsi(case: &Case) -> Answers {
    let (satisfaction, expectancy, ideal) =
        (input(case, "satisfaction")?, input(case, "expectancy")?, input(case, "ideal")?);
    let published = AcsiWeights::new("0.3885".parse()?, "0.3190".parse()?, "0.2925".parse()?)?;
    Ok(values([
        ("equal_weights", decimal(AcsiWeights::default().index(satisfaction, expectancy, ideal)?)),
        ("weighted", decimal(published.index(satisfaction, expectancy, ideal)?)),
    ]))
}

pub(super) fn gaps(case: &Case) -> Answers {
    let gaps: BTreeMap<Label, Number> = input(case, "gaps")?;
    let gap = |servqual: Servqual| servqual.of_gaps(&gaps).map_or(Value::Null, decimal);
    Ok(values([
        ("unweighted", gap(Servqual::standard()?.equally_weighted())),
        ("weighted", gap(Servqual::standard()?)),
    ]))
}

pub(super) fn servqual(case: &Case) -> Answers {
    let expectations: Vec<Vec<Option<i16>>> = input(case, "expectations")?;
    let perceptions: Vec<Vec<Option<i16>>> = input(case, "perceptions")?;
    let servqual = instrument(case)?;
    let equally = servqual.clone().equally_weighted();
    let questions = servqual.questions(Scale::SEVEN)?;
    let survey = Survey::new("servqual".parse()?, "1991".parse()?, Name::new("SERVQUAL")?, questions)?;
    let mut responses = Vec::new();
    for (number, (expected, perceived)) in expectations.iter().zip(&perceptions).enumerate() {
        let mut response = Response::builder(number.to_string().parse()?, survey.id().clone());
        for (question, point) in survey.questions().iter().zip(expected.iter().chain(perceived)) {
            response = response.answer(question.id().clone(), given(*point));
        }
        responses.push(response.build()?);
    }
    let read = |measure: Measure| -> Fallible<(Value, Value)> {
        measure.check(&survey)?;
        let mut tally = measure.tally();
        responses.iter().try_for_each(|response| measure.record(&mut tally, &survey, response))?;
        let parts = measure.parts(&tally)?.into_iter().map(|(name, figure)| (name, value(figure)));
        Ok((value(measure.figure(&tally)?), parts.collect::<serde_json::Map<_, _>>().into()))
    };
    let (weighted, gap) = read(Measure::Servqual(servqual.clone()))?;
    let (servperf_weighted, servperf) = read(Measure::Servperf(Servperf::from(servqual)))?;
    let (unweighted, _) = read(Measure::Servqual(equally.clone()))?;
    let (servperf_unweighted, _) = read(Measure::Servperf(Servperf::from(equally)))?;
    Ok(values([
        ("gap", gap),
        ("weighted", weighted),
        ("unweighted", unweighted),
        ("servperf", servperf),
        ("servperf_weighted", servperf_weighted),
        ("servperf_unweighted", servperf_unweighted),
    ]))
}

/// The standard instrument, with as many pairs a dimension and the weights that the case has.
fn instrument(case: &Case) -> Fallible<Servqual> {
    let items: BTreeMap<Label, usize> = input(case, "items_per_dimension")?;
    let points: BTreeMap<Label, Weight> = input(case, "importance_points")?;
    let standard = Servqual::standard()?;
    let mut pairs = standard.dimensions().iter().flat_map(|dimension| dimension.pairs.clone());
    let mut dimensions = Vec::new();
    for ServqualDimension { name, .. } in standard.dimensions() {
        let items = *items.get(name).ok_or("a dimension without items")?;
        let weight = *points.get(name).ok_or("a dimension without points")?;
        let pairs = pairs.by_ref().take(items).collect();
        dimensions.push(ServqualDimension { name: name.clone(), weight, pairs });
    }
    Ok(Servqual::new(dimensions)?)
}

fn net_promoter(tally: &ScaleTally, confidence: Share) -> Values {
    let nps = tally.figure(&Statistic::nps());
    let interval = nps.and_then(|nps| nps.interval(confidence));
    values([
        ("n", json!(tally.answered().n())),
        ("nps", value(nps)),
        ("variance", json!(nps.and_then(|nps| nps.variance()))),
        ("se", json!(nps.map(|nps| nps.standard_error()))),
        ("se_sample", json!(nps.and_then(|nps| nps.standard_error_sample()))),
        ("margin", json!(nps.and_then(|nps| nps.margin(confidence)))),
        ("interval", json!(interval.map(|interval| [interval.low(), interval.high()]))),
        ("promoters_pct", value(tally.figure(&Statistic::TopBox { at_least: 9 }))),
        ("passives_pct", value(tally.figure(&Statistic::Between { from: 7, to: 8 }))),
        ("detractors_pct", value(tally.figure(&Statistic::BottomBox { at_most: 6 }))),
    ])
}

/// Promoters, passives and detractors as answers of 10, 8 and 0.
fn promoters([promoters, passives, detractors]: [u64; 3]) -> Fallible<ScaleTally> {
    Ok(ScaleTally::of_counts([(10, promoters), (8, passives), (0, detractors)])?)
}

fn ratings(points: &[Option<i16>]) -> Fallible<ScaleTally> {
    let mut tally = ScaleTally::default();
    points.iter().try_for_each(|point| tally.record(given(*point), Weight::ONE))?;
    Ok(tally)
}

fn given(point: Option<i16>) -> Answer {
    point.map_or(Answer::NoAnswer, Answer::Point)
}

fn value(figure: Option<Figure>) -> Value {
    figure.map_or(Value::Null, |figure| decimal(figure.value()))
}

/// An exact decimal as the number that the tables write.
fn decimal(number: Number) -> Value {
    number.to_string().parse::<f64>().map_or(Value::Null, |number| json!(number))
}

fn values<const N: usize>(values: [(&str, Value); N]) -> Values {
    values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
