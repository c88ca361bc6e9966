//! What is kept, counted and replayed.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use service_quality::improve::complaint::{
    Complaint, ComplaintCommand, ComplaintEnd, ComplaintFigures, ComplaintGuard, ComplaintTask,
    RecurrenceRule, SameKind, complaint_attainment, complaints_due, recurrences,
};
use service_quality::improve::history::{Guard, ReplayError};
use service_quality::quantity::{ComplaintId, Span, Zone};
use service_quality::sla::{Denominator, Verdict};

use super::{
    ACCEPTED, ACKNOWLEDGE, ASSESS, CLOSE, CONTAIN, Case, Event, INVESTIGATE, REJECTED, REMEDY, REOPEN,
    RESPOND, TELL, answered, at, command, engine, receipt,
};

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
}
