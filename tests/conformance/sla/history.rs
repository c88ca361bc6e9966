//! The ticket of a case.

use serde_json::{Value, json};
use service_quality::quantity::Timestamp;
use service_quality::ticket::{AnomalyPolicy, EventKind, OrderPolicy, Ticket};

use super::Fallible;
use crate::Case;

/// The case's history. Every engine's events are told alike: a first response is a field that the host keeps, and what
/// has a status after its closing was reopened.
pub(super) fn ticket(case: &Case) -> Fallible<Ticket> {
    let input = &case.input;
    let mut builder =
        Ticket::builder(case.id.parse()?).order(OrderPolicy::Sort).anomalies(AnomalyPolicy::Correct);
    let facts = ["agreement_kind", "priority"].map(|name| (name, &input[name])).into_iter();
    let given = input["ticket"].as_object().into_iter().flatten();
    for (name, value) in facts.chain(given.map(|(name, value)| (name.as_str(), value))) {
        if !value.is_null() {
            let value: service_quality::ticket::Value = serde_json::from_value(value.clone())?;
            builder = builder.attribute(name.parse()?, value);
        }
    }
    if happened(case, &["first_response"]) {
        builder = builder.attribute("first_response_recorded".parse()?, true);
    }
    if let Some(from) = input["window"]["from"].as_str() {
        builder = builder.event(from.parse()?, EventKind::attribute("window".parse()?, "open"));
    }
    let mut dated = Vec::new();
    for event in events(case) {
        dated.push((at(event)?, event));
    }
    dated.sort_by_key(|(at, _)| *at);
    let mut closed = false;
    for (at, event) in dated {
        let kind = event["type"].as_str().unwrap_or_default();
        let set = |name: &str, to: &str| Fallible::Ok(EventKind::attribute(name.parse()?, to));
        let status = |to: &Value| match to.as_str() {
            Some(to) => Fallible::Ok(Some(EventKind::StatusChanged { to: to.parse()? })),
            None => Ok(None),
        };
        let kinds = match kind {
            "created" => [Some(EventKind::Created), status(&event["state"])?],
            "state" => {
                let reopened = closed && event["to"] != "closed";
                closed &= !reopened;
                [Some(EventKind::Reopened).filter(|_| reopened), status(&event["to"])?]
            }
            "closed" => {
                let first = !std::mem::replace(&mut closed, true);
                [status(&json!("closed"))?, Some(EventKind::Closed).filter(|_| first)]
            }
            "customer_message" => [Some(EventKind::CustomerMessage), None],
            "agent_message" => [Some(EventKind::public_reply()), None],
            "first_response" => [Some(EventKind::attribute("first_response".parse()?, at)), None],
            "priority_changed" => match event["to"].as_str() {
                Some(to) => [Some(set("priority", to)?), None],
                None => [None, None],
            },
            "policy_changed" | "policy_assigned" => [Some(set("policy", "in force")?), None],
            _ => return Err(format!("unknown event `{kind}`").into()),
        };
        for kind in kinds.into_iter().flatten() {
            builder = builder.event(at, kind);
        }
    }
    Ok(builder.build()?)
}

fn at(event: &Value) -> Fallible<Timestamp> {
    Ok(event["at"].as_str().ok_or("an event without `at`")?.parse()?)
}

/// When the case asks: where it does not say, at its last event.
pub(super) fn as_of(case: &Case) -> Fallible<Timestamp> {
    let stated = [&case.input["as_of"], &case.input["window"]["to"]].into_iter().find_map(Value::as_str);
    if let Some(stated) = stated {
        return Ok(stated.parse()?);
    }
    let events = events(case).map(at).collect::<Fallible<Vec<_>>>()?;
    Ok(events.into_iter().max().ok_or("no events")?)
}

fn events(case: &Case) -> impl Iterator<Item = &Value> {
    case.input["events"].as_array().into_iter().flatten()
}

pub(super) fn happened(case: &Case, kinds: &[&str]) -> bool {
    events(case).any(|event| kinds.iter().any(|kind| event["type"] == *kind))
}
