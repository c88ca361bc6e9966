//! `scoring.*` of whole models: a composite index of a tree of 68 rows, rules, and the split of a change.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use service_quality::indicator::Measurement;
use service_quality::population::competition_ranks;
use service_quality::quantity::{IndicatorId, Number, Score, Weight};
use service_quality::score::{
    AbsenceKind, AbsencePolicy, Child, Curve, Effect, Grade, Leaf, Model, ModelBuilder, Node, Place,
    Rounding, Row, Rule, Scorecard, Scored, Treatment, Trigger,
};
use service_quality::ticket::Comparison;

use crate::{Answer, Case, Values};

type Failure = Box<dyn std::error::Error>;

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    Some(match case.kind.as_str() {
        "scoring.asem_unit" => asem_unit(case),
        "scoring.knockout_cap" => knockout_cap(case),
        "scoring.score_change_decomposition" => score_change(case),
        "scoring.veto_minimum" => veto_minimum(case),
        _ => return None,
    })
}

fn number(value: &Value) -> Result<Number, Failure> {
    Ok(serde_json::from_value(value.clone())?)
}

fn float(number: impl Display) -> Result<f64, Failure> {
    Ok(format!("{number}").parse()?)
}

fn list<'a>(case: &'a Case, key: &str) -> Result<&'a Vec<Value>, Failure> {
    case.input[key].as_array().ok_or_else(|| format!("no `{key}`").into())
}

fn finest() -> Result<Rounding, Failure> {
    Ok(Rounding::new(9, 9, 9)?)
}

/// Indicators `0`, `1`, ... that are scores already.
fn leaf(index: usize) -> Result<Leaf, Failure> {
    Ok(Leaf::new(index.to_string().parse()?, Curve::goalposts(0.into(), 100.into())?))
}

fn flat(weights: &[Value], rules: Vec<Rule>) -> Result<ModelBuilder, Failure> {
    let mut children = Vec::new();
    for (index, weight) in weights.iter().enumerate() {
        let weight: Weight = serde_json::from_value(weight.clone())?;
        children.push(Child::new(weight, leaf(index)?));
    }
    let root = Node::new("total".parse()?, children)?.with_rules(rules);
    Ok(Model::builder(root).rounding(finest()?))
}

fn measured(values: &[Value]) -> Result<BTreeMap<IndicatorId, Measurement>, Failure> {
    let measured = values
        .iter()
        .enumerate()
        .map(|(index, value)| Ok((index.to_string().parse()?, Measurement::present(number(value)?, 1))));
    measured.collect()
}

fn total(card: &Scorecard) -> Result<Score, Failure> {
    card.score().ok_or_else(|| "no score".into())
}

/// Where the tables of a case stand: beside the case, or among the project's own.
fn beside(table: &str) -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/scoring");
    let given = std::env::var_os("SERVICE_QUALITY_CASES").map(PathBuf::from);
    let places = given.into_iter().flat_map(|given| [given.join("scoring"), given]);
    places.map(|place| place.join(table)).find(|path| path.exists()).unwrap_or_else(|| own.join(table))
}

fn asem_unit(case: &Case) -> Answer {
    let text = |key: &str| case.input[key].as_str().ok_or_else(|| format!("no `{key}`"));
    let model = asem_model(&beside(text("tree_csv")?))?;
    let mut units = csv::Reader::from_path(beside(text("normalised_csv")?))?;
    let header = units.headers()?.clone();
    let mut cards = Vec::new();
    for unit in units.records() {
        let unit = unit?;
        let mut values = BTreeMap::new();
        for (code, value) in header.iter().zip(&unit).skip(1).filter(|(_, value)| !value.is_empty()) {
            let value = Number::new(value.parse::<rust_decimal::Decimal>()?.round_dp(9))?;
            values.insert(code.parse()?, Measurement::present(value, 1));
        }
        cards.push((unit[0].to_owned(), model.score(&values)));
    }
    let totals: Vec<Score> = cards.iter().map(|(_, card)| total(card)).collect::<Result<_, _>>()?;
    let ranks = competition_ranks(&totals);
    let wanted = text("unit")?;
    let at = cards.iter().position(|(unit, _)| unit == wanted).ok_or("no such unit")?;
    let card = &cards[at].1;
    let mut values = Values::from([
        ("rank".to_owned(), json!(ranks[at])),
        (model.id().to_string(), json!(float(total(card)?)?)),
    ]);
    for part in card.parts() {
        if let (Place::Node(id), Some(score)) = (part.place(), part.score()) {
            values.insert(id.to_string(), json!(float(score)?));
        }
    }
    Ok(values)
}

/// The tree as its table has it: indicators are scores already, absent ones are left out.
fn asem_model(path: &Path) -> Result<Model, Failure> {
    let mut rows = Vec::new();
    for record in csv::Reader::from_path(path)?.records() {
        let record = record?;
        let (code, kind, above, weight) = (&record[0], &record[2], &record[3], &record[5]);
        rows.push(match (kind, above) {
            ("Indicator", _) => {
                let leaf = Leaf::new(code.parse()?, Curve::goalposts(0.into(), 100.into())?);
                Row::leaf(leaf, above.parse()?, weight.parse()?)
            }
            ("Aggregate", "" | "NA") => Row::top(code.parse()?),
            ("Aggregate", _) => Row::node(code.parse()?, above.parse()?, weight.parse()?),
            _ => continue,
        });
    }
    let left_out = Treatment::Renormalise { min_coverage: "0".parse()? };
    let policy = AbsencePolicy::inherit().with(AbsenceKind::Missing, left_out);
    Ok(Model::builder(Node::from_rows(rows)?).absence(policy).rounding(finest()?).build()?)
}

fn knockout_cap(case: &Case) -> Answer {
    let cap: Score = serde_json::from_value(case.input["cap_when_failed"].clone())?;
    // Whether a critical item failed is no matter of its score: the table says so beside it.
    let mut rules = Vec::new();
    let failed = list(case, "critical_failed")?;
    for (index, _) in failed.iter().enumerate().filter(|(_, failed)| **failed == json!(true)) {
        let always =
            Trigger::Value { of: index.to_string().parse()?, is: Comparison::AtLeast, value: Number::ZERO };
        rules.push(Rule::new(format!("critical {index}").parse()?, [always], Effect::Cap(cap))?);
    }
    let card = flat(list(case, "weights")?, rules)?.build()?.score(&measured(list(case, "values")?)?);
    let capped = card.rules().any(|(_, trace)| trace.after < trace.before);
    let uncapped = card.total().unruled().ok_or("no score")?;
    Ok([
        ("uncapped", json!(float(uncapped)?)),
        ("score", json!(float(total(&card)?)?)),
        ("capped", json!(capped)),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into())
}

fn veto_minimum(case: &Case) -> Answer {
    if case.input["veto_effect"] != "grade at most D (below 70)" {
        return Err("unknown `veto_effect`".into());
    }
    let mut rules = Vec::new();
    for (index, minimum) in list(case, "minimum")?.iter().enumerate() {
        let of = Place::Indicator(index.to_string().parse()?);
        let score = serde_json::from_value(minimum.clone())?;
        let below = Trigger::Score { of, is: Comparison::Below, score };
        rules.push(Rule::new(index.to_string().parse()?, [below], Effect::GradeAtMost("D".parse()?))?);
    }
    let grades = serde_json::from_value(json!([{"grade": "C", "from": 70}, {"grade": "D", "from": 0}]))?;
    let model = flat(list(case, "weights")?, rules)?.grades(grades).build()?;
    let card = model.score(&measured(list(case, "values")?)?);
    let vetoed: Vec<&str> = card.rules().map(|(_, trace)| trace.rule.id().as_str()).collect();
    let vetoed: Vec<u64> = vetoed.into_iter().map(str::parse).collect::<Result<_, _>>()?;
    if !vetoed.is_empty() && card.grade().map(Grade::as_str) != Some("D") {
        return Err("vetoed, and no D".into());
    }
    Ok([("score", json!(float(total(&card)?)?)), ("vetoed", json!(vetoed))]
        .map(|(key, value)| (key.to_owned(), value))
        .into())
}

fn score_change(case: &Case) -> Answer {
    let before = flat(list(case, "weights_before")?, Vec::new())?.build()?;
    let after = flat(list(case, "weights_after")?, Vec::new())?.build()?;
    let earlier = before.score(&measured(list(case, "values_before")?)?);
    let later = after.score(&measured(list(case, "values_after")?)?);
    let change = Scored::new(&after, &later).compare(&Scored::new(&before, &earlier))?;
    let of = |effect: fn(&service_quality::score::Effects) -> Number| -> Result<Vec<f64>, Failure> {
        change.parts().iter().map(|part| float(effect(&part.effects))).collect()
    };
    Ok([
        ("before", json!(float(change.earlier())?)),
        ("after", json!(float(change.later())?)),
        ("change", json!(float(change.change())?)),
        ("value_effect", json!(of(|effects| effects.value)?)),
        ("weight_effect", json!(of(|effects| effects.weight)?)),
        ("total_value_effect", json!(float(change.effects().value)?)),
        ("total_weight_effect", json!(float(change.effects().weight)?)),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into())
}
