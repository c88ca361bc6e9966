//! Cycles of cycles.

use proptest::prelude::*;
use proptest::sample::Index;
use service_quality::improve::cycle::{
    Cycle, CycleCommand, CycleEvent, CycleGuard, CycleRecord, Decision, Phase, ProblemFate, Start,
};
use service_quality::improve::history::{Command, Guard, GuardPolicy, Refusal};
use service_quality::improve::problem::{Problem, ProblemSource, Severity};
use service_quality::improve::register::{CycleRegister, OfCycle, RegisterFinding};
use service_quality::quantity::{ProblemId, Span, Timestamp, Zone};

fn now(hours: i32) -> Timestamp {
    let first: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
    first.checked_add(Span::from_hours(hours)).unwrap()
}

/// All that can be switched off is off: the order of things is what is tested here.
fn open() -> GuardPolicy<CycleGuard> {
    CycleGuard::ALL
        .iter()
        .filter(|guard| guard.can_be_switched_off())
        .fold(GuardPolicy::default(), |policy, guard| {
            policy.without(*guard, "a test".parse().unwrap(), "boss".parse().unwrap()).unwrap()
        })
}

/// Switches off all but what keeps cycles together.
fn together() -> GuardPolicy<CycleGuard> {
    let kept = [CycleGuard::ChildCycleOpen, CycleGuard::UnresolvedProblemNotRolledOver];
    CycleGuard::ALL
        .iter()
        .filter(|guard| guard.can_be_switched_off() && !kept.contains(guard))
        .fold(GuardPolicy::default(), |policy, guard| {
            policy.without(*guard, "a test".parse().unwrap(), "boss".parse().unwrap()).unwrap()
        })
}

#[derive(Default)]
struct Desk {
    register: CycleRegister,
    log: Vec<CycleRecord>,
    hours: i32,
}

impl Desk {
    fn try_give(&mut self, id: &str, what: CycleCommand) -> Result<(), OfCycle<Refusal<CycleGuard>>> {
        self.hours += 1;
        let command = Command::new("boss".parse().unwrap(), what);
        let records = self.register.decide(&id.parse().unwrap(), &command, &together(), now(self.hours))?;
        for record in &records {
            self.register.apply(record).unwrap();
        }
        self.log.extend(records);
        Ok(())
    }

    #[track_caller]
    fn give(&mut self, id: &str, what: CycleCommand) {
        self.try_give(id, what).unwrap_or_else(|refusal| panic!("{refusal}"));
    }

    #[track_caller]
    fn refused(&mut self, id: &str, what: CycleCommand) -> Vec<&'static str> {
        let before = self.register.clone();
        let refusal = self.try_give(id, what).unwrap_err();
        assert_eq!(self.register, before, "nothing changed");
        refusal.error.codes()
    }

    fn start(&mut self, id: &str, parent: Option<&str>) {
        let mut start = start();
        start.parent = parent.map(|parent| parent.parse().unwrap());
        self.give(id, CycleCommand::Start(start));
    }

    fn to(&mut self, id: &str, end: Phase) {
        while self.phase(id) != end {
            let to = self.phase(id).next().unwrap();
            self.give(id, CycleCommand::Advance(to));
        }
    }

    fn phase(&self, id: &str) -> Phase {
        self.get(id).phase()
    }

    fn get(&self, id: &str) -> &Cycle {
        self.register.get(&id.parse().unwrap()).unwrap()
    }
}

fn start() -> Start {
    Start::new("better".parse().unwrap(), "boss".parse().unwrap())
}

fn problem(id: &str) -> Problem {
    let source = ProblemSource::Reported { by: "boss".parse().unwrap() };
    Problem::new(id.parse().unwrap(), "bad".parse().unwrap(), source, Severity::Major, now(0))
}

fn rolled_over(problem: &str, to: &str) -> CycleCommand {
    let fate = ProblemFate::RolledOver { to: to.parse().unwrap() };
    CycleCommand::SettleProblem { problem: problem.parse().unwrap(), fate }
}

fn adjust(next: &str) -> CycleCommand {
    let lessons = vec!["ask the night shift first".parse().unwrap()];
    CycleCommand::Decide(Decision::Adjust { next: Some(next.parse().unwrap()), lessons })
}

#[test]
fn a_parent_waits_for_its_children_and_is_told_of_each() {
    let mut desk = Desk::default();
    desk.start("year", None);
    desk.start("a", Some("year"));
    desk.start("b", Some("year"));
    desk.to("a", Phase::Closed);
    desk.to("year", Phase::Act);
    assert_eq!(desk.refused("year", CycleCommand::Advance(Phase::Closed)), ["child_cycle_open"]);
    desk.give("b", CycleCommand::Cancel { reason: Some("merged".parse().unwrap()) });
    desk.to("year", Phase::Closed);
    let told: Vec<_> = desk.get("year").children().values().copied().collect();
    assert_eq!(told, [Phase::Closed, Phase::Cancelled]);
    assert_eq!(desk.register.findings(), []);
    assert_eq!(desk.register.by_phase()[&Phase::Closed], 2);
}

#[test]
fn an_adjusted_cycle_is_followed_by_one_with_its_lessons_and_problems() {
    let mut desk = Desk::default();
    desk.start("year", None);
    desk.start("first", Some("year"));
    for id in ["p1", "p2", "p3"] {
        desk.give("first", CycleCommand::AddProblem(problem(id)));
    }
    desk.to("first", Phase::Act);
    desk.give("first", adjust("second"));
    desk.give("first", rolled_over("p1", "second"));
    let solved = ProblemFate::Resolved { evidence: "none since May".parse().unwrap() };
    desk.give("first", CycleCommand::SettleProblem { problem: "p2".parse().unwrap(), fate: solved });
    assert_eq!(
        desk.refused("first", CycleCommand::Advance(Phase::Closed)),
        ["unresolved_problem_not_rolled_over"]
    );
    desk.give("first", rolled_over("p3", "second"));
    desk.give("first", CycleCommand::Advance(Phase::Closed));

    let second = desk.get("second");
    assert_eq!(second.phase(), Phase::Plan);
    assert_eq!(second.follows(), Some(&"first".parse().unwrap()));
    assert_eq!(second.parent(), Some(&"year".parse().unwrap()));
    assert_eq!(second.lessons().len(), 1);
    assert_eq!(second.problems().keys().map(ProblemId::as_str).collect::<Vec<_>>(), ["p1", "p3"]);
    assert!(desk.get("year").children().contains_key("second"));
    let line: Vec<_> =
        desk.register.lineage(&"second".parse().unwrap()).iter().map(|one| one.id().as_str()).collect();
    assert_eq!(line, ["first", "second"]);
    assert_eq!(desk.register.findings(), []);
}

#[test]
fn a_problem_rolled_over_elsewhere_arrives_there_or_stays() {
    let mut desk = Desk::default();
    desk.start("first", None);
    desk.give("first", CycleCommand::AddProblem(problem("p1")));
    desk.to("first", Phase::Act);
    desk.give("first", CycleCommand::Decide(Decision::Abandon { reason: Some("too dear".parse().unwrap()) }));
    assert_eq!(desk.refused("first", rolled_over("p1", "first")), ["part_repeated"], "not to itself");
    desk.give("first", rolled_over("p1", "other"));
    assert_eq!(desk.refused("first", CycleCommand::Advance(Phase::Closed)), ["part_unknown"]);
    desk.start("other", None);
    let mut namesake = problem("p1");
    namesake.what = "dirty floor".parse().unwrap();
    desk.give("other", CycleCommand::AddProblem(namesake));
    assert_eq!(
        desk.refused("first", CycleCommand::Advance(Phase::Closed)),
        ["part_repeated"],
        "another of its name"
    );
    let close = Command::new("boss".parse().unwrap(), CycleCommand::Advance(Phase::Closed));
    let refusal = desk.register.decide(&"first".parse().unwrap(), &close, &together(), now(99)).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "cycle `other`: refused: part_repeated: there is such a part of the cycle already (`p1`)"
    );
    desk.start("ended", None);
    desk.give("ended", CycleCommand::Cancel { reason: None });
    desk.give("first", rolled_over("p1", "ended"));
    assert_eq!(desk.refused("first", CycleCommand::Advance(Phase::Closed)), ["closed_is_final"]);
    desk.start("third", None);
    desk.to("third", Phase::Check);
    desk.give("first", rolled_over("p1", "third"));
    desk.give("first", CycleCommand::Advance(Phase::Closed));
    assert!(desk.get("third").problems().contains_key("p1"), "whatever phase it is in");
    assert_eq!(
        desk.refused("third", CycleCommand::Cancel { reason: None }),
        ["unresolved_problem_not_rolled_over"]
    );
    assert_eq!(desk.register.findings(), []);
}

#[test]
fn a_problem_that_goes_to_and_fro_is_not_lost() {
    let mut desk = Desk::default();
    desk.start("m", None);
    desk.start("n", None);
    desk.give("m", CycleCommand::AddProblem(problem("p1")));
    desk.give("m", rolled_over("p1", "n"));
    desk.give("m", CycleCommand::Cancel { reason: None });
    desk.give("n", rolled_over("p1", "m"));
    assert_eq!(desk.refused("n", CycleCommand::Cancel { reason: None }), ["closed_is_final"]);
}

#[test]
fn what_was_dropped_stays_to_be_seen() {
    let mut desk = Desk::default();
    desk.start("m", None);
    desk.start("n", None);
    desk.give("m", CycleCommand::AddProblem(problem("p1")));
    desk.give("m", rolled_over("p1", "n"));
    desk.give("m", CycleCommand::Cancel { reason: None });
    let drop =
        CycleCommand::DropProblem { problem: "p1".parse().unwrap(), reason: "mistaken".parse().unwrap() };
    desk.give("n", drop);
    assert!(matches!(desk.get("n").problems()["p1"].fate(), ProblemFate::Dropped { .. }));
    assert_eq!(desk.register.findings(), []);
}

#[test]
fn a_register_tells_parents_itself() {
    let mut desk = Desk::default();
    desk.start("year", None);
    desk.start("a", Some("year"));
    let moved = |to| CycleCommand::MoveChild { child: "a".parse().unwrap(), to };
    assert_eq!(desk.refused("year", moved(Phase::Closed)), ["told_by_register"]);
    assert_eq!(desk.refused("year", CycleCommand::AddChild("ghost".parse().unwrap())), ["told_by_register"]);
    // A host without a register keeps the order too: what has ended stays so.
    let mut alone = desk.get("year").clone();
    let give = |cycle: &mut Cycle, to| {
        let records = cycle.decide(&Command::new("boss".parse().unwrap(), moved(to)), &together(), now(99));
        records.map(|records| records.iter().for_each(|record| cycle.apply(record).unwrap()))
    };
    give(&mut alone, Phase::Closed).unwrap();
    assert_eq!(give(&mut alone, Phase::Plan).unwrap_err().codes(), ["closed_is_final"]);
}

#[test]
fn owners_answer_for_what_they_first_promised() {
    use service_quality::improve::action::{Action, ActionKind};
    let mut desk = Desk::default();
    desk.start("a", None);
    let action = |id: &str, due: &str| {
        Action::new(id.parse().unwrap(), ActionKind::Corrective, "do it".parse().unwrap())
            .owned_by("li".parse().unwrap())
            .due(due.parse().unwrap())
    };
    for id in ["moved", "given_up", "left"] {
        desk.give("a", CycleCommand::PlanAction(action(id, "2026-03-03")));
    }
    let moved = action("moved", "2026-09-01");
    desk.give("a", CycleCommand::ReplanAction { action: moved, reason: "ill".parse().unwrap() });
    desk.hours = 24 * 9;
    desk.give("a", CycleCommand::CancelAction { action: "given_up".parse().unwrap(), reason: None });
    let count = |desk: &Desk, day: &str| {
        let owners = desk.register.by_owner(day.parse().unwrap(), Zone::utc());
        owners.get(&Some("li".parse().unwrap())).copied().unwrap_or_default()
    };
    assert_eq!((count(&desk, "2026-03-20").overdue, count(&desk, "2026-03-20").open), (3, 0));
    assert_eq!(count(&desk, "2026-03-03").open, 2, "as of a day before");
    desk.give("a", CycleCommand::Cancel { reason: None });
    assert_eq!(count(&desk, "2026-03-20").overdue, 1, "what ends with its cycle is late no more");
}

#[test]
fn a_start_names_what_is_there_and_open() {
    let mut desk = Desk::default();
    let below = |parent: &str| CycleCommand::Start(start().below(parent.parse().unwrap()));
    assert_eq!(desk.refused("a", below("nowhere")), ["part_unknown"]);
    assert_eq!(desk.refused("a", below("a")), ["part_unknown"], "nor is it a part of itself");
    desk.start("old", None);
    desk.give("old", CycleCommand::Cancel { reason: None });
    assert_eq!(desk.refused("a", below("old")), ["closed_is_final"]);
    desk.start("a", None);
    assert_eq!(desk.refused("a", CycleCommand::Start(start())), ["already_started"]);
    desk.to("a", Phase::Act);
    desk.give("a", adjust("old"));
    assert_eq!(desk.refused("a", CycleCommand::Advance(Phase::Closed)), ["part_repeated"], "the id is taken");
    assert_eq!(desk.refused("never", CycleCommand::Advance(Phase::Do)), ["not_started"]);
}

#[test]
fn histories_made_without_the_register_are_found_out() {
    let mut register = CycleRegister::default();
    let mut start = |id: &str, parent: Option<&str>, follows: Option<&str>| {
        let mut start = start();
        start.parent = parent.map(|id| id.parse().unwrap());
        start.follows = follows.map(|id| id.parse().unwrap());
        let record = CycleRecord::new(
            id.parse().unwrap(),
            1,
            now(0),
            "boss".parse().unwrap(),
            CycleEvent::Started(start),
        );
        register.apply(&record).unwrap();
    };
    start("a", Some("b"), None);
    start("b", Some("c"), None);
    start("c", Some("a"), Some("gone"));
    start("d", Some("nowhere"), None);
    let told: Vec<String> = register.findings().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "`d` is a part of `nowhere`, which is not there",
            "`a` is a part of itself",
            "`b` is a part of itself",
            "`c` is a part of itself",
            "`a` is in plan, which its parent `b` was not told",
            "`b` is in plan, which its parent `c` was not told",
            "`c` is in plan, which its parent `a` was not told",
            "`c` follows `gone`, which is not there",
        ]
    );
    assert_eq!(register.ancestry(&"a".parse().unwrap()).len(), 3, "a loop has an end");
    assert!(register.lineage(&"nobody".parse().unwrap()).is_empty());
}

#[test]
fn a_lost_successor_is_found_out() {
    let mut desk = Desk::default();
    desk.start("first", None);
    desk.give("first", CycleCommand::AddProblem(problem("p1")));
    desk.to("first", Phase::Act);
    desk.give("first", adjust("second"));
    desk.give("first", rolled_over("p1", "second"));
    desk.give("first", CycleCommand::Advance(Phase::Closed));
    let kept: Vec<_> = desk.log.iter().filter(|record| record.subject.as_str() == "first").collect();
    let register = CycleRegister::replay(kept, now(99)).unwrap();
    let (cycle, next) = ("first".parse().unwrap(), "second".parse().unwrap());
    assert!(register.findings().contains(&RegisterFinding::SuccessorMissing { cycle, next }));
    assert_eq!(register.findings().len(), 2, "and its problem is lost");
}

#[test]
fn days_to_close_are_counted_in_a_zone() {
    let mut desk = Desk::default();
    assert_eq!(desk.register.mean_days_to_close(Zone::utc()), None);
    desk.start("a", None);
    desk.hours = 14; // 23:00 and later
    desk.to("a", Phase::Closed);
    let days = |zone: &str| desk.register.mean_days_to_close(zone.parse().unwrap()).unwrap().to_string();
    assert_eq!((days("UTC").as_str(), days("-06:00").as_str()), ("1", "0"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Streams of different cycles may be mixed in any way.
    #[test]
    fn events_of_different_cycles_come_in_any_order(picks in proptest::collection::vec(any::<Index>(), 64), moves in 1_usize..20) {
        let mut desk = Desk::default();
        desk.start("year", None);
        desk.start("a", Some("year"));
        desk.start("b", Some("year"));
        for pick in picks.iter().take(moves) {
            let ids: Vec<String> = desk.register.open().map(|cycle| cycle.id().to_string()).collect();
            if ids.is_empty() { break; }
            let id = &ids[pick.index(ids.len())];
            let to = desk.phase(id).next().unwrap();
            let _ = desk.try_give(id, CycleCommand::Advance(to));
        }
        let mut streams: Vec<Vec<&CycleRecord>> = ["year", "a", "b"]
            .iter()
            .map(|id| desk.log.iter().rev().filter(|record| record.subject.as_str() == *id).collect())
            .collect();
        let mut mixed = Vec::new();
        let mut at = 0;
        while streams.iter().any(|stream| !stream.is_empty()) {
            streams.retain(|stream| !stream.is_empty());
            let pick = picks[at % picks.len()].index(streams.len());
            mixed.extend(streams[pick].pop());
            at += 1;
        }
        let replayed = CycleRegister::replay(mixed, now(999)).unwrap();
        prop_assert_eq!(&replayed, &desk.register);
        prop_assert_eq!(replayed.findings(), []);
    }
}

#[test]
fn an_open_policy_keeps_the_order_of_things() {
    let cycle = Cycle::new("a".parse().unwrap());
    let start = Command::new("boss".parse().unwrap(), CycleCommand::Start(start()));
    let mut started = cycle;
    for record in started.decide(&start, &open(), now(0)).unwrap() {
        started.apply(&record).unwrap();
    }
    for to in [Phase::Plan, Phase::Check, Phase::Act, Phase::Closed, Phase::Cancelled] {
        let command = Command::new("boss".parse().unwrap(), CycleCommand::Advance(to));
        assert_eq!(started.decide(&command, &open(), now(1)).unwrap_err().codes(), ["phase_skipped"]);
    }
}
