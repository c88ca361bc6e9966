//! Tickets as the public API shows them: ordering, impossible histories, views, conditions, imports.

#![cfg(test)]

use service_quality::quantity::{Span, Timestamp};
use service_quality::ticket::{
    AnomalyKind, AnomalyPolicy, Condition, Derived, Event, EventKind, Fact, Facts, Intake, Milestone,
    OrderPolicy, Rating, Ticket, TicketBuilder, TicketError, Treatment, ValueRef,
};

fn at(minute: i64) -> Timestamp {
    Timestamp::from_seconds(1_772_442_000 + minute * 60).unwrap()
}

fn ticket(events: &[(i64, EventKind)]) -> TicketBuilder {
    let events = events.iter().map(|(minute, kind)| Event { at: at(*minute), kind: kind.clone() });
    Ticket::builder("T-1".parse().unwrap()).events(events)
}

#[track_caller]
fn impossible(events: &[(i64, EventKind)], index: usize, kind: AnomalyKind) {
    match ticket(events).build() {
        Err(TicketError::Impossible { index: found, kind: why, .. }) => {
            assert_eq!((found, why), (index, kind));
        }
        other => panic!("{other:?}"),
    }
    let aside = ticket(events).anomalies(AnomalyPolicy::SetAside).build().unwrap();
    assert_eq!(aside.events().len() + aside.anomalies().len(), events.len(), "no event is lost");
    assert_eq!(aside.anomalies()[0].kind, kind);
    assert_eq!(aside.anomalies()[0].event.kind, events[index].1);
}

use EventKind::{Closed, Created, Paused, Reopened, Resolved, Resumed};

#[test]
fn impossible_histories_are_named() {
    impossible(&[(0, Created), (1, Created)], 1, AnomalyKind::CreatedTwice);
    impossible(&[(0, Created), (1, Resumed)], 1, AnomalyKind::ResumedWithoutPause);
    impossible(&[(0, Created), (1, Paused), (2, Paused)], 2, AnomalyKind::PausedTwice);
    impossible(&[(0, Created), (1, Resolved), (2, Resolved)], 2, AnomalyKind::ResolvedTwice);
    impossible(&[(0, Created), (1, Closed), (2, Closed)], 2, AnomalyKind::ClosedTwice);
    impossible(&[(0, Created), (1, Reopened)], 1, AnomalyKind::ReopenedWhileOpen);
    impossible(&[(0, Created), (1, Closed), (2, Paused)], 2, AnomalyKind::AfterEnd);
    impossible(&[(0, Created), (1, Closed), (2, Resolved)], 2, AnomalyKind::AfterEnd);
    impossible(&[(0, Resolved), (1, Created)], 0, AnomalyKind::BeforeCreation);
    impossible(&[(0, Resolved), (1, Created), (2, Resumed)], 0, AnomalyKind::BeforeCreation);
}

#[test]
fn what_follows_the_end_of_a_record_and_is_possible() {
    let status = EventKind::StatusChanged { to: "closed".parse().unwrap() };
    let rating = EventKind::Rated { rating: Rating::new(5.into(), 1.into(), 5.into()).unwrap() };
    let history = [
        (0, Created),
        (5, Resolved),
        (5, Closed),
        (5, status), // the host writes the status after the closing, in the same second
        (6, EventKind::CustomerMessage),
        (7, rating),
        (8, EventKind::Complaint),
        (9, EventKind::FollowUp),
        (10, Reopened),
        (11, Paused),
        (12, Closed), // ends the pause
        (13, Reopened),
        (14, Paused),
    ];
    let ticket = ticket(&history).build().unwrap();
    assert_eq!(ticket.at(at(20)).fact(&Fact::Derived(Derived::Reopens)), Some(ValueRef::Number(2.into())));
}

/// Whatever a host writes beside the closing, at its very instant, it may write before it or after it.
#[test]
fn at_the_instant_of_closing_order_says_nothing() {
    let assigned = EventKind::Assigned { agent: Some("kim".parse().unwrap()), group: None };
    let status = EventKind::StatusChanged { to: "closed".parse().unwrap() };
    let before: [&[(i64, EventKind)]; 4] =
        [&[], &[(1, Paused)], &[(1, Resolved)], &[(1, Paused), (2, Resumed), (3, Resolved)]];
    for before in before {
        for beside in [&assigned, &status, &Paused, &Resumed, &Resolved] {
            let history = |last: [&EventKind; 2]| {
                let last = last.map(|kind| (5, kind.clone()));
                ticket(&[&[(0, Created)], before, &last[..]].concat()).build()
            };
            let why = |built: Result<Ticket, TicketError>| match built {
                Ok(_) => None,
                Err(TicketError::Impossible { kind, .. }) => Some(kind),
                Err(other) => panic!("{other}"),
            };
            let (first, last) = (why(history([beside, &Closed])), why(history([&Closed, beside])));
            assert_eq!(first, last, "{beside} after {before:?}");
            let possible = match beside {
                Paused => !before.ends_with(&[(1, Paused)]),
                Resumed => before.ends_with(&[(1, Paused)]),
                Resolved => !before.iter().any(|(_, kind)| *kind == Resolved),
                _ => true,
            };
            assert_eq!(last.is_none(), possible, "{beside} after {before:?}");
        }
    }
    // An instant later it does.
    for late in [assigned, status, Paused, Resumed, Resolved] {
        impossible(&[(0, Created), (1, Paused), (2, Closed), (3, late)], 3, AnomalyKind::AfterEnd);
    }
}

#[test]
fn order_is_refused_or_mended_and_stable_within_an_instant() {
    let unordered = [(3, Closed), (0, Created), (2, EventKind::Complaint), (2, EventKind::FollowUp)];
    assert!(matches!(ticket(&unordered).build(), Err(TicketError::OutOfOrder { index: 1, .. })));
    let sorted = ticket(&unordered).order(OrderPolicy::Sort).build().unwrap();
    let kinds: Vec<_> = sorted.events().iter().map(|event| event.kind.clone()).collect();
    assert_eq!(kinds, [Created, EventKind::Complaint, EventKind::FollowUp, Closed]);
    // A row of the creation's own instant may stand before it.
    let same = ticket(&[(0, EventKind::CustomerMessage), (0, Created)]).build().unwrap();
    assert_eq!(same.events()[0].kind, Created);
}

#[test]
fn dirty_rows_are_corrected_visibly() {
    let dirty = [(0, Created), (-30, Resolved), (-20, EventKind::CustomerMessage), (1, Resumed)];
    let built = ticket(&dirty).order(OrderPolicy::Sort).anomalies(AnomalyPolicy::Correct).build().unwrap();
    assert_eq!(built.at(at(5)).milestone(Milestone::Finished), Some(at(0)));
    let treatments: Vec<_> =
        built.anomalies().iter().map(|anomaly| (anomaly.event.at, anomaly.treatment)).collect();
    let expected = [
        (at(-30), Treatment::MovedToCreation),
        (at(-20), Treatment::MovedToCreation),
        (at(1), Treatment::SetAside),
    ];
    assert_eq!(treatments, expected);
    let json = serde_json::to_string(&built).unwrap();
    assert_eq!(serde_json::from_str::<Ticket>(&json).unwrap(), built);
}

#[test]
fn stored_anomalies_are_those_of_the_history() {
    #[track_caller]
    fn refused(built: Result<Ticket, String>, expected: &str) {
        let error = built.unwrap_err();
        assert!(error.starts_with(expected), "{error}");
    }

    let event = |hour: u32, kind: &str| format!(r#"{{"at":"2026-03-02T{hour:02}:00:00Z","kind":"{kind}"}}"#);
    let anomaly = |kind: &str, hour: u32, treatment: &str| {
        format!(r#"{{"kind":"{kind}","event":{},"treatment":"{treatment}"}}"#, event(hour, "complaint"))
    };
    let read = |complaints: &[u32], anomalies: &[String]| {
        let complaints = complaints.iter().map(|hour| event(*hour, "complaint"));
        let events: Vec<_> = [event(9, "created")].into_iter().chain(complaints).collect();
        let json = format!(
            r#"{{"id":"T-1","events":[{}],"anomalies":[{}]}}"#,
            events.join(","),
            anomalies.join(",")
        );
        serde_json::from_str::<Ticket>(&json).map_err(|error| error.to_string())
    };
    let (aside, moved) = ("set_aside", "moved_to_creation");
    let good: [(&[u32], Vec<String>); 4] = [
        (&[], vec![anomaly("after_end", 10, aside), anomaly("before_creation", 8, aside)]),
        (&[9], vec![anomaly("before_creation", 8, moved), anomaly("before_creation", 7, aside)]),
        (&[9, 9], vec![anomaly("before_creation", 8, moved), anomaly("before_creation", 7, moved)]),
        (&[9], vec![]),
    ];
    for (complaints, anomalies) in good {
        assert!(read(complaints, &anomalies).is_ok(), "{anomalies:?}");
    }
    let no_such = "it was moved there, where the history has no such event; add it there, or give treatment `set_aside`";
    refused(
        read(&[9], &[anomaly("after_end", 10, aside), anomaly("after_end", 10, moved)]),
        "ticket `T-1`: anomaly 1 (complaint at 2026-03-02T10:00:00Z) contradicts the creation: only what is \
         `before_creation` is moved there; give treatment `set_aside`",
    );
    refused(
        read(&[9], &[anomaly("before_creation", 9, aside)]),
        "ticket `T-1`: anomaly 0 (complaint at 2026-03-02T09:00:00Z) contradicts the creation: it is not dated \
         before it; give the kind that fits",
    );
    refused(
        read(&[10], &[anomaly("before_creation", 8, moved)]),
        &format!(
            "ticket `T-1`: anomaly 0 (complaint at 2026-03-02T08:00:00Z) contradicts the creation: {no_such}"
        ),
    );
    refused(
        read(&[9], &[anomaly("before_creation", 8, moved), anomaly("before_creation", 7, moved)]),
        &format!(
            "ticket `T-1`: anomaly 1 (complaint at 2026-03-02T07:00:00Z) contradicts the creation: {no_such}"
        ),
    );
}

#[test]
fn an_import_accounts_for_every_record() {
    let mut intake = Intake::default();
    let set_aside = |events: &[(i64, EventKind)]| ticket(events).anomalies(AnomalyPolicy::SetAside).build();
    assert!(intake.take(set_aside(&[(0, Created), (1, Resumed), (2, Resumed)])).is_some());
    assert!(intake.take(set_aside(&[(0, Closed)])).is_none());
    intake.refuse(Some("T-7".parse().unwrap()), "no such day as `2026-02-30`");
    intake.refuse(None, "row 8 has no id");
    assert_eq!(intake.read(), 4);
    assert_eq!(intake.anomalies()[&AnomalyKind::ResumedWithoutPause].events, 2);
    assert_eq!(intake.to_string(), "4 read, 3 refused; 2 in 1 tickets resumed without a pause");
    let refused: Vec<_> =
        intake.refused().iter().map(|refused| (refused.ticket.as_ref(), refused.to_string())).collect();
    let (first, seventh) = ("T-1".parse().unwrap(), "T-7".parse().unwrap());
    let expected = [
        (
            Some(&first),
            "ticket `T-1`: there is no event `created`; add one, it dates everything else".to_owned(),
        ),
        (Some(&seventh), "ticket `T-7`: no such day as `2026-02-30`".to_owned()),
        (None, "row 8 has no id".to_owned()),
    ];
    assert_eq!(refused, expected);
    assert_eq!(intake.refused()[0].reason, "there is no event `created`; add one, it dates everything else");
    let json = serde_json::to_string(&intake).unwrap();
    assert_eq!(serde_json::from_str::<Intake>(&json).unwrap(), intake);
}

#[test]
fn a_view_sees_only_the_past() {
    let assigned = |agent: &str| EventKind::Assigned { agent: Some(agent.parse().unwrap()), group: None };
    let group = EventKind::Assigned { agent: None, group: Some("north".parse().unwrap()) };
    let history = [
        (0, Created),
        (1, assigned("kim")),
        (2, group.clone()),
        (3, group), // nothing changed: no reassignment
        (4, assigned("lee")),
        (5, EventKind::AgentMessage { visibility: service_quality::ticket::Visibility::Internal }),
        (6, EventKind::public_reply()),
        (7, Resolved),
        (9, Reopened),
        (11, Closed),
    ];
    let ticket = ticket(&history).attribute("priority".parse().unwrap(), "low").build().unwrap();
    let fact = |minute: i64, name: &str| {
        let view = ticket.at(at(minute));
        view.fact(&name.parse().unwrap()).map(|value| value.to_string())
    };
    assert_eq!(fact(-1, "priority"), None, "the ticket does not exist yet");
    assert_eq!(fact(-1, "@open"), None);
    assert_eq!(fact(0, "priority").as_deref(), Some("\"low\""));
    assert_eq!(fact(1, "@reassignments").as_deref(), Some("0"));
    assert_eq!(fact(10, "@reassignments").as_deref(), Some("2"));
    assert_eq!(fact(10, "@agent").as_deref(), Some("\"lee\""));
    assert_eq!(fact(10, "@group").as_deref(), Some("\"north\""));
    assert_eq!(fact(5, "@first_response"), None);
    assert_eq!(fact(10, "@first_response"), Some(at(6).to_string()));
    assert_eq!(fact(8, "@finished"), Some(at(7).to_string()));
    assert_eq!(fact(10, "@finished"), None, "the reopening undid it");
    assert_eq!(fact(12, "@finished"), Some(at(11).to_string()));
    assert_eq!(fact(10, "@open").as_deref(), Some("yes"));
    assert_eq!(fact(10, "@age").as_deref(), Some("PT10M"));
    assert_eq!(ticket.at(at(10)).milestone(Milestone::FirstResolved), Some(at(7)));
}

#[test]
fn time_in_a_status_stands_still_while_closed() {
    let status = |to: &str| EventKind::StatusChanged { to: to.parse().unwrap() };
    let history = [
        (0, Created),
        (1, status("waiting")),
        (3, Closed),
        (6, Reopened), // still waiting, as the clock of an agreement sees it
        (7, Resolved), // and so while resolved
        (9, Reopened),
        (10, status("open")),
        (11, Closed),
        (11, status("waiting")), // written in the second of the closing
        (13, Reopened),
    ];
    let ticket = ticket(&history).build().unwrap();
    let waited = |minute| ticket.at(at(minute)).time_in(&["waiting".parse().unwrap()].into());
    for (minute, minutes) in [(1, 0), (3, 2), (5, 2), (6, 2), (8, 4), (10, 6), (12, 6), (13, 6), (20, 13)] {
        assert_eq!(waited(minute), Span::from_minutes(minutes), "at minute {minute}");
    }
}

#[test]
fn what_is_finished_is_not_paused() {
    let history =
        [(0, Created), (1, Paused), (2, Resolved), (4, Reopened), (5, Paused), (6, Closed), (6, Resumed)];
    let paused_when_closed = [(0, Created), (1, Closed), (1, Paused)];
    let paused = |history: &[(i64, EventKind)], minute| {
        let ticket = ticket(history).build().unwrap();
        ticket.at(at(minute)).fact(&Fact::Derived(Derived::Paused)) == Some(ValueRef::Flag(true))
    };
    let minutes: Vec<_> = (0..8).filter(|minute| paused(&history, *minute)).collect();
    assert_eq!(minutes, [1, 5]);
    assert!(!paused(&paused_when_closed, 1));
}

#[test]
fn conditions_judge_absent_and_mixed_facts() {
    let ticket = ticket(&[(0, Created)])
        .attribute("priority".parse().unwrap(), "2")
        .attribute("impact".parse().unwrap(), 2)
        .attribute("title".parse().unwrap(), "打印机 Printer jams")
        .build()
        .unwrap();
    let view = ticket.at(at(90));
    let holds = |json: &str| serde_json::from_str::<Condition>(json).unwrap().matches(&view);
    assert!(holds(r#"{"equals": {"fact": "priority", "value": "2"}}"#));
    assert!(!holds(r#"{"equals": {"fact": "priority", "value": 2}}"#), "text is no number");
    assert!(holds(r#"{"equals": {"fact": "impact", "value": 2.0}}"#));
    assert!(!holds(r#"{"equals": {"fact": "urgency", "value": "2"}}"#));
    assert!(holds(r#"{"not": {"equals": {"fact": "urgency", "value": "2"}}}"#));
    assert!(!holds(r#"{"compare": {"fact": "urgency", "is": "at_most", "value": 9}}"#));
    assert!(!holds(r#"{"compare": {"fact": "priority", "is": "at_most", "value": 9}}"#));
    assert!(holds(r#"{"compare": {"fact": "@age", "is": "at_least", "value": {"span": "PT90M"}}}"#));
    assert!(!holds(r#"{"compare": {"fact": "@age", "is": "above", "value": {"span": "PT90M"}}}"#));
    assert!(holds(r#"{"all": []}"#) && !holds(r#"{"any": []}"#));
    assert!(holds(r#"{"in": {"fact": "impact", "values": ["2", 2]}}"#));
    let contains = |fact, text| holds(&format!(r#"{{"contains": {{"fact": "{fact}", "text": "{text}"}}}}"#));
    assert!(contains("title", "打印机") && contains("title", "Printer jams"));
    assert!(!contains("title", "printer"), "letter by letter");
    assert!(contains("title", "") && contains("priority", ""), "empty text stands in every text");
    assert!(
        !contains("urgency", "") && !contains("impact", "") && !contains("impact", "2"),
        "and in nothing else"
    );
}

#[test]
fn spans_and_instants_at_the_edges() {
    assert_eq!(Timestamp::MAX.checked_add(Span::from_seconds(1)), None);
    assert_eq!(Timestamp::MIN.checked_sub(Span::from_seconds(1)), None);
    assert_eq!(Timestamp::MIN.checked_sub(Span::MIN), None);
    assert_eq!(Span::from_seconds(i64::MIN), Span::MIN);
    assert_eq!(-Span::MIN, Span::MAX);
    assert_eq!(Span::MAX + Span::MAX, Span::MAX);
    assert_eq!(Span::MAX.checked_add(Span::from_seconds(1)), None);
    assert_eq!(Timestamp::MAX.since(Timestamp::MIN).to_string(), "PT87649415H59M59S");
    let events = [(0, Created)];
    let ticket = ticket(&events).build().unwrap();
    assert!(ticket.at(Timestamp::MAX).exists() && !ticket.at(Timestamp::MIN).exists());
}
