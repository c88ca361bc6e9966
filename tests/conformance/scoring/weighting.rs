//! `scoring.*`: weights.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use service_quality::quantity::{Label, Number};
use service_quality::weighting::{
    Combination, Expert, Figures, Group, GroupMethod, Hierarchy, Importance, ImportanceOrder, Judgements,
    ObjectiveMethod, Priorities, PriorityMethod, PriorityRule, RandomIndex, RankRule,
};

use crate::{Answer, Case, Values};

type Error = Box<dyn std::error::Error>;

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    let input = &case.input;
    Some(match case.kind.as_str() {
        "scoring.ahp_matrix" => matrix(input),
        "scoring.ahp_group" => group(input),
        "scoring.ahp_hierarchy" => hierarchy(input),
        "scoring.ahp_incomplete" => incomplete(input),
        "scoring.objective_weights" => objective(input),
        "scoring.objective_weights_degenerate" => degenerate(case),
        "scoring.rank_based" => rank_based(input),
        "scoring.rank_exponent" => rank_exponent(input),
        "scoring.rank_order_centroid_ties" => ties(input),
        "scoring.direct_points" => direct(input),
        "scoring.hierarchical_weights" => hierarchical(input),
        "scoring.combined_weights" => combined(input),
        _ => return None,
    })
}

fn matrix(input: &Value) -> Answer {
    let judgements = judgements(&input["names"], &input["matrix"])?;
    let by = |method| {
        let rule = PriorityRule { method, ..PriorityRule::default() };
        Ok::<_, Error>(json!(judgements.weigh(&rule)?.importance().values()))
    };
    let eigenvector = judgements.weigh(&PriorityRule::default())?;
    let consistency = eigenvector.consistency();
    Ok([
        ("weights_eigenvector", json!(eigenvector.importance().values())),
        ("weights_geometric_mean", by(PriorityMethod::GeometricMean)?),
        ("weights_normalised_columns", by(PriorityMethod::NormalisedColumns)?),
        ("lambda_max", json!(consistency.lambda_max())),
        ("consistency_index", json!(consistency.index())),
        ("geometric_consistency_index", json!(consistency.geometric_index())),
        ("consistency_ratio_saaty1980", ratio(&judgements, RandomIndex::Saaty1980)?),
        ("consistency_ratio_saaty2005", ratio(&judgements, RandomIndex::Saaty2005)?),
        ("consistency_ratio_donegan_dodd1991", ratio(&judgements, RandomIndex::DoneganDodd1991)?),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into())
}

fn ratio(judgements: &Judgements, random_index: RandomIndex) -> Result<Value, Error> {
    let rule = PriorityRule { random_index, ..PriorityRule::default() };
    Ok(json!(judgements.weigh(&rule)?.consistency().ratio()))
}

fn group(input: &Value) -> Answer {
    let mut experts = Vec::new();
    for (place, matrix) in list(&input["matrices"])?.iter().enumerate() {
        let judgements = judgements(&json!(names(list(matrix)?.len())), matrix)?;
        let name = format!("expert {place}").parse()?;
        experts.push(Expert { name, weight: "1".parse()?, judgements });
    }
    let group = Group::new(experts)?;
    let by = |method| {
        let answer = group.weigh(method, &PriorityRule::default())?;
        Ok::<_, Error>(json!(answer.priorities().importance().values()))
    };
    Ok([
        ("aij_geometric_weights", by(GroupMethod::Judgements)?),
        ("aip_arithmetic_weights", by(GroupMethod::PrioritiesMean)?),
        ("aip_geometric_weights", by(GroupMethod::PrioritiesGeometricMean)?),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into())
}

fn hierarchy(input: &Value) -> Answer {
    let mut tree = Hierarchy::new(judgements(&input["criteria"], &input["criteria_matrix"])?);
    for (criterion, matrix) in object(&input["alternative_matrices"])? {
        tree = tree.under(criterion.as_str(), judgements(&input["alternatives"], matrix)?)?;
    }
    let answer = tree.weigh(&PriorityRule::default())?;
    let top = answer.nodes().first().ok_or("no top")?;
    Ok([
        ("criteria_weights", json!(top.priorities.importance().values())),
        ("target_weights", by_name(answer.importance())),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into())
}

fn incomplete(input: &Value) -> Answer {
    let judgements: Judgements =
        serde_json::from_value(json!({"criteria": input["names"], "comparisons": input["comparisons"]}))?;
    let priorities: Priorities = judgements.weigh(&PriorityRule::default())?;
    let missing: Map<String, Value> = priorities
        .completed()
        .iter()
        .map(|judgement| (format!("{},{}", judgement.of, judgement.over), json!(judgement.value)))
        .collect();
    Ok([
        ("missing", Value::Object(missing)),
        ("weights_rounded4", by_name(priorities.importance())),
        ("cr_donegan_dodd_rounded4", ratio(&judgements, RandomIndex::DoneganDodd1991)?),
        ("cr_saaty_rounded4", ratio(&judgements, RandomIndex::Saaty2005)?),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into())
}

fn objective(input: &Value) -> Answer {
    let figures = figures(input)?;
    let by = |method| Ok::<_, Error>(json!(figures.weigh(method)?.values()));
    let entropy = by(ObjectiveMethod::Entropy)?;
    // By deviations of a sample or of a population, CRITIC's weights are the same.
    let critic = by(ObjectiveMethod::Critic)?;
    Ok([
        ("entropy_raw_matrix", json!({"entropy": figures.entropies()?, "weights": entropy.clone()})),
        ("entropy_pymcdm", entropy),
        ("critic_population_sd_direction_aware", critic.clone()),
        ("critic_sample_sd_direction_aware", critic),
        ("critic_pymcdm", by(ObjectiveMethod::CriticUndirected)?),
        ("sd_minmax_sample", by(ObjectiveMethod::StandardDeviation)?),
        ("sd_raw_pymcdm", by(ObjectiveMethod::RawStandardDeviation)?),
        ("variance_pymcdm", by(ObjectiveMethod::Variance)?),
        ("gini_pymcdm", by(ObjectiveMethod::Gini)?),
        ("merec", by(ObjectiveMethod::Merec)?),
        ("cilos_pymcdm", by(ObjectiveMethod::Cilos)?),
        ("idocriw_pymcdm", by(ObjectiveMethod::Idocriw)?),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into())
}

fn degenerate(case: &Case) -> Answer {
    let figures = figures(&case.input)?;
    let by = |method| Ok::<_, Error>(json!(figures.weigh(method)?.values()));
    Ok([
        ("entropy_weights", by(ObjectiveMethod::Entropy)?),
        ("critic_weights", by(ObjectiveMethod::Critic)?),
        ("sd_weights", by(ObjectiveMethod::StandardDeviation)?),
        // A remark, not a result.
        ("note", case.expected["note"].clone()),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into())
}

fn rank_based(input: &Value) -> Answer {
    let order = ImportanceOrder::order(names(count(&input["n"])?).iter().map(String::as_str))?;
    let by = |rule| Ok::<_, Error>(json!(order.weigh(rule)?.values()));
    Ok([
        ("rank_order_centroid", by(RankRule::OrderCentroid)?),
        ("rank_sum", by(RankRule::Sum)?),
        ("reciprocal", by(RankRule::Reciprocal)?),
        ("equal", by(RankRule::Equal)?),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into())
}

fn rank_exponent(input: &Value) -> Answer {
    let order = ImportanceOrder::order(names(count(&input["n"])?).iter().map(String::as_str))?;
    let z: Number = serde_json::from_value(input["z"].clone())?;
    Ok(one("weights", json!(order.weigh(RankRule::Exponent(z))?.values())))
}

fn ties(input: &Value) -> Answer {
    let ranks: Vec<u32> = serde_json::from_value(input["ranks_competition"].clone())?;
    let names = names(ranks.len());
    let order = ImportanceOrder::ranks(names.iter().map(String::as_str).zip(ranks))?;
    let importance = order.weigh(RankRule::OrderCentroid)?;
    Ok(one("weights", names.iter().map(|name| importance.get(name)).collect()))
}

fn direct(input: &Value) -> Answer {
    let points: Vec<Number> = serde_json::from_value(input["points"].clone())?;
    let names = names(points.len());
    Ok(one("weights", json!(Importance::direct(names.iter().map(String::as_str).zip(points))?.values())))
}

fn hierarchical(input: &Value) -> Answer {
    Ok(one("effective", by_name(&effective(&input["tree"])?)))
}

/// A tree whose nodes are a weight, or a weight and what stands below.
fn effective(tree: &Value) -> Result<Importance, Error> {
    let (mut weights, mut below) = (Vec::new(), BTreeMap::<Label, Importance>::new());
    for (name, node) in object(tree)? {
        let weight = node.get(0).unwrap_or(node).as_f64().ok_or("no weight")?;
        weights.push((name.as_str(), weight));
        if let Some(children) = node.get(1) {
            below.insert(name.parse()?, effective(children)?);
        }
    }
    Ok(Importance::new(weights)?.composed(&below)?)
}

fn combined(input: &Value) -> Answer {
    let set = |key: &str| {
        let values: Vec<f64> = serde_json::from_value(input[key].clone())?;
        let names = names(values.len());
        Ok::<_, Error>(Importance::new(names.iter().map(String::as_str).zip(values))?)
    };
    let (subjective, objective) = (set("subjective")?, set("objective")?);
    let by = |combination| Ok::<_, Error>(json!(subjective.combined(&objective, combination)?.values()));
    let alpha = serde_json::from_value(input["alpha"].clone())?;
    Ok([
        ("linear", by(Combination::Linear(alpha))?),
        ("multiplicative", by(Combination::Product)?),
        ("geometric", by(Combination::GeometricMean)?),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into())
}

fn judgements(names: &Value, matrix: &Value) -> Result<Judgements, Error> {
    Ok(serde_json::from_value(json!({"criteria": names, "matrix": matrix}))?)
}

fn figures(input: &Value) -> Result<Figures, Error> {
    let mut criteria = Vec::new();
    for (place, kind) in list(&input["types"])?.iter().enumerate() {
        let direction = if kind.as_i64().ok_or("no type")? > 0 { "higher" } else { "lower" };
        criteria.push(json!({"id": format!("c{place}"), "direction": direction}));
    }
    Ok(serde_json::from_value(json!({"criteria": criteria, "rows": input["matrix"]}))?)
}

fn by_name(importance: &Importance) -> Value {
    importance.iter().map(|(name, value)| (name.to_string(), json!(value))).collect()
}

fn names(n: usize) -> Vec<String> {
    (0..n).map(|place| format!("c{place}")).collect()
}

fn count(value: &Value) -> Result<usize, Error> {
    Ok(usize::try_from(value.as_u64().ok_or("no count")?)?)
}

fn list(value: &Value) -> Result<&Vec<Value>, Error> {
    value.as_array().ok_or_else(|| "no list".into())
}

fn object(value: &Value) -> Result<&Map<String, Value>, Error> {
    value.as_object().ok_or_else(|| "no object".into())
}

fn one(key: &str, value: Value) -> Values {
    BTreeMap::from([(key.to_owned(), value)])
}
