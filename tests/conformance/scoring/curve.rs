//! `scoring.*`: curves and grades.

use serde_json::{Value, json};
use service_quality::indicator::Limit;
use service_quality::quantity::{Number, Score};
use service_quality::score::{
    Attainment, AttainmentForm, Curve, Efficacy, Exponential, Goalposts, Grades, Likert, Logarithmic,
    TargetRange,
};

use crate::{Answer, Case, Values};

type Fault = Box<dyn std::error::Error>;

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    let answer = match case.kind.as_str() {
        "scoring.goalposts" => goalposts,
        "scoring.piecewise_linear" => piecewise_linear,
        "scoring.target_range" => target_range,
        "scoring.grade_band" => grade_band,
        "scoring.exponential_utility" => exponential_utility,
        "scoring.likert_to_0_100" => likert,
        "scoring.efficacy_coefficient" => efficacy_coefficient,
        "scoring.target_attainment" => target_attainment,
        _ => return None,
    };
    Some(answer(&case.input))
}

fn goalposts(input: &Value) -> Answer {
    if input["scale"] != 100 {
        return Err("a scale other than 100".into());
    }
    let (low, high) = (number(&input["low"])?, number(&input["high"])?);
    let posts = match direction(input)? {
        Direction::Higher => Goalposts::new(low, high)?,
        Direction::Lower => Goalposts::new(high, low)?,
    };
    let clamp = input["clamp"].as_bool().ok_or("no `clamp`")?;
    let curve = Curve::Goalposts(posts.clone());
    let score = |value: &Value| -> Result<Value, Fault> {
        if value.is_null() {
            return Ok(Value::Null);
        }
        let value = number(value)?;
        decimal(if clamp {
            curve.unrounded(value)
        } else {
            posts.unclamped(value).ok_or("too many digits")?
        })
    };
    let values = input["values"].as_array().ok_or("no `values`")?;
    Ok(one("values", values.iter().map(score).collect::<Result<Vec<_>, _>>()?.into()))
}

fn piecewise_linear(input: &Value) -> Answer {
    if input["clamp"] != true {
        return Err("ends that are not flat".into());
    }
    Ok(one("value", at(&serde_json::from_value(json!({"piecewise": input["points"]}))?, input)?))
}

fn target_range(input: &Value) -> Answer {
    let of = |key: &str| number(&input[key]);
    let range = TargetRange::new(of("low")?, of("target_low")?, of("target_high")?, of("high")?)?;
    Ok(one("score", at(&Curve::TargetRange(range), input)?))
}

fn grade_band(input: &Value) -> Answer {
    let bands = input["lower_bounds_inclusive"].as_array().ok_or("no bands")?;
    let bands: Vec<Value> = bands.iter().map(|band| json!({"from": band[0], "grade": band[1]})).collect();
    let grades: Grades = serde_json::from_value(bands.into())?;
    // What is no score has no grade.
    let score: Option<Score> = serde_json::from_value(input["x"].clone()).ok();
    Ok(one("grade", json!(score.map(|score| grades.of(score).grade.as_str()))))
}

fn exponential_utility(input: &Value) -> Answer {
    let of = |key: &str| number(&input[key]);
    let curve = Curve::Exponential(Exponential::new(of("low")?, of("high")?, of("rho")?)?);
    Ok(one("u", hundredth(curve.unrounded(of("x")?))?))
}

fn likert(input: &Value) -> Answer {
    let scale = Likert::new(number(&input["scale_min"])?, number(&input["scale_max"])?)?;
    Ok(one("value", at(&Curve::Likert(scale), input)?))
}

fn efficacy_coefficient(input: &Value) -> Answer {
    let score = |key: &str| serde_json::from_value::<Score>(input[key].clone());
    let efficacy = Efficacy::with(
        number(&input["not_allowed"])?,
        number(&input["satisfactory"])?,
        score("base")?,
        score("span")?,
        Score::MIN,
    )?;
    let unclamped = efficacy.unclamped(number(&input["x"])?).ok_or("too many digits")?;
    let clamped = at(&Curve::Efficacy(efficacy), input)?;
    Ok([("score".to_owned(), decimal(unclamped)?), ("score_clamped".to_owned(), clamped)].into())
}

fn target_attainment(input: &Value) -> Answer {
    let (target, actual) = (number(&input["target"])?, number(&input["actual"])?);
    let direction = direction(input)?;
    let limit = match direction {
        Direction::Higher => Limit::AtLeast(target),
        Direction::Lower => Limit::AtMost(target),
    };
    let ratio = |form| -> Result<Value, Fault> {
        Attainment::new(limit, form)?.ratio(actual).map_or(Ok(Value::Null), decimal)
    };
    let linear = match direction {
        Direction::Higher => Value::Null,
        Direction::Lower => ratio(AttainmentForm::Linear)?,
    };
    Ok([
        ("met".to_owned(), json!(limit.holds(actual))),
        ("ratio".to_owned(), ratio(AttainmentForm::Ratio)?),
        ("ratio_linear_lower".to_owned(), linear),
    ]
    .into())
}

/// The score on a logarithmic curve, for the human development index.
pub(super) fn logarithmic(worst: Number, best: Number) -> Result<Curve, Fault> {
    Ok(Curve::Logarithmic(Logarithmic::new(worst, best)?))
}

enum Direction {
    Higher,
    Lower,
}

fn direction(input: &Value) -> Result<Direction, Fault> {
    match input["direction"].as_str() {
        Some("higher") | None => Ok(Direction::Higher),
        Some("lower") => Ok(Direction::Lower),
        Some(other) => Err(format!("direction `{other}`").into()),
    }
}

fn at(curve: &Curve, input: &Value) -> Result<Value, Fault> {
    decimal(curve.unrounded(number(&input["x"])?))
}

pub(super) fn number(value: &Value) -> Result<Number, Fault> {
    Ok(serde_json::from_value(value.clone())?)
}

pub(super) fn decimal(value: impl std::fmt::Display) -> Result<Value, Fault> {
    Ok(json!(value.to_string().parse::<f64>()?))
}

/// A score as a share of 1, as some tables have it.
pub(super) fn hundredth(mut score: rust_decimal::Decimal) -> Result<Value, Fault> {
    score.set_scale(score.scale() + 2)?;
    decimal(score)
}

fn one(key: &str, value: Value) -> Values {
    [(key.to_owned(), value)].into()
}
