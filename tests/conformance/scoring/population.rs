//! `scoring.*`: figures and ranks relative to a population.

use serde_json::{Value, json};
use service_quality::indicator::{Direction, Range};
use service_quality::population::league::{ShareCount, rank_shares, shrunken_mean, weighted_median_lower};
use service_quality::population::ranking::{
    GreyRelation, MazziottaPareto, Method, Penalty, Ranking, Scaling, Topsis, WeightedProduct, WeightedSum,
};
use service_quality::population::stability::{Tie, WeightChange, critical_weight};
use service_quality::population::{
    Beyond, Criterion, Divisor, Normalisation, Order, OutlierRule, Relative, Subject, Table, Ties, ZScore,
};
use service_quality::quantity::{Number, Weight};

use crate::{Answer, Case, Values};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    Some(match case.kind.strip_prefix("scoring.")? {
        "minmax" => min_max(case),
        "zscore" => z_score(case),
        "rank" | "competition_rank" => rank(case),
        "percentile_rank" => normalised(case, &Normalisation::PercentileRank),
        "borda" => normalised(case, &Normalisation::Borda),
        "distance_to_max" => normalised(case, &Normalisation::DistanceToMax),
        "distance_to_target" => distance_to_target(case),
        "fraction_of_max" => normalised(case, &Normalisation::FractionOfMax),
        "outlier_treatment_winsorise" => winsorise(case),
        "weighted_sum_minmax" => weighted_sum(case, Scaling::MinMax),
        "base_ranking" => weighted_sum(case, Scaling::AsGiven),
        "weighted_product_sum_normalised" => weighted_product(case),
        "topsis_vector_normalisation" => topsis(case),
        "grey_relational" => grey_relation(case),
        "mazziotta_pareto" => mazziotta_pareto(case),
        "weight_perturbation_proportional" => weight_change(case),
        "critical_weight_pair" => tie(case),
        "wilson_ranking" => wilson(case),
        "shrunken_mean" => shrunken(case),
        "weighted_median_lower" => weighted_median(case),
        _ => return None,
    })
}

fn normalised(case: &Case, by: &Normalisation) -> Answer {
    let figures = by.apply(direction(case)?, &column(&case.input["values"])?)?.figures;
    let figures: Vec<_> = figures.iter().map(Relative::value).map(|figure| figure.map(float)).collect();
    Ok(values([("values", json!(figures))]))
}

fn min_max(case: &Case) -> Answer {
    let out = &case.input["out"];
    normalised(case, &Normalisation::MinMax(Range::new(number(&out[0])?, number(&out[1])?)?))
}

fn z_score(case: &Case) -> Answer {
    let divisor = match case.input["ddof"].as_u64() {
        Some(0) => Divisor::Population,
        Some(1) => Divisor::Sample,
        _ => return Err("unknown `ddof`".into()),
    };
    let scale = ZScore::new(number(&case.input["mean"])?, number(&case.input["sd"])?, divisor)?;
    normalised(case, &Normalisation::ZScore(scale))
}

fn rank(case: &Case) -> Answer {
    let ties: Ties = serde_json::from_value(case.input.get("ties").cloned().unwrap_or_else(|| json!("min")))?;
    let order: Order = serde_json::from_value(case.input["order"].clone())?;
    normalised(case, &Normalisation::Rank { ties, order })
}

fn distance_to_target(case: &Case) -> Answer {
    let capped = case.input["cap"].as_bool().ok_or("no `cap`")?;
    let beyond = if capped { Beyond::Capped } else { Beyond::Counted };
    normalised(case, &Normalisation::DistanceToTarget { target: number(&case.input["target"])?, beyond })
}

fn winsorise(case: &Case) -> Answer {
    let most = u32::try_from(case.input["max_points"].as_u64().ok_or("no `max_points`")?)?;
    let limits = (number(&case.input["abs_skew_limit"])?, number(&case.input["kurtosis_limit"])?);
    let treatment = OutlierRule::new(limits.0, limits.1, most)?.treat(&column(&case.input["values"])?)?;
    let after: Vec<_> = treatment.values.iter().map(|value| value.map(float)).collect();
    Ok(values([
        ("skew", json!(treatment.before.map(|shape| shape.skewness))),
        ("kurtosis_excess", json!(treatment.before.map(|shape| shape.kurtosis))),
        ("values", json!(after)),
        ("points_treated", json!(treatment.moved.len())),
        ("skew_after", json!(treatment.after.map(|shape| shape.skewness))),
        ("kurtosis_after", json!(treatment.after.map(|shape| shape.kurtosis))),
    ]))
}

fn weighted_sum(case: &Case, scaling: Scaling) -> Answer {
    Ok(ranking(&WeightedSum::new(&table(case)?, &weights(case)?, scaling)?.ranking))
}

fn weighted_product(case: &Case) -> Answer {
    Ok(ranking(&WeightedProduct::new(&table(case)?, &weights(case)?)?.ranking))
}

fn topsis(case: &Case) -> Answer {
    let topsis = Topsis::new(&table(case)?, &weights(case)?)?;
    let distances = || topsis.distances.iter();
    let mut answer = ranking(&topsis.ranking);
    answer.extend(values([
        ("ideal", json!(topsis.ideal)),
        ("anti", json!(topsis.anti_ideal)),
        ("d_plus", json!(distances().map(|distance| distance.to_ideal).collect::<Vec<_>>())),
        ("d_minus", json!(distances().map(|distance| distance.to_anti_ideal).collect::<Vec<_>>())),
        ("closeness", answer["scores"].clone()),
    ]));
    Ok(answer)
}

fn grey_relation(case: &Case) -> Answer {
    if case.input["reference"] != "column maximum" {
        return Err("unknown `reference`".into());
    }
    let table = table(case)?;
    let rho = case.input["rho"].to_string().parse()?;
    let grey = GreyRelation::new(&table, &vec![Weight::ONE; table.criteria().len()], rho)?;
    let mut answer = ranking(&grey.ranking);
    answer.insert("coefficients".to_owned(), json!(grey.coefficients));
    answer.insert("grade_equal_weights".to_owned(), answer["scores"].clone());
    Ok(answer)
}

fn mazziotta_pareto(case: &Case) -> Answer {
    let table = table(case)?;
    let scores = |index: MazziottaPareto| ranking(&index.ranking)["scores"].clone();
    Ok(values([
        ("mpi_minus", scores(MazziottaPareto::classical(&table, Penalty::Downward)?)),
        ("mpi_plus", scores(MazziottaPareto::classical(&table, Penalty::Upward)?)),
        ("ampi_minus", scores(MazziottaPareto::adjusted(&table, Penalty::Downward)?)),
        ("ampi_plus", scores(MazziottaPareto::adjusted(&table, Penalty::Upward)?)),
    ]))
}

fn weight_change(case: &Case) -> Answer {
    let criterion = case.input["changed"].to_string();
    let delta = number(&case.input["delta"])?;
    let change = WeightChange::new(&table(case)?, &weights(case)?, Method::WeightedSum, criterion, delta)?;
    let mut answer = ranking(&change.ranking);
    answer.extend(values([
        ("weights", json!(change.weights)),
        ("mean_abs_rank_shift", json!(change.shift.mean)),
        ("spearman", json!(change.shift.spearman)),
    ]));
    Ok(answer)
}

fn tie(case: &Case) -> Answer {
    let pair = [case.input["pair"][0].to_string(), case.input["pair"][1].to_string()];
    let criterion = case.input["criterion"].to_string();
    let (weight, change) =
        match critical_weight(&table(case)?, &weights(case)?, Method::WeightedSum, pair, criterion)? {
            Tie::At { weight, change } => (Some(weight), Some(change)),
            _ => (None, None),
        };
    Ok(values([("tie_weight", json!(weight)), ("delta", json!(change))]))
}

fn wilson(case: &Case) -> Answer {
    let given = case.input["successes_and_n"].as_object().ok_or("no `successes_and_n`")?;
    let mut counts = Vec::new();
    for (subject, count) in given {
        let (successes, n) = serde_json::from_value(count.clone())?;
        counts.push(ShareCount { subject: subject.parse()?, successes, n });
    }
    let league = rank_shares(&counts, case.input["confidence"].to_string().parse()?)?;
    let unranked = league.unranked.iter().map(|subject| (subject.to_string(), Value::Null));
    let low = league.ranked.iter().map(|row| (row.subject.to_string(), json!(row.interval.low())));
    Ok(values([
        ("lower_bound", low.chain(unranked).collect::<serde_json::Map<_, _>>().into()),
        ("order", json!(league.ranked.iter().map(|row| row.subject.as_str()).collect::<Vec<_>>())),
        ("unranked", json!(league.unranked)),
    ]))
}

fn shrunken(case: &Case) -> Answer {
    let n = case.input["n"].as_u64().ok_or("no `n`")?;
    let (mean, prior) = (number(&case.input["mean"])?, number(&case.input["prior_mean"])?);
    let value = shrunken_mean(mean, n, prior, weight(&case.input["prior_weight"])?);
    Ok(values([("value", json!(value.map(|value| value.to_string().parse::<f64>()).transpose()?))]))
}

fn weighted_median(case: &Case) -> Answer {
    let given = column(&case.input["values"])?.into_iter().zip(weights(case)?);
    let given: Vec<_> = given.filter_map(|(value, weight)| Some((value?, weight))).collect();
    Ok(values([("value", json!(weighted_median_lower(&given).map(float)))]))
}

/// Subjects and criteria are named by their places.
fn table(case: &Case) -> Fallible<Table> {
    let rows = case.input["matrix"].as_array().ok_or("no `matrix`")?;
    let types = case.input.get("types").and_then(Value::as_array);
    let width = rows.first().and_then(Value::as_array).map_or(0, Vec::len);
    let mut criteria = Vec::new();
    for index in 0..width {
        let falls = types.is_some_and(|types| types[index] == -1);
        let direction = if falls { Direction::Lower } else { Direction::Higher };
        criteria.push(Criterion { id: index.to_string().parse()?, direction });
    }
    let mut subjects = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        subjects.push(Subject { id: index.to_string().parse()?, values: column(row)? });
    }
    Ok(Table::new(criteria, subjects)?)
}

fn ranking(ranking: &Ranking) -> Values {
    values([
        ("scores", json!(ranking.subjects().iter().map(|ranked| ranked.score).collect::<Vec<_>>())),
        ("rank", json!(ranking.subjects().iter().map(|ranked| ranked.rank).collect::<Vec<_>>())),
    ])
}

fn direction(case: &Case) -> Fallible<Direction> {
    Ok(serde_json::from_value(case.input.get("direction").cloned().unwrap_or_else(|| json!("higher")))?)
}

fn column(values: &Value) -> Fallible<Vec<Option<Number>>> {
    let values = values.as_array().ok_or("no list of values")?;
    values.iter().map(|value| if value.is_null() { Ok(None) } else { number(value).map(Some) }).collect()
}

/// In millionths where they are shares: weights are relative, and so keep the places that the tables write.
fn weights(case: &Case) -> Fallible<Vec<Weight>> {
    let given = case.input["weights"].as_array().ok_or("no `weights`")?;
    let shares = given.iter().all(|weight| weight.as_f64().is_some_and(|weight| weight <= 1.0));
    let unit = if shares { 1e6 } else { 1.0 };
    given.iter().map(|share| weight(&json!(share.as_f64().ok_or("no number")? * unit))).collect()
}

/// The tables write more places than the crate takes: rounded to 9.
fn number(value: &Value) -> Fallible<Number> {
    Ok(format!("{:.9}", value.as_f64().ok_or("no number")?).parse()?)
}

fn weight(value: &Value) -> Fallible<Weight> {
    Ok(format!("{:.9}", value.as_f64().ok_or("no number")?).parse()?)
}

fn float(number: Number) -> f64 {
    number.to_string().parse().unwrap_or(f64::NAN)
}

fn values<const N: usize>(values: [(&str, Value); N]) -> Values {
    values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
