//! Random tickets of the shipped standard, and its engine.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde::Serialize;
use service_quality::quantity::{Span, Timestamp};
use service_quality::standard::{Engine, Standard};
use service_quality::ticket::{
    AnomalyPolicy, Event, EventKind, OrderPolicy, Rating, Ticket, Value, Visibility,
};

pub(crate) const STANDARD: &str = include_str!("../../examples/data/standard.json");

pub(crate) static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let range = "2026-01-01T00:00:00Z".parse().unwrap().."2027-01-01T00:00:00Z".parse().unwrap();
    Standard::from_json(STANDARD).unwrap().engine_within(range).unwrap()
});

pub(crate) fn config() -> ProptestConfig {
    ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() }
}

pub(crate) fn bytes<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

pub(crate) fn as_of() -> Timestamp {
    "2026-03-31T16:00:00Z".parse().unwrap()
}

/// Short texts, numbers and flags that are told apart by how they are written, instants and durations.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[1-4]".prop_map(Value::from),
        "[a-c]|工单|\"|\\PC{0,3}".prop_map(Value::from),
        (-2_i32..3).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        (0_i64..9_000_000).prop_map(|seconds| Value::from(later(seconds))),
        (-9_000_i64..9_000).prop_map(|seconds| Value::from(Span::from_seconds(seconds))),
    ]
}

pub(crate) fn kind() -> impl Strategy<Value = EventKind> {
    prop_oneof![
        "[a-c]".prop_map(|agent| EventKind::Assigned { agent: Some(agent.parse().unwrap()), group: None }),
        "[a-c]".prop_map(|group| EventKind::Assigned { agent: None, group: Some(group.parse().unwrap()) }),
        Just(EventKind::CustomerMessage),
        Just(EventKind::public_reply()),
        Just(EventKind::AgentMessage { visibility: Visibility::Internal }),
        prop_oneof!["open", "waiting for customer"]
            .prop_map(|to| EventKind::StatusChanged { to: to.parse().unwrap() }),
        ("priority|department", proptest::option::of(value()))
            .prop_map(|(name, to)| EventKind::AttributeChanged { name: name.parse().unwrap(), to }),
        Just(EventKind::Paused),
        Just(EventKind::Resumed),
        Just(EventKind::Resolved),
        Just(EventKind::Reopened),
        Just(EventKind::Closed),
        (1_i32..=5).prop_map(|value| EventKind::Rated {
            rating: Rating::new(value.into(), 1.into(), 5.into()).unwrap()
        }),
        Just(EventKind::Complaint),
        Just(EventKind::FollowUp),
    ]
}

/// A ticket of the first quarter of 2026, its history as dirty as it comes.
pub(crate) fn ticket() -> impl Strategy<Value = Ticket> {
    let attributes = proptest::collection::btree_map("priority|department|region", value(), 0..3);
    let events = proptest::collection::vec((-3_600_i64..2_000_000, kind()), 0..12);
    // At any second, or at half hours, where budgets end at closings and events meet.
    let grid = prop_oneof![Just(1_i64), Just(1_800)];
    (0_u32..1_000, attributes, 0_i64..6_500_000, events, grid).prop_map(
        |(id, attributes, created, events, grid)| {
            let attributes = attributes.into_iter().map(|(name, value)| (name.parse().unwrap(), value));
            let at = |seconds: i64| later(seconds / grid * grid);
            let events = events.into_iter().map(|(after, kind)| Event { at: at(created + after), kind });
            Ticket::builder(format!("T-{id}").parse().unwrap())
                .attributes(attributes)
                .event(at(created), EventKind::Created)
                .events(events)
                .order(OrderPolicy::Sort)
                .anomalies(AnomalyPolicy::Correct)
                .build()
                .unwrap()
        },
    )
}

/// So many seconds into 2026.
fn later(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(1_767_225_600 + seconds).unwrap()
}
