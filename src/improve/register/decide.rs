use super::CycleRegister;
use crate::improve::cycle::{
    Cycle, CycleCommand, CycleEvent, CycleGuard, CycleRecord, Phase, ProblemFate, Start,
};
use crate::improve::history::{Command, GuardPolicy, Refusal, Violation};
use crate::quantity::{CycleId, Timestamp};

impl CycleRegister {
    /// What follows from a command to a cycle, for it and for those that it concerns, in the order in which to store and
    /// apply: all of it or nothing.
    ///
    /// Its parent is told of a new child and of each move of one. A cycle that is closed to be adjusted starts the next
    /// one, with its lessons and the problems rolled over to it, below the same parent where that is still open. A problem
    /// that was rolled over to another cycle is added there when this one ends; that cycle must be in Plan.
    ///
    /// # Errors
    /// [`Refusal`], of the command, or of what follows from it.
    pub fn decide(
        &self,
        id: &CycleId,
        command: &Command<CycleCommand>,
        policy: &GuardPolicy<CycleGuard>,
        as_of: Timestamp,
    ) -> Result<Vec<CycleRecord>, Refusal<CycleGuard>> {
        if let CycleCommand::Start(start) = &command.what {
            self.check_start(start)?;
        }
        let mut decision =
            Deciding { register: self, trial: Self::default(), records: Vec::new(), policy, as_of };
        decision.give(id, command)?;
        Ok(decision.records)
    }

    /// What a new cycle refers to must be there, and a parent must be open.
    fn check_start(&self, start: &Start) -> Result<(), Refusal<CycleGuard>> {
        let named = [&start.parent, &start.follows].into_iter().flatten();
        let unknown: Vec<&CycleId> = named.filter(|id| !self.cycles.contains_key(*id)).collect();
        let mut violations = Vec::new();
        if !unknown.is_empty() {
            violations.push(Violation::of(CycleGuard::PartUnknown, unknown));
        }
        let parent = start.parent.as_ref().and_then(|parent| self.get(parent));
        if let Some(parent) = parent.filter(|parent| parent.phase().is_final()) {
            violations.push(Violation::of(CycleGuard::ClosedIsFinal, [parent.id()]));
        }
        if violations.is_empty() { Ok(()) } else { Err(Refusal::Violated { violations }) }
    }
}

/// A decision in the making: the cycles that it has changed so far, and how.
struct Deciding<'a> {
    register: &'a CycleRegister,
    trial: CycleRegister,
    records: Vec<CycleRecord>,
    policy: &'a GuardPolicy<CycleGuard>,
    as_of: Timestamp,
}

impl Deciding<'_> {
    fn now(&self, id: &CycleId) -> Option<&Cycle> {
        self.trial.get(id).or_else(|| self.register.get(id))
    }

    /// One command, and what follows from it.
    fn give(&mut self, id: &CycleId, command: &Command<CycleCommand>) -> Result<(), Refusal<CycleGuard>> {
        let events = self.one(id, command)?;
        for event in events {
            match event {
                CycleEvent::Started(Start { parent: Some(parent), .. }) => {
                    self.tell(&parent, command, CycleCommand::AddChild(id.clone()))?;
                }
                CycleEvent::Advanced { to, .. } => self.moved(id, to, command)?,
                CycleEvent::Cancelled { .. } => {
                    self.moved(id, Phase::Cancelled, command)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// One command to one cycle.
    fn one(
        &mut self,
        id: &CycleId,
        command: &Command<CycleCommand>,
    ) -> Result<Vec<CycleEvent>, Refusal<CycleGuard>> {
        let mut cycle = self.now(id).cloned().unwrap_or_else(|| Cycle::new(id.clone()));
        let records = cycle.decide(command, self.policy, self.as_of)?;
        for record in &records {
            // Deciding has tried it already; a refusal here would be a fault of this crate, and loses nothing.
            let refused =
                |_| Refusal::Violated { violations: vec![Violation::of(CycleGuard::PartRefused, [id])] };
            cycle.apply(record).map_err(refused)?;
        }
        self.trial.cycles.insert(id.clone(), cycle);
        let events = records.iter().map(|record| record.what.clone()).collect();
        self.records.extend(records);
        Ok(events)
    }

    /// What a move of one cycle means to others.
    fn moved(
        &mut self,
        id: &CycleId,
        to: Phase,
        command: &Command<CycleCommand>,
    ) -> Result<(), Refusal<CycleGuard>> {
        let Some(cycle) = self.now(id).cloned() else { return Ok(()) };
        if let Some(parent) = cycle.parent() {
            self.tell(parent, command, CycleCommand::MoveChild { child: id.clone(), to })?;
        }
        if !to.is_final() {
            return Ok(());
        }
        let successor = cycle.successor();
        for (problem, one) in cycle.problems() {
            let ProblemFate::RolledOver { to } = one.fate() else { continue };
            let started = successor.as_ref().is_some_and(|(next, _)| next == to);
            let there = self.now(to).map(|other| other.problems().contains_key(problem));
            match there {
                _ if started => {}
                Some(true) => {}
                Some(false) => {
                    let add = CycleCommand::AddProblem(one.problem().clone());
                    self.one(to, &Command::new(command.by.clone(), add))?;
                }
                None => {
                    let violations = vec![Violation::of(CycleGuard::PartUnknown, [to])];
                    return Err(Refusal::Violated { violations });
                }
            }
        }
        if let Some((next, mut start)) = successor {
            if self.now(&next).is_some() {
                let violations = vec![Violation::of(CycleGuard::PartRepeated, [next])];
                return Err(Refusal::Violated { violations });
            }
            let open = |parent: &CycleId| self.now(parent).is_some_and(|parent| !parent.phase().is_final());
            start.parent = start.parent.filter(open);
            let command = Command::new(command.by.clone(), CycleCommand::Start(start));
            return self.give(&next, &command);
        }
        Ok(())
    }

    /// Tells another cycle, where it is open.
    fn tell(
        &mut self,
        id: &CycleId,
        command: &Command<CycleCommand>,
        what: CycleCommand,
    ) -> Result<(), Refusal<CycleGuard>> {
        if self.now(id).is_none_or(|cycle| cycle.phase().is_final()) {
            return Ok(());
        }
        self.one(id, &Command::new(command.by.clone(), what)).map(drop)
    }
}
