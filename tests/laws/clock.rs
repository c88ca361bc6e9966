//! What an SLA clock does not look at cannot change what it says.

use proptest::prelude::*;
use service_quality::calendar::WorkingTime;
use service_quality::quantity::{Span, Timestamp};
use service_quality::sla::{Evaluation, Outcome, Verdict};
use service_quality::ticket::{Event, EventKind, OrderPolicy, Ticket, Visibility};

use super::sample::{ENGINE, as_of, config, ticket};

fn evaluate(ticket: &Ticket, as_of: Timestamp) -> Evaluation {
    ENGINE.evaluate(ticket, as_of).evaluations()[0].clone()
}

/// The instants at which clocks turn: dues, breaches, openings and closings near them, and the events themselves.
fn turns(ticket: &Ticket, outcomes: &[Outcome]) -> Vec<Timestamp> {
    let office = &ENGINE.calendars().values().next().unwrap();
    let dues = outcomes.iter().filter_map(|outcome| outcome.due);
    let breaches = outcomes.iter().filter_map(|outcome| match outcome.verdict {
        Verdict::Breached { at, .. } => Some(at),
        _ => None,
    });
    let events = ticket.events().iter().map(|event| event.at);
    let own: Vec<Timestamp> = dues.chain(breaches).chain(events).collect();
    let near = own.iter().flat_map(|at| [office.next_open(*at), office.previous_close(*at)]).flatten();
    let all: Vec<Timestamp> = own.iter().copied().chain(near).collect();
    all.into_iter().filter(|at| *at >= ticket.created()).collect()
}

/// The ticket with a message, a note, a complaint or its status told once more, after all else of that instant.
fn with_word(ticket: &Ticket, at: Timestamp, word: usize) -> Ticket {
    let status =
        ticket.events().iter().take_while(|event| event.at <= at).filter_map(|event| match &event.kind {
            EventKind::StatusChanged { .. } => Some(event.kind.clone()),
            _ => None,
        });
    let closed = ticket.at(at).milestone(service_quality::ticket::Milestone::Closed).is_some();
    let open = || EventKind::StatusChanged { to: "open".parse().unwrap() };
    let kind = match word {
        0..=3 if !closed => status.last().unwrap_or_else(open),
        4 => EventKind::CustomerMessage,
        5 => EventKind::Complaint,
        _ => EventKind::AgentMessage { visibility: Visibility::Internal },
    };
    let before = ticket.events().partition_point(|event| event.at <= at);
    let mut events = ticket.events().to_vec();
    events.insert(before, Event { at, kind });
    let builder = Ticket::builder(ticket.id().clone()).attributes(ticket.attributes().clone()).events(events);
    builder.order(OrderPolicy::Refuse).build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..config() })]

    #[test]
    fn a_word_more_changes_no_verdict(
        ticket in ticket(),
        turn in any::<prop::sample::Index>(),
        (seconds, later) in (prop_oneof![4 => Just(0_i64), 1 => -1_i64..=1], 0_i64..80_000),
        word in 0_usize..7,
    ) {
        let turns = turns(&ticket, &evaluate(&ticket, as_of()).outcomes);
        let at = turn.get(&turns).checked_add(Span::from_seconds(seconds)).unwrap().max(ticket.created());
        let asked = at.checked_add(Span::from_seconds(later)).unwrap();
        let (plain, wordy) = (evaluate(&ticket, asked), evaluate(&with_word(&ticket, at, word), asked));
        let told = |evaluation: &Evaluation| -> Vec<_> {
            let outcomes = evaluation.outcomes.iter();
            outcomes.map(|outcome| (outcome.verdict, outcome.due, outcome.used, outcome.margin)).collect()
        };
        prop_assert_eq!(told(&wordy), told(&plain), "word {} at {} asked at {}", word, at, asked);
        prop_assert_eq!(wordy.policy, plain.policy);
    }

    /// Until it breaks, a promise that is running says when it will, and so it comes.
    #[test]
    fn a_due_time_that_was_told_is_kept(ticket in ticket(), later in 0_i64..2_000_000) {
        let asked = ticket.created().checked_add(Span::from_seconds(later)).unwrap();
        let quiet = Ticket::builder(ticket.id().clone())
            .attributes(ticket.attributes().clone())
            .events(ticket.events().iter().take_while(|event| event.at <= asked).cloned())
            .build()
            .unwrap();
        for outcome in evaluate(&quiet, asked).outcomes {
            let (Verdict::Running, Some(due)) = (outcome.verdict, outcome.due) else { continue };
            let verdict = |at| evaluate(&quiet, at).outcome(&outcome.objective).unwrap().verdict;
            prop_assert!(due >= asked);
            prop_assert_eq!(verdict(due), Verdict::Running, "at the due time {}", due);
            let second = Span::from_seconds(1);
            let late = verdict(due.checked_add(second).unwrap());
            prop_assert_eq!(late, Verdict::Breached { at: due, finished: None }, "asked at {}", asked);
        }
    }
}
