//! `sla.*`: a peer's settings, with a case's calendar and targets, make an agreement; a case's events make a ticket.
//! Each key of `expected` is a question to the engine.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

use serde_json::{Value, json};
use service_quality::calendar::{BusinessDayRule, Calendar};
use service_quality::quantity::{CalendarId, ObjectiveId, Span, Timestamp};
use service_quality::sla::{
    Agreement, AgreementError, Budget, Evaluation, Level, LevelPoint, Objective, Outcome, Policy,
    PolicyOrder, SlaEngine, Unconditional,
};
use service_quality::ticket::{AnomalyPolicy, Condition, EventKind, OrderPolicy, Ticket};

use crate::calendar::document;
use crate::sla_settings::{Dues, Peer, Way};
use crate::{Answer, Case};

type Fallible<T> = Result<T, Box<dyn Error>>;

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    match case.kind.as_str() {
        "sla.timeline" => Some(timeline(case)),
        "sla.policy_choice" => Some(policy_choice(case)),
        _ => None,
    }
}

fn timeline(case: &Case) -> Answer {
    let engine = case.input["engine"].as_str().ok_or("no `engine`")?;
    let peer = if tagged(case, "legacy_engine") { format!("{engine}-legacy") } else { engine.to_owned() };
    let peer = Peer::of(&peer)?;
    let (ticket, as_of) = (ticket(case)?, as_of(case)?);
    let stated = Desk::new(case, &peer, &ticket, as_of, &json!({}))?;
    let mut answers = BTreeMap::new();
    for key in case.expected.as_object().into_iter().flat_map(|expected| expected.keys()) {
        // The same question where a budget used up at closing is due there.
        let other = key.strip_prefix("alt_").and_then(|key| key.strip_suffix("_end_of_period"));
        let answer = match other {
            None => stated.answer(key)?,
            Some(key) => {
                Desk::new(case, &peer, &ticket, as_of, &json!({"boundary": "at_closing"}))?.answer(key)?
            }
        };
        answers.insert(key.clone(), answer);
    }
    Ok(answers)
}

fn tagged(case: &Case, tag: &str) -> bool {
    case.tags.iter().any(|one| one == tag)
}

/// Answers for one case.
struct Desk<'a> {
    peer: &'a Peer,
    ticket: &'a Ticket,
    engine: SlaEngine,
    as_of: Timestamp,
    evaluation: Option<Evaluation>,
    targets: Vec<ObjectiveId>,
}

impl<'a> Desk<'a> {
    /// The peer's settings, some of them replaced.
    fn new(
        case: &Case,
        peer: &'a Peer,
        ticket: &'a Ticket,
        as_of: Timestamp,
        replaced: &Value,
    ) -> Fallible<Self> {
        let calendar: Calendar = serde_json::from_value(document(&case.input["calendar"])?)?;
        let days = |days: i32| Span::from_hours(24 * days);
        let from = ticket.created().checked_add(days(-20)).ok_or("out of range")?;
        let until = as_of.checked_add(days(40)).ok_or("out of range")?;
        let calendars =
            BTreeMap::from([("hours".parse::<CalendarId>()?, Arc::new(calendar.compile(from..until)?))]);
        let engine = agreement(case, peer, replaced)?.engine(&calendars)?;
        let evaluation = engine.evaluate(ticket, as_of);
        let targets = targets(case).map(|(kind, _)| kind.parse()).collect::<Result<_, _>>()?;
        Ok(Self { peer, ticket, engine, as_of, evaluation, targets })
    }

    fn answer(&self, key: &str) -> Fallible<Value> {
        let evaluation = self.evaluation.as_ref();
        Ok(match key {
            "next_due" => json!(evaluation.and_then(Evaluation::next_due)),
            "status" => json!(evaluation.and_then(|found| self.peer.standing(&found.standing()))),
            "missed" => {
                let missed = evaluation.into_iter().flat_map(Evaluation::breached);
                missed.map(|outcome| json!(outcome.objective)).collect()
            }
            _ => {
                let (objective, question) = self.about(key)?;
                let outcome = evaluation.and_then(|found| found.outcome(objective));
                self.answer_about(outcome, question)?
            }
        })
    }

    /// What a key such as `resolution_due` or `due` asks, of which objective.
    fn about<'k>(&self, key: &'k str) -> Fallible<(&ObjectiveId, &'k str)> {
        let known = self.peer.objectives.keys().chain(&self.targets);
        let named =
            known.into_iter().find_map(|id| Some((id, key.strip_prefix(id.as_str())?.strip_prefix('_')?)));
        Ok(match (named, self.targets.as_slice()) {
            (Some(named), _) => named,
            (None, [only]) => (only, key),
            (None, _) => (self.peer.main.as_ref().ok_or_else(|| format!("which target's `{key}`?"))?, key),
        })
    }

    fn answer_about(&self, outcome: Option<&Outcome>, question: &str) -> Fallible<Value> {
        let turn = || outcome.and_then(|outcome| outcome.cycle(self.peer.turn));
        Ok(match question {
            "due" => json!(outcome.and_then(|outcome| match self.peer.dues {
                Dues::Kept => outcome.due,
                Dues::WhileOpen => outcome.open_due(),
            })),
            "minutes" => json!(turn().map(|turn| turn.used.working.whole_minutes())),
            "seconds" => json!(turn().map(|turn| turn.used.working.seconds())),
            "margin_minutes" => json!(turn().and_then(|turn| turn.unused()).map(Span::minutes_up)),
            "working_minutes" => json!(outcome.map(|outcome| outcome.used.working.whole_minutes())),
            "waiting_seconds" | "paused_business_seconds" => {
                json!(outcome.map(|outcome| outcome.paused.working.seconds()))
            }
            "failed_by_business_seconds" => {
                json!(outcome.and_then(Outcome::late_by).map(|late| late.working.seconds()))
            }
            "escalation_at" => json!(self.escalations(outcome).first()),
            "escalations_at" => json!(self.escalations(outcome)),
            _ => {
                let at =
                    question.strip_prefix("fired_by_").ok_or_else(|| format!("what is `{question}`?"))?;
                json!(self.engine.actions(self.ticket, at.parse()?).len())
            }
        })
    }

    /// The levels of an objective, reached and ahead; none is left once it is finished.
    fn escalations(&self, outcome: Option<&Outcome>) -> Vec<Timestamp> {
        let Some(outcome) = outcome.filter(|outcome| outcome.verdict.is_open()) else { return Vec::new() };
        let reached = self.engine.actions(self.ticket, self.as_of);
        let levels = reached.into_iter().chain(self.engine.upcoming(self.ticket, self.as_of));
        let own = levels.filter(|level| level.key.objective == outcome.objective);
        own.map(|level| level.at).collect()
    }
}

fn events(case: &Case) -> impl Iterator<Item = &Value> {
    case.input["events"].as_array().into_iter().flatten()
}

fn happened(case: &Case, kinds: &[&str]) -> bool {
    events(case).any(|event| kinds.iter().any(|kind| event["type"] == *kind))
}

/// The kinds of targets with what they allow; a target without an amount is none.
fn targets(case: &Case) -> impl Iterator<Item = (&String, &Value)> {
    let targets = case.input["targets"].as_object().into_iter().flatten();
    targets.filter(|(_, target)| !target["minutes"].is_null() || !target["amount"].is_null())
}

fn agreement(case: &Case, peer: &Peer, replaced: &Value) -> Fallible<Agreement> {
    // Some cases are about a policy that came later: until then nothing is promised.
    let came = happened(case, &["policy_changed", "policy_assigned"]);
    let came = if came { Condition::exists("policy".parse()?) } else { Condition::Always };
    let wanted = condition(&case.input["policy_condition"])?;
    let mut policies = Vec::new();
    for way in &peer.policies {
        let when = Condition::all([way.when.clone(), wanted.clone(), came.clone()]);
        let objectives = objectives(case, peer, way, replaced)?;
        policies.push(Policy::new(way.id.clone(), objectives)?.with_condition(when));
    }
    let paused = case.input["pause_states"].as_array();
    let mut paused_in = match paused {
        Some(list) => {
            list.iter().map(|status| serde_json::from_value(status.clone())).collect::<Result<_, _>>()?
        }
        None => peer.paused_in.clone(),
    };
    if tagged(case, "closed_does_not_pause") {
        paused_in.retain(|status| status.as_str() != "closed");
    }
    let builder = Agreement::builder("desk".parse()?, "1".parse()?, "hours".parse()?, policies);
    Ok(builder.paused_in(paused_in).build()?)
}

fn objectives(case: &Case, peer: &Peer, way: &Way, replaced: &Value) -> Fallible<Vec<Objective>> {
    let mut objectives = Vec::new();
    for (kind, target) in targets(case) {
        let allowance = json!({"same": budget(target, peer.business_days)?});
        let pausable =
            target["pausable"].as_bool().map_or(json!({}), |pausable| json!({"pausable": pausable}));
        let own = [&pausable, &json!({"allowance": allowance, "levels": levels(case, kind)?}), replaced];
        objectives.push(objective(peer, way, &kind.parse()?, &own)?);
    }
    for (kind, allowance) in &peer.always {
        if !targets(case).any(|(given, _)| given == kind.as_str()) {
            objectives.push(objective(peer, way, kind, &[&json!({"allowance": allowance})])?);
        }
    }
    Ok(objectives)
}

/// A peer's objective of a kind, with what the policy and the case add.
fn objective(peer: &Peer, way: &Way, kind: &ObjectiveId, own: &[&Value]) -> Fallible<Objective> {
    let mut document = peer.objectives.get(kind).ok_or_else(|| format!("no target `{kind}`"))?.clone();
    document.entry("target").or_insert(json!("named"));
    document.insert("id".to_owned(), json!(kind));
    let added = own.iter().filter_map(|own| own.as_object()).flatten();
    document.extend(way.settings.iter().chain(added).map(|(key, value)| (key.clone(), value.clone())));
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
fn condition(given: &Value) -> Fallible<Condition> {
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

/// The case's history. Every engine's events are told alike: a first response is a field that the host keeps, and what
/// has a status after its closing was reopened.
fn ticket(case: &Case) -> Fallible<Ticket> {
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
fn as_of(case: &Case) -> Fallible<Timestamp> {
    let stated = [&case.input["as_of"], &case.input["window"]["to"]].into_iter().find_map(Value::as_str);
    if let Some(stated) = stated {
        return Ok(stated.parse()?);
    }
    let events = events(case).map(at).collect::<Fallible<Vec<_>>>()?;
    Ok(events.into_iter().max().ok_or("no events")?)
}

fn policy_choice(case: &Case) -> Answer {
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
        let policy = policy.with_condition(condition(&given["condition"])?);
        policies.push(if given["default"] == true { policy.as_default() } else { policy });
    }
    let agreement = loop {
        let builder = Agreement::builder("desk".parse()?, "1".parse()?, "hours".parse()?, policies.clone());
        match builder.choice(order, blank).build() {
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
