//! Intervals, tests before and after, sample sizes.
//!
//! The references compare the first group with the second: the first is what the crate calls after. What is undefined
//! is `null`.

use serde_json::{Value, json};
use service_quality::analysis::intervention::{Arm, Coefficient, DifferenceInDifferences, InterruptedSeries};
use service_quality::analysis::mean::{self, Variances};
use service_quality::analysis::multiplicity::{Correction, adjust};
use service_quality::analysis::power::{Means, Proportions};
use service_quality::analysis::proportion::{self, Count, DifferenceMethod, TestMethod};
use service_quality::analysis::rank::{self, Approximation, Ties};
use service_quality::analysis::rate::{self, Events};
use service_quality::analysis::{Interval, PValue, Undefined};
use service_quality::quantity::Share;

use crate::{Answer, Case, Values};

pub(super) fn answer(case: &Case) -> Option<Answer> {
    Some(match case.kind.strip_prefix("analysis.")? {
        "proportion_interval" => proportion_interval(case, "successes"),
        "proportion_ci" => proportion_interval(case, "x"),
        "proportion_fpc" => finite_population(case),
        "two_proportions" => two_proportions(case),
        "two_proportion_test" => two_proportion_test(case),
        "contingency_2x2" => contingency(case),
        "mean_interval" => mean_interval(case),
        "rate_interval" => rate_interval(case),
        "student_t" => t_test(case, Variances::Equal),
        "welch_t" => t_test(case, Variances::Unequal),
        "mann_whitney" => mann_whitney(case),
        "paired" => paired(case),
        "poisson_rate_ratio" => rate_ratio(case),
        "sample_size_two_proportions" => size_of_proportions(case),
        "sample_size_two_means" => size_of_means(case),
        "interrupted_time_series" => interrupted(case),
        "difference_in_differences" => differences(case),
        "adjust_p_values" => adjusted(case),
        _ => return None,
    })
}

fn proportion_interval(case: &Case, successes: &str) -> Answer {
    use proportion::Method::*;
    let (k, n) = (whole(&case.input[successes])?, whole(&case.input["n"])?);
    let confidence = confidence(case)?;
    let methods = [
        ("wald", Wald),
        ("normal", Wald),
        ("wilson", Wilson),
        ("wilson_cc", WilsonCorrected),
        ("agresti_coull", AgrestiCoull),
        ("clopper_pearson", ClopperPearson),
        ("beta", ClopperPearson),
        ("jeffreys", Jeffreys),
        ("jeffreys_modified", JeffreysModified),
        ("mid_p", MidP),
    ];
    Ok(values(methods.map(|(key, method)| (key, ends(proportion::interval(k, n, confidence, method))))))
}

fn finite_population(case: &Case) -> Answer {
    let count = Count::new(whole(&case.input["successes"])?, whole(&case.input["n"])?)?;
    let found = proportion::finite_population(count, whole(&case.input["population"])?, confidence(case)?)?;
    Ok(values([
        ("se_srs", json!(found.unlimited_error)),
        ("fpc", json!(found.correction)),
        ("se", json!(found.standard_error)),
        ("margin", json!(found.margin)),
        ("se_unbiased", figure(found.unbiased_error())),
    ]))
}

fn two_proportions(case: &Case) -> Answer {
    let pair = |key: &str| count(&case.input[key][0], &case.input[key][1]);
    let (after, before) = (pair("a")?, pair("b")?);
    let confidence = confidence(case)?;
    let difference = |method| proportion::difference(before, after, confidence, method);
    let interval = |method| ends(difference(method).map(|found| found.interval));
    let z = proportion::test(before, after, confidence, TestMethod::Z);
    let square = proportion::test(before, after, confidence, TestMethod::ChiSquare);
    let exact = proportion::test(before, after, confidence, TestMethod::Fisher);
    Ok(values([
        ("difference", json!(difference(DifferenceMethod::Wald)?.difference)),
        ("newcombe_score", interval(DifferenceMethod::Newcombe)),
        ("wald", interval(DifferenceMethod::Wald)),
        ("agresti_caffo", interval(DifferenceMethod::AgrestiCaffo)),
        ("z_pooled", told(&z, |found| json!(found.statistic))),
        ("p_value", told(&z, |found| json!(found.p_value.two_sided()))),
        ("chi2", told(&square, |found| json!(found.statistic))),
        ("fisher_exact_p", told(&exact, |found| json!(found.p_value.two_sided()))),
        ("cohens_h", json!(proportion::effect_size(before, after))),
    ]))
}

fn two_proportion_test(case: &Case) -> Answer {
    let input = &case.input;
    let (after, before) = (count(&input["x1"], &input["n1"])?, count(&input["x2"], &input["n2"])?);
    let confidence = confidence(case)?;
    let difference = |method| proportion::difference(before, after, confidence, method);
    let interval = |method| ends(difference(method).map(|found| found.interval));
    let z = proportion::test(before, after, confidence, TestMethod::Z);
    let risk = proportion::relative_risk(before, after, confidence);
    let p = |side: fn(PValue) -> f64| told(&z, |found| json!(side(found.p_value)));
    Ok(values([
        ("z", told(&z, |found| json!(found.statistic))),
        ("p_two_sided", p(PValue::two_sided)),
        ("p_larger", p(PValue::greater)),
        ("p_smaller", p(PValue::less)),
        ("diff", json!(difference(DifferenceMethod::Wald)?.difference)),
        ("ci_wald", interval(DifferenceMethod::Wald)),
        ("ci_newcomb", interval(DifferenceMethod::Newcombe)),
        ("ci_agresti_caffo", interval(DifferenceMethod::AgrestiCaffo)),
        ("rr", told(&risk, |risk| json!(risk.ratio))),
        ("ci_rr_log", told(&risk, |risk| ends(risk.interval()))),
    ]))
}

/// Rows are groups, columns successes and failures.
fn contingency(case: &Case) -> Answer {
    let row = |row: usize| {
        let cells = &case.input["table"][row];
        let (hits, misses) = (whole(&cells[0])?, whole(&cells[1])?);
        Ok::<_, Box<dyn std::error::Error>>(Count::new(hits, hits + misses)?)
    };
    let (after, before) = (row(0)?, row(1)?);
    let confidence = confidence(case)?;
    let test = |method| proportion::test(before, after, confidence, method);
    let p = |method| told(&test(method), |found| json!(found.p_value.two_sided()));
    let statistic = |method| told(&test(method), |found| json!(found.statistic));
    let odds = proportion::odds_ratio(before, after, confidence);
    Ok(values([
        ("chi2", statistic(TestMethod::ChiSquare)),
        ("p", p(TestMethod::ChiSquare)),
        ("chi2_yates", statistic(TestMethod::ChiSquareCorrected)),
        ("p_yates", p(TestMethod::ChiSquareCorrected)),
        ("fisher_p", p(TestMethod::Fisher)),
        ("odds_ratio", told(&odds, |odds| json!(odds.ratio))),
    ]))
}

fn mean_interval(case: &Case) -> Answer {
    let found = mean::estimate(&numbers(&case.input["values"])?, confidence(case)?);
    let told = |value: fn(&mean::Estimate) -> Value| told(&found, value);
    Ok(values([
        ("mean", told(|found| json!(found.mean))),
        ("sd", told(|found| json!(found.deviation))),
        ("se", told(|found| json!(found.standard_error))),
        ("t", told(|found| json!(found.quantile))),
        ("interval", told(|found| ends(Ok(found.interval)))),
    ]))
}

fn rate_interval(case: &Case) -> Answer {
    let (events, confidence) = (events(&case.input["count"], &case.input["exposure"])?, confidence(case)?);
    let by = |method| rate::estimate(events, confidence, method).map(|found| found.interval);
    Ok(values([
        ("rate", json!(events.rate())),
        ("exact", ends(by(rate::Method::Exact))),
        ("score", ends(by(rate::Method::Score))),
    ]))
}

fn t_test(case: &Case, variances: Variances) -> Answer {
    let (after, before) = (numbers(&case.input["a"])?, numbers(&case.input["b"])?);
    let found = mean::test(&before, &after, confidence(case)?, variances);
    let told = |value: fn(&mean::Test) -> f64| told(&found, |found| json!(value(found)));
    Ok(values([
        ("t", told(|found| found.t)),
        ("df", told(|found| found.freedom)),
        ("p", told(|found| found.p_value.two_sided())),
        ("p_less", told(|found| found.p_value.less())),
        ("p_greater", told(|found| found.p_value.greater())),
        ("ci_low", told(|found| found.interval.low())),
        ("ci_high", told(|found| found.interval.high())),
        ("mean_a", told(|found| found.after.mean)),
        ("mean_b", told(|found| found.before.mean)),
        ("var_a", told(|found| found.after.variance)),
        ("var_b", told(|found| found.before.variance)),
        ("cohens_d", told(mean::Test::cohens_d)),
        ("hedges_g", told(mean::Test::hedges_g)),
    ]))
}

fn mann_whitney(case: &Case) -> Answer {
    let (after, before) = (numbers(&case.input["a"])?, numbers(&case.input["b"])?);
    let confidence = confidence(case)?;
    let by = |approximation| rank::mann_whitney(&before, &after, confidence, approximation);
    let p = |approximation| told(&by(approximation), |found| json!(found.p_value.two_sided()));
    let found = by(Approximation::Normal);
    Ok(values([
        ("u", told(&found, |found| json!(found.u))),
        ("p_asymptotic_cc", p(Approximation::NormalCorrected)),
        ("p_asymptotic", p(Approximation::Normal)),
        ("p_exact", p(Approximation::Exact)),
        ("rank_biserial", told(&found, |found| json!(found.rank_biserial()))),
        ("prob_superiority", told(&found, |found| json!(found.superiority))),
    ]))
}

fn paired(case: &Case) -> Answer {
    let (after, before) = (numbers(&case.input["a"])?, numbers(&case.input["b"])?);
    let confidence = confidence(case)?;
    let t = mean::paired(&before, &after, confidence);
    // The references take differences as the floats they are.
    let by =
        |approximation| rank::signed_rank_with(&before, &after, confidence, approximation, Ties::Bitwise);
    let p = |approximation| told(&by(approximation), |found| json!(found.p_value.two_sided()));
    Ok(values([
        ("t", told(&t, |found| json!(found.t))),
        ("df", told(&t, |found| json!(found.freedom))),
        ("p_t", told(&t, |found| json!(found.p_value.two_sided()))),
        ("wilcoxon_w", told(&by(Approximation::Normal), |found| json!(found.w()))),
        ("p_wilcoxon_asymptotic", p(Approximation::Normal)),
        ("p_wilcoxon_asymptotic_cc", p(Approximation::NormalCorrected)),
        ("p_wilcoxon_exact", p(Approximation::Exact)),
    ]))
}

fn rate_ratio(case: &Case) -> Answer {
    use rate::TestMethod::*;
    let after = events(&case.input["count1"], &case.input["exposure1"])?;
    let before = events(&case.input["count2"], &case.input["exposure2"])?;
    let confidence = confidence(case)?;
    let methods = [
        ("score", Score),
        ("wald", Wald),
        ("wald_log", WaldLog),
        ("score_log", ScoreLog),
        ("sqrt", SquareRoot),
        ("exact_cond", Conditional),
        ("cond_midp", MidP),
    ];
    let mut found: Values = values(methods.map(|(key, method)| {
        let test = rate::test(before, after, confidence, method);
        let null = json!({"statistic": null, "p": null});
        let told = test.map(|found| json!({"statistic": found.statistic, "p": found.p_value.two_sided()}));
        (key, told.unwrap_or(null))
    }));
    let test = rate::test(before, after, confidence, Score);
    found.insert("ratio".to_owned(), told(&test, |found| figure(found.ratio())));
    found.insert("ci_log".to_owned(), told(&test, |found| ends(found.interval())));
    let exact = rate::estimate(after, confidence, rate::Method::Exact);
    found.insert("rate1_exact_ci".to_owned(), ends(exact.map(|found| found.interval)));
    Ok(found)
}

fn size_of_proportions(case: &Case) -> Answer {
    let plan = Proportions::new(share(&case.input["alpha"])?)?;
    let (p1, p2) = (number(&case.input["p1"])?, number(&case.input["p2"])?);
    let size = plan.size(p2, p1, share(&case.input["power"])?);
    Ok(values([
        ("effect_size_h", told(&size, |size| json!(size.effect()))),
        ("n_per_group", told(&size, |size| json!(size.per_group()))),
    ]))
}

fn size_of_means(case: &Case) -> Answer {
    let plan = Means::new(share(&case.input["alpha"])?)?;
    let size = plan.size(number(&case.input["d"])?, share(&case.input["power"])?);
    Ok(values([("n_per_group", told(&size, |size| json!(size.per_group())))]))
}

fn interrupted(case: &Case) -> Answer {
    let series = numbers(&case.input["values"])?;
    let (start, lags) = (whole(&case.input["intervention_index"])?, whole(&case.input["hac_lags"])?);
    let found =
        InterruptedSeries::fit(&series, usize::try_from(start)?, usize::try_from(lags)?, confidence(case)?)?;
    let each = |value: fn(&Coefficient) -> Value| found.coefficients().iter().map(value).collect::<Value>();
    let last = u32::try_from(series.len() - 1)?;
    Ok(values([
        ("coef", each(|found| json!(found.estimate))),
        ("se", each(|found| json!(found.standard_error))),
        ("t", each(|found| figure(found.t()))),
        ("p", each(|found| told(&found.p_value(), |p| json!(p.two_sided())))),
        ("se_newey_west", each(|found| json!(found.robust_error))),
        ("r2", json!(found.r_squared())),
        ("sigma2", json!(found.variance())),
        ("counterfactual_last", json!(found.counterfactual(last))),
        ("effect_last", json!(found.effect(last))),
    ]))
}

fn differences(case: &Case) -> Answer {
    let y = numbers(&case.input["y"])?;
    let (treated, post) = (numbers(&case.input["treated"])?, numbers(&case.input["post"])?);
    let cell = |is_treated: bool, is_after: bool| -> Vec<f64> {
        let marks = treated.iter().map(|mark| *mark > 0.5).zip(post.iter().map(|mark| *mark > 0.5));
        y.iter().zip(marks).filter(|(_, marks)| *marks == (is_treated, is_after)).map(|(y, _)| *y).collect()
    };
    let cells = [cell(false, false), cell(false, true), cell(true, false), cell(true, true)];
    let control = Arm { before: &cells[0], after: &cells[1] };
    let treated = Arm { before: &cells[2], after: &cells[3] };
    let found = DifferenceInDifferences::of(control, treated, confidence(case)?);
    let told = |value: fn(&DifferenceInDifferences) -> Value| told(&found, value);
    Ok(values([
        ("estimate", told(|found| json!(found.estimate))),
        ("se", told(|found| json!(found.standard_error))),
        ("t", told(|found| json!(found.t))),
        ("p", told(|found| json!(found.p_value.two_sided()))),
        ("se_hc1", told(|found| json!(found.robust_error))),
        ("cell_means", told(|found| json!(found.cell_means))),
    ]))
}

fn adjusted(case: &Case) -> Answer {
    let (p_values, significance) = (numbers(&case.input["p"])?, share(&case.input["alpha"])?);
    let corrections = [
        ("bonferroni", Correction::Bonferroni),
        ("holm", Correction::Holm),
        ("simes-hochberg", Correction::Hochberg),
        ("hochberg", Correction::Hochberg),
        ("fdr_bh", Correction::BenjaminiHochberg),
        ("fdr_by", Correction::BenjaminiYekutieli),
    ];
    let mut found = Values::new();
    for (key, correction) in corrections {
        let adjusted = adjust(&p_values, correction)?;
        let told = json!({"reject": adjusted.rejected(significance), "p": adjusted.p_values()});
        found.insert(key.to_owned(), told);
    }
    Ok(found)
}

fn values<const N: usize>(entries: [(&str, Value); N]) -> Values {
    entries.map(|(key, value)| (key.to_owned(), value)).into()
}

fn told<T>(found: &Result<T, Undefined>, value: impl Fn(&T) -> Value) -> Value {
    found.as_ref().map_or(Value::Null, value)
}

fn figure(found: Result<f64, Undefined>) -> Value {
    found.map_or(Value::Null, |value| json!(value))
}

fn ends(found: Result<Interval, Undefined>) -> Value {
    found.map_or(Value::Null, |interval| json!([interval.low(), interval.high()]))
}

/// Where a table states no confidence, none of its figures hang on it.
fn confidence(case: &Case) -> Result<Share, Box<dyn std::error::Error>> {
    match &case.input["confidence"] {
        Value::Null => Ok("0.95".parse()?),
        stated => share(stated),
    }
}

fn share(value: &Value) -> Result<Share, Box<dyn std::error::Error>> {
    Ok(value.to_string().parse()?)
}

fn whole(value: &Value) -> Result<u64, Box<dyn std::error::Error>> {
    value.as_u64().ok_or_else(|| format!("no whole number: {value}").into())
}

fn number(value: &Value) -> Result<f64, Box<dyn std::error::Error>> {
    value.as_f64().ok_or_else(|| format!("no number: {value}").into())
}

fn numbers(value: &Value) -> Result<Vec<f64>, Box<dyn std::error::Error>> {
    value.as_array().ok_or("no list")?.iter().map(number).collect()
}

fn count(successes: &Value, trials: &Value) -> Result<Count, Box<dyn std::error::Error>> {
    Ok(Count::new(whole(successes)?, whole(trials)?)?)
}

fn events(count: &Value, exposure: &Value) -> Result<Events, Box<dyn std::error::Error>> {
    Ok(Events::new(whole(count)?, number(exposure)?)?)
}
