use super::{CycleRegister, OfCycle};
use crate::improve::cycle::{
    Cycle, CycleCommand, CycleEvent, CycleGuard, CycleRecord, Phase, ProblemFate, Start,
};
use crate::improve::history::{Command, GuardPolicy, Refusal, ReplayError, Violation};
use crate::improve::problem::Problem;
use crate::quantity::{CycleId, Timestamp};

impl CycleRegister {
    /// What follows from a command to a cycle, for it and for those that it concerns, in the order in which to store and
    /// apply: all of it or nothing.
    ///
    /// Its parent is told of a new child and of each move of one. A cycle that is closed to be adjusted starts the next
    /// one, with its lessons and the problems rolled over to it, below the same parent where that is still open. A problem
    /// that was rolled over to another open cycle is added there when this one ends.
    ///
    /// # Errors
    /// [`Refusal`], of the command, or of what follows from it, with the cycle that refuses.
    pub fn decide(
        &self,
        id: &CycleId,
        command: &Command<CycleCommand>,
        policy: &GuardPolicy<CycleGuard>,
        as_of: Timestamp,
    ) -> Result<Vec<CycleRecord>, OfCycle<Refusal<CycleGuard>>> {
        match &command.what {
            CycleCommand::Start(start) => self.check_start(start).map_err(|found| refused(id, found))?,
            CycleCommand::AddChild(_) | CycleCommand::MoveChild { .. } => {
                return Err(refused(id, vec![Violation::new(CycleGuard::ToldByRegister)]));
            }
            _ => {}
        }
        let mut decision =
            Deciding { register: self, trial: Self::default(), records: Vec::new(), policy, as_of };
        decision.give(id, command)?;
        Ok(decision.records)
    }

    /// What a new cycle refers to must be there, and a parent must be open.
    fn check_start(&self, start: &Start) -> Result<(), Vec<Violation<CycleGuard>>> {
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
        if violations.is_empty() { Ok(()) } else { Err(violations) }
    }
}

fn refused(cycle: &CycleId, violations: Vec<Violation<CycleGuard>>) -> OfCycle<Refusal<CycleGuard>> {
    OfCycle::new(cycle, Refusal::Violated { violations })
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
    fn give(
        &mut self,
        id: &CycleId,
        command: &Command<CycleCommand>,
    ) -> Result<(), OfCycle<Refusal<CycleGuard>>> {
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
    ) -> Result<Vec<CycleEvent>, OfCycle<Refusal<CycleGuard>>> {
        let mut cycle = self.now(id).cloned().unwrap_or_else(|| Cycle::new(id.clone()));
        let records = cycle.decide(command, self.policy, self.as_of);
        let records = records.map_err(|refusal| OfCycle::new(id, refusal))?;
        for record in &records {
            // Deciding has tried it already; a refusal here would be a fault of this crate, and loses nothing.
            let fault = |error: ReplayError| {
                refused(id, vec![Violation::of(CycleGuard::PartRefused, [error.to_string()])])
            };
            cycle.apply(record).map_err(fault)?;
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
    ) -> Result<(), OfCycle<Refusal<CycleGuard>>> {
        let Some(cycle) = self.now(id).cloned() else { return Ok(()) };
        if let Some(parent) = cycle.parent() {
            self.tell(parent, command, CycleCommand::MoveChild { child: id.clone(), to })?;
        }
        if !to.is_final() {
            return Ok(());
        }
        let successor = cycle.successor();
        for one in cycle.problems().values() {
            let ProblemFate::RolledOver { to } = one.fate() else { continue };
            // The next cycle is started with its problems.
            if successor.as_ref().is_none_or(|(next, _)| next != to) {
                self.roll_over(one.problem(), to, command)?;
            }
        }
        if let Some((next, mut start)) = successor {
            if self.now(&next).is_some() {
                return Err(refused(id, vec![Violation::of(CycleGuard::PartRepeated, [next])]));
            }
            let open = |parent: &CycleId| self.now(parent).is_some_and(|parent| !parent.phase().is_final());
            start.parent = start.parent.filter(open);
            let command = Command::new(command.by.clone(), CycleCommand::Start(start));
            return self.give(&next, &command);
        }
        Ok(())
    }

    /// A problem arrives where it is sent: in an open cycle, which takes it up unless it has that very problem, open.
    fn roll_over(
        &mut self,
        problem: &Problem,
        to: &CycleId,
        command: &Command<CycleCommand>,
    ) -> Result<(), OfCycle<Refusal<CycleGuard>>> {
        let Some(target) = self.now(to) else {
            return Err(refused(to, vec![Violation::of(CycleGuard::PartUnknown, [to])]));
        };
        let known = target.problems().get(&problem.id);
        if !target.phase().is_final()
            && known.is_some_and(|known| known.problem() == problem && !known.fate().is_settled())
        {
            return Ok(());
        }
        let add = CycleCommand::AddProblem(problem.clone());
        self.one(to, &Command::new(command.by.clone(), add)).map(drop)
    }

    /// Tells another cycle, where it is open.
    fn tell(
        &mut self,
        id: &CycleId,
        command: &Command<CycleCommand>,
        what: CycleCommand,
    ) -> Result<(), OfCycle<Refusal<CycleGuard>>> {
        if self.now(id).is_none_or(|cycle| cycle.phase().is_final()) {
            return Ok(());
        }
        self.one(id, &Command::new(command.by.clone(), what)).map(drop)
    }
}
