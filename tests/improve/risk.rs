#![cfg(test)]
//! Risks: the matrix is whole and rises, every guard that stands in the way is told, and replaying gives the same.

use proptest::prelude::*;
use service_quality::improve::history::{Command, Guard, GuardPolicy, Recorded, Refusal, ReplayError};
use service_quality::improve::risk::{
    Rating, Risk, RiskCommand, RiskEnd, RiskEvent, RiskGuard, RiskMatrix, RiskRegister, RiskStatus,
};
use service_quality::quantity::{Date, RiskId, Timestamp};

const MATRIX: &str = r#"{"likelihood": [{"en": "rare"}, {"en": "possible"}, {"en": "frequent"}],
    "impact": [{"en": "slight"}, {"en": "grave"}, {"en": "disastrous"}],
    "levels": [{"en": "low"}, {"en": "medium"}, {"en": "high"}], "cells": [[1, 1, 2], [1, 2, 3], [2, 3, 3]]}"#;

fn identify() -> String {
    format!(
        r#"{{"identify": {{"statement": "the only line breaks", "source": {{"nonconformity": "N-1"}}, "owner": "li.wei",
            "criteria": {{"accepted": 1, "matrix": {MATRIX}}}}}}}"#
    )
}

fn rate(likelihood: u8, impact: u8) -> String {
    format!(r#"{{"rate": {{"rating": {{"likelihood": {likelihood}, "impact": {impact}}}, "basis": "x"}}}}"#)
}

fn left(likelihood: u8, impact: u8) -> String {
    rate(likelihood, impact).replace(r#""rate""#, r#""rate_residual""#)
}

const PLAN: &str =
    r#"{"plan_review": {"every": {"first": "2026-03-31", "repeats": {"months": {"on": {"day": 31}}}}}}"#;
const REDUCE: &str = r#"{"treat": {"option": "reduce", "reason": "cheap", "owner": "chen.jie", "due": "2026-06-30",
    "measures": [{"action": "A-1"}]}}"#;
const RETAIN: &str = r#"{"treat": {"option": "retain", "reason": "rare"}}"#;
const ACCEPT: &str = r#"{"accept": {"reason": "we can bear it"}}"#;
const DONE: &str =
    r#"{"treatment_done": {"measure": {"action": "A-1"}, "on": "2026-03-02", "evidence": "order 7"}}"#;
const CLOSE: &str = r#"{"close": {"end": "controlled", "reason": "two lines"}}"#;
const GONE: &str = r#"{"close": {"end": "gone", "reason": "the line is gone"}}"#;
const REOPEN: &str = r#"{"reopen": {"reason": "it is back"}}"#;

#[track_caller]
fn at(day: u32) -> Timestamp {
    format!("2026-03-{day:02}T09:00:00Z").parse().unwrap()
}

#[track_caller]
fn day(text: &str) -> Date {
    text.parse().unwrap()
}

type Events = Vec<Recorded<RiskId, RiskEvent>>;

/// A risk and all its events.
struct Story {
    risk: Risk,
    events: Events,
    policy: GuardPolicy<RiskGuard>,
    /// The last day on which something was wanted.
    day: u32,
}

impl Story {
    fn new() -> Self {
        Self {
            risk: Risk::new("R-1".parse().unwrap()),
            events: Vec::new(),
            policy: GuardPolicy::default(),
            day: 2,
        }
    }

    fn give(&mut self, by: &str, command: &str, day: u32) -> Result<(), Refusal<RiskGuard>> {
        self.day = day;
        let command: RiskCommand = serde_json::from_str(command).unwrap();
        let events = self.risk.decide(&Command::new(by.parse().unwrap(), command), &self.policy, at(day))?;
        for event in &events {
            self.risk.apply(event).unwrap();
        }
        self.events.extend(events);
        Ok(())
    }

    #[track_caller]
    fn told(mut self, commands: &[&str]) -> Self {
        for command in commands {
            self.give("li.wei", command, 2).unwrap();
        }
        self
    }

    #[track_caller]
    fn refused(&mut self, by: &str, command: &str) -> Vec<&'static str> {
        let before = self.risk.clone();
        let codes = self.give(by, command, self.day).unwrap_err().codes();
        assert_eq!(self.risk, before);
        codes
    }
}

#[test]
fn a_risk_goes_from_its_identification_to_its_end() {
    let identify = identify();
    let mut story = Story::new().told(&[&identify, &rate(3, 3), PLAN, REDUCE, DONE, &left(2, 2)]);
    assert_eq!((story.risk.status(), story.risk.level()), (RiskStatus::Controlled, Some(2)));
    assert_eq!(story.risk.inherent().map(|rated| rated.level), Some(3));
    assert_eq!(story.refused("li.wei", CLOSE), ["not_accepted"]);
    story.give("wang.fang", ACCEPT, 3).unwrap();
    assert_eq!(story.risk.acceptance().map(|accepted| accepted.by.as_str()), Some("wang.fang"));
    story.give("li.wei", CLOSE, 4).unwrap();
    assert_eq!(story.refused("li.wei", PLAN), ["already_closed"]);
    assert_eq!(story.risk.next_review(), None);
    story.give("li.wei", REOPEN, 4).unwrap();
    assert_eq!(
        (story.risk.status(), story.risk.residual(), story.risk.acceptance()),
        (RiskStatus::Treated, None, None)
    );
    assert_eq!(story.refused("li.wei", CLOSE), ["residual_missing", "not_accepted"]);
    let undone = &story.risk.undone()[0];
    assert_eq!(
        (undone.closing.what.reason.as_str(), undone.reopening.what.as_str()),
        ("two lines", "it is back")
    );
    assert!(undone.residual.is_some() && undone.acceptance.is_some());
    story.give("li.wei", &left(1, 3), 5).unwrap();
    assert_eq!(story.risk.acceptance(), None, "what was accepted was rated anew");
    assert_eq!(story.risk.is_acceptable(), Some(false));
    story.give("li.wei", REDUCE, 5).unwrap();
    assert_eq!((story.risk.status(), story.risk.residual()), (RiskStatus::Treated, None));
}

#[test]
fn a_refusal_tells_all_that_stands_in_the_way() {
    let identify = identify();
    let mut story = Story::new();
    assert_eq!(story.refused("li.wei", &rate(1, 1)), ["not_identified"]);
    let mut story = Story::new().told(&[&identify]);
    assert_eq!(story.refused("li.wei", &identify), ["already_identified"]);
    assert_eq!(story.refused("li.wei", &rate(4, 0)), ["off_the_scale"]);
    assert_eq!(story.refused("li.wei", ACCEPT), ["accepter_is_owner", "nothing_to_accept"]);
    assert_eq!(story.refused("li.wei", REOPEN), ["not_closed"]);
    let bare = r#"{"treat": {"option": "share", "reason": "x", "due": "2026-03-01"}}"#;
    assert_eq!(
        story.refused("li.wei", bare),
        [
            "rating_missing",
            "treatment_owner_missing",
            "treatment_due_passed",
            "treatment_measure_missing",
            "review_missing",
        ]
    );
    assert_eq!(story.refused("li.wei", CLOSE), ["treatment_missing", "residual_missing"]);
    let mut story = story.told(&[&rate(1, 3), PLAN]);
    assert_eq!(story.refused("li.wei", RETAIN), ["not_accepted"]);
    assert_eq!(story.refused("li.wei", ACCEPT), ["accepter_is_owner", "accepter_is_rater"]);
    let mut accepted = Story::new().told(&[&identify, &rate(1, 3), PLAN]);
    accepted.give("wang.fang", ACCEPT, 2).unwrap();
    assert_eq!(accepted.told(&[RETAIN]).risk.status(), RiskStatus::Treated);
    let mut story = story.told(&[REDUCE]);
    assert_eq!(
        story.refused("chen.jie", &left(3, 3)),
        ["measures_undone", "rater_owns_treatment", "residual_above_inherent"],
        "nobody judges what they did themselves"
    );
    let ahead = r#"{"review": {"on": "2026-03-03", "found": "x"}}"#;
    assert_eq!(story.refused("li.wei", ahead), ["review_ahead"]);
}

#[test]
fn what_is_switched_off_is_written_down() {
    let identify = identify();
    let mut story = Story::new().told(&[&identify, &rate(3, 3), PLAN, REDUCE, DONE]);
    let (reason, by) = ("a team of one".parse().unwrap(), "wang.fang".parse().unwrap());
    story.policy = story.policy.without(RiskGuard::RaterOwnsTreatment, reason, by).unwrap();
    story.give("chen.jie", &left(1, 1), 3).unwrap();
    let waived = &story.events.last().unwrap().what.waived;
    assert_eq!((waived.len(), story.risk.waived().len()), (1, 1));
    assert_eq!(
        waived[0].to_string(),
        "rater_owns_treatment: whoever rates what is left owns the treatment (`chen.jie`); let pass by wang.fang: a team of one"
    );
}

#[test]
fn reviews_come_again_until_they_are_held() {
    let identify = identify();
    let mut story = Story::new().told(&[&identify]);
    assert_eq!(story.risk.next_review(), None);
    story.give("li.wei", PLAN, 2).unwrap();
    assert_eq!(story.risk.next_review(), Some(day("2026-03-31")));
    assert!(!story.risk.is_review_overdue(day("2026-03-31")));
    assert!(story.risk.is_review_overdue(day("2026-04-01")));
    let held = r#"{"review": {"on": "2026-03-31", "found": "nothing new"}}"#;
    story.give("li.wei", held, 31).unwrap();
    assert_eq!(story.risk.next_review(), Some(day("2026-04-30")));
}

#[test]
fn what_is_left_is_rated_after_what_was_to_be_done() {
    let identify = identify();
    let mut story = Story::new().told(&[&identify, &rate(3, 3), PLAN, REDUCE]);
    let refusal = story.give("li.wei", &left(1, 1), 3).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "refused: measures_undone: a measure of the treatment is not carried out (`A-1`)"
    );
    assert_eq!(story.refused("li.wei", &DONE.replace("A-1", "A-2")), ["measure_unknown"]);
    assert_eq!(story.refused("li.wei", &DONE.replace("2026-03-02", "2026-03-04")), ["measure_day"]);
    assert_eq!(story.refused("li.wei", &DONE.replace("2026-03-02", "2026-03-01")), ["measure_day"]);
    story.give("li.wei", DONE, 3).unwrap();
    assert_eq!(story.refused("li.wei", DONE), ["measure_repeated"]);
    story.give("li.wei", &left(1, 1), 3).unwrap();
    // Another treatment is to be carried out anew.
    story.give("li.wei", REDUCE, 3).unwrap();
    assert_eq!(story.refused("li.wei", &left(1, 1)), ["measures_undone"]);
}

#[test]
fn a_review_settles_the_day_that_was_open() {
    let identify = identify();
    let held = |on: &str| format!(r#"{{"review": {{"on": "{on}", "found": "nothing new"}}}}"#);
    let mut once = Story::new().told(&[&identify, r#"{"plan_review": {"on": "2026-03-31"}}"#]);
    once.give("li.wei", &held("2026-03-30"), 30).unwrap();
    assert_eq!(once.risk.next_review(), None);
    assert_eq!(once.risk.reviews()[0].what.found.as_str(), "nothing new");
    let mut again = Story::new().told(&[&identify, PLAN]);
    for early in ["2026-03-28", "2026-03-29"] {
        again.give("li.wei", &held(early), 29).unwrap();
        assert_eq!(again.risk.next_review(), Some(day("2026-04-30")), "each day is settled once");
    }
    // A new plan has its own days.
    again.give("li.wei", r#"{"plan_review": {"on": "2026-04-10"}}"#, 30).unwrap();
    assert_eq!(again.risk.next_review(), Some(day("2026-04-10")));
    for early in [held("2026-03-01"), r#"{"plan_review": {"on": "0001-01-01"}}"#.to_owned()] {
        assert_eq!(again.refused("li.wei", &early), ["review_before_identified"]);
    }
}

#[test]
fn what_vanished_is_closed_untreated() {
    let identify = identify();
    let mut story = Story::new().told(&[&identify]);
    let register = RiskRegister::new([&story.risk], day("2036-01-01"));
    assert_eq!(register.unrated().count(), 1);
    assert_eq!(story.refused("li.wei", CLOSE), ["treatment_missing", "residual_missing"]);
    story.give("li.wei", GONE, 3).unwrap();
    assert_eq!(story.risk.closing().unwrap().what.end, RiskEnd::Gone);
}

#[test]
fn a_forged_closing_is_refused() {
    let mut story = Story::new().told(&[&identify()]);
    story.give("li.wei", GONE, 3).unwrap();
    let mut events = story.events.clone();
    events[1].what.done = serde_json::from_str(CLOSE).unwrap();
    let error = Risk::replay("R-1".parse().unwrap(), &events, at(31)).unwrap_err();
    assert_eq!(error.to_string(), "event 2 cannot have happened: the risk is not treated");
}

#[test]
fn the_register_shows_the_gravest_first() {
    let identify = identify();
    let named = |id: &str, commands: &[&str]| {
        let mut story = Story { risk: Risk::new(id.parse().unwrap()), ..Story::new() };
        story = story.told(&[&identify]).told(commands);
        story.risk
    };
    let risks = [
        Risk::new("nothing".parse().unwrap()),
        named("unrated", &[]),
        named("low", &[&rate(1, 1)]),
        named("controlled", &[&rate(3, 3), PLAN, REDUCE, DONE, &left(2, 2)]),
        named("high", &[&rate(3, 3), PLAN, REDUCE]),
        named("closed", &[&rate(1, 2), PLAN, RETAIN, &left(1, 1), CLOSE]),
    ];
    let register = RiskRegister::new(&risks, day("2026-07-01"));
    let order: Vec<&str> = register.rows().iter().map(|row| row.risk.as_str()).collect();
    assert_eq!(order, ["high", "controlled", "closed", "low", "unrated"]);
    let levels: Vec<_> = register.by_level().into_iter().map(|(level, rows)| (level, rows.len())).collect();
    assert_eq!(levels, [(None, 1), (Some(1), 1), (Some(2), 1), (Some(3), 1)]);
    let overdue: Vec<_> = register.overdue().map(|row| (row.risk.as_str(), row.treatment_overdue)).collect();
    assert_eq!(overdue, [("high", true), ("controlled", false)]);
    assert_eq!(register.unaccepted().count(), 2);
    assert_eq!(register.inherent_cells().get(&Rating::new(3, 3)), Some(&2));
    assert_eq!(register.residual_cells().get(&Rating::new(2, 2)), Some(&1));
    assert_eq!(register.rows()[1].lowered_by(), Some(1));
    let backwards = RiskRegister::new(risks.iter().rev(), day("2026-07-01"));
    assert_eq!(backwards, register);
}

#[test]
fn a_matrix_is_whole_and_rises() {
    let read = |from: &str, to: &str| {
        let changed = MATRIX.replace(from, to);
        assert_ne!(changed, MATRIX);
        serde_json::from_str::<RiskMatrix>(&changed).unwrap_err().to_string()
    };
    assert_eq!(
        read("[2, 3, 3]]", "[2, 1, 3]]"),
        "matrix.cells[2][1] is `1`: allowed is 2 to 3: a level, no lower than that of a lower likelihood or impact"
    );
    assert_eq!(
        read("[1, 2, 3], [2", "[1, 0, 3], [2"),
        "matrix.cells[1][1] is `0`: allowed is 1 to 3: a level, no lower than that of a lower likelihood or impact"
    );
    assert_eq!(
        read("[2, 3, 3]]", "[2, 3, 4]]"),
        "matrix.cells[2][2] is `4`: allowed is 3 to 3: a level, no lower than that of a lower likelihood or impact"
    );
    assert_eq!(read(", [2, 3, 3]]", "]"), "matrix.cells is `2 rows`: allowed is 3, one a likelihood");
    assert_eq!(read("[2, 3, 3]]", "[2, 3]]"), "matrix.cells[2] is `2 cells`: allowed is 3, one an impact");
    assert_eq!(
        read(r#"{"en": "rare"}, "#, ""),
        "matrix.likelihood is `2 of them`: allowed is 3 to 10 of them"
    );
    assert!(RiskMatrix::by_product(vec![], vec![], vec![], &[]).is_err());
}

#[test]
fn events_out_of_place_are_refused() {
    let identify = identify();
    let story = Story::new().told(&[&identify, &rate(3, 3), PLAN, REDUCE]);
    let replay = |events: &Events| Risk::replay("R-1".parse().unwrap(), events, at(31));
    assert_eq!(replay(&story.events).unwrap(), story.risk);
    let mut twice = story.events.clone();
    twice.insert(1, twice[0].clone());
    assert!(matches!(replay(&twice), Err(ReplayError::Repeated { .. })));
    let mut gap = story.events.clone();
    gap.remove(1);
    assert!(matches!(replay(&gap), Err(ReplayError::Missing { .. })));
    assert!(matches!(
        Risk::replay("R-1".parse().unwrap(), &story.events, at(1)),
        Err(ReplayError::Future { .. })
    ));
    let mut again = story.events.clone();
    again[1].what.done = again[0].what.done.clone();
    assert!(matches!(replay(&again), Err(ReplayError::Impossible { .. })));
}

fn commands() -> Vec<String> {
    let review = r#"{"review": {"on": "2026-03-02", "found": "x"}}"#;
    let assign = r#"{"assign": {"owner": "chen.jie"}}"#;
    let fixed = [PLAN, REDUCE, DONE, RETAIN, ACCEPT, CLOSE, GONE, REOPEN, review, assign].map(str::to_owned);
    let rated = [rate(3, 3), rate(1, 1), rate(4, 1), left(2, 2), left(1, 1), left(3, 3), identify()];
    fixed.into_iter().chain(rated).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_commands_leave_a_sound_risk_that_replays(
        plan in proptest::collection::vec((any::<proptest::sample::Index>(), any::<bool>()), 0..40),
    ) {
        let all: Vec<String> = commands();
        let mut story = Story::new().told(&[&identify()]);
        for (which, own) in plan {
            let by = if own { "chen.jie" } else { "li.wei" };
            let before = story.risk.revision();
            match story.give(by, which.get::<String>(&all), 2) {
                Ok(()) => prop_assert_eq!(story.risk.revision(), before + 1),
                Err(refusal) => prop_assert!(!refusal.violations().is_empty()),
            }
            let risk = &story.risk;
            if risk.closing().is_some_and(|closing| closing.what.end == RiskEnd::Controlled) {
                prop_assert_eq!(risk.is_acceptable(), Some(true));
            }
            if let (Some(inherent), Some(residual)) = (risk.inherent(), risk.residual()) {
                prop_assert!(residual.level <= inherent.level);
                let owner = risk.treatment().and_then(|treatment| treatment.owner.as_ref());
                prop_assert!(owner != Some(&residual.by));
            }
        }
        let text = serde_json::to_string(&story.events).unwrap();
        let events: Events = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(Risk::replay("R-1".parse().unwrap(), &events, at(2)).unwrap(), story.risk);
    }

    #[test]
    fn levels_by_product_never_fall(steps in (3_usize..=10, 3_usize..=10), bounds in proptest::collection::btree_set(1_u16..100, 1..9)) {
        let names = |count: usize| (0..count).map(|step| service_quality::quantity::Name::new(&format!("s{step}")).unwrap()).collect::<Vec<_>>();
        let bounds: Vec<u16> = bounds.into_iter().collect();
        let matrix = RiskMatrix::by_product(names(steps.0), names(steps.1), names(bounds.len() + 1), &bounds).unwrap();
        for likelihood in 1..=u8::try_from(steps.0).unwrap() {
            for impact in 1..=u8::try_from(steps.1).unwrap() {
                let product = u16::from(likelihood) * u16::from(impact);
                let expected = 1 + bounds.iter().filter(|bound| **bound < product).count();
                prop_assert_eq!(usize::from(matrix.level(Rating::new(likelihood, impact)).unwrap()), expected);
            }
        }
    }
}

#[test]
fn guards_are_written_as_their_codes() {
    for guard in RiskGuard::ALL {
        assert_eq!(serde_json::to_string(guard).unwrap(), format!("\"{}\"", guard.code()));
    }
}
