//! Each step, and what stands against it.

use service_quality::improve::complaint::{
    ComplaintCategory, ComplaintCommand, ComplaintEnd, ComplaintFigures, ComplaintGuard, ComplaintState,
    ComplaintTask, Urgency,
};
use service_quality::improve::history::{Command, Refusal};
use service_quality::sla::Verdict;

use super::{
    ACCEPTED, ACKNOWLEDGE, ASSESS, CLOSE, CONTAIN, Case, INVESTIGATE, REJECTED, REMEDY, RESPOND, Rules,
    SILENT, TELL, WITHDRAW, answered, at, command, due, receipt, verdict,
};

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
