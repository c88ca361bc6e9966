//! Complaints from their receipt to their end.

mod deadline;
mod history;
mod recurrence;
mod step;

use std::collections::BTreeMap;
use std::sync::Arc;

use service_quality::calendar::{Calendar, Week};
use service_quality::improve::complaint::{
    Complaint, ComplaintCommand, ComplaintDue, ComplaintEvent, ComplaintGuard, acknowledge_within,
    close_within, complaints_due, contain_within, respond_within,
};
use service_quality::improve::history::{Command, GuardPolicy, Recorded, Refusal};
use service_quality::improve::problem::Severity;
use service_quality::quantity::{CalendarId, ComplaintId, Span, Timestamp, Zone};
use service_quality::sla::{Agreement, Budget, Policy, SlaEngine, Verdict};

type Event = Recorded<ComplaintId, ComplaintEvent>;
type Rules = GuardPolicy<ComplaintGuard>;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn command(json: &str) -> ComplaintCommand {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn receipt(customer: &str, category: &str, at: &str) -> ComplaintCommand {
    command(&format!(
        r#"{{"receive": {{"customer": "{customer}", "channel": "phone", "category": "{category}", "about": "Waited.",
            "received_at": "{at}", "concerned": ["wu.lei"]}}}}"#
    ))
}

/// A complaint and its stored events.
#[derive(Clone)]
struct Case {
    complaint: Complaint,
    events: Vec<Event>,
    rules: Rules,
}

impl Case {
    fn new(id: &str) -> Self {
        Self { complaint: Complaint::new(id.parse().unwrap()), events: Vec::new(), rules: Rules::default() }
    }

    fn without(mut self, guard: ComplaintGuard) -> Self {
        self.rules = self.rules.without(guard, "a pilot".parse().unwrap(), "boss".parse().unwrap()).unwrap();
        self
    }

    fn attempt(
        &mut self,
        by: &str,
        when: &str,
        what: ComplaintCommand,
    ) -> Result<(), Refusal<ComplaintGuard>> {
        let command = Command::new(by.parse().unwrap(), what);
        for event in self.complaint.decide(&command, &self.rules, at(when))? {
            self.complaint.apply(&event).unwrap();
            self.events.push(event);
        }
        Ok(())
    }

    #[track_caller]
    fn then(mut self, by: &str, when: &str, json: &str) -> Self {
        self.attempt(by, when, command(json)).unwrap();
        self
    }

    #[track_caller]
    fn received(mut self, customer: &str, category: &str, when: &str) -> Self {
        self.attempt("li", when, receipt(customer, category, when)).unwrap();
        self
    }

    #[track_caller]
    fn refused(&mut self, by: &str, when: &str, json: &str) -> Vec<&'static str> {
        self.attempt(by, when, command(json)).unwrap_err().codes()
    }
}

const ACKNOWLEDGE: &str = r#"{"acknowledge": {"channel": "email"}}"#;
const ASSESS: &str = r#"{"assess": {"severity": "critical", "safety": "possible", "complexity": "simple",
    "reach": "one_customer", "immediate_action": "needed"}}"#;
const CONTAIN: &str = r#"{"contain": {"action": "The line was closed."}}"#;
const INVESTIGATE: &str = r#"{"investigate": {"findings": "No overflow.", "causes": ["no-overflow"]}}"#;
const RESPOND: &str = r#"{"respond": {"decision": {"not_upheld": {"reason": "The line was free."}}}}"#;
const REMEDY: &str = r#"{"respond": {"decision": "upheld",
    "remedy": {"what": "The fee is refunded.", "owner": "chen", "due": "2026-03-13"}}}"#;
const TELL: &str = r#"{"communicate": {"channel": "letter", "answer_until": "2026-03-20"}}"#;
const CLOSE: &str = r#"{"close": {}}"#;
const ACCEPTED: &str = r#"{"hear": "accepted"}"#;
const REJECTED: &str = r#"{"hear": "rejected"}"#;
const SILENT: &str = r#"{"hear": "no_answer"}"#;
const REOPEN: &str = r#"{"reopen": {"reason": "It happened again."}}"#;
const WITHDRAW: &str = r#"{"withdraw": {"evidence": "a call"}}"#;

/// Received on Monday at nine, told a decision on Wednesday at noon.
fn answered(id: &str) -> Case {
    Case::new(id)
        .received("K-1", "delay", "2026-03-02T09:00:00Z")
        .then("li", "2026-03-02T10:00:00Z", ACKNOWLEDGE)
        .then("li", "2026-03-02T11:00:00Z", ASSESS)
        .then("li", "2026-03-02T12:00:00Z", CONTAIN)
        .then("chen", "2026-03-03T09:00:00Z", INVESTIGATE)
        .then("chen", "2026-03-04T11:00:00Z", RESPOND)
        .then("chen", "2026-03-04T12:00:00Z", TELL)
}

fn engine() -> SlaEngine {
    let hours = |hours| Budget::Working(Span::from_hours(hours));
    let by_severity = BTreeMap::from([(Severity::Critical, hours(16))]);
    let objectives = vec![
        acknowledge_within("acknowledge".parse().unwrap(), hours(8)).unwrap(),
        contain_within("contain".parse().unwrap(), hours(4)).unwrap(),
        respond_within("respond".parse().unwrap(), &by_severity, hours(40)).unwrap(),
        close_within("close".parse().unwrap(), &BTreeMap::new(), hours(80)).unwrap(),
    ];
    let policy = Policy::new("all".parse().unwrap(), objectives).unwrap();
    let ids = ("complaints".parse().unwrap(), "1".parse().unwrap(), "office".parse().unwrap());
    let agreement = Agreement::new(ids.0, ids.1, ids.2, vec![policy]).unwrap();
    let week = Week::new().mon_fri("09:00-17:00").unwrap();
    let office = Calendar::builder("UTC".parse().unwrap()).weekly(week).build().unwrap();
    let index = office.compile(at("2026-01-01T00:00:00Z")..at("2027-01-01T00:00:00Z")).unwrap();
    agreement.engine(&BTreeMap::from([("office".parse::<CalendarId>().unwrap(), Arc::new(index))])).unwrap()
}

fn due(case: &Case, now: &str) -> ComplaintDue {
    complaints_due([&case.complaint], &engine(), Zone::utc(), at(now)).unwrap().remove(0)
}

fn verdict(case: &Case, objective: &str, now: &str) -> Verdict {
    let evaluation = engine().evaluate(&case.complaint.to_ticket().unwrap(), at(now)).unwrap();
    evaluation.outcome(&objective.parse().unwrap()).unwrap().verdict
}
