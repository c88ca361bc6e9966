//! Promises, clocks and the list of what is due.

use std::collections::BTreeMap;
use std::sync::Arc;

use service_quality::calendar::Calendar;
use service_quality::improve::complaint::{
    Complaint, ComplaintEnd, ComplaintTask, DueBy, Urgency, acknowledge_within, complaint_attainment,
    complaints_due,
};
use service_quality::quantity::{CalendarId, Language, Span, Zone};
use service_quality::sla::{Agreement, Budget, Denominator, Policy, Verdict};

use super::{
    ACKNOWLEDGE, ASSESS, CLOSE, CONTAIN, Case, REJECTED, REOPEN, WITHDRAW, answered, at, due, engine, verdict,
};

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
