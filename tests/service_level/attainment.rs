//! Attainment by group and period, commitments, and what is still open.

use proptest::prelude::*;
use serde_json::{Value, json};
use service_quality::quantity::{PeriodKind, Share, Span, Timestamp};
use service_quality::sla::{
    Attainment, AttainmentBy, AttainmentRule, BreachRoom, Dated, Denominator, Evaluation, OutcomeCounts,
    Outlook,
};
use service_quality::ticket::ValueRef;

use super::chain::at;

fn rule(dated: Dated, period: PeriodKind) -> AttainmentRule {
    AttainmentRule { by: "department".parse().unwrap(), period, time_zone: "+08:00".parse().unwrap(), dated }
}

const AS_OF: &str = "2026-06-01T00:00:00Z";

fn evaluation(ticket: &str, outcomes: &[Value]) -> Evaluation {
    let policy = if outcomes.is_empty() { Value::Null } else { json!("all") };
    serde_json::from_value(json!({
        "ticket": ticket, "agreement": "desk", "version": "1", "as_of": AS_OF, "policy": policy, "outcomes": outcomes,
    }))
    .unwrap()
}

/// An outcome of `fix` by its verdict, its due time and what is left in hours.
fn outcome(verdict: &Value, due: Option<&str>, left: i64) -> Value {
    let margin = due.map(|_| json!({"working": left * 3_600, "elapsed": left * 7_200}));
    json!({
        "objective": "fix", "target": "resolution", "verdict": verdict, "due": due,
        "used": {"working": 0, "elapsed": 0}, "margin": margin,
    })
}

fn bytes(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

/// The periods of the tickets without a group, and how many outcomes are undated.
fn periods(tally: &AttainmentBy) -> (Vec<String>, u64) {
    let counted = tally.ungrouped();
    (counted.periods().keys().map(ToString::to_string).collect(), counted.undated().total().total())
}

#[test]
fn the_stated_instant_decides_the_period() {
    // 20:00 in UTC is the next day in Shanghai.
    let late = outcome(
        &json!({"breached": {"at": "2026-02-27T20:00:00Z", "finished": "2026-03-31T20:00:00Z"}}),
        Some("2026-02-28T20:00:00Z"),
        -1,
    );
    let ticket = evaluation("T-1", &[late]);
    let opened = at("2025-12-31T15:59:59Z");
    for (dated, period, expected) in [
        (Dated::Opened, PeriodKind::Month, "2025-12"),
        (Dated::Due, PeriodKind::Month, "2026-03"),
        (Dated::Finished, PeriodKind::Month, "2026-04"),
        (Dated::Finished, PeriodKind::Quarter, "2026-Q2"),
        (Dated::Opened, PeriodKind::Year, "2025"),
        (Dated::Opened, PeriodKind::IsoWeek, "2026-W01"),
    ] {
        let mut tally = AttainmentBy::new(rule(dated, period));
        tally.record(None, opened, &ticket);
        assert_eq!(periods(&tally), (vec![expected.to_owned()], 0), "{dated} {period}");
    }
}

#[test]
fn what_has_no_such_instant_is_counted_beside() {
    let running = outcome(&json!("running"), Some("2026-06-02T00:00:00Z"), 8);
    let never = outcome(&json!("paused"), None, 8);
    let far = outcome(&json!({"met": {"at": "9999-12-31T00:00:00Z"}}), Some("2026-06-02T00:00:00Z"), 8);
    let tickets = evaluation("T-1", &[running, never, far]);
    let unmatched = evaluation("T-2", &[]);
    for (dated, dates, beside, unmatched_beside) in
        [(Dated::Opened, 1, 0, 0), (Dated::Due, 1, 1, 1), (Dated::Finished, 0, 3, 1)]
    {
        let mut tally = AttainmentBy::new(rule(dated, PeriodKind::Month));
        tally.record(None, at("2026-05-01T00:00:00Z"), &tickets);
        tally.record(None, at("2026-05-01T00:00:00Z"), &unmatched);
        let (found, undated) = periods(&tally);
        assert_eq!((found.len(), undated), (dates, beside), "{dated}");
        assert_eq!(tally.ungrouped().undated().unmatched(), unmatched_beside, "{dated}");
        assert_eq!(tally.total().total().total().total(), 3, "{dated}: nothing is dropped");
        assert_eq!(tally.total().total().unmatched(), 1, "{dated}");
    }
}

#[test]
fn every_turn_is_counted_in_its_own_period() {
    let mut last = outcome(&json!("running"), Some("2026-06-02T00:00:00Z"), 8);
    let turn = |number: u32, verdict: Value, due: &str| {
        json!({
            "number": number, "started": "2026-03-01T00:00:00Z", "goal": null, "verdict": verdict, "due": due,
            "used": {"working": 0, "elapsed": 0}, "paused": {"working": 0, "elapsed": 0}, "margin": null,
        })
    };
    last["earlier"] = json!([
        turn(1, json!({"met": {"at": "2026-03-02T00:00:00Z"}}), "2026-04-03T00:00:00Z"),
        turn(2, json!({"cancelled": {"at": "2026-03-05T00:00:00Z"}}), "2026-05-03T00:00:00Z"),
    ]);
    let ticket = evaluation("T-1", &[last]);
    for (dated, months, beside) in [
        (Dated::Due, vec!["2026-04", "2026-05", "2026-06"], 0),
        (Dated::Finished, vec!["2026-03"], 2),
        (Dated::Opened, vec!["2026-03"], 0),
    ] {
        let mut tally = AttainmentBy::new(rule(dated, PeriodKind::Month));
        tally.record(None, at("2026-03-01T00:00:00Z"), &ticket);
        assert_eq!(periods(&tally), (months.into_iter().map(str::to_owned).collect(), beside), "{dated}");
        let mut plain = Attainment::default();
        plain.record(&ticket);
        assert_eq!(tally.total().total(), plain);
    }
}

#[test]
fn groups_are_named_by_the_value() {
    let met = evaluation("T-1", &[outcome(&json!({"met": {"at": "2026-03-02T12:00:00Z"}}), None, 1)]);
    let mut tally = AttainmentBy::new(rule(Dated::Finished, PeriodKind::Month));
    let opened = at("2026-03-01T00:00:00Z");
    for group in
        [Some(ValueRef::Text("网络部")), Some(ValueRef::Number(3.into())), Some(ValueRef::Flag(true)), None]
    {
        tally.record(group, opened, &met);
    }
    assert_eq!(tally.groups().keys().collect::<Vec<_>>(), ["3", "yes", "网络部"]);
    assert_eq!(tally.ungrouped().total().total().met, 1);
    assert_eq!(tally.total().total().of(&"fix".parse().unwrap()).met, 4);
}

#[test]
fn tallies_by_different_rules_do_not_merge() {
    let mut month = AttainmentBy::new(rule(Dated::Due, PeriodKind::Month));
    let before = month.clone();
    let other = AttainmentBy::new(rule(Dated::Finished, PeriodKind::Year));
    assert_eq!(
        month.merge(&other).unwrap_err().to_string(),
        "tallies by department and by year (+08:00) in which they were finished and by department and by month (+08:00) in \
         which they were due do not merge: make both by one rule"
    );
    assert_eq!(month, before);
}

#[test]
fn a_stored_tally_holds_periods_of_its_own_kind() {
    let stored = |place: &str, period: &str| {
        let counted = json!({"periods": {period: {"objectives": {"fix": {"met": 1}}}}});
        let mut text = json!({"rule": rule(Dated::Due, PeriodKind::Month), "groups": {}});
        if place == "ungrouped" {
            text["ungrouped"] = counted;
        } else {
            text["groups"][place] = counted;
        }
        serde_json::from_value::<AttainmentBy>(text).map_err(|error| error.to_string())
    };
    assert!(stored("north", "2026-03").is_ok());
    let error =
        "groups[`north`].periods: period `2026-Q1` is no month: store each kind in a tally of its own";
    assert_eq!(stored("north", "2026-Q1").unwrap_err(), error);
    let error = stored("ungrouped", "2026-03-01/2026-04-01").unwrap_err();
    assert!(error.starts_with("ungrouped.periods: period `2026-03-01/2026-04-01` is no month"), "{error}");
    let twice = format!(
        r#"{{"rule": {}, "groups": {{"a": {{"periods": {{}}}}, "a": {{"periods": {{}}}}}}}}"#,
        bytes(&rule(Dated::Due, PeriodKind::Month))
    );
    let error = serde_json::from_str::<AttainmentBy>(&twice).unwrap_err().to_string();
    assert!(error.starts_with("`a` is given twice"), "{error}");
}

fn instants() -> impl Strategy<Value = Timestamp> {
    (0_i64..12_000).prop_map(|hours| Timestamp::from_seconds(1_767_225_600 + hours * 3_600).unwrap())
}

/// A ticket's group, opening and evaluation.
fn tickets() -> impl Strategy<Value = (Option<String>, Timestamp, Evaluation)> {
    let verdict = prop_oneof![
        Just(json!("running")),
        Just(json!("paused")),
        Just(json!("not_applicable")),
        Just(json!("not_started")),
        instants().prop_map(|at| json!({"cancelled": {"at": at}})),
        instants().prop_map(|at| json!({"met": {"at": at}})),
        instants().prop_map(|at| json!({"breached": {"at": at, "finished": null}})),
        (instants(), instants())
            .prop_map(|(at, finished)| json!({"breached": {"at": at, "finished": finished}})),
    ];
    let outcome = (verdict, prop::option::of(instants()), "fix|reply", -9_i64..9).prop_map(
        |(verdict, due, objective, left)| {
            let mut outcome = outcome(&verdict, None, left);
            outcome["due"] = json!(due);
            outcome["margin"] = json!(due.map(|_| json!({"working": left, "elapsed": left})));
            outcome["objective"] = json!(objective);
            outcome
        },
    );
    let outcomes = prop::collection::vec(outcome, 0..4);
    (prop::option::of("[ab]"), instants(), "T-[1-9]", outcomes)
        .prop_map(|(group, opened, ticket, outcomes)| (group, opened, evaluation(&ticket, &outcomes)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_split_and_order_gives_equal_bytes(
        tickets in prop::collection::vec((tickets(), 0_usize..3), 0..12),
        order in Just([0_usize, 1, 2]).prop_shuffle(),
        dated in prop_oneof![Just(Dated::Opened), Just(Dated::Due), Just(Dated::Finished)],
    ) {
        let empty = AttainmentBy::new(rule(dated, PeriodKind::Month));
        let (mut whole, mut parts) = (empty.clone(), vec![empty.clone(); 3]);
        let mut plain = Attainment::default();
        let mut outlook = Outlook::new(at(AS_OF));
        let mut outlooks = vec![outlook.clone(); 3];
        for ((group, opened, evaluation), part) in &tickets {
            let group = group.as_deref().map(ValueRef::Text);
            whole.record(group, *opened, evaluation);
            parts[*part].record(group, *opened, evaluation);
            plain.record(evaluation);
            outlook.record(evaluation).unwrap();
            outlooks[*part].record(evaluation).unwrap();
        }
        let (mut merged, mut merged_outlook) = (empty, Outlook::new(at(AS_OF)));
        for part in order {
            merged.merge(&parts[part]).unwrap();
            merged_outlook.merge(&outlooks[part]).unwrap();
        }
        prop_assert_eq!(bytes(&merged), bytes(&whole));
        prop_assert_eq!(bytes(&whole.total().total()), bytes(&plain));
        let back: AttainmentBy = serde_json::from_str(&bytes(&whole)).unwrap();
        prop_assert_eq!(bytes(&back), bytes(&whole));
        prop_assert_eq!(bytes(&merged_outlook), bytes(&outlook));
        prop_assert!(outlook.pending().iter().map(|pending| (pending.due.is_none(), pending.due)).is_sorted());
    }

    #[test]
    fn a_commitment_is_that_of_exact_fractions(met in 0_u64..400, late in 0_u64..400, parts in 0_u32..=1_000_000_000) {
        let target: Share = format!("0.{parts:09}").parse().unwrap_or(Share::ONE);
        let parts = u128::from(if target == Share::ONE { 1_000_000_000 } else { parts });
        let counts = OutcomeCounts { met, late, ..OutcomeCounts::default() };
        let commitment = counts.commitment(target, Denominator::Decided);
        let of = u128::from(met + late);
        let reaches = |met: u64| u128::from(met) * 1_000_000_000 >= parts * of;
        prop_assert_eq!(commitment.kept, (of > 0).then_some(reaches(met)));
        match commitment.room {
            BreachRoom::Left(room) => prop_assert!(reaches(met - room) && (met == room || !reaches(met - room - 1))),
            BreachRoom::Exceeded(many) => prop_assert!(reaches(met + many) && !reaches(met + many - 1)),
        }
    }
}

#[test]
fn the_outlook_lists_what_runs_by_due_time() {
    let due = |verdict: &str, due: Option<&str>, left: i64| outcome(&json!(verdict), due, left);
    let mut outlook = Outlook::new(at(AS_OF));
    for (ticket, outcome) in [
        ("T-1", due("running", Some("2026-06-01T08:00:00Z"), 2)),
        ("T-2", due("running", Some("2026-06-01T04:00:00Z"), 4)),
        ("T-3", due("paused", Some("2026-06-01T01:00:00Z"), 1)),
        ("T-4", due("running", None, 0)),
        ("T-5", due("not_applicable", None, 0)),
        ("T-6", outcome(&json!({"breached": {"at": AS_OF, "finished": null}}), Some(AS_OF), -1)),
    ] {
        outlook.record(&evaluation(ticket, &[outcome])).unwrap();
    }
    let names = |found: Vec<&service_quality::sla::Pending>| -> Vec<String> {
        found.iter().map(|pending| pending.ticket.to_string()).collect()
    };
    assert_eq!(names(outlook.pending().iter().collect()), ["T-3", "T-2", "T-1", "T-4"]);
    assert_eq!(names(outlook.due_within(Span::from_hours(4)).collect()), ["T-2"]);
    assert_eq!(names(outlook.due_within(Span::from_hours(8)).collect()), ["T-2", "T-1"]);
    assert_eq!(names(outlook.predicted(Span::from_hours(3)).collect()), ["T-1"]);
    let counts = outlook.counts(Span::from_hours(4), Span::from_hours(3));
    assert_eq!((counts.pending, counts.paused, counts.due, counts.predicted), (4, 1, 1, 1));
    let later = Outlook::new(at("2026-06-02T00:00:00Z")).record(&evaluation("T-1", &[])).unwrap_err();
    assert!(later.to_string().starts_with("instant `2026-06-01T00:00:00Z` met an outlook at"), "{later}");
}
