//! Run rules, runs, moving averages and cumulative sums.

use serde_json::{Value, json};
use service_quality::indicator::Direction;
use service_quality::monitor::{
    Assurance, Counted, Counting, CusumChart, CusumPoint, EwmaChart, EwmaLimits, Limits, Marking, OnCentre,
    Pattern, RuleSet, RunRule, RunsRule, Side, Signals, TargetAssurance, Ties, Zone,
};
use service_quality::quantity::Number;

use crate::{Answer, Case, Values};

pub(super) fn answer(case: &Case) -> Option<Answer> {
    Some(match case.kind.as_str() {
        "monitor.run_rules" => run_rules(&case.input),
        "monitor.seven_one_side_end" => shift(&case.input, Marking::Completing),
        "monitor.part_of_seven_one_side" => shift(&case.input, Marking::Pattern),
        "monitor.seven_point_trend_end" => trend(&case.input, Marking::Completing),
        "monitor.part_of_seven_point_trend" => trend(&case.input, Marking::Pattern),
        "monitor.two_in_three" => two_in_three(&case.input),
        "monitor.runs_critical_values" => runs(&case.input),
        "monitor.assurance" => assurance(&case.input),
        "monitor.ewma" => ewma(&case.input),
        "monitor.cusum" => cusum(&case.input),
        "monitor.cusum_tabular" => cusum_tabular(&case.input),
        _ => return None,
    })
}

fn numbers(input: &Value, key: &str) -> Vec<f64> {
    input[key].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

fn number(input: &Value, key: &str) -> f64 {
    input[key].as_f64().unwrap()
}

fn values<const N: usize>(values: [(&str, Value); N]) -> Values {
    values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// For each rule by its number from 1 the points that complete it, as qcc tells them.
pub(super) fn by_number(rules: &RuleSet, signals: &Signals) -> Value {
    let numbered = rules.rules().iter().zip(1..);
    numbered
        .map(|(rule, number)| (number.to_string(), json!(signals.completed(rule.id().as_str()))))
        .collect()
}

/// For each point the number of the gravest rule that it completes.
fn first(signals: &Signals) -> Value {
    let numbers = [1, 2, 3, 4, 5, 6, 7, 8];
    let ranks = signals.ranks(Marking::Completing);
    ranks.into_iter().map(|rank| rank.map(|rank| numbers[rank])).collect::<Vec<_>>().into()
}

fn run_rules(input: &Value) -> Answer {
    let limits = Limits::symmetric(number(input, "center"), number(input, "sigma"), 3.0);
    let points: Vec<_> = numbers(input, "z").into_iter().map(|value| (value, limits)).collect();
    let (western_electric, nelson) = (RuleSet::western_electric(), RuleSet::nelson());
    let (we, nel) = (western_electric.signals(&points, None)?, nelson.signals(&points, None)?);
    Ok(values([
        ("western_electric", by_number(&western_electric, &we)),
        ("nelson", by_number(&nelson, &nel)),
        ("first_rule_we", first(&we)),
        ("first_rule_nelson", first(&nel)),
    ]))
}

/// One pattern over values with the centre line 0, the warning lines ±2 and the limits ±3.
fn marked(
    pattern: Pattern,
    values: &[f64],
    marking: Marking,
) -> Result<Vec<Option<Side>>, Box<dyn std::error::Error>> {
    let rules = RuleSet::new(vec![RunRule::new("rule".parse()?, pattern)?])?;
    let points: Vec<_> = values.iter().map(|value| (*value, Limits::symmetric(0.0, 1.0, 3.0))).collect();
    let signals = rules.signals(&points, None)?;
    Ok(signals.marks(marking).into_iter().map(|mark| mark.and_then(|signal| signal.side)).collect())
}

/// A flag says that, not on which side.
fn flags(sides: &[Option<Side>]) -> Values {
    values([("flags", sides.iter().map(|side| i32::from(side.is_some())).collect::<Vec<_>>().into())])
}

fn shift(input: &Value, marking: Marking) -> Answer {
    let pattern = Pattern::Shift { points: 7, on_centre: OnCentre::Break };
    Ok(flags(&marked(pattern, &numbers(input, "side_of_mean"), marking)?))
}

fn trend(input: &Value, marking: Marking) -> Answer {
    let pattern = Pattern::Trend { length: 7, counted: Counted::Points, ties: Ties::Break };
    let sides = marked(pattern, &numbers(input, "values"), marking)?;
    if marking == Marking::Pattern {
        return Ok(flags(&sides));
    }
    let signed = |side: &Option<Side>| match side {
        Some(Side::Above) => 1,
        Some(Side::Below) => -1,
        None => 0,
    };
    Ok(values([("flags", sides.iter().map(signed).collect::<Vec<_>>().into())]))
}

/// The cases give the side and whether a point lies between warning line and limit: a value that does.
fn two_in_three(input: &Value) -> Answer {
    let close = numbers(input, "close_to_limits");
    let value = |(side, close): (f64, &f64)| if *close > 0.0 { 2.5_f64.copysign(side) } else { side };
    let points: Vec<_> = numbers(input, "side_of_mean").into_iter().zip(&close).map(value).collect();
    let pattern = Pattern::Beyond { zone: Zone::Two, hits: 2, of: 3, counting: Counting::nhs() };
    Ok(flags(&marked(pattern, &points, Marking::Pattern)?))
}

fn runs(input: &Value) -> Answer {
    let useful = input["n_useful"].as_u64().unwrap();
    let bounds = RunsRule::Anhoej.bounds(useful)?;
    let mut found = values([
        ("longest_run_max", bounds.longest_run_max.into()),
        ("crossings_min", bounds.crossings_min.into()),
    ]);
    let Some(crossings) = input["crossings"].as_array() else { return Ok(found) };
    let pairs = || crossings.iter().zip(input["longest_run"].as_array().unwrap());
    let rules = [("anhoej", RunsRule::Anhoej), ("bestbox", RunsRule::BestBox), ("cutbox", RunsRule::CutBox)];
    for (name, rule) in rules {
        // The peer has no other rule for few points and for many.
        let bounds = rule.bounds(useful).unwrap_or(bounds);
        let signals = pairs().map(|(crossings, longest)| {
            bounds.is_signal(crossings.as_u64().unwrap(), longest.as_u64().unwrap())
        });
        found.insert(format!("signal_{name}"), signals.collect::<Vec<_>>().into());
    }
    Ok(found)
}

/// A definition's number, exactly as the case writes it.
fn exact(input: &Value, key: &str) -> Result<Number, Box<dyn std::error::Error>> {
    Ok(input[key].to_string().parse()?)
}

/// The cases name the limits; these have them.
fn assurance(input: &Value) -> Answer {
    let (lower, upper) = (number(input, "lpl"), number(input, "upl"));
    let centre = lower.midpoint(upper);
    let limits = Limits::symmetric(centre, upper - centre, 1.0);
    let better = match input["improvement"].as_str().unwrap() {
        "increase" => Some(Direction::Higher),
        "decrease" => Some(Direction::Lower),
        _ => None,
    };
    let target = input["target"].as_f64();
    let found = target.map(|target| TargetAssurance::new(&limits, target, better)).transpose()?;
    Ok(values([("assurance", assured(found.and_then(|found| found.assurance)))]))
}

/// As the package `NHSRplotthedots` calls it.
pub(super) fn assured(assurance: Option<Assurance>) -> Value {
    let name = assurance.map(|assurance| match assurance {
        Assurance::Pass => "consistent_pass",
        Assurance::Fail => "consistent_fail",
        Assurance::HitAndMiss => "inconsistent",
    });
    json!(name)
}

fn ewma(input: &Value) -> Answer {
    let varying = input["time_varying_limits"].as_bool().unwrap();
    let chart = EwmaChart::new(
        number(input, "center"),
        number(input, "sigma"),
        input["lambda"].to_string().parse()?,
        exact(input, "nsigmas")?,
    )?;
    let limits = if varying { EwmaLimits::TimeVarying } else { EwmaLimits::Asymptotic };
    let points = chart.with_limits(limits).plot(&numbers(input, "values"))?;
    let (lower, upper): (Vec<_>, Vec<_>) =
        points.iter().map(|point| (point.limits.lower(Zone::Limit), point.limits.upper(Zone::Limit))).unzip();
    // Limits that do not vary are given once.
    let told = |lines: &[Option<f64>]| if varying { json!(lines) } else { json!(lines.first()) };
    Ok(values([
        ("ewma", points.iter().map(|point| point.average).collect::<Vec<_>>().into()),
        ("se", points.iter().map(|point| point.standard_error).collect::<Vec<_>>().into()),
        ("lcl", told(&lower)),
        ("ucl", told(&upper)),
        ("signals", places(&points, |point| point.side.is_some())),
    ]))
}

fn places<T>(points: &[T], holds: impl Fn(&T) -> bool) -> Value {
    points.iter().enumerate().filter(|(_, point)| holds(point)).map(|(at, _)| at).collect::<Vec<_>>().into()
}

fn cusum(input: &Value) -> Answer {
    let chart = CusumChart::new(
        number(input, "center"),
        number(input, "sigma"),
        exact(input, "k")?,
        exact(input, "h")?,
    )?;
    let points = chart.with_head_start(exact(input, "head_start")?)?.plot(&numbers(input, "values"))?;
    Ok(values([
        ("upper", points.iter().map(|point| point.upper).collect::<Vec<_>>().into()),
        ("lower", points.iter().map(|point| point.lower).collect::<Vec<_>>().into()),
        ("signals_upper", places(&points, |point: &CusumPoint| point.upward.is_some())),
        ("signals_lower", places(&points, |point: &CusumPoint| point.downward.is_some())),
    ]))
}

/// In the unit of the values, and both sums as distances.
fn cusum_tabular(input: &Value) -> Answer {
    let (k, h) = (exact(input, "k_absolute")?, exact(input, "h_absolute")?);
    let points = CusumChart::new(number(input, "target"), 1.0, k, h)?.plot(&numbers(input, "values"))?;
    Ok(values([
        ("s_hi", points.iter().map(|point| point.upper).collect::<Vec<_>>().into()),
        ("s_lo", points.iter().map(|point| point.lower.abs()).collect::<Vec<_>>().into()),
        ("signals_hi", places(&points, |point: &CusumPoint| point.upward.is_some())),
        ("signals_lo", places(&points, |point: &CusumPoint| point.downward.is_some())),
    ]))
}
