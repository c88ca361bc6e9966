//! Trends, change points, seasons, correlation, drivers, classes, yields.

use serde_json::{Value, json};
use service_quality::analysis::change_point::{self, Stop};
use service_quality::analysis::driver::{self, Driver};
use service_quality::analysis::fmea::RiskPriority;
use service_quality::analysis::season::{self, Model};
use service_quality::analysis::trend::{self, TrendDirection};
use service_quality::analysis::{Interval, Undefined, classes, correlation, outlier, pareto, six_sigma};
use service_quality::quantity::Share;

use crate::{Answer, Case};

type Error = Box<dyn std::error::Error>;

pub(super) fn answer(case: &Case) -> Option<Answer> {
    let input = &case.input;
    Some(match case.kind.as_str() {
        "analysis.mann_kendall" => mann_kendall(input),
        "analysis.mann_kendall_seasonal" => seasonal(input),
        "analysis.theil_sen" => theil_sen(input),
        "analysis.linear_trend" => linear(input),
        "analysis.kendall_tau_b" => tau(input),
        "analysis.pettitt" => pettitt(input),
        "analysis.changepoint_l2" => changes(input),
        "analysis.seasonal_decompose" => decompose(input),
        "analysis.robust_outliers" => outliers(input),
        "analysis.correlation" => correlations(input),
        "analysis.driver_importance" => drivers(input),
        "analysis.optimal_1d_classes" => natural(input),
        "analysis.simple_classes" => simple(input),
        "analysis.silhouette" => silhouette(input),
        "analysis.pareto" => ordered(input),
        "analysis.dpmo" => dpmo(input),
        "analysis.sigma_to_dpmo" => sigma(input),
        "analysis.rolled_throughput_yield" => rolled(input),
        "analysis.fmea_rpn" => rpn(input),
        _ => return None,
    })
}

#[expect(clippy::unnecessary_wraps, reason = "the answer of a kind")]
fn values<const N: usize>(values: [(&str, Value); N]) -> Answer {
    Ok(values.map(|(key, value)| (key.to_owned(), value)).into())
}

/// What is undefined is null in the tables.
fn defined<T: serde::Serialize>(figure: Result<T, Undefined>) -> Value {
    figure.map_or(Value::Null, |figure| json!(figure))
}

fn list(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

fn whole(value: &Value) -> Result<usize, Error> {
    Ok(usize::try_from(value.as_u64().ok_or("no whole number")?)?)
}

fn share(value: &Value) -> Result<Share, Error> {
    Ok(serde_json::from_value(value.clone())?)
}

fn mann_kendall(input: &Value) -> Answer {
    let series = list(&input["values"]);
    let test = trend::mann_kendall(&series, share(&input["alpha"])?)?;
    let slope = trend::sen_slope(&series)?;
    let course = match test.direction {
        TrendDirection::Rising => "increasing",
        TrendDirection::Falling => "decreasing",
        TrendDirection::NoTrend => "no trend",
    };
    values([
        ("trend", json!(course)),
        ("h", json!(test.direction != TrendDirection::NoTrend)),
        ("p", json!(test.p_value)),
        ("z", json!(test.z)),
        ("tau", json!(test.tau)),
        ("s", json!(test.s)),
        ("var_s", json!(test.variance)),
        ("slope", json!(slope.slope)),
        ("intercept", json!(slope.intercept)),
    ])
}

fn seasonal(input: &Value) -> Answer {
    let (series, period) = (list(&input["values"]), whole(&input["period"])?);
    let test = trend::mann_kendall_seasonal(&series, period, share(&input["alpha"])?)?;
    let slope = trend::seasonal_sen_slope(&series, period)?;
    values([
        ("p", json!(test.p_value)),
        ("z", json!(test.z)),
        ("tau", json!(test.tau)),
        ("s", json!(test.s)),
        ("var_s", json!(test.variance)),
        ("slope", json!(slope.slope)),
    ])
}

fn theil_sen(input: &Value) -> Answer {
    let series = list(&input["values"]);
    let line = trend::sen_slope(&series);
    let interval = trend::theil_sen(&series, share(&input["confidence"])?).map(|line| line.interval);
    values([
        ("slope", defined(line.clone().map(|line| line.slope))),
        ("intercept", defined(line.map(|line| line.intercept))),
        ("low", defined(interval.clone().map(Interval::low))),
        ("high", defined(interval.map(Interval::high))),
    ])
}

fn linear(input: &Value) -> Answer {
    let line = trend::linear(&list(&input["values"]));
    let figure = |of: fn(trend::Line) -> f64| defined(line.clone().map(of));
    values([
        ("slope", figure(|line| line.slope)),
        ("intercept", figure(|line| line.intercept)),
        ("r", figure(|line| line.correlation)),
        ("p", figure(|line| line.p_value)),
        ("se", figure(|line| line.slope_error)),
        ("se_intercept", figure(|line| line.intercept_error)),
    ])
}

fn tau(input: &Value) -> Answer {
    let series = list(&input["values"]);
    let steps: Vec<f64> = (0_u32..).zip(&series).map(|(step, _)| f64::from(step)).collect();
    values([("tau", defined(correlation::kendall(&steps, &series).map(|found| found.coefficient)))])
}

fn pettitt(input: &Value) -> Answer {
    let found = change_point::pettitt(&list(&input["values"]));
    values([
        ("k", defined(found.clone().map(|found| found.before))),
        ("statistic", defined(found.clone().map(|found| found.statistic))),
        ("p_approx", defined(found.map(|found| found.p_value))),
    ])
}

fn changes(input: &Value) -> Answer {
    let (series, least) = (list(&input["values"]), whole(&input["min_size"])?);
    let penalty = input["penalty"].as_f64().ok_or("no penalty")?;
    let pelt = change_point::pelt(&series, penalty, least)?;
    let best = |changes| defined(change_point::best(&series, changes, least).map(|found| found.ends()));
    let binary = change_point::binary(&series, Stop::Penalty(penalty), least)?;
    values([
        ("pelt_l2", json!(pelt.ends())),
        ("total_cost_pelt", json!(pelt.cost())),
        ("best_1_change", best(1)),
        ("best_2_changes", best(2)),
        ("binseg_pen", json!(binary.ends())),
    ])
}

fn decompose(input: &Value) -> Answer {
    let model: Model = serde_json::from_value(input["model"].clone())?;
    let parts = season::decompose(&list(&input["values"]), whole(&input["period"])?, model)?;
    values([
        ("trend", json!(parts.trend())),
        ("seasonal", json!(parts.seasonal())),
        ("resid", json!(parts.residual())),
    ])
}

fn outliers(input: &Value) -> Answer {
    let series = list(&input["values"]);
    let scores = outlier::modified_scores(&series, 3.5);
    let fences = outlier::fences(&series, 1.5)?;
    let limits = outlier::quantiles(&series, &["0.05".parse()?, "0.95".parse()?, "0.5".parse()?])?;
    values([
        ("median", json!(limits[2])),
        ("mad", defined(scores.clone().map(|scores| scores.median_deviation))),
        ("modified_z", defined(scores.clone().map(|scores| scores.scores))),
        ("beyond_3_5", defined(scores.map(|scores| scores.outliers))),
        ("q1", json!(fences.lower_quartile)),
        ("q3", json!(fences.upper_quartile)),
        ("tukey_low", json!(fences.interval.low())),
        ("tukey_high", json!(fences.interval.high())),
        ("tukey_outliers", json!(fences.outliers)),
        ("winsor_5_95", json!(limits[..2])),
    ])
}

fn correlations(input: &Value) -> Answer {
    let (x, y) = (list(&input["x"]), list(&input["y"]));
    let pearson = correlation::pearson(&x, &y);
    let spearman = correlation::spearman_t(&x, &y);
    let kendall = correlation::kendall(&x, &y);
    let line = trend::line(&x, &y);
    let confidence: Share = "0.95".parse()?;
    let interval = pearson.clone().and_then(|found| found.interval(confidence));
    values([
        ("pearson", defined(pearson.clone().map(|found| found.coefficient))),
        ("pearson_p", defined(pearson.map(|found| found.p_value))),
        ("pearson_ci95_fisher", defined(interval.map(|ends| [ends.low(), ends.high()]))),
        ("spearman", defined(spearman.clone().map(|found| found.coefficient))),
        ("spearman_p_t", defined(spearman.map(|found| found.p_value))),
        ("kendall_tau_b", defined(kendall.clone().map(|found| found.coefficient))),
        ("kendall_p_asymptotic", defined(kendall.map(|found| found.p_value))),
        ("kendall_p_exact", defined(correlation::kendall_exact(&x, &y).map(|found| found.p_value))),
        ("slope", defined(line.clone().map(|line| line.slope))),
        ("intercept", defined(line.clone().map(|line| line.intercept))),
        ("slope_se", defined(line.map(|line| line.slope_error))),
    ])
}

fn drivers(input: &Value) -> Answer {
    let names: Vec<&str> =
        input["drivers"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let rows: Vec<Vec<f64>> = input["X"].as_array().into_iter().flatten().map(list).collect();
    let columns: Vec<Vec<f64>> =
        (0..names.len()).map(|at| rows.iter().map(|row| row[at]).collect()).collect();
    let drivers: Vec<Driver<'_>> =
        names.iter().zip(&columns).map(|(name, column)| Driver::new(name, column)).collect();
    let found = driver::importance(&drivers, &list(&input["y"]))?;
    let each = |of: fn(&driver::Part) -> f64| json!(found.drivers.iter().map(of).collect::<Vec<f64>>());
    let quadrants: Vec<String> = found.quadrants().iter().map(ToString::to_string).collect();
    values([
        ("r_squared", json!(found.r_squared)),
        ("shapley_lmg", each(|part| part.lmg)),
        ("shapley_share", each(|part| part.lmg_share)),
        ("johnson_relative_weights", each(|part| part.relative_weight)),
        ("relative_weight_share", each(|part| part.relative_weight_share)),
        ("standardised_beta", each(|part| part.beta)),
        ("pearson", each(|part| part.correlation)),
        ("pratt", each(|part| part.pratt)),
        ("last_in", each(|part| part.last_in)),
        ("first_in", each(|part| part.first_in)),
        ("ipa_performance", each(|part| part.performance)),
        ("ipa_quadrant_mean_split", json!(quadrants)),
    ])
}

fn natural(input: &Value) -> Answer {
    let found = classes::natural(&list(&input["values"]), whole(&input["k"])?)?;
    let sizes: Vec<usize> = found.classes().iter().map(|class| class.count).collect();
    let means: Vec<f64> = found.classes().iter().map(|class| class.mean).collect();
    values([
        ("within_ss", json!(found.within())),
        ("gvf", json!(found.goodness_of_fit())),
        ("breaks_upper_inclusive", json!(found.breaks())),
        ("sizes", json!(sizes)),
        ("means", json!(means)),
        ("jenkspy_breaks", json!(found.breaks())),
        ("jenkspy_within_ss", json!(found.within())),
    ])
}

fn simple(input: &Value) -> Answer {
    let (figures, k) = (list(&input["values"]), whole(&input["k"])?);
    values([
        ("equal_interval", json!(classes::equal_interval(&figures, k)?.breaks)),
        ("quantile_type7", json!(classes::quantile(&figures, k)?.breaks)),
        ("sd_breaks", json!(classes::standard_deviation(&figures, 2)?.breaks)),
    ])
}

fn silhouette(input: &Value) -> Answer {
    let labels: Vec<usize> = serde_json::from_value(input["labels"].clone())?;
    values([("silhouette", defined(classes::silhouette(&list(&input["values"]), &labels)))])
}

fn ordered(input: &Value) -> Answer {
    let counts = input["counts"].as_object().ok_or("no counts")?;
    let counts = counts.iter().map(|(name, count)| Ok((name.as_str(), count.as_u64().ok_or("no count")?)));
    // The tables without a threshold ask for the order alone.
    let threshold = if input["threshold"].is_null() { "0.8".parse()? } else { share(&input["threshold"])? };
    let found = pareto::analyse(counts.collect::<Result<Vec<_>, Error>>()?, threshold)?;
    let each = |of: fn(&pareto::ParetoRow) -> Value| Value::Array(found.rows().iter().map(of).collect());
    values([
        ("rows", each(|row| json!([row.name, row.count, row.share, row.cumulative_share]))),
        ("vital_few", json!(found.vital_few())),
        ("order", each(|row| json!(row.name))),
        ("frequency", each(|row| json!(row.count))),
        ("cumulative", each(|row| json!(row.cumulative))),
        ("percent", each(|row| json!(row.percent()))),
        ("cumulative_percent", each(|row| json!(row.cumulative_percent()))),
    ])
}

fn dpmo(input: &Value) -> Answer {
    let count = |key: &str| input[key].as_u64().ok_or("no count");
    let defects = input["defects"].as_f64().ok_or("no defects")?;
    let found = six_sigma::defects(defects, count("units")?, count("opportunities")?)?;
    values([
        ("dpu", json!(found.per_unit())),
        ("dpo", json!(found.per_opportunity())),
        ("dpmo", json!(found.dpmo())),
        ("yield_", json!(found.share_without())),
        ("throughput_yield", json!(found.throughput_yield())),
        ("z_long_term", defined(found.z())),
        ("sigma_level", defined(found.sigma_level(input["shift"].as_f64().ok_or("no shift")?))),
    ])
}

fn sigma(input: &Value) -> Answer {
    let figure = |key: &str| input[key].as_f64().ok_or("no figure");
    values([("dpmo", json!(six_sigma::dpmo_at(figure("sigma_level")?, figure("shift")?)?))])
}

fn rolled(input: &Value) -> Answer {
    let found = six_sigma::rolled_yield(&list(&input["yields"]))?;
    values([
        ("rty", json!(found.rolled)),
        ("normalised_yield", json!(found.normalised)),
        ("total_dpu", defined(found.defects_per_unit())),
    ])
}

fn rpn(input: &Value) -> Answer {
    let rating = |key: &str| Ok::<_, Error>(u8::try_from(input[key].as_u64().ok_or("no rating")?)?);
    let risk = RiskPriority::new(rating("severity")?, rating("occurrence")?, rating("detection")?);
    values([
        ("rpn", defined(risk.clone().map(RiskPriority::number))),
        ("criticality", defined(risk.map(RiskPriority::criticality))),
    ])
}
