//! A million tickets under an agreement with two objectives, pauses, priorities and a calendar: the batch evaluator,
//! the engine with its reasons, and a naive replay that walks the calendar for every stretch.
//!
//! All three judge the same tickets and must agree on every verdict. `cargo bench --bench sla`; the rate is per event.
//! `SLA_TICKETS` sets another number of tickets.
//!
//! Measured on one core of an AMD EPYC at 2.6 GHz that had other work beside it, rustc 1.95, 100,000 tickets, ns an event:
//!
//! | | ns an event | against `batch` |
//! | --- | --- | --- |
//! | `floor`: only reading every event | 18 | |
//! | `batch` | 73 | |
//! | `batch` of 1,000 tickets, which stay in the cache | 40 to 59 | |
//! | `with_reasons` | 146 | 2 times slower |
//! | `naive` | 1,500 | 20 times slower |
//!
//! Names and values are shared between tickets, as a host that reads many does well to. The 1,000 tickets and the rest were
//! measured in different runs.

#![expect(clippy::unwrap_used, reason = "a bench stops where its input is broken")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use service_quality::calendar::{Calendar, Holiday, Week, WorkingTime};
use service_quality::quantity::{AttributeName, CalendarId, Span, Timestamp};
use service_quality::sla::{Agreement, OutcomeCounts, SlaEngine, Verdict};
use service_quality::ticket::{EventKind, Ticket, Value, Visibility};

const AGREEMENT: &str = r#"{
    "id": "helpdesk", "version": "1", "calendar": "office",
    "paused_in": ["waiting for customer", "waiting for supplier"],
    "policies": [
        {"id": "gold", "when": {"equals": {"fact": "tier", "value": "gold"}}, "objectives": [
            {"id": "reply", "target": "first_response", "allowance": {"same": {"working": "PT1H"}}},
            {"id": "fix", "target": "resolution", "allowance": {"by": {"fact": "priority",
                "budgets": {"high": {"working": "PT4H"}, "low": {"working": "PT16H"}}}}}]},
        {"id": "all", "default": true, "objectives": [
            {"id": "reply", "target": "first_response", "allowance": {"same": {"working": "PT4H"}}},
            {"id": "fix", "target": "resolution", "allowance": {"by": {"fact": "priority",
                "budgets": {"high": {"working": "PT8H"}, "low": {"working": "PT40H"}}}}}]}
    ]}"#;

/// The first instant of the tickets, a Thursday, and how long they arrive.
const START: i64 = 1_735_776_000;
const SPREAD: u64 = 300 * 86_400;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds).unwrap()
}

/// When everyone is judged: after the last ticket came, before the last was resolved.
fn as_of() -> Timestamp {
    at(START + 310 * 86_400)
}

fn office() -> Calendar {
    let week = Week::new().mon_fri("09:00-12:00, 13:00-18:00").unwrap();
    let christmas = Holiday::yearly("12-25".parse().unwrap());
    Calendar::builder("Europe/Berlin".parse().unwrap())
        .weekly(week)
        .holiday(Holiday::easter(1).unwrap())
        .holiday(christmas)
        .build()
        .unwrap()
}

fn engine(calendar: &Calendar) -> SlaEngine {
    let agreement: Agreement = serde_json::from_str(AGREEMENT).unwrap();
    let index = calendar.compile(at(START)..at(START + 2 * 365 * 86_400)).unwrap();
    agreement.engine(&BTreeMap::from([("office".parse::<CalendarId>().unwrap(), Arc::new(index))])).unwrap()
}

/// A small generator, so that every run has the same tickets.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn step(&mut self, bound: u64) -> i64 {
        i64::try_from(self.below(bound)).unwrap() + 60
    }
}

fn tickets(count: u64) -> Vec<Ticket> {
    let mut random = Random(7);
    let status = |name: &str| EventKind::StatusChanged { to: name.parse().unwrap() };
    let waits = (status("waiting for customer"), status("waiting for supplier"));
    let (open, answered) = (status("in progress"), status("answered"));
    let priority = |value: &str| EventKind::attribute("priority".parse().unwrap(), value);
    let (high, low) = (priority("high"), priority("low"));
    let note = EventKind::AgentMessage { visibility: Visibility::Internal };
    let assigned =
        EventKind::Assigned { agent: Some("kim".parse().unwrap()), group: Some("desk".parse().unwrap()) };
    // Names and values are shared between tickets, as a host that reads many does well to.
    let (tier, urgency) =
        ("tier".parse::<AttributeName>().unwrap(), "priority".parse::<AttributeName>().unwrap());
    let [gold, basic, urgent, normal] = ["gold", "basic", "high", "low"].map(Value::from);
    (0..count)
        .map(|number| {
            let mut now = START + i64::try_from(random.below(SPREAD)).unwrap();
            let mut ticket = Ticket::builder(format!("T-{number}").parse().unwrap())
                .attribute(tier.clone(), if random.below(4) == 0 { gold.clone() } else { basic.clone() })
                .attribute(
                    urgency.clone(),
                    if random.below(3) == 0 { urgent.clone() } else { normal.clone() },
                )
                .event(at(now), EventKind::Created);
            let mut then = |ticket: service_quality::ticket::TicketBuilder,
                            kind: &EventKind,
                            random: &mut Random,
                            most| {
                now += random.step(most);
                ticket.event(at(now), kind.clone())
            };
            ticket = then(ticket, &assigned, &mut random, 7_200);
            if random.below(10) > 0 {
                ticket = then(ticket, &EventKind::public_reply(), &mut random, 20_000);
            }
            if random.below(10) == 0 {
                let change = if random.below(2) == 0 { &high } else { &low };
                ticket = then(ticket, change, &mut random, 20_000);
            }
            for _ in 0..random.below(3) {
                let wait = if random.below(2) == 0 { &waits.0 } else { &waits.1 };
                ticket = then(ticket, wait, &mut random, 40_000);
                ticket = then(ticket, &open, &mut random, 200_000);
            }
            if random.below(2) == 0 {
                ticket = then(ticket, &note, &mut random, 10_000);
                ticket = then(ticket, &EventKind::CustomerMessage, &mut random, 10_000);
                ticket = then(ticket, &answered, &mut random, 10_000);
            }
            if random.below(12) > 0 {
                ticket = then(ticket, &EventKind::Resolved, &mut random, 200_000);
                if random.below(12) == 0 {
                    ticket = then(ticket, &EventKind::Reopened, &mut random, 100_000);
                    ticket = then(ticket, &EventKind::Resolved, &mut random, 100_000);
                }
                if random.below(2) == 0 {
                    ticket = then(ticket, &EventKind::Closed, &mut random, 100_000);
                }
            }
            ticket.build().unwrap()
        })
        .collect()
}

/// What an analyst would write: for each objective, every stretch between events walked in the calendar.
mod naive {
    use super::{
        Calendar, EventKind, OutcomeCounts, Span, Ticket, Timestamp, Value, Verdict, Visibility, WorkingTime,
    };
    fn text(value: Option<&Value>) -> &str {
        match value {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    fn budgets(ticket: &Ticket, priority: &str) -> (Span, Span) {
        let gold = text(ticket.attributes().get("tier")) == "gold";
        match (gold, priority == "high") {
            (true, true) => (Span::from_hours(1), Span::from_hours(4)),
            (true, false) => (Span::from_hours(1), Span::from_hours(16)),
            (false, true) => (Span::from_hours(4), Span::from_hours(8)),
            (false, false) => (Span::from_hours(4), Span::from_hours(40)),
        }
    }

    /// The verdicts of both objectives.
    pub(super) fn judge(calendar: &Calendar, ticket: &Ticket, as_of: Timestamp) -> [Verdict; 2] {
        [false, true].map(|resolution| objective(calendar, ticket, as_of, resolution))
    }

    fn objective(calendar: &Calendar, ticket: &Ticket, as_of: Timestamp, resolution: bool) -> Verdict {
        let mut priority = text(ticket.attributes().get("priority"));
        let (mut used, mut since) = (Span::ZERO, ticket.created());
        let (mut paused, mut finished, mut breach) = (false, None::<Timestamp>, None::<Timestamp>);
        let budget = |priority: &str| {
            let (reply, fix) = budgets(ticket, priority);
            if resolution { fix } else { reply }
        };
        let mut count = |to: Timestamp, running: bool, budget: Span, breach: &mut Option<Timestamp>| {
            if running {
                let now = used + calendar.between(since, to);
                // Used up, and time has passed since.
                if breach.is_none() && now >= budget {
                    let due = calendar.add(since, budget - used).unwrap();
                    *breach = Some(due).filter(|due| *due < to);
                }
                used = now;
            }
            since = to;
            used
        };
        for event in ticket.events().iter().take_while(|event| event.at <= as_of) {
            let running = finished.is_none() && !(resolution && paused);
            let used = count(event.at, running, budget(priority), &mut breach);
            match &event.kind {
                EventKind::StatusChanged { to } => paused = to.as_str().starts_with("waiting"),
                EventKind::AgentMessage { visibility: Visibility::Public } if !resolution => {
                    finished.get_or_insert(event.at);
                }
                EventKind::Resolved | EventKind::Closed => {
                    finished.get_or_insert(event.at);
                }
                EventKind::Reopened if resolution => finished = None,
                EventKind::AttributeChanged { to, .. } => {
                    priority = text(to.as_ref());
                    if finished.is_none() && breach.is_none() && used > budget(priority) {
                        breach = Some(event.at);
                    }
                }
                _ => {}
            }
        }
        let running = finished.is_none() && !(resolution && paused);
        count(as_of, running, budget(priority), &mut breach);
        match (breach, finished) {
            (Some(at), finished) => Verdict::Breached { at, finished },
            (None, Some(at)) => Verdict::Met { at },
            (None, None) if resolution && paused => Verdict::Paused,
            (None, None) => Verdict::Running,
        }
    }

    /// All verdicts counted.
    pub(super) fn count(calendar: &Calendar, tickets: &[Ticket], as_of: Timestamp) -> [OutcomeCounts; 2] {
        let mut counts = [OutcomeCounts::default(); 2];
        for ticket in tickets {
            for (counts, verdict) in counts.iter_mut().zip(judge(calendar, ticket, as_of)) {
                counts.record(&verdict);
            }
        }
        counts
    }
}

/// All ways give one answer.
fn check(calendar: &Calendar, engine: &SlaEngine, tickets: &[Ticket]) {
    let mut evaluator = engine.evaluator();
    for ticket in tickets {
        let verdicts: Vec<Verdict> = evaluator.judge(ticket, as_of()).iter().map(|one| one.verdict).collect();
        evaluator.count();
        let evaluation = engine.evaluate(ticket, as_of()).unwrap();
        assert!(evaluation.outcomes.iter().map(|outcome| outcome.verdict).eq(verdicts.iter().copied()));
        let naive = naive::judge(calendar, ticket, as_of());
        for (one, other) in naive.iter().zip(&verdicts) {
            let same = match (one, other) {
                // A promise lowered below what was used is late at once, for both; the instant may be the naive one's due.
                (Verdict::Breached { finished: one, .. }, Verdict::Breached { finished: other, .. }) => {
                    one == other
                }
                (one, other) => one == other,
            };
            assert!(same, "{}: {naive:?} {verdicts:?}", ticket.id());
        }
    }
}

fn sla(criterion: &mut Criterion) {
    let count = std::env::var("SLA_TICKETS").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let (calendar, tickets) = (office(), tickets(count));
    let engine = engine(&calendar);
    let few = tickets.get(..20_000).unwrap_or(&tickets);
    check(&calendar, &engine, few);
    let events =
        |tickets: &[Ticket]| Throughput::Elements(tickets.iter().map(|one| one.events().len() as u64).sum());
    let mut group = criterion.benchmark_group("sla");
    group.sample_size(10);

    group.throughput(events(&tickets));
    group.bench_function("batch", |bencher| {
        let mut evaluator = engine.evaluator();
        bencher.iter(|| {
            for ticket in &tickets {
                evaluator.judge(black_box(ticket), as_of());
                evaluator.count();
            }
            evaluator.attainment()
        });
    });
    group.bench_function("floor", |bencher| {
        bencher.iter(|| {
            let seen = tickets.iter().flat_map(|ticket| black_box(ticket).events());
            seen.filter(|event| event.at <= as_of() && event.kind != EventKind::Paused).count()
        });
    });
    group.throughput(events(few));
    group.bench_function("with_reasons", |bencher| {
        bencher.iter(|| few.iter().filter_map(|ticket| engine.evaluate(black_box(ticket), as_of())).count());
    });
    group
        .bench_function("naive", |bencher| bencher.iter(|| naive::count(&calendar, black_box(few), as_of())));
    group.finish();
}

criterion_group!(benches, sla);
criterion_main!(benches);
