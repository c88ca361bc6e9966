use super::{Cycle, CycleCommand, CycleEvent, CycleGuard, Phase};
use crate::improve::history::{Aggregate, GuardPolicy, Head, Violation};
use crate::quantity::{ActionId, AgentId, CycleId, Date, Timestamp};

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
        if let Some((action, on)) = reported(&event) {
            let began = self.passages.iter().find(|passage| passage.to == Phase::Do);
            let early = began.and_then(|passage| policy.day(passage.at)).is_some_and(|began| on < began);
            let unfit = if on > today {
                Some(CycleGuard::DayAhead)
            } else {
                early.then_some(CycleGuard::DayBeforeDo)
            };
            if let Some(guard) = unfit {
                return Err(vec![Violation::of(guard, [action])]);
            }
        }
        let (to, waived) = match &mut event {
            CycleEvent::Advanced { to, waived, .. } => (*to, waived),
            CycleEvent::Cancelled { waived, .. } => (Phase::Cancelled, waived),
            _ => return Ok(vec![event]),
        };
        let mut found = self.violations(to, today, policy);
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

/// The action that is reported to begin or end, and on which day.
const fn reported(event: &CycleEvent) -> Option<(&ActionId, Date)> {
    match event {
        CycleEvent::ActionBegun { action, on } => Some((action, *on)),
        CycleEvent::ActionCompleted { action, outcome } => Some((action, outcome.on)),
        _ => None,
    }
}
