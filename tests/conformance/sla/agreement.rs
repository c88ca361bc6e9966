//! The agreement of a case: a peer's settings, with the case's targets, levels, pauses and condition.

use serde_json::{Value, json};
use service_quality::calendar::BusinessDayRule;
use service_quality::quantity::{ObjectiveId, Span, Status};
use service_quality::sla::{Agreement, Budget, Level, LevelPoint, Objective, Policy};
use service_quality::ticket::Condition;

use super::history::happened;
use super::peer::{Peer, PolicySettings};
use super::{Fallible, tagged};
use crate::Case;

pub(super) fn agreement(case: &Case, peer: &Peer, replaced: &Value) -> Fallible<Agreement> {
    // Some cases are about a policy that comes later: until then nothing is promised.
    let later = happened(case, &["policy_changed", "policy_assigned"]);
    let in_force = if later { Condition::exists("policy".parse()?) } else { Condition::Always };
    let wanted = condition(&case.input["policy_condition"])?;
    let mut policies = Vec::new();
    for part in &peer.policies {
        let when = Condition::all([part.when.clone(), wanted.clone(), in_force.clone()]);
        let objectives = objectives(case, peer, part, replaced)?;
        policies.push(Policy::new(part.id.clone(), objectives)?.with_condition(when));
    }
    let paused = case.input["pause_states"].as_array().into_iter().flatten().cloned();
    let mut paused_in = paused.map(serde_json::from_value).collect::<Result<Vec<Status>, _>>()?;
    if tagged(case, "closed_does_not_pause") {
        paused_in.retain(|status| status.as_str() != "closed");
    }
    let builder = Agreement::builder("desk".parse()?, "1".parse()?, "hours".parse()?, policies);
    Ok(builder.paused_in(paused_in).build()?)
}

/// The kinds of targets with what they allow; a target without an amount is none.
pub(super) fn targets(case: &Case) -> impl Iterator<Item = (&String, &Value)> {
    let targets = case.input["targets"].as_object().into_iter().flatten();
    targets.filter(|(_, target)| !target["minutes"].is_null() || !target["amount"].is_null())
}

fn objectives(case: &Case, peer: &Peer, part: &PolicySettings, replaced: &Value) -> Fallible<Vec<Objective>> {
    let mut objectives = Vec::new();
    for (kind, target) in targets(case) {
        let allowance = json!({"same": budget(target, peer.business_days)?});
        let pausable =
            target["pausable"].as_bool().map_or(json!({}), |pausable| json!({"pausable": pausable}));
        let own = [&pausable, &json!({"allowance": allowance, "levels": levels(case, kind)?}), replaced];
        objectives.push(objective(peer, part, &kind.parse()?, &own)?);
    }
    for (kind, allowance) in &peer.always {
        if !targets(case).any(|(given, _)| given == kind.as_str()) {
            objectives.push(objective(peer, part, kind, &[&json!({"allowance": allowance})])?);
        }
    }
    Ok(objectives)
}

/// A peer's objective of a kind, with what the policy and the case add.
fn objective(peer: &Peer, part: &PolicySettings, kind: &ObjectiveId, own: &[&Value]) -> Fallible<Objective> {
    let mut document = peer.objectives.get(kind).ok_or_else(|| format!("no target `{kind}`"))?.clone();
    document.entry("target").or_insert(json!("named"));
    document.insert("id".to_owned(), json!(kind));
    let added = own.iter().filter_map(|own| own.as_object()).flatten();
    document.extend(part.settings.iter().chain(added).map(|(key, value)| (key.clone(), value.clone())));
    Ok(serde_json::from_value(document.into())?)
}

fn budget(target: &Value, rule: BusinessDayRule) -> Fallible<Budget> {
    let (count, unit) = match &target["amount"] {
        Value::Null => (&target["minutes"], "min"),
        amount => (&amount["n"], amount["unit"].as_str().ok_or("no `unit`")?),
    };
    let unit = match unit {
        "s" => "S",
        "min" => "M",
        "h" => "H",
        "day" => {
            let days = u32::try_from(count.as_u64().ok_or("no whole number of days")?)?;
            let end = target["end_of_working_day"] == true;
            return Ok(Budget::BusinessDays {
                days,
                rule: if end { BusinessDayRule::EndOfDay } else { rule },
            });
        }
        _ => return Err(format!("unknown unit `{unit}`").into()),
    };
    Ok(Budget::Working(format!("PT{count}{unit}").parse()?))
}

/// The levels of a kind of target: a number, `{offset_seconds, unit_mode}`, a list of either, or one of these by kind.
fn levels(case: &Case, kind: &str) -> Fallible<Vec<Level>> {
    fn offsets<'v>(given: &'v Value, kind: &str) -> Vec<&'v Value> {
        match given {
            Value::Null => Vec::new(),
            Value::Array(list) => list.iter().flat_map(|one| offsets(one, kind)).collect(),
            Value::Object(by) if !by.contains_key("offset_seconds") => {
                by.get(kind).map(|own| offsets(own, kind)).unwrap_or_default()
            }
            one => vec![one],
        }
    }
    let given = ["escalation_level", "escalation_levels"].map(|key| &case.input[key]);
    let offsets = given.into_iter().flat_map(|given| offsets(given, kind));
    offsets.enumerate().map(|(index, given)| level(index, given)).collect()
}

/// An offset from the due time: from a day on in business days, unless it says otherwise.
fn level(index: usize, given: &Value) -> Fallible<Level> {
    let seconds =
        given.as_i64().or_else(|| given["offset_seconds"].as_i64()).ok_or("no offset in seconds")?;
    let (offset, day) = (Span::from_seconds(seconds), Span::from_hours(24));
    let in_days = match given["unit_mode"].as_str() {
        Some("business_days") => true,
        Some("business_seconds") => false,
        Some(mode) => return Err(format!("unknown mode `{mode}`").into()),
        None => offset >= day || offset <= -day,
    };
    let days = || i32::try_from(offset.whole_days());
    let at = if in_days { LevelPoint::BusinessDays(days()?) } else { LevelPoint::Working(offset) };
    Ok(Level { id: format!("level {index}").parse()?, at, in_service_hours: false })
}

/// `{"title_contains": "printer", "priority_in": ["1", "2"], "group": "fax"}`; blank text holds always.
pub(super) fn condition(given: &Value) -> Fallible<Condition> {
    let mut parts = Vec::new();
    for (key, value) in given.as_object().into_iter().flatten() {
        let text = value.as_str().unwrap_or_default();
        parts.push(if let Some(fact) = key.strip_suffix("_contains") {
            Condition::contains(fact.parse()?, text)
        } else if let Some(fact) = key.strip_suffix("_in") {
            let values: Vec<service_quality::ticket::Value> = serde_json::from_value(value.clone())?;
            Condition::is_in(fact.parse()?, values)
        } else {
            let value: service_quality::ticket::Value = serde_json::from_value(value.clone())?;
            Condition::equals(key.parse()?, value)
        });
    }
    if parts.is_empty() { Ok(Condition::Always) } else { Ok(Condition::all(parts)) }
}
