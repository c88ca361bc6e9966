use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{OfCycle, OwnerTimeliness};
use crate::improve::action::ActionProgress;
use crate::improve::cycle::{Cycle, CycleDue, CycleRecord, Phase};
use crate::improve::history::ReplayError;
use crate::quantity::{AgentId, CycleId, Date, Number, Timestamp, Zone};

/// All cycles (改进台账).
///
/// ```
/// use service_quality::improve::cycle::{CycleCommand, Start};
/// use service_quality::improve::history::{Command, GuardPolicy};
/// use service_quality::improve::register::CycleRegister;
///
/// let (policy, now) = (GuardPolicy::default(), "2026-04-01T09:00:00Z".parse()?);
/// let mut register = CycleRegister::default();
/// let mut give = |id: &str, start: Start| -> Result<(), Box<dyn std::error::Error>> {
///     let command = Command::new("wang.fang".parse()?, CycleCommand::Start(start));
///     for event in register.decide(&id.parse()?, &command, &policy, now)? {
///         register.apply(&event)?;
///     }
///     Ok(())
/// };
/// give("year", Start::new("The plan of 2026".parse()?, "wang.fang".parse()?))?;
/// give("2026-3", Start::new("Fewer late answers".parse()?, "li.wei".parse()?).below("year".parse()?))?;
/// let year = register.get(&"year".parse()?).ok_or("not there")?;
/// assert_eq!(year.children().len(), 1, "the parent was told");
/// assert!(register.findings().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CycleRegister {
    pub(super) cycles: BTreeMap<CycleId, Cycle>,
}

impl CycleRegister {
    /// Takes an event of any cycle in. Events of different cycles may come in any order, those of one in theirs.
    ///
    /// # Errors
    /// [`ReplayError`], with nothing changed.
    pub fn apply(&mut self, event: &CycleRecord) -> Result<(), OfCycle<ReplayError>> {
        let of_cycle = |error| OfCycle::new(&event.subject, error);
        if let Some(cycle) = self.cycles.get_mut(&event.subject) {
            return cycle.apply(event).map_err(of_cycle);
        }
        let mut cycle = Cycle::new(event.subject.clone());
        cycle.apply(event).map_err(of_cycle)?;
        self.cycles.insert(event.subject.clone(), cycle);
        Ok(())
    }

    /// All cycles from all their events, none of which lies after an instant.
    ///
    /// # Errors
    /// [`ReplayError`] for the first event that cannot be applied.
    pub fn replay<'e>(
        events: impl IntoIterator<Item = &'e CycleRecord>,
        as_of: Timestamp,
    ) -> Result<Self, OfCycle<ReplayError>> {
        let mut register = Self::default();
        for event in events {
            if event.at > as_of {
                let error = ReplayError::Future { revision: event.revision, at: event.at, as_of };
                return Err(OfCycle::new(&event.subject, error));
            }
            register.apply(event)?;
        }
        Ok(register)
    }

    /// A cycle by its id.
    #[must_use]
    pub fn get(&self, id: &CycleId) -> Option<&Cycle> {
        self.cycles.get(id)
    }

    /// All cycles, by their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Cycle> {
        self.cycles.values()
    }

    /// Those that are neither closed nor cancelled.
    pub fn open(&self) -> impl Iterator<Item = &Cycle> {
        self.iter().filter(|cycle| !cycle.phase().is_final())
    }

    /// How many there are in each phase.
    #[must_use]
    pub fn by_phase(&self) -> BTreeMap<Phase, usize> {
        let mut counts = BTreeMap::new();
        for cycle in self.iter() {
            let count: &mut usize = counts.entry(cycle.phase()).or_default();
            *count = count.saturating_add(1);
        }
        counts
    }

    /// A cycle and those before it, from the first on: what was tried, adjusted and tried again.
    #[must_use]
    pub fn lineage(&self, id: &CycleId) -> Vec<&Cycle> {
        let mut line = self.walk(id, Cycle::follows);
        line.reverse();
        line
    }

    /// A cycle and those above it, up to the greatest.
    #[must_use]
    pub fn ancestry(&self, id: &CycleId) -> Vec<&Cycle> {
        self.walk(id, Cycle::parent)
    }

    /// From cycle to cycle, until one is not there or was met before.
    fn walk<'a>(&'a self, id: &CycleId, next: fn(&Cycle) -> Option<&CycleId>) -> Vec<&'a Cycle> {
        let (mut met, mut line) = (BTreeSet::new(), Vec::new());
        let mut at = self.get(id);
        while let Some(cycle) = at.filter(|cycle| met.insert(cycle.id())) {
            line.push(cycle);
            at = next(cycle).and_then(|id| self.get(id));
        }
        line
    }

    /// What is due, and what is late, in all open cycles, by day.
    #[must_use]
    pub fn due_list(&self, today: Date) -> Vec<(CycleDue, &Cycle)> {
        let mut list: Vec<(CycleDue, &Cycle)> = self
            .open()
            .flat_map(|cycle| cycle.due_list(today).into_iter().map(move |due| (due, cycle)))
            .collect();
        list.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.id().cmp(other.id())));
        list
    }

    /// What of it is late.
    #[must_use]
    pub fn overdue(&self, today: Date) -> Vec<(CycleDue, &Cycle)> {
        self.due_list(today).into_iter().filter(|(due, _)| due.timeliness.is_late()).collect()
    }

    /// How each owner keeps due days, over the actions of all cycles, as first promised: a plan that is moved, or an action
    /// that is cancelled when it is late, does not undo that it was late. What nobody owns stands under none; what was left
    /// open when its cycle ended is not counted.
    #[must_use]
    pub fn by_owner(&self, today: Date, zone: Zone) -> BTreeMap<Option<AgentId>, OwnerTimeliness> {
        let mut owners: BTreeMap<Option<AgentId>, OwnerTimeliness> = BTreeMap::new();
        for cycle in self.iter() {
            let counts = |one: &&ActionProgress| one.status().is_ended() || !cycle.phase().is_final();
            for one in cycle.actions().values().filter(counts) {
                if let Some(timeliness) = one.against_first_plan(today, zone) {
                    owners.entry(one.action().owner().cloned()).or_default().count(timeliness);
                }
            }
        }
        owners
    }

    /// How many days closed cycles took, on average, to a tenth of a day; absent where none is closed.
    #[must_use]
    pub fn mean_days_to_close(&self, zone: Zone) -> Option<Number> {
        let closed = self.iter().filter(|cycle| cycle.phase() == Phase::Closed);
        let days: Vec<u64> = closed.filter_map(|cycle| cycle.days_open(cycle.ended()?, zone)).collect();
        let total = days.iter().fold(0_u64, |total, one| total.saturating_add(*one));
        Number::ratio(total.into(), i128::try_from(days.len()).ok()?, 1)
    }
}
