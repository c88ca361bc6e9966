//! `scoring.*`: means of scores, rules and absence.
//!
//! Where a table has more decimals than the 9 of a model, the crate's unrounded figures answer.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};
use service_quality::indicator::{Absence, Measurement};
use service_quality::quantity::{Number, Score, Weight};
use service_quality::score::{Aggregation, Curve, Exponent, Goalposts, Model, OrderWeights};

use super::curve::{decimal, hundredth, logarithmic, number};
use crate::{Answer, Case};

type Fault = Box<dyn std::error::Error>;
type Values = Vec<(Weight, Score)>;

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    let answer = match case.kind.as_str() {
        "scoring.power_mean_family" => power_mean_family,
        "scoring.contributions" => contributions,
        "scoring.missing_policy" => missing_policy,
        "scoring.owa" => owa,
        "scoring.hdi_geometric" => hdi_geometric,
        "scoring.worst_best_scorecard" => worst_best_scorecard,
        "scoring.coverage_gate" => coverage_gate,
        _ => return None,
    };
    Some(answer(&case.input))
}

fn power_mean_family(input: &Value) -> Answer {
    if input["missing"] != "renormalise" {
        return Err("unknown `missing`".into());
    }
    let all = given(input)?;
    let values = present(&all);
    let power = |exponent: &str| -> Result<Aggregation, Fault> {
        Ok(Aggregation::Power(Exponent::new(exponent.parse()?)?))
    };
    let maximum = OrderWeights::new(
        values.iter().enumerate().map(|(rank, _)| if rank == 0 { Weight::ONE } else { Weight::ZERO }),
    );
    let means = [
        ("arithmetic", Aggregation::Arithmetic),
        ("geometric", Aggregation::Geometric),
        ("harmonic", Aggregation::Harmonic),
        ("power_2", power("2")?),
        ("power_half", power("0.5")?),
        ("power_3", power("3")?),
        ("power_minus2", power("-2")?),
        ("minimum", Aggregation::Minimum),
        // Without a value there is no order to weigh, and no mean.
        ("maximum", maximum.map_or(Aggregation::Minimum, Aggregation::Owa)),
    ];
    let mut answer: crate::Values = BTreeMap::new();
    for (key, function) in means {
        answer.insert(key.to_owned(), optional(function.mean(&values))?);
    }
    let equal: Vec<_> = all.iter().map(|(_, score)| (Weight::ONE, *score)).collect();
    for (key, all) in [("coverage_weight", &all), ("coverage_count", &equal)] {
        answer.insert(key.to_owned(), hundredth(coverage(all).unwrap_or_default())?);
    }
    Ok(answer)
}

fn contributions(input: &Value) -> Answer {
    let parts = Aggregation::Arithmetic.contributions(&present(&given(input)?)).ok_or("no weight")?;
    let list = |figure: fn(&service_quality::score::Contribution) -> Decimal| -> Result<Value, Fault> {
        Ok(parts.iter().map(|part| decimal(figure(part))).collect::<Result<Vec<_>, _>>()?.into())
    };
    Ok([
        ("contribution".to_owned(), list(|part| part.points)?),
        ("loss_from_100".to_owned(), list(|part| part.lost)?),
        ("share".to_owned(), list(|part| part.share)?),
    ]
    .into())
}

fn missing_policy(input: &Value) -> Answer {
    let all = given(input)?;
    let values = present(&all);
    let mean = |values: &Values| Aggregation::Arithmetic.mean(values);
    let renormalised = mean(&values);
    let filled = |filling: Score| -> Values {
        all.iter().map(|(weight, score)| (*weight, score.unwrap_or(filling))).collect()
    };
    let equal: Values = values.iter().map(|(_, score)| (Weight::ONE, *score)).collect();
    let imputed = Aggregation::Arithmetic.score(&equal, 9).and_then(|filling| mean(&filled(filling)));
    let (low, high) = (mean(&filled(Score::MIN)), mean(&filled(Score::MAX)));
    // A mean that leaves the gaps out, times the coverage, is the one that counts them as the worst.
    let worst = renormalised.and(low);
    let gated = |treatment: Value| -> Result<Option<Decimal>, Fault> {
        let scored = model(&all, &treatment)?.score(&measured(&all)?).score().is_some();
        Ok(renormalised.filter(|_| scored))
    };
    let figures = [
        ("coverage", coverage(&all).map(|percent| percent / Decimal::ONE_HUNDRED)),
        ("renormalise", renormalised),
        ("treat_as_zero", worst),
        ("impute_unweighted_mean", imputed),
        ("penalised_renormalise_times_coverage", worst),
        ("require_coverage_0_6", gated(json!({"renormalise": {"min_coverage": "0.6"}}))?),
        ("require_all", gated(json!("refuse"))?),
        ("lower_bound_missing_0", low),
        ("upper_bound_missing_100", high),
    ];
    figures.into_iter().map(|(key, figure)| Ok((key.to_owned(), optional(figure)?))).collect()
}

fn owa(input: &Value) -> Answer {
    let order: OrderWeights = serde_json::from_value(input["order_weights"].clone())?;
    let scores: Vec<Score> = serde_json::from_value(input["values"].clone())?;
    let values: Values = scores.into_iter().map(|score| (Weight::ONE, score)).collect();
    Ok([
        ("orness".to_owned(), optional(order.orness())?),
        ("entropy".to_owned(), decimal(order.entropy())?),
        ("value".to_owned(), optional(Aggregation::Owa(order).mean(&values))?),
    ]
    .into())
}

/// Education is the mean of two of the four curves; the index is the geometric mean of three.
fn hdi_geometric(input: &Value) -> Answer {
    let post = |name: &str, end: usize| number(&input["goalposts"][name][end]);
    let posts = |name: &str| -> Result<Curve, Fault> {
        Ok(Curve::Goalposts(Goalposts::new(post(name, 0)?, post(name, 1)?)?))
    };
    let equal = |scores: &[Score]| scores.iter().map(|score| (Weight::ONE, *score)).collect::<Values>();
    let (years, expected) = (number(&input["mean_years"])?, number(&input["expected_years"])?);
    let schooling = equal(&[posts("ey")?.score(expected, 9), posts("my")?.score(years, 9)]);
    let life = (posts("le")?, number(&input["life_expectancy"])?);
    let income = (logarithmic(post("gni_log", 0)?, post("gni_log", 1)?)?, number(&input["gni_ppp"])?);
    let education = Aggregation::Arithmetic;
    let indices = [
        hundredth(life.0.unrounded(life.1))?,
        hundredth(education.mean(&schooling).ok_or("no weight")?)?,
        hundredth(income.0.unrounded(income.1))?,
    ];
    let dimensions = equal(&[
        life.0.score(life.1, 9),
        education.score(&schooling, 9).ok_or("no weight")?,
        income.0.score(income.1, 9),
    ]);
    let hdi = Aggregation::Geometric.mean(&dimensions).ok_or("no weight")?;
    Ok([("indices".to_owned(), json!(indices)), ("hdi".to_owned(), hundredth(hdi)?)].into())
}

fn worst_best_scorecard(input: &Value) -> Answer {
    let (mut scores, mut values) = (serde_json::Map::new(), Values::new());
    for row in input["rows"].as_array().ok_or("no `rows`")? {
        let curve = Curve::goalposts(number(&row["worst"])?, number(&row["best"])?)?;
        let actual = number(&row["actual"])?;
        let name = row["name"].as_str().ok_or("no `name`")?;
        scores.insert(name.to_owned(), decimal(curve.unrounded(actual))?);
        values.push((serde_json::from_value(row["weight"].clone())?, curve.score(actual, 9)));
    }
    let balanced = optional(Aggregation::Arithmetic.mean(&values))?;
    Ok([("scores".to_owned(), scores.into()), ("balanced".to_owned(), balanced)].into())
}

/// Measured with a weight of the coverage, missing with the rest of it.
fn coverage_gate(input: &Value) -> Answer {
    let covered: Weight = serde_json::from_value(input["coverage"].clone())?;
    let rest = Weight::new(Decimal::ONE - covered.value())?;
    let all = [(covered, Some(Score::MAX)), (rest, None)];
    let treatment = json!({"renormalise": {"min_coverage": input["minimum"]}});
    let scored = model(&all, &treatment)?.score(&measured(&all)?).score().is_some();
    Ok([("scored".to_owned(), json!(scored))].into())
}

/// The weights and the values, which may be absent.
fn given(input: &Value) -> Result<Vec<(Weight, Option<Score>)>, Fault> {
    let values: Vec<Option<Score>> = serde_json::from_value(input["values"].clone())?;
    let weights: Vec<Weight> = serde_json::from_value(input["weights"].clone())?;
    Ok(weights.into_iter().zip(values).collect())
}

fn present(all: &[(Weight, Option<Score>)]) -> Values {
    all.iter().filter_map(|(weight, score)| Some((*weight, (*score)?))).collect()
}

/// In percent: the mean of 100 for what is there and 0 for what is not.
fn coverage(all: &[(Weight, Option<Score>)]) -> Option<Decimal> {
    let there = |score: &Option<Score>| if score.is_some() { Score::MAX } else { Score::MIN };
    let values: Values = all.iter().map(|(weight, score)| (*weight, there(score))).collect();
    Aggregation::Arithmetic.mean(&values)
}

/// A model of one node over indicators that are scores already.
fn model(all: &[(Weight, Option<Score>)], missing: &Value) -> Result<Model, Fault> {
    let leaf = |(index, (weight, _)): (usize, &(Weight, Option<Score>))| {
        let curve = json!({"goalposts": {"worst": 0, "best": 100}});
        json!({"weight": weight, "indicator": format!("i{index}"), "curve": curve})
    };
    let children: Vec<Value> = all.iter().enumerate().map(leaf).collect();
    let root = json!({"id": "total", "children": children, "absence": {"missing": missing}});
    Ok(serde_json::from_value(json!({"root": root}))?)
}

type Measured = BTreeMap<service_quality::quantity::IndicatorId, Measurement>;

fn measured(all: &[(Weight, Option<Score>)]) -> Result<Measured, Fault> {
    let measurement = |score: Option<Score>| -> Result<Measurement, Fault> {
        let value = score.map(|score| Number::new(score.value())).transpose()?;
        Ok(value.map_or(Measurement::absent(Absence::Missing), |value| Measurement::present(value, 1)))
    };
    let entry = |(index, (_, score)): (usize, &(Weight, Option<Score>))| {
        Ok((format!("i{index}").parse()?, measurement(*score)?))
    };
    all.iter().enumerate().map(entry).collect()
}

fn optional(figure: Option<Decimal>) -> Result<Value, Fault> {
    figure.map_or(Ok(Value::Null), decimal)
}
