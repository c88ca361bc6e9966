//! Indicators: the laws of tallies, definitions over tickets, and bad input.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests, which the lints do not know as such"
)]

mod catalogue;
mod definitions;
mod every_source;
mod laws;
mod tallies;
mod uncertainty;

use serde::de::DeserializeOwned;
use service_quality::indicator::{Case, Indicator, IndicatorTally, Tally};
use service_quality::quantity::{Span, Timestamp};
use service_quality::sla::{Evaluation, Outcome, Target, TimeBoth, Verdict};
use service_quality::ticket::{EventKind, Rating, Ticket};

fn bytes(tally: &Tally) -> String {
    serde_json::to_string(tally).unwrap()
}

#[track_caller]
fn refused<T: DeserializeOwned + std::fmt::Debug>(json: &str, expected: &str) {
    let error = serde_json::from_str::<T>(json).unwrap_err().to_string();
    assert!(error.starts_with(expected), "{error}");
}

/// Hours of 2 March 2026, from midnight.
fn hour(hours: i64) -> Timestamp {
    Timestamp::from_seconds(1_772_409_600 + hours * 3_600).unwrap()
}

fn ticket(id: &str, events: impl IntoIterator<Item = (i64, EventKind)>) -> Ticket {
    let builder = Ticket::builder(id.parse().unwrap());
    events.into_iter().fold(builder, |builder, (at, kind)| builder.event(hour(at), kind)).build().unwrap()
}

/// Five tickets, small enough to work every indicator out by hand.
fn tickets() -> Vec<Ticket> {
    use EventKind::{Closed, Created, Reopened, Resolved};
    let to = |group: &str| EventKind::Assigned { agent: None, group: Some(group.parse().unwrap()) };
    let rated =
        |value: i32| EventKind::Rated { rating: Rating::new(value.into(), 1.into(), 5.into()).unwrap() };
    vec![
        // Answered after 1 h, resolved after 4 h, rated 5.
        ticket(
            "T-1",
            [(0, Created), (0, to("a")), (1, EventKind::public_reply()), (4, Resolved), (9, rated(5))],
        ),
        // Answered after 3 h, sent on once, resolved after 10 h in the end, having been reopened; rated 2.
        ticket(
            "T-2",
            [
                (0, Created),
                (0, to("a")),
                (2, to("b")),
                (3, EventKind::public_reply()),
                (4, Resolved),
                (6, Reopened),
                (10, Resolved),
                (11, rated(2)),
            ],
        ),
        // Closed after 1 h, never answered.
        ticket("T-3", [(5, Created), (5, to("b")), (6, Closed)]),
        // Open for 48 h at hour 72, reopened and not yet resolved again.
        ticket("T-4", [(24, Created), (25, Resolved), (26, Reopened)]),
        // Open for 24 h at hour 72.
        ticket("T-5", [(48, Created), (48, to("a"))]),
    ]
}

/// What became of the promises of reply and fix: stated here, since evaluating is the agreement's matter.
fn evaluation(ticket: &Ticket) -> Evaluation {
    let met = |at| Verdict::Met { at: hour(at) };
    let late = |at, finished| Verdict::Breached { at: hour(at), finished: Some(hour(finished)) };
    let overdue = |at| Verdict::Breached { at: hour(at), finished: None };
    let (reply, fix) = match ticket.id().as_str() {
        "T-1" => (met(1), met(4)),
        "T-2" => (late(2, 3), late(5, 10)),
        "T-3" => (Verdict::NotApplicable, met(6)),
        "T-4" => (overdue(26), Verdict::Paused),
        _ => (Verdict::Running, overdue(53)),
    };
    let used = TimeBoth { working: Span::from_hours(1), elapsed: Span::from_hours(2) };
    let outcome = |objective: &str, target, verdict| Outcome {
        objective: objective.parse().unwrap(),
        target,
        cycle: 1,
        started: None,
        goal: None,
        verdict,
        due: None,
        used,
        paused: TimeBoth::default(),
        margin: None,
        earlier: Vec::new(),
        reasons: vec![],
    };
    Evaluation {
        ticket: ticket.id().clone(),
        agreement: "helpdesk".parse().unwrap(),
        version: Some("1".parse().unwrap()),
        as_of: hour(72),
        policy: None,
        outcomes: vec![
            outcome("reply", Target::FirstResponse, reply),
            outcome("fix", Target::Resolution, fix),
        ],
    }
}

fn tally_of(indicator: &Indicator, tickets: &[Ticket]) -> IndicatorTally {
    let mut tally = indicator.tally().unwrap();
    for ticket in tickets {
        let (view, evaluations) = (ticket.at(hour(72)), [evaluation(ticket)]);
        let case = Case::new(&view).with_evaluations(&evaluations).unwrap();
        indicator.record(&mut tally, case).unwrap();
    }
    tally
}
