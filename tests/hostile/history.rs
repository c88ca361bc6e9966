//! Damaged histories of cycles, complaints, nonconformities and risks: what is still read is replayed or refused by
//! name, a refused event changes nothing, and what was replayed is replayed again from its own events.

use std::fmt::{Debug, Display};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, Selector};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use service_quality::improve::complaint::{
    Complaint, ComplaintCommand, ComplaintEvent, ComplaintFigures, ComplaintGuard, RecurrenceRule, SameKind,
    recurrences,
};
use service_quality::improve::cycle::{Cycle, CycleCommand, CycleEvent, CycleGuard};
use service_quality::improve::history::{Command, Guard, GuardPolicy, Recorded, ReplayError};
use service_quality::improve::nonconformity::{
    Nonconformity, NonconformityCommand, NonconformityEvent, NonconformityGuard, nonconformities_due,
};
use service_quality::improve::risk::{Risk, RiskCommand, RiskEvent, RiskGuard, RiskRegister};
use service_quality::quantity::{ComplaintId, CycleId, Language, NonconformityId, RiskId, Timestamp, Zone};

use super::mutation::{at, damage, edit, places, read};

/// What is kept as events, as a host sees it.
trait Subject: Clone + PartialEq + Debug + Serialize {
    type Id: Clone + PartialEq + Debug + Display + Serialize + DeserializeOwned;
    type Command: DeserializeOwned;
    type Event: Clone + PartialEq + Debug + Serialize + DeserializeOwned;
    type Guard: Guard;

    fn empty() -> Self;
    fn revision(&self) -> u64;
    fn events(
        &self,
        command: &Command<Self::Command>,
        policy: &GuardPolicy<Self::Guard>,
        now: Timestamp,
    ) -> Vec<Recorded<Self::Id, Self::Event>>;
    fn take(&mut self, event: &Recorded<Self::Id, Self::Event>) -> Result<(), ReplayError>;
    fn again(log: &[Recorded<Self::Id, Self::Event>], as_of: Timestamp) -> Result<Self, ReplayError>;
    /// Everything that is derived from it.
    fn derived(&self, as_of: Timestamp) -> String;
}

macro_rules! subjects {
    ($($name:ident, $id:ty, $command:ty, $event:ty, $guard:ty, $derived:expr;)*) => {$(
        impl Subject for $name {
            type Id = $id;
            type Command = $command;
            type Event = $event;
            type Guard = $guard;

            fn empty() -> Self {
                Self::new(ID.parse().unwrap())
            }

            fn revision(&self) -> u64 {
                self.revision()
            }

            fn events(
                &self,
                command: &Command<$command>,
                policy: &GuardPolicy<$guard>,
                now: Timestamp,
            ) -> Vec<Recorded<$id, $event>> {
                self.decide(command, policy, now).unwrap_or_else(|refusal| panic!("{refusal}"))
            }

            fn take(&mut self, event: &Recorded<$id, $event>) -> Result<(), ReplayError> {
                self.apply(event)
            }

            fn again(log: &[Recorded<$id, $event>], as_of: Timestamp) -> Result<Self, ReplayError> {
                Self::replay(ID.parse().unwrap(), log, as_of)
            }

            fn derived(&self, as_of: Timestamp) -> String {
                let derived: fn(&Self, Timestamp) -> String = $derived;
                derived(self, as_of)
            }
        }
    )*};
}

subjects! {
    Cycle, CycleId, CycleCommand, CycleEvent, CycleGuard, |cycle, as_of| {
        let today = Zone::utc().date(as_of).to_string().parse().unwrap();
        let due: Vec<_> = cycle.due_list(today).iter().map(|due| due.what.text(Language::Chinese)).collect();
        let days = (cycle.next_due(today), cycle.days_open(as_of, Zone::utc()), cycle.timeliness(today).count());
        let effect = cycle.effect().map(|effect| effect.text(Language::Chinese));
        let rest = (cycle.missing(&GuardPolicy::default(), as_of), cycle.prediction_held(), cycle.successor());
        format!("{due:?} {days:?} {effect:?} {rest:?}")
    };
    Complaint, ComplaintId, ComplaintCommand, ComplaintEvent, ComplaintGuard, |complaint, as_of| {
        let open = (complaint.next(), complaint.since(), complaint.age(as_of), complaint.reaction_time());
        let figures = ComplaintFigures::of([complaint], as_of).map(|figures| figures.mean_open_age());
        let rule = RecurrenceRule::new(SameKind::Category, 2, 30).unwrap();
        let found = recurrences([complaint], rule, as_of);
        format!("{open:?} {:?} {figures:?} {found:?}", complaint.to_ticket())
    };
    Nonconformity, NonconformityId, NonconformityCommand, NonconformityEvent, NonconformityGuard, |found, as_of| {
        let due = nonconformities_due([found], None, Zone::utc(), as_of);
        let due: Vec<_> = due.iter().map(|due| due.text(Language::Chinese)).collect();
        format!("{due:?} {:?}", (found.next(), found.age(as_of), found.unfinished().count(), found.owners()))
    };
    Risk, RiskId, RiskCommand, RiskEvent, RiskGuard, |risk, as_of| {
        let register = RiskRegister::new([risk], Zone::utc().date(as_of).to_string().parse().unwrap());
        let cells = (register.by_level(), register.inherent_cells(), register.residual_cells());
        format!("{cells:?} {:?}", (risk.is_acceptable(), risk.next_review(), risk.measures_undone().count()))
    };
}

const ID: &str = "X-1";

/// The history of what was commanded, by whom and when, with every guard off that can be: so each lack is waived.
fn history<S: Subject>(commands: &str) -> Value {
    let off = S::Guard::ALL
        .iter()
        .filter(|guard| guard.can_be_switched_off())
        .fold(GuardPolicy::default(), |policy, guard| {
            policy.without(*guard, "a pilot".parse().unwrap(), "boss".parse().unwrap()).unwrap()
        });
    let (mut subject, mut log) = (S::empty(), Vec::new());
    for (now, by, what) in serde_json::from_str::<Vec<(Timestamp, &str, Value)>>(commands).unwrap() {
        let what = serde_json::from_value(what.clone()).unwrap_or_else(|error| panic!("{error}: {what}"));
        for event in subject.events(&Command::new(by.parse().unwrap(), what), &off, now) {
            subject.take(&event).unwrap();
            log.push(event);
        }
    }
    serde_json::to_value(log).unwrap()
}

static CYCLE: LazyLock<Value> = LazyLock::new(|| {
    history::<Cycle>(
        r#"[
    ["2026-03-02T09:00:00Z", "li", {"start": {"purpose": "Fewer late answers", "owner": "wang", "lessons": ["ask first"]}}],
    ["2026-03-02T09:00:00Z", "li", {"add_problem": {"id": "p", "what": "late", "source": {"reported": {"by": "li"}},
        "evidence": [{"complaint": "B-1"}], "severity": "major", "found": "2026-03-02T09:00:00Z"}}],
    ["2026-03-02T10:00:00Z", "li", {"add_problem": {"id": "q", "what": "rude", "source": {"reported": {"by": "li"}},
        "severity": "minor", "found": "2026-03-02T09:00:00Z"}}],
    ["2026-03-02T10:00:00Z", "li", {"drop_problem": {"problem": "q", "reason": "another matter"}}],
    ["2026-03-02T11:00:00Z", "li", {"set_baseline": {"indicator": "late", "value": "8.6", "n": 60}}],
    ["2026-03-02T11:00:00Z", "li", {"set_goal": {"indicator": "late", "target": {"at_most": "4"}, "due": "2026-09-30"}}],
    ["2026-03-02T12:00:00Z", "li", {"propose_cause": {"id": "c", "problem": "p", "category": "people", "statement": "nobody at noon"}}],
    ["2026-03-02T12:00:00Z", "li", {"propose_cause": {"id": "d", "category": "people", "statement": "slow", "explains": "c"}}],
    ["2026-03-03T09:00:00Z", "li", {"verify_cause": {"cause": "c", "evidence": [{"data": {"reference": "roster", "found": "a gap"}}]}}],
    ["2026-03-03T09:00:00Z", "li", {"reject_cause": {"cause": "d", "evidence": [{"observation": "not seen"}]}}],
    ["2026-03-03T10:00:00Z", "li", {"plan_action": {"id": "a", "kind": "corrective", "what": "a second shift", "owner": "chen",
        "due": "2026-04-30", "causes": ["c"], "cost": {"amount": 5, "currency": "EUR"}}}],
    ["2026-03-03T10:00:00Z", "li", {"plan_action": {"id": "b", "kind": "preventive", "what": "a notice"}}],
    ["2026-03-03T11:00:00Z", "li", {"predict": {"what": "halved", "value": {"at_most": "5"}}}],
    ["2026-03-03T11:00:00Z", "li", {"fix_test_plan": {"test": {"two_means": "unequal"}, "alpha": "0.05", "minimum": 64,
        "after": {"days": 28}}}],
    ["2026-03-03T11:00:00Z", "li", {"watch": {"indicator": "reopened", "tolerated": {"at_most": "5"}}}],
    ["2026-03-03T11:00:00Z", "li", {"add_child": "X-2"}],
    ["2026-03-04T09:00:00Z", "wang", {"advance": "do"}],
    ["2026-03-05T09:00:00Z", "chen", {"begin_action": {"action": "a", "on": "2026-03-05"}}],
    ["2026-03-06T09:00:00Z", "li", {"replan_action": {"action": {"id": "b", "kind": "preventive", "what": "a notice",
        "due": "2026-05-01"}, "reason": "printer"}}],
    ["2026-04-20T09:00:00Z", "chen", {"complete_action": {"action": "a", "outcome": {"on": "2026-04-20"}}}],
    ["2026-04-21T09:00:00Z", "chen", {"show_action": {"action": "a", "evidence": "roster of May"}}],
    ["2026-04-22T09:00:00Z", "li", {"cancel_action": {"action": "b", "reason": "no need"}}],
    ["2026-04-22T10:00:00Z", "li", {"log_deviation": {"action": "b", "what": "cancelled"}}],
    ["2026-04-23T09:00:00Z", "wang", {"advance": "check"}],
    ["2026-06-08T09:00:00Z", "sun", {"report_effect": {"indicator": "late", "target": {"at_most": "4"}, "test": {"two_means": "unequal"},
        "alpha": "0.05", "n_before": 60, "n_after": 64, "before": "8.6", "after": "4.9", "after_from": "2026-05-04",
        "after_to": "2026-06-07", "p": "0.0004", "magnitude": {"measure": "difference", "estimate": "-3.7"},
        "side_effects": [{"indicator": "reopened", "tolerated": {"at_most": "5"}, "before": "3.1", "after": "5.4"}]}}],
    ["2026-06-09T09:00:00Z", "wang", {"advance": "act"}],
    ["2026-06-09T09:00:00Z", "boss", {"accept_exception": {"of": "goal", "reason": "half is enough"}}],
    ["2026-06-09T09:00:00Z", "boss", {"accept_exception": {"of": {"side_effect": "reopened"}, "reason": "for now"}}],
    ["2026-06-10T09:00:00Z", "wang", {"decide": {"standardise": {"version": {"id": "desk", "version": "2"},
        "effective": "2026-08-01", "control_plan": {"chart": "late by week", "indicator": "late", "rebase": "2026-05-04",
        "owner": "li", "reaction": "look"}, "training": {"assigned": {"whom": "desk", "owner": "li", "due": "2026-07-31"}}}}}],
    ["2026-06-10T10:00:00Z", "wang", {"settle_problem": {"problem": "p", "fate": {"resolved": {"evidence": "chart"}}}}],
    ["2026-06-11T09:00:00Z", "wang", {"decide": {"adjust": {"next": "X-3", "lessons": ["train first"]}}}],
    ["2026-06-12T09:00:00Z", "wang", {"move_child": {"child": "X-2", "to": "closed"}}],
    ["2026-06-12T10:00:00Z", "wang", {"hand_over": {"owner": "li"}}],
    ["2026-06-12T11:00:00Z", "li", {"advance": "closed"}]
]"#,
    )
});

static COMPLAINT: LazyLock<Value> = LazyLock::new(|| {
    history::<Complaint>(
        r#"[
    ["2026-03-02T09:00:00Z", "li", {"receive": {"customer": "K-1", "channel": "phone", "category": "delay", "key": "hotline",
        "about": "Waited.", "wanted": "An apology.", "received_at": "2026-03-02T08:00:00Z", "concerned": ["wu.lei"],
        "tickets": ["T-1"], "repeats": "B-0"}}],
    ["2026-03-02T10:00:00Z", "li", {"acknowledge": {"channel": "email"}}],
    ["2026-03-02T10:00:00Z", "li", {"assign": {"owner": "chen"}}],
    ["2026-03-02T11:00:00Z", "li", {"assess": {"severity": "critical", "safety": "possible", "complexity": "simple",
        "reach": "one_customer", "immediate_action": "needed"}}],
    ["2026-03-02T12:00:00Z", "li", {"contain": {"action": "The line was closed."}}],
    ["2026-03-02T13:00:00Z", "li", {"ask_customer": {"question": "When?", "answer_until": "2026-03-10"}}],
    ["2026-03-02T14:00:00Z", "li", "resume_work"],
    ["2026-03-02T14:00:00Z", "li", {"correct": {"category": "billing", "key": "k", "reason": "It is about the fee."}}],
    ["2026-03-03T09:00:00Z", "chen", {"investigate": {"findings": "No overflow.", "causes": ["no-overflow"]}}],
    ["2026-03-04T11:00:00Z", "chen", {"respond": {"decision": {"not_upheld": {"reason": "The line was free."}}}}],
    ["2026-03-04T12:00:00Z", "chen", {"communicate": {"channel": "letter", "answer_until": "2026-03-20"}}],
    ["2026-03-05T10:00:00Z", "li", {"hear": "rejected"}],
    ["2026-03-05T11:00:00Z", "chen", {"respond": {"decision": "upheld",
        "remedy": {"what": "The fee is refunded.", "owner": "chen", "due": "2026-03-13"}}}],
    ["2026-03-05T12:00:00Z", "chen", {"communicate": {"channel": "letter"}}],
    ["2026-03-06T10:00:00Z", "li", {"hear": "rejected"}],
    ["2026-03-06T11:00:00Z", "li", {"offer_alternatives": {"external": "the ombudsman"}}],
    ["2026-03-12T09:00:00Z", "chen", {"remedy_done": {"on": "2026-03-12", "evidence": "transfer 4711"}}],
    ["2026-03-13T09:00:00Z", "li", {"close": {"note": "n"}}],
    ["2026-03-14T09:00:00Z", "li", {"rate": {"rating": {"value": 2, "least": 1, "most": 5}, "response": "A-1"}}],
    ["2026-03-15T09:00:00Z", "li", {"reopen": {"reason": "It happened again."}}],
    ["2026-03-16T09:00:00Z", "li", {"withdraw": {"evidence": "a call"}}]
]"#,
    )
});

static NONCONFORMITY: LazyLock<Value> = LazyLock::new(|| {
    history::<Nonconformity>(
        r#"[
    ["2026-03-02T10:00:00Z", "li", {"record": {"origin": "audit", "severity": "major", "requirement": "Callbacks within 24 hours.",
        "clause": "8.5.1", "evidence": "12 of 40 were later.", "found_at": "2026-03-02T09:00:00Z", "complaints": ["B-1"]}}],
    ["2026-03-02T10:00:00Z", "li", {"assign": {"owner": "chen"}}],
    ["2026-03-02T11:00:00Z", "li", {"contain": {"id": "hold", "kind": "correction", "what": "Hold", "owner": "li", "due": "2026-03-03"}}],
    ["2026-03-03T11:00:00Z", "li", {"finish": {"action": "hold", "outcome": {"on": "2026-03-03", "evidence": "log"}}}],
    ["2026-03-04T09:00:00Z", "li", {"evaluate": {"consequences": "Customers wait.", "causes": ["no-overflow"],
        "elsewhere": {"could_occur": {"at": "the night shift"}}, "need": "needed"}}],
    ["2026-03-05T09:00:00Z", "li", {"plan": {"id": "queue", "kind": "corrective", "what": "Add an overflow", "owner": "li",
        "due": "2026-04-01", "causes": ["no-overflow"]}}],
    ["2026-03-05T09:00:00Z", "li", {"plan": {"id": "sign", "kind": "corrective", "what": "A sign", "owner": "li", "due": "2026-04-01"}}],
    ["2026-03-06T09:00:00Z", "li", {"cancel": {"action": "sign", "reason": "too dear"}}],
    ["2026-03-07T09:00:00Z", "li", {"replan": {"action": {"id": "queue", "kind": "corrective", "what": "Add an overflow", "owner": "sun",
        "due": "2026-04-02", "causes": ["no-overflow"]}, "reason": "vendor"}}],
    ["2026-03-30T15:00:00Z", "li", {"finish": {"action": "queue", "outcome": {"on": "2026-03-30", "evidence": "change 7"}}}],
    ["2026-05-02T09:00:00Z", "chen", {"review": {"verdict": "effective", "data": {"occurrences": {
        "before": {"from": "2026-01-01", "until": "2026-03-01", "count": 12},
        "after": {"from": "2026-04-01", "until": "2026-04-30", "count": 2}}}}}],
    ["2026-05-02T10:00:00Z", "chen", {"consider_risks": {"updated": ["R-1"]}}],
    ["2026-05-02T10:00:00Z", "chen", {"consider_system": {"changed": {"id": "desk", "version": "2"}}}],
    ["2026-05-02T11:00:00Z", "chen", {"close": {"note": "Thanks to the team."}}],
    ["2026-05-09T11:00:00Z", "li", {"reopen": {"reason": "It came back."}}]
]"#,
    )
});

static RISK: LazyLock<Value> = LazyLock::new(|| {
    history::<Risk>(
        r#"[
    ["2026-03-02T09:00:00Z", "li", {"identify": {"statement": "the only line breaks", "source": {"nonconformity": "N-1"}, "owner": "li",
        "criteria": {"accepted": 1, "matrix": {"likelihood": [{"en": "rare"}, {"en": "possible"}, {"en": "frequent"}],
        "impact": [{"en": "slight"}, {"en": "grave"}, {"en": "disastrous"}], "levels": [{"en": "low"}, {"en": "high"}],
        "cells": [[1, 1, 2], [1, 2, 2], [1, 2, 2]]}}}}],
    ["2026-03-02T09:00:00Z", "li", {"rate": {"rating": {"likelihood": 3, "impact": 3}, "basis": "two outages"}}],
    ["2026-03-02T10:00:00Z", "li", {"plan_review": {"every": {"first": "2026-03-31", "repeats": {"months": {"on": {"day": 31}}}}}}],
    ["2026-03-02T10:00:00Z", "li", {"treat": {"option": "reduce", "reason": "cheap", "owner": "chen", "due": "2026-06-30",
        "measures": [{"action": "A-1"}, {"text": "order a second line"}]}}],
    ["2026-03-03T10:00:00Z", "chen", {"treatment_done": {"measure": {"action": "A-1"}, "on": "2026-03-02", "evidence": "order 7"}}],
    ["2026-03-04T10:00:00Z", "li", {"rate_residual": {"rating": {"likelihood": 2, "impact": 2}, "basis": "one outage"}}],
    ["2026-03-30T10:00:00Z", "li", {"review": {"on": "2026-03-30", "found": "nothing new"}}],
    ["2026-03-31T10:00:00Z", "wang", {"accept": {"reason": "we can bear it"}}],
    ["2026-04-01T10:00:00Z", "li", {"close": {"end": "controlled", "reason": "two lines"}}],
    ["2026-04-02T10:00:00Z", "li", {"reopen": {"reason": "it is back"}}],
    ["2026-04-02T11:00:00Z", "li", {"assign": {"owner": "sun"}}],
    ["2026-04-02T12:00:00Z", "li", {"plan_review": {"on": "2026-04-10"}}],
    ["2026-04-03T10:00:00Z", "li", {"close": {"end": "gone", "reason": "the line is gone"}}]
]"#,
    )
});

/// Reads a damaged history and replays it, and says whether it was replayed whole.
fn replayed<S: Subject>(text: &[u8], as_of: Timestamp) -> bool {
    let Some(log) = read::<Vec<Recorded<S::Id, S::Event>>>(text) else { return false };
    let whole = S::again(&log, as_of);
    let mut subject = S::empty();
    let mut refused = None;
    for (taken, event) in log.iter().enumerate() {
        let before = subject.clone();
        refused = if event.at > as_of { whole.clone().err() } else { subject.take(event).err() };
        if let Some(error) = &refused {
            assert_eq!(subject, before, "{error}");
            assert_eq!(usize::try_from(subject.revision()).unwrap(), taken);
            let message = error.to_string();
            assert!(message.len() < 20_000 && message.starts_with("event "), "{message}");
            break;
        }
    }
    assert_eq!(whole.as_ref().err(), refused.as_ref());
    // What was taken in is itself a history, of the same state.
    let taken = &log[..usize::try_from(subject.revision()).unwrap()];
    let stored: Vec<Recorded<S::Id, S::Event>> =
        serde_json::from_str(&serde_json::to_string(taken).unwrap()).unwrap();
    assert_eq!(S::again(&stored, as_of).as_ref(), Ok(&subject));
    serde_json::to_string(&subject).unwrap();
    subject.derived(as_of);
    whole.is_ok()
}

/// The four histories and how each is replayed.
type Replay = fn(&[u8], Timestamp) -> bool;

fn histories() -> [(&'static LazyLock<Value>, Replay); 4] {
    [
        (&CYCLE, replayed::<Cycle>),
        (&COMPLAINT, replayed::<Complaint>),
        (&NONCONFORMITY, replayed::<Nonconformity>),
        (&RISK, replayed::<Risk>),
    ]
}

/// One change of the events as a whole: left out, twice, exchanged, cut off, one's deed or author given to another.
fn shuffle(log: &mut Value, place: Index, kind: usize, choice: &Selector) {
    let Some(events) = log.as_array_mut().filter(|events| !events.is_empty()) else { return };
    let (one, other) = (place.index(events.len()), choice.select(0..events.len()));
    let field = |events: &mut [Value], name: &str| {
        let given = events[other].get(name).cloned();
        if let (Some(taker), Some(given)) = (events[one].get_mut(name), given) {
            *taker = given;
        }
    };
    match kind {
        0 => drop(events.remove(one)),
        1 => events.insert(one, events[other].clone()),
        2 => events.swap(one, other),
        3 => events.truncate(one),
        4 => field(events, "what"),
        5 => field(events, "at"),
        _ => field(events, "by"),
    }
}

/// Puts in one place what stands in another of the same name, so that it is most often still readable.
fn exchange(log: &mut Value, place: Index, choice: &Selector) {
    let mut all = Vec::new();
    places(log, &mut Vec::new(), &mut all);
    let path = place.get(&all).clone();
    let kin = choice.select(all.into_iter().filter(|other| other.last() == path.last()).collect::<Vec<_>>());
    let given = at(log, &kin).cloned().unwrap_or_default();
    if let Some(here) = at(log, &path) {
        *here = given;
    }
}

/// Numbers the events anew, and lets none be older than the one before, so that what they say is reached.
fn renumber(log: &mut Value) {
    let mut last = Value::Null;
    for (number, event) in (1_u64..).zip(log.as_array_mut().into_iter().flatten()) {
        let Some(event) = event.as_object_mut() else { continue };
        event.insert("revision".to_owned(), json!(number));
        if last.as_str() > event.get("at").and_then(Value::as_str) {
            event.insert("at".to_owned(), last.clone());
        }
        last = event.get("at").cloned().unwrap_or_default();
    }
}

/// Half the usual number of cases; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases.div_ceil(2), failure_persistence: None, ..usual }
}

fn as_of() -> impl Strategy<Value = Timestamp> {
    prop::sample::select(vec![Timestamp::MAX, "2026-04-01T00:00:00Z".parse().unwrap()])
}

type Cut = (Index, usize, Selector);

fn cuts(kinds: usize) -> impl Strategy<Value = Vec<Cut>> {
    proptest::collection::vec((any::<Index>(), 0..kinds, any::<Selector>()), 1..4)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn damaged_text(which in 0_usize..4, cuts in cuts(6), as_of in as_of()) {
        let (log, replay) = histories()[which];
        replay(&damage(&log.to_string(), &cuts), as_of);
    }

    #[test]
    fn damaged_structure(which in 0_usize..4, edits in cuts(6), anew in any::<bool>(), as_of in as_of()) {
        let (log, replay) = histories()[which];
        let mut log = Value::clone(log);
        for (place, kind, choice) in edits {
            edit(&mut log, place, kind, &choice);
        }
        if anew {
            renumber(&mut log);
        }
        replay(log.to_string().as_bytes(), as_of);
    }

    #[test]
    fn events_out_of_order(
        which in 0_usize..4,
        cuts in cuts(12),
        anew in proptest::bool::weighted(0.8),
        as_of in as_of(),
    ) {
        let (log, replay) = histories()[which];
        let mut log = Value::clone(log);
        for (place, kind, choice) in cuts {
            match kind {
                7.. => exchange(&mut log, place, &choice),
                _ => shuffle(&mut log, place, kind, &choice),
            }
        }
        if anew {
            renumber(&mut log);
        }
        replay(log.to_string().as_bytes(), as_of);
    }
}

/// The histories are whole as they are, and refused where anything is missing, doubled or exchanged.
#[test]
fn histories_as_they_are() {
    for (log, replay) in histories() {
        assert!(replay(log.to_string().as_bytes(), Timestamp::MAX));
        let length = log.as_array().unwrap().len();
        for at in 0..length {
            let changed = |change: &dyn Fn(&mut Vec<Value>)| {
                let mut log = Value::clone(log);
                change(log.as_array_mut().unwrap());
                replay(log.to_string().as_bytes(), Timestamp::MAX)
            };
            assert_eq!(changed(&|events| drop(events.remove(at))), at + 1 == length);
            assert!(!changed(&|events| events.insert(at, events[at].clone())));
            assert!(at == 0 || !changed(&|events| events.swap(at - 1, at)));
            assert!(!changed(&|events| events[at]["subject"] = json!("X-9")));
            assert!(!changed(&|events| events[at]["format"] = json!(2)));
            assert!(!changed(&|events| events[at]["revision"] = json!(u64::MAX)));
        }
    }
}
