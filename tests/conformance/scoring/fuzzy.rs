//! `scoring.fuzzy_comprehensive`: memberships of grades, composed.

use rust_decimal::Decimal;
use serde_json::{Value, json};
use service_quality::quantity::{Number, Share, Weight};
use service_quality::score::fuzzy::{Composition, FuzzyEvaluation, FuzzyResult};

use crate::{Answer, Case};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    (case.kind == "scoring.fuzzy_comprehensive").then(|| evaluate(case))
}

fn evaluate(case: &Case) -> Answer {
    let list = |key: &str| case.input[key].as_array().ok_or_else(|| format!("no `{key}`"));
    let mut grades = Vec::new();
    for (index, value) in list("grade_values")?.iter().enumerate() {
        grades.push(json!({"grade": index.to_string(), "value": rounded(value)?.to_string()}));
    }
    let mut criteria = Vec::new();
    for (index, (row, weight)) in list("membership")?.iter().zip(list("weights")?).enumerate() {
        let row = row.as_array().ok_or("a row that is no list")?.iter();
        let memberships: Vec<Share> =
            row.map(|one| Ok(Share::new(rounded(one)?)?)).collect::<Fallible<_>>()?;
        let weight = Weight::rounded(rounded(weight)?)?;
        criteria
            .push(json!({"id": index.to_string(), "weight": weight, "judged": {"memberships": memberships}}));
    }
    // Rows of the table are decimals of many places, whose rounded entries need not sum to 1.
    let evaluation: FuzzyEvaluation =
        serde_json::from_value(json!({"grades": grades, "criteria": criteria, "row_sum": "free"}))?;
    let mean = evaluation.evaluate()?;
    let max_min = evaluation.by(Composition::MaxMin).evaluate()?;
    let best = mean.grade.as_str().parse::<usize>()?;
    Ok([
        ("weighted_average", vector(&mean.memberships)?),
        ("max_min", vector(&max_min.memberships)?),
        ("max_min_normalised", vector(&max_min.normalised)?),
        ("score", score(&mean)?),
        ("max_membership_grade", json!(best)),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into())
}

fn rounded(value: &Value) -> Fallible<Decimal> {
    let text = value.as_number().ok_or_else(|| format!("`{value}` is no number"))?.to_string();
    Ok(text.parse().or_else(|_| Decimal::from_scientific(&text))?.round_dp(9))
}

fn vector(shares: &[Share]) -> Fallible<Value> {
    Ok(json!(shares.iter().map(|share| share.to_string().parse::<f64>()).collect::<Result<Vec<_>, _>>()?))
}

fn score(result: &FuzzyResult) -> Fallible<Value> {
    let score: Number = result.score.ok_or("no score")?;
    Ok(json!(score.to_string().parse::<f64>()?))
}
