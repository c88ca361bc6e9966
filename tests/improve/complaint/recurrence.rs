//! What comes back.

use std::collections::BTreeSet;

use proptest::prelude::*;
use service_quality::improve::ImproveError;
use service_quality::improve::complaint::{
    Alternatives, Complaint, ComplaintRecurrence, RecurrenceGround, RecurrenceRule, SameKind, recurrences,
};
use service_quality::improve::cycle::{Cycle, CycleCommand, Start};
use service_quality::improve::history::{Command, Guard, GuardPolicy};
use service_quality::improve::problem::Severity;
use service_quality::quantity::{Language, Span};

use super::{ACCEPTED, CLOSE, Case, answered, at, command, receipt};

#[test]
fn what_comes_back_is_found() {
    let received = |id: &str, customer: &str, category: &str, when: &str| {
        Case::new(id).received(customer, category, when).complaint
    };
    let closed = |id: &str| {
        let case = answered(id).then("li", "2026-03-05T10:00:00Z", r#"{"hear": "accepted"}"#);
        case.then("li", "2026-03-05T11:00:00Z", CLOSE).complaint
    };
    let all = [
        closed("B-1"), // K-1, delay, on 2 March
        received("B-2", "K-2", "delay", "2026-03-08T09:00:00Z"),
        received("B-3", "K-3", "delay", "2026-03-09T08:59:59Z"),
        received("B-4", "K-4", "delay", "2026-03-16T08:59:59Z"),
        received("B-5", "K-5", "billing", "2026-03-08T09:00:00Z"),
        received("B-6", "K-1", "delay", "2026-03-30T09:00:00Z"),
    ];
    let as_of = at("2026-04-01T00:00:00Z");
    let ids = |rule: RecurrenceRule| -> Vec<(RecurrenceGround, Vec<String>, u32)> {
        let found = recurrences(&all, rule, as_of);
        found
            .into_iter()
            .map(|one| (one.ground(), one.complaints().iter().map(ToString::to_string).collect(), one.most()))
            .collect()
    };
    let frequent = |ids: &[&str], most| {
        (RecurrenceGround::Frequent, ids.iter().map(ToString::to_string).collect(), most)
    };
    // B-4 came exactly seven days after B-3, which is no longer within seven days.
    assert_eq!(
        ids(RecurrenceRule::new(SameKind::Category, 3, 7).unwrap()),
        [frequent(&["B-1", "B-2", "B-3"], 3)]
    );
    let week_and_day = ids(RecurrenceRule::new(SameKind::Category, 3, 9).unwrap());
    assert_eq!(week_and_day, [frequent(&["B-1", "B-2", "B-3", "B-4"], 3)]);
    let returned = (RecurrenceGround::Returned, vec!["B-1".to_owned(), "B-6".to_owned()], 2);
    assert!(ids(RecurrenceRule::new(SameKind::Category, 5, 30).unwrap()).contains(&returned));
    assert_eq!(ids(RecurrenceRule::new(SameKind::Customer, 2, 7).unwrap()), []);
    assert_eq!(
        recurrences(&all, RecurrenceRule::new(SameKind::Category, 2, 7).unwrap(), at("2026-03-03T00:00:00Z")),
        []
    );
}

#[test]
fn what_comes_back_becomes_a_problem_of_a_cycle() {
    let mut complaints = Vec::new();
    for (id, day) in [("B-1", "2026-03-02"), ("B-2", "2026-03-04"), ("B-3", "2026-03-09")] {
        let (mut case, when) = (Case::new(id), format!("{day}T09:00:00Z"));
        case.attempt("li", &when, receipt(id, "delay", &when)).unwrap();
        complaints.push(case.complaint);
    }
    let rule = RecurrenceRule::new(SameKind::Category, 3, 14).unwrap();
    let now = at("2026-03-10T09:00:00Z");
    let found = recurrences(&complaints, rule, now);
    assert_eq!(
        found[0].text(Language::Chinese),
        "2026-03-02T09:00:00Z 至 2026-03-09T09:00:00Z，时效类投诉 3 件"
    );
    let problem =
        found[0].to_problem("P-1".parse().unwrap(), Severity::Major, now, Language::Chinese).unwrap();
    assert_eq!(problem.evidence.len(), 3);
    let mut cycle = Cycle::new("C-1".parse().unwrap());
    let start = CycleCommand::Start(Start::new("fewer delays".parse().unwrap(), "li".parse().unwrap()));
    for what in [start, CycleCommand::AddProblem(problem)] {
        let decided = cycle.decide(&Command::new("li".parse().unwrap(), what), &GuardPolicy::default(), now);
        for event in decided.unwrap() {
            cycle.apply(&event).unwrap();
        }
    }
    let missing: Vec<_> =
        cycle.missing(&GuardPolicy::default(), now).iter().map(|one| one.guard.code()).collect();
    assert!(!missing.iter().any(|code| code.starts_with("problem")), "{missing:?}");
}

#[test]
fn a_rule_that_finds_everything_or_nothing_is_refused() {
    let told = |at_least, days| RecurrenceRule::new(SameKind::Cause, at_least, days).unwrap_err().to_string();
    assert_eq!(told(1, 7), "rule.at_least is `1`: allowed is 2 or more: one does not come back");
    assert_eq!(told(2, 0), "rule.within_days is `0`: allowed is 1 to 36500");
    let nothing = Alternatives::new(None, None).unwrap_err();
    assert!(matches!(nothing, ImproveError::NotAllowed { .. }));
    assert!(nothing.to_string().starts_with("alternatives is `nothing`: allowed is `internal`"));
}

#[test]
fn what_is_named_as_repeated_belongs_to_it_and_strangers_do_not() {
    let rule = RecurrenceRule::new(SameKind::Category, 99, 30).unwrap();
    let end = at("2026-04-01T00:00:00Z");
    let closed = |id: &str| {
        let case = answered(id).then("li", "2026-03-05T10:00:00Z", ACCEPTED);
        case.then("li", "2026-03-05T11:00:00Z", CLOSE).complaint
    };
    let later = |id: &str, json: &str| {
        let mut case = Case::new(id);
        let rest = r#""channel": "web", "about": "x", "received_at": "2026-03-06T09:00:00Z""#;
        case.attempt("li", "2026-03-06T09:00:00Z", command(&format!(r#"{{"receive": {{{json}, {rest}}}}}"#)))
            .unwrap();
        case.complaint
    };
    let repeats = later("B-2", r#""customer": "K-9", "category": "complaint_handling", "repeats": "B-1""#);
    let found = recurrences([&repeats, &closed("B-1")], rule, end);
    assert_eq!(
        found[0].text(Language::English),
        "2 complaints of B-1 from 2026-03-02T09:00:00Z to 2026-03-06T09:00:00Z: the same came back"
    );
    let nobody = [later("B-3", r#""category": "delay""#), later("B-4", r#""category": "delay""#)];
    assert_eq!(recurrences(&nobody, RecurrenceRule::new(SameKind::Customer, 2, 30).unwrap(), end), []);
    assert_eq!(recurrences([&closed("B-1"), &nobody[0]], rule, end), []);
    // Who returns after two closings joins both.
    let again = later("B-5", r#""customer": "K-1", "category": "delay""#);
    assert_eq!(recurrences([&closed("B-1"), &closed("B-0"), &again], rule, end)[0].complaints().len(), 3);
}

#[test]
fn a_recurrence_of_nothing_is_refused() {
    let told = |ids: &str, most: u32, first: &str| {
        let json = format!(
            r#"{{"ground": "frequent", "category": "delay", "complaints": [{ids}], "most": {most},
            "first": "{first}", "last": "2026-03-02T09:00:00Z"}}"#
        );
        serde_json::from_str::<ComplaintRecurrence>(&json).map_err(|error| error.to_string())
    };
    let day = "2026-03-02T09:00:00Z";
    assert!(told("", 1, day).unwrap_err().starts_with("recurrence.complaints is `0`: allowed is 2 or more"));
    assert!(
        told(r#""B-1", "B-2""#, 9, day).unwrap_err().starts_with("recurrence.most is `9`: allowed is 1 to 2")
    );
    assert!(
        told(r#""B-1", "B-2""#, 2, "2026-03-03T09:00:00Z").unwrap_err().starts_with("recurrence.last is")
    );
    assert!(told(r#""B-1", "B-2""#, 2, day).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// The sliding window finds what looking at every window finds.
    #[test]
    fn every_full_window_is_in_a_recurrence(hours in prop::collection::vec(0..2_000_i32, 0..14), at_least in 2..5_u32, days in 1..20_u32) {
        let start = at("2026-01-01T00:00:00Z");
        let complaints: Vec<_> = hours.iter().enumerate().map(|(number, hour)| {
            let when = start.checked_add(Span::from_hours(*hour)).unwrap().to_string();
            Case::new(&format!("B-{number:02}")).received(&format!("K-{number}"), "delay", &when).complaint
        }).collect();
        let rule = RecurrenceRule::new(SameKind::Category, at_least, days).unwrap();
        let found = recurrences(&complaints, rule, at("2027-01-01T00:00:00Z"));
        let received = |complaint: &Complaint| complaint.receipt().unwrap().what.received_at;
        let mut full = BTreeSet::new();
        for first in &complaints {
            let end = received(first).checked_add(Span::from_hours(24 * i32::try_from(days).unwrap())).unwrap();
            let window: Vec<_> = complaints.iter().filter(|one| (received(first)..end).contains(&received(one))).collect();
            if window.len() >= usize::try_from(at_least).unwrap() {
                full.extend(window.into_iter().map(|one| one.id().clone()));
            }
        }
        let listed: Vec<_> = found.iter().flat_map(|one| one.complaints().to_vec()).collect();
        prop_assert_eq!(listed.len(), full.len());
        prop_assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), full);
    }
}
