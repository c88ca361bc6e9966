//! Any split into parts, any order, any grouping, through JSON or not: the bytes of one pass over the whole.

use proptest::prelude::*;
use service_quality::indicator::Case;
use service_quality::sla::{Attainment, Evaluation};
use service_quality::standard::{GroupedTally, ServiceTally};
use service_quality::ticket::{EventKind, Fact, Ticket};

use super::sample::{ENGINE, as_of, bytes, config, ticket};

/// Tickets, each with the part that counts it, and the order in which parts are merged.
fn work() -> impl Strategy<Value = (Vec<(Ticket, usize)>, Vec<usize>)> {
    (1_usize..6).prop_flat_map(|parts| {
        let tickets = proptest::collection::vec((ticket(), 0..parts), 0..24);
        (tickets, Just((0..parts).collect::<Vec<_>>()).prop_shuffle())
    })
}

fn fact() -> impl Strategy<Value = Fact> {
    prop_oneof!["department", "priority", "@status", "@open", "@agent", "@reopens", "@rating"]
        .prop_map(|name| name.parse().unwrap())
}

fn tally<'t>(tickets: impl IntoIterator<Item = &'t Ticket>) -> ServiceTally {
    let mut tally = ENGINE.tally();
    for ticket in tickets {
        ENGINE.record(&mut tally, ticket, as_of()).unwrap();
    }
    tally
}

fn grouped<'t>(by: &Fact, tickets: impl IntoIterator<Item = &'t Ticket>) -> GroupedTally {
    let mut tally = ENGINE.tally_by(by.clone());
    for ticket in tickets {
        tally.record(&ENGINE, ticket, as_of()).unwrap();
    }
    tally
}

fn attainment<'e>(evaluations: impl IntoIterator<Item = &'e Evaluation>) -> Attainment {
    let mut attainment = Attainment::default();
    evaluations.into_iter().for_each(|evaluation| attainment.record(evaluation));
    attainment
}

/// Every way to merge that the laws name gives the whole: one after the other, from the back, in pairs, as stored
/// and sent, with nothing added.
fn check<T: Clone + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned>(
    whole: &T,
    parts: &[T],
    empty: &T,
    merge: impl Fn(&mut T, &T),
) -> Result<(), TestCaseError> {
    let whole = bytes(whole);
    let merged = |left: &T, right: &T| {
        let mut sum = left.clone();
        merge(&mut sum, right);
        sum
    };
    let forward = parts.iter().fold(empty.clone(), |sum, part| merged(&sum, part));
    prop_assert_eq!(&bytes(&forward), &whole, "one after the other");
    let backward = parts.iter().rev().fold(empty.clone(), |sum, part| merged(part, &sum));
    prop_assert_eq!(&bytes(&backward), &whole, "from the back");
    let (left, right) = parts.split_at(parts.len() / 2);
    let half = |half: &[T]| half.iter().fold(empty.clone(), |sum, part| merged(&sum, part));
    prop_assert_eq!(&bytes(&merged(&half(left), &half(right))), &whole, "in halves");
    prop_assert_eq!(&bytes(&merged(&half(right), &half(left))), &whole, "in halves, the other way round");
    let sent = parts.iter().map(|part| serde_json::from_str::<T>(&bytes(part)).unwrap());
    let received = sent.fold(empty.clone(), |sum, part| merged(&sum, &part));
    prop_assert_eq!(&received, &forward, "as values");
    prop_assert_eq!(&bytes(&received), &whole, "as stored and sent");
    prop_assert_eq!(&bytes(&merged(&forward, empty)), &whole, "with nothing added");
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn service_tallies((tickets, order) in work()) {
        let part = |part: &usize| tally(tickets.iter().filter(|(_, of)| of == part).map(|(ticket, _)| ticket));
        let parts: Vec<_> = order.iter().map(part).collect();
        let whole = tally(tickets.iter().map(|(ticket, _)| ticket));
        prop_assert_eq!(whole.tickets(), tickets.len() as u64);
        check(&whole, &parts, &ENGINE.tally(), |sum, part| sum.merge(part).unwrap())?;
        let merged = parts.iter().fold(ENGINE.tally(), |mut sum, part| { sum.merge(part).unwrap(); sum });
        prop_assert_eq!(bytes(&ENGINE.score(&merged).unwrap()), bytes(&ENGINE.score(&whole).unwrap()));
    }

    #[test]
    fn grouped_tallies((tickets, order) in work(), by in fact()) {
        let of = |part: &usize| grouped(&by, tickets.iter().filter(|(_, of)| of == part).map(|(ticket, _)| ticket));
        let parts: Vec<_> = order.iter().map(of).collect();
        let whole = grouped(&by, tickets.iter().map(|(ticket, _)| ticket));
        check(&whole, &parts, &ENGINE.tally_by(by.clone()), |sum, part| sum.merge(part).unwrap())?;
        // The groups add up to the ungrouped whole.
        let total = whole.total(&ENGINE).unwrap();
        prop_assert_eq!(bytes(&total), bytes(&tally(tickets.iter().map(|(ticket, _)| ticket))));
    }

    #[test]
    fn attainments((tickets, order) in work()) {
        let evaluate = |ticket: &Ticket| ENGINE.evaluate(ticket, as_of()).evaluations()[0].clone();
        let evaluated: Vec<_> = tickets.iter().map(|(ticket, part)| (evaluate(ticket), *part)).collect();
        let of = |part: &usize| attainment(evaluated.iter().filter(|(_, of)| of == part).map(|(one, _)| one));
        let parts: Vec<_> = order.iter().map(of).collect();
        let whole = attainment(evaluated.iter().map(|(one, _)| one));
        check(&whole, &parts, &Attainment::default(), Attainment::merge)?;
        // Each objective's counts say what became of each ticket: nothing is lost, nothing counted twice.
        for (_, counts) in whole.objectives() {
            prop_assert_eq!(counts.total(), tickets.len() as u64);
        }
    }
}

#[test]
fn a_refused_ticket_leaves_no_trace() {
    let document = super::sample::STANDARD.replace(r#"{"fact": "@rating"}"#, r#"{"fact": "stars"}"#);
    let engine = service_quality::standard::Standard::from_json(&document).unwrap().engine().unwrap();
    let created = "2026-03-02T01:00:00Z".parse().unwrap();
    let ticket = |stars: &str| {
        Ticket::builder("T-1".parse().unwrap())
            .attribute("stars".parse().unwrap(), stars)
            .event(created, EventKind::Created)
            .build()
            .unwrap()
    };
    let mut tally = engine.tally();
    let error = engine.record(&mut tally, &ticket("many"), as_of()).unwrap_err();
    assert!(error.to_string().starts_with("indicator `csat`, ticket `T-1`: fact `stars` is not"), "{error}");
    assert_eq!(tally, engine.tally());
    for by in ["stars", "department"] {
        let mut grouped = engine.tally_by(by.parse().unwrap());
        grouped.record(&engine, &ticket("many"), as_of()).unwrap_err();
        assert_eq!(grouped, engine.tally_by(by.parse().unwrap()), "grouped by {by}");
    }
}

#[test]
fn a_ticket_of_tomorrow_counts_nowhere_today() {
    let ticket = Ticket::builder("T-1".parse().unwrap())
        .event(
            as_of().checked_add(service_quality::quantity::Span::from_seconds(1)).unwrap(),
            EventKind::Created,
        )
        .build()
        .unwrap();
    let mut tally = ENGINE.tally();
    let recorded = ENGINE.record(&mut tally, &ticket, as_of()).unwrap();
    assert_eq!((recorded.outcomes().count(), &tally), (0, &ENGINE.tally()));
    for by in ["department", "@status"] {
        let mut grouped = ENGINE.tally_by(by.parse().unwrap());
        grouped.record(&ENGINE, &ticket, as_of()).unwrap();
        assert_eq!(grouped, ENGINE.tally_by(by.parse().unwrap()), "grouped by {by}");
    }
    let view = ticket.at(as_of());
    for indicator in ENGINE.standard().indicators() {
        let mut tally = indicator.tally().unwrap();
        let case = Case::new(&view).with_evaluations(recorded.evaluations()).unwrap();
        indicator.record(&mut tally, case.with_calendars(ENGINE.calendars())).unwrap();
        assert_eq!((tally.tally().n(), tally.without(), tally.outside()), (0, 0, 1), "{}", indicator.id());
    }
}

/// Tallies that are all but full can only come from a document; a refused ticket leaves no trace in them either.
#[test]
fn a_full_tally_refuses_as_a_whole() {
    let ticket = Ticket::builder("T-1".parse().unwrap())
        .event("2026-03-02T01:00:00Z".parse().unwrap(), EventKind::Created)
        .build()
        .unwrap();
    for id in ["complaint_rate", "reassignment_rate"] {
        let mut stored = serde_json::to_value(ENGINE.tally()).unwrap();
        stored["indicators"][id]["tally"]["share"]["n"] = u64::MAX.into();
        let full: ServiceTally = serde_json::from_value(stored).unwrap();
        let mut tally = full.clone();
        let error = ENGINE.record(&mut tally, &ticket, as_of()).unwrap_err();
        assert!(error.to_string().contains("share tally is full: n would exceed 2^64 - 1"), "{error}");
        assert_eq!(tally, full);
        assert!(tally.merge(&full).is_err());
        assert_eq!(tally, full);
    }

    // A tally that lacks an indicator is not of this standard, whatever it says.
    let mut stored = serde_json::to_value(ENGINE.tally()).unwrap();
    stored["indicators"].as_object_mut().unwrap().remove("csat");
    let mut tally: ServiceTally = serde_json::from_value(stored).unwrap();
    let error = ENGINE.record(&mut tally, &ticket, as_of()).unwrap_err();
    assert!(error.to_string().contains(" lacks indicator `csat`: "), "{error}");
}
