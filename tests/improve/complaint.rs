#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use service_quality::calendar::{Calendar, Week};
use service_quality::improve::ImproveError;
use service_quality::improve::complaint::{
    Alternatives, Complaint, ComplaintCategory, ComplaintCommand, ComplaintDue, ComplaintEnd, ComplaintEvent,
    ComplaintFigures, ComplaintGuard, ComplaintRecurrence, ComplaintState, ComplaintTask, DueBy,
    RecurrenceGround, RecurrenceRule, SameKind, Urgency, acknowledge_within, close_within,
    complaint_attainment, complaints_due, contain_within, recurrences, respond_within,
};
use service_quality::improve::cycle::{Cycle, CycleCommand, Start};
use service_quality::improve::history::{Command, Guard, GuardPolicy, Recorded, Refusal, ReplayError};
use service_quality::improve::problem::Severity;
use service_quality::quantity::{CalendarId, ComplaintId, Language, Span, Timestamp, Zone};
use service_quality::sla::{Agreement, Budget, Denominator, Policy, SlaEngine, Verdict};

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

#[test]
fn each_step_leads_to_the_next() {
    let steps = [
        (ACKNOWLEDGE, ComplaintTask::Assess),
        (ASSESS, ComplaintTask::Contain),
        (CONTAIN, ComplaintTask::Investigate),
        (INVESTIGATE, ComplaintTask::Respond),
        (RESPOND, ComplaintTask::Communicate),
        (TELL, ComplaintTask::HearCustomer),
        (r#"{"hear": "rejected"}"#, ComplaintTask::OfferAlternatives),
        (r#"{"offer_alternatives": {"external": "the ombudsman"}}"#, ComplaintTask::Close),
    ];
    let mut case = Case::new("B-1").received("K-1", "delay", "2026-03-02T09:00:00Z");
    assert_eq!(case.complaint.next(), Some(ComplaintTask::Acknowledge));
    for (hour, (step, next)) in (10..).zip(steps) {
        let when = format!("2026-03-02T{hour}:00:00Z");
        case = case.then("li", &when, step);
        assert_eq!((case.complaint.next(), case.complaint.since()), (Some(next), Some(at(&when))));
    }
    let case = case.then("li", "2026-03-02T23:00:00Z", CLOSE);
    assert_eq!(case.complaint.closing().unwrap().end, ComplaintEnd::AlternativesOffered);
    assert_eq!((case.complaint.next(), case.complaint.since()), (None, None));
}

#[test]
fn a_response_is_refused_with_everything_that_is_missing() {
    let mut case = Case::new("B-1").received("K-1", "delay", "2026-03-02T09:00:00Z");
    let codes = case.refused("wu.lei", "2026-03-02T10:00:00Z", r#"{"respond": {"decision": "upheld"}}"#);
    assert_eq!(
        codes,
        [
            "acknowledgement_missing",
            "assessment_missing",
            "investigation_missing",
            "decider_concerned",
            "remedy_missing"
        ]
    );
    let mut case = case.then("li", "2026-03-02T10:00:00Z", ASSESS);
    assert!(case.refused("li", "2026-03-02T10:00:00Z", RESPOND).contains(&"containment_missing"));
}

#[test]
fn who_is_complained_about_neither_investigates_nor_decides() {
    let case = Case::new("B-1").received("K-1", "conduct", "2026-03-02T09:00:00Z");
    let mut plain = case.clone();
    let refusal = plain.attempt("wu.lei", "2026-03-02T10:00:00Z", command(INVESTIGATE)).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "refused: investigator_concerned: who investigates is complained about (`wu.lei`)"
    );
    // Switched off, it passes, and the event says what was passed over.
    let case = case.without(ComplaintGuard::InvestigatorConcerned).then(
        "wu.lei",
        "2026-03-02T10:00:00Z",
        INVESTIGATE,
    );
    let waived = &case.events.last().unwrap().what.waived;
    assert_eq!(waived[0].guard(), ComplaintGuard::InvestigatorConcerned);
    // Found to be concerned only after having investigated.
    let mut late = Case::new("B-2").received("K-1", "conduct", "2026-03-02T09:00:00Z").then(
        "zhao",
        "2026-03-02T10:00:00Z",
        INVESTIGATE,
    );
    let found = ASSESS.replace(
        r#""needed""#,
        r#""not_needed", "no_action_because": "The site is shut.", "concerned": ["zhao"]"#,
    );
    late = late.then("li", "2026-03-02T11:00:00Z", &found).then("li", "2026-03-02T11:00:00Z", ACKNOWLEDGE);
    assert_eq!(late.refused("li", "2026-03-02T12:00:00Z", RESPOND), ["investigator_concerned"]);
}

#[test]
fn nothing_closes_unanswered_but_by_withdrawal() {
    let mut case = Case::new("B-1").received("K-1", "delay", "2026-03-02T09:00:00Z");
    assert_eq!(case.refused("li", "2026-03-02T10:00:00Z", CLOSE), ["reaction_missing", "unanswered"]);
    assert!(
        Rules::default()
            .without(ComplaintGuard::Unanswered, "x".parse().unwrap(), "li".parse().unwrap())
            .is_err()
    );
    let case = case.then("li", "2026-03-02T10:00:00Z", r#"{"withdraw": {"evidence": "mail of 2 March"}}"#);
    let closing = case.complaint.closing().unwrap();
    assert_eq!(
        (closing.end, closing.note.as_ref().unwrap().as_str()),
        (ComplaintEnd::Withdrawn, "mail of 2 March")
    );
    assert!(serde_json::from_str::<ComplaintCommand>(r#"{"withdraw": {}}"#).is_err());
}

#[test]
fn a_customer_has_until_the_end_of_the_day_that_was_given() {
    let mut case = answered("B-1");
    let silent = r#"{"hear": "no_answer"}"#;
    assert_eq!(case.refused("li", "2026-03-20T23:59:59Z", silent), ["answer_still_awaited"]);
    assert_eq!(case.refused("li", "2026-03-20T12:00:00Z", CLOSE), ["reaction_missing"]);
    let case = case.then("li", "2026-03-21T00:00:00Z", silent).then("li", "2026-03-21T00:00:00Z", CLOSE);
    assert_eq!(case.complaint.closing().unwrap().end, ComplaintEnd::NoAnswer);
    assert_eq!(case.complaint.reaction_time(), Some(Span::from_hours(16 * 24 + 12)));
}

#[test]
fn a_rejected_answer_may_be_bettered() {
    let mut case = answered("B-1");
    assert_eq!(case.refused("chen", "2026-03-05T09:00:00Z", RESPOND), ["already_answered"]);
    let mut case = case.then("li", "2026-03-05T10:00:00Z", r#"{"hear": "rejected"}"#);
    assert_eq!(case.refused("li", "2026-03-05T10:00:00Z", CLOSE), ["alternatives_missing"]);
    let case = case.then("chen", "2026-03-05T11:00:00Z", RESPOND);
    assert_eq!(
        (case.complaint.state(), case.complaint.next()),
        (ComplaintState::InWork, Some(ComplaintTask::Communicate))
    );
    let case = case.then("chen", "2026-03-05T12:00:00Z", TELL).then(
        "li",
        "2026-03-05T13:00:00Z",
        r#"{"hear": "accepted"}"#,
    );
    assert_eq!(case.complaint.to_ticket().unwrap().anomalies(), []);
    assert_eq!(
        case.then("li", "2026-03-05T14:00:00Z", CLOSE).complaint.closing().unwrap().end,
        ComplaintEnd::Accepted
    );
}

#[test]
fn a_reopening_keeps_the_history() {
    let case = answered("B-1").then("li", "2026-03-05T10:00:00Z", r#"{"hear": "accepted"}"#);
    let mut case = case.then("li", "2026-03-05T11:00:00Z", CLOSE);
    assert_eq!(
        case.refused("li", "2026-03-05T12:00:00Z", ACKNOWLEDGE),
        ["already_closed", "already_acknowledged"]
    );
    let reopen = r#"{"reopen": {"reason": "It happened again."}}"#;
    let mut case = case.then("li", "2026-03-09T09:00:00Z", reopen);
    assert!(case.complaint.closing().is_none());
    assert_eq!(case.complaint.undone()[0].closing.end, ComplaintEnd::Accepted);
    assert_eq!(case.complaint.next(), Some(ComplaintTask::Investigate));
    assert_eq!(case.complaint.since(), Some(at("2026-03-09T09:00:00Z")));
    assert_eq!(case.refused("li", "2026-03-09T10:00:00Z", reopen), ["not_closed"]);
    assert_eq!(case.complaint.age(at("2026-03-09T09:00:00Z")), Some(Span::from_hours(7 * 24)));
    // The promise to answer runs anew.
    let evaluation =
        engine().evaluate(&case.complaint.to_ticket().unwrap(), at("2026-03-09T12:00:00Z")).unwrap();
    let respond = evaluation.outcome(&"respond".parse().unwrap()).unwrap();
    assert_eq!((respond.cycle, respond.verdict), (2, Verdict::Running));
}

#[test]
fn the_promises_count_working_time_and_stand_still_while_the_customer_is_asked() {
    let respond = "respond".parse().unwrap();
    let outcome = |case: &Case, now: &str| {
        let evaluation = engine().evaluate(&case.complaint.to_ticket().unwrap(), at(now)).unwrap();
        evaluation.outcome(&respond).unwrap().clone()
    };
    let case = Case::new("B-1").received("K-1", "delay", "2026-03-06T15:00:00Z");
    // 40 working hours from Friday at three.
    assert_eq!(outcome(&case, "2026-03-06T16:00:00Z").due, Some(at("2026-03-13T15:00:00Z")));
    // As critical as it is, 16.
    let case = case.then("li", "2026-03-06T16:00:00Z", ASSESS);
    assert_eq!(outcome(&case, "2026-03-06T16:00:00Z").due, Some(at("2026-03-10T15:00:00Z")));
    let case = case.then("li", "2026-03-09T09:00:00Z", r#"{"ask_customer": {"question": "When?"}}"#);
    assert_eq!(outcome(&case, "2026-03-09T12:00:00Z").verdict, Verdict::Paused);
    assert_eq!(due(&case, "2026-03-09T11:00:00Z").urgency, Urgency::Due);
    let case = case.then("li", "2026-03-09T13:00:00Z", r#""resume_work""#);
    assert_eq!(outcome(&case, "2026-03-09T13:00:00Z").due, Some(at("2026-03-11T11:00:00Z")));
    // A withdrawal calls it off.
    let case = case.then("li", "2026-03-09T14:00:00Z", r#"{"withdraw": {"evidence": "a call"}}"#);
    assert_eq!(
        outcome(&case, "2026-03-20T09:00:00Z").verdict,
        Verdict::Cancelled { at: at("2026-03-09T14:00:00Z") }
    );
}

#[test]
fn the_due_list_is_sorted_and_says_what_is_late() {
    let late = Case::new("B-1").received("K-1", "delay", "2026-03-02T09:00:00Z");
    let soon = answered("B-2");
    let fresh = Case::new("B-3").received("K-3", "billing", "2026-03-04T16:00:00Z");
    let closed = answered("B-4").then("li", "2026-03-04T12:30:00Z", r#"{"hear": "accepted"}"#).then(
        "li",
        "2026-03-04T12:30:00Z",
        CLOSE,
    );
    let all = [&fresh, &soon, &closed, &late, &late].map(|case| &case.complaint);
    let told: Vec<_> = complaints_due(all, &engine(), Zone::utc(), at("2026-03-04T16:30:00Z"))
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "B-1 (delay, K-1): acknowledge, since 2026-03-02T09:00:00Z, overdue since 2026-03-02T17:00:00Z by `acknowledge`",
            "B-3 (billing, K-3): acknowledge, since 2026-03-04T16:00:00Z, due 2026-03-05T16:00:00Z by `acknowledge`",
            "B-2 (delay, K-1): hear the customer, since 2026-03-04T12:00:00Z, due 2026-03-13T17:00:00Z by `close`",
        ]
    );
    let attainment = complaint_attainment(all, &engine(), at("2026-03-04T16:30:00Z"));
    assert_eq!(attainment.of(&"contain".parse().unwrap()).ratio(Denominator::Decided), (2, 2));
}

#[test]
fn what_comes_back_is_found() {
    let received = |id: &str, customer: &str, category: &str, when: &str| {
        Case::new(id).received(customer, category, when).complaint
    };
    let closed = |id: &str| {
        let case = answered(id).then("li", "2026-03-05T10:00:00Z", r#"{"hear": "accepted"}"#);
        case.then("li", "2026-03-05T11:00:00Z", CLOSE).complaint
    };
    let all = [
        closed("B-1"), // K-1, delay, on 2 March
        received("B-2", "K-2", "delay", "2026-03-08T09:00:00Z"),
        received("B-3", "K-3", "delay", "2026-03-09T08:59:59Z"),
        received("B-4", "K-4", "delay", "2026-03-16T08:59:59Z"),
        received("B-5", "K-5", "billing", "2026-03-08T09:00:00Z"),
        received("B-6", "K-1", "delay", "2026-03-30T09:00:00Z"),
    ];
    let as_of = at("2026-04-01T00:00:00Z");
    let ids = |rule: RecurrenceRule| -> Vec<(RecurrenceGround, Vec<String>, u32)> {
        let found = recurrences(&all, rule, as_of);
        found
            .into_iter()
            .map(|one| (one.ground(), one.complaints().iter().map(ToString::to_string).collect(), one.most()))
            .collect()
    };
    let frequent = |ids: &[&str], most| {
        (RecurrenceGround::Frequent, ids.iter().map(ToString::to_string).collect(), most)
    };
    // B-4 came exactly seven days after B-3, which is no longer within seven days.
    assert_eq!(
        ids(RecurrenceRule::new(SameKind::Category, 3, 7).unwrap()),
        [frequent(&["B-1", "B-2", "B-3"], 3)]
    );
    let week_and_day = ids(RecurrenceRule::new(SameKind::Category, 3, 9).unwrap());
    assert_eq!(week_and_day, [frequent(&["B-1", "B-2", "B-3", "B-4"], 3)]);
    let returned = (RecurrenceGround::Returned, vec!["B-1".to_owned(), "B-6".to_owned()], 2);
    assert!(ids(RecurrenceRule::new(SameKind::Category, 5, 30).unwrap()).contains(&returned));
    assert_eq!(ids(RecurrenceRule::new(SameKind::Customer, 2, 7).unwrap()), []);
    assert_eq!(
        recurrences(&all, RecurrenceRule::new(SameKind::Category, 2, 7).unwrap(), at("2026-03-03T00:00:00Z")),
        []
    );
}

#[test]
fn what_comes_back_becomes_a_problem_of_a_cycle() {
    let mut complaints = Vec::new();
    for (id, day) in [("B-1", "2026-03-02"), ("B-2", "2026-03-04"), ("B-3", "2026-03-09")] {
        let (mut case, when) = (Case::new(id), format!("{day}T09:00:00Z"));
        case.attempt("li", &when, receipt(id, "delay", &when)).unwrap();
        complaints.push(case.complaint);
    }
    let rule = RecurrenceRule::new(SameKind::Category, 3, 14).unwrap();
    let now = at("2026-03-10T09:00:00Z");
    let found = recurrences(&complaints, rule, now);
    assert_eq!(
        found[0].text(Language::Chinese),
        "2026-03-02T09:00:00Z 至 2026-03-09T09:00:00Z，时效类投诉 3 件"
    );
    let problem =
        found[0].to_problem("P-1".parse().unwrap(), Severity::Major, now, Language::Chinese).unwrap();
    assert_eq!(problem.evidence.len(), 3);
    let mut cycle = Cycle::new("C-1".parse().unwrap());
    let start = CycleCommand::Start(Start::new("fewer delays".parse().unwrap(), "li".parse().unwrap()));
    for what in [start, CycleCommand::AddProblem(problem)] {
        let decided = cycle.decide(&Command::new("li".parse().unwrap(), what), &GuardPolicy::default(), now);
        for event in decided.unwrap() {
            cycle.apply(&event).unwrap();
        }
    }
    let missing: Vec<_> =
        cycle.missing(&GuardPolicy::default(), now).iter().map(|one| one.guard.code()).collect();
    assert!(!missing.iter().any(|code| code.starts_with("problem")), "{missing:?}");
}

#[test]
fn a_rule_that_finds_everything_or_nothing_is_refused() {
    let told = |at_least, days| RecurrenceRule::new(SameKind::Cause, at_least, days).unwrap_err().to_string();
    assert_eq!(told(1, 7), "rule.at_least is `1`: allowed is 2 or more: one does not come back");
    assert_eq!(told(2, 0), "rule.within_days is `0`: allowed is 1 to 36500");
    let nothing = Alternatives::new(None, None).unwrap_err();
    assert!(matches!(nothing, ImproveError::NotAllowed { .. }));
    assert!(nothing.to_string().starts_with("alternatives is `nothing`: allowed is `internal`"));
}

#[test]
fn figures_are_counts_and_exact_means() {
    let rate =
        |value: u32| format!(r#"{{"rate": {{"rating": {{"value": {value}, "least": 1, "most": 5}}}}}}"#);
    let closed = |id: &str, rating| {
        let case = answered(id).then("li", "2026-03-05T10:00:00Z", r#"{"hear": "accepted"}"#);
        case.then("li", "2026-03-05T11:00:00Z", CLOSE).then("li", "2026-03-06T11:00:00Z", &rate(rating))
    };
    let again = closed("B-3", 2).then("li", "2026-03-07T09:00:00Z", r#"{"reopen": {"reason": "again"}}"#);
    let open = Case::new("B-4").received("K-4", "billing", "2026-03-09T08:00:00Z");
    let all = [closed("B-1", 5), closed("B-2", 4), again, open].map(|case| case.complaint);
    let figures = ComplaintFigures::of(&all, at("2026-03-09T09:00:00Z")).unwrap();
    assert_eq!((figures.received, figures.open, figures.ever_closed, figures.reopened), (4, 2, 3, 1));
    assert_eq!(figures.by_end, BTreeMap::from([(ComplaintEnd::Accepted, 2)]));
    assert_eq!(figures.mean_open_age(), Some(Span::from_minutes((7 * 24 + 1) * 30)));
    assert_eq!(figures.reopened_share(3).unwrap().to_string(), "0.333");
    assert_eq!(figures.handling[0].mean.to_string(), "3.666666667");
}

#[test]
fn receipt_is_refused_from_the_future_and_of_itself() {
    let mut case = Case::new("B-1");
    let future = case
        .attempt("li", "2026-03-02T08:59:59Z", receipt("K-1", "delay", "2026-03-02T09:00:00Z"))
        .unwrap_err();
    assert_eq!(future.codes(), ["received_in_future"]);
    let own = r#"{"receive": {"customer": "K", "channel": "app", "category": "delay", "about": "x",
        "received_at": "2026-03-02T09:00:00Z", "repeats": "B-1"}}"#;
    assert_eq!(case.refused("li", "2026-03-02T09:00:00Z", own), ["repeats_itself"]);
    assert_eq!(case.refused("li", "2026-03-02T09:00:00Z", CLOSE), ["reaction_missing", "not_received"]);
    let mut case = case.received("K-1", "delay", "2026-03-02T09:00:00Z");
    let stale = Command::new("li".parse().unwrap(), command(ACKNOWLEDGE)).after(0);
    let refusal = case.complaint.decide(&stale, &case.rules, at("2026-03-02T10:00:00Z")).unwrap_err();
    assert_eq!(refusal, Refusal::Stale { seen: 0, now: 1 });
    let back = case.attempt("li", "2026-03-02T08:00:00Z", command(ACKNOWLEDGE)).unwrap_err();
    assert!(matches!(back, Refusal::Backwards { .. }));
}

#[test]
fn a_damaged_history_is_refused_and_changes_nothing() {
    let events = answered("B-1").events;
    let id = || -> ComplaintId { "B-1".parse().unwrap() };
    let replay = |events: &[Event], as_of: &str| Complaint::replay(id(), events, at(as_of)).unwrap_err();
    let end = "2026-04-01T00:00:00Z";
    let mut swapped = events.clone();
    swapped.swap(2, 3);
    assert_eq!(replay(&swapped, end), ReplayError::Missing { expected: 3, given: 4 });
    let doubled: Vec<Event> = events.iter().flat_map(|event| [event.clone(), event.clone()]).collect();
    assert_eq!(replay(&doubled, end), ReplayError::Repeated { revision: 1, head: 1 });
    assert!(matches!(replay(&events, "2026-03-03T00:00:00Z"), ReplayError::Future { revision: 5, .. }));
    // An event of the right number that cannot have happened leaves the state as it was.
    let mut complaint = Complaint::replay(id(), &events, at(end)).unwrap();
    let before = complaint.clone();
    let mut again = events[1].clone();
    (again.revision, again.at) = (8, at(end));
    assert_eq!(
        complaint.apply(&again).unwrap_err().to_string(),
        "event 8 cannot have happened: receipt was acknowledged before"
    );
    again.subject = "B-2".parse().unwrap();
    assert!(matches!(complaint.apply(&again), Err(ReplayError::OtherSubject { .. })));
    assert_eq!(complaint, before);
}

const ACCEPTED: &str = r#"{"hear": "accepted"}"#;
const REJECTED: &str = r#"{"hear": "rejected"}"#;
const SILENT: &str = r#"{"hear": "no_answer"}"#;
const REOPEN: &str = r#"{"reopen": {"reason": "It happened again."}}"#;
const WITHDRAW: &str = r#"{"withdraw": {"evidence": "a call"}}"#;

#[test]
fn silence_ends_nothing_that_was_answered_nor_what_had_no_day() {
    let mut case = answered("B-1").then("li", "2026-03-05T10:00:00Z", REJECTED);
    assert_eq!(case.refused("li", "2026-03-21T10:00:00Z", SILENT), ["already_heard"]);
    // A customer may change their mind.
    let case = case.then("li", "2026-03-21T10:00:00Z", ACCEPTED).then("li", "2026-03-21T10:00:00Z", CLOSE);
    assert_eq!(case.complaint.closing().unwrap().end, ComplaintEnd::Accepted);

    let decided = Case::new("B-2").without(ComplaintGuard::InvestigationMissing);
    let decided = decided.received("K-1", "delay", "2026-03-02T09:00:00Z").then(
        "li",
        "2026-03-02T09:00:00Z",
        ACKNOWLEDGE,
    );
    let decided =
        decided.then("li", "2026-03-02T09:00:00Z", ASSESS).then("li", "2026-03-02T09:00:00Z", CONTAIN);
    let mut decided = decided.then("li", "2026-03-02T09:00:00Z", RESPOND);
    let yesterday = r#"{"communicate": {"channel": "phone", "answer_until": "2026-03-01"}}"#;
    assert_eq!(decided.refused("li", "2026-03-02T09:00:00Z", yesterday), ["answer_day_past"]);
    let mut told = decided.then("li", "2026-03-02T09:00:00Z", r#"{"communicate": {"channel": "phone"}}"#);
    assert_eq!(told.refused("li", "2027-03-02T09:00:00Z", SILENT), ["answer_day_missing"]);
}

#[test]
fn nobody_takes_themselves_off_a_complaint_or_ends_it() {
    let case = Case::new("B-1").received("K-1", "conduct", "2026-03-02T09:00:00Z");
    let named = ASSESS.replace(r#""needed""#, r#""needed", "concerned": ["zhao"]"#);
    let mut case = case.then("li", "2026-03-02T10:00:00Z", &named).then("li", "2026-03-02T11:00:00Z", ASSESS);
    let concerned: Vec<_> = case.complaint.concerned().iter().map(ToString::to_string).collect();
    assert_eq!(concerned, ["wu.lei", "zhao"]);
    for json in [ASSESS, WITHDRAW, r#"{"rate": {"rating": {"value": 5, "least": 1, "most": 5}}}"#] {
        assert!(case.refused("zhao", "2026-03-02T12:00:00Z", json).contains(&"actor_concerned"), "{json}");
    }
    let refusal = case.attempt("zhao", "2026-03-02T12:00:00Z", command(WITHDRAW)).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "refused: actor_concerned: who is complained about judges it, speaks for the customer or ends it (`withdraw`, `zhao`)"
    );
    let mut answered = answered("B-2");
    assert_eq!(answered.refused("wu.lei", "2026-03-05T10:00:00Z", ACCEPTED), ["actor_concerned"]);
    assert_eq!(
        answered.refused("wu.lei", "2026-03-05T10:00:00Z", r#"{"assign": {"owner": "wu.lei"}}"#),
        ["owner_concerned"]
    );
    let mut heard = answered.then("li", "2026-03-05T10:00:00Z", ACCEPTED);
    assert_eq!(heard.refused("wu.lei", "2026-03-05T10:00:00Z", CLOSE), ["actor_concerned"]);
}

#[test]
fn only_an_action_after_it_was_asked_for_contains() {
    let calm = ASSESS.replace("possible", "none").replace(r#""needed""#, r#""not_needed""#);
    let case = Case::new("B-1").received("K-1", "safety", "2026-03-02T09:00:00Z");
    let case =
        case.then("li", "2026-03-02T10:00:00Z", ACKNOWLEDGE).then("li", "2026-03-02T10:00:00Z", CONTAIN);
    let case = case.then("li", "2026-03-02T10:00:00Z", &calm).then("li", "2026-03-02T10:00:00Z", INVESTIGATE);
    let case = case.then("li", "2026-03-02T10:00:00Z", RESPOND);
    // Found to be dangerous after the decision, and after the telling.
    let mut late = case.clone().then("li", "2026-03-02T11:00:00Z", ASSESS);
    assert_eq!(late.complaint.next(), Some(ComplaintTask::Contain));
    assert_eq!(late.refused("li", "2026-03-02T11:00:00Z", TELL), ["containment_missing"]);
    let later = case.then("li", "2026-03-02T11:00:00Z", TELL).then("li", "2026-03-02T12:00:00Z", ASSESS);
    let mut later = later.then("li", "2026-03-02T12:00:00Z", ACCEPTED);
    assert_eq!(later.complaint.next(), Some(ComplaintTask::Contain));
    assert_eq!(later.refused("li", "2026-03-02T12:00:00Z", CLOSE), ["containment_missing"]);
    assert_eq!(verdict(&later, "contain", "2026-03-02T13:00:00Z"), Verdict::Running);
    let case = later.then("li", "2026-03-02T14:00:00Z", CONTAIN);
    assert_eq!(
        verdict(&case, "contain", "2026-03-02T15:00:00Z"),
        Verdict::Met { at: at("2026-03-02T14:00:00Z") }
    );
    // Once more at the same risk asks nothing new; harm does.
    let case = case.then("li", "2026-03-02T15:00:00Z", ASSESS);
    assert_eq!(case.complaint.next(), Some(ComplaintTask::Close));
    let case = case.then("li", "2026-03-02T15:00:00Z", &ASSESS.replace("possible", "harm"));
    assert_eq!(case.complaint.next(), Some(ComplaintTask::Contain));
}

#[test]
fn harm_is_critical_and_doing_nothing_about_it_has_a_reason() {
    let mut case = Case::new("B-1").received("K-1", "safety", "2026-03-02T09:00:00Z");
    let mild = ASSESS.replace("critical", "minor").replace(r#""needed""#, r#""not_needed""#);
    assert_eq!(
        case.refused("li", "2026-03-02T10:00:00Z", &mild),
        ["severity_below_safety", "no_action_reason_missing"]
    );
    let reasoned = ASSESS.replace(r#""needed""#, r#""not_needed", "no_action_because": "The site is shut.""#);
    assert!(case.attempt("li", "2026-03-02T10:00:00Z", command(&reasoned)).is_ok());
}

#[test]
fn a_withdrawal_and_a_reopening_do_not_end_the_acknowledgement() {
    let case = Case::new("B-1").received("K-1", "delay", "2026-03-02T09:00:00Z");
    let case = case.then("li", "2026-03-02T16:00:00Z", WITHDRAW);
    assert_eq!(
        verdict(&case, "acknowledge", "2026-03-03T09:00:00Z"),
        Verdict::Cancelled { at: at("2026-03-02T16:00:00Z") }
    );
    let case = case.then("li", "2026-03-02T16:00:00Z", REOPEN);
    assert_eq!(verdict(&case, "acknowledge", "2026-03-03T09:00:00Z"), Verdict::Running);
    assert!(matches!(verdict(&case, "acknowledge", "2026-03-20T09:00:00Z"), Verdict::Breached { .. }));
    assert_eq!(due(&case, "2026-03-20T09:00:00Z").urgency, Urgency::Overdue);
}

#[test]
fn a_question_is_no_acknowledgement_and_is_not_awaited_for_ever() {
    let asked = r#"{"ask_customer": {"question": "Which line?", "answer_until": "2026-03-10"}}"#;
    let mut case = Case::new("B-1").received("K-1", "delay", "2026-03-02T09:00:00Z");
    assert_eq!(case.refused("li", "2026-03-11T10:00:00Z", asked), ["answer_day_past"]);
    let case = case.then("li", "2026-03-02T10:00:00Z", asked);
    assert_eq!(case.complaint.next(), Some(ComplaintTask::Acknowledge));
    assert_eq!(verdict(&case, "acknowledge", "2026-03-02T11:00:00Z"), Verdict::Running);
    let case =
        case.then("li", "2026-03-02T11:00:00Z", ACKNOWLEDGE).then("li", "2026-03-02T11:00:00Z", ASSESS);
    let case = case.then("li", "2026-03-02T12:00:00Z", CONTAIN);
    assert_eq!(case.complaint.next(), Some(ComplaintTask::AwaitCustomer));
    let (before, after) = (due(&case, "2026-03-10T23:59:59Z"), due(&case, "2026-03-11T00:00:00Z"));
    assert_eq!((before.by, before.urgency), (Some(DueBy::Question), Urgency::Due));
    assert_eq!((after.by, after.urgency), (Some(DueBy::Question), Urgency::Overdue));
}

#[test]
fn a_rejection_begins_the_answer_anew_and_lets_the_clocks_stand_still() {
    let case = answered("B-1").then("li", "2026-03-05T10:00:00Z", REJECTED);
    assert_eq!(verdict(&case, "respond", "2026-03-05T11:00:00Z"), Verdict::Running);
    let asked =
        case.clone().then("li", "2026-03-05T12:00:00Z", r#"{"ask_customer": {"question": "Which line?"}}"#);
    for objective in ["respond", "close"] {
        assert_eq!(verdict(&asked, objective, "2026-06-05T11:00:00Z"), Verdict::Paused);
    }
    let offered = r#"{"offer_alternatives": {"external": "the ombudsman"}}"#;
    let case = case.then("li", "2026-03-05T12:00:00Z", offered);
    assert_eq!(
        verdict(&case, "respond", "2026-03-06T11:00:00Z"),
        Verdict::Met { at: at("2026-03-05T12:00:00Z") }
    );
    let asked = case.then("li", "2026-03-05T13:00:00Z", r#"{"ask_customer": {"question": "Which line?"}}"#);
    assert_eq!(verdict(&asked, "close", "2026-06-05T11:00:00Z"), Verdict::Paused);
    assert_eq!(asked.complaint.to_ticket().unwrap().anomalies(), []);
}

#[test]
fn a_silent_customer_is_in_the_due_list() {
    let mut case = Case::new("B-1");
    case.events = answered("B-1").events;
    case.complaint =
        Complaint::replay("B-1".parse().unwrap(), &case.events, at("2026-03-05T00:00:00Z")).unwrap();
    let none = Policy::new(
        "all".parse().unwrap(),
        vec![
            acknowledge_within("acknowledge".parse().unwrap(), Budget::Elapsed(Span::from_hours(8))).unwrap(),
        ],
    );
    let ids = ("complaints".parse().unwrap(), "1".parse().unwrap(), "always".parse().unwrap());
    let agreement = Agreement::new(ids.0, ids.1, ids.2, vec![none.unwrap()]).unwrap();
    let always = Calendar::always(Zone::utc())
        .compile(at("2026-01-01T00:00:00Z")..at("2027-01-01T00:00:00Z"))
        .unwrap();
    let engine = agreement
        .engine(&BTreeMap::from([("always".parse::<CalendarId>().unwrap(), Arc::new(always))]))
        .unwrap();
    let zone = "+08:00".parse().unwrap();
    let listed = complaints_due([&case.complaint], &engine, zone, at("2026-03-20T16:00:00Z")).unwrap();
    assert_eq!(
        listed[0].text(Language::Chinese),
        "B-1（时效，K-1）：听取客户意见，自 2026-03-04T12:00:00Z 起；逾期，期限 2026-03-20T16:00:00Z（客户答复决定的期限）"
    );
}

#[test]
fn figures_and_lists_are_as_of_their_instant() {
    let case = answered("B-1").then("li", "2026-03-05T10:00:00Z", ACCEPTED);
    let closed = case.clone().then("li", "2026-04-02T11:00:00Z", CLOSE);
    let end = at("2026-03-31T00:00:00Z");
    let error = ComplaintFigures::of([&closed.complaint], end).unwrap_err();
    assert_eq!(
        error.to_string(),
        "complaints[`B-1`].last_event is `2026-04-02T11:00:00Z`: allowed is 2026-03-31T00:00:00Z or before: \
         replay its events until then (`Complaint::replay_until`)"
    );
    assert_eq!(complaints_due([&closed.complaint], &engine(), Zone::utc(), end).unwrap_err(), error);
    let then = Complaint::replay_until("B-1".parse().unwrap(), &closed.events, end).unwrap();
    assert_eq!(then, case.complaint);
    assert_eq!(ComplaintFigures::of([&then], end).unwrap().open, 1);
    // The newest state counts, in any order.
    let now = at("2026-04-03T00:00:00Z");
    for both in [[&closed.complaint, &then], [&then, &closed.complaint]] {
        assert_eq!(ComplaintFigures::of(both, now).unwrap().ever_closed, 1);
        assert_eq!(complaints_due(both, &engine(), Zone::utc(), now).unwrap(), []);
        let kept = complaint_attainment(both, &engine(), now)
            .of(&"close".parse().unwrap())
            .ratio(Denominator::Decided);
        assert_eq!(kept.1, 1);
    }
}

#[test]
fn nothing_that_was_is_lost() {
    let rate = r#"{"rate": {"rating": {"value": 2, "least": 1, "most": 5}, "response": "A-777"}}"#;
    let case = answered("B-1").then("li", "2026-03-05T10:00:00Z", REJECTED).then(
        "chen",
        "2026-03-05T11:00:00Z",
        REMEDY,
    );
    let case = case.then("chen", "2026-03-05T12:00:00Z", TELL).without(ComplaintGuard::ReactionMissing);
    let case = case.without(ComplaintGuard::RemedyUndone).then("li", "2026-03-05T13:00:00Z", CLOSE);
    let case = case.then("li", "2026-03-06T13:00:00Z", rate);
    let case = case.then("li", "2026-03-07T13:00:00Z", &rate.replace("A-777", "A-778"));
    let case = case.then("li", "2026-03-08T13:00:00Z", REOPEN);
    let complaint = &case.complaint;
    assert_eq!(complaint.ratings()[0].what.response, Some("A-777".parse().unwrap()));
    assert_eq!(complaint.rating().unwrap().what.response, Some("A-778".parse().unwrap()));
    let [first, second] = complaint.earlier() else { panic!("{:?}", complaint.earlier()) };
    assert!(first.is_rejected() && first.communication.is_some());
    assert_eq!((second.remedy().unwrap().owner.as_str(), second.reaction.is_none()), ("chen", true));
    let waived: Vec<_> = complaint.waived().iter().map(|one| (one.revision, one.waived.guard())).collect();
    assert_eq!(waived, [(11, ComplaintGuard::ReactionMissing), (11, ComplaintGuard::RemedyUndone)]);
    // What it was caused by is still seen once it is open again.
    let other = answered("B-2").complaint;
    let rule = RecurrenceRule::new(SameKind::Cause, 2, 30).unwrap();
    let found = recurrences([complaint, &other], rule, at("2026-04-01T00:00:00Z"));
    assert_eq!((found.len(), found[0].cause().unwrap().as_str()), (1, "no-overflow"));
}

#[test]
fn what_is_named_as_repeated_belongs_to_it_and_strangers_do_not() {
    let rule = RecurrenceRule::new(SameKind::Category, 99, 30).unwrap();
    let end = at("2026-04-01T00:00:00Z");
    let closed = |id: &str| {
        let case = answered(id).then("li", "2026-03-05T10:00:00Z", ACCEPTED);
        case.then("li", "2026-03-05T11:00:00Z", CLOSE).complaint
    };
    let later = |id: &str, json: &str| {
        let mut case = Case::new(id);
        let rest = r#""channel": "web", "about": "x", "received_at": "2026-03-06T09:00:00Z""#;
        case.attempt("li", "2026-03-06T09:00:00Z", command(&format!(r#"{{"receive": {{{json}, {rest}}}}}"#)))
            .unwrap();
        case.complaint
    };
    let repeats = later("B-2", r#""customer": "K-9", "category": "complaint_handling", "repeats": "B-1""#);
    let found = recurrences([&repeats, &closed("B-1")], rule, end);
    assert_eq!(
        found[0].text(Language::English),
        "2 complaints of B-1 from 2026-03-02T09:00:00Z to 2026-03-06T09:00:00Z: the same came back"
    );
    let nobody = [later("B-3", r#""category": "delay""#), later("B-4", r#""category": "delay""#)];
    assert_eq!(recurrences(&nobody, RecurrenceRule::new(SameKind::Customer, 2, 30).unwrap(), end), []);
    assert_eq!(recurrences([&closed("B-1"), &nobody[0]], rule, end), []);
    // Who returns after two closings joins both.
    let again = later("B-5", r#""customer": "K-1", "category": "delay""#);
    assert_eq!(recurrences([&closed("B-1"), &closed("B-0"), &again], rule, end)[0].complaints().len(), 3);
}

#[test]
fn a_recurrence_of_nothing_is_refused() {
    let told = |ids: &str, most: u32, first: &str| {
        let json = format!(
            r#"{{"ground": "frequent", "category": "delay", "complaints": [{ids}], "most": {most},
            "first": "{first}", "last": "2026-03-02T09:00:00Z"}}"#
        );
        serde_json::from_str::<ComplaintRecurrence>(&json).map_err(|error| error.to_string())
    };
    let day = "2026-03-02T09:00:00Z";
    assert!(told("", 1, day).unwrap_err().starts_with("recurrence.complaints is `0`: allowed is 2 or more"));
    assert!(
        told(r#""B-1", "B-2""#, 9, day).unwrap_err().starts_with("recurrence.most is `9`: allowed is 1 to 2")
    );
    assert!(
        told(r#""B-1", "B-2""#, 2, "2026-03-03T09:00:00Z").unwrap_err().starts_with("recurrence.last is")
    );
    assert!(told(r#""B-1", "B-2""#, 2, day).is_ok());
}

#[test]
fn a_forged_closing_is_not_replayed() {
    let case = answered("B-1");
    let close = |waived: &str| -> Event {
        let json = format!(
            r#"{{"format": 1, "subject": "B-1", "revision": 8, "at": "2026-03-05T09:00:00Z", "by": "li",
            "what": {{"done": {{"close": {{}}}}, "waived": [{waived}]}}}}"#
        );
        serde_json::from_str(&json).unwrap()
    };
    let mut complaint = case.complaint.clone();
    assert_eq!(
        complaint.apply(&close("")).unwrap_err().to_string(),
        "event 8 cannot have happened: reaction_missing: the customer was not heard on the decision, and nobody let that pass"
    );
    assert_eq!(complaint, case.complaint);
    let let_pass = r#"{"violation": {"guard": "reaction_missing"}, "reason": "a pilot", "by": "boss"}"#;
    assert!(complaint.apply(&close(let_pass)).is_ok());
}

#[test]
fn a_receipt_of_another_age_is_asked_about() {
    let mut case = Case::new("B-1");
    let old = |year: &str| receipt("K-1", "delay", &format!("{year}-03-02T09:00:00Z"));
    assert_eq!(
        case.attempt("li", "2026-03-02T09:00:00Z", old("0001")).unwrap_err().codes(),
        ["received_long_ago"]
    );
    assert!(case.attempt("li", "2026-03-02T09:00:00Z", old("2016")).is_ok());
}

#[test]
fn a_promised_remedy_is_carried_out_before_the_end() {
    let done = r#"{"remedy_done": {"on": "2026-03-14", "evidence": "transfer 4711"}}"#;
    let mut case = answered("B-1");
    assert_eq!(
        case.refused("chen", "2026-03-05T09:00:00Z", done),
        ["remedy_done_in_future", "remedy_not_promised"]
    );
    let case = case.then("li", "2026-03-05T10:00:00Z", REJECTED).then("chen", "2026-03-05T11:00:00Z", REMEDY);
    let case = case.then("chen", "2026-03-05T12:00:00Z", TELL);
    let mut case = case.then("li", "2026-03-05T13:00:00Z", ACCEPTED);
    assert_eq!(case.complaint.next(), Some(ComplaintTask::CarryOutRemedy));
    assert_eq!(case.refused("li", "2026-03-05T14:00:00Z", CLOSE), ["remedy_undone"]);
    let listed = due(&case, "2026-03-14T00:00:00Z");
    assert!(listed.next == ComplaintTask::CarryOutRemedy && listed.urgency == Urgency::Overdue);
    let mut case = case.then("chen", "2026-03-14T09:00:00Z", done);
    assert_eq!(case.refused("chen", "2026-03-14T09:00:00Z", done), ["remedy_already_done"]);
    let case = case.then("li", "2026-03-14T10:00:00Z", CLOSE);
    assert_eq!(case.complaint.round().remedied.as_ref().unwrap().what.evidence.as_str(), "transfer 4711");
}

#[test]
fn a_complaint_has_an_owner_and_its_right_category() {
    let case = Case::new("B-1").received("K-1", "delay", "2026-03-02T09:00:00Z");
    let case = case.then("li", "2026-03-02T10:00:00Z", r#"{"assign": {"owner": "chen"}}"#);
    let corrected =
        r#"{"correct": {"category": "billing", "key": "line-2", "reason": "It is about the fee."}}"#;
    let case = case.then("li", "2026-03-02T10:00:00Z", corrected);
    let complaint = &case.complaint;
    assert_eq!(complaint.receipt().unwrap().what.category, ComplaintCategory::Delay);
    assert_eq!(
        (complaint.category().unwrap(), complaint.key().unwrap().as_str()),
        (&ComplaintCategory::Billing, "line-2")
    );
    assert_eq!(complaint.corrections()[0].by.as_str(), "li");
    let listed = due(&case, "2026-03-02T11:00:00Z").to_string();
    assert!(listed.starts_with("B-1 (billing, K-1, owner chen): acknowledge"), "{listed}");
    assert!(
        ComplaintFigures::of([complaint], at("2026-03-02T11:00:00Z"))
            .unwrap()
            .by_category
            .contains_key(&ComplaintCategory::Billing)
    );
}

fn any_command() -> impl Strategy<Value = ComplaintCommand> {
    let fixed = [
        ACKNOWLEDGE,
        ASSESS,
        CONTAIN,
        INVESTIGATE,
        RESPOND,
        REMEDY,
        TELL,
        CLOSE,
        r#"{"remedy_done": {"on": "2026-03-02", "evidence": "e"}}"#,
        r#"{"assign": {"owner": "li"}}"#,
        r#"{"correct": {"category": "billing", "reason": "r"}}"#,
        r#"{"ask_customer": {"question": "q"}}"#,
        r#""resume_work""#,
        r#"{"hear": "accepted"}"#,
        r#"{"hear": "rejected"}"#,
        r#"{"hear": "no_answer"}"#,
        r#"{"offer_alternatives": {"internal": "the head"}}"#,
        r#"{"withdraw": {"evidence": "e"}}"#,
        r#"{"reopen": {"reason": "r"}}"#,
        r#"{"rate": {"rating": {"value": 4, "least": 1, "most": 5}}}"#,
    ];
    let mut all: Vec<_> = fixed.iter().map(|json| command(json)).collect();
    all.push(receipt("K-1", "delay", "2026-03-01T09:00:00Z"));
    prop::sample::select(all)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is tried, with whatever guards off: closed means answered or withdrawn, the due list is what is open, replay is
    /// the same, the ticket tells a possible history.
    #[test]
    fn every_complaint_ends_answered(
        tries in prop::collection::vec((any_command(), 0..3_usize, 0..72_i32), 1..60),
        off in prop::sample::subsequence(ComplaintGuard::ALL.to_vec(), 0..8),
        skip in any::<bool>(),
    ) {
        let mut case = Case::new("B-1");
        if !skip {
            case = case.received("K-1", "delay", "2026-03-02T09:00:00Z");
        }
        for guard in off.into_iter().filter(|guard| guard.can_be_switched_off()) {
            case = case.without(guard);
        }
        let engine = engine();
        let mut now = at("2026-03-02T09:00:00Z");
        for (what, by, hours) in tries {
            now = now.checked_add(Span::from_hours(hours)).unwrap();
            let before = case.complaint.clone();
            let refused = case.attempt(["li", "chen", "wu.lei"][by], &now.to_string(), what).is_err();
            prop_assert!(!refused || case.complaint == before);
            let complaint = &case.complaint;
            if let Some(closing) = complaint.closing() {
                prop_assert!(closing.end == ComplaintEnd::Withdrawn || complaint.communication().is_some());
            }
            let listed: BTreeSet<_> = complaints_due([complaint], &engine, Zone::utc(), now).unwrap().into_iter().map(|due| due.complaint).collect();
            prop_assert_eq!(listed.len(), usize::from(complaint.is_open()));
            prop_assert_eq!(complaint.is_open(), complaint.next().is_some() && complaint.since().is_some());
            if let Some(ticket) = complaint.to_ticket() {
                prop_assert_eq!(ticket.anomalies(), &[]);
            }
        }
        let stored: Vec<Event> = serde_json::from_str(&serde_json::to_string(&case.events).unwrap()).unwrap();
        prop_assert_eq!(Complaint::replay("B-1".parse().unwrap(), &stored, now).unwrap(), case.complaint);
    }

    /// The sliding window finds what looking at every window finds.
    #[test]
    fn every_full_window_is_in_a_recurrence(hours in prop::collection::vec(0..2_000_i32, 0..14), at_least in 2..5_u32, days in 1..20_u32) {
        let start = at("2026-01-01T00:00:00Z");
        let complaints: Vec<_> = hours.iter().enumerate().map(|(number, hour)| {
            let when = start.checked_add(Span::from_hours(*hour)).unwrap().to_string();
            Case::new(&format!("B-{number:02}")).received(&format!("K-{number}"), "delay", &when).complaint
        }).collect();
        let rule = RecurrenceRule::new(SameKind::Category, at_least, days).unwrap();
        let found = recurrences(&complaints, rule, at("2027-01-01T00:00:00Z"));
        let received = |complaint: &Complaint| complaint.receipt().unwrap().what.received_at;
        let mut full = BTreeSet::new();
        for first in &complaints {
            let end = received(first).checked_add(Span::from_hours(24 * i32::try_from(days).unwrap())).unwrap();
            let window: Vec<_> = complaints.iter().filter(|one| (received(first)..end).contains(&received(one))).collect();
            if window.len() >= usize::try_from(at_least).unwrap() {
                full.extend(window.into_iter().map(|one| one.id().clone()));
            }
        }
        let listed: Vec<_> = found.iter().flat_map(|one| one.complaints().to_vec()).collect();
        prop_assert_eq!(listed.len(), full.len());
        prop_assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), full);
    }
}
