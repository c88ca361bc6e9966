//! `sla.timeline`: what the engine says of a case's ticket.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use service_quality::calendar::Calendar;
use service_quality::quantity::{CalendarId, ObjectiveId, Span, Timestamp};
use service_quality::sla::{Action, ActionStep, Evaluation, Outcome, SlaEngine};
use service_quality::ticket::Ticket;

use super::agreement::{agreement, targets};
use super::history::{as_of, ticket};
use super::peer::{Dues, Peer};
use super::{Fallible, tagged};
use crate::calendar::document;
use crate::{Answer, Case};

pub(super) fn answers(case: &Case) -> Answer {
    let engine = case.input["engine"].as_str().ok_or("no `engine`")?;
    let peer = Peer::of(if tagged(case, "legacy_engine") { "zammad-legacy" } else { engine })?;
    let (ticket, as_of) = (ticket(case)?, as_of(case)?);
    let stated = Answers::new(case, &peer, &ticket, as_of, &json!({}))?;
    let mut answers = BTreeMap::new();
    for key in case.expected.as_object().into_iter().flat_map(|expected| expected.keys()) {
        // The same question where a budget used up at closing is due there.
        let other = key.strip_prefix("alt_").and_then(|key| key.strip_suffix("_end_of_period"));
        let answer = match other {
            None => stated.answer(key)?,
            Some(key) => {
                Answers::new(case, &peer, &ticket, as_of, &json!({"boundary": "at_closing"}))?.answer(key)?
            }
        };
        answers.insert(key.clone(), answer);
    }
    Ok(answers)
}

/// Answers for one case.
struct Answers<'a> {
    peer: &'a Peer,
    ticket: &'a Ticket,
    engine: SlaEngine,
    as_of: Timestamp,
    evaluation: Option<Evaluation>,
    targets: Vec<ObjectiveId>,
}

impl<'a> Answers<'a> {
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
                let (objective, question) = self.about(key);
                let outcome = evaluation.and_then(|found| found.outcome(objective));
                self.answer_about(outcome, question)?
            }
        })
    }

    /// What a key such as `resolution_due` or `due` asks, of which objective.
    fn about<'k>(&self, key: &'k str) -> (&ObjectiveId, &'k str) {
        let known = self.peer.objectives.keys().chain(&self.targets);
        let named =
            known.into_iter().find_map(|id| Some((id, key.strip_prefix(id.as_str())?.strip_prefix('_')?)));
        match (named, self.targets.as_slice()) {
            (Some(named), _) => named,
            (None, [only]) => (only, key),
            (None, _) => (&self.peer.main, key),
        }
    }

    fn answer_about(&self, outcome: Option<&Outcome>, question: &str) -> Fallible<Value> {
        let cycle = || outcome.and_then(|outcome| outcome.cycle(self.peer.cycle));
        Ok(match question {
            "due" => json!(outcome.and_then(|outcome| match self.peer.dues {
                Dues::Kept => outcome.due,
                Dues::WhileOpen => outcome.open_due(),
            })),
            "minutes" => json!(cycle().map(|cycle| cycle.used.working.whole_minutes())),
            "seconds" => json!(cycle().map(|cycle| cycle.used.working.seconds())),
            "margin_minutes" => json!(cycle().and_then(|cycle| cycle.unused()).map(Span::minutes_up)),
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
                json!(self.reached(at.parse()?).count())
            }
        })
    }

    /// The levels reached by an instant; breaches are told beside them.
    fn reached(&self, as_of: Timestamp) -> impl Iterator<Item = Action> {
        let actions = self.engine.actions(self.ticket, as_of).into_iter();
        actions.filter(|action| matches!(action.key.step, ActionStep::Level(_)))
    }

    /// The levels of an objective, reached and ahead; none is left once it is finished.
    fn escalations(&self, outcome: Option<&Outcome>) -> Vec<Timestamp> {
        let Some(outcome) = outcome.filter(|outcome| outcome.verdict.is_open()) else { return Vec::new() };
        let levels = self.reached(self.as_of).chain(self.engine.upcoming(self.ticket, self.as_of));
        let own = levels.filter(|level| level.key.objective == outcome.objective);
        own.map(|level| level.at).collect()
    }
}
