//! `objective.*`: objectives with criteria to pass and to warn.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};
use service_quality::indicator::{Absence, Measurement};
use service_quality::quantity::{IndicatorId, Number};
use service_quality::score::objective::{
    Aggregate, Baseline, Check, Criteria, Criterion, Include, Judgement, NothingJudged, Objective,
    ObjectivePlan, Operator, PassMarks, Previous, Total, Verdict,
};

use crate::{Answer, Case, Values};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    Some(match case.kind.as_str() {
        "objective.compare" => compare(case),
        "objective.compare_range" => compare_range(case),
        "objective.percentile_n_plus_1" => percentile(case),
        "objective.aggregate_previous" => aggregate_previous(case),
        "objective.relative_criteria" => relative_criteria(case),
        "objective.single_criteria" => single_criteria(case),
        "objective.criteria_and_set" => criteria_and_set(case),
        "objective.criteria_or_of_and" => criteria_or_of_and(case),
        "objective.pass_limit_with_previous" => pass_limit(case),
        "objective.fail_then_warn_target" => fail_then_warn(case),
        "objective.objective_score" => objective_score(case),
        "objective.evaluate_objectives" => evaluate(case),
        "objective.total_score" => total_score(case),
        "objective.analysis_total" => analysis_total(case),
        "objective.percent_of_max" => percent_of_max(case),
        _ => return None,
    })
}

fn compare(case: &Case) -> Answer {
    let Ok(operator) = text(&case.input, "op")?.parse::<Operator>() else {
        return Ok(values([("result", json!(false)), ("error", json!("no operator set"))]));
    };
    let holds = operator.holds(number(&case.input["measured"])?, number(&case.input["expected"])?);
    Ok(values([("result", json!(holds)), ("error", Value::Null)]))
}

fn compare_range(case: &Case) -> Answer {
    let criterion = operator(&case.input["operator"])?.ok_or("no `operator`")?;
    let check = criterion.check(Some(number(&case.input["value"])?), None)?;
    Ok(values([("fulfilled", json!(check.holds()))]))
}

fn percentile(case: &Case) -> Answer {
    let p = number(&case.input["p"])?.to_string().parse()?;
    let found = Aggregate::Quantile(p).of(&numbers(&case.input["values"])?);
    Ok(values([("value", or_zero(found)?)]))
}

fn aggregate_previous(case: &Case) -> Answer {
    let found = previous_figure(&case.input["previous"], &json!({"aggregate": case.input["aggregate"]}))?;
    Ok(values([("value", or_zero(found)?), ("skip", json!(found.is_none()))]))
}

fn relative_criteria(case: &Case) -> Answer {
    let given = &case.input["criteria"];
    let flag = |name: &str| given[name].as_bool().unwrap_or_default();
    let sign = match (flag("relative_to_previous") || flag("percent"), flag("increase")) {
        (false, _) => "",
        (true, true) => "+",
        (true, false) => "-",
    };
    let percent = if flag("percent") { "%" } else { "" };
    let criterion = format!("{}{sign}{}{percent}", text(given, "op")?, number(&given["value"])?).parse()?;
    checked(case, criterion)
}

fn single_criteria(case: &Case) -> Answer {
    checked(case, text(&case.input, "criteria")?.parse()?)
}

fn checked(case: &Case, criterion: Criterion) -> Answer {
    let previous = previous_figure(&case.input["previous"], &case.input["comparison"])?;
    let check = criterion.check(Some(number(&case.input["measured"])?), previous)?;
    Ok(values([("result", json!(check.holds()))]))
}

fn criteria_and_set(case: &Case) -> Answer {
    combined(case, &json!([case.input["all_of"]]))
}

fn criteria_or_of_and(case: &Case) -> Answer {
    combined(case, &case.input["any_of"])
}

fn combined(case: &Case, sets: &Value) -> Answer {
    let criteria: Criteria = serde_json::from_value(sets.clone())?;
    let previous = previous_figure(&case.input["previous"], &case.input["comparison"])?;
    let checks = criteria.check(Some(number(&case.input["measured"])?), previous)?;
    let targets = targets(sets, &checks, previous)?;
    Ok(values([("result", json!(Criteria::hold(&checks))), ("targets", targets)]))
}

fn pass_limit(case: &Case) -> Answer {
    let criteria: Criteria = serde_json::from_value(json!([case.input["all_of"]]))?;
    let previous = previous_figure(&case.input["previous"], &Value::Null)?;
    let limits = criteria.limits(previous)?;
    let most = limits.first().and_then(|limits| limits.most).map(float).transpose()?;
    Ok(values([("effective_upper_limit", json!(most))]))
}

fn fail_then_warn(case: &Case) -> Answer {
    let (fail, warning) = (operator(&case.input["failure"])?, operator(&case.input["warning"])?);
    let id: IndicatorId = "value".parse()?;
    let objective = Objective::builder(id.clone()).unless(fail, warning).build()?;
    let plan = ObjectivePlan::builder(PassMarks::new("100".parse()?, None)?).objective(objective).build()?;
    let figure = Measurement::present(number(&case.input["value"])?, 1);
    let judgement = plan.evaluate(&BTreeMap::from([(id, figure)]), &[])?.objectives[0].judgement;
    Ok(values([
        ("pass", json!(judgement == Judgement::Pass)),
        ("warning", json!(judgement == Judgement::Warning)),
        ("fail", json!(judgement == Judgement::Fail)),
    ]))
}

fn objective_score(case: &Case) -> Answer {
    let absent = case.input["value"].as_str().is_none_or(str::is_empty);
    let judgement = match case.input["target_verdict"].as_str() {
        _ if absent => Judgement::Fail,
        Some("pass") => Judgement::Pass,
        Some("warning") => Judgement::Warning,
        Some("fail") => Judgement::Fail,
        _ => return Err("unknown `target_verdict`".into()),
    };
    let points = judgement.points(serde_json::from_value(case.input["weight"].clone())?);
    let error = absent.then_some("required value not available");
    Ok(values([("score", or_zero(points)?), ("error", json!(error))]))
}

fn evaluate(case: &Case) -> Answer {
    let slo = &case.input["slo"];
    let history = list(&case.input, "previous_evaluations")?;
    let mut objectives = Vec::new();
    for given in list(slo, "objectives")? {
        objectives.push(json!({
            "indicator": given["sli"], "weight": given["weight"], "key": given["key_sli"],
            "pass": sets(&given["pass"]), "warning": sets(&given["warning"])
        }));
    }
    let plan: ObjectivePlan = serde_json::from_value(json!({
        "pass_marks": marks(&slo["total_score"])?,
        "baseline": baseline(&slo["comparison"], history.len())?,
        "objectives": objectives
    }))?;
    let mut previous = Vec::new();
    for evaluation in history {
        previous.push(Previous { verdict: None, figures: figures(evaluation)? });
    }
    let given = list(&case.input, "sli_values")?;
    let measured = figures(&case.input["sli_values"])?;
    let mut measurements = BTreeMap::new();
    for one in given {
        let id: IndicatorId = text(one, "metric")?.parse()?;
        let figure = measured
            .get(&id)
            .map_or(Measurement::absent(Absence::Missing), |value| Measurement::present(*value, 1));
        measurements.insert(id, figure);
    }
    let evaluation = plan.evaluate(&measurements, &previous)?;

    let mut indicators = Vec::new();
    for (result, objective) in evaluation.objectives.iter().zip(list(slo, "objectives")?) {
        let value = result.figure.value();
        let id = result.indicator.as_str();
        let found = given.iter().find(|one| one["metric"] == id);
        let status = match result.judgement {
            Judgement::Informational => "info".to_owned(),
            judgement => judgement.to_string(),
        };
        // The peer says so only where it could hold a figure against it.
        let compared = result.previous.filter(|_| value.is_some() && status != "info");
        indicators.push(json!({
            "metric": id, "value": or_zero(value)?, "success": value.is_some(),
            "message": found.map_or(json!("no value received from SLI provider"), |one| one["message"].clone()),
            "compared_value": or_zero(compared)?, "score": or_zero(result.points)?, "status": status,
            "key_sli": result.key,
            "pass_targets": targets(&objective["pass"], &result.pass, result.previous)?,
            "warning_targets": targets(&objective["warning"], &result.warning, result.previous)?
        }));
    }
    let leftover: Vec<_> = evaluation.without_objective.iter().map(IndicatorId::as_str).collect();
    let message = match leftover.as_slice() {
        [] => String::new(),
        names => format!(
            "Lighthouse received additional SLIs, which are not specified as SLO: {} . Please consider using them as an SLO.",
            names.join(", ")
        ),
    };
    let key = evaluation.total.failed_keys.first().map_or("", IndicatorId::as_str);
    Ok(values([
        ("indicators", json!(indicators)),
        ("maximum_score", or_zero(Some(evaluation.total.maximum))?),
        ("key_sli_failed", json!({"failed": !key.is_empty(), "name": key, "message": ""})),
        ("message", json!(message)),
        // The peer's function leaves these two to a later one.
        ("result", json!("")),
        ("score", json!(0)),
    ]))
}

fn total_score(case: &Case) -> Answer {
    let key = &case.input["key_sli_failed"];
    let (name, failed) = (text(key, "name")?, key["failed"].as_bool().unwrap_or_default());
    let failed_keys = if failed { vec![name.parse()?] } else { Vec::new() };
    let mut points = Vec::new();
    for indicator in list(&case.input, "indicators")? {
        points.push(number(&indicator["score"])?);
    }
    let maximum = number(&case.input["maximum_score"])?;
    let sum = |marks: PassMarks| marks.total(&points, maximum, &failed_keys, NothingJudged::Full);
    let marks: PassMarks = match marks(&case.input["total_score_targets"]).map(serde_json::from_value) {
        Ok(Ok(marks)) => marks,
        fault => {
            let error =
                if fault.is_err() { "no target score defined" } else { "could not parse target percentage" };
            let total = sum(PassMarks::new("100".parse()?, None)?)?;
            return Ok(values([
                ("score", percent(&total)?),
                ("result", json!("")),
                ("message", json!("")),
                ("error", json!(error)),
            ]));
        }
    };
    let total = sum(marks)?;
    let score = total.percent.ok_or("no percentage")?;
    let message = match (total.verdict, marks.warning()) {
        _ if failed => {
            format!("Evaluation failed due to key_sli objective '{name}': {}", text(key, "message")?)
        }
        (Some(Verdict::Warning), Some(warning)) => {
            format!(
                "Evaluation returned a warning: the calculated score of {score} is close to the warning target value of {warning}"
            )
        }
        (Some(Verdict::Fail), Some(warning)) => {
            format!(
                "Evaluation failed since the calculated score of {score} is below the warning value of {warning}"
            )
        }
        (Some(Verdict::Fail), None) => {
            let pass = marks.pass();
            format!(
                "Evaluation failed since the calculated score of {score} is below the target value of {pass}"
            )
        }
        _ => String::new(),
    };
    Ok(values([
        ("score", percent(&total)?),
        ("result", json!(total.verdict.map(|verdict| verdict.to_string()))),
        ("message", json!(message)),
        ("error", Value::Null),
    ]))
}

/// The table tells the points that each objective reached; the plan is one in which it reaches just these.
fn analysis_total(case: &Case) -> Answer {
    let pass_marks: PassMarks = serde_json::from_value(
        json!({"pass": case.input["pass_percentage"], "warning": case.input["warning_percentage"]}),
    )?;
    let (mut objectives, mut figures) = (Vec::new(), BTreeMap::new());
    for (index, given) in list(&case.input, "objectives")?.iter().enumerate() {
        let id = format!("objective {index}");
        let reached = number(&given["achieved_score"])?;
        let weight = serde_json::from_value(given["weight"].clone())?;
        let judgements = [(Judgement::Pass, 2), (Judgement::Warning, 1), (Judgement::Fail, 0)];
        let judged = judgements.iter().find(|(judgement, _)| judgement.points(weight) == Some(reached));
        let (_, figure) = judged.ok_or("an `achieved_score` that is neither all, half nor nothing")?;
        figures.insert(id.parse::<IndicatorId>()?, Measurement::present((*figure).into(), 1));
        let (weight, key) = (&given["weight"], &given["key"]);
        objectives.push(
            json!({"indicator": id, "weight": weight, "key": key, "pass": [[">=2"]], "warning": [[">=1"]]}),
        );
    }
    let total = if objectives.is_empty() {
        pass_marks.total(&[], Number::ZERO, &[], NothingJudged::Zero)?
    } else {
        let plan: ObjectivePlan = serde_json::from_value(
            json!({"pass_marks": pass_marks, "nothing_judged": "zero", "objectives": objectives}),
        )?;
        plan.evaluate(&figures, &[])?.total
    };
    Ok(values([
        ("total", json!(float(total.points)?)),
        ("maximum", json!(float(total.maximum)?)),
        ("pass", json!(total.verdict == Some(Verdict::Pass))),
        ("warning", json!(total.verdict == Some(Verdict::Warning))),
    ]))
}

fn percent_of_max(case: &Case) -> Answer {
    let marks = PassMarks::new("100".parse()?, None)?;
    let (score, maximum) = (number(&case.input["score"])?, number(&case.input["maximum_score"])?);
    let total = marks.total(&[score], maximum, &[], NothingJudged::Zero)?;
    Ok(values([("percent", percent(&total)?)]))
}

/// The target of each criterion, in the words of the table.
///
/// Without a figure the peer writes the previous figure where a relative criterion's target would stand.
fn targets(sets: &Value, checks: &[Vec<Check>], previous: Option<Number>) -> Fallible<Value> {
    let texts = sets.as_array().into_iter().flatten().filter_map(Value::as_array).flatten();
    let mut targets = Vec::new();
    for (text, check) in texts.zip(checks.iter().flatten()) {
        let unmeasured = check.outcome == service_quality::score::objective::Outcome::Unmeasured;
        let target = if unmeasured && check.criterion.is_relative() { previous } else { check.target };
        targets.push(json!({"criteria": text, "target_value": or_zero(target)?, "violated": !check.holds()}));
    }
    Ok(json!(targets))
}

/// One operator of an analysis, with its number or its range; absent for none.
fn operator(given: &Value) -> Fallible<Option<Criterion>> {
    if given.is_null() {
        return Ok(None);
    }
    let criterion = match text(given, "op")? {
        "in" => format!("in [{}, {}]", number(&given["low"])?, number(&given["high"])?),
        "not_in" => format!("not in [{}, {}]", number(&given["low"])?, number(&given["high"])?),
        operator => format!("{operator}({})", number(&given["value"])?),
    };
    Ok(Some(criterion.parse()?))
}

/// The one previous figure of a list, given as numbers or with their success.
fn previous_figure(previous: &Value, comparison: &Value) -> Fallible<Option<Number>> {
    let id: IndicatorId = "metric".parse()?;
    let mut evaluations = Vec::new();
    for one in previous.as_array().into_iter().flatten() {
        let value = if one.is_object() { &one["value"] } else { one };
        let figures = match one["success"].as_bool() {
            Some(false) => BTreeMap::new(),
            _ => BTreeMap::from([(id.clone(), number(value)?)]),
        };
        evaluations.push(Previous { verdict: None, figures });
    }
    Ok(baseline(comparison, evaluations.len())?.figure(&id, &evaluations))
}

/// Which results count was decided before the table begins: all that it gives.
fn baseline(comparison: &Value, given: usize) -> Fallible<Baseline> {
    let aggregate = match comparison["aggregate"].as_str() {
        None | Some("avg") => Aggregate::Mean,
        Some("p50") => Aggregate::Quantile("0.5".parse()?),
        Some("p90") => Aggregate::Quantile("0.9".parse()?),
        Some("p95") => Aggregate::Quantile("0.95".parse()?),
        Some(_) => return Err("unknown `aggregate`".into()),
    };
    Ok(Baseline::new(Include::All, u32::try_from(given.max(1))?, aggregate)?)
}

fn marks(targets: &Value) -> Fallible<Value> {
    let percent = |key: &str| {
        targets[key].as_str().map(|text| text.trim_end_matches('%')).filter(|text| !text.is_empty())
    };
    let pass = percent("pass").ok_or("no `pass`")?;
    Ok(json!({"pass": pass, "warning": percent("warning")}))
}

/// The figures of one evaluation, without those that could not be measured.
fn figures(evaluation: &Value) -> Fallible<BTreeMap<IndicatorId, Number>> {
    let mut figures = BTreeMap::new();
    for one in evaluation.as_array().into_iter().flatten().filter(|one| one["success"] == true) {
        figures.insert(text(one, "metric")?.parse()?, number(&one["value"])?);
    }
    Ok(figures)
}

fn sets(given: &Value) -> Value {
    if given.is_null() { json!([]) } else { given.clone() }
}

fn list<'a>(value: &'a Value, key: &str) -> Fallible<&'a [Value]> {
    Ok(value[key].as_array().ok_or_else(|| format!("no `{key}`"))?)
}

fn text<'a>(value: &'a Value, key: &str) -> Fallible<&'a str> {
    Ok(value[key].as_str().ok_or_else(|| format!("no `{key}`"))?)
}

fn numbers(values: &Value) -> Fallible<Vec<Number>> {
    values.as_array().ok_or("no list of numbers")?.iter().map(number).collect()
}

/// A number of the table, to the places that the crate keeps.
fn number(value: &Value) -> Fallible<Number> {
    let text = value.as_number().ok_or_else(|| format!("`{value}` is no number"))?.to_string();
    let exact = text.parse::<Decimal>().or_else(|_| Decimal::from_scientific(&text))?;
    Ok(Number::new(exact.round_dp(9))?)
}

fn float(number: Number) -> Result<f64, std::num::ParseFloatError> {
    number.to_string().parse()
}

/// The tables write 0 where there is nothing.
fn or_zero(number: Option<Number>) -> Result<Value, std::num::ParseFloatError> {
    Ok(json!(float(number.unwrap_or_default())?))
}

fn percent(total: &Total) -> Fallible<Value> {
    Ok(json!(float(total.percent.ok_or("no percentage")?.into())?))
}

fn values<const N: usize>(entries: [(&str, Value); N]) -> Values {
    entries.map(|(key, value)| (key.to_owned(), value)).into()
}
