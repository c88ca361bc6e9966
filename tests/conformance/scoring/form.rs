//! `scoring.qa_scorecard`: a checklist, one filled form of it, and what that comes to.

use std::collections::BTreeMap;

use serde_json::json;
use service_quality::assessment::{Checklist, Inspection};
use service_quality::quantity::Number;

use crate::{Answer, Case};

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    (case.kind == "scoring.qa_scorecard").then(|| qa_scorecard(case))
}

fn qa_scorecard(case: &Case) -> Answer {
    if case.input["critical_rule"] != "any critical item at 0 -> total 0" {
        return Err("unknown `critical_rule`".into());
    }
    let (mut items, mut marks) = (Vec::new(), BTreeMap::new());
    for given in case.input["items"].as_array().ok_or("no `items`")? {
        let id = given["id"].as_str().ok_or("an item without `id`")?;
        // The table does not say whom a critical item harms.
        let critical = given["critical"].as_bool().ok_or("no `critical`")?.then_some("customer");
        items.push(json!({"id": id, "name": {"en": id}, "points": given["max"], "critical": critical}));
        let applicable = given["applicable"].as_bool().ok_or("no `applicable`")?;
        let mark = if applicable { json!({"points": given["earned"]}) } else { json!("not_applicable") };
        marks.insert(id, mark);
    }
    let checklist: Checklist = serde_json::from_value(json!({
        "id": "form", "version": "1", "name": {"en": "form"}, "critical_rule": "zero_score", "items": items
    }))?;
    let inspection: Inspection = serde_json::from_value(json!({
        "id": "I-1", "checklist": "form", "version": "1", "at": "2026-03-02T09:00:00Z", "marks": marks
    }))?;
    let assessed = checklist.assess(&inspection)?;
    let (raw, score) = (assessed.raw_score.ok_or("no score")?, assessed.score.ok_or("no score")?);
    // The crate's score is this share, rounded to 9 places; the table has more.
    let percent = 100.0 * float(assessed.earned)? / float(assessed.checked)?;
    if (float(raw.into())? * 100.0 - percent).abs() > 5e-8 {
        return Err(format!("a score of {raw} for {percent} %").into());
    }
    let fatal = score != raw;
    Ok([
        ("points", json!(float(assessed.earned)?)),
        ("applicable_max", json!(float(assessed.applicable)?)),
        ("raw_score", json!(percent)),
        ("score", json!(if fatal { float(score.into())? * 100.0 } else { percent })),
        ("fatal", json!(fatal)),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into())
}

fn float(number: Number) -> Result<f64, std::num::ParseFloatError> {
    number.to_string().parse()
}
