//! A compiled index allocates nothing in a call, and a batch nothing for a ticket: every allocation of this test's thread
//! is counted.

#![expect(unsafe_code, reason = "a global allocator cannot be written without")]
#![cfg(test)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use service_quality::calendar::{Boundary, BusinessDayRule, Calendar, Holiday, Week, WorkingTime};
use service_quality::indicator::Absence;
use service_quality::quantity::{CalendarId, Number, Span, Timestamp};
use service_quality::score::{self, Model};
use service_quality::sla::Agreement;
use service_quality::ticket::{EventKind, Ticket};

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promises about the layout are those that `System` wants.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the pointer came from `alloc` above, hence from `System`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations<T>(run: impl FnOnce() -> T) -> usize {
    let before = COUNT.with(Cell::get);
    black_box(run());
    COUNT.with(Cell::get) - before
}

#[test]
fn an_index_allocates_nothing_in_a_call() {
    let calendar = Calendar::builder("+01:00".parse().unwrap())
        .weekly(Week::new().mon_fri("09:00-12:00, 12:10-18:00").unwrap()) // a gap too short for a bucket
        .holiday(Holiday::yearly("12-25".parse().unwrap()))
        .build()
        .unwrap();
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let range = at("2025-01-01T00:00:00Z")..at("2030-01-01T00:00:00Z");
    assert!(allocations(|| calendar.between(range.start, range.end)) > 0, "the count works");

    for index in [calendar.compile(range.clone()).unwrap(), calendar.compile_batch(range).unwrap()] {
        let count = allocations(|| {
            for hour in 0..10_000 {
                let at = at_hour(hour);
                black_box(index.is_open(at));
                black_box(index.between(at, at_hour(10_000 - hour)));
                let _ = black_box(index.add(at, Span::from_hours(40)));
                let _ = black_box(index.add_until(at, Span::from_minutes(480), Boundary::NextOpening));
                let _ = black_box(index.subtract(at, Span::from_hours(40)));
                let _ = black_box(index.next_open(at));
                let _ = black_box(index.previous_close(at));
                black_box(index.position(at).and_then(|position| index.instant(position)));
                black_box(index.segments(at, at_hour(hour + 100)).count());
                let _ = black_box(index.add_business_days(at, 3, BusinessDayRule::ThenNextOpening));
            }
        });
        assert_eq!(count, 0);
    }
}

#[test]
fn a_batch_allocates_nothing_for_a_ticket_like_those_it_has_seen() {
    let agreement: Agreement = serde_json::from_str(
        r#"{"id": "helpdesk", "version": "1", "calendar": "office", "paused_in": ["waiting"], "policies": [
            {"id": "gold", "when": {"equals": {"fact": "tier", "value": "gold"}}, "objectives": [
                {"id": "reply", "target": "first_response", "allowance": {"same": {"working": "PT1H"}}},
                {"id": "fix", "target": "resolution", "allowance": {"by": {"fact": "priority",
                    "budgets": {"high": {"working": "PT4H"}, "low": {"working": "PT16H"}}}},
                    "reopening": "new_cycle"}]}]}"#,
    )
    .unwrap();
    let week = Week::new().mon_fri("09:00-17:00").unwrap();
    let calendar = Calendar::builder("+01:00".parse().unwrap()).weekly(week).build().unwrap();
    let index = calendar.compile(at_hour(0)..at_hour(10_000)).unwrap();
    let office = BTreeMap::from([("office".parse::<CalendarId>().unwrap(), Arc::new(index))]);
    let engine = agreement.engine(&office).unwrap();
    let status = |name: &str| EventKind::StatusChanged { to: name.parse().unwrap() };
    let tickets: Vec<Ticket> = (0..200)
        .map(|hour| {
            let priority = |value: &str| EventKind::attribute("priority".parse().unwrap(), value);
            // Before the tier is known nothing is promised, and time is kept to be counted later.
            let tier = EventKind::attribute("tier".parse().unwrap(), "gold");
            let kinds = [
                EventKind::Created,
                priority(if hour % 2 == 0 { "high" } else { "low" }),
                tier,
                EventKind::public_reply(),
                status("waiting"),
                status("open"),
                EventKind::Resolved,
                EventKind::Reopened,
                EventKind::Closed,
            ];
            let ticket = Ticket::builder(format!("T-{hour}").parse().unwrap());
            let events = (0..).zip(kinds);
            events.fold(ticket, |ticket, (after, kind)| ticket.event(at_hour(hour + after), kind))
        })
        .map(|ticket| ticket.build().unwrap())
        .collect();

    let mut evaluator = engine.evaluator();
    let mut judge = |tickets: &[Ticket]| {
        for ticket in tickets {
            black_box(evaluator.judge(ticket, at_hour(400)));
            evaluator.count();
        }
    };
    let (seen, rest) = tickets.split_at(2);
    assert!(allocations(|| judge(seen)) > 0, "the first need room");
    assert_eq!(allocations(|| judge(rest)), 0);
}

/// So many hours after 1 June 2025.
fn at_hour(hour: i64) -> Timestamp {
    Timestamp::from_seconds(1_748_736_000 + hour * 3_600).unwrap()
}

#[test]
fn an_engine_of_scores_allocates_nothing_for_a_subject() {
    let leaf = |id: &str| {
        format!(
            r#"{{"weight": 1, "indicator": "{id}", "curve": {{"goalposts": {{"worst": "0", "best": "1"}}}}}}"#
        )
    };
    let node = |id: &str, below: &str| format!(r#"{{"weight": 2, "id": "{id}", "children": [{below}]}}"#);
    let low = node("low", &format!("{},{}", leaf("a"), leaf("b")));
    let json = format!(r#"{{"root": {{"id": "top", "children": [{low},{}]}}}}"#, leaf("c"));
    let engine = serde_json::from_str::<Model>(&json).unwrap().engine();
    let full = [1, 0, 1].map(|value| Ok(Number::from(value)));
    let gap = [full[0], Err(Absence::Missing), Err(Absence::NotApplicable)];
    let batch = |rows: usize| {
        let cells: Vec<score::Cell> =
            (0..rows).flat_map(|row| if row % 2 == 0 { full } else { gap }).collect();
        allocations(|| engine.batch(&cells).unwrap().for_each(|outcome| _ = black_box(outcome)))
    };
    assert_eq!(batch(10_000), batch(2));
}
