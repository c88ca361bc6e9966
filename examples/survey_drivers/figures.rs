//! The figures of a study for programs, named as in the reference.

use std::collections::BTreeMap;
use std::error::Error;

use serde_json::{Value, json};
use service_quality::analysis::Interval;
use service_quality::survey::{Figure, QuestionKind, ScaleTally, Statistic, difference};

use crate::report::Study;
use crate::wave::{Wave, answered, confidence, float, top};

/// Everything, by wave and between waves.
pub(crate) fn of(study: &Study) -> Result<Value, Box<dyn Error>> {
    let waves = study.waves.iter().map(|wave| Ok((wave.year().to_string(), of_wave(study, wave)?)));
    let by_year = waves.collect::<Result<BTreeMap<_, _>, Box<dyn Error>>>()?;
    let mut comparisons = BTreeMap::new();
    for (index, later) in study.waves.iter().enumerate() {
        for earlier in study.waves.iter().take(index) {
            let pair = format!("{}->{}", earlier.year(), later.year());
            comparisons.insert(pair, comparison(study, earlier, later));
        }
    }
    let (scale, alpha) = (&study.scale, study.alpha()?);
    Ok(json!({
        "rows": study.responses(),
        "refused": study.refused,
        "by_year": by_year,
        "comparisons": comparisons,
        format!("alpha_{}_{}", scale.name, scale.year):
            {"alpha": alpha.alpha, "items": scale.items, "n": alpha.n, "interval95": ends(Some(alpha.interval))},
    }))
}

fn of_wave(study: &Study, wave: &Wave) -> Result<Value, Box<dyn Error>> {
    let (mut means, mut counts, mut shares) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for question in study.survey.questions().iter().filter(|question| *question.kind() != QuestionKind::Nps) {
        let answers = wave.answers(question.id()).unwrap_or_default();
        means.insert(question.id(), answers.figure(&Statistic::Mean).map(|figure| float(figure.value())));
        counts.insert(question.id(), answers.answered().n());
        shares.insert(question.id(), share(question.kind(), &answers)?);
    }
    let overall = study.overall()?;
    let answers = wave.answers(overall.id()).unwrap_or_default();
    let mut figures = json!({
        "respondents": wave.count.returned().n(),
        "item_mean": means,
        "item_n": counts,
        "item_top2": shares,
        "overall_mean": mean(&answers)?,
        "overall_top2": share(overall.kind(), &answers)?,
    });
    if let Some(weighted) = wave.weighted(overall.id()) {
        figures["kish_effective_n"] = json!(weighted.answered().effective_n());
        figures["overall_weighted_mean"] =
            json!(weighted.figure(&Statistic::Mean).map(|figure| float(figure.value())));
        let top = top(overall.kind(), weighted);
        figures["overall_weighted_top2"] = json!(top.map(|top| float(top.figure.value()) / 100.0));
    }
    if let Some(answers) = study.nps().and_then(|question| wave.answers(question.id())) {
        figures["nps"] = nps(&answers)?;
    }
    Ok(figures)
}

fn share(kind: &QuestionKind, answers: &ScaleTally) -> Result<Value, Box<dyn Error>> {
    let Some(top) = top(kind, answers) else { return Ok(Value::Null) };
    let interval = top.figure.interval(confidence()?);
    let interval = interval.map(|interval| [interval.low() / 100.0, interval.high() / 100.0]);
    Ok(json!({
        "k": top.k, "n": top.figure.n(), "share": float(top.figure.value()) / 100.0, "wilson95": interval,
    }))
}

fn mean(answers: &ScaleTally) -> Result<Value, Box<dyn Error>> {
    let Some(figure) = answers.figure(&Statistic::Mean) else { return Ok(Value::Null) };
    Ok(json!({
        "mean": float(figure.value()), "n": figure.n(), "sd": deviation(&figure), "t95": ends(figure.interval(confidence()?)),
    }))
}

/// The standard deviation of a sample, from the standard error.
fn deviation(figure: &Figure) -> Option<f64> {
    figure.standard_error_sample().map(|error| error * float(figure.n()).sqrt())
}

fn nps(answers: &ScaleTally) -> Result<Value, Box<dyn Error>> {
    let Some(figure) = answers.figure(&Statistic::nps()) else { return Ok(Value::Null) };
    Ok(json!({
        "n": figure.n(), "nps": float(figure.value()), "normal95": ends(figure.interval(confidence()?)),
        "promoters": answered(answers, 9..=10), "passives": answered(answers, 7..=8),
        "detractors": answered(answers, 0..=6),
    }))
}

/// How the share of the satisfied moved between two waves.
fn comparison(study: &Study, earlier: &Wave, later: &Wave) -> Option<Value> {
    let overall = study.overall().ok()?;
    let (before, after) = (earlier.answers(overall.id())?, later.answers(overall.id())?);
    let (first, second) = (top(overall.kind(), &before)?, top(overall.kind(), &after)?);
    let found = difference(&before, &after, &overall.kind().satisfied()?)?;
    Some(json!({
        "k0": first.k, "n0": first.figure.n(), "k1": second.k, "n1": second.figure.n(),
        "points": found.difference().to_string(), "z_pooled": found.z(), "p_two_sided": found.p_value(),
    }))
}

fn ends(interval: Option<Interval>) -> Option<[f64; 2]> {
    interval.map(|interval| [interval.low(), interval.high()])
}
