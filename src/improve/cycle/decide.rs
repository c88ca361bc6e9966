use super::{Cycle, CycleCommand, CycleEvent, CycleGuard, Phase};
use crate::improve::history::{Aggregate, GuardPolicy, Head, Violation};
use crate::quantity::{AgentId, CycleId, Date, Timestamp};

impl Aggregate for Cycle {
    type Id = CycleId;
    type Command = CycleCommand;
    type Event = CycleEvent;
    type Guard = CycleGuard;

    fn id(&self) -> &CycleId {
        &self.id
    }

    fn head(&self) -> Head {
        self.head
    }

    fn set_head(&mut self, head: Head) {
        self.head = head;
    }

    fn events(
        &self,
        command: &CycleCommand,
        by: &AgentId,
        policy: &GuardPolicy<CycleGuard>,
        as_of: Timestamp,
    ) -> Result<Vec<CycleEvent>, Vec<Violation<CycleGuard>>> {
        let mut event = command.event(self.phase);
        // What replaying would refuse, is refused here: a trial shows it.
        self.clone().take_in(&event, by, as_of).map_err(|violation| vec![violation])?;
        let today = policy.day(as_of).ok_or_else(|| vec![Violation::new(CycleGuard::DayOutOfRange)])?;
        if let Some(part) = reported_ahead(&event, today) {
            return Err(vec![Violation::of(CycleGuard::DayAhead, [part])]);
        }
        let (to, waived) = match &mut event {
            CycleEvent::Advanced { to, waived, .. } => (*to, waived),
            CycleEvent::Cancelled { waived, .. } => (Phase::Cancelled, waived),
            _ => return Ok(vec![event]),
        };
        let mut found = self.violations(to, today);
        if matches!(command, CycleCommand::Cancel { reason: None }) {
            found.push(Violation::new(CycleGuard::ReasonMissing));
        }
        let (standing, passed) = policy.split(found);
        *waived = passed;
        if standing.is_empty() { Ok(vec![event]) } else { Err(standing) }
    }

    fn take(&mut self, event: &CycleEvent, by: &AgentId, at: Timestamp) -> Result<(), String> {
        self.take_in(event, by, at).map_err(|violation| violation.to_string())
    }
}

/// The action that is reported to begin or end on a day to come.
fn reported_ahead(event: &CycleEvent, today: Date) -> Option<String> {
    let (action, on) = match event {
        CycleEvent::ActionBegun { action, on } => (action, *on),
        CycleEvent::ActionCompleted { action, outcome } => (action, outcome.on),
        _ => return None,
    };
    (on > today).then(|| action.to_string())
}
