//! Each target's own rules, and the conditions of a named clock.

use service_quality::quantity::Span;
use service_quality::sla::{Outcome, PauseCause, Reason, SlaEngine, Verdict};
use service_quality::ticket::EventKind::{
    self, Closed, Complaint, Created, CustomerMessage, FollowUp, Paused, Reopened, Resolved, Resumed,
};
use service_quality::ticket::Visibility;

use super::desk::{agent, engine, engine_in, group, office, outcome, status, t};

const REPLY: EventKind = EventKind::public_reply();
const NOTE: EventKind = EventKind::AgentMessage { visibility: Visibility::Internal };

fn of(target: &str, budget: &str) -> SlaEngine {
    engine(&format!(
        r#"{{"id": "it", "target": "{target}", "allowance": {{"same": {{"working": "{budget}"}}}}}}"#
    ))
}

/// Start and verdict of each cycle.
fn cycles(outcome: &Outcome) -> Vec<(String, Verdict)> {
    let time = |at: service_quality::quantity::Timestamp| at.to_string()[11..16].to_owned();
    outcome.cycles().map(|cycle| (time(cycle.started), cycle.verdict)).collect()
}

fn met(at: &str) -> Verdict {
    Verdict::Met { at: t(at) }
}

fn minutes(minutes: i32) -> Span {
    Span::from_minutes(minutes)
}

#[test]
fn a_next_response_is_measured_from_the_oldest_unanswered_message_once_a_question() {
    let engine = of("next_response", "PT1H");
    let history = [
        ("09:00", Created),
        ("09:05", CustomerMessage), // Before the first response: that one's clock runs.
        ("09:10", REPLY),
        ("09:20", CustomerMessage),
        ("10:00", CustomerMessage),
        ("10:10", NOTE),
        ("10:15", REPLY),
        ("10:16", REPLY),
        ("10:30", CustomerMessage),
        ("11:45", REPLY),
        ("11:50", CustomerMessage),
        ("11:55", Resolved),
        ("11:56", CustomerMessage), // No question after the resolution.
        ("13:00", Reopened),        // From here on it is to be answered.
        ("13:05", CustomerMessage),
    ];
    assert_eq!(outcome(&engine, &history, "09:15").verdict, Verdict::NotStarted);
    assert_eq!(outcome(&engine, &history, "10:05").due, Some(t("10:20")), "of the oldest");
    let after = outcome(&engine, &history, "12:30");
    let late = Verdict::Breached { at: t("11:30"), finished: Some(t("11:45")) };
    let expected =
        [("09:20", met("10:15")), ("10:30", late), ("11:50", met("11:55"))].map(|(at, v)| (at.to_owned(), v));
    assert_eq!(cycles(&after), expected);
    assert_eq!(outcome(&engine, &history, "12:59").cycle, 3);
    let again = outcome(&engine, &history, "13:10");
    assert_eq!((again.cycle, again.verdict, again.due), (4, Verdict::Running, Some(t("14:00"))));
    assert!(again.ever_breached() && !again.verdict.is_breached());
}

#[test]
fn a_periodic_update_runs_from_each_message_to_the_next_also_while_paused() {
    let history = [
        ("09:00", Created),
        ("09:30", REPLY),
        ("10:00", status("waiting")),
        ("10:15", REPLY),
        ("10:20", CustomerMessage),
        ("10:30", status("open")),
        ("11:00", Resolved),
        ("13:00", Reopened),
    ];
    let periodic = outcome(&of("periodic_update", "PT1H"), &history, "13:30");
    let expected = [("09:30", met("10:15")), ("10:15", met("11:00")), ("13:00", Verdict::Running)];
    assert_eq!(cycles(&periodic), expected.map(|(at, verdict)| (at.to_owned(), verdict)));
    assert_eq!(periodic.earlier[1].used.working, minutes(45), "through the pause");
    let pausable = outcome(&of("pausable_update", "PT1H"), &history, "13:30");
    assert_eq!(cycles(&pausable), cycles(&periodic));
    assert_eq!(pausable.earlier[0].used.working, minutes(30), "it stood still from 10:00");
    assert_eq!(pausable.earlier[1].used.working, minutes(30));
    // Before the first message nothing is owed.
    assert_eq!(outcome(&of("periodic_update", "PT1H"), &history, "09:15").verdict, Verdict::NotStarted);
}

#[test]
fn a_time_to_own_ends_with_a_person_and_no_pause_extends_it() {
    let engine = of("time_to_own", "PT1H");
    let history = [("09:00", Created), ("09:10", group("a")), ("09:20", Paused), ("09:50", agent("kim"))];
    let owned = outcome(&engine, &history, "12:00");
    assert_eq!((owned.verdict, owned.used.working), (met("09:50"), minutes(50)));
    // Whoever it is handed to, or a reopening, starts it no more.
    let history =
        [&history[..], &[("10:00", agent("lee")), ("10:10", Resolved), ("10:20", Reopened)]].concat();
    assert_eq!(outcome(&engine, &history, "16:00").verdict, met("09:50"));
    let never = [("09:00", Created), ("09:10", group("a"))];
    assert_eq!(
        outcome(&engine, &never, "10:01").verdict,
        Verdict::Breached { at: t("10:00"), finished: None }
    );
}

#[test]
fn waits_are_sets_of_statuses() {
    let desk = |target: &str| {
        let desk = format!(
            r#"{{"id": "desk", "version": "7", "calendar": "office",
                "status_classes": {{"asked": "pending", "parts": "on_hold", "done": "solved"}},
                "policies": [{{"id": "all", "objectives": [
                    {{"id": "it", "target": "{target}", "allowance": {{"same": {{"working": "PT8H"}}}}}}]}}]}}"#
        );
        engine_in(&desk, &office())
    };
    // New for 10 minutes, open for 20, pending for 30, on hold for 40, open for 5, done for 15, then resolved.
    let history = [
        ("09:00", Created),
        ("09:10", status("working")),
        ("09:30", status("asked")),
        ("10:00", status("parts")),
        ("10:40", status("working")),
        ("10:45", status("done")),
        ("11:00", Resolved),
    ];
    for (target, expected) in
        [("requester_wait", 75), ("agent_work", 35), ("agent_wait", 30), ("on_hold", 40), ("resolution", 120)]
    {
        let outcome = outcome(&desk(target), &history, "12:00");
        assert_eq!((outcome.verdict, outcome.used.working), (met("11:00"), minutes(expected)), "{target}");
        assert_eq!(outcome.used.working + outcome.paused.working, minutes(120), "{target}");
    }
    let waiting = outcome(&desk("agent_wait"), &history, "09:20");
    assert_eq!(waiting.verdict, Verdict::Paused);
    let causes: Vec<_> = waiting
        .reasons
        .iter()
        .filter_map(|reason| match reason {
            Reason::Paused { cause: PauseCause::Class(class), .. } => Some(class.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(causes, ["new", "open"]);
}

#[test]
fn a_group_owns_from_its_assignment_to_the_next_and_again_after_a_reopening() {
    let engine = of("group_ownership", "PT1H");
    let history = [
        ("09:00", Created),
        ("09:10", group("a")),
        ("09:20", agent("kim")),
        ("09:30", group("a")), // The same again is no hand-over.
        ("09:50", group("b")),
        ("10:00", status("waiting")),
        ("11:00", status("open")),
        ("11:20", Resolved),
        ("13:00", Reopened),
        ("13:10", group("c")),
        ("13:20", Closed),
    ];
    assert_eq!(outcome(&engine, &history, "09:05").verdict, Verdict::NotStarted);
    let owned = outcome(&engine, &history, "14:00");
    let expected =
        [("09:10", met("09:50")), ("09:50", met("11:20")), ("13:00", met("13:10")), ("13:10", met("13:20"))];
    assert_eq!(cycles(&owned), expected.map(|(at, verdict)| (at.to_owned(), verdict)));
    assert_eq!(owned.earlier[1].used.working, minutes(30), "less the pause");
    // Without a group a reopening starts nothing.
    let nobody = [("09:00", Created), ("09:10", Resolved), ("09:20", Reopened)];
    assert_eq!(outcome(&engine, &nobody, "10:00").verdict, Verdict::NotStarted);
}

#[test]
fn a_first_response_and_a_resolution_end_with_a_closing_too() {
    for target in ["first_response", "resolution", "time_to_own"] {
        let closed = [("09:00", Created), ("09:30", Closed)];
        assert_eq!(outcome(&of(target, "PT1H"), &closed, "12:00").verdict, met("09:30"), "{target}");
    }
}

/// A clock with rules of its own.
fn named(rules: &str, more: &str) -> SlaEngine {
    engine(&format!(
        r#"{{"id": "it", "target": "named", "rules": {{{rules}}}, {more} "allowance": {{"same": {{"working": "PT2H"}}}}}}"#
    ))
}

fn permit(to: &str) -> EventKind {
    EventKind::attribute("permit".parse().unwrap(), to)
}

const START_STOP: &str = r#""start": [{"on": ["follow_up"]}], "stop": [{"on": ["rated", "resolved"]}]"#;

#[test]
fn a_named_clock_starts_and_stops_where_it_is_told() {
    let history = [("09:00", Created), ("09:10", FollowUp), ("09:20", FollowUp), ("09:40", Resolved)];
    let it = outcome(&named(START_STOP, ""), &history, "12:00");
    assert_eq!(cycles(&it), [("09:10".to_owned(), met("09:40"))], "a second start while it runs is none");
    // What starts and stops at once ends one cycle and begins the next.
    let both = r#""start": [{"on": ["follow_up"]}], "stop": [{"on": ["follow_up"]}]"#;
    let it = outcome(&named(both, ""), &history, "12:00");
    assert_eq!(
        cycles(&it),
        [
            ("09:10".to_owned(), met("09:20")),
            ("09:20".to_owned(), Verdict::Breached { at: t("11:20"), finished: None })
        ]
    );
}

/// One event that stops and starts a clock does what two at one instant do: nothing holds it any more.
#[test]
fn a_stop_ends_what_holds_a_clock_that_goes_on() {
    let rules = |stop: &str| {
        let rules = format!(
            r#""start": [{{"on": ["customer_message", "complaint"]}}], "stop": [{{"on": ["{stop}"]}}],
                "pause": [{{"on": ["customer_message"]}}], "resume": [{{"on": ["follow_up"]}}]"#
        );
        named(&rules, r#""reopening": "continue","#)
    };
    let at_once = [("09:00", Created), ("09:10", CustomerMessage), ("10:00", Complaint)];
    let one_after_other =
        [("09:00", Created), ("09:10", CustomerMessage), ("10:00", NOTE), ("10:00", Complaint)];
    let one = outcome(&rules("complaint"), &at_once, "10:30");
    let two = outcome(&rules("internal_note"), &one_after_other, "10:30");
    assert_eq!((one.cycle, one.used.working, one.paused.working), (1, minutes(30), minutes(50)));
    assert_eq!((two.cycle, two.used.working, two.paused.working), (1, minutes(30), minutes(50)));
}

#[test]
fn a_named_clock_heeds_the_ticket_as_the_event_left_it() {
    let rules = r#""start": [{"on": [{"attribute_changed": "permit"}], "when": {"equals": {"fact": "permit", "value": "asked"}}}],
        "stop": [{"on": [{"attribute_changed": "permit"}], "when": {"equals": {"fact": "permit", "value": "given"}}}]"#;
    let other = EventKind::attribute("colour".parse().unwrap(), "asked");
    let history = [
        ("09:00", Created),
        ("09:05", other),
        ("09:10", permit("drafted")),
        ("09:20", permit("asked")),
        ("10:00", permit("given")),
    ];
    let it = outcome(&named(rules, ""), &history, "12:00");
    assert_eq!(cycles(&it), [("09:20".to_owned(), met("10:00"))]);
}

#[test]
fn a_named_clock_stands_still_while_its_condition_holds() {
    let rules = format!(
        r#"{START_STOP}, "pause": [{{"when": {{"equals": {{"fact": "permit", "value": "asked"}}}}}}]"#
    );
    let history = [
        ("09:00", Created),
        ("09:00", FollowUp),
        ("09:30", permit("asked")),
        ("09:45", CustomerMessage),
        ("10:30", permit("given")),
        ("11:00", Resolved),
    ];
    let it = outcome(&named(&rules, ""), &history, "12:00");
    assert_eq!((it.verdict, it.used.working, it.paused.working), (met("11:00"), minutes(60), minutes(60)));
    assert!(it.reasons.iter().any(|reason| matches!(reason, Reason::Paused { cause: PauseCause::Rule, .. })));
    assert_eq!(outcome(&named(&rules, ""), &history, "10:00").verdict, Verdict::Paused);
}

/// The condition came about before the clock started, by another event than the one that starts it.
#[test]
fn a_named_clock_starts_paused_where_its_condition_holds() {
    let pause = r#""pause": [{"on": [{"attribute_changed": "permit"}], "when": {"equals": {"fact": "permit", "value": "asked"}}}]"#;
    let history = [
        ("09:00", Created),
        ("09:10", permit("asked")),
        ("09:30", FollowUp),
        ("10:30", permit("given")),
        ("11:00", Resolved),
    ];
    let it = outcome(&named(&format!("{START_STOP}, {pause}"), ""), &history, "12:00");
    assert_eq!((it.verdict, it.used.working, it.paused.working), (met("11:00"), minutes(30), minutes(60)));
    let resume = r#""resume": [{"on": ["customer_message"]}]"#;
    let it = outcome(&named(&format!("{START_STOP}, {pause}, {resume}"), ""), &history, "10:45");
    assert_eq!((it.verdict, it.paused.working), (Verdict::Paused, minutes(75)), "until what resumes it");
    // A reset begins anew, and stands still as well; a second start while it runs changes nothing.
    let reset = r#""reset": [{"on": ["complaint"]}]"#;
    let rules = format!("{START_STOP}, {pause}, {resume}, {reset}");
    let history = [
        ("09:00", Created),
        ("09:00", FollowUp),
        ("09:10", permit("asked")),
        ("09:20", CustomerMessage),
        ("09:30", FollowUp),
        ("09:40", Complaint),
    ];
    let it = outcome(&named(&rules, ""), &history, "10:00");
    assert_eq!((it.earlier[0].used.working, it.earlier[0].paused.working), (minutes(30), minutes(10)));
    assert_eq!((it.verdict, it.paused.working), (Verdict::Paused, minutes(20)));
}

#[test]
fn a_pause_of_a_named_clock_ends_with_its_cycle() {
    let pause = r#""pause": [{"on": ["paused"]}], "resume": [{"on": ["customer_message"]}]"#;
    let stop = START_STOP.replace("rated", "internal_note");
    let history =
        [("09:00", Created), ("09:00", FollowUp), ("09:30", Paused), ("10:00", NOTE), ("10:30", FollowUp)];
    for how in ["continue", "new_cycle", "reset"] {
        let how = format!(r#""reopening": "{how}","#);
        let it = outcome(&named(&format!("{stop}, {pause}"), &how), &history, "11:15");
        assert_eq!(it.verdict, Verdict::Running, "{how}");
    }
    let cancel = r#""cancel": [{"on": ["complaint"]}]"#;
    let history = [
        ("09:00", Created),
        ("09:00", FollowUp),
        ("09:30", Paused),
        ("10:00", Complaint),
        ("10:30", FollowUp),
    ];
    let it = outcome(&named(&format!("{START_STOP}, {pause}, {cancel}"), ""), &history, "11:15");
    assert_eq!((it.verdict, it.used.working), (Verdict::Running, minutes(45)));
}

#[test]
fn a_named_clock_goes_on_only_at_what_resumes_it() {
    let rules = format!(
        r#"{START_STOP}, "pause": [{{"on": ["paused"]}}], "resume": [{{"on": ["customer_message"]}}]"#
    );
    let history = [
        ("09:00", Created),
        ("09:00", FollowUp),
        ("09:30", Paused),
        ("09:40", Resumed), // Not for this clock.
        ("10:00", CustomerMessage),
        ("10:30", Resolved),
    ];
    let it = outcome(&named(&rules, ""), &history, "12:00");
    assert_eq!((it.used.working, it.paused.working), (minutes(60), minutes(30)));
}

#[test]
fn a_named_clock_is_reset_and_called_off() {
    let rules = format!(
        r#"{START_STOP}, "reset": [{{"on": ["complaint"]}}], "cancel": [{{"on": ["internal_note"]}}]"#
    );
    let history = [
        ("09:00", Created),
        ("09:00", FollowUp),
        ("10:30", Complaint),
        ("11:30", NOTE),
        ("13:00", FollowUp),
        ("16:00", Complaint),
        ("16:10", Resolved),
    ];
    let it = outcome(&named(&rules, ""), &history, "17:00");
    let expected = [
        ("09:00", Verdict::Cancelled { at: t("10:30") }),
        ("10:30", Verdict::Cancelled { at: t("11:30") }),
        // A reset withdraws no breach.
        ("13:00", Verdict::Breached { at: t("15:00"), finished: Some(t("16:00")) }),
        ("16:00", met("16:10")),
    ];
    assert_eq!(cycles(&it), expected.map(|(at, verdict)| (at.to_owned(), verdict)));
    assert_eq!(it.earlier[1].used.working, minutes(60), "with the whole budget each time");
    // At one event cancelling goes before stopping.
    let rules =
        r#""start": [{"on": ["created"]}], "stop": [{"on": ["resolved"]}], "cancel": [{"on": ["resolved"]}]"#;
    let it = outcome(&named(rules, ""), &[("09:00", Created), ("10:00", Resolved)], "12:00");
    assert_eq!(it.verdict, Verdict::Cancelled { at: t("10:00") });
}

#[test]
fn a_target_may_have_other_rules() {
    // Only a person's word answers; a resolution does not.
    let engine = engine(
        r#"{"id": "it", "target": "first_response", "rules": {"start": [{"on": ["created"]}], "stop": [{"on": ["public_reply"]}]},
            "allowance": {"same": {"working": "PT1H"}}}"#,
    );
    let history = [("09:00", Created), ("09:30", Resolved)];
    assert_eq!(
        outcome(&engine, &history, "12:00").verdict,
        Verdict::Breached { at: t("10:00"), finished: None }
    );
}

#[test]
fn a_customer_who_answers_a_solved_ticket_is_answered_from_the_reopening_on() {
    let next = r#"{"id": "next", "target": "next_response", "allowance": {"same": {"working": "PT1H"}}}"#;
    let engine = engine(next);
    let solved = [("09:00", Created), ("09:30", EventKind::public_reply()), ("09:40", Resolved)];
    let with = |more: &[(&'static str, EventKind)]| {
        solved.iter().cloned().chain(more.iter().cloned()).collect::<Vec<_>>()
    };
    for more in [
        [("10:00", EventKind::CustomerMessage), ("10:00", Reopened)],
        [("10:00", Reopened), ("10:00", EventKind::CustomerMessage)],
    ] {
        let outcome = outcome(&engine, &with(&more), "10:30");
        assert_eq!((outcome.verdict, outcome.due), (Verdict::Running, Some(t("11:00"))), "{more:?}");
    }
    // Reopened by an agent, where nothing is unanswered.
    let reopened = outcome(&engine, &with(&[("10:00", Reopened)]), "10:30");
    assert_eq!(reopened.verdict, Verdict::NotStarted);
}
