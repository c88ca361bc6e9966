//! The host: what it stores, and the three steps of every command: decide, store, apply.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

use serde::Deserialize;
use service_quality::improve::cycle::{Cycle, CycleCommand, CycleGuard, CycleRecord, DueWhat};
use service_quality::improve::history::{Command, GuardPolicy, Refusal};
use service_quality::improve::register::{CycleRegister, OfCycle};
use service_quality::quantity::{CycleId, Date, Language, Timestamp};

/// What somebody wants done, and when they say so: as it comes over the wire.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Given {
    at: Timestamp,
    cycle: CycleId,
    command: Command<CycleCommand>,
}

/// What became of a command: decided, stored and applied, or refused by a cycle.
pub(crate) type Decided = Result<(), OfCycle<Refusal<CycleGuard>>>;

pub(crate) struct Desk {
    pub(crate) policy: GuardPolicy<CycleGuard>,
    pub(crate) register: CycleRegister,
    /// A table of JSON texts whose key is cycle and revision: of two hosts that decide at once, one cannot insert.
    stored: BTreeMap<(CycleId, u64), String>,
}

impl Desk {
    pub(crate) fn new(policy: GuardPolicy<CycleGuard>) -> Self {
        Self { policy, register: CycleRegister::default(), stored: BTreeMap::new() }
    }

    /// Decides a command, stores its events, applies them. A refusal is an answer, not a fault.
    pub(crate) fn give(
        &mut self,
        at: &str,
        cycle: &CycleId,
        command: &Command<CycleCommand>,
    ) -> Result<Decided, Box<dyn Error>> {
        self.decide(at.parse()?, cycle, command)
    }

    fn decide(
        &mut self,
        at: Timestamp,
        cycle: &CycleId,
        command: &Command<CycleCommand>,
    ) -> Result<Decided, Box<dyn Error>> {
        let events = match self.register.decide(cycle, command, &self.policy, at) {
            Ok(events) => events,
            Err(refusal) => return Ok(Err(refusal)),
        };
        for event in events {
            let key = (event.subject.clone(), event.revision);
            if self.stored.insert(key, serde_json::to_string(&event)?).is_some() {
                return Err("somebody else stored that revision".into());
            }
            self.register.apply(&event)?;
        }
        Ok(Ok(()))
    }

    /// What must go through.
    pub(crate) fn done(
        &mut self,
        at: &str,
        cycle: &CycleId,
        by: &str,
        what: CycleCommand,
    ) -> Result<(), Box<dyn Error>> {
        Ok(self.give(at, cycle, &Command::new(by.parse()?, what))??)
    }

    /// What people did, one command after the other.
    pub(crate) fn all(&mut self, given: &[Given]) -> Result<(), Box<dyn Error>> {
        for Given { at, cycle, command } in given {
            self.decide(*at, cycle, command)?.map_err(|refusal| format!("{at}: {refusal}"))?;
        }
        Ok(())
    }

    /// What must be refused, with every reason in both languages.
    pub(crate) fn refused(
        &mut self,
        at: &str,
        cycle: &CycleId,
        command: &Command<CycleCommand>,
    ) -> Result<String, Box<dyn Error>> {
        let Err(refusal) = self.give(at, cycle, command)? else {
            return Err(format!("{at}: this should have been refused").into());
        };
        let (english, chinese) = (Language::English, Language::Chinese);
        let mut text = format!("  {} by {}: REFUSED (被拒绝)\n", day(at), command.by);
        for violation in refusal.error.violations() {
            let _ = writeln!(text, "    {violation}\n      {}", violation.text(chinese));
        }
        if refusal.error.violations().is_empty() {
            let _ =
                writeln!(text, "    {}\n      {}", refusal.error.text(english), refusal.error.text(chinese));
        }
        Ok(text)
    }

    pub(crate) fn cycle(&self, id: &CycleId) -> Result<&Cycle, Box<dyn Error>> {
        Ok(self.register.get(id).ok_or_else(|| format!("no cycle `{id}`"))?)
    }

    /// What is late on a day, and whose it is.
    pub(crate) fn late(&self, today: &str) -> Result<String, Box<dyn Error>> {
        let mut text = String::new();
        for (due, cycle) in self.register.overdue(today.parse::<Date>()?) {
            let owner = due.owner.as_ref().map_or("nobody", |owner| owner.as_str());
            let what = match &due.what {
                DueWhat::Action(action) => format!("the action `{action}`"),
                DueWhat::Check => "the check".to_owned(),
                DueWhat::Goal => "the goal".to_owned(),
            };
            let _ = writeln!(
                text,
                "  {today}, {}: {what} of {owner} is {} ({})",
                cycle.id(),
                due.timeliness,
                due.timeliness.text(Language::Chinese),
            );
        }
        Ok(text)
    }

    /// The stored events, read again.
    pub(crate) fn events(&self) -> Result<Vec<CycleRecord>, Box<dyn Error>> {
        Ok(self.stored.values().map(|text| serde_json::from_str(text)).collect::<Result<_, _>>()?)
    }

    /// Everything from the stored texts alone; it must be what is in memory.
    pub(crate) fn replayed(&self, as_of: &str) -> Result<String, Box<dyn Error>> {
        let events = self.events()?;
        let bytes: usize = self.stored.values().map(String::len).sum();
        let again = CycleRegister::replay(&events, as_of.parse()?)?;
        let same = if again == self.register { "the same" } else { "NOT THE SAME" };
        let findings = again.findings().len();
        Ok(format!("{} events, {bytes} bytes of JSON, replayed: {same}, {findings} findings\n", events.len()))
    }
}

/// The day of an instant that is written down.
fn day(at: &str) -> &str {
    at.split('T').next().unwrap_or(at)
}
