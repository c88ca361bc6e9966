//! `sla.policy_choice`: which policy an agreement chooses for a ticket.

use std::collections::BTreeMap;

use serde_json::json;
use service_quality::sla::{Agreement, AgreementError, Policy, PolicyOrder, Unconditional};
use service_quality::ticket::{EventKind, Ticket};

use super::agreement::condition;
use crate::{Answer, Case};

pub(super) fn answers(case: &Case) -> Answer {
    let semantics = &case.input["semantics"];
    let order = match semantics["tie"].as_str() {
        None => PolicyOrder::AsGiven,
        Some("name") => PolicyOrder::ByName,
        Some(tie) => return Err(format!("unknown tie `{tie}`").into()),
    };
    let blank = match semantics["blank_condition"].as_str() {
        None | Some("never_matches") => Unconditional::Never,
        Some("matches_last") => Unconditional::Last,
        Some(blank) => return Err(format!("unknown blank condition `{blank}`").into()),
    };
    let mut policies = Vec::new();
    for given in case.input["policies"].as_array().ok_or("no `policies`")? {
        let any = json!({"id": "any", "target": "resolution", "allowance": {"same": {"working": "PT1H"}}});
        let id = given["name"].as_str().ok_or("a policy without `name`")?.parse()?;
        let policy = Policy::new(id, vec![serde_json::from_value(any)?])?;
        policies.push(match given["default"].as_bool() {
            Some(true) => policy.as_default(),
            _ => policy.with_condition(condition(&given["condition"])?),
        });
    }
    let agreement = loop {
        let builder = Agreement::builder("desk".parse()?, "1".parse()?, "hours".parse()?, policies.clone());
        match builder.policy_order(order).unconditional(blank).build() {
            // Peers accept a policy that never comes up; the crate names it, and without it nothing changes.
            Err(AgreementError::Shadowed { policy, .. }) => policies.retain(|one| *one.id() != policy),
            built => break built?,
        }
    };
    let mut builder = Ticket::builder(case.id.parse()?);
    for (name, value) in case.input["ticket"].as_object().into_iter().flatten() {
        let value: service_quality::ticket::Value = serde_json::from_value(value.clone())?;
        builder = builder.attribute(name.parse()?, value);
    }
    let ticket = builder.event("2026-03-02T09:00:00Z".parse()?, EventKind::Created).build()?;
    let chosen = agreement.choose(&ticket.at(ticket.created()));
    Ok(BTreeMap::from([("policy".to_owned(), json!(chosen.map(Policy::id)))]))
}
